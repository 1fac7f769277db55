//! All passes on any text: no panic, places inside of the texts, the same findings twice.

#![no_main]

use libfuzzer_sys::fuzz_target;
use privity_fuzz::{compile, places_are_sound};

fuzz_target!(|text: &str| {
    let (program, _, findings) = compile(text);
    places_are_sound(&findings, &program.sources);
    assert_eq!(findings, compile(text).2, "not the same twice");
});
