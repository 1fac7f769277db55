//! Names that come near a mistaken one.

use strsim::damerau_levenshtein;

/// The candidates that are at most a third of the letters away, best first, at most three; ties in the order of the alphabet.
#[must_use]
pub fn similar<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let longest = wrong.chars().count();
    // Nobody means a name of a thousand letters, and the distance costs the product of the lengths.
    if longest > 100 {
        return Vec::new();
    }
    let wrong = wrong.to_lowercase();
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let letters = candidate.chars().count();
            let allowed = (longest.max(letters) / 3).max(1);
            if letters.abs_diff(longest) > allowed {
                return None;
            }
            let distance = damerau_levenshtein(&wrong, &candidate.to_lowercase());
            (distance <= allowed).then_some((distance, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.truncate(3);
    near.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The candidates that have a word in common with the wrong name, such as `email_address` for `email`; shortest first, at most three.
#[must_use]
pub fn akin<'a>(wrong: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = wrong.to_lowercase();
    let words: Vec<&str> = wrong
        .split('_')
        .filter(|word| word.chars().count() > 2)
        .collect();
    // A plural is the same word.
    let singular = |word: &str| word.strip_suffix('s').unwrap_or(word).to_owned();
    let is_akin = |candidate: &str| {
        let mut parts = candidate.split('_');
        parts.any(|part| {
            let mut words = words.iter();
            words.any(|word| singular(word) == singular(part))
        })
    };
    let mut akin: Vec<&str> = candidates
        .into_iter()
        .filter(|candidate| is_akin(candidate))
        .collect();
    akin.sort_unstable_by_key(|candidate| (candidate.len(), *candidate));
    akin.dedup();
    akin.truncate(3);
    akin
}

/// The names in backticks: `a`, `b` or `c`. Of more than twelve the rest is counted.
#[must_use]
pub fn or_list(names: &[&str]) -> String {
    let quoted: Vec<String> = names
        .iter()
        .take(12)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = names.len().saturating_sub(12);
    if more > 0 {
        return format!("{} or {more} more", quoted.join(", "));
    }
    match quoted.as_slice() {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_letters_are_near_and_other_words_are_not() {
        let names = ["places", "duties", "law"];
        assert_eq!(similar("palces", names), ["places"]);
        assert_eq!(similar("Places", names), ["places"]);
        assert!(similar("vocabulary", names).is_empty());
    }

    #[test]
    fn names_with_a_word_in_common_are_akin() {
        let names = ["email_address", "postal_address", "location_data", "age"];
        assert_eq!(akin("email", names), ["email_address"]);
        assert_eq!(akin("addresses_of_mail", names), Vec::<&str>::new());
        assert_eq!(akin("address", names), ["email_address", "postal_address"]);
        assert_eq!(akin("locations", names), ["location_data"]);
    }

    #[test]
    fn a_list_of_names_reads_as_a_sentence() {
        assert_eq!(or_list(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(or_list(&["a"]), "`a`");
    }
}
