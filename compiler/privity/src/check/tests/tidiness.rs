//! Advice and warnings: what is unused, too wide, repeated or without a source.

use super::{check_modules, check_rules};

#[test]
fn unused_facts_groups_and_periods_are_advice() {
    let found = check_rules(
        "fact f is flag\nperiod p is 3 days\ngroup g is email\nalias a is phone\ndefine d is consent is none\nforbid use email",
    )
    .clean();
    let advice: Vec<String> = found
        .advice()
        .into_iter()
        .filter(|finding| finding.starts_with("P0209"))
        .collect();
    assert_eq!(
        advice,
        [
            "P0209 nothing uses the group `EU`",
            "P0209 nothing uses the fact `f`",
            "P0209 nothing uses the period `p`",
            "P0209 nothing uses the group `g`",
            "P0209 nothing uses the alias `a`",
            "P0209 nothing uses the condition `d`",
        ]
    );
}

#[test]
fn an_import_that_brings_rules_is_used_and_one_that_brings_words_must_be() {
    let found = check_modules(&[
        ("main", "policy p\nimport words\nimport rules"),
        ("words", "action { keep }"),
        ("rules", "import more\nforbid use"),
        ("more", "action { use }"),
    ]);
    let unused: Vec<String> = found
        .advice()
        .into_iter()
        .filter(|finding| finding.starts_with("P0208"))
        .collect();
    assert_eq!(unused, ["P0208 nothing here uses what `words` declares"]);
}

#[test]
fn an_import_is_used_if_another_module_gets_names_through_it() {
    let unused = |imports: &str| -> Vec<String> {
        let found = check_modules(&[
            (
                "main",
                &format!("policy p\n{imports}\npermit use email, phone"),
            ),
            ("words", "import acts\ndata { email }"),
            ("more", "import acts\ndata { phone }"),
            ("acts", "action { use }"),
            ("both", "import words\nimport more"),
        ]);
        let found = found.clean().advice().into_iter();
        found.filter(|it| it.starts_with("P0208")).collect()
    };
    let of_acts = "P0208 nothing here uses what `acts` declares";
    // What comes by two ways may lose one of them, not both.
    assert_eq!(unused("import words\nimport more"), [of_acts]);
    assert_eq!(unused("import both"), [of_acts]);
    // Whoever imports the words itself needs neither.
    assert_eq!(
        unused("import acts\nimport words\nimport more"),
        [of_acts, of_acts]
    );
}

#[test]
fn a_permit_that_leaves_out_what_its_neighbour_limits_is_advice() {
    let found = check_rules(
        "rule narrow\npermit use email for delivery\nrule wide\npermit use phone\nrule meant\npermit use orders for any",
    )
    .clean();
    let wide: Vec<String> = found
        .advice()
        .into_iter()
        .filter(|finding| finding.starts_with("P0319"))
        .collect();
    assert_eq!(wide, ["P0319 `wide` permits this for whatever purpose"]);
}

#[test]
fn the_same_rule_twice_is_a_warning_even_in_other_words() {
    let found =
        check_rules("rule a\nforbid use contact\nrule b\nforbid use email, phone, contact.other");
    assert_eq!(found.complaints(), ["P0318 `b` says the same as `a`"]);
}

#[test]
fn rules_without_a_source_are_advice_once_a_source_is_declared() {
    let silent = check_rules("rule r\nforbid use email").clean();
    assert!(
        !silent
            .advice()
            .iter()
            .any(|finding| finding.starts_with("P0320"))
    );
    let found = check_rules(
        "source notice \"Notice\" { N_1 \"Delivery\" paragraph 1 digest \"sha256:0011223344556677\" }\nrule r\nforbid use email",
    )
    .clean();
    assert!(
        found
            .advice()
            .contains(&"P0320 `r` cites nothing".to_owned())
    );
}

#[test]
fn a_rule_whose_source_is_unknown_cites_something() {
    let source = "source notice \"Notice\" { N_1 \"Delivery\" paragraph 1 digest \"sha256:0011223344556677\" }";
    let found = check_rules(&format!("{source}\nrule r\nforbid use email\ncite N_2"));
    assert_eq!(found.complaints(), ["P0201 unknown anchor `N_2`"]);
    assert!(!found.advice().iter().any(|it| it.starts_with("P0320")));
    let found = check_modules(&[
        ("main", "policy p\nimport rules\nimport texts"),
        (
            "rules",
            "action { use }\ndata { email }\nrule r\nforbid use email\ncite N_1",
        ),
        ("texts", source),
    ]);
    assert_eq!(
        found.complaints(),
        ["P0202 the anchor `N_1` is declared in `texts`, which is not imported"]
    );
    assert!(!found.advice().iter().any(|it| it.starts_with("P0320")));
}

#[test]
fn a_policy_without_rules_is_a_warning() {
    let found = check_rules("");
    assert_eq!(found.complaints(), ["P0303 the policy `shop` has no rules"]);
}

#[test]
fn the_same_text_gives_the_same_findings() {
    let text = "permit use emial\nforbid use for courier\ndata { ecv evc }\nfact f is flag\nfact g is flag";
    let once = check_rules(text);
    let again = check_rules(text);
    assert_eq!(once.findings, again.findings);
}
