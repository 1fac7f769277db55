//! Text of a policy made fit to be shown: nothing in it can steer a terminal or turn the direction of writing.

use std::borrow::Cow;

/// The text with every character that could steer a terminal or turn the direction of writing replaced by one that is seen.
/// Line feeds and tabs stay.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(harmless_character).collect())
}

/// The character itself, or the one that stands for it.
pub(super) fn harmless_character(c: char) -> char {
    match c {
        _ if !steers(c) => c,
        // The pictures of the control characters stand in the same order.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('?'),
        '\u{7f}' => '\u{2421}',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// The text on one line, with control characters written as escapes.
pub(super) fn escaped(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => line.push_str("\\n"),
            '\r' => line.push_str("\\r"),
            '\t' => line.push_str("\\t"),
            // Separators of lines and of paragraphs end a line for some readers.
            _ if steers(c) || matches!(c, '\u{2028}' | '\u{2029}') => {
                line.extend(c.escape_unicode());
            }
            _ => line.push(c),
        }
    }
    line
}

fn steers(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || turns(c)
}

/// Whether a character changes the direction of writing unseen.
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The text with every run of right-to-left letters between isolates, so that it turns nothing around it: the words of a message keep
/// their order, and what is marked stays above its mark.
pub(super) fn isolated(text: &str) -> Cow<'_, str> {
    if !text.contains(runs_leftwards) {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len() + 16);
    let mut inside = false;
    for c in text.chars() {
        // Marks on a letter have its direction, and belong to it.
        let leftwards = runs_leftwards(c) || (inside && is_mark(c));
        if leftwards != inside {
            result.push(if leftwards { '\u{2067}' } else { '\u{2069}' });
            inside = leftwards;
        }
        result.push(c);
    }
    if inside {
        result.push('\u{2069}');
    }
    Cow::Owned(result)
}

/// Whether a character belongs to a block of letters that are written from right to left.
fn runs_leftwards(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_seen_instead() {
        assert_eq!(
            harmless("a\u{1b}[2J\u{202e}b\u{9b}\tc\r\n"),
            "a␛[2J\u{fffd}b\u{fffd}\tc␍\n"
        );
        assert!(matches!(harmless("plain é 🦀"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_line_stays_a_line() {
        let line = escaped("a\r\nb\u{1b}\u{2028}c\td\u{202e}");
        assert_eq!(line, "a\\r\\nb\\u{1b}\\u{2028}c\\td\\u{202e}");
    }

    #[test]
    fn right_to_left_words_turn_nothing_around_them() {
        assert_eq!(
            isolated("x `שלום עולם` y"),
            "x `\u{2067}שלום\u{2069} \u{2067}עולם\u{2069}` y"
        );
    }
}
