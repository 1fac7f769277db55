//! The digest of a cited text, which the breaks of its lines do not change.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// How many hexadecimal digits of a digest are written.
const DIGITS: usize = 16;

/// The text with runs of white space folded to one space, and none at its ends.
#[must_use]
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

/// `sha256:` and the first 16 hexadecimal digits of the SHA-256 of the folded text.
#[must_use]
pub fn digest(text: &str) -> String {
    let mut running = Running::default();
    running.take(text, true);
    written(running.head())
}

/// A digest that is computed stretch by stretch.
#[derive(Debug, Clone, Default)]
pub(super) struct Running {
    hasher: Sha256,
    is_begun: bool,
}

impl Running {
    /// Goes on with a stretch; `apart`: white space parts it from the one before.
    pub(super) fn take(&mut self, text: &str, mut apart: bool) {
        for word in text.split_whitespace() {
            if apart && self.is_begun {
                self.hasher.update(b" ");
            }
            self.hasher.update(word.as_bytes());
            self.is_begun = true;
            apart = true;
        }
    }

    /// The beginning of the digest so far.
    pub(super) fn head(&self) -> Head {
        let mut head = Head::default();
        for (slot, byte) in head.iter_mut().zip(self.hasher.clone().finalize()) {
            *slot = byte;
        }
        head
    }
}

/// The bytes of a digest that are written.
pub(super) type Head = [u8; DIGITS / 2];

fn written(head: Head) -> String {
    let mut digest = String::from("sha256:");
    for byte in head {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

/// The bytes of a written digest; `None` when it is not one.
pub(super) fn read(digest: &str) -> Option<Head> {
    let digits = digest.strip_prefix("sha256:")?;
    let number = u64::from_str_radix(digits, 16).ok()?;
    (digits.len() == DIGITS).then(|| number.to_be_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_does_not_count_but_everything_else_does() {
        let one = digest("We keep\r\n\tnames.");
        assert_eq!(one, digest("  We keep names. "));
        assert_ne!(one, digest("We keep name s."));
        assert_ne!(one, digest("We keep names"));
        // printf '' | sha256sum; printf abc | sha256sum
        assert_eq!(digest(""), "sha256:e3b0c44298fc1c14");
        assert_eq!(digest("abc"), "sha256:ba7816bf8f01cfea");
    }

    #[test]
    fn stretches_give_the_digest_of_the_whole() {
        let mut running = Running::default();
        running.take("We keep", true);
        running.take("names.", true);
        running.take("Always", false);
        assert_eq!(written(running.head()), digest("We keep names.Always"));
        assert_eq!(read(&digest("names")).map(written), Some(digest("names")));
        assert_eq!(read("sha256:12"), None);
    }
}
