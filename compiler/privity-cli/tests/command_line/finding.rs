//! `findings`: the record of what was found, and what it settles.

use crate::Shop;

const POLICY: &str = "policy shop \"Privacy at the shop\"
  by shop

action { use }
data { contact open { email phone } }
purpose { delivery }
party { shop role controller }
period soon is unstated default 0 days
duty { answer_it }
right { access copy }
channel { mail desk }

rule look
grant access
  must answer_it through mail
  cite \"Your rights, 1\"
rule take
grant copy
  must answer_it through desk within soon
  cite \"Your rights, 2\"
permit use email for delivery cite \"Delivery\"
";

const RECORD: &str = "
finding F_1 \"Each demand has a door of its own.\"
  settled by look, take, soon
  note \"The desk is closed on Mondays.\"
  cite \"Your rights, 1\", \"Your rights, 2\"
";

#[test]
fn a_recorded_finding_is_reported_with_the_evidence_of_the_compiler() {
    let shop = Shop::empty();
    shop.write("policy.privity", [POLICY, RECORD].concat());
    let run = shop.run(&["findings", "policy.privity"]).expect_code(0);
    for words in [
        "## F_1",
        "Each demand has a door of its own.",
        "- found here: P0409 at `look`, `take`",
        "- settled by the rule `look` (Your rights, 1)",
        "- the text gives no number: period `soon`",
        "- note: The desk is closed on Mondays.",
        "Times without a number",
    ] {
        assert!(run.stdout.contains(words), "{words}: {run:#?}");
    }
}

#[test]
fn what_a_record_settles_is_told_no_more_and_stays_in_the_report() {
    let shop = Shop::empty();
    shop.write("policy.privity", POLICY);
    let before = shop.run(&["check", "policy.privity"]).expect_code(0);
    assert!(before.stdout.contains("P0409"), "{before:#?}");
    shop.write("policy.privity", [POLICY, RECORD].concat());
    let after = shop.run(&["check", "policy.privity"]).expect_code(0);
    assert!(!after.stdout.contains("P0409"), "{after:#?}");
    // Naming one of the two rules is not enough.
    let half = RECORD.replace("look, take", "look");
    shop.write("policy.privity", [POLICY, &half].concat());
    let still = shop.run(&["check", "policy.privity"]).expect_code(0);
    assert!(still.stdout.contains("P0409"), "{still:#?}");
}

#[test]
fn the_report_is_written_whole_or_not_at_all() {
    let shop = Shop::empty();
    shop.write("policy.privity", [POLICY, RECORD].concat());
    shop.run(&["findings", "policy.privity", "--out", "FINDINGS.md"])
        .expect_code(0);
    assert!(shop.read("FINDINGS.md").starts_with("# What was found in"));
    shop.run(&["findings", "nowhere.privity", "--out", "none.md"])
        .expect_code(2);
    assert!(!shop.path("none.md").exists());
    shop.run(&["findings", "policy.privity", "--also", "nowhere.privity"])
        .expect_code(2);
}

#[test]
fn an_unknown_name_in_a_record_is_an_error() {
    let shop = Shop::empty();
    let record = RECORD.replace("take, soon", "tkae, soon");
    shop.write("policy.privity", [POLICY, &record].concat());
    shop.run(&["check", "policy.privity"])
        .expect_code(1)
        .expect("tkae");
}
