//! The part of every emitted file that does not depend on the policy: what is asked and what is answered.
//! This is text for the emitter, no module of the compiler.

/// What a request says about a class axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked<'a, T> {
    /// Nothing: the declared default counts, and without one it is unknown. A destination left out is wherever the recipient sits.
    #[default]
    LeftOut,
    /// This, and all of it.
    Just(T),
    /// All of these: the worst verdict counts. An empty list is denied.
    All(&'a [T]),
    /// One of these, unknown which. An empty list is denied.
    OneOf(&'a [T]),
    /// Anything.
    Unknown,
}

/// What a request says about a class axis that may have no value at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AskedOrNone<'a, T> {
    /// Nothing: the declared default counts, and without one it is unknown.
    #[default]
    LeftOut,
    /// That there is none: no data, no purpose, nobody.
    Nothing,
    /// This, and all of it.
    Just(T),
    /// All of these: the worst verdict counts. An empty list is denied.
    All(&'a [T]),
    /// One of these, unknown which. An empty list is denied.
    OneOf(&'a [T]),
    /// Anything, or none.
    Unknown,
}

impl<T> From<T> for Asked<'_, T> {
    fn from(one: T) -> Self {
        Self::Just(one)
    }
}

impl<'a, T> From<&'a [T]> for Asked<'a, T> {
    fn from(all: &'a [T]) -> Self {
        Self::All(all)
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for Asked<'a, T> {
    fn from(all: &'a [T; N]) -> Self {
        Self::All(all)
    }
}

impl<T> From<T> for AskedOrNone<'_, T> {
    fn from(one: T) -> Self {
        Self::Just(one)
    }
}

impl<'a, T> From<&'a [T]> for AskedOrNone<'a, T> {
    fn from(all: &'a [T]) -> Self {
        Self::All(all)
    }
}

impl<'a, T, const N: usize> From<&'a [T; N]> for AskedOrNone<'a, T> {
    fn from(all: &'a [T; N]) -> Self {
        Self::All(all)
    }
}

/// A calendar day, as the number of days since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Day {
    /// The day of the Gregorian calendar; `None` when it has no such day.
    #[must_use]
    pub const fn new(year: i64, month: i64, day: i64) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + leap as i64,
            _ => return None,
        };
        if day < 1 || day > length || year < 1 || year > 9999 {
            return None;
        }
        // Years that begin in March put the leap day last.
        let (year, month) = if month < 3 {
            (year - 1, month + 9)
        } else {
            (year, month - 3)
        };
        let days = year * 365 + year / 4 - year / 100 + year / 400;
        Some(Self(days + (153 * month + 2) / 5 + day - 1 - 719_468))
    }
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Not allowed.
    Deny,
    /// Outside the policy, which does not allow either.
    NotApplicable,
    /// Allowed, with the duties of the decision.
    Permit,
    /// It depends on what [`Decision::needs`] lists.
    Needs,
}

/// Why a request has its verdict. For a request about many things it is the reason for one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// This rule decides.
    Rule(Rule),
    /// Nothing permits it.
    NoPermit,
    /// It crosses a border, and nothing permits that.
    NoTransferPermit,
    /// It answers a demand or event, which needs no permit.
    ResponseByDefault,
    /// Its duties cannot be kept together.
    DutyConflict,
    /// The day lies outside the life of the policy.
    OutsideLife,
    /// The request asks for nothing at all, or states a number or day that the policy does not know.
    Inconsistent,
    /// The request asks for so much at once that it cannot be answered exactly. Ask for less.
    TooIntricate,
}

/// The reasons that are no rule, in the order of [`tables::CAUSES`], and one that stands for the rules.
static NO_RULE: [Reason; 6] = [
    Reason::NoPermit,
    Reason::NoTransferPermit,
    Reason::ResponseByDefault,
    Reason::DutyConflict,
    Reason::OutsideLife,
    Reason::Rule(Rule(0)),
];

/// The reason of a leaf. Duties that cannot be kept together have none.
#[inline]
fn reason(leaf: u32) -> Reason {
    let cause = tables::CAUSES.number(leaf as usize).unwrap_or(3);
    // Both are at hand before one is chosen, which then takes no branch.
    let other = NO_RULE[cause.min(5) as usize];
    if cause < 5 { other } else { Reason::Rule(Rule(cause - 5)) }
}

/// The numbers of the duties of a leaf.
fn duties_of(leaf: u32) -> impl Iterator<Item = usize> {
    let set = entry(&tables::LEAF_DUTIES, leaf);
    let (start, end) = (entry(&tables::DUTY_SETS, set), entry(&tables::DUTY_SETS, set + 1));
    (start..end).map(|at| entry(&tables::SET_DUTIES, at) as usize)
}

/// A rule of the policy.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule(u32);

impl Rule {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        tables::RULE_NAMES.text(self.0)
    }

    /// `permit`, `forbid`, `require`, `oblige` or `exclude`.
    #[must_use]
    pub fn effect(self) -> &'static str {
        tables::EFFECTS.text(entry(&tables::RULE_EFFECTS, self.0))
    }

    /// The file it stands in.
    #[must_use]
    pub fn file(self) -> &'static str {
        tables::FILES.text(entry(&tables::RULE_FILES, self.0))
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(self) -> u32 {
        entry(&tables::RULE_LINES, self.0)
    }

    /// Where it comes from.
    pub fn citations(self) -> impl Iterator<Item = &'static Citation> {
        let start = |rule: u32| entry(&tables::RULE_CITED, rule);
        let cited = (start(self.0)..start(self.0 + 1)).map(|at| entry(&tables::CITED, at));
        cited.filter_map(|citation| tables::CITATIONS.get(citation as usize))
    }
}

impl ::core::fmt::Debug for Rule {
    fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
        let place = ::core::format_args!("{}:{}", self.file(), self.line());
        f.debug_struct("Rule").field("name", &self.name()).field("place", &place).finish()
    }
}

/// A place in a cited text, or words for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Citation {
    /// Its name, or the words.
    pub label: &'static str,
    /// The heading; empty when only the words are known.
    pub heading: &'static str,
    /// The paragraph below the heading, from 1; 0 when only the words are known.
    pub paragraph: u32,
    /// The digest of the cited text; empty when only the words are known.
    pub digest: &'static str,
}

/// A duty that comes with a permission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duty {
    /// Its number.
    pub number: u32,
    /// How a policy writes it.
    pub text: &'static str,
    /// The names of its alternatives, of which one must be done.
    pub names: &'static [&'static str],
    /// The fact that says that it is kept; empty when none does.
    pub shown_by: &'static str,
}

/// The answer to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// Why; `None` when the verdict is [`Verdict::Needs`].
    pub reason: Option<Reason>,
    duties: Numbers<{ tables::DUTY_WORDS }>,
    needs: Numbers<{ tables::AXIS_WORDS }>,
}

impl Decision {
    fn deny(reason: Reason) -> Self {
        Self {
            verdict: Verdict::Deny,
            reason: Some(reason),
            duties: Numbers::EMPTY,
            needs: Numbers::EMPTY,
        }
    }

    /// Whether it is allowed.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.verdict == Verdict::Permit
    }

    /// The duties that come with a permission: those of everything that was asked for.
    pub fn duties(&self) -> impl Iterator<Item = &'static Duty> {
        self.duties
            .iter()
            .filter_map(|number| tables::DUTIES.get(number))
    }

    /// What must be known for a definite answer.
    pub fn needs(&self) -> impl Iterator<Item = Axis> {
        self.needs
            .iter()
            .filter_map(|number| Axis::ALL.get(number).copied())
    }

    /// The rule that decides, if one does.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        match self.reason {
            Some(Reason::Rule(rule)) => Some(rule),
            _ => None,
        }
    }
}

/// A set of small numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Numbers<const WORDS: usize> {
    words: [u64; WORDS],
}

impl<const WORDS: usize> Numbers<WORDS> {
    const EMPTY: Self = Self { words: [0; WORDS] };

    fn insert(&mut self, number: usize) {
        if let Some(word) = self.words.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    fn iter(self) -> impl Iterator<Item = usize> {
        (0..WORDS * 64).filter(move |number| self.words[number / 64] >> (number % 64) & 1 == 1)
    }
}
