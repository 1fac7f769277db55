//! The rules of a policy by the data that they can be about, so that its oracle is asked about few of them.

use crate::check::policy::{ClassAxis, Condition, Policy, RuleId};
use crate::check::values::ValueSet;

/// A rule that can be about more kinds of data than this is looked at whatever the data are.
const MOST_LISTED: u64 = 64;

/// The rules by data.
pub(super) struct ByData {
    /// For every value of the data axis the rules that can hold there, in order.
    listed: Vec<Vec<RuleId>>,
    /// The rules that can hold for many kinds of data, or for all.
    everywhere: Vec<RuleId>,
}

impl ByData {
    /// The rules of a policy.
    pub(super) fn of(policy: &Policy) -> Self {
        let last = *policy.class_axis(ClassAxis::Data).domain.end();
        let count = usize::try_from(last).map_or(0, |last| last + 1);
        let mut found = Self {
            listed: vec![Vec::new(); count],
            everywhere: Vec::new(),
        };
        for (id, rule) in policy.rules.entries() {
            match data(&rule.region) {
                Some(data) if data.len() <= MOST_LISTED => {
                    for value in data.iter() {
                        let at = usize::try_from(value).ok();
                        if let Some(rules) = at.and_then(|at| found.listed.get_mut(at)) {
                            rules.push(id);
                        }
                    }
                }
                _ => found.everywhere.push(id),
            }
        }
        found
    }

    /// The rules that can hold at an atom, in order, and some that cannot.
    pub(super) fn at(&self, atom: &[i64]) -> Vec<RuleId> {
        let data = atom.get(ClassAxis::Data.id().index()).copied();
        let data = data.and_then(|data| usize::try_from(data).ok());
        let listed = data.and_then(|data| self.listed.get(data));
        let mut rules = self.everywhere.clone();
        rules.extend(listed.into_iter().flatten());
        rules.sort_unstable();
        rules
    }
}

/// The data outside which a condition certainly does not hold; `None` when nothing is known.
fn data(condition: &Condition) -> Option<ValueSet> {
    match condition {
        Condition::Test(axis, set) => (*axis == ClassAxis::Data.id()).then(|| set.clone()),
        Condition::All(parts) => {
            let sets = parts.iter().filter_map(data);
            sets.reduce(|one, other| one.intersection(&other))
        }
        Condition::Any(_) | Condition::Not(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::ByData;
    use crate::check::policy::ClassAxis;
    use crate::check::tests::check_text;
    use crate::evaluate::Oracle;

    #[test]
    fn rules_by_data_give_the_reason_that_all_rules_give() {
        let policy = check_text(
            "policy shop by us
action { use share } data { contact { name phone } health { pulse sleep } } purpose { service }
party { us role controller } place { DE } right { access } event { breach }
fact agreed is flag
permit use name when agreed
permit use contact, health
forbid use pulse unless agreed
permit share
exclude use sleep when not agreed
grant access",
        )
        .clean()
        .policy;
        let (oracle, by_data) = (Oracle::new(&policy), ByData::of(&policy));
        let mut fewer = 0;
        let axis = |class: ClassAxis| policy.class_axis(class).domain.clone();
        let facts: Vec<_> = policy.facts.iter().flat_map(|fact| &fact.axes).collect();
        for action in axis(ClassAxis::Action) {
            for data in axis(ClassAxis::Data) {
                for agreed in 0..=1 {
                    let axes = policy.axes.iter();
                    let mut atom: Vec<i64> = axes.map(|axis| *axis.domain.start()).collect();
                    atom[ClassAxis::Action.id().index()] = action;
                    atom[ClassAxis::Data.id().index()] = data;
                    for axis in &facts {
                        atom[axis.index()] = agreed;
                    }
                    let near = by_data.at(&atom);
                    assert_eq!(oracle.reason_by(&atom, &near), oracle.reason(&atom));
                    assert_eq!(oracle.verdict_by(&atom, &near), oracle.verdict(&atom));
                    fewer += usize::from(near.len() < policy.rules.len());
                }
            }
        }
        assert!(fewer > 0, "some rule is left out somewhere");
    }
}
