//! `decide`: answers, and what is said about requests that cannot be answered.

use serde_json::{Value, json};

use crate::Shop;

/// The codes and messages of a refused request.
fn errors(value: &Value) -> Vec<String> {
    value["errors"]
        .as_array()
        .unwrap_or_else(|| panic!("an answer: {value}"))
        .iter()
        .map(|error| {
            format!(
                "{} {}",
                error["code"].as_str().unwrap(),
                error["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn a_permit_comes_with_its_rules_and_duties() {
    let answers = Shop::open().decide(
        r#"{"action": "share", "data": "name", "recipient": "courier", "purpose": "delivery"}"#,
    );
    assert_eq!(
        answers,
        [json!({
            "verdict": "permit",
            "reason": "permitted by `deliver`",
            "rules": [{"name": "deliver", "citation": "section 1"}],
            "duties": [{"duty": "encrypt", "rules": ["deliver"]}],
            "needs": [],
            "would_permit": [],
        })]
    );
}

#[test]
fn a_deny_says_what_would_permit_it() {
    let answers = Shop::open().decide(
        r#"{"action": "use", "data": "email_address", "purpose": "marketing", "destination": "DE", "facts": {"consented": "no"}}"#,
    );
    let answer = &answers[0];
    assert_eq!(answer["verdict"], "deny");
    assert_eq!(answer["rules"][0]["name"], "ask_first");
    assert_eq!(answer["rules"][0]["citation"], "section 2");
    assert_eq!(answer["would_permit"][0]["text"], "`consented` is `yes`");
    assert_eq!(
        answer["would_permit"][0]["changes"],
        json!([{"axis": "consented", "values": ["yes"]}])
    );
    assert_eq!(
        answer["decided_by"],
        "use email_address for marketing in DE, where `consented` is `no`"
    );
}

#[test]
fn the_worst_of_several_things_counts_and_is_named() {
    let answers = Shop::open().decide(
        r#"{"action": "share", "data": ["name", "personal_data"], "recipient": "courier", "purpose": "delivery"}"#,
    );
    assert_eq!(answers[0]["verdict"], "deny");
    assert_eq!(answers[0]["reason"], "no rule permits it");
    let decided_by = answers[0]["decided_by"].as_str().unwrap();
    assert!(
        decided_by.starts_with("share email_address to courier"),
        "{decided_by}"
    );
}

#[test]
fn what_is_missing_is_asked_for() {
    let request = |facts: &str| {
        format!(
            r#"{{"action": "use", "data": "email_address", "purpose": "marketing", "destination": "DE", "facts": {{{facts}}}}}"#
        ) + "\n"
    };
    let requests = [
        request(""),
        request(r#""consented": null"#),
        request(r#""consented": "unknown", "age": "unknown""#),
        request(r#""consented": true, "age": {"one_of": [10, 20]}"#),
        request(r#""consented": true, "age": {"one_of": [17, 20]}"#),
        request(r#""consented": true, "age": 10"#),
    ];
    let answers = Shop::open().decide(&requests.concat());
    let short: Vec<_> = answers
        .iter()
        .map(|answer| (answer["verdict"].as_str().unwrap(), answer["needs"].clone()))
        .collect();
    assert_eq!(
        short,
        [
            ("needs", json!(["consented"])),
            ("needs", json!(["consented"])),
            ("needs", json!(["age", "consented"])),
            ("needs", json!(["age"])),
            ("permit", json!([])),
            ("deny", json!([])),
        ]
    );
}

#[test]
fn a_right_is_answered_with_its_deadline() {
    let answers = Shop::open().decide(r#"{"right": "access"}"#);
    assert_eq!(answers[0]["verdict"], "permit");
    assert_eq!(
        answers[0]["duties"],
        json!([{"duty": "give_copy", "within": "1 month", "rules": ["access_right"]}])
    );
    let same = Shop::open().decide(r#"{"action": "answer", "right": ["access"]}"#);
    assert_eq!(answers, same);
}

#[test]
fn a_broken_duty_takes_its_permit_away() {
    let answers = Shop::open().decide(
        r#"{"action": "share", "data": "name", "recipient": "courier", "purpose": "delivery", "broken": ["encrypt"]}"#,
    );
    assert_eq!(answers[0]["verdict"], "deny");
    assert_eq!(answers[0]["would_permit"][0]["text"], "`encrypt` is kept");
}

#[test]
fn names_may_be_qualified_and_countries_in_small_letters() {
    let answers = Shop::open().decide(
        r#"{"action": "action.share", "data": "data.name", "recipient": "party.courier", "purpose": "delivery", "destination": "place.fr", "home": "de"}
           {"action": "share", "data": "name", "recipient": "role processor", "purpose": "delivery", "home": "EU"}"#,
    );
    assert_eq!(answers[0]["verdict"], "permit", "{answers:#?}");
    assert_eq!(answers[1]["verdict"], "permit", "{answers:#?}");
}

#[test]
fn a_number_outside_its_range_contradicts_the_policy() {
    let answers = Shop::open()
        .decide(r#"{"action": "use", "data": "email_address", "purpose": "marketing", "destination": "DE", "facts": {"age": 200}}"#);
    assert_eq!(answers[0]["verdict"], "deny");
    assert_eq!(
        answers[0]["reason"],
        "the request contradicts itself: `age` lies outside its range"
    );
}

#[test]
fn a_destination_where_nobody_asked_for_sits_contradicts_itself() {
    let answers = Shop::open().decide(
        r#"{"action": "share", "data": "name", "recipient": "courier", "purpose": "delivery", "destination": "US"}"#,
    );
    assert_eq!(answers[0]["verdict"], "deny");
    let reason = answers[0]["reason"].as_str().unwrap();
    assert!(
        reason.starts_with("the request contradicts itself"),
        "{reason}"
    );
}

#[test]
fn every_mistake_of_a_request_is_named() {
    let answers = Shop::open().decide(
        r#"{"action": "shaer", "data": ["name", 3], "purpose": true, "recipint": "courier", "recipient": [], "home": null, "date": "2021-02-30",
            "facts": {"consented": 1, "age": 1.5, "agee": 3, "age": "5 moons", "data": "name"}, "broken": ["encript"], "consented": true}"#,
    );
    assert_eq!(
        errors(&answers[0]),
        [
            "P0024 there is no action `shaer`",
            "P0023 `data` cannot be a number",
            "P0023 `purpose` cannot be a truth value",
            "P0021 a request has no key `recipint`",
            "P0023 the list of recipients is empty",
            "P0023 `home` cannot be null: there is always one",
            "P0025 `2021-02-30` is not a day of the calendar",
            "P0023 `consented` cannot be a number",
            "P0026 `age` must be a whole number of at most 64 bits",
            "P0024 the policy has no fact `agee`",
            "P0022 the key `age` is written twice",
            "P0024 the policy has no fact `data`",
            "P0024 there is no duty `encript`",
            "P0021 a request has no key `consented`",
        ]
    );
}

#[test]
fn a_wrong_request_is_shown_where_it_is_wrong() {
    let shop = Shop::open();
    shop.write(
        "request.json",
        "{\"action\": \"share\",\n \"data\": \"nmae\"}\n",
    );
    let run = shop
        .run(&["decide", "--request", "request.json", "--format", "human"])
        .expect_code(1)
        .expect("request.json:2:10")
        .expect("write `name`");
    assert_eq!(run.stdout, "");
}

#[test]
fn a_wrong_line_does_not_stop_the_others() {
    let shop = Shop::open();
    let requests =
        "{\"right\": \"access\"}\n{\"right\": \"acess\"}\nnonsense\n{\"right\": \"access\"}\n";
    let run = shop.run_with(&["decide"], requests).expect_code(1);
    let first_keys: Vec<String> = run
        .stdout
        .lines()
        .map(|line| {
            let value: Value = serde_json::from_str(line).unwrap();
            value.as_object().unwrap().keys().next().unwrap().clone()
        })
        .collect();
    assert_eq!(first_keys, ["verdict", "errors", "errors", "verdict"]);
}

#[test]
fn an_answer_for_people_reads_as_a_text() {
    let shop = Shop::open();
    let run = shop.run_with(
        &["decide", "--format", "human"],
        r#"{"action": "use", "data": "email_address", "purpose": "marketing", "destination": "DE", "facts": {"consented": false}}"#,
    );
    assert_eq!(
        run.stdout,
        "deny: denied by `ask_first`

rules
  ask_first: section 2

decided by
  use email_address for marketing in DE, where `consented` is `no`

would be permitted if
  `consented` is `yes`
"
    );
}

#[test]
fn a_broken_policy_decides_nothing() {
    let shop = Shop::open();
    shop.write(
        "policy.privity",
        "policy shop\npermit share nothing_known\n",
    );
    let run = shop
        .run_with(&["decide"], r#"{"action": "share"}"#)
        .expect_code(1)
        .expect("nothing was decided");
    assert_eq!(run.stdout, "");
}

#[test]
fn requests_that_leave_everything_open_end_with_the_work_that_a_run_may_take() {
    let shop = Shop::open();
    let run = shop
        .run_with(&["decide", "--work", "30"], &"{}\n".repeat(100))
        .expect_code(2)
        .expect("P0027")
        .expect("--work");
    let answered = run.stdout.lines().count();
    assert!(0 < answered && answered < 100, "{answered}");
    run.expect(&format!(
        "{answered} are answered, {} are not",
        100 - answered
    ));
    shop.run_with(&["decide"], &"{}\n".repeat(100))
        .expect_code(0);
}
