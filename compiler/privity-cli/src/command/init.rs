//! `privity init`: begins a new policy.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use privity::load::shown;

use crate::Exit;
use crate::arguments::Init;
use crate::output::{Failure, Output};

/// What a new policy consists of.
const FILES: [(&str, &str); 2] = [
    ("privity.toml", include_str!("../template/privity.toml")),
    ("policy.privity", include_str!("../template/policy.privity")),
];

pub(crate) fn run(options: &Init, output: &mut Output) -> Result<Exit, Failure> {
    let folder = &options.folder;
    let trouble = |path: &Path, error: std::io::Error| {
        Failure::Said(format!("cannot create `{}`: {error}", shown(path)))
    };
    fs::create_dir_all(folder).map_err(|error| trouble(folder, error))?;
    let present: Vec<String> = FILES
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| format!("`{}`", shown(&path)))
        .collect();
    if !present.is_empty() {
        return Err(Failure::Said(format!(
            "{} would be overwritten; choose another folder",
            present.join(" and ")
        )));
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        // `create_new` refuses even a file that has appeared since.
        let mut file = fs::File::create_new(&path).map_err(|error| trouble(&path, error))?;
        file.write_all(text.as_bytes())
            .map_err(|error| trouble(&path, error))?;
        output.print_line(&format!("created {}", shown(&path)))?;
    }
    output.print_line("")?;
    output.print_line(&format!("try: privity check {}", shown(folder)))?;
    output.print_line(&format!("     privity test {}", shown(folder)))?;
    output.finish()?;
    Ok(Exit::Clean)
}
