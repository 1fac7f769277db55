//! Problems as data: one struct, one constructor function a problem, one catalogue, one renderer.

pub mod code;
pub mod concise;
mod excerpt;
pub mod fingerprint;
mod fix;
pub mod github;
pub mod json;
pub mod junit;
mod line;
mod markdown;
mod marks;
pub mod merge;
mod narrate;
pub mod place;
pub mod render;
pub mod repair;
pub mod run;
pub mod sarif;
pub(crate) mod shown;
pub mod suggest;
pub mod suppressed;

pub use code::Code;
pub use fix::{Applicability, Edit, Fix};

use crate::source::Span;

/// How serious a finding is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The policy has no meaning as written, or breaks a promise.
    Error,
    /// Very likely a mistake.
    Warning,
    /// Worth knowing.
    Advice,
    /// True of most policies, and shown to those who ask for it.
    Note,
}

impl Severity {
    /// The word for it, for instance `error`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Advice => "advice",
            Self::Note => "note",
        }
    }
}

/// A stretch of source with a remark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What about it; may be empty for the primary label.
    pub text: String,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which problem it is.
    pub code: Code,
    /// How serious it is here.
    pub severity: Severity,
    /// What is wrong, on its own: lower case, no full stop, user text in backticks.
    pub message: String,
    /// Where, and why there. `None` for a problem with no place in a source (an unreadable file, a request).
    pub primary: Option<Label>,
    /// Related places, perhaps in other files.
    pub labels: Vec<Label>,
    /// Further places of the very same mistake, in order, the primary one left out.
    pub elsewhere: Vec<Span>,
    /// The rules that are the reason, if findings with the same ones are one for a reader.
    pub causes: Vec<Span>,
    /// What to do, beginning with a verb.
    pub help: Option<String>,
    /// Mechanical repairs; each mends the problem by itself.
    pub fixes: Vec<Fix>,
    /// One concrete request that shows the problem, in words.
    pub witness: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn at(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            primary: Some(Label {
                span,
                text: String::new(),
            }),
            ..Self::without_place(code, message)
        }
    }

    /// A finding that no source text shows.
    pub fn without_place(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            primary: None,
            labels: Vec::new(),
            elsewhere: Vec::new(),
            causes: Vec::new(),
            help: None,
            fixes: Vec::new(),
            witness: None,
        }
    }

    /// Says at the primary place why there.
    #[must_use]
    pub fn because(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = &mut self.primary {
            primary.text = text.into();
        }
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            text: text.into(),
        });
        self
    }

    /// Names further places of the same mistake.
    #[must_use]
    pub fn also_at(mut self, places: impl IntoIterator<Item = Span>) -> Self {
        self.elsewhere.extend(places);
        self.elsewhere.sort_unstable();
        self
    }

    /// Names the rules that are the reason.
    #[must_use]
    pub fn caused_by(mut self, rules: impl IntoIterator<Item = Span>) -> Self {
        self.causes.extend(rules);
        self.causes.sort_unstable();
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers a repair that may be made without asking. Edits of the same title are one repair; other titles are another way.
    #[must_use]
    pub fn fix(self, title: impl Into<String>, span: Span, replacement: impl Into<String>) -> Self {
        self.offer(Fix::new(Applicability::Safe, title, span, replacement))
    }

    /// Offers a repair that somebody has to look at, since the writer may have meant something else.
    #[must_use]
    pub fn unsafe_fix(
        self,
        title: impl Into<String>,
        span: Span,
        replacement: impl Into<String>,
    ) -> Self {
        self.offer(Fix::new(Applicability::Unsafe, title, span, replacement))
    }

    /// Offers a repair that only some findings of this sort have.
    #[must_use]
    pub fn offer_where(self, is_there: bool, fix: impl FnOnce() -> Fix) -> Self {
        if is_there { self.offer(fix()) } else { self }
    }

    /// Adds a repair, or its edits to the one of the same title.
    #[must_use]
    pub fn offer(mut self, fix: Fix) -> Self {
        fix.join(&mut self.fixes);
        self
    }

    /// Everything that is said about it, without its places: the message, why there, the help and the example, a line each.
    #[must_use]
    pub fn words(&self) -> String {
        let because = self.primary.as_ref().map(|label| label.text.clone());
        let because = because.filter(|text| !text.is_empty());
        let help = self.help.as_ref().map(|text| format!("help: {text}"));
        let witness = self.witness.as_ref();
        let witness = witness.map(|text| format!("for instance: {text}"));
        let lines = [Some(self.message.clone()), because, help, witness];
        lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
    }

    /// The finding in a text in which everything has moved; `None` if a place that it names is gone. Repairs that are gone are left out.
    #[must_use]
    pub fn moved(&self, place: &dyn Fn(Span) -> Option<Span>) -> Option<Self> {
        let mut moved = self.clone();
        if let Some(primary) = &mut moved.primary {
            primary.span = place(primary.span)?;
        }
        for label in &mut moved.labels {
            label.span = place(label.span)?;
        }
        let elsewhere = moved.elsewhere.iter();
        moved.elsewhere = elsewhere.filter_map(|&span| place(span)).collect();
        moved.causes = moved
            .causes
            .iter()
            .filter_map(|&span| place(span))
            .collect();
        moved.fixes.retain_mut(|fix| {
            fix.edits.iter_mut().all(|edit| {
                let at = place(edit.span);
                edit.span = at.unwrap_or(edit.span);
                at.is_some()
            })
        });
        Some(moved)
    }

    /// Shows one concrete request.
    #[must_use]
    pub fn witness(mut self, text: impl Into<String>) -> Self {
        self.witness = Some(text.into());
        self
    }
}

/// The sink that all passes write to. It keeps going; nobody prints.
#[derive(Debug, Clone, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    /// Stretches of text that could not be read.
    obscured: Vec<Span>,
}

impl Report {
    /// An empty report.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Remembers that a stretch of text could not be read as it was meant, which is reported. What later passes find in it, or because of it,
    /// is no finding of its own.
    pub fn obscure(&mut self, place: Span) {
        self.obscured.push(place);
    }

    /// Takes over all that another report holds.
    pub fn absorb(&mut self, other: Report) {
        self.diagnostics.extend(other.diagnostics);
        self.obscured.extend(other.obscured);
    }

    /// Of what was found in a stretch of text, those findings that are asked for, and what could not be read, moved.
    #[must_use]
    pub fn part(
        &self,
        stretch: Span,
        which: impl Fn(&Diagnostic) -> bool,
        place: &dyn Fn(Span) -> Option<Span>,
    ) -> Self {
        let is_in = |place: Span| stretch.start <= place.start && place.start <= stretch.end;
        let is_here = |finding: &&Diagnostic| {
            let primary = finding.primary.as_ref();
            primary.is_some_and(|label| is_in(label.span)) && which(finding)
        };
        let findings = self.diagnostics.iter().filter(is_here);
        Self {
            diagnostics: findings
                .filter_map(|finding| finding.moved(place))
                .collect(),
            obscured: self
                .obscured
                .iter()
                .filter_map(|&span| place(span))
                .collect(),
        }
    }

    /// Forgets what was found in a stretch of text, since it is to be read anew.
    pub fn forget(&mut self, stretch: Span) {
        let is_in = |place: &Span| stretch.start <= place.start && place.start <= stretch.end;
        self.diagnostics.retain(|finding| {
            let place = finding.primary.as_ref().map(|label| label.span);
            !place.as_ref().is_some_and(is_in)
        });
        self.obscured.retain(|place| !is_in(place));
    }

    /// Lets somebody look at every finding again.
    pub fn revise(&mut self, look: impl FnMut(&mut Diagnostic)) {
        self.diagnostics.iter_mut().for_each(look);
    }

    /// All findings so far, in the order in which they were made.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter()
    }

    /// Whether nothing was found, and no text was unreadable.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty() && self.obscured.is_empty()
    }

    /// Whether anything was found in a stretch of text, or could not be read there.
    #[must_use]
    pub fn is_about(&self, stretch: Span) -> bool {
        let is_in = |place: &Span| stretch.start <= place.start && place.start <= stretch.end;
        let places = self.diagnostics.iter();
        let mut places = places.filter_map(|finding| Some(finding.primary.as_ref()?.span));
        places.any(|place| is_in(&place)) || self.obscured.iter().any(is_in)
    }

    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings of this severity there are, repeated ones included.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    }

    /// All findings: errors first, among them what hinders the compiler from understanding the rest, then by place, each once. Findings that say the same of several places are one.
    #[must_use]
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.leave_out_obscured();
        let key = |d: &Diagnostic| {
            (
                d.severity,
                d.code.stage(),
                d.primary.as_ref().map(|label| label.span),
                d.code,
                d.message.clone(),
            )
        };
        self.diagnostics.sort_by_cached_key(key);
        self.diagnostics.dedup_by(|a, b| key(a) == key(b));
        merge::same_words(merge::told_once(self.diagnostics))
    }

    /// Leaves out what later passes made of text that could not be read.
    fn leave_out_obscured(&mut self) {
        if self.obscured.is_empty() {
            return;
        }
        self.obscured.sort_unstable();
        // Stretches may lie in each other: each goes as far as the furthest so far.
        let mut end = 0;
        for place in &mut self.obscured {
            end = place.end.max(end);
            place.end = end;
        }
        let obscured = &self.obscured;
        let hides = |label: &Label| {
            let at = label.span.start;
            let before = obscured.partition_point(|place| place.start <= at);
            before
                .checked_sub(1)
                .and_then(|last| obscured.get(last))
                .is_some_and(|place| at < place.end)
        };
        self.diagnostics.retain(|finding| {
            let Some(primary) = &finding.primary else {
                return true;
            };
            let mut others = finding.labels.iter();
            match finding.code {
                _ if finding.code.stage() == 0 => true,
                // A name is unknown wherever it stands: one sound place is enough.
                Code::UnknownName | Code::NotImported => !hides(primary) || !others.all(hides),
                // The other labels show the declarations of the name, which are none of its mistakes.
                Code::WrongKind => !hides(primary),
                _ => !hides(primary) && !others.any(hides),
            }
        });
    }
}

/// The text in lines of at most so many cells. Names are not divided at their hyphens, but where a line has no room for them.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let options =
        textwrap::Options::new(width.max(1)).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options)
        .iter()
        .map(ToString::to_string)
        .collect()
}
