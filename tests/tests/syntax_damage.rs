//! Small accidents in sound policies give one error, at the place of the accident: `PRIVITY_CASES` sets how many of every sort.

use privity_tests::damage::{Kind, Plan, Tally, corpus, measure, report};

#[test]
fn the_programs_that_are_damaged_are_sound() {
    for program in corpus() {
        let (_, errors) = program.errors(None);
        let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
        assert!(messages.is_empty(), "{}: {messages:?}", program.name);
    }
}

#[test]
fn an_accident_is_one_error_at_its_place() {
    let cases = std::env::var("PRIVITY_CASES");
    let cases: usize = cases.map_or(25, |cases| {
        cases.parse().expect("PRIVITY_CASES is a number")
    });
    let plan = Plan {
        wanted: cases,
        seed: 11,
        large: if cases > 25 { 50 } else { 10 },
    };
    let mut stories = String::new();
    let tallies = measure(&corpus(), plan, &mut |_, story| stories.push_str(story));
    let all = tallies
        .values()
        .fold(Tally::default(), |sum, tally| sum.plus(*tally));
    let table = report(&tallies);
    assert!(all.broken >= cases * (Kind::ALL.len() - 1), "{table}");
    assert!(all.placed * 100 >= all.broken * 95, "{table}\n{stories}");
    assert!(all.alone * 100 >= all.broken * 90, "{table}\n{stories}");
}
