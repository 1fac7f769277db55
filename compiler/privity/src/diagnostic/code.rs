//! The catalogue: every problem the compiler knows, a line each.
//!
//! Numbers follow the passes and are never used again: P00 input, requests and waivers, P01 syntax, P02 names, P03 rules, P04 gaps, P05 law, P06 tests and
//! assertions, P07 the cited text.
//!
//! An error leaves the policy without a meaning, and is one whatever its authors wish. The few marked `judgement` weigh a policy that has a
//! meaning: they say that it contradicts itself, breaks a promise or has left its text behind. Those may be lowered or waived.

use super::Severity;

macro_rules! is_judgement {
    () => {
        false
    };
    (judgement) => {
        true
    };
}

macro_rules! catalogue {
    ($($variant:ident = $code:literal, $severity:ident $($judgement:ident)?, $title:literal;)*) => {
        /// A problem with a stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The code as users write it, for instance `P0201`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $code,)* }
            }

            /// How serious the problem is unless the manifest says otherwise.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Whether the problem is an error that its authors may lower or waive, since the policy has a meaning all the same.
            #[must_use]
            pub fn is_judgement(self) -> bool {
                match self { $(Code::$variant => is_judgement!($($judgement)?),)* }
            }

            /// What the problem is, in a few words.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Code::$variant => $title,)* }
            }

            /// The page that `privity explain` shows.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("explain/", $code, ".md")),)* }
            }
        }
    };
}

catalogue! {
    Unreadable = "P0001", Error, "a file cannot be read";
    ModuleNotFound = "P0002", Error, "an imported module does not exist";
    ImportCycle = "P0003", Error, "modules import each other in a circle";
    RepeatedImport = "P0004", Warning, "a module is imported twice";
    NoPolicy = "P0005", Error, "there is no policy where one was expected";
    TooLarge = "P0006", Error, "there is more text than can be read";
    ManifestSyntax = "P0007", Error, "the manifest is not well-formed";
    ManifestKey = "P0008", Error, "the manifest has a key nobody knows";
    ManifestValue = "P0009", Error, "the manifest has a value that cannot be used";
    RequestSyntax = "P0020", Error, "a request is not JSON";
    RequestKey = "P0021", Error, "a request has a key that does not belong there";
    RequestRepeated = "P0022", Error, "a request says something twice";
    RequestType = "P0023", Error, "a request has a value of the wrong sort";
    RequestName = "P0024", Error, "a request has a name that the policy does not know";
    RequestDate = "P0025", Error, "a request has a day that is not in the calendar";
    RequestNumber = "P0026", Error, "a request has a number or a length of time that cannot be used";
    RequestsTooMuch = "P0027", Error, "requests take more work than one run does";
    TooIntricate = "P0030", Error, "a policy is too intricate to be built";
    GraphDiffers = "P0031", Error, "the decision graph differs from the rules";
    NotAnalysed = "P0032", Advice, "a policy is too intricate for an analysis";
    NoSuchReading = "P0035", Error, "a reading that was asked for does not exist";
    NotCompared = "P0037", Error judgement, "a policy cannot be compared with a law";
    WaiverWithoutReason = "P0040", Error, "a waiver gives no reason";
    WaivedCodeUnknown = "P0041", Error, "a waiver names a code that does not exist";
    NotWaivable = "P0042", Error, "a waiver is about what cannot be waived";
    UnusedWaiver = "P0043", Warning, "a waiver is not needed";
    ExpiredWaiver = "P0044", Warning, "a waiver has ended";
    WaiverEndsSoon = "P0045", Advice, "a waiver ends soon";
    StrayWaiver = "P0046", Error, "a waiver stands above no item";
    BaselineUnusable = "P0047", Error, "a baseline cannot be used";
    StaleBaseline = "P0048", Warning, "a baseline holds what is no longer found";
    Unexpected = "P0101", Error, "something else is expected here";
    MisspeltKeyword = "P0102", Error, "a keyword is misspelt";
    UnclosedBracket = "P0103", Error, "a bracket is never closed";
    UnmatchedBracket = "P0104", Error, "a closing bracket closes nothing";
    UnclosedText = "P0105", Error, "a quoted text is never closed";
    StrangeCharacter = "P0106", Error, "a character only looks like one of the language";
    ReservedName = "P0107", Error, "a reserved word is used as a name";
    MixedAndOr = "P0108", Error, "and is mixed with or";
    TooDeep = "P0109", Error, "brackets are nested too deep";
    SaidTwice = "P0110", Error, "a part that stands once is said twice";
    ForeignSign = "P0111", Error, "a sign that the language does not have";
    StrayDocumentation = "P0112", Error, "documentation stands above no item";
    DateStyle = "P0113", Error, "a date is not written year-month-day";
    UnknownEscape = "P0114", Error, "a backslash stands before another character than a quote";
    ForeignStatement = "P0115", Error, "a statement is written as in another language";
    ForeignFile = "P0116", Error, "a file is written in another language";
    UnknownName = "P0201", Error, "a name is not declared";
    NotImported = "P0202", Error, "a name is declared in a module that is not imported";
    WrongKind = "P0203", Error, "a name is of another kind than its place asks for";
    DuplicateName = "P0204", Error, "a name is declared twice";
    Circular = "P0205", Error, "a declaration goes round in a circle";
    RenamedName = "P0206", Warning, "a name has been replaced by another";
    SimilarNames = "P0207", Warning, "two names are easily taken for each other";
    UnusedImport = "P0208", Advice, "an import is not used";
    UnusedDeclaration = "P0209", Advice, "a declaration is not used";
    TakenName = "P0210", Error, "a name has a meaning of its own";
    KindUnclear = "P0211", Error, "the kind of a group or alias is not clear";
    MisplacedPart = "P0212", Error, "a node has a part that its kind does not have";
    NoResidual = "P0213", Error, "a node that is not open has no rest";
    HeaderMissing = "P0301", Error, "a program has no header";
    HeaderRepeated = "P0302", Error, "a program has more than one header";
    NoRules = "P0303", Warning, "a policy has no rules";
    NoSuchDay = "P0304", Error, "a day does not exist";
    EndsBeforeItBegins = "P0305", Error, "something ends before it begins";
    WrongComparison = "P0306", Error, "a test compares what cannot be compared";
    WrongUnit = "P0307", Error, "a number has the wrong unit";
    NotAValue = "P0308", Error, "a value is not one of those a fact can have";
    OutOfRange = "P0309", Error, "a number lies outside its range";
    RepeatedClause = "P0310", Error, "a clause that stands once stands twice";
    MisplacedClause = "P0311", Error, "a rule has a clause that its effect does not take";
    MissingPart = "P0312", Error, "a part is missing";
    MixedActions = "P0313", Error, "a rule mixes acts with answers to people or events";
    WrongArguments = "P0314", Error, "a duty has the wrong arguments";
    LiftsNothing = "P0315", Warning, "a permit lifts nothing";
    CannotLift = "P0316", Error, "a permit lifts what cannot be lifted";
    BadAnchor = "P0317", Error, "an anchor does not say where its text is";
    SameRuleTwice = "P0318", Warning, "the same rule stands twice";
    WiderThanItsNeighbours = "P0319", Advice, "a permit leaves out what its neighbours limit";
    CitesNothing = "P0320", Advice, "a rule cites nothing";
    BadFact = "P0321", Error, "a fact is declared with parts that do not fit together";
    EmptySet = "P0322", Warning, "a set has nothing in it";
    NotAReading = "P0330", Error, "a rule stands under what is no reading";
    BadAmbiguity = "P0331", Error, "an ambiguity lacks readings or a single default";
    UnusedAmbiguity = "P0332", Warning, "no rule depends on an ambiguity";
    UnresolvedReference = "P0333", Warning, "the text refers to something it does not say";
    NotProtective = "P0334", Warning, "the default reading does not protect the person";
    SwitchWithoutTime = "P0335", Warning, "a switch does not say when it takes effect";
    DocumentRank = "P0336", Error, "documents do not stand in an order";
    Contradiction = "P0350", Error judgement, "a permit and a forbid contradict each other";
    UnclearPrecedence = "P0351", Warning, "a permit and a forbid meet, and nothing says which prevails";
    DeadPermit = "P0352", Warning, "a permit never permits anything";
    DeadPart = "P0353", Warning, "a permit names something in vain";
    OverlapWithoutEffect = "P0354", Note, "a permit and a forbid overlap where other rules deny anyway";
    ExcludingRequirements = "P0355", Error judgement, "two requirements exclude each other";
    DutiesClash = "P0356", Error judgement, "duties of one act cannot be kept together";
    ForbiddenDuty = "P0357", Warning, "a duty asks for what is never permitted";
    RedundantPermit = "P0358", Note, "a permit permits nothing of its own";
    RedundantGuard = "P0359", Note, "a guard denies nothing of its own";
    AlwaysHolds = "P0360", Advice, "a condition always holds";
    NeverHolds = "P0361", Warning, "a condition never holds";
    IdleLift = "P0362", Note, "a permit lifts a guard that it never meets";
    TransferNeverPermitted = "P0363", Warning, "an act implies a transfer that is never permitted";
    LimitDoesNotReach = "P0401", Warning, "data computed from others escape the limits on them";
    SeveralRoles = "P0402", Advice, "a party is in several roles that meet different rules";
    ProcessorAndController = "P0403", Warning, "a party is processor and controller at once";
    PersonalAndAnonymous = "P0404", Warning, "the same data count as personal and as anonymous";
    RequiredAndDeemed = "P0405", Advice, "what a rule requires is deemed to be so";
    SeveralStrengths = "P0406", Warning, "one duty is promised in several strengths";
    OptOutBesideConsent = "P0407", Advice, "an opt-out stands beside a requirement of consent";
    RightForSome = "P0408", Warning, "a right is given to everybody and to some";
    WaysDiffer = "P0409", Advice, "one duty towards people is owed in different ways";
    SeveralAddresses = "P0410", Warning, "one office has several addresses";
    OutOfScope = "P0411", Warning, "a rule speaks of what the policy leaves out";
    PurposesWidened = "P0412", Note, "data are used for more than they are collected for";
    KeptAfterWithdrawal = "P0413", Advice, "a withdrawal leaves the data where they are";
    NeverCollected = "P0414", Advice, "data are used and never collected";
    NeverUsed = "P0415", Note, "data are collected and never used";
    CollectedForAnything = "P0416", Note, "data are collected without a purpose";
    KeptForEver = "P0417", Note, "nothing says how long data are kept";
    PartyNowhere = "P0418", Note, "a recipient sits nowhere";
    SpecialUnguarded = "P0419", Advice, "special categories pass without a rule of their own";
    NoWayBack = "P0420", Note, "consent cannot be taken back";
    LeadsBack = "P0421", Warning, "anonymous data are led back to people";
    CollectedWithoutGround = "P0422", Note, "data are collected on no ground that is said";
    IncompatiblePurpose = "P0423", Advice, "data are used for a purpose at odds with that of collecting";
    AdequacyEnds = "P0424", Advice, "a decision on adequacy ends within the policy's life";
    LeftToJudgement = "P0430", Note, "rules rest on what somebody vouches for";
    TimeWithoutNumber = "P0431", Note, "a time has no number";
    UnnamedLaw = "P0432", Note, "rules rest on a law that is not named";
    OpenLists = "P0433", Note, "permits rest on lists that go on";
    TwoHeaders = "P0501", Error, "a module has two headers";
    SupplyMisfit = "P0502", Error, "a law supplies what it cannot supply";
    SuppliesClash = "P0503", Error, "laws supply two values at once";
    SupplyHole = "P0504", Warning, "a law leaves a value open where it applies";
    ForbiddenByLaw = "P0505", Error judgement, "a policy permits what a law forbids";
    DutyMissing = "P0506", Error judgement, "a policy leaves out a duty of a law";
    Unanswered = "P0507", Error judgement, "a policy does not answer as a law asks";
    NothingCompared = "P0509", Warning, "a comparison with a law compares nothing";
    TestFailed = "P0601", Error judgement, "a test gets another answer than it expects";
    AssertionFailed = "P0602", Error judgement, "an assertion does not hold";
    AssertionVacuous = "P0603", Warning, "an assertion claims nothing";
    AssertionUndecided = "P0604", Error judgement, "an assertion is too intricate to be decided";
    Uncited = "P0701", Warning, "a part of the text is cited by nothing";
    WordsChanged = "P0702", Error judgement, "cited words have changed";
    WordsMoved = "P0703", Error judgement, "cited words stand elsewhere";
    WordsDivided = "P0704", Error judgement, "cited words are divided otherwise";
    WordsGone = "P0705", Error judgement, "cited words are gone";
    TextUnusable = "P0706", Error, "a text cannot be compared with a policy";
    NoSuchSource = "P0707", Error, "it is not clear which cited text is meant";
}

impl Code {
    /// How early a problem stands in the way: what cannot be read, then what cannot be resolved, then all else. A later one may only be there
    /// because of an earlier one.
    #[must_use]
    pub fn stage(self) -> u8 {
        match self.as_str().get(..3) {
            // What is said of waivers hinders nobody.
            _ if self.is_about_waiving() => 2,
            Some("P00" | "P01") => 0,
            Some("P02") => 1,
            _ => 2,
        }
    }

    /// The digits of the code: 319 for `P0319`.
    #[must_use]
    pub fn number(self) -> u16 {
        let digits = self.as_str().get(1..);
        digits
            .and_then(|digits| digits.parse().ok())
            .unwrap_or_default()
    }

    /// Whether the problem is one of the means by which findings are passed over, a waiver or a baseline.
    #[must_use]
    pub fn is_about_waiving(self) -> bool {
        (40..50).contains(&self.number())
    }

    /// The code with this number, in upper or lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str().eq_ignore_ascii_case(text))
    }
}
