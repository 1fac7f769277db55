//! Mi Home against an edited copy of itself: every edit is found, in the right direction, with the rule that makes it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may fail where it stands"
)]

use std::path::Path;

use privity::check::policy::Policy;
use privity::compare::{Change, Direction, Fate, Part, compare};
use privity::compile::{Goal, Options, compile_at};
use privity::graph::Budget;

/// Replaces words in a file of the policy: which file, what stands there, what stands there afterwards.
type Edit = (&'static str, &'static str, &'static str);

fn mi_home(edits: &[Edit]) -> Policy {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies/mi-home");
    let options = Options {
        goal: Goal::Check,
        ..Options::default()
    };
    let overlay = |path: &Path| {
        // Files of one name in two folders are two files.
        let name = path.strip_prefix(&folder).ok()?.to_str()?;
        let mut edits = edits.iter().filter(|(file, ..)| *file == name).peekable();
        edits.peek()?;
        let mut text = std::fs::read_to_string(path).ok()?;
        for (_, from, to) in edits {
            assert!(text.contains(from), "{name} has no longer: {from}");
            text = text.replace(from, to);
        }
        Some(text)
    };
    let compilation = compile_at(&folder, &overlay, options);
    assert!(!compilation.has_errors(), "{:#?}", compilation.findings);
    compilation.compiled.unwrap().policy
}

#[track_caller]
fn change<'c>(changes: &'c [Change], part: Part, rule: &str) -> &'c Change {
    let is_it = |change: &&Change| {
        let cause = change.cause.as_ref();
        change.part == part && cause.is_some_and(|(_, by)| by.name == rule)
    };
    changes.iter().find(is_it).unwrap_or_else(|| {
        let found: Vec<_> = changes
            .iter()
            .map(|change| (change.part, change.cause.as_ref().map(|(_, by)| &by.name)))
            .collect();
        panic!("no {part:?} by `{rule}` among {found:#?}")
    })
}

#[test]
fn edits_of_mi_home_are_found() {
    let old = mi_home(&[]);
    let new = mi_home(&[
        // A recipient more.
        (
            "sharing.privity",
            "    to our_service_providers\n    for policy_purposes except local_service",
            "    to our_service_providers, business_partner\n    for policy_purposes except local_service",
        ),
        // A guard that binds less.
        (
            "use_of_data.privity",
            "require user_set_time before collect, use any",
            "require user_set_time before collect any",
        ),
        // A deadline where there was none.
        (
            "rights.privity",
            "rule access_to_data\n  grant access\n    must give_access\n",
            "rule access_to_data\n  grant access\n    must give_access within 30 days\n",
        ),
        // A promise that a duty to disclose now lifts.
        (
            "marketing.privity",
            "final forbid share any\n    to business_partner",
            "forbid share any\n    to business_partner",
        ),
        // Another example in an open list, which changes nothing.
        (
            "vocabulary.privity",
            "imei imsi os_version",
            "imei imsi serial_number os_version",
        ),
    ]);
    let budget = Budget {
        nodes: 4_000_000,
        steps: 400_000_000,
        ..Budget::default()
    };
    let difference = compare(&old, &new, budget).unwrap();
    let changes = &difference.changes;

    let recipient = change(changes, Part::NewlyPermitted, "to_service_providers");
    assert_eq!(recipient.direction, Direction::LessProtective);
    assert_eq!(recipient.cause.as_ref().unwrap().0, Fate::Changed);
    assert!(
        recipient
            .wording
            .acts
            .join(" ")
            .contains("business_partner"),
        "{recipient:#?}"
    );

    let guard = change(changes, Part::NewlyPermitted, "activation_at_a_set_time");
    assert!(
        guard.wording.acts.iter().all(|act| act.starts_with("use ")),
        "{guard:#?}"
    );
    assert!(
        guard.wording.circumstances.contains("user_set_time"),
        "{guard:#?}"
    );

    let deadline = change(changes, Part::StrongerDuties, "access_to_data");
    assert_eq!(deadline.direction, Direction::MoreProtective);
    assert_eq!(deadline.wording.acts, ["access"]);

    let promise = change(changes, Part::NewlyPermitted, "required_by_law");
    assert!(
        promise.wording.acts.join(" ").contains("marketing"),
        "{promise:#?}"
    );

    assert!(
        !difference.new_elements.contains(&"new_data"),
        "{:?}",
        difference.new_elements
    );
}
