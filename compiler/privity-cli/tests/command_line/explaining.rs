//! `explain`, and what is said about the command line itself.

use serde_json::Value;

use crate::Shop;

#[test]
fn a_code_is_explained_in_small_letters_too() {
    let shop = Shop::empty();
    let run = shop.run(&["explain", "p0003"]).expect_code(0);
    assert!(run.stdout.starts_with("# P0003: "), "{run:#?}");
}

#[test]
fn all_codes_are_listed_as_json() {
    let shop = Shop::empty();
    let run = shop
        .run(&["explain", "--all", "--format", "json"])
        .expect_code(0);
    let pages: Vec<Value> = serde_json::from_str(&run.stdout).unwrap();
    assert!(pages.len() > 20);
    assert!(pages.iter().all(|page| page["page"].as_str().is_some()));
    let one = shop
        .run(&["explain", "P0001", "--format", "json"])
        .expect_code(0);
    let page: Value = serde_json::from_str(&one.stdout).unwrap();
    assert_eq!(page["severity"], "error");
}

#[test]
fn an_unknown_code_is_a_wrong_use() {
    let shop = Shop::empty();
    shop.run(&["explain", "P9999"])
        .expect_code(2)
        .expect("there is no code `P9999`");
    shop.run(&["explain"])
        .expect_code(0)
        .expect("P0201  error    a name is not declared");
    shop.run(&["chekc"]).expect_code(2).expect("check");
}

#[test]
fn a_reader_that_leaves_early_causes_no_noise() {
    let shop = Shop::empty();
    let mut child = shop
        .command(&["explain", "--all"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    assert_eq!(output.status.code(), Some(0));
}
