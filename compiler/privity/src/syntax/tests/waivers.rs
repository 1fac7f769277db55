//! Waivers stand above what they are about, and leave it as it is.

use super::super::ast::{Covers, Waiver};
use super::super::format;
use super::{parse, problems, rules};

/// The waivers of a text, each as its codes and the text that it is about.
fn waivers(text: &str) -> Vec<(String, String)> {
    let (tree, problems, sources) = parse(text);
    assert_eq!(problems, [], "{text}");
    let codes = |waiver: &Waiver| {
        let codes = waiver.codes.iter().map(|code| code.text.as_str());
        codes.collect::<Vec<_>>().join(" ")
    };
    let about = |waiver: &Waiver| match waiver.covers {
        Covers::Part(span) => sources.text(span).to_owned(),
        Covers::File => "the file".to_owned(),
        Covers::Policy => "the policy".to_owned(),
    };
    let all = tree.waivers.iter();
    all.map(|waiver| (codes(waiver), about(waiver))).collect()
}

#[track_caller]
fn assert_waived(text: &str, expected: &[(&str, &str)]) {
    let found = waivers(text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(codes, about)| (codes.as_str(), about.as_str()))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_waiver_is_about_the_item_below_it() {
    assert_waived(
        "rule a\npermit use x\nwaive P0319, P0320 until 2027-01-31 because \"so\"\n/// Doc.\nrule b\npermit use y\nrule c permit use z",
        &[("P0319 P0320", "rule b\npermit use y")],
    );
    assert_waived(
        "/// Doc.\nwaive P0208 because \"so\"\nwaive P0209 because \"or\"\nimport a.b\n",
        &[("P0208", "import a.b"), ("P0209", "import a.b")],
    );
    assert_waived(
        "section s {\n  waive P0319 because \"so\"\n  permit use x\n}\ndocument d \"D\" {\n  waive P0320 because \"so\"\n  section t { }\n}",
        &[("P0319", "permit use x"), ("P0320", "section t { }")],
    );
    assert_waived(
        "law l \"L\" {\n  waive P0319 because \"so\"\n  permit use x\n}",
        &[("P0319", "permit use x")],
    );
}

#[test]
fn a_waiver_is_about_the_node_or_the_anchor_below_it() {
    assert_waived(
        "data {\n  a\n  waive P0209 because \"so\"\n  b { c waive P0206 because \"so\" d }\n}",
        &[
            ("P0209", "b { c waive P0206 because \"so\" d }"),
            ("P0206", "d"),
        ],
    );
    assert_waived(
        "source s {\n  waive P0702 because \"so\"\n  A \"x\" paragraph 1 digest \"y\"\n}",
        &[("P0702", "A \"x\" paragraph 1 digest \"y\"")],
    );
}

#[test]
fn above_the_header_a_waiver_is_about_the_policy_and_otherwise_it_may_be_about_the_file() {
    assert_waived(
        "waive P0320 because \"so\"\npolicy p\n  by q\nwaive P0319 in this file because \"so\"\nrule a permit use x",
        &[("P0320", "the policy"), ("P0319", "the file")],
    );
}

#[test]
fn the_words_of_a_waiver_are_ordinary_names_elsewhere() {
    let text = "duty { waive because file }\ndata { waive }\nrule waive permit use waive\n  must waive\n  to file";
    let (tree, problems, _) = parse(text);
    assert_eq!(problems, []);
    assert!(tree.waivers.is_empty());
    assert_eq!(rules(&tree)[0].clauses.len(), 2);
}

#[test]
fn the_end_of_a_waiver_is_not_the_end_of_the_rule() {
    let (tree, problems, _) = parse(
        "waive P0319 because \"so\" until 2027-01-31\nrule a\npermit use x\n  until 2030-01-01",
    );
    assert_eq!(problems, []);
    assert_eq!(tree.waivers[0].until.unwrap().year, 2027);
    assert_eq!(rules(&tree)[0].clauses.len(), 1);
}

#[test]
fn a_slip_in_a_waiver_is_one_error_and_costs_the_rule_nothing() {
    for (text, expected) in [
        (
            "waive P0319 becuase \"so\"\nrule a permit use x",
            "P0102 1:13 [becuase] `becuase` is no keyword",
        ),
        (
            "waive P0319 because so\nrule a permit use x",
            "P0101 1:21 [so] expected a text in double quotes, found `so`",
        ),
        (
            "waive P0319 until 31.1.2027 because \"so\"\nrule a permit use x",
            "P0113 1:19 [31.1.2027] `31.1.2027` is not written as a date",
        ),
        (
            "waive P0319 because \"so\" because \"or\"\nrule a permit use x",
            "P0110 1:26 [because \"or\"] `because` is said twice",
        ),
        (
            "rule a permit use x\nwaive P0319 because \"so\"\n",
            "P0046 2:1 [waive P0319 because \"so\"] this waiver stands above no item",
        ),
        (
            "rule a\npermit use x\n  waive P0319 because \"so\"\n\nrule b permit use y",
            "P0046 3:3 [waive P0319 because \"so\"] this waiver stands above no item",
        ),
        (
            "section s {\n  permit use x\n  waive P0319 because \"so\"\n}",
            "P0046 3:3 [waive P0319 because \"so\"] this waiver stands above no item",
        ),
    ] {
        assert_eq!(problems(text), [expected], "{text}");
        let (tree, ..) = parse(text);
        assert!(rules(&tree).iter().all(|rule| !rule.damaged), "{text}");
        assert!(!rules(&tree).is_empty(), "{text}");
    }
}

#[test]
fn a_waiver_is_formatted_as_one_line_or_one_clause_a_line() {
    let text = "waive   P0319,P0320 because \"so\"\nrule a permit use x\ndata { waive P0209 because \"so\" a b }\n";
    let formatted = "waive P0319, P0320 because \"so\"\nrule a\npermit use x\ndata {\n  waive P0209 because \"so\"\n  a\n  b\n}\n";
    assert_eq!(format(text).unwrap(), formatted);
    assert_eq!(format(formatted).unwrap(), formatted);
    let long = format!(
        "waive P0319\n  until 2027-01-31\n  because \"{}\"\nrule a\npermit use x\n",
        "long ".repeat(20)
    );
    assert_eq!(format(&long.replace("\n  ", " ")).unwrap(), long);
}
