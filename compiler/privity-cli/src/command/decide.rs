//! `privity decide`: answers requests by a policy.

use std::io::Read as _;
use std::path::Path;

use privity::comply::{Applies, LawAnswer, LinkedLaw, link, together};
use privity::diagnostic::json::{self, Finding};
use privity::diagnostic::{Code, Diagnostic, Report};
use privity::graph::Budget;
use privity::load;
use privity::request::answer::{Answer, Contested, Verdict, answer_within};
use privity::request::diagnostics::too_much_work;
use privity::request::json::{Json, parse_all};
use privity::request::read::read;
use privity::request::work::Work;
use privity::source::SourceMap;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use serde::Serialize;

use privity::compile::Goal;

use crate::arguments::{Decide, TextOrJson};
use crate::findings::{Deciding, Session, drawn};
use crate::output::{Failure, Output};
use crate::{Exit, STACK};

/// So many requests are answered side by side, before the first of their answers is written, and what they cost is counted.
const BATCH: usize = 16;

/// What stands in place of an answer when the request is wrong.
#[derive(Serialize)]
struct Refusal {
    errors: Vec<Finding>,
}

pub(crate) fn run(options: &Decide, output: &mut Output) -> Result<Exit, Failure> {
    let session = Session::with_readings(&options.policy, Goal::Decision, None, &options.readings);
    session.tell(output);
    let Some(ready) = session.deciding() else {
        output.say("nothing was decided: mend the policy first");
        return Ok(session.exit());
    };
    let mut sources = SourceMap::new();
    let requests = match requests(&options.request, &mut sources) {
        Ok(requests) => requests,
        Err(finding) => {
            let look = output.terminal.stderr.clone();
            output.tell(&drawn(&sources, &[*finding], look, ""));
            return Ok(Exit::Trouble);
        }
    };
    let laws = link(ready.policy, Budget::default())
        .map_err(|_| Failure::Said("a law is too intricate to be asked".to_owned()))?;
    let total = requests.len();
    let mut exit = Exit::Clean;
    let threads = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let threads = threads.map_err(|error| Failure::Said(format!("cannot decide: {error}")))?;
    let mut work = Work::new(options.work);
    let mut answered = 0;
    let mut has_told = false;
    let mut left = requests.into_iter();
    loop {
        let batch: Vec<Read> = left.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let answers: Vec<_> = threads.install(|| {
            let each = batch.into_par_iter();
            each.map(|request| decided(&ready, &laws, request))
                .collect()
        });
        let mut spent = Some(());
        for (answer, steps) in answers {
            if answer.is_err() {
                exit = Exit::Findings;
            }
            if options.format == TextOrJson::Human && answer.is_ok() && has_told {
                output.print("\n")?;
            }
            has_told |= answer.is_ok();
            answered += 1;
            write(answer, options.format, &sources, output)?;
            spent = spent.and(work.spend(steps));
        }
        if spent.is_none() && left.len() > 0 {
            let span = left.find_map(|request| request.ok()).map(|json| json.span);
            let finding = too_much_work(span, answered, total - answered);
            let look = output.terminal.stderr.clone();
            output.tell(&drawn(&sources, &[finding], look, ""));
            exit = Exit::Trouble;
            break;
        }
    }
    output.finish()?;
    Ok(exit)
}

/// Writes what became of a request.
fn write(
    answer: Result<Decided, Vec<Diagnostic>>,
    format: TextOrJson,
    sources: &SourceMap,
    output: &mut Output,
) -> Result<(), Failure> {
    let text = match (answer, format) {
        (Ok(answer), TextOrJson::Json) => line(&answer)?,
        (Ok(answer), TextOrJson::Human) => told(&answer),
        (Err(findings), format) => {
            let look = output.terminal.stderr.clone();
            output.tell(&drawn(sources, &findings, look, ""));
            match format {
                TextOrJson::Human => return Ok(()),
                TextOrJson::Json => line(&Refusal {
                    errors: findings
                        .iter()
                        .map(|finding| json::one(sources, finding, ""))
                        .collect(),
                })?,
            }
        }
    };
    output.print(&text)
}

type Read = Result<Json, Box<Diagnostic>>;

/// The requests of a file, or of the standard input.
fn requests(path: &Path, sources: &mut SourceMap) -> Result<Vec<Read>, Box<Diagnostic>> {
    let (name, text) = if path == Path::new("-") {
        let mut bytes = Vec::new();
        let text = std::io::stdin()
            .read_to_end(&mut bytes)
            .map_err(|error| error.to_string())
            .and_then(|_| load::decode(bytes))
            .map_err(|why| {
                let message = format!("cannot read the standard input: {why}");
                Box::new(Diagnostic::without_place(Code::Unreadable, message))
            })?;
        ("<stdin>".to_owned(), text)
    } else {
        (load::shown(path), load::read_text(path)?)
    };
    let Some(file) = sources.add(name, text) else {
        return Err(Box::new(Diagnostic::without_place(
            Code::TooLarge,
            "the requests are more than 4 GiB of text",
        )));
    };
    let file = sources.file(file);
    let requests = parse_all(&file.text, file.base);
    if requests.is_empty() {
        let message = format!("there is no request in `{}`", file.name);
        return Err(Box::new(
            Diagnostic::without_place(Code::RequestSyntax, message)
                .help("write `{\"action\": \"share\", \"data\": [\"email_address\"]}`"),
        ));
    }
    Ok(requests)
}

/// An answer with what linked laws say of the same request.
#[derive(Serialize)]
struct Decided {
    #[serde(flatten)]
    answer: Answer,
    /// What policy and laws say together.
    #[serde(skip_serializing_if = "Option::is_none")]
    with_laws: Option<Verdict>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    laws: Vec<LawAnswer>,
}

/// An answer and the steps that it took, or what is wrong with the request.
fn decided(
    ready: &Deciding<'_>,
    laws: &[LinkedLaw],
    request: Read,
) -> (Result<Decided, Vec<Diagnostic>>, usize) {
    let json = match request {
        Ok(json) => json,
        Err(finding) => return (Err(vec![*finding]), 0),
    };
    let mut report = Report::new();
    let Some(request) = read(ready.policy, &json, &mut report) else {
        return (Err(report.into_sorted()), 0);
    };
    let mut work = Work::new(usize::MAX);
    let answer = answer_within(ready.policy, ready.decider, &request, &mut work);
    let laws: Vec<LawAnswer> = laws
        .iter()
        .map(|law| law.answer(&request, &mut work))
        .collect();
    let decided = Decided {
        with_laws: (!laws.is_empty()).then(|| together(answer.verdict, &laws)),
        answer,
        laws,
    };
    (Ok(decided), usize::MAX - work.left())
}

fn line(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value)
        .map(|text| format!("{text}\n"))
        .map_err(|error| Failure::Said(format!("cannot write JSON: {error}")))
}

/// An answer for people.
fn told(decided: &Decided) -> String {
    let answer = &decided.answer;
    let mut text = format!("{}: {}\n", answer.verdict.word(), answer.reason);
    let mut part = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{title}\n"));
            for line in lines {
                text.push_str(&format!("  {line}\n"));
            }
        }
    };
    part("needs", answer.needs.clone());
    let rules = answer.rules.iter().map(|rule| {
        if rule.citation.is_empty() {
            rule.name.clone()
        } else {
            format!("{}: {}", rule.name, rule.citation)
        }
    });
    part("rules", rules.collect());
    let duties = answer.duties.iter().map(|duty| {
        let mut line = duty.duty.clone();
        if let Some(through) = &duty.through {
            line.push_str(&format!(" through {}", through.join(" or ")));
        }
        match &duty.within {
            Some(within) if within == "at once" => line.push_str(" at once"),
            Some(within) => line.push_str(&format!(" within {within}")),
            None => {}
        }
        if let Some(before) = &duty.before {
            line.push_str(&format!(" before {before}"));
        }
        if let Some(every) = &duty.every {
            line.push_str(&format!(" every {every}"));
        }
        if !duty.rules.is_empty() {
            line.push_str(&format!("  ({})", duty.rules.join(", ")));
        }
        line
    });
    part("duties", duties.collect());
    part("decided by", answer.decided_by.iter().cloned().collect());
    let remedies = answer.would_permit.iter().map(|remedy| remedy.text.clone());
    part("would be permitted if", remedies.collect());
    part(
        "contested",
        answer.contested.iter().flat_map(open).collect(),
    );
    let laws = decided.laws.iter().map(|law| {
        let applies = match law.applies {
            Applies::Yes => law.verdict.word(),
            Applies::No => "does not apply",
            Applies::Partly => "may apply",
        };
        match law.applies {
            Applies::No => format!("{}: {applies}", law.name),
            _ if law.article.is_empty() => format!("{}: {applies}, {}", law.name, law.reason),
            _ => format!(
                "{}: {applies}, {} ({})",
                law.name,
                law.reason,
                law.article.join("; ")
            ),
        }
    });
    part("laws", laws.collect());
    let together = decided.with_laws.map(|verdict| verdict.word().to_owned());
    part("policy and laws together", together.into_iter().collect());
    text
}

/// An ambiguity, and the answer under each of its readings.
fn open(contested: &Contested) -> Vec<String> {
    let mut head = contested.ambiguity.clone();
    if let Some(question) = &contested.question {
        head.push_str(&format!(": {question}"));
    }
    if !contested.citation.is_empty() {
        head.push_str(&format!(" ({})", contested.citation));
    }
    let readings = contested.readings.iter().map(|under| {
        let mut line = format!("  {}: {}", under.reading, under.verdict.word());
        let duties: Vec<&str> = under.duties.iter().map(|duty| duty.duty.as_str()).collect();
        if !duties.is_empty() {
            line.push_str(&format!(", must {}", duties.join(", ")));
        }
        if !under.together_with.is_empty() {
            line.push_str(&format!(", with {}", under.together_with.join(", ")));
        }
        if under.taken {
            line.push_str("  (taken)");
        }
        line
    });
    std::iter::once(head).chain(readings).collect()
}
