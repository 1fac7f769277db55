//! Gathering the declarations of all modules, and the names they give.

use std::sync::Arc;

use super::declare::{declare, reserved_for};
use super::diagnostics::{reserved, two_headers};
use super::lookups::{Lookups, path_text};
use super::modules;
use super::names::{Declared, NameTable, Space, What, qualified};
use super::switches;
use super::unused::speaking_modules;
use super::world::{ModuleIndex, Placed, World, WorldAmbiguity, WorldImport, WorldNode};
use crate::check::taxonomy::Taxonomies;
use crate::diagnostic::Report;
use crate::program::Program;
use crate::source::Span;
use crate::syntax::ast::{
    Ambiguity, Fact, FactType, Item, ItemKind, Kind, Law, Name, Node, Path, Rule, Section, Switch,
    Value,
};

/// Lays the declarations of all modules side by side. Groups and aliases get their names later, when their kind is known.
pub(super) fn collect(program: &Program, report: &mut Report) -> World {
    let mut collector = Collector {
        world: empty_world(program),
        module: 0,
        next_block: 0,
        hands_on: false,
        sections: Vec::new(),
        report,
    };
    collector.next_block = program.modules.len();
    for (module, content) in program.modules.iter().enumerate() {
        collector.module = module;
        collector.hands_on = content
            .tree
            .items
            .iter()
            .all(|item| matches!(item.kind, ItemKind::Import(_)));
        collector.items(&content.tree.items);
    }
    collector.world
}

fn empty_world(program: &Program) -> World {
    World {
        taxonomies: Taxonomies::default(),
        names: NameTable {
            modules: modules::of_program(program),
            ..NameTable::default()
        },
        lookups: Lookups::default(),
        nodes: Vec::new(),
        headers: Vec::new(),
        laws: Vec::new(),
        supplies: Vec::new(),
        assumes: Vec::new(),
        sources: Vec::new(),
        facts: Vec::new(),
        ambiguities: Vec::new(),
        periods: Vec::new(),
        defines: Vec::new(),
        deems: Vec::new(),
        defaults: Vec::new(),
        sections: Vec::new(),
        rules: Vec::new(),
        switches: Vec::new(),
        promises: Vec::new(),
        informs: Vec::new(),
        findings: Vec::new(),
        assertions: Vec::new(),
        tests: Vec::new(),
        groups: Vec::new(),
        aliases: Vec::new(),
        circular_defines: Vec::new(),
        circular_deems: Vec::new(),
        imports: Vec::new(),
        speaking_modules: speaking_modules(program),
        entry: program.modules.len().saturating_sub(1),
    }
}

struct Collector<'r> {
    world: World,
    module: ModuleIndex,
    /// The module of the next law that stands in a block.
    next_block: ModuleIndex,
    /// Whether the module has imports only, and so is there to hand them on.
    hands_on: bool,
    sections: Vec<usize>,
    report: &'r mut Report,
}

impl Collector<'_> {
    fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    fn item(&mut self, item: &Item) {
        // What is left of a damaged item would mean something else; rules and assertions are set aside later, with their names.
        if item.damaged && !keeps_its_name(item) {
            return;
        }
        match &item.kind {
            ItemKind::Import(path) => self.import(path, item.span),
            ItemKind::Header(header) => {
                let module = self.module;
                if let Some(law) = self.world.laws.iter().find(|law| law.module == module) {
                    self.report
                        .push(two_headers(header.name.span, law.item.name.span));
                    return;
                }
                self.declare(Space::Rule, &header.name, What::Policy);
                self.world.headers.push(self.placed(item, header));
            }
            ItemKind::Source(source) => {
                let index = self.world.sources.len();
                self.declare(Space::Source, &source.name, What::Source(index));
                for (at, anchor) in source.anchors.iter().enumerate() {
                    self.declare(Space::Anchor, &anchor.name, What::Anchor(index, at));
                }
                self.world.sources.push(self.placed(item, source));
            }
            ItemKind::Vocabulary(vocabulary) => {
                for node in &vocabulary.nodes {
                    self.node(vocabulary.kind, node, None);
                }
            }
            ItemKind::Law(law) => self.law(item, law),
            ItemKind::Supply(supply) => self.world.supplies.push(self.placed(item, supply)),
            ItemKind::Assume(assume) => self.world.assumes.push(self.placed(item, assume)),
            ItemKind::Group(group) => {
                let mut placed = self.placed(item, group);
                placed.item.name = self.own_name(&group.name);
                self.world.groups.push(placed);
            }
            ItemKind::Alias(alias) => {
                let mut placed = self.placed(item, alias);
                placed.item.name = self.own_name(&alias.name);
                self.world.aliases.push(placed);
            }
            ItemKind::Fact(fact) => {
                let what = What::Fact(self.world.facts.len());
                let name = self.declare_own(Space::Condition, &fact.name, what);
                let mut placed = self.placed(item, fact);
                placed.item.name = name;
                self.world.facts.push(placed);
            }
            ItemKind::Ambiguity(ambiguity) => {
                let fact = self.world.facts.len();
                self.declare(Space::Condition, &ambiguity.name, What::Fact(fact));
                let reading = self.placed(item, &fact_of(ambiguity));
                self.world.facts.push(reading);
                self.world.ambiguities.push(WorldAmbiguity {
                    written: ambiguity.clone(),
                    fact,
                });
            }
            ItemKind::Period(period) => {
                let what = What::Period(self.world.periods.len());
                let name = self.declare_own(Space::Period, &period.name, what);
                let mut placed = self.placed(item, period);
                placed.item.name = name;
                self.world.periods.push(placed);
            }
            ItemKind::Define(define) => {
                let what = What::Define(self.world.defines.len());
                let name = self.declare_own(Space::Condition, &define.name, what);
                let mut placed = self.placed(item, define);
                placed.item.name = name;
                self.world.defines.push(placed);
            }
            ItemKind::Deem(deem) => self.world.deems.push(self.placed(item, deem)),
            ItemKind::Default(default) => self.world.defaults.push(self.placed(item, default)),
            ItemKind::Section(section) => {
                let index = self.world.sections.len();
                let name = self.declare_own(Space::Rule, &section.name, What::Section(index));
                let own = Section {
                    name,
                    title: section.title.clone(),
                    ranks: section.ranks.clone(),
                    clauses: section.clauses.clone(),
                    items: Vec::new(),
                };
                self.world.sections.push(self.placed(item, &own));
                self.sections.push(index);
                self.items(&section.items);
                self.sections.pop();
            }
            ItemKind::Rule(rule) => {
                let mut placed = self.placed(item, rule);
                if let Some(name) = &rule.name {
                    let what = What::Rule(self.world.rules.len());
                    let own = self.declare_own(Space::Rule, name, what);
                    if own != *name {
                        Arc::make_mut(&mut placed.item).name = Some(own);
                    }
                }
                self.world.rules.push(placed);
            }
            ItemKind::Switch(switch) => self.switch(item, switch),
            ItemKind::Promise(promise) => {
                let what = What::Promise(self.world.promises.len());
                self.declare(Space::Promise, &promise.name, what);
                self.world.promises.push(self.placed(item, promise));
            }
            ItemKind::Inform(inform) => {
                let what = What::Inform(self.world.informs.len());
                let name = self.declare_own(Space::Inform, &inform.name, what);
                let mut placed = self.placed(item, inform);
                placed.item.name = name;
                self.world.informs.push(placed);
            }
            ItemKind::Finding(finding) => {
                let what = What::Finding(self.world.findings.len());
                self.declare(Space::Finding, &finding.name, what);
                self.world.findings.push(self.placed(item, finding));
            }
            ItemKind::Assertion(assertion) => {
                if let Some(name) = &assertion.name {
                    let what = What::Assertion(self.world.assertions.len());
                    self.declare(Space::Assertion, name, what);
                }
                self.world.assertions.push(self.placed(item, assertion));
            }
            ItemKind::Test(test) => self.world.tests.push(self.placed(item, test)),
        }
    }

    /// A law in a block is a module of its own; else a module is a policy or one law.
    fn law(&mut self, item: &Item, law: &Law) {
        let index = self.world.laws.len();
        if let Some(items) = &law.items {
            self.declare(Space::Law, &law.name, What::Law(index));
            let host = std::mem::replace(&mut self.module, self.next_block);
            self.next_block += 1;
            let own = Law {
                items: None,
                ..law.clone()
            };
            self.world.laws.push(self.placed(item, &own));
            self.items(items);
            self.module = host;
            return;
        }
        let module = self.module;
        let mut headers = self.world.headers.iter();
        let before = self.world.laws.iter().find(|other| other.module == module);
        let before = before.map(|other| other.item.name.span).or_else(|| {
            let header = headers.find(|header| header.module == module);
            header.map(|header| header.item.name.span)
        });
        if let Some(first) = before {
            self.report.push(two_headers(law.name.span, first));
            return;
        }
        self.declare(Space::Law, &law.name, What::Law(index));
        self.world.laws.push(self.placed(item, law));
    }

    /// The name by which the rest of the program knows what this module declares.
    fn own_name(&self, name: &Name) -> Name {
        let law = self.world.names.law_of(self.module);
        Name {
            text: law.map_or_else(|| name.text.clone(), |law| qualified(law, &name.text)),
            span: name.span,
        }
    }

    /// Enters a name that is a law's own if the module is one; gives the name by which it is known.
    fn declare_own(&mut self, space: Space, name: &Name, what: What) -> Name {
        let own = self.own_name(name);
        match reserved_for(space, &name.text) {
            Some(why) => self.report.push(reserved(space, name, why)),
            None => {
                self.declare(space, &own, what);
            }
        }
        own
    }

    /// Enters the fact, the guard, the right and the duty of a switch.
    fn switch(&mut self, item: &Item, switch: &Switch) {
        let fact = self.world.facts.len();
        let is_new = self.declare(Space::Condition, &switch.name, What::Fact(fact));
        let state = self.placed(item, &switches::state(switch));
        self.world.facts.push(state);
        self.node(Kind::Right, &switches::right(switch), None);
        self.node(Kind::Duty, &switches::duty(switch), None);
        // A second fact of its name would mean something else in its guard.
        if let (Some(target), true) = (&switch.stops, is_new) {
            let what = What::Rule(self.world.rules.len());
            let own = self.declare_own(Space::Rule, &switch.name, what);
            let usual = switches::usual_kind(switch.name.span);
            let space = Space::Kind(Kind::Guard);
            let known = self.world.names.find(space, &usual, self.module).is_some();
            let kind = (known && !switches::has_kind(switch)).then_some(usual);
            let guard = Rule {
                name: Some(own),
                ..switches::guard(switch, target, kind)
            };
            self.world.rules.push(self.placed(item, &Arc::new(guard)));
        }
        let mut answer = self.placed(item, &Arc::new(switches::answer(switch)));
        // A person may turn it whatever the section around it narrows.
        answer.sections.clear();
        self.world.rules.push(answer);
        self.world.switches.push(self.placed(item, switch));
    }

    /// Keeps an import of the policy's own modules, if it could be followed.
    fn import(&mut self, path: &Path, span: Span) {
        let text = path_text(path);
        let Some(own) = self.world.names.modules.get(self.module) else {
            return;
        };
        let mut targets = own.imports.iter().copied();
        let target = targets.find(|&to| self.world.names.module_path(to) == text);
        if let Some(to) = target
            && !own.standard
            && !self.hands_on
        {
            self.world.imports.push(WorldImport {
                from: self.module,
                to,
                span,
            });
        }
    }

    fn placed<T: Clone>(&self, item: &Item, content: &T) -> Placed<T> {
        Placed {
            module: self.module,
            docs: item.docs.clone(),
            span: item.span,
            sections: self.sections.clone(),
            item: content.clone(),
        }
    }

    fn node(&mut self, kind: Kind, node: &Node, parent: Option<usize>) {
        let index = self.world.nodes.len();
        let what = if node.replaced_by.is_some() {
            What::Renamed(index)
        } else {
            What::Node(index)
        };
        if self.declare(Space::Kind(kind), &node.name, what) {
            self.world.nodes.push(WorldNode {
                kind,
                module: self.module,
                parent,
                node: without_children(node),
            });
        }
        // The nodes below a second declaration go to the first, which spares their users a row of unknown names.
        let parent = match self
            .world
            .names
            .declared(Space::Kind(kind), &node.name.text)
        {
            Some(Declared {
                what: What::Node(first) | What::Renamed(first),
                ..
            }) => Some(*first),
            _ => parent,
        };
        for child in &node.children {
            self.node(kind, child, parent);
        }
    }

    /// Enters a name; says whether it is new.
    fn declare(&mut self, space: Space, name: &Name, what: What) -> bool {
        declare(
            &mut self.world.names,
            space,
            name,
            self.module,
            what,
            self.report,
        )
    }
}

/// Whether a damaged item is still declared, since others look for no more than its name.
fn keeps_its_name(item: &Item) -> bool {
    matches!(
        item.kind,
        ItemKind::Header(_)
            | ItemKind::Law(_)
            | ItemKind::Rule(_)
            | ItemKind::Assertion(_)
            | ItemKind::Inform(_)
    )
}

/// The names that damaged items of a list would declare, were they whole; also those inside of other items.
pub(super) fn unsure_names(items: &[Item]) -> Vec<&Name> {
    let mut names = Vec::new();
    for item in items {
        match &item.kind {
            ItemKind::Section(section) => names.extend(unsure_names(&section.items)),
            ItemKind::Law(law) => names.extend(unsure_names(law.items.as_deref().unwrap_or(&[]))),
            _ if !item.damaged => {}
            ItemKind::Fact(fact) => names.push(&fact.name),
            ItemKind::Group(group) => names.push(&group.name),
            ItemKind::Alias(alias) => names.push(&alias.name),
            ItemKind::Ambiguity(ambiguity) => names.push(&ambiguity.name),
            ItemKind::Period(period) => names.push(&period.name),
            ItemKind::Define(define) => names.push(&define.name),
            ItemKind::Switch(switch) => names.push(&switch.name),
            ItemKind::Promise(promise) => names.push(&promise.name),
            ItemKind::Finding(finding) => names.push(&finding.name),
            _ => {}
        }
    }
    names
}

/// The fact that says which reading holds.
fn fact_of(ambiguity: &Ambiguity) -> Fact {
    let default = ambiguity.readings.iter().find(|reading| reading.is_default);
    Fact {
        name: ambiguity.name.clone(),
        asserted: false,
        ty: FactType::OneOf(
            ambiguity
                .readings
                .iter()
                .map(|reading| reading.name.clone())
                .collect(),
        ),
        between: None,
        or_none: None,
        from_law: false,
        from_diff: false,
        default: default.map(|reading| {
            Value::Path(Path {
                segments: [reading.name.clone()].into(),
                span: reading.name.span,
            })
        }),
        closed: false,
        citations: ambiguity.citations.clone(),
        notes: ambiguity.notes.clone(),
    }
}

fn without_children(node: &Node) -> Node {
    Node {
        docs: node.docs.clone(),
        name: node.name.clone(),
        parameters: node.parameters.clone(),
        open: node.open,
        under: node.under.clone(),
        derived_from: node.derived_from.clone(),
        roles: node.roles.clone(),
        sits_in: node.sits_in.clone(),
        as_home: node.as_home,
        excludes: node.excludes.clone(),
        shown_by: node.shown_by.clone(),
        replaced_by: node.replaced_by.clone(),
        meaning: node.meaning.clone(),
        citations: node.citations.clone(),
        children: Vec::new(),
        span: node.span,
    }
}
