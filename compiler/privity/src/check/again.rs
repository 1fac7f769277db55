//! Rules, assertions and tests that were written since their program was checked, each looked at for itself: what an editor tells at every key.

use super::checker::Checker;
use super::ground::Ground;
use super::policy::Policy;
use crate::diagnostic::Report;
use crate::program::{Again, Program, Written};
use crate::resolve::World;
use crate::resolve::world::Placed;
use crate::source::Span;
use crate::syntax::ast::ItemKind;

/// A program as it was when it was checked.
#[derive(Debug, Clone, Copy)]
pub struct Before<'a> {
    /// Its texts.
    pub program: &'a Program,
    /// Its names.
    pub world: &'a World,
    /// Its sound rules.
    pub policy: &'a Policy,
    /// What they stand on.
    pub ground: &'a Ground,
}

/// Looks at the rules, assertions and tests of a program that were written since it was checked. `moved` says where a place of then is now, and
/// gives `None` for one that was changed.
///
/// `None` if anything else was written since then: what the statements mean may have changed with it, and the program is to be checked as a whole.
#[must_use]
pub fn check_again(
    before: Before<'_>,
    now: &Program,
    moved: &dyn Fn(Span) -> Option<Span>,
) -> Option<Again> {
    let since = now.since(before.program, moved)?;
    if !since.only_statements {
        return None;
    }
    let mut found = Report::new();
    let mut checker = Checker::on(before.world, before.ground.clone(), &mut found);
    for statement in &since.written {
        checker.statement(before, statement)?;
    }
    checker.report_names();
    Some(since.found(&found, moved))
}

impl Checker<'_, '_> {
    /// Looks at one statement, in the sections that it stands in; `None` where that takes more than to look at it.
    fn statement(&mut self, before: Before<'_>, statement: &Written) -> Option<()> {
        let Written {
            module,
            sections,
            item,
        } = statement;
        let module = *module;
        if self.world.law_of(module).is_some() {
            return None;
        }
        let position = |span: &Span| {
            let mut all = self.world.sections.iter();
            all.position(|section| section.span == *span)
        };
        let sections: Option<Vec<usize>> = sections.iter().map(position).collect();
        let place = Placed {
            module,
            docs: item.docs.clone(),
            span: item.span,
            sections: sections?,
            item: (),
        };
        // Only what is reported counts.
        match &item.kind {
            ItemKind::Rule(rule) => {
                self.draft_rule(self.world.rules.len(), &place.with(rule.clone()));
            }
            ItemKind::Assertion(assertion) => {
                self.assertion(&place.with(assertion.clone()));
            }
            // Of a test that cannot be read whole nobody says more.
            ItemKind::Test(_) if item.damaged => {}
            ItemKind::Test(test) => {
                if let Some(law) = &test.law {
                    self.law_named(law, module);
                }
                self.example(before.policy, &place.with(test.clone()));
            }
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::check::tests::WORDS;
    use crate::diagnostic::{Diagnostic, Severity};
    use crate::program::since_tests::{edited, program};
    use crate::resolve::resolve;

    fn found(program: &Program) -> Vec<Diagnostic> {
        let mut report = Report::new();
        let world = resolve(program, &mut report);
        let _ = check(&world, &mut report);
        report.into_sorted()
    }

    /// What is told of the statements that an edit writes; `None` if it writes something else.
    fn again(text: &str, old: &str, new: &str) -> Option<(Again, Program)> {
        let (before, mut report) = program(text);
        let world = resolve(&before, &mut Report::new());
        let policy = check(&world, &mut Report::new());
        let ground = Ground::of(&world);
        let (text, moved) = edited(text, old, new);
        let file = before.modules.last().unwrap().file;
        let now = before.with_text(file, text.into(), &mut report).unwrap();
        let before = Before {
            program: &before,
            world: &world,
            policy: &policy,
            ground: &ground,
        };
        let again = check_again(before, &now, &moved)?;
        Some((again, now))
    }

    /// Statements on their own and in sections, and what they are written anew as.
    const STATEMENTS: [&str; 4] = [
        "permit use email for delivery",
        "forbid share phone to partner",
        "rule kept permit store orders for billing must notify(us)",
        "assert never use email for billing",
    ];
    const ANEW: [&str; 21] = [
        "permit use emial for delivery",
        "permit use email, phone for delivery, marketing",
        "rule r permit use email to nobody in Atlantis",
        "permit use email must notify(us) within 3 days",
        "permit use email must notify(DE)",
        "permit use email must shout(us)",
        "forbid share phone to courier must notify(us)",
        "permit use email when consent at least general",
        "permit use email when consent at least weak",
        "permit use email when since > 3",
        "permit use",
        "permit use email for delivery\n\npermit use emial for marketing",
        "assert never use emial for delivery",
        "assert named: always use email for delivery in Atlantis",
        "assert whenever use email for delivery",
        "test \"one\"\n  ask use emial for delivery\n  expect permit",
        "test \"two\"\n  ask use email for delivery\n  given paid\n  expect deny by nobody",
        "test nowhere \"three\"\n  ask use email for delivery\n  expect permit",
        "test \"four\"\n  ask use emial for delivery\n  expect",
        "require consent is explicit for use phone of nobody",
        "",
    ];

    #[test]
    fn what_is_told_of_written_statements_is_what_the_whole_check_finds_in_them() {
        let text = format!(
            "{WORDS}{}\nsection inner for marketing {{\n{}\nsection below in EU {{\n{}\n}}\n}}\npermit use score for bilking\n{}\n",
            STATEMENTS[0], STATEMENTS[1], STATEMENTS[2], STATEMENTS[3]
        );
        let mut told = 0;
        for old in STATEMENTS {
            for new in ANEW {
                let Some((again, now)) = again(&text, old, new) else {
                    panic!("{old} to {new}: more than statements was written");
                };
                let whole = found(&now);
                let is_in_one = |finding: &&Diagnostic| {
                    let place = finding.primary.as_ref().unwrap().span;
                    let mut places = again.places.iter();
                    places.any(|own| own.start <= place.start && place.end <= own.end)
                };
                let key = |it: &Diagnostic| (it.code, it.primary.clone(), it.message.clone());
                for finding in again.findings.iter() {
                    let is_known = whole.iter().any(|other| key(other) == key(finding));
                    assert!(is_known, "{old} to {new}: {finding:?}");
                    told += 1;
                }
                let mistakes = whole.iter().filter(is_in_one);
                for finding in mistakes.filter(|finding| finding.severity == Severity::Error) {
                    let mut own = again.findings.iter();
                    let is_told = own.any(|other| key(other) == key(finding));
                    assert!(is_told, "{old} to {new}: {finding:?}");
                }
            }
        }
        assert!(told > 25, "{told}");
    }

    #[test]
    fn nothing_is_told_where_more_was_written_than_statements() {
        let text = format!(
            "{WORDS}section inner for marketing {{\n{}\n}}\n",
            STATEMENTS[0]
        );
        for (old, new) in [
            ("phone }", "phone fax }"),
            ("section inner for marketing", "section inner for billing"),
            ("channel { letter mail }", "permit use phone"),
            (STATEMENTS[0], "fact paid is flag"),
        ] {
            assert!(again(&text, old, new).is_none(), "{old} to {new}");
        }
    }
}
