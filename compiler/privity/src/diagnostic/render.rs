//! The picture of a finding for a terminal: the one place that knows miette.
//!
//! Everything that decides how it looks is passed in, so the same finding gives the same picture on every machine.

use std::borrow::Cow;
use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::place::{same_on_lines, shown_name};
use super::{Diagnostic, Label, Severity};
use crate::source::{SourceFile, SourceMap, Span};

/// How findings are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Whether lines are drawn with characters beyond ASCII.
    pub unicode: bool,
    /// Whether ANSI colours are used.
    pub color: bool,
    /// The width of the page in columns.
    pub width: usize,
    /// Whether the picture is told in sentences instead, for screen readers.
    pub narrated: bool,
    /// The folder put in front of the names of the policy's files, as the reader would write it; may be empty.
    pub folder: String,
}

impl Default for Look {
    /// Unicode, no colour, 100 columns.
    fn default() -> Self {
        Self {
            unicode: true,
            color: false,
            width: 100,
            narrated: false,
            folder: String::new(),
        }
    }
}

/// Lines longer than this are shown in part.
const LONGEST_LINE: usize = 240;
/// Places that go over more lines than this are marked at their beginning only.
const MOST_LINES: usize = 16;

/// Draws findings over the texts of one map.
pub struct Renderer<'a> {
    sources: &'a SourceMap,
    /// The texts by file, with control characters replaced: a policy must not be able to steer a terminal.
    texts: Vec<Cow<'a, str>>,
    look: Look,
}

impl<'a> Renderer<'a> {
    /// A renderer for these texts.
    #[must_use]
    pub fn new(sources: &'a SourceMap, look: Look) -> Self {
        Self {
            sources,
            texts: sources
                .files()
                .map(|(_, file)| without_controls(&file.text))
                .collect(),
            look,
        }
    }

    /// One finding as text, with a line break at the end.
    #[must_use]
    pub fn render(&self, finding: &Diagnostic) -> String {
        if self.look.narrated {
            let told = super::narrate::tell(self.sources, finding, &self.look.folder);
            return without_controls(&told).into_owned();
        }
        let drawing = Drawing {
            finding,
            renderer: self,
        };
        let mut text = String::new();
        let drawn = GraphicalReportHandler::new_themed(self.theme())
            .without_syntax_highlighting()
            .with_links(false)
            .with_width(self.look.width.max(40))
            .with_context_lines(1)
            .render_report(&mut text, &drawing);
        // Writing to a string does not fail; should the picture be impossible, the words are still worth having.
        if drawn.is_err() {
            text = format!("{}: {}\n", finding.code.as_str(), drawing);
        }
        text
    }

    fn theme(&self) -> GraphicalTheme {
        GraphicalTheme {
            characters: if self.look.unicode {
                ThemeCharacters::unicode()
            } else {
                ThemeCharacters::ascii()
            },
            styles: if self.look.color {
                ThemeStyles::ansi()
            } else {
                ThemeStyles::none()
            },
        }
    }

    /// The file that holds a span, its text for showing, and the local range.
    fn locate(&self, span: Span) -> Option<(&SourceFile, &str, std::ops::Range<usize>)> {
        let (id, range) = self.sources.locate(span)?;
        let text = self.texts.get(self.sources.position(id))?;
        Some((self.sources.file(id), text, range))
    }

    /// A place as it can be drawn: not over too many lines, not too far along a long line, not behind the last line.
    fn drawable(&self, span: Span) -> SourceSpan {
        let Some((file, text, range)) = self.locate(span) else {
            return (span.start as usize, 0).into();
        };
        let mut start = range.start;
        if start == text.len() && range.is_empty() && text.ends_with('\n') {
            start -= 1;
        }
        let mut end = range.end.max(start);
        let line = |offset: usize| file.line_of(u32::try_from(offset).unwrap_or(u32::MAX));
        if line(end) - line(start) > MOST_LINES {
            end = (file.line_start(line(start) + 1) as usize - 1).max(start);
        }
        if has_long_line(file, start, end) {
            // Whatever follows on the line is cut off before anybody looks for its end.
            let marked = cut_front(text.get(start..end).unwrap_or_default(), LONGEST_LINE / 2);
            end = start + first_line(marked).len();
        }
        (file.base as usize + start, end - start).into()
    }
}

impl SourceCode for Renderer<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let end = span
            .offset()
            .checked_add(span.len())
            .ok_or(MietteError::OutOfBounds)?;
        let number = |at: usize| u32::try_from(at).map_err(|_| MietteError::OutOfBounds);
        let span = Span::new(number(span.offset())?, number(end)?);
        let (file, text, range) = self.locate(span).ok_or(MietteError::OutOfBounds)?;
        // Refusing what crosses into another file is what makes the labels of each file stand under its own header.
        if end > file.base as usize + text.len() {
            return Err(MietteError::OutOfBounds);
        }
        let line_of = |offset: usize| file.line_of(u32::try_from(offset).unwrap_or(u32::MAX));
        let first = line_of(range.start).saturating_sub(lines_before);
        let last = line_of(range.end.max(range.start + 1) - 1) + lines_after;
        let mut start = if lines_before == 0 {
            range.start
        } else {
            file.line_start(first) as usize
        };
        let mut stop = if lines_after == 0 {
            range.end
        } else {
            file.line_start(last + 1) as usize
        };
        if has_long_line(file, start, stop) {
            let (lead, end) = excerpt(file, text, range);
            // Without context the place itself is asked for, whose column stands in the header.
            (start, stop) = (if lines_before == 0 { start } else { lead }, end);
        }
        let data = text.get(start..stop).ok_or(MietteError::OutOfBounds)?;
        let line = line_of(start);
        let column = text
            .get(file.line_start(line) as usize..start)
            .map_or(0, |before| before.chars().count());
        Ok(Box::new(MietteSpanContents::new_named(
            shown_name(&file.name, &self.look.folder),
            data.as_bytes(),
            (file.base as usize + start, data.len()).into(),
            line,
            column,
            data.lines().count(),
        )))
    }
}

/// The part of a long line around a place.
fn excerpt(file: &SourceFile, text: &str, range: std::ops::Range<usize>) -> (usize, usize) {
    let line = file.line_of(u32::try_from(range.start).unwrap_or(u32::MAX));
    let before = text
        .get(file.line_start(line) as usize..range.start)
        .unwrap_or_default();
    let after = cut_front(text.get(range.end..).unwrap_or_default(), LONGEST_LINE / 4);
    let lead = before
        .char_indices()
        .rev()
        .nth(LONGEST_LINE / 4)
        .map_or(before.len(), |(at, _)| before.len() - at);
    (range.start - lead, range.end + first_line(after).len())
}

/// Whether a line that the stretch touches is too long to be shown whole. Looks at the line index only.
fn has_long_line(file: &SourceFile, start: usize, end: usize) -> bool {
    let line = |offset: usize| file.line_of(u32::try_from(offset).unwrap_or(u32::MAX));
    (line(start)..=line(end.max(start + 1) - 1))
        .any(|line| (file.line_start(line + 1) - file.line_start(line)) as usize > LONGEST_LINE)
}

fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// At most this many characters from the front.
fn cut_front(text: &str, characters: usize) -> &str {
    match text.char_indices().nth(characters) {
        Some((at, _)) => text.get(..at).unwrap_or_default(),
        None => text,
    }
}

/// The text with every character that could steer a terminal or turn the direction of writing replaced, byte for byte as long.
pub(crate) fn without_controls(text: &str) -> Cow<'_, str> {
    let steers = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns(c);
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let replaced = text.chars().map(|c| match c {
        c if !steers(c) => c.to_string(),
        c if c.len_utf8() == 3 => char::REPLACEMENT_CHARACTER.to_string(),
        c => "?".repeat(c.len_utf8()),
    });
    Cow::Owned(replaced.collect())
}

/// Whether a character changes the direction of writing unseen.
fn turns(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A finding on its way through miette.
struct Drawing<'a> {
    finding: &'a Diagnostic,
    renderer: &'a Renderer<'a>,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_controls(&self.finding.message))
    }
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.finding, f)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(self.finding.code.as_str()))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice | Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let witness = self
            .finding
            .witness
            .as_ref()
            .map(|witness| format!("for instance: {witness}"));
        let primary = self.finding.primary.as_ref().map(|label| label.span);
        let folder = &self.renderer.look.folder;
        let elsewhere = &self.finding.elsewhere;
        let same = same_on_lines(self.renderer.sources, primary, elsewhere, folder);
        let help = self.finding.help.iter().cloned();
        let lines: Vec<String> = help.chain(witness).chain(same).collect();
        (!lines.is_empty()).then(|| {
            let text = without_controls(&lines.join("\n")).into_owned();
            Box::new(text) as Box<dyn fmt::Display>
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.finding
            .primary
            .as_ref()
            .map(|_| self.renderer as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let primary = self.finding.primary.as_ref()?;
        let words = |label: &Label| {
            (!label.text.is_empty()).then(|| without_controls(&label.text).into_owned())
        };
        let first = LabeledSpan::new_primary_with_span(
            words(primary),
            self.renderer.drawable(primary.span),
        );
        let others = self.finding.labels.iter().map(move |label| {
            LabeledSpan::new_with_span(words(label), self.renderer.drawable(label.span))
        });
        Some(Box::new(std::iter::once(first).chain(others)))
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;

#[cfg(test)]
mod speed {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_thousand_findings_in_a_large_file_take_no_rescan() {
        let mut sources = SourceMap::new();
        sources
            .add("policy.privity", "permit share name\n".repeat(100_000))
            .unwrap();
        let renderer = Renderer::new(&sources, Look::default());
        let finding = Diagnostic::at(Code::Unreadable, Span::new(1_799_990, 1_799_994), "far");
        let begun = std::time::Instant::now();
        for _ in 0..1000 {
            assert!(renderer.render(&finding).contains("far"));
        }
        assert!(begun.elapsed().as_secs() < 3, "{:?}", begun.elapsed());
    }
}
