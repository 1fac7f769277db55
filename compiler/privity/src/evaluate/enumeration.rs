//! The answer to a request that stands for several atoms, by looking at each of them.

use std::collections::BTreeSet;

use super::atom::{Oracle, Verdict};
use super::classes::Classes;
use crate::check::policy::{AxisId, ClassAxis, RuleId};
use crate::check::values::ValueSet;
use crate::request::{Ask, Class, Outcome, Request};

/// The request stands for more atoms than may be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl std::fmt::Display for TooLarge {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the request stands for too many atoms")
    }
}

impl std::error::Error for TooLarge {}

/// The values an axis runs through.
struct Run {
    axis: AxisId,
    values: Vec<i64>,
}

impl Oracle<'_> {
    /// The answer to a request, looking at no more than `limit` atoms.
    ///
    /// # Errors
    /// When the request stands for more atoms than that.
    pub fn decide(&self, request: &Request, limit: u64) -> Result<Outcome, TooLarge> {
        if request.inconsistent.is_some() {
            return Ok(Outcome::Definite {
                class: Class::Deny,
                duties: BTreeSet::new(),
            });
        }
        let classes = Classes::of(self, request);
        let mut unknown = Vec::new();
        let mut bundle = Vec::new();
        for (axis, ask) in self.policy.axes.ids().zip(&request.asks) {
            let run = Run {
                axis,
                values: classes.representatives(axis, ask.values()),
            };
            match ask {
                Ask::One(_) => unknown.push(run),
                Ask::All(_) => bundle.push(run),
            }
        }
        let places = self.implied_places(request, &classes);
        let most_places = places.iter().flatten().map(Vec::len).max().unwrap_or(1);
        let size = unknown
            .iter()
            .chain(&bundle)
            .map(|run| run.values.len())
            .chain([most_places])
            .try_fold(1_u64, |size, count| {
                size.checked_mul(u64::try_from(count).ok()?)
            });
        if size.is_none_or(|size| size > limit) {
            return Err(TooLarge);
        }
        let mut atom = vec![0; self.policy.axes.len()];
        let mut completions = Vec::new();
        for_each_choice(&unknown, &mut atom, &mut |atom| {
            completions.push(self.worst(&classes.rules, &bundle, &places, atom));
        });
        Ok(outcome(&unknown, completions))
    }

    /// For every party that sits somewhere the places that an act with it as recipient ends up in; nothing when the request says where.
    fn implied_places(&self, request: &Request, classes: &Classes) -> Vec<Option<Vec<i64>>> {
        if !request.implied_destination {
            return Vec::new();
        }
        let representatives =
            |places: &ValueSet| classes.representatives(ClassAxis::Destination.id(), places);
        self.policy
            .sits_in
            .iter()
            .map(|places| {
                places
                    .as_ref()
                    .filter(|places| !places.is_empty())
                    .map(representatives)
            })
            .collect()
    }

    /// The meet over all atoms of the bundle.
    fn worst(
        &self,
        rules: &[RuleId],
        bundle: &[Run],
        places: &[Option<Vec<i64>>],
        atom: &mut Vec<i64>,
    ) -> Verdict {
        let mut worst = Verdict {
            class: Class::Permit,
            duties: BTreeSet::new(),
        };
        for_each_choice(bundle, atom, &mut |atom| {
            let recipient = atom.get(ClassAxis::Recipient.id().index()).copied();
            let implied = recipient
                .and_then(|party| places.get(usize::try_from(party).ok()?)?.as_ref())
                .map(|places| Run {
                    axis: ClassAxis::Destination.id(),
                    values: places.clone(),
                });
            let stated = atom.get(ClassAxis::Destination.id().index()).copied();
            for_each_choice(implied.as_slice(), atom, &mut |atom| {
                let Verdict { class, duties } = self.verdict_by(atom, rules);
                worst.class = worst.class.min(class);
                worst.duties.extend(duties);
            });
            // The next completion or atom must find the destination that it set.
            if let (Some(slot), Some(stated)) =
                (atom.get_mut(ClassAxis::Destination.id().index()), stated)
            {
                *slot = stated;
            }
        });
        worst
    }
}

/// Sets the axes to every combination of their values, the last axis fastest.
fn for_each_choice(runs: &[Run], atom: &mut Vec<i64>, visit: &mut dyn FnMut(&mut Vec<i64>)) {
    let Some((first, rest)) = runs.split_first() else {
        return visit(atom);
    };
    for &value in &first.values {
        if let Some(slot) = atom.get_mut(first.axis.index()) {
            *slot = value;
        }
        for_each_choice(rest, atom, visit);
    }
}

/// The common answer of the completions, which stand in the order of [`for_each_choice`], or the axes it depends on.
fn outcome(unknown: &[Run], completions: Vec<Verdict>) -> Outcome {
    let classes: Vec<Class> = completions.iter().map(|verdict| verdict.class).collect();
    let mut needs = BTreeSet::new();
    let mut stride = 1;
    for run in unknown.iter().rev() {
        let count = run.values.len();
        // Completions that differ in this axis only lie `stride` apart, within blocks of `count * stride`.
        let matters = classes
            .chunks(count.saturating_mul(stride).max(1))
            .any(|block| {
                (0..stride).any(|offset| {
                    let mut along = block.iter().skip(offset).step_by(stride);
                    let first = along.next();
                    along.any(|class| Some(class) != first)
                })
            });
        if matters {
            needs.insert(run.axis);
        }
        stride = stride.saturating_mul(count);
    }
    match classes.first() {
        Some(&class) if needs.is_empty() => Outcome::Definite {
            class,
            duties: match class {
                Class::Permit => completions
                    .into_iter()
                    .flat_map(|verdict| verdict.duties)
                    .collect(),
                Class::Deny | Class::NotApplicable => BTreeSet::new(),
            },
        },
        _ => Outcome::Needs(needs),
    }
}
