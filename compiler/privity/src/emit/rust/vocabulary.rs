//! Enums for the nodes of every kind.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::identifiers::Names;
use crate::emit::document::{Document, Intervals, Taxonomy};

/// The kinds that requests speak about. The first ones are types even when nothing of the kind is declared.
const KINDS: [(&str, &str, bool); 8] = [
    ("action", "Action", true),
    ("data", "Data", true),
    ("purpose", "Purpose", true),
    ("party", "Party", true),
    ("place", "Place", true),
    ("subject", "Subject", true),
    ("right", "Right", false),
    ("event", "Event", false),
];

/// The enum of a kind.
#[derive(Debug)]
pub(super) struct NodeType {
    /// The kind.
    pub(super) kind: String,
    /// The name of the enum.
    pub(super) ident: Ident,
    /// Its variants: nodes, what open nodes hold besides their children, and sets that do not change in time.
    pub(super) variants: Vec<Variant>,
    /// Every name that stands for a variant, sorted, with the variant's position.
    pub(super) names: Vec<(String, usize)>,
}

/// A variant of the enum of a kind.
#[derive(Debug)]
pub(super) struct Variant {
    /// The name in the policy.
    pub(super) name: String,
    /// The name in Rust.
    pub(super) ident: Ident,
    /// The atoms it stands for.
    pub(super) atoms: Intervals,
    documentation: Vec<String>,
}

/// The enums of all kinds that requests speak about.
pub(super) fn node_types(document: &Document) -> Vec<NodeType> {
    let find = |kind| {
        document
            .taxonomies
            .iter()
            .find(|taxonomy| taxonomy.kind == kind)
    };
    KINDS
        .iter()
        .filter(|&&(kind, _, always)| always || find(kind).is_some())
        .map(|&(kind, ident, _)| node_type(kind, ident, find(kind)))
        .collect()
}

fn node_type(kind: &str, ident: &str, taxonomy: Option<&Taxonomy>) -> NodeType {
    let mut idents = Names::default();
    let mut variants: Vec<Variant> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut add = |name: &str, atoms: Intervals, documentation: Vec<String>| {
        if let Entry::Vacant(place) = known.entry(name.to_owned()) {
            place.insert(variants.len());
            variants.push(Variant {
                name: name.to_owned(),
                ident: idents.camel(name),
                atoms,
                documentation,
            });
        }
    };
    if let Some(taxonomy) = taxonomy {
        for node in &taxonomy.nodes {
            let documentation = if node.documentation.is_empty() {
                vec![format!("`{}`", node.name)]
            } else {
                node.documentation.clone()
            };
            add(&node.name, node.atoms.clone(), documentation);
        }
        for (atom, at) in taxonomy.atoms.iter().zip(0..) {
            let open = atom.trim_end_matches(".other");
            add(
                atom,
                vec![(at, at)],
                vec![format!("What `{open}` holds besides the nodes below it.")],
            );
        }
        for group in &taxonomy.groups {
            if let Some(atoms) = group.timeless() {
                add(
                    &group.name,
                    atoms,
                    vec![format!("The set `{}`.", group.name)],
                );
            }
        }
        for alias in &taxonomy.aliases {
            if let Some(&at) = known.get(&alias.target) {
                known.entry(alias.name.clone()).or_insert(at);
            }
        }
    }
    NodeType {
        kind: kind.to_owned(),
        ident: format_ident!("{ident}"),
        variants,
        names: known.into_iter().collect(),
    }
}

/// The enum with its names and atoms.
pub(super) fn declaration(node_type: &NodeType) -> TokenStream {
    let NodeType {
        kind,
        ident,
        variants,
        ..
    } = node_type;
    let about = doc(&format!(
        "The nodes of the kind `{kind}`. A node stands for itself and all below it."
    ));
    let idents: Vec<&Ident> = variants.iter().map(|variant| &variant.ident).collect();
    let docs = variants
        .iter()
        .map(|variant| documentation(&variant.documentation));
    let table = |what: &str| format_ident!("{}_{what}", kind.to_ascii_uppercase());
    let (names, named, of, ends, from) = (
        table("NAMES"),
        table("NAMED"),
        table("NAME"),
        table("ATOMS"),
        table("FROM"),
    );
    // A type without values has no numbers to look up.
    let (name, atoms) = if variants.is_empty() {
        (quote!(match self {}), quote!(::core::iter::empty()))
    } else {
        let number = quote!(self as usize as u32);
        (
            quote!(tables::#names.text(entry(&tables::#of, #number))),
            quote!(intervals(&tables::#ends, &tables::#from, #number)),
        )
    };
    quote! {
        #about
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #ident { #(#docs #idents,)* }

        impl #ident {
            /// All of them.
            pub const ALL: &'static [#ident] = &[#(#ident::#idents),*];

            /// Its name in the policy.
            #[must_use]
            pub fn name(self) -> &'static str {
                #name
            }

            /// The node with this name; aliases and former names count too.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                let at = find(&tables::#names, name)?;
                Self::ALL.get(entry(&tables::#named, at) as usize).copied()
            }

            /// The numbers of the atoms it stands for, as intervals.
            #[must_use]
            pub fn atoms(self) -> impl Iterator<Item = (i64, i64)> {
                #atoms
            }
        }

        impl ::core::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl Values for #ident {
            fn each(self, _: usize, show: &mut dyn FnMut(i64, i64)) {
                self.atoms().for_each(|(low, high)| show(low, high));
            }
        }
    }
}

/// Doc comments, a line each.
pub(super) fn documentation<T: AsRef<str>>(lines: &[T]) -> TokenStream {
    let lines = lines.iter().flat_map(|text| text.as_ref().split('\n'));
    let lines = lines.map(|line| format!(" {}", line.trim()).trim_end().to_owned());
    quote!(#(#[doc = #lines])*)
}

/// A doc comment of one line.
pub(super) fn doc(line: &str) -> TokenStream {
    documentation(&[line])
}

/// A number without a suffix.
pub(super) fn number(value: i64) -> TokenStream {
    let size = Literal::u64_unsuffixed(value.unsigned_abs());
    if value < 0 {
        quote!(-#size)
    } else {
        quote!(#size)
    }
}
