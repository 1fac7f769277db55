//! How names look: a type that every colour scheme knows, and the kind of the name for those that want to tell more apart.

use gen_lsp_types::SemanticTokensLegend;
use privity::occurrences::{Known, Occurrence, Occurrences, Sense, Thing};
use privity::resolve::names::{Space, What};
use privity::syntax::ast::Kind;

use crate::snapshot::Snapshot;

/// The number of a type in the legend, and the bits of the modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) sort: u32,
    pub(crate) modifiers: u32,
}

const TYPES: [&str; 20] = [
    "keyword",
    "string",
    "number",
    "comment",
    "namespace",
    "method",
    "property",
    "enumMember",
    "class",
    "struct",
    "type",
    "interface",
    "event",
    "function",
    "parameter",
    "decorator",
    "variable",
    "macro",
    "label",
    "typeParameter",
];

/// What every colour scheme knows, then the kinds, then other sorts of names.
const MODIFIERS: [&str; 27] = [
    "declaration",
    "deprecated",
    "defaultLibrary",
    "documentation",
    "action",
    "data",
    "purpose",
    "party",
    "place",
    "subject",
    "right",
    "event",
    "duty",
    "channel",
    "guard",
    "fact",
    "condition",
    "period",
    "rule",
    "anchor",
    "source",
    "law",
    "inform",
    "assertion",
    "finding",
    "promise",
    "module",
];

/// The types and modifiers by their numbers.
pub(crate) fn legend() -> SemanticTokensLegend {
    let owned = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    SemanticTokensLegend::new(owned(&TYPES), owned(&MODIFIERS))
}

/// A number, known when the server is built.
const fn sort(word: &str) -> u32 {
    position(&TYPES, word)
}

const fn modifier(word: &str) -> u32 {
    1 << position(&MODIFIERS, word)
}

const fn position(words: &[&str], word: &str) -> u32 {
    let mut rest = words;
    let mut at = 0;
    while let [first, others @ ..] = rest {
        if is_same(first.as_bytes(), word.as_bytes()) {
            return at;
        }
        rest = others;
        at += 1;
    }
    at
}

const fn is_same(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([x, rest @ ..], [y, others @ ..]) = (a, b) {
        if *x != *y {
            return false;
        }
        a = rest;
        b = others;
    }
    a.is_empty() && b.is_empty()
}

const fn look(word: &str) -> Look {
    Look {
        sort: sort(word),
        modifiers: 0,
    }
}

pub(crate) const KEYWORD: Look = look("keyword");
pub(crate) const TEXT: Look = look("string");
pub(crate) const NUMBER: Look = look("number");
pub(crate) const COMMENT: Look = look("comment");
pub(crate) const DOCUMENTATION: Look = Look {
    sort: sort("comment"),
    modifiers: modifier("documentation"),
};

/// How a name looks; `None` for one that means nothing.
pub(crate) fn of(
    snapshot: &Snapshot,
    occurrences: &Occurrences,
    occurrence: &Occurrence,
) -> Option<Look> {
    let id = match occurrence.sense {
        Sense::Declared(id) => id,
        Sense::Known(known) => return Some(of_known(known)),
        Sense::Unknown => return None,
    };
    let declaration = occurrences.declaration(id)?;
    let mut look = of_thing(snapshot, declaration.thing);
    if occurrence.declares {
        look.modifiers |= modifier("declaration");
    }
    if declaration.standard {
        look.modifiers |= modifier("defaultLibrary");
    }
    Some(look)
}

fn of_known(known: Known) -> Look {
    let (word, further) = match known {
        Known::Axis => ("parameter", 0),
        Known::Kind | Known::Residual => ("keyword", 0),
        Known::Role => ("typeParameter", 0),
        Known::Action => ("method", modifier("action")),
        Known::Value => ("enumMember", 0),
        Known::Code => ("label", 0),
        Known::Version => ("namespace", 0),
    };
    Look {
        sort: sort(word),
        modifiers: further | modifier("defaultLibrary"),
    }
}

fn of_thing(snapshot: &Snapshot, thing: Thing) -> Look {
    let (word, further) = match thing {
        Thing::Module(_) => ("namespace", modifier("module")),
        Thing::Word(..) => ("enumMember", modifier("fact")),
        Thing::Level(..) => ("enumMember", modifier("duty")),
        Thing::Named(space, what) => {
            let (word, mut further) = of_space(space);
            let is_old = match what {
                What::Renamed(_) => true,
                What::Node(node) => snapshot
                    .checked()
                    .and_then(|checked| checked.world.nodes.get(node))
                    .is_some_and(|entry| entry.node.replaced_by.is_some()),
                _ => false,
            };
            if is_old {
                further |= modifier("deprecated");
            }
            (word, further)
        }
    };
    Look {
        sort: sort(word),
        modifiers: further,
    }
}

const fn of_space(space: Space) -> (&'static str, u32) {
    match space {
        Space::Kind(Kind::Action) => ("method", modifier("action")),
        Space::Kind(Kind::Data) => ("property", modifier("data")),
        Space::Kind(Kind::Purpose) => ("enumMember", modifier("purpose")),
        Space::Kind(Kind::Party) => ("class", modifier("party")),
        Space::Kind(Kind::Place) => ("namespace", modifier("place")),
        Space::Kind(Kind::Subject) => ("type", modifier("subject")),
        Space::Kind(Kind::Right) => ("interface", modifier("right")),
        Space::Kind(Kind::Event) => ("event", modifier("event")),
        Space::Kind(Kind::Duty) => ("function", modifier("duty")),
        Space::Kind(Kind::Channel) => ("struct", modifier("channel")),
        Space::Kind(Kind::Guard) => ("decorator", modifier("guard")),
        Space::Condition => ("variable", modifier("fact")),
        Space::Period => ("number", modifier("period")),
        Space::Rule => ("label", modifier("rule")),
        Space::Anchor => ("label", modifier("anchor")),
        Space::Source => ("namespace", modifier("source")),
        Space::Inform => ("label", modifier("inform")),
        Space::Assertion => ("label", modifier("assertion")),
        Space::Law => ("namespace", modifier("law")),
        Space::Finding => ("label", modifier("finding")),
        Space::Promise => ("label", modifier("promise")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_of_name_has_a_look_of_its_own() {
        let mut looks: Vec<(u32, u32)> = Space::ALL
            .into_iter()
            .map(|space| {
                let (word, further) = of_space(space);
                assert!((sort(word) as usize) < TYPES.len(), "{word}");
                assert!(further < 1 << MODIFIERS.len());
                (sort(word), further)
            })
            .collect();
        looks.sort_unstable();
        looks.dedup();
        assert_eq!(looks.len(), Space::ALL.len());
    }
}
