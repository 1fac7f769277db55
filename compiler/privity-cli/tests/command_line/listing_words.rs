//! `privity words`.

use super::Shop;

#[test]
fn without_a_policy_the_words_of_the_standard_library_are_listed() {
    let shop = Shop::empty();
    shop.run(&["words", "purpose"])
        .expect_code(0)
        .expect("provide_service")
        .expect("What the person came for.");
    shop.run(&["words", "duty"]).expect("notify(party)");
}

#[test]
fn the_words_of_a_policy_are_its_own() {
    let shop = Shop::open();
    let run = shop.run(&["words"]).expect_code(0);
    for line in [
        "data\n  personal_data open",
        "    email_address",
        "  consented flag",
        "  EU group",
    ] {
        assert!(run.stdout.contains(line), "no {line:?} in {}", run.stdout);
    }
    let run = shop
        .run(&["words", "fact", "--format", "json"])
        .expect_code(0);
    let value: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(value[0]["words"][0]["name"], "consented");
}

#[test]
fn a_kind_that_does_not_exist_is_told_from_one_that_does() {
    let shop = Shop::open();
    shop.run(&["words", "purpos"])
        .expect_code(2)
        .expect("write `purpose`");
    shop.run(&["words", "--policy", "nowhere.privity"])
        .expect_code(2)
        .expect("nowhere.privity");
}
