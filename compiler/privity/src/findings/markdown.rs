//! The report for people: what was recorded and how each was found, then what only the compiler found, then what nobody settled.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::evidence::Evidence;
use super::matching::matched;
use super::places::Places;
use super::{Found, Subject};
use crate::check::policy::{
    AxisRole, Fact, FactId, Policy, RecordedFinding, Rule, Settled, SettledBy,
};
use crate::diagnostic::{Code, Severity};

/// The report on a policy as Markdown. `also` is another policy on the same text, for instance an earlier one: what the compiler finds
/// there counts as evidence too.
#[must_use]
pub fn report(found: Found<'_>, also: Option<Found<'_>>) -> String {
    let subject = Subject::new(found);
    let other = also.map(Subject::new);
    let mut text = String::new();
    head(&mut text, &subject, other.as_ref());
    let used = recorded(&mut text, &subject, other.as_ref());
    unrecorded(&mut text, &subject.evidence, &used);
    open_points(&mut text, &subject);
    text
}

fn head(text: &mut String, subject: &Subject<'_>, other: Option<&Subject<'_>>) {
    let title = title(subject.policy);
    let _ = writeln!(text, "# What was found in \u{201c}{title}\u{201d}\n");
    let _ = writeln!(
        text,
        "Written by `privity findings`. Nothing here is legal advice.\n"
    );
    let recorded = &subject.policy.recorded;
    let here = count_with_evidence(recorded, subject);
    let _ = writeln!(text, "- {} findings are recorded.", recorded.len());
    let _ = writeln!(text, "- {here} of them the compiler finds in these rules.");
    if let Some(other) = other {
        let there = count_with_evidence(recorded, other);
        let _ = writeln!(
            text,
            "- {there} of them the compiler finds in \u{201c}{}\u{201d}.",
            self::title(other.policy)
        );
    }
    let _ = writeln!(text);
}

/// How many recorded findings the compiler finds: at their places, or among the words that no rule settles.
fn count_with_evidence(recorded: &[RecordedFinding], subject: &Subject<'_>) -> usize {
    let listed = |finding: &RecordedFinding| {
        finding
            .settled
            .iter()
            .any(|settled| is_left_open(settled, subject))
    };
    matched(recorded, &subject.evidence)
        .iter()
        .zip(recorded)
        .filter(|(found, finding)| !found.is_empty() || listed(finding))
        .count()
}

/// Whether a declaration is one of those that the compiler lists because nothing settles them.
fn is_left_open(settled: &Settled, subject: &Subject<'_>) -> bool {
    let name = &settled.name;
    match settled.by {
        SettledBy::Condition => {
            let facts = &subject.policy.facts;
            facts
                .iter()
                .any(|fact| fact.name == *name && (fact.asserted || fact.from_law))
        }
        SettledBy::Period => is_unstated(subject, name),
        _ => false,
    }
}

fn is_unstated(subject: &Subject<'_>, name: &str) -> bool {
    let mut periods = subject.world.periods.iter();
    periods.any(|period| period.item.name.text == name && period.item.length.is_none())
}

fn title(policy: &Policy) -> &str {
    let header = &policy.header;
    header.title.as_deref().unwrap_or(&header.name)
}

/// The recorded findings. Gives which pieces of evidence they use.
fn recorded(text: &mut String, subject: &Subject<'_>, other: Option<&Subject<'_>>) -> Vec<bool> {
    let recorded = &subject.policy.recorded;
    let here = matched(recorded, &subject.evidence);
    let there = other.map(|other| (other, matched(recorded, &other.evidence)));
    let places = Places::of(&subject.world, subject.policy);
    let mut used = vec![false; subject.evidence.len()];
    if recorded.is_empty() {
        let _ = writeln!(text, "No finding is recorded.\n");
    }
    for (at, finding) in recorded.iter().enumerate() {
        let _ = writeln!(text, "## {}\n", finding.id);
        if let Some(what) = &finding.what {
            let _ = writeln!(text, "{what}\n");
        }
        for citation in &finding.citations {
            let _ = writeln!(text, "- text: {citation}");
        }
        let mut found_by_compiler = false;
        for &position in here.get(at).into_iter().flatten() {
            if let Some(evidence) = subject.evidence.get(position) {
                found_by_compiler = true;
                mark(&mut used, position);
                let _ = writeln!(text, "- found here: {}", shown(evidence));
            }
        }
        if let Some((other, there)) = &there {
            for &position in there.get(at).into_iter().flatten() {
                if let Some(evidence) = other.evidence.get(position) {
                    found_by_compiler = true;
                    let title = title(other.policy);
                    let _ = writeln!(
                        text,
                        "- found in \u{201c}{title}\u{201d}: {}",
                        shown(evidence)
                    );
                }
            }
        }
        for settled in &finding.settled {
            let _ = writeln!(text, "- {}", settled_text(settled, subject, &places));
        }
        for note in &finding.notes {
            let _ = writeln!(text, "- note: {note}");
        }
        if !found_by_compiler && finding.settled.is_empty() {
            let _ = writeln!(text, "- recorded by the authors; no analysis finds it");
        }
        let _ = writeln!(text);
    }
    used
}

fn mark(used: &mut [bool], position: usize) {
    if let Some(used) = used.get_mut(position) {
        *used = true;
    }
}

/// `P0401 (title) at a, b: message`
fn shown(evidence: &Evidence) -> String {
    let items: Vec<String> = evidence
        .items
        .iter()
        .map(|item| format!("`{item}`"))
        .collect();
    let at = if items.is_empty() {
        String::new()
    } else {
        format!(" at {}", items.join(", "))
    };
    format!("{}{at}: {}", evidence.code.as_str(), evidence.message)
}

fn settled_text(settled: &Settled, subject: &Subject<'_>, places: &Places) -> String {
    let name = &settled.name;
    let policy = subject.policy;
    let fact = policy.facts.iter().find(|fact| fact.name == *name);
    let what = match (settled.by, fact) {
        (SettledBy::Condition, Some(fact)) => fact_text(fact),
        (SettledBy::Period, _) => period_text(subject, name),
        (SettledBy::Rule, _) => format!("settled by the rule `{name}`"),
        (SettledBy::Section, _) => format!("settled by the section `{name}`"),
        (SettledBy::Condition, None) => format!("settled by the condition `{name}`"),
        (SettledBy::Text, _) => format!("recorded as the text `{name}`"),
        (SettledBy::Word(kind), _) => format!("settled by the {} `{name}`", kind.word()),
    };
    let cites: Vec<String> = places
        .named(name)
        .flat_map(|place| place.cites.iter().cloned())
        .collect();
    if cites.is_empty() {
        what
    } else {
        format!("{what} ({})", cites.join(", "))
    }
}

fn fact_text(fact: &Fact) -> String {
    let name = &fact.name;
    if fact.asserted {
        format!("left to whoever vouches for `{name}`; unknown counts as no (P0430)")
    } else if fact.from_law {
        format!("left to what the law says: `{name}`; unknown counts as no (P0432)")
    } else {
        format!("depends on the fact `{name}`")
    }
}

fn period_text(subject: &Subject<'_>, name: &str) -> String {
    if is_unstated(subject, name) {
        format!("the text gives no number: period `{name}` (P0431)")
    } else {
        format!("settled by the period `{name}`")
    }
}

/// What the compiler found and nobody recorded, one line for each.
fn unrecorded(text: &mut String, evidence: &[Evidence], used: &[bool]) {
    let mut by_code: BTreeMap<(Severity, Code), Vec<&Evidence>> = BTreeMap::new();
    for (evidence, used) in evidence.iter().zip(used) {
        if !used {
            let key = (evidence.severity, evidence.code);
            by_code.entry(key).or_default().push(evidence);
        }
    }
    let _ = writeln!(text, "## Found by the compiler, and not recorded\n");
    if by_code.is_empty() {
        let _ = writeln!(text, "Nothing.\n");
        return;
    }
    for ((_, code), found) in by_code {
        let _ = writeln!(text, "{}: {}\n", code.as_str(), code.title());
        for evidence in found {
            let _ = writeln!(text, "- {}", shown(evidence));
        }
        let _ = writeln!(text);
    }
}

/// What no rule settles: lists without an end.
fn open_points(text: &mut String, subject: &Subject<'_>) {
    let policy = subject.policy;
    let facts = |sort: fn(&Fact) -> bool| {
        let found = policy.facts.entries().filter(move |(_, fact)| sort(fact));
        found
            .filter_map(|(id, fact)| {
                let rules = rules_on(policy, id);
                (!rules.is_empty()).then(|| format!("`{}`: {}", fact.name, rules.join(", ")))
            })
            .collect::<Vec<_>>()
    };
    list(
        text,
        "What somebody must vouch for, and the rules that rest on it",
        &facts(|fact| fact.asserted),
    );
    list(
        text,
        "What the law must say, and the rules that rest on it",
        &facts(|fact| fact.from_law),
    );
    let unstated: Vec<String> = subject
        .world
        .periods
        .iter()
        .filter(|period| period.item.length.is_none())
        .map(|period| format!("`{}`", period.item.name.text))
        .collect();
    list(text, "Times without a number", &unstated);
    let readings: Vec<String> = policy
        .facts
        .iter()
        .filter_map(super::readings::reading_text)
        .collect();
    list(text, "What can be read in several ways", &readings);
}

fn list(text: &mut String, title: &str, lines: &[String]) {
    let _ = writeln!(text, "## {title}\n");
    if lines.is_empty() {
        let _ = writeln!(text, "Nothing.");
    }
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
    let _ = writeln!(text);
}

/// The rules that test a fact, in backticks.
fn rules_on(policy: &Policy, fact: FactId) -> Vec<String> {
    let mut names: Vec<String> = policy
        .rules
        .iter()
        .filter(|rule| tests(policy, rule, fact))
        .map(|rule| format!("`{}`", rule.name))
        .collect();
    names.dedup();
    names
}

fn tests(policy: &Policy, rule: &Rule, fact: FactId) -> bool {
    let mut found = false;
    for condition in [&rule.region, &rule.requirement] {
        condition.for_each_test(&mut |axis, _| {
            found |= match policy.axes.at(axis).role {
                AxisRole::Fact(tested) | AxisRole::Element(tested, _) => tested == fact,
                AxisRole::Class(_) | AxisRole::Kept(_) => false,
            };
        });
    }
    found
}
