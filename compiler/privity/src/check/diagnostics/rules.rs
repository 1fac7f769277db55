//! What can be wrong with the header, rules, duties, citations and tests.

use super::super::policy::{ClassAxis, Rule};
use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Applicability, Code, Diagnostic, Fix};
use crate::resolve::lookups::path_text;
use crate::source::Span;
use crate::syntax::ast::{Name, Path};

pub(in super::super) fn header_missing(start: Span) -> Diagnostic {
    Diagnostic::at(Code::HeaderMissing, start, "the program has no header")
        .because("the entry file begins here")
        .help("begin the entry file with `policy NAME \"Title\"`, or import this file from the policy that it is a part of")
}

pub(in super::super) fn header_repeated(again: Span, first: Span) -> Diagnostic {
    Diagnostic::at(
        Code::HeaderRepeated,
        again,
        "the program has a second header",
    )
    .label(first, "the first header")
    .help("keep one header; other files of the program have none")
}

pub(in super::super) fn no_rules(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::NoRules,
        name.span,
        format!("the policy `{}` has no rules", name.text),
    )
    .because("so it denies every act")
    .help("write a rule, for instance `permit use personal_data`")
}

pub(in super::super) fn empty_set(span: Span) -> Diagnostic {
    Diagnostic::at(Code::EmptySet, span, "nothing is left in this set")
        .because("all that is listed is taken out again, or holds nothing")
        .help("take out less, or take the whole clause out")
}

/// `is_same` if both say the same.
pub(in super::super) fn repeated_clause(
    keyword: &str,
    again: Span,
    first: Span,
    is_same: bool,
) -> Diagnostic {
    Diagnostic::at(
        Code::RepeatedClause,
        again,
        format!("this rule has two `{keyword}` clauses"),
    )
    .label(first, "the first one")
    .help("join them into one list, or write two rules")
    .offer_where(is_same, || {
        Fix::new(Applicability::Safe, "take the second one out", again, "")
    })
}

pub(in super::super) fn wrong_kind_in_from(span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongKind,
        span,
        "this `from` lists places and parties together",
    )
    .help("write one `from` for the places and one for the parties")
}

pub(in super::super) fn misplaced_clause(
    span: Span,
    what: &str,
    effect: Span,
    who: &str,
) -> Diagnostic {
    Diagnostic::at(
        Code::MisplacedClause,
        span,
        format!("`{what}` says nothing here"),
    )
    .because(format!("`{what}` is for {who}"))
    .label(effect, "the effect of this rule")
    .help("take it out, or change the effect")
    .offer_where(span != effect, || {
        Fix::new(
            Applicability::Unsafe,
            format!("take `{what}` out"),
            span,
            "",
        )
    })
}

pub(in super::super) fn misplaced_in_assertion(span: Span, what: &str, claim: Span) -> Diagnostic {
    let (why, help) = if what == "must" {
        (
            "duties are claimed of what is permitted",
            "write `assert whenever …`, or take it out",
        )
    } else {
        (
            "an assertion is no guard and lifts none",
            "take it out; an assertion says where, when, and what is claimed",
        )
    };
    Diagnostic::at(
        Code::MisplacedClause,
        span,
        format!("`{what}` says nothing here"),
    )
    .because(why)
    .label(claim, "the claim of this assertion")
    .help(help)
}

pub(in super::super) fn assertion_without_duty(claim: Span) -> Diagnostic {
    Diagnostic::at(Code::MissingPart, claim, "this assertion has no `must`")
        .because("it claims that duties come with what is permitted, and names none")
        .help("write `must DUTY`, or claim `never`, `always` or `some`")
}

pub(in super::super) fn no_actions(span: Span) -> Diagnostic {
    Diagnostic::at(Code::MissingPart, span, "this rule names no action")
        .help("name an action behind the effect, or write `any`")
}

pub(in super::super) fn mixed_actions(word: &str, span: Span, other: Span) -> Diagnostic {
    Diagnostic::at(
        Code::MixedActions,
        span,
        format!("`{word}` cannot stand beside other actions"),
    )
    .label(other, "this is another sort of action")
    .help("write two rules")
}

pub(in super::super) fn transfer_excluded(span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::MixedActions,
        span,
        "crossing a border cannot be excluded from a policy",
    )
    .because("`exclude` is for acts")
    .help("name the acts, and the places with `in` or `outside`")
}

pub(in super::super) fn count_of_arguments(
    duty: &Name,
    given: usize,
    wanted: usize,
    span: Span,
) -> Diagnostic {
    Diagnostic::at(
        Code::WrongArguments,
        span,
        format!(
            "the duty `{}` takes {wanted} argument{}, not {given}",
            duty.text,
            if wanted == 1 { "" } else { "s" }
        ),
    )
    .label(duty.span, "declared here")
    .help("write the arguments of its declaration")
}

pub(in super::super) fn wrong_argument(duty: &Name, wanted: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongArguments,
        span,
        format!(
            "this argument of the duty `{}` is of the wrong kind",
            duty.text
        ),
    )
    .because(format!("{wanted} is expected here"))
    .label(duty.span, "declared here")
    .help("write an argument of that kind")
}

pub(in super::super) fn not_a_level(duty: &Name, words: &[String], path: &Path) -> Diagnostic {
    let written = path_text(path);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let finding = Diagnostic::at(
        Code::WrongArguments,
        path.span,
        format!("the duty `{}` has no `{written}`", duty.text),
    )
    .label(duty.span, format!("it takes {}", or_list(&words)));
    match similar(&written, words.iter().copied()).as_slice() {
        [best] => {
            finding
                .help(format!("write `{best}`"))
                .fix(format!("write `{best}`"), path.span, *best)
        }
        _ => finding.help("write one of these words"),
    }
}

pub(in super::super) fn shown_by_no_flag(span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::BadFact,
        span,
        "only a flag can show whether a duty is kept",
    )
    .help("name a fact that is declared `is flag`")
}

/// `cut` is what has to go with the name.
pub(in super::super) fn lifts_nothing(path: &Path, why: &str, cut: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::LiftsNothing,
        path.span,
        format!("`{}` lifts nothing here", path_text(path)),
    )
    .because(why)
    .help("take it out, or name a guard by its own name; `final` guards and those of the other layer stay");
    match cut {
        // It decides nothing, and yet somebody meant to lift something.
        Some(cut) => finding.unsafe_fix(format!("take `{}` out", path_text(path)), cut, ""),
        None => finding,
    }
}

pub(in super::super) fn no_guard(path: &Path, declared: Span) -> Diagnostic {
    Diagnostic::at(
        Code::CannotLift,
        path.span,
        format!("`{}` cannot be lifted", path_text(path)),
    )
    .label(declared, "this is no guard and no oblige")
    .help("name a `forbid`, a `require` or an `oblige`; nothing lifts a permit")
}

pub(in super::super) fn other_layer(path: &Path, declared: Span, of_transfer: bool) -> Diagnostic {
    let (own, other) = if of_transfer {
        ("crossing a border", "the act itself")
    } else {
        ("the act itself", "crossing a border")
    };
    Diagnostic::at(
        Code::CannotLift,
        path.span,
        format!("`{}` belongs to the other layer", path_text(path)),
    )
    .because(format!("this permit speaks of {own}"))
    .label(declared, format!("this rule speaks of {other}"))
    .help(
        "write a permit for that layer that lifts it; `transfer` is the word for crossing a border",
    )
}

pub(in super::super) fn bad_paragraph(anchor: &Name, span: Span, why: &str) -> Diagnostic {
    Diagnostic::at(
        Code::BadAnchor,
        span,
        format!("the anchor `{}` has no such place", anchor.text),
    )
    .because(why)
    .help("count paragraphs and sentences from 1, in order")
}

pub(in super::super) fn bad_digest(anchor: &Name, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::BadAnchor,
        span,
        format!("the digest of the anchor `{}` is malformed", anchor.text),
    )
    .because("`sha256:` and 16 hexadecimal digits in lower case are expected here")
    .help("write the first 16 digits of the SHA-256 of the cited text")
}

pub(in super::super) fn area_of_no_places(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::MisplacedPart,
        name.span,
        format!("the group `{}` is no area", name.text),
    )
    .because("`as one area` is for groups of places")
    .help("take `as one area` out")
}

pub(in super::super) fn same_rule_twice(rule: &Rule, twin: &Rule) -> Diagnostic {
    Diagnostic::at(
        Code::SameRuleTwice,
        rule.span,
        format!("`{}` says the same as `{}`", rule.name, twin.name),
    )
    .label(twin.span, "the same rule")
    .help("take one out; one rule may have several citations")
    .unsafe_fix(format!("take `{}` out", rule.name), rule.span, "")
}

pub(in super::super) fn wider_than_neighbour(
    rule: &Rule,
    neighbour: &Rule,
    axis: ClassAxis,
) -> Diagnostic {
    let (clause, what) = match axis {
        ClassAxis::Purpose => ("for", "purpose"),
        _ => ("to", "recipient"),
    };
    Diagnostic::at(
        Code::WiderThanItsNeighbours,
        rule.span,
        format!("`{}` permits this for whatever {what}", rule.name)
            .replace("for whatever recipient", "to whatever recipient"),
    )
    .because(format!("there is no `{clause}` clause here"))
    .label(
        neighbour.span,
        format!("`{}` limits the same action by {what}", neighbour.name),
    )
    .help(format!(
        "add `{clause} …`; `{clause} any` says that any {what} is meant, `{clause} any, none` that there need not be one"
    ))
}

pub(in super::super) fn cites_nothing(rule: &Rule) -> Diagnostic {
    Diagnostic::at(
        Code::CitesNothing,
        rule.span,
        format!("`{}` cites nothing", rule.name),
    )
    .help("add `cite ANCHOR`, or `cite \"…\"` with words of your own")
}

pub(in super::super) fn test_incomplete(title: Span, missing: &str) -> Diagnostic {
    Diagnostic::at(
        Code::MissingPart,
        title,
        format!("this test has no {missing}"),
    )
    .help("write `ask …` and `expect …`")
}

pub(in super::super) fn test_out_of_place(span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::MisplacedClause,
        span,
        "a test does not take this clause",
    )
    .because("a test says who, what, where and what for; facts stand behind `given`")
    .help("write it behind `given`, or take it out")
}

pub(in super::super) fn given_no_fact(name: &str, span: Span, declared: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongKind,
        span,
        format!("`{name}` is a condition, and cannot be given"),
    )
    .label(declared, "it follows from these facts")
    .help("give the facts it depends on")
}

pub(in super::super) fn given_negated(span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongComparison,
        span,
        "`not` stands only before a flag here",
    )
    .help("say what the fact is; several values in parentheses are one of them, unknown which")
}
