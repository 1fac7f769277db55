//! Duties in words, as a policy writes them.

use std::fmt::{Display, Formatter, Result};

use super::{Argument, Channels, Deadline, Duty, Length, Obligation};
use crate::syntax::ast::Unit;

impl Obligation {
    /// The alternatives alone, without channel, deadline and repetition: what tests write.
    #[must_use]
    pub fn short(&self) -> String {
        let alternatives: Vec<String> = self.alternatives.iter().map(Duty::to_string).collect();
        alternatives.join(" or ")
    }
}

impl Display for Obligation {
    /// `notify(user) through email or letter within 72 hours`.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.short())?;
        if let Some(channels) = &self.through {
            write!(f, " through {channels}")?;
        }
        if let Some(deadline) = &self.deadline {
            write!(f, " {deadline}")?;
        }
        match &self.every {
            Some(Deadline::Within(length)) => write!(f, " every {length}"),
            Some(Deadline::Period(name) | Deadline::Before(name)) => write!(f, " every {name}"),
            None => Ok(()),
        }
    }
}

impl Display for Duty {
    /// `encrypt(at_rest)`; without arguments the bare name.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(&self.name)?;
        if self.arguments.is_empty() {
            return Ok(());
        }
        let arguments: Vec<String> = self.arguments.iter().map(Argument::to_string).collect();
        write!(f, "({})", arguments.join(", "))
    }
}

impl Display for Argument {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Nodes(names, _) => f.write_str(&names.join(", ")),
            Self::Word(word) | Self::Level(_, word) => f.write_str(word),
            Self::AtLeast(length) | Self::AtMost(length) => length.fmt(f),
        }
    }
}

impl Display for Channels {
    /// `email or letter`; `no channel` when a join left none.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if self.names.is_empty() {
            return f.write_str("no channel");
        }
        f.write_str(&self.names.join(" or "))
    }
}

impl Display for Deadline {
    /// `at once`, `within 72 hours`, `within reasonable_time`, `before purpose_ended`.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Within(length) if length.max == 0 => f.write_str("at once"),
            Self::Within(length) => write!(f, "within {length}"),
            Self::Period(name) => write!(f, "within {name}"),
            Self::Before(name) => write!(f, "before {name}"),
        }
    }
}

impl Display for Length {
    /// `1 month`, `72 hours`.
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let unit = match self.unit {
            Unit::Hour => "hour",
            Unit::Day => "day",
            Unit::Week => "week",
            Unit::Month => "month",
            Unit::Year => "year",
        };
        let plural = if self.number == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::values::ValueSet;

    #[test]
    fn an_obligation_reads_as_it_is_written() {
        let nodes = |name: &str| Argument::Nodes(vec![name.to_owned()], ValueSet::single(0));
        let duty = |name: &str, arguments| Duty {
            name: name.to_owned(),
            arguments,
        };
        let notify = Obligation {
            alternatives: vec![duty("notify", vec![nodes("user")])],
            through: Some(Channels {
                names: vec!["email".to_owned(), "letter".to_owned()],
                atoms: ValueSet::range(0, 1),
            }),
            deadline: Length::new(72, Unit::Hour).map(Deadline::Within),
            every: None,
            shown_by: None,
        };
        assert_eq!(
            notify.to_string(),
            "notify(user) through email or letter within 72 hours"
        );
        assert_eq!(notify.short(), "notify(user)");
        let erase = Obligation {
            alternatives: vec![
                duty("erase", vec![nodes("personal_data")]),
                duty("deidentify", Vec::new()),
            ],
            through: None,
            deadline: Some(Deadline::Within(Length::ZERO)),
            every: Length::new(1, Unit::Year).map(Deadline::Within),
            shown_by: None,
        };
        assert_eq!(
            erase.to_string(),
            "erase(personal_data) or deidentify at once every 1 year"
        );
    }
}
