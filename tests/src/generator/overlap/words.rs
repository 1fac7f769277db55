//! The words of each flavour: names, conditions and duties, and how often rules use them.

use fastrand::Rng;

use super::{Flavour, one};

/// The names that rules of a flavour may use.
pub(super) struct Words {
    pub(super) declarations: String,
    pub(super) actions: &'static [&'static str],
    pub(super) data: &'static [&'static str],
    pub(super) purposes: &'static [&'static str],
    pub(super) parties: &'static [&'static str],
    pub(super) places: &'static [&'static str],
    pub(super) conditions: &'static [&'static str],
    pub(super) requirements: &'static [&'static str],
    pub(super) duties: &'static [&'static str],
    pub(super) readings: &'static [&'static str],
    /// The effects of rules, each as likely as the others.
    pub(super) effects: &'static [Effect],
    /// How many of twelve rules have a condition, name a recipient, name a purpose, have a second name in a list.
    pub(super) chances: [u8; 4],
    /// Rules that come first.
    pub(super) opening: &'static [&'static str],
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
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

/// The words of a flavour.
pub(super) fn words(rng: &mut Rng, flavour: Flavour) -> Words {
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
