//! Writes the numbers of a policy down as Rust tables: the graph, the rules, the duties.

use std::collections::BTreeMap;

use super::flat_tables::flat_tables;
use super::numbers::{numbers, signed};
use super::vocabulary::NodeType;
use crate::emit::document::{AxisRole, Document, Intervals, Rule};
use crate::emit::graph_document::{Cause, Verdict};
use crate::graph::FlatGraph;

/// How wide a line may become, in bytes.
pub(super) const WIDTH: usize = 110;
/// Items up to this size, which are numbers, follow each other without a space.
const SHORT: usize = 10;

/// The module `tables`, as text that is laid out already.
pub(super) fn tables(document: &Document, flat: &FlatGraph, nodes: &[NodeType]) -> String {
    let mut text = String::from("\n    /// The policy in numbers.\n    mod tables {\n");
    axes(&mut text, document);
    graph(&mut text, document);
    flat_tables(&mut text, flat);
    let sits_in = document.implied_destination.sits_in.iter();
    array(
        &mut text,
        "SITS_IN",
        "Option<&[(i64, i64)]>",
        sits_in.map(|places| option(places.as_ref())),
    );
    duties(&mut text, document);
    array(
        &mut text,
        "RULES",
        "super::Rule",
        document.rules.iter().map(rule),
    );
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

fn graph(text: &mut String, document: &Document) {
    let graph = &document.graph;
    let mut steps = Vec::new();
    let mut dimensions = Vec::new();
    for dimension in &graph.dimensions {
        let start = steps.len();
        steps.extend(dimension.classes.iter().map(|step| format!("{step:?}")));
        dimensions.push(format!("({}, {start}, {})", dimension.axis, steps.len()));
    }
    let mut lasts = Vec::new();
    let mut targets = Vec::new();
    let mut nodes = Vec::new();
    // Nodes that part their classes alike share the list of them.
    let mut known: BTreeMap<Vec<u32>, usize> = BTreeMap::new();
    for node in &graph.nodes {
        let own: Vec<u32> = node.arms.iter().map(|arm| arm.0).collect();
        let from = *known.entry(own).or_insert_with_key(|own| {
            let from = lasts.len();
            lasts.extend_from_slice(own);
            from
        });
        nodes.push(format!("({}, {}, {from})", node.dimension, targets.len()));
        targets.extend(node.arms.iter().map(|arm| signed(arm.1)));
    }
    // One more entry says where the arms of the last node end.
    nodes.push(format!("(0, {}, 0)", targets.len()));
    let mut sets: Vec<&[u32]> = graph
        .leaves
        .iter()
        .map(|leaf| leaf.duties.as_slice())
        .collect();
    sets.sort_unstable();
    sets.dedup();
    let leaves = graph.leaves.iter().map(|leaf| {
        let class = match leaf.class {
            Verdict::Deny => 0,
            Verdict::NotApplicable => 1,
            Verdict::Permit => 2,
        };
        let set = sets.partition_point(|&set| set < leaf.duties.as_slice());
        format!("({class}, {set})")
    });
    let reasons = graph.leaves.iter().map(|leaf| match leaf.cause {
        Cause::Rule { rule } => format!("Reason::Rule(&RULES[{rule}])"),
        Cause::NoPermit => "Reason::NoPermit".to_owned(),
        Cause::NoTransferPermit => "Reason::NoTransferPermit".to_owned(),
        // Where nothing stands against a permission, that is not the reason for it, and never asked for.
        Cause::ResponseByDefault | Cause::Unopposed => "Reason::ResponseByDefault".to_owned(),
        Cause::DutyConflict => "Reason::DutyConflict".to_owned(),
        Cause::OutsideLife => "Reason::OutsideLife".to_owned(),
    });
    constant(text, "ROOT", "i32", graph.root);
    constant(text, "TRANSFER", "i32", graph.transfer);
    array(
        text,
        "CONFLICTS",
        "(usize, usize)",
        graph.conflicts.iter().map(|pair| format!("{pair:?}")),
    );
    array(text, "DIMENSIONS", "(usize, usize, usize)", dimensions);
    array(text, "STEPS", "(i64, u32)", steps);
    array(text, "NODES", "(u32, u32, u32)", nodes);
    numbers(text, "LASTS", &lasts);
    numbers(text, "TARGETS", &targets);
    array(text, "LEAVES", "(usize, usize)", leaves);
    text.push_str("        use super::Reason;\n");
    array(text, "REASONS", "Reason", reasons);
    array(
        text,
        "DUTY_SETS",
        "&[usize]",
        sets.iter().map(|set| format!("&{set:?}")),
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

fn rule(rule: &Rule) -> String {
    let citations: Vec<String> = rule
        .citations
        .iter()
        .map(|citation| {
            format!(
                "super::Citation {{ label: {}, heading: {}, paragraph: {}, digest: {} }}",
                literal(&citation.label),
                literal(citation.heading.as_deref().unwrap_or_default()),
                citation.paragraph.unwrap_or_default(),
                literal(citation.digest.as_deref().unwrap_or_default()),
            )
        })
        .collect();
    let position = rule.position.as_ref();
    format!(
        "super::Rule {{ name: {}, effect: {}, file: {}, line: {}, citations: &[{}] }}",
        literal(&rule.name),
        literal(&rule.effect),
        literal(position.map_or("", |position| &position.file)),
        position.map_or(0, |position| position.line),
        citations.join(", "),
    )
}

fn vocabulary(text: &mut String, node_type: &NodeType) {
    let upper = node_type.kind.to_ascii_uppercase();
    let ident = node_type.ident.to_string();
    array(
        text,
        &format!("{upper}_NODES"),
        "(&str, &[(i64, i64)])",
        node_type
            .variants
            .iter()
            .map(|variant| format!("({}, &{:?})", literal(&variant.name), variant.atoms)),
    );
    let names = node_type.names.iter().map(|(name, at)| {
        let variant = node_type
            .variants
            .get(*at)
            .map(|variant| variant.ident.to_string());
        format!(
            "({}, super::{ident}::{})",
            literal(name),
            variant.unwrap_or_default()
        )
    });
    array(
        text,
        &format!("{upper}_NAMES"),
        &format!("(&str, super::{ident})"),
        names,
    );
}

fn words(count: usize) -> usize {
    count.div_ceil(64)
}

fn option(values: Option<&Intervals>) -> String {
    values.map_or_else(|| "None".to_owned(), |values| format!("Some(&{values:?})"))
}

/// Text as a Rust literal.
fn literal(text: &str) -> String {
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
