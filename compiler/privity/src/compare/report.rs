//! A difference for people and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::{
    Change, Demand, Difference, Direction, Fate, Part, RuleNote, Saying, Side, Size, Wording,
};
use crate::check::dates::day_name;
use crate::check::policy::Header;
use crate::diagnostic::place::Place;
use crate::request::answer::{Answer, Verdict};
use crate::source::SourceMap;

/// The format of [`document`]; it changes when a field changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

/// Where the texts of one of the two policies are.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// Its header.
    pub header: &'a Header,
    /// Its texts.
    pub sources: &'a SourceMap,
    /// What stands in front of the names of its files.
    pub folder: &'a str,
}

/// Everything a report tells.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// The two policies, the old one first.
    pub texts: [Texts<'a>; 2],
    /// How they differ.
    pub difference: &'a Difference,
    /// What their rules about changes say of it.
    pub demands: &'a [Demand],
}

/// A difference as JSON.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The version of this format.
    pub schema_version: u32,
    /// The two policies, the old one first.
    pub policies: Vec<PolicyNote>,
    /// Whether the two give the same answer to every request.
    pub is_same: bool,
    /// What the new policy has that the old one had not, and the ways in which they differ.
    pub new_elements: Vec<&'static str>,
    /// The changes.
    pub changes: Vec<ChangeNote>,
    /// What the rules about changes of the policy say of it.
    pub demands: Vec<DemandNote>,
}

/// Which policy.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyNote {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// When its text was last changed.
    pub updated: Option<String>,
}

/// A change.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeNote {
    /// In which way the answers changed.
    pub part: Part,
    /// For whom that is.
    pub direction: Direction,
    /// What it is about.
    #[serde(flatten)]
    pub wording: Wording,
    /// How large it is.
    #[serde(flatten)]
    pub size: Size,
    /// Whether it is so only when some duty is known to be broken.
    pub only_when_broken: bool,
    /// What became of the rule that makes it; absent when no rule did.
    pub fate: Option<Fate>,
    /// That rule.
    pub rule: Option<PlacedRule>,
    /// One request.
    pub example: String,
    /// What the old policy says of it.
    pub before: Saying,
    /// What the new policy says of it.
    pub after: Saying,
}

/// A rule with its place.
#[derive(Debug, Clone, Serialize)]
pub struct PlacedRule {
    /// The rule.
    #[serde(flatten)]
    pub rule: RuleNote,
    /// Where it stands.
    pub place: Option<Place>,
}

/// What the rules of a policy say of its change.
#[derive(Debug, Clone, Serialize)]
pub struct DemandNote {
    /// Whose rules.
    pub side: Side,
    /// The event.
    pub event: String,
    /// What follows.
    pub answer: Answer,
}

/// The difference for programs.
#[must_use]
pub fn document(report: &Report<'_>) -> Document {
    let changes = report.difference.changes.iter();
    Document {
        schema_version: SCHEMA_VERSION,
        policies: report
            .texts
            .iter()
            .map(|texts| PolicyNote {
                name: texts.header.name.clone(),
                version: texts.header.version.clone(),
                updated: texts.header.updated.map(day_name),
            })
            .collect(),
        is_same: report.difference.changes.is_empty(),
        new_elements: report.difference.new_elements.clone(),
        changes: changes
            .map(|change| {
                let [before, after] = change.says.clone();
                ChangeNote {
                    part: change.part,
                    direction: change.direction,
                    wording: change.wording.clone(),
                    size: change.size,
                    only_when_broken: change.only_when_broken,
                    fate: change.cause.as_ref().map(|(fate, _)| *fate),
                    rule: change.cause.as_ref().map(|(_, rule)| PlacedRule {
                        rule: rule.clone(),
                        place: report.place(rule),
                    }),
                    example: change.example.clone(),
                    before,
                    after,
                }
            })
            .collect(),
        demands: report
            .demands
            .iter()
            .map(|demand| DemandNote {
                side: demand.side,
                event: demand.event.clone(),
                answer: demand.answer.clone(),
            })
            .collect(),
    }
}

impl Report<'_> {
    fn place(&self, rule: &RuleNote) -> Option<Place> {
        let [old, new] = &self.texts;
        let texts = match rule.side {
            Side::Old => old,
            Side::New => new,
        };
        Place::of(texts.sources, rule.span, texts.folder)
    }

    /// `rule ads (policy.privity:12), citing MH_045`.
    fn rule(&self, rule: &RuleNote) -> String {
        let mut words = format!("`{}`", rule.name);
        // Writing to a string does not fail.
        if let Some(place) = self.place(rule) {
            let _ = write!(words, " ({}:{})", place.file, place.line);
        }
        if !rule.citations.is_empty() {
            let _ = write!(words, ", citing {}", rule.citations.join(", "));
        }
        words
    }
}

/// The difference for people.
#[must_use]
pub fn text(report: &Report<'_>) -> String {
    let mut text = String::new();
    let [old, new] = &report.texts;
    let _ = writeln!(text, "{} -> {}", title(old.header), title(new.header));
    if let Some(remark) = replaced_remark(old.header, new.header) {
        let _ = writeln!(text, "{remark}");
    }
    let changes = &report.difference.changes;
    if changes.is_empty() {
        text.push_str("\nno difference: both give the same answer to every request\n");
        return text;
    }
    let count = |direction| {
        let changes = changes.iter();
        changes
            .filter(|change| change.direction == direction)
            .count()
    };
    let mut parts = Vec::new();
    for (direction, words) in [
        (Direction::LessProtective, "less protective"),
        (Direction::MoreProtective, "more protective"),
        (Direction::Other, "neither"),
    ] {
        let number = count(direction);
        if number > 0 {
            parts.push(format!("{number} {words}"));
        }
    }
    let noun = if changes.len() == 1 {
        "change"
    } else {
        "changes"
    };
    let _ = writeln!(text, "{} {noun}: {}", changes.len(), parts.join(", "));
    let mut heading = None;
    for change in changes {
        let this = (change.part, change.only_when_broken);
        if heading != Some(this) {
            heading = Some(this);
            let _ = writeln!(
                text,
                "\n{}",
                part_words(change.part, change.only_when_broken)
            );
        }
        text.push_str(&change_text(report, change));
    }
    text.push_str(&demands_text(report));
    text
}

fn title(header: &Header) -> String {
    let mut words = header.name.clone();
    if let Some(version) = &header.version {
        let _ = write!(words, " {version}");
    }
    if let Some(day) = header.updated {
        let _ = write!(words, " (updated {})", day_name(day));
    }
    words
}

/// A remark when the new policy says that it replaces another one than the old.
fn replaced_remark(old: &Header, new: &Header) -> Option<String> {
    let (name, version) = new.replaces.as_ref()?;
    let fits = *name == old.name
        && version
            .as_ref()
            .is_none_or(|version| old.version.as_ref() == Some(version));
    let version = version
        .as_ref()
        .map_or_else(String::new, |version| format!(" {version}"));
    (!fits).then(|| format!("(the new policy says that it replaces {name}{version})"))
}

fn part_words(part: Part, only_when_broken: bool) -> String {
    let words = match part {
        Part::NewlyPermitted => "newly permitted",
        Part::NoLongerPermitted => "no longer permitted",
        Part::NoLongerCovered => "denied before, outside the policy now",
        Part::NewlyDenied => "outside the policy before, denied now",
        Part::WeakerDuties => "permitted with fewer or weaker duties",
        Part::StrongerDuties => "permitted with more or stronger duties",
        Part::OtherDuties => "permitted with other duties",
    };
    if only_when_broken {
        format!("{words}, only when a duty is broken")
    } else {
        words.to_owned()
    }
}

fn change_text(report: &Report<'_>, change: &Change) -> String {
    let mut text = String::new();
    let sign = match change.direction {
        Direction::LessProtective => '-',
        Direction::MoreProtective => '+',
        Direction::Other => '~',
    };
    for (at, act) in change.wording.acts.iter().enumerate() {
        let lead = if at == 0 { sign } else { ' ' };
        let _ = writeln!(text, "{lead} {act}");
    }
    match change.wording.further {
        Some(0) => {}
        Some(further) => {
            let _ = writeln!(text, "  and {further} more");
        }
        None => text.push_str("  and many more\n"),
    }
    if !change.wording.circumstances.is_empty() {
        let _ = writeln!(text, "    {}", change.wording.circumstances);
    }
    if !change.wording.is_whole {
        text.push_str("    in some of these circumstances\n");
    }
    let _ = writeln!(text, "    {}", size_words(&change.size));
    let cause = match &change.cause {
        Some((Fate::Added, rule)) => format!("by the new rule {}", report.rule(rule)),
        Some((Fate::Removed, rule)) => format!("by taking out the rule {}", report.rule(rule)),
        Some((Fate::Changed, rule)) => format!("by the changed rule {}", report.rule(rule)),
        None => "by changed groups, facts, places or dates".to_owned(),
    };
    let _ = writeln!(text, "    {cause}");
    let _ = writeln!(text, "    for instance: {}", change.example);
    let [before, after] = &change.says;
    let _ = writeln!(text, "      before: {}", saying(before));
    let _ = writeln!(text, "      now: {}", saying(after));
    text
}

fn size_words(size: &Size) -> String {
    let acts = size.sorts_of_act.round();
    let noun = if (acts - 1.0).abs() < 0.5 {
        "sort of act"
    } else {
        "sorts of act"
    };
    format!("{acts} {noun}, {} of all", percent(size.share_of_acts))
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent < 0.1 {
        "less than 0.1 %".to_owned()
    } else {
        format!("{percent:.1} %")
    }
}

/// `permitted by `ads`, with `encrypt(in_transit)``.
fn saying(saying: &Saying) -> String {
    let quoted = |names: Vec<&str>| -> String {
        let names = names.iter().map(|name| format!("`{name}`"));
        names.collect::<Vec<_>>().join(", ")
    };
    let mut words = saying.why.clone();
    if !saying.rules.is_empty() {
        let names = saying.rules.iter().map(|rule| rule.name.as_str()).collect();
        let _ = write!(words, " by {}", quoted(names));
    }
    if !saying.duties.is_empty() {
        let duties = saying.duties.iter().map(String::as_str).collect();
        let _ = write!(words, ", with {}", quoted(duties));
    }
    words
}

fn demands_text(report: &Report<'_>) -> String {
    let mut text = String::new();
    let elements = report.difference.new_elements.join(", ");
    let _ = writeln!(text, "\nwhat this change demands ({elements})");
    if report.demands.is_empty() {
        text.push_str("  neither policy says what a change of the policy demands\n");
    }
    for demand in report.demands {
        let whose = match demand.side {
            Side::Old => "old",
            Side::New => "new",
        };
        let rules: Vec<String> = demand
            .answer
            .rules
            .iter()
            .map(|rule| {
                if rule.citation.is_empty() {
                    format!("`{}`", rule.name)
                } else {
                    format!("`{}`, citing {}", rule.name, rule.citation)
                }
            })
            .collect();
        let duties: Vec<String> = demand.answer.duties.iter().map(duty_words).collect();
        let what = match demand.answer.verdict {
            Verdict::Permit if duties.is_empty() => "nothing".to_owned(),
            Verdict::Permit => duties.join("; "),
            Verdict::Needs => format!("it depends on {}", demand.answer.needs.join(", ")),
            Verdict::Deny | Verdict::NotApplicable => demand.answer.reason.clone(),
        };
        let _ = writeln!(text, "  the {whose} policy, on {}: {what}", demand.event);
        if !rules.is_empty() {
            let _ = writeln!(text, "    by {}", rules.join("; "));
        }
    }
    text
}

fn duty_words(duty: &crate::request::answer::Duty) -> String {
    let mut words = duty.duty.clone();
    if let Some(through) = &duty.through {
        let _ = write!(words, " through {}", through.join(" or "));
    }
    if let Some(within) = &duty.within {
        let _ = write!(words, " within {within}");
    }
    if let Some(before) = &duty.before {
        let _ = write!(words, " before {before}");
    }
    if let Some(every) = &duty.every {
        let _ = write!(words, " every {every}");
    }
    words
}
