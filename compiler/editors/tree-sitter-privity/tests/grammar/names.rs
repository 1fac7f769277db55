//! Words of the language that are no reserved ones are names wherever the compiler reads them so: every such word, in every place of a name.

use std::collections::BTreeSet;
use std::fs;

use crate::agreement::compare;
use crate::repository;

/// Texts with a `?` for each use of a name.
const TEXTS: &[&str] = &[
    // Actions and data.
    "permit ? x",
    "permit ?",
    "permit ?, use ?, ?",
    "permit use ?",
    "permit use ?, ? and derived except ?",
    "permit use derived from ?, ?",
    "permit any ?",
    "exclude use ? to x",
    "final forbid use ?\n  to ?",
    "grant ?, ?",
    "on ?",
    "require ? before use ?",
    "require a is ? and ? before ? ?",
    "oblige ?, ? whenever use ?",
    "oblige a within ?, b through ? whenever ? ?",
    // Purposes, parties and the other clauses.
    "permit use x for ?",
    "permit use x to ?, ? from ? by any except ?",
    "permit use x about role ? in ? outside derived from ?",
    "permit use x under ? without ?, ? overrides ?, ?",
    "permit use x kind ? cite ?, \"a\", ?",
    "permit use x must ? or ?(?, 3 days) through ? or ? within ?",
    "permit use x must ? at once\n  must ? before ?\n  must ? every ?",
    // Facts and their words.
    "permit use x when ?",
    "permit use x when ? is y and not ? unless (? or ?)",
    "permit use x when a is ?",
    "permit use x when a is not ? and b has ? and c at least ? and d below ?",
    "permit use x when a has any ? or b has all ? or c has any or d has (?, b)",
    "permit use x when a in (?, b) and b outside (b, ?)",
    "permit use x when purpose in ? and data outside (?, ?) and recipient is ?",
    "permit use x when ? in (a, b)\n  in ?",
    "fact ? is flag",
    "fact ? is asserted ordered ?, ? default ?",
    "fact f is one of ?, ? or ? from law cite ?",
    "fact f is one of a, b or ? closed",
    "fact f is set of ?, ? default (?, ?)",
    "fact f is number between 0 and ?",
    "fact f is flag default ? closed",
    "period ? is 3 days default 4 days cite ?",
    "define ? is ? is ?",
    "deem ? is ?\n  when ?",
    "deem ?",
    "default purpose is ?, ?",
    "default ? is ?",
    "fact f is flag\ndefault ? is x",
    "supply ? is ?\n  when ?",
    "assume ? is ?\n  for ?",
    "assume must ? or ? within 3 days counts as ? through ?",
    "ambiguity ? \"t\"\n  reading ?\n  reading ? default \"t\"",
    "ambiguity ?\n  reading ?\n  cite ?",
    // Rules, and what stands like them.
    "rule ? permit use ?\n  to x",
    "rule ?\nfinal grant ?",
    "inform ? \"t\"\n  by ?",
    "inform ?",
    "switch ? \"t\"\n  stops use ?",
    "switch ?\n  stops ?",
    "switch s\n  stops use ?\n  through ? or ?\n  within ?\n  for ?",
    "switch s\n  through ?\n  stops ? ?\n  at once",
    "promise ? \"t\"\n  must ?",
    "promise ?\n  must a",
    "finding ? \"t\"\n  settled by ?, ?",
    "finding ?\n  cite ?",
    "assert ? never use ?",
    "assert always ? ?\n  when ?",
    "assert some ?",
    "assert ? whenever grant ?",
    // Sections, documents, laws, modules and sources.
    "section ? {\n  for ?\n  permit use ?\n}",
    "section ? \"t\" {\n  rule ? permit ?\n}",
    "section ? {\n  in ?\n  define ? is ?\n}",
    "document ? \"t\"\n  ranks above ?\n  for ?",
    "document ? \"t\"\n  ranks below ?\n{\n  ranks beside ?\n  permit use ?\n  section ? {\n    permit ? ?\n  }\n}",
    "law ? \"t\"\n  in ?\n{\n  permit use ?\n}",
    "policy ? \"t\"\n  by ?\n  complies ?, ?\n  replaces ? \"t\"\n  version \"1\"",
    "import ?",
    "import ?.?",
    "source ? \"t\" {\n  ? \"h\" paragraph 3 digest \"x\"\n  waive P0319\n  ? \"h\" paragraph 4 sentence 1 digest \"x\"\n}",
    "source s {\n  waive P0319 because \"x\"\n  ? \"h\" paragraph 3 digest \"x\"\n}",
    // Nodes.
    "data {\n  ?\n  ? { ? }\n  ? in ?, ?\n  ?\n}",
    "data {\n  a ?\n}",
    "party {\n  ? role ?, ? under ?\n  ? derived from ? shown by ? cite ?\n  ? excludes ? replaced by ?\n  ? means \"x\" open\n  ? as home\n  ?\n}",
    "data {\n  waive P0319\n  ?\n}",
    "data {\n  waive P0319 because \"x\"\n  ? { ? }\n  waive P0319, P0320 until 2030-01-01\n  ? in ?\n}",
    "duty {\n  ?(action)\n  a(ordered ?)\n  b(ordered ?, ?)\n  c(one of ?, ?)\n}",
    "duty {\n  a(ordered b, ?, ordered ?, duration at least)\n}",
    "group ? is ?, ? except ?\n  member ? since 2020-01-01\n  member ? cite ?",
    "group ? as one area\n  member ?",
    "group ? as one area is ?\n  unresolved",
    "alias ? is ?\n  unresolved \"t\"\n  cite ?",
    // Tests.
    "test ? \"t\"\n  ask ? ?\n  expect permit",
    "test \"t\"\n  ask use ?\n  to ? from ? in ? outside ? for ? about ? by ?\n  expect deny",
    "test \"t\"\n  ask use ?\n  given ? is ? and not ? and ? in (?, b)\n  expect not applicable",
    "test \"t\"\n  ask ?\n  cite ?\n  expect needs ?, ? by ?",
    "test \"t\"\n  given ?\n  ask grant ?, ?",
    "test \"t\"\n  given a at least ?\n  ask on ?",
    "test \"t\"\n  ask use ?, ?\n  expect permit by ?, ? must ? or ?(?), ?",
    "test \"t\"\n  expect permit must nothing by ?",
    "test \"t\"\n  expect permit by role ?\n  ask use x",
];

/// Lines that end with a name, without it.
const BEFORE: &[&str] = &[
    "permit use",
    "permit",
    "permit use x when a is",
    "permit use x when a has",
    "permit use x must",
    "permit use x cite",
    "oblige a whenever use",
    "assert never",
    "switch s\n  stops use",
    "ambiguity a\n  reading",
    "fact f is flag default",
    "group g is a, b",
    "test \"t\"\n  ask use",
];

/// What begins the line below one that ends with a name.
const BEHIND: &[&str] = &[
    "permit use y",
    "rule r\npermit use y",
    "data { b }",
    "purpose { b }",
    "switch s \"t\"\n  stops use x",
    "switch s\n  stops use x",
    "promise p \"t\"\n  must a",
    "promise p\n  must a",
    "document d \"t\"\n  ranks above e",
    "document d\n  ranks above e",
    "law l \"t\" { }",
    "finding f\n  settled by a",
    "ambiguity a\n  reading b",
    "waive P0319\npermit use y",
    "waive P0319 in this file because \"x\"",
    "source s \"t\" { }",
    "section { }",
    "default data is x",
    "assert never use x",
    "test \"t\"\n  ask use x",
    "/// text\npermit use y",
    "  to y",
    "  in (a, b)",
    "  when y",
    "  within 3 days",
    "  through y",
    "  at once",
    "  stops use y",
    "  given y",
    "  expect permit",
    "  reading y",
    "  member y",
];

/// The words of the language that may be names, an ordinary name, and one that looks like a code.
fn names() -> BTreeSet<String> {
    let grammar = repository().join("compiler/privity/src/syntax/grammar.pest");
    let grammar = fs::read_to_string(grammar).unwrap();
    grammar
        .split('"')
        .filter(|part| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_lowercase()))
        .chain(["apple", "p1"])
        .filter(|word| compare(&format!("rule {word} permit use x\n")).is_some())
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_word_that_may_be_a_name_is_one_wherever_it_may() {
    let names = names();
    assert!(names.len() >= 80, "only {} names", names.len());
    let mut wrong = Vec::new();
    for text in TEXTS {
        let ordinary = text.replace('?', "apple") + "\n";
        assert!(compare(&ordinary).is_some(), "cannot be read: {ordinary}");
        for name in &names {
            let text = text.replace('?', name) + "\n";
            if let Some((_, differs)) = compare(&text)
                && !differs.is_empty()
            {
                wrong.push(format!("{text}{differs}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_name_at_the_end_of_a_line_takes_nothing_of_the_next() {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for before in BEFORE {
        for behind in BEHIND {
            for name in [
                "all", "apple", "ask", "because", "data", "law", "p1", "promise", "stops",
                "switch", "this", "through", "waive", "within",
            ] {
                let text = format!("{before} {name}\n{behind}\n");
                let Some((_, differs)) = compare(&text) else {
                    continue;
                };
                compared += 1;
                if !differs.is_empty() {
                    wrong.push(format!("{text}{differs}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(compared >= 1_000, "only {compared} texts");
}
