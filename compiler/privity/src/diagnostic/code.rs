//! The catalogue: every problem the compiler knows, a line each.
//!
//! Numbers follow the passes and are never used again: P00 input and requests, P01 syntax, P02 names, P03 rules, P04 gaps, P05 law, P06 tests.

use super::Severity;

macro_rules! catalogue {
    ($($variant:ident = $code:literal, $severity:ident, $title:literal;)*) => {
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
    TooManyErrors = "P0115", Error, "a file has too many syntax errors";
}

impl Code {
    /// The code with this number, in upper or lower case.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str().eq_ignore_ascii_case(text))
    }
}
