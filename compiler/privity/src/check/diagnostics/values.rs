//! What can be wrong with facts, values, units and conditions.

use super::super::fact_test::comparison_word;
use super::super::policy::{Fact, FactType};
use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::lookups::path_text;
use crate::resolve::names::{Space, kind_word};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Duration, Kind, Name, Path, Unit};

const fn unit_word(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour => "hours",
        Unit::Day => "days",
        Unit::Week => "weeks",
        Unit::Month => "months",
        Unit::Year => "years",
    }
}

/// What a fact is, in words: `a number of years`.
fn type_words(ty: &FactType) -> String {
    match ty {
        FactType::Flag => "a flag".to_owned(),
        FactType::Words { ordered: true, .. } => "an ordered word".to_owned(),
        FactType::Words { ordered: false, .. } => "one of a list of words".to_owned(),
        FactType::Set { kind: None, .. } => "a set of words".to_owned(),
        FactType::Set {
            kind: Some(kind), ..
        } => format!("a set of nodes of kind `{}`", kind_word(*kind)),
        FactType::Number(None) => "a number".to_owned(),
        FactType::Number(Some(unit)) => format!("a number of {}", unit_word(*unit)),
        FactType::Duration => "a length of time".to_owned(),
        FactType::Date => "a day".to_owned(),
    }
}

fn of_fact(diagnostic: Diagnostic, fact: &Fact) -> Diagnostic {
    diagnostic.label(
        fact.span,
        format!("`{}` is {}", fact.name, type_words(&fact.ty)),
    )
}

pub(in super::super) fn too_large(span: Span) -> Diagnostic {
    Diagnostic::at(Code::OutOfRange, span, "this number is too large")
        .help("write a smaller number")
}

pub(in super::super) fn wrong_unit(duration: Duration, wanted: Unit) -> Diagnostic {
    Diagnostic::at(
        Code::WrongUnit,
        duration.span,
        format!(
            "{} do not turn into {}",
            unit_word(duration.unit),
            unit_word(wanted)
        ),
    )
    .because("a month has 28 to 31 days, so this has no exact meaning")
    .help(format!("write a number of {}", unit_word(wanted)))
}

pub(in super::super) fn no_length(duration: Duration, wanted: Unit) -> Diagnostic {
    Diagnostic::at(
        Code::WrongUnit,
        duration.span,
        format!("this is no whole number of {}", unit_word(wanted)),
    )
    .help(format!("write a whole number of {}", unit_word(wanted)))
}

pub(in super::super) fn needs_unit(fact: &Fact, span: Span) -> Diagnostic {
    let unit = match fact.ty {
        FactType::Number(Some(unit)) => unit_word(unit),
        _ => "days",
    };
    let finding = Diagnostic::at(Code::WrongUnit, span, "this number has no unit")
        .help(format!("write the unit behind it, for instance `{unit}`"));
    let end = Span::new(span.end, span.end);
    let finding = match fact.ty {
        // Any other unit would be an error again.
        FactType::Number(Some(_)) => finding.fix(format!("add `{unit}`"), end, format!(" {unit}")),
        _ => ["hours", "days", "weeks"]
            .iter()
            .fold(finding, |finding, unit| {
                finding.unsafe_fix(format!("add `{unit}`"), end, format!(" {unit}"))
            }),
    };
    of_fact(finding, fact)
}

/// The words a fact can have, with the one that means *none*.
fn words_of(fact: &Fact) -> Vec<&str> {
    let mut words: Vec<&str> = match &fact.ty {
        FactType::Flag => vec!["yes", "no"],
        FactType::Words { words, .. } => words.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    };
    words.extend(fact.none_value.iter().map(|(_, word)| word.as_str()));
    words
}

pub(in super::super) fn not_a_value(fact: &Fact, path: &Path) -> Diagnostic {
    let words = words_of(fact);
    let written = path_text(path);
    if written == "unknown" {
        let finding = Diagnostic::at(
            Code::NotAValue,
            path.span,
            "a condition cannot ask whether a fact is unknown",
        )
        .help("give the fact a default, or one more word that says it; only tests use `unknown`");
        return of_fact(finding, fact);
    }
    if words.is_empty() {
        return value_of_wrong_kind(fact, path.span);
    }
    not_among(fact, &words, path)
}

pub(in super::super) fn not_an_element(fact: &Fact, words: &[&str], path: &Path) -> Diagnostic {
    not_among(fact, words, path)
}

fn not_among(fact: &Fact, words: &[&str], path: &Path) -> Diagnostic {
    let written = path_text(path);
    let finding = Diagnostic::at(
        Code::NotAValue,
        path.span,
        format!("`{}` cannot be `{written}`", fact.name),
    )
    .label(fact.span, format!("it can be {}", or_list(words)));
    match similar(&written, words.iter().copied()).as_slice() {
        [best] => {
            finding
                .help(format!("write `{best}`"))
                .fix(format!("write `{best}`"), path.span, *best)
        }
        [] => finding.help("write one of its values, or add the value to its declaration"),
        several => finding.help(format!("write {}", or_list(several))),
    }
}

pub(in super::super) fn value_of_wrong_kind(fact: &Fact, span: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::WrongComparison,
        span,
        format!("`{}` cannot have this as its value", fact.name),
    )
    .help(match fact.ty {
        FactType::Flag => "write `yes` or `no`",
        FactType::Words { .. } => "write one of its words",
        FactType::Set { .. } => "write elements in parentheses, `any` or `none`",
        FactType::Number(None) => "write a number",
        FactType::Number(Some(_)) => "write a number with its unit",
        FactType::Duration => "write a length of time such as `30 days`",
        FactType::Date => "write a day such as `2018-05-25`",
    });
    of_fact(finding, fact)
}

pub(in super::super) fn out_of_range(fact: &Fact, range: (i64, i64), span: Span) -> Diagnostic {
    let name = |value: i64| match fact.ty {
        FactType::Date => super::super::dates::day_name(value),
        FactType::Duration => format!("{value} hours"),
        FactType::Number(Some(unit)) => format!("{value} {}", unit_word(unit)),
        _ => value.to_string(),
    };
    Diagnostic::at(
        Code::OutOfRange,
        span,
        format!("`{}` never has this value", fact.name),
    )
    .label(
        fact.span,
        format!("it lies between {} and {}", name(range.0), name(range.1)),
    )
    .help("write a value inside that range, or widen the range")
}

pub(in super::super) fn wrong_comparison(
    name: &str,
    comparison: Comparison,
    can: &str,
    span: Span,
) -> Diagnostic {
    Diagnostic::at(
        Code::WrongComparison,
        span,
        format!(
            "`{name}` cannot be compared with `{}`",
            comparison_word(comparison)
        ),
    )
    .help(format!("use {can}"))
}

pub(in super::super) fn wrong_value(name: &str, wanted: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongComparison,
        span,
        format!("`{name}` cannot have this as its value"),
    )
    .because(format!("it is compared with {wanted}"))
    .help("write a name of that kind")
}

pub(in super::super) fn needs_comparison(name: &str, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongComparison,
        span,
        format!("`{name}` is neither true nor false by itself"),
    )
    .because("this is no flag")
    .help(format!("compare it, as in `{name} is …`"))
}

pub(in super::super) fn incomparable(name: &str, declared: Span, span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::WrongComparison,
        span,
        format!("`{name}` is a condition, and has no values to compare with"),
    )
    .label(declared, "it is defined here")
    .help(format!("write `{name}` or `not {name}`"))
}

pub(in super::super) fn none_has_no_order(fact: &Fact, span: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::WrongComparison,
        span,
        format!("this value of `{}` stands in no order", fact.name),
    )
    .because("it means that there is none")
    .help("use `is` or `is not`");
    of_fact(finding, fact)
}

pub(in super::super) fn this_of_other_kind(fact: &Fact, kind: Kind, span: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::WrongComparison,
        span,
        format!(
            "`{}` does not hold {}",
            fact.name,
            Space::Kind(kind).a_noun()
        ),
    )
    .help("name the kind that the set is of, and that every request has");
    of_fact(finding, fact)
}

pub(in super::super) fn condition_too_large(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::OutOfRange,
        name.span,
        format!("the condition `{}` is too large", name.text),
    )
    .because("with the conditions it names written out it has too many tests")
    .help("say it with fewer named conditions inside each other")
}

pub(in super::super) fn bad_fact(fact: &Fact, span: Span, why: &str) -> Diagnostic {
    Diagnostic::at(
        Code::BadFact,
        span,
        format!("the parts of the fact `{}` do not fit together", fact.name),
    )
    .because(why)
    .help("take that part out, or change the type")
}

pub(in super::super) fn duplicate_word(word: &Name, first: Span) -> Diagnostic {
    Diagnostic::at(
        Code::DuplicateName,
        word.span,
        format!("the word `{}` stands twice in this list", word.text),
    )
    .label(first, "first here")
    .help("take one out")
}

pub(in super::super) fn deems_wrongly(span: Span) -> Diagnostic {
    Diagnostic::at(
        Code::BadFact,
        span,
        "only a flag that holds, or a level of an ordered fact above the lowest, can follow from others",
    )
    .help("write `deem FLAG is yes` or `deem FACT at least LEVEL`")
}

pub(in super::super) fn default_of_no_axis(name: &Name) -> Diagnostic {
    Diagnostic::at(
        Code::BadFact,
        name.span,
        format!("`{}` can have no default here", name.text),
    )
    .because("`default` is for actor, data, purpose, recipient, source, subject, home, origin and destination")
    .help("write the default of a fact behind its type, as in `fact f is flag default no`")
}
