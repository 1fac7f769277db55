//! The item at hand as words, as far as it is written: what it is, which clauses it has, and what it compares.

use crate::syntax::Next;

/// The words and signs before the word that is being written. A path is one word, and so is a number; a text in quotes is `"`.
pub(super) struct Sentence<'t> {
    words: Vec<&'t str>,
    /// Each candidate asks for these.
    head: &'t str,
    slot: &'t str,
}

/// What a value is compared with, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Compared<'t> {
    /// The fact or the axis.
    pub(super) subject: &'t str,
    pub(super) how: How,
    /// Whether the value stands in parentheses.
    pub(super) is_listed: bool,
}

/// The sorts of comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Is,
    Has,
    /// By more and less.
    Order,
    Place,
}

/// Words that say what the names behind them are, beside those of clauses.
const SLOTS: &[&str] = &[
    "member", "settled", "stops", "through", "within", "before", "every", "ranks", "complies",
    "ask", "given", "expect", "permit", "forbid", "require", "oblige", "exclude", "grant", "on",
    "whenever", "never", "always", "some", "derived", "excludes", "role", "except", "is",
    "default", "deem", "supply", "define", "assume",
];

impl<'t> Sentence<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut words = Vec::new();
        let mut rest = text.trim_start();
        while let Some(first) = rest.chars().next() {
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.');
            let end = match first {
                '"' => end_of_quotes(rest),
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                _ if is_part(first) => rest.find(|c| !is_part(c)).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            let (part, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            rest = behind.trim_start();
            match first {
                '"' => words.push("\""),
                '/' if part.len() > 1 => {}
                _ => words.push(part),
            }
        }
        let mut sentence = Self {
            words,
            head: "",
            slot: "",
        };
        sentence.head = sentence.find_head();
        sentence.slot = sentence.find_slot();
        sentence
    }

    pub(super) fn words(&self) -> &[&'t str] {
        &self.words
    }

    /// The keyword of the item: of a rule that of its effect.
    pub(super) fn head(&self) -> &'t str {
        self.head
    }

    fn find_head(&self) -> &'t str {
        let words = match self.rule_name() {
            Some(_) => self.words.get(2..).unwrap_or_default(),
            None => &self.words,
        };
        let mut words = words.iter().filter(|&&word| word != "final");
        words.next().copied().unwrap_or_default()
    }

    /// The name that a rule is given.
    pub(super) fn rule_name(&self) -> Option<&'t str> {
        match self.words.as_slice() {
            ["rule", name, ..] => Some(name),
            _ => None,
        }
    }

    /// The word or sign right before the cursor, and so many before it.
    pub(super) fn before(&self, further: usize) -> &'t str {
        let at = self.words.len().checked_sub(1 + further);
        at.and_then(|at| self.words.get(at))
            .copied()
            .unwrap_or_default()
    }

    /// The last keyword that says what stands behind it.
    pub(super) fn slot(&self) -> &'t str {
        self.slot
    }

    fn find_slot(&self) -> &'t str {
        let slot = self
            .words
            .iter()
            .rev()
            .find(|word| Next::begins_clause(word) || SLOTS.contains(word));
        slot.copied().unwrap_or_default()
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }

    /// How often a clause stands in the item already.
    pub(super) fn times(&self, clause: &str) -> usize {
        // What a test expects has words of clauses of its own.
        let end = self.words.iter().position(|word| *word == "expect");
        let words = self.words.get(..end.unwrap_or(self.words.len()));
        let words = words.unwrap_or_default().windows(2);
        let clauses = words.filter(|pair| match pair {
            ["derived", "from"] => false,
            [before, word @ ("in" | "outside")] => word == &clause && !is_axis(before),
            [_, word] => *word == clause,
            _ => false,
        });
        clauses.count()
    }

    /// What the value at the cursor is compared with.
    pub(super) fn compared(&self) -> Option<Compared<'t>> {
        let mut words = self.words.as_slice();
        // The unit of a number belongs to the value.
        if let [before @ .., number] = words
            && number.starts_with(|c: char| c.is_ascii_digit())
        {
            words = before;
        }
        let open = words.iter().rposition(|word| *word == "(");
        let inside = open.and_then(|open| Some((words.get(..open)?, words.get(open + 1..)?)));
        let mut is_listed = false;
        if let Some((before, inside)) = inside
            && (inside.is_empty() || inside.last() == Some(&","))
            && !inside.contains(&")")
        {
            (words, is_listed) = (before, true);
        }
        let (how, words) = match words {
            [before @ .., "is"] | [before @ .., "is", "not"] => (How::Is, before),
            [before @ .., "at", "least" | "most"] | [before @ .., "below" | "above"] => {
                (How::Order, before)
            }
            [before @ .., "has"] | [before @ .., "has", "any" | "all"] => (How::Has, before),
            [before @ .., "in" | "outside"] => (How::Place, before),
            _ => return None,
        };
        let subject = words.last().copied()?;
        Some(Compared {
            subject,
            how,
            is_listed,
        })
    }
}

/// Whether a word is an axis of every request.
fn is_axis(word: &str) -> bool {
    let mut all = crate::check::policy::ClassAxis::ALL.into_iter();
    all.any(|axis| axis.name() == word)
}

fn end_of_quotes(text: &str) -> usize {
    let mut is_escaped = false;
    for (at, sign) in text.char_indices().skip(1) {
        match sign {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            '\n' => return at,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_rule_is_its_effect() {
        let sentence = Sentence::of("// why\nrule a.b\nfinal forbid use \"x\\\" to\" to any ");
        assert_eq!(sentence.head(), "forbid");
        assert_eq!(sentence.rule_name(), Some("a.b"));
        assert_eq!(sentence.times("to"), 1);
        assert_eq!(sentence.slot(), "to");
    }

    #[test]
    fn a_value_stands_behind_a_comparison_alone_or_in_a_list() {
        let compared = |text| {
            let found = Sentence::of(text).compared();
            found.map(|found| (found.subject.to_owned(), found.how, found.is_listed))
        };
        let of = |subject: &str, how, is_listed| Some((subject.to_owned(), how, is_listed));
        assert_eq!(compared("permit when a is "), of("a", How::Is, false));
        assert_eq!(
            compared("when (b or a.b at least "),
            of("a.b", How::Order, false)
        );
        assert_eq!(compared("when a has any (b, "), of("a", How::Has, true));
        assert_eq!(compared("when age below 18 "), of("age", How::Order, false));
        assert_eq!(compared("when a is (b, c) "), None);
        assert_eq!(compared("when a "), None);
    }

    #[test]
    fn a_place_that_is_compared_is_no_clause() {
        let sentence = Sentence::of("permit use x when home in DE ");
        assert_eq!(sentence.times("in"), 0);
        assert_eq!(Sentence::of("permit use x in DE ").times("in"), 1);
    }
}
