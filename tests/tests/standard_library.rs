//! The standard library, as a policy sees it: every module stands by itself, and the prelude brings them all.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use std::fs;

use privity::diagnostic::{Report, concise};

/// What the compiler finds in a policy of one file.
fn findings(text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("policy.privity");
    fs::write(&path, text).unwrap();
    let mut report = Report::new();
    let package = privity::load::load(&path, &|_| None, &mut report);
    let world = privity::resolve::resolve(&package.program, &mut report);
    let _policy = privity::check::check(&world, &mut report);
    let sources = &package.program.sources;
    report
        .into_sorted()
        .iter()
        .map(|finding| concise::line(sources, finding, ""))
        .collect()
}

#[test]
fn every_module_stands_by_itself() {
    for module in privity_stdlib::MODULES {
        let text = format!(
            "policy shop \"Privacy at the shop\" by shop\nimport {}\nparty {{ shop role controller }}\n",
            module.path
        );
        let inside: Vec<String> = findings(&text)
            .into_iter()
            .filter(|finding| finding.contains(module.file))
            .collect();
        assert!(inside.is_empty(), "{}: {inside:#?}", module.path);
    }
}

#[test]
fn a_small_policy_needs_the_prelude_only() {
    let text = r#"
policy shop "Privacy at the shop"
  since 2026-01-01
  by shop

import privity.prelude

party {
  shop role controller in DE
  parcel_service under delivery_provider in DE, PL
}

permit collect, store, use contact_data
  for provide_service, payment
require consent at least explicit before use email_address
  for direct_marketing
  kind consent
permit use email_address
  for direct_marketing

permit share name, postal_address
  to parcel_service
  for provide_service
oblige bind_to_confidentiality whenever share any
  to service_provider

grant access
  must give_access within 1 month
on personal_data_breach
  must notify(supervisory_authority) within 72 hours

test "an address goes to the parcel service, bound to confidentiality"
  ask share postal_address
  to parcel_service
  for provide_service
  given home is DE and origin is DE and date is 2026-03-01
  expect permit must bind_to_confidentiality
"#;
    assert_eq!(findings(text), Vec::<String>::new());
}

#[test]
fn every_country_has_a_code_of_its_own() {
    let places = privity_stdlib::MODULES
        .iter()
        .find(|module| module.path == "privity.places")
        .unwrap();
    let codes: Vec<&str> = places
        .text
        .lines()
        .filter_map(|line| line.trim().split_once(" open means ").map(|(code, _)| code))
        .collect();
    assert_eq!(codes.len(), 250);
    assert!(
        codes
            .iter()
            .all(|code| code.len() == 2 && code.chars().all(|letter| letter.is_ascii_uppercase()))
    );
    for code in ["DE", "GB", "US", "CN", "SG", "RU", "XK"] {
        assert!(codes.contains(&code), "{code}");
    }
}
