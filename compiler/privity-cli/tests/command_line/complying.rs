//! `comply`, and what laws say in the answers of `decide`.

use serde_json::Value;

use crate::Shop;

/// A shop whose policy links no law, with a law beside it.
fn shop(rules: &str) -> Shop {
    let shop = Shop::empty();
    shop.write(
        "words.privity",
        "action { use share }\ndata { contact { email phone } }\nparty { shop role controller }\n\
         place { DE FR }\nright { access }\nduty { give_copy }\n\
         fact consented is flag default no\nfact encrypted is asserted flag\n\
         default origin is DE\ndefault destination is DE\ndefault home is DE\n",
    );
    shop.write(
        "policy.privity",
        format!("policy shop \"A shop\"\n  since 2021-01-01\n  by shop\nimport words\n{rules}"),
    );
    shop.write(
        "acts.privity",
        "law acts \"Acts\"\n  version \"2022\"\n  since 2022-01-01\n  default permit\nimport words\n\
         /// Numbers are dialled with leave only.\nrule leave\nrequire consented before use phone\n  cite \"Section 1\"\n\
         rule copies\ngrant access\n  must give_copy within 1 month\n  cite \"Section 2\"\n",
    );
    shop
}

const LACKING: &str =
    "rule contact\npermit use contact\ngrant access\n  must give_copy within 14 days\n";
const SOUND: &str = "rule contact\npermit use contact\n  when consented or encrypted\n\
     require consented before use phone\ngrant access\n  must give_copy within 14 days\n";

#[test]
fn a_shortfall_names_the_article_the_rule_and_a_request() {
    shop(LACKING)
        .run(&["comply", ".", "--law", "acts"])
        .expect_code(1)
        .expect("the policy permits what Section 1 forbids")
        .expect("`contact` permits it")
        .expect("Numbers are dialled with leave only")
        .expect("use phone")
        .expect("`consented` is `yes`")
        .expect("falls short of `acts` in 1 way");
}

#[test]
fn a_policy_that_complies_gets_a_certificate() {
    shop(SOUND)
        .run(&["comply", ".", "--law", "acts"])
        .expect_code(0)
        .expect("the policy complies with acts (Acts)")
        .expect("2021-01-01 to")
        .expect("encrypted")
        .expect("no legal advice");
}

#[test]
fn on_a_day_before_the_law_there_is_nothing_to_compare() {
    shop(LACKING)
        .run(&["comply", ".", "--law", "acts", "--on", "2021-06-01"])
        .expect_code(1)
        .expect("`acts` speaks of nothing that was compared");
}

#[test]
fn a_program_gets_every_pair_of_rules() {
    let run = shop(LACKING).run(&["comply", ".", "--law", "acts", "--output", "json"]);
    let account: Value = serde_json::from_str(&run.stdout).unwrap();
    let law = &account["laws"][0];
    assert_eq!(law["law"], "acts");
    assert_eq!(law["complies"], false);
    let shortfall = &law["shortfalls"][0];
    assert_eq!(shortfall["kind"], "forbidden");
    assert_eq!(shortfall["law_rules"][0], "acts.leave");
    assert_eq!(shortfall["articles"][0], "Section 1");
    assert_eq!(shortfall["policy_rules"][0], "contact");
    assert_eq!(account["diagnostics"][0]["code"], "P0505");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let shop = shop(LACKING);
    shop.run(&["comply", "."])
        .expect_code(2)
        .expect("--law privity.law.gdpr");
    shop.run(&["comply", ".", "--law", "nowhere"])
        .expect_code(1)
        .expect("P0002");
    shop.run(&["comply", ".", "--law", "words"])
        .expect_code(2)
        .expect("holds no law called `words`");
    shop.run(&["comply", ".", "--law", "acts", "--on", "soon"])
        .expect_code(2)
        .expect("`soon` is no day");
}

#[test]
fn an_answer_tells_what_linked_laws_say_on_that_day() {
    let shop = shop("import acts\nrule contact\npermit use contact\n");
    let answers = shop.decide(
        "{\"action\": \"use\", \"data\": \"phone\", \"date\": \"2021-06-01\"}\n\
         {\"action\": \"use\", \"data\": \"phone\", \"date\": \"2022-06-01\"}\n\
         {\"action\": \"use\", \"data\": \"email\", \"date\": \"2022-06-01\"}",
    );
    let of = |at: usize| {
        let answer = &answers[at];
        let law = &answer["laws"][0];
        [
            answer["verdict"].as_str().unwrap(),
            law["applies"].as_str().unwrap(),
            law["verdict"].as_str().unwrap(),
            answer["with_laws"].as_str().unwrap(),
        ]
        .join(" ")
    };
    assert_eq!(of(0), "permit no not_applicable permit");
    assert_eq!(of(1), "permit yes deny deny");
    assert_eq!(of(2), "permit yes permit permit");
    assert_eq!(answers[1]["laws"][0]["by"][0], "acts.leave");
    assert_eq!(answers[1]["laws"][0]["article"][0], "Section 1");
}

#[test]
fn a_promise_to_comply_is_checked() {
    let shop = shop("");
    let policy = |rules: &str| {
        format!(
            "policy shop \"A shop\"\n  since 2021-01-01\n  by shop\n  complies acts\nimport acts\nimport words\n{rules}"
        )
    };
    shop.write("policy.privity", policy(LACKING));
    shop.run(&["check"]).expect_code(1).expect("P0505");
    shop.write("policy.privity", policy(SOUND));
    shop.run(&["check"]).expect_code(0);
}
