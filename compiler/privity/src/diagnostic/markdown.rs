//! Messages as Markdown.

/// The text with everything that Markdown would take for a sign of its own made plain, except what stands in backticks.
pub(super) fn inline(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut parts = text.split('`').peekable();
    let mut is_code = false;
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        if is_code && !is_last {
            result.push('`');
            result.push_str(part);
            result.push('`');
        } else {
            // A backtick that no other closes is only itself.
            if is_code {
                result.push_str("\\`");
            }
            for c in part.chars() {
                if matches!(
                    c,
                    '\\' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '~' | '&'
                ) {
                    result.push('\\');
                }
                result.push(c);
            }
        }
        is_code = !is_code;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_code_means_anything() {
        assert_eq!(
            inline("`a_b` is *no* [link] <b>"),
            "`a_b` is \\*no\\* \\[link\\] \\<b\\>"
        );
        assert_eq!(inline("one ` tick_"), "one \\` tick\\_");
    }
}
