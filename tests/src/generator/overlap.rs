//! Small policies, as text, in which what the analyses of rules look for is frequent: names that cross, lie inside each other or are the
//! same, lifts, days, conditions, duties, borders, readings.
//!
//! A flavour has what its findings need and little else, so that all atoms that any rule can tell apart are a few thousand, and can be
//! looked at one by one.

use std::fmt::Write as _;

use fastrand::Rng;

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

/// The names that rules of a flavour may use.
struct Words {
    declarations: String,
    actions: &'static [&'static str],
    data: &'static [&'static str],
    purposes: &'static [&'static str],
    parties: &'static [&'static str],
    places: &'static [&'static str],
    conditions: &'static [&'static str],
    requirements: &'static [&'static str],
    duties: &'static [&'static str],
    readings: &'static [&'static str],
    /// The effects of rules, each as likely as the others.
    effects: &'static [Effect],
    /// How many of twelve rules have a condition, name a recipient, name a purpose, have a second name in a list.
    chances: [u8; 4],
    /// Rules that come first.
    opening: &'static [&'static str],
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Permit,
    Forbid,
    Require,
    Exclude,
    Oblige,
}
use Effect::{Exclude, Forbid, Oblige, Permit, Require};

const MIXED: &[Effect] = &[
    Permit, Permit, Permit, Permit, Permit, Permit, Permit, Permit, Permit, Permit, Forbid, Forbid,
    Forbid, Forbid, Require, Require, Require, Require, Exclude,
];
const FORBIDDEN: &[Effect] = &[Permit, Permit, Permit, Forbid, Forbid, Forbid, Require];
const REQUIRED: &[Effect] = &[Permit, Require, Require, Require, Require, Forbid];
const OBLIGED: &[Effect] = &[
    Permit, Permit, Permit, Permit, Permit, Forbid, Require, Oblige, Oblige, Oblige,
];

const ACTIONS: &[&str] = &["collect", "share", "collect, share", "share", "any"];
const DATA: &[&str] = &[
    "a",
    "b",
    "a1",
    "a2",
    "b1",
    "b2",
    "mixed",
    "dated",
    "all_data",
    "any",
    "derived from a1",
    "none",
];
const PURPOSES: &[&str] = &["x", "y", "any", "none"];
const PARTIES: &[&str] = &[
    "helper",
    "partner",
    "m",
    "n",
    "o",
    "q",
    "role processor",
    "any",
];
const CONDITIONS: &[&str] = &[
    "f",
    "not f",
    "c at least some",
    "c is none",
    "c is full or f",
    "purpose is x",
    "c at least some and not f",
    "unclear",
    "recipient is helper",
];
const REQUIREMENTS: &[&str] = &[
    "f",
    "not f",
    "c at least some",
    "c is none",
    "c is full",
    "c is full or f",
    "not unclear",
];

fn words(rng: &mut Rng, flavour: Flavour) -> Words {
    let mut life = String::new();
    if rng.u8(0..8) == 0 {
        life.push_str("  since 2019-01-01\n");
    }
    if rng.u8(0..12) == 0 {
        life.push_str("  until 2020-06-30\n");
    }
    let deem = match rng.u8(0..6) {
        0 => "deem c at least some when f\n",
        1 => "deem c at least some to m when f\n",
        _ => "",
    };
    let header = format!(
        "policy small \"Rules that overlap\"\n  by shop\n{life}action {{ collect share }}\n"
    );
    let wide = format!(
        "{header}data {{ all_data {{ a {{ a1 a2 }} b {{ b1 b2 derived from a1 }} }} }}
group mixed is a2, b1
group dated is a1
  member b1 until 2019-12-31
purpose {{ x y }}
party {{ shop role controller  helper {{ m role processor  n }}  partner {{ o  q under helper }} }}
guard {{ first second }}
fact f is flag
fact c is ordered none, some, full
define unclear is c is some and not f
{deem}"
    );
    let base = Words {
        declarations: wide.clone(),
        actions: ACTIONS,
        data: DATA,
        purposes: PURPOSES,
        parties: PARTIES,
        places: &[],
        conditions: CONDITIONS,
        requirements: REQUIREMENTS,
        duties: &[],
        readings: &[],
        effects: MIXED,
        chances: [4, 8, 4, 4],
        opening: &[],
    };
    match flavour {
        Flavour::Vain | Flavour::Gaps | Flavour::Seats => base,
        Flavour::Guards => Words {
            actions: &["share", "share", "collect, share", "any"],
            data: &["a", "b", "a1", "b1", "mixed", "dated", "all_data"],
            effects: FORBIDDEN,
            chances: [2, 8, 4, 3],
            ..base
        },
        Flavour::Exceptions => Words {
            actions: &["share"],
            data: &["a", "b", "mixed", "dated", "all_data"],
            parties: &["helper", "partner", "q", "role processor", "o"],
            effects: FORBIDDEN,
            chances: [2, 9, 2, 2],
            opening: &[
                "permit share all_data to helper",
                "forbid share a to partner",
                "forbid share all_data to q",
            ],
            ..base
        },
        Flavour::Parts => Words {
            actions: &["share", "collect, share"],
            parties: &["helper", "partner", "m", "n", "o", "q"],
            data: &["a", "b", "a1", "a2", "b1", "mixed", "dated", "all_data"],
            effects: FORBIDDEN,
            chances: [1, 8, 3, 9],
            ..base
        },
        Flavour::Requirements => Words {
            actions: &["share", "collect, share", "any"],
            data: &["a", "all_data", "any", "mixed"],
            effects: REQUIRED,
            chances: [1, 4, 1, 1],
            ..base
        },
        Flavour::Repeated => Words {
            actions: &["share", "collect, share", "any"],
            data: &["a", "a1", "mixed", "all_data", "any"],
            effects: FORBIDDEN,
            chances: [2, 6, 2, 2],
            ..base
        },
        Flavour::Conflicts => {
            let words = self::words(rng, Flavour::Duties);
            Words {
                actions: &["share", "collect, share", "any", "answer see"],
                duties: &[
                    "keep(2 years)",
                    "limit(1 year)",
                    "limit(3 years)",
                    "erase",
                    "tell(helper) through mail",
                    "tell(m) through letter",
                    "guard_it(weak)",
                ],
                effects: &[Permit, Permit, Permit, Permit, Oblige, Oblige, Require],
                chances: [3, 5, 1, 2],
                ..words
            }
        }
        Flavour::Duties => Words {
            declarations: format!(
                "{header}data {{ all_data {{ a1 b1 }} }}
purpose {{ x }}
party {{ shop role controller  helper {{ m role processor  n }} }}
guard {{ first second }}
right {{ see }}
event {{ leak }}
channel {{ mail letter }}
duty {{ keep(duration at least) limit(duration at most) excludes keep erase excludes keep tell(party) guard_it(ordered weak, strong) shown by f share(data, party) collect(data) }}
fact f is flag
"
            ),
            actions: &["collect", "share", "share", "any", "answer see", "handle leak"],
            data: &["a1", "b1", "all_data", "any"],
            purposes: &["x", "none"],
            parties: &["helper", "m", "n", "role processor", "any"],
            conditions: &["f", "not f"],
            requirements: &["f", "not f"],
            duties: &[
                "keep(2 years)",
                "limit(1 year)",
                "limit(3 years)",
                "erase",
                "tell(m)",
                "tell(helper) through mail",
                "tell(m) through letter",
                "guard_it(weak)",
                "guard_it(strong)",
                "share(a1, m)",
                "share(b1, helper)",
                "collect(b1)",
                "collect(a1) or erase",
            ],
            effects: OBLIGED,
            ..base
        },
        Flavour::Borders => {
            let home = ["default home is DE\n", ""];
            Words {
                declarations: format!(
                    "{header}data {{ a1 b1 }}
purpose {{ x }}
party {{ shop role controller in DE  helper {{ m role processor in US  n in DE, US }}  o in FR  q }}
place {{ DE FR US spot as home }}
group area as one area is DE, FR
  member US until 2019-12-31
guard {{ first second }}
fact f is flag
{}",
                    one(rng, &home)
                ),
                actions: &[
                    "collect", "share", "share", "share", "transfer", "transfer", "any", "share, transfer",
                ],
                data: &["a1", "b1", "any"],
                purposes: &["x"],
                parties: &["helper", "m", "n", "o", "q", "role processor", "any"],
                places: &["DE", "FR", "US", "spot", "area", "any"],
                conditions: &["f", "not f", "home is DE", "home in area", "recipient is m"],
                requirements: &["f", "not f", "home is US", "destination in area"],
                ..base
            }
        }
        Flavour::Readings => Words {
            declarations: format!(
                "{wide}ambiguity one \"What is meant\"\n  reading strict\n  reading lax default\nambiguity two \"What else is meant\"\n  reading tight default\n  reading loose\n  reading free\n"
            ),
            data: &["a", "b", "a1", "b1", "any"],
            conditions: &["f", "not f", "one is strict", "not two is loose", "one is lax or f"],
            requirements: &["f", "not f", "one is strict"],
            readings: &["one.strict", "one.lax", "two.tight", "two.loose", "two.free"],
            ..base
        },
        Flavour::Assertions => {
            let over = if rng.bool() {
                Flavour::Duties
            } else {
                Flavour::Borders
            };
            let mut words = self::words(rng, over);
            if rng.bool() {
                words.declarations.push_str("ambiguity one \"What is meant\"\n  reading strict\n  reading lax default\n");
                words.readings = &["one.strict", "one.lax"];
            }
            words
        }
    }
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
