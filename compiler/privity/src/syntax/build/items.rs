//! Files, sections, headers, imports, sources and the other items without a topic of their own.

use std::sync::Arc;

use pest::iterators::Pair;

use super::super::ast::{
    Anchor, Header, Inform, Item, ItemKind, Name, Path, Section, Source, Text,
};
use super::super::diagnostics;
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;
use crate::source::Span;

impl<'a> Builder<'a> {
    pub(super) fn file_items(&mut self, pair: Pair<'a, Rule>) -> Vec<Item> {
        let mut items = Vec::new();
        let mut parts = pair.into_inner().peekable();
        while let Some(part) = parts.next() {
            match part.as_rule() {
                Rule::item => self.next_item(part, &mut items),
                Rule::lost_block => items.extend(self.lost_block(part)),
                Rule::stray_close => self.stray_close(&part),
                Rule::stray_waiver => {
                    self.stray_waivers(&part, parts.peek().map(Pair::as_rule));
                }
                Rule::bad_item => self.bad_item(&part, parts.peek(), Rule::probe_item, &mut items),
                Rule::stray_doc => {
                    // Documentation above an item that is reported anyway is no second error.
                    let next = parts.peek().map(Pair::as_rule);
                    if next != Some(Rule::bad_item) {
                        self.stray_doc(&part);
                    }
                }
                _ => {}
            }
        }
        items
    }

    /// One more item. A damaged one that is indented below the item before may have been a part of that.
    pub(super) fn next_item(&mut self, pair: Pair<'a, Rule>, items: &mut Vec<Item>) {
        let start = pair.as_span().start();
        let before = self.reported;
        let item = self.item(pair);
        let lost = item
            .as_ref()
            .map_or(self.reported > before, |item| item.damaged);
        if lost {
            self.damage_if_deeper(start, items);
        }
        items.extend(item);
    }

    /// An item with the documentation above it.
    pub(super) fn item(&mut self, pair: Pair<'a, Rule>) -> Option<Item> {
        let (docs, mut parts) = self.docs(pair);
        let inner = parts.pop()?;
        let span = self.span(&inner);
        self.waivers_above(&parts, &inner);
        let holds_others = matches!(
            inner.as_rule(),
            Rule::law | Rule::source | Rule::vocabulary | Rule::section | Rule::document
        );
        let obscured = self.obscured(&inner);
        let outer = std::mem::replace(&mut self.damaged, false);
        let kind = self.item_kind(inner);
        let damaged = std::mem::replace(&mut self.damaged, outer);
        let damaged = !holds_others && (damaged || obscured);
        if damaged {
            self.report.obscure(span);
        }
        Some(Item {
            docs,
            kind: kind?,
            span,
            damaged,
        })
    }

    fn item_kind(&mut self, inner: Pair<'a, Rule>) -> Option<ItemKind> {
        match inner.as_rule() {
            Rule::header => self.header(inner),
            Rule::file_waiver => self.file_waiver(&inner),
            Rule::law => self.law(inner),
            Rule::import => self.import(inner),
            Rule::source => self.source(inner),
            Rule::vocabulary => self.vocabulary(inner),
            Rule::group => self.group(inner),
            Rule::alias => self.alias(inner),
            Rule::fact => self.fact(inner),
            Rule::ambiguity => self.ambiguity(inner),
            Rule::finding => self.finding(inner),
            Rule::period => self.period(inner),
            Rule::define => self.define(inner),
            Rule::deem => self.deem(inner),
            Rule::supply => self.supply(inner),
            Rule::assume => self.assume(inner),
            Rule::default_item => self.default_item(&inner),
            Rule::section => self.section(inner),
            Rule::document => self.document(inner),
            Rule::switch => self.switch(inner),
            Rule::promise => self.promise(inner),
            Rule::inform => self.inform(inner),
            Rule::assertion => self.assertion(inner),
            Rule::test => self.test(inner),
            _ => self.rule(inner),
        }
    }

    /// Splits the documentation off.
    pub(super) fn docs(&mut self, pair: Pair<'a, Rule>) -> (Vec<String>, Vec<Pair<'a, Rule>>) {
        let mut docs = Vec::new();
        let mut rest = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::doc {
                self.own_line(&part);
                let text = part.as_str().trim_start_matches('/').trim_end();
                docs.push(text.strip_prefix(' ').unwrap_or(text).to_owned());
            } else {
                rest.push(part);
            }
        }
        (docs, rest)
    }

    fn header(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_header);
        let mut header: Option<Header> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut header) {
                _ if around.over => {}
                (Rule::header_head, _) => header = self.header_head(part.clone()),
                (Rule::header_part, Some(header)) => self.header_part(part.clone(), header),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        header.map(ItemKind::Header)
    }

    fn header_head(&mut self, pair: Pair<'a, Rule>) -> Option<Header> {
        let (name, title) = self.name_and_text(pair);
        Some(Header {
            name: name?,
            title,
            version: None,
            updated: None,
            replaces: None,
            since: None,
            until: None,
            controller: None,
            complies: Vec::new(),
            citations: Vec::new(),
        })
    }

    fn header_part(&mut self, pair: Pair<'a, Rule>, header: &mut Header) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        let which = part.as_rule();
        if which == Rule::cite {
            header.citations.extend(self.citations(part));
            return;
        }
        if which == Rule::complies {
            header.complies.extend(self.paths(part.into_inner()));
            return;
        }
        if which == Rule::replaces {
            self.once(header.replaces.is_some(), "replaces", span);
            let (name, version) = self.name_and_text(part);
            header.replaces = name.map(|name| (name, version));
            return;
        }
        let Some(argument) = part.into_inner().last() else {
            return;
        };
        match which {
            Rule::version => {
                self.once(header.version.is_some(), "version", span);
                header.version = Some(self.text(&argument));
            }
            Rule::updated => {
                self.once(header.updated.is_some(), "updated", span);
                header.updated = Some(self.date(&argument));
            }
            Rule::since => {
                self.once(header.since.is_some(), "since", span);
                header.since = Some(self.date(&argument));
            }
            Rule::until => {
                self.once(header.until.is_some(), "until", span);
                header.until = Some(self.date(&argument));
            }
            _ => {
                self.once(header.controller.is_some(), "by", span);
                header.controller = Some(self.path(&argument));
            }
        }
    }

    fn import(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let module = pair.into_inner().last()?;
        Some(ItemKind::Import(self.path(&module)))
    }

    fn source(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let around = Around::new(Rule::probe_anchor);
        let mut name = None;
        let mut title = None;
        let mut anchors = Vec::new();
        let mut opened = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name => name = Some(self.name(&part)),
                Rule::string => title = Some(self.text(&part)),
                Rule::open_brace => opened = Some(self.span(&part)),
                Rule::missing_open => self.missing_open(&part, "source"),
                Rule::anchor => anchors.extend(self.anchor(part)),
                Rule::bad_anchor => self.bad_line(&part, &around),
                Rule::missing_brace => self.missing_brace(opened, &part),
                _ => {}
            }
        }
        Some(ItemKind::Source(Source {
            name: name?,
            title,
            anchors,
        }))
    }

    fn anchor(&mut self, pair: Pair<'a, Rule>) -> Option<Anchor> {
        let mut name = None;
        let mut texts: Vec<Text> = Vec::new();
        let mut paragraph = None;
        let mut sentences = None;
        let mut waivers = Vec::new();
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::node_waiver => waivers.push(part),
                Rule::name => name = Some(self.name(&part)),
                Rule::string => texts.push(self.text(&part)),
                Rule::number => paragraph = Some(self.number(&part)),
                Rule::sentences => {
                    let mut numbers = part
                        .into_inner()
                        .filter(|inner| inner.as_rule() == Rule::number)
                        .map(|number| self.number(&number));
                    let first = numbers.next();
                    sentences = first.zip(numbers.next().or(first));
                }
                _ => {}
            }
        }
        let mut texts = texts.into_iter();
        let name = name?;
        let whole = Span::new(name.span.start, self.span(&pair).end);
        self.waivers_on(&waivers, whole);
        Some(Anchor {
            name,
            heading: texts.next()?,
            paragraph: paragraph?,
            sentences,
            digest: texts.next()?,
        })
    }

    fn section(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let start = self.place(pair.as_span().start(), pair.as_span().start());
        let whole = self.span(&pair);
        let mut around = Around::new(Rule::probe_clause);
        let mut name = None;
        let mut title = None;
        let mut clauses = Vec::new();
        let mut items = Vec::new();
        let mut opened = None;
        // What the section loses, all of its rules lose: they are damaged.
        let (parts, mut damaged) = (pair.into_inner(), false);
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            let ((), lost) = self.apart(|this| match part.as_rule() {
                Rule::name | Rule::reserved_name => name = Some(this.name(&part)),
                Rule::string => title = Some(this.text(&part)),
                Rule::head_junk => this.head_junk(&part),
                Rule::open_brace => opened = Some(this.span(&part)),
                Rule::missing_open => this.missing_open(&part, "section"),
                Rule::clause => clauses.extend(this.clause(part.clone())),
                Rule::bad_clause | Rule::inner_doc => this.lost_part(&part, &mut around),
                _ => {}
            });
            damaged |= lost;
            match part.as_rule() {
                Rule::stray_waiver => {
                    self.stray_waivers(&part, parts.peek().map(Pair::as_rule));
                }
                Rule::inner_item => self.next_item(part.clone(), &mut items),
                Rule::bad_inner => {
                    self.bad_item(&part, parts.peek(), Rule::probe_inner, &mut items)
                }
                Rule::missing_section_brace => self.missing_brace(opened, &part),
                Rule::stray_doc if parts.peek().map(Pair::as_rule) != Some(Rule::bad_inner) => {
                    self.stray_doc(&part);
                }
                _ => {}
            }
            around.pass(part);
        }
        if damaged {
            self.report.obscure(whole);
            damage_rules(&mut items);
        }
        let name = name.unwrap_or_else(|| {
            self.error(diagnostics::unnamed_section(start));
            Name {
                text: String::new(),
                span: start,
            }
        });
        Some(ItemKind::Section(Section {
            name,
            title,
            ranks: None,
            clauses,
            items,
        }))
    }

    fn inform(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_clause);
        let mut inform: Option<Inform> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut inform) {
                _ if around.over => {}
                (Rule::inform_head, _) => {
                    let (name, text) = self.name_and_text(part.clone());
                    inform = name.map(|name| Inform {
                        name,
                        text,
                        clauses: Vec::new(),
                    });
                }
                (Rule::clause, Some(inform)) => inform.clauses.extend(self.clause(part.clone())),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        inform.map(ItemKind::Inform)
    }

    pub(super) fn name_and_text(&mut self, pair: Pair<'a, Rule>) -> (Option<Name>, Option<Text>) {
        let mut name = None;
        let mut text = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name => name = Some(self.name(&part)),
                Rule::string => text = Some(self.text(&part)),
                _ => {}
            }
        }
        (name, text)
    }

    /// The first path among the parts of a pair.
    pub(super) fn path_in(&self, pair: Pair<'a, Rule>) -> Option<Path> {
        self.paths(pair.into_inner()).into_iter().next()
    }
}

/// Marks all rules and assertions of a section, since a clause they share is lost.
pub(super) fn damage_rules(items: &mut [Item]) {
    for item in items {
        match &mut item.kind {
            ItemKind::Rule(rule) => Arc::make_mut(rule).damaged = true,
            ItemKind::Assertion(assertion) => assertion.damaged = true,
            ItemKind::Section(section) => damage_rules(&mut section.items),
            _ => {}
        }
    }
}
