//! What the words of the language are for, in a line each: help for whoever points at one.

/// What a keyword is for; `None` for a word that is none.
#[must_use]
pub fn meaning(word: &str) -> Option<&'static str> {
    let known = MEANINGS.iter().find(|(known, _)| *known == word);
    known.map(|(_, meaning)| *meaning)
}

/// What an axis of every request is.
#[must_use]
pub fn meaning_of_axis(word: &str) -> Option<&'static str> {
    let known = AXES.iter().find(|(known, _)| *known == word);
    known.map(|(_, meaning)| *meaning)
}

const AXES: &[(&str, &str)] = &[
    (
        "actor",
        "who acts; the controller of the header where a request names nobody",
    ),
    (
        "action",
        "what is done, which right is demanded, or which event happened",
    ),
    ("data", "what it is done with"),
    ("purpose", "what it is done for"),
    ("recipient", "who receives"),
    ("source", "from whom the data come"),
    ("subject", "about whom the data are"),
    ("home", "where the person is at home"),
    ("origin", "where the data come from"),
    ("destination", "where the data end up, or the act happens"),
    ("date", "on which day"),
];

const MEANINGS: &[(&str, &str)] = &[
    (
        "policy",
        "The header: what the policy is called, whose it is, from when on it holds.",
    ),
    (
        "law",
        "A rule set of its own, on the same axes, with which policies are compared.",
    ),
    (
        "import",
        "Makes visible what a module declares, and what it imports itself.",
    ),
    (
        "source",
        "A cited text with the places in it that rules may cite. Before a comparison: from whom the data come.",
    ),
    ("group", "A named set of nodes of one kind."),
    ("alias", "Another word for a node or a group."),
    (
        "fact",
        "Something that a request states and conditions test.",
    ),
    ("period", "A named length of time."),
    ("define", "A named condition."),
    ("deem", "Lets a fact follow from others."),
    (
        "default",
        "What holds where nothing else is said: the value of a fact, the node of an axis, the reading of an ambiguity.",
    ),
    (
        "supply",
        "The value that a law gives a fact `from law` or a period, by place and day.",
    ),
    (
        "assume",
        "What is taken as true when a policy and a law are compared; it changes no verdict.",
    ),
    (
        "ambiguity",
        "A place of the text that can be read in several ways.",
    ),
    ("reading", "One of the ways to read an ambiguity."),
    (
        "finding",
        "Something that the authors found in the text; it decides nothing.",
    ),
    ("settled", "What says something about a recorded finding."),
    ("document", "A section with a rank among other documents."),
    (
        "ranks",
        "How a document stands to another: `above`, `below` or `beside` it.",
    ),
    ("promise", "A duty that stands whatever is asked."),
    (
        "switch",
        "A control in the hand of the person: a fact, a guard, a right and a duty in one.",
    ),
    ("stops", "What a switch forbids while it is off."),
    ("section", "Rules that share clauses."),
    ("rule", "Gives the rule behind it a name."),
    (
        "final",
        "Only `overrides` by its own name lifts this guard.",
    ),
    (
        "permit",
        "Allows, if no guard is live. What no rule permits is denied.",
    ),
    ("forbid", "A guard: denies."),
    (
        "require",
        "A guard: denies unless the condition holds. It permits nothing.",
    ),
    ("oblige", "Adds duties to whatever is permitted."),
    (
        "exclude",
        "Leaves something outside of the policy: *not applicable*.",
    ),
    (
        "grant",
        "The person may demand this; the `must` clauses are what is then done.",
    ),
    (
        "on",
        "When this happens, the `must` clauses are the duties.",
    ),
    (
        "inform",
        "Text that decides nothing, kept with its citation.",
    ),
    (
        "assert",
        "What must hold of every request; `privity check` decides it exactly.",
    ),
    ("never", "None of these requests is permitted."),
    (
        "always",
        "All of these requests are permitted, as long as their duties are kept.",
    ),
    ("some", "At least one of these requests is permitted."),
    (
        "whenever",
        "Behind `assert`: what of it is permitted has these duties. In `oblige`: the acts that the duties come with.",
    ),
    ("test", "An example with the answer that is expected."),
    ("ask", "What a test asks."),
    ("given", "The facts of a test's request."),
    (
        "expect",
        "The answer that a test expects: `permit`, `deny`, `not applicable` or `needs` and facts.",
    ),
    ("needs", "The answer depends on these facts."),
    ("deny", "The request is refused."),
    (
        "waive",
        "Passes over findings of these codes in what stands below.",
    ),
    ("because", "The reason of a waiver."),
    ("to", "Who receives."),
    ("from", "Where the data come from: places, or parties."),
    (
        "in",
        "Where the data end up or the act happens. In conditions: the place lies inside of these.",
    ),
    (
        "outside",
        "Where the data do not end up. In conditions: the place lies outside of these.",
    ),
    ("for", "What it is done for."),
    ("about", "About whom the data are."),
    (
        "by",
        "Who acts, if not the controller of the header. In tests: the rules that decide.",
    ),
    ("since", "The first day."),
    ("until", "The last day."),
    (
        "when",
        "The rule holds only then. Several of these lines add up.",
    ),
    (
        "unless",
        "The rule does not hold then. One of these lines is enough.",
    ),
    ("must", "A duty that comes with the permission."),
    ("through", "By which channels a duty is kept."),
    ("within", "By when a duty is kept."),
    ("every", "How often a duty is kept."),
    (
        "before",
        "Until when a duty is kept; in `require`, the acts that need the condition.",
    ),
    ("kind", "What sort of guard this is, for `without`."),
    (
        "under",
        "The rule holds only in this reading of the text. On a node: another node that it stands under.",
    ),
    (
        "without",
        "Lifts the guards of these kinds that are not `final`.",
    ),
    ("overrides", "Lifts these guards and duties by name."),
    ("cite", "Where in the text this stands."),
    ("note", "A remark."),
    ("any", "Everything of the kind."),
    ("except", "Takes something out of a set."),
    (
        "derived",
        "`derived from X`: all data that are computed from X, at any distance.",
    ),
    (
        "role",
        "A role of a party; as a set, all parties that have it.",
    ),
    (
        "open",
        "The nodes below are examples only; the heading is the rule.",
    ),
    (
        "as",
        "`as home`: wherever the person is at home. `as one area`: no border inside.",
    ),
    (
        "excludes",
        "Duties that cannot be kept together with this one.",
    ),
    ("shown", "The flag that says that the duty is kept."),
    ("replaced", "The node that stands in the place of this one."),
    ("means", "What a node means, in words."),
    ("member", "A member of a group, perhaps for a time."),
    (
        "unresolved",
        "The text refers to something that it does not say.",
    ),
    ("flag", "A fact that is `yes` or `no`."),
    ("ordered", "Words from the weakest to the strongest."),
    (
        "asserted",
        "Somebody vouches for this fact; unknown counts as the worst answer.",
    ),
    ("closed", "Unknown counts as the worst answer."),
    ("between", "The least and the greatest value."),
    (
        "version",
        "The version of the text, as it is written there.",
    ),
    ("updated", "The day on which the text was last changed."),
    ("replaces", "The version before this one."),
    (
        "complies",
        "Promises that the policy keeps these laws; `privity check` proves it.",
    ),
    (
        "is",
        "Equals; behind the name of a declaration, what it stands for.",
    ),
    (
        "has",
        "Behind a fact with several values: all of these are among them; `has any`: one of them.",
    ),
    ("and", "Both hold."),
    (
        "or",
        "One of them holds; between duties, one of them is kept.",
    ),
    ("not", "The opposite."),
    ("this", "The very node that the request is about."),
    (
        "answer",
        "The action of answering a person's demand; rights stand in the place of data.",
    ),
    (
        "handle",
        "The action of handling an event; events stand in the place of data.",
    ),
    (
        "transfer",
        "Crossing a border: the second layer, which needs a permit of its own.",
    ),
    ("none", "No data item, no purpose, nobody."),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::ast::Kind;
    use crate::syntax::expected::{CLAUSES, ITEMS, NODE_PARTS};

    #[test]
    fn every_word_that_begins_an_item_a_clause_or_a_part_of_a_node_has_a_meaning() {
        let words = ITEMS.iter().chain(CLAUSES).chain(NODE_PARTS);
        for word in words.filter(|word| Kind::from_word(word).is_none()) {
            assert!(meaning(word).is_some(), "{word}");
        }
    }
}
