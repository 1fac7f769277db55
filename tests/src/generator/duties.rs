//! Random duties, some of which conflict.

use fastrand::Rng;
use privity::check::duty::{
    Argument, Channels, Deadline, Duty, DutyKind, Length, Obligation, ParameterType,
};
use privity::check::policy::{AxisRole, Kind, Policy};
use privity::check::values::ValueSet;
use privity::syntax::ast::Unit;

/// The declared duties: `erase` and `keep` exclude each other, and so do `keep` and `delete_after` when their lengths do.
pub(super) fn kinds() -> Vec<DutyKind> {
    let kind = |name: &str, parameters: Vec<ParameterType>, excludes: &[&str]| DutyKind {
        name: name.to_owned(),
        parameters,
        excludes: excludes.iter().map(|&name| name.to_owned()).collect(),
    };
    let levels = ["in_transit", "end_to_end"].map(str::to_owned).to_vec();
    vec![
        kind("encrypt", vec![ParameterType::Level(levels)], &[]),
        kind("notify", vec![ParameterType::Nodes(Kind::Party)], &[]),
        kind(
            "keep",
            vec![ParameterType::AtLeast],
            &["delete_after", "erase"],
        ),
        kind("delete_after", vec![ParameterType::AtMost], &["keep"]),
        kind("erase", Vec::new(), &["keep"]),
    ]
}

/// Adds two or three obligations, each with a flag or an axis that says whether it is kept. Half of the time two of them clash.
pub(super) fn add_obligations(rng: &mut Rng, policy: &mut Policy) {
    let encryption_is_shown = rng.bool();
    let mut duties = vec![duty(rng), duty(rng), duty(rng)];
    if rng.bool() {
        duties.truncate(1);
        duties.push(duty_of("keep", Some(Argument::AtLeast(years(6)))));
        duties.push(duty_of("erase", None));
    }
    duties.truncate(rng.usize(2..=3));
    for duty in duties {
        let mut obligation = obligation(rng, duty);
        let encrypts = obligation
            .alternatives
            .iter()
            .all(|duty| duty.name == "encrypt");
        if encryption_is_shown && encrypts {
            obligation.shown_by = Some("proven".to_owned());
        }
        if policy.obligations.iter().any(|known| *known == obligation) {
            continue;
        }
        let name = format!("kept {obligation}");
        let is_shown = obligation.shown_by.is_some();
        let id = policy.obligations.push(obligation);
        if is_shown {
            continue;
        }
        let axis = super::facts::add_axis(policy, name, AxisRole::Kept(id), 0..=1, false);
        if let Some(default) = policy.defaults.get_mut(axis.index()) {
            *default = Some(ValueSet::single(1));
        }
    }
}

fn obligation(rng: &mut Rng, first: Duty) -> Obligation {
    let mut alternatives = vec![first];
    if rng.u8(0..6) == 0 {
        alternatives.push(duty(rng));
        alternatives.dedup();
    }
    let length = |rng: &mut Rng| {
        let lengths = [(30, Unit::Day), (1, Unit::Month), (72, Unit::Hour)];
        rng.choice(lengths)
            .and_then(|(number, unit)| Length::new(number, unit))
    };
    Obligation {
        alternatives,
        through: (rng.u8(0..3) == 0).then(|| channel(rng)),
        deadline: if rng.bool() {
            length(rng).map(Deadline::Within)
        } else {
            None
        },
        every: None,
        shown_by: None,
    }
}

fn channel(rng: &mut Rng) -> Channels {
    let at = rng.usize(0..3);
    let names = ["email", "letter", "call"];
    Channels {
        names: names
            .iter()
            .skip(at)
            .take(1)
            .map(|&name| name.to_owned())
            .collect(),
        atoms: ValueSet::single(i64::try_from(at).unwrap_or(0)),
    }
}

fn duty(rng: &mut Rng) -> Duty {
    let (name, argument) = match rng.u8(0..6) {
        0 => ("encrypt", Some(Argument::Level(0, "in_transit".to_owned()))),
        1 => ("encrypt", Some(Argument::Level(1, "end_to_end".to_owned()))),
        2 => (
            "notify",
            Some(Argument::Nodes(vec!["us".to_owned()], ValueSet::single(0))),
        ),
        3 => ("keep", Some(Argument::AtLeast(years(rng.i64(1..=6))))),
        4 => (
            "delete_after",
            Some(Argument::AtMost(years(rng.i64(1..=6)))),
        ),
        _ => ("erase", None),
    };
    duty_of(name, argument)
}

fn years(number: i64) -> Length {
    Length::new(number, Unit::Year).unwrap_or(Length::ZERO)
}

fn duty_of(name: &str, argument: Option<Argument>) -> Duty {
    Duty {
        name: name.to_owned(),
        arguments: argument.into_iter().collect(),
    }
}
