//! A policy is typed key by key, with wrong words that are taken back: after each key the server knows what a look at the whole text would
//! show, it offers the names that are meant, and whenever it is asked it has found what is found in the same texts from the beginning.
//!
//! `PRIVITY_KEYS=20000 cargo test --release -p privity-lsp --test conversation keys_of_mi_home -- --nocapture` types more, waits at the end of
//! each line as people do, and prints how often the right name was among the first three.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use privity::compile::{Goal, Options, check_words};
use privity::diagnostic::Report;
use privity::load;
use privity::occurrences::{Occurrences, Sense};
use serde_json::{Value, json};

use crate::editor::Editor;

/// How many keys are pressed at least.
const KEYS: usize = 2_000;
/// So many suggestions are seen at a glance.
const SHOWN: usize = 3;

/// A key that is pressed.
#[derive(Debug, Clone, Copy)]
enum Key {
    Letter(char),
    Back,
}

/// Numbers as a die throws them, the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// The keys that write a text: before every eighth word another one is begun and taken back, and every fortieth letter is a slip.
fn keys(text: &str, dice: &mut Dice) -> Vec<Key> {
    let others: Vec<&str> = text.split_whitespace().collect();
    let mut keys = Vec::new();
    let mut before = ' ';
    for letter in text.chars() {
        let begins_word =
            letter.is_ascii_alphabetic() && !before.is_ascii_alphanumeric() && before != '_';
        let wrong: String = match () {
            () if begins_word && dice.below(8) == 0 => {
                let other = others[dice.below(others.len())];
                other.chars().take(1 + dice.below(6)).collect()
            }
            () if dice.below(40) == 0 => ['x', 'e', 't', '_'][dice.below(4)].to_string(),
            () => String::new(),
        };
        keys.extend(wrong.chars().map(Key::Letter));
        keys.extend(wrong.chars().map(|_| Key::Back));
        keys.push(Key::Letter(letter));
        before = letter;
    }
    keys
}

/// The files of Mi Home, by name.
fn mi_home() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/mi-home");
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let is_policy = name.ends_with(".privity") || name == "privity.toml";
        if is_policy {
            files.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    files
}

/// The findings of an answer as lines, in order.
fn lines(report: &Value) -> Vec<String> {
    let items = report["items"].as_array().unwrap();
    let mut lines: Vec<String> = items.iter().map(ToString::to_string).collect();
    lines.sort();
    lines
}

/// An edit of a text from one place on, with what it takes away and what it puts there.
fn edit(text: &str, at: usize, taken: usize, put: &str) -> Value {
    let start = place(&text[..at]);
    let end = place(&text[..at + taken]);
    json!([{"range": {"start": start, "end": end}, "text": put}])
}

/// Where a text ends.
fn place(before: &str) -> Value {
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap().len();
    json!({"line": line, "character": column})
}

/// What is typed of a file: its rules from the first one on, as far as the keys go.
struct Stretch {
    name: String,
    from: usize,
    to: usize,
}

/// A stretch of every fourth file that speaks of rules; of all of them where many keys are pressed.
fn session(files: &BTreeMap<String, String>, keys: usize) -> Vec<Stretch> {
    let first_rule = |text: &str| text.find("\nsection ").or_else(|| text.find("\nrule "));
    let step = if keys > KEYS { 1 } else { 4 };
    let spoken: Vec<_> = files
        .iter()
        .filter_map(|(name, text)| Some((name, text, first_rule(text)? + 1)))
        .step_by(step)
        .collect();
    let share = keys.div_ceil(spoken.len());
    let typed = spoken.into_iter().map(|(name, text, from)| {
        let to = (from + share..text.len()).find(|&at| text.is_char_boundary(at));
        Stretch {
            name: name.clone(),
            from,
            to: to.unwrap_or(text.len()),
        }
    });
    typed.collect()
}

/// The names of Mi Home by file and place: what nobody has to invent.
fn names() -> BTreeMap<String, BTreeMap<usize, String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/mi-home");
    let mut report = Report::new();
    let package = load::load(&path, &|_: &Path| None, &mut report);
    let options = Options {
        goal: Goal::Check,
        ..Options::default()
    };
    let program = &package.program;
    let checked = check_words(program, &options, &mut report);
    let found = Occurrences::of(program, &checked.world, &checked.policy);
    let mut names: BTreeMap<String, BTreeMap<usize, String>> = BTreeMap::new();
    for name in found.all() {
        if name.declares || !matches!(name.sense, Sense::Declared(_)) {
            continue;
        }
        let (file, range) = program.sources.locate(name.span).unwrap();
        let source = program.sources.file(file);
        let of_file = names.entry(source.name.clone()).or_default();
        of_file.insert(range.start, source.text[range].to_owned());
    }
    names
}

fn editor(files: &BTreeMap<String, String>) -> Editor {
    let mut builder = Editor::with(json!({
        "general": {"positionEncodings": ["utf-8"]},
        "textDocument": {
            "diagnostic": {"dataSupport": true, "relatedInformation": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
        },
    }))
    // What all rules decide together takes a minute in a build without optimization.
    .options(json!({"analysis": "words"}));
    for (name, text) in files {
        builder = builder.file(name, text);
    }
    builder.start()
}

/// What is found in a file, without the folder that it lies in.
fn found(editor: &mut Editor, name: &str) -> Vec<String> {
    let folder = editor.uri("");
    let lines = lines(&editor.pull(name, None)).into_iter();
    lines.map(|line| line.replace(&folder, "")).collect()
}

/// An editor at work on Mi Home, and another one that has only the file at hand and always reads all of it anew.
struct Desk {
    at_work: Editor,
    mirror: Editor,
    version: i32,
    /// How many names were asked for, and how many of them were offered early before and after their first letter.
    asked: [usize; 2],
    offered: [usize; 2],
}

impl Desk {
    /// Presses a key at the end of what is typed.
    fn press(&mut self, name: &str, text: &mut String, key: Key) {
        self.version += 1;
        let at = text.len();
        let (change, _) = match key {
            Key::Letter(letter) => (edit(text, at, 0, &letter.to_string()), text.push(letter)),
            Key::Back => {
                let last = text.chars().next_back().unwrap().len_utf8();
                let change = edit(text, at - last, last, "");
                (change, text.truncate(at - last))
            }
        };
        self.at_work.edit(name, self.version, change);
        self.mirror.change(name, self.version, text);
        for question in ["textDocument/foldingRange", "textDocument/documentSymbol"] {
            let mut answers = [&mut self.at_work, &mut self.mirror].map(|editor| {
                let uri = editor.uri(name);
                editor.ask(question, json!({"textDocument": {"uri": uri}}))
            });
            let [own, whole] = &mut answers;
            assert_eq!(own, whole, "{question} of {name}:\n{text}");
        }
    }

    /// Asks what may stand at the end of what is typed, after so many letters of a word.
    fn complete(&mut self, name: &str, text: &str, (word, letters): (&str, usize)) {
        let mut params = json!({"textDocument": {"uri": self.at_work.uri(name)}});
        params["position"] = place(text);
        let answer = self.at_work.ask("textDocument/completion", params);
        let items = answer["items"].as_array().unwrap();
        let mut first = items.iter().take(SHOWN);
        self.asked[letters] += 1;
        if first.any(|item| item["label"].as_str().unwrap() == word) {
            self.offered[letters] += 1;
        }
    }

    fn share(&self, letters: usize) -> usize {
        100 * self.offered[letters] / self.asked[letters].max(1)
    }
}

#[test]
fn two_thousand_keys_of_mi_home_settle_to_what_a_fresh_look_finds() {
    let wanted = std::env::var("PRIVITY_KEYS").ok();
    let wanted: Option<usize> = wanted.map(|keys| keys.parse().unwrap());
    let mut files = mi_home();
    let names = names();
    let mut desk = Desk {
        at_work: editor(&files),
        mirror: editor(&BTreeMap::new()),
        version: 1,
        asked: [0; 2],
        offered: [0; 2],
    };
    let mut dice = Dice(6);
    let mut count = 0;
    for part in session(&files, wanted.unwrap_or(KEYS)) {
        let name = &part.name;
        let whole = files[name].clone();
        let mut text = whole[..part.from].to_owned();
        let of_file = &names[name];
        desk.version += 1;
        desk.at_work.open(name, &text);
        desk.mirror.open(name, &text);
        // A wrong letter in between is no letter of the word.
        let mut typed = part.from;
        let mut asked = None;
        for key in keys(&whole[part.from..part.to], &mut dice) {
            let is_right = text.len() == typed && whole.starts_with(&text);
            if let (true, Some(word)) = (is_right && asked != Some(typed), of_file.get(&typed)) {
                asked = Some(typed);
                desk.complete(name, &text, (word, 0));
            }
            desk.press(name, &mut text, key);
            count += 1;
            if whole.starts_with(&text) && text.len() > typed {
                if let Some(word) = of_file.get(&typed) {
                    desk.complete(name, &text, (word, 1));
                }
                typed = text.len();
            }
            if wanted.is_some() && text.ends_with('\n') {
                let mut now = files.clone();
                now.insert(name.clone(), text.clone());
                let fresh = found(&mut editor(&now), name);
                assert_eq!(found(&mut desk.at_work, name), fresh, "{name}:\n{text}");
            }
        }
        // What follows in the file is pasted, so that the policy is whole again.
        desk.version += 1;
        let rest = &whole[part.to..];
        let change = edit(&text, text.len(), 0, rest);
        desk.at_work.edit(name, desk.version, change);
        files.insert(name.clone(), text + rest);
        assert_eq!(files[name], whole);
    }
    assert!(count >= KEYS, "{count}");
    println!(
        "{count} keys; of {} names {} % offered before a letter, of {} {} % after one",
        desk.asked[0],
        desk.share(0),
        desk.asked[1],
        desk.share(1)
    );
    assert!(desk.asked[0] > KEYS / 40, "{:?}", desk.asked);
    assert!(desk.share(1) >= 80, "{:?}", desk.offered);
    let mut fresh = editor(&files);
    for name in files.keys() {
        assert_eq!(
            found(&mut desk.at_work, name),
            found(&mut fresh, name),
            "{name}"
        );
    }
}
