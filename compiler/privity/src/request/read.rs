//! From the JSON form of a request to a request.
//!
//! A class axis takes a name, a list of names (all of them are asked for), `null` (*none*, where the axis has it), `"unknown"`, or
//! `{"one_of": […]}` (one of them, unknown which). Everything that is wrong is reported, not only the first mistake.

use std::collections::BTreeMap;

use super::build::RequestBuilder;
use super::facts::{self, UNKNOWN};
use super::json::{Entry, Json, Value};
use super::names::{self, Named};
use super::{Ask, Request, diagnostics};
use crate::check::dates::{FIRST_DAY, LAST_DAY};
use crate::check::policy::{AxisRole, ClassAxis, FactId, Kind, Policy};
use crate::check::values::ValueSet;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Span;

const RESPONSES: [(&str, Kind); 2] = [("right", Kind::Right), ("event", Kind::Event)];

/// Where a fact is stated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// In `facts`, which takes all of them.
    Fact,
    /// In `readings`, which takes ambiguities.
    Reading,
}

/// Reads a request. `None` when something in it is wrong, which is then reported.
pub fn read(policy: &Policy, json: &Json, report: &mut Report) -> Option<Request> {
    let Value::Object(entries) = &json.value else {
        report.push(diagnostics::not_an_object(&json.value, json.span));
        return None;
    };
    let mut mistakes = Report::new();
    let mut reader = Reader {
        policy,
        builder: RequestBuilder::new(policy),
        days: ValueSet::empty(),
        chosen: BTreeMap::new(),
        report: &mut mistakes,
    };
    reader.request(entries);
    let mut request = reader.builder.build();
    if request.inconsistent.is_none() {
        request.inconsistent = misplaced(policy, &request);
    }
    let sound = !mistakes.has_errors();
    mistakes
        .into_sorted()
        .into_iter()
        .for_each(|mistake| report.push(mistake));
    sound.then_some(request)
}

struct Reader<'a> {
    policy: &'a Policy,
    builder: RequestBuilder<'a>,
    /// The days asked about; empty when nothing is said.
    days: ValueSet,
    /// The ambiguities a reading was chosen for, and where.
    chosen: BTreeMap<FactId, Span>,
    report: &'a mut Report,
}

impl Reader<'_> {
    fn request(&mut self, entries: &[Entry]) {
        let keys = self.unrepeated(entries);
        // Groups have members on some days only, so the day comes first.
        if let Some(entry) = keys.get("date") {
            self.class_axis(ClassAxis::Date, &entry.value);
        }
        let mut asked: Option<&Entry> = None;
        for entry in keys.values() {
            let key = entry.key.as_str();
            let axis = ClassAxis::ALL.into_iter().find(|axis| axis.name() == key);
            let response = RESPONSES.iter().find(|(name, _)| *name == key);
            let is_bare_response = matches!(&entry.value.value,
                Value::Text(word) if word == "answer" || word == "handle");
            if response.is_some() || (axis == Some(ClassAxis::Action) && !is_bare_response) {
                match asked {
                    Some(other) => self.report.push(diagnostics::act_and_response(
                        key,
                        entry.key_span,
                        &other.key,
                        other.key_span,
                    )),
                    None => asked = Some(entry),
                }
            }
            match (axis, response, key) {
                (Some(ClassAxis::Date), ..) => {}
                (Some(ClassAxis::Action), ..) if is_bare_response => {
                    self.bare_response(entry, &keys);
                }
                (Some(axis), ..) => self.class_axis(axis, &entry.value),
                (_, Some((_, kind)), _) => self.response(*kind, &entry.value),
                (_, _, "facts") => self.facts(&entry.value, Sort::Fact),
                (_, _, "readings") => self.facts(&entry.value, Sort::Reading),
                (_, _, "broken") => self.broken(&entry.value),
                _ => self.unknown_key(entry),
            }
        }
    }

    /// The entries by key; what is written twice is reported.
    fn unrepeated<'b>(&mut self, entries: &'b [Entry]) -> BTreeMap<&'b str, &'b Entry> {
        let mut keys: BTreeMap<&str, &Entry> = BTreeMap::new();
        for entry in entries {
            match keys.get(entry.key.as_str()) {
                Some(first) => self.report.push(diagnostics::repeated_key(
                    &entry.key,
                    entry.key_span,
                    first.key_span,
                )),
                None => {
                    keys.insert(&entry.key, entry);
                }
            }
        }
        keys
    }

    fn unknown_key(&mut self, entry: &Entry) {
        let known: Vec<&str> = ClassAxis::ALL
            .iter()
            .map(|axis| axis.name())
            .chain(["right", "event", "facts", "readings", "broken"])
            .collect();
        let is_fact = self.policy.facts.iter().any(|fact| fact.name == entry.key);
        self.report.push(diagnostics::unknown_key(
            &entry.key,
            entry.key_span,
            &known,
            is_fact,
        ));
    }

    /// `answer` and `handle` need the right or the event they are about.
    fn bare_response(&mut self, entry: &Entry, keys: &BTreeMap<&str, &Entry>) {
        let needed = match &entry.value.value {
            Value::Text(word) if word == "answer" => "right",
            _ => "event",
        };
        if !keys.contains_key(needed) {
            self.report.push(diagnostics::wrong_type(
                "`action` without what it is about",
                &entry.value.value,
                entry.value.span,
                &format!("add `\"{needed}\": …`"),
            ));
        }
    }

    fn class_axis(&mut self, axis: ClassAxis, json: &Json) {
        let id = axis.id();
        match &json.value {
            Value::Null if axis.has_none() => {
                let none = *self.policy.class_axis(axis).domain.end();
                self.builder.all_of(axis, &ValueSet::single(none));
            }
            Value::Null => self
                .report
                .push(diagnostics::no_none(axis.name(), json.span)),
            Value::Text(word) if word == UNKNOWN && !self.is_node(axis, UNKNOWN) => {
                self.builder.unknown(id);
            }
            Value::Text(_) => {
                let values = self.class_value(axis, json);
                self.ask_for_all(axis, values);
            }
            Value::List(items) if items.is_empty() => self
                .report
                .push(diagnostics::empty_list(&plural(axis), json.span)),
            Value::List(items) => {
                let values = self.class_values(axis, items);
                self.ask_for_all(axis, values);
            }
            Value::Object(_) => match facts::one_of(json) {
                Some(choices) => {
                    if let Some(values) = self.class_values(axis, choices) {
                        self.builder.one_of(axis, &values);
                        self.note_days(axis, &values);
                    }
                }
                None => self.wrong_class_value(axis, json),
            },
            Value::Bool(_) | Value::Number(_) => self.wrong_class_value(axis, json),
        }
    }

    fn wrong_class_value(&mut self, axis: ClassAxis, json: &Json) {
        self.report.push(diagnostics::wrong_type(
            &format!("`{}`", axis.name()),
            &json.value,
            json.span,
            "write a name, a list of names, or `{\"one_of\": [\"a\", \"b\"]}` if it is not known which",
        ));
    }

    fn is_node(&self, axis: ClassAxis, name: &str) -> bool {
        axis.kind()
            .and_then(|kind| self.policy.taxonomies.kind(kind))
            .is_some_and(|taxonomy| taxonomy.names.contains_key(name))
    }

    fn ask_for_all(&mut self, axis: ClassAxis, values: Option<ValueSet>) {
        if let Some(values) = values.filter(|values| !values.is_empty()) {
            self.builder.all_of(axis, &values);
            self.note_days(axis, &values);
        }
    }

    fn note_days(&mut self, axis: ClassAxis, values: &ValueSet) {
        if axis == ClassAxis::Date {
            self.days = values.intersection(&ValueSet::range(FIRST_DAY, LAST_DAY));
        }
    }

    /// All values of a list; `None` when one of them is wrong. All wrong ones are reported.
    fn class_values(&mut self, axis: ClassAxis, items: &[Json]) -> Option<ValueSet> {
        let values: Vec<Option<ValueSet>> = items
            .iter()
            .map(|item| self.class_value(axis, item))
            .collect();
        values
            .into_iter()
            .try_fold(ValueSet::empty(), |all, some| Some(all.union(&some?)))
    }

    fn class_value(&mut self, axis: ClassAxis, json: &Json) -> Option<ValueSet> {
        if json.value == Value::Null && axis.has_none() {
            return Some(ValueSet::single(*self.policy.class_axis(axis).domain.end()));
        }
        let Value::Text(text) = &json.value else {
            self.wrong_class_value(axis, json);
            return None;
        };
        let values = if axis == ClassAxis::Date {
            facts::day(text, json)
        } else {
            match names::class_values(self.policy, axis, text, json.span, &self.days) {
                Ok(Named::Values(values)) => Ok(values),
                // The word stands for another action, which the builder finds once it knows the recipient.
                Ok(Named::Transfer) => {
                    self.builder.transfer();
                    Ok(ValueSet::empty())
                }
                Err(diagnostic) => Err(diagnostic),
            }
        };
        self.sound(values)
    }

    fn sound<T>(&mut self, result: Result<T, Box<Diagnostic>>) -> Option<T> {
        result
            .map_err(|diagnostic| self.report.push(*diagnostic))
            .ok()
    }

    fn response(&mut self, kind: Kind, json: &Json) {
        let (items, all): (&[Json], bool) = match (&json.value, facts::one_of(json)) {
            (Value::List(items), _) if !items.is_empty() => (items, true),
            (_, Some(choices)) => (choices, false),
            (Value::Text(_), _) => (std::slice::from_ref(json), true),
            _ => {
                let what = format!("`{}`", names::kind_word(kind));
                let help = "write a name or a list of names";
                self.report
                    .push(diagnostics::wrong_type(&what, &json.value, json.span, help));
                return;
            }
        };
        let mut values = ValueSet::empty();
        for item in items {
            let Value::Text(name) = &item.value else {
                let what = format!("a {}", names::kind_word(kind));
                let help = "write its name in double quotes";
                self.report
                    .push(diagnostics::wrong_type(&what, &item.value, item.span, help));
                continue;
            };
            let found = names::response_values(self.policy, kind, name, item.span);
            if let Some(found) = self.sound(found) {
                values = values.union(&found);
            }
        }
        if all {
            self.builder.all_of(ClassAxis::Action, &values);
        } else {
            self.builder.one_of(ClassAxis::Action, &values);
        }
    }

    /// What stands in `facts`, or in `readings`, where only ambiguities may stand.
    fn facts(&mut self, json: &Json, sort: Sort) {
        let Value::Object(entries) = &json.value else {
            let (what, help) = match sort {
                Sort::Fact => ("`facts`", "write `\"facts\": {\"consent\": \"explicit\"}`"),
                Sort::Reading => (
                    "`readings`",
                    "write `\"readings\": {\"AMBIGUITY\": \"READING\"}`",
                ),
            };
            self.report
                .push(diagnostics::wrong_type(what, &json.value, json.span, help));
            return;
        };
        for entry in self.unrepeated(entries).into_values() {
            let fact = self.policy.facts.entries().find(|(_, fact)| {
                fact.name == entry.key && (sort == Sort::Fact || fact.ambiguity.is_some())
            });
            match fact {
                Some((id, fact)) => {
                    if fact.ambiguity.is_some()
                        && let Some(first) = self.chosen.insert(id, entry.key_span)
                    {
                        self.report.push(diagnostics::repeated_key(
                            &entry.key,
                            entry.key_span,
                            first,
                        ));
                    }
                    facts::say(
                        self.policy,
                        &mut self.builder,
                        id,
                        &entry.value,
                        self.report,
                    );
                }
                None if sort == Sort::Reading => {
                    let open = self.policy.facts.iter();
                    let open = open.filter(|fact| fact.ambiguity.is_some());
                    let known: Vec<&str> = open.map(|fact| fact.name.as_str()).collect();
                    self.report.push(diagnostics::unknown_ambiguity(
                        &entry.key,
                        entry.key_span,
                        &known,
                    ));
                }
                None => {
                    let known: Vec<&str> = self
                        .policy
                        .facts
                        .iter()
                        .map(|fact| fact.name.as_str())
                        .collect();
                    let is_axis = ClassAxis::ALL.iter().any(|axis| axis.name() == entry.key);
                    self.report.push(diagnostics::unknown_fact(
                        &entry.key,
                        entry.key_span,
                        &known,
                        is_axis,
                    ));
                }
            }
        }
    }

    /// Duties that are known to be broken: all that some rule asks for by this name, or one written out.
    fn broken(&mut self, json: &Json) {
        let items: &[Json] = match &json.value {
            Value::List(items) => items,
            Value::Text(_) => std::slice::from_ref(json),
            other => {
                let help = "write a list of duties in double quotes";
                self.report
                    .push(diagnostics::wrong_type("`broken`", other, json.span, help));
                return;
            }
        };
        for item in items {
            match &item.value {
                Value::Text(duty) => self.broken_duty(duty, item.span),
                other => {
                    let help = "write its name in double quotes";
                    self.report
                        .push(diagnostics::wrong_type("a duty", other, item.span, help));
                }
            }
        }
    }

    fn broken_duty(&mut self, duty: &str, span: Span) {
        let short = duty.strip_prefix("duty.").unwrap_or(duty);
        let mut known: Vec<String> = Vec::new();
        let mut found = false;
        for (id, obligation) in self.policy.obligations.entries() {
            let names = obligation.alternatives.iter().map(|duty| duty.name.clone());
            let mut names: Vec<String> = names.collect();
            names.extend([obligation.short(), obligation.to_string()]);
            if names.iter().any(|name| name == short) {
                found = true;
                // A duty that a flag of the policy shows has no axis of its own.
                let shows = |role: &AxisRole| match role {
                    AxisRole::Kept(kept) => *kept == id,
                    AxisRole::Fact(fact) => {
                        Some(&self.policy.facts.at(*fact).name) == obligation.shown_by.as_ref()
                    }
                    AxisRole::Class(_) | AxisRole::Element(..) => false,
                };
                for (axis, _) in self
                    .policy
                    .axes
                    .entries()
                    .filter(|(_, axis)| shows(&axis.role))
                {
                    self.builder.fact(axis, &ValueSet::single(0));
                }
            }
            known.append(&mut names);
        }
        if !found {
            known.sort();
            known.dedup();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.report
                .push(diagnostics::unknown_name("duty", duty, span, &known));
        }
    }
}

/// What is wrong with a destination where none of the recipients sits.
fn misplaced(policy: &Policy, request: &Request) -> Option<String> {
    let ask = |axis: ClassAxis| request.asks.get(axis.id().index());
    if request.implied_destination {
        return None;
    }
    let destinations = ask(ClassAxis::Destination)?.values();
    let mut seats = policy.borders.as_home.clone();
    for recipient in ask(ClassAxis::Recipient)?.values().iter() {
        // Nobody, and whoever has no place, may be anywhere.
        let own = policy
            .sits_in
            .get(usize::try_from(recipient).ok()?)?
            .as_ref()?;
        seats = seats.union(own);
        if !own.intersection(&policy.borders.as_home).is_empty() {
            seats = seats.union(ask(ClassAxis::Home)?.values());
        }
    }
    let inside = destinations.intersection(&seats);
    let wrong = match ask(ClassAxis::Destination)? {
        Ask::All(_) => inside != *destinations,
        Ask::One(_) => inside.is_empty(),
    };
    let outside = destinations
        .iter()
        .find(|place| !seats.contains(*place))
        .filter(|_| wrong)?;
    let place = policy.value_name(ClassAxis::Destination.id(), outside);
    Some(format!("none of the recipients sits in `{place}`"))
}

fn plural(axis: ClassAxis) -> String {
    match axis {
        ClassAxis::Data => "data items".to_owned(),
        axis => format!("{}s", axis.name()),
    }
}
