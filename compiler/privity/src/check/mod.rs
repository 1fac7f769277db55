//! From resolved names to a policy whose kinds, units and dates are right.

mod actions;
mod again;
mod amounts;
mod assertions;
mod checker;
mod citations;
mod class_test;
mod clauses;
mod condition;
pub mod dates;
mod deems;
mod diagnostics;
mod documents;
mod duties;
pub mod duty;
mod elements;
mod examples;
mod fact_test;
mod fact_values;
mod facts;
mod fixed;
mod given;
mod ground;
mod halves;
mod header;
pub mod law;
mod laws;
mod lifts;
pub mod listed;
mod naming;
mod neighbours;
mod places;
pub mod policy;
mod readings;
mod recorded;
mod rule_name;
mod rule_words;
mod rules;
mod scope;
mod set_test;
mod standing;
mod supplies;
pub mod taxonomy;
#[cfg(test)]
pub(crate) mod tests;
pub mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

pub use again::{Before, check_again};
pub use fixed::fix_readings;
pub use ground::Ground;

use self::checker::Checker;
use self::policy::{AxisRole, Header, Policy, Rule};
use self::rules::Draft;
use self::values::ValueSet;
use crate::arena::Arena;
use crate::diagnostic::Report;
use crate::resolve::World;
use crate::resolve::names::Space;
use crate::source::Span;

/// Asks of every part whether it is of the right kind, and puts all rules on axes.
///
/// A rule with a mistake is set aside in [`Policy::poisoned`]; the others make a policy. Unknown names are reported here, those that
/// [`crate::resolve`] met included.
#[must_use]
pub fn check(world: &World, report: &mut Report) -> Policy {
    let mut checker = Checker::new(world, report);
    checker.lookups = world.lookups.clone();
    let (header, effective) = checker.prepare();
    let (mut drafts, mut poisoned) = checker.draft_rules();
    let laws = checker.laws(&mut drafts, &mut poisoned);
    let rules = checker.finish_rules(drafts, &mut poisoned, true);
    checker.add_kept_axes();
    let informative = checker.informative();
    let recorded = checker.recorded();
    let switches = checker.switches();
    let promises = checker.promises();
    let documents = checker.documents();
    let borders = checker.borders();
    let sits_in = checker.sits_in();
    let mut policy = Policy {
        header,
        effective,
        taxonomies: world.taxonomies.clone(),
        axes: checker.axes.clone(),
        facts: checker.facts.clone(),
        duty_kinds: checker.duty_kinds.clone(),
        obligations: checker.obligations.clone(),
        rules,
        poisoned,
        borders,
        defaults: checker.defaults.clone(),
        sits_in,
        informative,
        recorded,
        assertions: Vec::new(),
        switches,
        promises,
        documents,
        // What assertions and tests cite below decides nothing: the text behind it needs a rule all the same.
        texts: checker.cited_texts(),
        tests: Vec::new(),
        laws,
    };
    policy.assertions = checker.assertions();
    let (tests, of_laws) = checker.examples(&policy);
    policy.tests = tests;
    for (law, test) in of_laws {
        if let Some(law) = policy.laws.laws.get_mut(law) {
            law.tests.push(test);
        }
    }
    checker.report_unused_ambiguities(&policy);
    checker.finish();
    policy
}

impl Checker<'_, '_> {
    /// Looks at all that rules may name. Gives the header, and the days on which the policy applies.
    fn prepare(&mut self) -> (Header, RangeInclusive<i64>) {
        self.as_home = self.home_atoms();
        self.add_class_axes();
        let header = self.header();
        self.add_facts();
        self.add_duty_kinds();
        self.check_periods();
        self.check_sources();
        self.check_other_citations();
        self.report_unresolved();
        self.check_areas();
        self.add_supplies();
        self.check_defines();
        self.check_deems();
        self.check_defaults();
        self.check_supplies();
        header
    }

    /// Names the rules, looks up their lifts, and sets aside those that lift what they must not.
    fn finish_rules(
        &mut self,
        mut drafts: Vec<Draft>,
        poisoned: &mut Vec<(String, Span)>,
        of_policy: bool,
    ) -> Arena<Rule> {
        rule_name::name_drafts(self.world, &mut drafts);
        let derived = drafts.iter().filter(|draft| !draft.is_named);
        self.derived_names
            .extend(derived.map(|draft| draft.rule.name.clone()));
        if of_policy && drafts.is_empty() && poisoned.is_empty() && !self.report.has_errors() {
            self.report_no_rules();
        }
        let all_known = poisoned.is_empty();
        let mistaken = self.resolve_lifts(&mut drafts, all_known);
        self.silence_documents(&mut drafts);
        neighbours::report_twins(&drafts, self.report);
        neighbours::report_wide_permits(self.world, &drafts, self.report);
        neighbours::report_uncited(self.world, &drafts, self.report);
        let origins: BTreeSet<usize> = mistaken
            .iter()
            .filter_map(|&at| drafts.get(at))
            .map(|draft| draft.origin)
            .collect();
        // Positions change when mistaken rules go, so lifts are numbered anew.
        let mut numbers = BTreeMap::new();
        let mut kept = Vec::with_capacity(drafts.len());
        let mut named_poison = BTreeSet::new();
        for (at, draft) in drafts.into_iter().enumerate() {
            if origins.contains(&draft.origin) {
                if named_poison.insert(draft.origin) {
                    poisoned.push((draft.rule.name, draft.rule.span));
                }
            } else {
                numbers.insert(at, kept.len());
                kept.push(draft.rule);
            }
        }
        for rule in &mut kept {
            rule.lifts = rule
                .lifts
                .iter()
                .filter_map(|id| numbers.get(&id.index()))
                .map(|&position| lifts::rule_id(position))
                .collect();
        }
        kept.into_iter().collect()
    }

    /// One axis per obligation that no fact shows to be kept.
    fn add_kept_axes(&mut self) {
        let unshown: Vec<_> = self
            .obligations
            .entries()
            .filter(|(_, obligation)| obligation.shown_by.is_none())
            .map(|(id, obligation)| (id, format!("kept {obligation}")))
            .collect();
        for (id, name) in unshown {
            let kept = Some(ValueSet::single(1));
            self.add_axis(name, AxisRole::Kept(id), 0..=1, false, kept);
        }
    }

    /// Reports what only the end of the pass knows: unknown names, and names that nothing used.
    fn finish(&mut self) {
        self.report_names();
        // What a mistaken part would have used is not known.
        if !self.report.has_errors() {
            crate::resolve::report_unused(self.world, &self.lookups, self.report);
        }
    }

    /// Reports the names that were looked up and are unknown, or out of date.
    fn report_names(&mut self) {
        let world = self.world;
        let replacement = |space: Space, name: &str| {
            let declared = world.names.declared(space, name)?;
            let crate::resolve::names::What::Renamed(index) = declared.what else {
                return None;
            };
            let path = world.nodes.get(index)?.node.replaced_by.as_ref()?;
            Some(crate::resolve::lookups::path_text(path))
        };
        self.lookups.report(&world.names, replacement, self.report);
    }
}
