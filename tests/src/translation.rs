//! The same request, and the same answer, in the numbers of another policy that has the same names.

use std::collections::{BTreeMap, BTreeSet};

use privity::check::duty::ObligationId;
use privity::check::policy::{AxisId, ClassAxis, Policy};
use privity::check::values::ValueSet;
use privity::request::{Ask, Outcome, Request};

/// From the numbers of one policy to those of another, and back.
#[derive(Debug, Clone)]
pub struct Translation {
    /// For every axis of the other policy the one with its name.
    axes: Vec<AxisId>,
    /// For every class axis but the date, the other policy's values by those of the first.
    values: BTreeMap<AxisId, BTreeMap<i64, i64>>,
    /// For every obligation of the other policy the one that reads the same.
    obligations: Vec<ObligationId>,
}

impl Translation {
    /// The translation between two policies whose nodes, facts and duties have the same names. The second may lack what no rule speaks of.
    ///
    /// # Errors
    /// What does not fit, in words.
    pub fn new(from: &Policy, to: &Policy) -> Result<Self, Vec<String>> {
        let mut misfits = Vec::new();
        let axes_by_name: BTreeMap<&str, AxisId> = from
            .axes
            .entries()
            .map(|(id, axis)| (axis.name.as_str(), id))
            .collect();
        let mut axes = Vec::new();
        for axis in &to.axes {
            let Some(&source) = axes_by_name.get(axis.name.as_str()) else {
                misfits.push(format!("`{}` is new", axis.name));
                continue;
            };
            axes.push(source);
            let known = from.axes.at(source);
            if (&known.domain, known.closed) != (&axis.domain, axis.closed) {
                misfits.push(format!("`{}` is another axis", axis.name));
            }
        }
        let duties_by_text: BTreeMap<String, ObligationId> = from
            .obligations
            .entries()
            .map(|(id, duty)| (duty.to_string(), id))
            .collect();
        let mut obligations = Vec::new();
        for duty in &to.obligations {
            match duties_by_text.get(&duty.to_string()) {
                Some(&source) => obligations.push(source),
                None => misfits.push(format!("`{duty}` is new")),
            }
        }
        let mut values = BTreeMap::new();
        for class in ClassAxis::ALL
            .into_iter()
            .filter(|class| *class != ClassAxis::Date)
        {
            let map = values_of(from, to, class);
            let domain = &from.class_axis(class).domain;
            if usize::try_from(domain.end() - domain.start() + 1) != Ok(map.len()) {
                misfits.push(format!("values of `{}` have no name", class.name()));
            }
            values.insert(class.id(), map);
        }
        if misfits.is_empty() {
            Ok(Self {
                axes,
                values,
                obligations,
            })
        } else {
            Err(misfits)
        }
    }

    /// The request in the numbers of the other policy.
    #[must_use]
    pub fn request(&self, request: &Request) -> Request {
        let ask = |&source: &AxisId| match request.asks.get(source.index()) {
            Some(Ask::All(values)) => Ask::All(self.set(source, values)),
            Some(Ask::One(values)) => Ask::One(self.set(source, values)),
            None => Ask::One(ValueSet::empty()),
        };
        Request {
            asks: self.axes.iter().map(ask).collect(),
            implied_destination: request.implied_destination,
            inconsistent: request.inconsistent.clone(),
        }
    }

    /// An answer of the other policy in the numbers of the first.
    #[must_use]
    pub fn back(&self, outcome: &Outcome) -> Outcome {
        match outcome {
            Outcome::Definite { class, duties } => {
                let duty = |duty: &ObligationId| self.obligations.get(duty.index()).copied();
                let duties: BTreeSet<ObligationId> = duties.iter().filter_map(duty).collect();
                Outcome::Definite {
                    class: *class,
                    duties,
                }
            }
            Outcome::Needs(axes) => {
                let axis = |axis: &AxisId| self.axes.get(axis.index()).copied();
                Outcome::Needs(axes.iter().filter_map(axis).collect())
            }
        }
    }

    fn set(&self, axis: AxisId, values: &ValueSet) -> ValueSet {
        match self.values.get(&axis) {
            None => values.clone(),
            Some(map) => {
                let mapped = values.iter().filter_map(|value| map.get(&value).copied());
                ValueSet::from_intervals(mapped.map(|value| (value, value)))
            }
        }
    }
}

/// The values of a class axis of the second policy by those of the first with the same names.
fn values_of(from: &Policy, to: &Policy, class: ClassAxis) -> BTreeMap<i64, i64> {
    let named = |policy: &Policy| -> Vec<(String, i64)> {
        let domain = policy.class_axis(class).domain.clone();
        domain
            .map(|value| (policy.value_name(class.id(), value), value))
            .collect()
    };
    let target: BTreeMap<String, i64> = named(to).into_iter().collect();
    let pairs = named(from).into_iter();
    pairs
        .filter_map(|(name, value)| Some((value, *target.get(&name)?)))
        .collect()
}
