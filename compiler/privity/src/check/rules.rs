//! Rules: effects, actions and clauses into regions on axes, one rule per layer.

use super::checker::Checker;
use super::clauses::Gathered;
use super::diagnostics::{misplaced_clause, mixed_actions, no_actions, transfer_excluded};
use super::duty::ObligationId;
use super::fact_values::single_word;
use super::policy::{ClassAxis, Condition, Effect, Layer, NamedScope, Rule};
use super::scope::all_of;
use super::values::ValueSet;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::world::{ModuleIndex, Placed};
use crate::source::Span;
use crate::syntax::ast::{self, Clause, ClauseKind, Kind, Must, Path, Set, Target};

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

/// What a rule speaks of: values of the action axis, by layer.
struct Actions {
    base: Option<Spoken>,
    transfer: bool,
}

/// Values of the action axis, with the names they were written by.
struct Spoken {
    condition: Condition,
    named: NamedScope,
    /// Whether they are answers to people or events, which have no data.
    responses: bool,
}

impl Checker<'_, '_> {
    /// All rules: the sound ones as drafts, in order, and the names and places of the others.
    pub(super) fn draft_rules(&mut self) -> (Vec<Draft>, Vec<(String, Span)>) {
        let world = self.world;
        let mut drafts = Vec::new();
        let mut poisoned = Vec::new();
        for (origin, placed) in world.rules.iter().enumerate() {
            let sound = match self.draft_rule(origin, placed) {
                Some(layers) if !placed.item.damaged => {
                    drafts.extend(layers);
                    true
                }
                _ => false,
            };
            if !sound {
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

    fn draft_rule(&mut self, origin: usize, placed: &Placed<ast::Rule>) -> Option<Vec<Draft>> {
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
        let mut parts = vec![gathered.condition()];
        let mut named = Vec::new();
        if let Some((condition, scope)) = data {
            parts.push(condition);
            named.push(scope);
        }
        named.extend(gathered.named.iter().cloned());
        if let (Some((_, controller)), false) = (&self.controller, gathered.names(ClassAxis::Actor))
        {
            parts.push(Condition::Test(ClassAxis::Actor.id(), controller.clone()));
        }
        let guards = matches!(effect, Effect::Forbid | Effect::Require);
        let template = Rule {
            name: written
                .name
                .as_ref()
                .map_or_else(String::new, |name| name.text.clone()),
            effect,
            layer: Layer::Base,
            region: Condition::TRUE,
            requirement,
            obligations,
            lifts: Vec::new(),
            is_final: written.is_final,
            guard_kind: gathered.guard_kind.clone().filter(|_| guards),
            sections: self.section_names(&placed.sections),
            named: Vec::new(),
            citations: gathered.citations.clone(),
            docs: placed.docs.clone(),
            span: placed.span,
        };
        let draft = |layer: Layer, spoken: Spoken| {
            let scope = std::iter::once(spoken.condition).chain(parts.iter().cloned());
            let names = std::iter::once(spoken.named).chain(named.iter().cloned());
            Draft {
                rule: Rule {
                    layer,
                    region: all_of(scope),
                    named: names.collect(),
                    ..template.clone()
                },
                origin,
                is_named: written.name.is_some(),
                overrides: gathered.overrides.clone(),
                without: gathered.without.clone(),
            }
        };
        let mut layers = Vec::new();
        if let Some(spoken) = actions.base {
            layers.push(draft(Layer::Base, spoken));
        }
        if actions.transfer {
            layers.push(draft(Layer::Transfer, self.any_processing("transfer")));
        }
        Some(layers)
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

    /// What a rule speaks of on the action axis.
    fn actions(
        &mut self,
        effect: &ast::Effect,
        span: Span,
        damaged: bool,
        module: ModuleIndex,
    ) -> Option<Actions> {
        let target = match effect {
            ast::Effect::Grant(set) => return self.responses(Kind::Right, set, module),
            ast::Effect::On(set) => return self.responses(Kind::Event, set, module),
            ast::Effect::Permit(target)
            | ast::Effect::Forbid(target)
            | ast::Effect::Require(_, target)
            | ast::Effect::Oblige(_, target)
            | ast::Effect::Exclude(target) => target,
        };
        let Some(paths) = &target.actions else {
            return Some(Actions {
                base: Some(self.any_processing("any")),
                transfer: false,
            });
        };
        if paths.is_empty() {
            // What is missing in a damaged rule is reported where it was lost.
            return if damaged {
                None
            } else {
                self.fail(no_actions(span))
            };
        }
        for (word, kind) in [("answer", Kind::Right), ("handle", Kind::Event)] {
            if paths.iter().any(|path| is_word(path, word)) {
                if let Some(other) = paths.iter().find(|path| !is_word(path, word)) {
                    return self.fail(mixed_actions(word, target.span, other.span));
                }
                return match &target.data {
                    Some(set) => self.responses(kind, set, module),
                    None => Some(Actions {
                        base: Some(self.any_response(kind, word)),
                        transfer: false,
                    }),
                };
            }
        }
        let transfer = paths.iter().find(|path| is_word(path, "transfer"));
        if let (Some(path), ast::Effect::Exclude(_)) = (transfer, effect) {
            return self.fail(transfer_excluded(path.span));
        }
        let mut listed = Vec::new();
        let mut sound = true;
        for path in paths.iter().filter(|path| !is_word(path, "transfer")) {
            match self.nodes(Kind::Action, path, module) {
                Some(part) => listed.push(part),
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let base = (!listed.is_empty()).then(|| self.spoken(listed, false));
        Some(Actions {
            base,
            transfer: transfer.is_some(),
        })
    }

    fn spoken(&self, listed: Vec<(String, DatedSet)>, responses: bool) -> Spoken {
        let all = listed
            .iter()
            .fold(DatedSet::constant(ValueSet::empty()), |all, (_, part)| {
                all.union(part)
            });
        Spoken {
            condition: self.inside(ClassAxis::Action, &all),
            named: NamedScope {
                axis: ClassAxis::Action,
                listed: listed
                    .into_iter()
                    .map(|(name, part)| (name, part.ever()))
                    .collect(),
                except: ValueSet::empty(),
            },
            responses,
        }
    }

    fn any_processing(&self, name: &str) -> Spoken {
        let all = ValueSet::range(0, self.atom_count(Kind::Action) - 1);
        self.spoken(vec![(name.to_owned(), DatedSet::constant(all))], false)
    }

    fn any_response(&self, kind: Kind, name: &str) -> Spoken {
        let first = self.response_offset(kind);
        let all = ValueSet::range(first, first + self.atom_count(kind) - 1);
        self.spoken(vec![(name.to_owned(), DatedSet::constant(all))], true)
    }

    fn response_offset(&self, kind: Kind) -> i64 {
        match kind {
            Kind::Right => self.right_offset(),
            _ => self.event_offset(),
        }
    }

    /// Rights or events, as values of the action axis.
    fn responses(&mut self, kind: Kind, set: &Set, module: ModuleIndex) -> Option<Actions> {
        let nodes = self.set(set, kind, module)?;
        let offset = self.response_offset(kind);
        let shift = |part: &DatedSet| super::class_test::shifted(part, offset);
        let values = shift(&nodes.values(self.atom_count(kind)));
        let listed = nodes.listed.iter();
        let mut names: Vec<(String, ValueSet)> = listed
            .map(|(name, part)| (name.clone(), shift(part).ever()))
            .collect();
        if nodes.any {
            names.push(("any".to_owned(), values.ever()));
        }
        Some(Actions {
            base: Some(Spoken {
                condition: self.inside(ClassAxis::Action, &values),
                named: NamedScope {
                    axis: ClassAxis::Action,
                    listed: names,
                    except: shift(&nodes.except_values()).ever(),
                },
                responses: true,
            }),
            transfer: false,
        })
    }

    /// The data of a target; what stands there for `answer` and `handle` is no data.
    #[expect(
        clippy::option_option,
        reason = "a mistake is not the same as data left out"
    )]
    fn data(
        &mut self,
        target: &Target,
        module: ModuleIndex,
    ) -> Option<Option<(Condition, NamedScope)>> {
        let Some(set) = &target.data else {
            return Some(None);
        };
        let of_response = target
            .actions
            .iter()
            .flatten()
            .any(|path| is_word(path, "answer") || is_word(path, "handle"));
        if of_response {
            return Some(None);
        }
        let nodes = self.set(set, Kind::Data, module)?;
        Some(Some(self.scope(ClassAxis::Data, &nodes, set.span)))
    }
}

fn is_word(path: &Path, word: &str) -> bool {
    single_word(path) == Some(word)
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
