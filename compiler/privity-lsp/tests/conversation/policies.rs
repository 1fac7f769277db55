//! Small policies for tests, and answers in short.

use serde_json::Value;

use crate::editor::Editor;

/// Words that another file imports.
pub(crate) const WORDS: &str = "\
/// What people tell us.
data {
  contact open {
    /// The address of electronic mail.
    email
    phone
  }
  orders
  score derived from orders
}
action { collect use share }
party { shop in DE  courier in FR }
place { DE FR }
purpose { delivery marketing }
right { access }
duty { encrypt(ordered weak, strong)  notify(party) }
period soon is 3 days
fact consent is ordered none, full
";

/// A policy of two files, the second with the words.
pub(crate) const SHOP: &str = "\
import words

policy shop
  by shop

source notice \"Notice\" {
  N_1 \"Sharing\" paragraph 1 sentence 2 digest \"sha256:0011223344556677\"
}

rule sending
permit share email, phone
  to courier
  for delivery
  when consent at least full
  must notify(courier) within soon
  cite N_1

rule never
forbid share phone

test \"phones stay\"
  ask share phone
  to courier
  for delivery
  given consent is full
  expect deny by never
";

/// An editor with the policy of two files, in which a mark stands.
pub(crate) fn shop(marked: &str) -> (Editor, (u32, u32)) {
    let mut editor = Editor::with(serde_json::json!({}))
        .file("words.privity", WORDS)
        .start();
    let at = editor.open_at_mark("policy.privity", marked);
    (editor, at)
}

/// The policy with a mark in front of the first such text.
pub(crate) fn marked(before: &str) -> String {
    assert!(SHOP.contains(before), "{before}");
    SHOP.replacen(before, &format!("$0{before}"), 1)
}

/// Locations as `file line:column`.
pub(crate) fn places(locations: &Value) -> Vec<String> {
    let Some(all) = locations.as_array() else {
        return Vec::new();
    };
    all.iter()
        .map(|location| {
            let uri = location["uri"].as_str().unwrap();
            let start = &location["range"]["start"];
            let file = uri.rsplit('/').next().unwrap();
            format!("{file} {}:{}", start["line"], start["character"])
        })
        .collect()
}

/// A text after edits of one file.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let mut edits: Vec<(usize, usize, String)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let byte = |place: &Value| {
                let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
                let column = usize::try_from(place["character"].as_u64().unwrap()).unwrap();
                let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
                start + column
            };
            let range = &edit["range"];
            let new = edit["newText"].as_str().unwrap().to_owned();
            (byte(&range["start"]), byte(&range["end"]), new)
        })
        .collect();
    edits.sort();
    let mut result = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        result.replace_range(start..end, &new);
    }
    result
}
