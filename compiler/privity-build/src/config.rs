//! How a policy is compiled, and where to.

use std::path::{Path, PathBuf};

use privity::check::dates::parse_day;

use crate::compilation::{Outputs, compile};
use crate::error::Error;

/// How a policy is compiled, and where to.
///
/// ```no_run
/// # fn main() -> Result<(), privity_build::Error> {
/// privity_build::Config::new()
///     .file_name("policy.rs")
///     .json("policy.json")
///     .compile("policies/mi-home")
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Config {
    out_dir: Option<PathBuf>,
    file_name: Option<String>,
    json: Option<String>,
    today: Option<i64>,
}

impl Config {
    /// The policy as `NAME.rs` in `OUT_DIR`, and nothing else.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes to this folder instead of `OUT_DIR`.
    pub fn out_dir(&mut self, folder: impl Into<PathBuf>) -> &mut Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Calls the Rust file this, and not after the policy.
    pub fn file_name(&mut self, name: impl Into<String>) -> &mut Self {
        self.file_name = Some(name.into());
        self
    }

    /// Writes the JSON document too, under this name.
    pub fn json(&mut self, name: impl Into<String>) -> &mut Self {
        self.json = Some(name.into());
        self
    }

    /// Sets the day, such as `2027-01-31`, on which it is decided whether a waiver has ended. Without it none has, so that a build does not
    /// change overnight.
    ///
    /// # Errors
    /// When there is no such day.
    pub fn today(&mut self, day: &str) -> Result<&mut Self, Error> {
        let number = parse_day(day)
            .ok_or_else(|| Error::new(format!("`{day}` is no day; write it like 2027-01-31")))?;
        self.today = Some(number);
        Ok(self)
    }

    /// Compiles the policy in a folder or file.
    ///
    /// Tells Cargo to run the build script again when a file of the policy changes, and shows warnings as warnings of Cargo.
    /// A file that would get the bytes that it has already is not touched.
    ///
    /// # Errors
    /// When the policy has errors, which are drawn in the error; when it is too large for a graph; when a file cannot be written.
    pub fn compile(&self, policy: impl AsRef<Path>) -> Result<(), Error> {
        let folder = match &self.out_dir {
            Some(folder) => folder.clone(),
            None => std::env::var_os("OUT_DIR")
                .map(PathBuf::from)
                .ok_or_else(|| Error::new("`OUT_DIR` is not set; call this from a build script, or name a folder with `out_dir`"))?,
        };
        let outcome = compile(policy.as_ref(), self.today);
        // Cargo must hear of the files whether or not they are right.
        tell(&outcome.messages);
        let Outputs { name, rust, json } = outcome.outputs?;
        let file = self
            .file_name
            .clone()
            .unwrap_or_else(|| format!("{name}.rs"));
        write_if_changed(&folder.join(file), &rust)?;
        if let Some(file) = &self.json {
            write_if_changed(&folder.join(file), &json)?;
        }
        Ok(())
    }
}

#[expect(
    clippy::print_stdout,
    reason = "this is how a build script talks to Cargo"
)]
fn tell(messages: &[String]) {
    for message in messages {
        println!("{message}");
    }
}

fn write_if_changed(path: &Path, text: &str) -> Result<(), Error> {
    if std::fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(());
    }
    std::fs::write(path, text)
        .map_err(|error| Error::new(format!("cannot write `{}`: {error}", path.display())))
}
