//! `--output`: the same findings in every form, where they were asked for, and never half of them.

use serde_json::Value;

use crate::{POLICY, Run, Shop, names_in};

/// A policy with errors, warnings and advice in two files, and with characters that are easily miscounted.
fn broken() -> Shop {
    let shop = Shop::empty();
    shop.write(
        "rules/policy.privity",
        format!(
            "import more\nimport more\nimport nowhere\n{POLICY}\r\nrule odd \"🦀 é\" permit share nothing, name\r\n  to courier\r\n"
        ),
    );
    shop.write(
        "rules/more.privity",
        "purpose { unused_é }\nrule stray\npermit use curier\n",
    );
    shop
}

/// Code, file, line and column of every finding, in order.
type Places = Vec<(String, String, u64, u64)>;

fn parse(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn of_json(findings: &[Value]) -> Places {
    findings
        .iter()
        .map(|finding| {
            (
                finding["code"].as_str().unwrap().to_owned(),
                finding["file"].as_str().unwrap_or_default().to_owned(),
                finding["line"].as_u64().unwrap_or_default(),
                finding["column"].as_u64().unwrap_or_default(),
            )
        })
        .collect()
}

fn of_concise(text: &str) -> Places {
    text.lines()
        .map(|line| {
            let (place, rest) = line.split_once(": ").unwrap();
            let code = rest.split(['[', ']']).nth(1).unwrap();
            let mut place = place.rsplitn(3, ':');
            let column = place.next().unwrap().parse().unwrap();
            let line = place.next().unwrap().parse().unwrap();
            (
                code.to_owned(),
                place.next().unwrap().to_owned(),
                line,
                column,
            )
        })
        .collect()
}

/// From the log, whose columns are in units of UTF-16, with the help of the files.
fn of_sarif(log: &Value, shop: &Shop) -> Places {
    let results = log["runs"][0]["results"].as_array().unwrap();
    results
        .iter()
        .map(|result| {
            let place = &result["locations"][0]["physicalLocation"];
            let file = place["artifactLocation"]["uri"]
                .as_str()
                .unwrap()
                .to_owned();
            let line = place["region"]["startLine"].as_u64().unwrap();
            let units = place["region"]["startColumn"].as_u64().unwrap() as usize - 1;
            let text = shop.read(&file);
            let text: Vec<u16> = text
                .split('\n')
                .nth(line as usize - 1)
                .unwrap()
                .encode_utf16()
                .take(units)
                .collect();
            let column = String::from_utf16(&text).unwrap().chars().count() as u64 + 1;
            let rule = &log["runs"][0]["tool"]["driver"]["rules"]
                [result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"]);
            (
                result["ruleId"].as_str().unwrap().to_owned(),
                file,
                line,
                column,
            )
        })
        .collect()
}

fn of_github(text: &str) -> Places {
    text.lines()
        .map(|line| {
            let properties = line.split(' ').skip(1).collect::<Vec<_>>().join(" ");
            let properties = properties.split("::").next().unwrap().to_owned();
            let value = |key: &str| {
                let found = properties
                    .split(',')
                    .find_map(|pair| pair.strip_prefix(&format!("{key}=")));
                found.unwrap_or_default().to_owned()
            };
            let number = |key: &str| value(key).parse().unwrap_or_default();
            (
                value("title").chars().take(5).collect(),
                value("file"),
                number("line"),
                number("col"),
            )
        })
        .collect()
}

/// Places without columns, which annotations of several lines do not have.
fn lines(places: &Places) -> Vec<(String, String, u64)> {
    let places = places.iter();
    places
        .map(|(code, file, line, _)| (code.clone(), file.clone(), *line))
        .collect()
}

#[test]
fn every_form_has_the_same_findings_at_the_same_places() {
    let shop = broken();
    let run = shop
        .run(&[
            "check",
            "rules",
            "--output",
            "full",
            "--output",
            "json=a.json",
            "--output",
            "jsonl=a.jsonl",
            "--output",
            "sarif=a.sarif",
            "--output",
            "concise=a.txt",
            "--output",
            "github=a.github",
            "--output",
            "junit=a.xml",
        ])
        .expect_code(1);
    let json = parse(&shop.read("a.json"));
    let places = of_json(json["diagnostics"].as_array().unwrap());
    assert!(places.len() >= 4, "{places:#?}");
    assert!(
        places
            .iter()
            .any(|(_, file, ..)| file == "rules/more.privity"),
        "{places:#?}"
    );
    for (code, file, line, column) in &places {
        let head = format!("[{code}]");
        assert!(run.stdout.contains(&head), "{head} {run:#?}");
        let place = format!("[{file}:{line}:{column}]\n");
        assert!(run.stdout.contains(&place), "{place} {run:#?}");
    }
    let pictures = run.stdout.lines().filter(|line| {
        ["error[", "warning[", "advice["]
            .iter()
            .any(|head| line.starts_with(head))
    });
    assert_eq!(pictures.count(), places.len(), "{run:#?}");
    assert_eq!(of_concise(&shop.read("a.txt")), places);
    assert_eq!(of_sarif(&parse(&shop.read("a.sarif")), &shop), places);
    assert_eq!(lines(&of_github(&shop.read("a.github"))), lines(&places));
    let jsonl = shop.read("a.jsonl");
    let objects: Vec<Value> = jsonl.lines().map(parse).collect();
    let (last, findings) = objects.split_last().unwrap();
    assert_eq!(of_json(findings), places);
    assert_eq!(last["type"], "summary");
    for key in ["errors", "warnings", "advice", "notes", "files", "fixable"] {
        assert_eq!(last[key], json["summary"][key], "{key}");
    }
    let junit = shop.read("a.xml");
    assert_eq!(junit.matches("<testcase ").count(), places.len(), "{junit}");
    assert_eq!(
        junit.matches("<failure ").count() as u64,
        json["summary"]["errors"].as_u64().unwrap()
    );
}

const FORMS: [&str; 6] = ["concise", "json", "jsonl", "sarif", "github", "junit"];

#[test]
fn wherever_the_command_is_run_and_however_the_path_is_written_the_bytes_are_the_same() {
    let shop = broken();
    let full_path = shop.path("rules");
    let full_path = full_path.to_str().unwrap();
    for form in FORMS {
        let relative = shop.run(&["check", "rules", "--output", form]);
        assert!(
            !relative.stdout.contains(full_path),
            "{form}: {relative:#?}"
        );
        for path in [
            full_path,
            "./rules",
            "rules/policy.privity",
            "rules/../rules/",
        ] {
            let other = shop.run(&["check", path, "--output", form]);
            assert_eq!(other.stdout, relative.stdout, "{form} {path}");
        }
        // From within: the same with shorter names, and so from anywhere else.
        let inside = |path: &str, folder: &str| {
            std::fs::create_dir_all(shop.path(folder)).unwrap();
            let mut command = shop.command(&["check", path, "--output", form]);
            command.current_dir(shop.path(folder));
            crate::run(&mut command, "")
        };
        let within = inside(".", "rules");
        assert!(within.stdout.contains("policy.privity"), "{within:#?}");
        assert!(!within.stdout.contains("rules/"), "{form}: {within:#?}");
        if form != "concise" {
            let elsewhere = inside("../rules", "other");
            assert_eq!(elsewhere.stdout, within.stdout, "{form}");
        }
    }
}

#[test]
fn documents_want_the_standard_output_for_themselves() {
    let shop = broken();
    shop.run(&["check", "rules", "--output", "json", "--output", "full"])
        .expect_code(2)
        .expect("`--output json` wants the standard output for itself");
    shop.run(&["check", "rules", "--output", "sarif=-", "--output", "jsonl"])
        .expect_code(2);
    let run = shop
        .run(&["check", "rules", "--output", "full", "--output", "github"])
        .expect_code(1);
    assert!(
        run.stdout.contains("╭─[") && run.stdout.contains("\n::error "),
        "{run:#?}"
    );
    let quiet = shop
        .run(&["check", "rules", "--output", "sarif=out.sarif"])
        .expect_code(1);
    assert_eq!(quiet.stdout, "");
    assert!(quiet.stderr.contains("found "), "{quiet:#?}");
}

#[test]
fn either_all_files_are_written_or_none() {
    let shop = broken();
    shop.write("old.json", "old");
    for (bad, why) in [
        ("sarif=nowhere/out.sarif", "there is no folder `nowhere`"),
        ("sarif=rules", "it is a folder"),
        ("sarif=rules/new.privity", "is a file of a policy"),
        ("sarif=./old.json", "two outputs go to"),
        ("sarif=", "name a file"),
        (
            "sarf=x",
            "there is no format `sarf`; write one of full, concise",
        ),
    ] {
        let run = shop
            .run(&[
                "check",
                "rules",
                "--output",
                "json=old.json",
                "--output",
                bad,
            ])
            .expect_code(2)
            .expect(why);
        assert_eq!(run.stdout, "");
        assert_eq!(shop.read("old.json"), "old");
    }
    assert_eq!(names_in(shop.folder.path()), ["old.json", "rules"]);
    shop.run(&["check", "rules", "--output", "json=old.json"])
        .expect_code(1);
    assert!(shop.read("old.json").starts_with('{'));
    assert_eq!(names_in(shop.folder.path()), ["old.json", "rules"]);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    broken()
        .run(&["check", "rules", "--output", "json=/dev/null"])
        .expect_code(1);
    let kind = std::fs::metadata("/dev/null").unwrap().file_type();
    assert!(kind.is_char_device());
}

#[test]
fn the_page_of_a_job_gets_a_table() {
    let shop = broken();
    shop.write("page.md", "before\n");
    let mut command = shop.command(&["check", ".", "--output", "github"]);
    command
        .current_dir(shop.path("rules"))
        .env("GITHUB_STEP_SUMMARY", shop.path("page.md"))
        .env("GITHUB_WORKSPACE", shop.folder.path());
    let run = crate::run(&mut command, "").expect_code(1);
    assert!(
        run.stdout.contains("file=rules/policy.privity,"),
        "{run:#?}"
    );
    let page = shop.read("page.md");
    assert!(page.starts_with("before\n### privity check\n"), "{page}");
    assert!(
        page.contains("| error | P0002 | `rules/policy.privity:3:8` |"),
        "{page}"
    );
    let mut command = shop.command(&["check", "rules", "--output", "concise"]);
    command.env("GITHUB_STEP_SUMMARY", shop.path("page.md"));
    crate::run(&mut command, "");
    assert_eq!(shop.read("page.md"), page);
}

/// A policy whose second test and whose assertion fail.
fn failing() -> Shop {
    let shop = Shop::empty();
    let more = "\ntest \"odd <name> & \\\"more\\\"\"\n  ask share name\n  to ad_network\n  for delivery\n  expect permit\n\nassert secrecy never share name to courier\n";
    shop.write("policy.privity", format!("{POLICY}{more}"));
    shop
}

#[test]
fn failed_tests_are_findings_in_every_form() {
    let shop = failing();
    let run = shop
        .run(&[
            "test",
            "--output",
            "junit=t.xml",
            "--output",
            "sarif=t.sarif",
            "--output",
            "json=t.json",
            "--output",
            "concise",
        ])
        .expect_code(1);
    assert_eq!(run.stderr, "1 passed, 2 failed\n");
    let places = of_concise(&run.stdout);
    let codes: Vec<&str> = places.iter().map(|(code, ..)| code.as_str()).collect();
    assert_eq!(codes, ["P0601", "P0602"]);
    assert_eq!(of_sarif(&parse(&shop.read("t.sarif")), &shop), places);
    let json = parse(&shop.read("t.json"));
    assert_eq!(of_json(json["diagnostics"].as_array().unwrap()), places);
    let outcomes: Vec<&str> = json["tests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|test| test["outcome"].as_str().unwrap())
        .collect();
    assert_eq!(outcomes, ["passed", "failed", "failed"]);
    assert_eq!(json["tests"][2]["kind"], "assertion");
    let junit = shop.read("t.xml");
    assert!(
        junit.contains("<testsuites name=\"privity test\" tests=\"3\" failures=\"2\""),
        "{junit}"
    );
    assert!(junit.contains("odd &lt;name&gt; &amp; "), "{junit}");
    assert!(junit.contains("type=\"P0602\""), "{junit}");
}

#[test]
fn a_broken_policy_is_told_in_the_forms_that_were_asked_for() {
    let shop = broken();
    for command in ["test", "comply"] {
        let run = shop
            .run(&[command, "rules", "--output", "json"])
            .expect_code(1);
        let json = parse(&run.stdout);
        assert_eq!(json["command"], command);
        assert!(json["summary"]["errors"].as_u64().unwrap() > 0, "{json}");
    }
    let run = shop
        .run(&["build", "rules", "--output", "concise"])
        .expect_code(1);
    assert!(run.stdout.contains("error[P0002]"), "{run:#?}");
}

#[test]
fn what_was_built_is_told_beside_the_findings() {
    let shop = Shop::open();
    let run: Run = shop.run(&["build", "--output", "json"]).expect_code(0);
    assert_eq!(parse(&run.stdout)["summary"]["errors"], 0);
    assert!(run.stderr.contains("wrote ./shop.json"), "{run:#?}");
}

#[test]
fn the_way_to_the_pages_is_told_once_and_only_to_people() {
    let shop = broken();
    let run = shop.run(&["check", "rules"]).expect_code(1);
    assert_eq!(run.all().matches("privity explain").count(), 1, "{run:#?}");
    let run = shop.run(&["check", "rules", "--output", "concise"]);
    assert!(!run.all().contains("privity explain"), "{run:#?}");
}
