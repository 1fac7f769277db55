//! The sub-commands, one a file.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod init;
