//! `privity comply`: compares a policy with laws.

use privity::check::dates::parse_day;
use privity::check::law::Law;
use privity::check::policy::Policy;
use privity::compile::Goal;
use privity::comply::{self, Certificate, Comparison, Kind, Question, Shortfall};
use privity::diagnostic::Diagnostic;
use privity::diagnostic::render::Look;
use privity::diagnostic::run::Run;
use privity::source::{SourceMap, Span};
use serde::Serialize;

use crate::Exit;
use crate::arguments::Comply;
use crate::findings::{Ready, Session, drawn, is_serious, known};
use crate::output::{Failure, Output};
use crate::outputs::{Extra, Told};

/// How the policy stands to one law.
#[derive(Serialize)]
struct LawAccount {
    law: String,
    title: Option<String>,
    version: Option<String>,
    complies: bool,
    /// Ways of falling short, one for each rule of the law, duty and rule of the policy.
    shortfalls: Vec<ShortfallAccount>,
    certificate: Option<CertificateAccount>,
}

#[derive(Serialize)]
struct ShortfallAccount {
    kind: &'static str,
    law_rules: Vec<String>,
    articles: Vec<String>,
    duty: Option<String>,
    policy_rules: Vec<String>,
    example: String,
    lawful_if: Vec<String>,
}

#[derive(Serialize)]
struct CertificateAccount {
    days: Vec<(String, String)>,
    assumptions: Vec<String>,
    free_facts: Vec<String>,
    asserted: Vec<String>,
}

pub(crate) fn run(options: &Comply, output: &mut Output) -> Result<Exit, Failure> {
    let mut days = Vec::new();
    for text in &options.on {
        let day = parse_day(text);
        days.push(day.ok_or_else(|| {
            Failure::Said(format!("`{text}` is no day; write it like 2018-05-25"))
        })?);
    }
    options.outputs.check()?;
    let session = Session::with_laws(&options.policy, Goal::Graph, None, &options.law);
    let Some(ready) = session.ready() else {
        let exit = session.refuse("comply", &options.outputs, output)?;
        output.say("nothing was compared: mend the policy first");
        return Ok(exit);
    };
    let laws = wanted(&ready, &options.law)?;
    let question = Question {
        days,
        all_readings: options.all_readings,
        ..Question::default()
    };
    let mut accounts = Vec::new();
    // What was found with each law, and what the full form says behind that.
    let mut parts: Vec<(Vec<Diagnostic>, String)> = Vec::new();
    let mut suppressed = Vec::new();
    for law in laws {
        let (found, verdict) = match comply::compare(ready.policy, law, &question) {
            Ok(comparison) => {
                let found = comply::findings(ready.policy, law, &comparison, None);
                // Every example in words takes long where there are thousands, and only JSON holds them all.
                if options.outputs.is_json() {
                    accounts.push(accounted(&ready, law, &comparison));
                }
                let verdict = verdict(&ready, law, &comparison, found.len());
                (found, verdict)
            }
            Err(comply::TooLarge) => (vec![comply::not_compared(law, None)], String::new()),
        };
        let sorted = session.triaged(found, None);
        parts.push((sorted.shown, verdict));
        suppressed.extend(sorted.suppressed);
    }
    let findings: Vec<Diagnostic> = parts
        .iter()
        .flat_map(|(findings, _)| findings.clone())
        .collect();
    let exit = match findings.iter().any(is_serious) {
        true => Exit::Findings,
        false => Exit::Clean,
    };
    let full = |look: &Look| {
        let part = |(findings, verdict): &(Vec<Diagnostic>, String)| {
            let pictures = drawn(ready.sources, findings, look.clone(), &look.folder);
            format!("{pictures}{verdict}")
        };
        Ok(parts.iter().map(part).collect())
    };
    let laws = serde_json::to_value(&accounts)
        .map_err(|error| Failure::Said(format!("cannot write JSON: {error}")))?;
    let told = Told {
        run: Run {
            command: "comply",
            sources: ready.sources,
            findings: &findings,
            suppressed: &suppressed,
            cases: None,
            folder: "",
            exit: exit.code(),
        },
        folders: &session.folders(),
        extra: Extra {
            laws: Some(laws),
            ..Extra::default()
        },
        full: &full,
    };
    options.outputs.write(&told, output)?;
    if let Some(known) = known(&suppressed) {
        output.say(&known);
    }
    options.outputs.say_more(&findings, output);
    Ok(exit)
}

/// The laws that were asked for, by name or by module; all that the policy says it complies with when none was.
fn wanted<'p>(ready: &Ready<'p>, names: &[String]) -> Result<Vec<&'p Law>, Failure> {
    let laws = &ready.policy.laws;
    if names.is_empty() {
        let complies = laws.complies.iter();
        let found: Vec<&Law> = complies
            .filter_map(|(law, _)| laws.laws.get(*law))
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
        if laws.laws.is_empty() {
            let why =
                "there is no law to compare with; name one, for instance `--law privity.law.gdpr`";
            return Err(Failure::Said(why.to_owned()));
        }
        return Ok(laws.laws.iter().collect());
    }
    names
        .iter()
        .map(|name| {
            let last = name.rsplit('.').next().unwrap_or(name);
            let law = laws.named(last);
            law.ok_or_else(|| Failure::Said(format!("`{name}` holds no law called `{last}`")))
        })
        .collect()
}

/// What the full form says behind the findings: the certificate, or in how many ways the policy falls short.
fn verdict(ready: &Ready<'_>, law: &Law, comparison: &Comparison, ways: usize) -> String {
    let name = &law.header.name;
    match comply::certificate(ready.policy, law, comparison) {
        Some(certificate) => certified(&certificate, ready.sources),
        None if comparison.shortfalls.is_empty() => String::new(),
        None => format!(
            "the policy falls short of `{name}` in {} ({} by rule of the policy), {}\n",
            counted(ways, "way", "ways"),
            comparison.shortfalls.len(),
            span_of_days(comparison),
        ),
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn span_of_days(comparison: &Comparison) -> String {
    use privity::check::dates::day_name;
    let days: Vec<String> = comparison
        .days
        .intervals()
        .iter()
        .map(|&(first, last)| match first == last {
            true => format!("on {}", day_name(first)),
            false => format!("from {} to {}", day_name(first), day_name(last)),
        })
        .collect();
    days.join(", ")
}

/// The certificate as text.
fn certified(certificate: &Certificate, sources: &SourceMap) -> String {
    let mut text = format!("the policy complies with {}\n", certificate.law);
    if let Some(version) = &certificate.version {
        text.push_str(&format!("\nversion of the law\n  {version}\n"));
    }
    let mut part = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{title}\n"));
            for line in lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
    };
    let days = certificate.days.iter();
    part(
        "days",
        days.map(|(first, last)| format!("{first} to {last}"))
            .collect(),
    );
    let assumed = certificate.assumptions.iter();
    part(
        "assumed",
        assumed.map(|&span| words(sources, span)).collect(),
    );
    part(
        "whatever these facts of the law are",
        certificate.free_facts.clone(),
    );
    part(
        "facts that somebody vouches for",
        certificate.asserted.clone(),
    );
    text.push_str(
        "\nThis shows that the rules of the policy lie inside those of the law as written down here. It is no legal advice.\n",
    );
    text
}

/// A stretch of text on one line.
fn words(sources: &SourceMap, span: Span) -> String {
    sources
        .text(span)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn accounted(ready: &Ready<'_>, law: &Law, comparison: &Comparison) -> LawAccount {
    let view = law.as_policy(ready.policy);
    let certificate = comply::certificate(ready.policy, law, comparison);
    LawAccount {
        law: law.header.name.clone(),
        title: law.header.title.clone(),
        version: law.header.version.clone(),
        complies: certificate.is_some(),
        shortfalls: comparison
            .shortfalls
            .iter()
            .zip(comply::examples(ready.policy, law, &comparison.shortfalls))
            .map(|(shortfall, example)| one(ready.policy, &view, shortfall, example))
            .collect(),
        certificate: certificate.map(|certificate| CertificateAccount {
            assumptions: certificate
                .assumptions
                .iter()
                .map(|&span| words(ready.sources, span))
                .collect(),
            days: certificate.days,
            free_facts: certificate.free_facts,
            asserted: certificate.asserted,
        }),
    }
}

fn one(policy: &Policy, view: &Policy, shortfall: &Shortfall, example: String) -> ShortfallAccount {
    let theirs = || {
        let rules = shortfall.law_rules.iter();
        rules.filter_map(|&rule| view.rules.get(rule))
    };
    ShortfallAccount {
        kind: match shortfall.kind {
            Kind::Forbidden => "forbidden",
            Kind::DutyMissing => "duty_missing",
            Kind::Unanswered => "unanswered",
        },
        law_rules: theirs().map(|rule| rule.name.clone()).collect(),
        articles: theirs()
            .flat_map(|rule| &rule.citations)
            .map(ToString::to_string)
            .collect(),
        duty: shortfall
            .duty
            .map(|duty| view.obligations.at(duty).to_string()),
        policy_rules: shortfall
            .policy_rules
            .iter()
            .filter_map(|&rule| policy.rules.get(rule))
            .map(|rule| rule.name.clone())
            .collect(),
        example,
        lawful_if: shortfall.lawful_if.clone(),
    }
}
