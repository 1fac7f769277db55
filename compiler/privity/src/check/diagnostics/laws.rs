//! What can be wrong with what laws supply.

use super::super::policy::Fact;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;
use crate::syntax::ast::{Comparison, Name};

/// Why something cannot be supplied.
pub(in super::super) enum Misfit {
    /// What is supplied is not left to the law; where it is declared.
    NotFromLaw(Span),
    /// A period needs a length of time.
    NoLength,
    /// Where a value holds depends on facts of the request.
    OnFacts,
    /// It stands in no law.
    NoLaw,
}

pub(in super::super) fn supply_misfit(span: Span, why: Misfit) -> Diagnostic {
    match why {
        Misfit::NotFromLaw(declared) => Diagnostic::at(
            Code::SupplyMisfit,
            span,
            "this is not left to the law, so no law can supply it",
        )
        .label(declared, "declared here")
        .help("declare it `from law`: a flag, a word, a number, a day or a period"),
        Misfit::NoLength => Diagnostic::at(
            Code::SupplyMisfit,
            span,
            "a period is supplied with something that is no length of time",
        )
        .help("write a length of time, for instance `1 month`"),
        Misfit::OnFacts => Diagnostic::at(
            Code::SupplyMisfit,
            span,
            "what a law supplies depends on a fact of the request",
        )
        .because("it may depend on places, days and what is done, by whom and what for")
        .help("test `home`, `destination`, `action` and the like, and use `since` and `until`"),
        Misfit::NoLaw => Diagnostic::at(
            Code::SupplyMisfit,
            span,
            "something is supplied outside a law",
        )
        .help("move it into a `law`; a policy states a fact of its own with `deem`"),
    }
}

pub(in super::super) fn supplies_clash(
    name: &str,
    one: Span,
    other: Span,
    witness: &str,
) -> Diagnostic {
    Diagnostic::at(
        Code::SuppliesClash,
        other,
        format!("`{name}` is supplied twice, with different values"),
    )
    .because("the other value")
    .label(one, "one value")
    .help("let the places or the days not overlap: give the earlier one its last day with `until`")
    .witness(witness)
}

pub(in super::super) fn supply_hole(
    name: &str,
    law: &Name,
    first: Span,
    witness: &str,
) -> Diagnostic {
    Diagnostic::at(
        Code::SupplyHole,
        first,
        format!("`{}` leaves `{name}` open where it is in force", law.text),
    )
    .because("here it says what it is for other places or days")
    .label(law.span, "in force in all of its territory")
    .help("supply a value for the places and days that are left, or make the territory smaller")
    .witness(witness)
}

pub(in super::super) fn no_number_of_law(
    fact: &Fact,
    other: &Fact,
    comparison: Comparison,
    span: Span,
) -> Diagnostic {
    Diagnostic::at(
        Code::WrongComparison,
        span,
        format!(
            "`{}` cannot be compared with `{}` by `{}`",
            fact.name,
            other.name,
            super::super::fact_test::comparison_word(comparison)
        ),
    )
    .label(other.span, "the other side")
    .help("compare with a number, or with a number of the same unit `from law` that lies `between` two values not far apart")
}
