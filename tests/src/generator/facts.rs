//! Random facts, of every type.

use fastrand::Rng;
use privity::check::dates::{FIRST_DAY, LAST_DAY};
use privity::check::policy::{Ambiguity, Axis, AxisId, AxisRole, Fact, FactId, FactType, Policy};
use privity::check::values::ValueSet;
use privity::source::Span;
use std::ops::RangeInclusive;

/// Adds two to four facts with their axes and defaults, and half of the time one that chooses between readings.
pub(super) fn add_facts(rng: &mut Rng, policy: &mut Policy) {
    // A flag that shows a duty to be kept comes always, so that duties can name it.
    add_fact(policy, "proven", FactType::Flag, 0..=1, None, false);
    let count = rng.usize(2..=4);
    for at in 0..count {
        let name = format!("f{at}");
        let closed = rng.u8(0..4) == 0;
        let words = |count: usize| (0..count).map(|at| format!("w{at}")).collect::<Vec<_>>();
        match rng.u8(0..6) {
            0 => add_fact(policy, &name, FactType::Flag, 0..=1, None, closed),
            1 => {
                let ty = FactType::Words {
                    words: words(3),
                    ordered: true,
                };
                add_fact(policy, &name, ty, 0..=2, None, closed);
            }
            2 => {
                let ty = FactType::Words {
                    words: words(2),
                    ordered: false,
                };
                let none = Some((2, "absent".to_owned()));
                add_fact(policy, &name, ty, 0..=2, none, closed);
            }
            3 => {
                let none = Some((21, "not_ended".to_owned()));
                add_fact(policy, &name, FactType::Number(None), 0..=21, none, closed);
            }
            4 => add_fact(
                policy,
                &name,
                FactType::Date,
                FIRST_DAY..=LAST_DAY,
                None,
                closed,
            ),
            _ => {
                let ty = FactType::Set {
                    elements: words(2),
                    kind: None,
                };
                add_fact(policy, &name, ty, 0..=1, None, closed);
            }
        }
        set_default(rng, policy);
    }
    if rng.bool() {
        add_ambiguity(rng, policy);
    }
}

/// Adds an ambiguity of two or three readings, any of them the default.
fn add_ambiguity(rng: &mut Rng, policy: &mut Policy) {
    let words = ["strict", "lax", "laxer"].map(str::to_owned);
    let words: Vec<String> = words.into_iter().take(rng.usize(2..=3)).collect();
    let (count, default) = (words.len(), rng.usize(0..words.len()));
    let number = |at: usize| i64::try_from(at).unwrap_or(0);
    let ty = FactType::Words {
        words,
        ordered: false,
    };
    add_fact(policy, "wording", ty, 0..=number(count) - 1, None, false);
    if let Some(id) = policy.facts.ids().next_back() {
        policy.facts.at_mut(id).ambiguity = Some(Ambiguity {
            question: None,
            texts: vec![None; count],
            default,
            citations: Vec::new(),
        });
    }
    if let Some(slot) = policy.defaults.last_mut() {
        *slot = Some(ValueSet::single(number(default)));
    }
}

/// Whether an axis chooses between readings of an ambiguous text.
#[must_use]
pub fn is_reading(policy: &Policy, axis: AxisId) -> bool {
    match policy.axes.at(axis).role {
        AxisRole::Fact(fact) => policy.facts.at(fact).ambiguity.is_some(),
        AxisRole::Class(_) | AxisRole::Element(..) | AxisRole::Kept(_) => false,
    }
}

/// Gives the newest fact a default, half of the time.
fn set_default(rng: &mut Rng, policy: &mut Policy) {
    let Some(fact) = policy.facts.iter().next_back().filter(|_| rng.bool()) else {
        return;
    };
    for axis in fact.axes.clone() {
        let value = super::one_value(rng, &super::domain(policy.axes.at(axis)));
        if let Some(default) = policy.defaults.get_mut(axis.index()) {
            *default = Some(ValueSet::single(value));
        }
    }
}

fn add_fact(
    policy: &mut Policy,
    name: &str,
    ty: FactType,
    domain: RangeInclusive<i64>,
    none_value: Option<(i64, String)>,
    closed: bool,
) {
    let id = FactId::new(u32::try_from(policy.facts.len()).unwrap_or(0));
    let axes = match &ty {
        FactType::Set { elements, .. } => {
            let named = elements.iter().map(String::as_str).chain(["the rest"]);
            let named: Vec<(Option<u32>, String)> = (0_u32..)
                .zip(named)
                .map(|(at, word)| {
                    let is_rest = at as usize == elements.len();
                    ((!is_rest).then_some(at), format!("{name}.{word}"))
                })
                .collect();
            named
                .into_iter()
                .map(|(element, name)| {
                    let role = AxisRole::Element(id, element);
                    add_axis(policy, name, role, domain.clone(), closed)
                })
                .collect()
        }
        _ => vec![add_axis(
            policy,
            name.to_owned(),
            AxisRole::Fact(id),
            domain,
            closed,
        )],
    };
    policy.facts.push(Fact {
        name: name.to_owned(),
        ty,
        axes,
        none_value,
        asserted: false,
        from_law: false,
        ambiguity: None,
        from_diff: false,
        docs: Vec::new(),
        span: Span::default(),
    });
}

/// Adds an axis without a default.
pub(super) fn add_axis(
    policy: &mut Policy,
    name: String,
    role: AxisRole,
    domain: RangeInclusive<i64>,
    closed: bool,
) -> AxisId {
    policy.defaults.push(None);
    policy.axes.push(Axis {
        name,
        role,
        domain,
        closed,
    })
}
