//! How well a suggestion fits what is typed.

/// The best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It begins with what is typed.
    Begins,
    /// A part of it does.
    PartBegins,
    /// It has the letters in their order.
    HasLetters,
}

impl Fit {
    /// How a suggestion fits; `None` if it does not.
    pub(super) fn of(text: &str, typed: &str) -> Option<Self> {
        let begins = |part: &str| {
            let front = part.get(..typed.len());
            front.is_some_and(|front| front.eq_ignore_ascii_case(typed))
        };
        if begins(text) {
            return Some(Self::Begins);
        }
        if text.split(['_', '.', ' ']).any(begins) {
            return Some(Self::PartBegins);
        }
        let mut letters = text.chars();
        let mut typed = typed.chars();
        typed
            .all(|letter| letters.any(|own| own.eq_ignore_ascii_case(&letter)))
            .then_some(Self::HasLetters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fit_in_front_then_in_a_part_then_anywhere_in_their_order() {
        let fit = |typed| Fit::of("Order_of.Email", typed);
        assert_eq!(fit(""), Some(Fit::Begins));
        assert_eq!(fit("orD"), Some(Fit::Begins));
        assert_eq!(fit("EM"), Some(Fit::PartBegins));
        assert_eq!(fit("rdl"), Some(Fit::HasLetters));
        assert_eq!(fit("rrr"), None);
        assert_eq!(fit("order_of.emailed"), None);
    }
}
