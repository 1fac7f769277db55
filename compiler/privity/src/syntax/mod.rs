//! From text to a syntax tree.

pub mod ast;
mod build;
mod day_style;
mod diagnostics;
mod expected;
mod format;
mod grammar;
mod habits;
mod meaning;
mod next;
mod parse;
mod reparse;
mod scan;
pub mod tokens;
mod tree;

pub(crate) use ast::shift::moved;
pub use format::format;
pub use meaning::{meaning, meaning_of_axis};
pub use next::{Next, begins_item, is_name, is_word, next};
pub use parse::parse;
pub use reparse::reparse;
pub use tree::Tree;

#[cfg(test)]
mod tests;
