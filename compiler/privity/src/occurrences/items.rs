//! Names in items of every sort.

use super::passages::Passage;
use super::paths::class_axis;
use super::recorder::Recorder;
use super::{Known, Sense, Wanted};
use crate::resolve::names::{KINDS, Space};
use crate::syntax::ast::{
    Assumed, ExpectedVerdict, Finding, Header, Item, ItemKind, Kind, Law, Path, Section, Switch,
    Test,
};

impl Recorder<'_> {
    pub(super) fn items(&mut self, items: &[Item]) {
        for item in items {
            let passage = Passage::of(item.span.start, &item.kind);
            self.passages.push(passage);
            self.item(&item.kind);
        }
    }

    pub(super) fn item(&mut self, item: &ItemKind) {
        match item {
            ItemKind::Header(header) => self.header(header),
            ItemKind::Law(law) => self.law(law),
            ItemKind::Import(path) => self.module_path(path),
            ItemKind::Source(source) => {
                self.declares(&source.name, &[Space::Source]);
                for anchor in &source.anchors {
                    self.declares(&anchor.name, &[Space::Anchor]);
                }
            }
            ItemKind::Vocabulary(vocabulary) => self.nodes(vocabulary.kind, &vocabulary.nodes),
            ItemKind::Group(group) => self.group(group),
            ItemKind::Alias(alias) => self.alias(alias),
            ItemKind::Fact(fact) => self.declared_fact(fact),
            ItemKind::Ambiguity(ambiguity) => self.ambiguity(ambiguity),
            ItemKind::Period(period) => {
                self.declares(&period.name, &[Space::Period]);
                self.citations(&period.citations);
            }
            ItemKind::Define(define) => {
                self.declares(&define.name, &[Space::Condition]);
                self.condition(&define.condition);
                self.citations(&define.citations);
            }
            ItemKind::Deem(deem) => {
                self.test_of(&deem.test);
                self.clauses(&deem.clauses);
            }
            ItemKind::Default(default) => {
                let path = Path {
                    segments: [default.axis.clone()].into(),
                    span: default.axis.span,
                };
                self.wish(path.span, || Wanted::Axis);
                match class_axis(&path) {
                    Some(axis) => {
                        self.known(default.axis.span, Known::Axis);
                        if let Some(kind) = axis.kind() {
                            self.set(&default.set, kind);
                        }
                    }
                    None => {
                        self.occurs(default.axis.span, false, None, Sense::Unknown);
                        self.set_of(&default.set, &KINDS.map(Space::Kind));
                    }
                }
            }
            ItemKind::Supply(supply) => {
                let found = self.path(&supply.subject, &[Space::Condition, Space::Period]);
                let fact = found.and_then(|(_, found)| match found.declared.what {
                    crate::resolve::names::What::Fact(index) => Some(index),
                    _ => None,
                });
                self.value_of_fact(fact, &supply.value);
                self.clauses(&supply.clauses);
            }
            ItemKind::Assume(assume) => {
                match &assume.what {
                    Assumed::Condition(condition) => self.condition(condition),
                    Assumed::Duty(kept, counted) => {
                        self.must(kept);
                        self.must(counted);
                    }
                }
                self.clauses(&assume.clauses);
            }
            ItemKind::Switch(switch) => self.switch(switch),
            ItemKind::Promise(promise) => {
                self.declares(&promise.name, &[Space::Promise]);
                self.clauses(&promise.clauses);
            }
            ItemKind::Section(section) => self.section(section),
            ItemKind::Rule(rule) => {
                if let Some(name) = &rule.name {
                    self.declares(name, &[Space::Rule]);
                }
                self.effect(&rule.effect);
                self.clauses(&rule.clauses);
            }
            ItemKind::Inform(inform) => {
                self.declares(&inform.name, &[Space::Inform]);
                self.clauses(&inform.clauses);
            }
            ItemKind::Finding(finding) => self.finding(finding),
            ItemKind::Assertion(assertion) => {
                if let Some(name) = &assertion.name {
                    self.declares(name, &[Space::Assertion]);
                }
                self.asserted(&assertion.question);
                self.clauses(&assertion.clauses);
            }
            ItemKind::Test(test) => self.test(test),
        }
    }

    fn header(&mut self, header: &Header) {
        self.declares(&header.name, &[Space::Rule]);
        if let Some((name, _)) = &header.replaces {
            self.known(name.span, Known::Version);
        }
        if let Some(path) = &header.controller {
            self.path(path, &[Space::Kind(Kind::Party)]);
        }
        self.paths(&header.complies, &[Space::Law]);
        self.citations(&header.citations);
    }

    /// A law in a block is a module of its own.
    fn law(&mut self, law: &Law) {
        self.declares(&law.name, &[Space::Law]);
        let host = self.module;
        if law.items.is_some() {
            self.module = self.next_block;
            self.next_block += 1;
        }
        self.optional_set(law.territory.as_ref(), Kind::Place);
        self.citations(&law.citations);
        self.items(law.items.as_deref().unwrap_or_default());
        self.module = host;
    }

    fn switch(&mut self, switch: &Switch) {
        let right = Space::Kind(Kind::Right);
        self.declares(&switch.name, &[Space::Condition, right, Space::Rule]);
        // The duty that comes with the right has a longer name.
        let space = Space::Kind(Kind::Duty);
        let duty = format!("stop_{}", switch.name.text);
        if let Some(declared) = self.world.names.declared(space, &duty)
            && declared.span == switch.name.span
        {
            let thing = super::Thing::Named(space, declared.what);
            self.occurs(switch.name.span, true, Some(space), self.meaning(thing));
        }
        if let Some(target) = &switch.stops {
            self.target(target);
        }
        self.paths(&switch.through, &[Space::Kind(Kind::Channel)]);
        if let Some(timing) = &switch.timing {
            self.timing(timing);
        }
        self.clauses(&switch.clauses);
    }

    fn section(&mut self, section: &Section) {
        self.declares(&section.name, &[Space::Rule]);
        for rank in section.ranks.iter().flatten() {
            self.path(&rank.path, &[Space::Rule]);
        }
        self.clauses(&section.clauses);
        self.items(&section.items);
    }

    fn finding(&mut self, finding: &Finding) {
        self.declares(&finding.name, &[Space::Finding]);
        let named = [
            Space::Rule,
            Space::Condition,
            Space::Period,
            Space::Inform,
            Space::Promise,
            Space::Assertion,
        ];
        let spaces: Vec<Space> = named.into_iter().chain(KINDS.map(Space::Kind)).collect();
        self.rule_names(&finding.settled, &spaces);
        self.citations(&finding.citations);
    }

    fn test(&mut self, test: &Test) {
        if let Some(law) = &test.law {
            self.path(law, &[Space::Law]);
        }
        if let Some(question) = &test.question {
            self.asked(question);
        }
        self.clauses(&test.clauses);
        for given in &test.given {
            self.test_of(&given.test);
        }
        if let Some(expect) = &test.expect {
            if let ExpectedVerdict::Needs(facts) = &expect.verdict {
                for path in facts {
                    match class_axis(path) {
                        Some(_) => self.known(path.span, Known::Axis),
                        None => {
                            self.path(path, &[Space::Condition]);
                        }
                    }
                }
            }
            self.rule_names(&expect.by, &[Space::Rule]);
            for term in expect.duties.iter().flatten().flatten() {
                self.duty(term);
            }
        }
        self.citations(&test.citations);
    }
}
