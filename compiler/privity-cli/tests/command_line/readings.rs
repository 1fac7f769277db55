//! `--reading`: how an ambiguous text is read, and what is said about answers that depend on it.

use serde_json::{Value, json};

use crate::{POLICY, Shop};

const OPEN: &str = "
ambiguity silence \"Is silence an agreement?\"
  reading nothing default \"only a yes is one\"
  reading agreement
  cite \"section 4\"
ambiguity place
  reading near default
  reading far
rule silent_customers
permit share email_address
  to courier
  for marketing
  in EU
  under silence.agreement
rule far_away
permit share name
  to ad_network
  for marketing
  in US
  under silence.agreement
  under place.far
";

const ASK: &str = r#"{"action": "share", "data": "email_address", "recipient": "courier", "purpose": "marketing", "destination": "FR", "facts": {"consented": true}"#;

fn shop() -> Shop {
    let shop = Shop::empty();
    shop.write("policy.privity", format!("{POLICY}{OPEN}"));
    shop
}

#[track_caller]
fn ask(shop: &Shop, arguments: &[&str], request: &str) -> Value {
    let run = shop
        .run_with(&[&["decide"], arguments].concat(), request)
        .expect_no_panic();
    serde_json::from_str(&run.stdout).unwrap_or_else(|_| panic!("{run:#?}"))
}

#[test]
fn an_answer_that_another_reading_would_change_says_so() {
    let shop = shop();
    let answer = ask(&shop, &[], &format!("{ASK}}}"));
    assert_eq!(answer["verdict"], "deny");
    assert_eq!(
        answer["contested"],
        json!([{
            "ambiguity": "silence",
            "question": "Is silence an agreement?",
            "citation": "section 4",
            "readings": [
                {"reading": "nothing", "text": "only a yes is one", "taken": true, "verdict": "deny", "duties": []},
                {"reading": "agreement", "taken": false, "verdict": "permit", "duties": []},
            ],
        }])
    );
    // A reading is not something that the person or the controller could change.
    assert_eq!(answer["would_permit"], json!([]));
    let run = shop.run_with(&["decide", "--format", "human"], &format!("{ASK}}}"));
    run.expect_code(0)
        .expect("silence: Is silence an agreement? (section 4)")
        .expect("    nothing: deny  (taken)\n    agreement: permit");
}

#[test]
fn an_answer_that_no_reading_changes_is_not_contested() {
    let answer = ask(
        &shop(),
        &[],
        r#"{"action": "share", "data": "name", "recipient": "courier", "purpose": "delivery", "destination": "FR"}"#,
    );
    assert_eq!(answer["verdict"], "permit");
    assert_eq!(answer.get("contested"), None);
}

#[test]
fn a_request_may_choose_a_reading_as_such_or_as_a_fact() {
    let shop = shop();
    let asked = format!("{ASK}, \"readings\": {{\"silence\": \"agreement\"}}}}");
    assert_eq!(ask(&shop, &[], &asked)["verdict"], "permit");
    let asked = ASK.replace("true", "true, \"silence\": \"agreement\"") + "}";
    assert_eq!(ask(&shop, &[], &asked)["verdict"], "permit");
    let left_open = format!("{ASK}, \"readings\": {{\"silence\": \"unknown\"}}}}");
    let answer = ask(&shop, &[], &left_open);
    assert_eq!(answer["verdict"], "needs");
    assert_eq!(answer["needs"], json!(["silence"]));
}

#[test]
fn two_readings_of_which_neither_changes_anything_alone_are_found_together() {
    let request = r#"{"action": "share", "data": "name", "recipient": "ad_network", "purpose": "marketing", "destination": "US", "home": "US", "origin": "US", "facts": {"consented": true}}"#;
    let answer = ask(&shop(), &[], request);
    assert_eq!(answer["verdict"], "deny");
    assert_eq!(answer["contested"][0]["ambiguity"], "silence");
    assert_eq!(
        answer["contested"][0]["readings"][1],
        json!({"reading": "agreement", "taken": false, "verdict": "permit", "duties": [], "together_with": ["place.far"]})
    );
}

#[test]
fn a_reading_can_be_fixed_and_is_not_open_any_more() {
    let shop = shop();
    let fixed = &["--reading", "silence.agreement"];
    let answer = ask(&shop, fixed, &format!("{ASK}}}"));
    assert_eq!(answer["verdict"], "permit");
    assert_eq!(answer.get("contested"), None);
    let other = format!("{ASK}, \"readings\": {{\"silence\": \"nothing\"}}}}");
    let answer = ask(&shop, fixed, &other);
    assert_eq!(
        answer["errors"][0]["message"],
        "the reading of `silence` is fixed"
    );
    shop.run(&["build", "--reading", "silence.agreement"])
        .expect_code(0);
    let written: Value = serde_json::from_str(&shop.read("shop.json")).unwrap();
    let axes = written["axes"].as_array().unwrap();
    let axis = axes.iter().find(|axis| axis["name"] == "silence").unwrap();
    assert_eq!(axis["domain"], json!([1, 1]));
    assert_eq!(axis["default"], json!([[1, 1]]));
}

#[test]
fn a_reading_that_does_not_exist_is_an_error() {
    let shop = shop();
    for command in ["build", "decide"] {
        shop.run_with(&[command, "--reading", "silence.agrement"], "{}")
            .expect_code(1)
            .expect("P0035")
            .expect("write `silence.agreement`");
    }
    Shop::open()
        .run(&["build", "--reading", "silence.agreement"])
        .expect_code(1)
        .expect("the policy declares no `ambiguity`");
}

#[test]
fn wrong_readings_in_a_request_are_refused() {
    let shop = shop();
    let refused = |readings: &str| {
        let answer = ask(&shop, &[], &format!("{ASK}, \"readings\": {readings}}}"));
        answer["errors"][0]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        refused(r#"{"silense": "agreement"}"#),
        "there is no ambiguity `silense`"
    );
    assert_eq!(
        refused(r#"{"consented": "yes"}"#),
        "there is no ambiguity `consented`"
    );
    assert_eq!(
        refused(r#"{"silence": "loud"}"#),
        "`silence` cannot be `loud`"
    );
    assert_eq!(refused("[]"), "`readings` cannot be a list");
    let twice = ASK.replace("true", "true, \"silence\": \"nothing\"");
    let answer = ask(
        &shop,
        &[],
        &format!("{twice}, \"readings\": {{\"silence\": \"agreement\"}}}}"),
    );
    assert_eq!(
        answer["errors"][0]["message"],
        "the key `silence` is written twice"
    );
}
