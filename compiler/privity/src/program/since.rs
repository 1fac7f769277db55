//! What was written since an earlier state of a program, where that is nothing but statements that declare no words: rules, assertions and tests.

use std::sync::Arc;

use super::Program;
use crate::source::Span;
use crate::syntax::ast::{Item, ItemKind, Section};

/// A statement that was not there before, or was another one.
pub(crate) struct Written {
    /// The module it stands in, by position in [`Program::modules`].
    pub(crate) module: usize,
    /// Where the sections around it stood before, outermost first.
    pub(crate) sections: Vec<Span>,
    /// The statement.
    pub(crate) item: Item,
}

impl Program {
    /// The statements that were written since `before`, every place in them moved on by `far`. `moved` says where a place of before is now, and gives
    /// `None` for one that was changed.
    ///
    /// `None` if anything else was written or is gone.
    pub(crate) fn statements_since(
        &self,
        before: &Self,
        moved: &dyn Fn(Span) -> Option<Span>,
        far: u32,
    ) -> Option<Vec<Written>> {
        if self.modules.len() != before.modules.len() {
            return None;
        }
        let mut search = Search {
            moved,
            far,
            module: 0,
            found: Vec::new(),
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
        Some(search.found)
    }
}

struct Search<'a> {
    moved: &'a dyn Fn(Span) -> Option<Span>,
    far: u32,
    module: usize,
    found: Vec<Written>,
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

    /// Gathers the statements among items that took the place of others, in sections that stood at these places before.
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
        let is_statement = |item: &Item| {
            let kind = &item.kind;
            matches!(
                kind,
                ItemKind::Rule(_) | ItemKind::Assertion(_) | ItemKind::Test(_)
            )
        };
        if !then.iter().chain(now).all(is_statement) {
            return None;
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
