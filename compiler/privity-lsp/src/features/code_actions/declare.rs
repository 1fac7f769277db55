//! Declaring a name that is used and not declared.

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::diagnostic::{Code, Diagnostic};
use privity::occurrences::{Occurrences, Sense};
use privity::resolve::names::{KINDS, Space, kind_word};
use privity::source::Span;
use privity::syntax::ast::{Item, ItemKind, Kind};

use super::Asked;

/// A declaration for each unknown name at a place.
pub(super) fn declarations(asked: &Asked<'_>) -> Vec<CodeAction> {
    let findings = asked.findings();
    let unknown = findings
        .iter()
        .filter(|finding| finding.code == Code::UnknownName);
    unknown
        .filter_map(|finding| declaration(asked, finding))
        .collect()
}

fn declaration(asked: &Asked<'_>, finding: &Diagnostic) -> Option<CodeAction> {
    let primary = finding.primary.iter().map(|label| label.span);
    let mut places = primary.chain(finding.elsewhere.iter().copied());
    let place = places.find(|span| asked.touches(*span))?;
    let name = asked.snapshot.sources().text(place);
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let occurrences = asked.snapshot.occurrences()?;
    let occurrence = occurrences
        .within(place)
        .iter()
        .find(|occurrence| occurrence.sense == Sense::Unknown)?;
    let Declaration { what, home, change } = match occurrence.space? {
        _ if !is_plain => return None,
        Space::Kind(Kind::Duty) => {
            let parameters = parameters(asked, occurrences, place);
            node(asked, Kind::Duty, &format!("{name}{parameters}"))?
        }
        Space::Kind(kind) => node(asked, kind, name)?,
        // What stands behind `under` has readings, and a flag has none.
        Space::Condition if follows_under(asked, place) => return None,
        Space::Condition => line(asked, "flag", &format!("fact {name} is flag"), |item| {
            matches!(item, ItemKind::Fact(_))
        })?,
        Space::Period => {
            let period = format!("period {name} is unstated");
            line(asked, "period", &period, |item| {
                matches!(item, ItemKind::Period(_))
            })?
        }
        // All else needs more than a name.
        _ => return None,
    };
    let place = home.map_or_else(String::new, |path| format!(" in `{path}`"));
    let title = format!("declare {what} `{name}`{place}");
    let mut action = asked.action(title, CodeActionKind::QuickFix, vec![change])?;
    action.diagnostics = asked.shown_as(finding);
    Some(action)
}

/// What is declared, and how.
struct Declaration<'a> {
    what: &'static str,
    /// The module, if it is not the one that uses the name.
    home: Option<&'a str>,
    change: (Span, String),
}

/// The parameters of a duty that would take the arguments at a place; nothing if there are none.
fn parameters(asked: &Asked<'_>, names: &Occurrences, place: Span) -> String {
    let all = asked.snapshot.sources();
    let Some((file, range)) = all.locate(place) else {
        return String::new();
    };
    let rest = all.file(file).text.get(range.end..).unwrap_or_default();
    let arguments = rest.trim_start().strip_prefix('(');
    let Some((arguments, _)) = arguments.and_then(|rest| rest.split_once(')')) else {
        return String::new();
    };
    let parameter = |argument: &str| {
        let argument = argument.trim();
        let is_kind = |kind: &Kind| names.named(Space::Kind(*kind), argument).is_some();
        let is_length = argument.starts_with(|first: char| first.is_ascii_digit())
            || names.named(Space::Period, argument).is_some();
        match KINDS.into_iter().find(is_kind) {
            _ if is_length => "duration at least".to_owned(),
            Some(kind) => kind_word(kind).to_owned(),
            None => format!("one of {argument}"),
        }
    };
    let parameters: Vec<String> = arguments.split(',').map(parameter).collect();
    format!("({})", parameters.join(", "))
}

fn follows_under(asked: &Asked<'_>, place: Span) -> bool {
    let sources = asked.snapshot.sources();
    let before = sources
        .locate(place)
        .and_then(|(file, range)| sources.file(file).text.get(..range.start));
    before.is_some_and(|before| before.trim_end().ends_with("under"))
}

/// The last item of a sort: in the file that uses a name, else in the nearest of those that it imports from the package.
fn last<'a>(
    asked: &Asked<'a>,
    is_one: impl Fn(&Item) -> bool,
) -> Option<(&'a Item, Option<&'a str>)> {
    let modules = &asked.snapshot.package().program.modules;
    let own = modules
        .iter()
        .position(|module| module.file == asked.file)?;
    let mut near = vec![own];
    let mut next = 0;
    while let Some(module) = near.get(next).and_then(|&at| modules.get(at)) {
        if let Some(item) = module.tree.items.iter().rfind(|item| is_one(item)) {
            return Some((item, (next > 0).then_some(&*module.path)));
        }
        let is_own = |at: &usize| modules.get(*at).is_some_and(|module| !module.standard);
        let further: Vec<usize> = module.imports.iter().copied().filter(is_own).collect();
        for at in further {
            if !near.contains(&at) {
                near.push(at);
            }
        }
        next += 1;
    }
    None
}

fn in_front(asked: &Asked<'_>) -> Option<Span> {
    let items = asked.items();
    Some(asked.in_front_of(items.first()?))
}

/// A declaration of a line: behind the last of its sort, or in front of the item that uses it.
fn line<'a>(
    asked: &Asked<'a>,
    what: &'static str,
    text: &str,
    is_one: impl Fn(&ItemKind) -> bool,
) -> Option<Declaration<'a>> {
    let Some((item, home)) = last(asked, |item| is_one(&item.kind)) else {
        return Some(Declaration {
            what,
            home: None,
            change: (in_front(asked)?, format!("{text}\n\n")),
        });
    };
    // What stands in one line is listed line by line.
    let is_line = item.docs.is_empty() && !asked.snapshot.sources().text(item.span).contains('\n');
    let gap = if is_line { "\n" } else { "\n\n" };
    Some(Declaration {
        what,
        home,
        change: (asked.behind(item), format!("{gap}{text}")),
    })
}

/// A new node: the last one of the last tree of its kind, or the first one of a new tree.
fn node<'a>(asked: &Asked<'a>, kind: Kind, name: &str) -> Option<Declaration<'a>> {
    let what = kind_word(kind);
    let is_tree = |item: &Item| {
        let of_kind = matches!(&item.kind, ItemKind::Vocabulary(tree) if tree.kind == kind);
        of_kind && asked.snapshot.sources().text(item.span).ends_with('}')
    };
    let Some((tree, home)) = last(asked, is_tree) else {
        return Some(Declaration {
            what,
            home: None,
            change: (in_front(asked)?, format!("{what} {{ {name} }}\n\n")),
        });
    };
    let text = asked.snapshot.sources().text(tree.span);
    let inside = text.strip_suffix('}')?.trim_end();
    let end = tree.span.start + u32::try_from(inside.len()).ok()?;
    let added = match text.contains('\n') {
        true => format!("\n  {name}"),
        false if inside.ends_with('{') => format!(" {name}"),
        false => format!(", {name}"),
    };
    Some(Declaration {
        what,
        home,
        change: (Span::new(end, end), added),
    })
}
