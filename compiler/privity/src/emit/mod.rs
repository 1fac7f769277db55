//! From a policy and its decision graph to bytes that other programs use: JSON with a published schema, and Rust.
//!
//! The bytes depend on the sources alone: no clock, no place on a disk, no order in which files were read.

mod digest;
pub mod document;
mod duty_lists;
pub mod graph_document;
mod graph_lists;
mod layout;
mod policy_lists;
mod rust;
pub mod standing_document;
mod standing_lists;

pub use digest::input_digest;
pub use document::{Document, SCHEMA_ID, SCHEMA_VERSION};
pub use rust::RustOptions;

use crate::check::policy::Policy;
use crate::graph::DecisionGraph;
use crate::source::SourceMap;

/// The published form of a policy; `graph` must be built from it.
#[must_use]
pub fn document(policy: &Policy, graph: &DecisionGraph, sources: &SourceMap) -> Document {
    Document {
        schema: SCHEMA_ID.to_owned(),
        schema_version: SCHEMA_VERSION,
        notice: document::NOTICE.to_owned(),
        generator: document::Generator {
            name: "privity".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        input_digest: input_digest(sources),
        policy: policy_lists::header(policy),
        axes: policy_lists::axes(policy),
        facts: policy_lists::facts(policy),
        taxonomies: policy_lists::taxonomies(policy),
        implied_destination: policy_lists::implied_destination(policy),
        duties: duty_lists::duties(policy),
        rules: policy_lists::rules(policy, sources),
        informative: policy_lists::informative(policy),
        switches: standing_lists::switches(policy),
        promises: standing_lists::promises(policy),
        documents: standing_lists::documents(policy),
        graph: graph_lists::graph(graph),
    }
}

/// The policy as JSON text, ending with a newline.
#[must_use]
pub fn json(policy: &Policy, graph: &DecisionGraph, sources: &SourceMap) -> String {
    layout::to_text(&document(policy, graph, sources))
}

/// The JSON Schema of what [`json`] writes, ending with a newline.
#[must_use]
pub fn schema() -> String {
    // Fields that are left out when there is nothing to say must not be required.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<Document>();
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    layout::to_text(&schema)
}

/// The policy as one Rust file, ending with a newline.
///
/// # Errors
/// When what was written is no Rust, which would be a defect of the compiler, or when the tables of the graph would have more numbers than
/// [`crate::graph::flat::MOST_ENTRIES`].
pub fn rust(
    policy: &Policy,
    graph: &DecisionGraph,
    sources: &SourceMap,
    options: RustOptions,
) -> Result<String, syn::Error> {
    rust::rust(&document(policy, graph, sources), graph, options)
}
