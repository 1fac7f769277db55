//! The block that a place lies in, which says what items may stand there.

/// What holds items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    /// A section or a law.
    Section,
    /// A document, which may hold sections.
    Document,
}

impl Block {
    /// The innermost block of items that is open at the end of a text.
    pub(super) fn around(text: &str) -> Option<Self> {
        let mut open: Vec<Option<Self>> = Vec::new();
        let mut head = None;
        for line in text.lines() {
            let trimmed = line.trim_start();
            let first = trimmed.split(' ').next().unwrap_or_default();
            // The brace may stand on a line of its own, below clauses.
            head = match first {
                "section" | "law" => Some(Self::Section),
                "document" => Some(Self::Document),
                _ if crate::syntax::begins_item(trimmed) => None,
                _ => head,
            };
            let mut is_quoted = false;
            let mut signs = line.bytes().peekable();
            while let Some(sign) = signs.next() {
                match sign {
                    b'\\' if is_quoted => {
                        signs.next();
                    }
                    b'"' => is_quoted = !is_quoted,
                    _ if is_quoted => {}
                    b'/' if signs.peek() == Some(&b'/') => break,
                    b'{' => open.push(head.take()),
                    b'}' => {
                        open.pop();
                    }
                    _ => {}
                }
            }
        }
        open.last().copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_open_up_to_its_brace() {
        assert_eq!(
            Block::around("section a {\npermit x\n"),
            Some(Block::Section)
        );
        assert_eq!(Block::around("section a { // }\n"), Some(Block::Section));
        assert_eq!(Block::around("section a {\npermit x\n}\n"), None);
        let document = "document d \"{\"\n  ranks above b\n{\nsection a {\n}\n";
        assert_eq!(Block::around(document), Some(Block::Document));
        assert_eq!(Block::around("data {\n"), None);
    }
}
