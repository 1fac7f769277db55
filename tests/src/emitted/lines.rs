//! Requests and answers as short lines of text, the same for every program that answers batches.
//!
//! A request is `given` or `implied`, for the destination, and a word an axis: `a` (all) or `o` (one of) and intervals, as in
//! `given a0:3 o1:1,4:5`; or the word `contradictory` alone. An answer is `deny`, `not_applicable`, `permit` or `needs`, then numbers
//! of duties or axes with commas between them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use privity::arena::Id;
use privity::request::{Ask, Class, Outcome, Request};

use crate::exhaustive::Grid;

/// Adds the line of a request to a text.
pub(super) fn write_request(request: &Request, text: &mut String) {
    if request.inconsistent.is_some() {
        text.push_str("contradictory\n");
        return;
    }
    text.push_str(if request.implied_destination {
        "implied"
    } else {
        "given"
    });
    for ask in &request.asks {
        text.push_str(match ask {
            Ask::All(_) => " a",
            Ask::One(_) => " o",
        });
        let mut comma = "";
        for (low, high) in ask.values().intervals() {
            // Writing to a string cannot fail.
            let _ = write!(text, "{comma}{low}:{high}");
            comma = ",";
        }
    }
    text.push('\n');
}

/// Adds the line of a grid to a text: a word an axis, its values with commas between them.
pub(super) fn write_grid(grid: &Grid, text: &mut String) {
    let mut space = "";
    for values in &grid.choices {
        text.push_str(space);
        space = " ";
        let mut comma = "";
        for value in values {
            // Writing to a string cannot fail.
            let _ = write!(text, "{comma}{value}");
            comma = ",";
        }
    }
    text.push('\n');
}

/// The answer on a line; `None` when it is none.
pub(super) fn read_answer(line: &str) -> Option<Outcome> {
    let (verdict, list) = line.split_once(' ').unwrap_or((line, ""));
    let numbers: Option<BTreeSet<u32>> = list
        .split(',')
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().ok())
        .collect();
    let numbers = numbers?;
    let class = match verdict {
        "needs" => return Some(Outcome::Needs(numbers.into_iter().map(Id::new).collect())),
        "deny" => Class::Deny,
        "not_applicable" => Class::NotApplicable,
        "permit" => Class::Permit,
        _ => return None,
    };
    Some(Outcome::Definite {
        class,
        duties: numbers.into_iter().map(Id::new).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use privity::check::values::ValueSet;

    #[test]
    fn a_request_is_a_line() {
        let request = Request {
            asks: vec![
                Ask::All(ValueSet::range(0, 3)),
                Ask::One(ValueSet::from_intervals([(1, 1), (4, 5)])),
            ],
            implied_destination: true,
            inconsistent: None,
        };
        let mut text = String::new();
        write_request(&request, &mut text);
        assert_eq!(text, "implied a0:3 o1:1,4:5\n");
    }

    #[test]
    fn only_an_answer_is_read_as_one() {
        let needs = Outcome::Needs([Id::new(3), Id::new(12)].into());
        assert_eq!(read_answer("needs 3,12"), Some(needs));
        let denied = Outcome::Definite {
            class: Class::Deny,
            duties: BTreeSet::new(),
        };
        assert_eq!(read_answer("deny"), Some(denied));
        assert_eq!(read_answer("perhaps"), None);
        assert_eq!(read_answer("permit x"), None);
    }
}
