//! Tests: questions with their answers.

use pest::iterators::Pair;

use super::super::ast::{Expect, ExpectedVerdict, ItemKind, Question, Test, TestGiven};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;

impl<'a> Builder<'a> {
    pub(super) fn test(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (test, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_test);
            let mut test: Option<Test> = None;
            for part in pair.into_inner() {
                match (part.as_rule(), &mut test) {
                    _ if around.over => {}
                    (Rule::test_head, _) => {
                        let law = this.path_in(part.clone());
                        test = part.clone().into_inner().last().map(|title| Test {
                            law,
                            title: this.text(&title),
                            question: None,
                            clauses: Vec::new(),
                            citations: Vec::new(),
                            given: Vec::new(),
                            expect: None,
                            damaged: false,
                        });
                    }
                    (Rule::test_part, Some(test)) => this.test_part(part.clone(), test),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            test
        });
        let mut test = test?;
        test.damaged = damaged || obscured;
        Some(ItemKind::Test(test))
    }

    fn test_part(&mut self, pair: Pair<'a, Rule>, test: &mut Test) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        match part.as_rule() {
            Rule::ask => {
                self.once(test.question.is_some(), "ask", span);
                test.question = part
                    .into_inner()
                    .find(|inner| inner.as_rule() == Rule::question)
                    .and_then(|question| question.into_inner().next())
                    .and_then(|question| self.question(&question));
            }
            Rule::given => test.given.extend(
                part.into_inner()
                    .filter(|inner| inner.as_rule() == Rule::assumption)
                    .filter_map(|assumption| self.assumption(assumption)),
            ),
            Rule::expect => {
                self.once(test.expect.is_some(), "expect", span);
                test.expect = self.expect(&part);
            }
            Rule::cite => test.citations.extend(self.citations(part)),
            _ => test.clauses.extend(self.clause(part)),
        }
    }

    pub(super) fn question(&mut self, pair: &Pair<'a, Rule>) -> Option<Question> {
        Some(match pair.as_rule() {
            Rule::ask_grant => Question::Grant(self.set_in(pair)),
            Rule::ask_on => Question::On(self.set_in(pair)),
            _ => Question::Act(self.target(pair)?),
        })
    }

    fn assumption(&mut self, pair: Pair<'a, Rule>) -> Option<TestGiven> {
        let mut negated = false;
        let mut test = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::kw_not => negated = true,
                _ => test = self.test_of(&part),
            }
        }
        Some(TestGiven {
            negated,
            test: test?,
        })
    }

    fn expect(&mut self, pair: &Pair<'a, Rule>) -> Option<Expect> {
        let mut verdict = None;
        let mut by = Vec::new();
        let mut duties = None;
        for part in pair.clone().into_inner() {
            let span = self.span(&part);
            match part.as_rule() {
                Rule::verdict => {
                    verdict = part.into_inner().next().map(|inner| self.verdict(inner));
                }
                Rule::expect_by => by.extend(self.paths(part.into_inner())),
                Rule::expect_must => {
                    self.once(duties.is_some(), "must", span);
                    duties = Some(
                        part.into_inner()
                            .filter(|inner| inner.as_rule() == Rule::expected_duty)
                            .map(|duty| {
                                duty.into_inner()
                                    .filter(|term| term.as_rule() == Rule::duty_term)
                                    .filter_map(|term| self.duty_term(&term))
                                    .collect()
                            })
                            .collect(),
                    );
                }
                _ => {}
            }
        }
        Some(Expect {
            verdict: verdict?,
            by,
            duties,
            span: self.span(pair),
        })
    }

    fn verdict(&mut self, pair: Pair<'a, Rule>) -> ExpectedVerdict {
        match pair.as_rule() {
            Rule::kw_permit => ExpectedVerdict::Permit,
            Rule::kw_deny => ExpectedVerdict::Deny,
            Rule::not_applicable => ExpectedVerdict::NotApplicable,
            _ => ExpectedVerdict::Needs(self.paths(pair.into_inner())),
        }
    }
}
