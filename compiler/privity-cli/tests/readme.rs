//! The README keeps its word: its policy is clean and passes its tests, its error and its decision are what the command prints.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md")).unwrap()
}

/// The inside of the first fenced block that has this mark and holds this word.
fn block(text: &str, mark: &str, word: &str) -> String {
    text.split(&format!("```{mark}\n"))
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .find(|inside| inside.contains(word))
        .unwrap_or_else(|| panic!("the README has no {mark} block with {word}"))
        .to_owned()
}

fn privity(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_privity"))
        .args(["--color", "never", "--style", "unicode"])
        .args(arguments)
        .current_dir(folder)
        .env("COLUMNS", "100")
        .output()
        .unwrap()
}

fn folder_with(policy: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("lamp_shop.privity"), policy).unwrap();
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn its_policy_is_clean_and_passes_its_tests() {
    let folder = folder_with(&block(&readme(), "privity", "policy lamp_shop"));
    let check = privity(folder.path(), &["check", "lamp_shop.privity"]);
    assert_eq!(text(&check.stdout), "");
    assert_eq!(check.status.code(), Some(0));
    let test = privity(folder.path(), &["test", "lamp_shop.privity"]);
    assert!(
        text(&test.stdout).ends_with("1 passed, 0 failed\n"),
        "{}",
        text(&test.stdout)
    );
}

#[test]
fn its_error_is_what_the_command_prints() {
    let readme = readme();
    let broken =
        block(&readme, "privity", "policy lamp_shop").replacen("to courier", "to curier", 1);
    let check = privity(folder_with(&broken).path(), &["check", "lamp_shop.privity"]);
    assert_eq!(
        text(&check.stdout).trim(),
        block(&readme, "text", "P0201").trim()
    );
    assert_eq!(check.status.code(), Some(1));
}

#[test]
fn its_decision_is_what_the_command_prints() {
    let readme = readme();
    let folder = folder_with(&block(&readme, "privity", "policy lamp_shop"));
    fs::write(
        folder.path().join("request.json"),
        block(&readme, "json", "\"action\""),
    )
    .unwrap();
    let decide = privity(
        folder.path(),
        &["decide", "lamp_shop.privity", "--request", "request.json"],
    );
    let got: serde_json::Value = serde_json::from_slice(&decide.stdout).unwrap();
    let shown: serde_json::Value =
        serde_json::from_str(&block(&readme, "json", "\"verdict\"")).unwrap();
    assert_eq!(got, shown);
}
