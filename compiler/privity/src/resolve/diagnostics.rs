//! What can be wrong with names and vocabulary.

use super::lookups::path_text;
use super::names::{Found, NameTable, Space, kind_word};
use super::world::ModuleIndex;
use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Date, Kind, Name, Path};

/// A path that no declaration fits, with all places where it stands.
pub(super) struct Unknown<'u> {
    /// The sorts that were asked for, best first.
    pub(super) spaces: &'u [Space],
    /// The words of the path.
    pub(super) text: &'u str,
    /// The module of the first place.
    pub(super) module: ModuleIndex,
    /// Each place, with the last word of the path there.
    pub(super) places: &'u [(Span, Span)],
}

/// A name that is not declared, not visible, or of another sort.
pub(super) fn unknown(table: &NameTable, unknown: &Unknown<'_>) -> Diagnostic {
    let text = unknown.text;
    let plain = text.rsplit('.').next().unwrap_or(text);
    let first = unknown
        .places
        .first()
        .map_or(Span::default(), |(all, _)| *all);
    let hidden = unknown
        .spaces
        .iter()
        .find_map(|&space| Some((space, table.declared(space, plain)?)))
        .filter(|(_, declared)| !table.sees(unknown.module, declared.module));
    let elsewhere = || {
        let mut spaces = Space::ALL.into_iter();
        spaces.find_map(|space| Some((space, table.declared(space, plain)?)))
    };
    let everything = unknown.spaces.len() > 3;
    let wanted = if everything {
        "name".to_owned()
    } else {
        let nouns: Vec<&str> = unknown.spaces.iter().map(|space| space.noun()).collect();
        nouns.join(" or ")
    };
    let diagnostic = if let Some((space, declared)) = hidden {
        let module = table.module_path(declared.module);
        Diagnostic::at(
            Code::NotImported,
            first,
            format!("the {} `{plain}` is not visible here", space.noun()),
        )
        .label(declared.span, format!("it is declared in `{module}`"))
        .help(format!("add `import {module}`"))
    } else if let Some((space, declared)) = elsewhere()
        .filter(|(space, _)| !everything && plain == text && !unknown.spaces.contains(space))
    {
        let diagnostic = Diagnostic::at(
            Code::WrongKind,
            first,
            format!(
                "`{plain}` is {}, not {}",
                space.a_noun(),
                a_list(unknown.spaces)
            ),
        )
        .because(format!("{} is expected here", a_list(unknown.spaces)))
        .label(declared.span, "declared here");
        suggest(table, unknown, plain, diagnostic)
    } else {
        let diagnostic = Diagnostic::at(
            Code::UnknownName,
            first,
            format!("unknown {wanted} `{text}`"),
        );
        suggest(table, unknown, plain, diagnostic)
    };
    diagnostic.also_at(unknown.places.iter().skip(1).map(|(place, _)| *place))
}

fn a_list(spaces: &[Space]) -> String {
    let nouns: Vec<String> = spaces.iter().map(|space| space.a_noun()).collect();
    nouns.join(" or ")
}

/// Names the declared words that come near, and offers the nearest as a repair.
fn suggest(
    table: &NameTable,
    unknown: &Unknown<'_>,
    plain: &str,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let visible = unknown.spaces.iter().flat_map(|&space| {
        let names = table.names_of(space);
        names.filter(|(_, declared)| table.sees(unknown.module, declared.module))
    });
    // One letter is near to every other letter.
    let near = if plain.chars().count() > 1 {
        similar(plain, visible.map(|(name, _)| name))
    } else {
        Vec::new()
    };
    let Some(best) = near.first() else {
        return diagnostic;
    };
    let diagnostic = diagnostic.help(format!("write {}", or_list(&near)));
    if near.len() > 1 {
        return diagnostic;
    }
    unknown
        .places
        .iter()
        .fold(diagnostic, |diagnostic, (_, last)| {
            diagnostic.fix(format!("write `{best}`"), *last, *best)
        })
}

pub(super) fn renamed(space: Space, old: &str, new: &str, places: &[Span]) -> Diagnostic {
    let first = places.first().copied().unwrap_or_default();
    let diagnostic = Diagnostic::at(
        Code::RenamedName,
        first,
        format!("the {} `{old}` is now called `{new}`", space.noun()),
    )
    .help(format!("write `{new}`"))
    .also_at(places.iter().skip(1).copied());
    places.iter().fold(diagnostic, |diagnostic, place| {
        diagnostic.fix(format!("write `{new}`"), *place, new)
    })
}

pub(super) fn duplicate(space: Space, name: &Name, first: Span) -> Diagnostic {
    let again = Diagnostic::at(
        Code::DuplicateName,
        name.span,
        format!("the {} `{}` is declared twice", space.noun(), name.text),
    )
    .because("declared again here")
    .label(first, "first declared here");
    match space {
        Space::Kind(_) => again.help("take one out; a second parent is written `under PARENT`"),
        _ => again.help("give one of them another name"),
    }
}

pub(super) fn reserved(space: Space, name: &Name, why: &str) -> Diagnostic {
    Diagnostic::at(
        Code::TakenName,
        name.span,
        format!("{} cannot be called `{}`", space.a_noun(), name.text),
    )
    .because(why)
    .help("take another name")
}

/// `says` completes the sentence for one name: `lies under itself`.
pub(super) fn circular(says: &str, members: &[&Name]) -> Diagnostic {
    let first = members.first();
    let name = first.map_or("", |name| name.text.as_str());
    let span = first.map_or(Span::default(), |name| name.span);
    let diagnostic = Diagnostic::at(Code::Circular, span, format!("`{name}` {says}"));
    let diagnostic = match members.len() {
        0 | 1 => diagnostic,
        _ => diagnostic.because("the circle begins here"),
    };
    members
        .iter()
        .skip(1)
        .fold(diagnostic, |diagnostic, member| {
            diagnostic.label(member.span, "and goes through here")
        })
        .help("take one step out of the circle")
}

pub(super) fn misplaced_part(name: &Name, part: &str, kind: Kind, of: Kind) -> Diagnostic {
    Diagnostic::at(
        Code::MisplacedPart,
        name.span,
        format!(
            "`{}` is {}, which has no `{part}`",
            name.text,
            Space::Kind(kind).a_noun()
        ),
    )
    .because(format!("`{part}` is for nodes of kind `{}`", kind_word(of)))
    .help("take that part out")
}

pub(super) fn replaced_with_children(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::MisplacedPart,
        name.span,
        format!("`{}` is renamed, and yet has nodes below it", name.text),
    )
    .help("move them under the node that replaces it")
}

pub(crate) fn not_a_node(path: &Path) -> Diagnostic {
    Diagnostic::at(
        Code::WrongKind,
        path.span,
        format!("`{}` is no single node", path_text(path)),
    )
    .because("a group or the rest of an open node cannot stand here")
    .help("name a node")
}

/// Only data are computed from one another.
pub(super) fn no_lineage(kind: Kind, path: &Path) -> Diagnostic {
    Diagnostic::at(
        Code::WrongKind,
        path.span,
        format!("nothing is derived from `{}`", path_text(path)),
    )
    .because(format!(
        "only data are computed from one another, and {} is asked for here",
        Space::Kind(kind).a_noun()
    ))
    .help("name the nodes themselves")
}

pub(super) fn not_open(kind: Kind, found: Found<'_>, path: &Path) -> Diagnostic {
    Diagnostic::at(
        Code::NoResidual,
        path.span,
        format!("`{}` has no `.other`", found.name),
    )
    .because("only an open node has a rest of its own")
    .label(
        found.declared.span,
        format!("this {} is not declared `open`", kind_word(kind)),
    )
    .help("declare it `open`, or name one of the nodes below it")
}

pub(super) fn kind_unclear(name: &Name, kinds: &[Kind]) -> Diagnostic {
    let words: Vec<&str> = kinds.iter().map(|kind| kind_word(*kind)).collect();
    let example = words.first().copied().unwrap_or("data");
    Diagnostic::at(
        Code::KindUnclear,
        name.span,
        format!("it is not clear of which kind `{}` is", name.text),
    )
    .because(format!("its members exist as {}", or_list(&words)))
    .help(format!(
        "put the kind in front of a member, as in `{example}.NAME`"
    ))
}

pub(super) fn unknown_role(role: &Name) -> Diagnostic {
    let known = super::sets::ROLES;
    let near = similar(&role.text, known);
    let diagnostic = Diagnostic::at(
        Code::UnknownName,
        role.span,
        format!("unknown role `{}`", role.text),
    );
    match near.as_slice() {
        [best] => diagnostic.help(format!("write `{best}`")).fix(
            format!("write `{best}`"),
            role.span,
            *best,
        ),
        _ => diagnostic.help(format!("write {}", or_list(&known))),
    }
}

pub(super) fn similar_names(space: Space, new: (&str, Span), old: (&str, Span)) -> Diagnostic {
    Diagnostic::at(
        Code::SimilarNames,
        new.1,
        format!("`{}` and `{}` are easily taken for each other", new.0, old.0),
    )
    .because(format!("this {} …", space.noun()))
    .label(old.1, "… and this one")
    .help(format!(
        "take one out if both mean the same, or write `alias {} is {}`; else give them names that differ more",
        new.0, old.0
    ))
}

pub(super) fn unused_declaration(noun: &str, name: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::UnusedDeclaration,
        span,
        format!("nothing uses the {noun} `{name}`"),
    )
    .help("take it out, or use it")
}

pub(super) fn unused_import(path: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::UnusedImport,
        span,
        format!("nothing here uses what `{path}` declares"),
    )
    .help("take the import out")
    .fix("take the import out", span, "")
}

pub(crate) fn no_such_day(date: Date) -> Diagnostic {
    let written = format!("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    Diagnostic::at(
        Code::NoSuchDay,
        date.span,
        format!("there is no day `{written}`"),
    )
    .because("days run from 1900-01-01 to 2199-12-31")
    .help("write a day of the calendar")
}

pub(super) fn two_headers(second: Span, first: Span) -> Diagnostic {
    Diagnostic::at(Code::TwoHeaders, second, "this file has a header already")
        .label(first, "the first header")
        .help("give each law a file of its own, or set its rules in braces behind its header")
}

pub(crate) fn ends_before_it_begins(since: Span, until: Span) -> Diagnostic {
    Diagnostic::at(
        Code::EndsBeforeItBegins,
        until,
        "this ends before it begins",
    )
    .because("the last day")
    .label(since, "the first day")
    .help("let the last day follow the first")
}
