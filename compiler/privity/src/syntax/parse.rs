//! The parser: scan the characters, read with the grammar, build the tree. It never refuses a text.

use super::ast::{Lost, LostSort, Module};
use super::build::Builder;
use super::grammar::{self, Rule};
use super::habits::{self, Foreign};
use super::scan::Scan;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{FileId, SourceMap};

/// The syntax tree of a file, whatever its text is. What cannot be read is reported and left out.
pub fn parse(file: FileId, sources: &SourceMap, report: &mut Report) -> Module {
    let source = sources.file(file);
    let (text, base) = (&*source.text, source.base);
    if let Some(finding) = habits::binary(text, base) {
        return nothing_but(file, finding, report);
    }
    let mut first = Report::new();
    let tree = read(file, &Scan::new(text, base), base, &mut first);
    let foreign = if first.has_errors() {
        habits::find(text)
    } else {
        Vec::new()
    };
    let whole = tree.items.iter().filter(|item| !item.damaged).count();
    let holds_nothing = first.has_errors() && whole <= foreign.len() / 4;
    if holds_nothing && let Some(finding) = habits::foreign_file(text, base, &foreign) {
        return nothing_but(file, finding, report);
    }
    if foreign.is_empty() {
        report.absorb(first);
        return tree;
    }
    // Read again without the foreign statements, each of which is one error.
    let text = without(text, &foreign, base, report);
    let mut tree = read(file, &Scan::new(&text, base), base, report);
    tree.lost.nameless.insert(LostSort::Any);
    tree
}

/// Reads a text, or a part of one, that begins at `base` on the number line.
pub(super) fn read(file: FileId, scan: &Scan<'_>, base: u32, report: &mut Report) -> Module {
    let builder = Builder::new(scan, base, report);
    match grammar::read(Rule::file, &scan.text) {
        Ok(mut pairs) => match pairs.next() {
            Some(pair) => builder.module(file, pair),
            None => builder.nothing(file),
        },
        // The grammar accepts every text.
        Err(_) => builder.nothing(file),
    }
}

/// The text with blanks in the place of foreign statements, each of which is reported.
pub(super) fn without(text: &str, foreign: &[Foreign], base: u32, report: &mut Report) -> String {
    for statement in foreign {
        report.push(statement.finding(text, base));
    }
    let mut rest = String::with_capacity(text.len());
    let mut at = 0;
    for statement in foreign {
        rest.push_str(text.get(at..statement.start).unwrap_or_default());
        let written = text.get(statement.start..statement.end).unwrap_or_default();
        rest.extend(
            written
                .bytes()
                .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
        );
        at = statement.end;
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest
}

/// A file about which one finding says all.
fn nothing_but(file: FileId, finding: Diagnostic, report: &mut Report) -> Module {
    report.push(finding);
    Module {
        file,
        items: Vec::new(),
        waivers: Vec::new(),
        lost: Lost {
            names: Vec::new(),
            nameless: [LostSort::Any].into(),
        },
    }
}
