//! `privity explain`: says at length what a code means.

use privity::diagnostic::suggest::{or_list, similar};
use privity::diagnostic::{Code, Severity};
use serde::Serialize;

use crate::Exit;
use crate::arguments::{Explain, TextOrJson};
use crate::findings::pretty;
use crate::output::{Failure, Output};

#[derive(Serialize)]
struct Page {
    code: &'static str,
    severity: Severity,
    title: &'static str,
    page: &'static str,
}

impl Page {
    fn of(code: Code) -> Self {
        Self {
            code: code.as_str(),
            severity: code.severity(),
            title: code.title(),
            page: code.page().trim_end(),
        }
    }

    fn word(&self) -> &'static str {
        match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
            Severity::Note => "note",
        }
    }

    fn line(&self) -> String {
        format!("{}  {:<7}  {}\n", self.code, self.word(), self.title)
    }

    fn text(&self) -> String {
        let hidden = if self.severity == Severity::Note {
            format!(
                "\nNotes are not shown by `check`. `privity findings` lists them; `{} = \"advice\"` below `[levels]` in `privity.toml`, or `--advice {}`, shows this one.\n",
                self.code, self.code
            )
        } else {
            String::new()
        };
        format!(
            "# {}: {} ({})\n\n{}\n{hidden}",
            self.code,
            self.title,
            self.word(),
            self.page
        )
    }
}

pub(crate) fn run(options: &Explain, output: &mut Output) -> Result<Exit, Failure> {
    let pages: Vec<Page> = match &options.code {
        Some(wanted) => {
            let code = Code::parse(wanted).ok_or_else(|| unknown(wanted))?;
            vec![Page::of(code)]
        }
        None => Code::ALL.iter().copied().map(Page::of).collect(),
    };
    let is_index = options.code.is_none() && !options.all;
    let text = match (options.format, pages.as_slice()) {
        (TextOrJson::Json, [page]) if !options.all => pretty(page)?,
        (TextOrJson::Json, pages) => pretty(&pages)?,
        (TextOrJson::Human, pages) if is_index => {
            let lines = pages.iter().map(Page::line);
            lines.collect()
        }
        (TextOrJson::Human, pages) => {
            let texts: Vec<String> = pages.iter().map(Page::text).collect();
            texts.join("\n")
        }
    };
    output.print(&text)?;
    output.finish()?;
    Ok(Exit::Clean)
}

fn unknown(wanted: &str) -> Failure {
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let near = similar(&wanted.to_uppercase(), codes);
    let hint = if near.is_empty() {
        "`privity explain --all` lists every code".to_owned()
    } else {
        format!("write {}", or_list(&near))
    };
    Failure::Said(format!("there is no code `{wanted}`; {hint}"))
}
