//! From text to a syntax tree.

pub mod ast;
mod build;
mod day_style;
mod diagnostics;
mod expected;
mod format;
mod grammar;
mod habits;
mod next;
mod parse;
mod scan;
pub mod tokens;

pub use format::format;
pub use next::{Next, begins_item, next};
pub use parse::parse;

#[cfg(test)]
mod tests;
