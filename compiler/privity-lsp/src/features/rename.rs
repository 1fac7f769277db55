//! Another name for something, wherever it is named. The texts with the new name are read before it is given: every name in them must mean what it meant.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use gen_lsp_types::{
    PrepareRenameParams, PrepareRenamePlaceholder, PrepareRenameResult, RenameParams, TextEdit,
    Uri, WorkspaceEdit,
};
use privity::diagnostic::Severity;
use privity::occurrences::{Declaration, DeclarationId, Sense, Thing};
use privity::source::Span;

use crate::dispatch::Refusal;
use crate::naming::{NamedAt, Naming, declared};
use crate::snapshot::Snapshot;

/// New words by the places whose words they replace.
type Changes = BTreeMap<Span, String>;

/// Whether the name at a place can be another one, and which word that is about.
pub(crate) fn prepare(
    snapshot: &Snapshot,
    params: PrepareRenameParams,
) -> Result<Option<PrepareRenameResult>, Refusal> {
    let Some(naming) = Naming::of(snapshot) else {
        return Ok(None);
    };
    let Some(named) = naming.named_at(&params.text_document_position_params) else {
        return Ok(None);
    };
    let word = renamable(naming, &named)?;
    let range = snapshot.range(named.span);
    Ok(range.map(|range| {
        PrepareRenameResult::PrepareRenamePlaceholder(PrepareRenamePlaceholder::new(range, word))
    }))
}

/// The edits that give something another name.
pub(crate) fn rename(
    snapshot: &Snapshot,
    params: RenameParams,
) -> Result<Option<WorkspaceEdit>, Refusal> {
    let Some(naming) = Naming::of(snapshot) else {
        return Ok(None);
    };
    let Some(named) = naming.named_at(&params.text_document_position_params) else {
        return Ok(None);
    };
    let old = renamable(naming, &named)?;
    let new = params.new_name.trim();
    if new == old {
        return Ok(None);
    }
    if !privity::syntax::is_name(new) {
        return Err(Refusal::because(format!(
            "`{new}` cannot be a name: names are letters, digits and `_`, begin with a letter, and are no reserved word"
        )));
    }
    collides(naming, &named, new)?;
    let changes = changes(naming, &named, &old, new);
    let changes = kept(naming, changes, new)?;
    Ok(Some(edit(snapshot, &changes)))
}

/// The word that can be changed; why not, otherwise.
pub(crate) fn renamable(naming: Naming<'_>, named: &NamedAt) -> Result<String, Refusal> {
    let word = naming.snapshot.sources().text(named.span).to_owned();
    for declaration in declarations(naming, named) {
        if let Thing::Module(_) = declaration.thing {
            return Err(Refusal::because(format!(
                "`{}` is a file: rename the file, and its imports follow",
                declaration.name
            )));
        }
        if declaration.standard {
            return Err(Refusal::because(format!(
                "`{word}` belongs to the standard library; an `alias` gives it another name here"
            )));
        }
        if let Thing::Word(fact, _) = declaration.thing {
            let facts = &naming.checked.world.facts;
            if facts.get(fact).is_some_and(|fact| fact.item.from_diff) {
                return Err(Refusal::because(format!(
                    "`{word}` is a word of the language: what a fact `from diff` may hold"
                )));
            }
        }
        let Some(span) = declaration.span else {
            return Err(Refusal::because(format!(
                "`{word}` is made of what the rule says; write `rule` and a name in front of it to give it one"
            )));
        };
        let written = naming.snapshot.sources().text(span);
        if written != word {
            return Err(Refusal::because(format!(
                "`{word}` follows from the switch `{written}`; rename that one"
            )));
        }
    }
    Ok(word)
}

fn declarations<'n>(naming: Naming<'n>, named: &NamedAt) -> impl Iterator<Item = &'n Declaration> {
    let ids = named.ids.clone().into_iter();
    ids.filter_map(move |id| naming.names.declaration(id))
}

/// Says what has the new name already, in a sort of names in which the old one stands.
fn collides(naming: Naming<'_>, named: &NamedAt, new: &str) -> Result<(), Refusal> {
    let world = &naming.checked.world;
    let all = named
        .ids
        .iter()
        .flat_map(|&id| naming.names.declared_with(id));
    for declaration in all.filter_map(|id| naming.names.declaration(id)) {
        let front = declaration.name.strip_suffix(declaration.word());
        let taken = match declaration.thing {
            Thing::Named(space, _) => {
                let full = format!("{}{new}", front.unwrap_or_default());
                if let Some(why) = privity::resolve::reserved_for(space, new) {
                    return Err(Refusal::because(format!(
                        "`{new}` cannot name {}: {why}",
                        space.a_noun()
                    )));
                }
                let found = world.names.declared(space, &full);
                found.map(|found| (space.a_noun(), found.span))
            }
            Thing::Word(..) | Thing::Level(..) => {
                let mut others = naming.names.declarations();
                let found = others.find(|(_, other)| {
                    other.space().is_none()
                        && Some(other.name.as_str())
                            == front.map(|front| format!("{front}{new}")).as_deref()
                });
                let span = found.and_then(|(_, other)| other.span);
                span.map(|span| ("a word of the same list".to_owned(), span))
            }
            Thing::Module(_) => None,
        };
        if let Some((what, span)) = taken {
            let place = naming.written_place(span);
            let place = place.map_or_else(String::new, |place| format!(", declared at {place}"));
            return Err(Refusal::because(format!(
                "`{new}` is {what} already{place}"
            )));
        }
    }
    Ok(())
}

/// The new word at every place of the old one, and in the names that follow from it.
fn changes(naming: Naming<'_>, named: &NamedAt, old: &str, new: &str) -> Changes {
    let sources = naming.snapshot.sources();
    let places = naming.places(&named.ids).into_iter();
    let words = places.map(|place| {
        let written = sources.text(place.span);
        let word = match written.strip_suffix(old) {
            Some(front) => format!("{front}{new}"),
            None => new.to_owned(),
        };
        (place.span, word)
    });
    words.collect()
}

/// The changes, with the names of rules that are made of what they say. Refused if a name then means something else.
fn kept(naming: Naming<'_>, mut changes: Changes, new: &str) -> Result<Changes, Refusal> {
    let changed = naming
        .snapshot
        .with_texts(&texts(naming.snapshot, &changes));
    let Some(after) = Naming::of(&changed) else {
        return Err(Refusal::because(
            "the policy could not be read with this name",
        ));
    };
    let mut follow = Changes::new();
    for (id, rule) in naming.names.declarations() {
        let renamed = after.names.declaration(id);
        if let (None, Some(renamed)) = (rule.span, renamed)
            && renamed.name != rule.name
        {
            for place in naming.names.of_declaration(id) {
                follow.insert(place.span, renamed.word().to_owned());
            }
        }
    }
    if follow.is_empty() {
        return unchanged(naming, after, new).map(|()| changes);
    }
    changes.extend(follow);
    let changed = naming
        .snapshot
        .with_texts(&texts(naming.snapshot, &changes));
    match Naming::of(&changed) {
        Some(after) => unchanged(naming, after, new).map(|()| changes),
        None => Err(Refusal::because(
            "the policy could not be read with this name",
        )),
    }
}

/// Whether all names mean what they meant before, and nothing is wrong that was not.
fn unchanged(before: Naming<'_>, after: Naming<'_>, new: &str) -> Result<(), Refusal> {
    let senses = |naming: Naming<'_>| -> Vec<Option<DeclarationId>> {
        let all = naming.names.all().iter();
        all.map(declared).collect()
    };
    let errors = |naming: Naming<'_>| {
        let findings = naming.snapshot.findings().iter();
        findings
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    };
    let unknown = |naming: Naming<'_>| {
        let all = naming.names.all().iter();
        all.filter(|name| name.sense == Sense::Unknown).count()
    };
    let (one, other) = (senses(before), senses(after));
    let first = one.iter().zip(&other).position(|(one, other)| one != other);
    if first.is_none()
        && one.len() == other.len()
        && errors(before) >= errors(after)
        && unknown(before) >= unknown(after)
    {
        return Ok(());
    }
    let place = first.and_then(|at| before.names.all().get(at));
    let place = place.and_then(|name| {
        let line = before.snapshot.sources().line_column(name.span)?.line;
        let (file, _) = before.snapshot.sources().locate(name.span)?;
        let file = &before.snapshot.sources().file(file).name;
        Some(format!(", first at {file}:{line}"))
    });
    Err(Refusal::because(format!(
        "with the name `{new}` the policy would mean something else{}",
        place.unwrap_or_default()
    )))
}

/// The texts of the files that change.
fn texts(snapshot: &Snapshot, changes: &Changes) -> BTreeMap<PathBuf, String> {
    let sources = snapshot.sources();
    let mut texts: BTreeMap<PathBuf, String> = BTreeMap::new();
    // From the end, so that places before stay where they are.
    for (span, word) in changes.iter().rev() {
        let Some((file, range)) = sources.locate(*span) else {
            continue;
        };
        let Some(path) = snapshot.path(file) else {
            continue;
        };
        let text = texts
            .entry(path.to_owned())
            .or_insert_with(|| sources.file(file).text.to_string());
        text.replace_range(range, word);
    }
    texts
}

/// The edits of a set of changes.
pub(crate) fn edit(snapshot: &Snapshot, changes: &Changes) -> WorkspaceEdit {
    let mut edits: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
    for (span, word) in changes {
        if let Some((path, range)) = snapshot.file_and_range(*span) {
            let list = edits.entry(snapshot.uri_of(path)).or_default();
            list.push(TextEdit::new(range, word.clone()));
        }
    }
    WorkspaceEdit::new(Some(edits), None, None)
}
