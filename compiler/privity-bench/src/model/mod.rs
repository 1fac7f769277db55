//! A rule set as data: the one model that every engine's input is made from.

mod tree;

pub(crate) use tree::{NodeId, Tree};

/// The place of a fact in [`RuleSet::facts`].
pub(crate) type FactId = usize;

/// A set of rules and the words that they use.
#[derive(Debug, Clone)]
pub(crate) struct RuleSet {
    /// The acts, side by side.
    pub(crate) actions: Vec<&'static str>,
    /// What data there are.
    pub(crate) data: Tree,
    /// What they may be used for.
    pub(crate) purposes: Tree,
    /// Who may receive them.
    pub(crate) parties: Tree,
    /// Regions, with the countries in which a person may be at home.
    pub(crate) homes: Tree,
    /// What else a request says.
    pub(crate) facts: Vec<Fact>,
    /// The rules, in the order in which they are written.
    pub(crate) rules: Vec<Rule>,
}

/// Something that a request says besides who does what with which data.
#[derive(Debug, Clone)]
pub(crate) struct Fact {
    /// Its name.
    pub(crate) name: String,
    /// Its values.
    pub(crate) kind: FactKind,
}

/// The values of a fact, all whole numbers: 0 and 1 for a flag, otherwise from the first number to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FactKind {
    /// No or yes.
    Flag,
    /// A number of days.
    Days(i64, i64),
    /// A number of years.
    Years(i64, i64),
    /// A day, counted from 1970-01-01.
    Date(i64, i64),
    /// The day of the act itself, counted likewise. Rules test it by their first and last day.
    Today(i64, i64),
}

impl FactKind {
    /// The lowest and the highest value.
    pub(crate) fn range(self) -> (i64, i64) {
        match self {
            Self::Flag => (0, 1),
            Self::Days(low, high)
            | Self::Years(low, high)
            | Self::Date(low, high)
            | Self::Today(low, high) => (low, high),
        }
    }
}

/// What a rule does where it applies. A forbid wins over every permit, and what nothing permits is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// It allows.
    Permit,
    /// It forbids.
    Forbid,
}

/// One rule. A scope that is `None` is any.
#[derive(Debug, Clone)]
pub(crate) struct Rule {
    /// What it does.
    pub(crate) effect: Effect,
    /// The acts that it speaks of, ascending; at least one.
    pub(crate) actions: Vec<usize>,
    /// The data, with all below.
    pub(crate) data: NodeId,
    /// The recipient, with all below.
    pub(crate) party: Option<NodeId>,
    /// The purpose, with all below.
    pub(crate) purpose: Option<NodeId>,
    /// What must hold.
    pub(crate) when: Vec<Test>,
    /// What must not hold.
    pub(crate) unless: Option<Test>,
}

/// A test of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Test {
    /// The flag is yes (`true`) or no.
    Flag(FactId, bool),
    /// The value is this or less.
    AtMost(FactId, i64),
    /// The value is this or more.
    AtLeast(FactId, i64),
    /// The person is at home in this country, or in a country of this region.
    Home(NodeId),
}

/// One question: an act, and leaves of the trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// The act.
    pub(crate) action: usize,
    /// The data.
    pub(crate) data: NodeId,
    /// The recipient.
    pub(crate) party: NodeId,
    /// The purpose.
    pub(crate) purpose: NodeId,
    /// The country in which the person is at home.
    pub(crate) home: NodeId,
    /// The values of all facts, in their order.
    pub(crate) facts: Vec<i64>,
}

impl RuleSet {
    /// Whether a request is permitted, by reading all rules: the meaning that all engines are compared with.
    pub(crate) fn permits(&self, request: &Request) -> bool {
        let mut permitted = false;
        for rule in &self.rules {
            if self.applies(rule, request) {
                match rule.effect {
                    Effect::Forbid => return false,
                    Effect::Permit => permitted = true,
                }
            }
        }
        permitted
    }

    /// Whether a rule applies to a request.
    pub(crate) fn applies(&self, rule: &Rule, request: &Request) -> bool {
        let below = |tree: &Tree, node: Option<NodeId>, leaf| {
            node.is_none_or(|node| tree.is_below(leaf, node))
        };
        rule.actions.contains(&request.action)
            && below(&self.data, Some(rule.data), request.data)
            && below(&self.parties, rule.party, request.party)
            && below(&self.purposes, rule.purpose, request.purpose)
            && rule.when.iter().all(|test| self.holds(*test, request))
            && !rule.unless.is_some_and(|test| self.holds(test, request))
    }

    fn holds(&self, test: Test, request: &Request) -> bool {
        let value = |fact: FactId| request.facts.get(fact).copied().unwrap_or_default();
        match test {
            Test::Flag(fact, wanted) => (value(fact) == 1) == wanted,
            Test::AtMost(fact, bound) => value(fact) <= bound,
            Test::AtLeast(fact, bound) => value(fact) >= bound,
            Test::Home(node) => self.homes.is_below(request.home, node),
        }
    }
}
