//! Messages about what the text leaves open.

use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic};
use crate::resolve::lookups::path_text;
use crate::source::Span;
use crate::syntax::ast::{Ambiguity, Name, Path, Unresolved};

pub(in super::super) fn not_a_reading(path: &Path, declared: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::NotAReading,
        path.span,
        format!("`{}` is no reading of an ambiguity", path_text(path)),
    )
    .because("`under` takes an ambiguity and one of its readings")
    .help("write `under NAME.READING`, or put the condition behind `when`");
    match declared {
        Some(span) => finding.label(span, "declared here, and no ambiguity"),
        None => finding,
    }
}

pub(in super::super) fn too_few_readings(written: &Ambiguity) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::BadAmbiguity,
        written.name.span,
        format!("the ambiguity `{}` has nothing to choose from", written.name.text),
    )
    .help("give it at least two readings, one of them `default`; a text with one reading needs no ambiguity");
    match written.readings.first() {
        Some(only) => finding
            .because("declared here")
            .label(only.span, "the only reading"),
        None => finding.because("it has no reading"),
    }
}

pub(in super::super) fn ambiguity_defaults(written: &Ambiguity) -> Diagnostic {
    let name = &written.name.text;
    let mut defaults = written.readings.iter().filter(|reading| reading.is_default);
    if defaults.clone().next().is_none() {
        return Diagnostic::at(
            Code::BadAmbiguity,
            written.name.span,
            format!("the ambiguity `{name}` has no default reading"),
        )
        .because("a request that names no reading has no answer here")
        .help("write `default` behind the reading that protects the person");
    }
    let mut last = written.name.span;
    let mut finding = Diagnostic::at(
        Code::BadAmbiguity,
        last,
        format!("the ambiguity `{name}` has more than one default reading"),
    )
    .because("only one can hold when a request names none");
    for reading in defaults.by_ref() {
        last = reading.span;
        finding = finding.label(last, "a default");
    }
    finding.help("leave `default` at the reading that protects the person")
}

pub(in super::super) fn unused_ambiguity(written: &Ambiguity) -> Diagnostic {
    Diagnostic::at(
        Code::UnusedAmbiguity,
        written.name.span,
        format!("no rule depends on the ambiguity `{}`", written.name.text),
    )
    .because("all its readings mean the same")
    .help("put the rules that differ under its readings, or record the remark with `inform`")
}

/// `reading` is what the command line or a build script asked for.
pub(in super::super) fn no_such_reading(reading: &str, known: &[&str]) -> Diagnostic {
    let finding = Diagnostic::without_place(
        Code::NoSuchReading,
        format!("the policy has no reading `{reading}`"),
    );
    match (known, similar(reading, known.iter().copied()).as_slice()) {
        ([], _) => finding.help("the policy declares no `ambiguity`"),
        (known, []) => finding.help(format!("write {}", or_list(known))),
        (_, near) => finding.help(format!("write {}", or_list(near))),
    }
}

pub(in super::super) fn reading_fixed_twice(name: &str) -> Diagnostic {
    Diagnostic::without_place(
        Code::NoSuchReading,
        format!("two readings of `{name}` are asked for"),
    )
    .help("ask for one of them")
}

/// `taken` is what the reference is taken for meanwhile.
pub(in super::super) fn unresolved_reference(
    name: &Name,
    open: &Unresolved,
    taken: Span,
) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::UnresolvedReference,
        open.span,
        format!("the text does not say what `{}` is", name.text),
    )
    .label(taken, "taken for this meanwhile")
    .help("ask the authors of the text; when they have said it, take `unresolved` out");
    match &open.words {
        Some(words) => finding.because(format!("the text says \"{}\"", words.value)),
        None => finding.because("a reference that leads nowhere"),
    }
}
