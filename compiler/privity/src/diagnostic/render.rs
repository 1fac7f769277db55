//! The picture of a finding for a terminal: the one place that knows `annotate-snippets`.
//!
//! Everything that decides how it looks is passed in, so the same finding gives the same picture on every machine.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer as Drawer, Snippet};
use anstyle::{AnsiColor, Style};

use super::excerpt::{Excerpt, excerpts};
use super::place::{same_on_lines, shown_name};
use super::shown::{harmless, isolated};
use super::{Diagnostic, Severity, wrapped};
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
/// On pages narrower than this, words are not indented behind what they follow.
const NARROW: usize = 60;
/// Stands behind the place in the name of a file. What the drawer adds to that, the place within the excerpt, is taken away.
const END_OF_PLACE: char = '\u{e000}';

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
            let picture = self.picture(finding);
            format!("{}{picture}", self.title(finding))
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
            let hanging = textwrap::Options::new(self.width())
                .word_splitter(textwrap::WordSplitter::NoHyphenation);
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
        let (strong, bold) = match self.look.color {
            true => (style(finding.severity), Style::new().bold()),
            false => (Style::new(), Style::new()),
        };
        let mut title = String::new();
        for (at, line) in lines.iter().enumerate() {
            match line.strip_prefix(&head) {
                Some(rest) if at == 0 => {
                    title.push_str(&format!("{strong}{head}{strong:#}{bold}{rest}{bold:#}\n"))
                }
                _ => title.push_str(&format!("{bold}{line}{bold:#}\n")),
            }
        }
        title
    }

    /// The places, and below them what is left to say.
    fn picture(&self, finding: &Diagnostic) -> String {
        let dots = if self.look.unicode { "…" } else { "..." };
        let (excerpts, footnotes) = excerpts(self.sources, finding, self.width(), dots);
        let names: Vec<String> = excerpts.iter().map(|excerpt| self.name(excerpt)).collect();
        let digits = excerpts
            .iter()
            .map(|excerpt| (excerpt.first_line + excerpt.text.matches('\n').count()).to_string())
            .map(|number| number.len())
            .max()
            .unwrap_or(0);
        let notes = self.notes(finding, &footnotes, digits);
        if excerpts.is_empty() && notes.is_empty() {
            return String::new();
        }
        let mut group = Group::with_level(level(finding.severity));
        for (excerpt, name) in excerpts.iter().zip(&names) {
            group = group.element(snippet(excerpt, name));
        }
        for (level, text) in &notes {
            group = group.element(level.clone().message(text.as_str()));
        }
        let drawer = match self.look.color {
            true => Drawer::styled(),
            false => Drawer::plain(),
        };
        let drawn = drawer
            .decor_style(match self.look.unicode {
                true => DecorStyle::Unicode,
                false => DecorStyle::Ascii,
            })
            // Lines have been cut before.
            .term_width(usize::from(u16::MAX))
            .render(&[group]);
        without_inner_places(&drawn)
    }

    /// The file and the place of an excerpt.
    fn name(&self, excerpt: &Excerpt) -> String {
        let file = shown_name(&excerpt.file, &self.look.folder);
        let (line, column) = excerpt.place;
        format!(
            "{}:{line}:{column}{END_OF_PLACE}",
            super::shown::escaped(&file)
        )
    }

    /// What stands below the places, in lines of the width of the page.
    fn notes(
        &self,
        finding: &Diagnostic,
        footnotes: &[String],
        digits: usize,
    ) -> Vec<(Level<'static>, String)> {
        let room = self.width().saturating_sub(digits + 3);
        let mut notes = Vec::new();
        let mut note = |level: Level<'static>, name: &'static str, text: &str| {
            let text = harmless(text);
            if self.width() < NARROW {
                let all = wrapped(&format!("{name}: {text}"), room.saturating_sub(2)).join("\n  ");
                notes.push((level.no_name(), all));
            } else {
                let lines = wrapped(&text, room.saturating_sub(name.len() + 2));
                notes.push((level.with_name(name), lines.join("\n")));
            }
        };
        if let Some(help) = &finding.help {
            note(Level::HELP, "help", help);
        }
        if let Some(witness) = &finding.witness {
            note(Level::NOTE, "for instance", witness);
        }
        let primary = finding.primary.as_ref().map(|label| label.span);
        let folder = &self.look.folder;
        if let Some(same) = same_on_lines(self.sources, primary, &finding.elsewhere, folder) {
            let lines = wrapped(&harmless(&same), room);
            notes.push((Level::NOTE.no_name(), lines.join("\n")));
        }
        let numbered = footnotes.iter().enumerate().map(|(at, text)| {
            let text = wrapped(&format!("[{}] {text}", at + 1), room.saturating_sub(4));
            (Level::NOTE.no_name(), text.join("\n    "))
        });
        numbered.chain(notes).collect()
    }

    fn width(&self) -> usize {
        self.look.width.max(NARROWEST)
    }
}

fn snippet<'a>(
    excerpt: &'a Excerpt,
    name: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let mut snippet = Snippet::source(excerpt.text.as_str())
        .line_start(excerpt.first_line)
        .path(name)
        .fold(false);
    for mark in &excerpt.marks {
        let kind = match mark.is_primary {
            true => AnnotationKind::Primary,
            false => AnnotationKind::Context,
        };
        let marked = kind.span(mark.range.clone());
        match mark.words.as_slice() {
            [] => snippet = snippet.annotation(marked),
            // A mark that is there once a line has its lines below each other.
            lines => {
                for line in lines {
                    snippet = snippet.annotation(marked.clone().label(line.as_str()));
                }
            }
        }
    }
    snippet
}

/// The drawing without the places that the drawer found in the excerpts, and with a line break at its end.
fn without_inner_places(drawn: &str) -> String {
    let mut parts = drawn.split(END_OF_PLACE);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.trim_start_matches(|c: char| c == ':' || c.is_ascii_digit()));
    }
    text.push('\n');
    text
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::INFO,
        Severity::Note => Level::NOTE,
    }
}

fn style(severity: Severity) -> Style {
    let color = match severity {
        Severity::Error => AnsiColor::BrightRed,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Advice => AnsiColor::BrightBlue,
        Severity::Note => AnsiColor::BrightGreen,
    };
    color.on_default().bold()
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
