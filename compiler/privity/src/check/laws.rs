//! Headers of laws, the laws a policy complies with, and assumptions.

use std::ops::RangeInclusive;

use super::checker::Checker;
use super::clauses::Gathered;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::law::{Assumed, Assumption, Law, Laws};
use super::policy::{Header, Rule};
use super::rules::Draft;
use super::scope::{any_of, not};
use crate::arena::Arena;
use crate::resolve::day;
use crate::resolve::diagnostics::ends_before_it_begins;
use crate::resolve::names::{Space, What};
use crate::resolve::world::{ModuleIndex, Placed};
use crate::source::Span;
use crate::syntax::ast::{self, ClauseKind, Path};

impl Checker<'_, '_> {
    /// The laws without their examples, and what the policy says of them. Each law takes its own rules out of the drafts.
    pub(super) fn laws(
        &mut self,
        drafts: &mut Vec<Draft>,
        poisoned: &mut Vec<(String, Span)>,
    ) -> Laws {
        let world = self.world;
        let mut laws = Vec::new();
        for (index, placed) in world.laws.iter().enumerate() {
            let of_law = |draft: &Draft| {
                let module = world.rules.get(draft.origin).map(|rule| rule.module);
                module.is_some_and(|module| world.law_of(module) == Some(index))
            };
            let (own, rest) = std::mem::take(drafts).into_iter().partition(of_law);
            *drafts = rest;
            let rules = self.finish_rules(own, poisoned, false);
            laws.push(self.law(placed, rules));
        }
        Laws {
            laws,
            complies: self.complies(),
            assumptions: self.assumptions(),
        }
    }

    fn law(&mut self, placed: &Placed<ast::Law>, rules: Arena<Rule>) -> Law {
        let written = &placed.item;
        let text = |text: &Option<ast::Text>| text.as_ref().map(|text| text.value.clone());
        Law {
            header: Header {
                name: written.name.text.clone(),
                title: text(&written.title),
                version: text(&written.version),
                ..Header::default()
            },
            effective: self.days_in_force(written),
            permits_unless_ruled: written.permits_unless_ruled.unwrap_or_default(),
            rules,
            citations: self.citations(&written.citations, placed.module),
            tests: Vec::new(),
            span: written.name.span,
        }
    }

    /// The days on which a law is in force; a mistake in them is reported.
    fn days_in_force(&mut self, law: &ast::Law) -> RangeInclusive<i64> {
        let since = law.since.and_then(|date| day(date, self.report));
        let until = law.until.and_then(|date| day(date, self.report));
        let (first, last) = (since.unwrap_or(FIRST_DAY), until.unwrap_or(LAST_DAY));
        if let (Some(since), Some(until), true) = (law.since, law.until, first > last) {
            self.report
                .push(ends_before_it_begins(since.span, until.span));
        }
        first..=last
    }

    /// The laws of the header's `complies`.
    fn complies(&mut self) -> Vec<(usize, Span)> {
        let world = self.world;
        let Some(header) = world.headers.first() else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for path in &header.item.complies {
            if let Some(index) = self.law_named(path, header.module)
                && !found.iter().any(|(known, _)| *known == index)
            {
                found.push((index, path.span));
            }
        }
        found
    }

    /// The law that a path names, by position; an unknown one is noted.
    pub(super) fn law_named(&mut self, path: &Path, module: ModuleIndex) -> Option<usize> {
        let names = &self.world.names;
        let (_, found) = self.lookups.find(names, &[Space::Law], path, module)?;
        match found.declared.what {
            What::Law(index) => Some(index),
            _ => None,
        }
    }

    fn assumptions(&mut self) -> Vec<Assumption> {
        let world = self.world;
        world
            .assumes
            .iter()
            .filter_map(|placed| self.assumption(placed))
            .collect()
    }

    fn assumption(&mut self, placed: &Placed<ast::Assume>) -> Option<Assumption> {
        let written = &placed.item;
        let module = placed.module;
        let assumed = match &written.what {
            ast::Assumed::Condition(condition) => {
                self.condition(condition, module).map(Assumed::Condition)
            }
            ast::Assumed::Duty(kept, counted) => {
                let (kept, counted) = (
                    self.obligation(kept, module),
                    self.obligation(counted, module),
                );
                kept.zip(counted)
                    .map(|(kept, counted)| Assumed::Duty(kept, counted))
            }
        };
        let mut gathered = Gathered::new();
        self.gather_sections(&placed.sections, &mut gathered);
        self.gather(&written.clauses, placed.module, &mut gathered);
        let assumed = assumed.filter(|_| gathered.sound)?;
        let notes = written
            .clauses
            .iter()
            .filter_map(|clause| match &clause.kind {
                ClauseKind::Note(text) => Some(text.value.clone()),
                _ => None,
            });
        Some(Assumption {
            what: match assumed {
                Assumed::Condition(assumed) => {
                    Assumed::Condition(any_of([not(gathered.take_condition()), assumed]))
                }
                duty @ Assumed::Duty(..) => duty,
            },
            notes: notes.collect(),
            citations: gathered.citations,
            words: written.words,
            span: placed.span,
        })
    }
}
