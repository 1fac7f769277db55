//! Names in clauses: sets on the axes, duties, lifts.

use super::conditions::ANSWERED;
use super::declarations::Thing;
use super::paths::is_word;
use super::recorder::Recorder;
use super::{Sense, Wanted};
use crate::resolve::World;
use crate::resolve::names::{Declared, Space, What};
use crate::syntax::ast::{
    Argument, Clause, ClauseKind, DutyTerm, Effect, Kind, Length, Must, Parameter, Question, Set,
    Target, Timing,
};

impl Recorder<'_> {
    pub(super) fn effect(&mut self, effect: &Effect) {
        match effect {
            Effect::Permit(target) | Effect::Forbid(target) | Effect::Exclude(target) => {
                self.target(target);
            }
            Effect::Require(condition, target) => {
                self.condition(condition);
                self.target(target);
            }
            Effect::Oblige(duties, target) => {
                for must in duties {
                    self.must(must);
                }
                self.target(target);
            }
            Effect::Grant(rights) => self.set(rights, Kind::Right),
            Effect::On(events) => self.set(events, Kind::Event),
        }
    }

    /// Actions, and the data, rights or events that they are about.
    pub(super) fn target(&mut self, target: &Target) {
        self.target_of(target, &[Kind::Action]);
    }

    fn target_of(&mut self, target: &Target, kinds: &[Kind]) {
        let actions = target.actions.as_deref().unwrap_or_default();
        for path in actions {
            self.action(path, kinds);
        }
        if let Some(data) = &target.data {
            let has = |word| actions.iter().any(|path| is_word(path, word));
            let kind = match (has("answer"), has("handle")) {
                (true, _) => Kind::Right,
                (_, true) => Kind::Event,
                _ => Kind::Data,
            };
            self.set(data, kind);
        }
    }

    /// What an assertion speaks of, as a rule would.
    pub(super) fn asserted(&mut self, question: &Question) {
        self.question_of(question, &[Kind::Action]);
    }

    /// What a test asks.
    pub(super) fn asked(&mut self, question: &Question) {
        self.question_of(question, &ANSWERED);
    }

    fn question_of(&mut self, question: &Question, kinds: &[Kind]) {
        match question {
            Question::Act(target) => self.target_of(target, kinds),
            Question::Grant(rights) => self.set(rights, Kind::Right),
            Question::On(events) => self.set(events, Kind::Event),
        }
    }

    pub(super) fn clauses(&mut self, clauses: &[Clause]) {
        for clause in clauses {
            self.clause(&clause.kind);
        }
    }

    fn clause(&mut self, clause: &ClauseKind) {
        match clause {
            ClauseKind::To(set) | ClauseKind::By(set) => self.set(set, Kind::Party),
            ClauseKind::From(set) => self.set_of_from(set),
            ClauseKind::In(set) | ClauseKind::Outside(set) => self.set(set, Kind::Place),
            ClauseKind::For(set) => self.set(set, Kind::Purpose),
            ClauseKind::About(set) => self.set(set, Kind::Subject),
            ClauseKind::When(condition) | ClauseKind::Unless(condition) => {
                self.condition(condition);
            }
            ClauseKind::Must(must) => self.must(must),
            ClauseKind::GuardKind(path) => {
                self.path(path, &[Space::Kind(Kind::Guard)]);
            }
            ClauseKind::Under(path) => self.reading(path),
            ClauseKind::Without(paths) => self.paths(paths, &[Space::Kind(Kind::Guard)]),
            ClauseKind::Overrides(paths) => self.paths(paths, &[Space::Rule]),
            ClauseKind::Cite(citations) => self.citations(citations),
            ClauseKind::Since(_) | ClauseKind::Until(_) | ClauseKind::Note(_) => {}
        }
    }

    pub(super) fn must(&mut self, must: &Must) {
        for term in &must.alternatives {
            self.duty(term);
        }
        self.paths(&must.through, &[Space::Kind(Kind::Channel)]);
        if let Some(timing) = &must.timing {
            self.timing(timing);
        }
        if let Some(length) = &must.every {
            self.length(length);
        }
    }

    pub(super) fn timing(&mut self, timing: &Timing) {
        match timing {
            Timing::AtOnce(_) => {}
            Timing::Within(length) => self.length(length),
            Timing::Before(path) => self.action(path, &[Kind::Event, Kind::Action, Kind::Right]),
        }
    }

    fn length(&mut self, length: &Length) {
        if let Length::Period(path) = length {
            self.path(path, &[Space::Period]);
        }
    }

    pub(super) fn duty(&mut self, term: &DutyTerm) {
        let found = self.path(&term.path, &[Space::Kind(Kind::Duty)]);
        let declared = found.map(|(_, found)| *found.declared);
        let node = declared.and_then(|declared| duty_node(self.world, declared));
        let world = self.world;
        let parameters = node
            .and_then(|node| world.nodes.get(node))
            .map_or(&[][..], |entry| &entry.node.parameters);
        for (at, argument) in term.arguments.iter().enumerate() {
            let Argument::Path(path) = argument else {
                continue;
            };
            match parameters.get(at) {
                Some(Parameter::Kind(kind, _)) => {
                    self.path(path, &[Space::Kind(*kind)]);
                }
                Some(Parameter::AtLeast(_) | Parameter::AtMost(_)) => {
                    self.path(path, &[Space::Period]);
                }
                Some(Parameter::OneOf(words) | Parameter::Ordered(words)) => {
                    let word = words.iter().position(|word| is_word(path, &word.text));
                    if let Some(node) = node {
                        self.wish(path.span, || Wanted::Level(node, at));
                    }
                    let level = node.zip(word);
                    let level = level.map(|(node, word)| Thing::Level(node, at, word));
                    let sense = level.map_or(Sense::Unknown, |level| self.meaning(level));
                    self.occurs(path.span, false, None, sense);
                }
                None => self.occurs(path.span, false, None, Sense::Unknown),
            }
        }
    }

    /// Values of the sets of a class axis that stands in a declaration.
    pub(super) fn optional_set(&mut self, set: Option<&Set>, kind: Kind) {
        if let Some(set) = set {
            self.set(set, kind);
        }
    }
}

/// The node of a duty, behind other words for it.
pub(crate) fn duty_node(world: &World, declared: Declared) -> Option<usize> {
    match world.behind_other_words(Kind::Duty, declared)?.what {
        What::Node(index) => Some(index),
        _ => None,
    }
}
