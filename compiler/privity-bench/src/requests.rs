//! Requests by seed: some at random, most aimed into a rule.

use fastrand::Rng;

use crate::model::{NodeId, Request, RuleSet, Test, Tree};

/// Makes requests: three of ten at random, the others inside the scope of a rule with its conditions met.
pub(crate) fn requests(set: &RuleSet, count: usize, seed: u64) -> Vec<Request> {
    let mut rng = Rng::with_seed(seed);
    let mut words = Words {
        actions: set.actions.len(),
        data: Leaves::of(&set.data),
        parties: Leaves::of(&set.parties),
        purposes: Leaves::of(&set.purposes),
        homes: Leaves::of(&set.homes),
    };
    (0..count).map(|_| words.request(set, &mut rng)).collect()
}

struct Words {
    actions: usize,
    data: Leaves,
    parties: Leaves,
    purposes: Leaves,
    homes: Leaves,
}

/// The leaves of a tree, and for every node the leaves below it, as far as they were asked for.
struct Leaves {
    all: Vec<NodeId>,
    below: Vec<Vec<NodeId>>,
}

impl Leaves {
    fn of(tree: &Tree) -> Self {
        let all = tree.leaves();
        let mut below = vec![Vec::new(); tree.len()];
        for &leaf in &all {
            for &node in tree.above(leaf) {
                if let Some(list) = below.get_mut(node) {
                    list.push(leaf);
                }
            }
        }
        Self { all, below }
    }

    fn any(&self, rng: &mut Rng) -> NodeId {
        rng.choice(&self.all).copied().unwrap_or_default()
    }

    fn below(&self, node: Option<NodeId>, rng: &mut Rng) -> NodeId {
        let leaves = node.and_then(|node| self.below.get(node));
        let chosen = leaves.and_then(|leaves| rng.choice(leaves)).copied();
        chosen.unwrap_or_else(|| self.any(rng))
    }
}

impl Words {
    fn request(&mut self, set: &RuleSet, rng: &mut Rng) -> Request {
        let mut request = Request {
            action: rng.usize(..self.actions),
            data: self.data.any(rng),
            party: self.parties.any(rng),
            purpose: self.purposes.any(rng),
            home: self.homes.any(rng),
            facts: set
                .facts
                .iter()
                .map(|fact| {
                    let (low, high) = fact.kind.range();
                    rng.i64(low..=high)
                })
                .collect(),
        };
        let aimed = rng.u8(..10) >= 3;
        let Some(rule) = rng.choice(&set.rules).filter(|_| aimed) else {
            return request;
        };
        request.action = rng.choice(&rule.actions).copied().unwrap_or_default();
        request.data = self.data.below(Some(rule.data), rng);
        request.party = self.parties.below(rule.party, rng);
        request.purpose = self.purposes.below(rule.purpose, rng);
        for test in &rule.when {
            let (fact, value) = match *test {
                Test::Home(node) => {
                    request.home = self.homes.below(Some(node), rng);
                    continue;
                }
                Test::Flag(fact, wanted) => (fact, i64::from(wanted)),
                Test::AtMost(fact, bound) | Test::AtLeast(fact, bound) => (fact, bound),
            };
            if let Some(slot) = request.facts.get_mut(fact) {
                *slot = value;
            }
        }
        request
    }
}
