//! The manifest `privity.toml`: what a package is called, where its policy begins, and how seriously each finding is taken.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::source::{FileId, SourceMap, Span};
use crate::triage::{Level, Levels, Selector};

/// The name of the file.
pub const FILE_NAME: &str = "privity.toml";
/// The entry when the manifest names none.
pub const DEFAULT_ENTRY: &str = "policy.privity";

/// What a manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// What the package is called.
    pub name: Option<String>,
    /// The entry file, relative to the manifest, with `/`.
    pub entry: String,
    /// Where that is said, with its quotes; `None` where it is not.
    pub entry_span: Option<Span>,
    /// How seriously findings are taken.
    pub levels: Levels,
    /// The file of the baseline, relative to the manifest, with `/`.
    pub baseline: Option<String>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self {
            name: None,
            entry: DEFAULT_ENTRY.to_owned(),
            entry_span: None,
            levels: Levels::default(),
            baseline: None,
        }
    }
}

/// Reads a manifest. Whatever is wrong with it is reported and keeps its default.
pub fn read(file: FileId, sources: &SourceMap, report: &mut Report) -> Manifest {
    let source = sources.file(file);
    let mut reader = Reader {
        base: source.base,
        report,
        manifest: Manifest::default(),
    };
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    let mut after_a_syntax_error = Report::new();
    for error in &errors {
        let end = source.text.len();
        let span = reader.span(error.span().unwrap_or(end..end));
        reader.report.push(
            Diagnostic::at(
                Code::ManifestSyntax,
                span,
                format!("the manifest is not TOML: {}", error.message().trim_end()),
            )
            .help("write `key = \"value\"` below a `[table]`"),
        );
    }
    // What was made up to go on after a syntax error is not worth a finding of its own.
    if !errors.is_empty() {
        reader.report = &mut after_a_syntax_error;
    }
    reader.document(document.get_ref());
    reader.manifest
}

struct Reader<'a> {
    base: u32,
    report: &'a mut Report,
    manifest: Manifest,
}

type Key<'a, 'i> = &'a Spanned<std::borrow::Cow<'i, str>>;

impl Reader<'_> {
    fn span(&self, range: Range<usize>) -> Span {
        let at = |offset: usize| {
            self.base
                .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        Span::new(at(range.start), at(range.end))
    }

    fn document(&mut self, document: &DeTable<'_>) {
        for (key, value) in document {
            match key.get_ref().as_ref() {
                "package" => self.table(key, value, Self::package),
                "levels" => self.table(key, value, Self::level),
                "check" => self.table(key, value, Self::check),
                _ => self.unknown(key, &["package", "levels", "check"], "the manifest"),
            }
        }
    }

    fn table(
        &mut self,
        key: Key<'_, '_>,
        value: &Spanned<DeValue<'_>>,
        entry: fn(&mut Self, Key<'_, '_>, &Spanned<DeValue<'_>>),
    ) {
        match value.get_ref() {
            DeValue::Table(table) => {
                for (key, value) in table {
                    entry(self, key, value);
                }
            }
            _ => self.wrong(
                value,
                format!("`{}` must be a table", key.get_ref()),
                format!("write `[{}]` on a line of its own", key.get_ref()),
            ),
        }
    }

    fn package(&mut self, key: Key<'_, '_>, value: &Spanned<DeValue<'_>>) {
        match key.get_ref().as_ref() {
            "name" => match value.get_ref().as_str() {
                Some(name) if !name.trim().is_empty() => self.manifest.name = Some(name.to_owned()),
                _ => self.wrong(
                    value,
                    "`name` must be text".to_owned(),
                    "write `name = \"my-policy\"`".to_owned(),
                ),
            },
            "entry" => match value.get_ref().as_str() {
                Some(entry) if is_entry(entry) => {
                    self.manifest.entry = entry.to_owned();
                    self.manifest.entry_span = Some(self.span(value.span()));
                }
                _ => self.wrong(
                    value,
                    "`entry` must name a `.privity` file below the manifest".to_owned(),
                    format!("write `entry = \"{DEFAULT_ENTRY}\"`; folders are separated by `/`"),
                ),
            },
            _ => self.unknown(key, &["name", "entry"], "`[package]`"),
        }
    }

    fn check(&mut self, key: Key<'_, '_>, value: &Spanned<DeValue<'_>>) {
        match key.get_ref().as_ref() {
            "baseline" => match value.get_ref().as_str() {
                Some(file) if is_below(file) => self.manifest.baseline = Some(file.to_owned()),
                _ => self.wrong(
                    value,
                    "`baseline` must name a file below the manifest".to_owned(),
                    "write `baseline = \"baseline.json\"`; folders are separated by `/`".to_owned(),
                ),
            },
            _ => self.unknown(key, &["baseline"], "`[check]`"),
        }
    }

    fn level(&mut self, key: Key<'_, '_>, value: &Spanned<DeValue<'_>>) {
        let selector = match Selector::parse(key.get_ref()) {
            Ok(selector) => selector,
            Err(instead) => {
                let message = format!("there is no code `{}`", key.get_ref());
                let diagnostic = Diagnostic::at(Code::ManifestKey, self.span(key.span()), message);
                self.report.push(diagnostic.help(instead));
                return;
            }
        };
        let Some(level) = value.get_ref().as_str().and_then(Level::from_word) else {
            self.wrong(
                value,
                format!("`{}` has no such level", selector.as_str()),
                format!("write {}", or_list(&Level::ALL.map(Level::word))),
            );
            return;
        };
        if let Err(why) = self.manifest.levels.set(selector, level) {
            self.wrong(value, why.message, why.help.to_owned());
        }
    }

    fn unknown(&mut self, key: Key<'_, '_>, known: &[&str], place: &str) {
        let span = self.span(key.span());
        let diagnostic = Diagnostic::at(
            Code::ManifestKey,
            span,
            format!("`{}` is not a key of {place}", key.get_ref()),
        );
        let near = similar(key.get_ref(), known.iter().copied());
        self.report.push(match near.as_slice() {
            [] => diagnostic.help(format!("use {}", or_list(known))),
            near => diagnostic.help(format!("write {}", or_list(near))),
        });
    }

    fn wrong(&mut self, value: &Spanned<DeValue<'_>>, message: String, help: String) {
        let span = self.span(value.span());
        self.report.push(
            Diagnostic::at(Code::ManifestValue, span, message)
                .because(format!("this is {}", described(value.get_ref())))
                .help(help),
        );
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a truth value",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Whether a text is a relative path to a policy file that does not climb.
fn is_entry(entry: &str) -> bool {
    entry.ends_with(".privity") && is_below(entry)
}

/// Whether a text is a relative path that does not climb.
fn is_below(path: &str) -> bool {
    !path.contains(['\\', ':'])
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Manifest, Vec<String>) {
        let mut sources = SourceMap::new();
        let file = sources.add(FILE_NAME, text).unwrap();
        let mut report = Report::new();
        let manifest = read(file, &sources, &mut report);
        let findings = report.into_sorted();
        let lines = findings.iter().map(|finding| {
            let place = finding.primary.as_ref().unwrap().span;
            let line = sources.line_column(place).unwrap().line;
            format!("{line} {} {}", finding.code.as_str(), finding.message)
        });
        (manifest, lines.collect())
    }

    #[test]
    fn a_manifest_names_its_entry_and_its_levels() {
        let (manifest, findings) = read_text(
            "[package]\nname = \"x\"\nentry = \"src/main.privity\"\n[levels]\nP0004 = \"deny\"\n",
        );
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(manifest.entry, "src/main.privity");
        assert_eq!(manifest.levels.of(Code::RepeatedImport), Some(Level::Deny));
    }

    #[test]
    fn an_unknown_key_gets_a_suggestion_and_the_rest_is_still_read() {
        let (manifest, findings) = read_text(
            "[package]\nnmae = \"x\"\nentry = 3\n[lvels]\nP0001 = \"allow\"\n[levels]\nP0001 = \"allow\"\nP9999 = \"deny\"\n",
        );
        assert_eq!(manifest, Manifest::default());
        assert_eq!(
            findings,
            [
                "2 P0008 `nmae` is not a key of `[package]`",
                "3 P0009 `entry` must name a `.privity` file below the manifest",
                "4 P0008 `lvels` is not a key of the manifest",
                "7 P0009 `P0001` is always an error",
                "8 P0008 there is no code `P9999`",
            ]
        );
    }

    #[test]
    fn a_manifest_names_a_baseline_below_it() {
        let (manifest, findings) = read_text("[check]\nbaseline = \"known/b.json\"\n");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(manifest.baseline.as_deref(), Some("known/b.json"));
        let (manifest, findings) = read_text("[check]\nbaseline = \"../b.json\"\nbasline = 1\n");
        assert_eq!(manifest.baseline, None);
        assert_eq!(
            findings,
            [
                "2 P0009 `baseline` must name a file below the manifest",
                "3 P0008 `basline` is not a key of `[check]`",
            ]
        );
    }

    #[test]
    fn broken_toml_is_shown_where_it_breaks() {
        let (_, findings) = read_text("[package]\nname = \n");
        assert_eq!(findings.len(), 1);
        assert!(findings[0].starts_with("2 P0007"), "{findings:?}");
    }

    #[test]
    fn an_entry_cannot_climb_out_of_its_folder() {
        assert!(is_entry("a/b.privity"));
        for bad in [
            "../a.privity",
            "/a.privity",
            "a//b.privity",
            "a.txt",
            "C:\\a.privity",
        ] {
            assert!(!is_entry(bad), "{bad}");
        }
    }
}
