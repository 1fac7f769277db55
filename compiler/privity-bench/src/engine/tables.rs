//! Privity's library on flat tables: requests resolved beforehand, one by one or in a slice, and requests from words.

use std::time::Duration;

use privity::graph::{Decision, FlatGraph, Resolved};
use privity::request::Class;
use privity::request::plain::{Key, WordTable};

use super::privity::Compiled;
use super::{Engine, Form, clock, clock_rounds};
use crate::Outcome;

/// A request as pairs of an axis or fact and a word.
pub(crate) type Pairs<'a> = Vec<(&'a str, &'a str)>;

/// The flat tables of a compiled policy, asked for one request after the other, and from words.
pub(crate) struct Tables<'a> {
    flat: &'a FlatGraph,
    words: WordTable<'a>,
    requests: Vec<Resolved>,
    pairs: Vec<Pairs<'a>>,
    /// The same with their keys looked up, as a program does once for all its requests.
    keyed: Vec<Vec<(Key, &'a str)>>,
}

impl<'a> Tables<'a> {
    pub(crate) fn new(compiled: &'a Compiled) -> Outcome<Self> {
        let words = WordTable::new(&compiled.policy, &compiled.flat);
        let words = words.ok_or("more axes than a word table may have")?;
        let pairs = compiled.pairs();
        let keyed = |&(name, word): &(&str, &'a str)| Some((words.key(name)?, word));
        let keyed = pairs
            .iter()
            .map(|pairs| pairs.iter().map(keyed).collect::<Option<_>>())
            .collect::<Option<_>>();
        Ok(Self {
            flat: &compiled.flat,
            keyed: keyed.ok_or("a key that the word table does not have")?,
            words,
            requests: resolved(compiled),
            pairs,
        })
    }
}

fn resolved(compiled: &Compiled) -> Vec<Resolved> {
    let atoms = compiled.atoms.iter();
    atoms.map(|atom| compiled.flat.resolve(atom)).collect()
}

fn is_permit(decision: &Decision) -> bool {
    decision.class == Class::Permit
}

impl Engine for Tables<'_> {
    fn name(&self) -> &'static str {
        "Privity library, tables"
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        let mut again = Resolved::default();
        let words = self.pairs.iter().zip(&self.keyed);
        let asked = self.requests.iter().zip(words).enumerate();
        asked
            .take(count)
            .map(|(number, (request, (pairs, keyed)))| {
                let decision = self.flat.decide(request);
                let from_words = self
                    .words
                    .decide(pairs, &mut again)
                    .map_err(|why| format!("request {number} is not plain: {why:?}"))?;
                let by_keys = self.words.decide_keyed(keyed, &mut again);
                if decision == from_words && by_keys == Ok(decision) {
                    Ok(is_permit(&decision))
                } else {
                    Err(format!("request {number} from words is answered otherwise").into())
                }
            })
            .collect()
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        Ok(Some(match form {
            Form::Prepared => clock(count, &self.requests, |request| self.flat.decide(request)),
            Form::Strings => {
                let mut again = Resolved::default();
                clock(count, &self.keyed, |pairs| {
                    self.words.decide_keyed(pairs, &mut again)
                })
            }
        }))
    }
}

/// The flat tables of a compiled policy, asked for slices.
pub(crate) struct Slices<'a> {
    flat: &'a FlatGraph,
    requests: Vec<Resolved>,
    decisions: Vec<Decision>,
}

impl<'a> Slices<'a> {
    pub(crate) fn new(compiled: &'a Compiled) -> Self {
        let requests = resolved(compiled);
        let none = compiled.flat.decide(&Resolved::default());
        Self {
            flat: &compiled.flat,
            decisions: vec![none; requests.len()],
            requests,
        }
    }
}

impl Engine for Slices<'_> {
    fn name(&self) -> &'static str {
        "Privity library, tables, slices"
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        self.flat.decide_all(&self.requests, &mut self.decisions);
        Ok(self.decisions.iter().take(count).map(is_permit).collect())
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        if form == Form::Strings {
            return Ok(None);
        }
        let Self {
            flat,
            requests,
            decisions,
        } = self;
        Ok(Some(clock_rounds(count, requests, |requests| {
            flat.decide_all(requests, decisions);
            decisions.last().copied()
        })))
    }
}
