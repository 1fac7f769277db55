//! Readings whose default does not protect the person, and assertions that do not hold or claim nothing.

use std::collections::BTreeMap;

use privity::analyse::assertions::{Ruling, decide};
use privity::analyse::readings;
use privity::check::duty::keep;
use privity::check::policy::{
    Assertion, AxisId, AxisRole, Claim, ClassAxis, Condition, Fact, FactType,
};
use privity::check::values::ValueSet;
use privity::diagnostic::Code;
use privity::graph::Budget;

use super::atoms::Atoms;
use super::expected::quoted;
use super::meaning::Meaning;
use super::{Difference, Tally, smallest};

impl Meaning<'_> {
    /// Compares what is said of readings.
    pub(super) fn compare_readings(&self, tally: &mut Tally, wrong: &mut Vec<Difference>) {
        let found = readings::find(self.policy, Budget::default()).unwrap_or_default();
        tally.count(Code::NotProtective, found.len());
        let open: Vec<(&Fact, AxisId, i64)> = self
            .policy
            .facts
            .iter()
            .filter_map(|fact| {
                let default = i64::try_from(fact.ambiguity.as_ref()?.default).ok()?;
                Some((fact, *fact.axes.first()?, default))
            })
            .collect();
        for &(fact, axis, default) in &open {
            let mut here = self.seated.clone();
            for &(_, other, default) in open.iter().filter(|(_, other, _)| *other != axis) {
                here = here.and(&self.grid.values(other, |value| value == default));
            }
            let under = |value: i64, region: &Atoms| {
                let taken = self.grid.values(axis, |other| other == value);
                self.grid.whatever(axis, &region.and(&here).and(&taken))
            };
            let domain = self.policy.axes.at(axis).domain.clone();
            let beyond =
                |one: i64, other: i64| under(one, &self.permitted).and(&under(other, &self.denied));
            let others = || domain.clone().filter(|value| *value != default);
            let first = others().map(|other| beyond(default, other));
            let first = first.into_iter().find(|beyond| !beyond.is_empty());
            let told = found
                .iter()
                .find(|found| quoted(&found.finding.message).contains(&fact.name));
            let difference = |is_false_alarm: bool, what: &str| Difference {
                code: Code::NotProtective,
                is_false_alarm,
                what: format!("`{}`: {what}", fact.name),
            };
            match (&first, told) {
                (None, Some(_)) => wrong.push(difference(true, "the default protects")),
                (Some(_), None) => wrong.push(difference(false, "the default does not protect")),
                (Some(region), Some(told)) => {
                    tally.witnesses(Code::NotProtective, 1);
                    if let Err(what) = smallest(self, region, told.witness.as_deref()) {
                        wrong.push(difference(true, &what));
                    }
                    // The help names a reading that allows no more than any other, if there is one.
                    let protects = |value: &i64| {
                        let mut others = domain.clone().filter(|other| other != value);
                        others.all(|other| beyond(*value, other).is_empty())
                    };
                    let best = others().find(protects);
                    let best = best.map(|value| word(fact, value));
                    let help = told.finding.help.clone().unwrap_or_default();
                    let named = quoted(&help).first().cloned();
                    if best != named {
                        wrong.push(difference(true, &format!("{best:?} protects: {help}")));
                    }
                }
                (None, None) => {}
            }
        }
    }

    /// Compares the rulings on assertions.
    pub(super) fn compare_assertions(&self, tally: &mut Tally, wrong: &mut Vec<Difference>) {
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        for (assertion, ruling) in self
            .policy
            .assertions
            .iter()
            .zip(decide(self.policy, Budget::default()))
        {
            let code = ruling.finding.as_ref().map(|finding| finding.code);
            if let Some(code) = code {
                *counts.entry(code).or_default() += 1;
            }
            let (expected, shown) = self.ruling(assertion);
            if expected != code {
                wrong.push(Difference {
                    code: expected.or(code).unwrap_or(Code::AssertionFailed),
                    is_false_alarm: expected.is_none(),
                    what: format!("`{}`: {expected:?}, not {code:?}", assertion.name),
                });
            } else if code == Some(Code::AssertionFailed) {
                self.compare_counterexample(&ruling, &shown, tally, wrong);
            }
        }
        for (code, count) in counts {
            tally.count(code, count);
        }
    }

    fn compare_counterexample(
        &self,
        ruling: &Ruling,
        shown: &Atoms,
        tally: &mut Tally,
        wrong: &mut Vec<Difference>,
    ) {
        if shown.is_empty() && ruling.counterexample.is_none() {
            return;
        }
        tally.witnesses(Code::AssertionFailed, 1);
        if let Err(what) = smallest(self, shown, ruling.counterexample.as_deref()) {
            wrong.push(Difference {
                code: Code::AssertionFailed,
                is_false_alarm: true,
                what: format!("`{}`: {what}", ruling.name),
            });
        }
    }

    /// What is to be said of an assertion, and the requests that break it.
    fn ruling(&self, assertion: &Assertion) -> (Option<Code>, Atoms) {
        let mut tested: Vec<AxisId> = Vec::new();
        let mut scope = self.grid.nothing();
        for part in &assertion.parts {
            part.region.for_each_test(&mut |axis, _| tested.push(axis));
            let region = self.grid.condition(&part.region);
            scope = scope.or(&if part.crossing {
                region.and(&self.crossing)
            } else {
                region
            });
        }
        let life = &self.policy.effective;
        let alive = self
            .grid
            .values(ClassAxis::Date.id(), |day| life.contains(&day));
        scope = scope.and(&alive).and(&self.seated);
        let mut kept = self.grid.everything();
        for (axis, info) in self.policy.axes.entries() {
            let shows = match info.role {
                AxisRole::Kept(_) => true,
                AxisRole::Fact(fact) => {
                    let fact = self.policy.facts.at(fact);
                    if let Some(ambiguity) = &fact.ambiguity
                        && !tested.contains(&axis)
                    {
                        let usual = ambiguity.default;
                        let usual = self
                            .grid
                            .values(axis, |value| usize::try_from(value) == Ok(usual));
                        scope = scope.and(&usual);
                    }
                    let mut duties = self.policy.obligations.iter();
                    !tested.contains(&axis)
                        && duties.any(|duty| duty.shown_by.as_ref() == Some(&fact.name))
                }
                AxisRole::Class(_) | AxisRole::Element(..) => false,
            };
            if shows {
                let one = ValueSet::single(1);
                kept = kept.and(&self.grid.condition(&Condition::Test(axis, one)));
            }
        }
        let is_promise = matches!(assertion.claim, Claim::Never | Claim::Whenever);
        if scope.is_empty() || is_promise && !scope.meets(&self.applicable) {
            let code = match assertion.claim {
                Claim::Some => Code::AssertionFailed,
                _ => Code::AssertionVacuous,
            };
            return (Some(code), self.grid.nothing());
        }
        let broken = match assertion.claim {
            Claim::Never => scope.and(&self.permitted),
            Claim::Always => scope.and(&kept).without(&self.permitted),
            Claim::Some if scope.meets(&self.permitted) => self.grid.nothing(),
            Claim::Some => {
                let permits = self.policy.rules.iter().zip(&self.rules);
                let permits = permits
                    .filter(|(rule, _)| rule.effect == privity::check::policy::Effect::Permit);
                let near = self.union(permits.map(|(_, region)| region)).and(&scope);
                if near.is_empty() { scope } else { near }
            }
            Claim::Whenever => {
                let without = |duty: &privity::check::duty::Obligation| {
                    let mut broken = self.grid.nothing();
                    for at in scope.and(&self.permitted).iter() {
                        let duties = self.duties(at);
                        let given: Vec<_> = duties
                            .iter()
                            .map(|&duty| self.policy.obligations.at(duty))
                            .collect();
                        if !keep(&self.policy.taxonomies, &given, duty) {
                            broken.fill(at, 1);
                        }
                    }
                    broken
                };
                let mut broken = assertion.duties.iter().map(without);
                broken
                    .find(|broken| !broken.is_empty())
                    .unwrap_or_else(|| self.grid.nothing())
            }
        };
        let code = (!broken.is_empty()).then_some(Code::AssertionFailed);
        (code, broken)
    }
}

fn word(fact: &Fact, value: i64) -> String {
    match (&fact.ty, usize::try_from(value)) {
        (FactType::Words { words, .. }, Ok(at)) => words.get(at).cloned().unwrap_or_default(),
        _ => String::new(),
    }
}
