//! What is offered in small policies, at a mark.

use super::{Known, Sort, at};
use crate::check::check;
use crate::diagnostic::Report;
use crate::occurrences::Occurrences;
use crate::program::{ModuleText, Unread, assemble};
use crate::resolve::resolve;
use crate::source::SourceMap;

mod fitting;
mod withheld;

const MARK: &str = "$0";

/// The words offered at the mark in a text behind the usual words, those first that are likeliest.
fn offered(marked: &str) -> Vec<String> {
    let text = format!("{WORDS}{marked}");
    let suggestions = suggest(&text);
    suggestions.into_iter().map(|(text, _)| text).collect()
}

fn names(marked: &str) -> Vec<String> {
    let text = format!("{WORDS}{marked}");
    let suggestions = suggest(&text).into_iter();
    suggestions
        .filter(|(_, sort)| *sort != Sort::Keyword)
        .map(|(text, _)| text)
        .collect()
}

fn suggest(marked: &str) -> Vec<(String, Sort)> {
    let offset = marked.find(MARK).unwrap();
    let text = marked.replace(MARK, "");
    let mut report = Report::new();
    let program = assemble(
        SourceMap::new(),
        (
            "main",
            ModuleText {
                name: "main.privity".to_owned(),
                text: text.into(),
            },
        ),
        &mut |_| Err(Unread::Unusable(String::new())),
        &mut report,
    );
    let world = resolve(&program, &mut report);
    let policy = check(&world, &mut report);
    let names = Occurrences::of(&program, &world, &policy);
    let known = Known {
        program: &program,
        texts: &program.sources,
        world: &world,
        names: &names,
    };
    let file = program.modules.last().unwrap().file;
    let found = at(known, &[], file, offset, usize::MAX);
    found
        .all
        .into_iter()
        .filter(|one| one.import.is_none())
        .map(|one| (one.text, one.sort))
        .collect()
}

const WORDS: &str = "policy shop by us
action { collect share }
data { contact open { email phone } orders }
purpose { delivery marketing }
party { us courier }
place { DE FR }
subject { customer }
right { access }
event { breach }
channel { letter }
guard { consent_kind }
duty { notify(party) encrypt(ordered weak, strong) }
fact consent is ordered none, full
fact opted_out is set of purpose
fact told is flag
period soon is 3 days
ambiguity silence \"?\" reading means_no default reading means_yes
source text \"Text\" {
A_1 \"Head\" paragraph 1 digest \"sha256:0011223344556677\"
A_2 \"Head\" paragraph 2 digest \"sha256:0011223344556677\"
}
";

#[test]
fn each_place_of_a_rule_asks_for_names_of_its_kind() {
    let of = |text: &str| {
        let mut found = names(text);
        found.sort();
        found
    };
    assert_eq!(of("permit $0"), ["collect", "share"]);
    assert_eq!(
        of("permit share $0"),
        ["contact", "email", "orders", "phone"]
    );
    assert_eq!(of("permit share email to $0"), ["courier", "us"]);
    assert_eq!(
        of("permit share email\n  for $0"),
        ["delivery", "marketing"]
    );
    assert_eq!(of("permit share email\n  about $0"), ["customer"]);
    assert_eq!(
        of("permit share email in $0\n\nfact x is flag\n"),
        ["DE", "FR"]
    );
    assert_eq!(of("permit share email must $0"), ["encrypt", "notify"]);
    assert_eq!(of("forbid share email kind $0"), ["consent_kind"]);
    assert_eq!(of("grant $0"), ["access"]);
    assert_eq!(of("on $0"), ["breach"]);
    assert_eq!(of("permit share email cite $0"), ["A_1", "A_2"]);
    assert_eq!(of("permit share email must notify(us) within $0"), ["soon"]);
    assert_eq!(
        of("permit share email must notify(us) through $0"),
        ["letter"]
    );
}

#[test]
fn conditions_ask_for_facts_and_then_for_their_values() {
    let facts = names("permit share email when $0");
    for fact in ["consent", "told", "opted_out", "home"] {
        assert!(facts.contains(&fact.to_owned()), "{facts:?}");
    }
    assert_eq!(
        names("permit share email when consent at least $0"),
        ["none", "full"]
    );
    assert_eq!(names("permit share email when told is $0"), ["yes", "no"]);
    let purposes = names("permit share email when opted_out has any ($0");
    assert!(purposes.contains(&"delivery".to_owned()), "{purposes:?}");
    let mut places = names("permit share email when home in $0");
    places.sort();
    assert_eq!(places, ["DE", "FR"]);
    assert_eq!(
        names("permit share email under $0"),
        ["silence.means_no", "silence.means_yes"]
    );
    assert_eq!(
        names("permit share email under silence.$0"),
        ["means_no", "means_yes"]
    );
}

#[test]
fn the_arguments_of_a_duty_are_those_of_its_parameters() {
    assert_eq!(
        names("permit share email must encrypt($0"),
        ["weak", "strong"]
    );
    let parties = names("permit share email must notify($0)\npermit collect email");
    assert!(parties.contains(&"courier".to_owned()), "{parties:?}");
}

#[test]
fn behind_a_dot_stands_what_the_words_in_front_lead_to() {
    assert_eq!(offered("permit share data.em$0")[0..1], ["email"]);
    assert!(offered("permit share contact.$0").contains(&"other".to_owned()));
}

#[test]
fn keywords_are_those_that_the_grammar_lets_follow() {
    let clauses = offered("permit share email $0");
    for word in ["to", "for", "when", "must", "permit"] {
        assert!(clauses.contains(&word.to_owned()), "{clauses:?}");
    }
    assert!(!clauses.contains(&"paragraph".to_owned()));
    assert!(offered("fact x is $0").contains(&"flag".to_owned()));
    assert!(offered("test \"t\" ask share email expect $0").contains(&"deny".to_owned()));
}

#[test]
fn comments_and_quotes_have_nothing_to_offer() {
    assert_eq!(offered("// permit $0"), Vec::<String>::new());
    assert_eq!(
        offered("permit share email note \"to $0"),
        Vec::<String>::new()
    );
}

#[test]
fn whoever_cites_a_place_cites_the_next_one_later() {
    let found = names("permit share email cite A_1\npermit collect orders cite $0");
    assert_eq!(found[0], "A_2");
}

#[test]
fn a_name_in_the_list_at_hand_is_offered_last() {
    let found = names("permit share email, phone, $0");
    assert_eq!(found[..2], ["orders", "contact"]);
    assert_eq!(found.len(), 4);
}

#[test]
fn every_prefix_of_a_policy_has_an_answer() {
    let whole = format!(
        "{WORDS}rule sending\npermit share email, phone\nto courier\nwhen consent at least full and (told or home in DE)\nmust notify(us) within 3 days\n"
    );
    for (at, _) in whole.char_indices() {
        let _ = suggest(&format!("{}{MARK}", whole.get(..at).unwrap()));
    }
}

#[test]
fn what_is_typed_is_matched_from_the_front_first_then_by_its_letters() {
    assert_eq!(names("permit share o$0"), ["orders", "contact", "phone"]);
    assert_eq!(names("permit share cnt$0"), ["contact"]);
    assert_eq!(names("permit share x$0"), Vec::<String>::new());
}

#[test]
fn a_fact_that_is_being_declared_offers_its_own_words() {
    assert_eq!(names("fact late is flag default $0"), ["yes", "no"]);
    let levels = names("fact strength is ordered low, high default $0");
    assert_eq!(levels, ["low", "high"]);
    let mut purposes = names("fact refused is set of purpose default $0");
    purposes.sort();
    assert_eq!(purposes, ["delivery", "marketing"]);
}

#[test]
fn a_default_is_of_an_axis_and_then_of_its_kind() {
    let axes = names("default $0");
    assert!(axes.contains(&"subject".to_owned()), "{axes:?}");
    assert_eq!(names("default subject is $0"), ["customer"]);
}

#[test]
fn the_members_of_a_group_are_of_the_kind_of_the_first() {
    let mut members = names("group reachable is email, $0");
    members.sort();
    assert_eq!(members, ["contact", "email", "orders", "phone"]);
}

#[test]
fn only_a_test_may_leave_open_what_a_fact_is() {
    let given = names("test \"t\" ask share email given told is $0");
    assert_eq!(given, ["yes", "no", "unknown"]);
    let set = names("test \"t\" ask share email given opted_out is $0");
    assert!(set.contains(&"none".to_owned()), "{set:?}");
    assert_eq!(names("permit share email when told is $0"), ["yes", "no"]);
}

#[test]
fn what_the_name_of_a_rule_speaks_of_is_likely() {
    let parties = names("rule letters_by_couriers\npermit share email\n  to $0");
    assert_eq!(parties[0], "courier");
    let data = names("/// Who ordered is told so.\nrule telling\npermit share $0");
    assert_eq!(data[0], "orders");
}

#[test]
fn an_item_like_this_one_tells_what_comes_next() {
    let more =
        "permit share phone to courier for marketing\npermit share orders to us for delivery\n";
    let found = names(&format!("{more}forbid share phone to $0"));
    assert_eq!(found[0], "courier");
    let found = names(&format!("{more}forbid share orders to us for $0"));
    assert_eq!(found[0], "delivery");
}

#[test]
fn a_test_expects_a_rule_that_speaks_of_what_it_asks() {
    let rules = "rule by_post\npermit share orders to courier\nrule at_home\npermit share contact to us\nrule offers\nforbid collect any\n";
    let found = names(&format!(
        "{rules}test \"t\" ask share phone to us expect permit by $0"
    ));
    assert_eq!(found[0], "at_home");
    let found = names(&format!(
        "{rules}test \"t\" ask share orders to courier expect permit by $0"
    ));
    assert_eq!(found[0], "by_post");
}

#[test]
fn a_list_goes_on_with_what_stands_beside_it_and_not_with_what_holds_it() {
    let found = names("permit share email, $0");
    assert_eq!(found, ["phone", "orders", "contact", "email"]);
}

#[test]
fn what_followed_in_turn_before_follows_again() {
    let found = names(
        "permit collect email\npermit share email\nforbid share any\npermit collect orders\npermit $0",
    );
    assert_eq!(found[0], "share");
}
