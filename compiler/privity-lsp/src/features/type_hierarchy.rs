//! Taxonomies as hierarchies: what a node stands under, and what stands below it.

use gen_lsp_types::{
    TypeHierarchyItem, TypeHierarchyPrepareParams, TypeHierarchySubtypesParams,
    TypeHierarchySupertypesParams,
};
use privity::occurrences::Thing;
use privity::resolve::names::{Space, What};
use privity::syntax::ast::Kind;
use serde_json::json;

use crate::features::definition::{children, parents};
use crate::kinds;
use crate::naming::{Naming, declared};
use crate::snapshot::Snapshot;

/// The node that is named at a place.
pub(crate) fn prepare(
    snapshot: &Snapshot,
    params: TypeHierarchyPrepareParams,
) -> Option<Vec<TypeHierarchyItem>> {
    let naming = Naming::of(snapshot)?;
    let at = &params.text_document_position_params;
    let (kind, declaration, _) = naming.node_at(at, |_| true)?;
    let asked = &at.text_document.uri.0;
    Some(vec![item(naming, kind, &declaration.name, asked)?])
}

/// What a node stands under.
pub(crate) fn supertypes(
    snapshot: &Snapshot,
    params: TypeHierarchySupertypesParams,
) -> Option<Vec<TypeHierarchyItem>> {
    let naming = Naming::of(snapshot)?;
    let (kind, name, asked) = node_of(&params.item)?;
    let above = parents(naming, kind, &name);
    let items = above
        .iter()
        .filter_map(|name| item(naming, kind, name, &asked));
    Some(items.collect())
}

/// What a group names, or what another word stands for.
fn members(naming: Naming<'_>, kind: Kind, name: &str) -> Vec<String> {
    let space = Space::Kind(kind);
    let declared_here = naming.names.named(space, name);
    let declaration = declared_here.and_then(|id| naming.names.declaration(id));
    let Some(declaration) = declaration.filter(|it| {
        matches!(
            it.thing,
            Thing::Named(_, What::Group(_) | What::Alias(_) | What::Renamed(_))
        )
    }) else {
        return Vec::new();
    };
    let inside = naming.names.within(declaration.whole).iter();
    let named = inside.filter(|place| !place.declares && place.space == Some(space));
    let named = named.filter_map(|place| naming.names.declaration(declared(place)?));
    named.map(|it| it.name.clone()).collect()
}

/// What stands directly below a node, what a group names.
pub(crate) fn subtypes(
    snapshot: &Snapshot,
    params: TypeHierarchySubtypesParams,
) -> Option<Vec<TypeHierarchyItem>> {
    let naming = Naming::of(snapshot)?;
    let (kind, name, asked) = node_of(&params.item)?;
    let mut below = children(naming, kind, &name);
    below.extend(members(naming, kind, &name));
    let items = below
        .iter()
        .filter_map(|name| item(naming, kind, name, &asked));
    Some(items.collect())
}

/// A node as an item. It carries the file that was asked about, by which the package is found again, also from the standard library.
fn item(naming: Naming<'_>, kind: Kind, name: &str, asked: &str) -> Option<TypeHierarchyItem> {
    let id = naming.names.named(Space::Kind(kind), name)?;
    let declaration = naming.names.declaration(id)?;
    let (file, _) = naming.snapshot.sources().locate(declaration.whole)?;
    Some(TypeHierarchyItem::new(
        name.to_owned(),
        kinds::node(kind),
        None,
        Some(kind.word().to_owned()),
        naming.uri(file)?,
        naming.snapshot.range(declaration.whole)?,
        naming.snapshot.range(declaration.span?)?,
        Some(json!({"uri": asked, "kind": kind.word(), "name": name})),
    ))
}

fn node_of(item: &TypeHierarchyItem) -> Option<(Kind, String, String)> {
    let data = item.data.as_ref()?;
    let word = |key: &str| Some(data.get(key)?.as_str()?.to_owned());
    Some((
        Kind::from_word(&word("kind")?)?,
        word("name")?,
        word("uri")?,
    ))
}
