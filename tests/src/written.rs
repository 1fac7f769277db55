//! The engine that takes the longest way: a generated policy, written as text, read, checked and made into a graph.

use privity::check::policy::Policy;
use privity::compile::Options;
use privity::diagnostic::Severity;
use privity::graph::{DecisionGraph, query};
use privity::request::work::Work;
use privity::request::{Outcome, Request};

use crate::alone::{Alone, compile_text};
use crate::engine::Engine;
use crate::translation::Translation;

/// A policy that was text in between. It is asked in the numbers of the policy that the text was made of.
pub struct WrittenEngine {
    policy: Policy,
    graph: DecisionGraph,
    translation: Translation,
}

impl WrittenEngine {
    /// Compiles a text that should say what a policy says.
    ///
    /// # Errors
    /// What is wrong with the text, in words, or what it names that the policy does not.
    pub fn new(policy: &Policy, text: &str) -> Result<Self, String> {
        let Alone {
            compiled, findings, ..
        } = compile_text(text, Options::default());
        let errors: Vec<String> = findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| format!("{finding:?}"))
            .collect();
        let graph = compiled.graph.ok_or(errors.join("\n"))?;
        let translation =
            Translation::new(policy, &compiled.policy).map_err(|misfits| misfits.join("\n"))?;
        Ok(Self {
            policy: compiled.policy,
            graph,
            translation,
        })
    }
}

impl Engine for WrittenEngine {
    fn name(&self) -> &str {
        "text"
    }

    fn decide(&mut self, request: &Request) -> Option<Outcome> {
        let request = self.translation.request(request);
        let outcome =
            query::decide_within(&self.graph, &self.policy, &request, &mut Work::default())?;
        Some(self.translation.back(&outcome))
    }
}
