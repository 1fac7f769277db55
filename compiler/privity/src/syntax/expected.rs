//! What the grammar expected, in the words of somebody who writes policies.

use super::grammar::Rule;

/// The words that may begin a clause of a rule.
pub(super) const CLAUSES: &[&str] = &[
    "to",
    "from",
    "in",
    "outside",
    "for",
    "about",
    "by",
    "since",
    "until",
    "when",
    "unless",
    "must",
    "kind",
    "without",
    "overrides",
    "under",
    "cite",
    "note",
];
/// The words that may begin a part of another item than a rule.
const OTHER_PARTS: &[&str] = &[
    "member",
    "unresolved",
    "reading",
    "settled",
    "stops",
    "through",
    "at",
    "within",
    "ranks",
    "version",
    "updated",
    "replaces",
    "complies",
    "ask",
    "given",
    "expect",
    "between",
    "or",
    "default",
    "closed",
];

/// The words that may begin a part of any item.
pub(super) fn parts() -> impl Iterator<Item = &'static str> {
    CLAUSES.iter().chain(OTHER_PARTS).copied()
}

/// Whether a word may begin a part of an item.
pub(super) fn is_part(word: &str) -> bool {
    parts().any(|part| part == word)
}

/// The words that may begin an item.
pub(super) const ITEMS: &[&str] = &[
    "policy",
    "law",
    "import",
    "source",
    "action",
    "data",
    "purpose",
    "party",
    "place",
    "subject",
    "right",
    "event",
    "duty",
    "channel",
    "guard",
    "group",
    "alias",
    "fact",
    "period",
    "define",
    "deem",
    "default",
    "supply",
    "assume",
    "ambiguity",
    "finding",
    "document",
    "promise",
    "switch",
    "section",
    "rule",
    "final",
    "permit",
    "forbid",
    "require",
    "oblige",
    "exclude",
    "grant",
    "on",
    "inform",
    "assert",
    "test",
    "waive",
];
/// Those of them that are ordinary names elsewhere.
pub(super) const SOFT: &[&str] = &[
    "ambiguity",
    "document",
    "finding",
    "law",
    "promise",
    "switch",
    "waive",
];
pub(super) const EFFECTS: &[&str] = &[
    "final", "permit", "forbid", "require", "oblige", "exclude", "grant", "on",
];
const TYPES: &[&str] = &[
    "asserted", "flag", "ordered", "one", "set", "number", "duration", "date",
];
const KINDS: &[&str] = &[
    "action", "data", "purpose", "party", "place", "subject", "right", "event", "duty", "channel",
    "guard",
];
/// The words that may go on a node.
pub(super) const NODE_PARTS: &[&str] = &[
    "open", "under", "derived", "role", "in", "as", "excludes", "shown", "replaced", "means",
    "cite",
];
const COMPARISONS: &[&str] = &["is", "at", "below", "above", "in", "outside", "has"];
const FACT_PARTS: &[&str] = &["between", "or", "from", "default", "closed", "cite", "note"];

/// What may stand at a place.
#[derive(Debug, Default)]
pub(super) struct Expected {
    /// Keywords, each once.
    pub(super) words: Vec<String>,
    /// Those of them that no phrase stands for.
    shown: Vec<String>,
    /// Other things, each once.
    phrases: Vec<&'static str>,
    /// Whether a name may stand there.
    pub(super) name: bool,
}

impl Expected {
    /// What the rules that were tried at a place would have accepted.
    pub(super) fn of(rules: &[Rule]) -> Self {
        let mut expected = Self::default();
        for &tried in rules {
            let (phrase, words) = describe(tried);
            let keyword = format!("{tried:?}").strip_prefix("kw_").map(str::to_owned);
            let words = words.iter().map(|&word| word.to_owned()).chain(keyword);
            for word in words {
                if phrase.is_none() && !expected.shown.contains(&word) {
                    expected.shown.push(word.clone());
                }
                if !expected.words.contains(&word) {
                    expected.words.push(word);
                }
            }
            if let Some(phrase) = phrase {
                expected.name |= phrase == A_NAME;
                if !expected.phrases.contains(&phrase) {
                    expected.phrases.push(phrase);
                }
            }
        }
        expected
    }

    /// The list as it stands behind «expected»: single words and signs, things, then a clause or the next item.
    pub(super) fn list(&self) -> String {
        let (signs, things): (Vec<&str>, Vec<&str>) = self
            .phrases
            .iter()
            .partition(|phrase| phrase.starts_with('`'));
        let mut things: Vec<String> = things.into_iter().map(str::to_owned).collect();
        let mut shown: Vec<&str> = self.shown.iter().map(String::as_str).collect();
        if self.is_one_clause_of_many() {
            shown.retain(|word| !CLAUSES.contains(word));
            things.push(A_CLAUSE.to_owned());
        }
        things.sort_by_key(|thing| thing == A_CLAUSE);
        let ends_item = things.last().is_some_and(|thing| thing == A_CLAUSE);
        let mut parts: Vec<String> = Vec::new();
        if shown.len() <= 4 || things.is_empty() {
            parts.extend(shown.iter().take(8).map(|word| format!("`{word}`")));
        }
        parts.extend(signs.into_iter().map(str::to_owned));
        parts.extend(things);
        if ends_item {
            return format!("{}, or the next item", parts.join(", "));
        }
        match parts.split_last() {
            None => "something else".to_owned(),
            Some((last, [])) => last.clone(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        }
    }

    /// Whether the grammar tried a single clause where any could stand, since it looks at first letters.
    fn is_one_clause_of_many(&self) -> bool {
        let of_others = [
            "member",
            "unresolved",
            "reading",
            "settled",
            "default",
            "version",
        ];
        let clauses = self
            .shown
            .iter()
            .filter(|word| CLAUSES.contains(&word.as_str()));
        clauses.count() == 1
            && !self.phrases.contains(&A_CLAUSE)
            && self.shown.len() > 1
            && !self
                .shown
                .iter()
                .any(|word| of_others.contains(&word.as_str()))
    }
}

const A_CLAUSE: &str = "a clause such as `for` or `when`";
const A_NAME: &str = "a name";

/// A rule as a phrase for the reader, and the keywords it may begin with. A keyword rule has neither: its name says the word.
fn describe(tried: Rule) -> (Option<&'static str>, &'static [&'static str]) {
    match tried {
        Rule::name
        | Rule::word
        | Rule::path
        | Rule::paths
        | Rule::names
        | Rule::module
        | Rule::node
        | Rule::probe_node => (Some(A_NAME), &[]),
        Rule::set | Rule::member_of => (Some(A_NAME), &["any"]),
        Rule::actions | Rule::target | Rule::question => (Some("an action"), &["any"]),
        Rule::rule_name | Rule::assertion_name => (Some("a name"), &[]),
        Rule::claim => (None, &["never", "always", "some", "whenever"]),
        Rule::string => (Some("a text in double quotes"), &[]),
        Rule::number => (Some("a whole number"), &[]),
        Rule::date => (Some("a date such as `2018-05-25`"), &[]),
        Rule::unit => (
            Some("a unit of time"),
            &["hours", "days", "weeks", "months", "years"],
        ),
        Rule::duration => (Some("a length of time such as `30 days`"), &[]),
        Rule::length => (Some("a length of time or a period"), &[]),
        Rule::comma => (Some("`,`"), &[]),
        Rule::open_brace => (Some("`{`"), &[]),
        Rule::close_brace => (Some("`}`"), &[]),
        Rule::open_paren => (Some("`(`"), &[]),
        Rule::close_paren => (Some("`)`"), &[]),
        Rule::clause | Rule::probe_clause => (Some(A_CLAUSE), CLAUSES),
        Rule::scope => (
            Some("a clause"),
            &["to", "from", "in", "outside", "for", "about", "by"],
        ),
        Rule::item | Rule::inner_item | Rule::probe_item | Rule::probe_inner => {
            (Some("an item such as `permit` or `fact`"), ITEMS)
        }
        Rule::rule | Rule::rule_head | Rule::effect | Rule::full_head | Rule::full_effect => {
            (Some("an effect"), EFFECTS)
        }
        Rule::header_part | Rule::probe_header => (
            Some("a clause of the header such as `by` or `since`"),
            &[
                "version", "updated", "replaces", "since", "until", "by", "complies", "cite",
            ],
        ),
        Rule::law_part | Rule::probe_law => (
            Some("a clause of the header"),
            &["version", "since", "until", "in", "default", "cite"],
        ),
        Rule::test_part | Rule::probe_test => (
            Some("a clause of a test such as `given` or `expect`"),
            &[
                "ask", "given", "expect", "to", "from", "in", "outside", "for", "about", "by",
                "cite",
            ],
        ),
        Rule::verdict => (None, &["permit", "deny", "not applicable", "needs"]),
        Rule::fact_type => (Some("a type"), TYPES),
        Rule::fact_part | Rule::probe_fact => (
            Some("a part of a fact such as `default` or `cite`"),
            FACT_PARTS,
        ),
        Rule::period_part | Rule::probe_period => (Some("a clause"), &["default", "cite", "note"]),
        Rule::ambiguity_part | Rule::probe_ambiguity => {
            (Some("a clause"), &["reading", "cite", "note"])
        }
        Rule::finding_part | Rule::probe_finding => {
            (Some("a clause"), &["settled", "cite", "note"])
        }
        Rule::waived => (Some("a code such as `P0319`"), &[]),
        Rule::waiver_part | Rule::probe_waiver => (None, &["until", "because"]),
        Rule::switch_part | Rule::probe_switch => (
            Some("a part of a switch"),
            &[
                "stops", "through", "at", "within", "to", "from", "in", "outside", "for", "about",
                "by", "since", "until", "when", "unless", "kind", "under", "cite", "note",
            ],
        ),
        Rule::rank | Rule::probe_document => (None, &["ranks"]),
        Rule::probe_promise => (Some(A_CLAUSE), CLAUSES),
        Rule::node_part => (
            Some("a part of a node such as `under` or `means`"),
            NODE_PARTS,
        ),
        Rule::parameter | Rule::parameter_word => (
            Some("the type of a parameter"),
            &["ordered", "one", "duration"],
        ),
        Rule::kind => (Some("a kind"), KINDS),
        Rule::condition | Rule::term | Rule::test_of | Rule::assumption => {
            (Some("a condition"), &["not"])
        }
        Rule::compared | Rule::placed | Rule::placed_list => (Some("a comparison"), COMPARISONS),
        Rule::value => (Some("a value"), &[]),
        Rule::must_body | Rule::duty_term | Rule::expected_duty => (Some("a duty"), &[]),
        Rule::argument => (Some("an argument"), &[]),
        Rule::anchor | Rule::probe_anchor => (Some("an anchor"), &[]),
        Rule::probe_group => (None, &["member", "unresolved", "cite"]),
        Rule::probe_alias => (None, &["unresolved", "cite"]),
        Rule::probe_cite => (None, &["cite"]),
        Rule::at_least | Rule::at_most => (None, &["at least", "at most"]),
        _ => (None, &[]),
    }
}
