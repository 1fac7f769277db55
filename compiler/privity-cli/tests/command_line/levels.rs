//! How seriously findings are taken: by the manifest and by flags, in every sub-command.

use crate::Shop;

/// A policy that contradicts itself, with an assertion and a test that fail.
const TORN: &str = r#"policy shop "A shop"
  by shop
action { use share }
data { name email }
purpose { delivery marketing }
party { shop role controller courier role processor }
permit use name for delivery cite "1"
rule writing
permit use email for delivery, marketing cite "2"
rule quiet
forbid use email, name for marketing cite "3"
assert never use name for delivery
test "it is permitted"
  ask share name to courier for delivery
  expect permit
"#;

fn torn() -> Shop {
    let shop = Shop::empty();
    shop.write("policy.privity", TORN);
    shop
}

#[test]
fn an_error_that_weighs_the_policy_is_lowered_and_then_the_policy_is_built() {
    let shop = torn();
    shop.run(&["check"]).expect_code(1).expect("P0350");
    shop.run(&["check", "--warn", "P0350", "--advice=P0602"])
        .expect_code(0)
        .expect("P0350")
        .expect("found 1 warning, 1 piece of advice");
    shop.run(&["build", "."]).expect_code(1);
    let run = shop
        .run(&["build", ".", "--allow", "P0350,P0602", "--out-dir", "out"])
        .expect_code(0)
        .expect("wrote out/shop.json");
    assert!(!run.all().contains("P0350"), "{run:#?}");
    shop.write(
        "privity.toml",
        "[levels]\nP0350 = \"warn\"\nP0602 = \"warn\"\n",
    );
    shop.run(&["check"]).expect_code(0).expect("P0350");
    shop.run(&["check", "--deny-warnings"]).expect_code(1);
    shop.run(&["check", "--deny", "warnings"]).expect_code(1);
    shop.run(&["check", "--deny", "P0350"])
        .expect_code(1)
        .expect("found 1 error, 1 warning");
}

#[test]
fn of_flags_the_more_exact_counts_and_then_the_last() {
    let shop = torn();
    let quiet = ["check", "--allow=P0350", "--allow=P0602"];
    let with = |flags: &[&str]| shop.run(&[&quiet, flags].concat());
    shop.write("other.privity", "");
    shop.write(
        "policy.privity",
        format!("{TORN}import other\nimport other\n"),
    );
    with(&[]).expect_code(0).expect("found 1 warning");
    with(&["--deny=P00", "--warn=P0004"]).expect_code(0);
    with(&["--warn=P0004", "--deny=P0004"]).expect_code(1);
    with(&["--deny=P0004", "--warn=P0004"]).expect_code(0);
}

#[test]
fn a_note_is_shown_once_it_has_a_level() {
    let shop = Shop::open();
    let run = shop.run(&["check"]).expect_code(0);
    assert!(!run.all().contains("P0420"), "{run:#?}");
    shop.run(&["check", "--warn", "P0420"])
        .expect_code(0)
        .expect("P0420");
}

#[test]
fn a_wrong_level_is_a_wrong_use_of_the_command() {
    let shop = torn();
    let refused = |flags: &[&str], words: &str| {
        shop.run(&[&["check"], flags].concat())
            .expect_code(2)
            .expect(words);
    };
    refused(&["--allow", "PO350"], "tip: write `P0350`");
    refused(&["--allow", "nonsense"], "no such code");
    refused(&["--warn", "P0201"], "`P0201` is always an error");
    refused(&["--warn", "P01"], "all of `P01` are always errors");
    refused(&["--warn", "warnings"], "no such code");
}

#[test]
fn a_failed_test_that_is_lowered_is_excused_and_not_passed() {
    let shop = torn();
    let lowered = ["test", "--allow=P0350"];
    shop.run(&lowered)
        .expect_code(1)
        .expect("0 passed, 2 failed");
    shop.run(&[&lowered[..], &["--warn=P0601", "--allow=P0602"]].concat())
        .expect_code(0)
        .expect("excused  it is permitted")
        .expect("P0601")
        .expect("0 passed, 0 failed, 2 excused");
}
