//! The duties of a request that is permitted.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::Index;
use super::asked::Asked;
use super::bounds::Open;
use super::cell::Cell;
use super::truth::{Truth, truth};
use crate::check::duty::ObligationId;
use crate::request::work::Work;

/// All duties that come with some atom of a cell that is permitted throughout. A duty that is still open when the work is too much counts.
pub(super) fn duties(
    index: &Index,
    asked: &Asked,
    cell: &Cell,
    work: &mut Work,
) -> BTreeSet<ObligationId> {
    let mut found = BTreeSet::new();
    for (layer, crosses) in [(&index.base, false), (&index.transfer, true)] {
        let mut bringing = layer.permits.clone();
        bringing.union_with(&layer.obliges);
        for rule in bringing.ones() {
            let duties = index.rules.get(rule).map_or(&[][..], |rule| &rule.duties);
            if duties.iter().all(|duty| found.contains(duty)) {
                continue;
            }
            // One rule leaves something for the others.
            let allowed = work.left() / 8 + 100 * Work::CELL;
            let mut own = Work::new(allowed);
            let mut search = Search {
                index,
                asked,
                rule,
                lifters: lifters(index, &layer.permits, &layer.obliges, rule),
                crosses,
                work: &mut own,
            };
            let has_part = search.has_part(cell);
            let _ = work.spend(allowed - own.left());
            if has_part {
                found.extend(duties);
            }
        }
    }
    found
}

/// The permits that lift an oblige.
fn lifters(
    index: &Index,
    permits: &FixedBitSet,
    obliges: &FixedBitSet,
    rule: usize,
) -> FixedBitSet {
    let mut lifters = permits.clone();
    lifters.clear();
    if obliges.contains(rule) {
        let lifts = |permit: &usize| {
            index
                .lifts
                .get(*permit)
                .is_some_and(|lifts| lifts.contains(rule))
        };
        lifters.extend(permits.ones().filter(lifts));
    }
    lifters
}

struct Search<'a> {
    index: &'a Index,
    asked: &'a Asked,
    rule: usize,
    lifters: FixedBitSet,
    /// Whether it belongs to the transfer layer.
    crosses: bool,
    work: &'a mut Work,
}

impl Search<'_> {
    /// Whether the rule has a part in some atom of the cell.
    fn has_part(&mut self, cell: &Cell) -> bool {
        if self.work.spend(Work::CELL).is_none() {
            return true;
        }
        match self.part(cell) {
            Truth::No => false,
            Truth::Yes => true,
            Truth::Maybe => {
                let open = self.open();
                let choices = self.asked.choices(self.index, cell, &open);
                // What is open although nothing tells its atoms apart is not settled by looking on.
                let Some(&choice) = choices.first() else {
                    return true;
                };
                let parts = self.asked.split(self.index, cell, &open, choice);
                parts.iter().any(|part| self.has_part(&part.cell))
            }
        }
    }

    fn part(&self, cell: &Cell) -> Truth {
        let lifted = self.lifters.ones().fold(Truth::No, |lifted, lifter| {
            lifted.or(self.index.holds(lifter, cell))
        });
        let holds = self.index.holds(self.rule, cell).and(lifted.not());
        if !self.crosses || holds == Truth::No {
            return holds;
        }
        let bound = self.index.border.truth(cell);
        holds
            .and(bound)
            .and(truth(&self.index.responses, cell).not())
    }

    fn open(&self) -> Open<'_> {
        let mut open = Open::nothing(self.index);
        let mut rules = self.lifters.clone();
        rules.insert(self.rule);
        open.add(self.index, &rules);
        if self.crosses {
            open.cross();
            open.test(&self.index.responses);
        }
        open.finish(self.index)
    }
}
