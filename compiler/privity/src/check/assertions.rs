//! Assertions: claims about all requests of a region, put on axes like the scope of a rule.

use std::collections::BTreeSet;

use super::checker::Checker;
use super::clauses::Gathered;
use super::diagnostics::{assertion_without_duty, misplaced_in_assertion};
use super::policy::{AssertedPart, Assertion, Claim, ClassAxis, Condition};
use super::scope::all_of;
use crate::resolve::world::Placed;
use crate::syntax::ast::{self, ClauseKind, Question};

impl Checker<'_, '_> {
    /// The sound assertions. Those with a mistake are reported and left out.
    ///
    /// Called when the policy is complete: a duty that only an assertion names is nothing that a request could say to be kept.
    pub(super) fn assertions(&mut self) -> Vec<Assertion> {
        let world = self.world;
        let mut taken: BTreeSet<String> = world
            .assertions
            .iter()
            .filter_map(|placed| Some(placed.item.name.as_ref()?.text.clone()))
            .collect();
        let mut sound = Vec::new();
        for placed in &world.assertions {
            let assertion = self.assertion(placed);
            let Some(mut assertion) = assertion.filter(|_| !placed.item.damaged) else {
                continue;
            };
            if placed.item.name.is_none() {
                let base = super::rule_name::assertion_name(&placed.item);
                let mut name = base.clone();
                let mut count = 2;
                while !taken.insert(name.clone()) {
                    name = format!("{base}_{count}");
                    count += 1;
                }
                assertion.name = name;
            }
            sound.push(assertion);
        }
        sound
    }

    /// A sound assertion; of another, what is wrong with it is reported.
    pub(super) fn assertion(&mut self, placed: &Placed<ast::Assertion>) -> Option<Assertion> {
        let written = &placed.item;
        let module = placed.module;
        let mut fits = self.check_assertion(written);
        let mut gathered = Gathered::new();
        self.gather_sections(&placed.sections, &mut gathered);
        self.gather(&written.clauses, module, &mut gathered);
        fits &= gathered.sound;
        if written.claim == Claim::Whenever && gathered.obligations.is_empty() {
            if fits && !written.damaged {
                self.report.push(assertion_without_duty(written.claim_span));
            }
            fits = false;
        }
        // An assertion speaks of the same acts as a permit of the same words would.
        let effect = match &written.question {
            Question::Act(target) => ast::Effect::Permit(target.clone()),
            Question::Grant(rights) => ast::Effect::Grant(rights.clone()),
            Question::On(events) => ast::Effect::On(events.clone()),
        };
        let actions = self.actions(&effect, written.claim_span, written.damaged, module);
        let data = match &written.question {
            Question::Act(target) => self.data(target, module),
            Question::Grant(_) | Question::On(_) => Some(None),
        };
        let (actions, data) = (actions?, data?);
        if !fits {
            return None;
        }
        let responses = actions.base.as_ref().is_some_and(|spoken| spoken.responses);
        let mut scope = vec![gathered.take_condition()];
        scope.extend(data.filter(|_| !responses).map(|(condition, _)| condition));
        if let (Some((_, controller)), false) = (&self.controller, gathered.names(ClassAxis::Actor))
        {
            scope.push(Condition::Test(ClassAxis::Actor.id(), controller.clone()));
        }
        let part = |spoken: Condition, crossing: bool| AssertedPart {
            region: all_of(std::iter::once(spoken).chain(scope.iter().cloned())),
            crossing,
        };
        let mut parts = Vec::new();
        if let Some(spoken) = actions.base {
            parts.push(part(spoken.condition, false));
        }
        if actions.transfer {
            parts.push(part(self.any_processing("transfer").condition, true));
        }
        let duties = match written.claim {
            Claim::Whenever => gathered.obligations.as_slice(),
            Claim::Never | Claim::Always | Claim::Some => &[],
        };
        Some(Assertion {
            name: written
                .name
                .as_ref()
                .map_or_else(String::new, |name| name.text.clone()),
            claim: written.claim,
            parts,
            duties: duties
                .iter()
                .map(|&duty| self.obligations.at(duty).clone())
                .collect(),
            docs: placed.docs.clone(),
            citations: gathered.citations,
            span: placed.span,
        })
    }

    /// Clauses that say nothing for the claim.
    fn check_assertion(&mut self, assertion: &ast::Assertion) -> bool {
        let mut fits = true;
        for clause in &assertion.clauses {
            let what = match &clause.kind {
                ClauseKind::Must(_) if assertion.claim != Claim::Whenever => "must",
                ClauseKind::GuardKind(_) => "kind",
                ClauseKind::Without(_) => "without",
                ClauseKind::Overrides(_) => "overrides",
                _ => continue,
            };
            self.report.push(misplaced_in_assertion(
                clause.span,
                what,
                assertion.claim_span,
            ));
            fits = false;
        }
        fits
    }
}
