//! The published text of Mi Home, sentence by sentence: what a careful reader finds in it, the compiler finds in its rules.
//!
//! `tests/first_translation` settles nothing and marks nothing. Each row names one of the reader's findings, and what the compiler says of
//! the rules made from the sentences concerned.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use privity::compile::{Goal, Options, compile_at};
use privity::findings::{Evidence, Found, evidence};

/// A reader's finding, the code of the compiler's, and the items it must point at.
const ROWS: &[(&str, &str, &[&str])] = &[
    (
        "X_01",
        "P0407",
        &["ip_sharing_opted_out", "sharing_with_consent_only"],
    ),
    (
        "X_01",
        "P0352",
        &["required_by_law", "sharing_with_consent_only"],
    ),
    (
        "X_03",
        "P0405",
        &["deem consent", "sharing_with_consent_only"],
    ),
    (
        "X_04",
        "P0405",
        &["deem consent", "consent_again_for_new_purposes"],
    ),
    (
        "X_05",
        "P0407",
        &["marketing_opted_out", "explicit_consent_first"],
    ),
    (
        "X_06",
        "P0412",
        &["collected_for_services_and_law", "purposes_of_use"],
    ),
    (
        "X_07",
        "P0401",
        &["ecv", "wifi_only_to_connect", "wifi_not_uploaded"],
    ),
    (
        "X_09",
        "P0406",
        &[
            "highest_level",
            "reasonable_procedures",
            "practicable_steps",
        ],
    ),
    (
        "X_10",
        "P0401",
        &[
            "ecv",
            "location_switched_off",
            "location_for_specific_services_only",
        ],
    ),
    (
        "X_11",
        "P0352",
        &["kept_for_research_though_incompatible", "not_incompatible"],
    ),
    (
        "X_13",
        "P0402",
        &["affiliate", "standard_clauses_or_other_safeguards"],
    ),
    (
        "X_14",
        "P0411",
        &["held_to_confidentiality", "what_third_parties_collect"],
    ),
    (
        "X_15",
        "P0405",
        &["deem terms_agreed", "people_may_choose_to_agree"],
    ),
    ("X_20", "P0410", &["officer_by_name", "officer_by_address"]),
    ("X_21", "P0333", &["third_parties_defined_below"]),
    ("X_21", "P0333", &["providers_listed_at_the_end"]),
    (
        "X_22",
        "P0409",
        &[
            "withdrawal_of_consent",
            "change_of_decision",
            "opt_out_of_marketing",
        ],
    ),
    ("X_23", "P0207", &["ecv", "evc"]),
    (
        "X_24",
        "P0404",
        &[
            "device_model",
            "handset_information",
            "anonymous_information",
        ],
    ),
    (
        "X_25",
        "P0411",
        &[
            "registration_form_on_our_website",
            "information_through_the_app",
        ],
    ),
    (
        "X_27",
        "P0402",
        &[
            "telecommunications_company",
            "not_to_partners_for_their_marketing",
        ],
    ),
    (
        "X_27",
        "P0350",
        &["listed_providers", "not_to_partners_for_their_marketing"],
    ),
    ("X_28", "P0403", &["third_party_service_provider"]),
    ("X_29", "P0413", &["withdrawn", "kept_while_needed"]),
    (
        "X_30",
        "P0408",
        &["restriction_in_the_union", "everybody_may_restrict"],
    ),
    (
        "X_32",
        "P0411",
        &["social_features_on_our_website", "social_media_features"],
    ),
];

fn all_evidence() -> Vec<Evidence> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("first_translation");
    let options = Options {
        goal: Goal::Findings,
        notes: true,
        ..Options::default()
    };
    let compilation = compile_at(&path, &|_| None, options);
    let policy = &compilation.compiled.as_ref().unwrap().policy;
    assert!(policy.poisoned.is_empty(), "{:?}", policy.poisoned);
    evidence(Found {
        program: &compilation.package.program,
        policy,
        findings: &compilation.findings,
    })
}

fn row<'e>(evidence: &'e [Evidence], code: &str, items: &[&str]) -> Option<&'e Evidence> {
    evidence.iter().find(|found| {
        found.code.as_str() == code
            && items
                .iter()
                .all(|item| found.items.iter().any(|other| other == item))
    })
}

#[test]
fn what_a_careful_reader_finds_the_compiler_finds_in_the_rules() {
    let evidence = all_evidence();
    let mut table = String::new();
    let mut missing = Vec::new();
    for (id, code, items) in ROWS {
        match row(&evidence, code, items) {
            Some(found) => {
                let cites: Vec<&str> = found.cites.iter().map(String::as_str).collect();
                let _ = writeln!(
                    table,
                    "{id} {code} at {}\n     {}\n     {}",
                    found.items.join(", "),
                    found.message,
                    cites.join(" ")
                );
            }
            None => missing.push((id, code, items)),
        }
    }
    assert!(missing.is_empty(), "not found: {missing:#?}");
    insta::assert_snapshot!("first_translation", table);
}

#[test]
fn at_least_twenty_of_the_readers_findings_are_found_by_analysis() {
    let evidence = all_evidence();
    let found: BTreeSet<&str> = ROWS
        .iter()
        .filter(|(_, code, items)| row(&evidence, code, items).is_some())
        .map(|(id, _, _)| *id)
        .collect();
    assert!(found.len() >= 20, "only {found:?}");
}

#[test]
fn the_first_translation_settles_nothing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("first_translation");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "privity") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for word in [
            "without",
            "overrides",
            "ambiguity",
            "reading",
            "finding",
            "final",
        ] {
            let used = text.lines().any(|line| {
                let line = line.trim_start();
                !line.starts_with("//") && line.split(' ').next() == Some(word)
            });
            assert!(!used, "{}: `{word}`", path.display());
        }
    }
}
