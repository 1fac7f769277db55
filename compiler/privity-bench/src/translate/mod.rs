//! The model in the languages of the engines.

pub(crate) mod privity;
