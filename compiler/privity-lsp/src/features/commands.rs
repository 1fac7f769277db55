//! What an editor can have done: run tests, and ask for the places that a lens speaks of.

use gen_lsp_types::{ExecuteCommandParams, Location};
use privity::compile::{Goal, compile};
use privity::diagnostic::Report;
use privity::examples;
use privity::resolve::names::Space;
use privity::source::Span;
use serde_json::{Value, json};

use crate::dispatch::Refusal;
use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// Runs a test, or all tests of a package: `{"uri": …, "title": …}`.
pub(crate) const RUN_TEST: &str = "privity.runTest";
/// The guards that hold a permit back: `{"uri": …, "start": …}`.
pub(crate) const HELD_BACK: &str = "privity.heldBack";
/// Where an anchor or a text is cited: `{"uri": …, "anchor": …}` or `{"uri": …, "source": …}`.
pub(crate) const CITATIONS: &str = "privity.citations";

/// All of them.
pub(crate) const ALL: [&str; 3] = [RUN_TEST, HELD_BACK, CITATIONS];

/// Does what is asked; the answer is a list.
pub(crate) fn execute(
    snapshots: &[Snapshot],
    params: ExecuteCommandParams,
) -> Result<Option<Value>, Refusal> {
    let argument = params
        .arguments
        .and_then(|arguments| arguments.into_iter().next())
        .unwrap_or_default();
    let uri = argument.get("uri").and_then(Value::as_str);
    let uri = uri.map(|uri| gen_lsp_types::Uri(uri.to_owned()));
    let snapshot = uri.and_then(|uri| {
        let mut all = snapshots.iter();
        all.find(|snapshot| snapshot.file(&uri).is_some())
    });
    let Some(snapshot) = snapshot else {
        return Err(Refusal::because(
            "the command names no file of an open policy",
        ));
    };
    match params.command.as_str() {
        RUN_TEST => tests(snapshot, argument.get("title").and_then(Value::as_str)).map(Some),
        HELD_BACK => Ok(Some(json!(held_back(snapshot, &argument)))),
        CITATIONS => Ok(Some(json!(citations(snapshot, &argument)))),
        other => Err(Refusal::because(format!("there is no command `{other}`"))),
    }
}

/// Runs the tests with a title, or all: title, whether it passed, and why not.
fn tests(snapshot: &Snapshot, title: Option<&str>) -> Result<Value, Refusal> {
    let fresh = match snapshot.compiled() {
        Some(_) => None,
        None => {
            let options = snapshot.options(Goal::Decision);
            let program = &snapshot.package().program;
            Some(compile(program, options, &mut Report::new()))
        }
    };
    let compiled = fresh.as_ref().or_else(|| snapshot.compiled());
    let decided = compiled.and_then(|compiled| Some((compiled, compiled.decider()?)));
    let Some((compiled, decider)) = decided else {
        return Err(Refusal::because("tests run once the policy has no errors"));
    };
    let trials = examples::run(&compiled.policy, decider).into_iter();
    let asked = trials.filter(|trial| title.is_none_or(|title| trial.title == title));
    let told: Vec<Value> = asked
        .map(|trial| {
            let message = trial.failure.as_ref().map(|failure| {
                let help = failure.help.as_deref().unwrap_or_default();
                format!("{} {help}", failure.message).trim_end().to_owned()
            });
            json!({"title": trial.title, "passed": trial.failure.is_none(), "message": message})
        })
        .collect();
    Ok(Value::Array(told))
}

/// A place in the texts, as hints and lenses carry it.
pub(crate) fn place(naming: Naming<'_>, span: Span) -> Option<Value> {
    let (file, _) = naming.snapshot.sources().locate(span)?;
    let start = span.start - naming.snapshot.sources().file(file).base;
    Some(json!({"uri": naming.uri(file)?, "start": start}))
}

/// The rule that begins at a byte of a file.
pub(crate) fn rule_at(naming: Naming<'_>, data: &Value) -> Option<Span> {
    let uri = gen_lsp_types::Uri(data.get("uri")?.as_str()?.to_owned());
    let file = naming.snapshot.file(&uri)?;
    let start = u32::try_from(data.get("start")?.as_u64()?).ok()?;
    let start = naming.snapshot.sources().file(file).base + start;
    let mut rules = naming.checked.world.rules.iter();
    rules
        .find(|rule| rule.span.start == start)
        .map(|rule| rule.span)
}

fn held_back(snapshot: &Snapshot, argument: &Value) -> Vec<Location> {
    let Some(naming) = Naming::of(snapshot) else {
        return Vec::new();
    };
    let Some(span) = rule_at(naming, argument) else {
        return Vec::new();
    };
    let rules = &naming.checked.policy.rules;
    let reaches = snapshot.reaches().iter();
    let own = reaches.filter(|reach| rules.get(reach.rule).is_some_and(|rule| rule.span == span));
    let guards = own.flat_map(|reach| &reach.held_back);
    let spans = guards.filter_map(|&guard| Some(rules.get(guard)?.span));
    spans.filter_map(|span| naming.location(span)).collect()
}

fn citations(snapshot: &Snapshot, argument: &Value) -> Vec<Location> {
    let Some(naming) = Naming::of(snapshot) else {
        return Vec::new();
    };
    let word = |key: &str| argument.get(key).and_then(Value::as_str);
    let mut anchors: Vec<String> = word("anchor").map(str::to_owned).into_iter().collect();
    if let Some(name) = word("source") {
        let sources = naming.checked.world.sources.iter();
        let text = sources.filter(|text| text.item.name.text == name);
        anchors.extend(
            text.flat_map(|text| &text.item.anchors)
                .map(|anchor| anchor.name.text.clone()),
        );
    }
    let ids = anchors
        .iter()
        .filter_map(|name| naming.names.named(Space::Anchor, name));
    let places = ids.flat_map(|id| naming.names.of_declaration(id));
    let cited = places.filter(|place| !place.declares);
    cited
        .filter_map(|place| naming.location(place.span))
        .collect()
}
