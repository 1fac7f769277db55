//! A written value as a number on the axis of a fact.

use super::amounts;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::{needs_unit, not_a_value, out_of_range, value_of_wrong_kind};
use super::policy::{Fact, FactType};
use crate::diagnostic::Report;
use crate::resolve::day;
use crate::source::Span;
use crate::syntax::ast::{Number, Path, Value};

/// The least and the greatest number that a written value can be: different only for months and years as lengths of time.
pub(super) type Bounds = (i64, i64);

/// The place of a value.
pub(super) fn value_span(value: &Value) -> Span {
    match value {
        Value::Any(span) | Value::List(_, span) | Value::This(_, span) => *span,
        Value::Date(date) => date.span,
        Value::Duration(duration) => duration.span,
        Value::Number(number) => number.span,
        Value::Path(path) => path.span,
    }
}

/// The number of a single value; a mistake is reported.
pub(super) fn fact_value(fact: &Fact, value: &Value, report: &mut Report) -> Option<Bounds> {
    if let (Value::Path(path), Some((number, word))) = (value, &fact.none_value)
        && single_word(path) == Some(word)
    {
        return Some((*number, *number));
    }
    let exact = |number: i64| (number, number);
    let finding = match (&fact.ty, value) {
        (FactType::Flag, Value::Path(path)) => match single_word(path) {
            Some("yes") => return Some(exact(1)),
            Some("no") => return Some(exact(0)),
            _ => not_a_value(fact, path),
        },
        (FactType::Words { words, .. }, Value::Path(path)) => {
            let mut numbered = (0..).zip(words);
            match numbered.find(|(_, word)| single_word(path) == Some(word.as_str())) {
                Some((at, _)) => return Some(exact(at)),
                None => not_a_value(fact, path),
            }
        }
        (FactType::Number(_), Value::Number(number)) => {
            return amounts::number(*number, report).map(exact);
        }
        (FactType::Number(Some(unit)), Value::Duration(duration)) => {
            return amounts::in_unit(*duration, *unit, report).map(exact);
        }
        (FactType::Duration, Value::Number(number)) => needs_unit(fact, number.span),
        (FactType::Duration, Value::Duration(duration)) => {
            let length = amounts::length(*duration, report)?;
            return Some((length.min, length.max));
        }
        (FactType::Date, Value::Date(date)) => return day(*date, report).map(exact),
        (_, Value::Path(path)) if !matches!(fact.ty, FactType::Set { .. }) => {
            not_a_value(fact, path)
        }
        _ => value_of_wrong_kind(fact, value_span(value)),
    };
    report.push(finding);
    None
}

/// Like [`fact_value`], and within the range of the fact.
pub(super) fn ranged_value(
    fact: &Fact,
    range: (i64, i64),
    value: &Value,
    report: &mut Report,
) -> Option<Bounds> {
    let bounds = fact_value(fact, value, report)?;
    let none = fact.none_value.as_ref().map(|(number, _)| *number);
    let inside = |number: i64| (range.0..=range.1).contains(&number) || none == Some(number);
    if inside(bounds.0) && inside(bounds.1) {
        return Some(bounds);
    }
    report.push(out_of_range(fact, range, value_span(value)));
    None
}

/// The only word of a path.
pub(super) fn single_word(path: &Path) -> Option<&str> {
    match path.segments.as_slice() {
        [word] => Some(&word.text),
        _ => None,
    }
}

/// The widest range of a type of numbers.
pub(super) fn widest_range(ty: &FactType) -> (i64, i64) {
    match ty {
        FactType::Flag | FactType::Set { .. } => (0, 1),
        FactType::Words { words, .. } => (0, i64::try_from(words.len()).unwrap_or(i64::MAX) - 1),
        FactType::Number(_) => (0, 1_000_000_000),
        // A thousand years, in hours.
        FactType::Duration => (0, 8_784_000),
        FactType::Date => (FIRST_DAY, LAST_DAY),
    }
}

/// A number without a unit, for messages.
pub(super) fn plain_number(number: Number) -> String {
    number
        .value
        .map_or_else(|| "this number".to_owned(), |value| value.to_string())
}
