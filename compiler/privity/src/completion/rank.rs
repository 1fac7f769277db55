//! Which names are the likeliest: what the text did so far tells what it will do.
//!
//! Names that came before in the file count by how often and how lately, by what they followed, and by their place in the list that declares them:
//! who cites `S_12` next cites `S_13`.

use std::collections::BTreeMap;

use super::{Known, Sort, Suggestion};
use crate::occurrences::{DeclarationId, Occurrence, Sense, Thing, Wanted};
use crate::resolve::names::Space;
use crate::source::Span;

/// So many names before the cursor are looked at.
const WINDOW: usize = 300;
/// So many names are what one is used to right now.
const RECENT: usize = 12;
/// So many followers of a name are counted.
const MOST_FOLLOWERS: usize = 200;

/// The candidates in order. `item` is the item at hand up to the cursor.
pub(super) fn ranked(
    known: Known<'_>,
    candidates: Vec<Suggestion>,
    item: Span,
    cursor: Span,
    wanted: Option<&Wanted>,
) -> Vec<Suggestion> {
    let past = Past::before(known, item, cursor, wanted);
    let mut scored: Vec<(bool, i64, usize, Suggestion)> = candidates
        .into_iter()
        .enumerate()
        .map(|(at, one)| (one.import.is_some(), past.score(known, &one), at, one))
        .collect();
    scored.sort_by(|a, b| {
        (a.0, std::cmp::Reverse(a.1), a.2).cmp(&(b.0, std::cmp::Reverse(b.1), b.2))
    });
    let mut seen = std::collections::BTreeSet::new();
    scored
        .into_iter()
        .map(|(_, _, _, one)| one)
        .filter(|one| seen.insert(one.text.clone()))
        .collect()
}

/// What came before the cursor.
struct Past {
    /// How often names were used lately, those just before the cursor counting more.
    used: BTreeMap<DeclarationId, i64>,
    /// How often names came behind the one before the cursor.
    follows: BTreeMap<DeclarationId, i64>,
    /// The last name of the sort that is wanted.
    last: Option<DeclarationId>,
    /// What is named in the list at hand.
    listed: Vec<DeclarationId>,
    /// What the things cite that the item at hand names.
    cited: Vec<DeclarationId>,
}

impl Past {
    fn before(known: Known<'_>, item: Span, cursor: Span, wanted: Option<&Wanted>) -> Self {
        let mut past = Self {
            used: BTreeMap::new(),
            follows: BTreeMap::new(),
            last: None,
            listed: Vec::new(),
            cited: Vec::new(),
        };
        let file = known.program.sources.locate(cursor).map(|(file, _)| file);
        let start = file.map_or(0, |file| known.program.sources.file(file).base);
        let before = known.names.within(Span::new(start, cursor.start));
        let fits = |name: &&Occurrence| match wanted {
            Some(Wanted::Name { spaces, .. }) => {
                name.space.is_some_and(|space| spaces.contains(&space))
            }
            _ => true,
        };
        let mut nearest = before.iter().rev();
        let previous = nearest.find_map(declared);
        let uses = before.iter().rev().filter(fits);
        for (at, name) in uses.take(WINDOW).enumerate() {
            let Some(id) = declared(name) else { continue };
            past.last.get_or_insert(id);
            let weight = if at < RECENT { 4 } else { 1 };
            *past.used.entry(id).or_default() += weight;
        }
        if let Some(previous) = previous {
            // The name before the cursor is itself followed by the word that is being written, which tells nothing.
            let others = known.names.followers(previous).filter(|(place, _)| {
                place.end < cursor.start
                    || place.start < start
                    || is_elsewhere(known, *place, cursor)
            });
            for (_, id) in others.take(MOST_FOLLOWERS) {
                *past.follows.entry(id).or_default() += 1;
            }
        }
        past.cited = cited(known, before, item);
        // What stands between the cursor and the last word that is no name.
        let mut end = cursor.start;
        for name in before.iter().rev() {
            let between = known.program.sources.text(Span::new(name.span.end, end));
            if !between
                .chars()
                .all(|c| c == ',' || c == '.' || c.is_whitespace())
            {
                break;
            }
            past.listed.extend(declared(name));
            end = name.span.start;
        }
        past
    }

    fn score(&self, known: Known<'_>, one: &Suggestion) -> i64 {
        let Some(id) = one.declaration else {
            return match one.sort {
                Sort::Value | Sort::Axis | Sort::Role => 1,
                _ => 0,
            };
        };
        if self.listed.contains(&id) {
            return -1;
        }
        let count = |of: &BTreeMap<DeclarationId, i64>| of.get(&id).copied().unwrap_or_default();
        let mut score = count(&self.used).min(40) + 12 * count(&self.follows).min(20);
        // Who settles something, or shows it by a test, cites what the rules cite that it names.
        if self.cited.contains(&id) {
            score += 80;
        }
        let everywhere = known.names.of_declaration(id).take(60).count();
        score += i64::try_from(everywhere / 5).unwrap_or_default();
        if let Some(last) = self.last {
            score += self.next_of_kin(known, last, id);
        }
        if known
            .names
            .declaration(id)
            .is_some_and(|declared| !declared.standard)
        {
            score += 2;
        }
        score
    }

    /// Whether a name is declared next after another one, in the same list.
    fn next_of_kin(&self, known: Known<'_>, last: DeclarationId, id: DeclarationId) -> i64 {
        let (Some(one), Some(other)) = (known.names.declaration(last), known.names.declaration(id))
        else {
            return 0;
        };
        let are_modules = matches!(
            (one.thing, other.thing),
            (Thing::Module(_), Thing::Module(_))
        );
        if !are_modules && (one.space() != other.space() || one.module != other.module) {
            return 0;
        }
        match id.raw().checked_sub(last.raw()) {
            Some(1) => 60,
            Some(2) => 20,
            Some(0) => 10,
            _ => 0,
        }
    }
}

/// The anchors in the declarations that an item names.
fn cited(known: Known<'_>, before: &[Occurrence], item: Span) -> Vec<DeclarationId> {
    let inside = before.iter().rev();
    let inside = inside
        .take_while(|name| name.span.start >= item.start)
        .filter(|name| !name.declares);
    let named = inside.filter_map(|name| known.names.declaration(declared(name)?));
    let rules = named.filter(|declared| {
        matches!(
            declared.space(),
            Some(Space::Rule | Space::Condition | Space::Inform | Space::Promise | Space::Period)
        )
    });
    rules
        .flat_map(|declared| known.names.within(declared.whole))
        .filter(|name| name.space == Some(Space::Anchor) && !holds(item, name.span))
        .take(MOST_FOLLOWERS)
        .filter_map(declared)
        .collect()
}

fn holds(item: Span, place: Span) -> bool {
    item.start <= place.start && place.start <= item.end
}

fn declared(name: &Occurrence) -> Option<DeclarationId> {
    match name.sense {
        Sense::Declared(id) => Some(id),
        Sense::Known(_) | Sense::Unknown => None,
    }
}

fn is_elsewhere(known: Known<'_>, place: Span, cursor: Span) -> bool {
    let file = |span| known.program.sources.locate(span).map(|(file, _)| file);
    file(place) != file(cursor)
}
