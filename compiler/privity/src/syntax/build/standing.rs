//! Switches, promises and documents.

use pest::iterators::Pair;

use super::super::ast::{ItemKind, Order, Promise, Rank, Section, Switch};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;

impl<'a> Builder<'a> {
    pub(super) fn switch(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (switch, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_switch);
            let mut switch: Option<Switch> = None;
            for part in pair.into_inner() {
                match (part.as_rule(), &mut switch) {
                    _ if around.over => {}
                    (Rule::switch_head, _) => {
                        let (name, title) = this.name_and_text(part.clone());
                        switch = name.map(|name| Switch {
                            name,
                            title,
                            stops: None,
                            through: Vec::new(),
                            timing: None,
                            clauses: Vec::new(),
                        });
                    }
                    (Rule::switch_part, Some(switch)) => this.switch_part(part.clone(), switch),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            switch
        });
        let switch = switch?;
        if damaged || obscured {
            // What it stops is not known for certain.
            self.lost.names.push(switch.name);
            return None;
        }
        Some(ItemKind::Switch(switch))
    }

    fn switch_part(&mut self, pair: Pair<'a, Rule>, switch: &mut Switch) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        match part.as_rule() {
            Rule::stops => {
                self.once(switch.stops.is_some(), "stops", span);
                let mut inner = part.into_inner();
                let target = inner.find(|inner| inner.as_rule() == Rule::target);
                switch.stops = target.and_then(|target| self.target(&target));
            }
            Rule::through => {
                self.once(!switch.through.is_empty(), "through", span);
                switch.through.extend(self.paths(part.into_inner()));
            }
            Rule::at_once | Rule::within => {
                self.once(switch.timing.is_some(), "time", span);
                switch.timing = self.timing(part);
            }
            _ => switch.clauses.extend(self.clause(part)),
        }
    }

    pub(super) fn promise(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_promise);
        let mut promise: Option<Promise> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut promise) {
                _ if around.over => {}
                (Rule::promise_head, _) => {
                    let (name, title) = self.name_and_text(part.clone());
                    promise = name.map(|name| Promise {
                        name,
                        title,
                        clauses: Vec::new(),
                    });
                }
                (Rule::clause, Some(promise)) => promise.clauses.extend(self.clause(part.clone())),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        promise.map(ItemKind::Promise)
    }

    /// A document is a section with ranks, and may hold sections.
    pub(super) fn document(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_document);
        let mut section: Option<Section> = None;
        let mut ranks = Vec::new();
        let mut items = Vec::new();
        let mut opened = None;
        let mut damaged = false;
        let mut parts = pair.into_inner().peekable();
        while let Some(part) = parts.next() {
            let ((), lost) = self.apart(|this| match (part.as_rule(), &mut section) {
                (Rule::document_head, _) => {
                    let (name, title) = this.name_and_text(part.clone());
                    section = name.map(|name| Section {
                        name,
                        title,
                        ranks: None,
                        clauses: Vec::new(),
                        items: Vec::new(),
                    });
                }
                (Rule::open_brace, _) => opened = Some(this.span(&part)),
                (Rule::rank, _) => ranks.extend(this.rank(&part)),
                (Rule::clause, Some(section)) => section.clauses.extend(this.clause(part.clone())),
                (Rule::bad_clause | Rule::inner_doc, _) => this.lost_part(&part, &mut around),
                _ => {}
            });
            damaged |= lost;
            match part.as_rule() {
                Rule::document_item => self.next_item(part.clone(), &mut items),
                Rule::bad_inner => {
                    self.bad_item(&part, parts.peek(), Rule::probe_inner, &mut items)
                }
                Rule::missing_brace => self.missing_brace(opened, &part),
                Rule::stray_doc if parts.peek().map(Pair::as_rule) != Some(Rule::bad_inner) => {
                    self.stray_doc(&part);
                }
                Rule::stray_waiver => {
                    self.stray_waivers(&part, parts.peek().map(Pair::as_rule));
                }
                _ => {}
            }
            around.pass(part);
        }
        if damaged {
            super::items::damage_rules(&mut items);
        }
        let mut section = section?;
        section.ranks = Some(ranks);
        section.items = items;
        Some(ItemKind::Section(section))
    }

    fn rank(&mut self, pair: &Pair<'a, Rule>) -> Option<Rank> {
        let mut order = Order::Beside;
        let mut path = None;
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::kw_above => order = Order::Above,
                Rule::kw_below => order = Order::Below,
                Rule::path => path = Some(self.path(&part)),
                _ => {}
            }
        }
        Some(Rank {
            order,
            path: path?,
            span: self.span(pair),
        })
    }
}
