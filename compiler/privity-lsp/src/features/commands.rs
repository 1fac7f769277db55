//! What an editor can have done: run tests, and ask for the places that a lens speaks of.

use gen_lsp_types::{ExecuteCommandParams, Location, MessageType, ShowMessageParams};
use privity::compile::{Goal, compile};
use privity::diagnostic::Report;
use privity::examples;
use privity::resolve::names::Space;
use privity::source::Span;
use serde::Serialize;
use serde_json::{Value, json};

use crate::dispatch::Refusal;
use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// Runs a test, those of a title, or all of a package: `{"uri": …, "title": …, "start": …}`, where the test begins in the file.
pub(crate) const RUN_TEST: &str = "privity.runTest";
/// The guards that hold a permit back: `{"uri": …, "start": …}`.
pub(crate) const HELD_BACK: &str = "privity.heldBack";
/// Where an anchor or a text is cited: `{"uri": …, "anchor": …}` or `{"uri": …, "source": …}`.
pub(crate) const CITATIONS: &str = "privity.citations";

/// So many lines are told.
const MOST_LINES: usize = 20;

/// All of them.
pub(crate) const ALL: [&str; 3] = [RUN_TEST, HELD_BACK, CITATIONS];

/// What was done.
pub(crate) struct Done {
    /// The answer, a list.
    pub(crate) answer: Value,
    /// The same in words, for editors that do nothing with it.
    pub(crate) told: Option<ShowMessageParams>,
}

/// Does what is asked.
pub(crate) fn execute(
    snapshots: &[Snapshot],
    params: ExecuteCommandParams,
) -> Result<Done, Refusal> {
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
    let (answer, kind, words) = match params.command.as_str() {
        RUN_TEST => {
            let ran = tests(snapshot, &argument)?;
            let (kind, words) = outcome(&ran);
            (json!(ran), kind, words)
        }
        HELD_BACK => {
            let guards = held_back(snapshot, &argument);
            let words = ["held back by", "nothing holds it back"];
            places(snapshot, words.map(str::to_owned), &guards)
        }
        CITATIONS => {
            let cited = argument.get("anchor").or(argument.get("source"));
            let cited = cited.and_then(Value::as_str).unwrap_or_default();
            let words = ["cited at", "cited nowhere"].map(|words| format!("`{cited}` is {words}"));
            places(snapshot, words, &citations(snapshot, &argument))
        }
        other => return Err(Refusal::because(format!("there is no command `{other}`"))),
    };
    let is_shown = snapshot.client().shows_answers;
    let told = (!is_shown).then(|| ShowMessageParams::new(kind, words));
    Ok(Done { answer, told })
}

/// A test that was run.
#[derive(Serialize)]
struct Ran {
    title: String,
    passed: bool,
    /// Why not.
    message: Option<String>,
}

/// Runs the test at a place, those with a title, or all.
fn tests(snapshot: &Snapshot, argument: &Value) -> Result<Vec<Ran>, Refusal> {
    let title = argument.get("title").and_then(Value::as_str);
    let start = start(snapshot, argument);
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
    let asked = trials
        .filter(|trial| title.is_none_or(|title| trial.title == title))
        .filter(|trial| start.is_none_or(|start| trial.span.start == start));
    let ran = asked.map(|trial| Ran {
        message: trial.failure.as_ref().map(|failure| {
            let help = failure.help.as_deref().unwrap_or_default();
            format!("{} {help}", failure.message).trim_end().to_owned()
        }),
        passed: trial.failure.is_none(),
        title: trial.title,
    });
    Ok(ran.collect())
}

/// What became of tests, in words.
fn outcome(ran: &[Ran]) -> (MessageType, String) {
    let failed: Vec<String> = ran
        .iter()
        .filter(|test| !test.passed)
        .map(|test| {
            let why = test.message.as_deref().unwrap_or_default();
            format!("“{}” failed: {why}", test.title)
        })
        .collect();
    match (failed.is_empty(), ran) {
        (true, []) => (MessageType::Info, "there is no such test".to_owned()),
        (true, [only]) => (MessageType::Info, format!("“{}” passed", only.title)),
        (true, all) => (MessageType::Info, format!("all {} tests passed", all.len())),
        (false, [_]) => (MessageType::Error, failed.join("\n")),
        (false, all) => {
            let count = format!("{} of {} tests failed", failed.len(), all.len());
            (MessageType::Error, listed(&count, failed))
        }
    }
}

/// Places as an answer, and in words: with the name of what stands there behind the first ones, or the second ones if there are none.
fn places(
    snapshot: &Snapshot,
    [some, none]: [String; 2],
    found: &[(String, Span)],
) -> (Value, MessageType, String) {
    let naming = Naming::of(snapshot);
    let of = |(name, span): &(String, Span)| {
        let naming = naming?;
        let line = format!("{name} {}", naming.written_place(*span)?);
        Some((naming.location(*span)?, line.trim_start().to_owned()))
    };
    let (locations, lines): (Vec<Location>, Vec<String>) = found.iter().filter_map(of).unzip();
    let words = match lines.is_empty() {
        true => none,
        false => listed(&some, lines),
    };
    (json!(locations), MessageType::Info, words)
}

/// A list of lines under a heading.
fn listed(heading: &str, lines: Vec<String>) -> String {
    let more = lines.len().saturating_sub(MOST_LINES);
    let mut said = format!("{heading}:");
    for line in lines.into_iter().take(MOST_LINES) {
        said.push_str(&format!("\n- {line}"));
    }
    if more > 0 {
        said.push_str(&format!("\n- and {more} more"));
    }
    said
}

/// A place in the texts, as hints and lenses carry it.
pub(crate) fn place(naming: Naming<'_>, span: Span) -> Option<Value> {
    let (file, _) = naming.snapshot.sources().locate(span)?;
    let start = span.start - naming.snapshot.sources().file(file).base;
    Some(json!({"uri": naming.uri(file)?, "start": start}))
}

/// The place that a hint or a lens carries.
fn start(snapshot: &Snapshot, data: &Value) -> Option<u32> {
    let uri = gen_lsp_types::Uri(data.get("uri")?.as_str()?.to_owned());
    let file = snapshot.file(&uri)?;
    let start = u32::try_from(data.get("start")?.as_u64()?).ok()?;
    Some(snapshot.sources().file(file).base + start)
}

/// The rule that begins at a byte of a file.
pub(crate) fn rule_at(naming: Naming<'_>, data: &Value) -> Option<Span> {
    let start = start(naming.snapshot, data)?;
    let mut rules = naming.checked.world.rules.iter();
    rules
        .find(|rule| rule.span.start == start)
        .map(|rule| rule.span)
}

/// The guards that hold a permit back, by name.
fn held_back(snapshot: &Snapshot, argument: &Value) -> Vec<(String, Span)> {
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
    let guards = guards.filter_map(|&guard| rules.get(guard));
    guards
        .map(|guard| (format!("`{}`", guard.name), guard.span))
        .collect()
}

/// Where anchors are cited.
fn citations(snapshot: &Snapshot, argument: &Value) -> Vec<(String, Span)> {
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
    cited.map(|place| (String::new(), place.span)).collect()
}
