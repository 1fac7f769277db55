//! The Privity language server.
