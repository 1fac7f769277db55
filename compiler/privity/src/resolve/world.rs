//! All declarations of a program side by side, with every name looked up that declarations use.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lookups::Lookups;
use super::names::{Declared, NameTable, Space, What};
use crate::check::taxonomy::Taxonomies;
use crate::source::Span;
use crate::syntax::ast;

/// The number of a module in [`crate::program::Program::modules`].
pub type ModuleIndex = usize;

/// A program with its names known.
///
/// Unknown names are gathered in [`World::lookups`] and reported by the pass that looks up the last of them, so that a name that is
/// wrong in ten places is one finding.
#[derive(Debug, Clone)]
pub struct World {
    /// All nodes and groups of all kinds, with their atoms.
    pub taxonomies: Taxonomies,
    /// Where each name is declared, and what is visible where.
    pub names: NameTable,
    /// Which names were looked up so far, and which of them are unknown.
    pub lookups: Lookups,
    /// The declared nodes, in text order; a renamed node is among them, but not in the taxonomies.
    pub nodes: Vec<WorldNode>,
    /// The headers: one in a sound program.
    pub headers: Vec<Placed<ast::Header>>,
    /// The laws, in the order of the modules.
    pub laws: Vec<Placed<ast::Law>>,
    /// What laws supply.
    pub supplies: Vec<Placed<ast::Supply>>,
    /// What is assumed when a policy is compared with a law.
    pub assumes: Vec<Placed<ast::Assume>>,
    /// The cited texts.
    pub sources: Vec<Placed<ast::Source>>,
    /// The facts.
    pub facts: Vec<Placed<ast::Fact>>,
    /// What the text leaves open; each is one of `facts` too.
    pub ambiguities: Vec<WorldAmbiguity>,
    /// The named lengths of time.
    pub periods: Vec<Placed<ast::Period>>,
    /// The named conditions.
    pub defines: Vec<Placed<ast::Define>>,
    /// What follows from facts.
    pub deems: Vec<Placed<ast::Deem>>,
    /// What class axes are when left out.
    pub defaults: Vec<Placed<ast::Default>>,
    /// The sections, outer before inner.
    pub sections: Vec<Placed<ast::Section>>,
    /// The rules, in the order of the modules and of the text.
    pub rules: Vec<Placed<Arc<ast::Rule>>>,
    /// The switches; their fact, guard, right and duty stand in the other lists.
    pub switches: Vec<Placed<ast::Switch>>,
    /// The standing duties.
    pub promises: Vec<Placed<ast::Promise>>,
    /// The recorded texts.
    pub informs: Vec<Placed<ast::Inform>>,
    /// What the authors found in the text.
    pub findings: Vec<Placed<ast::Finding>>,
    /// What must hold of all requests.
    pub assertions: Vec<Placed<ast::Assertion>>,
    /// The examples.
    pub tests: Vec<Placed<ast::Test>>,
    /// The groups, in text order, with what messages need.
    pub groups: Vec<Placed<ast::Group>>,
    /// The other words, in text order.
    pub aliases: Vec<Placed<ast::Alias>>,
    /// For each named condition whether it is defined by itself; such a one is reported and means nothing.
    pub circular_defines: Vec<bool>,
    /// For each `deem` whether its fact follows from itself; such a one is reported and means nothing.
    pub circular_deems: Vec<bool>,
    /// The imports of the policy's own modules.
    pub imports: Vec<WorldImport>,
    /// The modules that hold something that counts without being named.
    pub speaking_modules: BTreeSet<ModuleIndex>,
    /// The module that holds the rules a program is started from: the last one.
    pub entry: ModuleIndex,
}

impl World {
    /// The law that a module belongs to, by position in [`World::laws`]; `None`: the policy.
    #[must_use]
    pub fn law_of(&self, module: ModuleIndex) -> Option<usize> {
        self.laws.iter().position(|law| law.module == module)
    }
}

/// A declaration with where it stands.
#[derive(Debug, Clone)]
pub struct Placed<T> {
    /// The module it stands in.
    pub module: ModuleIndex,
    /// The `///` lines above it.
    pub docs: Vec<String>,
    /// The whole item.
    pub span: Span,
    /// The sections around it, outermost first, by position in [`World::sections`].
    pub sections: Vec<usize>,
    /// What was written.
    pub item: T,
}

impl<T> Placed<T> {
    /// Something else at the same place.
    #[must_use]
    pub fn with<U>(self, item: U) -> Placed<U> {
        Placed {
            module: self.module,
            docs: self.docs,
            span: self.span,
            sections: self.sections,
            item,
        }
    }
}

/// An import that could be followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorldImport {
    /// The module it stands in.
    pub from: ModuleIndex,
    /// The module it brings.
    pub to: ModuleIndex,
    /// Where it stands.
    pub span: Span,
}

/// A declared ambiguity. It is a fact whose words are its readings, under the name of the ambiguity.
#[derive(Debug, Clone)]
pub struct WorldAmbiguity {
    /// What was written.
    pub written: ast::Ambiguity,
    /// The position of its fact in [`World::facts`].
    pub fact: usize,
}

/// A declared node.
#[derive(Debug, Clone)]
pub struct WorldNode {
    /// Its kind.
    pub kind: ast::Kind,
    /// The module it stands in.
    pub module: ModuleIndex,
    /// The node it stands inside of, by position in [`World::nodes`].
    pub parent: Option<usize>,
    /// What was written, without the nodes below.
    pub node: ast::Node,
}

impl World {
    /// What a declaration of a kind comes to, behind other words and old names for it: a node or a group. `None` for words that lead nowhere, or
    /// around in a circle.
    pub(crate) fn behind_other_words(
        &self,
        kind: ast::Kind,
        mut declared: Declared,
    ) -> Option<Declared> {
        for _ in 0..=self.aliases.len() + self.nodes.len() {
            let (path, module) = match declared.what {
                What::Alias(index) => {
                    let alias = self.aliases.get(index)?;
                    (&alias.item.target, alias.module)
                }
                What::Renamed(index) => {
                    let entry = self.nodes.get(index)?;
                    (entry.node.replaced_by.as_ref()?, entry.module)
                }
                _ => return Some(declared),
            };
            declared = *self.names.find(Space::Kind(kind), path, module)?.declared;
        }
        None
    }

    /// The ambiguity behind a fact, by position in [`World::facts`]; `None` for an ordinary fact.
    #[must_use]
    pub fn ambiguity_of(&self, fact: usize) -> Option<&ast::Ambiguity> {
        let mut all = self.ambiguities.iter();
        all.find(|ambiguity| ambiguity.fact == fact)
            .map(|ambiguity| &ambiguity.written)
    }
}
