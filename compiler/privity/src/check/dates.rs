//! Days as numbers, so that a date is an axis like any other.

use jiff::civil::Date;

/// The first day of the `date` axis, 1900-01-01, as a day number.
pub const FIRST_DAY: i64 = -25_567;
/// The last day of the `date` axis, 2199-12-31, as a day number.
pub const LAST_DAY: i64 = 84_005;

/// The number of days from 1970-01-01 to a calendar day; `None` when the calendar has no such day.
#[must_use]
pub fn day_number(year: i16, month: u8, day: u8) -> Option<i64> {
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    Some(number(date))
}

fn number(date: Date) -> i64 {
    epoch().duration_until(date).as_hours() / 24
}

/// The day with this number as `2018-05-25`; the number itself when it lies outside the calendar.
#[must_use]
pub fn day_name(number: i64) -> String {
    i32::try_from(number)
        .ok()
        .and_then(|days| {
            epoch()
                .checked_add(jiff::Span::new().try_days(days).ok()?)
                .ok()
        })
        .map_or_else(|| number.to_string(), |date| date.to_string())
}

/// The number of a day written `2018-05-25`.
#[must_use]
pub fn parse_day(text: &str) -> Option<i64> {
    if let Some((year, month, day)) = four_two_two(text) {
        return day_number(year, month, day);
    }
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then(|| number(date))
}

/// The parts of a text in the form in which days of four-digit years are written, so that it need not be written again to compare.
fn four_two_two(text: &str) -> Option<(i16, u8, u8)> {
    let &[y, e, a, r, b'-', m, o, b'-', d, n] = text.as_bytes() else {
        return None;
    };
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    let two = |ten: u8, one: u8| Some(digit(ten)? * 10 + digit(one)?);
    let year = i16::from(two(y, e)?) * 100 + i16::from(two(a, r)?);
    Some((year, two(m, o)?, two(d, n)?))
}

const fn epoch() -> Date {
    jiff::civil::date(1970, 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_of_the_axis_are_the_days_they_claim_to_be() {
        assert_eq!(day_name(FIRST_DAY), "1900-01-01");
        assert_eq!(day_name(LAST_DAY), "2199-12-31");
        assert_eq!(parse_day("2018-05-25"), day_number(2018, 5, 25));
        assert_eq!(day_number(2018, 2, 30), None);
    }

    #[test]
    fn every_day_of_the_axis_is_read_as_it_is_written() {
        for number in FIRST_DAY..=LAST_DAY {
            assert_eq!(parse_day(&day_name(number)), Some(number));
        }
        for text in [
            "2018-02-30",
            "2018-13-01",
            "2018-5-25",
            "18-05-25",
            "2018-05-25 ",
            "+2018-05-25",
            "2018/05/25",
        ] {
            assert_eq!(parse_day(text), None, "{text}");
        }
    }
}
