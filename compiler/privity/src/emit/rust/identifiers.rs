//! Turns the names of a policy into Rust identifiers that are valid and differ from each other.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span};

/// Words that cannot be identifiers in any edition, or that only `r#` would make so.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// The names taken in one place: the variants of an enum, the fields of a struct, the items of a module.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// Names of which some are taken.
    pub(super) fn without(taken: &[&str]) -> Self {
        Self {
            taken: taken.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// A type or variant: `contact_details.other` becomes `ContactDetailsOther`.
    pub(super) fn camel(&mut self, name: &str) -> Ident {
        let words = words(name).map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
                .collect::<String>()
        });
        self.free(words.collect::<String>(), "N", "")
    }

    /// A field, method or module: `contact_details.other` becomes `contact_details_other`.
    pub(super) fn snake(&mut self, name: &str) -> Ident {
        let words: Vec<String> = words(name).map(str::to_ascii_lowercase).collect();
        self.free(words.join("_"), "n_", "_")
    }

    fn free(&mut self, mut name: String, prefix: &str, joint: &str) -> Ident {
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
            name.insert_str(0, prefix);
        }
        if KEYWORDS.contains(&name.as_str()) {
            name.push('_');
        }
        let mut free = name.clone();
        let mut count = 1;
        while !self.taken.insert(free.clone()) {
            count += 1;
            free = format!("{name}{joint}{count}");
        }
        Ident::new(&free, Span::call_site())
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_identifiers_that_differ() {
        let mut names = Names::without(&["Request"]);
        let made: Vec<String> = [
            "ip_address",
            "ip__address",
            "contact_details.other",
            "self",
            "3rd_party",
            "request",
            "_",
            "DE",
        ]
        .iter()
        .map(|name| names.camel(name).to_string())
        .collect();
        assert_eq!(
            made,
            [
                "IpAddress",
                "IpAddress2",
                "ContactDetailsOther",
                "Self_",
                "N3rdParty",
                "Request2",
                "N",
                "DE"
            ]
        );
        let mut names = Names::default();
        let made: Vec<String> = ["type", "age", "Age", "kept encrypt(in_transit)", "9"]
            .iter()
            .map(|name| names.snake(name).to_string())
            .collect();
        assert_eq!(
            made,
            ["type_", "age", "age_2", "kept_encrypt_in_transit", "n_9"]
        );
    }
}
