//! How seriously each finding is taken: a level for a code, or for all codes that begin alike.

use crate::diagnostic::suggest::{or_list, similar};
use crate::diagnostic::{Code, Diagnostic, Severity};

/// How seriously a kind of finding is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is not shown.
    Allow,
    /// It is advice.
    Advice,
    /// It is a warning.
    Warn,
    /// It is an error.
    Deny,
}

impl Level {
    /// Every level, from the mildest on.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Advice, Self::Warn, Self::Deny];

    /// The level as it is written in a manifest and as a flag.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Advice => "advice",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The level with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }

    /// The severity of a finding at this level; `None` where it is not shown.
    fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Advice => Some(Severity::Advice),
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// A code, or all codes that begin alike: `P0319`, `P04`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selector(String);

impl Selector {
    /// Reads a code or the beginning of some codes, in upper or lower case.
    ///
    /// # Errors
    /// What to write instead, beginning with a verb, when no code begins so.
    pub fn parse(text: &str) -> Result<Self, String> {
        let prefix = text.to_ascii_uppercase();
        if prefix.is_empty() || !codes(&prefix).any(|_| true) {
            return Err(instead_of(text));
        }
        Ok(Self(prefix))
    }

    /// The codes that are meant.
    fn codes(&self) -> impl Iterator<Item = Code> {
        codes(&self.0)
    }

    /// The code, if it is one and not a group.
    fn code(&self) -> Option<Code> {
        Code::parse(&self.0)
    }

    /// The words as they were written, in upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn codes(prefix: &str) -> impl Iterator<Item = Code> {
    let all = Code::ALL.iter().copied();
    all.filter(move |code| code.as_str().starts_with(prefix))
}

/// What to write in place of a code that does not exist, beginning with a verb.
#[must_use]
pub fn instead_of(wrong: &str) -> String {
    // A letter O is no nought, and a nought is easily left out.
    let digits = wrong.to_ascii_uppercase().replace('O', "0");
    let near = match Code::parse(&digits) {
        Some(code) => vec![code.as_str()],
        None => similar(&digits, Code::ALL.iter().map(|code| code.as_str())),
    };
    match near.as_slice() {
        [] => "write a code such as `P0319`; `privity explain --all` lists them".to_owned(),
        near => format!("write {}", or_list(near)),
    }
}

/// The levels that differ from those of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels {
    /// In the order in which they were given: of two that are equally exact the later one counts.
    chosen: Vec<(Selector, Level)>,
    /// Whether what is a warning in the end is an error.
    deny_warnings: bool,
}

impl Levels {
    /// Sets the level of a code or of a group of codes. The more exact wins, whatever the order; of equally exact ones the last.
    ///
    /// A group moves what may be moved. It never lowers an error: that takes its own code.
    ///
    /// # Errors
    /// When there is no finding that it could move.
    pub fn set(&mut self, selector: Selector, level: Level) -> Result<(), Immovable> {
        let can_move =
            |code: Code| level == Level::Deny || is_movable(code, selector.code().is_some());
        if !selector.codes().any(can_move) {
            return Err(Immovable::of(&selector));
        }
        self.chosen.push((selector, level));
        Ok(())
    }

    /// Makes errors of all warnings that are left.
    pub fn deny_warnings(&mut self) {
        self.deny_warnings = true;
    }

    /// Lets other levels count where they are as exact, and adds to these what they say.
    pub fn overrule(&mut self, others: &Self) {
        self.chosen.extend(others.chosen.iter().cloned());
        self.deny_warnings |= others.deny_warnings;
    }

    /// The level of a code, if it is not that of the catalogue.
    #[must_use]
    pub fn of(&self, code: Code) -> Option<Level> {
        let mut found: Option<&(Selector, Level)> = None;
        for chosen in &self.chosen {
            let (selector, level) = chosen;
            let counts = code.as_str().starts_with(selector.as_str())
                && (*level == Level::Deny || is_movable(code, selector.code().is_some()));
            let exact = |(selector, _): &(Selector, Level)| selector.as_str().len();
            if counts && found.is_none_or(|found| exact(found) <= exact(chosen)) {
                found = Some(chosen);
            }
        }
        found.map(|(_, level)| *level)
    }

    /// The finding with the severity that was asked for; `None` if it is not to be shown.
    #[must_use]
    pub fn apply(&self, mut finding: Diagnostic) -> Option<Diagnostic> {
        // What the authors have settled by a recorded finding stays settled.
        let settled =
            finding.severity == Severity::Note && finding.code.severity() != Severity::Note;
        if let Some(level) = self.of(finding.code).filter(|_| !settled) {
            finding.severity = level.severity()?;
        }
        if self.deny_warnings && finding.severity == Severity::Warning {
            finding.severity = Severity::Error;
        }
        Some(finding)
    }
}

/// Why a level cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Immovable {
    /// What is wrong.
    pub message: String,
    /// What to do, beginning with a verb.
    pub help: &'static str,
}

impl Immovable {
    fn of(selector: &Selector) -> Self {
        let written = selector.as_str();
        let no_meaning = "leave it as it is: a policy with such an error has no meaning";
        match selector.code() {
            Some(_) => Self {
                message: format!("`{written}` is always an error"),
                help: no_meaning,
            },
            None if selector.codes().any(Code::is_judgement) => Self {
                message: format!("no error of `{written}` is lowered together with others"),
                help: "write the code of each error that is to be lowered",
            },
            None => Self {
                message: format!("all of `{written}` are always errors"),
                help: no_meaning,
            },
        }
    }
}

/// Whether a code may be given a level below error, by its own name or by that of its group.
fn is_movable(code: Code, by_its_own_name: bool) -> bool {
    code.severity() != Severity::Error || (by_its_own_name && code.is_judgement())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(chosen: &[(&str, Level)]) -> Levels {
        let mut levels = Levels::default();
        for (text, level) in chosen {
            levels.set(Selector::parse(text).unwrap(), *level).unwrap();
        }
        levels
    }

    #[test]
    fn the_more_exact_level_wins_in_whatever_order() {
        for chosen in [
            [("P04", Level::Allow), ("P0401", Level::Deny)],
            [("P0401", Level::Deny), ("P04", Level::Allow)],
        ] {
            let levels = levels(&chosen);
            assert_eq!(levels.of(Code::LimitDoesNotReach), Some(Level::Deny));
            assert_eq!(levels.of(Code::SeveralRoles), Some(Level::Allow));
            assert_eq!(levels.of(Code::Uncited), None);
        }
    }

    #[test]
    fn of_equally_exact_levels_the_last_wins() {
        let mut manifest = levels(&[("P0401", Level::Allow)]);
        manifest.overrule(&levels(&[("p0401", Level::Warn), ("P0401", Level::Deny)]));
        assert_eq!(manifest.of(Code::LimitDoesNotReach), Some(Level::Deny));
    }

    #[test]
    fn a_judgement_is_lowered_by_its_own_code_and_never_by_its_group() {
        let by_group = levels(&[("P03", Level::Advice)]);
        assert_eq!(by_group.of(Code::Contradiction), None);
        assert_eq!(by_group.of(Code::DeadPermit), Some(Level::Advice));
        let by_name = levels(&[("P0350", Level::Warn), ("P03", Level::Allow)]);
        assert_eq!(by_name.of(Code::Contradiction), Some(Level::Warn));
    }

    #[test]
    fn what_leaves_a_policy_without_meaning_is_always_an_error() {
        let wrong = |text: &str, level| {
            Levels::default()
                .set(Selector::parse(text).unwrap(), level)
                .unwrap_err()
                .message
        };
        assert_eq!(wrong("P0201", Level::Warn), "`P0201` is always an error");
        assert_eq!(wrong("P01", Level::Allow), "all of `P01` are always errors");
        assert_eq!(
            levels(&[("P0201", Level::Deny)]).of(Code::UnknownName),
            Some(Level::Deny)
        );
    }

    #[test]
    fn a_code_that_does_not_exist_gets_a_suggestion() {
        assert_eq!(Selector::parse("PO319").unwrap_err(), "write `P0319`");
        assert!(Selector::parse("P319").unwrap_err().contains("`P0319`"));
        assert!(Selector::parse("").is_err());
        assert!(
            Selector::parse("everything")
                .unwrap_err()
                .contains("explain")
        );
    }

    #[test]
    fn denied_warnings_are_those_that_are_warnings_in_the_end() {
        let mut levels = levels(&[("P0004", Level::Advice), ("P0319", Level::Warn)]);
        levels.deny_warnings();
        let severity = |code| {
            let finding = Diagnostic::without_place(code, "x");
            levels.apply(finding).unwrap().severity
        };
        assert_eq!(severity(Code::RepeatedImport), Severity::Advice);
        assert_eq!(severity(Code::WiderThanItsNeighbours), Severity::Error);
        assert_eq!(severity(Code::UnusedImport), Severity::Advice);
    }

    #[test]
    fn a_settled_finding_is_not_brought_back_by_a_level() {
        let mut finding = Diagnostic::without_place(Code::SeveralStrengths, "x");
        finding.severity = Severity::Note;
        let levels = levels(&[("P04", Level::Deny)]);
        assert_eq!(levels.apply(finding).unwrap().severity, Severity::Note);
    }
}
