//! From a name to where it is declared, to what it is made of, and to what carries it out.

use gen_lsp_types::{
    Definition, DefinitionParams, DefinitionResponse, ImplementationParams, ImplementationResponse,
    Location, TypeDefinitionParams, TypeDefinitionResponse,
};
use privity::occurrences::{DeclarationId, Thing};
use privity::resolve::names::{Space, What};
use privity::source::Span;
use privity::syntax::ast::Kind;

use crate::naming::{Naming, declared};
use crate::snapshot::Snapshot;

/// Where the name at a place is declared.
pub(crate) fn definition(
    snapshot: &Snapshot,
    params: DefinitionParams,
) -> Option<DefinitionResponse> {
    let naming = Naming::of(snapshot)?;
    let named = naming.named_at(&params.text_document_position_params)?;
    let places = named.ids.iter().filter_map(|&id| naming.declared_at(id));
    let places = distinct(places.collect())?;
    Some(DefinitionResponse::Definition(Definition::LocationList(
        places,
    )))
}

/// What the name at a place is of: for another word or a group what it stands for, for a value its fact, for an anchor its text, for a node what it
/// stands under.
pub(crate) fn type_definition(
    snapshot: &Snapshot,
    params: TypeDefinitionParams,
) -> Option<TypeDefinitionResponse> {
    let naming = Naming::of(snapshot)?;
    let named = naming.named_at(&params.text_document_position_params)?;
    let above = named.ids.iter().flat_map(|&id| above(naming, id));
    let places = above.filter_map(|id| naming.declared_at(id));
    let places = distinct(places.collect())?;
    Some(TypeDefinitionResponse::Definition(
        Definition::LocationList(places),
    ))
}

/// What carries out the name at a place: the rules behind an anchor, a duty, a right, an event or a kind of guard; what says a fact or sets a period;
/// the rules of a section; the nodes below a node.
pub(crate) fn implementation(
    snapshot: &Snapshot,
    params: ImplementationParams,
) -> Option<ImplementationResponse> {
    let naming = Naming::of(snapshot)?;
    let named = naming.named_at(&params.text_document_position_params)?;
    let below = named.ids.iter().flat_map(|&id| below(naming, id));
    let places = below.filter_map(|span| naming.location(span));
    let places = distinct(places.collect())?;
    Some(ImplementationResponse::Definition(
        Definition::LocationList(places),
    ))
}

fn distinct(mut places: Vec<Location>) -> Option<Vec<Location>> {
    places.sort_by_key(|place| {
        let start = place.range.start;
        (place.uri.0.clone(), start.line, start.character)
    });
    places.dedup();
    (!places.is_empty()).then_some(places)
}

fn above(naming: Naming<'_>, id: DeclarationId) -> Vec<DeclarationId> {
    let Some(declaration) = naming.names.declaration(id) else {
        return Vec::new();
    };
    let of = |thing| naming.names.of_thing(thing).into_iter().collect();
    match declaration.thing {
        Thing::Word(fact, _) => of(Thing::Named(Space::Condition, What::Fact(fact))),
        Thing::Level(node, _, _) => of(Thing::Named(Space::Kind(Kind::Duty), What::Node(node))),
        Thing::Named(_, What::Anchor(source, _)) => {
            of(Thing::Named(Space::Source, What::Source(source)))
        }
        // Groups, other words and renamed nodes are of the names in their declarations.
        Thing::Named(space, What::Group(_) | What::Alias(_) | What::Renamed(_)) => {
            let inside = naming.names.within(declaration.whole).iter();
            let names = inside.filter(|name| !name.declares && name.space == Some(space));
            names.filter_map(declared).collect()
        }
        Thing::Named(Space::Kind(kind), What::Node(_)) => {
            let parents = parents(naming, kind, &declaration.name);
            let known = parents
                .iter()
                .filter_map(|name| naming.names.named(Space::Kind(kind), name));
            known.collect()
        }
        _ => Vec::new(),
    }
}

/// The names of the nodes that a node stands under.
pub(crate) fn parents(naming: Naming<'_>, kind: Kind, name: &str) -> Vec<String> {
    let taxonomies = &naming.checked.world.taxonomies;
    let (Some(taxonomy), Some(node)) = (taxonomies.kind(kind), taxonomies.node(kind, name)) else {
        return Vec::new();
    };
    let parents = node.parents.iter();
    parents
        .filter_map(|&at| Some(taxonomy.nodes.get(at as usize)?.name.clone()))
        .collect()
}

/// The names of the nodes directly below a node.
pub(crate) fn children(naming: Naming<'_>, kind: Kind, name: &str) -> Vec<String> {
    let Some(taxonomy) = naming.checked.world.taxonomies.kind(kind) else {
        return Vec::new();
    };
    let Some(at) = taxonomy.nodes.iter().position(|node| node.name == name) else {
        return Vec::new();
    };
    let nodes = taxonomy.nodes.iter();
    nodes
        .filter(|node| node.parents.iter().any(|&parent| parent as usize == at))
        .map(|node| node.name.clone())
        .collect()
}

fn below(naming: Naming<'_>, id: DeclarationId) -> Vec<Span> {
    let world = &naming.checked.world;
    let Some(declaration) = naming.names.declaration(id) else {
        return Vec::new();
    };
    match declaration.thing {
        Thing::Named(Space::Condition, What::Fact(_)) => {
            let deems = world.deems.iter().map(|deem| deem.span);
            let supplies = world.supplies.iter().map(|supply| supply.span);
            holding(naming, id, deems.chain(supplies), true)
        }
        Thing::Named(Space::Period, _) => {
            let supplies = world.supplies.iter().map(|supply| supply.span);
            holding(naming, id, supplies, true)
        }
        Thing::Named(Space::Rule, What::Section(section)) => world
            .rules
            .iter()
            .filter(|rule| rule.sections.contains(&section))
            .map(|rule| rule.span)
            .collect(),
        Thing::Named(
            Space::Anchor | Space::Kind(Kind::Duty | Kind::Right | Kind::Event | Kind::Guard),
            What::Anchor(..) | What::Node(_) | What::Group(_) | What::Alias(_),
        ) => {
            let rules = world.rules.iter().map(|rule| rule.span);
            holding(naming, id, rules, false)
        }
        Thing::Named(Space::Kind(kind), What::Node(_)) => {
            let children = children(naming, kind, &declaration.name);
            let known = children.iter().filter_map(|name| {
                let id = naming.names.named(Space::Kind(kind), name)?;
                naming.names.declaration(id)?.span
            });
            known.collect()
        }
        _ => Vec::new(),
    }
}

/// The items that name something; `first`: as the first name in them.
fn holding(
    naming: Naming<'_>,
    id: DeclarationId,
    items: impl Iterator<Item = Span>,
    first: bool,
) -> Vec<Span> {
    let mut items: Vec<Span> = items.collect();
    items.sort();
    items.dedup();
    let mut found = Vec::new();
    for place in naming
        .names
        .of_declaration(id)
        .filter(|place| !place.declares)
    {
        let at = items.partition_point(|item| item.start <= place.span.start);
        let Some(item) = at.checked_sub(1).and_then(|at| items.get(at)) else {
            continue;
        };
        let names = naming.names.within(*item);
        let is_first = names.first().is_some_and(|name| name.span == place.span);
        if place.span.end <= item.end && (!first || is_first) {
            found.push(*item);
        }
    }
    found
}
