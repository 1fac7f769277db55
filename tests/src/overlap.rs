//! The findings on overlapping rules by brute force: every atom of a small policy is looked at, and the definitions are applied as they stand.

mod atoms;

use std::collections::{BTreeMap, BTreeSet};

use privity::analyse::overlap;
use privity::check::policy::{ClassAxis, Condition, Effect, NamedScope, Policy, RuleId};
use privity::check::values::ValueSet;
use privity::compile::{Goal, Options};
use privity::diagnostic::{Code, Diagnostic, Report, Severity};
use privity::evaluate::Oracle;
use privity::graph::Budget;
use privity::request::Class;

use crate::alone::compile_text;
use crate::generator::overlap::text;
use atoms::Atoms;

/// How many findings of each code both ways found.
pub type Tally = BTreeMap<&'static str, usize>;

/// Compares the findings on the policy of a seed with brute force.
///
/// # Errors
/// Where they differ, in words, with the text of the policy.
pub fn compare(seed: u64, tally: &mut Tally) -> Result<(), String> {
    let text = text(seed);
    let options = Options {
        goal: Goal::Check,
        ..Options::default()
    };
    let alone = compile_text(&text, options);
    let mut mistakes = alone.findings.iter();
    if let Some(mistake) = mistakes.find(|finding| finding.severity == Severity::Error) {
        return Err(format!("seed {seed}: {mistake:?}\n{text}"));
    }
    let policy = alone.compiled.policy;
    let mut report = Report::new();
    overlap::find(&policy, Budget::default(), &mut report);
    let findings = report.into_sorted();
    for finding in &findings {
        *tally.entry(finding.code.as_str()).or_default() += 1;
    }
    let told = |wrong: String| format!("seed {seed}: {wrong}\n{text}");
    Brute::new(&policy).compare(&findings).map_err(told)
}

/// One combination of listed nodes: the values by axis, and the atoms inside.
struct Statement {
    sides: BTreeMap<ClassAxis, ValueSet>,
    inside: Atoms,
}

impl Statement {
    /// Whether its values lie inside those of the other, wherever it names any.
    fn is_narrower(&self, other: &Self) -> bool {
        self.sides.iter().all(|(axis, values)| {
            let theirs = other.sides.get(axis);
            theirs.is_none_or(|theirs| values.is_subset(theirs))
        })
    }

    fn crosses(&self, other: &Self) -> bool {
        self.sides.iter().any(|(axis, mine)| {
            let theirs = other.sides.get(axis);
            theirs.is_some_and(|theirs| !mine.is_subset(theirs) && !theirs.is_subset(mine))
        })
    }
}

struct Brute<'p> {
    policy: &'p Policy,
    atoms: Vec<Vec<i64>>,
    /// Where each rule holds; of a require, where it denies.
    rules: Vec<Atoms>,
    live: Vec<Atoms>,
    applicable: Atoms,
    guarded: Atoms,
    nothing: Atoms,
}

impl<'p> Brute<'p> {
    fn new(policy: &'p Policy) -> Self {
        let atoms = atoms(policy);
        let set = |holds: &dyn Fn(&[i64]) -> bool| Atoms::of(&atoms, holds);
        let nothing = set(&|_| false);
        let rules: Vec<Atoms> = policy
            .rules
            .iter()
            .map(|rule| match rule.effect {
                Effect::Require => {
                    set(&|atom| rule.region.holds(atom) && !rule.requirement.holds(atom))
                }
                _ => set(&|atom| rule.region.holds(atom)),
            })
            .collect();
        let live: Vec<Atoms> = policy
            .rules
            .ids()
            .map(|id| {
                let lifters = policy.rules.entries();
                let lifters = lifters.filter(|(_, rule)| rule.lifts.contains(&id));
                let own = rules.get(id.index()).unwrap_or(&nothing).clone();
                lifters.fold(own, |left, (lifter, _)| {
                    left.without(rules.get(lifter.index()).unwrap_or(&nothing))
                })
            })
            .collect();
        let applicable =
            set(&|atom| privity::evaluate::verdict(policy, atom).class != Class::NotApplicable);
        let guarded = policy
            .rules
            .entries()
            .filter(|(_, rule)| is_guard(rule.effect))
            .fold(nothing.clone(), |all, (id, _)| {
                all.or(live.get(id.index()).unwrap_or(&nothing))
            });
        Self {
            policy,
            rules,
            live,
            applicable,
            guarded,
            nothing,
            atoms,
        }
    }

    fn rule(&self, id: RuleId) -> &Atoms {
        self.rules.get(id.index()).unwrap_or(&self.nothing)
    }

    fn live(&self, id: RuleId) -> &Atoms {
        self.live.get(id.index()).unwrap_or(&self.nothing)
    }

    fn of_effect(&self, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
        let rules = self.policy.rules.entries();
        rules
            .filter(|(_, rule)| wanted(rule.effect))
            .map(|(id, _)| id)
            .collect()
    }

    fn compare(&self, findings: &[Diagnostic]) -> Result<(), String> {
        let excluding = self.excluding();
        let told: BTreeSet<(RuleId, RuleId)> =
            self.pairs(findings, Code::ExcludingRequirements, "");
        same("requirements that exclude each other", &excluding, &told)?;
        self.compare_dead(findings, &excluding)?;
        let clashes = self.clashes();
        for code in [
            Code::Contradiction,
            Code::UnclearPrecedence,
            Code::OverlapWithoutEffect,
        ] {
            let expected: BTreeSet<(RuleId, RuleId)> = clashes
                .iter()
                .filter(|(_, of)| **of == code)
                .map(|(pair, _)| *pair)
                .collect();
            let told = self.pairs(findings, code, "permits the same");
            same(code.title(), &expected, &told)?;
        }
        self.compare_vain(findings)?;
        self.compare_redundant(findings)
    }

    /// The rules at the primary and the first further place of the findings of a code.
    fn pairs(
        &self,
        findings: &[Diagnostic],
        code: Code,
        except: &str,
    ) -> BTreeSet<(RuleId, RuleId)> {
        findings
            .iter()
            .filter(|finding| finding.code == code)
            .filter(|finding| except.is_empty() || !finding.message.contains(except))
            .filter_map(|finding| {
                let first = self.at(finding)?;
                let label = finding.labels.first()?;
                let mut rules = self.policy.rules.entries();
                let second = rules.find(|(_, rule)| rule.span == label.span)?.0;
                Some((first, second))
            })
            .collect()
    }

    /// The rule that a finding is about.
    fn at(&self, finding: &Diagnostic) -> Option<RuleId> {
        let span = finding.primary.as_ref()?.span;
        let mut rules = self.policy.rules.entries();
        rules.find(|(_, rule)| rule.span == span).map(|(id, _)| id)
    }

    fn rules_with(&self, findings: &[Diagnostic], codes: &[Code]) -> BTreeSet<RuleId> {
        findings
            .iter()
            .filter(|finding| codes.contains(&finding.code))
            .filter(|finding| {
                finding.code != Code::Contradiction || finding.message.contains("permits the same")
            })
            .filter_map(|finding| self.at(finding))
            .collect()
    }

    fn excluding(&self) -> BTreeSet<(RuleId, RuleId)> {
        let requires = self.of_effect(|effect| effect == Effect::Require);
        let mut found = BTreeSet::new();
        for (at, &one) in requires.iter().enumerate() {
            for &other in requires.iter().skip(at + 1) {
                let region = |id: RuleId| {
                    let rule = self.policy.rules.at(id);
                    Atoms::of(&self.atoms, |atom| rule.region.holds(atom))
                };
                let common = region(one).and(&region(other));
                let (deny_one, deny_other) = (self.rule(one), self.rule(other));
                let alone = common.is_in(deny_one) || common.is_in(deny_other);
                let live = self.live(one).or(self.live(other));
                let stopped = common.and(&live).and(&self.applicable);
                let mut permits = self
                    .of_effect(|effect| effect == Effect::Permit)
                    .into_iter();
                let meets = permits.any(|permit| {
                    let lifts = &self.policy.rules.at(permit).lifts;
                    let lifted = lifts.contains(&one) || lifts.contains(&other);
                    !lifted && self.rule(permit).meets(&stopped)
                });
                if !alone && common.is_in(&deny_one.or(deny_other)) && meets {
                    found.insert((one, other));
                }
            }
        }
        found
    }

    fn compare_dead(
        &self,
        findings: &[Diagnostic],
        excluding: &BTreeSet<(RuleId, RuleId)>,
    ) -> Result<(), String> {
        let whole = self.rules_with(findings, &[Code::DeadPermit]);
        let parts = self.rules_with(findings, &[Code::DeadPart]);
        let any = self.rules_with(
            findings,
            &[Code::DeadPermit, Code::DeadPart, Code::Contradiction],
        );
        for permit in self.of_effect(|effect| effect == Effect::Permit) {
            let holds = self.rule(permit);
            let left = holds.without(&self.guarded).and(&self.applicable);
            let is_dead = !holds.is_empty() && left.is_empty();
            let has_dead_part = self.statements(permit).iter().any(|statement| {
                holds.and(&self.applicable).meets(&statement.inside)
                    && !left.meets(&statement.inside)
            });
            let name = &self.policy.rules.at(permit).name;
            if !is_dead && whole.contains(&permit) {
                return Err(format!("`{name}` is not dead, and it is said to be"));
            }
            if is_dead && parts.contains(&permit) {
                return Err(format!("`{name}` is dead as a whole, not in parts"));
            }
            if !is_dead && !has_dead_part && any.contains(&permit) {
                return Err(format!("`{name}` has no dead part, and it is said to have"));
            }
            // What two requirements that exclude each other deny is told of them.
            if (is_dead || has_dead_part) && !any.contains(&permit) && excluding.is_empty() {
                return Err(format!(
                    "`{name}` is dead or has a dead part, and nobody says so"
                ));
            }
        }
        Ok(())
    }

    /// What D13 says of every permit and forbid, the worst of their statements and days.
    fn clashes(&self) -> BTreeMap<(RuleId, RuleId), Code> {
        let mut found: BTreeMap<(RuleId, RuleId), (u8, Code)> = BTreeMap::new();
        for permit in self.of_effect(|effect| effect == Effect::Permit) {
            let left = self
                .rule(permit)
                .without(&self.guarded)
                .and(&self.applicable);
            for statement in self.statements(permit) {
                if left.meets(&statement.inside) {
                    for (guard, rank, code) in self.clashes_of(permit, &statement) {
                        let known = found.entry((permit, guard)).or_insert((rank, code));
                        if rank > known.0 {
                            *known = (rank, code);
                        }
                    }
                }
            }
        }
        found
            .into_iter()
            .map(|(pair, (_, code))| (pair, code))
            .collect()
    }

    fn clashes_of(&self, permit: RuleId, statement: &Statement) -> Vec<(RuleId, u8, Code)> {
        let lifts = &self.policy.rules.at(permit).lifts;
        let own = self.rule(permit).and(&statement.inside);
        let mut harmless = self.nothing.clone();
        let mut clashing: Vec<(RuleId, bool, Atoms)> = Vec::new();
        for guard in self.of_effect(is_guard) {
            if lifts.contains(&guard) {
                continue;
            }
            let rule = self.policy.rules.at(guard);
            let scope = self.scope(guard);
            for theirs in self.statements(guard) {
                let denies = self.rule(guard).and(&theirs.inside);
                for days in self.epochs(permit, guard) {
                    let then = own.and(&days);
                    if !then.meets(&denies) {
                        continue;
                    }
                    let leaves_a_way = !then.and(&scope).and(&theirs.inside).is_in(&denies);
                    let exception =
                        theirs.is_narrower(statement) && !statement.is_narrower(&theirs);
                    let crosses = statement.crosses(&theirs);
                    let live = self.live(guard).and(&theirs.inside).and(&days);
                    let binds = rule.effect == Effect::Require || (rule.is_final && !crosses);
                    if leaves_a_way || exception || binds {
                        harmless = harmless.or(&live);
                    } else {
                        clashing.push((guard, crosses, live));
                    }
                }
            }
        }
        clashing
            .into_iter()
            .map(|(guard, crosses, live)| {
                let both = own.and(&live).without(&harmless).and(&self.applicable);
                match (both.is_empty(), crosses) {
                    (true, _) => (guard, 0, Code::OverlapWithoutEffect),
                    (false, false) => (guard, 1, Code::UnclearPrecedence),
                    (false, true) => (guard, 2, Code::Contradiction),
                }
            })
            .collect()
    }

    /// Each set of days that two rules do not tell apart.
    fn epochs(&self, one: RuleId, other: RuleId) -> Vec<Atoms> {
        let mut sets: Vec<ValueSet> = Vec::new();
        for rule in [one, other] {
            self.policy
                .rules
                .at(rule)
                .region
                .for_each_test(&mut |axis, set| {
                    if axis == ClassAxis::Date.id() {
                        sets.push(set.clone());
                    }
                });
        }
        let day = |atom: &[i64]| atom.get(ClassAxis::Date.id().index()).copied();
        let signature = |atom: &[i64]| -> Vec<bool> {
            let day = day(atom).unwrap_or_default();
            sets.iter().map(|set| set.contains(day)).collect()
        };
        let all: BTreeSet<Vec<bool>> = self.atoms.iter().map(|atom| signature(atom)).collect();
        all.iter()
            .map(|wanted| Atoms::of(&self.atoms, |atom| signature(atom) == *wanted))
            .collect()
    }

    /// Where the text of a rule speaks, on the class axes and without its conditions and days.
    fn scope(&self, id: RuleId) -> Atoms {
        let rule = self.policy.rules.at(id);
        Atoms::of(&self.atoms, |atom| {
            let mut named = rule.named.iter();
            // All rules here are rules of the shop, the first party.
            named.all(|scope| scope.condition.holds(atom))
                && atom.get(ClassAxis::Actor.id().index()) == Some(&0)
        })
    }

    fn statements(&self, id: RuleId) -> Vec<Statement> {
        let rule = self.policy.rules.at(id);
        let everything = Atoms::of(&self.atoms, |_| true);
        let mut found = vec![(BTreeMap::new(), everything)];
        for scope in &rule.named {
            let choices = self.choices(scope);
            let limits = limits(rule.effect, scope);
            found = found
                .iter()
                .flat_map(|(sides, inside)| {
                    choices.iter().map(move |(values, part)| {
                        let mut sides: BTreeMap<ClassAxis, ValueSet> = sides.clone();
                        if limits {
                            sides.insert(scope.axis, values.clone());
                        }
                        (sides, inside.and(part))
                    })
                })
                .collect();
        }
        found
            .into_iter()
            .map(|(sides, inside)| Statement { sides, inside })
            .collect()
    }

    /// The listed nodes of a clause, without what it takes out.
    fn choices(&self, scope: &NamedScope) -> Vec<(ValueSet, Atoms)> {
        let domain = &self.policy.class_axis(scope.axis).domain;
        let rest = scope.except.complement(domain);
        let listed = scope.listed.iter();
        listed
            .map(|(_, values)| values.intersection(&rest))
            .filter(|values| !values.is_empty())
            .map(|values| {
                let test = Condition::Test(scope.axis.id(), values.clone());
                let inside = Atoms::of(&self.atoms, |atom| test.holds(atom));
                (values, inside)
            })
            .collect()
    }

    fn compare_vain(&self, findings: &[Diagnostic]) -> Result<(), String> {
        let never = self.rules_with(findings, &[Code::NeverHolds]);
        let always = self.rules_with(findings, &[Code::AlwaysHolds]);
        let idle = self.rules_with(findings, &[Code::IdleLift]);
        for (id, rule) in self.policy.rules.entries() {
            let region = Atoms::of(&self.atoms, |atom| rule.region.holds(atom));
            let scope = self.scope(id);
            let name = &rule.name;
            let required = Atoms::of(&self.atoms, |atom| rule.requirement.holds(atom));
            let never_met = rule.effect == Effect::Require && !region.meets(&required);
            let is_never = !scope.is_empty() && (region.is_empty() || never_met);
            // An undated day is no condition: here every rule has days on which it holds.
            if is_never != never.contains(&id) {
                return Err(format!("`{name}` never holds: {is_never}"));
            }
            let always_met = rule.effect == Effect::Require && region.is_in(&required);
            if always_met && !is_never && !region.is_empty() && !always.contains(&id) {
                return Err(format!(
                    "what `{name}` requires is always so, and nobody says it"
                ));
            }
            let meets = |lifted: &&RuleId| self.rule(id).meets(self.rule(**lifted));
            let is_idle = !rule.lifts.is_empty() && !rule.lifts.iter().any(|guard| meets(&guard));
            if !self.rule(id).is_empty() && is_idle != idle.contains(&id) {
                return Err(format!("the lifts of `{name}` never act: {is_idle}"));
            }
        }
        Ok(())
    }

    /// Without a rule that is said to be redundant every atom has the same verdict.
    fn compare_redundant(&self, findings: &[Diagnostic]) -> Result<(), String> {
        let redundant = self.rules_with(findings, &[Code::RedundantPermit, Code::RedundantGuard]);
        let before = Oracle::new(self.policy);
        for (id, rule) in self.policy.rules.entries() {
            if !redundant.contains(&id) {
                continue;
            }
            let mut without = self.policy.clone();
            without.rules.at_mut(id).region = Condition::FALSE;
            let after = Oracle::new(&without);
            let mut atoms = self.atoms.iter();
            let changes = atoms.any(|atom| before.verdict(atom).class != after.verdict(atom).class);
            let name = &rule.name;
            if changes {
                return Err(format!("`{name}` is said to change nothing, and it does"));
            }
        }
        Ok(())
    }
}

/// Whether a clause limits anything: `any` does not, but a permit names the whole axis with it.
fn limits(effect: Effect, scope: &NamedScope) -> bool {
    let is_any = scope.except.is_empty() && scope.listed.iter().any(|(name, _)| name == "any");
    !is_any || (effect == Effect::Permit && scope.axis != ClassAxis::Action)
}

fn is_guard(effect: Effect) -> bool {
    matches!(effect, Effect::Forbid | Effect::Require)
}

/// One atom of every sort that some rule may tell apart: by the shop, about one subject, in one place, on three days.
fn atoms(policy: &Policy) -> Vec<Vec<i64>> {
    let days = [6_000, 17_950, 18_500];
    let mut atoms = vec![Vec::new()];
    for (id, axis) in policy.axes.entries() {
        let values: Vec<i64> = if id == ClassAxis::Date.id() {
            days.to_vec()
        } else if [ClassAxis::Actor.id(), ClassAxis::Source.id()].contains(&id) {
            vec![*axis.domain.start()]
        } else {
            axis.domain.clone().collect()
        };
        atoms = atoms
            .into_iter()
            .flat_map(|atom| {
                values
                    .iter()
                    .map(move |&value| [&atom[..], &[value]].concat())
            })
            .collect();
    }
    atoms
}

fn same(
    what: &str,
    expected: &BTreeSet<(RuleId, RuleId)>,
    told: &BTreeSet<(RuleId, RuleId)>,
) -> Result<(), String> {
    if expected == told {
        return Ok(());
    }
    Err(format!(
        "{what}: {expected:?} by brute force, {told:?} found"
    ))
}
