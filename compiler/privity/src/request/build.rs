//! From typed values to a request: what is left out gets its default, closed axes become *all of it*, and `transfer`
//! becomes the action it stands for.

use super::{Ask, Request};
use crate::check::policy::{AxisId, AxisRole, ClassAxis, FactId, FactType, Policy};
use crate::check::values::ValueSet;

/// Gathers what a question says, axis by axis; [`RequestBuilder::build`] completes it.
///
/// Values outside the domain of their axis, or no value at all, make the request inconsistent rather than fail.
#[derive(Debug, Clone)]
pub struct RequestBuilder<'p> {
    policy: &'p Policy,
    said: Vec<Option<Said>>,
    transfer: bool,
    inconsistent: Option<String>,
}

#[derive(Debug, Clone)]
enum Said {
    Values(Ask),
    Unknown,
}

/// What a question says of a set-valued fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Elements {
    /// Every element there can be.
    Every,
    /// These and no others, by name; for a set of nodes the names of atoms. May be empty.
    Only(Vec<String>),
}

impl<'p> RequestBuilder<'p> {
    /// A question that says nothing yet.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self {
            policy,
            said: vec![None; policy.axes.len()],
            transfer: false,
            inconsistent: None,
        }
    }

    /// Asks for all of these values of a class axis, besides what was asked for before.
    pub fn all_of(&mut self, axis: ClassAxis, values: &ValueSet) {
        let values = match self.said.get(axis.id().index()) {
            Some(Some(Said::Values(ask))) => ask.values().union(values),
            _ => values.clone(),
        };
        self.say(axis.id(), Ask::All(values));
    }

    /// Says that the act is one of these values of a class axis, unknown which.
    pub fn one_of(&mut self, axis: ClassAxis, values: &ValueSet) {
        self.say(axis.id(), Ask::One(values.clone()));
    }

    /// Asks for the action word `transfer`, besides other actions.
    pub fn transfer(&mut self) {
        self.transfer = true;
    }

    /// Says that a fact, or whether a duty is kept, is one of these values, unknown which if there are several.
    pub fn fact(&mut self, axis: AxisId, values: &ValueSet) {
        self.say(axis, Ask::One(values.clone()));
    }

    /// Says what is in a set-valued fact.
    pub fn elements(&mut self, fact: FactId, elements: &Elements) {
        let fact = self.policy.facts.at(fact);
        let FactType::Set { elements: own, .. } = &fact.ty else {
            return;
        };
        for &axis in &fact.axes {
            let AxisRole::Element(_, position) = &self.policy.axes.at(axis).role else {
                continue;
            };
            let name = position.and_then(|position| own.get(position as usize));
            let inside = match (elements, name) {
                (Elements::Every, _) => true,
                (Elements::Only(names), Some(name)) => names.contains(name),
                (Elements::Only(names), None) => names.iter().any(|name| !own.contains(name)),
            };
            self.say(axis, Ask::One(ValueSet::single(i64::from(inside))));
        }
    }

    /// Says that an axis is unknown, although it may have a default.
    pub fn unknown(&mut self, axis: AxisId) {
        if let Some(slot) = self.said.get_mut(axis.index()) {
            *slot = Some(Said::Unknown);
        }
    }

    /// Notes a contradiction; the first one counts.
    pub fn inconsistent(&mut self, reason: impl Into<String>) {
        self.inconsistent.get_or_insert_with(|| reason.into());
    }

    /// Whether anything was said of an axis.
    #[must_use]
    pub fn says(&self, axis: AxisId) -> bool {
        matches!(self.said.get(axis.index()), Some(Some(_)))
    }

    /// The whole request.
    #[must_use]
    pub fn build(mut self) -> Request {
        let implied_destination = !self.says(ClassAxis::Destination.id());
        self.replace_transfer();
        let asks = self
            .policy
            .axes
            .ids()
            .map(|axis| self.complete(axis))
            .collect();
        Request {
            asks,
            implied_destination,
            inconsistent: self.inconsistent,
        }
    }

    fn say(&mut self, axis: AxisId, ask: Ask) {
        let info = self.policy.axes.at(axis);
        let domain = ValueSet::range(*info.domain.start(), *info.domain.end());
        if ask.values().is_empty() {
            self.inconsistent(format!("no value of `{}` fits", info.name));
        } else if !ask.values().is_subset(&domain) {
            self.inconsistent(format!("`{}` lies outside its range", info.name));
        } else if let Some(slot) = self.said.get_mut(axis.index()) {
            *slot = Some(Said::Values(ask));
        }
    }

    /// `transfer` means `share`, or `store` when the recipient is the actor itself.
    fn replace_transfer(&mut self) {
        if !self.transfer {
            return;
        }
        let recipient = self.complete(ClassAxis::Recipient.id());
        let actor = self.complete(ClassAxis::Actor.id());
        let to_itself = recipient.values().is_subset(actor.values());
        let word = if to_itself { "store" } else { "share" };
        let atoms = self
            .policy
            .node(crate::syntax::ast::Kind::Action, word)
            .map(|node| node.atoms.clone());
        match atoms {
            Some(atoms) => self.all_of(ClassAxis::Action, &atoms),
            None => self.inconsistent(format!("`transfer` means `{word}`, which is not declared")),
        }
    }

    fn complete(&self, axis: AxisId) -> Ask {
        let info = self.policy.axes.at(axis);
        let whole = || ValueSet::range(*info.domain.start(), *info.domain.end());
        let said = self.said.get(axis.index()).and_then(Option::as_ref);
        let default = self.policy.defaults.get(axis.index());
        let ask = match (said, default.and_then(Option::as_ref)) {
            (Some(Said::Values(ask)), _) => ask.clone(),
            (None, Some(default)) => match info.role {
                AxisRole::Class(_) => Ask::All(default.clone()),
                _ => Ask::One(default.clone()),
            },
            (Some(Said::Unknown), _) | (None, None) => Ask::One(whole()),
        };
        match ask {
            Ask::One(values) if info.closed => Ask::All(values),
            ask => ask,
        }
    }
}
