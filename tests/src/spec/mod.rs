//! The language reference as tests: pages of Markdown whose fenced blocks are policies, requests and messages. `tests/spec/README.md` has
//! the convention.

mod page;
mod run;

pub use page::{Block, Page, parse};
pub use run::{Shown, run};
