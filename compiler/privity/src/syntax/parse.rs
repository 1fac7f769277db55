//! The parser: scan the characters, read with the grammar, build the tree. It never refuses a text.

use pest::Parser;

use super::ast::Module;
use super::build::Builder;
use super::grammar::{Grammar, Rule};
use super::scan::Scan;
use crate::diagnostic::Report;
use crate::source::{FileId, SourceMap};

/// The syntax tree of a file, whatever its text is. What cannot be read is reported and left out.
pub fn parse(file: FileId, sources: &SourceMap, report: &mut Report) -> Module {
    let source = sources.file(file);
    let scan = Scan::new(&source.text, source.base);
    let builder = Builder::new(&scan, source.base, report);
    match Grammar::parse(Rule::file, &scan.text) {
        Ok(mut pairs) => match pairs.next() {
            Some(pair) => builder.module(file, pair),
            None => builder.nothing(file),
        },
        // The grammar accepts every text; only the guard of the stack can end up here.
        Err(_) => builder.nothing(file),
    }
}
