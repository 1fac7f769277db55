//! Tests: their requests, through the same builder as requests from outside, and the answers they expect.

use super::checker::Checker;
use super::class_test::shifted;
use super::condition::class_axis;
use super::diagnostics::{test_incomplete, test_out_of_place};
use super::fact_values::single_word;
use super::policy::{ClassAxis, Expectation, ExpectedVerdict, Policy, Test};
use super::values::ValueSet;
use crate::request::build::RequestBuilder;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::names::Space;
use crate::resolve::world::{ModuleIndex, Placed};
use crate::syntax::ast::{self, ClauseKind, Comparison, Kind, Question, Set, Value};

impl Checker<'_, '_> {
    /// The sound tests. Those with a mistake are reported and left out.
    /// Those that ask a law stand apart, each with the position of its law.
    pub(super) fn examples(&mut self, policy: &Policy) -> (Vec<Test>, Vec<(usize, Test)>) {
        let world = self.world;
        let (mut own, mut of_laws) = (Vec::new(), Vec::new());
        for placed in &world.tests {
            let law = match &placed.item.law {
                Some(path) => self.law_named(path, placed.module).map(Some),
                None => Some(world.law_of(placed.module)),
            };
            let test = self.example(policy, placed);
            match (law, test) {
                (Some(None), Some(test)) => own.push(test),
                (Some(Some(law)), Some(test)) => of_laws.push((law, test)),
                _ => {}
            }
        }
        (own, of_laws)
    }

    /// A sound test; of another, what is wrong with it is reported.
    pub(super) fn example(&mut self, policy: &Policy, placed: &Placed<ast::Test>) -> Option<Test> {
        let written = &placed.item;
        let module = placed.module;
        let mut request = RequestBuilder::new(policy);
        let mut sound = !written.damaged;
        // The day decides what a group that changes in time means.
        let day = self.day_of(written);
        match &written.question {
            Some(question) => {
                sound &= self.question(question, module, day, &mut request).is_some();
                for clause in &written.clauses {
                    sound &= self
                        .test_clause(&clause.kind, clause.span, module, day, &mut request)
                        .is_some();
                }
            }
            None if written.damaged => {}
            None => {
                self.report
                    .push(test_incomplete(written.title.span, "`ask`"));
                sound = false;
            }
        }
        for given in &written.given {
            sound &= self.given(given, module, day, &mut request).is_some();
        }
        let expect = match &written.expect {
            Some(expect) => self.expectation(expect, module),
            None => {
                if !written.damaged {
                    self.report
                        .push(test_incomplete(written.title.span, "`expect`"));
                }
                None
            }
        };
        let citations = self.citations(&written.citations, module);
        let expect = expect?;
        sound.then(|| Test {
            title: written.title.value.clone(),
            request: request.build(),
            expect,
            citations,
            span: placed.span,
        })
    }

    /// The day that `given date is …` names, without reporting what is wrong with it: that comes with the fact itself.
    fn day_of(&self, test: &ast::Test) -> Option<i64> {
        test.given.iter().find_map(|given| {
            let (Some(ClassAxis::Date), Some((Comparison::Is, Value::Date(date)))) =
                (class_axis(&given.test.subject), &given.test.comparison)
            else {
                return None;
            };
            super::dates::day_number(date.year, date.month, date.day)
        })
    }

    fn question(
        &mut self,
        question: &Question,
        module: ModuleIndex,
        day: Option<i64>,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        match question {
            Question::Grant(set) => self.ask_response(Kind::Right, set, module, day, request),
            Question::On(set) => self.ask_response(Kind::Event, set, module, day, request),
            Question::Act(target) => {
                match &target.actions {
                    None => {
                        let last = self.atom_count(Kind::Action) - 1;
                        request.all_of(ClassAxis::Action, &ValueSet::range(0, last));
                    }
                    Some(paths) => {
                        let mut sound = true;
                        for path in paths {
                            if single_word(path) == Some("transfer") {
                                request.transfer();
                            } else if let Some(values) = self.action_values(path, module) {
                                request.all_of(ClassAxis::Action, &on(&values, day));
                            } else {
                                sound = false;
                            }
                        }
                        if !sound {
                            return None;
                        }
                    }
                }
                match &target.data {
                    Some(set) => self.ask(ClassAxis::Data, set, module, day, request),
                    None => Some(()),
                }
            }
        }
    }

    fn ask_response(
        &mut self,
        kind: Kind,
        set: &Set,
        module: ModuleIndex,
        day: Option<i64>,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        let nodes = self.set(set, kind, module)?;
        let offset = match kind {
            Kind::Right => self.right_offset(),
            _ => self.event_offset(),
        };
        let values = shifted(&nodes.values(self.atom_count(kind)), offset);
        request.all_of(ClassAxis::Action, &on(&values, day));
        Some(())
    }

    /// Asks for all of a set of nodes.
    pub(super) fn ask(
        &mut self,
        axis: ClassAxis,
        set: &Set,
        module: ModuleIndex,
        day: Option<i64>,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        let kind = axis.kind()?;
        let nodes = self.set(set, kind, module)?;
        let atoms = self.atom_count(kind);
        let mut values = on(&nodes.values(atoms), day);
        if nodes.none && axis.has_none() {
            values = values.union(&ValueSet::single(atoms));
        }
        request.all_of(axis, &values);
        Some(())
    }

    fn test_clause(
        &mut self,
        clause: &ClauseKind,
        span: crate::source::Span,
        module: ModuleIndex,
        day: Option<i64>,
        request: &mut RequestBuilder<'_>,
    ) -> Option<()> {
        let (axis, set) = match clause {
            ClauseKind::To(set) => (ClassAxis::Recipient, set),
            ClauseKind::In(set) => (ClassAxis::Destination, set),
            ClauseKind::For(set) => (ClassAxis::Purpose, set),
            ClauseKind::About(set) => (ClassAxis::Subject, set),
            ClauseKind::By(set) => (ClassAxis::Actor, set),
            ClauseKind::From(set) => (self.axis_of_from(set, module)?, set),
            ClauseKind::Cite(_) | ClauseKind::Note(_) => return Some(()),
            _ => return self.fail(test_out_of_place(span)),
        };
        self.ask(axis, set, module, day, request)
    }

    fn expectation(&mut self, expect: &ast::Expect, module: ModuleIndex) -> Option<Expectation> {
        let mut sound = true;
        let world = self.world;
        let verdict = match &expect.verdict {
            ast::ExpectedVerdict::Permit => ExpectedVerdict::Permit,
            ast::ExpectedVerdict::Deny => ExpectedVerdict::Deny,
            ast::ExpectedVerdict::NotApplicable => ExpectedVerdict::NotApplicable,
            ast::ExpectedVerdict::Needs(paths) => {
                let mut needed = Vec::new();
                for path in paths {
                    if let Some(axis) = class_axis(path) {
                        needed.push(axis.name().to_owned());
                        continue;
                    }
                    let spaces = [Space::Condition];
                    let found = self.lookups.find(&world.names, &spaces, path, module);
                    match found {
                        Some((_, found)) => needed.push(found.name.to_owned()),
                        None => sound = false,
                    }
                }
                needed.sort();
                needed.dedup();
                ExpectedVerdict::Needs(needed)
            }
        };
        let mut by = Vec::new();
        for path in &expect.by {
            match self.rule_name(path, module) {
                Some(name) => by.push(name),
                None => sound = false,
            }
        }
        let duties = match &expect.duties {
            None => None,
            Some(expected) => {
                let mut texts = Vec::new();
                for alternatives in expected {
                    let words: Vec<Option<String>> = alternatives
                        .iter()
                        .map(|term| self.duty(term, module).map(|(duty, _)| duty.to_string()))
                        .collect();
                    sound &= words.iter().all(Option::is_some);
                    let words: Vec<String> = words.into_iter().flatten().collect();
                    texts.push(words.join(" or "));
                }
                texts.sort();
                Some(texts)
            }
        };
        sound.then_some(Expectation {
            verdict,
            by,
            duties,
        })
    }

    /// The name of a rule: one that was given, or one that was derived.
    fn rule_name(&mut self, path: &ast::Path, module: ModuleIndex) -> Option<String> {
        if let Some(name) = single_word(path)
            && self.derived_names.contains(name)
        {
            return Some(name.to_owned());
        }
        let world = self.world;
        let (_, found) = self
            .lookups
            .find(&world.names, &[Space::Rule], path, module)?;
        Some(found.name.to_owned())
    }
}

/// The values on the day of the request; all that are ever in it when the day is not known.
pub(super) fn on(set: &DatedSet, day: Option<i64>) -> ValueSet {
    day.map_or_else(|| set.ever(), |day| set.on(day))
}
