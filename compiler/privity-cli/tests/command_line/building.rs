//! `build`: all files or none.

use crate::{POLICY, Shop, names_in};

#[test]
fn json_and_rust_are_written_beside_each_other() {
    let shop = Shop::open();
    shop.run(&["build", "--emit", "json,rust", "--out-dir", "out"])
        .expect_code(0)
        .expect("wrote out/shop.json");
    assert_eq!(names_in(&shop.path("out")), ["shop.json", "shop.rs"]);
    let json: serde_json::Value = serde_json::from_str(&shop.read("out/shop.json")).unwrap();
    assert!(json["graph"].is_object());
    assert!(shop.read("out/shop.rs").contains("#![no_std]"));
}

#[test]
fn the_same_policy_gives_the_same_bytes() {
    let shop = Shop::open();
    shop.run(&["build", "--emit", "json,rust", "--out-dir", "one"])
        .expect_code(0);
    shop.run(&["build", ".", "--emit", "rust,json,json", "--out-dir", "two"])
        .expect_code(0);
    for name in ["shop.json", "shop.rs"] {
        assert_eq!(
            shop.read(&format!("one/{name}")),
            shop.read(&format!("two/{name}"))
        );
    }
}

#[test]
fn nothing_is_written_for_a_policy_with_errors() {
    let shop = Shop::open();
    shop.write(
        "policy.privity",
        "policy shop\npermit share nothing_known\n",
    );
    shop.run(&["build", "--out-dir", "out"])
        .expect_code(1)
        .expect("nothing was written")
        .expect("P0201");
    assert!(!shop.path("out").exists());
}

#[test]
fn a_place_that_cannot_be_written_leaves_nothing_behind() {
    let shop = Shop::open();
    // A file where the folder should be.
    shop.write("out", "in the way");
    shop.run(&["build", "--out-dir", "out"])
        .expect_code(2)
        .expect("cannot write");
    assert_eq!(shop.read("out"), "in the way");
    // A folder where the second file should be: the first is not written either.
    std::fs::create_dir_all(shop.path("half/shop.rs")).unwrap();
    shop.run(&["build", "--emit", "json,rust", "--out-dir", "half"])
        .expect_code(2)
        .expect("it is a folder");
    assert_eq!(names_in(&shop.path("half")), ["shop.rs"]);
}

#[cfg(unix)]
#[test]
fn others_may_read_what_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let shop = Shop::open();
    shop.run(&["build", "--out-dir", "out"]).expect_code(0);
    let rights = shop.path("out/shop.json").metadata().unwrap().permissions();
    assert_eq!(rights.mode() & 0o600, 0o600);
    assert_ne!(rights.mode() & 0o777, 0o600, "only the owner may read it");
}

#[test]
fn the_written_graph_lists_switches_promises_and_documents() {
    let shop = Shop::empty();
    shop.write(
        "policy.privity",
        format!(
            "{POLICY}
channel {{ settings }}
switch newsletter \"Messages on offers\"
  stops use email_address
  for marketing
  through settings at once
promise locked \"We lock the doors\"
  must encrypt
  by courier
document terms \"Terms\"
  ranks above shop
  ranks beside annex
document annex \"Annex\""
        ),
    );
    shop.run(&["build", "--emit", "json,rust"]).expect_code(0);
    let written: serde_json::Value = serde_json::from_str(&shop.read("shop.json")).unwrap();
    assert_eq!(
        written["switches"],
        serde_json::json!([{
            "name": "newsletter", "title": "Messages on offers", "through": ["settings"], "at_once": true, "citations": [],
        }])
    );
    assert_eq!(written["promises"][0]["name"], "locked");
    assert_eq!(written["promises"][0]["by"], serde_json::json!(["courier"]));
    assert_eq!(written["promises"][0]["duties"][0]["text"], "encrypt");
    assert_eq!(
        written["documents"],
        serde_json::json!([
            {"name": "terms", "title": "Terms", "above": ["shop"], "beside": ["annex"], "citations": []},
            {"name": "annex", "title": "Annex", "citations": []},
        ])
    );
}
