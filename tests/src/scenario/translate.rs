//! From the fields of a scenario to a request in the words of a policy, as JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::mapping::{Field, Form, Mapping, Words};

/// The request in the form that the tool reads.
///
/// # Errors
/// A field that the mapping does not know, or a value outside its vocabulary.
pub fn translate(mapping: &Mapping, request: &Map<String, Value>) -> Result<Value, String> {
    let scenario = Fields { mapping, request };
    scenario.all_known()?;
    scenario.all_sensible()?;
    let mut translated = Map::new();
    let mut facts = Map::new();
    for field in &mapping.field {
        if !scenario.applies(field) {
            continue;
        }
        let said = scenario
            .said(field)
            .map_err(|problem| format!("field `{}`: {problem}", field.name))?;
        let Some(said) = said else { continue };
        if let Some(axis) = &field.axis {
            translated.insert(axis.clone(), on_axis(&said));
        }
        if let Some(fact) = &field.fact {
            facts.insert(fact.clone(), said);
        }
    }
    translated.insert("facts".to_owned(), Value::Object(facts));
    Ok(Value::Object(translated))
}

/// An empty list on an axis is the value *none*: no data, no purpose.
fn on_axis(said: &Value) -> Value {
    match said {
        Value::Array(words) if words.is_empty() => Value::Null,
        other => other.clone(),
    }
}

/// A scenario's fields, as its mapping sees them.
struct Fields<'a> {
    mapping: &'a Mapping,
    request: &'a Map<String, Value>,
}

impl Fields<'_> {
    fn all_known(&self) -> Result<(), String> {
        let names: BTreeSet<&str> = self
            .mapping
            .field
            .iter()
            .map(|field| &*field.name)
            .collect();
        let parts_known = |key: &str| {
            names
                .iter()
                .any(|name| name.starts_with(&format!("{key}.")))
        };
        for (key, value) in self.request {
            match value {
                _ if names.contains(key.as_str()) => {}
                Value::Null if parts_known(key) => {}
                Value::Object(parts) if parts_known(key) => {
                    for part in parts.keys().map(|part| format!("{key}.{part}")) {
                        if !names.contains(part.as_str()) {
                            return Err(format!("the field `{part}` is not in the vocabulary"));
                        }
                    }
                }
                _ => return Err(format!("the field `{key}` is not in the vocabulary")),
            }
        }
        Ok(())
    }

    /// A field that says nothing beside what the others say must still have a value that it can have.
    fn all_sensible(&self) -> Result<(), String> {
        for (name, value) in self.idle() {
            let mut entries = self
                .mapping
                .field
                .iter()
                .filter(|field| field.name == name && field.form != Form::Anything);
            let problem = match entries.next() {
                Some(first) if !entries.any(|field| self.formed(field, value).is_ok()) => {
                    self.formed(first, value).err()
                }
                _ => None,
            };
            if let Some(problem) = problem {
                return Err(format!("field `{name}`: {problem}"));
            }
        }
        Ok(())
    }

    /// The fields with a value of which no entry applies.
    fn idle(&self) -> BTreeMap<&str, &Value> {
        let mut idle = BTreeMap::new();
        let mut applying = BTreeSet::new();
        for field in &self.mapping.field {
            if self.applies(field) {
                applying.insert(&*field.name);
            } else if let Some(value) = self.value(&field.name).filter(|value| !value.is_null()) {
                idle.insert(&*field.name, value);
            }
        }
        idle.retain(|name, _| !applying.contains(name));
        idle
    }

    fn value(&self, name: &str) -> Option<&Value> {
        match name.split_once('.') {
            Some((object, part)) => self.request.get(object)?.get(part),
            None => self.request.get(name),
        }
    }

    fn applies(&self, field: &Field) -> bool {
        let met = |conditions: &BTreeMap<String, BTreeSet<String>>| {
            conditions
                .iter()
                .all(|(name, wanted)| match self.value(name) {
                    Some(Value::Array(values)) => {
                        values.iter().any(|value| wanted.contains(&text(value)))
                    }
                    Some(value) => wanted.contains(&text(value)),
                    None => wanted.contains("null"),
                })
        };
        met(&field.when) && (field.unless.is_empty() || !met(&field.unless))
    }

    /// What a field says; `None` if it says nothing.
    fn said(&self, field: &Field) -> Result<Option<Value>, String> {
        let left_out = field.default.as_ref();
        match self.value(&field.name) {
            None => Ok(left_out.map(words)),
            Some(Value::Null) => Ok(field.null.as_ref().or(left_out).map(words)),
            Some(value) => self.formed(field, value),
        }
    }

    fn formed(&self, field: &Field, value: &Value) -> Result<Option<Value>, String> {
        match (&field.form, value) {
            (Form::Anything, _) => Ok(None),
            (_, Value::Array(values)) if values.is_empty() && field.empty.is_some() => {
                Ok(field.empty.as_ref().map(words))
            }
            (Form::Word, Value::Array(values)) => listed(field, values),
            (Form::Word, value) => word(field, value),
            (Form::Code, Value::String(code)) => Ok(Some(
                field.values.get(code).map_or_else(|| value.clone(), words),
            )),
            (Form::Code, Value::Array(_)) => Ok(Some(value.clone())),
            (Form::Code, other) => Err(format!("{other} is no code")),
            (Form::Flag, Value::Bool(truth)) => Ok(Some(yes_no(*truth))),
            (Form::Flag, other) => Err(format!("{other} is neither true nor false")),
            (Form::Number, Value::Number(_)) => Ok(Some(value.clone())),
            (Form::Number, other) => Err(format!("{other} is no number")),
            (Form::Holds(wanted), Value::Array(values)) => Ok(Some(yes_no(
                values.iter().any(|value| text(value) == *wanted),
            ))),
            (Form::Holds(_), other) => Err(format!("{other} is no list")),
            (Form::ReachedBy(other), Value::String(day)) => {
                Ok(Some(yes_no(*day <= self.day(other)?)))
            }
            (Form::ReachedBy(_), other) => Err(format!("{other} is no day")),
        }
    }

    /// The day in a field, or its default.
    fn day(&self, name: &str) -> Result<String, String> {
        if let Some(Value::String(day)) = self.value(name) {
            return Ok(day.clone());
        }
        let field = self.mapping.field.iter().find(|field| field.name == name);
        match field.and_then(|field| field.default.as_ref()) {
            Some(Words::One(day)) => Ok(day.clone()),
            _ => Err(format!("`{name}` names no day")),
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn words(words: &Words) -> Value {
    match words {
        Words::One(word) => Value::from(word.clone()),
        Words::Many(words) => Value::from(words.clone()),
    }
}

fn yes_no(truth: bool) -> Value {
    Value::from(if truth { "yes" } else { "no" })
}

fn word(field: &Field, value: &Value) -> Result<Option<Value>, String> {
    let word = text(value);
    if field.same.contains(&word) {
        Ok(Some(Value::from(word)))
    } else if let Some(others) = field.values.get(&word) {
        Ok(Some(words(others)))
    } else if field.silent.contains(&word) {
        Ok(None)
    } else if let Some(others) = &field.otherwise {
        Ok(Some(words(others)))
    } else {
        Err(format!("`{word}` is not in the vocabulary"))
    }
}

fn listed(field: &Field, values: &[Value]) -> Result<Option<Value>, String> {
    let mut all = Vec::new();
    for value in values {
        match word(field, value)? {
            Some(Value::Array(several)) => all.extend(several),
            Some(single) => all.push(single),
            None => {}
        }
    }
    Ok(Some(Value::Array(all)))
}
