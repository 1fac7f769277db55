//! Formatting a text that can be read: the same tree, and the same bytes when it is formatted again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use privity::diagnostic::Report;
use privity::source::SourceMap;
use privity::syntax;

/// The tree without places; `None` if the text cannot be read.
fn shape(text: &str) -> Option<String> {
    let mut sources = SourceMap::new();
    let file = sources.add("policy.privity", text)?;
    let mut report = Report::new();
    let tree = syntax::parse(file, &sources, &mut report);
    if report.has_errors() {
        return None;
    }
    let debug = format!("{:?}", tree.items);
    let mut parts = debug.split("Span {");
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    Some(shape)
}

fuzz_target!(|text: &str| {
    let Ok(formatted) = syntax::format(text) else {
        return;
    };
    assert_eq!(
        syntax::format(&formatted).as_deref(),
        Ok(formatted.as_str()),
        "not stable"
    );
    if let Some(before) = shape(text) {
        assert_eq!(Some(before), shape(&formatted), "another tree");
    }
});
