//! The picture of a finding for a terminal, drawn by miette.
//!
//! Everything that decides how it looks is passed in, so the same finding gives the same picture on every machine.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};
use textwrap::WordSplitter::NoHyphenation;

use super::excerpt::Excerpts;
use super::place::same_on_lines;
use super::shown::{harmless, isolated};
use super::{Diagnostic, Severity};
use crate::source::SourceMap;

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

/// The narrowest page that is drawn for, in columns.
const NARROWEST: usize = 20;
/// On pages narrower than this, a message is not indented behind its code.
const NARROW: usize = 60;
/// In front of what stands below the picture, and of its further lines: as miette writes a help.
const INDENTS: [&str; 2] = ["  ", "        "];
/// Draws findings over the texts of one map.
pub struct Renderer<'a> {
    sources: &'a SourceMap,
    look: Look,
}

impl<'a> Renderer<'a> {
    /// A renderer for these texts.
    #[must_use]
    pub fn new(sources: &'a SourceMap, look: Look) -> Self {
        Self { sources, look }
    }

    /// One finding as text, with a line break at the end.
    #[must_use]
    pub fn render(&self, finding: &Diagnostic) -> String {
        let text = if self.look.narrated {
            harmless(&super::narrate::tell(
                self.sources,
                finding,
                &self.look.folder,
            ))
            .into_owned()
        } else {
            let [title, picture, notes] =
                [Self::title, Self::picture, Self::notes].map(|part| part(self, finding));
            format!("{title}{picture}{notes}")
        };
        if self.look.unicode {
            isolated(&text).into_owned()
        } else {
            text
        }
    }

    /// `error[P0201]: unknown party`, with the message in as many lines as it needs.
    fn title(&self, finding: &Diagnostic) -> String {
        let head = format!("{}[{}]", finding.severity.word(), finding.code.as_str());
        let indent = if self.width() < NARROW {
            2
        } else {
            head.len() + 2
        };
        let text = format!("{head}: {}", harmless(&finding.message));
        let mut lines = Vec::new();
        for (at, line) in text.lines().enumerate() {
            // The first line begins at the margin, so that its words have the indent to spare.
            let hanging = textwrap::Options::new(self.width()).word_splitter(NoHyphenation);
            let indent = " ".repeat(indent);
            let hanging = hanging.subsequent_indent(&indent);
            let hanging = if at == 0 {
                hanging
            } else {
                hanging.initial_indent(&indent)
            };
            lines.extend(
                textwrap::wrap(line, hanging)
                    .iter()
                    .map(ToString::to_string),
            );
        }
        let styles = self.theme(finding.severity).styles;
        let plain = ThemeStyles::none().error;
        let bold = if self.look.color { plain.bold() } else { plain };
        let mut title = String::new();
        // Writing to a string does not fail.
        for (at, line) in lines.iter().enumerate() {
            let _ = match line.strip_prefix(&head) {
                Some(rest) if at == 0 => {
                    let head = styles.error.style(&head);
                    writeln!(title, "{head}{}", bold.style(rest))
                }
                _ => writeln!(title, "{}", bold.style(line)),
            };
        }
        title
    }

    /// The places and the help, as miette draws them.
    fn picture(&self, finding: &Diagnostic) -> String {
        let dots = if self.look.unicode { "…" } else { "..." };
        let (width, folder) = (self.width(), &self.look.folder);
        let drawing = Drawing {
            excerpts: Excerpts::of(self.sources, finding, folder, width, dots),
            help: finding.help.as_deref().map(harmless),
        };
        let mut theme = self.theme(finding.severity);
        // One style for each mark, in their order.
        let (place, other) = (theme.styles.error, theme.styles.highlights.first().copied());
        theme.styles.highlights = drawing
            .excerpts
            .marks()
            .map(|mark| match other {
                Some(other) if !mark.is_primary => other,
                _ => place,
            })
            // There has to be one, even if nothing is marked.
            .chain([place])
            .collect();
        let mut text = String::new();
        let drawn = GraphicalReportHandler::new_themed(theme)
            .without_syntax_highlighting()
            .with_links(false)
            .with_width(width)
            .with_word_splitter(NoHyphenation)
            .render_report(&mut text, &drawing);
        // Nothing above makes miette refuse; should it, a part of a picture is worth less than none.
        if drawn.is_err() {
            return String::new();
        }
        // The first line is for a message, and the title has told it.
        match text.split_once('\n') {
            Some((_, picture)) => picture
                .lines()
                .map(|line| format!("{}\n", line.trim_end()))
                .collect(),
            None => text,
        }
    }

    /// The example and the further places, written like the help above them.
    fn notes(&self, finding: &Diagnostic) -> String {
        let primary = finding.primary.as_ref().map(|label| label.span);
        let folder = &self.look.folder;
        let witness = finding.witness.iter();
        let witness = witness.map(|witness| ("for instance:", format!(" {witness}")));
        let same = same_on_lines(self.sources, primary, &finding.elsewhere, folder);
        let help = self.theme(finding.severity).styles.help;
        let [first, further] = INDENTS;
        let mut notes = String::new();
        for (name, text) in witness.chain(same.map(|same| ("", same))) {
            let options = textwrap::Options::new(self.width().saturating_sub(first.len()))
                .word_splitter(NoHyphenation)
                .initial_indent(first)
                .subsequent_indent(further);
            let text = textwrap::fill(&harmless(&format!("{name}{text}")), options);
            let rest = text
                .strip_prefix(first)
                .and_then(|text| text.strip_prefix(name));
            // Writing to a string does not fail.
            let _ = match rest {
                Some(rest) if !name.is_empty() => {
                    writeln!(notes, "{first}{}{rest}", help.style(name))
                }
                _ => writeln!(notes, "{text}"),
            };
        }
        notes
    }

    /// Characters and colours; `error` is the style of the severity, and of the place.
    fn theme(&self, severity: Severity) -> GraphicalTheme {
        let mut styles = ThemeStyles::none();
        if self.look.color {
            styles = ThemeStyles::ansi();
            styles.error = match severity {
                Severity::Error => styles.error.bold(),
                Severity::Warning => styles.warning.bold(),
                Severity::Advice | Severity::Note => styles.advice.bold(),
            };
        }
        let mut characters = match self.look.unicode {
            true => ThemeCharacters::unicode(),
            false => ThemeCharacters::ascii(),
        };
        characters.error.clear();
        GraphicalTheme { characters, styles }
    }

    fn width(&self) -> usize {
        self.look.width.max(NARROWEST)
    }
}

/// A finding on its way through miette. It has no message, since the title has told it.
#[derive(Debug)]
struct Drawing<'a> {
    excerpts: Excerpts,
    help: Option<Cow<'a, str>>,
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        let help = self.help.as_deref()?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpts)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let labels = self.excerpts.marks().map(|mark| {
            let words = (!mark.words.is_empty()).then(|| mark.words.clone());
            let span = (mark.range.start, mark.range.len());
            match mark.is_primary {
                true => LabeledSpan::new_primary_with_span(words, span),
                false => LabeledSpan::new_with_span(words, span),
            }
        });
        Some(Box::new(labels))
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
