//! What an uneven or incomplete policy gives rise to: one constructor a finding.

use std::collections::BTreeMap;

use super::lists::{and_list, count};
use super::strengths::Demand;
use crate::check::policy::Rule;
use crate::check::taxonomy::TaxonomyNode;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::Name;

/// How many related rules are shown.
const MOST: usize = 6;

/// Shows further rules, each once, at most a few.
fn with_rules<'r>(
    finding: Diagnostic,
    rules: impl IntoIterator<Item = &'r Rule>,
    text: impl Fn(&Rule) -> String,
) -> Diagnostic {
    let mut shown: Vec<Span> = finding.primary.iter().map(|label| label.span).collect();
    let mut finding = finding;
    for rule in rules {
        if shown.len() <= MOST && !shown.contains(&rule.span) {
            shown.push(rule.span);
            finding = finding.label(rule.span, text(rule));
        }
    }
    finding
}

pub(super) fn limit_does_not_reach(
    derived: &TaxonomyNode,
    input: &TaxonomyNode,
    guards: &[&Rule],
    permit: &Rule,
) -> Diagnostic {
    let (derived_name, input_name) = (&derived.name, &input.name);
    let finding = Diagnostic::at(
        Code::LimitDoesNotReach,
        derived.span,
        format!("`{derived_name}` escapes the limits on `{input_name}`, from which it is computed"),
    )
    .because(format!("computed from `{input_name}`"))
    .label(
        permit.span,
        format!("`{}` permits something with `{derived_name}`", permit.name),
    );
    with_rules(finding, guards.iter().copied(), |guard| {
        format!("`{}` limits `{input_name}` and does not reach it", guard.name)
    })
    .help(format!(
        "name `derived from {input_name}` or `{derived_name}` in the limit, or write a rule that says what holds for `{derived_name}`"
    ))
}

pub(super) fn in_several_roles(
    node: &TaxonomyNode,
    parties: &[String],
    roles: &[String],
    rules: &[&Rule],
) -> Diagnostic {
    let verb = if parties.len() == 1 { "is" } else { "are" };
    let finding = Diagnostic::at(
        Code::SeveralRoles,
        node.span,
        format!(
            "{} {verb} in {} at once, which meet different rules",
            and_list(parties),
            and_list(roles)
        ),
    );
    with_rules(finding, rules.iter().copied(), |rule| {
        format!("`{}` speaks of one of these roles", rule.name)
    })
    .help("say in each rule whether it holds for a party in both roles, with `except`, or part the roles; all rules of all roles hold as it is")
}

pub(super) fn processor_and_controller(party: &Name, rule: &Rule) -> Diagnostic {
    Diagnostic::at(
        Code::ProcessorAndController,
        party.span,
        format!(
            "`{}` works on instructions and decides for itself",
            party.text
        ),
    )
    .because("processor and controller at once")
    .label(
        rule.span,
        format!("`{}` does not say in which role", rule.name),
    )
    .help("declare a party for each role, and say what each may do")
}

pub(super) fn personal_and_anonymous(
    node: &TaxonomyNode,
    names: &[String],
    parents: &[&TaxonomyNode],
) -> Diagnostic {
    let verb = if names.len() == 1 { "counts" } else { "count" };
    let finding = Diagnostic::at(
        Code::PersonalAndAnonymous,
        node.span,
        format!(
            "{} {verb} as personal under one heading and as anonymous under another",
            and_list(names)
        ),
    );
    parents
        .iter()
        .fold(finding, |finding, parent| {
            finding.label(parent.span, format!("`{}` is under this heading", node.name))
        })
        .help("leave it where it identifies a person, and let a fact such as `identifiability` say when it does not")
}

pub(super) fn leads_back(rule: &Rule) -> Diagnostic {
    Diagnostic::at(
        Code::LeadsBack,
        rule.span,
        format!("`{}` lets anonymous data be led back to people", rule.name),
    )
    .because("what can be led back is not anonymous")
    .help("forbid it, or keep the data under `personal_data`")
}

/// What a `deem` gives.
pub(super) struct Deeming<'a> {
    /// The fact.
    pub(super) fact: &'a str,
    /// The level, for an ordered fact.
    pub(super) level: Option<&'a str>,
    /// Where it is given.
    pub(super) span: Span,
}

pub(super) fn required_and_deemed(deeming: &Deeming<'_>, met: &[&Rule]) -> Diagnostic {
    let fact = deeming.fact;
    let finding = Diagnostic::at(
        Code::RequiredAndDeemed,
        deeming.span,
        format!(
            "`{fact}` is taken as given here, which satisfies {} that asks for it",
            count(met.len(), "rule")
        )
        .replace("rules that asks", "rules that ask"),
    )
    .because(match deeming.level {
        Some(level) => format!("nobody said `{level}`; it is deemed"),
        None => "nobody said so; it is deemed".to_owned(),
    });
    with_rules(finding, met.iter().copied(), |rule| {
        format!("`{}` asks for `{fact}`", rule.name)
    })
    .help("ask for more than is deemed, or take the rule out: it asks for nothing")
}

pub(super) fn several_strengths(
    duty: &str,
    strongest: Demand<'_>,
    weaker: &[Demand<'_>],
) -> Diagnostic {
    let mut words: Vec<&str> = weaker.iter().map(|demand| demand.word).collect();
    words.dedup();
    words.push(strongest.word);
    let finding = Diagnostic::at(
        Code::SeveralStrengths,
        strongest.span,
        format!(
            "`{duty}` is promised in several strengths: {}",
            and_list(&words)
        ),
    )
    .because(format!(
        "`{}` is the strongest, and holds wherever the others do",
        strongest.word
    ));
    weaker
        .iter()
        .take(MOST)
        .fold(finding, |finding, demand| {
            finding.label(demand.span, format!("`{}` adds nothing", demand.word))
        })
        .help("keep the strength that is meant, or say for which data each holds")
}

pub(super) fn opt_out_beside_consent(opt_out: &Rule, asked: &[&Rule]) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::OptOutBesideConsent,
        opt_out.span,
        format!(
            "`{}` lets people say no to what they must have said yes to",
            opt_out.name
        ),
    )
    .because("an opt-out presupposes that silence is enough");
    with_rules(finding, asked.iter().copied(), |rule| {
        format!("`{}` asks for consent first", rule.name)
    })
    .help("call it a withdrawal (`kind withdrawal`), or say for which acts silence is enough")
}

pub(super) fn right_for_some(narrow: &Rule, wide: &Rule, rights: &[String]) -> Diagnostic {
    Diagnostic::at(
        Code::RightForSome,
        narrow.span,
        format!(
            "`{}` gives {} to some, and `{}` to everybody",
            narrow.name,
            and_list(rights),
            wide.name
        ),
    )
    .because("this limit limits nothing")
    .label(wide.span, "the same duties, without that condition")
    .help("take the narrower rule out, or put its condition into the wider one")
}

pub(super) fn ways_differ(duty: &str, ways: &[(&Rule, String)]) -> Diagnostic {
    let mut different: Vec<&str> = Vec::new();
    for (_, way) in ways {
        if !different.contains(&way.as_str()) {
            different.push(way);
        }
    }
    let message = format!(
        "`{duty}` is owed in {} different ways: {}",
        different.len(),
        different.join("; ")
    );
    let finding = match ways.first() {
        Some((first, way)) => {
            Diagnostic::at(Code::WaysDiffer, first.span, message).because(way.clone())
        }
        None => Diagnostic::without_place(Code::WaysDiffer, message),
    };
    with_rules(
        finding,
        ways.iter().skip(1).map(|(rule, _)| *rule),
        |rule| {
            let way = ways.iter().find(|(other, _)| other.span == rule.span);
            way.map_or_else(String::new, |(_, way)| way.clone())
        },
    )
    .help("accept every way for each of these demands, and give one time")
}

pub(super) fn several_addresses(office: &str, addresses: &BTreeMap<String, Span>) -> Diagnostic {
    let names: Vec<&str> = addresses.keys().map(String::as_str).collect();
    let message = format!("the {office} has several addresses: {}", and_list(&names));
    let mut places: Vec<Span> = addresses.values().copied().collect();
    places.sort_unstable();
    places.dedup();
    let finding = match places.split_first() {
        Some((first, rest)) => rest.iter().fold(
            Diagnostic::at(Code::SeveralAddresses, *first, message),
            |finding, &span| finding.label(span, "another address here"),
        ),
        None => Diagnostic::without_place(Code::SeveralAddresses, message),
    };
    finding.help("give one address, or say what each is for")
}

pub(super) fn out_of_scope(rule: &Rule, excludes: &[&Rule], part: Option<&str>) -> Diagnostic {
    let message = match part {
        Some(part) => format!(
            "`{}` speaks of `{part}`, which the policy leaves out of itself",
            rule.name
        ),
        None => format!(
            "`{}` speaks of what the policy leaves out of itself",
            rule.name
        ),
    };
    let finding = Diagnostic::at(Code::OutOfScope, rule.span, message).because("never heard");
    with_rules(finding, excludes.iter().copied(), |exclude| {
        format!("`{}` takes this out of the policy", exclude.name)
    })
    .help("narrow the `exclude`, or take the rule out")
}

pub(super) fn purposes_widened(
    purposes: &[String],
    rules: &[&Rule],
    sources: &[&Rule],
) -> Diagnostic {
    let message = format!(
        "data are used for {}, and not collected for that",
        and_list(purposes)
    );
    let finding = match rules.first() {
        Some(first) => Diagnostic::at(Code::PurposesWidened, first.span, message),
        None => Diagnostic::without_place(Code::PurposesWidened, message),
    };
    let finding = with_rules(finding, sources.iter().copied(), |rule| {
        format!("`{}` says what they are collected for", rule.name)
    });
    with_rules(finding, rules.iter().skip(1).copied(), |rule| {
        format!("`{}` uses them for more", rule.name)
    })
    .help("collect for these purposes too, or ask for a fresh consent before such use")
}

pub(super) fn kept_after_withdrawal(
    stop: &Rule,
    actions: &[String],
    permits: &[&Rule],
) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::KeptAfterWithdrawal,
        stop.span,
        format!(
            "consent can be taken back, and nothing stops {} then",
            and_list(actions)
        ),
    )
    .because("this stops other acts");
    with_rules(finding, permits.iter().copied(), |rule| {
        format!("`{}` still permits it", rule.name)
    })
    .help("stop keeping as well, or say on what ground data are kept after a withdrawal")
}

pub(super) fn no_way_back(rule: &Rule) -> Diagnostic {
    Diagnostic::at(
        Code::NoWayBack,
        rule.span,
        "consent is asked for, and there is no way to take it back",
    )
    .help("write `grant withdraw_consent must …`, or a guard of the kind `withdrawal`")
}

pub(super) fn never_collected(names: &[String], rule: &Rule, collect: &Rule) -> Diagnostic {
    let verb = if names.len() == 1 { "is" } else { "are" };
    Diagnostic::at(
        Code::NeverCollected,
        rule.span,
        format!(
            "{} {verb} used or shared, and never collected",
            and_list(names)
        ),
    )
    .label(collect.span, "the first rule on collecting")
    .help("say how the data come, or name those that are collected")
}

pub(super) fn never_used(names: &[String], rule: &Rule) -> Diagnostic {
    let verb = if names.len() == 1 { "is" } else { "are" };
    Diagnostic::at(
        Code::NeverUsed,
        rule.span,
        format!(
            "{} {verb} collected, and nothing is done with that",
            and_list(names)
        ),
    )
    .help("say what it is for, or do not collect it")
}

pub(super) fn collected_for_anything(rules: &[&Rule]) -> Diagnostic {
    let message = format!(
        "{} on collecting without a purpose",
        count(rules.len(), "rule")
    );
    let finding = match rules.first() {
        Some(first) => Diagnostic::at(Code::CollectedForAnything, first.span, message),
        None => Diagnostic::without_place(Code::CollectedForAnything, message),
    };
    with_rules(finding, rules.iter().skip(1).copied(), |_| {
        "here too".to_owned()
    })
    .help("add `for …`")
}

pub(super) fn kept_for_ever(collect: &Rule) -> Diagnostic {
    Diagnostic::at(
        Code::KeptForEver,
        collect.span,
        "data are collected, and no rule says how long they are kept",
    )
    .help("write a rule on `retain` or `erase`, or a duty such as `delete(…) within …`")
}

pub(super) fn nowhere(names: &[String], rules: &[&Rule]) -> Diagnostic {
    let (verb, sits) = if names.len() == 1 {
        ("receives", "it sits")
    } else {
        ("receive", "they sit")
    };
    let message = format!(
        "{} {verb} data, and nobody says where {sits}",
        and_list(names)
    );
    let finding = match rules.first() {
        Some(first) => Diagnostic::at(Code::PartyNowhere, first.span, message),
        None => Diagnostic::without_place(Code::PartyNowhere, message),
    };
    with_rules(finding, rules.iter().skip(1).copied(), |_| "here too".to_owned())
        .help("declare it with `in PLACE`, or limit the rule with `in …`; until then each request must say where the data go")
}

pub(super) fn special_unguarded(first: &Rule, rest: &[&Rule]) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::SpecialUnguarded,
        first.span,
        format!(
            "`{}` lets special categories of data through, and no rule speaks of them",
            first.name
        ),
    );
    with_rules(finding, rest.iter().copied(), |rule| format!("`{}` too", rule.name))
        .help("write `require … before … special_categories`, or take them out with `except special_categories`")
}

pub(super) fn left_to_judgement(facts: &[(&str, &Rule)]) -> Diagnostic {
    summed_up(
        Code::LeftToJudgement,
        facts,
        |names| format!("rules rest on what somebody vouches for: {names}"),
        "say in a rule when it is so, or tell those who ask who vouches for it",
    )
}

pub(super) fn unnamed_law(facts: &[(&str, &Rule)]) -> Diagnostic {
    summed_up(
        Code::UnnamedLaw,
        facts,
        |names| format!("rules rest on a law that is not named: {names}"),
        "supply these facts from a law, or let every request state them",
    )
}

pub(super) fn open_lists(nodes: &[(&str, &Rule)]) -> Diagnostic {
    summed_up(
        Code::OpenLists,
        nodes,
        |names| format!("permits rest on lists that go on: {names}"),
        "name what is meant, or take `open` away; as it is, whatever falls under the heading is permitted",
    )
}

pub(super) fn time_without_number(periods: &[(&str, Span)]) -> Diagnostic {
    let names: Vec<&str> = periods.iter().map(|(name, _)| *name).collect();
    let message = format!("times without a number: {}", and_list(&names));
    let finding = match periods.split_first() {
        Some(((_, first), rest)) => rest.iter().take(MOST).fold(
            Diagnostic::at(Code::TimeWithoutNumber, *first, message),
            |finding, (name, span)| finding.label(*span, format!("`{name}`")),
        ),
        None => Diagnostic::without_place(Code::TimeWithoutNumber, message),
    };
    finding.help("write `period NAME is 30 days`")
}

/// A note on several names, each with the first rule that rests on it.
fn summed_up(
    code: Code,
    names: &[(&str, &Rule)],
    message: impl Fn(&str) -> String,
    help: &str,
) -> Diagnostic {
    let list: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let message = message(&and_list(&list));
    let finding = match names.first() {
        Some((name, rule)) => Diagnostic::at(code, rule.span, message)
            .because(format!("`{}` rests on `{name}`", rule.name)),
        None => Diagnostic::without_place(code, message),
    };
    with_rules(
        finding,
        names.iter().skip(1).map(|(_, rule)| *rule),
        |rule| {
            let name = names.iter().find(|(_, other)| other.span == rule.span);
            name.map_or_else(String::new, |(name, _)| format!("rests on `{name}`"))
        },
    )
    .help(help)
}
