//! Small policies, as text, in which what the analyses of rules look for is frequent: names that cross, lie inside each other or are the
//! same, lifts, days, conditions, duties, borders, readings.
//!
//! A flavour has what its findings need and little else, so that all atoms that any rule can tell apart are a few thousand, and can be
//! looked at one by one.

mod words;

use std::fmt::Write as _;

use fastrand::Rng;

use self::words::Effect::{Exclude, Forbid, Oblige, Permit, Require};
use self::words::{Effect, Words, words};

/// What a policy is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    /// Permits and forbids that meet: contradictions and dead permits.
    Guards,
    /// The same with exceptions where they cross, so that a contradiction may have no effect.
    Exceptions,
    /// Permits with long lists, of which parts are dead.
    Parts,
    /// Requirements, some of which exclude each other.
    Requirements,
    /// Conditions and lifts that decide nothing.
    Vain,
    /// Rules that others repeat.
    Repeated,
    /// Duties, answers and events.
    Duties,
    /// Duties that cannot be kept together.
    Conflicts,
    /// Places, seats and transfers.
    Borders,
    /// Ambiguities.
    Readings,
    /// Assertions.
    Assertions,
    /// Acts that something is left open about.
    Gaps,
    /// The same with places, and parties that sit nowhere.
    Seats,
}

impl Flavour {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Self); 13] = [
        ("guards", Self::Guards),
        ("exceptions", Self::Exceptions),
        ("parts", Self::Parts),
        ("requirements", Self::Requirements),
        ("vain", Self::Vain),
        ("repeated", Self::Repeated),
        ("duties", Self::Duties),
        ("conflicts", Self::Conflicts),
        ("borders", Self::Borders),
        ("readings", Self::Readings),
        ("assertions", Self::Assertions),
        ("gaps", Self::Gaps),
        ("seats", Self::Seats),
    ];
}

/// The text of the policy of a seed.
#[must_use]
pub fn text(flavour: Flavour, seed: u64) -> String {
    let rng = &mut Rng::with_seed(seed);
    if matches!(flavour, Flavour::Gaps | Flavour::Seats) {
        return super::gaps::text(rng, flavour == Flavour::Seats);
    }
    let words = words(rng, flavour);
    let mut text = words.declarations.clone();
    let most = match flavour {
        Flavour::Assertions | Flavour::Borders => 5,
        _ => 7,
    };
    let count = rng.usize(2..=most);
    let effects: Vec<Effect> = (0..count)
        .filter_map(|_| rng.choice(words.effects).copied())
        .collect();
    for (at, rule) in words.opening.iter().enumerate() {
        if rng.u8(0..3) > 0 {
            let _ = write!(text, "\nrule opening{at}\n{rule}\n");
        }
    }
    let section = (rng.u8(0..8) == 0).then(|| rng.usize(0..count));
    for (at, effect) in effects.iter().enumerate() {
        if section == Some(at) {
            text.push_str("\nsection inner \"Inner\" {\n");
            text.push_str(one(rng, &["  when f\n", "  for x\n", "  to helper\n"]));
        }
        let _ = write!(text, "\nrule r{at}\n");
        match effect {
            Permit => permit(rng, &words, &mut text, &effects),
            Forbid => {
                let is_final = if rng.u8(0..4) == 0 { "final " } else { "" };
                let _ = write!(text, "{is_final}forbid {}", target(rng, &words));
                scope(rng, &words, &mut text);
                kind(rng, &mut text);
            }
            Require => {
                let condition = one(rng, words.requirements);
                let _ = write!(text, "require {condition} before {}", target(rng, &words));
                scope(rng, &words, &mut text);
                kind(rng, &mut text);
            }
            Exclude => {
                let _ = write!(text, "exclude {}", target(rng, &words));
                scope(rng, &words, &mut text);
            }
            Oblige => {
                let duty = one(rng, words.duties);
                let _ = write!(text, "oblige {duty} whenever {}", target(rng, &words));
                scope(rng, &words, &mut text);
            }
        }
        text.push('\n');
    }
    if section.is_some() {
        text.push_str("}\n");
    }
    if flavour == Flavour::Assertions {
        for at in 0..rng.usize(2..=4) {
            assertion(rng, &words, at, &mut text);
        }
    }
    text
}

fn permit(rng: &mut Rng, words: &Words, text: &mut String, effects: &[Effect]) {
    let _ = write!(text, "permit {}", target(rng, words));
    scope(rng, words, text);
    if !words.duties.is_empty() {
        for _ in 0..rng.usize(0..=2) {
            let _ = write!(text, "\n  must {}", one(rng, words.duties));
        }
    }
    let guards =
        (0..effects.len()).filter(|&at| matches!(effects.get(at), Some(Forbid | Require | Oblige)));
    let guards: Vec<usize> = guards.collect();
    let lifts = if words.places.is_empty() { 4 } else { 12 };
    if rng.u8(0..lifts) == 0
        && let Some(guard) = rng.choice(guards)
    {
        let _ = write!(text, "\n  overrides r{guard}");
    }
    if rng.u8(0..8) == 0 {
        let _ = write!(text, "\n  without {}", one(rng, &["first", "second"]));
    }
}

fn kind(rng: &mut Rng, text: &mut String) {
    if rng.u8(0..3) == 0 {
        let _ = write!(text, "\n  kind {}", one(rng, &["first", "second"]));
    }
}

fn target(rng: &mut Rng, words: &Words) -> String {
    let actions = one(rng, words.actions);
    if rng.u8(0..5) == 0 || actions.starts_with("answer") || actions.starts_with("handle") {
        return actions.to_owned();
    }
    let derived = if rng.u8(0..12) == 0 && words.data.contains(&"derived from a1") {
        return format!("{actions} a1 and derived");
    } else {
        list(rng, words.data, words.chances[3])
    };
    format!("{actions} {derived}")
}

/// Clauses that say where a rule holds, and when.
fn scope(rng: &mut Rng, words: &Words, text: &mut String) {
    let [condition, recipient, purpose, _] = words.chances;
    if rng.u8(0..12) < recipient {
        let _ = write!(
            text,
            "\n  to {}",
            list(rng, words.parties, words.chances[3])
        );
    }
    if rng.u8(0..12) < purpose {
        let _ = write!(
            text,
            "\n  for {}",
            list(rng, words.purposes, words.chances[3])
        );
    }
    if !words.places.is_empty() {
        match rng.u8(0..6) {
            0 => {
                let _ = write!(text, "\n  in {}", list(rng, words.places, words.chances[3]));
            }
            1 => {
                let _ = write!(text, "\n  outside {}", one(rng, words.places));
            }
            2 => {
                let _ = write!(
                    text,
                    "\n  from {}",
                    list(rng, words.places, words.chances[3])
                );
            }
            _ => {}
        }
        if rng.u8(0..8) == 0 {
            text.push_str(one(rng, &["\n  by m", "\n  by helper", "\n  by any"]));
        }
    }
    match rng.u8(0..12) {
        0 => text.push_str("\n  since 2020-01-01"),
        1 => text.push_str("\n  until 2019-12-31"),
        _ => {}
    }
    if rng.u8(0..12) < condition {
        let clause = one(rng, &["when", "unless"]);
        let _ = write!(text, "\n  {clause} {}", one(rng, words.conditions));
        if rng.u8(0..4) == 0 {
            let _ = write!(text, "\n  when {}", one(rng, words.conditions));
        }
    }
    if rng.u8(0..3) == 0 && !words.readings.is_empty() {
        let _ = write!(text, "\n  under {}", one(rng, words.readings));
    }
}

fn assertion(rng: &mut Rng, words: &Words, at: usize, text: &mut String) {
    let claims = ["never", "always", "some", "whenever"];
    let most = if words.duties.is_empty() { 3 } else { 4 };
    let claim = claims.get(rng.usize(0..most)).copied().unwrap_or("never");
    let _ = write!(text, "\nassert a{at} {claim} {}", target(rng, words));
    scope(rng, words, text);
    if claim == "whenever" {
        let _ = write!(text, "\n  must {}", one(rng, words.duties));
    }
    text.push('\n');
}

/// One or two names, sometimes without another.
fn list(rng: &mut Rng, names: &[&'static str], second: u8) -> String {
    let mut list = one(rng, names).to_owned();
    let joins = |name: &str| name != "any" && !name.starts_with("derived") && name != "none";
    if rng.u8(0..12) < second && joins(&list) {
        let other = one(rng, names);
        if other != list && joins(other) {
            let _ = write!(list, ", {other}");
        }
    }
    let nodes = names.iter().copied().filter(|name| name.len() <= 2);
    let nodes: Vec<&str> = nodes.collect();
    if rng.u8(0..6) == 0
        && let Some(except) = rng.choice(nodes)
        && except != list
    {
        let _ = write!(list, " except {except}");
    }
    list
}

fn one<'n>(rng: &mut Rng, names: &[&'n str]) -> &'n str {
    let at = rng.usize(0..names.len().max(1));
    names.get(at).copied().unwrap_or("any")
}
