//! What the page on editors says of the server is held by tests that exist, and its settings are those that real editors are tested with.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/editors.md")).unwrap()
}

/// The rows of the table of features: what it is, what is claimed, and the tests named for it.
fn features(page: &str) -> Vec<(String, String, Vec<String>)> {
    let (_, table) = page
        .split_once("| | Privity | held by |\n|---|---|---|\n")
        .unwrap();
    table
        .lines()
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
            let tests = cells[2].split('`').skip(1).step_by(2).map(str::to_owned);
            (cells[0].to_owned(), cells[1].to_owned(), tests.collect())
        })
        .collect()
}

#[test]
fn every_feature_that_is_claimed_is_held_by_a_test_that_exists() {
    let folder = root().join("compiler/privity-lsp/tests/conversation");
    let tests: String = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    let features = features(&page());
    assert!(features.len() >= 25);
    let mut wrong = Vec::new();
    for (feature, claim, named) in features {
        if (claim == "no") != named.is_empty() {
            wrong.push(format!("{feature}: {claim}, held by {named:?}"));
        }
        for name in named {
            if !tests.contains(&format!("#[test]\nfn {name}()")) {
                wrong.push(format!("{feature}: there is no test `{name}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_settings_of_neovim_are_those_that_are_tested() {
    let tested =
        fs::read_to_string(root().join("compiler/editors/neovim/lsp/privity.lua")).unwrap();
    let page = page();
    let lines = tested.lines().filter(|line| line.contains(" = "));
    let missing: Vec<&str> = lines.filter(|line| !page.contains(line.trim())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_page_leads_to_files_that_exist() {
    let page = page();
    let missing: Vec<&str> = page
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(link, _)| link)
        .filter(|link| !link.contains("://") && !root().join("docs").join(link).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}
