//! Asks the emitted form of a policy with 3,000 kinds of data, `d0` to `d2999`, and a rule for each, on a line of its own.

include!("long.rs");

use long::{Action, Data, Party, Place, Reason, Request, Verdict};

fn main() {
    let mut known = 0;
    for &data in Data::ALL {
        assert_eq!(Data::from_name(data.name()), Some(data));
        assert_eq!(format!("{data:?}"), data.name());
        let Some(number) = data.name().strip_prefix('d').and_then(|number| number.parse::<u32>().ok()) else {
            continue;
        };
        known += 1;
        assert_eq!(data.atoms().map(|(low, high)| high - low).collect::<Vec<_>>(), [0]);
        let request = Request::new(Action::Share)
            .data(data)
            .recipient(Party::Carrier)
            .home(Place::DE)
            .origin(Place::DE)
            .asked(number % 2 == 0);
        let decision = request.decide();
        if number % 7 == 0 && number % 2 == 1 {
            assert_eq!((decision.verdict, decision.reason), (Verdict::Deny, Some(Reason::NoPermit)));
            continue;
        }
        let rule = decision.rule().expect("a rule");
        assert_eq!(rule.name(), format!("r{number}"));
        assert_eq!((rule.effect(), rule.file(), rule.citations().count()), ("permit", "long.privity", 0));
        assert!(format!("{rule:?}").contains(&format!("long.privity:{}", rule.line())));
        assert_eq!(rule.line(), lines(number));
    }
    assert_eq!(known, 3_000);
    assert_eq!(Data::from_name("d3000"), None);
}

/// The line of a rule: behind the words come three lines for each rule, and a fourth for one in seven.
fn lines(number: u32) -> u32 {
    3_012 + 3 * number + number.div_ceil(7)
}
