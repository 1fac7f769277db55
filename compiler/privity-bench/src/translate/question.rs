//! A request as Privity reads it: as JSON, and as words.

use serde_json::{Map, Value};

use super::privity::day;
use crate::generate::FIRST_DAY;
use crate::model::{FactKind, Request, RuleSet};

/// A request as JSON, as `privity decide` reads it.
pub(crate) fn json(set: &RuleSet, request: &Request) -> String {
    let mut object = Map::new();
    for (axis, name) in names(set, request) {
        object.insert(axis.to_owned(), name.into());
    }
    object.insert("date".to_owned(), date(set, request).into());
    let mut facts = Map::new();
    for (fact, &value) in set.facts.iter().zip(&request.facts) {
        let value = match fact.kind {
            FactKind::Flag => Value::Bool(value == 1),
            FactKind::Days(..) | FactKind::Years(..) => value.into(),
            FactKind::Date(..) => day(value).to_string().into(),
            FactKind::Today(..) => continue,
        };
        facts.insert(fact.name.clone(), value);
    }
    object.insert("facts".to_owned(), facts.into());
    Value::Object(object).to_string()
}

/// A request as pairs of an axis or fact and a word.
pub(crate) fn words(set: &RuleSet, request: &Request) -> Vec<(String, String)> {
    let names = names(set, request).into_iter();
    let mut words: Vec<(String, String)> = names
        .map(|(axis, name)| (axis.to_owned(), name.to_owned()))
        .collect();
    // A word table wants one value on every axis; where data come from and go to decides nothing here.
    let home = set.homes.name(request.home);
    for axis in ["origin", "destination"] {
        words.push((axis.to_owned(), home.to_owned()));
    }
    words.push(("date".to_owned(), date(set, request)));
    for (fact, &value) in set.facts.iter().zip(&request.facts) {
        let word = match fact.kind {
            FactKind::Flag => if value == 1 { "yes" } else { "no" }.to_owned(),
            FactKind::Days(..) | FactKind::Years(..) => value.to_string(),
            FactKind::Date(..) => day(value).to_string(),
            FactKind::Today(..) => continue,
        };
        words.push((fact.name.clone(), word));
    }
    words
}

/// Who does what with which data.
fn names<'s>(set: &'s RuleSet, request: &Request) -> [(&'static str, &'s str); 5] {
    let action = set.actions.get(request.action).copied();
    [
        ("action", action.unwrap_or_default()),
        ("data", set.data.name(request.data)),
        ("recipient", set.parties.name(request.party)),
        ("purpose", set.purposes.name(request.purpose)),
        ("home", set.homes.name(request.home)),
    ]
}

/// The day of the act.
fn date(set: &RuleSet, request: &Request) -> String {
    let mut days = set.facts.iter().zip(&request.facts);
    let today = days.find(|(fact, _)| matches!(fact.kind, FactKind::Today(..)));
    day(today.map_or(FIRST_DAY, |(_, &value)| value)).to_string()
}
