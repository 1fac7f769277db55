//! What a file declared in words that could not be read.

use std::collections::BTreeSet;

use super::{Kind, Name};

/// Declarations that could not be read, as far as anything is known of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lost {
    /// Words that were or may have been the names declared.
    pub names: Vec<Name>,
    /// The sorts of those declarations whose names are lost as well.
    pub nameless: BTreeSet<LostSort>,
}

/// The sort of a declaration whose name is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LostSort {
    /// Nobody knows: it may have been anything, an import among others.
    Any,
    /// The header of the policy.
    Header,
    /// A node of a tree.
    Node(Kind),
    /// A group or an alias: a word of any kind.
    Word,
    /// A fact, a define, an ambiguity or a switch.
    Condition,
    /// A period.
    Period,
    /// A rule, a section or a document.
    Rule,
    /// A cited text or a place in one.
    Anchor,
    /// Anything else that has a name.
    Text,
}
