//! How long an editor waits: a policy of 50,000 lines is typed in, and the answers to each sort of request are timed.
//!
//! ```console
//! $ cargo bench -p privity-lsp --bench latency                    # some minutes
//! $ cargo bench -p privity-lsp --bench latency -- hover           # only the rows with this word
//! $ cargo bench -p privity-lsp --bench latency -- --edits 100000  # memory over as many edits
//! ```

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    reason = "a benchmark may fail where it stands, and prints its result"
)]

mod editor;
mod series;
mod workspace;

use serde_json::{Value, json};

use editor::Editor;
use series::Series;
use workspace::Workspace;

/// The allocator of `privity lsp`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each sort of request is made.
const ROUNDS: usize = 200;

/// Requests that a place is needed for, or only a file, and whether the aim for the quickest answers is theirs.
const REQUESTS: [(&str, &str); 12] = [
    ("hover", "textDocument/hover"),
    ("completion", "textDocument/completion"),
    ("definition", "textDocument/definition"),
    ("highlights", "textDocument/documentHighlight"),
    ("references", "textDocument/references"),
    ("signature help", "textDocument/signatureHelp"),
    ("outline", "textDocument/documentSymbol"),
    ("folding", "textDocument/foldingRange"),
    ("selection", "textDocument/selectionRange"),
    ("semantic tokens", "textDocument/semanticTokens/full"),
    ("code actions", "textDocument/codeAction"),
    ("formatting", "textDocument/formatting"),
];

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (mut edits, mut word) = (5_000, String::new());
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--edits" => edits = arguments.next().and_then(|n| n.parse().ok()).unwrap(),
            "--bench" => {}
            _ => word = argument,
        }
    }
    let is_asked_for = |row: &str| row.contains(&word);
    let workspace = Workspace::generate();
    let mut editor = Editor::start(&workspace);
    println!(
        "A policy of {} lines in {} files; {} lines in the file that is typed in.\n",
        workspace.lines(),
        workspace.files.len(),
        workspace.lines_of(&workspace.typed)
    );
    println!("| | n | p50 ms | p99 ms | worst ms |\n|---|---|---|---|---|");
    let first = editor.open(&workspace.typed, workspace.text(&workspace.typed));
    row("first findings", &Series::from([first]));
    editor.wait_until_settled();

    for (name, place, text, told) in [
        (
            "findings after a key in a rule",
            workspace.place_of_rules(),
            "permit share item12_3\n  to company3\n  for goal2\n",
            // A name that is not whole yet is unknown.
            "P0201",
        ),
        (
            "findings after a key in a declaration",
            workspace.place_of_nodes(),
            "  brand_new_item under item12_3 {\n    and_below\n  }\n",
            "P0201",
        ),
    ] {
        if is_asked_for(name) {
            keys(&mut editor, name, (place, text), told);
        }
    }
    for (name, method) in REQUESTS {
        if !is_asked_for(name) {
            continue;
        }
        let mut series = Series::default();
        for round in 0..ROUNDS {
            let params = parameters(&editor, &workspace, round);
            let place = workspace.place_of_rules();
            // The question comes right behind a key, when nothing is known of the new text yet.
            match round % 2 {
                0 => editor.type_at(place, " "),
                _ => editor.take_back(),
            }
            series.push(editor.ask(method, params).unwrap());
        }
        editor.restore();
        row(name, &series);
    }
    if !is_asked_for("edits") {
        return;
    }
    editor.wait_until_settled();
    println!("\n| edits | resident MiB |\n|---|---|");
    for part in 0..=10 {
        println!("| {} | {} |", part * edits / 10, series::resident());
        if part < 10 {
            for _ in 0..edits / 20 {
                editor.type_at(workspace.place_of_rules(), "x");
                editor.wait_for_findings();
                editor.take_back();
                editor.wait_for_findings();
            }
            editor.wait_until_settled();
        }
    }
}

/// Types a text at a place, key by key and again and again, and waits for the findings after each; `told` is a code that must be among them each
/// time the text is typed.
fn keys(editor: &mut Editor, name: &str, (place, text): ((usize, usize), &str), told: &str) {
    let mut series = Series::default();
    while series.len() < ROUNDS {
        let mut at = place;
        let mut is_told = false;
        for key in text.chars() {
            let key = key.to_string();
            let (waited, codes) = editor.type_and_wait(at, &key);
            series.push(waited);
            is_told |= codes.iter().any(|code| code == told);
            at = if key == "\n" {
                (at.0 + 1, 0)
            } else {
                (at.0, at.1 + 1)
            };
        }
        assert!(is_told, "{name}: {told} came too late");
        editor.restore();
    }
    row(name, &series);
}

fn row(name: &str, series: &Series) {
    println!(
        "| {name} | {} | {:.2} | {:.2} | {:.2} |",
        series.len(),
        series.quantile(50),
        series.quantile(99),
        series.quantile(100)
    );
}

/// What the protocol's requests take, about names all over the file.
fn parameters(editor: &Editor, workspace: &Workspace, round: usize) -> Value {
    let (line, column) = workspace.name_place(round);
    let at = json!({"line": line, "character": column});
    json!({
        "textDocument": {"uri": editor.uri(&workspace.typed)},
        "position": at,
        "positions": [at],
        "range": {"start": at, "end": at},
        "context": {"diagnostics": [], "includeDeclaration": true, "triggerKind": 1, "isRetrigger": false},
        "options": {"tabSize": 2, "insertSpaces": true},
    })
}
