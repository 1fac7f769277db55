//! Where in a tree a place is, where a new declaration goes, and which names are still free.

use privity::source::{FileId, Span};
use privity::syntax::ast::{Item, ItemKind};

use super::Asked;

impl Asked<'_> {
    /// The items around what is asked about, outermost first.
    pub(super) fn items(&self) -> Vec<&Item> {
        let mut found = Vec::new();
        let module = self.snapshot.module(self.file);
        let mut level: &[Item] = module.map_or(&[], |module| &module.tree.items);
        while let Some(item) = level.iter().find(|item| self.is_within(item.span)) {
            found.push(item);
            level = match &item.kind {
                ItemKind::Section(section) => &section.items,
                ItemKind::Law(law) => law.items.as_deref().unwrap_or_default(),
                _ => &[],
            };
        }
        found
    }

    /// Whether what is asked about lies in a stretch of text.
    pub(super) fn is_within(&self, span: Span) -> bool {
        span.start <= self.span.start && self.span.end <= span.end
    }

    /// The place in front of an item, its documentation and its waivers.
    pub(super) fn in_front_of(&self, item: &Item) -> Span {
        let file = self.snapshot.sources().file(self.file);
        let line_of = |line: usize| {
            let (start, end) = (file.line_start(line), file.line_start(line + 1));
            file.text
                .get(start as usize..end as usize)
                .unwrap_or_default()
        };
        let mut line = file.line_of(item.span.start.saturating_sub(file.base));
        while line > 0 {
            let before = line_of(line - 1).trim_start();
            if !(before.starts_with("//") || before.starts_with("waive ")) {
                break;
            }
            line -= 1;
        }
        let start = file.base + file.line_start(line);
        Span::new(start, start)
    }

    /// The blanks in front of the line at which a stretch of text begins.
    pub(super) fn indent(&self, span: Span) -> String {
        let file = self.snapshot.sources().file(self.file);
        let line = file.line_of(span.start.saturating_sub(file.base));
        let text = file.text.get(file.line_start(line) as usize..);
        let blanks = text.unwrap_or_default().chars().take_while(|c| *c == ' ');
        blanks.collect()
    }

    /// A text with the line ends of a file.
    pub(super) fn ended_as_in(&self, file: FileId, text: &str) -> String {
        let first = self.snapshot.sources().file(file).text.split_once('\n');
        let plain = text.replace("\r\n", "\n");
        match first {
            Some((line, _)) if line.ends_with('\r') => plain.replace('\n', "\r\n"),
            _ => plain,
        }
    }

    /// The place behind an item, and behind a comment on its last line.
    pub(super) fn behind(&self, item: &Item) -> Span {
        let end = item.span.end + self.comment_behind(item.span);
        Span::new(end, end)
    }

    /// Where the lines of comments directly above a place begin; the place itself if there are none.
    pub(super) fn comments_above(&self, place: u32) -> u32 {
        let file = self.snapshot.sources().file(self.file);
        let before = file.text.get(..place.saturating_sub(file.base) as usize);
        let before = before.unwrap_or_default();
        let indent = before.rsplit('\n').next().unwrap_or_default();
        let mut start = place;
        if !indent.trim().is_empty() {
            return start;
        }
        let mut at = before.len() - indent.len();
        for line in before
            .get(..at)
            .unwrap_or_default()
            .split_inclusive('\n')
            .rev()
        {
            let text = line.trim_start();
            if !text.starts_with("//") {
                break;
            }
            at -= line.len();
            let begin = at + line.len() - text.len();
            start = file.base + u32::try_from(begin).unwrap_or_default();
        }
        start
    }

    /// How long a comment behind a stretch of text on its last line is, with the blanks before it.
    pub(super) fn comment_behind(&self, span: Span) -> u32 {
        let sources = self.snapshot.sources();
        let found = sources.locate(span);
        let rest = found.and_then(|(file, range)| sources.file(file).text.get(range.end..));
        let line = rest
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        let is_comment = line.trim_start().starts_with("//");
        let length = if is_comment { line.trim_end().len() } else { 0 };
        u32::try_from(length).unwrap_or_default()
    }

    /// A name that nobody in the package uses, like this one.
    pub(super) fn free_name(&self, like: &str) -> String {
        let is_used = |name: &str| {
            let occurrences = self.snapshot.occurrences();
            let mut declarations = occurrences.into_iter().flat_map(|all| all.declarations());
            declarations.any(|(_, declaration)| declaration.word() == name)
        };
        if !is_used(like) {
            return like.to_owned();
        }
        let numbered = (2..).map(|number| format!("{like}_{number}"));
        let mut free = numbered.filter(|name| !is_used(name));
        free.next().unwrap_or_else(|| like.to_owned())
    }
}
