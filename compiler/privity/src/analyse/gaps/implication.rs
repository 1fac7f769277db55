//! Whether one condition surely implies another: by their shape, so that a no means *not seen* rather than *not so*.

use std::collections::BTreeMap;

use crate::check::policy::{AxisId, Condition};
use crate::check::values::ValueSet;

/// Whether everything in `narrow` is in `wide`, as far as their parts show.
pub(super) fn implies(narrow: &Condition, wide: &Condition) -> bool {
    if narrow == wide {
        return true;
    }
    if let Condition::Any(parts) = narrow {
        return parts.iter().all(|part| implies(part, wide));
    }
    match wide {
        Condition::All(parts) => parts.iter().all(|part| implies(narrow, part)),
        Condition::Any(parts) => parts.iter().any(|part| implies(narrow, part)),
        Condition::Test(axis, set) => known(narrow)
            .get(axis)
            .is_some_and(|values| values.is_subset(set)),
        Condition::Not(inner) => match inner.as_ref() {
            Condition::Test(axis, set) if known(narrow).contains_key(axis) => known(narrow)
                .get(axis)
                .is_some_and(|values| values.intersection(set).is_empty()),
            _ => parts_of(narrow).contains(wide),
        },
    }
}

fn parts_of(condition: &Condition) -> &[Condition] {
    match condition {
        Condition::All(parts) => parts,
        part => std::slice::from_ref(part),
    }
}

/// What a condition says of each axis without an alternative.
fn known(condition: &Condition) -> BTreeMap<AxisId, ValueSet> {
    let mut known: BTreeMap<AxisId, ValueSet> = BTreeMap::new();
    for part in parts_of(condition) {
        if let Condition::Test(axis, set) = part {
            let narrowed = known
                .get(axis)
                .map_or_else(|| set.clone(), |before| before.intersection(set));
            known.insert(*axis, narrowed);
        }
    }
    known
}

#[cfg(test)]
mod tests {
    use super::implies;
    use crate::arena::Id;
    use crate::check::policy::Condition;
    use crate::check::values::ValueSet;

    fn test(axis: u32, low: i64, high: i64) -> Condition {
        Condition::Test(Id::new(axis), ValueSet::range(low, high))
    }

    #[test]
    fn a_narrower_conjunction_implies_a_wider_one() {
        let narrow = Condition::All(vec![test(0, 1, 2), test(1, 5, 5), test(2, 0, 0)]);
        let wide = Condition::All(vec![test(0, 0, 3), test(1, 4, 6)]);
        assert!(implies(&narrow, &wide));
        assert!(!implies(&wide, &narrow));
        assert!(implies(&wide, &Condition::TRUE));
    }

    #[test]
    fn alternatives_on_the_left_must_all_imply_and_on_the_right_one_is_enough() {
        let either = Condition::Any(vec![test(0, 1, 1), test(0, 3, 3)]);
        assert!(implies(&either, &test(0, 0, 4)));
        assert!(!implies(&either, &test(0, 0, 2)));
        assert!(implies(&test(0, 3, 3), &either));
        let outside = Condition::Not(Box::new(test(0, 5, 9)));
        assert!(implies(&test(0, 1, 2), &outside));
        assert!(!implies(&test(0, 1, 7), &outside));
    }
}
