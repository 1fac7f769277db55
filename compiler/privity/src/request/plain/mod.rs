//! Plain requests from words: pairs of an axis or fact and a word, decided on flat tables without reading JSON.

mod lexicon;

use self::lexicon::Lexicon;
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
    names: Lexicon<Key>,
    keys: Vec<Words>,
    /// The seats of all recipients that are words.
    seats: Vec<Seat>,
    /// What is asked when nothing is said, without the destination.
    start: Resolved,
    /// By axis, whether nothing may be left unsaid.
    required: Vec<AxisId>,
    /// The recipient and home when nothing is said of them.
    recipient: Option<Seat>,
    home: Option<i64>,
    tests_destination: bool,
}

/// The name of an axis or fact, found once in its [`WordTable`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key(usize);

/// The words of a key.
#[derive(Debug)]
struct Words {
    axis: AxisId,
    words: Form<Lexicon<Word>>,
    /// What is in the start and goes when a value is said.
    default: Shares,
    /// The domain of the axis.
    first: i64,
    last: i64,
}

/// What the words of a key are.
#[derive(Debug)]
enum Form<Names> {
    Names(Names),
    Number,
    Day,
}

/// Names with their values.
type Named = Vec<(Box<str>, ValueSet)>;

#[derive(Debug)]
struct Word {
    /// What the request gains, less what it has while nothing is said of the axis.
    shares: Shares,
    /// The one value, if it is one.
    value: Option<i64>,
    /// Which of the seats, if it is a recipient.
    seat: Option<u32>,
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
            start.add(shares);
            defaults.push(shares);
        }
        let mut table = Self {
            policy,
            flat,
            names: Lexicon::default(),
            keys: Vec::new(),
            seats: Vec::new(),
            start,
            required,
            recipient: None,
            tests_destination: !flat.parts_of(ClassAxis::Destination.id()).is_empty(),
            home: values(ClassAxis::Home.id()).and_then(ValueSet::as_single),
        };
        let everyone = values(ClassAxis::Recipient.id()).and_then(ValueSet::as_single);
        table.recipient = everyone.map(|recipient| table.seat(recipient));
        let default = |axis: AxisId| defaults.get(axis.index()).copied().unwrap_or_default();
        let classes = ClassAxis::ALL.into_iter().map(|axis| {
            let words = match axis.kind() {
                Some(kind) => Form::Names(nodes(policy, axis, kind)),
                None => Form::Day,
            };
            (axis.name(), axis.id(), words)
        });
        let facts = policy.facts.iter().filter_map(|fact| match *fact.axes {
            [axis] => Some((fact.name.as_str(), axis, words_of(fact)?)),
            _ => None,
        });
        for (name, axis, words) in classes.chain(facts) {
            // A fact that is called like a class axis cannot be said here.
            if table.names.add(name, Key(table.keys.len())) {
                let words = table.words(axis, default(axis), words);
                table.keys.push(words);
            }
        }
        Some(table)
    }

    /// The key of an axis or fact; `None` if it has none here. A program that asks often looks its keys up once.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<Key> {
        self.names.get(name).copied()
    }

    /// Resolves a request; see [`NotPlain`] for those that have no such form. Allocates nothing if `resolved` was used before.
    ///
    /// # Errors
    /// When it is not plain.
    pub fn resolve(&self, pairs: &[(&str, &str)], resolved: &mut Resolved) -> Result<(), NotPlain> {
        let pairs = pairs.iter().map(|&(name, word)| (self.key(name), word));
        self.resolve_each(pairs, resolved)
    }

    /// As [`WordTable::resolve`], with keys of this table.
    ///
    /// # Errors
    /// When it is not plain.
    pub fn resolve_keyed(
        &self,
        pairs: &[(Key, &str)],
        resolved: &mut Resolved,
    ) -> Result<(), NotPlain> {
        let pairs = pairs.iter().map(|&(key, word)| (Some(key), word));
        self.resolve_each(pairs, resolved)
    }

    #[inline]
    fn resolve_each<'t>(
        &self,
        pairs: impl Iterator<Item = (Option<Key>, &'t str)>,
        resolved: &mut Resolved,
    ) -> Result<(), NotPlain> {
        resolved.clone_from(&self.start);
        let mut said = [0u64; MOST_AXES / 64];
        let mut seat = self.recipient.as_ref();
        let mut home = self.home;
        let mut destination = None;
        for (at, (key, text)) in pairs.enumerate() {
            let not_plain = NotPlain::Pair(at);
            let key = key.and_then(|key| self.keys.get(key.0)).ok_or(not_plain)?;
            let axis = key.axis;
            let word = said.get_mut(axis.index() / 64);
            let bit = 1 << (axis.index() % 64);
            match word {
                Some(word) if *word & bit == 0 => *word |= bit,
                _ => return Err(not_plain),
            }
            let value = match &key.words {
                Form::Names(words) => {
                    let word = words.get(text).ok_or(not_plain)?;
                    resolved.add(word.shares);
                    if axis == ClassAxis::Recipient.id() {
                        seat = word.seat.and_then(|seat| self.seats.get(seat as usize));
                    }
                    word.value
                }
                Form::Number => Some(
                    self.value(key, text.parse().ok(), resolved)
                        .ok_or(not_plain)?,
                ),
                Form::Day => Some(
                    self.value(key, parse_day(text), resolved)
                        .ok_or(not_plain)?,
                ),
            };
            if axis == ClassAxis::Home.id() {
                home = value;
            } else if axis == ClassAxis::Destination.id() {
                destination = Some(value.ok_or(not_plain)?);
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
            (None, Some(seat)) => resolved.add(seat.shares.ok_or(left_out)?),
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

    /// As [`WordTable::decide`], with keys of this table.
    ///
    /// # Errors
    /// When it is not plain.
    pub fn decide_keyed(
        &self,
        pairs: &[(Key, &str)],
        resolved: &mut Resolved,
    ) -> Result<Decision, NotPlain> {
        self.resolve_keyed(pairs, resolved)?;
        Ok(self.flat.decide(resolved))
    }

    fn words(&mut self, axis: AxisId, default: Shares, named: Form<Named>) -> Words {
        let words = match named {
            Form::Names(named) => {
                let mut words = Lexicon::default();
                for (name, values) in named {
                    if let Some(word) = self.word(axis, default, &values) {
                        words.add(&name, word);
                    }
                }
                Form::Names(words)
            }
            Form::Number => Form::Number,
            Form::Day => Form::Day,
        };
        let domain = &self.policy.axes.at(axis).domain;
        Words {
            axis,
            words,
            default,
            first: *domain.start(),
            last: *domain.end(),
        }
    }

    /// What a word for these values says; `None` if the rules tell them apart.
    fn word(&mut self, axis: AxisId, default: Shares, values: &ValueSet) -> Option<Word> {
        let shares = self.flat.shares(axis, values)?.less(default);
        let value = values.as_single();
        let recipient = value.filter(|_| axis == ClassAxis::Recipient.id());
        let seat = recipient.and_then(|recipient| {
            self.seats.push(self.seat(recipient));
            u32::try_from(self.seats.len() - 1).ok()
        });
        Some(Word {
            shares,
            value,
            seat,
        })
    }

    /// Adds the shares of a value; `None` outside the domain.
    #[inline]
    fn value(&self, key: &Words, value: Option<i64>, resolved: &mut Resolved) -> Option<i64> {
        let value = value.filter(|&value| key.first <= value && value <= key.last)?;
        resolved.take(key.default);
        self.flat.add_value(resolved, key.axis, value);
        Some(value)
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

/// The names of nodes and lasting groups of an axis, with their values.
fn nodes(policy: &Policy, axis: ClassAxis, kind: Kind) -> Named {
    let taxonomy = policy.taxonomies.kind(kind);
    let names = taxonomy.into_iter().flat_map(|taxonomy| &taxonomy.names);
    let lasting = names.filter(|(name, target)| {
        let transfer = axis == ClassAxis::Action && *name == "transfer";
        !transfer && !matches!(target, NameTarget::Group(_))
    });
    let words = lasting.filter_map(|(name, _)| {
        let nowhere = Span::new(0, 0);
        let atoms = names::atoms(policy, kind, name, nowhere, &ValueSet::empty()).ok()?;
        Some((name.as_str().into(), atoms))
    });
    words.collect()
}

/// The words of a fact; `None` for one that is left to [`super::read::read`].
fn words_of(fact: &Fact) -> Option<Form<Named>> {
    let named: Vec<(&str, i64)> = match &fact.ty {
        _ if fact.ambiguity.is_some() => return None,
        FactType::Flag => vec![("no", 0), ("yes", 1)],
        FactType::Words { words, .. } => words.iter().map(String::as_str).zip(0..).collect(),
        FactType::Number(_) if fact.none_value.is_none() => return Some(Form::Number),
        FactType::Date if fact.none_value.is_none() => return Some(Form::Day),
        _ => return None,
    };
    let none = fact.none_value.iter();
    let named = named
        .into_iter()
        .chain(none.map(|(value, word)| (word.as_str(), *value)));
    let words = named.map(|(name, value)| (name.into(), ValueSet::single(value)));
    Some(Form::Names(words.collect()))
}
