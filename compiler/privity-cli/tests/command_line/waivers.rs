//! Waivers in a policy: what they keep from the reader, when they end, and that nothing is decided by them.

use serde_json::Value;

use crate::Shop;

/// A policy that contradicts itself under a waiver; its other rules are sound.
fn torn(waiver: &str) -> Shop {
    let shop = Shop::empty();
    let text = format!(
        r#"policy shop "A shop"
  by shop
action {{ use share }}
data {{ name email }}
purpose {{ delivery marketing }}
party {{ shop role controller courier role processor }}
permit use name for delivery cite "1"
{waiver}
rule writing
permit use email for delivery, marketing cite "2"
rule quiet
forbid use email, name for marketing cite "3"
assert never use name for delivery
test "it is permitted"
  ask share name to courier for delivery
  expect permit
"#
    );
    shop.write("policy.privity", text);
    shop
}

const WAIVER: &str = "waive P0350 until 2027-01-31 because \"we wrote to the authors\"";
const QUIET: [&str; 2] = ["--allow", "P0602"];

fn check(shop: &Shop, more: &[&str]) -> crate::Run {
    shop.run(&[&["check"], &QUIET[..], more].concat())
}

#[test]
fn a_waived_contradiction_lets_the_policy_be_built_and_decides_as_before() {
    let shop = torn(WAIVER);
    let on = ["--today", "2026-11-01"];
    let run = check(&shop, &on)
        .expect_code(0)
        .expect("found nothing to report in 1 file\n1 finding is waived");
    assert!(!run.all().contains("P0350"), "{run:#?}");
    shop.run(&[&["build", "."], &QUIET[..], &on].concat())
        .expect_code(0);
    let graph: Value = serde_json::from_str(&shop.read("shop.json")).unwrap();
    torn("").run(&["build", "."]).expect_code(1);
    let plain = torn("");
    plain
        .run(&["build", ".", "--allow", "P0602,P0350"])
        .expect_code(0);
    let other: Value = serde_json::from_str(&plain.read("shop.json")).unwrap();
    assert_eq!(graph["nodes"], other["nodes"]);
}

#[test]
fn the_json_form_lists_what_is_waived_with_its_reason() {
    let run = check(
        &torn(WAIVER),
        &["--today", "2026-11-01", "--output", "json"],
    )
    .expect_code(0);
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(value["diagnostics"], Value::Array(Vec::new()));
    let waived = &value["suppressed"][0];
    assert_eq!(waived["code"], "P0350");
    let by = &waived["suppressed_by"];
    assert_eq!(by["kind"], "waiver");
    assert_eq!(by["reason"], "we wrote to the authors");
    assert_eq!(by["until"], "2027-01-31");
    assert_eq!(by["line"], 8);
}

#[test]
fn a_waiver_counts_on_its_last_day_and_no_longer() {
    let shop = torn(WAIVER);
    let on = |day: &str| check(&shop, &["--today", day]);
    let quiet = on("2027-01-01").expect_code(0);
    assert!(!quiet.all().contains("P004"), "{quiet:#?}");
    on("2027-01-02")
        .expect_code(0)
        .expect("P0045")
        .expect("29 days are left");
    on("2027-01-31")
        .expect_code(0)
        .expect("today is its last day");
    on("2027-02-01")
        .expect_code(1)
        .expect("P0350")
        .expect("this waiver ended on 2027-01-31")
        .expect("found 1 error, 1 warning");
    check(&shop, &["--today", "2027-02-30"])
        .expect_code(2)
        .expect("it is no day");
}

#[test]
fn a_waiver_without_a_finding_is_told_by_the_search_that_would_have_made_it() {
    let shop =
        torn("waive P0350, P0352, P0208, P0601, P0702, P0505 because \"we wrote to the authors\"");
    // Tests, cited texts and laws that nobody promised to comply with are looked at by other commands.
    let run = check(&shop, &[])
        .expect_code(0)
        .expect("this waives `P0352`, `P0208`, which are not found in what stands below it");
    assert!(!run.all().contains("`P0601`"), "{run:#?}");
    let over_budget = shop.run(&["decide", ".", "--request", "-"]);
    assert!(
        !over_budget.all().contains("waives `P0352`"),
        "{over_budget:#?}"
    );
    over_budget.expect("this waives `P0208`, which is not found");
}

#[test]
fn a_failed_test_that_is_waived_is_excused_with_the_reason() {
    let shop = torn(WAIVER);
    let text = shop.read("policy.privity");
    let waived = text
        .replace("test \"it", "waive P0601 because \"not yet\"\ntest \"it")
        .replace(
            "assert never",
            "waive P0602 because \"nor this\"\nassert never",
        );
    shop.write("policy.privity", &waived);
    shop.run(&["test", "--today", "2026-11-01"])
        .expect_code(0)
        .expect("excused  it is permitted (waived: not yet)")
        .expect("(waived: nor this)")
        .expect("0 passed, 0 failed, 2 excused");
    shop.write(
        "policy.privity",
        waived.replace("expect permit", "expect deny"),
    );
    shop.run(&["test", "--today", "2026-11-01"])
        .expect_code(0)
        .expect("this waives `P0601`, which is not found");
}

#[test]
fn a_waiver_above_an_anchor_is_about_the_words_that_it_cites() {
    let shop = Shop::empty();
    shop.write("notice.txt", "# Our notice\n\nWe use your name.\n");
    let source = shop
        .run(&["anchors", "notice.txt", "--name", "notice"])
        .expect_code(0)
        .stdout;
    let policy = format!(
        "policy shop\n  by shop\n\naction {{ use }}\ndata {{ name }}\nparty {{ shop role controller }}\n\n{}\npermit use name cite N_1\n",
        source.replace(
            "  N_1",
            "  waive P0702 because \"a slip of the pen\"\n  N_1"
        )
    );
    shop.write("policy.privity", policy);
    let coverage = ["coverage", "--source", "notice.txt"];
    shop.run(&coverage)
        .expect_code(0)
        .expect("this waives `P0702`, which is not found");
    shop.write("notice.txt", "# Our notice\n\nWe use your nmae.\n");
    shop.run(&coverage)
        .expect_code(0)
        .expect("1 finding is waived");
}

#[test]
fn what_is_idle_is_taken_out_by_fix() {
    let shop = torn("waive P0352, P0350, P0208 because \"known\"");
    let text = shop.read("policy.privity");
    shop.write(
        "policy.privity",
        text.replace("rule quiet", "waive P0208 because \"once\"\nrule quiet"),
    );
    check(&shop, &["--fix"]).expect_code(0);
    let mended = shop.read("policy.privity");
    assert!(
        mended.contains("\nwaive P0350 because \"known\"\nrule writing"),
        "{mended}"
    );
    assert!(mended.contains("cite \"2\"\nrule quiet"), "{mended}");
    let run = check(&shop, &[]).expect_code(0);
    assert!(!run.all().contains("P0"), "{run:#?}");
}
