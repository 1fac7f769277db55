//! The model in the languages of the engines.

pub(crate) mod cedar;
pub(crate) mod privity;
pub(crate) mod question;
pub(crate) mod rego;
pub(crate) mod rust;
