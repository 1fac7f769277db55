//! Which laws apply to a request, what they say of it, and what policy and laws say together.

use serde::Serialize;

use crate::check::policy::Policy;
use crate::graph::{Budget, DecisionGraph, TooLarge, build_joint, query};
use crate::lower::lower;
use crate::request::answer::{Answer, Verdict, answer_within};
use crate::request::work::Work;
use crate::request::{Class, Outcome, Request};

/// A law, ready to be asked.
#[derive(Debug, Clone)]
pub struct LinkedLaw {
    /// The law as a policy on the axes of the policy that links it.
    pub policy: Policy,
    /// What decides.
    pub graph: DecisionGraph,
    /// The same graph with other verdicts: what it applies to is permitted, and the rest denied; the other way round; its silence is leave.
    applies: DecisionGraph,
    is_silent: DecisionGraph,
    binding: DecisionGraph,
}

/// Whether a law applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applies {
    /// To all that the request asks for.
    Yes,
    /// To nothing of it.
    No,
    /// To a part of it, or it depends on what the request leaves open.
    Partly,
}

/// What a law says of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LawAnswer {
    /// The law.
    pub name: String,
    /// Whether it applies.
    pub applies: Applies,
    /// What it makes of the request, as if it were the only rules there are.
    pub verdict: Verdict,
    /// Why, in a sentence.
    pub reason: String,
    /// The rules that decide.
    pub by: Vec<String>,
    /// Where these rules come from, each once.
    pub article: Vec<String>,
    /// The duties that it asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub duties: Vec<String>,
    /// What it depends on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// What would make it lawful.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lawful_if: Vec<String>,
    /// What it makes of the request where its silence counts as leave.
    #[serde(skip)]
    pub binding: Verdict,
}

/// The laws that a policy links, ready to be asked.
///
/// # Errors
/// When the graph of a law would cost more than the budget.
pub fn link(policy: &Policy, budget: Budget) -> Result<Vec<LinkedLaw>, TooLarge> {
    let laws = policy.laws.laws.iter();
    laws.map(|law| {
        let policy = law.as_policy(policy);
        let graph = build_joint(&policy, &lower(&policy), budget.clone())?;
        let applies = read(&graph, |class| match class {
            Class::NotApplicable => Class::Deny,
            Class::Permit | Class::Deny => Class::Permit,
        });
        let is_silent = read(&graph, |class| match class {
            Class::NotApplicable => Class::Permit,
            Class::Permit | Class::Deny => Class::Deny,
        });
        let binding = read(&graph, |class| match class {
            Class::NotApplicable => Class::Permit,
            class => class,
        });
        Ok(LinkedLaw {
            policy,
            graph,
            applies,
            is_silent,
            binding,
        })
    })
    .collect()
}

/// A graph with every verdict read otherwise.
fn read(graph: &DecisionGraph, read: impl Fn(Class) -> Class) -> DecisionGraph {
    let mut graph = graph.clone();
    for leaf in graph.leaves.ids() {
        // With both layers below one root this leaf is no verdict of the law.
        if leaf != DecisionGraph::UNOPPOSED {
            let leaf = graph.leaves.at_mut(leaf);
            leaf.class = read(leaf.class);
        }
    }
    graph
}

impl LinkedLaw {
    /// What the law says of a request, which costs some of this work.
    #[must_use]
    pub fn answer(&self, request: &Request, work: &mut Work) -> LawAnswer {
        let Answer {
            verdict,
            reason,
            rules,
            duties,
            needs,
            would_permit,
            ..
        } = answer_within(&self.policy, &self.graph, request, work);
        let mut article: Vec<String> = Vec::new();
        for rule in &rules {
            if !rule.citation.is_empty() && !article.contains(&rule.citation) {
                article.push(rule.citation.clone());
            }
        }
        LawAnswer {
            name: self.policy.header.name.clone(),
            applies: self.applies(request, work),
            verdict,
            reason,
            by: rules.into_iter().map(|rule| rule.name).collect(),
            article,
            duties: duties.into_iter().map(|duty| duty.duty).collect(),
            needs,
            lawful_if: would_permit.into_iter().map(|remedy| remedy.text).collect(),
            binding: self.asked(&self.binding, request, work),
        }
    }

    fn applies(&self, request: &Request, work: &mut Work) -> Applies {
        if self.asked(&self.applies, request, work) == Verdict::Permit {
            return Applies::Yes;
        }
        match self.asked(&self.is_silent, request, work) {
            Verdict::Permit => Applies::No,
            _ => Applies::Partly,
        }
    }

    fn asked(&self, graph: &DecisionGraph, request: &Request, work: &mut Work) -> Verdict {
        let outcome = work.part(|work| query::decide_within(graph, &self.policy, request, work));
        match outcome {
            Some(Outcome::Needs(_)) => Verdict::Needs,
            Some(Outcome::Definite { class, .. }) => match class {
                Class::Permit => Verdict::Permit,
                Class::Deny => Verdict::Deny,
                Class::NotApplicable => Verdict::NotApplicable,
            },
            None => Verdict::Deny,
        }
    }
}

/// What a policy and the laws say together: the worst of them, where a law that does not apply says nothing.
///
/// Where the policy and a law, or two laws, depend on open facts each, together they may depend on fewer; then `needs` is still said.
#[must_use]
pub fn together(own: Verdict, laws: &[LawAnswer]) -> Verdict {
    let all = || std::iter::once(own).chain(laws.iter().map(|law| law.binding));
    if all().any(|verdict| verdict == Verdict::Deny) {
        Verdict::Deny
    } else if all().any(|verdict| verdict == Verdict::Needs) {
        Verdict::Needs
    } else {
        own
    }
}
