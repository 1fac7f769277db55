//! Rules: layers, responses, lifts, sections, names, duties, citations.

use super::{check_rules, check_text};
use crate::check::policy::{ClassAxis, Effect, Layer};

#[test]
fn transfer_beside_other_actions_makes_a_rule_of_two_layers() {
    let found = check_rules("rule r\nforbid share, transfer email").clean();
    let layers: Vec<Layer> = found.policy.rules.iter().map(|rule| rule.layer).collect();
    assert_eq!(layers, [Layer::Base, Layer::Transfer]);
    assert!(found.policy.rules.iter().all(|rule| rule.name == "r"));
    let transfer = found.policy.rules.iter().nth(1).unwrap();
    let store = found.atom(&[("action", "store"), ("data", "email")]);
    assert!(transfer.region.holds(&store));
    assert!(!found.rule("r").region.holds(&store));
}

#[test]
fn a_rule_on_transfer_alone_is_in_one_layer() {
    let found = check_rules("rule r\npermit transfer email").clean();
    assert_eq!(found.policy.rules.len(), 1);
    assert_eq!(found.rule("r").layer, Layer::Transfer);
}

#[test]
fn a_grant_obliges_when_the_right_is_answered() {
    let found = check_rules("rule r\ngrant access must notify(us) within 1 month").clean();
    let rule = found.rule("r");
    assert_eq!(rule.effect, Effect::Oblige);
    assert!(found.applies("r", &[("action", "access")]));
    assert!(!found.applies("r", &[("action", "erasure")]));
    let duty = found.policy.obligations.at(rule.obligations[0]);
    assert_eq!(duty.to_string(), "notify(us) within 1 month");
}

#[test]
fn answers_cannot_stand_beside_acts() {
    let found = check_rules("forbid answer, share access");
    assert_eq!(
        found.complaints(),
        ["P0313 `answer` cannot stand beside other actions"]
    );
    let found = check_rules("rule r\nforbid handle breach").clean();
    assert!(found.applies("r", &[("action", "breach")]));
    assert!(!found.applies("r", &[("action", "share")]));
}

#[test]
fn any_means_acts_and_no_responses() {
    let found = check_rules("rule r\nforbid any").clean();
    assert!(found.applies("r", &[("action", "store")]));
    assert!(!found.applies("r", &[("action", "access")]));
}

#[test]
fn the_controller_acts_where_no_actor_is_named() {
    let found =
        check_rules("rule ours\nforbid use email\nrule theirs\nforbid use email by partner")
            .clean();
    let by = |rule, actor| {
        let act = [("action", "use"), ("data", "email"), ("actor", actor)];
        found.applies(rule, &act)
    };
    assert!(by("ours", "us") && !by("ours", "courier"));
    assert!(by("theirs", "partner") && !by("theirs", "us"));
}

#[test]
fn from_takes_places_and_parties() {
    let found = check_rules("rule r\nforbid collect email from DE from courier").clean();
    let axes: Vec<ClassAxis> = found
        .rule("r")
        .named
        .iter()
        .map(|scope| scope.axis)
        .collect();
    assert!(axes.contains(&ClassAxis::Origin) && axes.contains(&ClassAxis::Source));
    let found = check_rules("forbid collect email from DE, courier");
    assert_eq!(
        found.complaints(),
        ["P0203 this `from` lists places and parties together"]
    );
}

#[test]
fn a_permit_lifts_by_kind_by_name_and_by_section_but_final_guards_by_name_only() {
    let found = check_rules(
        "
        section tests {
          kind consent_kind
          rule one
          require consent at least general before share email
          rule two
          final forbid share phone
        }
        rule by_kind
        permit share email to courier without consent_kind
        rule by_section
        permit share email to partner overrides tests
        rule by_name
        permit share email to us overrides two
        rule by_policy
        permit share orders to us overrides shop
        ",
    )
    .clean();
    let lifts = |name: &str| -> Vec<String> {
        let lifts = &found.rule(name).lifts;
        lifts
            .iter()
            .map(|id| found.policy.rules.at(*id).name.clone())
            .collect()
    };
    assert_eq!(lifts("by_kind"), ["one"]);
    assert_eq!(lifts("by_section"), ["one"]);
    assert_eq!(lifts("by_name"), ["two"]);
    assert_eq!(lifts("by_policy"), ["one"]);
    assert_eq!(
        found.rule("one").guard_kind.as_deref(),
        Some("consent_kind")
    );
    assert_eq!(found.rule("one").sections, ["tests"]);
}

#[test]
fn a_lift_stays_in_its_layer() {
    let found = check_rules(
        "rule g\nforbid transfer email\nrule p\npermit share email to courier overrides g",
    );
    assert_eq!(found.complaints(), ["P0316 `g` belongs to the other layer"]);
    assert_eq!(found.policy.poisoned[0].0, "p");
}

#[test]
fn a_permit_cannot_be_lifted_and_only_permits_lift() {
    let found = check_rules(
        "rule a\npermit share email to courier\nrule b\npermit share phone to courier overrides a",
    );
    assert_eq!(found.complaints(), ["P0316 `a` cannot be lifted"]);
    let found = check_rules("rule g\nforbid use email\nforbid use phone overrides g");
    assert_eq!(found.complaints(), ["P0311 `overrides` says nothing here"]);
}

#[test]
fn a_lift_of_a_kind_that_no_guard_has_is_a_warning() {
    let found = check_rules("permit share email to courier without sale");
    assert_eq!(found.complaints(), ["P0315 `sale` lifts nothing here"]);
    assert_eq!(found.policy.rules.len(), 1);
}

#[test]
fn a_section_shares_its_clauses_with_its_rules() {
    let found = check_rules(
        "
        section tests {
          for marketing
          when consent below explicit
          rule r
          forbid use email
        }
        ",
    )
    .clean();
    let act = |purpose, consent| {
        [
            ("action", "use"),
            ("data", "email"),
            ("purpose", purpose),
            ("consent", consent),
        ]
    };
    assert!(found.applies("r", &act("marketing", "general")));
    assert!(!found.applies("r", &act("delivery", "general")));
    assert!(!found.applies("r", &act("marketing", "explicit")));
    assert_eq!(found.rule("r").sections, ["tests"]);
}

#[test]
fn derived_names_do_not_depend_on_the_order_of_the_rules() {
    let one = "permit use email for delivery when consent at least general\n";
    let two = "permit use email for delivery when consent is explicit\n";
    let three = "permit use phone for delivery\n";
    let names = |text: &str| {
        let found = check_rules(text).clean();
        let mut names: Vec<String> = found
            .policy
            .rules
            .iter()
            .map(|rule| rule.name.clone())
            .collect();
        names.sort();
        names
    };
    let forwards = names(&format!("{one}{two}{three}"));
    assert_eq!(forwards, names(&format!("{three}{two}{one}")));
    assert_eq!(forwards[2], "permit_use_phone_for_delivery");
    assert_ne!(forwards[0], forwards[1]);
}

#[test]
fn arguments_of_duties_are_typed() {
    let duty = |text: &str| check_rules(&format!("permit use email for delivery must {text}"));
    duty("encrypt(strong)").clean();
    duty("encrypt").clean();
    duty("keep(6 years)").clean();
    duty("bind(law) or notify(us) through letter or mail at once every 1 year").clean();
    assert_eq!(
        duty("encrypt(stron)").complaints(),
        ["P0314 the duty `encrypt` has no `stron`"]
    );
    assert_eq!(
        duty("keep(6 years, us)").complaints(),
        ["P0314 the duty `keep` takes 1 argument, not 2"]
    );
    assert_eq!(
        duty("notify(6 years)").complaints(),
        ["P0314 this argument of the duty `notify` is of the wrong kind"]
    );
}

#[test]
fn equal_duties_are_one_obligation() {
    let found = check_rules(
        "permit use email for delivery must notify(us)\npermit use phone for delivery must notify(us)",
    )
    .clean();
    assert_eq!(found.policy.obligations.len(), 1);
}

#[test]
fn an_unstated_period_is_a_deadline_of_its_own_and_a_stated_one_its_length() {
    let found = check_rules(
        "period soon is unstated default 0 days\nperiod later is 30 days\npermit use email for delivery must notify(us) within soon must notify(us) within later",
    )
    .clean();
    let texts: Vec<String> = found
        .policy
        .obligations
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        texts,
        ["notify(us) within soon", "notify(us) within 30 days"]
    );
}

#[test]
fn a_clause_that_stands_once_is_reported_when_it_stands_twice() {
    let found = check_rules("forbid use email for delivery for marketing");
    assert_eq!(
        found.complaints(),
        ["P0310 this rule has two `for` clauses"]
    );
}

#[test]
fn duties_kinds_and_final_stand_only_where_they_mean_something() {
    let complaint = |text: &str| check_rules(text).complaints();
    assert_eq!(
        complaint("forbid use email must notify(us)"),
        ["P0311 `must` says nothing here"]
    );
    assert_eq!(
        complaint("permit use email for delivery kind sale"),
        ["P0311 `kind` says nothing here"]
    );
    assert_eq!(
        complaint("final permit use email for delivery"),
        ["P0311 `final` says nothing here"]
    );
}

#[test]
fn one_mistaken_rule_does_not_cost_the_others() {
    let found = check_rules("rule good\nforbid use email\nrule bad\nforbid use emial");
    assert_eq!(found.policy.rules.len(), 1);
    assert_eq!(found.policy.poisoned.len(), 1);
}

#[test]
fn citations_lead_to_their_anchor() {
    let found = check_rules(
        "source notice \"Notice\" { N_1 \"Delivery\" paragraph 2 sentences 3 to 4 digest \"sha256:0011223344556677\" }\nrule r\nforbid use email cite N_1, \"our promise\"",
    )
    .clean();
    let texts: Vec<String> = found
        .rule("r")
        .citations
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        texts,
        [
            "N_1 (Delivery, paragraph 2, sentences 3 to 4)",
            "our promise"
        ]
    );
}

#[test]
fn the_life_of_a_policy_is_its_header() {
    let found =
        check_text("policy p since 2018-05-25 until 2020-01-01 action { use } forbid use").clean();
    let day = |text| crate::check::dates::parse_day(text).unwrap();
    assert_eq!(
        found.policy.effective,
        day("2018-05-25")..=day("2020-01-01")
    );
}

#[test]
fn countries_areas_and_seats_come_from_the_vocabulary() {
    let found = check_rules("place { berlin under DE }\nforbid use email").clean();
    let borders = &found.policy.borders;
    let places = found
        .policy
        .taxonomies
        .kind(crate::check::policy::Kind::Place)
        .unwrap();
    let country = |atom: &str| {
        let at = places.atoms.iter().position(|name| name == atom).unwrap();
        &places.nodes[borders.country[at] as usize].name
    };
    assert_eq!(country("berlin"), "DE");
    assert_eq!(borders.areas.len(), 1);
    let parties = found
        .policy
        .taxonomies
        .kind(crate::check::policy::Kind::Party)
        .unwrap();
    let seat = |party: &str| {
        let at = parties.atoms.iter().position(|name| name == party).unwrap();
        found.policy.sits_in[at].clone()
    };
    assert_eq!(seat("partner"), None);
    assert_eq!(
        seat("us"),
        Some(
            found
                .policy
                .node(crate::check::policy::Kind::Place, "DE")
                .unwrap()
                .atoms
                .clone()
        )
    );
}
