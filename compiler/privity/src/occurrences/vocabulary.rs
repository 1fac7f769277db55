//! Names in trees, groups and aliases, and in the declarations of facts.

use super::declarations::{Thing, words_of};
use super::recorder::Recorder;
use super::{Known, Sense, Wanted};
use crate::resolve::names::{Space, What};
use crate::syntax::ast::{
    Alias, Ambiguity, Fact, FactType, Group, Kind, Name, Node, Parameter, Path, SetMember, Value,
};

impl Recorder<'_> {
    pub(super) fn nodes(&mut self, kind: Kind, nodes: &[Node]) {
        for node in nodes {
            self.node(kind, node);
            self.nodes(kind, &node.children);
        }
    }

    fn node(&mut self, kind: Kind, node: &Node) {
        let own = [Space::Kind(kind)];
        self.declares(&node.name, &own);
        let index = self.duties.get(&node.name.span).copied();
        for (parameter, written) in node.parameters.iter().enumerate() {
            match written {
                Parameter::OneOf(words) | Parameter::Ordered(words) => {
                    for (at, word) in words.iter().enumerate() {
                        match index {
                            Some(node) => {
                                self.declares_word(word, Thing::Level(node, parameter, at));
                            }
                            None => self.occurs(word.span, true, None, Sense::Unknown),
                        }
                    }
                }
                Parameter::Kind(_, span) => self.known(*span, Known::Kind),
                Parameter::AtLeast(_) | Parameter::AtMost(_) => {}
            }
        }
        self.paths(&node.under, &own);
        self.paths(&node.derived_from, &own);
        for role in &node.roles {
            self.role(role);
        }
        self.paths(&node.sits_in, &[Space::Kind(Kind::Place)]);
        self.paths(&node.excludes, &own);
        if let Some(fact) = &node.shown_by {
            self.path(fact, &[Space::Condition]);
        }
        if let Some(new) = &node.replaced_by {
            self.path(new, &own);
        }
        self.citations(&node.citations);
    }

    pub(super) fn group(&mut self, group: &Group) {
        let members = group.set.iter().flat_map(|set| &set.members);
        let members = members.filter_map(|member| match member {
            SetMember::Path(path) => Some(path),
            _ => None,
        });
        let further = group.members.iter().map(|member| &member.path);
        let kinds = self.kind_of(&group.name, members.chain(further));
        self.declares(&group.name, &kinds);
        if let Some(set) = &group.set {
            self.set_of(set, &kinds);
        }
        for member in &group.members {
            self.path(&member.path, &kinds);
            self.citations(&member.citations);
        }
        self.citations(&group.citations);
    }

    pub(super) fn alias(&mut self, alias: &Alias) {
        let kinds = self.kind_of(&alias.name, [&alias.target]);
        self.declares(&alias.name, &kinds);
        self.path(&alias.target, &kinds);
        self.citations(&alias.citations);
    }

    pub(super) fn declared_fact(&mut self, fact: &Fact) {
        let index = self.declares_fact(&fact.name);
        let words = words_of(&fact.ty).iter().chain(&fact.or_none);
        self.fact_words(index, words);
        let limits = fact.between.iter().flat_map(|(low, high)| [low, high]);
        for value in limits.chain(&fact.default) {
            if let Value::Path(path) = value {
                self.wish_word_of(fact, path);
            }
            self.value_of_fact(index, value);
        }
        self.citations(&fact.citations);
    }

    /// A word of the fact itself may stand here, as it is written now.
    fn wish_word_of(&mut self, fact: &Fact, path: &Path) {
        let words = words_of(&fact.ty).iter().chain(&fact.or_none);
        let mut words: Vec<String> = words.map(|word| word.text.clone()).collect();
        match &fact.ty {
            FactType::Flag => words.extend(["yes", "no"].map(str::to_owned)),
            FactType::SetOfKind(kind) => {
                return self.wish(path.span, || Wanted::Name {
                    spaces: vec![Space::Kind(*kind)],
                    before: Vec::new(),
                });
            }
            FactType::SetOf(_) => words.push("none".to_owned()),
            _ => {}
        }
        if !words.is_empty() {
            self.wish(path.span, || Wanted::Word(words));
        }
    }

    pub(super) fn ambiguity(&mut self, ambiguity: &Ambiguity) {
        let index = self.declares_fact(&ambiguity.name);
        let words = ambiguity.readings.iter().map(|reading| &reading.name);
        self.fact_words(index, words);
        self.citations(&ambiguity.citations);
    }

    /// Declares a fact; gives its position, unless it is a second one of its name.
    fn declares_fact(&mut self, name: &Name) -> Option<usize> {
        self.declares(name, &[Space::Condition]);
        let names = &self.world.names;
        let law = names.law_of(self.module);
        let own = law.map(|law| crate::resolve::names::qualified(law, &name.text));
        let known = [own.as_ref(), Some(&name.text)].into_iter().flatten();
        known
            .filter_map(|own| names.declared(Space::Condition, own))
            .find_map(|declared| match declared.what {
                What::Fact(index) if self.is_here(declared.span, name.span) => Some(index),
                _ => None,
            })
    }

    fn fact_words<'n>(&mut self, index: Option<usize>, words: impl Iterator<Item = &'n Name>) {
        for (at, word) in words.enumerate() {
            match index {
                Some(fact) => self.declares_word(word, Thing::Word(fact, at)),
                None => self.occurs(word.span, true, None, Sense::Unknown),
            }
        }
    }
}
