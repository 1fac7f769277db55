//! Which names are the likeliest: what the text did so far tells what it will do.
//!
//! Each sign that speaks for a name adds to its score: that the names before the cursor were followed by it elsewhere, that it is what usually stands
//! behind this keyword in items of this sort, that items like the one at hand name it, that its name speaks of what they speak of, and
//! that it comes next in the order in which names are declared. The weights were fitted to all policies of this repository at once, by the
//! likelihood of the word that was written, and rounded.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::fit::Fit;
use super::past::{Cursor, Token};
use super::signs::{DEEPEST, Past, are_kin, is_new};
use super::{Known, Suggestion};
use crate::occurrences::{Draft, stems};

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
    /// It is declared next after the last one, or next but one.
    next: [f64; 2],
    /// It is the first of those behind the last one that nobody has named yet, or the second.
    next_new: f64,
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
    habit: 1.7,
    last: 0.7,
    after: [1.0, 1.1, 0.9, 1.6],
    alike: 3.4,
    spoken: 3.1,
    next: [1.2, 0.3],
    next_new: 0.8,
    new: 0.7,
    often: 0.14,
    again: -2.4,
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
    next: [2.3, 1.7],
    next_new: 0.9,
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
            + weights.next_new * signs.next_new
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
        score += weights.spoken * self.share_spoken_of(&one.text);
        let Some(id) = one.declaration else {
            return score;
        };
        let times = known.names.places_of(id).len();
        score += weights.often * f64::from((times + 1).ilog2());
        if is_new(known, id) {
            score += weights.new;
        }
        let Some(last) = self.last.filter(|&last| are_kin(known, last, id)) else {
            return score;
        };
        let distance = id.raw().checked_sub(last.raw() + 1);
        let next = distance.and_then(|distance| weights.next.get(distance as usize));
        score + next.copied().unwrap_or_default()
    }

    /// The root of the share of a name's words that the item at hand speaks of.
    fn share_spoken_of(&self, name: &str) -> f64 {
        if self.words.is_empty() {
            return 0.0;
        }
        let (mut all, mut spoken) = (0.5_f64, 0.0);
        for stem in stems(name) {
            all += 1.0;
            if self.words.binary_search(&stem).is_ok() {
                spoken += 1.0;
            }
        }
        (spoken / all).sqrt()
    }
}
