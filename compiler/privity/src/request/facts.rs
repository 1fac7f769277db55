//! From the values of facts in a request to values on fact axes.

use super::build::{Elements, RequestBuilder};
use super::json::{Json, Value};
use super::{diagnostics, names};
use crate::check::dates::{FIRST_DAY, LAST_DAY, parse_day};
use crate::check::duty::Length;
use crate::check::policy::{Fact, FactId, FactType, Kind, Policy};
use crate::check::values::ValueSet;
use crate::diagnostic::suggest::or_list;
use crate::diagnostic::{Diagnostic, Report};
use crate::syntax::ast::Unit;

/// The word for a value that is not known.
pub(super) const UNKNOWN: &str = "unknown";

/// Says what the request says of a fact.
pub(super) fn say(
    policy: &Policy,
    builder: &mut RequestBuilder<'_>,
    id: FactId,
    json: &Json,
    report: &mut Report,
) {
    let fact = policy.facts.at(id);
    if json.value == Value::Null || is_unknown_word(fact, &json.value) {
        fact.axes.iter().for_each(|&axis| builder.unknown(axis));
        return;
    }
    if let FactType::Set { elements, kind } = &fact.ty {
        match set(policy, fact, elements, *kind, json, report) {
            Some(elements) => builder.elements(id, &elements),
            // The mistake is reported; what else is wrong should be too.
            None => fact.axes.iter().for_each(|&axis| builder.unknown(axis)),
        }
        return;
    }
    let Some(&axis) = fact.axes.first() else {
        return;
    };
    let domain = &policy.axes.at(axis).domain;
    match scalar(fact, json) {
        Ok(values) if fact.ambiguity.is_some() && domain.start() == domain.end() => {
            if !values.contains(*domain.start()) {
                let fixed = policy.value_name(axis, *domain.start());
                report.push(diagnostics::reading_is_fixed(&fact.name, &fixed, json.span));
            }
        }
        Ok(values) => builder.fact(axis, &values),
        Err(diagnostic) => {
            report.push(*diagnostic);
            builder.unknown(axis);
        }
    }
}

fn is_unknown_word(fact: &Fact, value: &Value) -> bool {
    let own = match &fact.ty {
        FactType::Words { words, .. } => words.iter().any(|word| word == UNKNOWN),
        FactType::Set { elements, .. } => elements.iter().any(|word| word == UNKNOWN),
        _ => false,
    };
    !own && *value == Value::Text(UNKNOWN.to_owned())
}

/// The values of a fact that is no set; `{"one_of": […]}` for one of several.
fn scalar(fact: &Fact, json: &Json) -> Result<ValueSet, Box<Diagnostic>> {
    let name = &fact.name;
    let (what, span) = (format!("`{name}`"), json.span);
    if let Some(choices) = one_of(json) {
        let mut values = ValueSet::empty();
        for choice in choices {
            values = values.union(&scalar(fact, choice)?);
        }
        return Ok(values);
    }
    if let (Some((none, word)), Value::Text(text)) = (&fact.none_value, &json.value)
        && text == word
    {
        return Ok(ValueSet::single(*none));
    }
    let wrong = |help: &str| {
        Err(Box::new(diagnostics::wrong_type(
            &what,
            &json.value,
            span,
            help,
        )))
    };
    match (&fact.ty, &json.value) {
        (FactType::Flag, Value::Bool(flag)) => Ok(ValueSet::single(i64::from(*flag))),
        (FactType::Flag, Value::Text(text)) => match text.as_str() {
            "yes" => Ok(ValueSet::single(1)),
            "no" => Ok(ValueSet::single(0)),
            _ => Err(Box::new(diagnostics::unknown_value(
                name,
                text,
                span,
                &["yes", "no", UNKNOWN],
                None,
            ))),
        },
        (FactType::Flag, _) => wrong("write `true`, `false` or `\"unknown\"`"),
        (FactType::Words { words, .. }, Value::Text(text)) => {
            let position = words.iter().position(|word| word == text);
            match position.and_then(|at| i64::try_from(at).ok()) {
                Some(at) => Ok(ValueSet::single(at)),
                None => {
                    let known: Vec<&str> = words.iter().map(String::as_str).collect();
                    Err(Box::new(diagnostics::unknown_value(
                        name, text, span, &known, None,
                    )))
                }
            }
        }
        (FactType::Words { words, .. }, _) => {
            let known: Vec<&str> = words.iter().map(String::as_str).collect();
            let words = or_list(&known);
            wrong(&format!("write one of its words in double quotes: {words}"))
        }
        (FactType::Number(_), Value::Number(number)) => match number {
            Some(number) => Ok(ValueSet::single(*number)),
            None => Err(Box::new(diagnostics::number(&what, span))),
        },
        (FactType::Number(unit), Value::Text(text)) => {
            number_with_unit(text, *unit).ok_or_else(|| {
                let unit = unit.map_or(String::new(), |unit| format!(" of {}s", unit_word(unit)));
                let none = none_word(fact);
                let help = format!("write a whole number{unit}, for instance `30`{none}");
                Box::new(diagnostics::length(&what, text, span, &help))
            })
        }
        (FactType::Number(_), _) => wrong("write a whole number"),
        (FactType::Duration, Value::Text(text)) => duration(text).ok_or_else(|| {
            let none = none_word(fact);
            let help = format!("write a number and a unit, for instance `\"30 days\"`{none}");
            Box::new(diagnostics::length(&what, text, span, &help))
        }),
        (FactType::Duration, _) => {
            wrong("write a number and a unit in double quotes, for instance `\"30 days\"`")
        }
        (FactType::Date, Value::Text(text)) => day(text, json),
        (FactType::Date, _) => wrong("write a day as in `\"2018-05-25\"`"),
        (FactType::Set { .. }, _) => wrong("write a list"),
    }
}

fn none_word(fact: &Fact) -> String {
    fact.none_value
        .as_ref()
        .map_or(String::new(), |(_, word)| format!(", or `\"{word}\"`"))
}

/// The day that a text names.
pub(super) fn day(text: &str, json: &Json) -> Result<ValueSet, Box<Diagnostic>> {
    match parse_day(text) {
        None => Err(Box::new(diagnostics::no_such_day(text, json.span))),
        Some(day) if (FIRST_DAY..=LAST_DAY).contains(&day) => Ok(ValueSet::single(day)),
        Some(_) => Err(Box::new(diagnostics::day_out_of_range(text, json.span))),
    }
}

/// The choices of `{"one_of": […]}`.
pub(super) fn one_of(json: &Json) -> Option<&[Json]> {
    let Value::Object(entries) = &json.value else {
        return None;
    };
    let [entry] = entries.as_slice() else {
        return None;
    };
    match &entry.value.value {
        Value::List(choices) if entry.key == "one_of" && !choices.is_empty() => Some(choices),
        _ => None,
    }
}

fn set(
    policy: &Policy,
    fact: &Fact,
    elements: &[String],
    kind: Option<Kind>,
    json: &Json,
    report: &mut Report,
) -> Option<Elements> {
    let items: &[Json] = match &json.value {
        Value::Text(text) if text == "any" => return Some(Elements::Every),
        Value::Text(text) if text == "none" => return Some(Elements::Only(Vec::new())),
        Value::List(items) => items,
        Value::Text(_) => std::slice::from_ref(json),
        other => {
            report.push(diagnostics::wrong_type(
                &format!("`{}`", fact.name),
                other,
                json.span,
                "write a list of its words, `\"any\"` or `\"none\"`",
            ));
            return None;
        }
    };
    let mut words = Vec::new();
    let mut sound = true;
    for item in items {
        let Value::Text(text) = &item.value else {
            report.push(diagnostics::wrong_type(
                &format!("an element of `{}`", fact.name),
                &item.value,
                item.span,
                "write its name in double quotes",
            ));
            sound = false;
            continue;
        };
        match kind {
            Some(kind) => match names::atoms(policy, kind, text, item.span, &ValueSet::empty()) {
                Ok(atoms) => words.extend(names::atom_names(policy, kind, &atoms)),
                Err(diagnostic) => {
                    report.push(*diagnostic);
                    sound = false;
                }
            },
            None if elements.contains(text) => words.push(text.clone()),
            None => {
                let known: Vec<&str> = elements.iter().map(String::as_str).collect();
                report.push(diagnostics::unknown_value(
                    &fact.name, text, item.span, &known, None,
                ));
                sound = false;
            }
        }
    }
    sound.then_some(Elements::Only(words))
}

/// `30 days`, in hours: a month has several possible lengths.
fn duration(text: &str) -> Option<ValueSet> {
    let (number, unit) = amount(text)?;
    let length = Length::new(number, unit)?;
    Some(ValueSet::range(length.min, length.max))
}

/// `30` or `30 days` as a number of the unit; a length that may be several numbers is one of them.
fn number_with_unit(text: &str, of: Option<Unit>) -> Option<ValueSet> {
    let of = of?;
    let (number, unit) = amount(text)?;
    if unit == of {
        return Some(ValueSet::single(number));
    }
    match (unit, of) {
        (Unit::Year, Unit::Month) => number.checked_mul(12).map(ValueSet::single),
        (Unit::Month, Unit::Year) => (number % 12 == 0).then(|| ValueSet::single(number / 12)),
        (_, Unit::Month | Unit::Year) => None,
        _ => {
            let hours = Length::new(1, of)?.min;
            let length = Length::new(number, unit)?;
            (length.min % hours == 0 && length.max % hours == 0)
                .then(|| ValueSet::range(length.min / hours, length.max / hours))
        }
    }
}

fn amount(text: &str) -> Option<(i64, Unit)> {
    let (number, unit) = text.trim().split_once(' ')?;
    let unit = match unit.trim() {
        "hour" | "hours" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "year" | "years" => Unit::Year,
        _ => return None,
    };
    let number = number.parse().ok()?;
    (number >= 0).then_some((number, unit))
}

fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_with_their_units() {
        assert_eq!(duration("30 days"), Some(ValueSet::single(720)));
        assert_eq!(duration("1 month"), Some(ValueSet::range(28 * 24, 31 * 24)));
        assert_eq!(
            number_with_unit("2 weeks", Some(Unit::Day)),
            Some(ValueSet::single(14))
        );
        assert_eq!(
            number_with_unit("1 month", Some(Unit::Day)),
            Some(ValueSet::range(28, 31))
        );
        assert_eq!(
            number_with_unit("2 years", Some(Unit::Month)),
            Some(ValueSet::single(24))
        );
        for wrong in [
            "30",
            "-1 days",
            "days",
            "1.5 days",
            "3 moons",
            "99999999999999999999 days",
        ] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
        assert_eq!(number_with_unit("10 days", Some(Unit::Month)), None);
        assert_eq!(number_with_unit("36 hours", Some(Unit::Day)), None);
    }
}
