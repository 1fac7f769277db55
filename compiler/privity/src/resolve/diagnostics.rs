//! What can be wrong with names and vocabulary.

use std::collections::BTreeSet;

use super::lookups::path_text;
use super::names::{Found, NameTable, Space, kind_word};
use super::unimported::is_at_peace;
use super::unknown::Unknown;
use super::world::ModuleIndex;
use crate::diagnostic::suggest::{akin, or_list, similar};
use crate::diagnostic::{Applicability, Code, Diagnostic, Fix};
use crate::source::Span;
use crate::syntax::ast::{Date, Kind, Name, Path};

/// A name of a module that is not imported.
pub(super) struct Missing {
    pub(super) name: String,
    pub(super) space: Space,
    /// The module that declares it.
    pub(super) home: String,
    /// Whether that module itself sees the one that lacks the name.
    pub(super) leads_back: bool,
    /// Where it stands, in order.
    pub(super) places: Vec<Span>,
}

/// How many names of one missing import are pointed at.
const MOST_NAMES: usize = 6;

/// Names of one module that it would see with more imports. `names` has at least one.
pub(super) fn not_imported(
    table: &NameTable,
    module: ModuleIndex,
    names: &[Missing],
) -> Diagnostic {
    let first = names.first().and_then(|name| name.places.first());
    let message = match names {
        [only] => format!(
            "the {} `{}` is declared in `{}`, which is not imported",
            only.space.noun(),
            only.name,
            only.home
        ),
        [first, second] => format!(
            "`{}` and `{}` are declared in modules that are not imported",
            first.name, second.name
        ),
        several => {
            let first: Vec<String> = several
                .iter()
                .take(2)
                .map(|name| format!("`{}`", name.name))
                .collect();
            format!(
                "{} and {} more names are declared in modules that are not imported",
                first.join(", "),
                several.len() - first.len()
            )
        }
    };
    let at = Diagnostic::at(
        Code::NotImported,
        first.copied().unwrap_or_default(),
        message,
    );
    let declared_in =
        |name: &Missing| format!("the {} is declared in `{}`", name.space.noun(), name.home);
    let at = match names {
        [_] => at,
        several => several
            .iter()
            .take(1)
            .fold(at, |at, name| at.because(declared_in(name))),
    };
    let at = names.iter().skip(1).take(MOST_NAMES).fold(at, |at, name| {
        let place = name.places.first().copied().unwrap_or_default();
        at.label(place, declared_in(name))
    });
    let pointed_at = if names.len() > 1 { MOST_NAMES + 1 } else { 1 };
    let rest = names.iter().enumerate().flat_map(|(at, name)| {
        let shown = usize::from(at < pointed_at);
        name.places.iter().skip(shown).copied()
    });
    let modules: BTreeSet<&str> = names.iter().map(|name| name.home.as_str()).collect();
    let library = |module: &&str| module.starts_with("privity.");
    let own = modules.iter().copied().filter(|module| !library(module));
    let of_library: Vec<&str> = modules.iter().copied().filter(library).collect();
    // One import for the whole vocabulary is what a beginner wants; who imports single modules already wants one more.
    let imports: Vec<&str> = match of_library.as_slice() {
        [_, _, ..] if !table.imports_standard(module) && is_at_peace(table, "privity.prelude") => {
            own.chain(["privity.prelude"]).collect()
        }
        _ => own.chain(of_library.iter().copied()).collect(),
    };
    let lines: Vec<String> = imports
        .iter()
        .map(|module| format!("import {module}"))
        .collect();
    let quoted: Vec<String> = lines.iter().map(|line| format!("`{line}`")).collect();
    if names.iter().any(|name| name.leads_back) {
        // An import would lead back to this module.
        return at
            .help("move what both files need into a module of its own, and import that from both")
            .also_at(rest);
    }
    let title = format!("add {}", quoted.join(" and "));
    let diagnostic = at.help(&title);
    let diagnostic = match table.import_place(module) {
        Some(place) => diagnostic.fix(
            title,
            place.at,
            format!("{}{}{}", place.before, lines.join("\n"), place.after),
        ),
        None => diagnostic,
    };
    diagnostic.also_at(rest)
}

/// A name that another sort of thing has.
pub(super) fn wrong_kind(table: &NameTable, unknown: &Unknown<'_>) -> Diagnostic {
    let plain = unknown.plain();
    let wanted = a_list(&unknown.spaces);
    let mut spaces = Space::ALL.into_iter();
    let found = spaces.find_map(|space| Some((space, table.declared(space, plain)?)));
    let is = found.map_or_else(String::new, |(space, _)| space.a_noun());
    let diagnostic = Diagnostic::at(
        Code::WrongKind,
        unknown.first(),
        format!("`{plain}` is {is}, not {wanted}"),
    )
    .because(format!("{wanted} is expected here"));
    let diagnostic = match found {
        Some((_, declared)) => diagnostic.label(declared.span, "declared here"),
        None => diagnostic,
    };
    suggest(table, unknown, diagnostic).also_at(unknown.others())
}

/// How a name of a sort comes into being.
fn how_to_declare(space: Space, name: &str) -> Option<String> {
    match space {
        Space::Kind(kind) => Some(format!("declare it in `{} {{ {name} }}`", kind_word(kind))),
        Space::Condition => Some(format!(
            "declare it with `fact {name}` or `define {name} when …`"
        )),
        Space::Rule => Some(format!("give a rule its name with `rule {name}`")),
        _ => None,
    }
}

/// A name that nothing declares.
pub(super) fn unknown(table: &NameTable, unknown: &Unknown<'_>) -> Diagnostic {
    let wanted = if unknown.spaces.len() > 3 {
        "name".to_owned()
    } else {
        let nouns: Vec<&str> = unknown.spaces.iter().map(|space| space.noun()).collect();
        nouns.join(" or ")
    };
    let diagnostic = Diagnostic::at(
        Code::UnknownName,
        unknown.first(),
        format!("unknown {wanted} `{}`", unknown.text),
    );
    let diagnostic = suggest(table, unknown, diagnostic).also_at(unknown.others());
    if diagnostic.help.is_some() {
        return diagnostic;
    }
    let akin = akin(unknown.plain(), visible(table, unknown));
    let write = (!akin.is_empty()).then(|| format!("write {}", or_list(&akin)));
    let is_plain = unknown.plain() == unknown.text;
    let space = unknown.spaces.first().filter(|_| is_plain);
    let declare = space.and_then(|&space| how_to_declare(space, unknown.text));
    let ways: Vec<String> = write.into_iter().chain(declare).collect();
    if ways.is_empty() {
        return diagnostic;
    }
    let list = match unknown.spaces.first() {
        Some(&Space::Kind(kind)) => {
            format!("; `privity words {}` lists what there is", kind_word(kind))
        }
        Some(Space::Condition) => "; `privity words fact` lists what there is".to_owned(),
        _ => String::new(),
    };
    let diagnostic = diagnostic.help(format!("{}{list}", ways.join(", or ")));
    // A word in common is a guess.
    offer_each(unknown, &akin, Applicability::Unsafe, diagnostic)
}

fn a_list(spaces: &[Space]) -> String {
    let nouns: Vec<String> = spaces.iter().map(|space| space.a_noun()).collect();
    nouns.join(" or ")
}

/// The names that could stand there.
fn visible<'t>(table: &'t NameTable, unknown: &'t Unknown<'_>) -> impl Iterator<Item = &'t str> {
    let names = unknown
        .spaces
        .iter()
        .flat_map(|&space| table.names_of(space));
    names
        .filter(|(_, declared)| table.sees(unknown.module, declared.module))
        .map(|(name, _)| name)
}

/// Names the declared words that come near, and offers the nearest as a repair.
fn suggest(table: &NameTable, unknown: &Unknown<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let plain = unknown.plain();
    // One letter is near to every other letter.
    let near = if plain.chars().count() > 1 {
        similar(plain, visible(table, unknown))
    } else {
        Vec::new()
    };
    if near.is_empty() {
        return diagnostic;
    }
    let diagnostic = diagnostic.help(format!("write {}", or_list(&near)));
    // Where the name exists as something else, it may be the place that is wrong.
    let is_clear = near.len() == 1 && diagnostic.code != Code::WrongKind;
    let applicability = match is_clear {
        true => Applicability::Safe,
        false => Applicability::Unsafe,
    };
    offer_each(unknown, &near, applicability, diagnostic)
}

/// Offers each of some names as a repair of all places of an unknown one.
fn offer_each(
    unknown: &Unknown<'_>,
    names: &[&str],
    applicability: Applicability,
    diagnostic: Diagnostic,
) -> Diagnostic {
    let places = |name| unknown.places.iter().map(move |place| (name, place.last));
    let edits = names.iter().flat_map(places);
    edits.fold(diagnostic, |diagnostic, (name, place)| {
        let title = format!("write `{name}`");
        diagnostic.offer(Fix::new(applicability, title, place, *name))
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

pub(super) fn duplicate(space: Space, name: &Name, first: Span, of_library: bool) -> Diagnostic {
    let again = Diagnostic::at(
        Code::DuplicateName,
        name.span,
        format!("the {} `{}` is declared twice", space.noun(), name.text),
    )
    .because("declared again here")
    .label(first, "first declared here");
    match space {
        Space::Kind(_) if of_library => again.help(format!(
            "the standard library has it already: take yours out, or call it otherwise and put it below with `my_{} under {}`",
            name.text, name.text
        )),
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
        _ => {
            let diagnostic = diagnostic.help(format!("write {}", or_list(&known)));
            known.iter().fold(diagnostic, |diagnostic, word| {
                diagnostic.unsafe_fix(format!("write `{word}`"), role.span, *word)
            })
        }
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

/// A node that only a slip of the pen can have made.
pub(super) fn nearly_a_part(kind: Kind, name: &Name, part: &str) -> Diagnostic {
    let (noun, text) = (kind_word(kind), &name.text);
    Diagnostic::at(
        Code::SimilarNames,
        name.span,
        format!("the {noun} `{text}` is easily taken for the keyword `{part}`"),
    )
    .because(format!("this declares another {noun}"))
    .help(format!(
        "write `{part}` if it belongs to the {noun} before it, else put it on a line of its own"
    ))
    .unsafe_fix(format!("write `{part}`"), name.span, part)
}

/// A role without its keyword.
pub(super) fn role_as_party(name: &Name) -> Diagnostic {
    let text = &name.text;
    Diagnostic::at(
        Code::SimilarNames,
        name.span,
        format!("the party `{text}` is easily taken for the role `{text}`"),
    )
    .because("this declares another party")
    .help(format!(
        "write `role {text}` if it belongs to the party before it, else put it on a line of its own"
    ))
    .unsafe_fix(
        "insert `role`",
        Span::new(name.span.start, name.span.start),
        "role ",
    )
}

/// `item` is the whole declaration.
pub(super) fn unused_declaration(noun: &str, name: &str, span: Span, item: Span) -> Diagnostic {
    Diagnostic::at(
        Code::UnusedDeclaration,
        span,
        format!("nothing uses the {noun} `{name}`"),
    )
    .help("take it out, or use it")
    .unsafe_fix(format!("take the {noun} out"), item, "")
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
