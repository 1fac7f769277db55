//! Keywords that may stand at a place: those that the grammar takes and no pass refuses, those first that go on with what was begun.

use super::block::Block;
use super::sentence::Sentence;
use super::tested::Tested;
use crate::syntax::Next;
use crate::syntax::ast::{FactType, Kind};

/// What is known of the place.
pub(super) struct Place<'s, 't> {
    pub(super) sentence: &'s Sentence<'t>,
    /// What the last word means as the subject of a test.
    pub(super) subject: Option<Tested<'s>>,
    /// What the value at the cursor is compared with.
    pub(super) compared: Option<Tested<'s>>,
    /// Where the items of this place lie.
    pub(super) block: Option<Block>,
}

/// Clauses that stand once, and parts of headers and facts that do.
const ONCE: &[&str] = &[
    "to", "in", "outside", "for", "about", "by", "since", "until", "kind", "version", "updated",
    "replaces", "between", "closed", "stops",
];
/// The clauses of a promise.
const OF_PROMISES: &[&str] = &[
    "must", "by", "about", "for", "in", "since", "until", "under", "cite", "note",
];
/// How a test compares.
const COMPARISONS: &[&str] = &[
    "is", "is not", "at", "at least", "at most", "below", "above", "has", "has any", "has all",
    "in", "outside",
];
/// What goes on with a duty, the usual first.
const BEHIND_DUTIES: &[&str] = &["within", "through", "or", "at once", "before", "every"];
const UNITS: &[&str] = &["hours", "days", "weeks", "months", "years"];

/// The keywords, the likeliest first.
pub(super) fn keywords(next: &Next, place: &Place<'_, '_>) -> Vec<String> {
    let has = |word: &str| next.words.iter().any(|own| own == word);
    if has("hours") && place.sentence.before(0).starts_with(is_digit) {
        return units(next, place);
    }
    let begins_item = has("permit") && has("fact");
    let compares = has("is not") && !matches!(place.sentence.before(0), "" | "not");
    let subject = place.subject.filter(|_| compares);
    let mut ranked: Vec<(u8, &str)> = Vec::new();
    if let Some(subject) = subject {
        let rank = if subject.is_whole() { 3 } else { 0 };
        let fitting = subject.comparisons(place.sentence).iter();
        ranked.extend(fitting.map(|&word| (rank, word)));
    }
    for word in next.words.iter().flat_map(|word| written_out(word, place)) {
        let rank = rank(word, begins_item, place.sentence);
        let is_comparison = match word {
            // Behind a fact these begin a clause.
            "in" | "outside" => matches!(subject, Some(Tested::Axis(_))) || rank != CLAUSE,
            _ => COMPARISONS.contains(&word),
        };
        let fits = match (subject, rank) {
            (Some(_), _) if is_comparison => false,
            (_, ITEM) => item_fits(word, place.block),
            (_, CLAUSE) => clause_fits(word, place.sentence),
            _ => part_fits(word, place),
        };
        if fits && !ranked.iter().any(|(_, own)| *own == word) {
            ranked.push((rank, word));
        }
    }
    let goes_on_with_duty = has("within") && has("through");
    ranked.sort_by_key(|(rank, word)| {
        let mut usual = BEHIND_DUTIES.iter();
        let usual = usual.position(|own| goes_on_with_duty && own == word);
        (*rank, usual.unwrap_or(BEHIND_DUTIES.len()))
    });
    ranked
        .into_iter()
        .map(|(_, word)| word.to_owned())
        .collect()
}

/// The words that `at` begins.
fn written_out<'n>(word: &'n str, place: &Place<'_, '_>) -> impl Iterator<Item = &'n str> {
    let is_duty = Kind::from_word(place.sentence.head()).is_some();
    let words: &[&'n str] = match word {
        "at" if is_duty => &["at least", "at most"],
        "at" if place.subject.is_some() => &[],
        "at" => &["at once"],
        _ => &[],
    };
    let itself = (word != "at").then_some(word);
    itself.into_iter().chain(words.to_vec())
}

const VERDICT: u8 = 0;
const PART: u8 = 1;
const CLAUSE: u8 = 2;
const ITEM: u8 = 4;

/// What goes on with the words before comes first, then clauses, then further items.
fn rank(word: &str, begins_item: bool, sentence: &Sentence<'_>) -> u8 {
    let is_verdict = sentence.head() == "test" && sentence.has("expect");
    let is_default = word == "default"
        && matches!(sentence.head(), "fact" | "period")
        && !sentence.has("default");
    if is_verdict && matches!(word, "by" | "must") {
        VERDICT
    } else if is_default {
        PART
    } else if begins_item && Next::begins_item(word) {
        ITEM
    } else if Next::begins_clause(word) {
        CLAUSE
    } else {
        PART
    }
}

/// The units that a number can have, its own first; where it may go without, what else may follow.
fn units(next: &Next, place: &Place<'_, '_>) -> Vec<String> {
    let own = match (place.sentence.head(), place.compared) {
        ("fact" | "period", _) | (_, None) => UNITS,
        (_, Some(compared)) => compared.units(),
    };
    let has_unit = !own.is_empty();
    let mut words: Vec<String> = own.iter().map(|&word| word.to_owned()).collect();
    if !has_unit || matches!(place.sentence.head(), "fact" | "test") {
        let others = next.words.iter();
        words.extend(
            others
                .filter(|word| !UNITS.contains(&word.as_str()))
                .cloned(),
        );
    }
    words
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit()
}

/// Whether an item may stand in a block.
fn item_fits(word: &str, block: Option<Block>) -> bool {
    match (word, block) {
        ("section", Some(Block::Document)) | (_, None) => true,
        (_, Some(_)) => Next::is_inner(word),
    }
}

/// Whether an item takes a clause, and does not have it yet.
fn clause_fits(word: &str, sentence: &Sentence<'_>) -> bool {
    let is_in_block = Kind::from_word(sentence.head()).is_some();
    if is_in_block {
        return node_part_fits(word, sentence);
    }
    // `from` may say once where data come from and once from whom.
    let times = sentence.times(word);
    if word == "from" && times > 1 || ONCE.contains(&word) && times > 0 && !is_member(sentence) {
        return false;
    }
    match (sentence.head(), word) {
        ("permit", "kind") => false,
        ("forbid" | "require", "must" | "without" | "overrides") => false,
        ("oblige" | "grant" | "on", "kind" | "without" | "overrides") => false,
        ("exclude", "must" | "kind" | "without" | "overrides") => false,
        ("promise", _) => OF_PROMISES.contains(&word),
        ("assert", "kind" | "without" | "overrides") => false,
        ("assert", "must") => sentence.has("whenever"),
        ("fact", _) => part_of_fact_fits(word, sentence),
        _ => true,
    }
}

/// Each member of a group has days of its own.
fn is_member(sentence: &Sentence<'_>) -> bool {
    matches!(sentence.head(), "group" | "ambiguity" | "source")
}

/// Whether a node of a kind may have a part.
fn node_part_fits(word: &str, sentence: &Sentence<'_>) -> bool {
    match word {
        "role" | "in" => sentence.head() == "party",
        "as" => sentence.head() == "place",
        "derived" => sentence.head() == "data",
        "excludes" | "shown" => sentence.head() == "duty",
        _ => true,
    }
}

/// Whether a word goes on with what was begun.
fn part_fits(word: &str, place: &Place<'_, '_>) -> bool {
    let sentence = place.sentence;
    if Kind::from_word(sentence.head()).is_some() {
        return node_part_fits(word, sentence);
    }
    let is_value = sentence.compared().is_some() || sentence.head() == "fact";
    match word {
        "ask" | "expect" if sentence.head() == "test" => !sentence.has(word),
        "by" if sentence.head() == "test" => true,
        // What is written out in full is among the names.
        "this" => is_value && place.compared.is_none() && sentence.head() != "fact",
        "any" if sentence.head() == "fact" => sentence.slot() == "default" && sentence.has("set"),
        "any" => place.compared.is_none_or(Tested::may_be_any),
        "from" if sentence.before(0) == "from" => false,
        _ if sentence.head() == "fact" => part_of_fact_fits(word, sentence),
        _ => !ONCE.contains(&word) || sentence.times(word) == 0,
    }
}

/// Whether a fact of this type takes a part, and does not have it yet.
fn part_of_fact_fits(word: &str, sentence: &Sentence<'_>) -> bool {
    let ty = sentence.words().iter().skip_while(|word| **word != "is");
    let ty = ty.skip(1).find(|word| **word != "asserted");
    let has_order = matches!(ty, None | Some(&("number" | "duration" | "date")));
    match word {
        "between" => has_order && !sentence.has(word),
        "or" => (has_order || matches!(ty, Some(&("ordered" | "one")))) && !sentence.has(word),
        "diff" => ty == Some(&"set"),
        "from" | "closed" => !sentence.has(word),
        _ => true,
    }
}

/// Whether a fact of this type may be deemed to hold.
pub(super) fn may_be_deemed(ty: &FactType) -> bool {
    matches!(ty, FactType::Flag | FactType::Ordered(_))
}
