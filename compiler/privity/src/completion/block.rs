//! The block that a place lies in, which says what items may stand there.

use crate::syntax;

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
        let mut open: Vec<usize> = Vec::new();
        let mut signs = text.bytes().enumerate();
        let mut is_quoted = false;
        let mut last = b' ';
        while let Some((at, sign)) = signs.next() {
            match sign {
                // A text in quotes ends with its line.
                b'\n' => is_quoted = false,
                b'\\' if is_quoted => {
                    signs.next();
                }
                b'"' => is_quoted = !is_quoted,
                _ if is_quoted => {}
                b'/' if last == b'/' => {
                    signs.find(|(_, sign)| *sign == b'\n');
                }
                b'{' => open.push(at),
                b'}' => {
                    open.pop();
                }
                _ => {}
            }
            last = sign;
        }
        Self::of_head(text.get(..*open.last()?)?)
    }

    /// What a brace opens: its head is in the last line that begins an item, perhaps above clauses.
    fn of_head(before: &str) -> Option<Self> {
        let mut lines = before.rsplit('\n').map(str::trim_start);
        let head = lines.find(|line| syntax::begins_item(line))?;
        match head.split(' ').next()? {
            "section" | "law" => Some(Self::Section),
            "document" => Some(Self::Document),
            _ => None,
        }
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
