//! What was written since an earlier state of a program, where that is nothing but statements and declarations of words.

use std::sync::Arc;

use super::Program;
use crate::diagnostic::Report;
use crate::source::Span;
use crate::syntax::ast::{Item, ItemKind, Section};

/// An item that was not there before, or was another one.
pub(crate) struct Written {
    /// The module it stands in, by position in [`Program::modules`].
    pub(crate) module: usize,
    /// Where the sections around it stood before, outermost first.
    pub(crate) sections: Vec<Span>,
    /// The item. Its places are far behind all others.
    pub(crate) item: Item,
}

/// What was written since.
pub(crate) struct Since {
    /// The items.
    pub(crate) written: Vec<Written>,
    /// Whether nothing but rules, assertions and tests was written or is gone, which declare no words.
    pub(crate) only_statements: bool,
    /// How far on they were moved: a place of now must not be taken for one of then.
    far: u32,
}

/// What is known of items that were written anew.
#[derive(Debug, Clone)]
pub struct Again {
    /// Their places.
    pub places: Vec<Span>,
    /// What is wrong with them, the names in them included. What they do to others, and others to them, is not among it.
    pub findings: Report,
}

impl Since {
    /// What was found of these items alone, where they stand in the program.
    pub(crate) fn found(&self, found: &Report, moved: &dyn Fn(Span) -> Option<Span>) -> Again {
        let near = |span: Span| Span::new(span.start - self.far, span.end - self.far);
        let place = |span: Span| match span.start >= self.far {
            true => Some(near(span)),
            false => moved(span),
        };
        let mut findings = Report::new();
        let own = found.iter().filter(|finding| {
            let primary = finding.primary.as_ref();
            primary.is_some_and(|label| label.span.start >= self.far)
        });
        for finding in own.filter_map(|finding| finding.moved(&place)) {
            findings.push(finding);
        }
        let written = self.written.iter();
        Again {
            places: written.map(|written| near(written.item.span)).collect(),
            findings,
        }
    }
}

impl Program {
    /// What was written since `before`. `moved` says where a place of before is now, and gives `None` for one that was changed.
    ///
    /// `None` if anything else was written or is gone than statements and declarations of words: what all others mean may have changed with it.
    pub(crate) fn since(
        &self,
        before: &Self,
        moved: &dyn Fn(Span) -> Option<Span>,
    ) -> Option<Since> {
        if self.modules.len() != before.modules.len() {
            return None;
        }
        let files = before.sources.files().chain(self.sources.files());
        let end = files.map(|(_, file)| file.span().end).max()?;
        let far = end.checked_add(1)?;
        far.checked_add(end)?;
        let mut search = Search {
            moved,
            far,
            module: 0,
            found: Vec::new(),
            only_statements: true,
        };
        for (at, (now, then)) in self.modules.iter().zip(&before.modules).enumerate() {
            if now.file != then.file {
                return None;
            }
            if Arc::ptr_eq(&now.tree, &then.tree) {
                continue;
            }
            search.module = at;
            let then = &then.tree.items;
            let (front, back) = search.common(then, now.tree.len(), &|at| now.tree.span(at));
            // The others need not be put together for this.
            let changed = front..now.tree.len() - back;
            let changed = changed.filter_map(|at| now.tree.moved(at, far));
            let changed: Vec<Item> = changed.collect();
            search.compare(then.get(front..then.len() - back)?, &changed, &[])?;
        }
        Some(Since {
            written: search.found,
            only_statements: search.only_statements,
            far,
        })
    }
}

struct Search<'a> {
    moved: &'a dyn Fn(Span) -> Option<Span>,
    far: u32,
    module: usize,
    found: Vec<Written>,
    only_statements: bool,
}

impl Search<'_> {
    /// How many items at the beginning and at the end are those of before.
    fn common(
        &self,
        then: &[Item],
        count: usize,
        now: &dyn Fn(usize) -> Option<Span>,
    ) -> (usize, usize) {
        let is_same = |item: Option<&Item>, at: usize| {
            let place = item.and_then(|item| (self.moved)(item.span));
            place.is_some() && place == now(at)
        };
        let most = then.len().min(count);
        let front = (0..most).take_while(|&at| is_same(then.get(at), at));
        let front = front.count();
        let back = (1..=most - front)
            .take_while(|&back| is_same(then.get(then.len() - back), count - back));
        (front, back.count())
    }

    /// Gathers items that took the place of others, in sections that stood at these places before.
    fn compare(&mut self, then: &[Item], now: &[Item], sections: &[Span]) -> Option<()> {
        if let ([then], [now]) = (then, now)
            && let (ItemKind::Section(old), ItemKind::Section(new)) = (&then.kind, &now.kind)
        {
            self.keeps_its_head(then, old)?;
            let far = self.far;
            let place = |at: usize| {
                let span = new.items.get(at)?.span;
                Some(Span::new(span.start - far, span.end - far))
            };
            let (front, back) = self.common(&old.items, new.items.len(), &place);
            let then_inside = old.items.get(front..old.items.len() - back)?;
            let now_inside = new.items.get(front..new.items.len() - back)?;
            let sections: Vec<Span> = sections.iter().copied().chain([then.span]).collect();
            return self.compare(then_inside, now_inside, &sections);
        }
        for item in then.iter().chain(now) {
            match item.kind {
                ItemKind::Rule(_) | ItemKind::Assertion(_) | ItemKind::Test(_) => {}
                ItemKind::Source(_)
                | ItemKind::Vocabulary(_)
                | ItemKind::Group(_)
                | ItemKind::Alias(_)
                | ItemKind::Fact(_)
                | ItemKind::Ambiguity(_)
                | ItemKind::Period(_)
                | ItemKind::Define(_)
                | ItemKind::Deem(_)
                | ItemKind::Promise(_)
                | ItemKind::Inform(_)
                | ItemKind::Finding(_) => self.only_statements = false,
                _ => return None,
            }
        }
        self.found.extend(now.iter().map(|item| Written {
            module: self.module,
            sections: sections.to_vec(),
            item: item.clone(),
        }));
        Some(())
    }

    /// Whether nothing changed in a section before its first item.
    fn keeps_its_head(&self, item: &Item, section: &Section) -> Option<()> {
        let end = section.items.first()?.span.start;
        (self.moved)(Span::new(item.span.start, end)).map(|_| ())
    }
}
