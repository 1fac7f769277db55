//! Assertions, decided exactly over all requests, with the smallest request that breaks one.

mod findings;
#[cfg(test)]
mod tests;

use crate::check::duty::{Obligation, ObligationId, keep};
use crate::check::policy::{
    Assertion, AxisId, AxisRole, Claim, ClassAxis, Condition, Effect, Policy,
};
use crate::check::values::ValueSet;
use crate::diagnostic::Diagnostic;
use crate::evaluate::Oracle;
use crate::graph::space::{Region, RuleSet, Space, consistent};
use crate::graph::{Budget, TooLarge};
use crate::source::Span;

/// How an assertion came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruling {
    /// The assertion's name.
    pub name: String,
    /// What it claims.
    pub claim: Claim,
    /// Where it stands.
    pub span: Span,
    /// A request that breaks the claim: one value per axis. `None` when it holds, and when nothing can be asked.
    pub counterexample: Option<Vec<i64>>,
    /// What is to be said: an error when it does not hold, a warning when it claims nothing; `None` when it holds.
    pub finding: Option<Diagnostic>,
}

/// Decides all assertions of a policy, in their order.
///
/// An assertion that costs more than the budget gets a finding of its own, never a silent yes.
#[must_use]
pub fn decide(policy: &Policy, budget: Budget) -> Vec<Ruling> {
    let assertions = policy.assertions.iter();
    let conditions: Vec<Condition> =
        std::iter::once(consistent(policy))
            .chain(std::iter::once(life(policy)))
            .chain(assertions.clone().flat_map(|assertion| {
                [pledged(policy, assertion), read_as_usual(policy, assertion)]
            }))
            .chain(
                assertions
                    .clone()
                    .flat_map(|assertion| assertion.parts.iter().map(|part| part.region.clone())),
            )
            .collect();
    let ready = (!policy.assertions.is_empty())
        .then(|| ready(policy, &conditions, budget))
        .transpose();
    let Ok(Some((mut space, ground))) = ready else {
        return assertions
            .map(|assertion| ruling(assertion, None, Some(findings::undecided(assertion))))
            .collect();
    };
    let oracle = Oracle::new(policy);
    assertions
        .map(|assertion| {
            let judged = space.scratch(|space| {
                let mut judge = Judge {
                    policy,
                    oracle: &oracle,
                    ground,
                    space,
                };
                judge.judge(assertion)
            });
            let undecided = |_| ruling(assertion, None, Some(findings::undecided(assertion)));
            judged.unwrap_or_else(undecided)
        })
        .collect()
}

/// What all assertions of a policy are decided with.
#[derive(Debug, Clone, Copy)]
struct Ground {
    /// The requests that can be made.
    possible: Region,
    /// The days of the policy's life.
    life: Region,
    /// What is permitted.
    permitted: Region,
    /// Where the policy applies.
    applicable: Region,
    crossing: Region,
}

fn ready<'p>(
    policy: &'p Policy,
    conditions: &[Condition],
    budget: Budget,
) -> Result<(Space<'p>, Ground), TooLarge> {
    let mut space = Space::new(policy, conditions, budget)?;
    let ground = Ground {
        possible: space.condition(&consistent(policy))?,
        life: space.condition(&life(policy))?,
        permitted: space.permitted(RuleSet::FIRST)?,
        applicable: space.applicable(RuleSet::FIRST)?,
        crossing: space.crossing(RuleSet::FIRST)?,
    };
    Ok((space, ground))
}

fn life(policy: &Policy) -> Condition {
    let days = ValueSet::range(*policy.effective.start(), *policy.effective.end());
    Condition::Test(ClassAxis::Date.id(), days)
}

/// For `always` that no duty is broken: a permit promises nothing to those who do not keep its duties. A flag that the assertion itself tests is free.
fn pledged(policy: &Policy, assertion: &Assertion) -> Condition {
    if assertion.claim != Claim::Always {
        return Condition::TRUE;
    }
    let tested = tested(assertion);
    let shows = |name: &str| {
        let mut duties = policy.obligations.iter();
        duties.any(|duty| duty.shown_by.as_deref() == Some(name))
    };
    let kept = policy.axes.entries().filter(|(id, axis)| match axis.role {
        AxisRole::Kept(_) => true,
        AxisRole::Fact(fact) => !tested.contains(id) && shows(&policy.facts.at(fact).name),
        AxisRole::Class(_) | AxisRole::Element(..) => false,
    });
    Condition::All(
        kept.map(|(axis, _)| Condition::Test(axis, ValueSet::single(1)))
            .collect(),
    )
}

/// That the text is read as it is by default, where the assertion names no reading.
fn read_as_usual(policy: &Policy, assertion: &Assertion) -> Condition {
    let tested = tested(assertion);
    let open = policy.facts.iter().filter_map(|fact| {
        let usual = i64::try_from(fact.ambiguity.as_ref()?.default).ok()?;
        let axis = fact.axes.first().filter(|axis| !tested.contains(axis))?;
        Some(Condition::Test(*axis, ValueSet::single(usual)))
    });
    Condition::All(open.collect())
}

/// The axes that an assertion tests.
fn tested(assertion: &Assertion) -> Vec<AxisId> {
    let mut tested = Vec::new();
    for part in &assertion.parts {
        part.region.for_each_test(&mut |axis, _| tested.push(axis));
    }
    tested
}

fn ruling(
    assertion: &Assertion,
    counterexample: Option<Vec<i64>>,
    finding: Option<Diagnostic>,
) -> Ruling {
    Ruling {
        name: assertion.name.clone(),
        claim: assertion.claim,
        span: assertion.span,
        counterexample,
        finding,
    }
}

struct Judge<'a, 'p> {
    policy: &'p Policy,
    oracle: &'a Oracle<'p>,
    ground: Ground,
    space: &'a mut Space<'p>,
}

impl Judge<'_, '_> {
    fn judge(&mut self, assertion: &Assertion) -> Result<Ruling, TooLarge> {
        let scope = match self.scope(assertion)? {
            Ok(scope) => scope,
            Err(why) => {
                let finding = findings::claims_nothing(assertion, why);
                return Ok(ruling(assertion, None, Some(finding)));
            }
        };
        match assertion.claim {
            Claim::Never => {
                let broken = self.space.and(scope, self.ground.permitted)?;
                Ok(self.broken(assertion, broken, None))
            }
            Claim::Always => {
                let kept = self.space.condition(&pledged(self.policy, assertion))?;
                let meant = self.space.and(scope, kept)?;
                let broken = self.space.without(meant, self.ground.permitted)?;
                Ok(self.broken(assertion, broken, None))
            }
            Claim::Some => {
                if self.space.meet(scope, self.ground.permitted)? {
                    return Ok(ruling(assertion, None, None));
                }
                let nearest = self.nearest(scope)?;
                Ok(self.broken(assertion, nearest, None))
            }
            Claim::Whenever => {
                for duty in &assertion.duties {
                    let broken = self.without_duty(scope, duty)?;
                    if !broken.is_empty() {
                        return Ok(self.broken(assertion, broken, Some(duty)));
                    }
                }
                Ok(ruling(assertion, None, None))
            }
        }
    }

    /// The requests that the assertion speaks of, or why there are none.
    fn scope(&mut self, assertion: &Assertion) -> Result<Result<Region, Nothing>, TooLarge> {
        let mut scope = Region::NOTHING;
        let mut before_crossing = Region::NOTHING;
        for part in &assertion.parts {
            let region = self.space.condition(&part.region)?;
            before_crossing = self.space.or(before_crossing, region)?;
            let region = if part.crossing {
                self.space.and(region, self.ground.crossing)?
            } else {
                region
            };
            scope = self.space.or(scope, region)?;
        }
        if before_crossing.is_empty() {
            return Ok(Err(Nothing::Contradictory));
        }
        if scope.is_empty() {
            return Ok(Err(Nothing::NoBorder));
        }
        let usual = self
            .space
            .condition(&read_as_usual(self.policy, assertion))?;
        for (limit, why) in [
            (usual, Nothing::Contradictory),
            (self.ground.life, Nothing::OutsideLife),
            (self.ground.possible, Nothing::NobodySitsThere),
        ] {
            scope = self.space.and(scope, limit)?;
            if scope.is_empty() {
                return Ok(Err(why));
            }
        }
        // A promise about what lies outside the policy is kept by saying nothing.
        let silent = matches!(assertion.claim, Claim::Never | Claim::Whenever)
            && !self.space.meet(scope, self.ground.applicable)?;
        Ok(if silent {
            Err(Nothing::Excluded)
        } else {
            Ok(scope)
        })
    }

    /// What is permitted of the scope with duties that do not keep this one.
    fn without_duty(&mut self, scope: Region, duty: &Obligation) -> Result<Region, TooLarge> {
        let policy = self.policy;
        let helps = |other: &Obligation| {
            let mut alternatives = other.alternatives.iter();
            alternatives.all(|one| duty.alternatives.iter().any(|two| one.name == two.name))
        };
        let among = |id: ObligationId| helps(policy.obligations.at(id));
        let mut broken = Vec::new();
        let by_duties = self.space.by_duties_within(RuleSet::FIRST, scope, among)?;
        for (duties, region) in by_duties {
            let given: Vec<&Obligation> =
                duties.iter().map(|&id| policy.obligations.at(id)).collect();
            if !keep(&policy.taxonomies, &given, duty) {
                broken.push(region);
            }
        }
        self.space.any(broken)
    }

    /// Where the requests of a scope of which none is permitted come nearest to it: where a permit holds, if there is any.
    fn nearest(&mut self, scope: Region) -> Result<Region, TooLarge> {
        let rules = self.policy.rules.entries();
        let permits: Vec<Region> = rules
            .filter(|(_, rule)| rule.effect == Effect::Permit)
            .map(|(id, _)| self.space.rule(RuleSet::FIRST, id))
            .collect();
        let mut near = Vec::new();
        for permit in permits {
            near.push(self.space.and(permit, scope)?);
        }
        let near = self.space.any(near)?;
        Ok(if near.is_empty() { scope } else { near })
    }

    /// The ruling for an assertion with these counterexamples.
    fn broken(&self, assertion: &Assertion, broken: Region, duty: Option<&Obligation>) -> Ruling {
        let Some(witness) = self.space.witness(broken) else {
            return ruling(assertion, None, None);
        };
        let reason = self.oracle.reason(&witness.atom);
        let mut tested = tested(assertion);
        let mut note = |axis: AxisId, _: &ValueSet| tested.push(axis);
        for rule in findings::deciding_rules(self.policy, &reason, &witness.atom) {
            rule.region.for_each_test(&mut note);
            rule.requirement.for_each_test(&mut note);
        }
        let witness = witness.without_the_usual(self.policy, |axis| tested.contains(&axis));
        let finding = findings::Failure {
            policy: self.policy,
            oracle: self.oracle,
            assertion,
            atom: &witness.atom,
            reason,
            words: self.space.words(&witness),
        }
        .finding(duty);
        ruling(assertion, Some(witness.atom), Some(finding))
    }
}

/// Why an assertion speaks of no request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    /// What it says cannot be met together.
    Contradictory,
    /// Nothing of it crosses a border.
    NoBorder,
    /// It lies outside the policy's life.
    OutsideLife,
    /// None of the recipients sits at the destination.
    NobodySitsThere,
    /// The policy excludes all of it.
    Excluded,
}
