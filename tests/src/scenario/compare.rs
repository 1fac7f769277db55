//! Whether an answer is one of those that a scenario accepts.

use std::collections::BTreeSet;
use std::fmt::{Display, Formatter, Result};

use privity::request::Class;

use super::decide::Got;
use super::{Answer, Decision, Scenario};

/// Whether the answer is right: decision and duties exactly, in a contested scenario under any of its readings.
#[must_use]
pub fn is_right(scenario: &Scenario, got: &Got) -> bool {
    let readings: &[Answer] = if scenario.contested {
        &scenario.readings
    } else {
        &[]
    };
    std::iter::once(&scenario.expected)
        .chain(readings)
        .any(|answer| matches(answer, got))
}

fn matches(answer: &Answer, got: &Got) -> bool {
    let Got::Verdict(class, duties) = got else {
        return false;
    };
    if !answer.applicable {
        return matches!(class, Class::NotApplicable | Class::Deny);
    }
    let wanted: BTreeSet<String> = answer.obligations.iter().cloned().collect();
    match answer.decision {
        Decision::Forbid => *class == Class::Deny,
        Decision::Permit => *class == Class::Permit && duties.is_empty(),
        Decision::PermitWithObligations => {
            *class == Class::Permit && !duties.is_empty() && *duties == wanted
        }
    }
}

impl Display for Got {
    /// As scenarios write answers.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Verdict(Class::Deny, _) => f.write_str("forbid"),
            Self::Verdict(Class::NotApplicable, _) => f.write_str("not applicable"),
            Self::Verdict(Class::Permit, duties) if duties.is_empty() => f.write_str("permit"),
            Self::Verdict(Class::Permit, duties) => {
                write!(f, "permit with {}", list(duties.iter().map(String::as_str)))
            }
            Self::Needs(names) => write!(f, "needs {}", list(names.iter().map(String::as_str))),
            Self::NoAnswer(problem) => write!(f, "no answer: {problem}"),
        }
    }
}

impl Display for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mut duties: Vec<&str> = self.obligations.iter().map(String::as_str).collect();
        duties.sort_unstable();
        match self.decision {
            Decision::Permit => f.write_str("permit"),
            Decision::PermitWithObligations => write!(f, "permit with {}", list(duties)),
            Decision::Forbid if self.applicable => f.write_str("forbid"),
            Decision::Forbid => f.write_str("not applicable"),
        }
    }
}

fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().collect::<Vec<_>>().join(", ")
}
