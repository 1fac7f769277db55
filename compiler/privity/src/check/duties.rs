//! Duties: their declarations, and what rules ask for, typed against them.

use super::amounts;
use super::checker::Checker;
use super::diagnostics::{count_of_arguments, not_a_level, wrong_argument};
use super::duty::{
    Argument, Channels, Deadline, Duty, DutyKind, Length, Obligation, ParameterType,
};
use super::fact_values::single_word;
use super::policy::{FactId, FactType};
use super::values::ValueSet;
use crate::resolve::names::{Space, What};
use crate::resolve::world::{ModuleIndex, WorldNode};
use crate::syntax::ast::{self, DutyTerm, Kind, Must, Name, Parameter, Timing};

impl<'w> Checker<'w, '_> {
    /// The declared duties, in text order.
    pub(super) fn add_duty_kinds(&mut self) {
        let world = self.world;
        for entry in &world.nodes {
            if entry.kind != Kind::Duty || entry.node.replaced_by.is_some() {
                continue;
            }
            let parameters = entry.node.parameters.iter();
            let parameters = parameters
                .map(|parameter| self.parameter_type(parameter))
                .collect();
            self.duty_kinds.push(DutyKind {
                name: entry.node.name.text.clone(),
                parameters,
                excludes: Vec::new(),
            });
        }
        for entry in &world.nodes {
            for path in &entry.node.excludes {
                if entry.kind == Kind::Duty
                    && let Some(other) = self.duty_node(path, entry.module)
                {
                    self.exclude(&entry.node.name.text, &other.node.name.text);
                }
            }
            if entry.kind == Kind::Duty {
                self.check_shown_by(entry);
            }
        }
    }

    fn parameter_type(&mut self, parameter: &Parameter) -> ParameterType {
        let texts = |names: &[Name]| names.iter().map(|name| name.text.clone()).collect();
        match parameter {
            Parameter::Kind(kind, _) => ParameterType::Nodes(*kind),
            Parameter::OneOf(words) => {
                self.check_distinct(words);
                ParameterType::Word(texts(words))
            }
            Parameter::Ordered(words) => {
                self.check_distinct(words);
                ParameterType::Level(texts(words))
            }
            Parameter::AtLeast(_) => ParameterType::AtLeast,
            Parameter::AtMost(_) => ParameterType::AtMost,
        }
    }

    /// Duties exclude each other both ways.
    fn exclude(&mut self, one: &str, other: &str) {
        for (from, to) in [(one, other), (other, one)] {
            let kind = self.duty_kinds.iter_mut().find(|kind| kind.name == from);
            if let Some(kind) = kind
                && !kind.excludes.iter().any(|known| known == to)
            {
                kind.excludes.push(to.to_owned());
            }
        }
    }

    /// The declaration of the duty that a path means.
    fn duty_node(&mut self, path: &ast::Path, module: ModuleIndex) -> Option<&'w WorldNode> {
        let (name, _) = self.target(Kind::Duty, path, module)?;
        let world = self.world;
        let declared = *world.names.declared(Space::Kind(Kind::Duty), &name)?;
        match world.behind_other_words(Kind::Duty, declared)?.what {
            What::Node(index) => world.nodes.get(index),
            _ => self.fail(crate::resolve::diagnostics::not_a_node(path)),
        }
    }

    /// The flag of `shown by`, which counts as yes until a request says otherwise.
    fn check_shown_by(&mut self, entry: &WorldNode) -> Option<FactId> {
        let path = entry.node.shown_by.as_ref()?;
        let world = self.world;
        let (_, found) =
            self.lookups
                .find(&world.names, &[Space::Condition], path, entry.module)?;
        let fact = match found.declared.what {
            What::Fact(index) => self.fact_ids.get(index).copied().flatten()?,
            _ => return self.fail(super::diagnostics::shown_by_no_flag(path.span)),
        };
        if self.facts.at(fact).ty != FactType::Flag {
            return self.fail(super::diagnostics::shown_by_no_flag(path.span));
        }
        let axis = self.facts.at(fact).axes.first().copied()?;
        if let Some(default) = self.defaults.get_mut(axis.index()) {
            default.get_or_insert_with(|| ValueSet::single(1));
        }
        Some(fact)
    }

    /// What one `must` asks for.
    pub(super) fn obligation(
        &mut self,
        must: &Must,
        module: ModuleIndex,
    ) -> Option<super::duty::ObligationId> {
        let obligation = self.obligation_of(must, module)?;
        Some(self.intern(obligation))
    }

    /// What one `must` asks for, of which no axis says whether it is kept.
    pub(super) fn obligation_of(&mut self, must: &Must, module: ModuleIndex) -> Option<Obligation> {
        let mut alternatives = Vec::new();
        let mut shown_by: Vec<Option<String>> = Vec::new();
        let mut sound = true;
        for term in &must.alternatives {
            match self.duty(term, module) {
                Some((duty, shown)) => {
                    alternatives.push(duty);
                    shown_by.push(shown);
                }
                None => sound = false,
            }
        }
        let through = self.channels(&must.through, module);
        let deadline = match &must.timing {
            None => Some(None),
            Some(Timing::AtOnce(_)) => Some(Some(Deadline::Within(Length::ZERO))),
            Some(Timing::Within(length)) => self.deadline(length, module).map(Some),
            Some(Timing::Before(path)) => self.happening(path, module).map(Some),
        };
        let every = match &must.every {
            None => Some(None),
            Some(length) => self.deadline(length, module).map(Some),
        };
        let (through, deadline, every) = (through?, deadline?, every?);
        // One flag can speak for a choice only if it speaks for each alternative.
        shown_by.dedup();
        let shown_by = match shown_by.as_slice() {
            [one] => one.clone(),
            _ => None,
        };
        if !sound || alternatives.is_empty() {
            return None;
        }
        Some(Obligation {
            alternatives,
            through,
            deadline,
            every,
            shown_by,
        })
    }

    fn channels(&mut self, paths: &[ast::Path], module: ModuleIndex) -> Option<Option<Channels>> {
        if paths.is_empty() {
            return Some(None);
        }
        let found: Vec<_> = paths
            .iter()
            .map(|path| self.nodes(Kind::Channel, path, module))
            .collect();
        let mut channels = Channels {
            names: Vec::new(),
            atoms: ValueSet::empty(),
        };
        for (name, atoms) in found.into_iter().collect::<Option<Vec<_>>>()? {
            channels.names.push(name);
            channels.atoms = channels.atoms.union(&atoms.ever());
        }
        Some(Some(channels))
    }

    fn deadline(&mut self, length: &ast::Length, module: ModuleIndex) -> Option<Deadline> {
        match length {
            ast::Length::Duration(duration) => {
                amounts::length(*duration, self.report).map(Deadline::Within)
            }
            ast::Length::Period(path) => {
                let world = self.world;
                let (_, found) = self
                    .lookups
                    .find(&world.names, &[Space::Period], path, module)?;
                let What::Period(index) = found.declared.what else {
                    return None;
                };
                match world.periods.get(index)?.item.length {
                    Some(duration) => amounts::length(duration, self.report).map(Deadline::Within),
                    None => Some(Deadline::Period(found.name.to_owned())),
                }
            }
        }
    }

    /// `before` an event or an act.
    fn happening(&mut self, path: &ast::Path, module: ModuleIndex) -> Option<Deadline> {
        if let Some(word @ ("transfer" | "answer" | "handle")) = single_word(path) {
            return Some(Deadline::Before(word.to_owned()));
        }
        let spaces = [
            Space::Kind(Kind::Event),
            Space::Kind(Kind::Action),
            Space::Kind(Kind::Right),
        ];
        let (_, found) = self
            .lookups
            .find(&self.world.names, &spaces, path, module)?;
        Some(Deadline::Before(found.name.to_owned()))
    }

    /// A duty with its arguments, and the flag that shows it is kept.
    pub(super) fn duty(
        &mut self,
        term: &DutyTerm,
        module: ModuleIndex,
    ) -> Option<(Duty, Option<String>)> {
        let entry = self.duty_node(&term.path, module)?.clone();
        let name = entry.node.name.clone();
        let kind = self
            .duty_kinds
            .iter()
            .find(|kind| kind.name == name.text)?
            .clone();
        let (given, wanted) = (term.arguments.len(), kind.parameters.len());
        // A duty may be named without its arguments, but not with some of them.
        if given != wanted && given > 0 {
            return self.fail(count_of_arguments(&name, given, wanted, term.span));
        }
        let arguments: Vec<Option<Argument>> = kind
            .parameters
            .iter()
            .zip(&term.arguments)
            .map(|(parameter, argument)| self.argument(&name, parameter, argument, module))
            .collect();
        let duty = Duty {
            name: name.text,
            arguments: arguments.into_iter().collect::<Option<_>>()?,
        };
        let names = &self.world.names;
        let shown = entry.node.shown_by.as_ref().and_then(|path| {
            let found = names.find(Space::Condition, path, entry.module)?;
            Some(found.name.to_owned())
        });
        Some((duty, shown))
    }

    fn argument(
        &mut self,
        duty: &Name,
        parameter: &ParameterType,
        argument: &ast::Argument,
        module: ModuleIndex,
    ) -> Option<Argument> {
        match (parameter, argument) {
            (ParameterType::Nodes(kind), ast::Argument::Path(path)) => {
                let (name, atoms) = self.nodes(*kind, path, module)?;
                Some(Argument::Nodes(vec![name], atoms.ever()))
            }
            (ParameterType::Word(words), ast::Argument::Path(path)) => {
                let known = |word: &&String| Some(word.as_str()) == single_word(path);
                match words.iter().find(known) {
                    Some(word) => Some(Argument::Word(word.clone())),
                    None => self.fail(not_a_level(duty, words, path)),
                }
            }
            (ParameterType::Level(words), ast::Argument::Path(path)) => {
                let known = |word: &String| Some(word.as_str()) == single_word(path);
                match (0..).zip(words).find(|(_, word)| known(word)) {
                    Some((at, word)) => Some(Argument::Level(at, word.clone())),
                    None => self.fail(not_a_level(duty, words, path)),
                }
            }
            (ParameterType::AtLeast | ParameterType::AtMost, ast::Argument::Duration(duration)) => {
                let length = amounts::length(*duration, self.report)?;
                Some(match parameter {
                    ParameterType::AtLeast => Argument::AtLeast(length),
                    _ => Argument::AtMost(length),
                })
            }
            // A stated period can stand for its length.
            (ParameterType::AtLeast | ParameterType::AtMost, ast::Argument::Path(path)) => {
                match self.deadline(&ast::Length::Period(path.clone()), module)? {
                    Deadline::Within(length) if *parameter == ParameterType::AtLeast => {
                        Some(Argument::AtLeast(length))
                    }
                    Deadline::Within(length) => Some(Argument::AtMost(length)),
                    _ => self.fail(wrong_argument(duty, "a stated length of time", path.span)),
                }
            }
            (_, ast::Argument::Duration(duration)) => {
                let wanted = match parameter {
                    ParameterType::Nodes(kind) => Space::Kind(*kind).a_noun(),
                    _ => "a word".to_owned(),
                };
                self.fail(wrong_argument(duty, &wanted, duration.span))
            }
        }
    }

    /// The declared lengths of time, used or not.
    pub(super) fn check_periods(&mut self) {
        let world = self.world;
        for period in &world.periods {
            let lengths = [period.item.length, period.item.default];
            for duration in lengths.into_iter().flatten() {
                let _: Option<Length> = amounts::length(duration, self.report);
            }
        }
    }
}
