//! The header of a law, what a law supplies, and what is assumed.

use pest::iterators::Pair;

use super::super::ast::{Assume, Assumed, ItemKind, Law, Supply};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;
use crate::source::Span;

impl<'a> Builder<'a> {
    pub(super) fn law(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_law);
        let mut law: Option<Law> = None;
        let mut items = None;
        let mut opened = None;
        let mut parts = pair.into_inner().peekable();
        while let Some(part) = parts.next() {
            match (part.as_rule(), &mut law) {
                (Rule::law_head, _) => law = self.law_head(part.clone()),
                (Rule::law_part, Some(law)) => self.law_part(part.clone(), law),
                (Rule::open_brace, _) => {
                    opened = Some(self.span(&part));
                    items = Some(Vec::new());
                }
                (Rule::inner_item, _) => {
                    self.next_item(part.clone(), items.get_or_insert_default());
                }
                (Rule::bad_inner, _) => {
                    self.bad_item(
                        &part,
                        parts.peek(),
                        Rule::probe_inner,
                        items.get_or_insert_default(),
                    );
                }
                (Rule::missing_section_brace, _) => self.missing_brace(opened, &part),
                (Rule::stray_doc, _) => {
                    if parts.peek().map(Pair::as_rule) != Some(Rule::bad_inner) {
                        self.stray_doc(&part);
                    }
                }
                (Rule::stray_waiver, _) => {
                    self.stray_waivers(&part, parts.peek().map(Pair::as_rule));
                }
                (Rule::close_brace, _) => {}
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        law.map(|law| ItemKind::Law(Law { items, ..law }))
    }

    fn law_head(&mut self, pair: Pair<'a, Rule>) -> Option<Law> {
        let (name, title) = self.name_and_text(pair);
        Some(Law {
            name: name?,
            title,
            version: None,
            since: None,
            until: None,
            territory: None,
            permits_unless_ruled: None,
            citations: Vec::new(),
            items: None,
        })
    }

    fn law_part(&mut self, pair: Pair<'a, Rule>, law: &mut Law) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        let which = part.as_rule();
        if which == Rule::cite {
            law.citations.extend(self.citations(part));
            return;
        }
        if which == Rule::r#in {
            self.once(law.territory.is_some(), "in", span);
            law.territory = Some(self.set_in(&part));
            return;
        }
        let Some(argument) = part.into_inner().last() else {
            return;
        };
        match which {
            Rule::version => {
                self.once(law.version.is_some(), "version", span);
                law.version = Some(self.text(&argument));
            }
            Rule::since => {
                self.once(law.since.is_some(), "since", span);
                law.since = Some(self.date(&argument));
            }
            Rule::until => {
                self.once(law.until.is_some(), "until", span);
                law.until = Some(self.date(&argument));
            }
            _ => {
                self.once(law.permits_unless_ruled.is_some(), "default", span);
                law.permits_unless_ruled = Some(argument.as_rule() == Rule::kw_permit);
            }
        }
    }

    pub(super) fn supply(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (supply, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_clause);
            let mut head = (None, None);
            let mut clauses = Vec::new();
            for part in pair.into_inner() {
                match part.as_rule() {
                    _ if around.over => {}
                    Rule::supply_head => {
                        for inner in part.clone().into_inner() {
                            match inner.as_rule() {
                                Rule::path => head.0 = Some(this.path(&inner)),
                                Rule::value => head.1 = this.value(&inner),
                                _ => {}
                            }
                        }
                    }
                    Rule::clause => clauses.extend(this.clause(part.clone())),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            Some(Supply {
                subject: head.0?,
                value: head.1?,
                clauses,
            })
        });
        supply
            .filter(|_| !damaged && !obscured)
            .map(ItemKind::Supply)
    }

    pub(super) fn assume(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (assume, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_clause);
            let mut head = None;
            let mut clauses = Vec::new();
            for part in pair.into_inner() {
                match part.as_rule() {
                    _ if around.over => {}
                    Rule::assume_head => {
                        head = this.assumed(&part);
                    }
                    Rule::clause => clauses.extend(this.clause(part.clone())),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            let (what, words) = head?;
            Some(Assume {
                what,
                clauses,
                words,
            })
        });
        assume
            .filter(|_| !damaged && !obscured)
            .map(ItemKind::Assume)
    }

    fn assumed(&mut self, head: &Pair<'a, Rule>) -> Option<(Assumed, Span)> {
        let parts: Vec<_> = head.clone().into_inner().skip(1).collect();
        let words = self.span(parts.first()?).to(self.span(parts.last()?));
        let mut duties = parts
            .iter()
            .filter(|part| part.as_rule() == Rule::must_body)
            .filter_map(|duty| self.must_body(duty));
        if let (Some(kept), Some(counted)) = (duties.next(), duties.next()) {
            drop(duties);
            let duty = Assumed::Duty(Box::new(kept), Box::new(counted));
            return Some((duty, words));
        }
        drop(duties);
        let condition = parts
            .iter()
            .find(|part| part.as_rule() == Rule::condition)?;
        Some((Assumed::Condition(self.condition(condition)), words))
    }
}
