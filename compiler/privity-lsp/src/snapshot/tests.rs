//! A state that nobody wants any more is given up, and what was found in a part that no change touched is handed on as it is.

use std::sync::Arc;

use super::*;

const POLICY: &str = "import words\npolicy shop\n  by shop\naction { share }\nparty { shop }\npermit share name\npermit share street\n";

fn loaded(folder: &Path) -> (Snapshot, Documents, PathBuf) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::write(&path, text).unwrap();
        canonical(&path)
    };
    write("words.privity", "data { name name }\n");
    let path = write("policy.privity", POLICY);
    let mut documents = Documents::default();
    let uri = format!("file://{}", path.display());
    documents.open(&uri, 1, POLICY.to_owned());
    let (client, memory) = (Arc::default(), Arc::default());
    let snapshot = Snapshot::load(&path, &documents, &client, &memory, None, None);
    (snapshot, documents, path)
}

fn codes(snapshot: &Snapshot) -> Vec<&str> {
    let found = snapshot.found().iter();
    found.map(|finding| finding.code.as_str()).collect()
}

#[test]
fn nothing_is_kept_of_the_check_of_a_state_that_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let (snapshot, ..) = loaded(folder.path());
    snapshot.outdate();
    snapshot.check();
    snapshot.compile();
    assert!(snapshot.checked().is_none());
    assert!(!snapshot.is_settled());
    assert!(snapshot.is_given_up());
    assert_eq!(codes(&snapshot), [""; 0]);
}

#[test]
fn a_change_to_one_file_leaves_what_is_told_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut documents, path) = loaded(folder.path());
    before.check();
    let found = codes(&before);
    assert!(found.contains(&"P0201"), "{found:?}");
    let uri = documents.get(&path).unwrap().uri.clone();
    documents.open(&uri, 2, format!("{POLICY}permit\n"));
    let after = before.with_document(&path, &documents).unwrap();
    // The mistake in the new text is known at once, beside all that was known of the old one.
    let mut expected = found.clone();
    let new: Vec<&str> = codes(&after)
        .into_iter()
        .filter(|code| !expected.contains(code))
        .collect();
    assert_eq!(new.len(), 1, "{new:?}");
    expected.extend(new);
    let mut now = codes(&after);
    now.sort_unstable();
    expected.sort_unstable();
    assert_eq!(now, expected);
    let words = before.file_at(&canonical(&folder.path().join("words.privity")));
    let part = |snapshot: &Snapshot| snapshot.found().0.get(&words).cloned().unwrap();
    assert!(Arc::ptr_eq(&part(&before), &part(&after)));
}

#[test]
fn what_a_glance_tells_is_taken_back_when_the_words_change() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut documents, path) = loaded(folder.path());
    before.check();
    let unknown = |snapshot: &Snapshot| {
        let codes = codes(snapshot).into_iter();
        codes.filter(|&code| code == "P0201").count()
    };
    assert_eq!(unknown(&before), 1);
    let uri = documents.get(&path).unwrap().uri.clone();
    let text = POLICY.replace("share name", "share surname");
    documents.open(&uri, 2, text.clone());
    let one = before.with_document(&path, &documents).unwrap();
    one.glance();
    assert_eq!(unknown(&one), 2);
    // Now the name may be a known one.
    documents.open(&uri, 3, format!("{text}data {{ surname }}\n"));
    let two = one.with_document(&path, &documents).unwrap();
    two.glance();
    assert_eq!(unknown(&two), 1);
}

#[test]
fn a_name_in_a_declaration_is_unknown_at_once_and_the_rest_of_its_block_is_still_told() {
    let folder = tempfile::tempdir().unwrap();
    let (before, mut documents, _) = loaded(folder.path());
    before.check();
    let twice = codes(&before)
        .iter()
        .filter(|&&code| code != "P0201")
        .count();
    let path = canonical(&folder.path().join("words.privity"));
    let uri = format!("file://{}", path.display());
    let mut state = before;
    let mut type_words = |version: i32, text: &str| {
        documents.open(&uri, version, text.to_owned());
        state = state.with_document(&path, &documents).unwrap();
        state.glance();
        let codes = codes(&state).into_iter().map(str::to_owned);
        codes.collect::<Vec<_>>()
    };
    let count = |codes: &[String], unknown: usize| {
        let of_names = codes.iter().filter(|code| *code == "P0201");
        assert_eq!(of_names.count(), unknown, "{codes:?}");
        assert_eq!(codes.len() - unknown, twice, "{codes:?}");
    };
    // `street` of the rule is unknown in all of these.
    count(&type_words(1, "data { name name surname under nam }\n"), 2);
    count(&type_words(2, "data { name name surname under name }\n"), 1);
    count(
        &type_words(3, "data { name name nam surname under nam }\n"),
        1,
    );
}
