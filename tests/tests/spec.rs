//! The language reference: every page of `tests/spec` is true, and every feature has one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use privity_tests::spec::{Shown, parse, run};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("spec")
}

/// The pages by file name, the index left out.
fn pages() -> BTreeMap<String, String> {
    fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .filter(|path| !path.ends_with("README.md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn preamble() -> String {
    fs::read_to_string(folder().join("preamble.privity")).unwrap()
}

/// The rows of the table in the index: the feature and the page it links to.
fn index() -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder().join("README.md")).unwrap();
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line
                .strip_prefix("| F")?
                .split('|')
                .map(str::trim)
                .collect();
            let page = cells.get(2)?.split_once("](")?.1.strip_suffix(')')?;
            Some((format!("F{}", cells[0]), page.to_owned()))
        })
        .collect()
}

#[test]
fn every_page_is_true() {
    let preamble = preamble();
    let wrong: Vec<String> = pages()
        .iter()
        .filter_map(|(name, text)| {
            let said = match parse(text) {
                Ok(page) => run(&page, &preamble).err()?.join("\n"),
                Err(why) => why,
            };
            Some(format!("tests/spec/{name}: {said}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n\n"));
}

#[test]
fn every_feature_has_a_page_that_shows_it_permitted_and_refused() {
    let preamble = preamble();
    let index = index();
    let features: BTreeSet<String> = (1..=34).map(|number| format!("F{number:02}")).collect();
    assert_eq!(index.keys().cloned().collect::<BTreeSet<_>>(), features);
    let mut wrong = Vec::new();
    let mut listed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in pages() {
        let page = parse(&text).unwrap_or_else(|why| panic!("{name}: {why}"));
        let shown = run(&page, &preamble).unwrap_or_default();
        let both = Shown {
            permit: true,
            refusal: true,
        };
        if !page.features.is_empty() && shown != both {
            wrong.push(format!("{name} shows only {shown:?}"));
        }
        for feature in page.features {
            listed.entry(feature).or_default().insert(name.clone());
        }
    }
    for (feature, page) in &index {
        if !listed
            .get(feature)
            .is_some_and(|pages| pages.contains(page))
        {
            wrong.push(format!("{page} does not say that it is about {feature}"));
        }
    }
    wrong.extend(
        listed
            .keys()
            .filter(|feature| !features.contains(*feature))
            .map(|feature| format!("there is no feature {feature}")),
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_index_and_the_language_link_to_every_page() {
    let index = fs::read_to_string(folder().join("README.md")).unwrap();
    let language = fs::read_to_string(folder().join("../../docs/language.md")).unwrap();
    let missing: Vec<String> = pages()
        .into_keys()
        .flat_map(|name| {
            let in_index = index.contains(&format!("]({name})"));
            let in_language = language.contains(&format!("](../tests/spec/{name})"));
            [(in_index, "README.md"), (in_language, "docs/language.md")]
                .into_iter()
                .filter(|(linked, _)| !linked)
                .map(move |(_, place)| format!("{place} does not link to {name}"))
        })
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

const SOUND: &str = "permit use name\n\ntest \"names\"\n  ask use name\n  expect permit\n";

/// Everything that is wrong with a page made of these lines.
fn said(body: &str) -> String {
    match parse(&format!("# Title\n\n{body}")) {
        Ok(page) => run(&page, &preamble()).err().unwrap_or_default().join("\n"),
        Err(why) => why,
    }
}

#[test]
fn a_page_that_is_not_true_is_told_so() {
    assert_eq!(said(&format!("```privity\n{SOUND}```\n")), "");
    for (body, why) in [
        ("```privity\npermit use name\n", "the block is not closed"),
        ("```\nplain\n```\n", "a block says no language"),
        (
            "```python\nprint()\n```\n",
            "nobody runs a block of `python`",
        ),
        (
            "```privity\npermit use nam\n```\n",
            "line 4: the policy is not clean",
        ),
        (
            "```privity finds P0201:1\npermit use name\n```\n",
            "P0201:1 is expected and not found",
        ),
        (
            "```privity finds P0201:2\npermit use nam\n```\n",
            "P0201:1 is found and not expected",
        ),
        (
            "```privity guesses\npermit use name\n```\n",
            "a policy says `preamble`",
        ),
        (
            "```privity preamble\npolicy shop\n```\n",
            "no fragment uses this preamble",
        ),
        ("```json\n{}\n```\n", "no sound policy stands above"),
        (
            "```text\nP0201\n```\n",
            "no policy with findings stands above",
        ),
    ] {
        let said = said(body);
        assert!(said.contains(why), "{why:?} is not in {said:?}");
    }
    let failing = SOUND.replace("expect permit", "expect deny");
    assert!(said(&format!("```privity\n{failing}```\n")).contains("`names` fails"));
    let request = "```json\n{\"request\": {\"action\": \"use\", \"data\": [\"name\"]}, \"answer\": {\"verdict\": \"deny\"}}\n```\n";
    assert!(
        said(&format!("```privity\n{SOUND}```\n{request}")).contains("\"verdict\": \"permit\"")
    );
    let message = "```privity finds P0201\npermit use nam\n```\n```text\nno such line\n```\n";
    assert!(said(message).contains("this is not said"));
}
