//! Every name of every sound program is known with its meaning, and no broken one stops the index of names.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use privity::check;
use privity::diagnostic::{Code, Report};
use privity::occurrences::{Occurrences, Sense, Thing};
use privity::program::Program;
use privity::resolve::names::What;
use privity::resolve::{self, World};
use privity::source::Span;
use privity_tests::damage::corpus;

struct Read {
    program: Program,
    world: World,
    names: Occurrences,
    report: Report,
}

fn read(program: &privity_tests::damage::Program, changed: Option<(&str, &str)>) -> Read {
    let mut report = Report::new();
    let program = program.read(changed, &mut report);
    let world = resolve::resolve(&program, &mut report);
    let policy = check::check(&world, &mut report);
    let names = Occurrences::of(&program, &world, &policy);
    Read {
        program,
        world,
        names,
        report,
    }
}

/// The words of a text with their places, without comments, texts in quotes, numbers and dates.
fn words(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        at += if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if let Some(quoted) = rest.strip_prefix('"') {
            let mut escaped = false;
            let end = quoted.find(|c| match (escaped, c) {
                (false, '"' | '\n') => true,
                _ => {
                    escaped = !escaped && c == '\\';
                    false
                }
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with(is_word) {
            let word = &rest[..rest.find(|c| !is_word(c)).unwrap_or(rest.len())];
            if word.starts_with(|c: char| c.is_ascii_alphabetic()) {
                found.push((at, word));
            }
            word.len()
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
    }
    found
}

/// The words of the grammar: whatever it has in quotes.
fn keywords() -> BTreeSet<String> {
    let grammar =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../compiler/privity/src/syntax/grammar.pest");
    let text = fs::read_to_string(grammar).unwrap();
    let quoted = text.lines().filter(|line| !line.starts_with("//"));
    quoted
        .flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned))
        .collect()
}

#[test]
fn every_word_that_is_no_keyword_of_the_grammar_is_a_name_that_is_known() {
    let keywords = keywords();
    let (mut names, mut wrong) = (0, Vec::new());
    for sound in corpus() {
        let read = read(&sound, None);
        for module in &read.program.modules {
            let file = read.program.sources.file(module.file);
            for (at, word) in words(&file.text) {
                let start = file.base + u32::try_from(at).unwrap();
                let found = read.names.at(start);
                let covers = found.iter().any(|name| name.span.start <= start);
                names += usize::from(covers);
                if !covers && !keywords.contains(word) {
                    wrong.push(format!("{}: `{word}` of {}", sound.name, file.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} are missing: {wrong:#?}", wrong.len());
    assert!(names > 10_000, "only {names} names");
}

#[test]
fn every_name_of_a_sound_program_means_something() {
    let mut wrong = Vec::new();
    for sound in corpus() {
        let read = read(&sound, None);
        if read.report.has_errors() {
            continue;
        }
        for name in read.names.all() {
            if name.sense == Sense::Unknown {
                let word = read.program.sources.text(name.span);
                wrong.push(format!("{}: `{word}` {name:?}", sound.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} mean nothing: {wrong:#?}", wrong.len());
}

#[test]
fn every_declaration_is_declared_once_and_found_where_it_stands() {
    for sound in corpus() {
        let read = read(&sound, None);
        for (id, declared) in read.names.declarations() {
            let own = |name: &&privity::occurrences::Occurrence| {
                name.declares && Some(name.span) == declared.span
            };
            let places = read.names.of_declaration(id).filter(own).count();
            let is_written = !matches!(declared.thing, Thing::Module(_)) && declared.span.is_some();
            assert_eq!(places, usize::from(is_written), "{declared:?}");
            if is_written {
                let text = read.program.sources.text(declared.span.unwrap());
                let switched = declared.word() == format!("stop_{text}");
                assert!(switched || declared.word() == text, "{declared:?}");
            }
        }
    }
}

#[test]
fn what_nothing_refers_to_is_what_the_compiler_calls_unused() {
    let mut compared = 0;
    for sound in corpus() {
        let read = read(&sound, None);
        let unused: BTreeSet<Span> = read
            .report
            .clone()
            .into_sorted()
            .iter()
            .filter(|finding| finding.code == Code::UnusedDeclaration)
            .map(|finding| finding.primary.as_ref().unwrap().span)
            .collect();
        if read.report.has_errors() {
            continue;
        }
        for (id, declared) in read.names.declarations() {
            let Thing::Named(_, what) = declared.thing else {
                continue;
            };
            let asked = match what {
                What::Fact(at) => read.world.ambiguity_of(at).is_none(),
                What::Alias(at) => read.world.aliases[at].item.citations.is_empty(),
                What::Group(_) | What::Define(_) | What::Period(_) => true,
                _ => false,
            };
            if !asked || declared.standard {
                continue;
            }
            let is_switch = read.names.declared_with(id).count() > 1;
            let mut places = read.names.of_declaration(id);
            let refers = places.any(|name| !name.declares);
            compared += 1;
            assert!(
                is_switch || refers != unused.contains(&declared.span.unwrap()),
                "{}: {declared:?}",
                sound.name
            );
        }
    }
    assert!(compared > 400, "only {compared} declarations");
}

#[test]
fn a_text_that_is_cut_off_anywhere_has_its_names_up_to_there() {
    for sound in corpus().iter().filter(|program| program.name != "stdlib") {
        let Some(target) = sound.targets.first() else {
            continue;
        };
        let text = sound.modules[target].to_string();
        let ends: Vec<usize> = words(&text)
            .iter()
            .map(|(at, word)| at + word.len())
            .collect();
        let step = (ends.len() / 4).max(1);
        for &end in ends.iter().step_by(step) {
            let read = read(sound, Some((target, &text[..end])));
            // Names do not overlap, so that a place has one meaning.
            let mut spans: BTreeMap<u32, u32> = BTreeMap::new();
            for name in read.names.all() {
                spans.insert(name.span.start, name.span.end);
            }
            let ends: Vec<(u32, u32)> = spans.into_iter().collect();
            assert!(
                ends.windows(2).all(|pair| pair[0].1 <= pair[1].0),
                "{}",
                sound.name
            );
        }
    }
}
