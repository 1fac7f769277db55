//! The digest of what went in, so that an output can be traced to its sources.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use crate::source::SourceMap;

/// `sha256:` and 64 hexadecimal digits over the names and texts of all files, in the order of their names.
///
/// The order in which files were read does not count; neither do their places on a disk.
#[must_use]
pub fn input_digest(sources: &SourceMap) -> String {
    let files: BTreeSet<(&str, &str)> = sources
        .files()
        .map(|(_, file)| (file.name.as_str(), file.text.as_ref()))
        .collect();
    let mut hasher = Sha256::new();
    for (name, text) in files {
        // Lengths in front keep two different sets of files from spelling the same bytes.
        for part in [name, text] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    let mut digest = String::from("sha256:");
    for byte in hasher.finalize() {
        // Writing to a string cannot fail.
        let _ = write!(digest, "{byte:02x}");
    }
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(files: &[(&str, &str)]) -> String {
        let mut sources = SourceMap::new();
        for (name, text) in files {
            sources.add(*name, *text).unwrap();
        }
        input_digest(&sources)
    }

    #[test]
    fn the_order_of_files_does_not_count_but_their_names_and_texts_do() {
        let one = digest(&[("a", "x"), ("b", "y")]);
        assert_eq!(one, digest(&[("b", "y"), ("a", "x")]));
        assert_ne!(one, digest(&[("a", "y"), ("b", "x")]));
        assert_ne!(one, digest(&[("a", "xb"), ("b", "y")]));
    }
}
