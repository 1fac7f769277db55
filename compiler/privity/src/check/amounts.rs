//! Numbers with units, lengths of time and days, as numbers of an axis.

use super::diagnostics::{no_length, too_large, wrong_unit};
use super::duty::Length;
use crate::diagnostic::Report;
use crate::syntax::ast::{Duration, Number, Unit};

/// The value of a written number; one that is too large is reported.
pub(super) fn number(number: Number, report: &mut Report) -> Option<i64> {
    if number.value.is_none() {
        report.push(too_large(number.span));
    }
    number.value
}

/// A written length; one that is too large is reported.
pub(super) fn length(duration: Duration, report: &mut Report) -> Option<Length> {
    let value = number(duration.number, report)?;
    let length = Length::new(value, duration.unit);
    if length.is_none() {
        report.push(too_large(duration.span));
    }
    length
}

/// A written length as a number of another unit: exact, or reported as a mistake.
///
/// Hours, days and weeks turn into each other, and so do months and years; a month is not a number of days.
pub(super) fn in_unit(duration: Duration, unit: Unit, report: &mut Report) -> Option<i64> {
    let value = number(duration.number, report)?;
    let (have, want) = (size(duration.unit), size(unit));
    if have.family != want.family {
        report.push(wrong_unit(duration, unit));
        return None;
    }
    let Some(small) = value.checked_mul(have.parts) else {
        report.push(too_large(duration.span));
        return None;
    };
    if small % want.parts != 0 {
        report.push(no_length(duration, unit));
        return None;
    }
    Some(small / want.parts)
}

struct Size {
    family: Family,
    /// How many of the smallest unit of the family.
    parts: i64,
}

#[derive(PartialEq, Eq)]
enum Family {
    Hours,
    Months,
}

fn size(unit: Unit) -> Size {
    let (family, parts) = match unit {
        Unit::Hour => (Family::Hours, 1),
        Unit::Day => (Family::Hours, 24),
        Unit::Week => (Family::Hours, 24 * 7),
        Unit::Month => (Family::Months, 1),
        Unit::Year => (Family::Months, 12),
    };
    Size { family, parts }
}
