//! Drives the `privity` command as a shell does: every sub-command, and everything that may be wrong with what it is given.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may fail where it stands"
)]

mod bad_input;
mod baselines;
mod beyond_the_budget;
mod building;
mod checking;
mod comparing;
mod complying;
mod covering;
mod deciding;
mod explaining;
mod finding;
mod formatting;
mod levels;
mod listing_words;
mod mending;
mod one_cause;
mod outputs;
mod readings;
mod serving;
mod starting;
mod waivers;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// What a run left behind.
#[derive(Debug)]
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Run {
    /// Everything that was said, on whichever stream.
    fn all(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    #[track_caller]
    fn expect_code(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:#?}");
        self
    }

    /// That the run ended well or with findings, and never in the compiler's own mistake.
    #[track_caller]
    fn expect_no_panic(self) -> Self {
        assert!((0..=2).contains(&self.code), "{self:#?}");
        let said = self.all();
        assert!(
            !said.contains("panicked") && !said.contains("mistake in the compiler"),
            "{self:#?}"
        );
        self
    }

    #[track_caller]
    fn expect(self, words: &str) -> Self {
        assert!(self.all().contains(words), "no {words:?} in {self:#?}");
        self
    }
}

/// A folder with files in it, and the command to run there.
struct Shop {
    folder: TempDir,
}

const POLICY: &str = r#"
policy shop "A shop"
  by shop

action { collect use share }
data { personal_data open { name email_address } }
purpose { delivery marketing }
party { shop role controller in DE courier role processor in FR ad_network in US }
place { DE FR US }
subject { customer }
right { access }
duty { encrypt give_copy }
guard { consent }
group EU as one area is DE, FR
fact consented is flag
fact age is number of years between 0 and 150 default 30
default subject is customer
default recipient is none
default home is DE
default origin is DE

rule deliver
permit share name
  to courier
  for delivery
  in EU
  must encrypt
  cite "section 1"

rule write
permit use email_address
  for marketing

rule ask_first
require consented before use any
  for marketing
  kind consent
  cite "section 2"

rule no_children
forbid use any
  when age below 16 years

rule access_right
grant access
  must give_copy within 1 month

test "the courier gets the name"
  ask share name
  to courier
  for delivery
  expect permit by deliver must encrypt
"#;

impl Shop {
    /// With a sound policy in it.
    fn open() -> Self {
        let shop = Self::empty();
        shop.write("policy.privity", POLICY);
        shop
    }

    fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_privity"));
        command.args(arguments).current_dir(self.folder.path());
        // What the machine of the test likes must not matter.
        for name in [
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "NO_GRAPHICS",
            "GITHUB_STEP_SUMMARY",
            "GITHUB_WORKSPACE",
            "COLUMNS",
            "LANG",
            "LC_CTYPE",
        ] {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C.UTF-8");
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments), "")
    }

    fn run_with(&self, arguments: &[&str], input: &str) -> Run {
        run(&mut self.command(arguments), input)
    }

    /// The answers to requests, one a line, as JSON.
    #[track_caller]
    fn decide(&self, requests: &str) -> Vec<serde_json::Value> {
        let run = self.run_with(&["decide"], requests).expect_no_panic();
        run.stdout
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

fn run(command: &mut Command, input: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may be gone by now.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
