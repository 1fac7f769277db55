//! One office with several addresses: people write to one of them, and nobody knows which is read.

use std::collections::BTreeMap;

use super::diagnostics::several_addresses;
use crate::diagnostic::Diagnostic;
use crate::resolve::World;
use crate::source::Span;

/// The offices that laws ask for, each with the words that texts use.
const OFFICES: [(&str, &[&str]); 3] = [
    (
        "data protection officer",
        &["data protection officer", "dpo"],
    ),
    (
        "privacy officer",
        &["privacy officer", "chief privacy officer"],
    ),
    ("grievance officer", &["grievance officer"]),
];

/// One finding for each office to which recorded texts give more than one e-mail address.
pub(super) fn find(world: &World) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (office, words) in OFFICES {
        let mut addresses: BTreeMap<String, Span> = BTreeMap::new();
        for inform in &world.informs {
            let Some(text) = &inform.item.text else {
                continue;
            };
            for sentence in sentences(&text.value) {
                let given = addresses_in(sentence);
                let spoken_of = plain(sentence, &given);
                if words.iter().any(|word| has_words(&spoken_of, word)) {
                    for address in given {
                        addresses
                            .entry(address.to_lowercase())
                            .or_insert(inform.span);
                    }
                }
            }
        }
        if addresses.len() > 1 {
            found.push(several_addresses(office, &addresses));
        }
    }
    found
}

/// A dot inside an address ends no sentence.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(". ").flat_map(|part| part.split("; "))
}

/// The e-mail addresses in a text.
fn addresses_in(text: &str) -> Vec<&str> {
    text.split(|letter: char| letter.is_whitespace() || "<>()[],;:\"'".contains(letter))
        .map(|word| word.trim_matches('.'))
        .filter(|word| {
            word.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty() && !host.contains('@') && host.trim_matches('.').contains('.')
            })
        })
        .collect()
}

/// The text in lower case without its addresses.
fn plain(text: &str, addresses: &[&str]) -> String {
    let without = addresses
        .iter()
        .fold(text.to_owned(), |text, address| text.replace(address, " "));
    without.to_lowercase()
}

/// Whether the words stand in the text as words of their own.
fn has_words(text: &str, wanted: &str) -> bool {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let wanted: Vec<&str> = wanted.split(' ').collect();
    words
        .windows(wanted.len())
        .any(|window| window == wanted.as_slice())
}

#[cfg(test)]
mod tests {
    use super::{addresses_in, has_words};

    #[test]
    fn addresses_are_found_among_words_and_signs() {
        let text = "Write to dpo@example.com, or to <privacy@example.org>.";
        assert_eq!(
            addresses_in(text),
            ["dpo@example.com", "privacy@example.org"]
        );
        assert!(addresses_in("@home, a@b, x @ y.z").is_empty());
    }

    #[test]
    fn an_abbreviation_counts_as_a_word_only() {
        assert!(has_words("ask the dpo now", "dpo"));
        assert!(!has_words("an endpoint", "dpo"));
        assert!(has_words(
            "our data protection officer",
            "data protection officer"
        ));
    }
}
