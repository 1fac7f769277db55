//! Plain requests from words: pairs of an axis or fact and a word, decided on flat tables without reading JSON.

mod pairs;

use rustc_hash::{FxHashMap, FxHashSet};

use self::pairs::{Pairs, Said};
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
    pairs: Pairs,
    /// The keys whose words are numbers and days.
    counts: FxHashMap<Box<str>, Count>,
    /// What is asked when nothing is said, without the destination.
    start: Resolved,
    /// By axis, whether nothing may be left unsaid.
    required: Vec<AxisId>,
    /// The recipient and home when nothing is said of them.
    recipient: Option<Seat>,
    home: Option<i64>,
    tests_destination: bool,
}

/// What the words of a key stand for.
enum Words {
    /// Each for its values.
    Names(Vec<(Box<str>, ValueSet)>),
    Count(Counted),
}

#[derive(Debug, Clone, Copy)]
enum Counted {
    Numbers,
    Days,
}

/// A key whose words are read as values.
#[derive(Debug)]
struct Count {
    axis: AxisId,
    /// What is in the start and goes when something is said.
    default: Shares,
    counted: Counted,
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
            pairs: Pairs::default(),
            counts: FxHashMap::default(),
            start,
            required,
            recipient: None,
            tests_destination: flat.parts_of(ClassAxis::Destination.id()).next().is_some(),
            home: values(ClassAxis::Home.id()).and_then(ValueSet::as_single),
        };
        let everyone = values(ClassAxis::Recipient.id()).and_then(ValueSet::as_single);
        table.recipient = everyone.map(|recipient| table.seat(recipient));
        let default = |axis: AxisId| defaults.get(axis.index()).cloned().unwrap_or_default();
        let classes = ClassAxis::ALL.into_iter().map(|axis| {
            let words = match axis.kind() {
                Some(kind) => Words::Names(nodes(policy, axis, kind)),
                None => Words::Count(Counted::Days),
            };
            (axis.name(), axis.id(), words)
        });
        let facts = policy.facts.iter().filter_map(|fact| match *fact.axes {
            [axis] => Some((fact.name.as_str(), axis, words_of(fact)?)),
            _ => None,
        });
        let mut keys = FxHashSet::default();
        for (key, axis, words) in classes.chain(facts) {
            // A fact that is called like a class axis cannot be said here.
            if keys.insert(key) {
                table.insert(key, axis, default(axis), words);
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
            let (axis, value) = match self.pairs.find(key, text) {
                Some(found) => {
                    resolved.add(&found.shares);
                    if found.axis == ClassAxis::Recipient.id() {
                        seat = found.seat.as_ref();
                    }
                    (found.axis, found.value)
                }
                None => {
                    let count = self.counts.get(key).ok_or(NotPlain::Pair(at))?;
                    let value = self.count(count, text, resolved);
                    (count.axis, Some(value.ok_or(NotPlain::Pair(at))?))
                }
            };
            let word = said.get_mut(axis.index() / 64);
            let bit = 1 << (axis.index() % 64);
            match word {
                Some(word) if *word & bit == 0 => *word |= bit,
                _ => return Err(NotPlain::Pair(at)),
            }
            if axis == ClassAxis::Home.id() {
                home = value;
            } else if axis == ClassAxis::Destination.id() {
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

    fn insert(&mut self, key: &str, axis: AxisId, default: Shares, words: Words) {
        let words = match words {
            Words::Names(words) => words,
            Words::Count(counted) => {
                let count = Count {
                    axis,
                    default,
                    counted,
                };
                self.counts.insert(key.into(), count);
                return;
            }
        };
        for (word, values) in words {
            let Some(mut shares) = self.flat.shares(axis, &values) else {
                continue;
            };
            let less = default.iter();
            shares.extend(less.map(|&(layer, share)| (layer, share.wrapping_neg())));
            let value = values.as_single();
            let recipient = value.filter(|_| axis == ClassAxis::Recipient.id());
            let said = Said {
                axis,
                shares: summed(shares),
                value,
                seat: recipient.map(|recipient| self.seat(recipient)),
            };
            self.pairs.insert(key, &word, said);
        }
    }

    /// Adds the shares of a value that is read from a word; `None` outside the domain.
    fn count(&self, count: &Count, text: &str, resolved: &mut Resolved) -> Option<i64> {
        let value = match count.counted {
            Counted::Numbers => text.parse().ok()?,
            Counted::Days => parse_day(text)?,
        };
        let domain = &self.policy.axes.at(count.axis).domain;
        domain.contains(&value).then(|| {
            resolved.take(&count.default);
            self.flat.add_value(resolved, count.axis, value);
            value
        })
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
fn nodes(policy: &Policy, axis: ClassAxis, kind: Kind) -> Vec<(Box<str>, ValueSet)> {
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
fn words_of(fact: &Fact) -> Option<Words> {
    let named: Vec<(&str, i64)> = match &fact.ty {
        _ if fact.ambiguity.is_some() => return None,
        FactType::Flag => vec![("no", 0), ("yes", 1)],
        FactType::Words { words, .. } => words.iter().map(String::as_str).zip(0..).collect(),
        FactType::Number(_) if fact.none_value.is_none() => {
            return Some(Words::Count(Counted::Numbers));
        }
        FactType::Date if fact.none_value.is_none() => return Some(Words::Count(Counted::Days)),
        _ => return None,
    };
    let none = fact.none_value.iter();
    let named = named
        .into_iter()
        .chain(none.map(|(value, word)| (word.as_str(), *value)));
    let words = named.map(|(name, value)| (name.into(), ValueSet::single(value)));
    Some(Words::Names(words.collect()))
}

/// Shares with one for each layer, without those that add nothing.
fn summed(mut shares: Shares) -> Shares {
    shares.sort_unstable();
    shares.dedup_by(|one, before| {
        let same = one.0 == before.0;
        if same {
            before.1 = before.1.wrapping_add(one.1);
        }
        same
    });
    shares.retain(|&(_, share)| share != 0);
    shares
}
