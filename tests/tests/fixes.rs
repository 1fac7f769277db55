//! The repairs that findings offer do what they say: what is mended is gone, nothing else is broken, and decisions stay what they were.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may fail where it stands"
)]

use std::fs;
use std::path::{Path, PathBuf};

use privity::compile::{Compilation, Goal, Options, compile_at};
use privity::diagnostic::repair::{choice, repair};
use privity::diagnostic::{Applicability, Code, Diagnostic, Severity};
use privity::mend::mend;
use privity_tests::folders::{code_of, folders};

fn options(goal: Goal) -> Options {
    Options {
        goal,
        notes: true,
        ..Options::default()
    }
}

/// What the compiler says of a text at a path that may not exist.
fn checked(path: &Path, text: &str, goal: Goal) -> Compilation {
    let overlay = |asked: &Path| (asked == path).then(|| text.to_owned());
    compile_at(path, &overlay, options(goal))
}

/// The errors by pass: mending a text may let a later pass find what it could not see before.
fn errors(findings: &[Diagnostic]) -> [usize; 3] {
    let mut count = [0; 3];
    for finding in findings {
        if finding.severity == Severity::Error {
            count[usize::from(finding.code.stage())] += 1 + finding.elsewhere.len();
        }
    }
    count
}

/// How often a code is found, with all places of one mistake.
fn count(findings: &[Diagnostic], code: Code) -> usize {
    let of_code = findings.iter().filter(|finding| finding.code == code);
    of_code.map(|finding| 1 + finding.elsewhere.len()).sum()
}

#[test]
fn a_repair_removes_its_finding_and_breaks_nothing() {
    let mut offered = String::new();
    for folder in folders() {
        let code = code_of(&folder);
        let path = folder.join("broken.privity").canonicalize().unwrap();
        let before = compile_at(&path, &|_| None, options(Goal::Proof));
        for finding in before.findings.iter().filter(|found| found.code == code) {
            for fix in &finding.fixes {
                let word = match fix.applicability {
                    Applicability::Safe => "safe",
                    Applicability::Unsafe => "unsafe",
                };
                offered.push_str(&format!("{} {word}: {}\n", code.as_str(), fix.title));
                // Each alternative is looked at by itself.
                let mut alone = finding.clone();
                alone.fixes = vec![fix.clone()];
                let sources = &before.package.program.sources;
                let repaired = repair(sources, std::slice::from_ref(&alone), true);
                assert_eq!(
                    repaired.texts.len(),
                    1,
                    "{}: {}",
                    folder.display(),
                    fix.title
                );
                let text = repaired.texts.values().next().unwrap();
                let after = checked(&path, text, Goal::Proof);
                let shown = || format!("{}: {}\n{text}", folder.display(), fix.title);
                assert!(
                    count(&after.findings, code) < count(&before.findings, code),
                    "{}",
                    shown()
                );
                if fix.applicability == Applicability::Safe {
                    assert!(
                        errors(&after.findings) <= errors(&before.findings),
                        "{}",
                        shown()
                    );
                }
            }
        }
    }
    insta::with_settings!({
        snapshot_path => "../findings",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("fixes", offered);
    });
}

#[test]
fn a_mended_policy_has_nothing_left_to_mend() {
    for folder in folders() {
        let path = folder.join("broken.privity").canonicalize().unwrap();
        for unsafe_too in [false, true] {
            let mended = mend(&path, &|_| None, &options(Goal::Check), unsafe_too);
            let texts = |asked: &Path| mended.files.get(asked).map(|change| change.new.clone());
            let again = mend(&path, &texts, &options(Goal::Check), unsafe_too);
            assert!(
                again.done.is_empty(),
                "{}: {:?}",
                path.display(),
                again.done
            );
        }
    }
}

/// Accidents that leave a word or a sign wrong in a sound text.
fn accidents(text: &str, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let mut text = text.to_owned();
    for _ in 0..=random(3) {
        let words: Vec<usize> = text
            .char_indices()
            .filter(|&(at, c)| {
                c.is_ascii_lowercase() && (at == 0 || !text[..at].ends_with(char::is_alphanumeric))
            })
            .map(|(at, _)| at)
            .collect();
        let at = words[random(words.len())];
        let end = at
            + text[at..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                .unwrap_or(text.len() - at);
        match random(5) {
            // A letter is left out, doubled, or swapped with the next.
            0 if end > at + 2 => text.replace_range(at + 1..at + 2, ""),
            1 => {
                let letter = text[at..=at].to_owned();
                text.insert_str(at, &letter);
            }
            2 if end > at + 3 && text.is_char_boundary(at + 3) => {
                let pair: String = text[at + 1..at + 3].chars().rev().collect();
                text.replace_range(at + 1..at + 3, &pair);
            }
            // A sign of another habit.
            3 => text.insert(end, ';'),
            _ => text.insert(end, '\u{a0}'),
        }
    }
    text
}

#[test]
fn mending_accidents_never_adds_an_error_and_comes_to_an_end() {
    let policies = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policies");
    let mut mended_any = 0;
    let mut texts: Vec<(PathBuf, String)> = Vec::new();
    for folder in folders() {
        let path = folder.join("mended.privity").canonicalize().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        texts.push((path, text));
    }
    let entry = policies.join("mi-home/policy.privity");
    if let Ok(path) = entry.canonicalize() {
        let text = fs::read_to_string(&path).unwrap();
        texts.push((path, text));
    }
    for (number, (path, text)) in texts.iter().enumerate() {
        for seed in 0..6 {
            let broken = accidents(text, seed + 100 * number as u64);
            let overlay = |asked: &Path| (asked == path).then(|| broken.clone());
            let before = compile_at(path, &overlay, options(Goal::Check));
            let mended = mend(path, &overlay, &options(Goal::Check), false);
            assert!(
                errors(&mended.compilation.findings) <= errors(&before.findings),
                "{} {seed}: {:?}",
                path.display(),
                mended.done
            );
            mended_any += usize::from(!mended.done.is_empty());
            let texts = |asked: &Path| match mended.files.get(asked) {
                Some(change) => Some(change.new.clone()),
                None => overlay(asked),
            };
            let again = mend(path, &texts, &options(Goal::Check), false);
            assert!(
                again.done.is_empty(),
                "{} {seed}: {:?}",
                path.display(),
                again.done
            );
        }
    }
    assert!(mended_any > 100, "only {mended_any} were mended");
}

#[test]
fn safe_repairs_of_a_sound_policy_leave_its_decisions() {
    let mut compared = 0;
    for folder in folders() {
        for name in ["broken.privity", "mended.privity"] {
            let path = folder.join(name).canonicalize().unwrap();
            let before = compile_at(&path, &|_| None, options(Goal::Graph));
            let repairable = before
                .findings
                .iter()
                .any(|found| choice(found, false).is_some());
            let Some(old) = before.compiled.as_ref().and_then(|done| done.graph.clone()) else {
                continue;
            };
            if !repairable {
                continue;
            }
            let mended = mend(&path, &|_| None, &options(Goal::Graph), false);
            let new = mended
                .compilation
                .compiled
                .and_then(|done| done.graph)
                .unwrap();
            // The same rules in the same order give the same graph to the last node.
            assert_eq!(format!("{old:?}"), format!("{new:?}"), "{}", path.display());
            compared += 1;
        }
    }
    assert!(compared > 0);
}

const SHOP: &str = "policy shop
  by shop

action { use share }
data { email phone }
purpose { delivery marketing }
party { shop role controller courier role processor partner role processor }
guard { opt_out }
fact consent is ordered none, general, explicit
fact age is number of years
fact waited is duration

rule writing
permit use email, phone
  for delivery
  when consent at least general and age at least 18 years and waited at least 2 days

rule handing_on
permit share email
  to courier
  for delivery

rule nothing_for_partners
forbid share email
  to partner
";

#[test]
fn each_repair_does_what_it_says() {
    let dead = "\nrule no_courier\nforbid share email\n  to courier\n";
    let dead_but_for = format!(
        "{}{dead}",
        SHOP.replace(
            "  for delivery\n\nrule nothing",
            "  for delivery\n  overrides no_courier\n\nrule nothing"
        )
    );
    // What is in the text, what stands there instead, the code, and the text after its repair.
    let cases: [(&str, &str, &str, bool, &str); 9] = [
        ("18 years", "18", "P0307", true, SHOP),
        (
            "  to courier\n",
            "  to courier\n  to courier\n",
            "P0310",
            true,
            SHOP,
        ),
        (
            "rule writing\npermit",
            "rule writing\n# by post\npermit",
            "P0111",
            true,
            &SHOP.replace("rule writing\n", "rule writing\n// by post\n"),
        ),
        (
            "  for delivery\n\n",
            "  for delivery since 25.5.2018\n\n",
            "P0113",
            true,
            &SHOP.replacen(
                "  for delivery\n\n",
                "  for delivery since 2018-05-25\n\n",
                1,
            ),
        ),
        (
            "  to courier\n",
            "  form courier\n  to courier\n",
            "P0102",
            false,
            &SHOP.replace("  to courier\n", "  from courier\n  to courier\n"),
        ),
        (
            "  to courier\n",
            "  to courier\n  without opt_out\n",
            "P0315",
            false,
            SHOP,
        ),
        (
            "fact waited",
            "/// Nobody asks.\nfact idle is flag\nfact waited",
            "P0209",
            false,
            SHOP,
        ),
        (
            "\nrule nothing_for",
            "\nrule twin\npermit share email\n  to courier\n  for delivery\n\nrule nothing_for",
            "P0318",
            false,
            SHOP,
        ),
        (
            "  to partner\n",
            &format!("  to partner\n{dead}"),
            "P0352",
            false,
            &dead_but_for,
        ),
    ];
    let path = Path::new("/nowhere/policy.privity");
    for (there, instead, code, is_safe, expected) in cases {
        let text = SHOP.replacen(there, instead, 1);
        let before = checked(path, &text, Goal::Proof);
        let code = Code::parse(code).unwrap();
        let found = before.findings.iter().find(|finding| finding.code == code);
        let found =
            found.unwrap_or_else(|| panic!("{} of\n{text}\n{:#?}", code.as_str(), before.findings));
        let fix = choice(found, true).unwrap_or_else(|| panic!("{found:#?}"));
        assert_eq!(
            fix.applicability == Applicability::Safe,
            is_safe,
            "{found:#?}"
        );
        let sources = &before.package.program.sources;
        let repaired = repair(sources, std::slice::from_ref(found), true);
        assert_eq!(
            repaired.texts.values().next().unwrap(),
            expected,
            "{}",
            code.as_str()
        );
    }
}
