//! The first atom of a request that has the deciding verdict.

use super::Index;
use super::asked::Asked;
use super::bounds::Bounds;
use super::cell::Cell;
use crate::check::policy::{ClassAxis, Policy};
use crate::request::work::Work;
use crate::request::{Class, Request};

/// The first atom of a request that has this verdict: one value per axis of the policy.
///
/// First means: with the smallest value on the first dimension, then on the second and so on; on an axis that does not matter, the
/// smallest value of the request. `None` when there is none, when the request contradicts itself, and when finding it is too much work.
#[must_use]
pub fn first_atom(
    index: &Index,
    policy: &Policy,
    request: &Request,
    class: Class,
    work: &mut Work,
) -> Option<Vec<i64>> {
    if request.inconsistent.is_some() {
        return None;
    }
    let asked = Asked::of(index, policy, request);
    let mut search = Search {
        index,
        policy,
        asked: &asked,
        class,
        work,
    };
    let mut chosen = vec![None; request.asks.len()];
    if !search.find(&asked.cell(index), &mut chosen) {
        return None;
    }
    let mut atom: Vec<i64> = chosen
        .iter()
        .zip(&request.asks)
        .map(|(chosen, ask)| chosen.or(ask.values().first()).unwrap_or_default())
        .collect();
    let destination = ClassAxis::Destination.id().index();
    if request.implied_destination
        && chosen.get(destination) == Some(&None)
        && let Some(seat) = first_seat(policy, &atom)
        && let Some(slot) = atom.get_mut(destination)
    {
        *slot = seat;
    }
    Some(atom)
}

struct Search<'a> {
    index: &'a Index,
    policy: &'a Policy,
    asked: &'a Asked,
    class: Class,
    work: &'a mut Work,
}

impl Search<'_> {
    /// Whether an atom of the cell has the verdict; then the values that lead there are set.
    fn find(&mut self, cell: &Cell, chosen: &mut [Option<i64>]) -> bool {
        if self.work.spend(Work::CELL).is_none() {
            return false;
        }
        let bounds = Bounds::of(self.index, self.policy, cell);
        if !bounds.is_possible(self.class) {
            return false;
        }
        if bounds.verdict() == Some(self.class) {
            return true;
        }
        let open = bounds.open(self.index, cell);
        let choices = self.asked.choices(self.index, cell, &open);
        let Some(&choice) = choices.first() else {
            return false;
        };
        let mut parts = self.asked.split(self.index, cell, &open, choice);
        parts.sort_by_key(|part| part.value);
        for part in &parts {
            if self.find(&part.cell, chosen) {
                let axis = self.asked.axis(self.index, self.asked.level(choice));
                if let Some(slot) = chosen.get_mut(axis.index()) {
                    *slot = Some(part.value);
                }
                return true;
            }
        }
        false
    }
}

/// The first place in which the recipient of an atom sits.
fn first_seat(policy: &Policy, atom: &[i64]) -> Option<i64> {
    let recipient = atom.get(ClassAxis::Recipient.id().index())?;
    let sits = policy.sits_in.get(usize::try_from(*recipient).ok()?)?;
    sits.as_ref()?.first()
}
