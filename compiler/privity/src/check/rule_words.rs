//! All that a rule says, as a row of words: two rules with the same row mean the same.

use crate::resolve::lookups::path_text;
use crate::syntax::ast::{
    Argument, ClauseKind, Condition, DutyTerm, Effect, Length, Must, Path, Rule, Set, SetMember,
    Target, TestOf, Timing, Value,
};

use super::fact_test::comparison_word;
use super::fact_values::plain_number;

/// Appends the words of a rule, without citations and notes.
pub(super) fn content_words(rule: &Rule, words: &mut Vec<String>) {
    let mut out = Words(words);
    if rule.is_final {
        out.word("final");
    }
    match &rule.effect {
        Effect::Permit(of) => out.target("permit", of),
        Effect::Forbid(of) => out.target("forbid", of),
        Effect::Require(condition, of) => {
            out.condition("require", condition);
            out.target("before", of);
        }
        Effect::Oblige(duties, of) => {
            for must in duties {
                out.must("oblige", must);
            }
            out.target("whenever", of);
        }
        Effect::Exclude(of) => out.target("exclude", of),
        Effect::Grant(set) => out.set("grant", set),
        Effect::On(set) => out.set("on", set),
    }
    for clause in &rule.clauses {
        out.clause(&clause.kind);
    }
}

/// The words of one clause.
pub(super) fn clause_words(kind: &ClauseKind) -> Vec<String> {
    let mut words = Vec::new();
    Words(&mut words).clause(kind);
    words
}

struct Words<'w>(&'w mut Vec<String>);

impl Words<'_> {
    fn word(&mut self, word: impl Into<String>) {
        self.0.push(word.into());
    }

    fn paths(&mut self, keyword: &str, paths: &[Path]) {
        self.word(keyword);
        for path in paths {
            self.word(path_text(path));
        }
    }

    fn target(&mut self, keyword: &str, target: &Target) {
        match &target.actions {
            Some(actions) => self.paths(keyword, actions),
            None => {
                self.word(keyword);
                self.word("any");
            }
        }
        if let Some(data) = &target.data {
            self.set("with", data);
        }
    }

    fn set(&mut self, keyword: &str, set: &Set) {
        self.word(keyword);
        for member in &set.members {
            match member {
                SetMember::Any(_) => self.word("any"),
                SetMember::DerivedFrom(path) => {
                    self.word("derived from");
                    self.word(path_text(path));
                }
                SetMember::WithDerived(path) => {
                    self.word(path_text(path));
                    self.word("and derived");
                }
                SetMember::Role(role) => self.word(format!("role {}", role.text)),
                SetMember::Path(path) => self.word(path_text(path)),
            }
        }
        if !set.except.is_empty() {
            self.paths("except", &set.except);
        }
    }

    fn clause(&mut self, kind: &ClauseKind) {
        let day = |date: &crate::syntax::ast::Date| {
            format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)
        };
        match kind {
            ClauseKind::To(set) => self.set("to", set),
            ClauseKind::From(set) => self.set("from", set),
            ClauseKind::In(set) => self.set("in", set),
            ClauseKind::Outside(set) => self.set("outside", set),
            ClauseKind::For(set) => self.set("for", set),
            ClauseKind::About(set) => self.set("about", set),
            ClauseKind::By(set) => self.set("by", set),
            ClauseKind::Since(date) => self.word(format!("since {}", day(date))),
            ClauseKind::Until(date) => self.word(format!("until {}", day(date))),
            ClauseKind::When(condition) => self.condition("when", condition),
            ClauseKind::Unless(condition) => self.condition("unless", condition),
            ClauseKind::Must(must) => self.must("must", must),
            ClauseKind::Under(path) => self.paths("under", std::slice::from_ref(path)),
            ClauseKind::GuardKind(path) => self.paths("kind", std::slice::from_ref(path)),
            ClauseKind::Without(paths) => self.paths("without", paths),
            ClauseKind::Overrides(paths) => self.paths("overrides", paths),
            ClauseKind::Cite(_) | ClauseKind::Note(_) => {}
        }
    }

    fn condition(&mut self, keyword: &str, condition: &Condition) {
        self.word(keyword);
        match condition {
            Condition::All(parts, _) => self.parts("all", parts),
            Condition::Any(parts, _) => self.parts("any", parts),
            Condition::Not(inner, _) => self.condition("not", inner),
            Condition::Test(test) => self.test(test),
        }
    }

    fn parts(&mut self, keyword: &str, parts: &[Condition]) {
        self.word("(");
        for part in parts {
            self.condition(keyword, part);
        }
        self.word(")");
    }

    fn test(&mut self, test: &TestOf) {
        self.word(path_text(&test.subject));
        if let Some((comparison, value)) = &test.comparison {
            self.word(comparison_word(*comparison));
            self.value(value);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Any(_) => self.word("any"),
            Value::List(values, _) => {
                self.word("(");
                for value in values {
                    self.value(value);
                }
                self.word(")");
            }
            Value::This(kind, _) => self.word(format!("this {kind:?}").to_lowercase()),
            Value::Date(date) => self.word(format!(
                "{:04}-{:02}-{:02}",
                date.year, date.month, date.day
            )),
            Value::Duration(duration) => self.duration(*duration),
            Value::Number(number) => self.word(plain_number(*number)),
            Value::Path(path) => self.word(path_text(path)),
        }
    }

    fn duration(&mut self, duration: crate::syntax::ast::Duration) {
        let number = plain_number(duration.number);
        self.word(format!("{number} {:?}", duration.unit).to_lowercase());
    }

    fn length(&mut self, keyword: &str, length: &Length) {
        self.word(keyword);
        match length {
            Length::Duration(duration) => self.duration(*duration),
            Length::Period(path) => self.word(path_text(path)),
        }
    }

    fn must(&mut self, keyword: &str, must: &Must) {
        self.word(keyword);
        for duty in &must.alternatives {
            self.duty(duty);
        }
        if !must.through.is_empty() {
            self.paths("through", &must.through);
        }
        match &must.timing {
            Some(Timing::AtOnce(_)) => self.word("at once"),
            Some(Timing::Within(length)) => self.length("within", length),
            Some(Timing::Before(path)) => self.paths("before", std::slice::from_ref(path)),
            None => {}
        }
        if let Some(length) = &must.every {
            self.length("every", length);
        }
    }

    fn duty(&mut self, duty: &DutyTerm) {
        self.word(path_text(&duty.path));
        for argument in &duty.arguments {
            match argument {
                Argument::Path(path) => self.word(path_text(path)),
                Argument::Duration(duration) => self.duration(*duration),
            }
        }
    }
}
