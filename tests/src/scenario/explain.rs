//! Which rules decide a scenario: at the atom that has the verdict of the whole.

use privity::check::policy::{Policy, RuleId};
use privity::evaluate::Oracle;
use privity::request::{Reason, Request};

/// At most so many atoms are looked at.
const ATOMS: usize = 4096;

/// The rules that decide the worst atom of the request, in a few words.
#[must_use]
pub fn explain(policy: &Policy, request: &Request) -> String {
    let oracle = Oracle::new(policy);
    let mut atoms: Vec<Vec<i64>> = vec![Vec::new()];
    for ask in &request.asks {
        let room = (ATOMS / atoms.len()).max(1);
        let values: Vec<i64> = ask.values().iter().take(room).collect();
        atoms = atoms
            .iter()
            .flat_map(|atom| {
                values.iter().map(|value| {
                    let mut longer = atom.clone();
                    longer.push(*value);
                    longer
                })
            })
            .collect();
    }
    let worst = atoms.iter().min_by_key(|atom| oracle.verdict(atom).class);
    match worst {
        Some(atom) => words(policy, &oracle.reason(atom)),
        None => String::new(),
    }
}

fn words(policy: &Policy, reason: &Reason) -> String {
    let rules = |rules: &[RuleId]| {
        let names = rules
            .iter()
            .map(|&rule| policy.rules.at(rule).name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    match reason {
        Reason::Permitted { permits, obliges } if obliges.is_empty() => {
            format!("permitted by {}", rules(permits))
        }
        Reason::Permitted { permits, obliges } => {
            format!(
                "permitted by {}; duties by {}",
                rules(permits),
                rules(obliges)
            )
        }
        Reason::Guarded(guards) => format!("guarded by {}", rules(guards)),
        Reason::NoPermit(layer) => format!("no permit ({layer:?} layer)").to_lowercase(),
        Reason::ResponseByDefault => "a response without a rule".to_owned(),
        Reason::DutyConflict(_) => "duties that cannot be kept together".to_owned(),
        Reason::OutOfScope(rules_out) if rules_out.is_empty() => {
            "outside the life of the policy".to_owned()
        }
        Reason::OutOfScope(rules_out) => format!("excluded by {}", rules(rules_out)),
        Reason::Inconsistent(why) => format!("inconsistent: {why}"),
    }
}
