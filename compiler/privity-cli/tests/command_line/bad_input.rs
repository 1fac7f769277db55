//! What must never bring the command down: files that cannot be read, texts that are no policies, requests that are no requests.

use crate::Shop;

#[test]
fn a_path_that_is_not_there() {
    Shop::open()
        .run(&["check", "nowhere"])
        .expect_code(2)
        .expect("P0001")
        .expect("there is no such file");
}

#[test]
fn a_folder_without_a_policy() {
    let shop = Shop::empty();
    shop.write("rules/sharing.privity", "");
    shop.run(&["check", "rules"])
        .expect_code(2)
        .expect("P0005")
        .expect("`sharing.privity`");
}

#[test]
fn a_file_that_is_no_policy() {
    let shop = Shop::open();
    shop.write("notes.txt", "hello");
    shop.run(&["check", "notes.txt"])
        .expect_code(2)
        .expect("P0005");
}

#[test]
fn a_file_that_is_not_utf_8() {
    let shop = Shop::open();
    shop.write("policy.privity", b"policy shop\n// caf\xe9\n");
    shop.run(&["check"])
        .expect_code(2)
        .expect("P0001")
        .expect("line 2 has the byte 0xe9");
    shop.write("policy.privity", "policy shop\nimport broken\n");
    shop.write("broken.privity", b"\xff\xfe");
    shop.run(&["check"])
        .expect_code(1)
        .expect("policy.privity:2:8")
        .expect("line 1 has the byte 0xff");
}

#[test]
fn a_folder_where_a_module_should_be() {
    let shop = Shop::open();
    shop.write("policy.privity", "policy shop\nimport sharing\n");
    std::fs::create_dir(shop.path("sharing.privity")).unwrap();
    shop.run(&["check"])
        .expect_code(1)
        .expect("P0001")
        .expect("it is a folder");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let shop = Shop::open();
    let path = shop.path("policy.privity");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // Whoever may read everything cannot see this.
        return;
    }
    shop.run(&["check"]).expect_code(2).expect("not allowed");
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_to_itself() {
    let shop = Shop::open();
    shop.write("policy.privity", "policy shop\nimport round\n");
    std::os::unix::fs::symlink("round.privity", shop.path("round.privity")).unwrap();
    shop.run(&["check"])
        .expect_code(1)
        .expect("P0001")
        .expect_no_panic();
    shop.run(&["check", "round.privity"])
        .expect_code(2)
        .expect("the link leads nowhere");
}

#[test]
fn a_module_that_is_not_there_has_a_suggestion() {
    let shop = Shop::open();
    shop.write(
        "policy.privity",
        "policy shop\nimport law.gdrp\nimport privity.palces\n",
    );
    shop.write("law/gdpr.privity", "");
    shop.run(&["check"])
        .expect_code(1)
        .expect("looked for `law/gdrp.privity`")
        .expect("write `law.gdpr`")
        .expect("write `privity.places`");
}

#[test]
fn imports_in_a_circle() {
    let shop = Shop::open();
    shop.write("policy.privity", "policy shop\nimport a\n");
    shop.write("a.privity", "import b\n");
    shop.write("b.privity", "import c\nimport b\n");
    shop.write("c.privity", "import a\n");
    shop.run(&["check"])
        .expect_code(1)
        .expect("`a` -> `b` -> `c` -> `a`")
        .expect("module `b` imports itself");
}

#[test]
fn a_chain_of_a_thousand_imports() {
    let shop = Shop::open();
    for at in 0..1000 {
        shop.write(&format!("m{at}.privity"), format!("import m{}\n", at + 1));
    }
    shop.write("m1000.privity", "");
    shop.write("policy.privity", format!("{}\nimport m0\n", crate::POLICY));
    shop.run(&["check"]).expect_no_panic().expect_code(0);
}

#[test]
fn an_empty_policy() {
    let shop = Shop::open();
    for text in ["", "\n\n", "// nothing\n", "\u{feff}"] {
        shop.write("policy.privity", text);
        for command in ["check", "test", "build"] {
            shop.run(&[command])
                .expect_no_panic()
                .expect_code(1)
                .expect("P0301");
        }
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    let shop = Shop::open();
    let words = "word ".repeat(2_000_000);
    shop.write("policy.privity", format!("policy shop {words}"));
    let run = shop.run(&["check"]).expect_no_panic().expect_code(1);
    assert!(run.stdout.len() < 1_000_000, "{} bytes", run.stdout.len());
}

#[test]
fn one_mistake_made_two_hundred_thousand_times_on_one_line() {
    let shop = Shop::open();
    let text = format!("policy shop\npermit use {}\n", "nmae,".repeat(200_000));
    shop.write("policy.privity", text);
    let run = shop.run(&["check"]).expect_no_panic().expect_code(1);
    assert!(run.stdout.len() < 100_000, "{} bytes", run.stdout.len());
}

#[test]
fn brackets_nested_a_hundred_thousand_deep() {
    let shop = Shop::open();
    let brackets =
        |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for text in [
        format!(
            "policy shop\npermit share name when {}\n",
            brackets("(", ")")
        ),
        format!("policy shop\ndata {}\n", brackets("{ a ", "}")),
        format!("policy shop\ndata {}\n", "{ a ".repeat(100_000)),
        format!("policy shop\nsection a {}\n", brackets("{ section b ", "}")),
        format!("policy shop\ndefine a is {} b\n", "not ".repeat(100_000)),
    ] {
        shop.write("policy.privity", text);
        shop.run(&["check"]).expect_no_panic().expect_code(1);
    }
}

#[test]
fn bytes_of_every_sort() {
    let shop = Shop::open();
    let noise: String = (0..0x3000_u32).filter_map(char::from_u32).collect();
    shop.write("policy.privity", &noise);
    let run = shop.run(&["check"]).expect_no_panic().expect_code(1);
    assert!(!run.all().contains('\u{1b}'));
    shop.write(
        "policy.privity",
        "policy shop\0\0\n\0permit \u{202e}share\n",
    );
    shop.run(&["check"]).expect_no_panic().expect_code(1);
}

#[test]
fn requests_that_are_no_requests() {
    let shop = Shop::open();
    for (request, code) in [
        ("", "P0020"),
        ("   \n", "P0020"),
        ("[1, 2]", "P0023"),
        ("\"share\"", "P0023"),
        ("{\"action\": }", "P0020"),
        ("{\"action\": \"share\"", "P0020"),
        ("{\"facts\": []}", "P0023"),
        ("{\"action\": {\"one_of\": []}}", "P0023"),
        ("{\"action\": \"share\", \"right\": \"access\"}", "P0021"),
        ("{\"action\": \"answer\"}", "P0023"),
        ("{\"action\": \"share\", \"date\": \"2525-01-01\"}", "P0025"),
        ("{\"facts\": {\"age\": 99999999999999999999}}", "P0026"),
    ] {
        let run = shop.run_with(&["decide"], request).expect_no_panic();
        assert!(run.code > 0, "{request}: {run:#?}");
        run.expect(code);
    }
    let deep = "[".repeat(100_000);
    shop.run_with(&["decide"], &deep)
        .expect_no_panic()
        .expect("P0020");
}

#[test]
fn a_request_file_that_cannot_be_read() {
    let shop = Shop::open();
    shop.run(&["decide", "--request", "nowhere.json"])
        .expect_code(2)
        .expect("P0001");
    shop.run(&["decide", "--request", "."])
        .expect_code(2)
        .expect("it is a folder");
    shop.write("request.json", b"{\"action\": \"\xff\"}");
    shop.run(&["decide", "--request", "request.json"])
        .expect_code(2)
        .expect("0xff");
}
