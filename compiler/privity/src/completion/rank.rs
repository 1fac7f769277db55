//! Which names are the likeliest: what the text did so far tells what it will do.
//!
//! Each sign that speaks for a name adds to its score: that the names before the cursor were followed by it elsewhere, that it is what usually
//! stands behind this keyword in items of this sort, that items like the one at hand name it, that its name speaks of what they speak of, that
//! it is its turn, that it is a rule about what a test asks, and that it comes next in the order in which names are declared.
//!
//! The weights of names were fitted to all policies of this repository but Mi Home, by the likelihood of the word that was written, and
//! rounded; so Mi Home tells how they do on a policy that they do not know. Only Mi Home declares places of a text, so theirs were fitted to it.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::fit::Fit;
use super::past::{Cursor, Token};
use super::signs::{DEEPEST, Past, are_kin, is_new, rareness};
use super::{Known, Suggestion};
use crate::occurrences::{Draft, Stem, stems};

/// How much each sign counts. What adds up is taken by its square root, so that a second time says less than the first.
struct Weights {
    /// Behind the same keyword, in an item of the same sort, before it in the file.
    habit: f64,
    /// The last one behind that keyword.
    last: f64,
    /// Behind the same one, two, three and four names.
    after: [f64; DEEPEST],
    /// In items like this one.
    alike: f64,
    /// It has words that the item at hand speaks of.
    spoken: f64,
    /// They are many of all that it speaks of.
    all_spoken: f64,
    /// It has words of other names in the item at hand.
    named: f64,
    /// It had its turn when the item before named the same.
    turn: f64,
    /// Other files begin with it.
    begins: f64,
    /// It is declared where that was which stood in this place lately.
    origin: f64,
    /// It is a rule that names what the item at hand names, of all kinds or of some, and the same of something else.
    rule: [f64; 2],
    /// It has a parent in common with a node of the list at hand.
    sibling: f64,
    /// It holds something that a node of the list at hand holds.
    overlap: f64,
    /// It is declared next after the last one, or next but one.
    next: [f64; 2],
    /// The same by its distance behind the last one, and in front of it.
    distance: [f64; 2],
    /// It is the first of those behind the last one that nobody has named yet, or the second.
    next_new: f64,
    /// It was left out in front of the last one.
    left_out: f64,
    /// Nobody has named it yet.
    new: f64,
    /// How often it is named, twice as often by twice as much.
    often: f64,
    /// It is named in the item at hand already.
    again: f64,
    /// What the item at hand names cites it.
    cited: f64,
    /// And it comes next of these.
    cited_next: f64,
}

const NAMES: Weights = Weights {
    habit: 1.6,
    last: 0.0,
    after: [1.0, 1.2, 0.9, 2.5],
    alike: 3.8,
    spoken: 1.3,
    all_spoken: 3.1,
    named: 0.9,
    turn: 1.2,
    begins: 2.4,
    origin: 0.8,
    rule: [3.7, -3.9],
    sibling: 1.0,
    overlap: -1.8,
    next: [0.7, 0.0],
    distance: [-0.1, -0.1],
    next_new: 1.1,
    left_out: 0.7,
    new: 0.4,
    often: 0.0,
    again: -1.9,
    cited: 0.0,
    cited_next: 0.0,
};

/// Places of a text are cited in its order, and each seldom.
const ANCHORS: Weights = Weights {
    habit: 0.4,
    last: 1.6,
    after: [0.0; DEEPEST],
    alike: 3.6,
    spoken: 0.0,
    all_spoken: 0.0,
    named: 0.0,
    turn: 0.0,
    begins: 0.0,
    origin: 0.0,
    rule: [0.0; 2],
    sibling: 0.0,
    overlap: 0.0,
    next: [2.3, 1.7],
    distance: [0.0; 2],
    next_new: 0.9,
    left_out: 0.0,
    new: 0.7,
    often: -0.15,
    again: 0.0,
    cited: 1.3,
    cited_next: 1.6,
};

/// What has to be looked at before the next best is known. All of one group come in front of all of the next, so that only those groups are
/// ranked that are needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tier {
    /// Names that are visible.
    Visible,
    /// Names that need an import.
    Imported,
    /// Keywords, in the order of the grammar.
    Keyword,
}

/// The best of the candidates in order, each text once, and whether there may be more.
pub(super) fn best(
    known: Known<'_>,
    names: Vec<(Fit, Suggestion)>,
    keywords: Vec<(Fit, Suggestion)>,
    cursor: &Cursor<'_>,
    draft: Option<&Draft>,
    most: usize,
) -> (Vec<Suggestion>, bool) {
    let past = draft.map(|draft| Past::before(known, &names, cursor, draft));
    let mut groups: BTreeMap<(Fit, Tier), Vec<Suggestion>> = BTreeMap::new();
    for (fit, one) in names {
        let tier = match one.import {
            None => Tier::Visible,
            Some(_) => Tier::Imported,
        };
        groups.entry((fit, tier)).or_default().push(one);
    }
    for (fit, one) in keywords {
        groups.entry((fit, Tier::Keyword)).or_default().push(one);
    }
    let (mut best, mut seen) = (Vec::new(), FxHashSet::default());
    for ((_, tier), group) in groups {
        if best.len() >= most {
            best.truncate(most);
            return (best, true);
        }
        if tier == Tier::Keyword {
            best.extend(group);
            continue;
        }
        for one in by_likelihood(known, past.as_ref(), group) {
            if best.len() >= most {
                return (best, true);
            }
            if seen.insert(one.text.clone()) {
                best.push(one);
            }
        }
    }
    let is_cut = best.len() > most;
    best.truncate(most);
    (best, is_cut)
}

/// Names by how likely they are; equally likely ones stay in their order.
fn by_likelihood(
    known: Known<'_>,
    past: Option<&Past<'_>>,
    names: Vec<Suggestion>,
) -> impl Iterator<Item = Suggestion> {
    let scored = names.into_iter().map(|one| {
        let score = past.map_or(0.0, |past| past.score(known, &one));
        (score, one)
    });
    let mut scored: Vec<(f64, Suggestion)> = scored.collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().map(|(_, one)| one)
}

impl Past<'_> {
    /// How likely a name is.
    fn score(&self, known: Known<'_>, one: &Suggestion) -> f64 {
        let token = one
            .declaration
            .map_or(Token::Word(&one.text), Token::Declared);
        if self.listed.contains(&token) {
            return f64::NEG_INFINITY;
        }
        let weights = if self.is_anchor { &ANCHORS } else { &NAMES };
        let signs = self.signs.get(&token).copied().unwrap_or_default();
        let mut score = weights.habit * signs.habit.sqrt()
            + weights.alike * signs.alike.sqrt()
            + weights.turn * signs.turn.sqrt()
            + weights.begins * signs.begins.sqrt()
            + weights.next_new * signs.next_new
            + weights.left_out * signs.left_out
            + weights.cited * signs.cited
            + weights.cited_next * signs.cited_next;
        for (weight, times) in weights.after.iter().zip(signs.after) {
            score += weight * times.sqrt();
        }
        if signs.is_last {
            score += weights.last;
        }
        if self.item.contains(&token) {
            score += weights.again;
        }
        let [of_name, of_words] = self.shares_spoken_of(known, &one.text);
        score += weights.spoken * of_name + weights.all_spoken * of_words;
        score += weights.named * share_in(&self.named, &one.text).sqrt();
        let Some(id) = one.declaration else {
            return score;
        };
        score += weights.origin * self.share_declared_with(known, id).sqrt();
        let shares = self.asked.shares_of(known, id);
        for (weight, share) in weights.rule.iter().zip(shares) {
            score += weight * share;
        }
        let [is_sibling, overlaps] = self.nodes.akin(known, id);
        score += weights.sibling * f64::from(u8::from(is_sibling));
        score += weights.overlap * f64::from(u8::from(overlaps));
        let times = known.names.places_of(id).len();
        score += weights.often * f64::from((times + 1).ilog2());
        if is_new(known, id) {
            score += weights.new;
        }
        let Some(last) = self.last.filter(|&last| are_kin(known, last, id)) else {
            return score;
        };
        let distance = f64::from(id.raw().abs_diff(last.raw()).max(1)).ln();
        let [behind, in_front] = weights.distance;
        score += distance * if id > last { behind } else { in_front };
        let next = id.raw().checked_sub(last.raw() + 1);
        let next = next.and_then(|next| weights.next.get(next as usize));
        score + next.copied().unwrap_or_default()
    }

    /// The roots of the share of a name's words that the item at hand speaks of, and of the share of what that speaks of which is in the name.
    /// In the second, words count the less the more names have them.
    fn shares_spoken_of(&self, known: Known<'_>, name: &str) -> [f64; 2] {
        if self.words.is_empty() {
            return [0.0; 2];
        }
        let spoken = stems(name).filter(|stem| self.words.binary_search(stem).is_ok());
        let told: f64 = spoken.map(|stem| rareness(known, stem)).sum();
        [
            share_in(&self.words, name).sqrt(),
            (told / self.telling).sqrt(),
        ]
    }
}

/// The share of a name's words that are among others, a little less for short names.
fn share_in(words: &[Stem], name: &str) -> f64 {
    let (mut all, mut found) = (0.5, 0.0);
    for stem in stems(name) {
        all += 1.0;
        if words.binary_search(&stem).is_ok() {
            found += 1.0;
        }
    }
    found / all
}
