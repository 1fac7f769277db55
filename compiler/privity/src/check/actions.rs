//! What a rule is about: acts, answers to people, events, crossing a border; and the data of an act.

use super::checker::Checker;
use super::diagnostics::{mixed_actions, no_actions, transfer_excluded};
use super::fact_values::single_word;
use super::policy::{ClassAxis, Condition, NamedScope};
use super::values::ValueSet;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{self, Kind, Path, Set, Target};

/// What a rule speaks of: values of the action axis, by layer.
pub(super) struct Actions {
    /// The acts, answers or events.
    pub(super) base: Option<Spoken>,
    /// Whether crossing a border is among them.
    pub(super) transfer: bool,
}

/// Values of the action axis, with the names they were written by.
pub(super) struct Spoken {
    /// The test on the action axis.
    pub(super) condition: Condition,
    /// The names, for messages.
    pub(super) named: NamedScope,
    /// Whether they are answers to people or events, which have no data.
    pub(super) responses: bool,
}

impl Checker<'_, '_> {
    /// What a rule speaks of on the action axis.
    pub(super) fn actions(
        &mut self,
        effect: &ast::Effect,
        span: Span,
        damaged: bool,
        module: ModuleIndex,
    ) -> Option<Actions> {
        let target = match effect {
            ast::Effect::Grant(set) => return self.responses(Kind::Right, set, module),
            ast::Effect::On(set) => return self.responses(Kind::Event, set, module),
            ast::Effect::Permit(target)
            | ast::Effect::Forbid(target)
            | ast::Effect::Require(_, target)
            | ast::Effect::Oblige(_, target)
            | ast::Effect::Exclude(target) => target,
        };
        let Some(paths) = &target.actions else {
            return Some(Actions {
                base: Some(self.any_processing("any")),
                transfer: false,
            });
        };
        if paths.is_empty() {
            // What is missing in a damaged rule is reported where it was lost.
            return if damaged {
                None
            } else {
                self.fail(no_actions(span))
            };
        }
        for (word, kind) in [("answer", Kind::Right), ("handle", Kind::Event)] {
            if paths.iter().any(|path| is_word(path, word)) {
                if let Some(other) = paths.iter().find(|path| !is_word(path, word)) {
                    return self.fail(mixed_actions(word, target.span, other.span));
                }
                return match &target.data {
                    Some(set) => self.responses(kind, set, module),
                    None => Some(Actions {
                        base: Some(self.any_response(kind, word)),
                        transfer: false,
                    }),
                };
            }
        }
        let transfer = paths.iter().find(|path| is_word(path, "transfer"));
        if let (Some(path), ast::Effect::Exclude(_)) = (transfer, effect) {
            return self.fail(transfer_excluded(path.span));
        }
        let mut listed = Vec::new();
        let mut sound = true;
        for path in paths.iter().filter(|path| !is_word(path, "transfer")) {
            match self.nodes(Kind::Action, path, module) {
                Some(part) => listed.push(part),
                None => sound = false,
            }
        }
        if !sound {
            return None;
        }
        let base = (!listed.is_empty()).then(|| self.spoken(listed, false));
        Some(Actions {
            base,
            transfer: transfer.is_some(),
        })
    }

    fn spoken(&self, listed: Vec<(String, DatedSet)>, responses: bool) -> Spoken {
        let all = listed
            .iter()
            .fold(DatedSet::constant(ValueSet::empty()), |all, (_, part)| {
                all.union(part)
            });
        let condition = self.inside(ClassAxis::Action, &all);
        Spoken {
            condition: condition.clone(),
            named: NamedScope {
                axis: ClassAxis::Action,
                listed: listed
                    .into_iter()
                    .map(|(name, part)| (name, part.ever()))
                    .collect(),
                except: ValueSet::empty(),
                condition,
            },
            responses,
        }
    }

    pub(super) fn any_processing(&self, name: &str) -> Spoken {
        let all = ValueSet::range(0, self.atom_count(Kind::Action) - 1);
        self.spoken(vec![(name.to_owned(), DatedSet::constant(all))], false)
    }

    fn any_response(&self, kind: Kind, name: &str) -> Spoken {
        let first = self.response_offset(kind);
        let all = ValueSet::range(first, first + self.atom_count(kind) - 1);
        self.spoken(vec![(name.to_owned(), DatedSet::constant(all))], true)
    }

    pub(super) fn response_offset(&self, kind: Kind) -> i64 {
        match kind {
            Kind::Right => self.right_offset(),
            _ => self.event_offset(),
        }
    }

    /// Rights or events, as values of the action axis.
    fn responses(&mut self, kind: Kind, set: &Set, module: ModuleIndex) -> Option<Actions> {
        let nodes = self.set(set, kind, module)?;
        let offset = self.response_offset(kind);
        let shift = |part: &DatedSet| super::class_test::shifted(part, offset);
        let values = shift(&nodes.values(self.atom_count(kind)));
        let listed = nodes.listed.iter();
        let mut names: Vec<(String, ValueSet)> = listed
            .map(|(name, part)| (name.clone(), shift(part).ever()))
            .collect();
        if nodes.any {
            names.push(("any".to_owned(), values.ever()));
        }
        let condition = self.inside(ClassAxis::Action, &values);
        Some(Actions {
            base: Some(Spoken {
                condition: condition.clone(),
                named: NamedScope {
                    axis: ClassAxis::Action,
                    listed: names,
                    except: shift(&nodes.except_values()).ever(),
                    condition,
                },
                responses: true,
            }),
            transfer: false,
        })
    }

    /// The data of a target; what stands there for `answer` and `handle` is no data.
    #[expect(
        clippy::option_option,
        reason = "a mistake is not the same as data left out"
    )]
    pub(super) fn data(
        &mut self,
        target: &Target,
        module: ModuleIndex,
    ) -> Option<Option<(Condition, NamedScope)>> {
        let Some(set) = &target.data else {
            return Some(None);
        };
        let of_response = target
            .actions
            .iter()
            .flatten()
            .any(|path| is_word(path, "answer") || is_word(path, "handle"));
        if of_response {
            return Some(None);
        }
        let nodes = self.set(set, Kind::Data, module)?;
        Some(Some(self.scope(ClassAxis::Data, &nodes, set.span)))
    }
}

fn is_word(path: &Path, word: &str) -> bool {
    single_word(path) == Some(word)
}
