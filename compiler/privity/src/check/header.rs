//! The header, the defaults of class axes, and the texts that decide nothing.

use std::ops::RangeInclusive;

use super::checker::Checker;
use super::clauses::Gathered;
use super::condition::class_axis;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::{default_of_no_axis, header_missing, header_repeated, no_rules};
use super::policy::{ClassAxis, Header, Informative};
use super::values::ValueSet;
use crate::resolve::day;
use crate::resolve::diagnostics::ends_before_it_begins;
use crate::syntax::ast::{Kind, Path};

impl Checker<'_, '_> {
    /// The header of the program, and the days on which the policy applies.
    pub(super) fn header(&mut self) -> (Header, RangeInclusive<i64>) {
        let world = self.world;
        let Some(placed) = world.headers.first() else {
            // A file of laws is no policy, and has nothing to answer but its own examples.
            if world.laws.is_empty() && !world.names.header_may_be_lost(world.entry) {
                let start = world.names.start_of(world.entry);
                self.report.push(header_missing(start));
            }
            return (Header::default(), FIRST_DAY..=LAST_DAY);
        };
        for other in world.headers.iter().skip(1) {
            self.report
                .push(header_repeated(other.item.name.span, placed.item.name.span));
        }
        let written = &placed.item;
        let updated = written.updated.and_then(|date| day(date, self.report));
        let since = written.since.and_then(|date| day(date, self.report));
        let until = written.until.and_then(|date| day(date, self.report));
        let (first, last) = (since.unwrap_or(FIRST_DAY), until.unwrap_or(LAST_DAY));
        if let (Some(since), Some(until), true) = (written.since, written.until, first > last) {
            self.report
                .push(ends_before_it_begins(since.span, until.span));
        }
        if let Some(path) = &written.controller
            && let Some((name, party)) = self.nodes(Kind::Party, path, placed.module)
        {
            let party = party.ever();
            if let Some(slot) = self.defaults.get_mut(ClassAxis::Actor.id().index()) {
                *slot = Some(party.clone());
            }
            self.controller = Some((name, party));
        }
        let text =
            |text: &Option<crate::syntax::ast::Text>| text.as_ref().map(|text| text.value.clone());
        let header = Header {
            name: written.name.text.clone(),
            title: text(&written.title),
            version: text(&written.version),
            updated,
            replaces: written
                .replaces
                .as_ref()
                .map(|(name, version)| (name.text.clone(), text(version))),
        };
        (header, first..=last)
    }

    /// `default AXIS is …`
    pub(super) fn check_defaults(&mut self) {
        let world = self.world;
        for placed in &world.defaults {
            let written = &placed.item;
            let path = Path {
                segments: [written.axis.clone()].into(),
                span: written.axis.span,
            };
            let axis = class_axis(&path)
                .filter(|axis| !matches!(axis, ClassAxis::Date | ClassAxis::Action));
            let Some(axis) = axis else {
                self.report.push(default_of_no_axis(&written.axis));
                continue;
            };
            let Some(kind) = axis.kind() else {
                continue;
            };
            let Some(nodes) = self.set(&written.set, kind, placed.module) else {
                continue;
            };
            let atoms = self.atom_count(kind);
            let mut values = nodes.values(atoms).ever();
            if nodes.none && axis.has_none() {
                values = values.union(&ValueSet::single(atoms));
            }
            if values.is_empty() {
                self.report
                    .push(super::diagnostics::empty_set(written.set.span));
            } else if let Some(slot) = self.defaults.get_mut(axis.id().index()) {
                *slot = Some(values);
            }
        }
    }

    /// The recorded texts.
    pub(super) fn informative(&mut self) -> Vec<Informative> {
        let world = self.world;
        let mut texts = Vec::new();
        for placed in &world.informs {
            let mut gathered = Gathered::new();
            self.gather_sections(&placed.sections, &mut gathered);
            self.gather(&placed.item.clauses, placed.module, &mut gathered);
            texts.push(Informative {
                name: placed.item.name.text.clone(),
                text: placed.item.text.as_ref().map(|text| text.value.clone()),
                citations: gathered.citations,
            });
        }
        texts
    }

    /// A program with a header but no rule denies everything.
    pub(super) fn report_no_rules(&mut self) {
        if let Some(header) = self.world.headers.first() {
            self.report.push(no_rules(&header.item.name));
        }
    }
}
