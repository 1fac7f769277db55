//! From the syntax trees of all modules to one world in which every declaration is known.

mod collect;
pub mod dated_set;
mod declare;
mod dependencies;
pub(crate) mod diagnostics;
mod linked;
pub mod lookups;
mod lost;
mod modules;
pub mod names;
pub mod sets;
mod similar;
mod switches;
mod taxonomy;
mod unimported;
mod unknown;
mod unused;
pub mod world;

pub use declare::reserved_for;
pub use world::World;

pub(crate) use dependencies::subjects_of;
pub(crate) use linked::day;
pub(crate) use unimported::library_of;
pub(crate) use unused::report_unused;

use crate::diagnostic::Report;
use crate::program::Program;

/// Lays the modules side by side, draws the taxonomies and gives every group, alias and renamed node its meaning.
#[must_use]
pub fn resolve(program: &Program, report: &mut Report) -> World {
    let mut world = collect::collect(program, report);
    linked::declare_linked(&mut world, report);
    taxonomy::draw(&mut world, report);
    linked::link(&mut world, report);
    dependencies::find_circles(&mut world, report);
    similar::report_similar(&world, report);
    world
}
