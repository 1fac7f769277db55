//! The table of habits: how a statement of another language begins, and how the same thought is written here.
//!
//! In a pattern `*` is any word, `#` any number, `~` any quoted text; a word in capitals stands for itself, everything else does so whatever
//! its case. The first row that fits counts, so the longer pattern comes first.

/// How far a foreign statement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To the end of its line; further while a bracket is open.
    Line,
    /// To its semicolon; else to a blank line.
    Semicolon,
    /// To the next blank line or item.
    Paragraph,
}

/// A row of the table.
#[derive(Debug)]
pub(super) struct Habit {
    /// Whose habit it is.
    pub(super) from: &'static str,
    /// How the statement begins.
    pub(super) begins: &'static [&'static str],
    /// How far it goes.
    pub(super) extent: Extent,
    /// The same thought here, beginning with a verb.
    pub(super) help: &'static str,
}

const REGO: &str = "Rego";
const CEDAR: &str = "Cedar";
const SQL: &str = "SQL";
const PROGRAM: &str = "a programming language";
const DATA: &str = "a data format";
const MARKUP: &str = "XML";
/// The habit of writing the policy as lawyers write it.
pub(super) const PROSE: &str = "legal prose";

const PERMIT: &str = "write `permit ACTION DATA`, then clauses such as `to PARTY`, `for PURPOSE` and `when CONDITION`";

/// All habits.
pub(super) const HABITS: &[Habit] = &[
    Habit {
        from: REGO,
        begins: &["package *"],
        extent: Extent::Line,
        help: "begin the policy with `policy NAME \"Title\" by PARTY`, and leave the package out",
    },
    Habit {
        from: REGO,
        begins: &[
            "import data .",
            "import input",
            "import rego .",
            "import future .",
        ],
        extent: Extent::Line,
        help: "import modules only, for instance `import privity.prelude`; what is asked is in the request",
    },
    Habit {
        from: REGO,
        begins: &["default * =", "default * : ="],
        extent: Extent::Line,
        help: "leave it out: what no rule permits is denied",
    },
    Habit {
        from: REGO,
        begins: &["allow if", "allow {", "allow =", "allow : =", "allow ["],
        extent: Extent::Line,
        help: "write `permit ACTION DATA`, and what has to hold as `when CONDITION`, joined with `and`",
    },
    Habit {
        from: REGO,
        begins: &[
            "deny if",
            "deny {",
            "deny [",
            "deny contains",
            "violation [",
            "violation contains",
        ],
        extent: Extent::Line,
        help: "write `forbid ACTION DATA`, and what has to hold as `when CONDITION`",
    },
    Habit {
        from: REGO,
        begins: &["* contains * if", "* if {", "* : ="],
        extent: Extent::Line,
        help: "name a condition with `define`, for instance `define adult is age at least 18 years`",
    },
    Habit {
        from: REGO,
        begins: &["some * in", "every * in", "not input .", "input ."],
        extent: Extent::Line,
        help: "test facts of the request by their names, for instance `when consent is explicit` or `when withdrawn has all (a, b)`",
    },
    Habit {
        from: CEDAR,
        begins: &["permit ("],
        extent: Extent::Semicolon,
        help: "write the action and the data behind `permit`, the principal as `by`, the recipient as `to`, and `when` without braces: `permit share name to courier when consented`",
    },
    Habit {
        from: CEDAR,
        begins: &["forbid ("],
        extent: Extent::Semicolon,
        help: "write the action and the data behind `forbid`, and `unless` without braces: `forbid share name to courier unless consented`",
    },
    Habit {
        from: CEDAR,
        begins: &["when {", "unless {"],
        extent: Extent::Semicolon,
        help: "leave the braces out: `when consented and age at least 18 years`",
    },
    Habit {
        from: CEDAR,
        begins: &["@ *"],
        extent: Extent::Line,
        help: "name a rule with `rule NAME`, cite with `cite \"…\"`, and document it with `///` above it",
    },
    Habit {
        from: CEDAR,
        begins: &[
            "entity *",
            "namespace *",
            "action * appliesto",
            "action ~ appliesto",
        ],
        extent: Extent::Semicolon,
        help: "declare actions, data and parties as trees, for instance `party { shop courier }`",
    },
    Habit {
        from: SQL,
        begins: &[
            "select *",
            "select #",
            "insert into",
            "update * set",
            "delete from",
            "with * as (",
        ],
        extent: Extent::Semicolon,
        help: "say what may be done rather than what to fetch: `permit use email_address for marketing when consented`",
    },
    Habit {
        from: SQL,
        begins: &["grant * on", "GRANT *"],
        extent: Extent::Semicolon,
        help: "write `permit ACTION DATA to PARTY`; `grant` gives the person a right, such as `grant access`",
    },
    Habit {
        from: SQL,
        begins: &["revoke *", "DENY *"],
        extent: Extent::Semicolon,
        help: "write `forbid ACTION DATA to PARTY`",
    },
    Habit {
        from: SQL,
        begins: &[
            "create table",
            "create policy",
            "create role",
            "create view",
            "alter table",
            "drop *",
        ],
        extent: Extent::Semicolon,
        help: "declare data as a tree, `data { customer { name email } }`, and say in rules what may be done with them",
    },
    Habit {
        from: SQL,
        begins: &["where *"],
        extent: Extent::Line,
        help: "write `when CONDITION`, joined with `and`, `or` and `not`",
    },
    Habit {
        from: SQL,
        begins: &["- -"],
        extent: Extent::Line,
        help: "begin a comment with `//`",
    },
    Habit {
        from: PROGRAM,
        begins: &["rule * {", "rule * :", "rule ~ {"],
        extent: Extent::Line,
        help: "leave the braces out: `rule NAME`, then `permit ACTION DATA` and its clauses on lines of their own",
    },
    Habit {
        from: PROGRAM,
        begins: &[
            "if *", "if (", "if !", "else", "elif *", "elsif *", "while *", "while (",
        ],
        extent: Extent::Line,
        help: "write the condition behind what depends on it: `permit share name when consented`",
    },
    Habit {
        from: PROGRAM,
        begins: &[
            "def *",
            "function *",
            "fn * (",
            "class *",
            "const *",
            "let *",
            "var *",
            "return *",
            "from * import",
        ],
        extent: Extent::Line,
        help: "name a condition with `define NAME is CONDITION`; a policy has no functions and no variables",
    },
    Habit {
        from: MARKUP,
        begins: &["< *", "< /", "< !", "< ?"],
        extent: Extent::Line,
        help: PERMIT,
    },
    Habit {
        from: DATA,
        begins: &["~ :", "* :", "- * :", "- ~", "* =", "[ *", "[ ~", "-  *"],
        extent: Extent::Line,
        help: "write a keyword and what belongs to it without a sign between them: `to courier`, `for delivery`",
    },
    Habit {
        from: PROSE,
        begins: &["e . g .", "i . e ."],
        extent: Extent::Paragraph,
        help: "mark a node whose names are examples with `open`: `data { contact open { name email } }`",
    },
    Habit {
        from: PROSE,
        begins: &[
            "# .",
            "# )",
            "( * )",
            "( # )",
            "• *",
            "§ #",
            "article #",
            "section #",
            "clause #",
            "paragraph #",
        ],
        extent: Extent::Paragraph,
        help: "leave the numbers out: name a rule with `rule NAME`, and cite the paragraph with `cite \"…\"`",
    },
    Habit {
        from: PROSE,
        begins: &[
            "we may not",
            "we do not",
            "we will not",
            "we shall not",
            "we must not",
            "we never",
            "we don",
            "we won",
            "you may not",
            "you must not",
            "it is prohibited",
            "it is forbidden",
            "nobody may",
            "no one may",
        ],
        extent: Extent::Paragraph,
        help: "write `forbid ACTION DATA`, with `to PARTY` and `for PURPOSE`; exceptions stand behind `unless`",
    },
    Habit {
        from: PROSE,
        begins: &[
            "you have the right",
            "you can request",
            "you may request",
            "you may ask",
            "users have the right",
        ],
        extent: Extent::Paragraph,
        help: "write `grant access`, with what is then done as `must DUTY within 1 month`",
    },
    Habit {
        from: PROSE,
        begins: &[
            "we must",
            "we shall",
            "the * shall",
            "the * must",
            "users must",
            "users shall",
            "personal data shall",
            "personal data must",
            "data must",
            "data shall",
        ],
        extent: Extent::Paragraph,
        help: "write a duty: `oblige DUTY whenever ACTION DATA`, or `must DUTY` as a clause of a rule",
    },
    Habit {
        from: PROSE,
        begins: &[
            "we *",
            "you *",
            "your *",
            "our *",
            "this policy",
            "this privacy",
            "personal data *",
            "the * may",
            "the * can",
            "the * is",
            "the * are",
            "subject to",
            "in accordance",
            "pursuant to",
            "for the purposes of",
            "where necessary",
            "as described",
        ],
        extent: Extent::Paragraph,
        help: "write `permit ACTION DATA to PARTY for PURPOSE`, for instance `permit share name, postal_address to courier for delivery`; text that decides nothing is `inform NAME \"…\"`",
    },
];

/// Words and signs inside of a statement of ours, with what stands for them here and what to do.
pub(super) const WORDS: &[(&str, &str, &str)] = &[
    (
        "is null",
        "",
        "give the fact a value that means that there is none, `or none`, and test `is none`",
    ),
    ("where", "when", "write `when`"),
    ("if", "when", "write `when`"),
    ("and", "and", "write `and`"),
    ("or", "or", "write `or`"),
    ("not", "not", "write `not`"),
    ("allow", "permit", "write `permit`"),
    ("allows", "permit", "write `permit`"),
    (
        "may not",
        "forbid",
        "write `forbid` at the beginning of the rule",
    ),
    (
        "must not",
        "forbid",
        "write `forbid` at the beginning of the rule",
    ),
    (
        "shall not",
        "forbid",
        "write `forbid` at the beginning of the rule",
    ),
    (
        "may",
        "permit",
        "write `permit` at the beginning of the rule",
    ),
    (
        "can",
        "permit",
        "write `permit` at the beginning of the rule",
    ),
    ("shall", "must", "write `must` before a duty"),
    (
        "deny",
        "forbid",
        "write `forbid`; `deny` is an answer, behind `expect`",
    ),
    ("prohibit", "forbid", "write `forbid`"),
    ("prohibits", "forbid", "write `forbid`"),
    ("disallow", "forbid", "write `forbid`"),
    ("provided that", "when", "write `when`"),
    ("except when", "unless", "write `unless`"),
    ("except if", "unless", "write `unless`"),
    (
        "notwithstanding",
        "overrides",
        "write `overrides NAME`, with the name of the rule that is lifted",
    ),
    ("with", "to", "write `to` before the party that receives"),
    ("because", "note", "write `note \"…\"`"),
    (
        "e.g",
        "",
        "mark the node whose names are examples with `open`",
    ),
    (
        "i.e",
        "",
        "leave the explanation out, or write it as `note \"…\"`",
    ),
    ("/or", "", "write `or`: it holds for both as well"),
    (
        "%",
        "",
        "write the share in words, for instance as a value of an `ordered` fact",
    ),
    (
        "$",
        "",
        "declare an amount as `number`, and write it without its currency",
    ),
    (
        "€",
        "",
        "declare an amount as `number`, and write it without its currency",
    ),
    (
        "£",
        "",
        "declare an amount as `number`, and write it without its currency",
    ),
    (
        "@",
        "",
        "name a rule with `rule NAME`, and document it with `///`",
    ),
    ("*", "any", "write `any`"),
    ("null", "none", "write `none`"),
    ("true", "yes", "write the flag alone, or `is yes`"),
    ("false", "no", "write `not` before the flag, or `is no`"),
];
