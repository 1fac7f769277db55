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

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("sample.privity");

    fn read(text: &str) -> (Module, Vec<crate::diagnostic::Diagnostic>) {
        let mut sources = SourceMap::new();
        let file = sources.add("test.privity", text).unwrap();
        let mut report = Report::new();
        let tree = parse(file, &sources, &mut report);
        (tree, report.into_sorted())
    }

    #[test]
    fn the_sample_has_no_errors() {
        let (tree, problems) = read(SAMPLE);
        assert_eq!(problems, []);
        assert_eq!(tree.items.len(), 51);
    }
}
