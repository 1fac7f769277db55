//! What speaks for names at a place: habits, what followed the names before the cursor elsewhere, items that are alike, whose turn it is, the
//! order of a text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::alike::{Sought, named, spoken_of};
use super::fit::Fit;
use super::meeting::{Asked, Listed};
use super::past::{
    Cursor, Gap, Token, Used, gap_before, here, item, places, previous, read, token,
};
use super::turns::Turn;
use super::{Known, Suggestion};
use crate::occurrences::{
    DeclarationId, Draft, ItemSort, Occurrence, Sense, Stem, Thing, Wanted, stems,
};
use crate::resolve::names::Space;

/// So many names before the cursor are looked at.
const WINDOW: usize = 300;
/// So many names before the cursor are compared with what stands before other places.
pub(super) const DEEPEST: usize = 4;
/// So many places of the name before the cursor are looked at.
const MOST_PLACES: usize = 100;
/// How soon what was long ago counts less, of names and of sorts of names.
const FADING: f64 = 0.6;
const FADING_SORTS: f64 = 0.2;

/// What speaks for a name.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Signs {
    /// How often and how lately it stood behind the same keyword.
    pub(super) habit: f64,
    /// Whether it was the last one there.
    pub(super) is_last: bool,
    /// How often it stood behind the same one, two, three and four names.
    pub(super) after: [f64; DEEPEST],
    /// The share of the items that are alike.
    pub(super) alike: f64,
    /// How often and how lately it had its turn when the item before named the same.
    pub(super) turn: f64,
    /// How many files begin with it.
    pub(super) begins: f64,
    /// Whether it is the first of those that nobody has named yet, or half as much the second.
    pub(super) next_new: f64,
    /// The same of those in front of the last one, of which the nearest counts as well.
    pub(super) left_out: f64,
    /// Whether what the item at hand names cites it, less of many.
    pub(super) cited: f64,
    /// Whether it comes next of these.
    pub(super) cited_next: f64,
}

/// What came before the cursor.
pub(super) struct Past<'a> {
    /// Whether a place of a text is to be cited.
    pub(super) is_anchor: bool,
    /// What speaks for each name.
    pub(super) signs: BTreeMap<Token<'a>, Signs>,
    /// What the item at hand speaks of.
    pub(super) words: Vec<Stem>,
    /// The words of what it names.
    pub(super) named: Vec<Stem>,
    /// How much the words that it speaks of tell.
    pub(super) telling: f64,
    /// The last name behind the same keyword.
    pub(super) last: Option<DeclarationId>,
    /// What is named in the item at hand.
    pub(super) item: Vec<Token<'a>>,
    /// What is named in the list at hand.
    pub(super) listed: Vec<Token<'a>>,
    /// The nodes of it.
    pub(super) nodes: Listed,
    /// What the item at hand names of each kind.
    pub(super) asked: Asked,
    /// Where that is declared which stood in this place lately, with its share.
    declared_in: Vec<(Origin, f64)>,
}

/// The sort of item that declares something, and whether the standard library does.
type Origin = (Option<ItemSort>, bool);

impl<'a> Past<'a> {
    pub(super) fn before(
        known: Known<'a>,
        candidates: &[(Fit, Suggestion)],
        cursor: &Cursor<'a>,
        draft: &Draft,
    ) -> Self {
        let spaces: &[Space] = match &draft.wanted {
            Wanted::Name { spaces, .. } => spaces,
            _ => &[],
        };
        let (item, gap) = item(cursor, draft);
        let here = here(known, cursor);
        // A file goes on with the habits of the one in front of it.
        let mut window = read(known, here.start.saturating_sub(WINDOW)..here.start);
        let first = window.len();
        window.extend(item);
        let item = window.get(first..).unwrap_or_default();
        let slot = gap.slot(item.last().map_or("", |used| used.slot));
        let is_anchor = spaces.first() == Some(&Space::Anchor);
        let listed = listed(item, gap);
        let words = spoken_of(cursor.text, cursor.item, cursor.word, item);
        let mut past = Self {
            is_anchor,
            signs: BTreeMap::new(),
            telling: words.iter().map(|&stem| rareness(known, stem)).sum(),
            words,
            named: words_of(known, item),
            last: None,
            item: item.iter().map(|used| used.token).collect(),
            nodes: Listed::of(known, &listed),
            asked: Asked::of(known, item),
            listed,
            declared_in: declared_in(known, &window, (slot, gap), draft),
        };
        past.habits(&window, slot, draft);
        if let (Some(sort), false) = (draft.sort, gap.goes_on) {
            let here = &here;
            let turn = Turn { sort, slot, here };
            let before = window.get(..first).unwrap_or_default();
            for (token, times) in turn.next(known, before) {
                past.signs.entry(token).or_default().turn = times;
            }
            for (token, times) in turn.first(known, cursor) {
                past.signs.entry(token).or_default().begins = times;
            }
        }
        past.followers(known, item, gap, &here);
        let sought = Sought {
            item,
            words: &past.words,
            slot,
            spaces,
            here: &here,
        };
        for (token, share) in named(known, &sought) {
            past.signs.entry(token).or_default().alike = share;
        }
        if is_anchor {
            past.citations(known, &here);
        }
        past.next_new(known, candidates);
        past
    }

    /// What stood behind the same keyword lately.
    fn habits(&mut self, window: &[Used<'a>], slot: &str, draft: &Draft) {
        let fitting = window
            .iter()
            .rev()
            .filter(|used| !used.declares && used.slot == slot);
        let mut alike = 0.0;
        for (at, used) in fitting.enumerate() {
            let signs = self.signs.entry(used.token).or_default();
            signs.is_last |= at == 0;
            if let (None, Token::Declared(id)) = (self.last, used.token) {
                self.last = Some(id);
            }
            if used.sort == draft.sort {
                signs.habit += 1.0 / (1.0 + FADING * alike);
                alike += 1.0;
            }
        }
    }

    /// What stands elsewhere behind the names that stand before the cursor.
    fn followers(
        &mut self,
        known: Known<'a>,
        item: &[Used<'a>],
        gap: Gap<'_>,
        here: &Range<usize>,
    ) {
        let Some(last) = item.last() else { return };
        let all = known.names.all();
        let mut counts = [0.0; DEEPEST];
        for place in places(known, last.token, here).take(MOST_PLACES) {
            let Some(span) = all.get(place).map(|name| name.span) else {
                continue;
            };
            let rest = all.get(place..).unwrap_or_default();
            let Some(skipped) = rest.iter().position(|next| next.span.start >= span.end) else {
                continue;
            };
            let follower = place + skipped;
            let is_behind = previous(known, follower).is_some();
            if !is_behind || gap_before(known, follower).shape != gap.shape {
                continue;
            }
            let depth = common(known, item, place);
            let (Some(count), Some(name)) = (counts.get_mut(depth), all.get(follower)) else {
                continue;
            };
            let token = token(name, known.texts.text(name.span));
            let signs = self.signs.entry(token).or_default();
            if let Some(own) = signs.after.get_mut(depth) {
                *own += 1.0 / (1.0 + FADING * *count);
            }
            *count += 1.0;
        }
    }

    /// Who settles something, or shows it by a test, cites what the rules cite that it names, in the order of the text.
    fn citations(&mut self, known: Known<'a>, here: &Range<usize>) {
        let cited = cited(known, &self.item, here);
        let last = self.listed.first().copied();
        let behind = |id: &DeclarationId| last.is_none_or(|last| Token::Declared(*id) > last);
        for (rank, &id) in (1..).zip(cited.iter().filter(|id| behind(id)).take(3)) {
            let signs = self.signs.entry(Token::Declared(id)).or_default();
            signs.cited_next = 1.0 / f64::from(rank);
        }
        for &id in &cited {
            let signs = self.signs.entry(Token::Declared(id)).or_default();
            signs.cited = 1.0 / (cited.len() as f64).sqrt();
        }
    }

    /// Those that nobody has named yet: the first two behind the last one; of those in front of it the first three, and the nearest.
    fn next_new(&mut self, known: Known<'a>, candidates: &[(Fit, Suggestion)]) {
        let Some(last) = self.last else { return };
        let found = candidates.iter().filter_map(|(_, one)| one.declaration);
        let mut found: Vec<DeclarationId> = found
            .filter(|&id| are_kin(known, last, id) && is_new(known, id))
            .collect();
        found.sort_unstable();
        found.dedup();
        let (front, behind) = found.split_at(found.partition_point(|&id| id <= last));
        for (rank, &id) in (1..).zip(behind.iter().take(2)) {
            let signs = self.signs.entry(Token::Declared(id)).or_default();
            signs.next_new = 1.0 / f64::from(rank);
        }
        let front = front.strip_suffix(&[last]).unwrap_or(front);
        let first = (1..).zip(front.iter().take(3));
        for (rank, &id) in first.chain(front.last().map(|id| (1, id))) {
            let signs = self.signs.entry(Token::Declared(id)).or_default();
            signs.left_out += 1.0 / f64::from(rank);
        }
    }

    /// The share of what stood in this place lately that was declared in items of the same sort.
    pub(super) fn share_declared_with(&self, known: Known<'_>, id: DeclarationId) -> f64 {
        let origin = origin(known, id);
        let found = self.declared_in.iter().find(|(own, _)| *own == origin);
        found.map_or(0.0, |(_, share)| *share)
    }
}

/// Where those names were declared that stood behind the same words as the cursor.
fn declared_in(
    known: Known<'_>,
    window: &[Used<'_>],
    (slot, gap): (&str, Gap<'_>),
    draft: &Draft,
) -> Vec<(Origin, f64)> {
    let fitting = window.iter().rev().filter(|used| {
        let is_alike = used.gap.shape == gap.shape && used.sort == draft.sort;
        !used.declares && used.slot == slot && is_alike
    });
    let mut origins: Vec<(Origin, f64)> = Vec::new();
    let (mut all, mut count) = (0.5, 0.0);
    for used in fitting {
        let Token::Declared(id) = used.token else {
            continue;
        };
        let times = 1.0 / (1.0 + FADING_SORTS * count);
        count += 1.0;
        all += times;
        let origin = origin(known, id);
        match origins.iter_mut().find(|(own, _)| *own == origin) {
            Some((_, own)) => *own += times,
            None => origins.push((origin, times)),
        }
    }
    for (_, share) in &mut origins {
        *share /= all;
    }
    origins
}

fn origin(known: Known<'_>, id: DeclarationId) -> Origin {
    let Some(declared) = known.names.declaration(id) else {
        return (None, false);
    };
    let passage = declared
        .span
        .and_then(|at| known.names.passage_at(at.start));
    let passage = passage.and_then(|at| known.names.passages().get(at));
    (passage.map(|passage| passage.sort), declared.standard)
}

/// The words of the names in an item, in order.
fn words_of(known: Known<'_>, item: &[Used<'_>]) -> Vec<Stem> {
    let mut words = Vec::new();
    for used in item.iter().filter(|used| !used.declares) {
        match used.token {
            Token::Declared(id) => {
                let declared = known.names.declaration(id);
                words.extend(declared.into_iter().flat_map(|named| stems(named.word())));
            }
            Token::Word(word) => words.extend(stems(word)),
        }
    }
    words.sort_unstable();
    words
}

/// What is named in the list at hand, the last first.
fn listed<'a>(item: &[Used<'a>], gap: Gap<'_>) -> Vec<Token<'a>> {
    let mut listed = Vec::new();
    let mut goes_on = gap.goes_on;
    for used in item.iter().rev() {
        if !goes_on {
            break;
        }
        listed.push(used.token);
        goes_on = used.gap.goes_on;
    }
    listed
}

/// How many more names before the last one of an item stand before another place as well.
fn common(known: Known<'_>, item: &[Used<'_>], place: usize) -> usize {
    let all = known.names.all();
    let mut place = place;
    let pairs = item.windows(2).rev().take(DEEPEST - 1);
    let same = pairs.take_while(|pair| {
        let [before, last] = pair else { return false };
        if gap_before(known, place).shape != last.gap.shape {
            return false;
        }
        let Some(previous) = previous(known, place) else {
            return false;
        };
        place = previous;
        all.get(place)
            .is_some_and(|name| token(name, known.texts.text(name.span)) == before.token)
    });
    same.count()
}

/// The anchors in the declarations of what an item names.
fn cited(known: Known<'_>, item: &[Token<'_>], here: &Range<usize>) -> BTreeSet<DeclarationId> {
    let named = item.iter().filter_map(|token| match token {
        Token::Declared(id) => known.names.declaration(*id),
        Token::Word(_) => None,
    });
    let says = [
        Space::Rule,
        Space::Condition,
        Space::Inform,
        Space::Promise,
        Space::Period,
    ];
    let speaking = named.filter(|declared| declared.space().is_some_and(|own| says.contains(&own)));
    let names = speaking.flat_map(|declared| known.names.within(declared.whole).iter());
    let own = known.names.all().get(here.clone()).unwrap_or_default();
    let own = own
        .first()
        .zip(own.last())
        .map(|(first, last)| first.span.to(last.span));
    let is_own = |name: &Occurrence| {
        own.is_some_and(|own| own.start <= name.span.start && name.span.end <= own.end)
    };
    names
        .filter(|name| name.space == Some(Space::Anchor) && !is_own(name))
        .take(MOST_PLACES)
        .filter_map(|name| match name.sense {
            Sense::Declared(id) => Some(id),
            _ => None,
        })
        .collect()
}

/// How much a word tells: the less the more names have it.
pub(super) fn rareness(known: Known<'_>, stem: Stem) -> f64 {
    let names = known.names.places_of_stem(stem).len();
    1.0 / (1.0 + (names as f64).ln_1p())
}

/// Whether nobody has named one of the policy's own things yet. Modules are there to be imported again.
pub(super) fn is_new(known: Known<'_>, id: DeclarationId) -> bool {
    let declared = known.names.declaration(id);
    let is_own = declared
        .is_some_and(|declared| !declared.standard && !matches!(declared.thing, Thing::Module(_)));
    is_own && known.names.places_of(id).len() <= 1
}

/// Whether two names stand in one list of declarations, so that their order may tell something.
pub(super) fn are_kin(known: Known<'_>, one: DeclarationId, other: DeclarationId) -> bool {
    let (Some(one), Some(other)) = (known.names.declaration(one), known.names.declaration(other))
    else {
        return false;
    };
    match (one.thing, other.thing) {
        (Thing::Module(_), Thing::Module(_)) => true,
        _ => one.space() == other.space() && one.module == other.module,
    }
}
