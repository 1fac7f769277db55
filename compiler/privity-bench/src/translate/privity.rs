//! A rule set as a policy of Privity: a folder of files.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};

use crate::model::{Effect, FactKind, NodeId, Rule, RuleSet, Test, Tree};

/// The most nodes below the root of the data that stand in one file.
const HEADINGS_PER_FILE: usize = 100;

/// The files of a policy: name and text.
pub(crate) type Files = Vec<(String, String)>;

/// In how many files a set of rules is written: one for 500 rules, and of more than 10,000 rules one for 100.
pub(crate) fn file_count(rules: usize) -> usize {
    let per_file = if rules > 10_000 { 100 } else { 500 };
    rules.div_ceil(per_file).max(1)
}

/// Writes the files into a folder, which need not be there yet.
pub(crate) fn write(files: &Files, folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}

/// The policy as files, with its manifest.
pub(crate) fn files(set: &RuleSet) -> Files {
    let mut files = data_files(&set.data);
    let words = files.len();
    files.push(("words.privity".to_owned(), words_file(set, words)));
    files.push(("facts.privity".to_owned(), facts_file(set)));
    let count = file_count(set.rules.len());
    let mut texts = vec![String::new(); count];
    for (number, rule) in set.rules.iter().enumerate() {
        if let Some(text) = texts.get_mut(number * count / set.rules.len().max(1)) {
            text.push('\n');
            write_rule(text, set, number, rule);
        }
    }
    for (number, rules) in texts.into_iter().enumerate() {
        let data = if rules.contains(&format!(" {}\n", set.data.name(0))) {
            "import privity.data\n"
        } else {
            ""
        };
        let head = format!(
            "// Rules, part {number}.\n\nimport privity.actions\n{data}import words\nimport facts\n"
        );
        files.push((format!("rules{number}.privity"), head + &rules));
    }
    files.push(("policy.privity".to_owned(), entry(count)));
    files.push((
        "privity.toml".to_owned(),
        "[package]\nname = \"generated\"\nentry = \"policy.privity\"\n".to_owned(),
    ));
    files
}

fn entry(rule_files: usize) -> String {
    let mut text = "// A generated policy.

policy generated \"Generated rules\"
  version \"1\"
  updated 2020-01-01
  since 2020-01-01
  until 2029-12-31
  by house

import privity.actions
import words
"
    .to_owned();
    for number in 0..rule_files {
        line(&mut text, format_args!("import rules{number}"));
    }
    text.push_str("\n// Borders play no part in what is compared.\nrule across_borders\npermit transfer any\n");
    text
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    let _ = writeln!(text, "{line}");
}

/// The trees of data, in files of some headings each.
fn data_files(data: &Tree) -> Files {
    let children = children(data);
    let tops = children.first().map_or(&[][..], Vec::as_slice);
    let mut files = Vec::new();
    for (number, tops) in tops.chunks(HEADINGS_PER_FILE).enumerate() {
        let mut text = "// Data.\n\nimport privity.data\n".to_owned();
        // A second parent may stand in the file before.
        if number > 0 {
            line(&mut text, format_args!("import data{}", number - 1));
        }
        text.push_str("\ndata {\n");
        for &top in tops {
            write_node(&mut text, data, &children, top, 1);
        }
        text.push_str("}\n");
        files.push((format!("data{number}.privity"), text));
    }
    files
}

/// The nodes that are written inside each node: those whose first parent it is.
fn children(tree: &Tree) -> Vec<Vec<NodeId>> {
    let mut children = vec![Vec::new(); tree.len()];
    for node in tree.nodes() {
        let first = tree.parents(node).first();
        if let Some(list) = first.and_then(|&parent| children.get_mut(parent)) {
            list.push(node);
        }
    }
    children
}

fn write_node(
    text: &mut String,
    tree: &Tree,
    children: &[Vec<NodeId>],
    node: NodeId,
    depth: usize,
) {
    let name = tree.name(node);
    let parents = tree.parents(node);
    // At the top the file names the parent; below, the braces say the first one.
    let said = usize::from(depth > 1);
    let under: Vec<&str> = parents
        .iter()
        .skip(said)
        .map(|&parent| tree.name(parent))
        .collect();
    let under = if under.is_empty() {
        String::new()
    } else {
        format!(" under {}", under.join(", "))
    };
    let indent = "  ".repeat(depth);
    let below = children.get(node).map_or(&[][..], Vec::as_slice);
    if below.is_empty() {
        line(text, format_args!("{indent}{name}{under}"));
        return;
    }
    line(text, format_args!("{indent}{name}{under} {{"));
    for &child in below {
        write_node(text, tree, children, child, depth + 1);
    }
    line(text, format_args!("{indent}}}"));
}

/// Purposes, parties and regions, and the imports of all data.
fn words_file(set: &RuleSet, data_files: usize) -> String {
    let mut text = "// Words.\n\n".to_owned();
    for number in 0..data_files {
        line(&mut text, format_args!("import data{number}"));
    }
    text.push_str("import privity.places\n\npurpose {\n");
    write_two_levels(&mut text, &set.purposes, "");
    text.push_str("}\n\nparty {\n  house role controller\n");
    write_two_levels(&mut text, &set.parties, " role processor");
    text.push_str("}\n\n");
    let children = children(&set.homes);
    for node in set.homes.nodes().filter(|&node| !set.homes.is_leaf(node)) {
        let members: Vec<&str> = children
            .get(node)
            .into_iter()
            .flatten()
            .map(|&member| set.homes.name(member))
            .collect();
        let (region, members) = (set.homes.name(node), members.join(", "));
        line(&mut text, format_args!("group {region} is {members}"));
    }
    text
}

fn write_two_levels(text: &mut String, tree: &Tree, part: &str) {
    let children = children(tree);
    for node in tree.nodes().filter(|&node| !tree.is_leaf(node)) {
        line(text, format_args!("  {} {{", tree.name(node)));
        for &child in children.get(node).into_iter().flatten() {
            line(text, format_args!("    {}{part}", tree.name(child)));
        }
        text.push_str("  }\n");
    }
}

fn facts_file(set: &RuleSet) -> String {
    let mut text = "// Facts.\n\n".to_owned();
    for fact in &set.facts {
        let name = &fact.name;
        match fact.kind {
            FactKind::Flag => line(&mut text, format_args!("fact {name} is flag default no")),
            FactKind::Days(low, high) => line(
                &mut text,
                format_args!(
                    "fact {name} is number of days between {low} days and {high} days default {low} days"
                ),
            ),
            FactKind::Years(low, high) => line(
                &mut text,
                format_args!(
                    "fact {name} is number of years between {low} years and {high} years default {low} years"
                ),
            ),
            FactKind::Date(low, high) => {
                let (low, high) = (day(low), day(high));
                line(
                    &mut text,
                    format_args!("fact {name} is date between {low} and {high} default {low}"),
                );
            }
            FactKind::Today(..) => {}
        }
    }
    text
}

/// The day of a number, counted from 1970-01-01.
pub(crate) fn day(number: i64) -> Date {
    let days: Span = number.days();
    Date::constant(1970, 1, 1).saturating_add(days)
}

fn write_rule(text: &mut String, set: &RuleSet, number: usize, rule: &Rule) {
    let effect = match rule.effect {
        Effect::Permit => "permit",
        Effect::Forbid => "forbid",
    };
    let actions: Vec<&str> = rule
        .actions
        .iter()
        .filter_map(|&action| set.actions.get(action).copied())
        .collect();
    line(text, format_args!("rule r{number}"));
    let (actions, data) = (actions.join(", "), set.data.name(rule.data));
    line(text, format_args!("{effect} {actions} {data}"));
    if let Some(party) = rule.party {
        line(text, format_args!("  to {}", set.parties.name(party)));
    }
    if let Some(purpose) = rule.purpose {
        line(text, format_args!("  for {}", set.purposes.name(purpose)));
    }
    let mut tests: Vec<String> = Vec::new();
    for &test in &rule.when {
        match life_clause(set, test) {
            Some(clause) => line(text, format_args!("  {clause}")),
            None => tests.push(condition(set, test)),
        }
    }
    if !tests.is_empty() {
        line(text, format_args!("  when {}", tests.join(" and ")));
    }
    if let Some(test) = rule.unless {
        line(text, format_args!("  unless {}", condition(set, test)));
    }
}

/// The clause of a test on the day of the act.
fn life_clause(set: &RuleSet, test: Test) -> Option<String> {
    let is_today = |fact: usize| {
        let fact = set.facts.get(fact);
        fact.is_some_and(|fact| matches!(fact.kind, FactKind::Today(..)))
    };
    match test {
        Test::AtLeast(fact, bound) if is_today(fact) => Some(format!("since {}", day(bound))),
        Test::AtMost(fact, bound) if is_today(fact) => Some(format!("until {}", day(bound))),
        _ => None,
    }
}

fn condition(set: &RuleSet, test: Test) -> String {
    let name = |fact: usize| set.facts.get(fact).map_or("", |fact| fact.name.as_str());
    let value = |fact: usize, value: i64| match set.facts.get(fact).map(|fact| fact.kind) {
        Some(FactKind::Date(..)) => day(value).to_string(),
        Some(FactKind::Years(..)) => format!("{value} years"),
        _ => format!("{value} days"),
    };
    match test {
        Test::Flag(fact, true) => name(fact).to_owned(),
        Test::Flag(fact, false) => format!("not {}", name(fact)),
        Test::AtMost(fact, bound) => format!("{} at most {}", name(fact), value(fact, bound)),
        Test::AtLeast(fact, bound) => format!("{} at least {}", name(fact), value(fact, bound)),
        Test::Home(node) => format!("home in {}", set.homes.name(node)),
    }
}
