//! Plain requests from words: pairs of an axis or fact and a word, decided on flat tables without reading JSON.

use rustc_hash::FxHashMap;

use super::Request;
use super::build::RequestBuilder;
use super::names;
use crate::check::dates::parse_day;
use crate::check::policy::{AxisId, ClassAxis, Fact, FactType, Kind, Policy};
use crate::check::taxonomy::NameTarget;
use crate::check::values::ValueSet;
use crate::graph::flat::Shares;
use crate::graph::{Decision, FlatGraph, Resolved};
use crate::source::Span;

/// Why pairs of words are no plain request. [`super::read::read`] takes every request, and says what is wrong with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotPlain {
    /// The pair at this position: its key or word is not known here, stands for things that the rules tell apart, or comes again.
    Pair(usize),
    /// Of this axis nothing is said, and what that means is not one thing.
    LeftOut(AxisId),
    /// The recipient does not sit in the destination that is said.
    Misplaced,
}

/// The words of a policy with what each adds to a request for its flat tables. Made once; answers as often as one likes.
///
/// Keys are the names of class axes and of facts; words are names of nodes, lasting groups, words of facts, `yes` and `no`, numbers, and days
/// as in `2018-05-25`. Sets, rights, events, the act `transfer`, lengths of time, *none* and *unknown* are left to [`super::read::read`].
#[derive(Debug)]
pub struct WordTable<'p> {
    policy: &'p Policy,
    flat: &'p FlatGraph,
    keys: FxHashMap<Box<str>, Key>,
    /// What is asked when nothing is said, without the destination.
    start: Resolved,
    /// By axis, whether nothing may be left unsaid.
    required: Vec<AxisId>,
    /// The recipient and home when nothing is said of them.
    recipient: Option<Seat>,
    home: Option<i64>,
    tests_destination: bool,
}

#[derive(Debug)]
struct Key {
    axis: AxisId,
    /// What is in the start and goes when something is said.
    default: Shares,
    words: Words,
}

#[derive(Debug)]
enum Words {
    Names(FxHashMap<Box<str>, Word>),
    Number,
    Day,
}

#[derive(Debug, Clone)]
struct Word {
    shares: Shares,
    /// The one value, if it is one.
    value: Option<i64>,
    seat: Option<Seat>,
}

/// Where a recipient sits.
#[derive(Debug, Clone)]
struct Seat {
    /// The value of the recipient.
    recipient: i64,
    /// What the destination adds that follows from it; `None` if the rules tell its places apart.
    shares: Option<Shares>,
}

/// More axes than this have no word table.
const MOST_AXES: usize = 256;

impl<'p> WordTable<'p> {
    /// The words of a policy whose graph was laid out; `None` for more than 256 axes.
    #[must_use]
    pub fn new(policy: &'p Policy, flat: &'p FlatGraph) -> Option<Self> {
        if policy.axes.len() > MOST_AXES {
            return None;
        }
        let Request { asks, .. } = RequestBuilder::new(policy).build();
        let values = |axis: AxisId| asks.get(axis.index()).map(super::Ask::values);
        let mut start = flat.resolve(&[]);
        let mut required = Vec::new();
        let mut defaults: Vec<Shares> = Vec::new();
        start.clear();
        for axis in policy.axes.ids() {
            let shares = values(axis).and_then(|values| flat.shares(axis, values));
            let destination = axis == ClassAxis::Destination.id();
            if shares.is_none() && !destination {
                required.push(axis);
            }
            let shares = shares.filter(|_| !destination).unwrap_or_default();
            start.add(&shares);
            defaults.push(shares);
        }
        let mut table = Self {
            policy,
            flat,
            keys: FxHashMap::default(),
            start,
            required,
            recipient: None,
            tests_destination: flat.parts_of(ClassAxis::Destination.id()).next().is_some(),
            home: values(ClassAxis::Home.id()).and_then(ValueSet::as_single),
        };
        let everyone = values(ClassAxis::Recipient.id()).and_then(ValueSet::as_single);
        table.recipient = everyone.map(|recipient| table.seat(recipient));
        let default = |axis: AxisId| defaults.get(axis.index()).cloned().unwrap_or_default();
        for axis in ClassAxis::ALL {
            let words = match axis.kind() {
                Some(kind) => Words::Names(table.nodes(axis, kind)),
                None => Words::Day,
            };
            table.insert(axis.name(), axis.id(), default(axis.id()), words);
        }
        for fact in policy.facts.iter() {
            if let ([axis], Some(words)) = (fact.axes.as_slice(), table.fact(fact)) {
                table.insert(&fact.name, *axis, default(*axis), words);
            }
        }
        Some(table)
    }

    /// Resolves a request; see [`NotPlain`] for those that have no such form. Allocates nothing if `resolved` was used before.
    ///
    /// # Errors
    /// When it is not plain.
    pub fn resolve(&self, pairs: &[(&str, &str)], resolved: &mut Resolved) -> Result<(), NotPlain> {
        resolved.clone_from(&self.start);
        let mut said = [0u64; MOST_AXES / 64];
        let mut seat = self.recipient.as_ref();
        let mut home = self.home;
        let mut destination = None;
        for (at, &(key, text)) in pairs.iter().enumerate() {
            let key = self.keys.get(key).ok_or(NotPlain::Pair(at))?;
            let word = said.get_mut(key.axis.index() / 64);
            let bit = 1 << (key.axis.index() % 64);
            match word {
                Some(word) if *word & bit == 0 => *word |= bit,
                _ => return Err(NotPlain::Pair(at)),
            }
            resolved.take(&key.default);
            let value = match &key.words {
                Words::Names(words) => {
                    let word = words.get(text).ok_or(NotPlain::Pair(at))?;
                    resolved.add(&word.shares);
                    if key.axis == ClassAxis::Recipient.id() {
                        seat = word.seat.as_ref();
                    }
                    word.value
                }
                Words::Number => Some(
                    self.number(key.axis, text.parse().ok(), resolved)
                        .ok_or(NotPlain::Pair(at))?,
                ),
                Words::Day => Some(
                    self.number(key.axis, parse_day(text), resolved)
                        .ok_or(NotPlain::Pair(at))?,
                ),
            };
            if key.axis == ClassAxis::Home.id() {
                home = value;
            } else if key.axis == ClassAxis::Destination.id() {
                destination = Some(value.ok_or(NotPlain::Pair(at))?);
            }
        }
        let is_said = |axis: AxisId| {
            let word = said.get(axis.index() / 64).copied().unwrap_or_default();
            word >> (axis.index() % 64) & 1 == 1
        };
        if let Some(&axis) = self.required.iter().find(|&&axis| !is_said(axis)) {
            return Err(NotPlain::LeftOut(axis));
        }
        let left_out = NotPlain::LeftOut(ClassAxis::Destination.id());
        match (destination, seat) {
            (Some(place), Some(seat)) if self.sits(seat.recipient, place, home) => {}
            (Some(_), Some(_)) => return Err(NotPlain::Misplaced),
            (Some(_), None) => return Err(left_out),
            (None, Some(seat)) => resolved.add(seat.shares.as_ref().ok_or(left_out)?),
            (None, None) if self.tests_destination => return Err(left_out),
            (None, None) => {}
        }
        Ok(())
    }

    /// Decides a request, using a resolved one again.
    ///
    /// # Errors
    /// When it is not plain.
    pub fn decide(
        &self,
        pairs: &[(&str, &str)],
        resolved: &mut Resolved,
    ) -> Result<Decision, NotPlain> {
        self.resolve(pairs, resolved)?;
        Ok(self.flat.decide(resolved))
    }

    fn insert(&mut self, name: &str, axis: AxisId, default: Shares, words: Words) {
        let key = Key {
            axis,
            default,
            words,
        };
        // A fact that is called like a class axis cannot be said here.
        self.keys.entry(name.into()).or_insert(key);
    }

    /// Adds the shares of a number; `None` outside the domain.
    fn number(&self, axis: AxisId, value: Option<i64>, resolved: &mut Resolved) -> Option<i64> {
        let value = value.filter(|value| self.policy.axes.at(axis).domain.contains(value))?;
        self.flat.add_value(resolved, axis, value);
        Some(value)
    }

    fn nodes(&self, axis: ClassAxis, kind: Kind) -> FxHashMap<Box<str>, Word> {
        let Some(taxonomy) = self.policy.taxonomies.kind(kind) else {
            return FxHashMap::default();
        };
        let lasting = taxonomy.names.iter().filter(|(name, target)| {
            let transfer = axis == ClassAxis::Action && *name == "transfer";
            !transfer && !matches!(target, NameTarget::Group(_))
        });
        let words = lasting.filter_map(|(name, _)| {
            let nowhere = Span::new(0, 0);
            let atoms = names::atoms(self.policy, kind, name, nowhere, &ValueSet::empty()).ok()?;
            let value = atoms.as_single();
            let word = Word {
                shares: self.flat.shares(axis.id(), &atoms)?,
                value,
                seat: value
                    .filter(|_| axis == ClassAxis::Recipient)
                    .map(|recipient| self.seat(recipient)),
            };
            Some((name.as_str().into(), word))
        });
        words.collect()
    }

    fn fact(&self, fact: &Fact) -> Option<Words> {
        let named: Vec<(&str, i64)> = match &fact.ty {
            _ if fact.ambiguity.is_some() => return None,
            FactType::Flag => vec![("no", 0), ("yes", 1)],
            FactType::Words { words, .. } => words.iter().map(String::as_str).zip(0..).collect(),
            FactType::Number(_) if fact.none_value.is_none() => return Some(Words::Number),
            FactType::Date if fact.none_value.is_none() => return Some(Words::Day),
            _ => return None,
        };
        let none = fact.none_value.iter();
        let named = named
            .into_iter()
            .chain(none.map(|(value, word)| (word.as_str(), *value)));
        let words = named.filter_map(|(name, value)| {
            let shares = self
                .flat
                .shares(*fact.axes.first()?, &ValueSet::single(value))?;
            let word = Word {
                shares,
                value: Some(value),
                seat: None,
            };
            Some((name.into(), word))
        });
        Some(Words::Names(words.collect()))
    }

    fn places(&self, recipient: i64) -> Option<&ValueSet> {
        let at = usize::try_from(recipient).ok()?;
        let places = self.policy.sits_in.get(at)?.as_ref();
        places.filter(|places| !places.is_empty())
    }

    fn seat(&self, recipient: i64) -> Seat {
        let destination = ClassAxis::Destination.id();
        let Request { asks, .. } = RequestBuilder::new(self.policy).build();
        let places = self.places(recipient);
        let places = places.or_else(|| asks.get(destination.index()).map(super::Ask::values));
        Seat {
            recipient,
            shares: places.and_then(|places| self.flat.shares(destination, places)),
        }
    }

    /// Whether a recipient may be at a place: one without a place may be anywhere.
    fn sits(&self, recipient: i64, place: i64, home: Option<i64>) -> bool {
        let as_home = &self.policy.borders.as_home;
        let Some(own) = self.places(recipient) else {
            return true;
        };
        own.contains(place)
            || as_home.contains(place)
            || home == Some(place) && own.iter().any(|seat| as_home.contains(seat))
    }
}
