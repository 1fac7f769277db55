//! Names, paths, literals, sets and values.

use pest::iterators::{Pair, Pairs};

use super::super::ast::{
    Citation, Date, Duration, Kind, Length, Name, Number, Path, Segments, Set, SetMember, Text,
    Unit, Value,
};
use super::super::diagnostics;
use super::super::grammar::Rule;
use super::Builder;
use crate::source::Span;

impl<'a> Builder<'a> {
    /// A word that is used or declared. A reserved one is reported and taken as it is.
    pub(super) fn name(&mut self, pair: &Pair<'a, Rule>) -> Name {
        let name = Name {
            text: pair.as_str().to_owned(),
            span: self.span(pair),
        };
        if pair.as_rule() == Rule::reserved_name {
            self.error(diagnostics::reserved_name(&name));
        }
        name
    }

    pub(super) fn path(&self, pair: &Pair<'a, Rule>) -> Path {
        let mut start = pair.as_span().start();
        let mut segments = Segments::new();
        for segment in pair.as_str().split('.') {
            let end = start + segment.len();
            segments.push(Name {
                text: segment.to_owned(),
                span: self.place(start, end),
            });
            start = end + 1;
        }
        Path {
            segments,
            span: self.span(pair),
        }
    }

    pub(super) fn text(&self, pair: &Pair<'a, Rule>) -> Text {
        let quoted = pair.as_str();
        let inner = quoted
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .unwrap_or(quoted);
        let mut value = String::with_capacity(inner.len());
        let mut characters = inner.chars();
        while let Some(character) = characters.next() {
            value.extend(match character {
                '\\' => characters.next(),
                _ => Some(character),
            });
        }
        Text {
            value,
            span: self.span(pair),
        }
    }

    /// A day; one in another style is reported.
    pub(super) fn date(&mut self, pair: &Pair<'a, Rule>) -> Date {
        let span = self.span(pair);
        let written = pair.as_str();
        let canonical = written.len() == 10
            && written
                .char_indices()
                .all(|(at, c)| (c == '-') == (at == 4 || at == 7));
        if !canonical {
            self.error(diagnostics::date_style(written, span));
            // Some day that exists: that it is not the one that was meant is reported.
            return Date {
                year: 1970,
                month: 1,
                day: 1,
                span,
            };
        }
        let mut parts = written.split('-');
        let mut part = || parts.next().unwrap_or_default();
        Date {
            year: part().parse().unwrap_or(1970),
            month: part().parse().unwrap_or(1),
            day: part().parse().unwrap_or(1),
            span,
        }
    }

    pub(super) fn number(&self, pair: &Pair<'a, Rule>) -> Number {
        Number {
            value: pair.as_str().parse().ok(),
            span: self.span(pair),
        }
    }

    pub(super) fn duration(&self, pair: &Pair<'a, Rule>) -> Duration {
        let mut number = Number {
            value: None,
            span: self.span(pair),
        };
        let mut unit = Unit::Day;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::number => number = self.number(&part),
                _ => unit = unit_of(part.as_str()),
            }
        }
        Duration {
            number,
            unit,
            span: self.span(pair),
        }
    }

    pub(super) fn length(&self, pair: Pair<'a, Rule>) -> Option<Length> {
        pair.into_inner().find_map(|inner| match inner.as_rule() {
            Rule::duration => Some(Length::Duration(self.duration(&inner))),
            Rule::path => Some(Length::Period(self.path(&inner))),
            _ => None,
        })
    }

    /// The paths among some pairs, also those inside of `paths`.
    pub(super) fn paths(&self, pairs: Pairs<'a, Rule>) -> Vec<Path> {
        let mut paths = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::path => paths.push(self.path(&pair)),
                Rule::paths => paths.extend(self.paths(pair.into_inner())),
                _ => {}
            }
        }
        paths
    }

    /// The names among some pairs, also those inside of `names`.
    pub(super) fn names(&mut self, pairs: Pairs<'a, Rule>) -> Vec<Name> {
        let mut names = Vec::new();
        for pair in pairs {
            match pair.as_rule() {
                Rule::name => names.push(self.name(&pair)),
                Rule::names => names.extend(self.names(pair.into_inner())),
                _ => {}
            }
        }
        names
    }

    pub(super) fn citations(&self, pair: Pair<'a, Rule>) -> Vec<Citation> {
        pair.into_inner()
            .filter_map(|inner| match inner.as_rule() {
                Rule::path => Some(Citation::Anchor(self.path(&inner))),
                Rule::string => Some(Citation::Words(self.text(&inner))),
                _ => None,
            })
            .collect()
    }

    pub(super) fn set(&mut self, pair: &Pair<'a, Rule>) -> Set {
        let mut members = Vec::new();
        let mut except = Vec::new();
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::member_of => members.extend(self.member_of(part)),
                Rule::paths => except = self.paths(part.into_inner()),
                _ => {}
            }
        }
        Set {
            members,
            except,
            span: self.span(pair),
        }
    }

    fn member_of(&mut self, pair: Pair<'a, Rule>) -> Option<SetMember> {
        let mut parts = pair.into_inner();
        let inner = parts.next()?;
        let with_derived = parts.next().is_some();
        match inner.as_rule() {
            Rule::kw_any => Some(SetMember::Any(self.span(&inner))),
            Rule::path if with_derived => Some(SetMember::WithDerived(self.path(&inner))),
            Rule::path => Some(SetMember::Path(self.path(&inner))),
            Rule::derived_from => Some(SetMember::DerivedFrom(
                self.paths(inner.into_inner()).into_iter().next()?,
            )),
            _ => Some(SetMember::Role(
                self.names(inner.into_inner()).into_iter().next()?,
            )),
        }
    }

    /// The set among the parts of a clause; an empty one if a broken clause has none.
    pub(super) fn set_in(&mut self, pair: &Pair<'a, Rule>) -> Set {
        let found = pair
            .clone()
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::set);
        match found {
            Some(found) => self.set(&found),
            None => Set {
                members: Vec::new(),
                except: Vec::new(),
                span: self.span(pair),
            },
        }
    }

    pub(super) fn value(&mut self, pair: &Pair<'a, Rule>) -> Option<Value> {
        let inner = pair.clone().into_inner().next()?;
        let span = self.span(&inner);
        Some(match inner.as_rule() {
            Rule::kw_any => Value::Any(span),
            Rule::list => Value::List(
                inner
                    .into_inner()
                    .filter(|item| item.as_rule() == Rule::value)
                    .filter_map(|item| self.value(&item))
                    .collect(),
                span,
            ),
            Rule::this => Value::This(kind_in(inner.into_inner())?, span),
            Rule::date => Value::Date(self.date(&inner)),
            Rule::duration => Value::Duration(self.duration(&inner)),
            Rule::number => Value::Number(self.number(&inner)),
            _ => Value::Path(self.path(&inner)),
        })
    }

    /// A single name as a path, for the class axes that are no ordinary names.
    pub(super) fn single(&self, text: &str, span: Span) -> Path {
        Path {
            segments: [Name {
                text: text.to_owned(),
                span,
            }]
            .into(),
            span,
        }
    }
}

/// The kind among some pairs.
pub(super) fn kind_in(mut pairs: Pairs<'_, Rule>) -> Option<Kind> {
    pairs.find_map(|pair| match pair.as_rule() {
        Rule::kind => Kind::from_word(pair.as_str()),
        _ => None,
    })
}

/// The unit that a word names. The grammar lets nothing else through.
pub(super) fn unit_of(word: &str) -> Unit {
    match word.trim_end_matches('s') {
        "hour" => Unit::Hour,
        "week" => Unit::Week,
        "month" => Unit::Month,
        "year" => Unit::Year,
        _ => Unit::Day,
    }
}
