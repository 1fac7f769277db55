//! Which search makes a finding, so that one that was not made is known to be absent only where its search ran to its end.

use std::collections::BTreeSet;

use crate::diagnostic::Code;

/// A part of the compiler that looks for findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Search {
    /// Reading, names, and each rule for itself.
    Words,
    /// Rules beside each other, over all requests.
    Rules,
    /// Assertions.
    Assertions,
    /// The laws that the policy says it complies with.
    Laws,
    /// The tests that the policy carries.
    Tests,
    /// The text that the policy cites.
    Text,
}

impl Search {
    /// The search that makes the findings of a code.
    #[must_use]
    pub fn of(code: Code) -> Self {
        match code {
            Code::WiderThanItsNeighbours | Code::NotProtective => return Self::Rules,
            Code::NotCompared
            | Code::ForbiddenByLaw
            | Code::DutyMissing
            | Code::Unanswered
            | Code::NothingCompared => return Self::Laws,
            Code::TestFailed => return Self::Tests,
            _ => {}
        }
        match code.number() {
            30..40 | 350..500 => Self::Rules,
            600..700 => Self::Assertions,
            700..800 => Self::Text,
            _ => Self::Words,
        }
    }
}

/// The searches that ran to their end.
pub type Searched = BTreeSet<Search>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_belongs_to_the_search_that_makes_it() {
        for (code, search) in [
            (Code::UnusedImport, Search::Words),
            (Code::UnusedWaiver, Search::Words),
            (Code::WiderThanItsNeighbours, Search::Rules),
            (Code::Contradiction, Search::Rules),
            (Code::OpenLists, Search::Rules),
            (Code::SupplyHole, Search::Words),
            (Code::DutyMissing, Search::Laws),
            (Code::TestFailed, Search::Tests),
            (Code::AssertionFailed, Search::Assertions),
            (Code::Uncited, Search::Text),
            (Code::WordsGone, Search::Text),
        ] {
            assert_eq!(Search::of(code), search, "{}", code.as_str());
        }
    }
}
