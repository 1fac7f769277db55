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
fn a_file_that_cannot_be_written_is_told_and_the_others_are_formatted() {
    let shop = Shop::empty();
    for name in ["a.privity", "b.privity", "c.privity"] {
        shop.write(name, MESSY);
    }
    let path = shop.path("b.privity");
    let mut rights = std::fs::metadata(&path).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).unwrap();
    let run = shop.run(&["fmt", "."]).expect_code(2);
    assert_eq!(run.stdout, "formatted ./a.privity\nformatted ./c.privity\n");
    assert!(
        run.stderr.contains("`./b.privity`: it is read-only"),
        "{run:#?}"
    );
    assert_eq!(shop.read("b.privity"), MESSY);
}

#[test]
fn the_worst_that_happened_counts_in_any_order() {
    let shop = Shop::empty();
    shop.write("a.privity", "policy shop {{ permit");
    for names in [
        ["a.privity", "nowhere.privity"],
        ["nowhere.privity", "a.privity"],
    ] {
        shop.run(&["fmt", names[0], names[1]]).expect_code(2);
    }
}

#[test]
fn a_file_is_looked_at_once_and_a_folder_without_any_is_told() {
    let shop = Shop::empty();
    shop.write("some/a.privity", MESSY);
    shop.write("none/notes.txt", MESSY);
    let run = shop.run(&["fmt", "--check", "some", "some/a.privity", "./some"]);
    assert_eq!(run.expect_code(1).stdout, "some/a.privity\n");
    let run = shop.run(&["fmt", "--check", "none"]).expect_code(0);
    assert_eq!(run.stderr, "no policy files in none\n");
}

#[test]
fn a_formatted_file_keeps_its_line_ends() {
    let shop = Shop::empty();
    let text = tidy(&shop).replace('\n', "\r\n");
    shop.write("a.privity", &text);
    shop.run(&["fmt", "--check", "a.privity"]).expect_code(0);
    shop.write("a.privity", MESSY.replace('\n', "\r\n"));
    shop.run(&["fmt", "a.privity"]).expect_code(0);
    assert_eq!(shop.read("a.privity"), text);
}

#[test]
fn a_file_that_is_not_there_is_trouble() {
    Shop::empty()
        .run(&["fmt", "nowhere.privity"])
        .expect_code(2)
        .expect("P0001");
}
