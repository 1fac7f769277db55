//! `privity anchors`: writes the `source` of a text.

use privity::coverage::{self, Grain};
use privity::load::{self, shown};
use privity::source::SourceMap;
use privity::syntax;

use crate::Exit;
use crate::arguments::{Anchors, By};
use crate::findings::drawn;
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Anchors, output: &mut Output) -> Result<Exit, Failure> {
    let shown = shown(&options.text);
    let text =
        load::read_text(&options.text).and_then(|text| match coverage::unusable(&shown, &text) {
            Some(finding) => Err(Box::new(finding)),
            None => Ok(text),
        });
    let text = match text {
        Ok(text) => text,
        Err(finding) => {
            let look = output.terminal.stderr.clone();
            output.tell(&drawn(&SourceMap::new(), &[*finding], look, ""));
            return Ok(Exit::Trouble);
        }
    };
    let name = match &options.name {
        Some(name) => name.clone(),
        None => name_of(options),
    };
    let grain = match options.by {
        By::Sentence => Grain::Sentence,
        By::Paragraph => Grain::Paragraph,
    };
    let item = coverage::source_item(&name, options.prefix.as_deref(), &text, grain);
    // Only names that were given can be no names.
    let item = syntax::format(&item).map_err(|_| {
        let prefix = options.prefix.as_deref().unwrap_or_default();
        Failure::Said(format!(
            "`{name}` and `{prefix}1` must be names: ASCII letters, digits and `_`, a letter first, no reserved word"
        ))
    })?;
    output.print(&item)?;
    output.finish()?;
    Ok(Exit::Clean)
}

/// A name made of the file's: `privacy_policy_2018` for `Privacy policy (2018).txt`.
fn name_of(options: &Anchors) -> String {
    let stem = options.text.file_stem().unwrap_or_default();
    let words: Vec<String> = stem
        .to_string_lossy()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name = words.join("_");
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        // Behind another word no word is reserved.
        format!("{name}_text").replace("_text_text", "_text")
    } else {
        format!("text_{name}").trim_end_matches('_').to_owned()
    }
}
