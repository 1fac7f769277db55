//! What follows without being written: how long a named time is, that a permit reaches across a border, how much it permits.

use gen_lsp_types::{InlayHint, InlayHintKind, InlayHintParams, Label, Tooltip};
use privity::check::policy::{ClassAxis, Layer};
use privity::insight;
use privity::occurrences::Thing;
use privity::resolve::names::{Space, What};
use privity::source::Span;
use privity::syntax::ast::Effect;

use crate::features::commands;
use crate::naming::{Naming, declared};
use crate::snapshot::Snapshot;

/// What the number behind a permit counts.
const REACH: &str = "Combinations of action, data, purpose and recipient that are permitted in some circumstances, after all guards.";

/// The hints in a range of a file, in the order of the text.
pub(crate) fn hints(snapshot: &Snapshot, params: InlayHintParams) -> Option<Vec<InlayHint>> {
    let naming = Naming::of(snapshot)?;
    let file = snapshot.file(&params.text_document.uri)?;
    let asked = snapshot.span(file, params.range);
    let mut hints = lengths(naming, asked);
    hints.extend(reaches(naming, asked));
    hints.sort_by_key(|hint| (hint.position.line, hint.position.character));
    Some(hints)
}

/// A hint with everything that holds a permit back in what is told about it.
pub(crate) fn resolve(snapshot: &Snapshot, hint: InlayHint) -> InlayHint {
    let told = told(snapshot, &hint).map(Tooltip::String);
    InlayHint {
        tooltip: told.or(hint.tooltip),
        ..hint
    }
}

fn told(snapshot: &Snapshot, hint: &InlayHint) -> Option<String> {
    let naming = Naming::of(snapshot)?;
    let policy = &naming.checked.policy;
    let span = commands::rule_at(naming, hint.data.as_ref()?)?;
    let mut reaches = snapshot.reaches().iter();
    let reach = reaches.find(|reach| {
        let rule = policy.rules.get(reach.rule);
        rule.is_some_and(|rule| rule.span == span && rule.layer == Layer::Base)
    })?;
    let guards = reach.held_back.iter();
    let names: Vec<&str> = guards
        .filter_map(|&id| Some(policy.rules.get(id)?.name.as_str()))
        .collect();
    (!names.is_empty()).then(|| format!("{REACH} It is held back by {}.", names.join(", ")))
}

/// A hint behind a stretch of text, by whose place the package is found again.
fn hint(naming: Naming<'_>, behind: Span, label: String, tooltip: &str) -> Option<InlayHint> {
    let position = naming.snapshot.range(behind)?.end;
    Some(InlayHint::new(
        position,
        Label::String(label),
        Some(InlayHintKind::Type),
        None,
        Some(Tooltip::String(tooltip.to_owned())),
        Some(true),
        None,
        commands::place(naming, behind),
    ))
}

/// Behind the name of a period, how long it is.
fn lengths(naming: Naming<'_>, asked: Span) -> Vec<InlayHint> {
    let places = naming.names.within(asked).iter();
    let periods = places.filter(|place| !place.declares && place.space == Some(Space::Period));
    let hints = periods.filter_map(|place| {
        let declaration = naming.names.declaration(declared(place)?)?;
        let Thing::Named(Space::Period, What::Period(at)) = declaration.thing else {
            return None;
        };
        let world = &naming.checked.world;
        let length = insight::length_of(world, naming.snapshot.sources(), at)?;
        let tooltip = "How long this time is: as stated, as laws say, or as it counts meanwhile.";
        hint(naming, place.span, format!("= {length}"), tooltip)
    });
    hints.collect()
}

/// Behind a permit how many sorts of act it permits, and behind its recipients that they sit across a border.
fn reaches(naming: Naming<'_>, asked: Span) -> Vec<InlayHint> {
    let policy = &naming.checked.policy;
    let world = &naming.checked.world;
    let mut hints = Vec::new();
    for reach in naming.snapshot.reaches() {
        let Some(rule) = policy.rules.get(reach.rule) else {
            continue;
        };
        if rule.layer != Layer::Base || rule.span.start < asked.start || rule.span.end > asked.end {
            continue;
        }
        let written = world.rules.iter().find(|placed| placed.span == rule.span);
        let target = written.and_then(|placed| match &placed.item.effect {
            Effect::Permit(target) => Some(target.span),
            _ => None,
        });
        if let Some(target) = target {
            let label = sorts(reach.sorts);
            hints.extend(hint(naming, target, label, REACH).map(|hint| InlayHint {
                data: commands::place(naming, rule.span),
                ..hint
            }));
        }
        let names_recipient = rule
            .named
            .iter()
            .any(|scope| scope.axis == ClassAxis::Recipient && !scope.listed.is_empty());
        if names_recipient && reach.crosses {
            let inside = naming.names.within(rule.span).iter();
            let to = inside
                .filter(|place| place.space == Some(Space::Kind(privity::syntax::ast::Kind::Party)))
                .find(|place| is_recipient(naming, rule, place.span));
            if let Some(to) = to {
                let tooltip =
                    "Some of this crosses a border, so a permit of `transfer` is needed as well.";
                hints.extend(hint(
                    naming,
                    to.span,
                    "⇢ crosses borders".to_owned(),
                    tooltip,
                ));
            }
        }
    }
    hints
}

fn is_recipient(naming: Naming<'_>, rule: &privity::check::policy::Rule, span: Span) -> bool {
    let word = naming.snapshot.sources().text(span);
    let mut recipients = rule
        .named
        .iter()
        .filter(|scope| scope.axis == ClassAxis::Recipient);
    recipients.any(|scope| scope.listed.iter().any(|(name, _)| name == word))
}

/// So many sorts of act, in words.
pub(crate) fn sorts(number: f64) -> String {
    match count(number).as_str() {
        "1" => "1 sort of act".to_owned(),
        many => format!("{many} sorts of act"),
    }
}

/// A number with its thousands apart.
fn count(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut said = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            said.push(',');
        }
        said.push(digit);
    }
    said
}
