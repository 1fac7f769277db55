//! Names in items that were written since their program was checked: what an editor tells at every key when words are declared.

use super::Occurrences;
use super::recorder::{Fresh, Recorder, Vain};
use crate::diagnostic::Report;
use crate::program::{Again, Program};
use crate::resolve::World;
use crate::resolve::lookups::Lookups;
use crate::source::Span;

/// Looks names up in the statements and declarations of a program that were written since it was `before`, with the names of then and those that
/// are declared anew. `moved` says where a place of then is now, and gives `None` for one that was changed.
///
/// Finds unknown names alone: what the items mean may have changed with the words. `None` if anything else was written since then.
#[must_use]
pub fn names_again(
    before: (&Program, &World, &Occurrences),
    now: &Program,
    moved: &dyn Fn(Span) -> Option<Span>,
) -> Option<Again> {
    let (program, world, names) = before;
    let since = now.since(program, moved)?;
    let mut recorder = Recorder::of_new(world, &names.declared);
    for written in &since.written {
        if world.law_of(written.module).is_some() {
            return None;
        }
        // Of an item that cannot be read whole nobody knows which names it has.
        if !written.item.damaged {
            recorder.module = written.module;
            recorder.item(&written.item.kind);
        }
    }
    let Fresh { declared, vain } = recorder.fresh?;
    let mut lookups = Lookups::default();
    for Vain {
        path,
        spaces,
        module,
    } in vain
    {
        let mut words = path.segments.iter();
        if !words.any(|word| declared.contains(&word.text)) {
            lookups.find(&world.names, &spaces, &path, module);
        }
    }
    let mut found = Report::new();
    lookups.report(&world.names, |_, _| None, &mut found);
    Some(since.found(&found, moved))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::check::tests::WORDS;
    use crate::diagnostic::{Code, Diagnostic};
    use crate::program::since_tests::{edited, program};
    use crate::resolve::resolve;

    /// The names that are known to be unknown at once, and all that are.
    fn told(text: &str, old: &str, new: &str) -> Option<(Vec<Diagnostic>, Vec<Diagnostic>)> {
        let (before, mut report) = program(text);
        let world = resolve(&before, &mut Report::new());
        let policy = check(&world, &mut Report::new());
        let names = Occurrences::of(&before, &world, &policy);
        let (text, moved) = edited(text, old, new);
        let file = before.modules.last().unwrap().file;
        let now = before.with_text(file, text.into(), &mut report).unwrap();
        let again = names_again((&before, &world, &names), &now, &moved)?;
        let mut whole = Report::new();
        let world = resolve(&now, &mut whole);
        let _ = check(&world, &mut whole);
        let is_in_one = |finding: &Diagnostic| {
            let place = finding.primary.as_ref().unwrap().span;
            let mut places = again.places.iter();
            places.any(|own| own.start <= place.start && place.end <= own.end)
        };
        let is_of_names = |finding: &Diagnostic| {
            matches!(
                finding.code,
                Code::UnknownName | Code::WrongKind | Code::NotImported
            )
        };
        let whole = whole.into_sorted().into_iter();
        let whole = whole.filter(|finding| is_of_names(finding) && is_in_one(finding));
        Some((again.findings.into_sorted(), whole.collect()))
    }

    #[test]
    fn names_in_declarations_are_unknown_with_the_key_that_makes_them_so() {
        let text =
            format!("{WORDS}permit use email for delivery\ndefine paid is consent is general\n");
        let mut count = 0;
        for (old, new) in [
            ("orders }", "orders fax under contct }"),
            ("orders }", "orders fax under delivery }"),
            (
                "orders }",
                "orders fax { fax_number derived from fax, phnoe } }",
            ),
            (
                "orders }",
                "orders fax under contct cite N_1 }\n  pager under contct",
            ),
            ("controller in DE", "controller in DE, Atlantis"),
            ("keep(", "hold shown by consnet keep("),
            ("keep(", "hold excludes notify, kepe keep("),
            ("FR since", "FRR since"),
            ("area is DE", "area is DEE"),
            (
                "channel { letter mail }",
                "channel { letter mail }\nalias post is mial",
            ),
            (
                "channel { letter mail }",
                "channel { letter mail }\ngroup both is letter, mial",
            ),
            (
                "channel { letter mail }",
                "channel { letter mail }\ngroup both is lettre, mial",
            ),
            (
                "channel { letter mail }",
                "channel { letter mail fax }\npermit use emial for delivery",
            ),
            (
                "channel { letter mail }",
                "channel { letter mail }\nfact f is flag cite N_9",
            ),
            ("general\n", "general and not paied\n"),
            ("general\n", "general and home in EUU\n"),
            ("general\n", "general and recipient is (partner, courir)\n"),
            (
                "general\n",
                "general\ndeem consent at least general when paied\n",
            ),
            (
                "general\n",
                "general\npromise p to keep(3 days) for custmer\n",
            ),
            ("general\n", "general\nperiod soon is 3 days cite N_1\n"),
            (
                "general\n",
                "general\nfinding gap missing \"x\" settled by nobody\n",
            ),
        ] {
            let (told, whole) = told(&text, old, new).unwrap();
            let key = |it: &Diagnostic| (it.code, it.primary.clone(), it.message.clone());
            let told: Vec<_> = told.iter().map(key).collect();
            let whole: Vec<_> = whole.iter().map(key).collect();
            assert_eq!(told, whole, "{old} to {new}");
            count += told.len();
        }
        assert!(count > 15, "{count}");
    }

    #[test]
    fn what_changes_more_than_words_is_looked_at_as_a_whole() {
        for (old, new) in [
            ("policy shop by us", "policy shop by partner"),
            (
                "channel { letter mail }",
                "switch offers \"Offers\" stops use email through mail at once",
            ),
            ("channel { letter mail }", "default home is DE"),
        ] {
            assert!(told(WORDS, old, new).is_none(), "{old} to {new}");
        }
    }
}
