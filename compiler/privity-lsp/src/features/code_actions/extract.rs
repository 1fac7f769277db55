//! Giving a set or a condition a name of its own.

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::source::Span;
use privity::syntax::ast::{
    Clause, ClauseKind, Condition, Effect, ItemKind, Set, SetMember, Target,
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
        _ => return Vec::new(),
    };
    let in_front = asked.in_front_of(outermost);
    let named = |what: &str, keyword: &str, like: &str, span: Span| {
        let name = asked.free_name(like);
        let text = asked.snapshot.sources().text(span);
        let declaration = format!("{keyword} {name} is {text}\n\n");
        asked.action(
            format!("extract {what} as `{name}`"),
            CodeActionKind::RefactorExtract,
            vec![(in_front, declaration), (span, name)],
        )
    };
    let sets = parts.sets.iter().filter(|set| is_worth_a_name(set));
    let set = sets
        .map(|set| set.span)
        .filter(|span| asked.is_within(*span))
        .min_by_key(|span| span.end - span.start);
    let conditions = parts.conditions.iter();
    let condition = conditions
        .filter_map(|condition| smallest(asked, condition))
        .min_by_key(|span| span.end - span.start);
    let set = set.and_then(|span| named("the set", "group", "named_set", span));
    let condition =
        condition.and_then(|span| named("the condition", "define", "named_condition", span));
    set.into_iter().chain(condition).collect()
}

#[derive(Default)]
struct Parts<'a> {
    sets: Vec<&'a Set>,
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
            Effect::Grant(_) | Effect::On(_) => None,
        };
        self.sets
            .extend(target.and_then(|target| target.data.as_ref()));
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

/// A name says more than a set of two or more; what says `any` has no kind that a name could give away.
fn is_worth_a_name(set: &Set) -> bool {
    let is_plain = |member: &SetMember| !matches!(member, SetMember::Any(_));
    let count = set.members.len() + set.except.len();
    count > 1 && set.members.iter().all(is_plain)
}

/// The smallest part of a condition that holds what is selected and is more than a bare test.
fn smallest(asked: &Asked<'_>, condition: &Condition) -> Option<Span> {
    if !asked.is_within(condition.span()) {
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
    let inner = parts.iter().find_map(|part| smallest(asked, part));
    inner.or(Some(condition.span()))
}
