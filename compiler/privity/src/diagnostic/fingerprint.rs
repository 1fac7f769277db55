//! What a finding is known by from one run to the next, although its line has moved.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::Diagnostic;
use crate::source::SourceMap;

/// A fingerprint a finding, in their order: of the code, the file within its package, the words marked and the message, and, where
/// several findings have all that in common, of which of them it is. No line or column plays a part.
#[must_use]
pub fn fingerprints(sources: &SourceMap, findings: &[Diagnostic]) -> Vec<String> {
    let mut seen: BTreeMap<[u8; 32], usize> = BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let mut hash = Sha256::new();
            let mut part = |text: &str| {
                hash.update(text.len().to_le_bytes());
                hash.update(text.as_bytes());
            };
            part(finding.code.as_str());
            part(&finding.message);
            if let Some(primary) = &finding.primary
                && let Some((id, _)) = sources.locate(primary.span)
            {
                part(&sources.file(id).name);
                // Space between words comes and goes as a text is formatted. The beginning of a stretch tells enough of it.
                let text = sources.text(primary.span).split_whitespace().take(50);
                part(&text.collect::<Vec<_>>().join(" "));
            }
            let digest: [u8; 32] = hash.finalize().into();
            let count = seen.entry(digest).or_default();
            *count += 1;
            let short: String = digest
                .iter()
                .take(8)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            format!("{short}:{count}")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    fn of(text: &str) -> Vec<String> {
        let mut sources = SourceMap::new();
        sources.add("policy.privity", text).unwrap();
        let findings: Vec<Diagnostic> = text
            .match_indices("odd  name")
            .map(|(at, word)| {
                let at = u32::try_from(at).unwrap();
                let end = at + u32::try_from(word.len()).unwrap();
                Diagnostic::at(Code::UnknownName, Span::new(at, end), "unknown")
            })
            .collect();
        fingerprints(&sources, &findings)
    }

    #[test]
    fn lines_in_front_change_nothing_and_equal_findings_are_told_apart() {
        let before = of("odd  name odd  name");
        assert_eq!(of("\n\n// more\nodd  name\nodd  name"), before);
        assert_ne!(before[0], before[1]);
    }
}
