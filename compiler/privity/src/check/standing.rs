//! Switches and promises: what outputs list beside the rules.

use super::checker::Checker;
use super::clauses::Gathered;
use super::diagnostics::{
    no_promised_duty, promise_out_of_place, switch_without_stops, switch_without_time,
};
use super::policy::{ClassAxis, Promise, Switch};
use crate::resolve::world::Placed;
use crate::syntax::ast::{self, Clause, ClauseKind, Timing};

impl Checker<'_, '_> {
    /// The switches, as outputs list them. What they mean is in their rules.
    pub(super) fn switches(&mut self) -> Vec<Switch> {
        let world = self.world;
        let mut switches = Vec::new();
        for placed in &world.switches {
            let written = &placed.item;
            if written.stops.is_none() {
                self.report.push(switch_without_stops(&written.name));
            }
            if written.timing.is_none() {
                self.report.push(switch_without_time(&written.name));
            }
            let cites = |clause: &&Clause| matches!(clause.kind, ClauseKind::Cite(_));
            let mut gathered = Gathered::new();
            let clauses: Vec<Clause> = written.clauses.iter().filter(cites).cloned().collect();
            self.gather(&clauses, placed.module, &mut gathered);
            switches.push(Switch {
                name: written.name.text.clone(),
                title: written.title.as_ref().map(|title| title.value.clone()),
                through: written
                    .through
                    .iter()
                    .map(crate::resolve::lookups::path_text)
                    .collect(),
                at_once: !matches!(written.timing, Some(Timing::Within(_))),
                citations: gathered.citations,
                docs: placed.docs.clone(),
            });
        }
        switches
    }

    /// The standing duties. They come with no answer, so no axis says whether they are kept.
    pub(super) fn promises(&mut self) -> Vec<Promise> {
        let world = self.world;
        let mut promises = Vec::new();
        for placed in &world.promises {
            promises.extend(self.promise(placed));
        }
        promises
    }

    fn promise(&mut self, placed: &Placed<ast::Promise>) -> Option<Promise> {
        let world = self.world;
        let written = &placed.item;
        let mut gathered = Gathered::new();
        for section in placed
            .sections
            .iter()
            .filter_map(|&at| world.sections.get(at))
        {
            let shared: Vec<Clause> = without_duties(&section.item.clauses);
            self.gather(&shared, section.module, &mut gathered);
        }
        let mut duties = Vec::new();
        let mut sound = true;
        for clause in &written.clauses {
            match &clause.kind {
                ClauseKind::Must(must) => match self.obligation_of(must, placed.module) {
                    Some(duty) if !duties.contains(&duty) => duties.push(duty),
                    Some(_) => {}
                    None => sound = false,
                },
                ClauseKind::By(_)
                | ClauseKind::About(_)
                | ClauseKind::For(_)
                | ClauseKind::In(_)
                | ClauseKind::Since(_)
                | ClauseKind::Until(_)
                | ClauseKind::Under(_)
                | ClauseKind::Cite(_)
                | ClauseKind::Note(_) => {}
                _ => {
                    self.report
                        .push(promise_out_of_place(clause.span, &written.name));
                    sound = false;
                }
            }
        }
        self.gather(
            &without_duties(&written.clauses),
            placed.module,
            &mut gathered,
        );
        let promises = |clause: &Clause| matches!(clause.kind, ClauseKind::Must(_));
        if !written.clauses.iter().any(promises) {
            self.report.push(no_promised_duty(&written.name));
            return None;
        }
        if !sound || !gathered.sound {
            return None;
        }
        let actors = gathered
            .named
            .iter()
            .filter(|scope| scope.axis == ClassAxis::Actor);
        let mut by: Vec<String> = actors
            .flat_map(|scope| scope.listed.iter().map(|(name, _)| name.clone()))
            .collect();
        if by.is_empty() {
            by.extend(self.controller.as_ref().map(|(name, _)| name.clone()));
        }
        Some(Promise {
            name: written.name.text.clone(),
            title: written.title.as_ref().map(|title| title.value.clone()),
            duties,
            by,
            named: gathered.named.clone(),
            holds: gathered.take_condition(),
            citations: gathered.citations,
            docs: placed.docs.clone(),
            span: placed.span,
        })
    }
}

fn without_duties(clauses: &[Clause]) -> Vec<Clause> {
    let others = clauses
        .iter()
        .filter(|clause| !matches!(clause.kind, ClauseKind::Must(_)));
    others.cloned().collect()
}
