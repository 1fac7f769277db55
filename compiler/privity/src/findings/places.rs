//! In which item of a policy a place lies, and what that item cites.

use std::collections::BTreeSet;

use crate::check::policy::{Citation, Policy};
use crate::resolve::World;
use crate::source::Span;
use crate::syntax::ast;

/// An item that can be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Its name; what a `deem` gives for the one item without a name.
    pub(super) name: String,
    /// Whether it says something: a rule, or a recorded text.
    pub(super) speaks: bool,
    /// The labels of what it cites.
    pub(super) cites: BTreeSet<String>,
    span: Span,
}

/// All items of a policy.
pub(super) struct Places(Vec<Place>);

impl Places {
    pub(super) fn of(world: &World, policy: &Policy) -> Self {
        let mut places = Vec::new();
        let mut add = |name: &str, span: Span, cites: BTreeSet<String>, speaks: bool| {
            places.push(Place {
                name: name.to_owned(),
                speaks,
                cites,
                span,
            });
        };
        for rule in policy.rules.iter() {
            add(&rule.name, rule.span, labels(&rule.citations), true);
        }
        for promise in &policy.promises {
            let cites = labels(&promise.citations);
            add(&promise.name, promise.span, cites, true);
        }
        for entry in &world.nodes {
            let node = &entry.node;
            add(&node.name.text, node.span, written(&node.citations), false);
        }
        for placed in &world.groups {
            let group = &placed.item;
            add(
                &group.name.text,
                placed.span,
                written(&group.citations),
                false,
            );
        }
        for placed in &world.aliases {
            let alias = &placed.item;
            add(
                &alias.name.text,
                placed.span,
                written(&alias.citations),
                false,
            );
        }
        for placed in &world.facts {
            let fact = &placed.item;
            add(
                &fact.name.text,
                placed.span,
                written(&fact.citations),
                false,
            );
        }
        for placed in &world.periods {
            let period = &placed.item;
            add(
                &period.name.text,
                placed.span,
                written(&period.citations),
                false,
            );
        }
        for placed in &world.defines {
            let define = &placed.item;
            add(
                &define.name.text,
                placed.span,
                written(&define.citations),
                false,
            );
        }
        for placed in &world.informs {
            let inform = &placed.item;
            add(
                &inform.name.text,
                placed.span,
                clauses(&inform.clauses),
                true,
            );
        }
        for placed in &world.deems {
            let segments = &placed.item.test.subject.segments;
            let fact = segments.last().map_or("", |name| name.text.as_str());
            let name = format!("deem {fact}");
            add(&name, placed.span, clauses(&placed.item.clauses), false);
        }
        Self(places)
    }

    /// The innermost item around a place.
    pub(super) fn around(&self, span: Span) -> Option<&Place> {
        self.0
            .iter()
            .filter(|place| place.span.start <= span.start && span.end <= place.span.end)
            .min_by_key(|place| place.span.end - place.span.start)
    }

    /// The items of this name.
    pub(super) fn named<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Place> {
        self.0.iter().filter(move |place| place.name == name)
    }
}

fn labels(citations: &[Citation]) -> BTreeSet<String> {
    citations
        .iter()
        .map(|citation| citation.label.clone())
        .collect()
}

fn written(citations: &[ast::Citation]) -> BTreeSet<String> {
    citations
        .iter()
        .filter_map(|citation| match citation {
            ast::Citation::Words(words) => Some(words.value.clone()),
            ast::Citation::Anchor(path) => path.segments.last().map(|name| name.text.clone()),
        })
        .collect()
}

fn clauses(clauses: &[ast::Clause]) -> BTreeSet<String> {
    clauses
        .iter()
        .filter_map(|clause| match &clause.kind {
            ast::ClauseKind::Cite(citations) => Some(written(citations)),
            _ => None,
        })
        .flatten()
        .collect()
}
