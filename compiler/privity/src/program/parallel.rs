//! Parsing many files side by side.

use rayon::prelude::*;

use crate::diagnostic::Report;
use crate::source::{FileId, SourceMap};
use crate::syntax::{self, ast};

/// Texts that are together shorter than this, in bytes, are parsed sooner than threads are made.
const WORTHWHILE: usize = 64 << 10;
/// The stack for a file, in bytes: brackets nested as deep as the parser lets them be, in a build without optimization.
const STACK: usize = 64 << 20;

/// The trees of some files, in the order of the files, each with what was found in it, as [`syntax::parse`] gives them. How many threads
/// the work is spread over makes no difference to the result.
pub(super) fn parse_all(files: &[FileId], sources: &SourceMap) -> Vec<(ast::Module, Report)> {
    let length: usize = files.iter().map(|&id| sources.file(id).text.len()).sum();
    if length < WORTHWHILE {
        return files.iter().map(|&file| parse(file, sources)).collect();
    }
    spread(files, sources)
}

fn spread(files: &[FileId], sources: &SourceMap) -> Vec<(ast::Module, Report)> {
    let files = files.par_iter();
    files
        .map(|&file| stacker::grow(STACK, || parse(file, sources)))
        .collect()
}

fn parse(file: FileId, sources: &SourceMap) -> (ast::Module, Report) {
    let mut report = Report::new();
    let tree = syntax::parse(file, sources, &mut report);
    (tree, report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_and_findings_are_the_same_however_many_threads_there_are() {
        let mut sources = SourceMap::new();
        let files: Vec<FileId> = (0..40)
            .map(|number| {
                let text = format!("rule r{number}\npermit use x{number} tu y\n").repeat(number);
                sources.add(format!("part{number}"), text).unwrap()
            })
            .collect();
        let told = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let parsed = pool.build().unwrap().install(|| spread(&files, &sources));
            let told = parsed.into_iter();
            told.map(|(tree, report)| (format!("{tree:?}"), report.into_sorted()))
                .collect::<Vec<_>>()
        };
        let alone = told(1);
        assert_eq!(alone.len(), 40);
        assert!(alone.iter().skip(1).all(|(_, found)| !found.is_empty()));
        assert_eq!(alone, told(2));
        assert_eq!(alone, told(7));
    }
}
