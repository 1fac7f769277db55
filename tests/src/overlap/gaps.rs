//! What a policy leaves open, by the definitions on the pages of the findings, atom by atom.

use std::collections::{BTreeMap, BTreeSet};

use privity::analyse::{Found, found_over_requests};
use privity::check::policy::{
    AxisRole, ClassAxis, Condition, Effect, FactId, Kind, Layer, Policy, Rule, RuleId,
};
use privity::check::values::ValueSet;
use privity::diagnostic::Code;
use privity::graph::Budget;

use super::atoms::Atoms;
use super::expected::{Expected, Key, quoted, rules_at};
use super::meaning::Meaning;
use super::{Difference, Tally, smallest};

/// The findings that are compared here.
pub(super) const COMPARED: [Code; 11] = [
    Code::OutOfScope,
    Code::PurposesWidened,
    Code::KeptAfterWithdrawal,
    Code::NeverCollected,
    Code::NeverUsed,
    Code::CollectedForAnything,
    Code::PartyNowhere,
    Code::NoWayBack,
    Code::LeadsBack,
    Code::CollectedWithoutGround,
    Code::IncompatiblePurpose,
];

/// Who and what: a value of the data axis and one of the subject axis.
type Pair = (i64, i64);

/// The tests that tell apart what the definitions speak of: each name alone.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    let axes = [
        (Kind::Action, ClassAxis::Action),
        (Kind::Data, ClassAxis::Data),
        (Kind::Purpose, ClassAxis::Purpose),
        (Kind::Party, ClassAxis::Recipient),
    ];
    let mut tests = Vec::new();
    for (kind, axis) in axes {
        let atoms = i64::from(u32::try_from(policy.taxonomies.atom_count(kind)).unwrap_or(0));
        let each = (0..=atoms).map(|atom| Condition::Test(axis.id(), ValueSet::single(atom)));
        tests.extend(each);
    }
    tests
}

/// Compares the gaps of a policy in both directions, with the requests that they show.
pub(super) fn compare(meaning: &Meaning<'_>, tally: &mut Tally, wrong: &mut Vec<Difference>) {
    let policy = meaning.policy;
    let found = found_over_requests(policy, Budget::default(), &[]);
    let mut told: BTreeMap<Key, &Found> = BTreeMap::new();
    for found in &found {
        let code = found.finding.code;
        if !COMPARED.contains(&code) {
            continue;
        }
        tally.count(code, 1);
        let key = match code {
            Code::OutOfScope => quoted(&found.finding.message),
            Code::LeadsBack => rules_at(policy, found),
            _ => Vec::new(),
        };
        told.insert((code, key), found);
    }
    let mut expected = Expected::new();
    let gaps = Gaps::new(meaning);
    gaps.out_of_scope(&mut expected);
    gaps.leads_back(&mut expected);
    let mut whole = |code: Code, region: Atoms| {
        if !region.is_empty() {
            expected.insert((code, Vec::new()), Some(region));
        }
    };
    if !gaps.collected.is_empty() {
        whole(Code::NeverCollected, gaps.never_collected());
        whole(Code::NeverUsed, gaps.never_used());
        whole(Code::CollectedForAnything, gaps.for_anything());
    }
    let (foreign, rest) = gaps.wider_purposes();
    whole(Code::IncompatiblePurpose, foreign);
    whole(Code::PurposesWidened, rest);
    whole(Code::KeptAfterWithdrawal, gaps.kept_after_withdrawal());
    whole(Code::NoWayBack, gaps.no_way_back());
    whole(Code::CollectedWithoutGround, gaps.without_ground());
    whole(Code::PartyNowhere, gaps.nowhere());
    let keys: BTreeSet<&Key> = expected.keys().chain(told.keys()).collect();
    for key in keys {
        let (code, about) = key;
        let difference = |is_false_alarm: bool, what: &str| Difference {
            code: *code,
            is_false_alarm,
            what: format!("{about:?}: {what}"),
        };
        match (expected.get(key), told.get(key)) {
            (Some(_), None) => wrong.push(difference(false, "not found")),
            (None, Some(_)) => wrong.push(difference(true, "found, and not so")),
            (Some(Some(region)), Some(found)) => {
                tally.witnesses(*code, 1);
                if let Err(what) = smallest(meaning, region, found.witness.as_deref()) {
                    wrong.push(difference(true, &what));
                }
            }
            _ => {}
        }
    }
}

struct Gaps<'m, 'p> {
    meaning: &'m Meaning<'p>,
    policy: &'p Policy,
    /// What is permitted of requests that can be asked.
    permitted: Atoms,
    /// What of it collects data.
    collected: Atoms,
}

impl<'m, 'p> Gaps<'m, 'p> {
    fn new(meaning: &'m Meaning<'p>) -> Self {
        let permitted = meaning.permitted.and(&meaning.seated);
        let mut gaps = Self {
            meaning,
            policy: meaning.policy,
            collected: permitted.clone(),
            permitted,
        };
        gaps.collected = gaps.acts(&["collect"]);
        gaps
    }

    fn on(&self, axis: ClassAxis, kind: Kind, names: &[&str]) -> Atoms {
        let nodes = names.iter().filter_map(|name| self.policy.node(kind, name));
        nodes.fold(self.meaning.grid.nothing(), |all, node| {
            all.or(&self.meaning.grid.of_class(axis, &node.atoms))
        })
    }

    fn is_none(&self, axis: ClassAxis, kind: Kind) -> Atoms {
        let none = self.policy.taxonomies.atom_count(kind);
        self.meaning.grid.values(axis.id(), |value| value == none)
    }

    /// What is permitted of some acts with data.
    fn acts(&self, names: &[&str]) -> Atoms {
        let acts = self.on(ClassAxis::Action, Kind::Action, names);
        let data = self.is_none(ClassAxis::Data, Kind::Data);
        self.permitted.and(&acts).without(&data)
    }

    /// Where a permit of the base layer of some sort holds.
    fn permits(&self, wanted: impl Fn(&Rule) -> bool) -> Atoms {
        let rules = self.base(|rule| rule.effect == Effect::Permit && wanted(rule));
        self.meaning
            .union(rules.iter().map(|&id| self.meaning.rule(id)))
    }

    fn base(&self, wanted: impl Fn(&Rule) -> bool) -> Vec<RuleId> {
        let rules = self.policy.rules.entries();
        rules
            .filter(|(_, rule)| rule.layer == Layer::Base && wanted(rule))
            .map(|(id, _)| id)
            .collect()
    }

    fn fact(&self, name: &str) -> Option<FactId> {
        let mut facts = self.policy.facts.entries();
        facts.find(|(_, fact)| fact.name == name).map(|(id, _)| id)
    }

    /// Where a fact that has one axis has the value 0: no, or the weakest word.
    fn lacks(&self, name: &str) -> Option<Atoms> {
        let axis = *self.policy.facts.at(self.fact(name)?).axes.first()?;
        Some(self.meaning.grid.values(axis, |value| value == 0))
    }

    fn tests(&self, condition: &Condition, name: &str) -> bool {
        let wanted = self.fact(name);
        let mut found = false;
        condition.for_each_test(&mut |axis, _| {
            if let AxisRole::Fact(fact) = self.policy.axes.at(axis).role {
                found |= Some(fact) == wanted;
            }
        });
        found
    }

    fn value(&self, at: usize, axis: ClassAxis) -> i64 {
        let atom = self.meaning.grid.atom(at);
        atom.get(axis.id().index()).copied().unwrap_or_default()
    }

    fn pair(&self, at: usize) -> Pair {
        (
            self.value(at, ClassAxis::Data),
            self.value(at, ClassAxis::Subject),
        )
    }

    fn pairs(&self, region: &Atoms) -> BTreeSet<Pair> {
        region.iter().map(|at| self.pair(at)).collect()
    }

    fn filter(&self, region: &Atoms, keep: impl Fn(usize) -> bool) -> Atoms {
        let mut kept = self.meaning.grid.nothing();
        for at in region.iter().filter(|&at| keep(at)) {
            kept.fill(at, 1);
        }
        kept
    }

    /// Data about whom, with what is derived from them, or with what they are derived from.
    fn along(&self, mut pairs: BTreeSet<Pair>, onwards: bool) -> BTreeSet<Pair> {
        let nodes = self.policy.taxonomies.kind(Kind::Data);
        let nodes = nodes.map_or(&[][..], |taxonomy| taxonomy.nodes.as_slice());
        loop {
            let mut more = pairs.clone();
            for derived in nodes {
                for input in derived
                    .derived_from
                    .iter()
                    .filter_map(|&at| nodes.get(at as usize))
                {
                    let (from, to) = if onwards {
                        (input, derived)
                    } else {
                        (derived, input)
                    };
                    for &(data, subject) in &pairs {
                        if from.atoms.contains(data) {
                            let there = to.atoms.iter().map(|data| (data, subject));
                            more.extend(there);
                        }
                    }
                }
            }
            if more == pairs {
                return pairs;
            }
            pairs = more;
        }
    }

    /// Used by a permit that names data, and nobody may collect them about the same people, nor what they come of.
    fn never_collected(&self) -> Atoms {
        let known = self.along(self.pairs(&self.collected), true);
        let named = self.permits(|rule| names(rule, ClassAxis::Data));
        let used = self.acts(&["use", "share", "reidentify"]).and(&named);
        self.filter(&used, |at| !known.contains(&self.pair(at)))
    }

    /// Collected by a permit that names data, and nothing may be done with them nor with what comes of them, in a policy in which
    /// anything may be done.
    fn never_used(&self) -> Atoms {
        let used = self.acts(&["use", "share", "reidentify", "store", "retain"]);
        if used.is_empty() {
            return used;
        }
        let used = self.along(self.pairs(&used), false);
        let named = self.permits(|rule| names(rule, ClassAxis::Data));
        let collected = self.collected.and(&named);
        self.filter(&collected, |at| !used.contains(&self.pair(at)))
    }

    /// Collected for no purpose, by a permit that has no clause on it.
    fn for_anything(&self) -> Atoms {
        let silent = self.permits(|rule| !speaks_of(rule, ClassAxis::Purpose));
        let none = self.is_none(ClassAxis::Purpose, Kind::Purpose);
        self.collected.and(&silent).and(&none)
    }

    /// Used for a purpose that a permit names, and collected from the same people for others only: first what is foreign to these.
    fn wider_purposes(&self) -> (Atoms, Atoms) {
        let sources = self.permits(|rule| !names_any(rule, ClassAxis::Purpose));
        let collected = self.collected.and(&sources);
        let had = self.pairs(&collected);
        let purpose = |at: usize| self.value(at, ClassAxis::Purpose);
        let meant: BTreeSet<(Pair, i64)> = collected
            .iter()
            .map(|at| (self.pair(at), purpose(at)))
            .collect();
        let named = self.permits(|rule| names(rule, ClassAxis::Purpose));
        let used = self.acts(&["use", "share"]).and(&named);
        let used = used.without(&self.is_none(ClassAxis::Purpose, Kind::Purpose));
        let wider = self.filter(&used, |at| {
            had.contains(&self.pair(at)) && !meant.contains(&(self.pair(at), purpose(at)))
        });
        let marketing = self.on(ClassAxis::Purpose, Kind::Purpose, &["marketing"]);
        let expected = self.pairs(&collected.and(&marketing));
        let plain = self.permits(|rule| {
            let facts = ["consent", "law_requires", "withdrawn"];
            names(rule, ClassAxis::Purpose)
                && !facts.iter().any(|fact| self.tests(&rule.region, fact))
        });
        let mut foreign = wider.and(&marketing).and(&plain);
        if let Some(unasked) = self.lacks("consent") {
            foreign = foreign.and(&unasked);
        }
        let foreign = self.filter(&foreign, |at| !expected.contains(&self.pair(at)));
        let rest = if foreign.is_empty() {
            wider
        } else {
            wider.without(&marketing)
        };
        (foreign, rest)
    }

    fn is_stop(&self, rule: &Rule) -> bool {
        let stops = matches!(rule.effect, Effect::Forbid | Effect::Require);
        let tests = |condition| self.tests(condition, "withdrawn");
        stops && (tests(&rule.region) || tests(&rule.requirement))
    }

    /// Kept, while a guard on what is taken back stops the use of the same in the same case.
    fn kept_after_withdrawal(&self) -> Atoms {
        let stops = self.base(|rule| self.is_stop(rule));
        let stopped = self
            .meaning
            .union(stops.iter().map(|&id| self.meaning.rule(id)));
        let stopped = stopped.and(&self.on(ClassAxis::Action, Kind::Action, &["use"]));
        let stopped = self.meaning.grid.whatever(ClassAxis::Action.id(), &stopped);
        self.acts(&["store", "retain"]).and(&stopped)
    }

    /// Asked for consent where a permit holds, and no guard on what is taken back speaks of these people at this home.
    fn no_way_back(&self) -> Atoms {
        let asking = self.base(|rule| {
            rule.effect == Effect::Require && self.tests(&rule.requirement, "consent")
        });
        let asked = self
            .meaning
            .union(asking.iter().map(|&id| self.meaning.text(id)));
        let asked = asked.and(&self.permits(|_| true)).and(&self.meaning.open);
        let stops = self.base(|rule| self.is_stop(rule));
        let back = self
            .meaning
            .union(stops.iter().map(|&id| self.meaning.text(id)));
        let who = |at| {
            (
                self.value(at, ClassAxis::Subject),
                self.value(at, ClassAxis::Home),
            )
        };
        let back: BTreeSet<_> = back.iter().map(who).collect();
        self.filter(&asked, |at| !back.contains(&who(at)))
    }

    /// Collected without consent or another ground, in a policy of which a rule tests consent.
    fn without_ground(&self) -> Atoms {
        let mut rules = self.policy.rules.iter();
        let speaks = rules.any(|rule| {
            self.tests(&rule.region, "consent") || self.tests(&rule.requirement, "consent")
        });
        if !speaks {
            return self.meaning.grid.nothing();
        }
        let lacking = ["consent", "law_requires"].map(|name| self.lacks(name));
        let lacking = lacking.into_iter().flatten();
        lacking.fold(self.collected.clone(), |all, lacking| all.and(&lacking))
    }

    /// Shared, as far as the base layer goes, by a permit that names recipients, wherever the data go, with a party of whom no place
    /// is said, in a policy that looks at borders.
    fn nowhere(&self) -> Atoms {
        let grid = &self.meaning.grid;
        let looks = self
            .policy
            .rules
            .iter()
            .any(|rule| rule.layer == Layer::Transfer)
            || self.policy.sits_in.iter().any(Option::is_some);
        let unplaced = grid.values(ClassAxis::Recipient.id(), |party| {
            let at = usize::try_from(party).ok();
            at.and_then(|at| self.policy.sits_in.get(at))
                .is_some_and(Option::is_none)
        });
        if !looks {
            return grid.nothing();
        }
        let share = self.on(ClassAxis::Action, Kind::Action, &["share"]);
        let asked = unplaced.and(&share);
        let named = self.permits(|rule| names(rule, ClassAxis::Recipient));
        let sent = asked
            .and(&named)
            .and(&self.meaning.permitted_by(Layer::Base))
            .and(&self.meaning.open);
        let elsewhere = grid.whatever(ClassAxis::Destination.id(), &asked.without(&sent));
        sent.without(&elsewhere)
    }

    /// One for each permit by which anonymous data may be led back.
    fn leads_back(&self, expected: &mut Expected) {
        let anonymous = self.on(ClassAxis::Data, Kind::Data, &["anonymous_data"]);
        let back = self.acts(&["reidentify"]).and(&anonymous);
        for id in self.base(|rule| rule.effect == Effect::Permit) {
            let mine = self.meaning.rule(id).and(&back);
            if !mine.is_empty() {
                let key = vec![self.meaning.name(id)];
                expected.insert((Code::LeadsBack, key), Some(mine));
            }
        }
    }

    /// One for each rule of which all, or the first such part of a list of parties or data, is excluded.
    fn out_of_scope(&self, expected: &mut Expected) {
        for layer in [Layer::Base, Layer::Transfer] {
            let excludes = self.meaning.of(layer, |effect| effect == Effect::Exclude);
            let outside = self
                .meaning
                .union(excludes.iter().map(|&id| self.meaning.text(id)));
            for id in self.meaning.of(layer, |effect| effect != Effect::Exclude) {
                let (rule, text) = (self.policy.rules.at(id), self.meaning.text(id));
                let lists = rule.named.iter().filter(|named| {
                    let axes = [
                        ClassAxis::Actor,
                        ClassAxis::Recipient,
                        ClassAxis::Source,
                        ClassAxis::Data,
                    ];
                    axes.contains(&named.axis) && named.listed.len() > 1
                });
                let parts = lists.flat_map(|named| {
                    let grid = &self.meaning.grid;
                    let part = |values| text.and(&grid.of_class(named.axis, values));
                    let listed = named.listed.iter();
                    listed.map(move |(name, values)| (Some(name.clone()), part(values)))
                });
                let mut candidates = std::iter::once((None, text.clone())).chain(parts);
                let gone = candidates.find(|(_, part)| !part.is_empty() && part.is_in(&outside));
                if let Some((part, region)) = gone {
                    let key = std::iter::once(rule.name.clone()).chain(part).collect();
                    expected.insert((Code::OutOfScope, key), Some(region));
                }
            }
        }
    }
}

fn speaks_of(rule: &Rule, axis: ClassAxis) -> bool {
    rule.named.iter().any(|named| named.axis == axis)
}

fn names_any(rule: &Rule, axis: ClassAxis) -> bool {
    let mut named = rule.named.iter().filter(|named| named.axis == axis);
    named.any(|named| named.listed.iter().any(|(name, _)| name == "any"))
}

fn names(rule: &Rule, axis: ClassAxis) -> bool {
    speaks_of(rule, axis) && !names_any(rule, axis)
}
