//! The outline of a file: its declarations, inside of each other as they stand.

use gen_lsp_types::{
    DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation,
    SymbolKind, SymbolTag, Uri,
};
use privity::resolve::names::Space;
use privity::source::Span;
use privity::syntax::ast::{Effect, Item, ItemKind, Kind, Name, Node, Rule};

use crate::kinds::{self, of_space as of};
use crate::snapshot::Snapshot;

/// The outline, or a flat list of its names for an editor that cannot show one inside of the other.
pub(crate) fn outline(
    snapshot: &Snapshot,
    params: DocumentSymbolParams,
) -> Option<DocumentSymbolResponse> {
    let uri = params.text_document.uri;
    let module = snapshot.module(snapshot.file(&uri)?)?;
    let symbols = Outline { snapshot }.items(&module.tree.items);
    if snapshot.client().nests_symbols {
        return Some(symbols.into());
    }
    let mut flat = Vec::new();
    flatten(&symbols, &uri, None, &mut flat);
    Some(flat.into())
}

struct Outline<'a> {
    snapshot: &'a Snapshot,
}

impl Outline<'_> {
    fn items(&self, items: &[Item]) -> Vec<DocumentSymbol> {
        items.iter().filter_map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &Item) -> Option<DocumentSymbol> {
        let symbol = |name: &Name, detail: &str, kind| {
            self.symbol(&name.text, detail, kind, item.span, name.span)
        };
        match &item.kind {
            ItemKind::Header(header) => symbol(&header.name, "policy", kinds::GROUPING),
            ItemKind::Law(law) => {
                let items = self.items(law.items.as_deref().unwrap_or_default());
                Some(with(symbol(&law.name, "law", of(Space::Law))?, items))
            }
            ItemKind::Section(section) => {
                let detail = match section.ranks {
                    Some(_) => "document",
                    None => "section",
                };
                let items = self.items(&section.items);
                let symbol = symbol(&section.name, detail, kinds::GROUPING)?;
                Some(with(symbol, items))
            }
            ItemKind::Vocabulary(vocabulary) => {
                let word = vocabulary.kind.word();
                let nodes = vocabulary.nodes.iter();
                let nodes = nodes.filter_map(|node| self.node(vocabulary.kind, node));
                let at = Span::new(
                    item.span.start,
                    item.span.start + u32::try_from(word.len()).unwrap_or_default(),
                );
                let kind = kinds::node(vocabulary.kind);
                let symbol = self.symbol(word, "vocabulary", kind, item.span, at)?;
                Some(with(symbol, nodes.collect()))
            }
            ItemKind::Source(source) => {
                let anchors = source.anchors.iter().filter_map(|anchor| {
                    let whole = anchor.name.span.to(anchor.digest.span);
                    let name = &anchor.name;
                    let heading = &anchor.heading.value;
                    self.symbol(&name.text, heading, of(Space::Anchor), whole, name.span)
                });
                let anchors = anchors.collect();
                Some(with(
                    symbol(&source.name, "source", of(Space::Source))?,
                    anchors,
                ))
            }
            ItemKind::Group(group) => symbol(&group.name, "group", kinds::GROUP),
            ItemKind::Alias(alias) => symbol(&alias.name, "alias", kinds::OTHER_WORD),
            ItemKind::Fact(fact) => symbol(&fact.name, "fact", of(Space::Condition)),
            ItemKind::Ambiguity(ambiguity) => {
                let readings = ambiguity.readings.iter().filter_map(|reading| {
                    let (name, kind) = (&reading.name, kinds::WORD);
                    self.symbol(&name.text, "reading", kind, reading.span, name.span)
                });
                let readings = readings.collect();
                let symbol = symbol(&ambiguity.name, "ambiguity", of(Space::Condition))?;
                Some(with(symbol, readings))
            }
            ItemKind::Period(period) => symbol(&period.name, "period", of(Space::Period)),
            ItemKind::Define(define) => symbol(&define.name, "condition", kinds::CONDITION),
            ItemKind::Switch(switch) => symbol(&switch.name, "switch", of(Space::Condition)),
            ItemKind::Promise(promise) => symbol(&promise.name, "promise", of(Space::Promise)),
            ItemKind::Inform(inform) => symbol(&inform.name, "inform", of(Space::Inform)),
            ItemKind::Finding(finding) => symbol(&finding.name, "finding", of(Space::Finding)),
            ItemKind::Rule(rule) => self.rule(item, rule),
            ItemKind::Assertion(assertion) => {
                let word = assertion.claim.word();
                let kind = of(Space::Assertion);
                match &assertion.name {
                    Some(name) => symbol(name, word, kind),
                    None => {
                        let name = self.first_line(item, word);
                        self.symbol(name, word, kind, item.span, assertion.claim_span)
                    }
                }
            }
            ItemKind::Test(test) => {
                let (title, kind) = (&test.title, SymbolKind::Function);
                self.symbol(&title.value, "test", kind, item.span, title.span)
            }
            ItemKind::Import(_)
            | ItemKind::Deem(_)
            | ItemKind::Default(_)
            | ItemKind::Supply(_)
            | ItemKind::Assume(_) => None,
        }
    }

    fn rule(&self, item: &Item, rule: &Rule) -> Option<DocumentSymbol> {
        let word = effect_word(&rule.effect);
        let kind = of(Space::Rule);
        if let Some(name) = &rule.name {
            return self.symbol(&name.text, word, kind, item.span, name.span);
        }
        let name = self.first_line(item, word);
        self.symbol(name, word, kind, item.span, rule.effect_span)
    }

    /// What an item without a name is known by: the first line of it, without a comment.
    fn first_line(&self, item: &Item, word: &'static str) -> &str {
        let text = self.snapshot.sources().text(item.span);
        let first = text.lines().next().unwrap_or(word).trim_end();
        first.split("//").next().unwrap_or(first).trim_end()
    }

    fn node(&self, kind: Kind, node: &Node) -> Option<DocumentSymbol> {
        let children = node.children.iter();
        let children = children.filter_map(|child| self.node(kind, child));
        let name = &node.name;
        let detail = kind.word();
        let mut symbol =
            self.symbol(&name.text, detail, kinds::node(kind), node.span, name.span)?;
        if node.replaced_by.is_some() {
            symbol.tags = Some(vec![SymbolTag::Deprecated]);
        }
        Some(with(symbol, children.collect()))
    }

    fn symbol(
        &self,
        name: &str,
        detail: &str,
        kind: SymbolKind,
        whole: Span,
        name_span: Span,
    ) -> Option<DocumentSymbol> {
        // Editors refuse a name that is empty, and one that lies outside of its symbol.
        let whole = whole.to(name_span);
        let name = if name.is_empty() { detail } else { name };
        Some(DocumentSymbol::new(
            name.to_owned(),
            Some(detail.to_owned()),
            kind,
            None,
            None,
            self.snapshot.range(whole)?,
            self.snapshot.range(name_span)?,
            None,
        ))
    }
}

fn with(mut symbol: DocumentSymbol, children: Vec<DocumentSymbol>) -> DocumentSymbol {
    symbol.children = (!children.is_empty()).then_some(children);
    symbol
}

fn effect_word(effect: &Effect) -> &'static str {
    match effect {
        Effect::Permit(_) => "permit",
        Effect::Forbid(_) => "forbid",
        Effect::Require(..) => "require",
        Effect::Oblige(..) => "oblige",
        Effect::Exclude(_) => "exclude",
        Effect::Grant(_) => "grant",
        Effect::On(_) => "on",
    }
}

fn flatten(
    symbols: &[DocumentSymbol],
    uri: &Uri,
    container: Option<&str>,
    flat: &mut Vec<SymbolInformation>,
) {
    for symbol in symbols {
        flat.push(information(symbol, uri, container));
        let children = symbol.children.as_deref().unwrap_or_default();
        flatten(children, uri, Some(&symbol.name), flat);
    }
}

fn information(symbol: &DocumentSymbol, uri: &Uri, container: Option<&str>) -> SymbolInformation {
    let location = Location::new(uri.clone(), symbol.range);
    let base = gen_lsp_types::BaseSymbolInformation::new(
        symbol.name.clone(),
        symbol.kind,
        symbol.tags.clone(),
        container.map(str::to_owned),
    );
    SymbolInformation::new(None, location, base)
}
