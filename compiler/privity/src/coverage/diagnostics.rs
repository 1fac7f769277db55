//! The findings about a text and its citations, one function each.

use super::anchors::line;
use super::survey::Place;
use crate::check::policy::PlacedAnchor;
use crate::diagnostic::suggest::or_list;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// So many citations are shown beside an anchor whose words have changed.
const MOST_CITATIONS: usize = 3;

/// Why a text cannot be compared, if it cannot.
#[must_use]
pub fn unusable(name: &str, text: &str) -> Option<Diagnostic> {
    let begin: String = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .chars()
        .take(15)
        .flat_map(char::to_lowercase)
        .collect();
    let (why, help) = if begin.is_empty() {
        ("it is empty", "give the text that people are shown")
    } else if ["<!doctype", "<html", "<?xml"]
        .iter()
        .any(|mark| begin.starts_with(mark))
    {
        (
            "it is a page of HTML or XML, not its text",
            "save the page as plain text or Markdown, with an empty line between paragraphs",
        )
    } else if ["%pdf-", "{\\rtf", "pk\u{3}\u{4}"]
        .iter()
        .any(|mark| begin.starts_with(mark))
    {
        (
            "it is a document of a word processor, not its text",
            "save the document as plain text in UTF-8",
        )
    } else if text.contains('\0') {
        (
            "it has zero bytes in it, as no text has",
            "save the text as UTF-8; it may be UTF-16 now",
        )
    } else {
        return None;
    };
    Some(
        Diagnostic::without_place(
            Code::TextUnusable,
            format!("`{name}` cannot be compared with the policy: {why}"),
        )
        .help(help),
    )
}

/// The policy does not say which text is meant.
#[must_use]
pub fn no_such_source(wanted: Option<&str>, known: &[&str]) -> Diagnostic {
    let message = match (wanted, known) {
        (Some(wanted), _) => format!("the policy has no source `{wanted}`"),
        (None, []) => "the policy has no source: it names no text that it was made from".to_owned(),
        (None, known) => format!(
            "the policy has {} sources, and one text can be compared with one of them",
            known.len()
        ),
    };
    let help = if known.is_empty() {
        "write one with `privity anchors FILE`, and cite its anchors".to_owned()
    } else {
        format!("name one behind `--name`: {}", or_list(known))
    };
    Diagnostic::without_place(Code::NoSuchSource, message).help(help)
}

/// The words of an anchor stand elsewhere.
pub(super) fn moved(placed: &PlacedAnchor, to: &Place, ambiguous: bool, now: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::WordsMoved,
        placed.place,
        format!("the words that `{}` cites have moved", placed.name),
    )
    .because("they were here")
    .label(now, "they are here now");
    if ambiguous {
        finding.help(format!(
            "they stand in several places; choose one, for instance {to}"
        ))
    } else {
        finding.help(format!("write {to}; `--fix` does it")).fix(
            "write the new place",
            placed.place,
            to.to_string(),
        )
    }
}

/// The words of an anchor are divided otherwise.
pub(super) fn divided(placed: &PlacedAnchor, to: &[Place], now: Span) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::WordsDivided,
        placed.place,
        format!(
            "the words that `{}` cites are divided otherwise now",
            placed.name
        ),
    )
    .because("they were here")
    .label(now, "they are here now");
    match to {
        [to] => finding.help(format!("write {to}; `--fix` does it")).fix(
            "write the new place",
            placed.place,
            to.to_string(),
        ),
        several => {
            let places: Vec<String> = several.iter().map(Place::to_string).collect();
            finding.help(format!(
                "an anchor names one paragraph: make one for each of {}, and cite them all",
                places.join("; ")
            ))
        }
    }
}

/// Other words stand where the words of an anchor stood.
pub(super) fn changed(placed: &PlacedAnchor, at: &Place, words: &str, now: Span) -> Diagnostic {
    let new = line(&placed.name, at, words);
    let finding = Diagnostic::at(
        Code::WordsChanged,
        placed.digest,
        format!(
            "the words that `{}` cites are no longer in the text",
            placed.name
        ),
    )
    .because("this is the digest of the old words")
    .label(now, "these words stand in their place");
    let finding = cited(finding, placed).help(format!(
        "compare the words with what cites them; when that is right again, write `{new}`"
    ));
    if Place::of(&placed.anchor) == *at {
        finding
    } else {
        // The digest stays, and with it the finding; without the place, the next comparison would lose the track.
        finding.fix("write the new place", placed.place, at.to_string())
    }
}

/// Neither the words nor the place of an anchor are in the text.
pub(super) fn gone(placed: &PlacedAnchor) -> Diagnostic {
    let finding = Diagnostic::at(
        Code::WordsGone,
        placed.place,
        format!(
            "the words that `{}` cites are gone from the text",
            placed.name
        ),
    )
    .because("nothing stands at this place that no other anchor cites");
    cited(finding, placed)
        .help("take out what rests on these words alone, or cite what it rests on now, and take out the anchor")
}

fn cited(finding: Diagnostic, placed: &PlacedAnchor) -> Diagnostic {
    placed
        .cited_at
        .iter()
        .take(MOST_CITATIONS)
        .fold(finding, |finding, &span| finding.label(span, "cited here"))
}

/// How much of a text nothing cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent<'a> {
    /// Everything below a heading: so many paragraphs.
    Heading(&'a str, usize),
    /// A paragraph, or sentences of one.
    Places(&'a [Place]),
}

/// A part of the text that nothing cites. `anchor` names an anchor that is there already, if one is.
pub(super) fn uncited(
    extent: Extent<'_>,
    spans: &[Span],
    anchors: &[String],
) -> Option<Diagnostic> {
    let message = match extent {
        Extent::Heading("", count) => {
            format!(
                "nothing cites the {} before the first heading",
                paragraphs(count)
            )
        }
        Extent::Heading(title, count) => {
            format!("nothing cites the {} below `{title}`", paragraphs(count))
        }
        Extent::Places([place]) => format!("nothing cites {place}"),
        Extent::Places([place, ..]) => format!(
            "nothing cites {} sentences of \"{}\" paragraph {}",
            spans.len(),
            place.heading,
            place.paragraph
        ),
        Extent::Places([]) => return None,
    };
    let mut spans = spans.iter().copied();
    let finding = Diagnostic::at(Code::Uncited, spans.next()?, message).also_at(spans);
    let help = match anchors {
        [] => "give the places anchors (`--print-anchors` writes them) and cite them: in the rule they found, or in an `inform` if they decide nothing"
            .to_owned(),
        anchors => {
            let names: Vec<&str> = anchors.iter().map(String::as_str).collect();
            format!(
                "cite {} in the rule that it founds, or in an `inform` if it decides nothing",
                or_list(&names)
            )
        }
    };
    Some(finding.help(help))
}

fn paragraphs(count: usize) -> String {
    match count {
        1 => "paragraph".to_owned(),
        count => format!("{count} paragraphs"),
    }
}
