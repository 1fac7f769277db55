//! People from elsewhere: what they write out of habit is one error, with the same thought in our language.

use super::{parse, problems};
use crate::diagnostic::Code;

/// A statement between two sound items, both of which are kept; gives the code and the help of its one error.
#[track_caller]
fn one_error(statement: &str) -> (Code, String) {
    let text = format!("fact first is flag\n\n{statement}\n\nfact second is flag\n");
    let (tree, found, _) = parse(&text);
    assert_eq!(found.len(), 1, "{statement}\n{found:#?}");
    assert_eq!(tree.items.len(), 2, "{statement}\n{:#?}", tree.items);
    let help = found[0].help.clone().unwrap_or_default();
    (found[0].code, help)
}

#[track_caller]
fn helped(statement: &str, word: &str) {
    let (code, help) = one_error(statement);
    assert_eq!(code, Code::ForeignStatement, "{statement}");
    assert!(help.contains(word), "{statement}: {help}");
}

#[test]
fn people_from_rego_are_helped() {
    helped("package shop.privacy", "policy NAME");
    helped("default allow = false", "what no rule permits is denied");
    helped("default allow := false", "what no rule permits is denied");
    helped(
        "allow if {\n  input.action == \"share\"\n  not input.minor\n}",
        "`permit ACTION DATA`",
    );
    helped(
        "allow {\n  data.users[_].name == input.x\n}",
        "`permit ACTION DATA`",
    );
    helped("deny[msg] {\n  msg := \"no\"\n}", "`forbid ACTION DATA`");
    helped("adult := input.age >= 18", "define");
    helped("is_adult if {\n  input.age >= 18\n}", "define");
    helped("some x in input.list", "test facts");
}

#[test]
fn people_from_cedar_are_helped() {
    helped(
        "permit(\n  principal == User::\"alice\",\n  action in [Action::\"view\"],\n  resource\n) when { resource.owner == principal };",
        "`permit share name to courier when consented`",
    );
    helped(
        "forbid (principal, action, resource)\nunless { context.mfa };",
        "unless consented",
    );
    helped("@annotation(\"x\")", "rule NAME");
    helped("entity User in [Group] {\n  name: String,\n};", "trees");
}

#[test]
fn people_from_databases_are_helped() {
    helped(
        "SELECT name, email FROM users WHERE consent = 'yes';",
        "permit use",
    );
    helped(
        "GRANT SELECT, UPDATE ON users\n  TO marketing;",
        "`permit ACTION DATA to PARTY`",
    );
    helped(
        "REVOKE ALL ON users FROM marketing;",
        "`forbid ACTION DATA to PARTY`",
    );
    helped(
        "CREATE POLICY p ON users\n  USING (owner = current_user);",
        "tree",
    );
    helped("-- a comment", "`//`");
}

#[test]
fn people_from_programs_and_data_formats_are_helped() {
    helped("if consented {\n  share(name);\n}", "when consented");
    helped("def allowed(user):", "define");
    helped("rule delivery {\n  permit share name\n}", "braces");
    helped("effect: permit", "without a sign between");
    helped("- name: delivery", "without a sign between");
    helped("[rules.delivery]", "without a sign between");
    helped("name = \"delivery\"", "without a sign between");
    helped("<Rule Effect=\"Permit\">", "`permit ACTION DATA`");
    helped(
        "\"permission\": [{\"action\": \"use\"}],",
        "without a sign between",
    );
}

#[test]
fn people_from_the_law_are_helped() {
    helped(
        "We may share your data with our partners,\nand with those who work for us, e.g. couriers.",
        "`permit ACTION DATA to PARTY for PURPOSE`",
    );
    helped("We do not sell your data.", "`forbid ACTION DATA`");
    helped("You have the right to access your data.", "grant access");
    helped(
        "The controller shall notify the user within 72 hours.",
        "oblige",
    );
    helped("1. We collect your name.", "rule NAME");
    helped("(a) the name of the user;", "rule NAME");
    helped(
        "Personal data shall be erased after 30 % of the time.",
        "oblige",
    );
}

#[test]
fn a_foreign_word_in_a_rule_of_ours_is_named() {
    for (rule, help) in [
        (
            "permit share name to courier WHERE consented",
            "write `when`",
        ),
        ("permit share name when a AND b", "write `and`"),
        ("permit share name when a OR b", "write `or`"),
        ("allow share name to courier", "write `permit`"),
        ("prohibit share name\n  to courier", "write `forbid`"),
        ("deny share name", "write `forbid`"),
        ("permit share name when age above 20 %", "in words"),
        ("permit share name to a and/or b", "write `or`"),
        (
            "permit share name when a is (b) provided that c",
            "write `when`",
        ),
    ] {
        let (_, found, _) = parse(rule);
        assert_eq!(found.len(), 1, "{rule}\n{found:#?}");
        let said = found[0].help.clone().unwrap_or_default();
        assert!(said.contains(help), "{rule}: {said} ({})", found[0].message);
    }
}

#[test]
fn a_file_of_another_language_is_one_finding() {
    let rego =
        "package a\n\nimport rego.v1\n\ndefault allow := false\n\nallow if {\n  input.x == 1\n}\n";
    let cedar = "permit(principal, action, resource);\n\nforbid(principal, action, resource)\nunless { context.mfa };\n".repeat(20);
    let json = "{\n  \"permission\": [\n    {\"action\": \"use\"}\n  ]\n}\n";
    let prose = "Privacy Policy\n\nWe take your privacy seriously and tell you what we do.\n\nWe may share your data with partners, e.g. couriers (and others).\n\n1. Data. We collect your name; your address; 100 % of it.\n";
    for text in [
        rego,
        &cedar,
        json,
        prose,
        "%PDF-1.7\n%\u{e2}\n1 0 obj << /Type >>\n",
        &"\0\u{1}\u{2}abc".repeat(99),
    ] {
        let (tree, found, _) = parse(text);
        let codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [Code::ForeignFile], "{text}\n{found:#?}");
        assert!(tree.items.is_empty());
    }
}

#[test]
fn a_sound_file_is_never_foreign() {
    assert_eq!(problems(super::SAMPLE), Vec::<String>::new());
    // Names may be called as foreign statements begin.
    assert_eq!(
        problems(
            "party { we may  us { it } }\nplace { US IT }\ngrant access, copy\nimport data.words"
        ),
        Vec::<String>::new()
    );
}
