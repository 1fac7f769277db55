//! Assertions: a claim about many requests at once.

use pest::iterators::Pair;

use super::super::ast::{Assertion, Claim, ItemKind, Question, Target};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;

impl<'a> Builder<'a> {
    pub(super) fn assertion(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (assertion, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_clause);
            let mut assertion: Option<Assertion> = None;
            let mut parts = pair.into_inner().peekable();
            while let Some(part) = parts.next() {
                match (part.as_rule(), &mut assertion) {
                    _ if around.over => {}
                    (Rule::assertion_head, _) => {
                        // Text that cannot be read behind the head is reported once, there.
                        let lost = parts.peek().map(Pair::as_rule) == Some(Rule::bad_clause);
                        assertion = this.assertion_head(&part, lost);
                    }
                    (Rule::clause, Some(assertion)) => {
                        assertion.clauses.extend(this.clause(part.clone()));
                    }
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            assertion
        });
        let mut assertion = assertion?;
        assertion.damaged = damaged || obscured;
        Some(ItemKind::Assertion(assertion))
    }

    fn assertion_head(&mut self, pair: &Pair<'a, Rule>, lost: bool) -> Option<Assertion> {
        let mut name = None;
        let mut claim = None;
        let mut question = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::assertion_name => {
                    name = part.into_inner().last().map(|name| self.name(&name));
                }
                Rule::claim => {
                    let span = self.span(&part);
                    let word = part.into_inner().next().map(|word| word.as_rule());
                    claim = Some((
                        match word {
                            Some(Rule::kw_never) => Claim::Never,
                            Some(Rule::kw_always) => Claim::Always,
                            Some(Rule::kw_some) => Claim::Some,
                            _ => Claim::Whenever,
                        },
                        span,
                    ));
                }
                Rule::question => {
                    question = part
                        .into_inner()
                        .next()
                        .and_then(|inner| self.question(&inner));
                }
                _ => {}
            }
        }
        let (claim, claim_span) = claim?;
        if question.is_none() {
            self.damaged = true;
            if !lost {
                self.missing_target(pair);
            }
        }
        Some(Assertion {
            name,
            claim,
            claim_span,
            question: question.unwrap_or(Question::Act(Target {
                actions: Some(Vec::new()),
                data: None,
                span: claim_span,
            })),
            clauses: Vec::new(),
            damaged: false,
        })
    }
}
