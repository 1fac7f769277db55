//! Lengths of time as intervals of hours, and when one is certainly no longer than another.

use super::Length;
use crate::syntax::ast::Unit;

const HOURS_A_DAY: i64 = 24;
/// After 400 years the calendar repeats: so many months, so many days.
const MONTHS_A_CYCLE: i64 = 4_800;
const DAYS_A_CYCLE: i64 = 146_097;

impl Length {
    /// No time at all: `at once`.
    pub const ZERO: Length = Length {
        min: 0,
        max: 0,
        number: 0,
        unit: Unit::Hour,
    };

    /// So many units. Hours, days and weeks are exact; months and years are as short and as long as the calendar makes them.
    ///
    /// `None` when the number is negative or the hours do not fit 64 bits.
    #[must_use]
    pub fn new(number: i64, unit: Unit) -> Option<Self> {
        let exactly = |hours: i64| Some((number.checked_mul(hours)?, number.checked_mul(hours)?));
        let (min, max) = match unit {
            _ if number < 0 => return None,
            Unit::Hour => exactly(1)?,
            Unit::Day => exactly(HOURS_A_DAY)?,
            Unit::Week => exactly(7 * HOURS_A_DAY)?,
            Unit::Month => hours_of_months(number)?,
            Unit::Year => hours_of_months(number.checked_mul(12)?)?,
        };
        Some(Self {
            min,
            max,
            number,
            unit,
        })
    }

    /// Whether it is certainly no longer than the other, whenever both begin on the same day.
    ///
    /// 30 days and 1 month compare neither way; 12 months and 1 year both ways.
    #[must_use]
    pub fn certainly_within(&self, other: &Self) -> bool {
        self.max <= other.min || (self.min, self.max) == (other.min, other.max)
    }
}

/// The fewest and the most hours that so many consecutive calendar months can have.
fn hours_of_months(months: i64) -> Option<(i64, i64)> {
    let cycles = (months / MONTHS_A_CYCLE).checked_mul(DAYS_A_CYCLE)?;
    let rest = months % MONTHS_A_CYCLE;
    let mut days: i64 = (0..rest).map(days_of_month).sum();
    let (mut min, mut max) = (days, days);
    for first in 0..MONTHS_A_CYCLE {
        days += days_of_month(first + rest) - days_of_month(first);
        min = min.min(days);
        max = max.max(days);
    }
    let hours = |days: i64| cycles.checked_add(days)?.checked_mul(HOURS_A_DAY);
    Some((hours(min)?, hours(max)?))
}

/// How many days a month has, counted from January 2000.
fn days_of_month(month: i64) -> i64 {
    let year = month / 12;
    match month % 12 {
        1 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(number: i64, unit: Unit) -> (i64, i64) {
        let length = Length::new(number, unit).unwrap();
        (length.min / HOURS_A_DAY, length.max / HOURS_A_DAY)
    }

    #[test]
    fn months_and_years_are_as_long_as_the_calendar_makes_them() {
        assert_eq!(days(1, Unit::Month), (28, 31));
        assert_eq!(days(2, Unit::Month), (59, 62));
        assert_eq!(days(12, Unit::Month), (365, 366));
        assert_eq!(days(1, Unit::Year), (365, 366));
        // From 1896 to 1904 only one leap day falls into eight years.
        assert_eq!(days(8, Unit::Year), (2_921, 2_922));
        assert_eq!(days(400, Unit::Year), (146_097, 146_097));
        assert_eq!(days(2, Unit::Week), (14, 14));
    }

    #[test]
    fn a_number_that_does_not_fit_has_no_length() {
        assert_eq!(Length::new(-1, Unit::Day), None);
        assert_eq!(Length::new(i64::MAX, Unit::Day), None);
        assert_eq!(Length::new(i64::MAX, Unit::Year), None);
    }

    #[test]
    fn thirty_days_and_a_month_do_not_compare() {
        let [month, thirty, four_weeks, thirty_one] = [
            (1, Unit::Month),
            (30, Unit::Day),
            (4, Unit::Week),
            (31, Unit::Day),
        ]
        .map(|(number, unit)| Length::new(number, unit).unwrap());
        assert!(!month.certainly_within(&thirty) && !thirty.certainly_within(&month));
        assert!(four_weeks.certainly_within(&month) && !month.certainly_within(&four_weeks));
        assert!(month.certainly_within(&thirty_one));
    }

    #[test]
    fn twelve_months_are_a_year() {
        let [months, year] = [(12, Unit::Month), (1, Unit::Year)]
            .map(|(number, unit)| Length::new(number, unit).unwrap());
        assert!(months.certainly_within(&year) && year.certainly_within(&months));
    }
}
