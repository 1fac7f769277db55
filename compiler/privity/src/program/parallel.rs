//! Parsing many files side by side.

use std::num::NonZero;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::diagnostic::Report;
use crate::source::{FileId, SourceMap};
use crate::syntax::{self, ast};

/// Texts that are together shorter than this, in bytes, are parsed sooner than threads are made.
const WORTHWHILE: usize = 64 << 10;
/// The stack of each thread, in bytes: brackets nested as deep as the parser lets them be, in a build without optimization.
const STACK: usize = 64 << 20;
/// More threads are of no use.
const MOST_THREADS: usize = 16;

/// The trees of some files, in the order of the files, each with what was found in it, as [`syntax::parse`] gives them. How many threads
/// the work is spread over makes no difference to the result.
pub(super) fn parse_all(files: &[FileId], sources: &SourceMap) -> Vec<(ast::Module, Report)> {
    let length: usize = files.iter().map(|&id| sources.file(id).text.len()).sum();
    let threads = if length < WORTHWHILE {
        1
    } else {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        cores.min(files.len()).min(MOST_THREADS)
    };
    spread(files, sources, threads)
}

/// Parses with so many threads, this one among them.
fn spread(files: &[FileId], sources: &SourceMap, threads: usize) -> Vec<(ast::Module, Report)> {
    let results: Vec<OnceLock<(ast::Module, Report)>> =
        files.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let (Some(&file), Some(result)) = (files.get(at), results.get(at)) else {
                return;
            };
            result.get_or_init(|| parse(file, sources));
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads {
            // Where no thread can be had, the others do its work.
            let _ = thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work);
        }
        work();
    });
    files
        .iter()
        .zip(results)
        .map(|(&file, result)| result.into_inner().unwrap_or_else(|| parse(file, sources)))
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
            let parsed = spread(&files, &sources, threads);
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
