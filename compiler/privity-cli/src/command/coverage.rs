//! `privity coverage`: compares a policy with the text it was made from.

use std::collections::BTreeMap;
use std::path::Path;

use privity::check::policy::CitedText;
use privity::compile::Goal;
use privity::coverage::{self, Comparison, Report};
use privity::diagnostic::Diagnostic;
use privity::diagnostic::render::Look;
use privity::diagnostic::run::Run;
use privity::load::{self, shown};
use privity::source::SourceMap;
use privity::triage::Search;

use crate::Exit;
use crate::arguments::Coverage;
use crate::files::{folder_of, replace};
use crate::findings::{Session, drawn, is_serious, known};
use crate::output::{Failure, Output};
use crate::outputs::{Extra, Folders, Told};

pub(crate) fn run(options: &Coverage, output: &mut Output) -> Result<Exit, Failure> {
    options.outputs.check()?;
    let text = match read(&options.source) {
        Ok(text) => text,
        Err(finding) => return Ok(refuse(*finding, output)),
    };
    if options.fix {
        let session = Session::open(&options.policy, Goal::Check, None);
        if let Some(Ok(source)) = session
            .sound()
            .map(|policy| source_of(&policy.texts, options))
        {
            mend(&session, &coverage::compare(source, &text), output)?;
        }
    }
    let session = Session::open(&options.policy, Goal::Check, None);
    let Some(policy) = session.sound() else {
        let exit = session.refuse("coverage", &options.outputs, output)?;
        output.say("nothing was compared: mend the policy first");
        return Ok(exit);
    };
    let source = match source_of(&policy.texts, options) {
        Ok(source) => source,
        Err(finding) => return Ok(refuse(*finding, output)),
    };
    let comparison = coverage::compare(source, &text);
    if options.print_anchors {
        for line in coverage::missing(&comparison) {
            output.print_line(&line)?;
        }
        output.finish()?;
        return Ok(Exit::Clean);
    }
    show(&session, &comparison, options, output)
}

/// The text, if it is one.
fn read(path: &Path) -> Result<String, Box<Diagnostic>> {
    let text = load::read_text(path)?;
    match coverage::unusable(&shown(path), &text) {
        Some(finding) => Err(Box::new(finding)),
        None => Ok(text),
    }
}

fn refuse(finding: Diagnostic, output: &mut Output) -> Exit {
    let look = output.terminal.stderr.clone();
    output.tell(&drawn(&SourceMap::new(), &[finding], look, ""));
    Exit::Trouble
}

/// The source that the text is compared with.
fn source_of<'a>(
    texts: &'a [CitedText],
    options: &Coverage,
) -> Result<&'a CitedText, Box<Diagnostic>> {
    let wanted = options.name.as_deref();
    let found = match (wanted, texts) {
        (None, [only]) => Some(only),
        (None, _) => None,
        (Some(wanted), _) => texts.iter().find(|text| text.name == wanted),
    };
    found.ok_or_else(|| {
        let known: Vec<&str> = texts.iter().map(|text| text.name.as_str()).collect();
        Box::new(coverage::no_such_source(wanted, &known))
    })
}

fn show(
    session: &Session,
    comparison: &Comparison<'_>,
    options: &Coverage,
    output: &mut Output,
) -> Result<Exit, Failure> {
    let mut sources = session.sources().clone();
    let file = sources
        .add(name_of(&options.source), comparison.text)
        .ok_or_else(|| Failure::Said("the policy and the text are larger than 4 GiB".to_owned()))?;
    let found = coverage::findings(comparison, sources.file(file).base);
    let any = !found.is_empty();
    // With several sources this is a part of the search.
    let only_one = session
        .sound()
        .is_some_and(|policy| policy.texts.len() == 1);
    let sorted = session.triaged(found, only_one.then_some(Search::Text));
    let (findings, suppressed) = (sorted.shown, sorted.suppressed);
    let report = Report::of(comparison);
    let excused = any && !findings.iter().any(is_serious);
    let exit = match report.is_complete() || excused {
        true => Exit::Clean,
        false => Exit::Findings,
    };
    let full = |look: &Look| {
        let pictures = drawn(&sources, &findings, look.clone(), &look.folder);
        Ok(format!("{pictures}{report}\n"))
    };
    let coverage = serde_json::to_value(&report)
        .map_err(|error| Failure::Said(format!("cannot write JSON: {error}")))?;
    let told = Told {
        run: Run {
            command: "coverage",
            sources: &sources,
            findings: &findings,
            suppressed: &suppressed,
            cases: None,
            folder: "",
            exit: exit.code(),
        },
        folders: &session.folders(),
        extra: Extra {
            coverage: Some(coverage),
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

/// The name of the text from where the command runs, marked as one that is not of the policy's folder. Of a text that lies elsewhere the
/// last part of the path does.
fn name_of(path: &Path) -> String {
    let last = path.file_name().map(Path::new).unwrap_or(path);
    let folder = Folders::of(folder_of(path));
    let name = match folder.reader.as_str() {
        reader if Path::new(reader).is_absolute() => shown(last),
        reader => shown(&Path::new(reader).join(last)),
    };
    match name.starts_with("../") {
        true => name,
        false => format!("./{name}"),
    }
}

/// Writes the places of moved words into the files of the policy.
fn mend(
    session: &Session,
    comparison: &Comparison<'_>,
    output: &mut Output,
) -> Result<(), Failure> {
    let sources = session.sources();
    let mut edits: BTreeMap<String, Vec<(std::ops::Range<usize>, String)>> = BTreeMap::new();
    for edit in coverage::findings(comparison, 0)
        .into_iter()
        .flat_map(|finding| finding.fixes)
        .flat_map(|fix| fix.edits)
    {
        if let Some((file, range)) = sources.locate(edit.span) {
            let name = sources.file(file).name.clone();
            edits
                .entry(name)
                .or_default()
                .push((range, edit.replacement));
        }
    }
    for (name, mut edits) in edits {
        let path = session.path_of(&name);
        let mut text =
            load::read_text(&path).map_err(|finding| Failure::Said(finding.message.clone()))?;
        // From the end, so that the places in front stay where they are.
        edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        for (range, new) in &edits {
            if !text.is_char_boundary(range.start) || !text.is_char_boundary(range.end) {
                return Err(Failure::Said(format!("`{name}` was changed meanwhile")));
            }
            text.replace_range(range.clone(), new);
        }
        replace(&path, &text)?;
        output.say(&format!(
            "wrote {} new places in {}",
            edits.len(),
            shown(&path)
        ));
    }
    Ok(())
}
