//! Thousands of small accidents: one wrong character or line must not panic, nor cost more than its neighbourhood.

use super::super::ast::{Item, ItemKind};
use super::{Random, boundary, parse};

/// Parses an accident and checks what holds for every text.
fn survives(text: &str) -> usize {
    let (tree, problems, sources) = parse(text);
    let base = 17;
    let end = base + u32::try_from(text.len()).unwrap();
    for problem in &problems {
        let labels = problem.labels.iter().chain(&problem.primary);
        let spans = labels.map(|label| label.span).chain(
            problem
                .fixes
                .iter()
                .flat_map(|fix| &fix.edits)
                .map(|edit| edit.span),
        );
        for span in spans {
            assert!(
                base <= span.start && span.start <= span.end && span.end <= end,
                "{problem:?}"
            );
            let (_, range) = sources.locate(span).unwrap();
            assert!(
                text.get(range).is_some(),
                "inside of a character: {problem:?}"
            );
        }
        assert!(!problem.message.is_empty());
    }
    let mut places = Vec::new();
    let debug = format!("{:?}", tree.items);
    for part in debug.split("Span { start: ").skip(1) {
        let start: u32 = part.split(',').next().unwrap().parse().unwrap();
        places.push(start);
    }
    assert!(places.iter().all(|&start| base <= start && start <= end));
    problems.len()
}

fn mutate(random: &mut Random, text: &str) -> String {
    const SIGNS: &[&str] = &[
        "{", "}", "(", ")", ",", "\"", ".", ";", "\\", "/", "//", "///", "\n", "\r\n", "-", "0",
        "a", "“", "，", "é", "\0", " and ", " or ", " not ", " permit ", " to ", " data ",
        " group ", " is ",
    ];
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let at = random.below(text.len());
    let at = boundary(text, at);
    let mut text = text.to_owned();
    match random.below(6) {
        0 => {
            text.remove(at);
        }
        1 => text.insert_str(at, SIGNS[random.below(SIGNS.len())]),
        2 => {
            let again = text.get(at..).unwrap().chars().next().unwrap();
            text.insert(at, again);
        }
        3 => text.truncate(at),
        4 => {
            let line = random.below(lines.len());
            text = [&lines[..line], &lines[line + 1..]].concat().concat();
        }
        _ => {
            let line = random.below(lines.len());
            text = [&lines[..=line], &lines[line..]].concat().concat();
        }
    }
    text
}

/// A few items of the sample, one behind the other, and how many they are.
fn some_items(random: &mut Random, items: &[String]) -> (String, usize) {
    let from = random.below(items.len());
    let chosen = &items[from..items.len().min(from + 6)];
    (chosen.join("\n"), chosen.len())
}

/// Items, with those in sections.
fn items_in(items: &[Item]) -> usize {
    let inside = items.iter().map(|item| match &item.kind {
        ItemKind::Section(section) => section.items.len(),
        _ => 0,
    });
    items.len() + inside.sum::<usize>()
}

#[test]
fn one_accident_costs_few_errors_and_few_items() {
    let mut random = Random(3);
    let items = super::items();
    for _ in 0..2000 {
        let (good, count) = some_items(&mut random, &items);
        let text = mutate(&mut random, &good);
        let errors = survives(&text);
        assert!(errors <= 6, "{errors} errors in\n{text}");
        // A text that is cut off has lost its end, and nothing else.
        if !good.starts_with(&text) {
            let left = items_in(&parse(&text).0.items);
            assert!(
                left + 3 >= count,
                "{left} items are left of {count}:\n{text}"
            );
        }
    }
}

#[test]
fn many_accidents_are_survived() {
    let mut random = Random(4);
    let items = super::items();
    for _ in 0..600 {
        let (mut text, _) = some_items(&mut random, &items);
        for _ in 0..random.below(20) + 2 {
            text = mutate(&mut random, &text);
            if text.is_empty() {
                break;
            }
        }
        survives(&text);
    }
}
