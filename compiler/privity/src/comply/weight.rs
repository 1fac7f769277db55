//! Which of several values makes the plainest example.

use crate::check::policy::{AxisId, AxisRole, ClassAxis, FactType, Policy};
use crate::check::values::ValueSet;

/// How far an example strays from the ordinary: steps that add up.
pub(super) type Weight = u32;

/// The plainest of some values of an axis, and how far it strays.
pub(super) fn plainest(policy: &Policy, axis: AxisId, values: &ValueSet) -> (i64, Weight) {
    let first = values.first().unwrap_or_default();
    if let Some(default) = policy.defaults.get(axis.index()).and_then(Option::as_ref) {
        let usual = default.intersection(values);
        // A default that names a whole list, such as every purpose, says nothing of what is usual.
        return match usual.first() {
            Some(usual) => (usual, 0),
            None => (first, 2),
        };
    }
    match &policy.axes.at(axis).role {
        AxisRole::Class(class) => of_class(policy, *class, values),
        AxisRole::Fact(fact) => {
            let fact = policy.facts.at(*fact);
            match fact.ty {
                // What somebody vouches for is the case the rule was written for; what the law says is the exception.
                FactType::Flag => {
                    let usual = i64::from(fact.asserted);
                    if values.contains(usual) {
                        (usual, 0)
                    } else {
                        (first, 1)
                    }
                }
                // Just below a limit says more than nought.
                FactType::Number(_) | FactType::Duration => {
                    let start = *policy.axes.at(axis).domain.start();
                    match values.intervals().first() {
                        Some(&(low, high))
                            if low == start && high < *policy.axes.at(axis).domain.end() =>
                        {
                            (high, 0)
                        }
                        _ => (first, 0),
                    }
                }
                _ => (first, 0),
            }
        }
        AxisRole::Element(..) => (first, u32::from(first != 0)),
        _ => (first, 0),
    }
}

fn of_class(policy: &Policy, class: ClassAxis, values: &ValueSet) -> (i64, Weight) {
    let first = values.first().unwrap_or_default();
    let none = *policy.class_axis(class).domain.end();
    match class {
        ClassAxis::Date => (first, 0),
        // The fewer words the better.
        ClassAxis::Recipient | ClassAxis::Source => {
            if values.contains(none) {
                (none, 0)
            } else {
                (first, 1)
            }
        }
        ClassAxis::Origin | ClassAxis::Destination => {
            let home = policy.borders.as_home.intersection(values);
            match home.first() {
                Some(home) => (home, 0),
                None => (first, 1),
            }
        }
        _ => {
            let says_little =
                |value: i64| (class.has_none() && value == none) || is_rest(policy, class, value);
            let mut looked_at = values.iter().take(MOST_LOOKS);
            let named = looked_at.find(|&value| !says_little(value));
            match named {
                Some(named) => (named, 0),
                None => (first, 1),
            }
        }
    }
}

/// How many values are looked through for one with a name of its own.
const MOST_LOOKS: usize = 64;

/// Whether a value is what is left of an open node.
fn is_rest(policy: &Policy, class: ClassAxis, value: i64) -> bool {
    policy.value_name(class.id(), value).ends_with(".other")
}
