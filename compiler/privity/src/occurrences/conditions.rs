//! Names in conditions, and in the values they compare with.

use super::declarations::{Thing, words_of};
use super::paths::{class_axis, is_word};
use super::recorder::Recorder;
use super::{Known, Sense, Wanted};
use crate::check::policy::ClassAxis;
use crate::resolve::names::{Space, What};
use crate::syntax::ast::{
    Condition, FactType, Kind, Name, Path, TestOf, Value, ambiguity_and_reading,
};

/// What the axis of actions holds, and so what may be asked for.
pub(super) const ANSWERED: [Kind; 3] = [Kind::Action, Kind::Right, Kind::Event];

/// The actions that every program has.
pub(crate) const ACTIONS: [&str; 3] = ["transfer", "answer", "handle"];

impl Recorder<'_> {
    pub(super) fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::All(parts, _) | Condition::Any(parts, _) => {
                for part in parts {
                    self.condition(part);
                }
            }
            Condition::Not(inner, _) => self.condition(inner),
            Condition::Test(test) => self.test_of(test),
        }
    }

    pub(super) fn test_of(&mut self, test: &TestOf) {
        let value = test.comparison.as_ref().map(|(_, value)| value);
        if let Some(axis) = class_axis(&test.subject) {
            self.known(test.subject.span, Known::Axis);
            if let Some(value) = value {
                self.value_of_axis(axis, value);
            }
            return;
        }
        let fact = self.fact(&test.subject);
        if let Some(value) = value {
            self.value_of_fact(fact, value);
        }
    }

    /// A path that means a fact or a named condition; gives the fact.
    pub(super) fn fact(&mut self, path: &Path) -> Option<usize> {
        let (_, found) = self.path(path, &[Space::Condition])?;
        match found.declared.what {
            What::Fact(index) => Some(index),
            _ => None,
        }
    }

    fn value_of_axis(&mut self, axis: ClassAxis, value: &Value) {
        match value {
            Value::List(values, _) => {
                for value in values {
                    self.value_of_axis(axis, value);
                }
            }
            Value::Path(path) if is_word(path, "none") || is_word(path, "unknown") => {
                self.known(path.span, Known::Value);
            }
            Value::Path(path) if axis == ClassAxis::Action => self.action(path, &ANSWERED),
            Value::Path(path) => match axis.kind() {
                Some(kind) => {
                    self.path(path, &[Space::Kind(kind)]);
                }
                None => self.occurs(path.span, false, None, Sense::Unknown),
            },
            _ => {}
        }
    }

    /// What is done, or asked for: an action, perhaps the answer to a right or the handling of an event.
    pub(super) fn action(&mut self, path: &Path, kinds: &[Kind]) {
        if ACTIONS.iter().any(|word| is_word(path, word)) {
            self.known(path.span, Known::Action);
            return;
        }
        let spaces: Vec<Space> = kinds.iter().copied().map(Space::Kind).collect();
        self.path(path, &spaces);
    }

    /// A value that a fact is compared with, or has; of a fact that is not known nothing can be said.
    pub(super) fn value_of_fact(&mut self, fact: Option<usize>, value: &Value) {
        match value {
            Value::List(values, _) => {
                for value in values {
                    self.value_of_fact(fact, value);
                }
            }
            Value::Path(path) => self.word_of_fact(fact, path),
            _ => {}
        }
    }

    fn word_of_fact(&mut self, fact: Option<usize>, path: &Path) {
        if let (Some(fact), [_]) = (fact, path.segments.as_slice()) {
            self.wish(path.span, || Wanted::Value(fact));
        }
        let [word] = path.segments.as_slice() else {
            return self.node_or_number(fact, path);
        };
        if let Some((thing, declared)) = fact.and_then(|fact| self.find_word(fact, word)) {
            // How a switch stands is declared by no word.
            match declared {
                true => self.occurs(word.span, false, None, self.meaning(thing)),
                false => self.known(word.span, Known::Value),
            }
        } else if matches!(word.text.as_str(), "yes" | "no" | "none" | "unknown") {
            self.known(word.span, Known::Value);
        } else {
            self.node_or_number(fact, path);
        }
    }

    /// A word of a fact, and whether a text declares it.
    fn find_word(&self, index: usize, word: &Name) -> Option<(Thing, bool)> {
        let fact = &self.world.facts.get(index)?.item;
        let mut words = words_of(&fact.ty).iter().chain(&fact.or_none).enumerate();
        let (at, found) = words.find(|(_, own)| own.text == word.text)?;
        Some((Thing::Word(index, at), found.span != fact.name.span))
    }

    /// A node of a set-valued fact, or a number that the law sets.
    fn node_or_number(&mut self, fact: Option<usize>, path: &Path) {
        let ty = fact.and_then(|index| Some(&self.world.facts.get(index)?.item.ty));
        match ty {
            Some(FactType::SetOfKind(kind)) => {
                self.path(path, &[Space::Kind(*kind)]);
            }
            Some(FactType::Number(_) | FactType::Duration | FactType::Date) => {
                self.path(path, &[Space::Condition]);
            }
            _ => self.occurs(path.span, false, None, Sense::Unknown),
        }
    }

    /// `NAME.READING`
    pub(super) fn reading(&mut self, path: &Path) {
        if path.segments.len() == 1 {
            self.wish(path.span, || Wanted::Reading);
        }
        let Some((ambiguity, reading)) = ambiguity_and_reading(path) else {
            self.path(path, &[Space::Condition]);
            return;
        };
        let fact = self.fact(&ambiguity);
        if let Some(fact) = fact {
            self.wish(reading.span, || Wanted::Value(fact));
        }
        let word = fact.and_then(|fact| self.find_word(fact, reading));
        let sense = word.map_or(Sense::Unknown, |(thing, _)| self.meaning(thing));
        self.occurs(reading.span, false, None, sense);
    }
}
