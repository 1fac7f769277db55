//! Codes of findings, behind `waive`.

use crate::diagnostic::{Code, Severity};

/// Whether the code of a finding is to be written at the end of a text.
pub(super) fn is_wanted(before: &str) -> bool {
    let Some(at) = before.rfind("waive") else {
        return false;
    };
    let (front, behind) = before.split_at_checked(at).unwrap_or_default();
    let begins_line = front
        .rsplit('\n')
        .next()
        .is_none_or(|line| line.trim().is_empty());
    let behind = behind.strip_prefix("waive").unwrap_or_default();
    let mut codes = behind.split(',').rev();
    let is_open = codes.next().is_some_and(|last| last.trim().is_empty());
    let is_word = behind.starts_with(char::is_whitespace);
    begins_line && is_word && is_open && codes.all(|code| Code::parse(code.trim()).is_some())
}

/// The codes of findings that authors may pass over.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    let codes = Code::ALL.iter().copied();
    codes
        .filter(|code| code.severity() != Severity::Error || code.is_judgement())
        .filter(|code| !code.is_about_waiving())
        .map(Code::as_str)
}
