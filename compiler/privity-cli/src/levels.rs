//! The flags that say how seriously findings are taken. They count in the order in which they stand, so they are read by hand.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};
use privity::check::dates::parse_day;
use privity::compile::Known;
use privity::triage::{Level, Levels, Selector};

/// `--allow`, `--advice`, `--warn`, `--deny`, `--deny-warnings`, `--today`, `--baseline`.
#[derive(Debug, Clone, Default)]
pub(crate) struct LevelArgs {
    pub(crate) levels: Levels,
    /// The day on which waivers are looked at.
    pub(crate) today: Option<i64>,
    /// The baseline.
    pub(crate) known: Known,
}

const DENY_WARNINGS: &str = "deny_warnings";
const TODAY: &str = "today";
const BASELINE: &str = "baseline";
/// What `--deny` takes in place of a code.
const WARNINGS: &str = "warnings";
pub(crate) const HEADING: &str = "Levels of findings";

fn describe(level: Level) -> &'static str {
    match level {
        Level::Allow => "Do not show these findings: a code, or how some begin, such as `P04`",
        Level::Advice => "Show these findings as advice",
        Level::Warn => "Show these findings as warnings",
        Level::Deny => "Show these findings as errors; `warnings` means all warnings",
    }
}

impl Args for LevelArgs {
    fn augment_args(command: Command) -> Command {
        let command = Level::ALL.into_iter().fold(command, |command, level| {
            command.arg(
                Arg::new(level.word())
                    .long(level.word())
                    .value_name("CODE")
                    .help(describe(level))
                    .help_heading(HEADING)
                    .value_delimiter(',')
                    .action(ArgAction::Append),
            )
        });
        command.arg(
            Arg::new(DENY_WARNINGS)
                .long("deny-warnings")
                .help("Treat warnings as errors")
                .help_heading(HEADING)
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new(TODAY)
                .long(TODAY)
                .value_name("DATE")
                .help("The day on which it is decided whether a waiver has ended, for runs that can be repeated; without it, today")
                .help_heading(HEADING)
                .value_parser(day),
        )
        .arg(
            Arg::new(BASELINE)
                .long(BASELINE)
                .value_name("FILE")
                .help("Do not show the findings that are recorded in this file")
                .help_heading(HEADING)
                .value_parser(clap::value_parser!(PathBuf)),
        )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LevelArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut chosen: Vec<(usize, Level, &String)> = Vec::new();
        for level in Level::ALL {
            let codes = matches.get_many::<String>(level.word());
            let places = matches.indices_of(level.word());
            for (code, at) in codes
                .into_iter()
                .flatten()
                .zip(places.into_iter().flatten())
            {
                chosen.push((at, level, code));
            }
        }
        chosen.sort_by_key(|(at, ..)| *at);
        let mut levels = Levels::default();
        if matches.get_flag(DENY_WARNINGS) {
            levels.deny_warnings();
        }
        for (_, level, code) in chosen {
            if level == Level::Deny && code == WARNINGS {
                levels.deny_warnings();
            } else {
                set(&mut levels, level, code).map_err(|why| refused(level, code, &why))?;
            }
        }
        let today = matches.get_one::<i64>(TODAY).copied().or_else(today);
        let file = matches.get_one::<PathBuf>(BASELINE).cloned();
        Ok(Self {
            levels,
            today,
            known: file.map_or(Known::ByManifest, Known::ByFile),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

fn day(text: &str) -> Result<i64, String> {
    parse_day(text).ok_or_else(|| "it is no day; write it like 2018-05-25".to_owned())
}

/// The day by the clock of the system, in UTC, as a day number.
fn today() -> Option<i64> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_secs() / 86_400).ok()
}

fn set(levels: &mut Levels, level: Level, code: &str) -> Result<(), String> {
    let selector = Selector::parse(code)
        .map_err(|instead| format!("there is no such code\n\n  tip: {instead}"))?;
    levels
        .set(selector, level)
        .map_err(|why| format!("{}\n\n  tip: {}", why.message, why.help))
}

fn refused(level: Level, code: &str, why: &str) -> clap::Error {
    let word = level.word();
    clap::Error::raw(
        ErrorKind::ValueValidation,
        format!("invalid value '{code}' for '--{word} <CODE>': {why}\n"),
    )
}
