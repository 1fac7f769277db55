//! What can be wrong with the imports of a program.

use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

pub(super) fn too_much_text(name: &str) -> Diagnostic {
    Diagnostic::without_place(
        Code::TooLarge,
        format!("with `{name}` the program has more than 4 GiB of text"),
    )
    .help("take out what the policy does not need")
}

pub(super) fn not_found(
    path: &str,
    span: Span,
    looked_for: &str,
    present: &[String],
) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::ModuleNotFound,
        span,
        format!("there is no module `{path}`"),
    )
    .because(format!("looked for `{looked_for}`"));
    let near = similar(path, present.iter().map(String::as_str));
    let otherwise = format!("create `{looked_for}`, or name a module that exists");
    suggest(diagnostic, span, &near, otherwise)
}

pub(super) fn not_in_library(path: &str, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::at(
        Code::ModuleNotFound,
        span,
        format!("the standard library has no module `{path}`"),
    )
    .because("names that begin with `privity` are of the standard library");
    // The part in front is common to all, so it says nothing about which one was meant.
    let last = |path: &'static str| path.strip_prefix("privity.").unwrap_or(path);
    let wanted = path.strip_prefix("privity.").unwrap_or(path);
    let near = similar(
        wanted,
        privity_stdlib::MODULES
            .iter()
            .map(|module| last(module.path)),
    );
    let near: Vec<&str> = privity_stdlib::MODULES
        .iter()
        .map(|module| module.path)
        .filter(|path| near.contains(&last(path)))
        .collect();
    let present: Vec<&str> = privity_stdlib::MODULES
        .iter()
        .map(|module| module.path)
        .collect();
    let otherwise = format!("use one of its modules: {}", or_list(&present));
    suggest(diagnostic, span, &near, otherwise)
}

/// Adds the names that come near; without any, the other help.
fn suggest(diagnostic: Diagnostic, span: Span, near: &[&str], otherwise: String) -> Diagnostic {
    match near {
        [] => diagnostic.help(otherwise),
        [only] => {
            diagnostic
                .help(format!("write `{only}`"))
                .fix(format!("import `{only}`"), span, *only)
        }
        several => diagnostic.help(format!("write {}", or_list(several))),
    }
}

pub(super) fn unusable(path: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::at(
        Code::Unreadable,
        span,
        format!("module `{path}` cannot be read: {why}"),
    )
    .help("check the name and the rights of the file, and save it as UTF-8 text")
}

pub(super) fn repeated(path: &str, again: Span, first: Span) -> Diagnostic {
    Diagnostic::at(
        Code::RepeatedImport,
        again,
        format!("`{path}` is imported twice"),
    )
    .because("has no effect")
    .label(first, "imported here already")
    .help("remove one of the two")
    .fix("remove the second import", again, "")
}

/// `steps` are the modules of the cycle, each with the place of the import that leads to the next one.
pub(super) fn cycle(steps: &[(String, Span)]) -> Option<Diagnostic> {
    let (first, _) = steps.first()?;
    let (last, closing) = steps.last()?;
    if steps.len() == 1 {
        return Some(
            Diagnostic::at(
                Code::ImportCycle,
                *closing,
                format!("module `{last}` imports itself"),
            )
            .because("this import leads back")
            .help("remove the import"),
        );
    }
    let chain: Vec<&str> = steps
        .iter()
        .map(|(path, _)| path.as_str())
        .chain([first.as_str()])
        .collect();
    let mut diagnostic = Diagnostic::at(
        Code::ImportCycle,
        *closing,
        format!("the imports form a cycle: `{}`", chain.join("` -> `")),
    )
    .because(format!("leads back to `{first}`"))
    .help("move what both need into a module of its own, and import that");
    for (pair, (path, span)) in chain.windows(2).zip(steps).take(steps.len() - 1) {
        if let [_, next] = pair {
            diagnostic = diagnostic.label(*span, format!("`{path}` imports `{next}`"));
        }
    }
    Some(diagnostic)
}
