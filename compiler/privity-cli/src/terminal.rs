//! What the terminal can show: the one place that looks at the environment.

use std::env;
use std::io::IsTerminal as _;

use privity::diagnostic::render::Look;

use crate::arguments::{Color, Style};

/// How each of the two streams is written, from the flags and the environment.
#[derive(Debug, Clone)]
pub(crate) struct Terminal {
    /// For results.
    pub(crate) stdout: Look,
    /// For messages.
    pub(crate) stderr: Look,
}

/// The look of both streams.
pub(crate) fn choose(color: Color, style: Style) -> Terminal {
    let look = |is_terminal: bool| Look {
        unicode: match style {
            Style::Unicode => true,
            Style::Ascii => false,
            Style::Auto | Style::Narrated => speaks_unicode(),
        },
        color: match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => colors_by_environment().unwrap_or(is_terminal),
        },
        width: width(),
        narrated: match style {
            Style::Narrated => true,
            Style::Auto => is_set("NO_GRAPHICS"),
            Style::Unicode | Style::Ascii => false,
        },
        folder: String::new(),
    };
    Terminal {
        stdout: look(std::io::stdout().is_terminal()),
        stderr: look(std::io::stderr().is_terminal()),
    }
}

/// `NO_COLOR` outweighs `CLICOLOR_FORCE`; a terminal that calls itself dumb gets no colours.
fn colors_by_environment() -> Option<bool> {
    if is_set("NO_COLOR") {
        Some(false)
    } else if is_set("CLICOLOR_FORCE") {
        Some(true)
    } else if env::var_os("TERM").is_some_and(|term| term == "dumb")
        || env::var_os("CLICOLOR").is_some_and(|value| value == "0")
    {
        Some(false)
    } else {
        None
    }
}

/// Whether a variable is there and is neither empty nor `0`.
fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0")
}

/// By the first of the variables that name the language; without any, Unix shells mean ASCII.
fn speaks_unicode() -> bool {
    if cfg!(windows) {
        return true;
    }
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .filter_map(env::var_os)
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_string_lossy().to_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

/// What `COLUMNS` says, else how wide the terminal is; pages of more than 120 columns are tiring to read.
fn width() -> usize {
    let columns = env::var("COLUMNS").ok().and_then(|text| text.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    columns
        .filter(|&columns| columns > 0)
        .or_else(terminal)
        .map_or(100, |columns: usize| columns.clamp(20, 120))
}
