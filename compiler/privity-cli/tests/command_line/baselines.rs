//! Baselines: adopting the compiler on a policy that has findings.

use serde_json::Value;

use crate::Shop;

/// A policy with a contradiction, a failed assertion and two findings that differ in nothing.
const OLD: &str = r#"policy shop "A shop"
  by shop
import privity.channels
import privity.channels
import privity.channels
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
"#;

fn adopted() -> Shop {
    let shop = Shop::empty();
    shop.write("policy.privity", OLD);
    shop.run(&["check"]).expect_code(1);
    shop.run(&["check", "--write-baseline", "known.json"])
        .expect_code(0)
        .expect("wrote known.json with");
    shop
}

const CHECK: [&str; 3] = ["check", "--baseline", "known.json"];

#[test]
fn what_a_baseline_knows_is_not_told_and_the_policy_can_be_built() {
    let shop = adopted();
    let run = shop
        .run(&CHECK)
        .expect_code(0)
        .expect("found nothing to report")
        .expect("findings are in the baseline");
    assert!(!run.all().contains("P0350"), "{run:#?}");
    shop.run(&["build", "."]).expect_code(1);
    shop.run(&["build", ".", "--baseline", "known.json"])
        .expect_code(0);
    shop.write(
        "privity.toml",
        "[package]\nname = \"shop\"\n[check]\nbaseline = \"known.json\"\n",
    );
    shop.run(&["check"]).expect_code(0);
    shop.run(&["build", "."]).expect_code(0);
    let run = shop.run(&["check", "--output", "json"]).expect_code(0);
    let value: Value = serde_json::from_str(&run.stdout).unwrap();
    let known = value["suppressed"].as_array().unwrap();
    assert!(
        known
            .iter()
            .all(|finding| finding["suppressed_by"]["file"] == "known.json"),
        "{value}"
    );
}

#[test]
fn a_baseline_survives_new_lines_a_new_layout_and_other_numbers() {
    let shop = adopted();
    let moved = OLD
        .replace("action {", "// A remark.\n\n\naction {")
        .replace(
            " for delivery, marketing cite",
            "\n  for delivery,\n    marketing\n  cite",
        );
    shop.write("policy.privity", moved);
    let run = shop.run(&CHECK).expect_code(0);
    assert!(!run.all().contains("P0"), "{run:#?}");
    shop.run(&["fmt", "."]).expect_code(0);
    let run = shop.run(&CHECK).expect_code(0);
    assert!(!run.all().contains("P0"), "{run:#?}");
}

#[test]
fn a_new_finding_is_told_even_where_one_like_it_is_known() {
    let shop = adopted();
    let more = OLD.replace("action {", "import privity.channels\naction {");
    shop.write("policy.privity", &more);
    shop.run(&CHECK)
        .expect_code(0)
        .expect("P0004")
        .expect("found 1 warning");
    let other = OLD.replace("rule writing", "rule letters");
    shop.write("policy.privity", other);
    shop.run(&CHECK).expect_code(1).expect("P0350");
}

#[test]
fn what_is_mended_makes_the_baseline_stale() {
    let shop = adopted();
    let mended = OLD
        .replace("assert never use name for delivery\n", "")
        .replacen("import privity.channels\n", "", 1);
    shop.write("policy.privity", &mended);
    shop.run(&CHECK)
        .expect_code(0)
        .expect("3 findings of the baseline `./known.json` are no longer found")
        .expect("--write-baseline ./known.json");
    shop.run(&[&CHECK[..], &["--deny", "P0048"]].concat())
        .expect_code(1);
    shop.run(&[&CHECK[..], &["--allow", "P0048"]].concat())
        .expect_code(0);
    // What this command does not look for is not known to be gone.
    let run = shop.run(&["decide", ".", "--baseline", "known.json"]);
    assert!(run.all().contains("`P0004`"), "{run:#?}");
    assert!(!run.all().contains("P0602"), "{run:#?}");
    shop.run(&["check", "--write-baseline", "known.json"])
        .expect_code(0);
    let run = shop.run(&CHECK).expect_code(0);
    assert!(!run.all().contains("P0048"), "{run:#?}");
}

#[test]
fn a_policy_without_meaning_gets_no_baseline_and_is_hidden_by_none() {
    let shop = adopted();
    let before = shop.read("known.json");
    shop.write(
        "policy.privity",
        OLD.replace("permit use name", "permit use nmae"),
    );
    shop.run(&CHECK).expect_code(1).expect("P0201");
    shop.run(&["check", "--write-baseline", "known.json"])
        .expect_code(1)
        .expect("no baseline was written");
    assert_eq!(shop.read("known.json"), before);
    let forged = r#"{"version": 1, "findings": [{"code": "P0201", "file": "policy.privity", "item": "permit", "message": "unknown data `nmae`", "count": 9}]}"#;
    shop.write("known.json", forged);
    shop.run(&CHECK).expect_code(1).expect("P0201");
}

#[test]
fn the_same_findings_give_the_same_bytes() {
    let shop = adopted();
    let first = shop.read("known.json");
    shop.run(&["check", "--write-baseline", "known.json"])
        .expect_code(0);
    assert_eq!(shop.read("known.json"), first);
    let value: Value = serde_json::from_str(&first).unwrap();
    let twice = value["findings"].as_array().unwrap();
    assert!(twice.iter().any(|entry| entry["count"] == 2), "{first}");
    assert!(!first.contains("line"), "{first}");
}

#[test]
fn a_baseline_that_cannot_be_used_is_an_error_and_hides_nothing() {
    let shop = adopted();
    for (text, words) in [
        ("", "the baseline cannot be used"),
        (
            "{\"version\": 1, \"findings\": [{\"code\": 3}]}",
            "the baseline cannot be used",
        ),
        (
            "{\"version\": 1, \"findings\": [], \"more\": 1}",
            "unknown field `more`",
        ),
        ("{\"version\": 2, \"findings\": []}", "has version 2"),
    ] {
        shop.write("known.json", text);
        shop.run(&CHECK)
            .expect_code(1)
            .expect("P0047")
            .expect(words)
            .expect("P0350");
    }
    shop.run(&["check", "--baseline", "nowhere.json"])
        .expect_code(1)
        .expect("cannot read the baseline `./nowhere.json`: there is no such file");
    shop.write("privity.toml", "[check]\nbaseline = \"../x.json\"\n");
    shop.run(&["check"]).expect_code(1).expect("P0009");
}
