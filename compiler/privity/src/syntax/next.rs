//! What the grammar lets follow a text: for an editor, at the place where something is being written.

use pest::error::{ErrorVariant, InputLocation};

use super::expected::{CLAUSES, Expected, ITEMS, NODE_PARTS, SOFT};
use super::grammar::{self, Rule};
use super::scan::Scan;

/// What may follow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Next {
    /// Keywords, some of several words, each once.
    pub words: Vec<String>,
    /// Whether a name may follow.
    pub name: bool,
    /// Whether nothing before the place stops the grammar, so that the list is exact.
    pub exact: bool,
}

impl Next {
    /// Whether a word begins a clause of a rule.
    #[must_use]
    pub fn begins_clause(word: &str) -> bool {
        CLAUSES.contains(&word)
    }

    /// Whether a word begins an item.
    #[must_use]
    pub fn begins_item(word: &str) -> bool {
        ITEMS.contains(&word)
    }

    /// Whether a word begins an item that a section may hold.
    #[must_use]
    pub fn is_inner(word: &str) -> bool {
        INNER.contains(&word)
    }
}

/// What may follow a text that begins with an item and ends where a word is to be written. Behind a mistake it is whatever begins a clause or an item.
#[must_use]
pub fn next(text: &str) -> Next {
    // Blanks at the end are room in which an open parenthesis would be closed.
    let scan = Scan::new(text.trim_end(), 0);
    let text = format!("{}\n", scan.text);
    let Err(error) = grammar::read(Rule::next, &text) else {
        return Next::default();
    };
    let at = match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    };
    let rest = text.get(at..).unwrap_or_default();
    let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
        return Next::default();
    };
    if !rest.trim().is_empty() {
        let words = CLAUSES.iter().chain(ITEMS);
        let mut words: Vec<String> = words.map(|&word| word.to_owned()).collect();
        let mut seen = std::collections::BTreeSet::new();
        words.retain(|word| seen.insert(word.clone()));
        return Next {
            words,
            name: false,
            exact: false,
        };
    }
    let expected = Expected::of(positives);
    let mut words = expected.words;
    let further = positives.iter().flat_map(|&tried| further(tried));
    for word in further {
        if !words.iter().any(|known| known == word) {
            words.push((*word).to_owned());
        }
    }
    Next {
        words,
        name: expected.name || positives.iter().any(|&tried| takes_name(tried)),
        exact: true,
    }
}

/// Words that may begin what a rule reads, beside those that messages list.
fn further(tried: Rule) -> &'static [&'static str] {
    match tried {
        Rule::set | Rule::member_of => &["derived from", "role"],
        // Nothing was read at all: the text is empty.
        Rule::next | Rule::next_item => ITEMS,
        Rule::next_inner => INNER,
        Rule::question => &["grant", "on"],
        Rule::next_rule | Rule::full_head | Rule::rule_name => &["rule"],
        Rule::sentences => &["sentence", "sentences"],
        Rule::next_section => &["section"],
        Rule::parameter => &[
            "party", "data", "channel", "action", "purpose", "place", "subject",
        ],
        Rule::value => &["any", "this"],
        Rule::rank => &["ranks above", "ranks below", "ranks beside"],
        Rule::compared => &[
            "is", "is not", "at least", "at most", "has", "has any", "has all",
        ],
        Rule::at_once => &["at once"],
        Rule::and_derived => &["and derived"],
        _ => &[],
    }
}

fn takes_name(tried: Rule) -> bool {
    matches!(
        tried,
        Rule::actions
            | Rule::target
            | Rule::question
            | Rule::condition
            | Rule::term
            | Rule::test_of
            | Rule::assumption
            | Rule::value
            | Rule::must_body
            | Rule::duty_term
            | Rule::expected_duty
            | Rule::argument
            | Rule::length
            | Rule::citation
            | Rule::axis
            | Rule::next_node
    )
}

/// The words that may begin an item inside of a section.
const INNER: &[&str] = &[
    "rule",
    "permit",
    "forbid",
    "require",
    "oblige",
    "exclude",
    "grant",
    "on",
    "final",
    "inform",
    "fact",
    "period",
    "define",
    "deem",
    "default",
    "group",
    "alias",
    "ambiguity",
    "finding",
    "switch",
    "promise",
    "assert",
    "assume",
    "supply",
    "test",
    "waive",
];

/// Whether a text is a word that may be declared.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let mut pairs = match grammar::read(Rule::name, text) {
        Ok(pairs) => pairs,
        Err(_) => return false,
    };
    pairs.next().is_some_and(|pair| pair.as_str() == text)
}

/// Whether a text is a word of letters, digits and `_` that begins with a letter, reserved or not.
#[must_use]
pub fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_')
}

/// Whether a text begins with the head of an item, or with as much of one as can be told from another word.
#[must_use]
pub fn begins_item(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let word = text.split(|c| !is_word(c)).next().unwrap_or_default();
    if !ITEMS.contains(&word) {
        return false;
    }
    let behind = text.get(word.len()..).unwrap_or_default().trim_start();
    let second = behind.split(|c| !is_word(c)).next().unwrap_or_default();
    let third = behind.get(second.len()..).unwrap_or_default().trim_start();
    if super::ast::Kind::from_word(word).is_some() {
        return behind.starts_with('{');
    }
    match word {
        // The default of a fact may stand on a line of its own.
        "default" => third.is_empty() || third.starts_with("is "),
        // Behind a node of that name comes a part of it.
        _ if SOFT.contains(&word) || word == "source" => {
            !second.is_empty() && !COMPARES.contains(&second) && !NODE_PARTS.contains(&second)
        }
        _ => true,
    }
}

/// Words behind which a soft keyword is the subject of a test.
const COMPARES: &[&str] = &[
    "is", "in", "outside", "has", "at", "below", "above", "and", "or",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let next = next(text);
        assert!(next.exact, "{next:?}");
        next.words
    }

    fn has(text: &str, wanted: &[&str]) {
        let found = words(text);
        for word in wanted {
            assert!(found.iter().any(|known| known == word), "{word}: {found:?}");
        }
    }

    #[test]
    fn behind_a_whole_rule_come_its_clauses_and_the_next_item() {
        has(
            "permit share name ",
            &["to", "for", "when", "must", "permit", "fact", "test"],
        );
        assert!(!words("permit share name ").contains(&"paragraph".to_owned()));
    }

    #[test]
    fn behind_a_keyword_comes_what_it_takes() {
        assert!(next("permit ").name);
        assert!(next("permit share name for ").name);
        has("permit share name for ", &["any"]);
        has("fact age is ", &["flag", "ordered", "set", "number"]);
        has(
            "test \"t\" ask share name expect ",
            &["permit", "deny", "needs"],
        );
        has("permit use name when consent ", &["is", "at least", "has"]);
    }

    #[test]
    fn blocks_are_open_up_to_where_they_end() {
        has("data {\n  name ", &["under", "open"]);
        has("section a {\n  for x\n", &["permit", "to", "cite"]);
        has("law a \"b\" {\n", &["fact", "supply"]);
    }

    #[test]
    fn an_open_parenthesis_stays_open() {
        has("duty { keep(duration ", &["at"]);
        has("permit use name must keep(10 ", &["days"]);
        has("duty { keep(", &["ordered", "party"]);
    }

    #[test]
    fn an_empty_text_begins_with_an_item() {
        has("", &["policy", "import", "permit"]);
    }

    #[test]
    fn behind_a_mistake_anything_may_follow() {
        let next = next("permit ) (( name ");
        assert!(!next.exact);
        assert!(next.words.iter().any(|word| word == "permit"));
    }
}
