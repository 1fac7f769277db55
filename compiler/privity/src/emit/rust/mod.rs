//! A policy as one Rust file: enums for its words, a request type, `decide`. It needs `core` and `alloc`, nothing else.
//!
//! What depends on the policy is made here; what does not is text in `runtime`, the same in every file.

mod facts;
mod flat_tables;
mod graph_tables;
mod identifiers;
mod numbers;
mod request;
mod tables;
mod vocabulary;

use proc_macro2::TokenStream;
use quote::quote;

use self::identifiers::Names;
use super::document::Document;
use crate::graph::{DecisionGraph, FlatGraph};

/// The fixed parts, in the order in which they are written.
const RUNTIME: [&str; 5] = [
    include_str!("runtime/answers.rs"),
    include_str!("runtime/walker.rs"),
    include_str!("runtime/plain.rs"),
    include_str!("runtime/bundles.rs"),
    include_str!("runtime/packed.rs"),
];

/// The types of the fixed parts and the vocabulary; facts get other names.
const TAKEN_TYPES: &[&str] = &[
    "Act",
    "Action",
    "Asked",
    "AskedOrNone",
    "AskedValues",
    "Asks",
    "At",
    "Axis",
    "AxisAsk",
    "AxisRequest",
    "BTreeMap",
    "Bytes",
    "Citation",
    "Data",
    "Day",
    "Decision",
    "Duty",
    "Event",
    "From",
    "Hash",
    "Intervals",
    "Into",
    "Iterator",
    "Joined",
    "List",
    "Mode",
    "Numbers",
    "Option",
    "Packed",
    "Part",
    "Party",
    "Place",
    "Pledge",
    "Purpose",
    "Reason",
    "Request",
    "Resolved",
    "Right",
    "Rule",
    "Ruling",
    "Seen",
    "Some",
    "Subject",
    "Texts",
    "Unknowns",
    "Values",
    "Vec",
    "Verdict",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Eq",
    "FnMut",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Self",
    "Sized",
    "None",
    "Ok",
    "Err",
    "Result",
    "TryFrom",
    "Drop",
    "Fn",
    "FnOnce",
    "Send",
    "Sync",
    "String",
    "Box",
    "AsRef",
    "AsMut",
    "TryInto",
    "ToOwned",
    "ToString",
    "Extend",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "FromIterator",
];

/// How a Rust file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RustOptions {
    /// Whether the file is a crate of its own and says `#![no_std]`. A file that another one includes cannot say it.
    pub standalone: bool,
}

/// The policy as Rust source.
///
/// # Errors
/// When what was written is no Rust, which would be a defect of the compiler, or when the tables would be too large.
pub(super) fn rust(
    document: &Document,
    graph: &DecisionGraph,
    options: RustOptions,
) -> Result<String, syn::Error> {
    let flat = FlatGraph::new(graph).ok_or_else(|| {
        let message = "the decision graph is too large for tables";
        syn::Error::new(proc_macro2::Span::call_site(), message)
    })?;
    let nodes = vocabulary::node_types(document);
    let mut types = Names::without(TAKEN_TYPES);
    let mut fields = Names::without(request::TAKEN_FIELDS);
    let facts = facts::fact_fields(document, &mut types, &mut fields);

    let enums = nodes.iter().map(vocabulary::declaration);
    let fact_items = facts.iter().map(|fact| &fact.items);
    let act = request::act(document, &nodes);
    let axis = request::axis_enum(document);
    let request = request::request(document, &nodes, &facts);
    let constants = constants(document);
    let runtime = runtime()?;
    let module = Names::without(&["tables"]).snake(&document.policy.name);
    let title = document
        .policy
        .title
        .as_deref()
        .unwrap_or(&document.policy.name);
    let about =
        vocabulary::documentation(&[format!("The policy \"{}\".", title.replace('\n', " "))]);
    let file = quote! {
        #about
        #[rustfmt::skip]
        #[allow(dead_code, nonstandard_style, unused_mut, clippy::all, clippy::nursery, clippy::pedantic, clippy::restriction)]
        pub mod #module {
            #constants
            #request
            #act
            #(#enums)*
            #(#fact_items)*
            #axis
            #runtime
        }
    };
    let mut text = header(document, options);
    text.push_str(&prettyplease::unparse(&syn::parse2(file)?));
    // The tables go into the module as text: as tokens they would get a line for every number.
    let body = text.trim_end().strip_suffix('}').unwrap_or_default().len();
    text.truncate(body);
    text.push_str(&tables::tables(document, &flat, &nodes));
    text.push_str("}\n");
    Ok(text)
}

fn runtime() -> Result<TokenStream, syn::Error> {
    let mut tokens = TokenStream::new();
    for text in RUNTIME {
        // What the file is for is of no use where it goes.
        let lines = text.lines().filter(|line| !line.starts_with("//!"));
        let items: TokenStream = syn::parse_str(&lines.collect::<Vec<_>>().join("\n"))?;
        tokens.extend(items);
    }
    Ok(tokens)
}

fn constants(document: &Document) -> TokenStream {
    let name = &document.policy.name;
    let version = document.policy.version.as_deref().unwrap_or_default();
    let digest = &document.input_digest;
    let (first, last) = document.policy.effective;
    let (first, last) = (vocabulary::number(first), vocabulary::number(last));
    quote! {
        /// The name of the policy.
        pub const POLICY: &str = #name;
        /// Its version, as written; empty when it has none.
        pub const VERSION: &str = #version;
        /// The digest of its sources.
        pub const INPUT_DIGEST: &str = #digest;
        /// The first and the last day on which it applies.
        pub const EFFECTIVE: (Day, Day) = (Day(#first), Day(#last));
    }
}

fn header(document: &Document, options: RustOptions) -> String {
    let generator = &document.generator;
    let mut text = format!(
        "// @generated by {} {}; do not edit.\n// Sources: {}\n// {}\n\n",
        generator.name, generator.version, document.input_digest, document.notice,
    );
    if options.standalone {
        text.push_str("#![no_std]\n\n");
    }
    text
}
