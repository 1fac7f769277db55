//! The emitted files of one small policy: what they look like, that they compile as promised, and that programs can use them.

use std::path::{Path, PathBuf};
use std::process::Command;

use privity::emit::{self, RustOptions};
use privity::graph::{self, Budget};
use privity::lower::lower;
use privity::source::SourceMap;
use privity_build::Config;
use privity_tests::emitted::rustc;
use privity_tests::generator;

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("emit")
        .join(name)
}

/// Compiles the shop into a folder, and puts a program beside it.
fn compile_shop(folder: &Path, program: &str) -> PathBuf {
    let mut config = Config::new();
    let compiled = config
        .out_dir(folder)
        .json("shop.json")
        .compile(example("shop.privity"));
    assert!(compiled.is_ok(), "{compiled:?}");
    let file = folder.join("program.rs");
    let written = std::fs::write(&file, program);
    assert!(written.is_ok(), "{written:?}");
    file
}

#[test]
fn the_outputs_look_like_this() {
    let folder = tempfile::tempdir().unwrap();
    compile_shop(folder.path(), "");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(example(""));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::assert_snapshot!("shop.json", read("shop.json"));
        insta::assert_snapshot!("shop.rs", read("shop.rs"));
    });
}

/// Compiles a program and runs it; the error is what one of them had to say.
fn run_well(folder: &Path, source: &Path) -> Result<(), String> {
    let binary = folder.join("program");
    rustc(source, &["-o"], &binary).map_err(|error| error.to_string())?;
    let run = Command::new(&binary).output();
    let run = run.map_err(|error| error.to_string())?;
    match run.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&run.stderr).into_owned()),
    }
}

#[test]
fn a_program_asks_typed_requests() {
    let folder = tempfile::tempdir().unwrap();
    let program = std::fs::read_to_string(example("shop_program.rs")).unwrap();
    let source = compile_shop(folder.path(), &program);
    run_well(folder.path(), &source).unwrap_or_else(|error| panic!("{error}"));
}

/// A policy whose lists are so long that they are packed: each kind of data has a rule of its own.
fn long_policy() -> String {
    let mut text = String::from(
        "policy long\n  by shop\naction { share }\nplace { DE }\n\
         party {\n  shop role controller in DE\n  carrier in DE\n}\ndata {\n",
    );
    for number in 0..3_000 {
        text.push_str(&format!("  d{number}\n"));
    }
    text.push_str("}\nfact asked is flag\n");
    for number in 0..3_000 {
        let when = if number % 7 == 0 {
            "  when asked\n"
        } else {
            ""
        };
        text.push_str(&format!(
            "rule r{number}\npermit share d{number}\n  to carrier\n{when}"
        ));
    }
    text
}

#[test]
fn long_lists_are_read_as_they_were_written() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("long.privity"), long_policy()).unwrap();
    let compiled = Config::new()
        .out_dir(folder.path())
        .compile(folder.path().join("long.privity"));
    assert!(compiled.is_ok(), "{compiled:?}");
    let text = std::fs::read_to_string(folder.path().join("long.rs")).unwrap();
    for list in [
        "RULE_NAMES: super::Joined<",
        "RULE_LINES: super::Packed<2>",
        "DATA_NAMES: super::Joined<",
    ] {
        assert!(text.contains(list), "{list}");
    }
    let source = folder.path().join("program.rs");
    std::fs::copy(example("long_program.rs"), &source).unwrap();
    run_well(folder.path(), &source).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_crate_without_the_standard_library_and_without_unsafe_code_can_include_it() {
    let folder = tempfile::tempdir().unwrap();
    let wrapper = "#![no_std]\n#![forbid(unsafe_code)]\n#![warn(missing_docs, unreachable_pub)]\n\
                   //! A wrapper.\ninclude!(\"shop.rs\");\n";
    let source = compile_shop(folder.path(), wrapper);
    let output = folder.path().join("libwrapper.rlib");
    rustc(&source, &["--crate-type", "lib", "-o"], &output)
        .unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_standalone_file_is_a_crate_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    for seed in 0..4 {
        let policy = generator::policy(seed);
        let graph = graph::build(&policy, &lower(&policy), Budget::default()).unwrap();
        let options = RustOptions { standalone: true };
        let text = emit::rust(&policy, &graph, &SourceMap::new(), options).unwrap();
        let source = folder.path().join("standalone.rs");
        std::fs::write(&source, text).unwrap();
        let output = folder.path().join("libstandalone.rlib");
        rustc(&source, &["--crate-type", "lib", "-o"], &output)
            .unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn ill_typed_requests_do_not_compile() {
    for (wrong, complaint) in [
        ("shop::Request::new(shop::Data::Name)", "Data"),
        (
            "shop::Request::new(shop::Action::Share).data(shop::Party::Carrier)",
            "Party",
        ),
        (
            "shop::Request::new(shop::Action::Share).data(&[shop::Place::DE])",
            "Place",
        ),
        (
            "shop::Request::new(shop::Action::Share).actor(shop::AskedOrNone::Nothing)",
            "AskedOrNone",
        ),
        (
            "shop::Request::new(shop::Action::Share).consent(true)",
            "Consent",
        ),
        (
            "shop::Request::new(shop::Action::Share).consent(shop::Consent::Web)",
            "Web",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let program = format!("include!(\"shop.rs\");\nfn main() {{ let _ = {wrong}; }}\n");
        let source = compile_shop(folder.path(), &program);
        let output = folder.path().join("program");
        let refused = rustc(&source, &["-o"], &output).unwrap_err().to_string();
        assert!(
            refused.contains("error[E0") && refused.contains(complaint),
            "{wrong}: {refused}"
        );
    }
}

#[test]
fn compiling_twice_gives_the_same_bytes_and_touches_nothing() {
    let folder = tempfile::tempdir().unwrap();
    compile_shop(folder.path(), "");
    let file = folder.path().join("shop.rs");
    let first = std::fs::read(&file).unwrap();
    let old = std::time::SystemTime::UNIX_EPOCH;
    let touch = std::fs::File::options().write(true).open(&file).unwrap();
    touch.set_modified(old).unwrap();
    compile_shop(folder.path(), "");
    assert_eq!(std::fs::read(&file).unwrap(), first);
    assert_eq!(std::fs::metadata(&file).unwrap().modified().unwrap(), old);
}
