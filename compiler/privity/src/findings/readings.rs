//! What a policy leaves to be read in several ways.

use crate::check::policy::{Fact, FactType};

/// `question: a (default) or b`
pub(super) fn reading_text(fact: &Fact) -> Option<String> {
    let open = fact.ambiguity.as_ref()?;
    let FactType::Words { words, .. } = &fact.ty else {
        return None;
    };
    let readings: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(at, word)| {
            if at == open.default {
                format!("`{word}` (unless told otherwise)")
            } else {
                format!("`{word}`")
            }
        })
        .collect();
    let question = open.question.as_ref().map_or("", String::as_str);
    let colon = if question.is_empty() { "" } else { " " };
    Some(format!(
        "`{}`:{colon}{question} {}",
        fact.name,
        readings.join(" or ")
    ))
}
