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
pub(super) const MOST: usize = 6;

/// Shows further rules, each once, at most a few.
pub(super) fn with_rules<'r>(
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
    other_purposes(Code::PurposesWidened, message, rules, sources)
        .help("collect for these purposes too, or ask for a fresh consent before such use")
}

pub(super) fn incompatible_purposes(
    purposes: &[String],
    rules: &[&Rule],
    sources: &[&Rule],
) -> Diagnostic {
    let message = format!(
        "data that were collected for something else are used for {}, and no consent is asked for",
        and_list(purposes)
    );
    other_purposes(Code::IncompatiblePurpose, message, rules, sources)
        .help("collect for these purposes and say so, or write `require consent at least explicit before …`")
}

fn other_purposes(code: Code, message: String, rules: &[&Rule], sources: &[&Rule]) -> Diagnostic {
    let finding = with_rules(
        at_first(code, rules, message),
        sources.iter().copied(),
        |rule| format!("`{}` says what they are collected for", rule.name),
    );
    with_rules(finding, rules.iter().skip(1).copied(), |rule| {
        format!("`{}` uses them for more", rule.name)
    })
}

pub(super) fn without_ground(names: &[String], rules: &[&Rule]) -> Diagnostic {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} collected without consent, and no rule names another ground",
        and_list(names)
    );
    let finding = at_first(Code::CollectedWithoutGround, rules, message);
    with_rules(finding, rules.iter().skip(1).copied(), |_| {
        "here too".to_owned()
    })
    .help("say on what ground: `require basis has any (…) before collect …`, or link a law that asks for one")
}

pub(super) fn adequacy_ends(country: &str, day: &str, rules: &[&Rule]) -> Diagnostic {
    let message =
        format!("transfers to `{country}` rest on a decision on adequacy that ends on {day}");
    let finding = at_first(Code::AdequacyEnds, rules, message)
        .because("the policy holds on, and forbids them from the next day");
    with_rules(finding, rules.iter().skip(1).copied(), |rule| {
        format!("`{}` looks at the same day", rule.name)
    })
    .help("say what protects the data from then on, such as `safeguards has scc`, or end the policy before")
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

pub(super) fn no_way_back(rule: &Rule, for_nobody: bool) -> Diagnostic {
    let message = if for_nobody {
        "consent is asked for, and there is no way to take it back"
    } else {
        "consent is asked for, and some people have no way to take it back"
    };
    Diagnostic::at(Code::NoWayBack, rule.span, message).help(
        "write `grant withdraw_consent must …` for all who are asked, or a guard of the kind `withdrawal`",
    )
}

pub(super) fn never_collected(
    names: &[String],
    rules: &[&Rule],
    collect: Option<&Rule>,
) -> Diagnostic {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} used or shared, and never collected",
        and_list(names)
    );
    let finding = at_first(Code::NeverCollected, rules, message);
    let finding = with_rules(finding, rules.iter().skip(1).copied(), |rule| {
        format!("`{}` too", rule.name)
    });
    with_rules(finding, collect, |_| {
        "the first rule on collecting".to_owned()
    })
    .help("say how the data come: collect them, or declare what they are `derived from`; else leave them out here")
}

pub(super) fn never_used(names: &[String], rules: &[&Rule]) -> Diagnostic {
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!(
        "{} {verb} collected, and nothing is done with that",
        and_list(names)
    );
    let finding = at_first(Code::NeverUsed, rules, message);
    with_rules(finding, rules.iter().skip(1).copied(), |rule| {
        format!("`{}` too", rule.name)
    })
    .help("say what it is for, or do not collect it")
}

pub(super) fn collected_for_anything(rules: &[&Rule]) -> Diagnostic {
    let verb = if rules.len() == 1 { "lets" } else { "let" };
    let message = format!(
        "{} {verb} data be collected for no purpose at all",
        count(rules.len(), "rule")
    );
    let finding = at_first(Code::CollectedForAnything, rules, message);
    with_rules(finding, rules.iter().skip(1).copied(), |_| {
        "here too".to_owned()
    })
    .help("add `for …`; `for any, none` says that there need not be a purpose")
}

pub(super) fn kept_for_ever(names: &[String], rules: &[&Rule], is_all: bool) -> Diagnostic {
    let message = if is_all {
        "data are collected, and no rule says how long they are kept".to_owned()
    } else {
        let verb = if names.len() == 1 { "is" } else { "are" };
        let kept = if names.len() == 1 {
            "it is"
        } else {
            "they are"
        };
        format!(
            "{} {verb} collected, and no rule says how long {kept} kept",
            and_list(names)
        )
    };
    let finding = at_first(Code::KeptForEver, rules, message);
    with_rules(finding, rules.iter().skip(1).copied(), |_| {
        "here too".to_owned()
    })
    .help("write a rule on `retain` or `erase`, or a duty such as `delete(…) within …`")
}

/// A finding at the first of some rules.
fn at_first(code: Code, rules: &[&Rule], message: String) -> Diagnostic {
    match rules.first() {
        Some(first) => Diagnostic::at(code, first.span, message),
        None => Diagnostic::without_place(code, message),
    }
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

pub(super) fn special_unguarded(names: &[String], first: &Rule, rest: &[&Rule]) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::SpecialUnguarded,
        first.span,
        format!(
            "`{}` lets special categories of data through, and no rule speaks of them",
            first.name
        ),
    )
    .because(and_list(names));
    with_rules(finding, rest.iter().copied(), |rule| format!("`{}` too", rule.name))
        .help("write `require … before … special_categories`, or take them out with `except special_categories`")
}
