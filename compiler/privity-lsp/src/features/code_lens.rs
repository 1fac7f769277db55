//! Lines above declarations: run a test, how much a permit permits and what holds it back, how often an anchor is cited.

use gen_lsp_types::{CodeLens, CodeLensParams, Command};
use privity::check::policy::Layer;
use privity::source::Span;
use serde_json::{Value, json};

use crate::features::commands;
use crate::features::inlay_hints::sorts;
use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// The lenses of a file. What takes time to work out is left to [`resolve`].
pub(crate) fn lenses(snapshot: &Snapshot, params: CodeLensParams) -> Option<Vec<CodeLens>> {
    let naming = Naming::of(snapshot)?;
    let uri = &params.text_document.uri;
    let file = snapshot.file(uri)?;
    let source = snapshot.sources().file(file);
    let end = source.base + u32::try_from(source.text.len()).unwrap_or_default();
    let is_here = |span: Span| source.base <= span.start && span.end <= end;
    let world = &naming.checked.world;
    let mut lenses = Vec::new();
    for test in world.tests.iter().filter(|test| is_here(test.span)) {
        let title = &test.item.title.value;
        let place = json!({"uri": uri, "title": title, "start": test.span.start - source.base});
        let command = command("run test".to_owned(), commands::RUN_TEST, place);
        lenses.extend(lens(snapshot, test.span, Some(command), None));
    }
    for rule in world.rules.iter().filter(|rule| is_here(rule.span)) {
        let permits = matches!(rule.item.effect, privity::syntax::ast::Effect::Permit(_));
        if permits {
            let data = commands::place(naming, rule.span);
            lenses.extend(lens(snapshot, rule.span, None, data));
        }
    }
    for text in world.sources.iter().filter(|text| is_here(text.span)) {
        lenses.extend(coverage(naming, text, uri));
    }
    lenses.sort_by_key(|lens| (lens.range.start.line, lens.range.start.character));
    Some(lenses)
}

fn lens(
    snapshot: &Snapshot,
    span: Span,
    command: Option<Command>,
    data: Option<Value>,
) -> Option<CodeLens> {
    let mut range = snapshot.range(span)?;
    range.end = range.start;
    Some(CodeLens::new(range, command, data))
}

fn command(title: String, name: &str, argument: Value) -> Command {
    Command::new(title, None, name.to_owned(), Some(vec![argument]))
}

/// How many places of a cited text are cited, and how often each is.
fn coverage(
    naming: Naming<'_>,
    text: &privity::resolve::world::Placed<privity::syntax::ast::Source>,
    uri: &gen_lsp_types::Uri,
) -> Vec<CodeLens> {
    use privity::resolve::names::Space;
    let mut lenses = Vec::new();
    let mut covered = 0;
    for anchor in &text.item.anchors {
        let id = naming.names.named(Space::Anchor, &anchor.name.text);
        let places = id
            .into_iter()
            .flat_map(|id| naming.names.of_declaration(id));
        let cited = places.filter(|place| !place.declares).count();
        covered += usize::from(cited > 0);
        let title = match cited {
            0 => "cited nowhere".to_owned(),
            1 => "cited once".to_owned(),
            _ => format!("cited {cited} times"),
        };
        let place = json!({"uri": uri, "anchor": anchor.name.text});
        let command = command(title, commands::CITATIONS, place);
        lenses.extend(lens(naming.snapshot, anchor.name.span, Some(command), None));
    }
    let all = text.item.anchors.len();
    let title = format!("{covered} of {all} places cited");
    let place = json!({"uri": uri, "source": text.item.name.text});
    let command = command(title, commands::CITATIONS, place);
    lenses.extend(lens(naming.snapshot, text.span, Some(command), None));
    lenses
}

/// A lens above a permit with how much it permits and what holds it back.
pub(crate) fn resolve(snapshot: &Snapshot, mut lens: CodeLens) -> CodeLens {
    if lens.command.is_none() {
        let told = told(snapshot, &lens);
        lens.command = Some(told.unwrap_or_else(|| {
            let why = match snapshot.has_errors() {
                true => "how much this permits is counted when the policy has no errors",
                false => "how much this permits is not counted",
            };
            let data = lens.data.clone().unwrap_or_default();
            command(why.to_owned(), commands::HELD_BACK, data)
        }));
    }
    lens
}

fn told(snapshot: &Snapshot, lens: &CodeLens) -> Option<Command> {
    let data = lens.data.as_ref()?;
    let naming = Naming::of(snapshot)?;
    let policy = &naming.checked.policy;
    let span = commands::rule_at(naming, data)?;
    let mut titles = Vec::new();
    for reach in snapshot.reaches() {
        let rule = policy.rules.get(reach.rule)?;
        if rule.span != span {
            continue;
        }
        let names: Vec<String> = reach
            .held_back
            .iter()
            .filter_map(|&id| Some(format!("`{}`", policy.rules.get(id)?.name)))
            .collect();
        let mut title = match rule.layer {
            Layer::Base => format!("permits {}", sorts(reach.sorts)),
            Layer::Transfer => format!("lets {} cross borders", sorts(reach.sorts)),
        };
        match names.as_slice() {
            [] => {}
            [first, second, third, _, ..] => title.push_str(&format!(
                ", held back by {first}, {second}, {third} and {} more",
                names.len() - 3
            )),
            few => title.push_str(&format!(", held back by {}", few.join(", "))),
        }
        titles.push(title);
    }
    (!titles.is_empty()).then(|| command(titles.join("; "), commands::HELD_BACK, data.clone()))
}
