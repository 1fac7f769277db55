//! What a finding is known by when the text around it has moved: its code, its file, the item it lies in, and its words without numbers.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::program::Program;
use crate::source::Span;
use crate::syntax::ast::{Effect, Item, ItemKind, Node};

/// What a finding is known by. Lines, columns and white space are no part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fingerprint {
    /// The file, relative to the package; empty for a finding without a place in the policy.
    pub(super) file: String,
    /// The names of the items around it, from the outside in, joined by dots.
    pub(super) item: String,
    /// The code.
    pub(super) code: String,
    /// The message; a number that is no part of a name is written `#`.
    pub(super) message: String,
}

/// The files and items of a program by their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Items {
    files: Vec<(Span, String)>,
    /// By the first byte, each with the end and the name. Items that hold others begin before them.
    items: BTreeMap<(u32, std::cmp::Reverse<u32>), String>,
}

impl Items {
    pub(super) fn of(program: &Program) -> Self {
        let mut all = Self::default();
        for module in &program.modules {
            let file = program.sources.file(module.file);
            let length = u32::try_from(file.text.len()).unwrap_or(u32::MAX);
            let span = Span::new(file.base, file.base.saturating_add(length));
            all.files.push((span, file.name.clone()));
            for item in &module.tree.items {
                all.add(item, "");
            }
        }
        all
    }

    fn add(&mut self, item: &Item, outer: &str) {
        let name = within(outer, &name_of(&item.kind));
        match &item.kind {
            ItemKind::Section(section) => {
                for inner in &section.items {
                    self.add(inner, &name);
                }
            }
            ItemKind::Law(law) => {
                for inner in law.items.iter().flatten() {
                    self.add(inner, &name);
                }
            }
            ItemKind::Vocabulary(tree) => {
                for node in &tree.nodes {
                    self.add_node(node, &name);
                }
            }
            ItemKind::Source(source) => {
                for anchor in &source.anchors {
                    let span = anchor.name.span.to(anchor.digest.span);
                    self.put(span, within(&name, &anchor.name.text));
                }
            }
            _ => {}
        }
        self.put(item.span, name);
    }

    /// A node is known by its own name: where it stands in its tree is no part of it.
    fn add_node(&mut self, node: &Node, tree: &str) {
        for child in &node.children {
            self.add_node(child, tree);
        }
        self.put(node.span, within(tree, &node.name.text));
    }

    fn put(&mut self, span: Span, name: String) {
        self.items
            .entry((span.start, std::cmp::Reverse(span.end)))
            .or_insert(name);
    }

    /// What a finding is known by.
    pub(super) fn fingerprint(&self, finding: &Diagnostic) -> Fingerprint {
        let place = finding.primary.as_ref().map(|label| label.span);
        let holds =
            |around: Span, place: Span| around.start <= place.start && place.end <= around.end;
        let file = place.and_then(|place| {
            let mut files = self.files.iter();
            files.find(|(span, _)| holds(*span, place))
        });
        let item = place.and_then(|place| {
            let before = self.items.range(..=(place.start, std::cmp::Reverse(0)));
            before.rev().find_map(|(&(start, end), name)| {
                holds(Span::new(start, end.0), place).then_some(name.as_str())
            })
        });
        Fingerprint {
            file: file.map_or(String::new(), |(_, name)| name.clone()),
            item: item.unwrap_or_default().to_owned(),
            code: finding.code.as_str().to_owned(),
            message: without_numbers(&finding.message),
        }
    }
}

fn within(outer: &str, name: &str) -> String {
    match (outer, name) {
        ("", name) => name.to_owned(),
        (outer, "") => outer.to_owned(),
        (outer, name) => format!("{outer}.{name}"),
    }
}

/// How an item is called; one without a name by what it is.
fn name_of(kind: &ItemKind) -> String {
    let or = |name: Option<&str>, word: &str| name.unwrap_or(word).to_owned();
    match kind {
        ItemKind::Header(header) => header.name.text.clone(),
        ItemKind::Law(law) => law.name.text.clone(),
        ItemKind::Import(path) => {
            let segments = path.segments.iter().map(|name| name.text.as_str());
            format!("import {}", segments.collect::<Vec<_>>().join("."))
        }
        ItemKind::Source(source) => source.name.text.clone(),
        ItemKind::Vocabulary(tree) => tree.kind.word().to_owned(),
        ItemKind::Group(group) => group.name.text.clone(),
        ItemKind::Alias(alias) => alias.name.text.clone(),
        ItemKind::Fact(fact) => fact.name.text.clone(),
        ItemKind::Ambiguity(ambiguity) => ambiguity.name.text.clone(),
        ItemKind::Period(period) => period.name.text.clone(),
        ItemKind::Define(define) => define.name.text.clone(),
        ItemKind::Deem(_) => "deem".to_owned(),
        ItemKind::Default(_) => "default".to_owned(),
        ItemKind::Supply(_) => "supply".to_owned(),
        ItemKind::Assume(_) => "assume".to_owned(),
        ItemKind::Switch(switch) => switch.name.text.clone(),
        ItemKind::Promise(promise) => promise.name.text.clone(),
        ItemKind::Section(section) => section.name.text.clone(),
        ItemKind::Rule(rule) => {
            let word = match rule.effect {
                Effect::Permit(_) => "permit",
                Effect::Forbid(_) => "forbid",
                Effect::Require(..) => "require",
                Effect::Oblige(..) => "oblige",
                Effect::Exclude(_) => "exclude",
                Effect::Grant(_) => "grant",
                Effect::On(_) => "on",
            };
            or(rule.name.as_ref().map(|name| name.text.as_str()), word)
        }
        ItemKind::Inform(inform) => inform.name.text.clone(),
        ItemKind::Finding(finding) => finding.name.text.clone(),
        ItemKind::Assertion(assertion) => or(
            assertion.name.as_ref().map(|name| name.text.as_str()),
            "assert",
        ),
        ItemKind::Test(test) => format!("test \"{}\"", test.title.value),
    }
}

/// A message with `#` for every number that is no part of a name: counts and lines change when the policy is mended elsewhere.
fn without_numbers(message: &str) -> String {
    let mut text = String::with_capacity(message.len());
    let mut in_name = false;
    let mut in_number = false;
    for sign in message.chars() {
        let is_digit = sign.is_ascii_digit();
        if is_digit && !in_name {
            if !in_number {
                text.push('#');
            }
            in_number = true;
            continue;
        }
        in_number = false;
        in_name = sign.is_alphanumeric() || sign == '_';
        text.push(sign);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_left_out_and_names_with_digits_kept() {
        assert_eq!(
            without_numbers(
                "`P0319` in 12 rules, from `policy.privity:24` to MH_077 and 2018-05-25"
            ),
            "`P0319` in # rules, from `policy.privity:#` to MH_077 and #-#-#"
        );
    }
}
