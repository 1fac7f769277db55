//! How good the suggestions are while real policies are typed from nothing, and while a word of a whole one is typed again: at a few of the places
//! where they name something. `tests/LONG_RUNS.md` has the figures of all places.

use std::sync::LazyLock;

use privity_tests::damage::{Program, corpus};
use privity_tests::suggested::{Behind, Tally, measure};

static PROGRAMS: LazyLock<Vec<Program>> = LazyLock::new(corpus);

/// The places of a policy together, one of so many.
fn tally(name: &str, behind: Behind, every: usize) -> Tally {
    let whole = PROGRAMS
        .iter()
        .find(|program| program.name == name && program.entry == "policy");
    let sorts = whole.map(|program| measure(program, behind, every, &mut |_| {}));
    let sorts = sorts.into_iter().flatten().map(|(_, tally)| tally);
    sorts.fold(Tally::default(), Tally::plus)
}

#[test]
fn who_types_mi_home_from_nothing_is_offered_the_right_word_among_the_first_three() {
    let mi_home = tally("mi-home", Behind::Nothing, 50);
    println!("{mi_home}");
    assert!(mi_home.places > 130, "{mi_home}");
    assert!(mi_home.share(0) >= 700, "{mi_home}");
    assert!(mi_home.share(1) >= 850, "{mi_home}");
}

#[test]
fn other_policies_are_foretold_as_well() {
    let others = ["ad-exchange", "hospital-portal"];
    let others = others.map(|name| tally(name, Behind::Nothing, 97));
    let others = others.into_iter().fold(Tally::default(), Tally::plus);
    println!("{others}");
    assert!(others.places > 30, "{others}");
    assert!(others.share(0) >= 500, "{others}");
    assert!(others.share(1) >= 850, "{others}");
}

#[test]
fn a_word_of_a_whole_policy_is_offered_again() {
    let mi_home = tally("mi-home", Behind::TheRest, 61);
    println!("{mi_home}");
    assert!(mi_home.places > 100, "{mi_home}");
    assert!(mi_home.share(0) >= 700, "{mi_home}");
    assert!(mi_home.share(1) >= 850, "{mi_home}");
}
