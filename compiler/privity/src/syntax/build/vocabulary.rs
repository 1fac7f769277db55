//! Trees of nodes, groups and aliases.

use pest::iterators::Pair;

use super::super::ast::{
    Alias, Group, Item, ItemKind, Kind, LostSort, Member, Name, Node, Parameter, Unresolved,
    Vocabulary,
};
use super::super::diagnostics;
use super::super::expected::NODE_PARTS;
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;
use super::values::kind_in;
use crate::source::Span;

impl<'a> Builder<'a> {
    pub(super) fn vocabulary(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let kind = kind_in(pair.clone().into_inner())?;
        self.tree = Some(kind);
        let obscured = self.obscured(&pair);
        let (nodes, damaged) = self.apart(|this| this.nodes(pair.into_inner()));
        self.tree = None;
        if damaged || obscured {
            self.lost.nameless.insert(LostSort::Node(kind));
        }
        Some(ItemKind::Vocabulary(Vocabulary { kind, nodes }))
    }

    /// A block behind a word that is no kind. If the word is close to one, the tree is kept.
    pub(super) fn lost_block(&mut self, pair: Pair<'a, Rule>) -> Option<Item> {
        let span = self.span(&pair);
        let (docs, parts) = self.docs(pair.clone());
        let word = parts
            .into_iter()
            .find(|part| part.as_rule() == Rule::name)?;
        let place = self.span(&word);
        let near = diagnostics::nearest(word.as_str(), Kind::ALL.iter().map(|kind| kind.word()));
        self.error(diagnostics::unknown_kind(word.as_str(), place, near));
        let nodes = self.nodes(pair.into_inner());
        let Some(kind) = near.and_then(Kind::from_word) else {
            self.lose(&nodes);
            return None;
        };
        Some(Item {
            docs,
            kind: ItemKind::Vocabulary(Vocabulary { kind, nodes }),
            span,
            damaged: false,
        })
    }

    fn lose(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.lost.names.push(node.name.clone());
            self.lose(&node.children);
        }
    }

    /// The nodes of a block. Nesting is bounded, since brackets are.
    fn nodes(&mut self, pairs: pest::iterators::Pairs<'a, Rule>) -> Vec<Node> {
        let mut around = Around::new(Rule::probe_node);
        let mut nodes: Vec<Node> = Vec::new();
        let mut opened = None;
        let mut commas: Vec<Span> = Vec::new();
        for part in pairs {
            match part.as_rule() {
                Rule::open_brace => opened = Some(self.span(&part)),
                Rule::node => {
                    let node = self.node(part.clone());
                    if self.is_unsure(&part) {
                        self.doubt(node, &mut nodes);
                        around.pass(part);
                        continue;
                    }
                    if let (Some(before), Some(node)) = (nodes.last(), &node) {
                        self.misspelt_part(before, node);
                    }
                    nodes.extend(node);
                }
                Rule::stray_comma => {
                    self.obscure_line(part.as_span().start());
                    commas.push(self.span(&part));
                }
                Rule::stray_doc => self.stray_doc(&part),
                Rule::lost_node => {
                    let head = part
                        .clone()
                        .into_inner()
                        .find(|inner| inner.as_rule() == Rule::bad_head);
                    let start = part.as_span().start();
                    if !self.begins_line(start)
                        && nodes.last().is_some_and(|last| last.children.is_empty())
                    {
                        // What cannot be read may have belonged to the node before it.
                        let before = nodes.pop();
                        self.doubt(before, &mut nodes);
                    }
                    match head {
                        Some(head) => self.bad_line(&head, &around),
                        None => {
                            self.lost.nameless.extend(self.tree.map(LostSort::Node));
                            self.nameless_block(&part);
                        }
                    }
                    nodes.extend(self.nodes(part.clone().into_inner()));
                }
                Rule::missing_brace => self.missing_brace(opened, &part),
                _ => {}
            }
            around.pass(part);
        }
        if !commas.is_empty() {
            self.error(diagnostics::comma_between_nodes(&commas));
        }
        nodes
    }

    /// Whether something in a node, not counting those below it, is reported and makes its meaning uncertain.
    fn is_unsure(&self, pair: &Pair<'a, Rule>) -> bool {
        let start = pair.as_span().start();
        let own = pair
            .as_str()
            .find('{')
            .unwrap_or(pair.as_str().trim_end().len());
        self.scan.explains(start, start + own)
    }

    /// Takes a node out of the tree that is not known well enough, and keeps those below it.
    fn doubt(&mut self, node: Option<Node>, nodes: &mut Vec<Node>) {
        let Some(node) = node else { return };
        self.report.obscure(node.span);
        self.lost.names.push(node.name);
        nodes.extend(node.children);
    }

    /// `contact opne { name }` can be read as two nodes, and was not meant so.
    fn misspelt_part(&mut self, before: &Node, node: &Node) {
        let local = |offset: u32| offset.saturating_sub(self.base) as usize;
        let between = self
            .scan
            .text
            .get(local(before.span.end)..local(node.span.start))
            .unwrap_or_default();
        let alone = before.children.is_empty() && !between.contains(['\n', ',']);
        if !alone || node.name.text.len() < 4 {
            return;
        }
        let near = diagnostics::nearest_with_distance(&node.name.text, NODE_PARTS.iter().copied());
        if let Some((near, 1)) = near {
            self.obscure_line(local(node.name.span.start));
            self.error(diagnostics::misspelt_part(
                &node.name.text,
                node.name.span,
                near,
            ));
        }
    }

    fn node(&mut self, pair: Pair<'a, Rule>) -> Option<Node> {
        let start = pair
            .clone()
            .into_inner()
            .find(|part| !matches!(part.as_rule(), Rule::doc | Rule::node_waiver))?;
        let span = Span::new(self.span(&start).start, self.span(&pair).end);
        let (docs, parts) = self.docs(pair.clone());
        self.waivers_on(&parts, span);
        let mut node = Node {
            docs,
            name: self.name(&start),
            parameters: Vec::new(),
            open: false,
            under: Vec::new(),
            derived_from: Vec::new(),
            roles: Vec::new(),
            sits_in: Vec::new(),
            as_home: false,
            excludes: Vec::new(),
            shown_by: None,
            replaced_by: None,
            meaning: None,
            citations: Vec::new(),
            children: Vec::new(),
            span,
        };
        for part in parts {
            match part.as_rule() {
                Rule::parameters => node.parameters = self.parameters(part),
                Rule::node_part => self.node_part(part, &mut node),
                _ => {}
            }
        }
        node.children = self.nodes(pair.into_inner());
        Some(node)
    }

    fn node_part(&mut self, pair: Pair<'a, Rule>, node: &mut Node) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        match part.as_rule() {
            Rule::open => {
                self.once(node.open, "open", span);
                node.open = true;
            }
            Rule::as_home => {
                self.once(node.as_home, "as home", span);
                node.as_home = true;
            }
            Rule::under => node.under.extend(self.paths(part.into_inner())),
            Rule::lineage => node.derived_from.extend(self.paths(part.into_inner())),
            Rule::roles => node.roles.extend(self.names(part.into_inner())),
            Rule::sits_in => node.sits_in.extend(self.paths(part.into_inner())),
            Rule::excludes => node.excludes.extend(self.paths(part.into_inner())),
            Rule::shown => {
                self.once(node.shown_by.is_some(), "shown by", span);
                node.shown_by = self.path_in(part);
            }
            Rule::replaced => {
                self.once(node.replaced_by.is_some(), "replaced by", span);
                node.replaced_by = self.path_in(part);
            }
            Rule::meaning => {
                self.once(node.meaning.is_some(), "means", span);
                node.meaning = part.into_inner().last().map(|text| self.text(&text));
            }
            _ => node.citations.extend(self.citations(part)),
        }
    }

    fn parameters(&mut self, pair: Pair<'a, Rule>) -> Vec<Parameter> {
        pair.into_inner()
            .filter(|part| part.as_rule() == Rule::parameter)
            .filter_map(|part| part.into_inner().next())
            .filter_map(|part| {
                let span = self.span(&part);
                Some(match part.as_rule() {
                    Rule::kind => Parameter::Kind(Kind::from_word(part.as_str())?, span),
                    Rule::parameter_ordered => Parameter::Ordered(self.names(part.into_inner())),
                    Rule::parameter_one_of => Parameter::OneOf(self.names(part.into_inner())),
                    Rule::at_least_duration => Parameter::AtLeast(span),
                    _ => Parameter::AtMost(span),
                })
            })
            .collect()
    }

    pub(super) fn group(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_group);
        let mut group: Option<Group> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut group) {
                _ if around.over => {}
                (Rule::group_head, _) => group = self.group_head(part.clone()),
                (Rule::member, Some(group)) => group.members.extend(self.member(&part)),
                (Rule::unresolved, Some(group)) => {
                    self.unresolved(&part, &mut group.unresolved);
                }
                (Rule::cite, Some(group)) => {
                    group.citations.extend(self.citations(part.clone()));
                }
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        group.map(ItemKind::Group)
    }

    fn group_head(&mut self, pair: Pair<'a, Rule>) -> Option<Group> {
        let mut name = None;
        let mut one_area = false;
        let mut set = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name => name = Some(self.name(&part)),
                Rule::one_area => one_area = true,
                Rule::set => set = Some(self.set(&part)),
                _ => {}
            }
        }
        Some(Group {
            name: name?,
            one_area,
            set,
            members: Vec::new(),
            unresolved: None,
            citations: Vec::new(),
        })
    }

    fn member(&mut self, pair: &Pair<'a, Rule>) -> Option<Member> {
        let mut path = None;
        let mut since = None;
        let mut until = None;
        let mut citations = Vec::new();
        for part in pair.clone().into_inner() {
            match part.as_rule() {
                Rule::path => path = Some(self.path(&part)),
                Rule::since => since = part.into_inner().last().map(|date| self.date(&date)),
                Rule::until => until = part.into_inner().last().map(|date| self.date(&date)),
                Rule::cite => citations.extend(self.citations(part)),
                _ => {}
            }
        }
        Some(Member {
            path: path?,
            since,
            until,
            citations,
            span: self.span(pair),
        })
    }

    /// `unresolved "…"` of a group or alias.
    fn unresolved(&mut self, pair: &Pair<'a, Rule>, said: &mut Option<Unresolved>) {
        let span = self.span(pair);
        self.once(said.is_some(), "unresolved", span);
        let mut parts = pair.clone().into_inner();
        let words = parts.find(|part| part.as_rule() == Rule::string);
        *said = Some(Unresolved {
            words: words.map(|words| self.text(&words)),
            span,
        });
    }

    pub(super) fn alias(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_alias);
        let mut name: Option<Name> = None;
        let mut target = None;
        let mut unresolved = None;
        let mut citations = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::alias_head => {
                    for inner in part.clone().into_inner() {
                        match inner.as_rule() {
                            Rule::name | Rule::reserved_name => name = Some(self.name(&inner)),
                            Rule::path => target = Some(self.path(&inner)),
                            _ => {}
                        }
                    }
                }
                Rule::unresolved => self.unresolved(&part, &mut unresolved),
                Rule::cite => citations.extend(self.citations(part.clone())),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        Some(ItemKind::Alias(Alias {
            name: name?,
            target: target?,
            unresolved,
            citations,
        }))
    }
}
