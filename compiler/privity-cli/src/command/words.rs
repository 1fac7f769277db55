//! `privity words`: the vocabulary that a policy can use, kind by kind.

use std::path::Path;

use privity::compile::{Compilation, Compiled, Goal, Options, compile_at};
use privity::diagnostic::suggest::{or_list, similar};
use privity::vocabulary::{self, Word, Words};

use crate::Exit;
use crate::arguments::{TextOrJson, Vocabulary};
use crate::findings::pretty;
use crate::output::{Failure, Output};

/// What is listed where there is no policy: all that `import privity.prelude` brings.
const STANDARD: &str = "policy words\nimport privity.prelude\n";

pub(crate) fn run(options: &Vocabulary, output: &mut Output) -> Result<Exit, Failure> {
    let compiled = compiled(options)?;
    let mut words = vocabulary::words(&compiled.policy);
    if let Some(wanted) = &options.kind {
        let kinds: Vec<&str> = words.iter().map(|words| words.kind).collect();
        if !kinds.contains(&wanted.as_str()) {
            let near = similar(wanted, kinds.iter().copied());
            let known = if near.is_empty() { kinds } else { near };
            return Err(Failure::Said(format!(
                "there are no words of the kind `{wanted}`; write {}",
                or_list(&known)
            )));
        }
        words.retain(|words| words.kind == wanted);
    }
    match options.format {
        TextOrJson::Json => output.print(&pretty(&words)?)?,
        TextOrJson::Human => {
            let texts: Vec<String> = words.iter().map(listed).collect();
            output.print(&texts.join("\n"))?;
        }
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// The policy, as far as it can be understood, or the standard library.
fn compiled(options: &Vocabulary) -> Result<Compiled, Failure> {
    let goal = || Options {
        goal: Goal::Check,
        ..Options::default()
    };
    let path = options.policy.as_deref().unwrap_or(Path::new("."));
    let Compilation {
        compiled, findings, ..
    } = compile_at(path, &|_: &Path| None, goal());
    match (compiled, &options.policy) {
        (Some(compiled), _) => Ok(compiled),
        (None, Some(_)) => {
            let why = findings.first().map(|finding| finding.message.clone());
            Err(Failure::Said(why.unwrap_or_default()))
        }
        (None, None) => {
            let entry = Path::new("words.privity");
            let standard = |path: &Path| {
                (path == entry || path == Path::new("./words.privity")).then(|| STANDARD.to_owned())
            };
            let compiled = compile_at(entry, &standard, goal()).compiled;
            compiled.ok_or_else(|| Failure::Said("the standard library cannot be read".to_owned()))
        }
    }
}

/// A tree of words, a line each: `name form  meaning`.
fn listed(words: &Words) -> String {
    let left = |word: &Word| {
        let form = match &word.form {
            Some(form) if form.starts_with('(') => form.clone(),
            Some(form) => format!(" {form}"),
            None => String::new(),
        };
        format!("{}{}{form}", "  ".repeat(word.depth + 1), word.name)
    };
    let lines = words.words.iter().map(|word| match &word.meaning {
        Some(meaning) => format!("{:<32}  {meaning}\n", left(word)),
        None => format!("{}\n", left(word)),
    });
    format!("{}\n{}", words.kind, lines.collect::<String>())
}
