//! Small policies, as text, that collect, use, keep and share, and in which something is often left open: a rule is missing, a purpose
//! is another, a party sits nowhere, a consent has no way back.

use std::fmt::Write as _;

use fastrand::Rng;

/// The text of the policy of a seed: with places, and few facts, or with facts alone.
pub(super) fn text(rng: &mut Rng, has_places: bool) -> String {
    let mut text = "policy small \"What is left open\"
  by shop
action { collect use store retain share erase reidentify }
data { a { a1 a2 } anonymous_data { c derived from a1 } }
purpose { delivery marketing }
"
    .to_owned();
    if has_places {
        text.push_str(one(
            rng,
            &[
                "party { shop role controller  partner }\n",
                "party { shop role controller in DE  partner }\n",
                "party { shop role controller  partner in FR }\n",
            ],
        ));
        text.push_str("place { DE FR }\n");
    } else {
        text.push_str("party { shop role controller  partner }\nsubject { adult child }\n");
    }
    text.push_str("fact consent is ordered none, general\n");
    if !has_places {
        text.push_str("fact law_requires is flag\nfact withdrawn is flag\n");
    }
    opening(rng, &mut text, has_places);
    let count = rng.usize(3..=6);
    for at in 0..count {
        let _ = write!(text, "\nrule r{at}\n");
        let effect = if at == 0 { 0 } else { rng.u8(0..12) };
        let permitted: &[&str] = match (at, has_places) {
            (0, _) => &["collect"],
            (_, true) => &["collect", "share", "share", "transfer", "any"],
            _ => &[
                "collect",
                "use",
                "use",
                "store, retain",
                "share",
                "reidentify",
                "erase",
                "any",
            ],
        };
        match effect {
            0..=6 => target(rng, &mut text, "permit", permitted),
            7 | 8 => target(
                rng,
                &mut text,
                "forbid",
                &["any", "use", "collect", "share"],
            ),
            9 | 10 => {
                let asked = if has_places {
                    "consent at least general"
                } else {
                    one(
                        rng,
                        &["consent at least general", "not withdrawn", "law_requires"],
                    )
                };
                let verb = format!("require {asked} before");
                target(rng, &mut text, &verb, &["any", "use", "collect", "share"]);
            }
            _ => target(
                rng,
                &mut text,
                "exclude",
                &["any", "use", "collect", "share"],
            ),
        }
        scope(rng, &mut text, has_places);
        text.push('\n');
    }
    text
}

/// Rules that make some findings likely: other purposes of use than of collecting, and a withdrawal that stops the use alone.
fn opening(rng: &mut Rng, text: &mut String, has_places: bool) {
    if rng.u8(0..3) == 0 {
        text.push_str("\nrule collecting\npermit collect a for delivery\n");
        let whose = one(rng, &["", "\n  about adult", "\n  when law_requires"]);
        let whose = if has_places { "" } else { whose };
        let purposes = one(rng, &["marketing", "delivery, marketing"]);
        let _ = write!(text, "\nrule using\npermit use a for {purposes}{whose}\n");
    }
    if !has_places && rng.u8(0..3) == 0 {
        let stopped = one(rng, &["use any", "any", "use a1", "use a about child"]);
        let stopped = stopped.replace(" about", "\n  about");
        let data = one(rng, &["a", "a1", "c", "a2"]);
        let _ = write!(
            text,
            "\nrule stop\nrequire not withdrawn before {stopped}\n"
        );
        let _ = write!(text, "\nrule keeping\npermit store, retain {data}\n");
    }
}

fn target(rng: &mut Rng, text: &mut String, verb: &str, actions: &[&str]) {
    let action = one(rng, actions);
    let data = one(
        rng,
        &[
            "a",
            "a1",
            "a2",
            "c",
            "a, c",
            "a2, c",
            "any",
            "a1 and derived",
        ],
    );
    let _ = write!(text, "{verb} {action} {data}");
}

fn scope(rng: &mut Rng, text: &mut String, has_places: bool) {
    if rng.u8(0..3) == 0 {
        text.push_str(one(
            rng,
            &["\n  by partner", "\n  by shop, partner", "\n  by shop"],
        ));
    }
    if rng.u8(0..3) == 0 {
        text.push_str(one(
            rng,
            &["\n  to partner", "\n  to shop, partner", "\n  to any"],
        ));
    }
    if rng.u8(0..3) > 0 {
        let purposes = [
            "\n  for delivery",
            "\n  for delivery",
            "\n  for marketing",
            "\n  for delivery, marketing",
            "\n  for any",
        ];
        text.push_str(one(rng, &purposes));
    }
    if has_places {
        if rng.u8(0..4) == 0 {
            text.push_str(one(rng, &["\n  in DE", "\n  in FR", "\n  outside DE"]));
        }
    } else if rng.u8(0..4) == 0 {
        text.push_str(one(rng, &["\n  about adult", "\n  about child"]));
    }
    if rng.u8(0..5) == 0 {
        let conditions: &[&str] = if has_places {
            &["consent at least general"]
        } else {
            &["consent at least general", "law_requires", "not withdrawn"]
        };
        let _ = write!(text, "\n  when {}", one(rng, conditions));
    }
}

fn one<'n>(rng: &mut Rng, names: &[&'n str]) -> &'n str {
    let at = rng.usize(0..names.len().max(1));
    names.get(at).copied().unwrap_or("any")
}
