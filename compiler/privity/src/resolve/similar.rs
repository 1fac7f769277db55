//! Names of one sort that are so alike that one of them is probably a slip of the pen.

use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};

use rayon::slice::ParallelSliceMut as _;
use rustc_hash::FxHasher;

use super::diagnostics::{nearly_a_part, role_as_party, similar_names};
use super::names::{Declared, KINDS, NameTable, Space, What};
use super::sets::ROLES;
use super::world::World;
use crate::diagnostic::Report;
use crate::syntax::ast::Kind;

/// Longer names are not compared: nobody confuses them, and somebody might write a million letters.
const LONGEST: usize = 64;

/// Reports names that differ by a swap of neighbouring letters, by case or underscores only, or by one letter of a long word.
pub(super) fn report_similar(world: &World, report: &mut Report) {
    let spaces = KINDS.map(Space::Kind).into_iter();
    for space in spaces.chain([Space::Condition, Space::Rule, Space::Anchor]) {
        report_similar_of(world, space, report);
    }
    report_stray_words(world, report);
}

/// The words that begin a part of a node, long enough to be told from a name that differs in one letter.
const PARTS: [&str; 5] = ["role", "under", "open", "derived", "excludes"];

/// Reports nodes that are probably meant to be a part of the node right before them: a misspelt `role` and the role behind it are two
/// more parties, and nothing else would say so.
fn report_stray_words(world: &World, report: &mut Report) {
    let mut after_a_slip = false;
    for pair in world.nodes.windows(2) {
        let [before, node] = pair else { continue };
        let follows_a_slip = std::mem::take(&mut after_a_slip);
        let name = &node.node.name;
        let is_beside = node.parent == before.parent
            && before.node.span.end + 1 == name.span.start
            && name.text.len() <= LONGEST;
        if !is_beside || world.names.is_standard(node.module) {
            continue;
        }
        let mut parts = PARTS.into_iter();
        let part = parts.find(|part| strsim::osa_distance(&name.text, part) == 1);
        let is_role = node.kind == Kind::Party && ROLES.contains(&name.text.as_str());
        if let Some(part) = part {
            report.push(nearly_a_part(node.kind, name, part));
            after_a_slip = true;
        } else if is_role && !follows_a_slip {
            report.push(role_as_party(name));
        }
    }
}

fn report_similar_of(world: &World, space: Space, report: &mut Report) {
    let table: &NameTable = &world.names;
    let names: Vec<(&str, &Declared)> = table
        .names_of(space)
        .filter(|(name, _)| (3..=LONGEST).contains(&name.len()))
        .collect();
    // Two names one edit apart have a form with one letter left out in common. The hash of a form stands for it: what two names are called
    // is compared afterwards anyway.
    let mut forms: Vec<(u64, usize)> = Vec::new();
    for (index, (name, _)) in names.iter().enumerate() {
        let plain: Vec<char> = plain(name).chars().collect();
        forms.extend((0..=plain.len()).map(|skip| {
            // Names that differ in a digit are meant to differ, so digits stay.
            let kept = plain
                .iter()
                .enumerate()
                .filter(|(at, letter)| *at != skip || letter.is_ascii_digit());
            let mut hasher = FxHasher::default();
            kept.for_each(|(_, letter)| letter.hash(&mut hasher));
            (hasher.finish(), index)
        }));
    }
    forms.par_sort_unstable();
    forms.dedup();
    let mut pairs = BTreeSet::new();
    for bucket in forms.chunk_by(|one, other| one.0 == other.0) {
        for (at, &(_, left)) in bucket.iter().enumerate() {
            pairs.extend(bucket.iter().skip(at + 1).map(|&(_, right)| (left, right)));
        }
    }
    for (left, right) in pairs {
        let (Some(&(a, first)), Some(&(b, second))) = (names.get(left), names.get(right)) else {
            continue;
        };
        let of_library = table.is_standard(first.module) && table.is_standard(second.module);
        if !of_library && confusable(a, b) && !are_one(world, first, second) {
            let (new, old) = if first.span < second.span {
                ((b, second), (a, first))
            } else {
                ((a, first), (b, second))
            };
            report.push(similar_names(
                space,
                (new.0, new.1.span),
                (old.0, old.1.span),
            ));
        }
    }
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', "")
}

/// Whether one is declared as another word for the other.
fn are_one(world: &World, first: &Declared, second: &Declared) -> bool {
    let target = |declared: &Declared| match declared.what {
        What::Alias(at) => world.aliases.get(at).map(|alias| &alias.item.target),
        What::Renamed(at) => world.nodes.get(at)?.node.replaced_by.as_ref(),
        _ => None,
    };
    target(first).is_some() || target(second).is_some()
}

/// Whether two different names are alike enough to be taken for each other.
fn confusable(a: &str, b: &str) -> bool {
    let (a_plain, b_plain) = (plain(a), plain(b));
    if a_plain == b_plain {
        return true;
    }
    let (a_letters, b_letters): (Vec<char>, Vec<char>) =
        (a_plain.chars().collect(), b_plain.chars().collect());
    let same_start = a_letters
        .iter()
        .zip(&b_letters)
        .take_while(|(x, y)| x == y)
        .count();
    let a_rest = a_letters.get(same_start..).unwrap_or_default();
    let b_rest = b_letters.get(same_start..).unwrap_or_default();
    if a_rest
        .iter()
        .chain(b_rest)
        .take(2)
        .any(char::is_ascii_digit)
    {
        return false;
    }
    match (a_rest, b_rest) {
        ([x, y, a_end @ ..], [y2, x2, b_end @ ..]) if x == x2 && y == y2 && a_end == b_end => true,
        _ => one_letter_of_a_long_word(a, b),
    }
}

/// One letter more, less or other in a word of at least eight letters; a plural or another beginning is another word.
fn one_letter_of_a_long_word(a: &str, b: &str) -> bool {
    let (a_words, b_words): (Vec<&str>, Vec<&str>) =
        (a.split('_').collect(), b.split('_').collect());
    if a_words.len() != b_words.len() {
        return false;
    }
    let mut different = a_words.iter().zip(&b_words).filter(|(x, y)| x != y);
    let (Some((x, y)), None) = (different.next(), different.next()) else {
        return false;
    };
    let (x, y) = (x.to_lowercase(), y.to_lowercase());
    let plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    x.len().max(y.len()) >= 8
        && x.chars().next() == y.chars().next()
        && !plural(&x, &y)
        && !plural(&y, &x)
        && strsim::osa_distance(&x, &y) == 1
}

#[cfg(test)]
mod tests {
    use super::confusable;

    #[test]
    fn swapped_letters_are_confusable_and_plurals_numbers_and_short_words_are_not() {
        assert!(confusable("ecv", "evc"));
        assert!(confusable("ECV", "evc"));
        assert!(confusable("ip_address", "ipaddress"));
        assert!(confusable("pseudonymised", "pseudonymized"));
        assert!(!confusable("email", "emails"));
        assert!(!confusable("imei", "imsi"));
        assert!(!confusable("address_1", "address_2"));
        assert!(!confusable("MH_012", "MH_021"));
        assert!(!confusable("recorded_data", "accorded_data"));
        assert!(!confusable("transmission_in", "transmission_of"));
    }
}
