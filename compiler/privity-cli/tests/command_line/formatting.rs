//! `fmt`: in place, as a question, as a difference, and through a pipe.

use crate::Shop;

const MESSY: &str = "policy   shop\n\n\n\n  by shop";

fn tidy(shop: &Shop) -> String {
    shop.run_with(&["fmt", "-"], MESSY).expect_code(0).stdout
}

#[test]
fn files_are_formatted_in_place_and_then_stay() {
    let shop = Shop::empty();
    shop.write("policy.privity", MESSY);
    shop.write("more/rules.privity", MESSY);
    shop.write("notes.txt", MESSY);
    let run = shop.run(&["fmt"]).expect_code(0);
    assert_eq!(run.stdout.lines().count(), 2, "{run:#?}");
    let tidy = tidy(&shop);
    assert!(tidy.starts_with("policy shop\n"), "{tidy}");
    assert_eq!(shop.read("policy.privity"), tidy);
    assert_eq!(shop.read("more/rules.privity"), tidy);
    assert_eq!(shop.read("notes.txt"), MESSY);
    assert_eq!(shop.run(&["fmt"]).expect_code(0).stdout, "");
}

#[test]
fn a_check_changes_nothing_and_names_the_files() {
    let shop = Shop::empty();
    shop.write("policy.privity", MESSY);
    let run = shop
        .run(&["fmt", "--check", "policy.privity"])
        .expect_code(1);
    assert_eq!(run.stdout, "policy.privity\n");
    let run = shop.run(&["fmt", "--diff"]).expect_code(1);
    assert!(run.stdout.contains("\n-policy   shop\n"), "{run:#?}");
    assert!(run.stdout.contains("\n+policy shop\n"), "{run:#?}");
    assert_eq!(shop.read("policy.privity"), MESSY);
}

#[test]
fn a_file_with_mistakes_is_left_as_it_is_and_the_others_are_formatted() {
    let shop = Shop::empty();
    let broken = "policy shop {{ permit";
    shop.write("a.privity", broken);
    shop.write("b.privity", MESSY);
    shop.run(&["fmt", "."])
        .expect_code(1)
        .expect("./a.privity:1:")
        .expect("a.privity was left as it is");
    assert_eq!(shop.read("a.privity"), broken);
    assert_eq!(shop.read("b.privity"), tidy(&shop));
}

#[test]
fn a_file_that_is_not_there_is_trouble() {
    Shop::empty()
        .run(&["fmt", "nowhere.privity"])
        .expect_code(2)
        .expect("P0001");
}
