//! Tests of the checker from text: each says in its name what holds.

mod assertions;
mod conditions;
mod documents;
mod facts;
mod names;
mod readings;
mod requests;
mod rules;
mod standing;
mod tidiness;

use crate::check::check;
use crate::check::policy::{AxisId, ClassAxis, Policy, Rule};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::program::{ModuleText, Unread, assemble};
use crate::resolve::resolve;
use crate::source::SourceMap;

/// A policy and what was found in it.
pub(crate) struct Checked {
    pub(crate) policy: Policy,
    pub(crate) findings: Vec<Diagnostic>,
}

/// Words that most tests speak of.
pub(crate) const WORDS: &str = "
policy shop by us
action { collect use share store }
data {
  personal { contact open { email phone } orders }
  score derived from orders
}
purpose { service { delivery billing } marketing }
party { us role controller in DE  courier role processor in FR  partner open }
place { home as home  DE  FR  US }
group EU as one area is DE member FR since 2000-01-01
subject { customer }
right { access erasure }
event { breach }
channel { letter mail }
guard { consent_kind sale }
duty { notify(party) encrypt(ordered weak, strong) keep(duration at least) bind(one of law, secrecy) }
fact consent is ordered none, general, explicit
";

/// Checks the usual words and what is added to them.
#[track_caller]
pub(crate) fn check_rules(rules: &str) -> Checked {
    check_text(&format!("{WORDS}{rules}"))
}

/// Checks a program of one file.
#[track_caller]
pub(crate) fn check_text(text: &str) -> Checked {
    check_modules(&[("main", text)])
}

/// Checks a program of several files, the entry first.
#[track_caller]
pub(crate) fn check_modules(modules: &[(&str, &str)]) -> Checked {
    let text = |name: &str, text: &str| ModuleText {
        name: format!("{name}.privity"),
        text: text.into(),
    };
    let mut report = Report::new();
    let (entry, source) = modules[0];
    let program = assemble(
        SourceMap::new(),
        (entry, text(entry, source)),
        &mut |path| {
            let found = modules.iter().find(|(name, _)| *name == path);
            found
                .map(|(name, source)| text(name, source))
                .ok_or(Unread::Missing {
                    looked_for: path.to_owned(),
                    present: [].into(),
                })
        },
        &mut report,
    );
    let world = resolve(&program, &mut report);
    let policy = check(&world, &mut report);
    Checked {
        policy,
        findings: report.into_sorted(),
    }
}

impl Checked {
    /// The findings that are more than advice, as `P0201 message`.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.findings
            .iter()
            .filter(|finding| finding.severity < Severity::Advice)
            .map(|finding| format!("{} {}", finding.code.as_str(), finding.message))
            .collect()
    }

    /// The pieces of advice, as `P0208 message`.
    fn advice(&self) -> Vec<String> {
        self.findings
            .iter()
            .filter(|finding| finding.severity == Severity::Advice)
            .map(|finding| format!("{} {}", finding.code.as_str(), finding.message))
            .collect()
    }

    /// That nothing but advice was found.
    #[track_caller]
    pub(crate) fn clean(self) -> Self {
        assert_eq!(self.complaints(), Vec::<String>::new());
        self
    }

    /// The rule with this name; of two layers the first.
    #[track_caller]
    fn rule(&self, name: &str) -> &Rule {
        self.policy
            .rules
            .iter()
            .find(|rule| rule.name == name)
            .unwrap_or_else(|| panic!("no rule `{name}`"))
    }

    /// Whether the region of a rule holds for an act. Each part is `axis=value`; an axis left out has its lowest value.
    #[track_caller]
    fn applies(&self, rule: &str, act: &[(&str, &str)]) -> bool {
        let atom = self.atom(act);
        let rule = self.rule(rule);
        rule.region.holds(&atom)
            && (rule.requirement == super::policy::Condition::TRUE
                || !rule.requirement.holds(&atom))
    }

    #[track_caller]
    fn atom(&self, act: &[(&str, &str)]) -> Vec<i64> {
        let mut atom: Vec<i64> = self
            .policy
            .axes
            .iter()
            .map(|axis| *axis.domain.start())
            .collect();
        for (name, value) in act {
            let axis = self.axis(name);
            atom[axis.index()] = self.value(axis, value);
        }
        atom
    }

    #[track_caller]
    fn axis(&self, name: &str) -> AxisId {
        self.policy
            .axes
            .entries()
            .find(|(_, axis)| axis.name == name)
            .unwrap_or_else(|| panic!("no axis `{name}`"))
            .0
    }

    #[track_caller]
    fn value(&self, axis: AxisId, word: &str) -> i64 {
        if axis == ClassAxis::Date.id() {
            return crate::check::dates::parse_day(word).unwrap();
        }
        if let Ok(number) = word.parse() {
            return number;
        }
        let domain = self.policy.axes.at(axis).domain.clone();
        domain
            .clone()
            .take(1_000)
            .find(|value| self.policy.value_name(axis, *value) == word)
            .unwrap_or_else(|| panic!("no value `{word}`"))
    }
}
