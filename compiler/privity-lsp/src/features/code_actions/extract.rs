//! Giving a set or a condition a name of its own.

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::resolve::names::{KINDS, Space, kind_word};
use privity::source::Span;
use privity::syntax::ast::{
    Clause, ClauseKind, Condition, Effect, ItemKind, Kind, Path, Set, SetMember, Target,
};

use super::Asked;

/// The sets and conditions at a place that can be named: the smallest that holds what is selected.
pub(super) fn extractions(asked: &Asked<'_>) -> Vec<CodeAction> {
    let items = asked.items();
    let (Some(outermost), Some(item)) = (items.first(), items.last()) else {
        return Vec::new();
    };
    let parts = match &item.kind {
        ItemKind::Rule(rule) => Parts::default()
            .with_effect(&rule.effect)
            .with_clauses(&rule.clauses),
        ItemKind::Section(section) => Parts::default().with_clauses(&section.clauses),
        ItemKind::Deem(deem) => Parts::default().with_clauses(&deem.clauses),
        ItemKind::Assertion(assertion) => Parts::default().with_clauses(&assertion.clauses),
        ItemKind::Inform(inform) => Parts::default().with_clauses(&inform.clauses),
        ItemKind::Promise(promise) => Parts::default().with_clauses(&promise.clauses),
        ItemKind::Switch(switch) => Parts::default().with_clauses(&switch.clauses),
        ItemKind::Define(define) => Parts {
            conditions: vec![&define.condition],
            ..Parts::default()
        },
        _ => return Vec::new(),
    };
    let in_front = asked.in_front_of(outermost);
    let named = |what: &str, keyword: &str, like: &str, span: Span, replaced: Span| {
        let name = asked.free_name(like);
        let sources = asked.snapshot.sources();
        let text = match unclear_kind(asked, &parts, span) {
            Some((kind, at)) => {
                let (before, behind) = (Span::new(span.start, at), Span::new(at, span.end));
                let (before, behind) = (sources.text(before), sources.text(behind));
                format!("{before}{}.{behind}", kind_word(kind))
            }
            None => sources.text(span).to_owned(),
        };
        let declaration = format!("{keyword} {name} is {text}\n\n");
        asked.action(
            format!("extract {what} as `{name}`"),
            CodeActionKind::RefactorExtract,
            vec![(in_front, declaration), (replaced, name)],
        )
    };
    let selected = without_brackets(asked, asked.span);
    let size = |span: &Span| span.end - span.start;
    let sets = parts.sets.iter().filter(|set| is_worth_a_name(set));
    let lists = parts.lists.iter().filter_map(|paths| match *paths {
        [first, .., last] => Some(first.span.to(last.span)),
        _ => None,
    });
    let set = sets
        .map(|set| set.span)
        .chain(lists)
        .filter(|span| holds(*span, selected))
        .min_by_key(size);
    let whole = match &item.kind {
        ItemKind::Define(define) => Some(define.condition.span()),
        _ => None,
    };
    let conditions = parts.conditions.iter();
    let condition = conditions
        .filter_map(|condition| smallest(asked, selected, condition))
        // A condition that has a name needs no other.
        .filter(|span| Some(*span) != whole)
        .min_by_key(size);
    let set = set.and_then(|span| named("the set", "group", "named_set", span, span));
    let condition = condition.and_then(|span| {
        let replaced = with_brackets(asked, span);
        named("the condition", "define", "named_condition", span, replaced)
    });
    set.into_iter().chain(condition).collect()
}

/// The kind of a set whose names exist in several kinds, and the place of its first name, where the kind has to be written.
fn unclear_kind(asked: &Asked<'_>, parts: &Parts<'_>, span: Span) -> Option<(Kind, u32)> {
    let set = parts.sets.iter().find(|set| set.span == span)?;
    let mut paths = Vec::new();
    for member in &set.members {
        match member {
            SetMember::Path(path) => paths.push(path),
            SetMember::Any(_) => {}
            // Only parties have roles, and only data are derived.
            _ => return None,
        }
    }
    paths.extend(&set.except);
    let names = asked.snapshot.occurrences()?;
    let text = |path: &Path| asked.snapshot.sources().text(path.span);
    let fits = |kind: &Kind| {
        let mut paths = paths.iter();
        paths.all(|path| names.named(Space::Kind(*kind), text(path)).is_some())
    };
    if KINDS.iter().filter(|kind| fits(kind)).count() < 2 {
        return None;
    }
    let first = paths.first()?.span;
    let mut there = names.within(first).iter();
    let kind = there.find_map(|name| match name.space {
        Some(Space::Kind(kind)) => Some(kind),
        _ => None,
    });
    Some((kind?, first.start))
}

fn holds(span: Span, part: Span) -> bool {
    span.start <= part.start && part.end <= span.end
}

/// What is selected, without blanks and round brackets around it.
fn without_brackets(asked: &Asked<'_>, span: Span) -> Span {
    let text = asked.snapshot.sources().text(span);
    let mut inside = text.trim();
    while let Some(inner) = inside
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        // The first may be closed before the last opens.
        let mut depth = 0_i32;
        let is_pair = inner.chars().all(|letter| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            depth >= 0
        });
        if !is_pair {
            break;
        }
        inside = inner.trim();
    }
    let length = |count: usize| u32::try_from(count).unwrap_or_default();
    match text.find(inside) {
        Some(skipped) if !inside.is_empty() => {
            let start = span.start + length(skipped);
            Span::new(start, start + length(inside.len()))
        }
        _ => span,
    }
}

/// A condition with the round brackets that stand around it alone.
fn with_brackets(asked: &Asked<'_>, span: Span) -> Span {
    let sources = asked.snapshot.sources();
    let Some((file, range)) = sources.locate(span) else {
        return span;
    };
    let text = &sources.file(file).text;
    let before = text.get(..range.start).unwrap_or_default().trim_end();
    let behind = text.get(range.end..).unwrap_or_default();
    let blanks = behind.len() - behind.trim_start().len();
    match before.ends_with('(') && behind.trim_start().starts_with(')') {
        true => {
            let wider = |count: usize| u32::try_from(count).unwrap_or_default();
            let front = wider(range.start - before.len() + 1);
            Span::new(span.start - front, span.end + wider(blanks + 1))
        }
        false => span,
    }
}

#[derive(Default)]
struct Parts<'a> {
    sets: Vec<&'a Set>,
    /// Actions that stand side by side.
    lists: Vec<&'a [Path]>,
    conditions: Vec<&'a Condition>,
}

impl<'a> Parts<'a> {
    fn with_effect(mut self, effect: &'a Effect) -> Self {
        let target: Option<&Target> = match effect {
            Effect::Permit(target)
            | Effect::Forbid(target)
            | Effect::Oblige(_, target)
            | Effect::Exclude(target) => Some(target),
            Effect::Require(condition, target) => {
                self.conditions.push(condition);
                Some(target)
            }
            Effect::Grant(set) | Effect::On(set) => {
                self.sets.push(set);
                None
            }
        };
        let data = target.and_then(|target| target.data.as_ref());
        let actions = target.and_then(|target| target.actions.as_deref());
        self.sets.extend(data);
        self.lists.extend(actions);
        self
    }

    fn with_clauses(mut self, clauses: &'a [Clause]) -> Self {
        for clause in clauses {
            match &clause.kind {
                ClauseKind::To(set)
                | ClauseKind::From(set)
                | ClauseKind::In(set)
                | ClauseKind::Outside(set)
                | ClauseKind::For(set)
                | ClauseKind::About(set)
                | ClauseKind::By(set) => self.sets.push(set),
                ClauseKind::When(condition) | ClauseKind::Unless(condition) => {
                    self.conditions.push(condition);
                }
                _ => {}
            }
        }
        self
    }
}

/// A name says more than a set of two or more. What says `any` gets its kind from what it leaves out, and nobody has no kind.
fn is_worth_a_name(set: &Set) -> bool {
    let is_nobody = |member: &SetMember| match member {
        SetMember::Path(path) => matches!(path.segments.as_slice(), [only] if only.text == "none"),
        _ => false,
    };
    let is_any = |member: &SetMember| matches!(member, SetMember::Any(_));
    let count = set.members.len() + set.except.len();
    let has_kind = !set.except.is_empty() || !set.members.iter().any(is_any);
    count > 1 && has_kind && !set.members.iter().any(is_nobody)
}

/// The smallest part of a condition that holds what is selected and is more than a bare test.
fn smallest(asked: &Asked<'_>, selected: Span, condition: &Condition) -> Option<Span> {
    if !holds(condition.span(), selected) {
        return None;
    }
    let parts: &[Condition] = match condition {
        Condition::All(parts, _) | Condition::Any(parts, _) => parts,
        Condition::Not(part, _) => std::slice::from_ref(part),
        Condition::Test(test) => {
            // A single test is extracted only if somebody selects it.
            let is_selected = asked.span.end > asked.span.start;
            return (is_selected && test.comparison.is_some()).then_some(test.span);
        }
    };
    let inner = parts
        .iter()
        .find_map(|part| smallest(asked, selected, part));
    let run = || {
        let spans = parts.iter().map(|part| with_brackets(asked, part.span()));
        let mut chosen =
            spans.filter(|span| span.start < selected.end && selected.start < span.end);
        let first = chosen.next()?;
        let last = chosen.next_back()?;
        Some(first.to(last))
    };
    inner.or_else(run).or(Some(condition.span()))
}
