//! Reading any text: no panic, places inside of the text, the same twice.

#![no_main]

use libfuzzer_sys::fuzz_target;
use privity::diagnostic::Report;
use privity::source::SourceMap;
use privity::syntax;
use privity_fuzz::places_are_sound;

fuzz_target!(|text: &str| {
    let mut sources = SourceMap::new();
    let Some(file) = sources.add("policy.privity", text) else {
        return;
    };
    let read = || {
        let mut report = Report::new();
        let tree = syntax::parse(file, &sources, &mut report);
        (format!("{tree:?}"), report.into_sorted())
    };
    let (tree, findings) = read();
    places_are_sound(&findings, &sources);
    assert_eq!((tree, findings), read(), "not the same twice");
});
