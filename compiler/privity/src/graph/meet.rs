//! Questions about two diagrams that make no node and stop at the first answer.

use rustc_hash::FxHashSet;

use super::apply::{MOST_KEPT, Workshop};
use super::budget::OverBudget;
use super::combine::{Combine, Junction, Without};
use super::store::Diagram;

impl Workshop {
    /// Whether both are true at some point. Makes no node.
    pub(super) fn meet(&mut self, one: Diagram, other: Diagram) -> Result<bool, OverBudget> {
        self.is_somewhere_true(one, other, &mut Junction::and())
    }

    /// Whether the second is true wherever the first is. Makes no node.
    pub(super) fn implies(&mut self, one: Diagram, other: Diagram) -> Result<bool, OverBudget> {
        Ok(!self.is_somewhere_true(one, other, &mut Without)?)
    }

    /// Whether the combination of two diagrams is anything but false at some point.
    fn is_somewhere_true(
        &mut self,
        one: Diagram,
        other: Diagram,
        combine: &mut impl Combine,
    ) -> Result<bool, OverBudget> {
        let mut seen = std::mem::take(&mut self.seen);
        let mut open = std::mem::take(&mut self.open);
        let found = self.search(one, other, combine, &mut seen, &mut open);
        if seen.capacity() <= MOST_KEPT {
            seen.clear();
            self.seen = seen;
        }
        open.clear();
        self.open = open;
        found
    }

    fn search(
        &mut self,
        one: Diagram,
        other: Diagram,
        combine: &mut impl Combine,
        seen: &mut FxHashSet<(Diagram, Diagram)>,
        open: &mut Vec<(Diagram, Diagram, usize, usize)>,
    ) -> Result<bool, OverBudget> {
        // Edges are looked at one after the other, since the first that is true ends the search.
        let mut next = Some((one, other));
        loop {
            if let Some((one, other)) = next.take() {
                match combine.combine(one, other) {
                    Some(Diagram::FALSE) => {}
                    Some(_) => return Ok(true),
                    None if seen.insert((one, other)) => {
                        self.step()?;
                        open.push((one, other, 0, 0));
                    }
                    None => {}
                }
            }
            let Some((one, other, i, j)) = open.pop() else {
                return Ok(false);
            };
            let (left, right) = (self.store.dimension(one), self.store.dimension(other));
            let dimension = left.min(right);
            let a = self.edge(one, left == dimension, i);
            let b = self.edge(other, right == dimension, j);
            let (Some(a), Some(b)) = (a, b) else { continue };
            let last = if combine.by_first(a.child) == Some(Diagram::FALSE) {
                a.last
            } else if combine.by_second(b.child) == Some(Diagram::FALSE) {
                b.last
            } else {
                next = Some((a.child, b.child));
                a.last.min(b.last)
            };
            open.push((
                one,
                other,
                self.behind(one, i, a, last),
                self.behind(other, j, b, last),
            ));
        }
    }
}
