//! What two diagrams come to at one point: the rules by which [`Workshop`](super::apply::Workshop) combines them.

use super::store::Diagram;

/// Says what two diagrams come to, whenever it can be said without looking inside; always for two terminals.
pub(super) trait Combine {
    /// The result, or `None` when it depends on the classes.
    fn combine(&mut self, one: Diagram, other: Diagram) -> Option<Diagram>;

    /// The result if the first diagram settles it, whatever the second is.
    fn by_first(&self, _one: Diagram) -> Option<Diagram> {
        None
    }

    /// The result if the second diagram settles it, whatever the first is.
    fn by_second(&self, _other: Diagram) -> Option<Diagram> {
        None
    }
}

impl<F: FnMut(Diagram, Diagram) -> Option<Diagram>> Combine for F {
    fn combine(&mut self, one: Diagram, other: Diagram) -> Option<Diagram> {
        self(one, other)
    }
}

/// *And* or *or*: one truth decides alone, the other leaves the decision to the other side.
pub(super) struct Junction {
    deciding: Diagram,
    neutral: Diagram,
}

impl Junction {
    pub(super) const fn and() -> Self {
        Self {
            deciding: Diagram::FALSE,
            neutral: Diagram::TRUE,
        }
    }

    pub(super) const fn or() -> Self {
        Self {
            deciding: Diagram::TRUE,
            neutral: Diagram::FALSE,
        }
    }
}

impl Combine for Junction {
    fn combine(&mut self, one: Diagram, other: Diagram) -> Option<Diagram> {
        if one == self.deciding || other == self.deciding {
            Some(self.deciding)
        } else if one == self.neutral || one == other {
            Some(other)
        } else if other == self.neutral {
            Some(one)
        } else {
            None
        }
    }

    fn by_first(&self, one: Diagram) -> Option<Diagram> {
        (one == self.deciding).then_some(one)
    }

    fn by_second(&self, other: Diagram) -> Option<Diagram> {
        self.by_first(other)
    }
}

/// Where the first is true and the second is not.
pub(super) struct Without;

impl Combine for Without {
    fn combine(&mut self, one: Diagram, other: Diagram) -> Option<Diagram> {
        if one == Diagram::FALSE || other == Diagram::TRUE || one == other {
            Some(Diagram::FALSE)
        } else if other == Diagram::FALSE {
            Some(one)
        } else {
            None
        }
    }

    fn by_first(&self, one: Diagram) -> Option<Diagram> {
        (one == Diagram::FALSE).then_some(one)
    }

    fn by_second(&self, other: Diagram) -> Option<Diagram> {
        (other == Diagram::TRUE).then_some(Diagram::FALSE)
    }
}
