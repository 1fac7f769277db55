//! Conditions and the tests they are made of.

use pest::iterators::Pair;

use super::super::ast::{Comparison, Condition, Path, TestOf, Value};
use super::super::diagnostics;
use super::super::grammar::Rule;
use super::Builder;
use crate::source::Span;

impl<'a> Builder<'a> {
    /// A condition. Its depth is bounded, since brackets are and pairs of `not` fall away.
    pub(super) fn condition(&mut self, pair: &Pair<'a, Rule>) -> Condition {
        let span = self.span(pair);
        let mut terms = Vec::new();
        let mut first_and: Option<Span> = None;
        let mut first_or: Option<Span> = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::term => terms.push(self.term(part)),
                Rule::kw_and => first_and = first_and.or(Some(self.span(&part))),
                Rule::kw_or => first_or = first_or.or(Some(self.span(&part))),
                _ => {}
            }
        }
        if let (Some(and), Some(or)) = (first_and, first_or) {
            if self.obscured(pair) {
                // A parenthesis that is reported may be what parts them.
                self.damaged = true;
            } else {
                self.error(diagnostics::mixed_and_or(span, and, or));
            }
        }
        if terms.len() == 1
            && let Some(only) = terms.pop()
        {
            return only;
        }
        match first_or {
            Some(_) => Condition::Any(terms, span),
            None => Condition::All(terms, span),
        }
    }

    fn term(&mut self, pair: Pair<'a, Rule>) -> Condition {
        let span = self.span(&pair);
        let mut negated = false;
        let mut built = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_not => negated = !negated,
                Rule::parenthesis => {
                    let inner = part
                        .into_inner()
                        .find(|inner| inner.as_rule() == Rule::condition);
                    built = inner.map(|inner| self.condition(&inner));
                }
                _ => built = self.test_of(&part).map(Condition::Test),
            }
        }
        let condition = built.unwrap_or(Condition::All(Vec::new(), span));
        if negated {
            Condition::Not(Box::new(condition), span)
        } else {
            condition
        }
    }

    pub(super) fn test_of(&mut self, pair: &Pair<'a, Rule>) -> Option<TestOf> {
        let mut subject: Option<Path> = None;
        let mut comparison = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::axis => {
                    subject = Some(self.single(part.as_str(), self.span(&part)));
                }
                Rule::path => subject = Some(self.path(&part)),
                _ => comparison = self.comparison(part),
            }
        }
        Some(TestOf {
            subject: subject?,
            comparison,
            span: self.span(pair),
        })
    }

    fn comparison(&mut self, pair: Pair<'a, Rule>) -> Option<(Comparison, Value)> {
        let mut how = None;
        let mut value = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::value => value = self.value(&part),
                other => how = comparison_of(other),
            }
        }
        how.zip(value)
    }
}

fn comparison_of(operator: Rule) -> Option<Comparison> {
    Some(match operator {
        Rule::kw_is => Comparison::Is,
        Rule::is_not => Comparison::IsNot,
        Rule::at_least => Comparison::AtLeast,
        Rule::at_most => Comparison::AtMost,
        Rule::kw_below => Comparison::Below,
        Rule::kw_above => Comparison::Above,
        Rule::kw_in => Comparison::In,
        Rule::kw_outside => Comparison::Outside,
        Rule::has_any => Comparison::HasAny,
        Rule::has_all | Rule::kw_has => Comparison::HasAll,
        _ => return None,
    })
}
