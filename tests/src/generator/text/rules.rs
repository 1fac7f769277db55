//! Rules as text: one for what is done, one for rights and one for events, since no text speaks of them at once.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use privity::check::dates::{FIRST_DAY, LAST_DAY};
use privity::check::policy::{ClassAxis, Condition, Effect, Kind, Layer, Policy, Rule, RuleId};
use privity::check::values::ValueSet;

use super::conditions::{class_names, condition};
use super::{names, of_kind, since_until};

/// A part of a rule that one text rule can say.
struct Part {
    name: String,
    actions: String,
    is_response: bool,
    /// What must be said of the action besides.
    narrowed: Option<String>,
}

/// The text of a rule, in up to three parts.
pub(super) fn rule(policy: &Policy, id: RuleId) -> String {
    let rule = policy.rules.at(id);
    let mut text = String::new();
    for part in parts(policy, rule) {
        print_part(policy, rule, &part, &mut text);
    }
    text
}

fn parts(policy: &Policy, rule: &Rule) -> Vec<Part> {
    let spoken = actions_of(rule);
    let of = |kind: Kind| of_kind(policy, ClassAxis::Action, kind, spoken);
    let mut parts = Vec::new();
    let processing = of(Kind::Action);
    if !processing.is_empty() {
        let listed = names(policy, Kind::Action, &processing).join(", ");
        let is_all =
            u64::try_from(policy.taxonomies.atom_count(Kind::Action)) == Ok(processing.len());
        let (actions, narrowed) = match rule.layer {
            Layer::Transfer if is_all => ("transfer".to_owned(), None),
            Layer::Transfer => ("transfer".to_owned(), Some(format!("action is ({listed})"))),
            Layer::Base if is_all => ("any".to_owned(), None),
            Layer::Base => (listed, None),
        };
        parts.push(Part {
            name: rule.name.clone(),
            actions,
            is_response: false,
            narrowed,
        });
    }
    if rule.layer == Layer::Base {
        for (kind, word) in [(Kind::Right, "answer"), (Kind::Event, "handle")] {
            let asked = of(kind);
            if !asked.is_empty() {
                parts.push(Part {
                    name: format!("{}_{word}", rule.name),
                    actions: format!("{word} {}", names(policy, kind, &asked).join(", ")),
                    is_response: true,
                    narrowed: None,
                });
            }
        }
    }
    parts
}

/// The values of the action axis that the region names first.
fn actions_of(rule: &Rule) -> &ValueSet {
    static NOTHING: ValueSet = ValueSet::empty();
    region_parts(rule)
        .iter()
        .find_map(|part| match part {
            Condition::Test(axis, set) if *axis == ClassAxis::Action.id() => Some(set),
            _ => None,
        })
        .unwrap_or(&NOTHING)
}

fn region_parts(rule: &Rule) -> &[Condition] {
    match &rule.region {
        Condition::All(parts) => parts,
        other => std::slice::from_ref(other),
    }
}

fn print_part(policy: &Policy, rule: &Rule, part: &Part, text: &mut String) {
    let mut clauses = String::new();
    let mut data = String::new();
    // A clause stands once in a rule; what comes again is said as a condition.
    let mut used = BTreeSet::new();
    let mut done_action = false;
    for test in region_parts(rule) {
        match test {
            Condition::Test(axis, _) if *axis == ClassAxis::Action.id() && !done_action => {
                done_action = true;
            }
            Condition::Test(axis, set) => {
                let class = ClassAxis::ALL.into_iter().find(|class| class.id() == *axis);
                let clause = class
                    .and_then(|class| clause(policy, class, set))
                    .filter(|(word, _)| used.insert(*word));
                match clause {
                    Some(("data", set)) if !part.is_response && data.is_empty() => {
                        data = format!(" {set}");
                    }
                    Some((word, set)) if word != "data" => {
                        let _ = writeln!(clauses, "  {word} {set}");
                    }
                    None if class == Some(ClassAxis::Date) && is_one_stretch(set) => {
                        for &(low, high) in set.intervals() {
                            clauses.push_str(&since_until(low..=high));
                        }
                    }
                    _ => {
                        let _ = writeln!(clauses, "  when {}", condition(policy, test));
                    }
                }
            }
            Condition::Not(inner) => {
                let _ = writeln!(clauses, "  unless {}", condition(policy, inner));
            }
            other => {
                let _ = writeln!(clauses, "  when {}", condition(policy, other));
            }
        }
    }
    if let Some(narrowed) = &part.narrowed {
        let _ = writeln!(clauses, "  when {narrowed}");
    }
    let duties: Vec<String> = rule
        .obligations
        .iter()
        .map(|duty| policy.obligations.at(*duty).to_string())
        .collect();
    let target = format!("{}{data}", part.actions);
    let _ = writeln!(text, "rule {}", part.name);
    let _ = match rule.effect {
        Effect::Permit => writeln!(text, "permit {target}"),
        Effect::Forbid => writeln!(text, "forbid {target}"),
        Effect::Exclude => writeln!(text, "exclude {target}"),
        Effect::Require => {
            writeln!(
                text,
                "require {} before {target}",
                condition(policy, &rule.requirement)
            )
        }
        Effect::Oblige => writeln!(text, "oblige {} whenever {target}", duties.join(", ")),
    };
    text.push_str(&clauses);
    if rule.effect == Effect::Permit {
        for duty in &duties {
            let _ = writeln!(text, "  must {duty}");
        }
        let lifted: Vec<String> = rule
            .lifts
            .iter()
            .flat_map(|&id| parts(policy, policy.rules.at(id)))
            .map(|part| part.name)
            .collect();
        if !lifted.is_empty() {
            let _ = writeln!(text, "  overrides {}", lifted.join(", "));
        }
    }
}

fn is_one_stretch(days: &ValueSet) -> bool {
    let ends = [FIRST_DAY, LAST_DAY];
    matches!(days.intervals(), [(low, high)] if ends.contains(low) || ends.contains(high))
}

/// The clause for a set on a class axis; `None` when only a condition can say it.
fn clause(policy: &Policy, class: ClassAxis, set: &ValueSet) -> Option<(&'static str, String)> {
    let word = match class {
        ClassAxis::Data => "data",
        ClassAxis::Purpose => "for",
        ClassAxis::Recipient => "to",
        ClassAxis::Subject => "about",
        ClassAxis::Actor => "by",
        ClassAxis::Destination => "in",
        ClassAxis::Origin | ClassAxis::Source => "from",
        _ => return None,
    };
    let domain = &policy.class_axis(class).domain;
    let none = *domain.end();
    let atoms = if class.has_none() {
        ValueSet::range(0, none - 1)
    } else {
        ValueSet::range(0, none)
    };
    let missing = set.complement(domain).intersection(&atoms);
    let follows_home = matches!(class, ClassAxis::Origin | ClassAxis::Destination);
    let includes_none = class.has_none() && set.contains(none);
    let kind = class.kind()?;
    if set.is_empty() {
        return None;
    }
    // What is missing is named where that is shorter, except for places: those wherever somebody is at home are in both.
    if missing.len() <= 1 && !follows_home && !includes_none {
        let except = names(policy, kind, &missing);
        return Some((
            word,
            match except.as_slice() {
                [] => "any".to_owned(),
                some => format!("any except {}", some.join(", ")),
            },
        ));
    }
    Some((word, class_names(policy, class, set).join(", ")))
}
