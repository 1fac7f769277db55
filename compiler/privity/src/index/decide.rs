//! The answer to a request.

use std::collections::BTreeSet;

use super::Index;
use super::asked::{Asked, Choice};
use super::bounds::{Bounds, Open};
use super::cell::Cell;
use super::duties::duties;
use crate::check::policy::{AxisId, Policy};
use crate::request::unknowns::{DENY, Function, PERMIT, Unknowns, always, verdict};
use crate::request::work::Work;
use crate::request::{Class, Outcome, Request};

/// The deepest nesting of cells: each split settles a dimension, so only policies with more dimensions than a graph may have come close.
const DEEPEST: usize = 1_000;

/// The request stands for too many different acts to be decided exactly.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TooCoarse {
    /// What is unknown and may matter.
    pub unknown: BTreeSet<AxisId>,
}

impl TooCoarse {
    /// The answer all the same: deny if nothing is unknown that may matter, and otherwise *needs* with all of that, which may be more
    /// than what really matters.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        if self.unknown.is_empty() {
            definite(Class::Deny, BTreeSet::new())
        } else {
            Outcome::Needs(self.unknown)
        }
    }
}

/// The answer to a request: exact, or that of [`TooCoarse::outcome`] when that is too much work.
#[must_use]
pub fn decide(index: &Index, policy: &Policy, request: &Request) -> Outcome {
    decide_within(index, policy, request, &mut Work::default()).unwrap_or_else(TooCoarse::outcome)
}

/// The answer to a request.
///
/// # Errors
/// When that is too much work.
pub fn decide_within(
    index: &Index,
    policy: &Policy,
    request: &Request,
    work: &mut Work,
) -> Result<Outcome, TooCoarse> {
    if request.inconsistent.is_some() {
        return Ok(definite(Class::Deny, BTreeSet::new()));
    }
    let asked = Asked::of(index, policy, request);
    let cell = asked.cell(index);
    let mut search = Search {
        index,
        policy,
        asked: &asked,
        unknowns: Unknowns::new(Work::USUAL),
        work,
        depth: 0,
    };
    let Some(function) = search.fold(&cell) else {
        let unknown = search.unknown(&cell);
        return Err(TooCoarse { unknown });
    };
    Ok(match verdict(function) {
        Some(Class::Permit) => {
            let duties = duties(index, &asked, &cell, search.work);
            definite(Class::Permit, duties)
        }
        Some(class) => definite(class, BTreeSet::new()),
        None => Outcome::Needs(
            search
                .unknowns
                .levels(function)
                .into_iter()
                .map(|level| asked.axis(index, level))
                .collect(),
        ),
    })
}

fn definite(class: Class, duties: BTreeSet<crate::check::duty::ObligationId>) -> Outcome {
    Outcome::Definite { class, duties }
}

struct Search<'a> {
    index: &'a Index,
    policy: &'a Policy,
    asked: &'a Asked,
    unknowns: Unknowns,
    work: &'a mut Work,
    depth: usize,
}

impl Search<'_> {
    /// The verdict of a cell as a function of what is unknown; `None` when the budget is spent.
    fn fold(&mut self, cell: &Cell) -> Option<Function> {
        self.work.spend(Work::CELL)?;
        let bounds = Bounds::of(self.index, self.policy, cell);
        if let Some(class) = bounds.verdict() {
            return Some(always(class));
        }
        let open = bounds.open(self.index, cell);
        let choices = self.asked.choices(self.index, cell, &open);
        self.depth += 1;
        let function = if self.depth > DEEPEST {
            None
        } else if let Some(choice) = self.best_bundle(cell, &open, &choices) {
            self.all(cell, &open, choice)
        } else {
            // Lower levels stay settled below, so the levels of the diagram rise.
            choices
                .first()
                .and_then(|&choice| self.one(cell, &open, choice))
        };
        self.depth -= 1;
        function
    }

    /// The worst of all parts of a cell.
    fn all(&mut self, cell: &Cell, open: &Open<'_>, choice: Choice) -> Option<Function> {
        let mut worst = PERMIT;
        for part in self.asked.split(self.index, cell, open, choice) {
            let function = self.fold(&part.cell)?;
            worst = self.unknowns.meet(worst, function)?;
            if worst == DENY {
                break;
            }
        }
        Some(worst)
    }

    /// One of the parts of a cell, unknown which.
    fn one(&mut self, cell: &Cell, open: &Open<'_>, choice: Choice) -> Option<Function> {
        let mut arms = vec![PERMIT; self.asked.width(choice)];
        for part in self.asked.split(self.index, cell, open, choice) {
            let function = self.fold(&part.cell)?;
            for position in part.positions {
                if let Some(arm) = arms.get_mut(position) {
                    *arm = function;
                }
            }
        }
        Some(self.unknowns.make(self.asked.level(choice), arms))
    }

    /// The bundle to split first: all of it counts whatever is unknown, so the few cells that are left ask fewer questions. The one that most
    /// open rules test settles most.
    fn best_bundle(&self, cell: &Cell, open: &Open<'_>, choices: &[Choice]) -> Option<Choice> {
        choices
            .iter()
            .copied()
            .filter(|&choice| self.asked.is_bundle(choice, cell))
            .min_by_key(|&choice| {
                let testing = open.rules_testing(self.index, self.asked, choice);
                (std::cmp::Reverse(testing), self.asked.level(choice))
            })
    }

    /// The axes of what is unknown and may matter.
    fn unknown(&self, cell: &Cell) -> BTreeSet<AxisId> {
        let bounds = Bounds::of(self.index, self.policy, cell);
        let open = bounds.open(self.index, cell);
        self.asked
            .choices(self.index, cell, &open)
            .into_iter()
            .filter(|&choice| !self.asked.is_bundle(choice, cell))
            .map(|choice| self.asked.axis(self.index, self.asked.level(choice)))
            .collect()
    }
}
