//! What policies say is never withheld: each word of them is among those that are offered at its place.

#![expect(clippy::string_slice, reason = "a test may fail where it stands")]

use std::collections::BTreeSet;
use std::path::Path;

use super::{Known, at};
use crate::check::check;
use crate::diagnostic::Report;
use crate::load::load;
use crate::occurrences::{self, Occurrences, Sense};
use crate::resolve::resolve;

/// One of so many words is looked at.
const EVERY: usize = 101;

/// The words of a policy that are not offered at their places, with what stands before them.
fn withheld(policy: &str, every: usize) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut report = Report::new();
    let package = load(&path.join(policy), &|_| None, &mut report);
    let program = package.program;
    let world = resolve(&program, &mut report);
    let policy = check(&world, &mut report);
    let names = Occurrences::of(&program, &world, &policy);
    let known = Known {
        program: &program,
        texts: &program.sources,
        world: &world,
        names: &names,
    };
    let mut missed = Vec::new();
    let mut count = 0;
    for module in &program.modules {
        let source = program.sources.file(module.file);
        for (start, word) in words(&source.text) {
            let from = source.base + u32::try_from(start).unwrap();
            let name = names.at(from).iter().find(|name| name.span.start == from);
            let is_guessed = name.is_none_or(|name| match name.sense {
                Sense::Declared(_) => !name.declares,
                Sense::Known(known) => known != occurrences::Known::Version,
                Sense::Unknown => false,
            });
            count += usize::from(is_guessed);
            if !is_guessed || count % every != 0 {
                continue;
            }
            let offered = at(known, &[], module.file, start, usize::MAX).all;
            let offered: BTreeSet<String> = offered.into_iter().map(|one| one.text).collect();
            let begins_with = |text: &String| text.split(' ').next() == Some(word);
            let is_path = |text: &String| text.contains('.') && text.starts_with(word);
            // A single unit is offered as several.
            let several = format!("{word}s");
            let is_offered = |text: &String| begins_with(text) || is_path(text) || *text == several;
            if !offered.iter().any(is_offered) {
                let before = source.text[..start].rsplit('\n').next().unwrap_or_default();
                missed.push(format!(
                    "{}: {before}|{word} {:?}",
                    module.path,
                    offered.iter().take(12).collect::<Vec<_>>()
                ));
            }
        }
    }
    missed
}

/// The words of a text outside of comments and quotes, with their places.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut line_start = 0;
    for line in text.split_inclusive('\n') {
        let mut quoted = false;
        let mut start = None;
        for (at, sign) in line.char_indices() {
            if !quoted && line[at..].starts_with("//") {
                break;
            }
            let is_part = !quoted && (sign.is_ascii_alphanumeric() || sign == '_');
            match (is_part, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    found.push((line_start + from, &line[from..at]));
                    start = None;
                }
                _ => {}
            }
            quoted ^= sign == '"' && !line[..at].ends_with('\\');
        }
        line_start += line.len();
    }
    found.retain(|(_, word)| word.starts_with(|c: char| c.is_ascii_alphabetic()));
    found
}

#[test]
fn words_of_policies_are_offered_where_they_stand() {
    for policy in ["ad-exchange", "hospital-portal", "mi-home"] {
        assert_eq!(withheld(policy, EVERY), [""; 0], "{policy}");
    }
}
