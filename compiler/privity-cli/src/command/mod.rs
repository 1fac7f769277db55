//! The sub-commands, one a file.

pub(crate) mod anchors;
pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod comply;
pub(crate) mod coverage;
pub(crate) mod decide;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod findings;
pub(crate) mod fmt;
pub(crate) mod init;
pub(crate) mod lsp;
mod mending;
pub(crate) mod test;
pub(crate) mod words;
