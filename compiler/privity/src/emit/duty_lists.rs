//! Writes duties down as lists.

use super::document::{Argument, Deadline, Duty, DutyForm, Length};
use super::policy_lists::unit_name;
use crate::check::duty::{self, Obligation};
use crate::check::policy::Policy;

pub(super) fn duties(policy: &Policy) -> Vec<Duty> {
    policy.obligations.iter().map(duty).collect()
}

pub(super) fn duty(obligation: &Obligation) -> Duty {
    Duty {
        text: obligation.to_string(),
        alternatives: obligation.alternatives.iter().map(form).collect(),
        through: obligation
            .through
            .as_ref()
            .map(|channels| channels.names.clone()),
        deadline: obligation.deadline.as_ref().map(deadline),
        every: obligation.every.as_ref().map(deadline),
        shown_by: obligation.shown_by.clone(),
    }
}

fn form(duty: &duty::Duty) -> DutyForm {
    DutyForm {
        name: duty.name.clone(),
        arguments: duty.arguments.iter().map(argument).collect(),
    }
}

fn argument(argument: &duty::Argument) -> Argument {
    match argument {
        duty::Argument::Nodes(names, _) => Argument::Nodes(names.clone()),
        duty::Argument::Word(word) => Argument::Word(word.clone()),
        duty::Argument::Level(_, word) => Argument::Level(word.clone()),
        duty::Argument::AtLeast(length) => Argument::AtLeast(length_of(*length)),
        duty::Argument::AtMost(length) => Argument::AtMost(length_of(*length)),
    }
}

fn deadline(deadline: &duty::Deadline) -> Deadline {
    match deadline {
        duty::Deadline::Within(length) => Deadline::Within(length_of(*length)),
        duty::Deadline::Period(name) => Deadline::Period(name.clone()),
        duty::Deadline::Before(name) => Deadline::Before(name.clone()),
    }
}

fn length_of(length: duty::Length) -> Length {
    Length {
        number: length.number,
        unit: unit_name(length.unit),
        hours: (length.min, length.max),
    }
}
