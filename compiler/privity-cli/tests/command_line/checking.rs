//! `check` and `test`: what is found, in which form, and with which exit code.

use serde_json::Value;

use crate::Shop;

#[test]
fn a_sound_policy_is_clean() {
    let run = Shop::open().run(&["check"]).expect_code(0);
    assert!(!run.stdout.contains("P0"), "{run:#?}");
}

#[test]
fn findings_go_to_stdout_and_their_number_to_stderr() {
    let shop = Shop::open();
    shop.write(
        "policy.privity",
        "policy shop\nimport nowhere\nimport nowhere\n",
    );
    let run = shop.run(&["check"]).expect_code(1);
    assert!(run.stdout.contains("policy.privity:2:8"), "{run:#?}");
    assert!(run.stderr.starts_with("found 1 error, "), "{run:#?}");
    assert!(!run.stdout.contains('\u{1b}'), "{run:#?}");
}

#[test]
fn the_concise_form_has_a_line_for_each_finding() {
    let shop = Shop::open();
    shop.write("rules/policy.privity", "policy shop\nimport nowhere\n");
    let run = shop
        .run(&["check", "rules", "--output", "concise"])
        .expect_code(1);
    assert!(
        run.stdout
            .contains("rules/policy.privity:2:8: error[P0002]: there is no module `nowhere`\n"),
        "{run:#?}"
    );
}

#[test]
fn the_json_form_is_one_object_with_places() {
    let shop = Shop::open();
    shop.write("policy.privity", "policy shop\nimport sharin\n");
    shop.write("sharing.privity", "import policy\n");
    let run = shop.run(&["check", "--output", "json"]).expect_code(1);
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(value["version"], 1);
    let finding = value["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["code"] == "P0002")
        .unwrap();
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["line"], 2);
    assert_eq!(finding["column"], 8);
    assert_eq!(finding["end_column"], 14);
    assert_eq!(finding["help"], "write `sharing`");
    assert_eq!(finding["fixes"][0]["edits"][0]["replacement"], "sharing");
    let errors = value["summary"]["errors"].as_u64().unwrap();
    assert!(errors >= 1, "{value}");
}

#[test]
fn warnings_are_errors_when_denied() {
    let shop = Shop::open();
    shop.write("other.privity", "");
    let text = format!("{}\nimport other\nimport other\n", crate::POLICY);
    shop.write("policy.privity", text);
    shop.run(&["check"]).expect_code(0).expect("P0004");
    shop.run(&["check", "--deny-warnings"]).expect_code(1);
}

#[test]
fn the_manifest_sets_the_level_of_a_finding() {
    let shop = Shop::open();
    shop.write("other.privity", "");
    let text = format!("{}\nimport other\nimport other\n", crate::POLICY);
    shop.write("policy.privity", text);
    shop.write("privity.toml", "[levels]\nP0004 = \"deny\"\n");
    shop.run(&["check"]).expect_code(1).expect("P0004");
    shop.write("privity.toml", "[levels]\nP0004 = \"allow\"\n");
    let run = shop.run(&["check"]).expect_code(0);
    assert!(!run.all().contains("P0004"), "{run:#?}");
}

#[test]
fn a_mistake_in_the_manifest_is_shown_in_the_manifest() {
    let shop = Shop::open();
    shop.write("privity.toml", "[package]\nentri = \"policy.privity\"\n");
    shop.run(&["check"])
        .expect_code(1)
        .expect("privity.toml:2:1")
        .expect("write `entry`");
}

#[test]
fn a_file_of_a_package_stands_for_the_package() {
    let shop = Shop::open();
    shop.write("privity.toml", "[package]\nentry = \"src/main.privity\"\n");
    shop.write(
        "src/main.privity",
        format!("import more\n{}", crate::POLICY),
    );
    shop.write("src/more.privity", "permit nonsense\n");
    for path in ["src/more.privity", "src", ".", "privity.toml"] {
        shop.run(&["check", path])
            .expect_code(1)
            .expect("src/more.privity:1")
            .expect("nonsense");
    }
}

#[test]
fn colour_is_decided_by_the_flag_before_the_environment() {
    let shop = Shop::open();
    shop.write("policy.privity", "import nowhere\n");
    let colored = |arguments: &[&str], variables: &[(&str, &str)]| {
        let mut command = shop.command(arguments);
        command.envs(variables.iter().copied());
        crate::run(&mut command, "").stdout.contains('\u{1b}')
    };
    assert!(!colored(&["check"], &[]));
    assert!(colored(
        &["check", "--color", "always"],
        &[("NO_COLOR", "1")]
    ));
    assert!(colored(&["check"], &[("CLICOLOR_FORCE", "1")]));
    assert!(!colored(
        &["check"],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]
    ));
    assert!(!colored(
        &["check", "--color", "never"],
        &[("CLICOLOR_FORCE", "1")]
    ));
}

#[test]
fn a_terminal_without_unicode_gets_ascii_and_a_screen_reader_sentences() {
    let shop = Shop::open();
    shop.write("policy.privity", "import nowhere\n");
    let mut plain = shop.command(&["check"]);
    plain.env("LC_ALL", "C");
    let plain = crate::run(&mut plain, "");
    assert!(plain.stdout.is_ascii(), "{plain:#?}");
    let mut spoken = shop.command(&["check"]);
    spoken.env("NO_GRAPHICS", "1");
    let spoken = crate::run(&mut spoken, "");
    assert!(
        spoken
            .stdout
            .contains("In policy.privity, line 1, columns 8 to 14"),
        "{spoken:#?}"
    );
}

#[test]
fn tests_of_a_policy_are_counted() {
    let run = Shop::open().run(&["test"]).expect_code(0);
    assert_eq!(
        run.stdout,
        "pass  the courier gets the name\n1 passed, 0 failed\n"
    );
}

#[test]
fn a_failed_test_shows_both_answers() {
    let shop = Shop::open();
    let text = format!(
        "{}\ntest \"courts too\"\n  ask share name\n  to ad_network\n  for delivery\n  expect permit\n",
        crate::POLICY
    );
    shop.write("policy.privity", text);
    shop.run(&["test"])
        .expect_code(1)
        .expect("FAIL  courts too")
        .expect("P0601")
        .expect("- permit")
        .expect("+ deny")
        .expect("1 passed, 1 failed");
}

#[test]
fn assertions_are_listed_with_the_tests_and_break_the_check() {
    let shop = Shop::open();
    let kept = format!(
        "{}\nassert only_names never share email_address\n",
        crate::POLICY
    );
    shop.write("policy.privity", &kept);
    shop.run(&["test"])
        .expect_code(0)
        .expect("pass  assert never: only_names")
        .expect("2 passed, 0 failed");
    shop.run(&["check"]).expect_code(0);
    shop.write(
        "policy.privity",
        format!("{kept}assert secrecy never share name to courier\n"),
    );
    shop.run(&["test"])
        .expect_code(1)
        .expect("FAIL  assert never: secrecy")
        .expect("`deliver` permits it, citing section 1")
        .expect("2 passed, 1 failed");
    shop.run(&["check", "--output", "concise"])
        .expect_code(1)
        .expect("P0602");
    shop.run(&["build", "--emit", "json"]).expect_code(1);
}

#[test]
fn tests_are_not_run_on_a_broken_policy() {
    let shop = Shop::open();
    shop.write(
        "policy.privity",
        "policy shop\npermit share nothing_known\n",
    );
    shop.run(&["test"])
        .expect_code(1)
        .expect("no test was run")
        .expect("P0201");
}
