//! A switch is four things at once: a fact that says how it stands, a guard while it is off, a right to turn it, and the duty to obey.

use crate::source::Span;
use crate::syntax::ast::{
    Clause, ClauseKind, Comparison, Condition, DutyTerm, Effect, Fact, FactType, Must, Name, Node,
    Path, Rule, Set, SetMember, Switch, Target, TestOf, Text, Timing, Value,
};

/// How a switch stands: as it was, turned off and not yet obeyed, or off.
pub(crate) const STATES: [&str; 3] = ["on", "stopping", "stopped"];

/// The fact that says how a switch stands.
pub(super) fn state(switch: &Switch) -> Fact {
    let span = switch.name.span;
    let word = |text: &str| Name {
        text: text.to_owned(),
        span,
    };
    Fact {
        name: switch.name.clone(),
        asserted: false,
        ty: FactType::OneOf(STATES.into_iter().map(word).collect()),
        between: None,
        or_none: None,
        from_law: false,
        from_diff: false,
        default: Some(Value::Path(path("on", span))),
        closed: false,
        citations: Vec::new(),
        notes: Vec::new(),
    }
}

/// The guard that holds while a switch is off. One that takes effect later still lets things pass while it is stopping; one that
/// says no time is obeyed at once, which protects the person.
pub(super) fn guard(switch: &Switch, target: &Target, kind: Option<Path>) -> Rule {
    let span = switch.name.span;
    let (comparison, state) = match switch.timing {
        Some(Timing::Within(_)) => (Comparison::Is, "stopped"),
        _ => (Comparison::IsNot, "on"),
    };
    let off = Condition::Test(TestOf {
        subject: name_path(&switch.name),
        comparison: Some((comparison, Value::Path(path(state, span)))),
        span,
    });
    let mut clauses = switch.clauses.clone();
    let clause = |kind| Clause { kind, span };
    clauses.push(clause(ClauseKind::When(off)));
    clauses.extend(kind.map(|kind| clause(ClauseKind::GuardKind(kind))));
    Rule {
        name: Some(switch.name.clone()),
        is_final: false,
        effect: Effect::Forbid(target.clone()),
        effect_span: span,
        clauses,
        damaged: false,
    }
}

/// Whether a switch says itself what sort of guard it is.
pub(super) fn has_kind(switch: &Switch) -> bool {
    let mut clauses = switch.clauses.iter();
    clauses.any(|clause| matches!(clause.kind, ClauseKind::GuardKind(_)))
}

/// What happens when a person turns it: the duty to obey, through its channels and in its time.
pub(super) fn answer(switch: &Switch) -> Rule {
    let span = switch.name.span;
    let citations = switch
        .clauses
        .iter()
        .filter(|clause| matches!(clause.kind, ClauseKind::Cite(_) | ClauseKind::Note(_)));
    let must = Must {
        alternatives: vec![DutyTerm {
            path: path(&duty_name(switch), span),
            arguments: Vec::new(),
            span,
        }],
        through: switch.through.clone(),
        timing: switch.timing.clone(),
        every: None,
        span,
    };
    let right = Set {
        members: vec![SetMember::Path(name_path(&switch.name))],
        except: Vec::new(),
        span,
    };
    let clause = Clause {
        kind: ClauseKind::Must(must),
        span,
    };
    Rule {
        name: None,
        is_final: false,
        effect: Effect::Grant(right),
        effect_span: span,
        clauses: citations.cloned().chain([clause]).collect(),
        damaged: false,
    }
}

/// The right to turn a switch.
pub(super) fn right(switch: &Switch) -> Node {
    node(switch, switch.name.text.clone(), "turn it off")
}

/// The duty to obey it.
pub(super) fn duty(switch: &Switch) -> Node {
    node(switch, duty_name(switch), "stop what the switch stops")
}

fn duty_name(switch: &Switch) -> String {
    format!("stop_{}", switch.name.text)
}

fn node(switch: &Switch, text: String, means: &str) -> Node {
    let span = switch.name.span;
    let title = switch.title.as_ref().map(|title| title.value.clone());
    let meaning = title.map_or_else(|| means.to_owned(), |title| format!("{means}: {title}"));
    Node {
        docs: Vec::new(),
        name: Name { text, span },
        parameters: Vec::new(),
        open: false,
        under: Vec::new(),
        derived_from: Vec::new(),
        roles: Vec::new(),
        sits_in: Vec::new(),
        as_home: false,
        excludes: Vec::new(),
        shown_by: None,
        replaced_by: None,
        meaning: Some(Text {
            value: meaning,
            span,
        }),
        citations: Vec::new(),
        children: Vec::new(),
        span,
    }
}

fn path(word: &str, span: Span) -> Path {
    name_path(&Name {
        text: word.to_owned(),
        span,
    })
}

fn name_path(name: &Name) -> Path {
    Path {
        segments: [name.clone()].into(),
        span: name.span,
    }
}

/// The guard kind of a switch that names none, where a policy has it.
pub(super) fn usual_kind(span: Span) -> Path {
    path("switch", span)
}
