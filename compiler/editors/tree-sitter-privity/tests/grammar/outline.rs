//! What a text consists of: items, nodes, clauses and sets with their places, told by the compiler and by the grammar.

use std::collections::BTreeSet;

use privity::source::Span;
use privity::syntax::ast::{
    Clause, ClauseKind, Effect, Item, ItemKind, Module, Node, Question, Set, Target,
};
use tree_sitter::Node as TreeNode;

/// What it is, its first byte, and one past its last.
pub(crate) type Part = (String, usize, usize);

/// The parts of the compiler's tree.
pub(crate) fn of_module(module: &Module) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    items(&module.items, &mut parts);
    for waiver in &module.waivers {
        put("waiver", waiver.span, &mut parts);
    }
    parts
}

fn put(label: &str, span: Span, parts: &mut BTreeSet<Part>) {
    parts.insert((label.to_owned(), span.start as usize, span.end as usize));
}

fn items(list: &[Item], parts: &mut BTreeSet<Part>) {
    for item in list {
        let label = match &item.kind {
            ItemKind::Header(_) => "policy",
            ItemKind::Law(law) => {
                law.territory.iter().for_each(|whole| set(whole, parts));
                items(law.items.as_deref().unwrap_or_default(), parts);
                "law"
            }
            ItemKind::Import(path) => {
                put("path", path.span, parts);
                "import"
            }
            ItemKind::Source(source) => {
                for anchor in &source.anchors {
                    put("name", anchor.name.span, parts);
                }
                "source"
            }
            ItemKind::Vocabulary(vocabulary) => {
                nodes(&vocabulary.nodes, parts);
                "vocabulary"
            }
            ItemKind::Group(group) => {
                group.set.iter().for_each(|whole| set(whole, parts));
                for member in &group.members {
                    put("member", member.span, parts);
                }
                "group"
            }
            ItemKind::Alias(alias) => {
                put("path", alias.target.span, parts);
                "alias"
            }
            ItemKind::Fact(fact) => {
                put("name", fact.name.span, parts);
                "fact"
            }
            ItemKind::Ambiguity(ambiguity) => {
                for reading in &ambiguity.readings {
                    put("name", reading.name.span, parts);
                }
                "ambiguity"
            }
            ItemKind::Period(period) => {
                put("name", period.name.span, parts);
                "period"
            }
            ItemKind::Define(define) => {
                put("name", define.name.span, parts);
                "define"
            }
            ItemKind::Deem(deem) => {
                clauses(&deem.clauses, parts);
                "deem"
            }
            ItemKind::Default(default) => {
                set(&default.set, parts);
                "default"
            }
            ItemKind::Supply(supply) => {
                put("path", supply.subject.span, parts);
                clauses(&supply.clauses, parts);
                "supply"
            }
            ItemKind::Assume(assume) => {
                clauses(&assume.clauses, parts);
                "assume"
            }
            ItemKind::Switch(switch) => {
                switch.stops.iter().for_each(|stops| target(stops, parts));
                clauses(&switch.clauses, parts);
                "switch"
            }
            ItemKind::Promise(promise) => {
                clauses(&promise.clauses, parts);
                "promise"
            }
            ItemKind::Section(section) => {
                clauses(&section.clauses, parts);
                items(&section.items, parts);
                match &section.ranks {
                    Some(ranks) => {
                        for rank in ranks {
                            put("rank", rank.span, parts);
                        }
                        "document"
                    }
                    None => "section",
                }
            }
            ItemKind::Rule(rule) => {
                effect(&rule.effect, parts);
                clauses(&rule.clauses, parts);
                "rule"
            }
            ItemKind::Inform(inform) => {
                clauses(&inform.clauses, parts);
                "inform"
            }
            ItemKind::Finding(_) => "finding",
            ItemKind::Assertion(assertion) => {
                question(&assertion.question, parts);
                clauses(&assertion.clauses, parts);
                "assertion"
            }
            ItemKind::Test(test) => {
                test.question
                    .iter()
                    .for_each(|asked| question(asked, parts));
                clauses(&test.clauses, parts);
                if let Some(expect) = &test.expect {
                    put("expect", expect.span, parts);
                }
                "test"
            }
        };
        put(label, item.span, parts);
    }
}

fn nodes(list: &[Node], parts: &mut BTreeSet<Part>) {
    for node in list {
        put("node", node.span, parts);
        put("name", node.name.span, parts);
        nodes(&node.children, parts);
    }
}

fn effect(effect: &Effect, parts: &mut BTreeSet<Part>) {
    match effect {
        Effect::Permit(what) | Effect::Forbid(what) | Effect::Exclude(what) => target(what, parts),
        Effect::Require(_, what) | Effect::Oblige(_, what) => target(what, parts),
        Effect::Grant(whole) | Effect::On(whole) => set(whole, parts),
    }
}

fn question(question: &Question, parts: &mut BTreeSet<Part>) {
    match question {
        Question::Act(what) => target(what, parts),
        Question::Grant(whole) | Question::On(whole) => set(whole, parts),
    }
}

fn target(target: &Target, parts: &mut BTreeSet<Part>) {
    put("target", target.span, parts);
    target.data.iter().for_each(|data| set(data, parts));
}

fn set(set: &Set, parts: &mut BTreeSet<Part>) {
    put("set", set.span, parts);
}

fn clauses(list: &[Clause], parts: &mut BTreeSet<Part>) {
    for clause in list {
        put("clause", clause.span, parts);
        match &clause.kind {
            ClauseKind::To(whole)
            | ClauseKind::From(whole)
            | ClauseKind::In(whole)
            | ClauseKind::Outside(whole)
            | ClauseKind::For(whole)
            | ClauseKind::About(whole)
            | ClauseKind::By(whole) => set(whole, parts),
            _ => {}
        }
    }
}

/// Clauses, by the names that the grammar has for them.
const CLAUSES: [&str; 18] = [
    "about",
    "by",
    "cite",
    "for",
    "from",
    "guard_kind",
    "in",
    "must",
    "note",
    "outside",
    "overrides",
    "since",
    "to",
    "under",
    "unless",
    "until",
    "when",
    "without",
];

/// What has clauses. What else may be cited or noted is told by its own parts.
const WITH_CLAUSES: [&str; 11] = [
    "assertion",
    "assume",
    "deem",
    "document",
    "inform",
    "promise",
    "rule",
    "section",
    "supply",
    "switch",
    "test",
];

/// The parts of the grammar's tree.
pub(crate) fn of_tree(root: TreeNode<'_>) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    walk(root, &mut parts);
    parts
}

fn walk(node: TreeNode<'_>, parts: &mut BTreeSet<Part>) {
    let mut cursor = node.walk();
    for child in node.named_children(&mut cursor) {
        if let Some(label) = label(child, node) {
            parts.insert((label.to_owned(), child.start_byte(), child.end_byte()));
        }
        walk(child, parts);
    }
}

fn label<'t>(node: TreeNode<'t>, parent: TreeNode<'t>) -> Option<&'t str> {
    let within = parent.kind();
    match node.kind() {
        // Tests list what they cite elsewhere in the compiler's tree.
        "cite" if within == "test" => None,
        kind if CLAUSES.contains(&kind) => WITH_CLAUSES.contains(&within).then_some("clause"),
        kind @ ("target" | "set") => Some(kind),
        "path" if matches!(within, "import" | "alias") => Some("path"),
        "path" if parent.child_by_field_name("fact") == Some(node) && within == "supply" => {
            Some("path")
        }
        "identifier"
            if matches!(
                within,
                "node" | "anchor" | "fact" | "reading" | "period" | "define"
            ) =>
        {
            is_name(node, parent).then_some("name")
        }
        kind @ ("policy" | "law" | "import" | "source" | "vocabulary" | "group" | "alias"
        | "fact" | "ambiguity" | "period" | "define" | "deem" | "default" | "supply"
        | "assume" | "switch" | "promise" | "section" | "document" | "rule" | "inform"
        | "finding" | "assertion" | "test" | "waiver" | "node" | "member" | "rank"
        | "expect") => Some(kind),
        _ => None,
    }
}

fn is_name(node: TreeNode<'_>, parent: TreeNode<'_>) -> bool {
    parent.child_by_field_name("name") == Some(node)
}

/// Where a text could not be read, for a message.
pub(crate) fn first_error(node: TreeNode<'_>) -> String {
    if node.is_error() || node.is_missing() {
        return format!("{} at {}", node.to_sexp(), node.start_position());
    }
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .find(|child| child.has_error() || child.is_missing())
        .map_or_else(|| "an error".to_owned(), first_error)
}
