//! Which guards and obliges a permit lifts: by the name of a rule, a section or the policy, or by the kind of the guard.

use std::collections::BTreeSet;

use super::checker::Checker;
use super::diagnostics::{lifts_nothing, no_guard, other_layer};
use super::policy::{Effect, Layer, Rule, RuleId};
use super::rules::Draft;
use super::values::ValueSet;
use crate::resolve::names::{Space, What};
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{Clause, ClauseKind, Kind, Path};

impl Checker<'_, '_> {
    /// Looks up the lifts of all drafts. Gives the positions of the drafts with a mistake in them. That a lift finds nothing is
    /// reported only when no rule was set aside, since it may have been meant for that one.
    pub(super) fn resolve_lifts(
        &mut self,
        drafts: &mut [Draft],
        all_known: bool,
    ) -> BTreeSet<usize> {
        let world = self.world;
        let clauses_of = |draft: &Draft| {
            let rule = world.rules.get(draft.origin);
            rule.map_or(&[][..], |rule| rule.item.clauses.as_slice())
        };
        let mut mistaken = BTreeSet::new();
        let mut found = Vec::with_capacity(drafts.len());
        for (at, draft) in drafts.iter().enumerate() {
            let mut lifts = BTreeSet::new();
            let lifts_any = !draft.overrides.is_empty() || !draft.without.is_empty();
            if draft.rule.effect == Effect::Permit && lifts_any {
                let module = world.rules.get(draft.origin).map_or(0, |rule| rule.module);
                // What neither layer of a rule lifts is reported once, with the first.
                let twin = |other: &&Draft| other.origin == draft.origin;
                let layers: Vec<Layer> = drafts
                    .iter()
                    .filter(twin)
                    .map(|other| other.rule.layer)
                    .collect();
                let first = all_known
                    && drafts.iter().position(|other| other.origin == draft.origin) == Some(at);
                for path in &draft.overrides {
                    match self.named_lifts(
                        path,
                        module,
                        drafts,
                        &layers,
                        first.then(|| cut(clauses_of(draft), path)),
                    ) {
                        Some(targets) => lifts.extend(targets),
                        None => {
                            mistaken.insert(at);
                        }
                    }
                }
                for path in &draft.without {
                    match self.kind_lifts(
                        path,
                        module,
                        drafts,
                        &layers,
                        first.then(|| cut(clauses_of(draft), path)),
                    ) {
                        Some(targets) => lifts.extend(targets),
                        None => {
                            mistaken.insert(at);
                        }
                    }
                }
                lifts.retain(|&target| {
                    drafts
                        .get(target)
                        .is_some_and(|target| target.rule.layer == draft.rule.layer)
                });
            }
            found.push(lifts);
        }
        self.rank_documents(drafts, &mut found);
        for (draft, lifts) in drafts.iter_mut().zip(found) {
            // The number of a rule is its position among the drafts until mistaken rules are taken out.
            draft.rule.lifts = lifts.into_iter().map(rule_id).collect();
        }
        mistaken
    }

    /// The drafts that `overrides` names, in the layers of the lifter. `report`: that it finds none is to be said, with what goes when the
    /// name is taken out.
    fn named_lifts(
        &mut self,
        path: &Path,
        module: ModuleIndex,
        drafts: &[Draft],
        layers: &[Layer],
        report: Option<Option<Span>>,
    ) -> Option<Vec<usize>> {
        let world = self.world;
        let (_, found) = self
            .lookups
            .find(&world.names, &[Space::Rule], path, module)?;
        let what = found.declared.what;
        if let What::Rule(origin) = what {
            let own: Vec<usize> = positions(drafts, |draft| draft.origin == origin);
            if own.is_empty() {
                // It was set aside because of a mistake of its own.
                return Some(own);
            }
            let rules = || own.iter().filter_map(|&at| drafts.get(at));
            if rules().any(|draft| !is_liftable(&draft.rule)) {
                return self.fail(no_guard(path, found.declared.span));
            }
            if !rules().any(|draft| layers.contains(&draft.rule.layer)) {
                let span = found.declared.span;
                return self.fail(other_layer(path, span, layers == [Layer::Transfer]));
            }
            return Some(own);
        }
        let inside = |draft: &Draft| match what {
            What::Section(section) => world
                .rules
                .get(draft.origin)
                .is_some_and(|rule| rule.sections.contains(&section)),
            // The policy by its name: what stands in no document.
            _ => self.document_of(draft.origin).is_none(),
        };
        let targets = positions(drafts, |draft| {
            is_liftable(&draft.rule)
                && !draft.rule.is_final
                && layers.contains(&draft.rule.layer)
                && inside(draft)
        });
        if let (true, Some(cut)) = (targets.is_empty(), report) {
            self.report.push(lifts_nothing(
                path,
                "no guard or oblige in it can be lifted this way",
                cut,
            ));
        }
        Some(targets)
    }

    /// The drafts of a guard kind, in the layers of the lifter.
    fn kind_lifts(
        &mut self,
        path: &Path,
        module: ModuleIndex,
        drafts: &[Draft],
        layers: &[Layer],
        report: Option<Option<Span>>,
    ) -> Option<Vec<usize>> {
        let (_, kinds) = self.nodes(Kind::Guard, path, module)?;
        let kinds = kinds.ever();
        let is_of_kind = |rule: &Rule| {
            rule.guard_kind
                .as_ref()
                .and_then(|kind| self.guard_atoms(kind))
                .is_some_and(|atoms| atoms.is_subset(&kinds))
        };
        let targets = positions(drafts, |draft| {
            is_liftable(&draft.rule)
                && !draft.rule.is_final
                && layers.contains(&draft.rule.layer)
                && is_of_kind(&draft.rule)
        });
        if let (true, Some(cut)) = (targets.is_empty(), report) {
            self.report.push(lifts_nothing(
                path,
                "no guard of this kind can be lifted this way",
                cut,
            ));
        }
        Some(targets)
    }

    /// The atoms of a guard kind, by the name a rule gives.
    fn guard_atoms(&self, name: &str) -> Option<ValueSet> {
        let taxonomies = &self.world.taxonomies;
        let target = *taxonomies.kind(Kind::Guard)?.names.get(name)?;
        Some(crate::resolve::sets::dated_target(taxonomies, Kind::Guard, target).ever())
    }
}

/// What has to go with a name of `overrides` or `without`: a comma, or the whole clause.
fn cut(clauses: &[Clause], path: &Path) -> Option<Span> {
    clauses.iter().find_map(|clause| {
        let (ClauseKind::Overrides(paths) | ClauseKind::Without(paths)) = &clause.kind else {
            return None;
        };
        let at = paths.iter().position(|other| other.span == path.span)?;
        if paths.len() == 1 {
            return Some(clause.span);
        }
        match at.checked_sub(1).and_then(|before| paths.get(before)) {
            Some(before) => Some(Span::new(before.span.end, path.span.end)),
            None => Some(Span::new(path.span.start, paths.get(at + 1)?.span.start)),
        }
    })
}

fn positions(drafts: &[Draft], fits: impl Fn(&Draft) -> bool) -> Vec<usize> {
    let all = drafts.iter().enumerate();
    all.filter(|(_, draft)| fits(draft))
        .map(|(at, _)| at)
        .collect()
}

/// Guards and obliges can be lifted.
pub(super) fn is_liftable(rule: &Rule) -> bool {
    matches!(
        rule.effect,
        Effect::Forbid | Effect::Require | Effect::Oblige
    )
}

/// The number of a rule by its position.
pub(super) fn rule_id(position: usize) -> RuleId {
    RuleId::new(u32::try_from(position).unwrap_or(u32::MAX))
}
