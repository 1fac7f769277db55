//! Which day somebody means who writes it in another style.

/// The days, as the language writes them, that `25.5.2018`, `5/25/2018` or `2018/5/25` can mean: one where no other reading is in the calendar. Where the
/// year stands in front the month follows it; where it stands at the end the day may come first or second.
pub(super) fn meant(written: &str) -> Vec<String> {
    let parts: Vec<&str> = written.split(['-', '.', '/']).collect();
    let &[first, second, third] = parts.as_slice() else {
        return Vec::new();
    };
    let orders = match (first.len(), third.len()) {
        (4, 1 | 2) => vec![(first, second, third)],
        (1 | 2, 4) => vec![(third, second, first), (third, first, second)],
        _ => return Vec::new(),
    };
    let mut days: Vec<String> = orders
        .into_iter()
        .filter_map(|(year, month, day)| {
            let day =
                jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
            day.ok().map(|day| day.to_string())
        })
        .collect();
    days.dedup();
    days
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn a_day_above_twelve_tells_the_style() {
        assert_eq!(meant("25.5.2018"), ["2018-05-25"]);
        assert_eq!(meant("5/25/2018"), ["2018-05-25"]);
        assert_eq!(meant("2018/5/25"), ["2018-05-25"]);
        assert_eq!(meant("4-4-2018"), ["2018-04-04"]);
    }

    #[test]
    fn other_days_can_be_read_in_two_ways_or_in_none() {
        assert_eq!(meant("5/6/2018"), ["2018-06-05", "2018-05-06"]);
        assert!(meant("31/31/2018").is_empty());
        assert!(meant("1/2/18").is_empty());
    }
}
