//! Kinds of nodes as numbered graphs: every node is a set of atoms, and a set of atoms is a few intervals.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::values::ValueSet;
use crate::source::Span;
use crate::syntax::ast::Kind;

/// All taxonomies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taxonomies {
    /// By kind. Policies and their laws share them.
    pub kinds: BTreeMap<Kind, Arc<Taxonomy>>,
}

/// The nodes of one kind: a graph in which a node may have several parents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taxonomy {
    /// In pre-order at first visit.
    pub nodes: Vec<TaxonomyNode>,
    /// The names of the atoms, by number; the residual of an open node `n` is `n.other`.
    pub atoms: Vec<String>,
    /// Where each name (of a node, an alias, a renamed node, a group or `n.other`) leads.
    pub names: BTreeMap<String, NameTarget>,
    /// Named sets.
    pub groups: Vec<NamedSet>,
}

/// What a name of a taxonomy stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTarget {
    /// A node, by position.
    Node(u32),
    /// The residual atom, by number.
    Residual(u32),
    /// A named set, by position.
    Group(u32),
}

/// A node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomyNode {
    /// Its name.
    pub name: String,
    /// The positions of its parents; empty at the top.
    pub parents: Vec<u32>,
    /// The numbers of the atoms below it.
    pub atoms: ValueSet,
    /// Whether its children are examples only.
    pub open: bool,
    /// The positions of the nodes it is computed from.
    pub derived_from: Vec<u32>,
    /// The roles of a party.
    pub roles: Vec<String>,
    /// What it means.
    pub docs: Vec<String>,
    /// Where it is declared.
    pub span: Span,
}

/// A named set, perhaps changing in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSet {
    /// Its name.
    pub name: String,
    /// Parts with the days (both ends included) on which they are in it.
    pub parts: Vec<(ValueSet, std::ops::RangeInclusive<i64>)>,
    /// Where it is declared.
    pub span: Span,
}

impl Taxonomies {
    /// The taxonomy of a kind, if anything of that kind is declared.
    #[must_use]
    pub fn kind(&self, kind: Kind) -> Option<&Taxonomy> {
        self.kinds.get(&kind).map(Arc::as_ref)
    }

    /// How many atoms a kind has.
    #[must_use]
    pub fn atom_count(&self, kind: Kind) -> i64 {
        self.kind(kind).map_or(0, |taxonomy| {
            i64::try_from(taxonomy.atoms.len()).unwrap_or(i64::MAX)
        })
    }

    /// The node of a kind with this name.
    #[must_use]
    pub fn node(&self, kind: Kind, name: &str) -> Option<&TaxonomyNode> {
        let taxonomy = self.kind(kind)?;
        match taxonomy.names.get(name)? {
            NameTarget::Node(at) => taxonomy.nodes.get(*at as usize),
            NameTarget::Residual(_) | NameTarget::Group(_) => None,
        }
    }
}
