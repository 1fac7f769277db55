//! Types for the facts of a policy, and how their values become numbers.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::identifiers::Names;
use super::vocabulary::{doc, documentation, number};
use crate::emit::document::{AxisRole, Document, Fact, FactType};

/// A fact as a field of a request.
pub(super) struct FactField {
    /// The field.
    pub(super) field: Ident,
    /// Its documentation.
    pub(super) documentation: TokenStream,
    /// Its type: `Option` of something, or the struct of a set.
    pub(super) ty: TokenStream,
    /// Its value when a request leaves it out.
    pub(super) initial: TokenStream,
    /// The items that its type needs.
    pub(super) items: TokenStream,
    /// For every axis of the fact its number and an `Option<i64>` made from `self`.
    pub(super) values: Vec<(u32, TokenStream)>,
}

/// The fields of all facts. `types` and `fields` are the names taken so far.
pub(super) fn fact_fields(
    document: &Document,
    types: &mut Names,
    fields: &mut Names,
) -> Vec<FactField> {
    document
        .facts
        .iter()
        .map(|fact| {
            let field = fields.snake(&fact.name);
            let set = matches!(fact.ty, FactType::Set { .. });
            let made = if set {
                set_field(document, fact, &field, types)
            } else {
                single_field(document, fact, &field, types)
            };
            FactField {
                documentation: about(fact),
                field,
                ..made
            }
        })
        .collect()
}

fn about(fact: &Fact) -> TokenStream {
    let mut lines = fact.documentation.clone();
    if let Some(open) = &fact.ambiguity {
        lines.extend(open.question.iter().cloned());
        lines.push(String::new());
        lines.push(
            "An ambiguity of the text; without a choice its default reading holds. `None` leaves it open: the decision then needs it wherever the readings differ.".to_owned(),
        );
        return documentation(&lines);
    }
    if lines.is_empty() {
        lines.push(format!("`{}`", fact.name));
    }
    let remark = match &fact.ty {
        FactType::Number { unit: Some(unit) } => format!("In {unit}s. "),
        FactType::Duration => "In hours. ".to_owned(),
        _ => String::new(),
    };
    let source = match (fact.asserted, fact.from_law) {
        (true, _) => "Somebody must vouch for it. ",
        (_, true) => "The law of the place says it. ",
        _ => "",
    };
    lines.push(String::new());
    lines.push(format!("{remark}{source}`None` is unknown."));
    documentation(&lines)
}

/// The one value that an axis has when a request leaves it out.
fn default_value(document: &Document, axis: u32) -> Option<i64> {
    match document.axes.get(axis as usize)?.default.as_deref()? {
        [(low, high)] if low == high => Some(*low),
        _ => None,
    }
}

/// What a fact without words is in Rust.
#[derive(Debug, Clone, Copy)]
enum Plain {
    Flag,
    Number,
    Day,
}

impl Plain {
    fn ty(self) -> TokenStream {
        match self {
            Self::Flag => quote!(bool),
            Self::Number => quote!(i64),
            Self::Day => quote!(Day),
        }
    }

    /// The number of the variable `value`.
    fn number(self) -> TokenStream {
        match self {
            Self::Flag => quote!(i64::from(value)),
            Self::Number => quote!(value),
            Self::Day => quote!(value.0),
        }
    }

    fn literal(self, value: i64) -> TokenStream {
        let size = number(value);
        match self {
            Self::Flag if value == 0 => quote!(false),
            Self::Flag => quote!(true),
            Self::Number => size,
            Self::Day => quote!(Day(#size)),
        }
    }
}

fn single_field(document: &Document, fact: &Fact, field: &Ident, types: &mut Names) -> FactField {
    let axis = fact.axes.first().copied().unwrap_or_default();
    let default = default_value(document, axis);
    let plain = match &fact.ty {
        FactType::Words { words, .. } => {
            return words_field(fact, field, types, words, axis, default);
        }
        FactType::Flag | FactType::Set { .. } => Plain::Flag,
        FactType::Number { .. } | FactType::Duration => Plain::Number,
        FactType::Date => Plain::Day,
    };
    let (inner, size) = (plain.ty(), plain.number());
    let (ty, items, initial, value) = match &fact.none {
        None => (
            inner,
            quote!(),
            default.map(|default| plain.literal(default)),
            quote!(self.#field.map(|value| #size)),
        ),
        Some(none) => {
            let ident = types.camel(&fact.name);
            let word = Names::without(&["Is"]).camel(&none.word);
            let about = doc(&format!("A value of the fact `{}`.", fact.name));
            let word_about = doc(&format!("`{}`", none.word));
            let none_value = number(none.value);
            let items = quote! {
                #about
                #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
                pub enum #ident {
                    /// This.
                    Is(#inner),
                    #word_about
                    #word,
                }
            };
            let initial = default.map(|default| {
                let value = plain.literal(default);
                if default == none.value {
                    quote!(#ident::#word)
                } else {
                    quote!(#ident::Is(#value))
                }
            });
            let value = quote! {
                self.#field.map(|value| match value {
                    #ident::Is(value) => #size,
                    #ident::#word => #none_value,
                })
            };
            (quote!(#ident), items, initial, value)
        }
    };
    FactField {
        field: field.clone(),
        documentation: quote!(),
        ty: quote!(Option<#ty>),
        initial: initial.map_or_else(|| quote!(None), |initial| quote!(Some(#initial))),
        items,
        values: vec![(axis, value)],
    }
}

fn words_field(
    fact: &Fact,
    field: &Ident,
    types: &mut Names,
    words: &[String],
    axis: u32,
    default: Option<i64>,
) -> FactField {
    let ident = types.camel(&fact.name);
    let mut variants = Names::default();
    let mut named: Vec<(&str, i64)> = words.iter().map(String::as_str).zip(0..).collect();
    if let Some(none) = &fact.none {
        named.push((&none.word, none.value));
    }
    let names: Vec<&str> = named.iter().map(|&(name, _)| name).collect();
    let values: Vec<i64> = named.iter().map(|&(_, value)| value).collect();
    let sizes = values.iter().map(|&value| number(value));
    let idents: Vec<Ident> = names.iter().map(|name| variants.camel(name)).collect();
    let texts = fact.ambiguity.iter().flat_map(|open| &open.readings);
    let texts: Vec<Option<&String>> = texts.map(|reading| reading.text.as_ref()).collect();
    let docs = names.iter().enumerate().map(|(at, name)| {
        doc(&match texts.get(at).copied().flatten() {
            Some(text) => format!("`{name}`: {text}"),
            None => format!("`{name}`"),
        })
    });
    let about = doc(&match &fact.ty {
        FactType::Words { ordered: true, .. } => {
            format!("The words of the fact `{}`, weakest first.", fact.name)
        }
        _ if fact.ambiguity.is_some() => {
            format!("The readings of the ambiguity `{}`.", fact.name)
        }
        _ => format!("The words of the fact `{}`.", fact.name),
    });
    let initial = default
        .and_then(|default| values.iter().position(|&value| value == default))
        .and_then(|at| idents.get(at))
        .map_or_else(|| quote!(None), |variant| quote!(Some(#ident::#variant)));
    FactField {
        field: field.clone(),
        documentation: quote!(),
        ty: quote!(Option<#ident>),
        initial,
        items: quote! {
            #about
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            #[repr(i64)]
            pub enum #ident { #(#docs #idents = #sizes,)* }

            impl #ident {
                /// All of them.
                pub const ALL: &'static [#ident] = &[#(#ident::#idents),*];

                /// The word in the policy.
                #[must_use]
                pub fn name(self) -> &'static str {
                    match self { #(#ident::#idents => #names,)* }
                }

                /// The value with this name.
                #[must_use]
                pub fn from_name(name: &str) -> Option<Self> {
                    match name { #(#names => Some(#ident::#idents),)* _ => None }
                }
            }
        },
        values: vec![(axis, quote!(self.#field.map(|value| value as i64)))],
    }
}

fn set_field(document: &Document, fact: &Fact, field: &Ident, types: &mut Names) -> FactField {
    let ident = types.camel(&fact.name);
    let mut names = Names::default();
    let mut elements = Vec::new();
    let mut docs = Vec::new();
    let mut initial = Vec::new();
    let mut values = Vec::new();
    for &axis in &fact.axes {
        let element = document
            .axes
            .get(axis as usize)
            .and_then(|axis| match &axis.role {
                AxisRole::Element { element, .. } => element.as_deref(),
                _ => None,
            });
        let member = names.snake(element.unwrap_or("others"));
        docs.push(doc(&element.map_or_else(
            || "Whether anything is in it that no rule names.".to_owned(),
            |element| format!("Whether `{element}` is in it."),
        )));
        initial.push(default_value(document, axis).map_or_else(
            || quote!(None),
            |default| {
                let yes = default != 0;
                quote!(Some(#yes))
            },
        ));
        values.push((axis, quote!(self.#field.#member.map(i64::from))));
        elements.push(member);
    }
    let about = doc(&format!(
        "What is in the set `{}`; `None` is unknown.",
        fact.name
    ));
    let constants = [
        (
            format_ident!("UNKNOWN"),
            "Nothing is known of it.",
            quote!(None),
        ),
        (
            format_ident!("EMPTY"),
            "Nothing is in it.",
            quote!(Some(false)),
        ),
        (
            format_ident!("FULL"),
            "Everything is in it.",
            quote!(Some(true)),
        ),
    ]
    .map(|(name, about, value)| {
        let about = doc(about);
        quote! {
            #about
            pub const #name: Self = Self { #(#elements: #value,)* };
        }
    });
    FactField {
        field: field.clone(),
        documentation: quote!(),
        ty: quote!(#ident),
        initial: quote!(#ident { #(#elements: #initial,)* }),
        items: quote! {
            #about
            #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
            pub struct #ident { #(#docs pub #elements: Option<bool>,)* }

            impl #ident { #(#constants)* }
        },
        values,
    }
}
