//! `anchors` and `coverage`: a policy against the text it was made from.

use crate::Shop;

const NOTICE: &str =
    "# Our notice\n\nWe use your name to deliver. We sell nothing.\n\n# Rights\n\nYou may ask.\n";

/// A policy with a source made of [`NOTICE`], whose anchors are cited as far as `rules` does it.
fn shop(rules: &str) -> Shop {
    let shop = Shop::empty();
    shop.write("notice.txt", NOTICE);
    let anchors = shop
        .run(&["anchors", "notice.txt", "--name", "notice"])
        .expect_code(0);
    let policy = format!(
        "policy shop\n  by shop\n\naction {{ use }}\ndata {{ name }}\npurpose {{ delivery }}\nparty {{ shop role controller }}\n\n{}\n{rules}",
        anchors.stdout
    );
    shop.write("policy.privity", &policy);
    shop
}

const ALL: &str =
    "permit use name for delivery cite N_1\ninform no_sale \"Nothing is sold.\" cite N_2, N_3\n";

#[test]
fn the_source_of_a_text_is_written_as_fmt_would() {
    let shop = shop(ALL);
    shop.run(&["check"]).expect_code(0).expect("found nothing");
    let source = shop.run(&["anchors", "notice.txt"]).expect_code(0).stdout;
    shop.write("source.privity", &source);
    shop.run(&["fmt", "--check", "source.privity"])
        .expect_code(0);
    let run = shop
        .run(&[
            "anchors",
            "notice.txt",
            "--prefix",
            "S",
            "--by",
            "paragraph",
        ])
        .expect_code(0);
    assert!(
        run.stdout.starts_with(
            "source notice_text \"Our notice\" {\n  S1 \"Our notice\" paragraph 1 digest \"sha256:"
        ),
        "{run:?}"
    );
    shop.run(&["anchors", "notice.txt", "--name", "1st"])
        .expect_code(2)
        .expect("must be names");
}

#[test]
fn a_text_that_is_wholly_cited_is_covered() {
    shop(ALL)
        .run(&["coverage", ".", "--source", "notice.txt"])
        .expect_code(0)
        .expect("anchors     3 of 3 verified")
        .expect("sentences   3 of 3 (100.0 %) covered");
}

#[test]
fn what_nothing_cites_is_shown_with_its_words() {
    let shop = shop("permit use name for delivery cite N_1\n");
    let run = shop
        .run(&["coverage", "--source", "notice.txt"])
        .expect_code(1)
        .expect("P0701")
        .expect("nothing cites \"Our notice\" paragraph 1 sentence 2")
        .expect("./notice.txt:3:30")
        .expect("We sell nothing.")
        .expect("cite `N_2` in the rule")
        .expect("sentences   1 of 3 (33.3 %) covered");
    assert!(!run.all().contains("P0702"), "{run:#?}");
    let run = shop
        .run(&["coverage", "--source", "notice.txt", "--output", "json"])
        .expect_code(1);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["coverage"]["sentences"]["covered"], 1);
    assert_eq!(json["coverage"]["text"][0]["anchors"][0], "N_1");
    assert_eq!(json["coverage"]["text"][2]["line"], 7);
    assert_eq!(json["diagnostics"][0]["code"], "P0701");
}

#[test]
fn an_edited_text_makes_anchors_stale_and_fix_writes_the_new_places() {
    let shop = shop(ALL);
    shop.write(
        "notice.txt",
        "# Our notice\n\nWelcome. We use your name to deliver. We sell little.\n\n# Your rights\n\nYou may ask.\n",
    );
    shop.run(&["coverage", "--source", "notice.txt"])
        .expect_code(1)
        .expect("the words that `N_1` cites have moved")
        .expect("write \"Our notice\" paragraph 1 sentence 2")
        .expect("the words that `N_2` cites are no longer in the text")
        .expect("We sell little.")
        .expect("nothing cites \"Our notice\" paragraph 1 sentence 1");
    let run = shop
        .run(&["coverage", "--source", "notice.txt", "--fix"])
        .expect_code(1)
        .expect("wrote 3 new places in ./policy.privity");
    assert!(!run.all().contains("P0703"), "{run:#?}");
    run.expect("P0702");
    let policy = shop.read("policy.privity");
    assert!(
        policy.contains("N_1 \"Our notice\" paragraph 1 sentence 2 digest"),
        "{policy}"
    );
    assert!(
        policy.contains("N_3 \"Your rights\" paragraph 1 sentence 1 digest"),
        "{policy}"
    );
    assert!(
        policy.contains("N_2 \"Our notice\" paragraph 1 sentence 3 digest"),
        "changed words are for people to see: {policy}"
    );
    shop.run(&["coverage", "--source", "notice.txt", "--print-anchors"])
        .expect_code(0)
        .expect("N_4 \"Our notice\" paragraph 1 sentence 1 digest \"sha256:");
}

#[test]
fn texts_that_are_none_are_refused() {
    let shop = shop(ALL);
    for (name, text, why) in [
        ("empty.txt", "\u{feff} \n", "it is empty"),
        (
            "page.html",
            "<!DOCTYPE html><p>We use names.",
            "it is a page of HTML or XML",
        ),
        (
            "page.pdf",
            "%PDF-1.7",
            "it is a document of a word processor",
        ),
        ("wide.txt", "W\0e\0 \0", "it has zero bytes in it"),
    ] {
        shop.write(name, text);
        for arguments in [&["coverage", "--source", name][..], &["anchors", name]] {
            shop.run(arguments)
                .expect_code(2)
                .expect("P0706")
                .expect(why);
        }
    }
    std::fs::write(shop.path("latin.txt"), b"We use names\nin Z\xfcrich.").unwrap();
    shop.run(&["coverage", "--source", "latin.txt"])
        .expect_code(2)
        .expect("it is not UTF-8 text: line 2 has the byte 0xfc");
    shop.run(&["coverage", "--source", "none.txt"])
        .expect_code(2)
        .expect("there is no such file");
}

#[test]
fn which_text_is_meant_must_be_clear() {
    let shop = shop(ALL);
    shop.run(&["coverage", "--source", "notice.txt", "--name", "terms"])
        .expect_code(2)
        .expect("P0707")
        .expect("name one behind `--name`: `notice`");
    let policy = shop.read("policy.privity");
    let bare = format!(
        "{policy}\nsource terms {{ T_1 \"A\" paragraph 1 digest \"sha256:0011223344556677\" }}\n"
    );
    shop.write("policy.privity", &bare);
    shop.run(&["coverage", "--source", "notice.txt"])
        .expect_code(2)
        .expect("the policy has 2 sources");
    shop.run(&["coverage", "--source", "notice.txt", "--name", "notice"])
        .expect_code(0);
    shop.write("policy.privity", "policy shop\n  by nobody\n");
    shop.run(&["coverage", "--source", "notice.txt"])
        .expect_code(1)
        .expect("nothing was compared: mend the policy first");
}

#[test]
fn a_text_cannot_steer_the_terminal_nor_hang_the_comparison() {
    let shop = shop(ALL);
    shop.write("notice.txt", "# A\u{1b}[31m\n\nRed \u{1b}[2J words.\n");
    let run = shop
        .run(&["coverage", "--source", "notice.txt"])
        .expect_code(1)
        .expect_no_panic();
    assert!(!run.all().contains('\u{1b}'), "{run:?}");
    let long =
        "We use your name to deliver, e.g. in the U.S. (1.) and at http://a.b/c. ".repeat(5_000);
    shop.write("notice.txt", &long);
    shop.run(&["coverage", "--source", "notice.txt"])
        .expect_code(1)
        .expect_no_panic();
}
