//! Policies whose rules cut across each other so much that no decision graph fits the budget: they are checked, tested and decided all the
//! same, and only building refuses.

use std::fmt::Write as _;

use serde_json::json;

use crate::Shop;

/// Rules of which each depends on four of sixty circumstances, with nothing in common.
fn crossing_policy() -> String {
    let mut text = r#"policy crossing "Rules that cut across each other"
  by us
party { us role controller }
place { here }
subject { person }
data { mail phone health }
action { use share }
default subject is person
default home is here
default origin is here
default destination is here
default recipient is none
default purpose is none
fact agreed is flag
"#
    .to_owned();
    for fact in 0..60 {
        let _ = writeln!(text, "fact f{fact} is flag default no");
    }
    // A sequence without a pattern, the same every time.
    let mut state = 7_u32;
    let mut any = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    for rule in 0..200 {
        let data = ["mail", "phone", "health"][any(3) as usize];
        let tests: Vec<String> = (0..4)
            .map(|_| format!("{}f{}", ["", "", "not "][any(3) as usize], any(60)))
            .collect();
        let effect = if rule % 3 == 0 { "permit" } else { "forbid" };
        let _ = writeln!(
            text,
            "rule r{rule}\n{effect} any {data}\n  when agreed and {}",
            tests.join(" and ")
        );
    }
    text.push_str(
        r#"rule always
permit use phone
  when not agreed
rule never
forbid share health
  when not agreed
rule mostly
permit share mail
  when not agreed and not f59
test "a phone number may be used without agreement"
  ask use phone
  given agreed is no
  expect permit by always
test "health is not shared without agreement"
  ask share health
  given agreed is no
  expect deny by never
"#,
    );
    text
}

#[test]
fn a_policy_beyond_the_budget_is_checked_tested_and_decided_but_not_built() {
    let shop = Shop::empty();
    shop.write("policy.privity", crossing_policy());
    let checked = shop.run(&["check", "."]);
    let checked = checked.expect_code(0).expect("P0030");
    let words: Vec<String> = checked
        .all()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let said = words.join(" ");
    assert!(said.contains("until then requests are decided"), "{said}");
    let tested = shop.run(&["test", "."]);
    tested.expect_code(0).expect("2 passed, 0 failed");
    let built = shop.run(&["build", ".", "--emit", "json", "--out-dir", "out"]);
    built.expect_code(1).expect("P0030");
    assert!(!shop.path("out").exists());

    let answers = shop.decide(concat!(
        r#"{"action": "use", "data": "phone", "facts": {"agreed": "no"}}"#,
        "\n",
        r#"{"action": "share", "data": ["mail", "health"], "facts": {"agreed": "no"}}"#,
        "\n",
        r#"{"action": "share", "data": "mail", "facts": {"agreed": "no", "f59": "unknown"}}"#,
        "\n",
        r#"{"action": "share", "data": "mail", "facts": {"agreed": "no", "f59": "yes"}}"#,
    ));
    assert_eq!(answers[0]["verdict"], "permit");
    assert_eq!(answers[0]["rules"][0]["name"], "always");
    assert_eq!(answers[1]["verdict"], "deny");
    assert_eq!(answers[1]["rules"][0]["name"], "never");
    assert_eq!(answers[2]["verdict"], "needs");
    assert_eq!(answers[2]["needs"], json!(["f59"]));
    assert_eq!(answers[3]["verdict"], "deny");
    assert_eq!(answers[3]["would_permit"][0]["text"], "`f59` is `no`");
}
