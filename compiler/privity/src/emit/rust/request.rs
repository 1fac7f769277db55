//! The request type of a policy: one typed field for each class axis and fact.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::facts::FactField;
use super::identifiers::Names;
use super::tables::offset;
use super::vocabulary::{NodeType, doc, number};
use crate::emit::document::{Axis, AxisRole, Document};

/// The fields that every request has, with the method names they must not take.
pub(super) const TAKEN_FIELDS: &[&str] = &[
    "new",
    "decide",
    "resolve",
    "broken",
    "actor",
    "action",
    "data",
    "purpose",
    "recipient",
    "source",
    "subject",
    "home",
    "origin",
    "destination",
    "date",
];

/// The enum over actions, rights and events, which share an axis.
pub(super) fn act(document: &Document, nodes: &[NodeType]) -> TokenStream {
    let Some(axis) = document.axes.iter().find(|axis| axis.name == "action") else {
        return quote!();
    };
    let kinds = [
        ("action", "Do", "Does this."),
        ("right", "Answer", "Answers a person's demand."),
        ("event", "Handle", "Does what an event calls for."),
    ];
    let present: Vec<_> = kinds
        .iter()
        .filter_map(|&(kind, variant, about)| {
            let node = nodes.iter().find(|node| node.kind == kind)?;
            Some((
                format_ident!("{variant}"),
                &node.ident,
                about,
                offset(document, &axis.role, kind),
            ))
        })
        .collect();
    let variants = present.iter().map(|(variant, ident, about, _)| {
        let about = doc(about);
        quote!(#about #variant(#ident),)
    });
    let arms = present.iter().map(|(variant, _, _, offset)| {
        let offset = number(*offset);
        quote!(Self::#variant(node) => node.each(axis, &mut |low, high| show(low + #offset, high + #offset)),)
    });
    let conversions = present.iter().map(|(variant, ident, _, _)| {
        quote! {
            impl From<#ident> for Act {
                fn from(node: #ident) -> Self {
                    Self::#variant(node)
                }
            }

            impl From<#ident> for Asked<'_, Act> {
                fn from(node: #ident) -> Self {
                    Self::Just(Act::#variant(node))
                }
            }
        }
    });
    quote! {
        /// What is done: an action, or the answer to a demand or event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Act { #(#variants)* }

        #(#conversions)*

        impl Values for Act {
            fn each(self, axis: usize, show: &mut dyn FnMut(i64, i64)) {
                match self { #(#arms)* }
            }
        }
    }
}

/// The enum over all axes, for what a decision needs.
pub(super) fn axis_enum(document: &Document) -> TokenStream {
    let mut names = Names::default();
    let idents: Vec<Ident> = document
        .axes
        .iter()
        .map(|axis| names.camel(&axis.name))
        .collect();
    let docs = document
        .axes
        .iter()
        .map(|axis| doc(&format!("`{}`", axis.name)));
    quote! {
        /// The dimensions of a request: class axes, facts, elements of sets, and duties that may be broken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Axis { #(#docs #idents,)* }

        impl Axis {
            /// All of them, by number.
            pub const ALL: &'static [Axis] = &[#(Axis::#idents),*];

            /// Its name in the policy.
            #[must_use]
            pub fn name(self) -> &'static str {
                tables::AXES[self as usize]
            }
        }
    }
}

struct ClassField {
    field: Ident,
    number: Literal,
    about: TokenStream,
    ty: TokenStream,
    has_none: bool,
}

fn class_fields(document: &Document, nodes: &[NodeType]) -> Vec<ClassField> {
    let axes = document.axes.iter().enumerate();
    axes.filter_map(|(number, axis)| class_field(number, axis, nodes))
        .collect()
}

fn class_field(number: usize, axis: &Axis, nodes: &[NodeType]) -> Option<ClassField> {
    let AxisRole::Class { kinds, none } = &axis.role else {
        return None;
    };
    let inner = match kinds.as_slice() {
        [] => format_ident!("Day"),
        [_, _, ..] => format_ident!("Act"),
        [kind] => nodes.iter().find(|node| node.kind == *kind)?.ident.clone(),
    };
    let about = match axis.name.as_str() {
        "actor" => "Who acts.",
        "action" => "What is done.",
        "data" => "What it is done with.",
        "purpose" => "What for.",
        "recipient" => "Who receives.",
        "source" => "From whom data come.",
        "subject" => "About whom.",
        "home" => "Where the person is at home.",
        "origin" => "Where the data come from.",
        "destination" => "Where the data end up, or the act happens.",
        _ => "On which day.",
    };
    let has_none = none.is_some();
    Some(ClassField {
        field: format_ident!("{}", axis.name),
        number: Literal::usize_unsuffixed(number),
        about: doc(about),
        ty: if has_none {
            quote!(AskedOrNone<'a, #inner>)
        } else {
            quote!(Asked<'a, #inner>)
        },
        has_none,
    })
}

/// The duties that a request may call broken: an enum, and what it does to their axes.
fn pledges(document: &Document) -> (TokenStream, Vec<(Literal, Ident)>) {
    let mut names = Names::default();
    let mut kept = Vec::new();
    let mut docs = Vec::new();
    for (number, axis) in document.axes.iter().enumerate() {
        if let AxisRole::Kept { duty } = &axis.role {
            let text = document
                .duties
                .get(*duty as usize)
                .map_or("", |duty| &duty.text);
            docs.push(doc(&format!("`{text}`")));
            kept.push((Literal::usize_unsuffixed(number), names.camel(text)));
        }
    }
    let idents = kept.iter().map(|(_, ident)| ident);
    let declaration = quote! {
        /// The duties that a request may call broken.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Pledge { #(#docs #idents,)* }
    };
    (declaration, kept)
}

/// The request type, with its defaults and its numbers.
pub(super) fn request(document: &Document, nodes: &[NodeType], facts: &[FactField]) -> TokenStream {
    let classes = class_fields(document, nodes);
    let (pledge, kept) = pledges(document);
    let fields = fields(&classes, facts);
    let initial = classes
        .iter()
        .filter(|class| class.field != "action")
        .map(|class| {
            let field = &class.field;
            if class.has_none {
                quote!(#field: AskedOrNone::LeftOut,)
            } else {
                quote!(#field: Asked::LeftOut,)
            }
        })
        .chain(
            facts
                .iter()
                .map(|FactField { field, initial, .. }| quote!(#field: #initial,)),
        );
    let setters = setters(&classes, facts);
    let asks = asks(document, &classes, facts, &kept);
    quote! {
        #pledge

        /// A request. What it leaves out has the declared default, or is unknown.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Request<'a> {
            #fields
            /// Duties that are known not to be kept.
            pub broken: &'a [Pledge],
        }

        impl<'a> Request<'a> {
            /// A request to do this, with everything else left out.
            pub fn new(action: impl Into<Asked<'a, Act>>) -> Self {
                Self {
                    action: action.into(),
                    #(#initial)*
                    broken: &[],
                }
            }

            #setters

            /// Says which duties are known not to be kept.
            #[must_use]
            pub fn broken(mut self, broken: &'a [Pledge]) -> Self {
                self.broken = broken;
                self
            }

            /// Decides it.
            #[must_use]
            pub fn decide(&self) -> Decision {
                decide_asks(self)
            }

            /// Reduces it to what the rules tell apart, to be decided many times. `None` when they tell apart what it asks for, or something
            /// in it is unknown or not in the policy.
            #[must_use]
            pub fn resolve(&self) -> Option<Resolved> {
                resolve_asks(self)
            }
        }

        /// Decides a request.
        #[must_use]
        pub fn decide(request: &Request<'_>) -> Decision {
            decide_asks(request)
        }

        #asks
    }
}

fn fields(classes: &[ClassField], facts: &[FactField]) -> TokenStream {
    let classes = classes.iter().map(
        |ClassField {
             field, about, ty, ..
         }| {
            quote! {
                #about
                pub #field: #ty,
            }
        },
    );
    let facts = facts.iter().map(
        |FactField {
             field,
             documentation,
             ty,
             ..
         }| {
            quote! {
                #documentation
                pub #field: #ty,
            }
        },
    );
    quote!(#(#classes)* #(#facts)*)
}

fn setters(classes: &[ClassField], facts: &[FactField]) -> TokenStream {
    let setter = |field: &Ident, ty: &TokenStream| {
        let about = doc(&format!("Says `{field}`."));
        quote! {
            #about
            #[must_use]
            pub fn #field(mut self, #field: impl Into<#ty>) -> Self {
                self.#field = #field.into();
                self
            }
        }
    };
    let classes = classes
        .iter()
        .filter(|class| class.field != "action")
        .map(|class| setter(&class.field, &class.ty));
    let facts = facts.iter().map(|fact| setter(&fact.field, &fact.ty));
    quote!(#(#classes)* #(#facts)*)
}

fn asks(
    document: &Document,
    classes: &[ClassField],
    facts: &[FactField],
    kept: &[(Literal, Ident)],
) -> TokenStream {
    let class_arms = classes
        .iter()
        .map(|ClassField { field, number, .. }| quote!(#number => self.#field.each(axis, show),));
    let fact_arms = facts
        .iter()
        .flat_map(|fact| &fact.values)
        .map(|(axis, value)| {
            let number = Literal::u32_unsuffixed(*axis);
            quote!(#number => fact(axis, #value, show),)
        });
    let kept_arms = kept.iter().map(|(number, ident)| {
        quote! {
            #number if self.broken.contains(&Pledge::#ident) => fact(axis, Some(0), show),
        }
    });
    // Nodes are inside their domains; a day or a number may not be.
    let filled = classes
        .iter()
        .map(|ClassField { field, .. }| quote!(!self.#field.is_empty()));
    let days = classes
        .iter()
        .filter(|class| class.field == "date")
        .map(|ClassField { field, number, .. }| quote!(self.#field.lies_inside(#number)));
    let bounded = facts
        .iter()
        .flat_map(|fact| &fact.values)
        .filter(|(axis, _)| {
            let role = document.axes.get(*axis as usize).map(|axis| &axis.role);
            matches!(role, Some(AxisRole::Fact { .. }))
        })
        .map(|(axis, value)| {
            let number = Literal::u32_unsuffixed(*axis);
            quote!(in_domain(#number, #value))
        });
    let consistent = filled.chain(days).chain(bounded);
    quote! {
        impl Asks for Request<'_> {
            fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
                match axis {
                    #(#class_arms)*
                    #(#fact_arms)*
                    #(#kept_arms)*
                    _ => left_out(axis, show),
                }
            }

            fn implied_destination(&self) -> bool {
                matches!(self.destination, Asked::LeftOut)
            }

            fn is_consistent(&self) -> bool {
                #(#consistent)&&*
            }
        }
    }
}
