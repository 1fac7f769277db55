//! A taxonomy: nodes, each below one or several others.

/// The place of a node in its tree.
pub(crate) type NodeId = usize;

/// A taxonomy. A node comes behind all of its parents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tree {
    names: Vec<String>,
    parents: Vec<Vec<NodeId>>,
    is_inner: Vec<bool>,
    /// Every node that is above a node, itself included, ascending.
    above: Vec<Vec<NodeId>>,
}

impl Tree {
    /// Adds a node below others.
    pub(crate) fn add(&mut self, name: impl Into<String>, parents: &[NodeId]) -> NodeId {
        let node = self.names.len();
        let mut above = vec![node];
        for &parent in parents {
            above.extend_from_slice(self.above(parent));
            if let Some(is_inner) = self.is_inner.get_mut(parent) {
                *is_inner = true;
            }
        }
        above.sort_unstable();
        above.dedup();
        self.names.push(name.into());
        self.parents.push(parents.to_vec());
        self.is_inner.push(false);
        self.above.push(above);
        node
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    /// All nodes.
    pub(crate) fn nodes(&self) -> std::ops::Range<NodeId> {
        0..self.len()
    }

    /// The nodes with nothing below them: what requests are about.
    pub(crate) fn leaves(&self) -> Vec<NodeId> {
        self.nodes().filter(|&node| self.is_leaf(node)).collect()
    }

    /// Whether nothing is below a node.
    pub(crate) fn is_leaf(&self, node: NodeId) -> bool {
        !self.is_inner.get(node).copied().unwrap_or_default()
    }

    /// The name of a node.
    pub(crate) fn name(&self, node: NodeId) -> &str {
        self.names.get(node).map_or("", String::as_str)
    }

    /// What a node stands directly below; the first is where it is written.
    pub(crate) fn parents(&self, node: NodeId) -> &[NodeId] {
        self.parents.get(node).map_or(&[], Vec::as_slice)
    }

    /// All that is above a node, itself included.
    pub(crate) fn above(&self, node: NodeId) -> &[NodeId] {
        self.above.get(node).map_or(&[], Vec::as_slice)
    }

    /// Whether a node is another one, or below it.
    pub(crate) fn is_below(&self, node: NodeId, other: NodeId) -> bool {
        self.above(node).binary_search(&other).is_ok()
    }
}
