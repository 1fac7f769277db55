//! A declaration in a few paragraphs of Markdown: for whoever points at a name, or is about to choose it.

use std::collections::BTreeSet;

use privity::check::policy::{Policy, Rule};
use privity::insight;
use privity::occurrences::{Declaration, DeclarationId, Thing};
use privity::resolve::names::{Space, What};
use privity::source::Span;
use privity::syntax::ast::{Anchor, Citation, ClauseKind, Kind};

use crate::features::definition::{children, parents};
use crate::naming::{Naming, declared};

/// Longer declarations are cut.
const MOST_LINES: usize = 12;
/// So many of a list are named.
const MOST_NAMES: usize = 8;
/// So many citations are told with their headings.
const MOST_CITATIONS: usize = 4;

/// What is known of a declaration.
pub(crate) fn declaration(naming: Naming<'_>, id: DeclarationId) -> String {
    let Some(declaration) = naming.names.declaration(id) else {
        return String::new();
    };
    let mut parts = vec![heading(naming, declaration)];
    if let Some(text) = written(naming, declaration) {
        parts.push(format!("```privity\n{text}\n```"));
    }
    let docs = declaration.docs.join("\n");
    if !docs.trim().is_empty() {
        parts.push(docs);
    }
    let facts = facts(naming, id, declaration);
    if !facts.is_empty() {
        let lines: Vec<String> = facts.iter().map(|fact| format!("- {fact}")).collect();
        parts.push(lines.join("\n"));
    }
    parts.join("\n\n")
}

/// What sort of thing a declaration is, in a word or two.
pub(crate) fn sort(naming: Naming<'_>, declaration: &Declaration) -> String {
    let world = &naming.checked.world;
    match declaration.thing {
        Thing::Named(space, what) => match what {
            What::Group(_) => format!("group of {}", space.noun()),
            What::Alias(_) => format!("other word for {}", space.a_noun()),
            What::Renamed(_) => format!("old name of {}", space.a_noun()),
            What::Define(_) => "named condition".to_owned(),
            What::Fact(at) if world.ambiguity_of(at).is_some() => "ambiguity".to_owned(),
            What::Rule(_) => "rule".to_owned(),
            What::Section(at) => match world.sections.get(at).map(|it| it.item.ranks.is_some()) {
                Some(true) => "document".to_owned(),
                _ => "section".to_owned(),
            },
            What::Policy => "policy".to_owned(),
            _ => space.noun().to_owned(),
        },
        Thing::Word(fact, _) => match world.ambiguity_of(fact) {
            Some(open) => format!("reading of `{}`", open.name.text),
            None => match world.facts.get(fact) {
                Some(fact) => format!("value of `{}`", fact.item.name.text),
                None => "value".to_owned(),
            },
        },
        Thing::Level(node, _, _) => match world.nodes.get(node) {
            Some(entry) => format!("argument of `{}`", entry.node.name.text),
            None => "argument".to_owned(),
        },
        Thing::Module(_) => "module".to_owned(),
    }
}

fn heading(naming: Naming<'_>, declaration: &Declaration) -> String {
    let name = match declaration.thing {
        Thing::Word(..) | Thing::Level(..) => declaration.word(),
        _ => &declaration.name,
    };
    let mut said = format!("**{}** `{name}`", sort(naming, declaration));
    let modules = &naming.snapshot.package().program.modules;
    if let (false, Some(module)) = (
        matches!(declaration.thing, Thing::Module(_)),
        modules.get(declaration.module),
    ) {
        said.push_str(&format!(" in `{}`", module.path));
    }
    said
}

/// The declaration as it is written, without what stands in its block.
fn written(naming: Naming<'_>, declaration: &Declaration) -> Option<String> {
    if matches!(
        declaration.thing,
        Thing::Module(_) | Thing::Word(..) | Thing::Level(..)
    ) {
        return None;
    }
    let text = naming.snapshot.sources().text(declaration.whole);
    let has_block = matches!(
        declaration.thing,
        Thing::Named(
            _,
            What::Node(_) | What::Section(_) | What::Law(_) | What::Source(_)
        )
    );
    let text = match text.find('{').filter(|_| has_block) {
        Some(open) => format!("{} {{ … }}", text.get(..open)?.trim_end()),
        None => text.to_owned(),
    };
    let lines: Vec<&str> = text.lines().collect();
    let indents = lines.iter().skip(1).filter(|line| !line.trim().is_empty());
    let indent = indents
        .map(|line| line.len() - line.trim_start().len())
        .min();
    let mut shown: Vec<String> = Vec::new();
    for (at, line) in lines.iter().take(MOST_LINES).enumerate() {
        let line = match at {
            0 => line,
            _ => line
                .get(indent.unwrap_or_default()..)
                .unwrap_or(line.trim_start()),
        };
        shown.push(if at == 0 || line.is_empty() {
            line.to_owned()
        } else {
            format!("  {line}")
        });
    }
    if lines.len() > MOST_LINES {
        shown.push("  …".to_owned());
    }
    Some(shown.join("\n"))
}

fn facts(naming: Naming<'_>, id: DeclarationId, declaration: &Declaration) -> Vec<String> {
    let world = &naming.checked.world;
    let mut said = match declaration.thing {
        Thing::Named(Space::Kind(kind), What::Node(_)) => node(naming, kind, &declaration.name),
        Thing::Named(Space::Kind(kind), What::Group(_)) => group(naming, kind, &declaration.name),
        Thing::Named(Space::Period, What::Period(at)) => {
            let sources = naming.snapshot.sources();
            let length = insight::length_of(world, sources, at);
            vec![match length {
                Some(length) => format!("counts as {length}"),
                None => "no text and no law says how long it is".to_owned(),
            }]
        }
        Thing::Named(_, What::Rule(_)) => rule(naming, declaration.whole),
        Thing::Named(_, What::Section(section)) => {
            let rules = world.rules.iter();
            let inside = rules.filter(|rule| rule.sections.contains(&section));
            vec![format!("holds {}", counted(inside.count(), "rule"))]
        }
        Thing::Named(_, What::Anchor(source, at)) => {
            let text = world.sources.get(source);
            let anchor = text.and_then(|text| text.item.anchors.get(at));
            let cited = naming.names.of_declaration(id);
            let cited = cited.filter(|place| !place.declares).count();
            let mut said: Vec<String> = anchor.into_iter().map(place_of).collect();
            if let Some(title) = text.and_then(|text| text.item.title.as_ref()) {
                said.push(format!("of “{}”", title.value));
            }
            said.push(format!("cited {}", counted(cited, "time")));
            said
        }
        Thing::Named(_, What::Fact(at)) => supplied(naming, at),
        Thing::Word(fact, at) => {
            let open = world.ambiguity_of(fact);
            let reading = open.and_then(|open| open.readings.get(at));
            let text = reading.and_then(|reading| reading.text.as_ref());
            text.into_iter().map(|text| text.value.clone()).collect()
        }
        Thing::Module(at) => {
            let modules = &naming.snapshot.package().program.modules;
            let file = modules.get(at).map(|module| module.file);
            let name = file.map(|file| naming.snapshot.sources().file(file).name.clone());
            name.into_iter()
                .map(|name| format!("the file `{name}`"))
                .collect()
        }
        _ => Vec::new(),
    };
    said.extend(citations(naming, declaration));
    said
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("one {what}"),
        _ => format!("{count} {what}s"),
    }
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(MOST_NAMES);
    match more {
        0 => shown.join(", "),
        _ => format!("{} and {more} more", shown.join(", ")),
    }
}

/// What a node stands under and what below it, what it is computed from, whose role it has.
fn node(naming: Naming<'_>, kind: Kind, name: &str) -> Vec<String> {
    let mut said = Vec::new();
    let above = parents(naming, kind, name);
    if !above.is_empty() {
        said.push(format!("stands under {}", listed(&above)));
    }
    let below = children(naming, kind, name);
    if !below.is_empty() {
        said.push(format!("holds {}", listed(&below)));
    }
    let taxonomies = &naming.checked.world.taxonomies;
    let node = taxonomies.node(kind, name);
    if let (Some(node), Some(taxonomy)) = (node, taxonomies.kind(kind)) {
        let inputs: Vec<String> = node
            .derived_from
            .iter()
            .filter_map(|&at| Some(taxonomy.nodes.get(at as usize)?.name.clone()))
            .collect();
        if !inputs.is_empty() {
            said.push(format!("computed from {}", listed(&inputs)));
        }
        if !node.roles.is_empty() {
            said.push(format!("has the role {}", listed(&node.roles)));
        }
    }
    said
}

/// What a group stands for.
fn group(naming: Naming<'_>, kind: Kind, name: &str) -> Vec<String> {
    let Some(taxonomy) = naming.checked.world.taxonomies.kind(kind) else {
        return Vec::new();
    };
    let groups = taxonomy.groups.iter();
    let Some(group) = groups.clone().find(|group| group.name == name) else {
        return Vec::new();
    };
    let values = group.parts.iter().flat_map(|(values, _)| values.iter());
    let mut met = BTreeSet::new();
    let values = values.filter(|value| met.insert(*value));
    let atoms = values.filter_map(|value| taxonomy.atoms.get(usize::try_from(value).ok()?));
    let atoms: Vec<String> = atoms.cloned().collect();
    let changes = match group.parts.len() {
        0 | 1 => "",
        _ => ", not all of them on every day",
    };
    vec![format!("stands for {}{changes}", listed(&atoms))]
}

/// What the checked rules of an item say; two for one that is about crossing borders as well.
fn rule(naming: Naming<'_>, span: Span) -> Vec<String> {
    let policy = &naming.checked.policy;
    let laws = policy.laws.laws.iter().flat_map(|law| law.rules.iter());
    let rules = policy.rules.iter().chain(laws);
    let mut said = Vec::new();
    for rule in rules.filter(|rule| rule.span == span) {
        said.push(insight::sentence(policy, rule));
        said.extend(lifts(policy, rule));
    }
    said.dedup();
    if said.is_empty() {
        said.push("set aside because of a mistake in it".to_owned());
    }
    said.extend(limits(naming, span));
    said
}

/// When and under which reading a rule holds at all, by itself and by its sections.
fn limits(naming: Naming<'_>, span: Span) -> Vec<String> {
    let world = &naming.checked.world;
    let Some(rule) = world.rules.iter().find(|rule| rule.span == span) else {
        return Vec::new();
    };
    let around = rule
        .sections
        .iter()
        .filter_map(|&at| world.sections.get(at));
    let around = around.flat_map(|section| &section.item.clauses);
    let clauses = around.chain(&rule.item.clauses);
    let limits = clauses.filter(|clause| {
        matches!(
            clause.kind,
            ClauseKind::Under(_) | ClauseKind::Since(_) | ClauseKind::Until(_)
        )
    });
    let sources = naming.snapshot.sources();
    limits
        .map(|clause| format!("only `{}`", one_line(sources.text(clause.span))))
        .collect()
}

/// What a rule lifts, and by what it is lifted.
fn lifts(policy: &Policy, rule: &Rule) -> Vec<String> {
    let name = |rule: &Rule| rule.name.clone();
    let mut said = Vec::new();
    let lifted: Vec<String> = rule
        .lifts
        .iter()
        .filter_map(|&id| policy.rules.get(id))
        .filter(|guard| insight::may_meet(rule, guard))
        .map(name)
        .collect();
    if !lifted.is_empty() {
        said.push(format!("lifts {}", listed(&lifted)));
    }
    let own = policy.rules.entries();
    let own = own.filter(|(_, other)| other.span == rule.span && other.layer == rule.layer);
    let own: Vec<_> = own.map(|(id, _)| id).collect();
    let lifters: Vec<String> = policy
        .rules
        .iter()
        .filter(|other| other.lifts.iter().any(|id| own.contains(id)))
        .filter(|other| insight::may_meet(rule, other))
        .map(name)
        .collect();
    if !lifters.is_empty() {
        said.push(format!("lifted by {}", listed(&lifters)));
    }
    said
}

/// What laws say a fact is.
fn supplied(naming: Naming<'_>, fact: usize) -> Vec<String> {
    let world = &naming.checked.world;
    let sources = naming.snapshot.sources();
    let supplies = world.supplies.iter().filter(|supply| {
        let names = naming.names.within(supply.span);
        let subject = names.iter().find_map(declared);
        let thing = subject.and_then(|id| naming.names.declaration(id));
        thing.is_some_and(|it| it.thing == Thing::Named(Space::Condition, What::Fact(fact)))
    });
    let told = supplies.map(|supply| format!("`{}`", one_line(sources.text(supply.span))));
    told.take(MOST_NAMES).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where an anchor leads.
fn place_of(anchor: &Anchor) -> String {
    let number = |number: privity::syntax::ast::Number| number.value.unwrap_or_default();
    let sentences = match anchor.sentences {
        None => String::new(),
        Some((first, last)) if number(first) == number(last) => {
            format!(", sentence {}", number(first))
        }
        Some((first, last)) => format!(", sentences {} to {}", number(first), number(last)),
    };
    format!(
        "“{}”, paragraph {}{sentences}",
        anchor.heading.value,
        number(anchor.paragraph)
    )
}

/// The headings that a declaration cites.
fn citations(naming: Naming<'_>, declaration: &Declaration) -> Vec<String> {
    if matches!(
        declaration.thing,
        Thing::Named(
            _,
            What::Section(_) | What::Law(_) | What::Source(_) | What::Anchor(..)
        ) | Thing::Module(_)
    ) {
        return Vec::new();
    }
    let world = &naming.checked.world;
    let names = naming.names.within(declaration.whole).iter();
    let anchors = names.filter(|name| !name.declares && name.space == Some(Space::Anchor));
    let mut said: Vec<String> = Vec::new();
    for id in anchors.filter_map(declared) {
        let Some(Thing::Named(_, What::Anchor(source, at))) =
            naming.names.declaration(id).map(|anchor| anchor.thing)
        else {
            continue;
        };
        let text = world.sources.get(source);
        if let Some(anchor) = text.and_then(|text| text.item.anchors.get(at)) {
            said.push(format!(
                "cites `{}`: {}",
                anchor.name.text,
                place_of(anchor)
            ));
        }
    }
    said.dedup();
    let more = said.len().saturating_sub(MOST_CITATIONS);
    said.truncate(MOST_CITATIONS);
    if more > 0 {
        said.push(format!("and cites {more} more"));
    }
    said.extend(words_cited(naming, declaration));
    said
}

/// Citations in words, such as articles of a law.
fn words_cited(naming: Naming<'_>, declaration: &Declaration) -> Option<String> {
    let Thing::Named(_, What::Node(at)) = declaration.thing else {
        return None;
    };
    let entry = naming.checked.world.nodes.get(at)?;
    let words: Vec<&str> = entry
        .node
        .citations
        .iter()
        .filter_map(|citation| match citation {
            Citation::Words(words) => Some(words.value.as_str()),
            Citation::Anchor(_) => None,
        })
        .collect();
    (!words.is_empty()).then(|| format!("cites {}", words.join(", ")))
}
