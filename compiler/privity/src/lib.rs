//! Privity: a language and a compiler for privacy policies.
//!
//! ```text
//! text ─parse→ syntax tree ─resolve→ world ─check→ policy ─lower→ diagrams ─build→ decision graph
//!                                                   │                               ├─verify→ proof
//!                                                   └─evaluate→ the oracle          └─emit→ JSON · Rust
//! ```
//!
//! Every pass is a function from a type to a type. None of them prints, reads the environment or touches the disk, except [`load`].

pub mod analyse;
pub mod arena;
mod beside;
pub mod check;
pub mod compare;
pub mod compile;
pub mod completion;
pub mod comply;
pub mod coverage;
pub mod diagnostic;
pub mod emit;
pub mod evaluate;
pub mod examples;
pub mod findings;
pub mod graph;
pub mod index;
pub mod insight;
pub mod load;
pub mod lower;
pub mod manifest;
pub mod mend;
pub mod occurrences;
pub mod program;
pub mod request;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod triage;
pub mod vocabulary;
