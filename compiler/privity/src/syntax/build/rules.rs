//! Rules, their clauses and duties.

use std::sync::Arc;

use pest::iterators::Pair;

use super::super::ast::{
    Argument, Clause, ClauseKind, Condition, DutyTerm, Effect, ItemKind, Length, Must, Name,
    Rule as RuleNode, Set, Target, Timing,
};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;
use crate::source::Span;

/// What stands before the clauses of a rule.
#[derive(Default)]
struct Head {
    name: Option<Name>,
    is_final: bool,
    effect: Option<(Effect, Span)>,
}

impl<'a> Builder<'a> {
    pub(super) fn rule(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let ((head, clauses), damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_clause);
            let mut head = Head::default();
            let mut clauses = Vec::new();
            let mut parts = pair.into_inner().peekable();
            while let Some(part) = parts.next() {
                match part.as_rule() {
                    _ if around.over => {}
                    Rule::rule_head => {
                        // Text that cannot be read behind the head is reported once, there.
                        let lost = parts.peek().map(Pair::as_rule) == Some(Rule::bad_clause);
                        head = this.rule_head(part.clone(), lost);
                    }
                    Rule::clause => clauses.extend(this.clause(part.clone())),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            (head, clauses)
        });
        let damaged = damaged || obscured;
        let (effect, effect_span) = head.effect?;
        Some(ItemKind::Rule(Arc::new(RuleNode {
            name: head.name,
            is_final: head.is_final,
            effect,
            effect_span,
            clauses,
            damaged,
        })))
    }

    fn rule_head(&mut self, pair: Pair<'a, Rule>, lost: bool) -> Head {
        let mut head = Head::default();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::rule_name => {
                    let name = part.into_inner().last();
                    head.name = name.map(|name| self.name(&name));
                }
                Rule::kw_final => head.is_final = true,
                Rule::effect => {
                    head.effect = part
                        .into_inner()
                        .next()
                        .and_then(|effect| self.effect(&effect, lost));
                }
                _ => {}
            }
        }
        head
    }

    fn effect(&mut self, pair: &Pair<'a, Rule>, lost: bool) -> Option<(Effect, Span)> {
        let keyword = pair.clone().into_inner().next()?;
        let keyword_span = self.span(&keyword);
        let whole = self.span(pair);
        let mut target = None;
        let mut condition = None;
        let mut duties = Vec::new();
        let mut set = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::target => target = self.target(&part),
                Rule::condition => condition = Some(self.condition(&part)),
                Rule::must_body => duties.extend(self.must_body(&part)),
                Rule::set => set = Some(self.set(&part)),
                _ => {}
            }
        }
        if target.is_none() && set.is_none() {
            self.damaged = true;
            if !lost {
                self.missing_target(pair);
            }
        }
        let target = target.unwrap_or(Target {
            actions: Some(Vec::new()),
            data: None,
            span: whole,
        });
        let set = set.unwrap_or(Set {
            members: Vec::new(),
            except: Vec::new(),
            span: whole,
        });
        let effect = match pair.as_rule() {
            Rule::permit => Effect::Permit(target),
            Rule::forbid => Effect::Forbid(target),
            Rule::exclude => Effect::Exclude(target),
            Rule::require => Effect::Require(
                condition.unwrap_or(Condition::All(Vec::new(), whole)),
                target,
            ),
            Rule::oblige => Effect::Oblige(duties, target),
            Rule::grant => Effect::Grant(set),
            _ => Effect::On(set),
        };
        Some((effect, keyword_span))
    }

    pub(super) fn target(&mut self, pair: &Pair<'a, Rule>) -> Option<Target> {
        let mut actions = None;
        let mut data = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::actions => {
                    let inner = part.into_inner();
                    let paths = self.paths(inner);
                    actions = (!paths.is_empty()).then_some(paths);
                }
                Rule::set => data = Some(self.set(&part)),
                _ => {}
            }
        }
        Some(Target {
            actions,
            data,
            span: self.span(pair),
        })
    }

    pub(super) fn clause(&mut self, pair: Pair<'a, Rule>) -> Option<Clause> {
        let span = self.span(&pair);
        let inner = pair.into_inner().next()?;
        let kind = self.clause_kind(&inner)?;
        Some(Clause { kind, span })
    }

    fn clause_kind(&mut self, pair: &Pair<'a, Rule>) -> Option<ClauseKind> {
        Some(match pair.as_rule() {
            Rule::to => ClauseKind::To(self.set_in(pair)),
            Rule::from => ClauseKind::From(self.set_in(pair)),
            Rule::r#in => ClauseKind::In(self.set_in(pair)),
            Rule::outside => ClauseKind::Outside(self.set_in(pair)),
            Rule::r#for => ClauseKind::For(self.set_in(pair)),
            Rule::about => ClauseKind::About(self.set_in(pair)),
            Rule::by => ClauseKind::By(self.set_in(pair)),
            Rule::without => ClauseKind::Without(self.paths(pair.clone().into_inner())),
            Rule::overrides => ClauseKind::Overrides(self.paths(pair.clone().into_inner())),
            Rule::cite => ClauseKind::Cite(self.citations(pair.clone())),
            which => {
                let argument = pair.clone().into_inner().last()?;
                match which {
                    Rule::since => ClauseKind::Since(self.date(&argument)),
                    Rule::until => ClauseKind::Until(self.date(&argument)),
                    Rule::when => ClauseKind::When(self.condition(&argument)),
                    Rule::unless => ClauseKind::Unless(self.condition(&argument)),
                    Rule::must => ClauseKind::Must(self.must_body(&argument)?),
                    Rule::under_reading => ClauseKind::Under(self.path(&argument)),
                    Rule::guard_kind => ClauseKind::GuardKind(self.path(&argument)),
                    _ => ClauseKind::Note(self.text(&argument)),
                }
            }
        })
    }

    pub(super) fn must_body(&mut self, pair: &Pair<'a, Rule>) -> Option<Must> {
        let mut must = Must {
            alternatives: Vec::new(),
            through: Vec::new(),
            timing: None,
            every: None,
            span: self.span(pair),
        };
        let mut said_through = false;
        for part in pair.clone().into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::duty_term => must.alternatives.extend(self.duty_term(&part)),
                Rule::through => {
                    self.once(said_through, "through", span);
                    said_through = true;
                    must.through.extend(self.paths(part.into_inner()));
                }
                Rule::every => {
                    self.once(must.every.is_some(), "every", span);
                    must.every = self.length_in(part);
                }
                Rule::at_once | Rule::within | Rule::before => {
                    self.once(must.timing.is_some(), "time", span);
                    must.timing = self.timing(part);
                }
                _ => {}
            }
        }
        Some(must)
    }

    pub(super) fn timing(&mut self, pair: Pair<'a, Rule>) -> Option<Timing> {
        match pair.as_rule() {
            Rule::at_once => Some(Timing::AtOnce(self.span(&pair))),
            Rule::within => self.length_in(pair).map(Timing::Within),
            _ => self
                .paths(pair.into_inner())
                .into_iter()
                .next()
                .map(Timing::Before),
        }
    }

    fn length_in(&self, pair: Pair<'a, Rule>) -> Option<Length> {
        pair.into_inner()
            .find(|inner| inner.as_rule() == Rule::length)
            .and_then(|inner| self.length(inner))
    }

    pub(super) fn duty_term(&mut self, pair: &Pair<'a, Rule>) -> Option<DutyTerm> {
        let mut path = None;
        let mut arguments = Vec::new();
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::path => path = Some(self.path(&part)),
                _ => arguments.extend(
                    part.into_inner()
                        .filter(|inner| inner.as_rule() == Rule::argument)
                        .filter_map(|argument| argument.into_inner().next())
                        .map(|argument| match argument.as_rule() {
                            Rule::duration => Argument::Duration(self.duration(&argument)),
                            _ => Argument::Path(self.path(&argument)),
                        }),
                ),
            }
        }
        Some(DutyTerm {
            path: path?,
            arguments,
            span: self.span(pair),
        })
    }
}
