//! Any text as a list of requests to a small policy: no panic, what is refused is reported, and graph, index and oracle answer alike.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use privity::compile::Compiled;
use privity::diagnostic::Report;
use privity::index::{self, Index};
use privity::request::decider::Decider;
use privity::request::work::Work;
use privity::request::{json, read};
use privity::{evaluate, lower};

const POLICY: &str = include_str!("../request.privity");

static COMPILED: LazyLock<(Compiled, Index)> = LazyLock::new(|| {
    let (_, compiled, findings) = privity_fuzz::compile(POLICY);
    let compiled = compiled.expect("it has an entry");
    assert!(compiled.graph.is_some(), "{findings:?}");
    let index = index::build(&compiled.policy, &lower::lower(&compiled.policy));
    (compiled, index)
});

fuzz_target!(|text: &str| {
    let (compiled, index) = &*COMPILED;
    let policy = &compiled.policy;
    let graph = compiled.graph.as_ref().expect("it is built");
    for value in json::parse_all(text, 0) {
        let Ok(value) = value else { continue };
        let mut report = Report::new();
        let request = read::read(policy, &value, &mut report);
        assert_eq!(request.is_none(), report.has_errors());
        if let Some(request) = request {
            let answer = Decider::Graph(graph).decide(policy, &request, &mut Work::default());
            if let Ok(indexed) = index::decide_within(index, policy, &request, &mut Work::default()) {
                assert_eq!(indexed, answer, "the index");
            }
            if let Ok(meant) = evaluate::decide(policy, &request, 2_000) {
                assert_eq!(meant, answer, "the oracle");
            }
        }
    }
});
