//! The grammar of Privity for [tree-sitter](https://tree-sitter.github.io), and the queries that editors ask with it.

use tree_sitter_language::LanguageFn;

#[expect(
    unsafe_code,
    reason = "the generated parser is in C, and this is the one name it has"
)]
mod parser {
    unsafe extern "C" {
        pub(super) fn tree_sitter_privity() -> *const ();
    }

    /// The language.
    pub(super) const LANGUAGE: super::LanguageFn =
        unsafe { super::LanguageFn::from_raw(tree_sitter_privity) };
}

/// The language, for `tree_sitter::Parser::set_language`.
pub const LANGUAGE: LanguageFn = parser::LANGUAGE;

/// What is coloured how.
pub const HIGHLIGHTS_QUERY: &str = include_str!("../../queries/highlights.scm");

/// What may be folded.
pub const FOLDS_QUERY: &str = include_str!("../../queries/folds.scm");

/// What stands further in than the line above.
pub const INDENTS_QUERY: &str = include_str!("../../queries/indents.scm");

/// Where names are declared and used.
pub const LOCALS_QUERY: &str = include_str!("../../queries/locals.scm");

/// What an outline of a file lists.
pub const TAGS_QUERY: &str = include_str!("../../queries/tags.scm");
