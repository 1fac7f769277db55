//! A policy of 50,000 lines: its words in one file, its facts in another, its rules in 24 more.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many files of rules there are, each with its own branch of data.
const FILES: usize = 24;
/// How many rules are in each, of four lines and a blank one.
const RULES: usize = 400;

/// The policy, and the file of it that is typed in.
pub(crate) struct Workspace {
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) typed: String,
}

impl Workspace {
    /// Makes the policy: the same in every run.
    pub(crate) fn generate() -> Self {
        let mut files = BTreeMap::new();
        let mut entry = String::from("import words\nimport facts\n");
        for file in 0..FILES {
            writeln!(entry, "import rules{file}").unwrap();
            files.insert(format!("rules{file}.privity"), rules(file));
        }
        entry.push_str(
            "\npolicy large\n  by controller\n  since 2020-01-01\n\npermit transfer any\n",
        );
        files.insert("policy.privity".to_owned(), entry);
        files.insert("words.privity".to_owned(), words());
        files.insert("facts.privity".to_owned(), facts());
        Self {
            files,
            typed: "rules12.privity".to_owned(),
        }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        &self.files[name]
    }

    pub(crate) fn lines(&self) -> usize {
        self.files.values().map(|text| text.lines().count()).sum()
    }

    pub(crate) fn lines_of(&self, name: &str) -> usize {
        self.text(name).lines().count()
    }

    /// A blank line between two rules in the middle of the file.
    pub(crate) fn place_of_rules(&self) -> (usize, usize) {
        (self.line_after("rule r12_200"), 0)
    }

    /// A line among the nodes of the file.
    pub(crate) fn place_of_nodes(&self) -> (usize, usize) {
        let lines = self.text(&self.typed).lines();
        let head = lines.take_while(|line| !line.starts_with("data {")).count();
        (head + 1, 0)
    }

    fn line_after(&self, head: &str) -> usize {
        let lines: Vec<&str> = self.text(&self.typed).lines().collect();
        let at = lines
            .iter()
            .position(|line| line.starts_with(head))
            .unwrap();
        let blank = lines[at..].iter().position(|line| line.is_empty()).unwrap();
        at + blank + 1
    }

    /// The place of a name in front of the middle of the file.
    pub(crate) fn name_place(&self, round: usize) -> (usize, usize) {
        let line = self.line_after("rule r12_2 ") + (round * 5) % 900;
        let text = self.text(&self.typed).lines().nth(line).unwrap();
        let column = text.rfind(' ').map_or(0, |blank| blank + 2);
        (line, column.min(text.len()))
    }
}

fn words() -> String {
    let mut text = String::from("import privity.actions\n\nparty {\n  controller\n  company {\n");
    for number in 0..40 {
        writeln!(text, "    company{number}").unwrap();
    }
    text.push_str("  }\n}\n\npurpose {\n  goal {\n");
    for number in 0..40 {
        writeln!(text, "    goal{number}").unwrap();
    }
    text.push_str("  }\n}\n");
    text
}

fn facts() -> String {
    let mut text = String::new();
    for number in 0..40 {
        writeln!(text, "/// Whether it is so.\nfact flag{number} is flag\n").unwrap();
    }
    text
}

fn rules(file: usize) -> String {
    let mut text = format!(
        "// Rules, part {file}.\n\nimport privity.actions\nimport words\nimport facts\n\ndata {{\n"
    );
    for heading in 0..20 {
        writeln!(text, "  topic{file}_{heading} {{").unwrap();
        for item in 0..4 {
            writeln!(text, "    item{file}_{heading}_{item}").unwrap();
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n\n");
    for rule in 0..RULES {
        let (heading, item) = (rule % 20, rule % 4);
        let (party, goal, flag) = (rule % 37, rule % 31, rule % 40);
        if rule % 3 == 2 {
            writeln!(
                text,
                "rule r{file}_{rule} forbid share item{file}_{heading}_{item}\n  to company{party}\n  for goal{goal}\n  when flag{flag}\n"
            )
            .unwrap();
        } else {
            writeln!(
                text,
                "rule r{file}_{rule} permit collect, use, share topic{file}_{heading}\n  to company{party}\n  for goal{goal}\n  unless flag{flag}\n"
            )
            .unwrap();
        }
    }
    text
}
