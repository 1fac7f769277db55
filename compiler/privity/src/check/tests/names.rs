//! Names: what is declared, visible, unknown, renamed or goes round in a circle.

use super::{check_modules, check_rules, check_text};
use crate::check::policy::Kind;

#[test]
fn an_unknown_name_in_many_places_is_one_finding() {
    let found = check_rules("permit use emial for delivery\nforbid share emial for delivery");
    assert_eq!(found.complaints(), ["P0201 unknown data `emial`"]);
    let finding = &found.findings[0];
    assert_eq!(finding.elsewhere.len(), 1);
    assert_eq!(finding.help.as_deref(), Some("write `email`"));
    assert_eq!(finding.fixes[0].edits.len(), 2);
    assert_eq!(found.policy.poisoned.len(), 2);
}

#[test]
fn a_name_of_another_kind_is_called_by_its_kind() {
    let found = check_rules("permit use email for courier");
    assert_eq!(
        found.complaints(),
        ["P0203 `courier` is a party, not a purpose"]
    );
}

#[test]
fn a_name_in_a_module_that_is_not_imported_names_the_import() {
    let found = check_modules(&[
        ("main", "policy p\nimport words\nimport rules"),
        ("words", "action { use } data { email }"),
        ("rules", "permit use email"),
    ]);
    assert_eq!(
        found.complaints(),
        ["P0202 `use` and `email` are declared in modules that are not imported"]
    );
    assert_eq!(
        found.findings[0].help.as_deref(),
        Some("add `import words`")
    );
}

#[test]
fn a_forgotten_import_of_the_standard_library_is_one_finding() {
    let found = check_text(
        "policy p by shop\nparty { shop role controller in DE }\npermit use name for provide_service",
    );
    assert_eq!(
        found.complaints(),
        ["P0202 `DE`, `use` and 2 more names are declared in modules that are not imported"]
    );
    let finding = &found.findings[0];
    assert_eq!(
        finding.help.as_deref(),
        Some("add `import privity.prelude`")
    );
}

#[test]
fn no_import_is_named_that_declares_a_word_of_the_policy_again() {
    let found = check_text(
        "policy p by shop\naction { use sell_off }\ndata { mail }\nparty { shop }\npermit sell mail",
    );
    assert_eq!(found.complaints(), ["P0201 unknown action `sell`"]);
    let finding = &found.findings[0];
    assert_eq!(
        finding.help.as_deref(),
        Some(
            "write `sell_off`, or declare it in `action { sell }`; `privity words action` lists what there is"
        )
    );
    // Two modules are missing, and the whole vocabulary has a word too many.
    let found = check_text(
        "policy p by shop\nparty { shop }\npurpose { marketing }\npermit use name for marketing",
    );
    assert_eq!(
        found.findings[0].help.as_deref(),
        Some("add `import privity.actions` and `import privity.items`")
    );
}

#[test]
fn an_import_that_is_missing_is_the_only_finding() {
    let found = check_text(
        "policy p by shop\nimport privity.preldue\nparty { shop role controller in DE }\npermit use name for provide_service",
    );
    assert_eq!(
        found.complaints(),
        ["P0002 the standard library has no module `privity.preldue`"]
    );
}

#[test]
fn one_word_unknown_in_two_roles_is_one_finding() {
    let found = check_rules("permit use emial for delivery\npermit use email for emial");
    assert_eq!(
        found.complaints(),
        ["P0201 unknown data or purpose `emial`"]
    );
}

#[test]
fn a_value_that_a_fact_does_not_have_is_one_finding_however_often_it_stands() {
    let found = check_rules(
        "fact strength is ordered low, high\npermit use email when strength is hihg\npermit share email when strength is hihg",
    );
    assert_eq!(found.complaints(), ["P0308 `strength` cannot be `hihg`"]);
    assert_eq!(found.findings[0].elsewhere.len(), 1);
}

#[test]
fn a_policy_with_the_name_of_its_company_does_not_stand_in_for_it() {
    let found = check_text("policy shop by shop\naction { use }");
    assert!(
        found
            .complaints()
            .contains(&"P0201 unknown party `shop`".to_owned()),
        "{:?}",
        found.complaints()
    );
}

#[test]
fn what_an_import_imports_is_visible_too() {
    check_modules(&[
        ("main", "policy p\nimport rules"),
        ("words", "action { use } data { email }"),
        ("middle", "import words"),
        ("rules", "import middle\npermit use email"),
    ])
    .clean();
}

#[test]
fn kind_and_module_may_stand_in_front_of_a_name() {
    check_modules(&[
        (
            "main",
            "policy p\nimport words\npermit use words.email for purpose.words.sale",
        ),
        ("words", "action { use } data { email } purpose { sale }"),
    ])
    .clean();
}

#[test]
fn the_rest_of_an_open_node_has_a_name_and_that_of_a_closed_one_has_none() {
    check_rules("permit use contact.other for delivery").clean();
    let found = check_rules("permit use personal.other for delivery");
    assert_eq!(found.complaints(), ["P0213 `personal` has no `.other`"]);
}

#[test]
fn atoms_are_numbered_in_pre_order_with_the_rest_behind_the_children() {
    let found = check_rules("permit use email for delivery").clean();
    let data = found.policy.taxonomies.kind(Kind::Data).unwrap();
    assert_eq!(
        data.atoms,
        ["email", "phone", "contact.other", "orders", "score"]
    );
}

#[test]
fn a_second_parent_may_stand_in_another_module() {
    let found = check_modules(&[
        (
            "main",
            "policy p\nimport words\ndata { wifi under secrets, device }\nforbid use secrets",
        ),
        ("words", "action { use } data { secrets device }"),
    ])
    .clean();
    let data = found.policy.taxonomies.kind(Kind::Data).unwrap();
    assert_eq!(data.atoms, ["wifi"]);
    assert_eq!(
        found.policy.node(Kind::Data, "device").unwrap().atoms,
        found.policy.node(Kind::Data, "secrets").unwrap().atoms
    );
}

#[test]
fn a_node_under_itself_is_an_error_and_ends() {
    let found = check_rules("data { a under b { b } }\nforbid use a");
    assert_eq!(found.complaints(), ["P0205 `a` lies under itself"]);
}

#[test]
fn groups_and_aliases_that_stand_for_themselves_are_reported_once() {
    let found = check_rules("group g is h\ngroup h is g\nalias i is i\nforbid use email");
    assert_eq!(found.complaints(), ["P0205 `g` stands for itself"]);
}

#[test]
fn data_computed_from_themselves_are_an_error() {
    let found = check_rules("data { x derived from y  y derived from x }\nforbid use x");
    assert_eq!(found.complaints(), ["P0205 `x` is computed from itself"]);
}

#[test]
fn a_group_may_name_a_group_that_stands_behind_it() {
    let found =
        check_rules("group all_of_it is part, orders\ngroup part is email\nforbid use all_of_it")
            .clean();
    assert!(found.applies(
        "forbid_use_all_of_it",
        &[("action", "use"), ("data", "orders")]
    ));
    assert!(!found.applies(
        "forbid_use_all_of_it",
        &[("action", "use"), ("data", "phone")]
    ));
}

#[test]
fn a_group_takes_the_kind_of_its_members_and_must_have_one() {
    let found = check_rules("right { mail }\nalias post is mail\nforbid use email");
    assert_eq!(
        found.complaints(),
        ["P0211 it is not clear of which kind `post` is"]
    );
    check_rules("right { mail }\nalias post is channel.mail\nforbid use email").clean();
}

#[test]
fn a_renamed_node_still_works_with_a_warning() {
    let found = check_rules("data { e_mail_address replaced by email }\nforbid use e_mail_address");
    assert_eq!(
        found.complaints(),
        ["P0206 the data `e_mail_address` is now called `email`"]
    );
    assert!(found.applies(
        "forbid_use_e_mail_address",
        &[("action", "use"), ("data", "email")]
    ));
}

#[test]
fn a_name_declared_twice_shows_both_places() {
    let found = check_rules("purpose { delivery }\nforbid use email");
    assert_eq!(
        found.complaints(),
        ["P0204 the purpose `delivery` is declared twice"]
    );
    assert_eq!(found.findings[0].labels.len(), 1);
}

#[test]
fn names_of_different_sorts_do_not_clash() {
    check_rules("duty { access }\nrule access\ngrant access must access").clean();
}

#[test]
fn swapped_letters_are_reported_unless_an_alias_joins_the_names() {
    let found = check_rules("data { ecv evc }\nforbid use ecv, evc");
    assert_eq!(
        found.complaints(),
        ["P0207 `evc` and `ecv` are easily taken for each other"]
    );
    check_rules("data { ecv }\nalias evc is ecv\nforbid use ecv, evc").clean();
}

#[test]
fn a_cycle_of_conditions_is_one_finding_and_poisons_the_rule() {
    let found = check_rules(
        "define a is b\ndefine b is not a\nrule r\npermit use email for delivery when a",
    );
    assert_eq!(found.complaints(), ["P0205 `a` depends on itself"]);
    assert_eq!(found.policy.poisoned.len(), 1);
    assert_eq!(found.policy.poisoned[0].0, "r");
}

#[test]
fn a_fact_deemed_from_itself_is_a_cycle() {
    let found = check_rules(
        "deem consent at least general when consent at least explicit\nforbid use email unless consent at least general",
    );
    assert_eq!(found.complaints(), ["P0205 `consent` depends on itself"]);
}

#[test]
fn words_of_the_language_cannot_be_declared() {
    let found = check_text("policy p\naction { answer use }\nfact home is flag\nforbid use");
    assert_eq!(
        found.complaints(),
        [
            "P0210 an action cannot be called `answer`",
            "P0210 a fact cannot be called `home`"
        ]
    );
}

#[test]
fn a_long_chain_of_parents_does_not_exhaust_the_stack() {
    let chain: String = (1..20_000)
        .map(|at| format!("n{at} under n{} ", at - 1))
        .collect();
    check_text(&format!(
        "policy p action {{ use }} data {{ n0 {chain} }} forbid use n0"
    ))
    .clean();
}

#[test]
fn a_node_that_is_nearly_a_keyword_is_told_from_one_that_is_not() {
    let parties = |text: &str| {
        let found = check_text(&format!("policy p by shop\nparty {{ {text} }}"));
        let mut all = found.complaints();
        all.retain(|line| line.starts_with("P0207"));
        all
    };
    assert_eq!(
        parties("shop role controller courier rol processor"),
        ["P0207 the party `rol` is easily taken for the keyword `role`"]
    );
    assert_eq!(
        parties("shop role controller courier processor in DE"),
        ["P0207 the party `processor` is easily taken for the role `processor`"]
    );
    assert_eq!(parties("shop role controller\n  rule"), [""; 0]);
    assert_eq!(
        parties("shop role controller courier role processor"),
        [""; 0]
    );
}
