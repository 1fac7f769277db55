//! `privity check --fix`, `--diff` and `--unsafe-fixes`.

use super::{POLICY, Shop};

/// The policy of the shop with two words misspelt in one file.
fn misspelt() -> Shop {
    let shop = Shop::empty();
    shop.write(
        "policy.privity",
        POLICY
            .replace("permit share name", "permit share nmae")
            .replace("permit use email_address", "permit use email_adress"),
    );
    shop
}

#[test]
fn a_misspelt_name_is_mended_and_what_is_left_is_shown() {
    let shop = misspelt();
    shop.run(&["check", "--fix"])
        .expect_code(0)
        .expect("mended 2 problems in 1 file")
        .expect("P0201: write `email_address`");
    assert_eq!(shop.read("policy.privity"), POLICY);
    shop.run(&["check", "--fix"])
        .expect_code(0)
        .expect("nothing was mended");
}

#[test]
fn a_difference_is_shown_and_nothing_is_written() {
    let shop = misspelt();
    let before = shop.read("policy.privity");
    shop.run(&["check", "--diff"])
        .expect_code(1)
        .expect("-permit share nmae")
        .expect("+permit share name")
        .expect("would mend 2 problems in 1 file");
    assert_eq!(shop.read("policy.privity"), before);
}

#[test]
fn a_repair_that_brings_another_mistake_to_light_is_followed_by_the_next() {
    let shop = Shop::empty();
    shop.write(
        "policy.privity",
        POLICY.replace(
            "  for marketing\n\nrule ask_first",
            "  for marketing\n  wehn consentd\n\nrule ask_first",
        ),
    );
    shop.run(&["check", "--fix"]).expect_no_panic();
    let mended = shop.read("policy.privity");
    assert!(
        mended.contains("marketing\n  when consented\n\n"),
        "{mended}"
    );
}

#[test]
fn windows_line_ends_stay() {
    let shop = misspelt();
    let text = shop.read("policy.privity").replace('\n', "\r\n");
    shop.write("policy.privity", &text);
    shop.run(&["check", "--fix"]).expect_code(0);
    assert_eq!(shop.read("policy.privity"), POLICY.replace('\n', "\r\n"));
}

#[test]
fn files_are_written_all_or_none() {
    let shop = Shop::empty();
    let (words, rules) = POLICY.split_once("rule deliver").unwrap();
    let rules = format!("import words\n\nrule deliver{rules}");
    let (header, words) = words.split_once("\naction").unwrap();
    shop.write(
        "policy.privity",
        format!("{header}\nimport rules\nimport words\n").replace("by shop", "by shpo"),
    );
    shop.write(
        "words.privity",
        format!("action{words}").replace("default subject", "defualt subject"),
    );
    shop.write("rules.privity", rules.replace("share name", "share nmae"));
    let locked = shop.path("rules.privity");
    let mut rights = std::fs::metadata(&locked).unwrap().permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&locked, rights).unwrap();
    shop.run(&["check", "--fix"])
        .expect_code(2)
        .expect("it is read-only");
    assert!(shop.read("policy.privity").contains("by shpo"));
    assert!(shop.read("words.privity").contains("defualt subject"));
    assert!(shop.read("rules.privity").contains("share nmae"));
}

#[test]
fn unsafe_repairs_are_made_only_when_they_are_asked_for() {
    let shop = Shop::empty();
    let open = POLICY.replace("guard { consent }", "guard { consent");
    shop.write("policy.privity", &open);
    shop.run(&["check", "--fix"])
        .expect_code(1)
        .expect("--unsafe-fixes");
    assert_eq!(shop.read("policy.privity"), open);
    shop.run(&["check", "--unsafe-fixes"])
        .expect_code(2)
        .expect("--fix");
}
