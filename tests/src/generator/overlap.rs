//! Small policies, as text, whose rules overlap in every way: names that cross, lie inside each other or are the same, lifts, days, conditions.
//!
//! There are no places and no duties, so that all atoms that any rule can tell apart are a few thousand, and can be looked at one by one.

use std::fmt::Write as _;

use fastrand::Rng;

const DATA: [&str; 9] = ["a", "b", "a1", "a2", "b1", "b2", "mixed", "all_data", "any"];
const PURPOSES: [&str; 4] = ["x", "y", "any", "none"];
const PARTIES: [&str; 8] = [
    "helper",
    "partner",
    "m",
    "n",
    "o",
    "q",
    "role processor",
    "any",
];
const CONDITIONS: [&str; 7] = [
    "f",
    "not f",
    "c at least some",
    "c is none",
    "c is full or f",
    "purpose is x",
    "c at least some and not f",
];

/// The text of the policy of a seed.
#[must_use]
pub fn text(seed: u64) -> String {
    let rng = &mut Rng::with_seed(seed);
    let mut text = format!(
        "policy overlap_{seed} \"Rules that overlap\"\n  by shop\n{}{}",
        if rng.u8(0..8) == 0 {
            "  since 2019-01-01\n"
        } else {
            ""
        },
        "action { collect share }
data { all_data { a { a1 a2 } b { b1 b2 } } }
group mixed is a2, b1
purpose { x y }
party { shop role controller  helper { m role processor  n }  partner { o  q under helper } }
guard { first second }
fact f is flag
fact c is ordered none, some, full
"
    );
    let count = rng.usize(3..=8);
    let effects: Vec<u8> = (0..count).map(|_| rng.u8(0..10)).collect();
    for (at, effect) in effects.iter().enumerate() {
        let _ = write!(text, "\nrule r{at}\n");
        let name_of_guard = |rng: &mut Rng| -> Option<usize> {
            let guards =
                (0..count).filter(|&at| effects.get(at).is_some_and(|effect| *effect >= 5));
            let guard = rng.choice(guards.collect::<Vec<usize>>())?;
            (effects.get(guard)? < &9).then_some(guard)
        };
        match effect {
            0..=4 => {
                let _ = write!(text, "permit {}", target(rng));
                scope(rng, &mut text);
                if rng.u8(0..5) == 0
                    && let Some(guard) = name_of_guard(rng)
                {
                    let _ = write!(text, "\n  overrides r{guard}");
                }
            }
            5 | 6 => {
                let is_final = if rng.u8(0..4) == 0 { "final " } else { "" };
                let _ = write!(text, "{is_final}forbid {}", target(rng));
                scope(rng, &mut text);
            }
            7 | 8 => {
                let condition = one(rng, &CONDITIONS);
                let _ = write!(text, "require {condition} before {}", target(rng));
                scope(rng, &mut text);
            }
            _ => {
                let _ = write!(text, "exclude {}", target(rng));
                scope(rng, &mut text);
            }
        }
        text.push('\n');
    }
    text
}

fn target(rng: &mut Rng) -> String {
    let actions = one(rng, &["collect", "share", "collect, share", "share", "any"]);
    if rng.u8(0..5) == 0 {
        return actions.to_owned();
    }
    format!("{actions} {}", list(rng, &DATA))
}

/// Clauses that say where a rule holds, and when.
fn scope(rng: &mut Rng, text: &mut String) {
    if rng.u8(0..3) > 0 {
        let _ = write!(text, "\n  to {}", list(rng, &PARTIES));
    }
    if rng.u8(0..3) == 0 {
        let _ = write!(text, "\n  for {}", list(rng, &PURPOSES));
    }
    match rng.u8(0..10) {
        0 => text.push_str("\n  since 2020-01-01"),
        1 => text.push_str("\n  until 2019-12-31"),
        _ => {}
    }
    if rng.u8(0..3) == 0 {
        let clause = one(rng, &["when", "unless"]);
        let _ = write!(text, "\n  {clause} {}", one(rng, &CONDITIONS));
    }
}

/// One or two names, sometimes without another.
fn list(rng: &mut Rng, names: &[&'static str]) -> String {
    let mut list = one(rng, names).to_owned();
    if rng.u8(0..3) == 0 {
        let other = one(rng, names);
        if other != list {
            let _ = write!(list, ", {other}");
        }
    }
    let nodes: Vec<&str> = names
        .iter()
        .copied()
        .filter(|name| name.len() <= 2)
        .collect();
    if rng.u8(0..6) == 0
        && let Some(except) = rng.choice(nodes)
        && except != list
    {
        let _ = write!(list, " except {except}");
    }
    list
}

fn one<'n>(rng: &mut Rng, names: &[&'n str]) -> &'n str {
    names
        .get(rng.usize(0..names.len()))
        .copied()
        .unwrap_or("any")
}
