//! From text to a syntax tree.

pub mod ast;
mod build;
mod diagnostics;
mod expected;
mod grammar;
mod parse;
mod scan;

pub use parse::parse;
