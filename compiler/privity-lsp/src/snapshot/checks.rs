//! What is found out about a state, each thing once: when somebody asks for it, or beside the conversation.

use std::sync::OnceLock;

use privity::check::{self, check_again};
use privity::compile::{self, Checked, Compiled, Goal, Options};
use privity::diagnostic::{Diagnostic, Report, Severity};
use privity::graph::Budget;
use privity::insight::{Reach, reaches};
use privity::occurrences::{Occurrences, names_again};
use privity::source::Span;
use privity::triage::Search;

use super::found::Depth;
use super::{Found, Snapshot};

/// What a package means without a decision graph, and what is wrong with its words.
#[derive(Debug)]
pub(super) struct Words {
    checked: Option<Checked>,
    /// Where every name stands and what it means.
    occurrences: Option<Occurrences>,
    findings: Vec<Diagnostic>,
    /// These, and what was found of the rules together in earlier states.
    found: Found,
    /// What its rules stand on, for looking at those that are written later.
    ground: OnceLock<check::Ground>,
}

impl Words {
    /// What its rules stand on, worked out when it is first asked for. Who asks never waits for a thread of lower priority that is at it.
    fn ground(&self) -> Option<&check::Ground> {
        if let Some(known) = self.ground.get() {
            return Some(known);
        }
        let ground = check::Ground::of(&self.checked.as_ref()?.world);
        Some(self.ground.get_or_init(|| ground))
    }
}

/// What all rules decide together, and everything that was found.
#[derive(Debug)]
pub(super) struct Whole {
    compiled: Option<Compiled>,
    found: Found,
}

impl Snapshot {
    /// The names and rules of exactly this state, found out when they are first asked for, which takes long in a large package; `None` for one
    /// without an entry that can be read, and if there is a newer state before that is done.
    pub(crate) fn checked(&self) -> Option<&Checked> {
        self.words()?.checked.as_ref()
    }

    /// Where every name of exactly this state stands and what it means; `None` where [`Self::checked`] is.
    pub(crate) fn occurrences(&self) -> Option<&Occurrences> {
        self.words()?.occurrences.as_ref()
    }

    /// What all rules decide together; `None` until that is found out beside the conversation, and for a policy with mistakes.
    pub(crate) fn compiled(&self) -> Option<&Compiled> {
        self.state.compiled.get()?.compiled.as_ref()
    }

    /// Whether an error is known.
    pub(crate) fn has_errors(&self) -> bool {
        let mut findings = self.findings().iter();
        findings.any(|finding| finding.severity == Severity::Error)
    }

    /// What each permit reaches, worked out when it is first asked for; nothing while there are mistakes, for a state that is over, and where it
    /// would cost too much.
    pub(crate) fn reaches(&self) -> &[Reach] {
        let state = &*self.state;
        if state.reaches.get().is_none() && !self.is_outdated() {
            let checked = self.checked().filter(|_| !self.has_errors());
            let found = checked.map(|checked| {
                let budget = Budget {
                    stop: state.outdated.clone(),
                    ..Budget::for_rules(checked.policy.rules.len())
                };
                reaches(&checked.policy, budget).unwrap_or_default()
            });
            if !self.is_outdated() {
                let _ = state.reaches.set(found.unwrap_or_default());
            }
        }
        state.reaches.get().map_or(&[], Vec::as_slice)
    }

    /// What is known of words, found out now if nobody did; `None` if there is a newer state before that is done. Who asks never waits for a
    /// thread of lower priority that is at it.
    fn words(&self) -> Option<&Words> {
        let state = &*self.state;
        if let Some(known) = state.checked.get() {
            return Some(known);
        }
        let words = self.look_up_words()?;
        // Somebody else may have been quicker, with the same result.
        Some(state.checked.get_or_init(|| words))
    }

    fn look_up_words(&self) -> Option<Words> {
        let state = &*self.state;
        let program = &state.package.program;
        let levels = state.package.manifest.levels.clone();
        let baseline = state.ground.baseline.clone();
        let options = self.options_while_wanted(Goal::Check);
        let report = state.report.clone();
        let (checked, sorted) = compile::check_sorted(program, levels, baseline, &options, report);
        if self.is_outdated() {
            return None;
        }
        let findings = self.with_told(sorted.shown);
        let earlier = state.at_first.iter();
        let of_rules = earlier.filter(|finding| Search::of(finding.code) != Search::Words);
        let mut all = Report::new();
        let both = findings.iter().chain(of_rules);
        both.cloned().for_each(|finding| all.push(finding));
        let names = |it: &Checked| Occurrences::of(program, &it.world, &it.policy);
        Some(Words {
            occurrences: checked.as_ref().map(names),
            checked,
            found: Found::of(all.into_sorted(), &program.sources),
            findings,
            ground: OnceLock::new(),
        })
    }

    /// Finds out what is wrong with words, if nobody did. Leaves off when there is a newer state.
    pub(crate) fn check(&self) {
        let words = self.words();
        if !self.is_small() {
            // The next keys will ask for it.
            words.and_then(Words::ground);
        }
    }

    /// Finds out what is wrong with the rules, assertions and tests that were written since the last state that was checked, each for itself, or,
    /// where words were declared too, which names in all of these are unknown: both is soon done. Does nothing where more was written than those.
    pub(crate) fn glance(&self) {
        let state = &*self.state;
        if state.checked.get().is_some() || state.glanced.get().is_some() {
            return;
        }
        if let Some(found) = self.look_at_what_is_new() {
            let _ = state.glanced.set(found);
        }
    }

    fn look_at_what_is_new(&self) -> Option<Found> {
        let state = &*self.state;
        let (known, edits) = self.since.as_deref()?;
        let words = known.checked.get()?;
        let Checked { world, policy } = words.checked.as_ref()?;
        let before = check::Before {
            program: &known.package.program,
            world,
            policy,
            ground: words.ground()?,
        };
        let program = &state.package.program;
        let moved = |span| edits.moved(span);
        let (again, depth) = match check_again(before, program, &moved) {
            Some(again) => (again, Depth::Words),
            None => {
                let names = words.occurrences.as_ref()?;
                let before = (before.program, world, names);
                (names_again(before, program, &moved)?, Depth::Names)
            }
        };
        let everywhere = Span::new(0, u32::MAX);
        let mut report = state.report.part(everywhere, |_| false, &Some);
        report.absorb(again.findings);
        let own = state.ground.sorted(&state.package, report);
        let at_first = &state.at_first;
        Some(at_first.with_items(&again.places, depth, own, &program.sources))
    }

    /// Finds out what all rules decide together, if nobody did. Leaves off when there is a newer state.
    pub(crate) fn compile(&self) {
        let state = &*self.state;
        if state.compiled.get().is_some() {
            return;
        }
        let options = self.options_while_wanted(Goal::Review);
        let program = &state.package.program;
        let levels = state.package.manifest.levels.clone();
        let baseline = state.ground.baseline.clone();
        let report = state.report.clone();
        let (compiled, sorted, _) =
            compile::compile_sorted(program, levels, baseline, options, report);
        if self.is_outdated() {
            return;
        }
        let found = Found::of(self.with_told(sorted.shown), &program.sources);
        let _ = state.compiled.set(Whole { compiled, found });
    }

    /// Says that no more will be found out, because that failed.
    pub(crate) fn give_up(&self) {
        let found = self.found().clone();
        self.state.compiled.get_or_init(|| Whole {
            compiled: None,
            found,
        });
    }

    fn with_told(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut told = self.state.ground.told.clone();
        findings.into_iter().for_each(|finding| told.push(finding));
        told.into_sorted()
    }

    /// How far an editor's policy is checked.
    pub(crate) fn options(&self, goal: Goal) -> Options {
        Options {
            goal,
            today: self.state.ground.today,
            ..Options::default()
        }
    }

    /// The same, until there is a newer state.
    fn options_while_wanted(&self, goal: Goal) -> Options {
        Options {
            stop: self.state.outdated.clone(),
            ..self.options(goal)
        }
    }

    /// What is wrong with words, errors first, at the levels that the authors ask for; nothing where [`Self::checked`] is `None`.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        self.words().map_or(&[], |words| &words.findings)
    }

    /// Whether everything that can be found was looked for.
    pub(crate) fn is_settled(&self) -> bool {
        let is_enough = !self.client().looks_at_rules && self.state.checked.get().is_some();
        is_enough || self.state.compiled.get().is_some()
    }

    /// What is known to be wrong without looking for more: everything if all was looked for; else what is wrong with the text as such, what
    /// is wrong with words if that is known, or at least with the statements that were just written, and what was found in earlier states and not
    /// touched since.
    pub(crate) fn found(&self) -> &Found {
        let state = &*self.state;
        let glanced = || state.glanced.get();
        let found = self.found_by_checks().or_else(glanced);
        found.unwrap_or(&state.at_first)
    }

    /// The same without what only a glance has told; `None` as long as nothing was checked.
    pub(super) fn found_by_checks(&self) -> Option<&Found> {
        let state = &*self.state;
        let whole = state.compiled.get().map(|whole| &whole.found);
        let words = state.checked.get().map(|words| &words.found);
        whole.or(words)
    }
}
