//! The examples that a policy carries: asks each `test` and compares the answer with the one it expects.

use crate::check::policy::{ExpectedVerdict, Policy, Test};
use crate::diagnostic::{Code, Diagnostic};
use crate::request::answer::{Answer, Verdict, brief, remedies};
use crate::request::decider::Decider;
use crate::request::work::Work;
use crate::source::Span;

/// How an example came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// What the example shows.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// What is not as expected; `None` when all is.
    pub failure: Option<Diagnostic>,
}

/// Asks all examples of a policy, in their order, of its decision graph or index.
#[must_use]
pub fn run<'a>(policy: &Policy, by: impl Into<Decider<'a>>) -> Vec<Trial> {
    let decider = by.into();
    policy
        .tests
        .iter()
        .map(|test| {
            let answer = brief(policy, decider, &test.request);
            Trial {
                title: test.title.clone(),
                span: test.span,
                failure: judge(policy, decider, test, &answer),
            }
        })
        .collect()
}

fn judge(
    policy: &Policy,
    decider: Decider<'_>,
    test: &Test,
    answer: &Answer,
) -> Option<Diagnostic> {
    let expected = expected_line(test);
    let found = found_line(test, answer);
    let wrong = if !is_expected(&test.expect.verdict, answer) {
        format!("the answer is `{}`", verdict_words(answer))
    } else if let Some(rule) = missing_rule(test, answer) {
        format!("`{rule}` is not among the rules that decide")
    } else if !has_expected_duties(test, answer) {
        "the duties are others".to_owned()
    } else {
        return None;
    };
    let mut diagnostic = Diagnostic::at(Code::TestFailed, test.span, wrong)
        .because(because(test, answer))
        .help(format!(
            "compare the two:\n- {expected}\n+ {found}{}",
            way_out(test, answer)
        ));
    for name in answer.rules.iter().map(|rule| &rule.name).take(3) {
        if let Some(rule) = policy.rules.iter().find(|rule| rule.name == *name) {
            diagnostic = diagnostic.label(rule.span, format!("`{name}` decides"));
        }
    }
    if test.expect.verdict == ExpectedVerdict::Permit
        && answer.verdict == Verdict::Deny
        && let Some(remedy) = remedies(policy, decider, &test.request, &mut Work::default()).first()
    {
        diagnostic = diagnostic.witness(format!("it would be permitted if {}", remedy.text));
    } else if let Some(decided_by) = &answer.decided_by {
        diagnostic = diagnostic.witness(decided_by.clone());
    }
    Some(diagnostic)
}

/// What a test may lack.
fn way_out(test: &Test, answer: &Answer) -> String {
    let is_missing = |name: &str| answer.needs.iter().any(|need| need == name);
    let lacks = answer.verdict == Verdict::Needs
        && !matches!(test.expect.verdict, ExpectedVerdict::Needs(_));
    if !lacks {
        String::new()
    } else if is_missing("date") {
        "\nsay on which day it is asked, for instance `given date is 2026-06-01`".to_owned()
    } else {
        let names: Vec<String> = answer
            .needs
            .iter()
            .map(|name| format!("`{name}`"))
            .collect();
        format!("\nsay behind `given` what {} is", names.join(", "))
    }
}

/// Why the answer is as it is, and what the test was to show.
fn because(test: &Test, answer: &Answer) -> String {
    let cited: Vec<String> = test.citations.iter().map(ToString::to_string).collect();
    if cited.is_empty() {
        answer.reason.clone()
    } else {
        format!("{}; the test shows {}", answer.reason, cited.join(", "))
    }
}

fn is_expected(expected: &ExpectedVerdict, answer: &Answer) -> bool {
    match expected {
        ExpectedVerdict::Permit => answer.verdict == Verdict::Permit,
        ExpectedVerdict::Deny => answer.verdict == Verdict::Deny,
        ExpectedVerdict::NotApplicable => answer.verdict == Verdict::NotApplicable,
        ExpectedVerdict::Needs(names) => {
            let mut names = names.clone();
            names.sort();
            answer.verdict == Verdict::Needs && names == answer.needs
        }
    }
}

fn missing_rule<'a>(test: &'a Test, answer: &Answer) -> Option<&'a String> {
    test.expect
        .by
        .iter()
        .find(|name| !answer.rules.iter().any(|rule| rule.name == **name))
}

fn has_expected_duties(test: &Test, answer: &Answer) -> bool {
    let Some(expected) = &test.expect.duties else {
        return true;
    };
    let mut expected: Vec<&str> = expected.iter().map(String::as_str).collect();
    expected.sort_unstable();
    expected.dedup();
    expected == duties(answer)
}

/// The duties of an answer without deadlines and channels, sorted.
fn duties(answer: &Answer) -> Vec<&str> {
    let mut duties: Vec<&str> = answer
        .duties
        .iter()
        .map(|duty| duty.duty.as_str())
        .collect();
    duties.sort_unstable();
    duties.dedup();
    duties
}

fn verdict_words(answer: &Answer) -> String {
    if answer.verdict == Verdict::Needs {
        format!("needs {}", answer.needs.join(", "))
    } else {
        answer.verdict.word().to_owned()
    }
}

fn expected_line(test: &Test) -> String {
    let mut line = match &test.expect.verdict {
        ExpectedVerdict::Permit => "permit".to_owned(),
        ExpectedVerdict::Deny => "deny".to_owned(),
        ExpectedVerdict::NotApplicable => "not applicable".to_owned(),
        ExpectedVerdict::Needs(names) => format!("needs {}", names.join(", ")),
    };
    if !test.expect.by.is_empty() {
        line.push_str(&format!(" by {}", test.expect.by.join(", ")));
    }
    if let Some(duties) = &test.expect.duties {
        line.push_str(&must(duties.iter().map(String::as_str)));
    }
    line
}

/// The answer in the same form as [`expected_line`], with the parts that the test speaks of.
fn found_line(test: &Test, answer: &Answer) -> String {
    let mut line = verdict_words(answer);
    if !test.expect.by.is_empty() && !answer.rules.is_empty() {
        let rules: Vec<&str> = answer.rules.iter().map(|rule| rule.name.as_str()).collect();
        line.push_str(&format!(" by {}", rules.join(", ")));
    }
    if test.expect.duties.is_some() && answer.verdict == Verdict::Permit {
        line.push_str(&must(duties(answer).into_iter()));
    }
    line
}

fn must<'a>(duties: impl Iterator<Item = &'a str>) -> String {
    let duties: Vec<&str> = duties.collect();
    if duties.is_empty() {
        " must nothing".to_owned()
    } else {
        format!(" must {}", duties.join(", "))
    }
}
