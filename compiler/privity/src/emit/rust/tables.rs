//! Writes the numbers of a policy down as Rust tables: the graph, the rules, the duties.

use std::collections::BTreeMap;

use super::flat_tables::flat_tables;
use super::graph_tables::graph_tables;
use super::numbers::{numbers, texts};
use super::vocabulary::{NodeType, Variant};
use crate::emit::document::{AxisRole, Citation, Document, Intervals, Rule};
use crate::graph::FlatGraph;

/// How wide a line may become, in bytes.
pub(super) const WIDTH: usize = 110;
/// Items up to this size, which are numbers, follow each other without a space.
const SHORT: usize = 10;

/// The module `tables`, as text that is laid out already.
pub(super) fn tables(document: &Document, flat: &FlatGraph, nodes: &[NodeType]) -> String {
    let mut text = String::from("\n    /// The policy in numbers.\n    mod tables {\n");
    axes(&mut text, document);
    graph_tables(&mut text, &document.graph);
    flat_tables(&mut text, flat);
    let sits_in = document.implied_destination.sits_in.iter();
    array(
        &mut text,
        "SITS_IN",
        "Option<&[(i64, i64)]>",
        sits_in.map(|places| option(places.as_ref())),
    );
    duties(&mut text, document);
    rules(&mut text, &document.rules);
    for node_type in nodes {
        vocabulary(&mut text, node_type);
    }
    text.push_str("    }\n");
    text
}

fn axes(text: &mut String, document: &Document) {
    let axes = &document.axes;
    constant(text, "AXIS_WORDS", "usize", words(axes.len()));
    constant(text, "DUTY_WORDS", "usize", words(document.duties.len()));
    constant(
        text,
        "RECIPIENT",
        "usize",
        document.implied_destination.recipient,
    );
    constant(
        text,
        "DESTINATION",
        "usize",
        document.implied_destination.destination,
    );
    array(
        text,
        "AXES",
        "&str",
        axes.iter().map(|axis| literal(&axis.name)),
    );
    array(
        text,
        "DOMAINS",
        "(i64, i64)",
        axes.iter().map(|axis| format!("{:?}", axis.domain)),
    );
    array(
        text,
        "DEFAULTS",
        "Option<&[(i64, i64)]>",
        axes.iter().map(|axis| option(axis.default.as_ref())),
    );
    array(
        text,
        "ALL_BY_DEFAULT",
        "bool",
        axes.iter().map(|axis| {
            let class = matches!(axis.role, AxisRole::Class { .. });
            (class || axis.closed).to_string()
        }),
    );
    array(
        text,
        "CLOSED",
        "bool",
        axes.iter().map(|axis| axis.closed.to_string()),
    );
}

fn duties(text: &mut String, document: &Document) {
    let duties = document.duties.iter().enumerate().map(|(number, duty)| {
        let names: Vec<String> = duty
            .alternatives
            .iter()
            .map(|form| literal(&form.name))
            .collect();
        format!(
            "super::Duty {{ number: {number}, text: {}, names: &[{}], shown_by: {} }}",
            literal(&duty.text),
            names.join(", "),
            literal(duty.shown_by.as_deref().unwrap_or_default()),
        )
    });
    array(text, "DUTIES", "super::Duty", duties);
}

fn rules(text: &mut String, rules: &[Rule]) {
    let (effects, of_effect) = distinct(rules.iter().map(|rule| rule.effect.as_str()));
    let file = rules.iter().map(|rule| {
        rule.position
            .as_ref()
            .map_or("", |position| position.file.as_str())
    });
    let (files, in_file) = distinct(file);
    let cited = rules.iter().flat_map(|rule| &rule.citations);
    let (citations, cited) = distinct(cited.map(citation));
    let from = starts(rules.iter().map(|rule| rule.citations.len()));
    let line = |rule: &Rule| rule.position.as_ref().map_or(0, |position| position.line);
    texts(
        text,
        "RULE_NAMES",
        rules.iter().map(|rule| rule.name.as_str()),
    );
    texts(text, "EFFECTS", effects);
    numbers(text, "RULE_EFFECTS", &of_effect);
    texts(text, "FILES", files);
    numbers(text, "RULE_FILES", &in_file);
    numbers(
        text,
        "RULE_LINES",
        &rules.iter().map(line).collect::<Vec<_>>(),
    );
    array(text, "CITATIONS", "super::Citation", citations);
    numbers(text, "CITED", &cited);
    numbers(text, "RULE_CITED", &from);
}

fn citation(citation: &Citation) -> String {
    format!(
        "super::Citation {{ label: {}, heading: {}, paragraph: {}, digest: {} }}",
        literal(&citation.label),
        literal(citation.heading.as_deref().unwrap_or_default()),
        citation.paragraph.unwrap_or_default(),
        literal(citation.digest.as_deref().unwrap_or_default()),
    )
}

/// The names of a kind in order, which variant each stands for and where that of a variant is; the atoms of the variants.
fn vocabulary(text: &mut String, node_type: &NodeType) {
    let upper = node_type.kind.to_ascii_uppercase();
    let name = |variant: &Variant| {
        let at = node_type
            .names
            .partition_point(|(name, _)| *name < variant.name);
        small(at)
    };
    let intervals = node_type.variants.iter().flat_map(|variant| &variant.atoms);
    let ends = intervals.flat_map(|&(low, high)| [low, high]);
    let ends = ends.map(|end| u32::try_from(end).unwrap_or_default());
    let named = node_type.names.iter().map(|&(_, at)| small(at));
    let from = starts(node_type.variants.iter().map(|variant| variant.atoms.len()));
    let names = node_type.names.iter().map(|(name, _)| name.as_str());
    texts(text, &format!("{upper}_NAMES"), names);
    numbers(text, &format!("{upper}_NAMED"), &named.collect::<Vec<_>>());
    let names = node_type.variants.iter().map(name);
    numbers(text, &format!("{upper}_NAME"), &names.collect::<Vec<_>>());
    numbers(text, &format!("{upper}_ATOMS"), &ends.collect::<Vec<_>>());
    numbers(text, &format!("{upper}_FROM"), &from);
}

/// Each different item once, in the order of first use, and which one each item is.
fn distinct<T: Ord + Clone>(items: impl IntoIterator<Item = T>) -> (Vec<T>, Vec<u32>) {
    let mut known: BTreeMap<T, u32> = BTreeMap::new();
    let mut all = Vec::new();
    let numbers = items.into_iter().map(|item| {
        *known.entry(item).or_insert_with_key(|item| {
            all.push(item.clone());
            small(all.len() - 1)
        })
    });
    let numbers = numbers.collect();
    (all, numbers)
}

/// Where lists of these lengths begin when one follows the other, and where the last one ends.
pub(super) fn starts(lengths: impl IntoIterator<Item = usize>) -> Vec<u32> {
    let mut from = vec![0];
    let mut end = 0;
    for length in lengths {
        end += length;
        from.push(small(end));
    }
    from
}

/// A number in a table. More than 2^32 of anything have no graph.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn words(count: usize) -> usize {
    count.div_ceil(64)
}

fn option(values: Option<&Intervals>) -> String {
    values.map_or_else(|| "None".to_owned(), |values| format!("Some(&{values:?})"))
}

/// Text as a Rust literal.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

pub(super) fn constant(text: &mut String, name: &str, ty: &str, value: impl std::fmt::Display) {
    text.push_str(&format!(
        "        pub(super) const {name}: {ty} = {value};\n"
    ));
}

pub(super) fn array(
    text: &mut String,
    name: &str,
    ty: &str,
    items: impl IntoIterator<Item = String>,
) {
    let items: Vec<String> = items.into_iter().collect();
    text.push_str(&format!(
        "        pub(super) static {name}: [{ty}; {}] = [",
        items.len()
    ));
    let mut column = WIDTH;
    for item in &items {
        if column + item.len() + 2 > WIDTH {
            text.push_str("\n            ");
            column = 12;
        } else if item.len() > SHORT {
            text.push(' ');
            column += 1;
        }
        text.push_str(item);
        text.push(',');
        column += item.len() + 1;
    }
    text.push_str(if items.is_empty() {
        "];\n"
    } else {
        "\n        ];\n"
    });
}

/// Where the atoms of a kind begin on an axis.
pub(super) fn offset(document: &Document, role: &AxisRole, kind: &str) -> i64 {
    let AxisRole::Class { kinds, .. } = role else {
        return 0;
    };
    let before = kinds.iter().take_while(|&other| other != kind);
    let atoms = before.filter_map(|other| {
        let taxonomy = document
            .taxonomies
            .iter()
            .find(|taxonomy| taxonomy.kind == *other)?;
        i64::try_from(taxonomy.atoms.len()).ok()
    });
    atoms.sum()
}
