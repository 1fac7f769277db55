//! The arguments of the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::levels::{self, LevelArgs};
use crate::outputs::OutputArgs;

/// Check, build, ask, test, format and explain privacy policies.
#[derive(Debug, Parser)]
#[command(name = "privity", version, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,

    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,

    /// How findings are drawn.
    #[arg(long, global = true, value_enum, default_value_t)]
    pub(crate) style: Style,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Find what is wrong with a policy.
    Check(Check),
    /// Write a policy for other programs: as JSON, as Rust.
    Build(Build),
    /// Answer requests by a policy.
    Decide(Decide),
    /// Compare a policy with laws.
    Comply(Comply),
    /// Run the tests that a policy carries.
    Test(Test),
    /// Compare a policy with the text it was made from.
    Coverage(Coverage),
    /// Write the `source` of a text, to begin a policy from it.
    Anchors(Anchors),
    /// Say how two versions of a policy differ.
    Diff(Diff),
    /// Format policy files.
    Fmt(Fmt),
    /// Report what was found in a policy, recorded and not, and how.
    Findings(Findings),
    /// List the words that a policy can use.
    Words(Vocabulary),
    /// Say at length what a code means.
    Explain(Explain),
    /// Begin a new policy.
    Init(Init),
    /// Serve an editor on the standard streams.
    Lsp(Lsp),
}

#[derive(Debug, Args)]
pub(crate) struct Lsp {
    /// Talk on the standard streams, as is done anyway: many editors add this word.
    #[arg(long)]
    stdio: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set; `CLICOLOR_FORCE` colours pipes too.
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Style {
    /// By the language of the system; in sentences if `NO_GRAPHICS` is set.
    #[default]
    Auto,
    /// With lines and corners.
    Unicode,
    /// With ASCII characters only.
    Ascii,
    /// In sentences, for screen readers.
    Narrated,
}

/// Where the policy is, and how serious its findings are.
#[derive(Debug, Args)]
pub(crate) struct Policy {
    /// A folder with `privity.toml` or `policy.privity`, or a policy file.
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,

    #[command(flatten)]
    pub(crate) levels: LevelArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) policy: Policy,

    /// Record everything that is found now in this file, for `--baseline`, and show nothing of it.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["baseline", "targets", "mending"], help_heading = levels::HEADING)]
    pub(crate) write_baseline: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) outputs: OutputArgs,

    #[command(flatten)]
    pub(crate) fixes: FixArgs,
}

/// What becomes of the repairs that findings offer.
#[derive(Debug, Args)]
pub(crate) struct FixArgs {
    /// Make the repairs that change nothing else.
    #[arg(long, group = "mending")]
    pub(crate) fix: bool,

    /// Show what the repairs would change, and write nothing.
    #[arg(long, group = "mending", conflicts_with = "targets")]
    pub(crate) diff: bool,

    /// Make repairs that may change what the policy means as well.
    #[arg(long, requires = "mending")]
    pub(crate) unsafe_fixes: bool,
}

impl FixArgs {
    /// Whether anything is to be mended.
    pub(crate) fn any(&self) -> bool {
        self.fix || self.diff
    }
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    #[command(flatten)]
    pub(crate) policy: Policy,

    #[command(flatten)]
    pub(crate) outputs: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Findings {
    /// A folder with `privity.toml` or `policy.privity`, or a policy file.
    #[arg(default_value = ".")]
    pub(crate) path: PathBuf,

    /// Another policy on the same text: what is found there counts as evidence too.
    #[arg(long, value_name = "PATH")]
    pub(crate) also: Option<PathBuf>,

    /// The file to write; the standard output without.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Vocabulary {
    /// One kind of words: `data`, `purpose`, `party`, `place`, `duty`, `fact`, …; all kinds without.
    pub(crate) kind: Option<String>,

    /// The policy whose words are listed: a folder or a file. Without one here, those of the standard library.
    #[arg(long, value_name = "PATH")]
    pub(crate) policy: Option<PathBuf>,

    /// As text, or as JSON for other programs.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// A code, for instance `P0201`; a list of all codes without one.
    pub(crate) code: Option<String>,

    /// The pages of all codes.
    #[arg(long, conflicts_with = "code")]
    pub(crate) all: bool,

    /// As text, or as JSON for other programs.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum TextOrJson {
    #[default]
    Human,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder of the new policy.
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) policy: Policy,

    #[command(flatten)]
    pub(crate) outputs: OutputArgs,

    /// Fix how an ambiguity of the policy is read; may be repeated.
    #[arg(long = "reading", value_name = "NAME.READING")]
    pub(crate) readings: Vec<String>,

    /// What to write, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "json")]
    pub(crate) emit: Vec<Emit>,

    /// The folder to write to; it is created if need be.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(crate) out_dir: PathBuf,

    /// How far to prove that the graph says what the rules say.
    #[arg(long, value_enum, default_value = "budget")]
    pub(crate) verify: Verify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Verify {
    /// Over the whole space if that takes seconds, else at many points.
    Budget,
    /// Over the whole space, however long it takes.
    Full,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Emit {
    /// One file that a page of code in any language can answer from.
    Json,
    /// One file without dependencies.
    Rust,
}

#[derive(Debug, Args)]
pub(crate) struct Decide {
    #[command(flatten)]
    pub(crate) policy: Policy,

    /// Fix how an ambiguity of the policy is read; may be repeated.
    #[arg(long = "reading", value_name = "NAME.READING")]
    pub(crate) readings: Vec<String>,

    /// A file with a request, or with one a line; `-` for the standard input.
    #[arg(long, default_value = "-", value_name = "FILE")]
    pub(crate) request: PathBuf,

    /// As JSON, one answer a line, or as text.
    #[arg(long, value_enum, default_value = "json")]
    pub(crate) format: TextOrJson,

    /// The steps through graphs that all requests together may take. One that leaves nothing open takes few.
    #[arg(long, value_name = "STEPS", default_value_t = 60_000_000)]
    pub(crate) work: usize,
}

#[derive(Debug, Args)]
pub(crate) struct Comply {
    #[command(flatten)]
    pub(crate) policy: Policy,

    /// The module of a law, for instance `privity.law.gdpr`; may stand several times. Without it, the laws that the policy complies with.
    #[arg(long, value_name = "MODULE")]
    pub(crate) law: Vec<String>,

    /// A day to look at; may stand several times. Without it, all days of the policy's life.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Vec<String>,

    /// Look at every reading of an unclear clause, not at the default ones only.
    #[arg(long)]
    pub(crate) all_readings: bool,

    #[command(flatten)]
    pub(crate) outputs: OutputArgs,
}

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The policy before the change: a folder or a file.
    pub(crate) old: PathBuf,

    /// The policy after it.
    pub(crate) new: PathBuf,

    /// As text, or as JSON for other programs.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: TextOrJson,

    /// Which differences make the command fail (exit code 1).
    #[arg(long, value_enum, default_value_t, value_name = "WHICH")]
    pub(crate) deny: Deny,
}

/// Which differences are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Deny {
    /// Any.
    #[default]
    Any,
    /// Those that are less protective for the person: more may be done, less must be.
    Widened,
    /// Those that are more protective.
    Narrowed,
    /// None: the command only tells.
    None,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Files, or folders with policy files in them; `-` for the standard input.
    #[arg(default_value = ".")]
    pub(crate) paths: Vec<PathBuf>,

    /// Change nothing; only name the files that are not formatted.
    #[arg(long)]
    pub(crate) check: bool,

    /// Change nothing; show what would be changed.
    #[arg(long)]
    pub(crate) diff: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Coverage {
    #[command(flatten)]
    pub(crate) policy: Policy,

    /// The published text: plain text or Markdown, in UTF-8.
    #[arg(long, value_name = "FILE")]
    pub(crate) source: PathBuf,

    /// Which source of the policy the text is; needed when there are several.
    #[arg(long)]
    pub(crate) name: Option<String>,

    #[command(flatten)]
    pub(crate) outputs: OutputArgs,

    /// Write the new places of anchors whose words have moved, and compare again.
    #[arg(long)]
    pub(crate) fix: bool,

    /// Write the anchors that are missing instead of the comparison.
    #[arg(long, conflicts_with_all = ["targets", "fix"])]
    pub(crate) print_anchors: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Anchors {
    /// The published text: plain text or Markdown, in UTF-8.
    pub(crate) text: PathBuf,

    /// The name of the source; made of the name of the file if left out.
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// What the names of the anchors begin with.
    #[arg(long)]
    pub(crate) prefix: Option<String>,

    /// What an anchor names.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum By {
    #[default]
    Sentence,
    Paragraph,
}
