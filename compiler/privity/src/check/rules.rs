//! Rules: effects, actions and clauses into regions on axes, one rule per layer.

use std::ops::Range;
use std::sync::Arc;

use super::checker::Checker;
use super::clauses::Gathered;
use super::diagnostics::misplaced_clause;
use super::duty::ObligationId;
use super::policy::{ClassAxis, Condition, Effect, Layer, Rule};
use super::scope::all_of;
use crate::resolve::world::{ModuleIndex, Placed};
use crate::source::Span;
use crate::syntax::ast::{self, Clause, ClauseKind, Must, Path};

/// A rule of the policy with what is still to be looked up.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The rule; its lifts come when all rules are known, its name perhaps too.
    pub(super) rule: Rule,
    /// The position of its declaration in [`crate::resolve::World::rules`].
    pub(super) origin: usize,
    /// Whether the name was written.
    pub(super) is_named: bool,
    /// The paths of `overrides`.
    pub(super) overrides: Vec<Path>,
    /// The paths of `without`.
    pub(super) without: Vec<Path>,
}

/// The sound rules as drafts, in order, and the names and places of the others.
pub(super) type Drafted = (Vec<Draft>, Vec<(String, Span)>);

impl Checker<'_, '_> {
    /// Drafts some of the rules of the world, by number.
    pub(super) fn draft_some(&mut self, wanted: Range<usize>) -> Drafted {
        let world = self.world;
        let mut drafts = Vec::with_capacity(wanted.len());
        let mut poisoned = Vec::new();
        let rules = world.rules.iter().enumerate();
        for (origin, placed) in rules.skip(wanted.start).take(wanted.len()) {
            let layers = self.draft_rule(origin, placed);
            if let Some(layers) = layers.filter(|_| !placed.item.damaged) {
                for draft in layers {
                    drafts.extend(self.split_by_periods(draft));
                }
            } else {
                let name = placed.item.name.as_ref();
                let name = name.map_or_else(
                    || super::rule_name::derived_name(&placed.item),
                    |name| name.text.clone(),
                );
                poisoned.push((name, placed.span));
            }
        }
        (drafts, poisoned)
    }

    /// A rule on its axes, one draft for each layer it speaks of; `None` if it has a mistake, which is noted or reported.
    pub(super) fn draft_rule(
        &mut self,
        origin: usize,
        placed: &Placed<Arc<ast::Rule>>,
    ) -> Option<Vec<Draft>> {
        let written = &placed.item;
        let module = placed.module;
        let effect = effect_of(&written.effect);
        let clauses_fit = self.check_clauses(written, effect);
        let mut gathered = Gathered::new();
        self.gather_sections(&placed.sections, &mut gathered);
        self.gather(&written.clauses, module, &mut gathered);
        let requirement = match &written.effect {
            ast::Effect::Require(condition, _) => self.condition(condition, module),
            _ => Some(Condition::TRUE),
        };
        let own_duties = match &written.effect {
            ast::Effect::Oblige(duties, _) => self.obligations(duties, module),
            _ => Some(Vec::new()),
        };
        let actions = self.actions(
            &written.effect,
            written.effect_span,
            written.damaged,
            module,
        );
        let data = match &written.effect {
            ast::Effect::Permit(target)
            | ast::Effect::Forbid(target)
            | ast::Effect::Require(_, target)
            | ast::Effect::Oblige(_, target)
            | ast::Effect::Exclude(target) => self.data(target, module),
            ast::Effect::Grant(_) | ast::Effect::On(_) => Some(None),
        };
        let (requirement, own_duties, actions, data) = (requirement?, own_duties?, actions?, data?);
        if !gathered.sound || !clauses_fit {
            return None;
        }
        let mut obligations = own_duties;
        if matches!(effect, Effect::Permit | Effect::Oblige) {
            for obligation in &gathered.obligations {
                if !obligations.contains(obligation) {
                    obligations.push(*obligation);
                }
            }
        }
        let data = data.filter(|_| !actions.base.as_ref().is_some_and(|spoken| spoken.responses));
        // The controller is the policy's; a law speaks to everybody.
        let controller = match &self.controller {
            Some((_, controller))
                if !gathered.names(ClassAxis::Actor) && self.world.law_of(module).is_none() =>
            {
                let actor = ClassAxis::Actor.id();
                Some(Condition::Test(actor, controller.clone()))
            }
            _ => None,
        };
        let mut parts = vec![gathered.take_condition()];
        let mut named = Vec::new();
        if let Some((condition, scope)) = data {
            parts.push(condition);
            named.push(scope);
        }
        named.extend(gathered.named);
        parts.extend(controller);
        let mut conditions = gathered.conditions;
        if let ast::Effect::Require(condition, _) = &written.effect {
            conditions.push((requirement.clone(), condition.span()));
        }
        let guards = matches!(effect, Effect::Forbid | Effect::Require);
        let template = Rule {
            name: written
                .name
                .as_ref()
                .map_or_else(String::new, |name| name.text.clone()),
            is_named: written.name.is_some(),
            effect,
            layer: Layer::Base,
            region: Condition::TRUE,
            requirement,
            obligations,
            lifts: Vec::new(),
            is_final: written.is_final,
            guard_kind: gathered.guard_kind.filter(|_| guards),
            sections: self.section_names(&placed.sections),
            named: Vec::new(),
            conditions,
            citations: gathered.citations,
            docs: placed.docs.clone(),
            span: placed.span,
        };
        let mut layers = Vec::new();
        layers.extend(actions.base.map(|spoken| (Layer::Base, spoken)));
        if actions.transfer {
            layers.push((Layer::Transfer, self.any_processing("transfer")));
        }
        // Most rules speak of one layer, and nothing is copied for it.
        let shared = (template, parts, named, gathered.overrides, gathered.without);
        let shared = std::iter::repeat_n(shared, layers.len());
        let drafts = layers
            .into_iter()
            .zip(shared)
            .map(|((layer, spoken), shared)| {
                let (template, parts, named, overrides, without) = shared;
                Draft {
                    is_named: template.is_named,
                    rule: Rule {
                        layer,
                        region: all_of(std::iter::once(spoken.condition).chain(parts)),
                        named: std::iter::once(spoken.named).chain(named).collect(),
                        ..template
                    },
                    origin,
                    overrides,
                    without,
                }
            });
        Some(drafts.collect())
    }

    fn obligations(&mut self, duties: &[Must], module: ModuleIndex) -> Option<Vec<ObligationId>> {
        let found: Vec<_> = duties
            .iter()
            .map(|must| self.obligation(must, module))
            .collect();
        let mut distinct = Vec::new();
        for id in found.into_iter().collect::<Option<Vec<_>>>()? {
            if !distinct.contains(&id) {
                distinct.push(id);
            }
        }
        Some(distinct)
    }

    fn section_names(&self, sections: &[usize]) -> Vec<String> {
        let all = &self.world.sections;
        sections
            .iter()
            .filter_map(|&at| all.get(at))
            .map(|section| section.item.name.text.clone())
            .collect()
    }

    /// Clauses that say nothing for the effect.
    fn check_clauses(&mut self, rule: &ast::Rule, effect: Effect) -> bool {
        let mut fits = true;
        let mut refuse = |checker: &mut Self, span: Span, what: &str, who: &str| {
            checker
                .report
                .push(misplaced_clause(span, what, rule.effect_span, who));
            fits = false;
        };
        let liftable = matches!(effect, Effect::Forbid | Effect::Require | Effect::Oblige);
        if rule.is_final && !liftable {
            refuse(self, rule.effect_span, "final", "guards and obliges");
        }
        for Clause { kind, span } in &rule.clauses {
            match kind {
                ClauseKind::Must(_) if !matches!(effect, Effect::Permit | Effect::Oblige) => {
                    refuse(self, *span, "must", "permits, obliges, grants and events");
                }
                ClauseKind::GuardKind(_) if !matches!(effect, Effect::Forbid | Effect::Require) => {
                    refuse(self, *span, "kind", "guards: `forbid` and `require`");
                }
                ClauseKind::Without(_) if effect != Effect::Permit => {
                    refuse(self, *span, "without", "permits");
                }
                ClauseKind::Overrides(_) if effect != Effect::Permit => {
                    refuse(self, *span, "overrides", "permits");
                }
                _ => {}
            }
        }
        fits
    }
}

fn effect_of(effect: &ast::Effect) -> Effect {
    match effect {
        ast::Effect::Permit(_) => Effect::Permit,
        ast::Effect::Forbid(_) => Effect::Forbid,
        ast::Effect::Require(..) => Effect::Require,
        ast::Effect::Oblige(..) | ast::Effect::Grant(_) | ast::Effect::On(_) => Effect::Oblige,
        ast::Effect::Exclude(_) => Effect::Exclude,
    }
}
