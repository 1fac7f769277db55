//! Makes the seeds of the fuzz targets of what the repository holds: `fuzz_seeds FOLDER`; each target has a folder of its own in it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The largest seed, in bytes: what is longer teaches the fuzzer little for its time.
const LARGEST: u64 = 8 << 10;

/// Requests to the policy of the target.
const REQUESTS: &[&str] = &[
    "{\"action\": \"share\", \"data\": [\"email_address\"], \"recipient\": \"courier\", \"facts\": {\"adult\": true, \"days_old\": \"12 days\"}}",
    "{\"action\": [\"use\", \"share\"], \"data\": \"unknown\", \"date\": \"2026-05-01\", \"purpose\": {\"one_of\": [\"marketing\", \"analytics\"]}}\n{}",
    "{\"action\": \"answer\", \"right\": \"access\", \"home\": \"germany\", \"origin\": null, \"broken\": [\"notify\"], \"readings\": {}}",
];

/// The targets, each with the endings of its seeds.
const TARGETS: &[(&str, &[&str])] = &[
    ("parse", &["privity"]),
    ("format", &["privity"]),
    ("check", &["privity"]),
    ("mend", &["privity"]),
    ("data", &["toml", "json"]),
    ("cited", &["md", "txt"]),
];

#[expect(clippy::print_stdout, reason = "this is a program that reports")]
fn main() -> io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        return Err(io::Error::other("usage: fuzz_seeds FOLDER"));
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for (target, endings) in TARGETS {
        let mut files = Vec::new();
        for part in ["policies", "stdlib", "tests", "docs"] {
            collect(&root.join(part), endings, &mut files)?;
        }
        files.sort();
        let texts = files.iter().map(fs::read).collect::<io::Result<Vec<_>>>()?;
        println!("{target}: {} seeds", write(&folder.join(target), &texts)?);
    }
    let requests: Vec<_> = REQUESTS
        .iter()
        .map(|text| text.as_bytes().to_vec())
        .collect();
    println!(
        "request: {} seeds",
        write(&folder.join("request"), &requests)?
    );
    Ok(())
}

fn write(folder: &Path, texts: &[Vec<u8>]) -> io::Result<usize> {
    fs::create_dir_all(folder)?;
    for (number, text) in texts.iter().enumerate() {
        fs::write(folder.join(format!("seed{number:05}")), text)?;
    }
    Ok(texts.len())
}

/// The files below a folder with one of these endings that are small enough.
fn collect(folder: &Path, endings: &[&str], files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let about = fs::symlink_metadata(&path)?;
        let ending = path.extension().and_then(|ending| ending.to_str());
        if about.is_dir() {
            collect(&path, endings, files)?;
        } else if about.is_file()
            && about.len() <= LARGEST
            && ending.is_some_and(|ending| endings.contains(&ending))
        {
            files.push(path);
        }
    }
    Ok(())
}
