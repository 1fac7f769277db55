//! What all parts of the check share: the world, the names looked up, and the policy as far as it is built.

use std::collections::{BTreeMap, BTreeSet};

use super::duty::{DutyKind, Obligation, ObligationId};
use super::elements::NamedElements;
use super::policy::{Axis, AxisId, AxisRole, Condition, Fact, FactId};
use super::taxonomy::NameTarget;
use super::values::ValueSet;
use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, Report};
use crate::resolve::World;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::lookups::Lookups;
use crate::resolve::sets::{NodeSet, resolve_set};
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{Kind, Path, Set};

/// The state of the pass.
pub(super) struct Checker<'w, 'r> {
    pub(super) world: &'w World,
    pub(super) lookups: Lookups,
    pub(super) report: &'r mut Report,
    pub(super) axes: Arena<Axis>,
    pub(super) defaults: Vec<Option<ValueSet>>,
    pub(super) facts: Arena<Fact>,
    /// For every declared fact its number in the policy; `None` for a second declaration of a name and for a mistaken one.
    pub(super) fact_ids: Vec<Option<FactId>>,
    pub(super) elements: Vec<NamedElements>,
    /// The expanded named conditions.
    pub(super) defines: Vec<Memo<Condition>>,
    /// What follows from other facts, by fact.
    pub(super) deemed: BTreeMap<FactId, Memo<Vec<Deemed>>>,
    /// What laws supply.
    pub(super) supplies: super::supplies::Supplies,
    pub(super) duty_kinds: Vec<DutyKind>,
    pub(super) obligations: Arena<Obligation>,
    pub(super) obligation_ids: BTreeMap<Obligation, ObligationId>,
    /// The atoms of places that are wherever the data subject is at home.
    pub(super) as_home: ValueSet,
    /// The party of the header's `by`: its name and atoms.
    pub(super) controller: Option<(String, ValueSet)>,
    /// The names that rules got from their content.
    pub(super) derived_names: BTreeSet<String>,
    /// Where each anchor is cited, by its name.
    pub(super) cited: BTreeMap<String, BTreeSet<Span>>,
    /// How many named conditions are being expanded, one inside the other.
    pub(super) depth: usize,
}

/// A result that is computed when it is first asked for.
#[derive(Debug, Clone)]
pub(super) enum Memo<T> {
    /// Nobody asked yet.
    Open,
    /// The result; `None` when it has a mistake, which is reported.
    Done(Option<T>),
}

/// What a fact follows from.
#[derive(Debug, Clone)]
pub(super) struct Deemed {
    /// The level it reaches: a position among the words, 1 for a flag.
    pub(super) level: i64,
    /// Where and when.
    pub(super) condition: Condition,
}

impl Checker<'_, '_> {
    /// Takes a finding. Gives `None`, for a part that has no meaning now.
    pub(super) fn fail<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.report.push(finding);
        None
    }

    /// Adds an axis behind the others.
    pub(super) fn add_axis(
        &mut self,
        name: String,
        role: AxisRole,
        domain: std::ops::RangeInclusive<i64>,
        closed: bool,
        default: Option<ValueSet>,
    ) -> AxisId {
        self.defaults.push(default);
        self.axes.push(Axis {
            name,
            role,
            domain,
            closed,
        })
    }

    /// How many atoms a kind has.
    pub(super) fn atom_count(&self, kind: Kind) -> i64 {
        self.world.taxonomies.atom_count(kind)
    }

    /// Looks up a set of nodes; a mistake in it is noted or reported.
    pub(super) fn set(&mut self, set: &Set, kind: Kind, module: ModuleIndex) -> Option<NodeSet> {
        let world = self.world;
        resolve_set(
            &world.names,
            &world.taxonomies,
            &mut self.lookups,
            set,
            kind,
            module,
            self.report,
        )
    }

    /// Looks up a node, group or alias.
    pub(super) fn target(
        &mut self,
        kind: Kind,
        path: &Path,
        module: ModuleIndex,
    ) -> Option<(String, NameTarget)> {
        let world = self.world;
        self.lookups.target(
            &world.names,
            &world.taxonomies,
            kind,
            path,
            module,
            self.report,
        )
    }

    /// Looks up a node, group or alias, and gives its name and atoms.
    pub(super) fn nodes(
        &mut self,
        kind: Kind,
        path: &Path,
        module: ModuleIndex,
    ) -> Option<(String, DatedSet)> {
        let (name, target) = self.target(kind, path, module)?;
        let atoms = crate::resolve::sets::dated_target(&self.world.taxonomies, kind, target);
        Some((name, atoms))
    }

    /// The number of an obligation; equal ones have one.
    pub(super) fn intern(&mut self, obligation: Obligation) -> ObligationId {
        if let Some(&id) = self.obligation_ids.get(&obligation) {
            return id;
        }
        let id = self.obligations.push(obligation.clone());
        self.obligation_ids.insert(obligation, id);
        id
    }
}
