//! Waivers: which findings are not wanted in what stands below them.

use pest::iterators::Pair;

use super::super::ast::{Covers, ItemKind, Waiver};
use super::super::diagnostics;
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;
use crate::source::Span;

impl<'a> Builder<'a> {
    /// The waivers among the parts of an item, which stand above it.
    pub(super) fn waivers_above(&mut self, parts: &[Pair<'a, Rule>], item: &Pair<'a, Rule>) {
        let start = item.as_span().start();
        let covers = match item.as_rule() {
            Rule::header => Covers::Policy,
            _ => Covers::Part(self.span(item)),
        };
        for part in parts {
            let own = part.as_span().start();
            // What is indented like a clause of the item above was meant for that one.
            if self.begins_line(own)
                && self.begins_line(start)
                && self.indent(own) > self.indent(start)
            {
                self.stray_waivers(part, None);
            } else {
                self.waiver(part, covers);
            }
        }
    }

    /// The waivers among the parts of a node or an anchor.
    pub(super) fn waivers_on(&mut self, parts: &[Pair<'a, Rule>], whole: Span) {
        for part in parts {
            if part.as_rule() == Rule::node_waiver {
                self.waiver(part, Covers::Part(whole));
            }
        }
    }

    /// A waiver for all of the file.
    pub(super) fn file_waiver(&mut self, pair: &Pair<'a, Rule>) -> Option<ItemKind> {
        self.waiver(pair, Covers::File);
        None
    }

    /// Waivers above nothing. If what follows cannot be read and is reported, they are not.
    pub(super) fn stray_waivers(&mut self, pair: &Pair<'a, Rule>, next: Option<Rule>) {
        if !matches!(next, Some(Rule::bad_item | Rule::bad_inner)) {
            // Clauses behind it are lost with it, and no error of their own.
            let parts = pair.clone().into_inner().flatten();
            let own =
                parts.filter(|part| matches!(part.as_rule(), Rule::waive_head | Rule::waiver_part));
            let own = own.map(|part| self.span(&part)).reduce(Span::to);
            let span = own.unwrap_or_else(|| self.span(pair));
            let damaged = self.damaged;
            self.error(diagnostics::stray_waiver(span));
            self.damaged = damaged;
        }
    }

    fn waiver(&mut self, pair: &Pair<'a, Rule>, covers: Covers) {
        let mut waiver = Waiver {
            codes: Vec::new(),
            until: None,
            reason: None,
            covers,
            damaged: false,
            span: self.span(pair),
        };
        let mut around = Around::new(Rule::probe_waiver);
        // A slip in a waiver leaves the rule below it as it is.
        let before = self.damaged;
        let ((), damaged) = self.apart(|this| {
            for part in pair.clone().into_inner() {
                match part.as_rule() {
                    Rule::waive_head | Rule::file_waive_head => {
                        let codes = part.clone().into_inner();
                        let codes = codes.filter(|inner| inner.as_rule() == Rule::waived);
                        waiver.codes = codes.map(|code| this.name(&code)).collect();
                    }
                    Rule::waiver_part => this.waiver_part(part.clone(), &mut waiver),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
        });
        waiver.damaged = damaged;
        self.damaged = before;
        self.waivers.push(waiver);
    }

    fn waiver_part(&mut self, pair: Pair<'a, Rule>, waiver: &mut Waiver) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        let which = part.as_rule();
        let Some(argument) = part.into_inner().last() else {
            return;
        };
        match which {
            Rule::waived_until => {
                self.once(waiver.until.is_some(), "until", span);
                waiver.until = Some(self.date(&argument));
            }
            _ => {
                self.once(waiver.reason.is_some(), "because", span);
                waiver.reason = Some(self.text(&argument));
            }
        }
    }
}
