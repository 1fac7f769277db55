//! One cause is one finding.

use super::{POLICY, Shop};

#[test]
fn a_rule_that_stands_in_the_way_of_several_is_one_finding_with_their_places() {
    let shop = Shop::empty();
    let more = "\nrule more\npermit share email_address\n  to courier\n  for delivery\n\nrule none\nfinal forbid share any\n";
    shop.write("policy.privity", format!("{POLICY}{more}"));
    let run = shop.run(&["check", "--output", "json"]);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let dead: Vec<_> = value["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"] == "P0352")
        .collect();
    assert_eq!(dead.len(), 1, "{value:#}");
    assert_eq!(dead[0]["elsewhere"].as_array().unwrap().len(), 1);
}

#[test]
fn a_baseline_knows_each_of_them() {
    let shop = Shop::empty();
    let more = "\nrule more\npermit share email_address\n  to courier\n  for delivery\n\nrule none\nfinal forbid share any\n";
    shop.write("policy.privity", format!("{POLICY}{more}"));
    shop.run(&["check", "--write-baseline", "known.json"])
        .expect_code(0);
    let run = shop.run(&["check", "--baseline", "known.json"]);
    assert!(!run.all().contains("P0352"), "{run:#?}");
}
