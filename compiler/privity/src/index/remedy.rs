//! What would have to change for a denied request to be permitted.

use std::collections::BTreeMap;

use super::{Index, decide_within};
use crate::check::policy::{AxisId, Policy};
use crate::check::values::ValueSet;
use crate::lower::DimensionId;
use crate::request::work::Work;
use crate::request::{Ask, Class, Outcome, Request};

/// The most changes that are tried for one request.
const MOST_TRIES: usize = 4_096;

/// The smallest changes of circumstances that would permit the whole of a denied request.
///
/// Every change sets one axis (a fact, an element of a set, or whether a duty is kept), or two where no single one helps, to any
/// value of the set given with it, in the order of the dimensions. Empty when the request is not denied, contradicts itself, or no
/// such change helps or is found before the work is too much.
#[must_use]
pub fn would_permit(
    index: &Index,
    policy: &Policy,
    request: &Request,
    work: &mut Work,
) -> Vec<Vec<(AxisId, ValueSet)>> {
    let mut tries = Tries {
        index,
        policy,
        request: request.clone(),
        left: MOST_TRIES,
        work,
    };
    if request.inconsistent.is_some() || !tries.is(Class::Deny) {
        return Vec::new();
    }
    let circumstances: Vec<DimensionId> = index
        .dimensions
        .entries()
        .filter(|(_, dimension)| policy.is_circumstance(dimension.axis))
        .map(|(id, _)| id)
        .collect();
    let single: Vec<_> = circumstances
        .iter()
        .filter_map(|&dimension| {
            let classes = tries.helpful(dimension);
            (!classes.is_empty()).then(|| vec![change(index, dimension, &classes)])
        })
        .collect();
    if !single.is_empty() {
        return single;
    }
    let mut pairs = Vec::new();
    for (at, &one) in circumstances.iter().enumerate() {
        for &other in circumstances.iter().skip(at + 1) {
            let found = tries.helpful_pairs(one, other).into_iter();
            pairs.extend(found.map(|(mine, theirs)| {
                vec![change(index, one, &mine), change(index, other, &theirs)]
            }));
        }
    }
    pairs
}

fn change(index: &Index, dimension: DimensionId, classes: &[u32]) -> (AxisId, ValueSet) {
    let dimension = index.dimensions.at(dimension);
    let all = classes.iter().map(|&class| dimension.values_of(class));
    let values = all.fold(ValueSet::empty(), |all, values| all.union(&values));
    (dimension.axis, values)
}

struct Tries<'a> {
    index: &'a Index,
    policy: &'a Policy,
    request: Request,
    left: usize,
    work: &'a mut Work,
}

impl Tries<'_> {
    fn is(&mut self, wanted: Class) -> bool {
        let found = decide_within(self.index, self.policy, &self.request, self.work);
        matches!(found, Ok(Outcome::Definite { class, .. }) if class == wanted)
    }

    /// Runs a test with one dimension set to a class.
    fn with<R>(
        &mut self,
        dimension: DimensionId,
        class: u32,
        test: impl FnOnce(&mut Self) -> R,
    ) -> Option<R> {
        let dimension = self.index.dimensions.at(dimension);
        let changed = Ask::One(ValueSet::single(dimension.first_of(class)?));
        let ask = self.request.asks.get_mut(dimension.axis.index())?;
        let before = std::mem::replace(ask, changed);
        let result = test(self);
        if let Some(ask) = self.request.asks.get_mut(dimension.axis.index()) {
            *ask = before;
        }
        Some(result)
    }

    /// The classes of a dimension that permit the request.
    fn helpful(&mut self, dimension: DimensionId) -> Vec<u32> {
        let count = self.index.dimensions.at(dimension).class_count;
        (0..count)
            .filter(|&class| {
                let Some(left) = self.left.checked_sub(1) else {
                    return false;
                };
                self.left = left;
                self.with(dimension, class, |tries| tries.is(Class::Permit)) == Some(true)
            })
            .collect()
    }

    /// The boxes of classes of two dimensions that permit the request, one for each different set on the second.
    fn helpful_pairs(&mut self, one: DimensionId, other: DimensionId) -> Vec<(Vec<u32>, Vec<u32>)> {
        let mut boxes: BTreeMap<Vec<u32>, Vec<u32>> = BTreeMap::new();
        for class in 0..self.index.dimensions.at(one).class_count {
            let helpful = self.with(one, class, |tries| tries.helpful(other));
            let helpful = helpful.unwrap_or_default();
            if !helpful.is_empty() {
                boxes.entry(helpful).or_default().push(class);
            }
        }
        boxes
            .into_iter()
            .map(|(theirs, mine)| (mine, theirs))
            .collect()
    }
}
