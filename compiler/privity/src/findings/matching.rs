//! Which recorded finding a finding of the compiler is evidence for: the one whose places its items cite.

use std::collections::BTreeSet;

use super::evidence::Evidence;
use crate::check::policy::RecordedFinding;
use crate::diagnostic::Code;

/// For each recorded finding the positions of its evidence. A finding of the compiler may be evidence for several that are about as close.
pub(super) fn matched(recorded: &[RecordedFinding], evidence: &[Evidence]) -> Vec<Vec<usize>> {
    let wanted: Vec<BTreeSet<&str>> = recorded
        .iter()
        .map(|finding| {
            let citations = finding.citations.iter();
            citations.map(|citation| citation.label.as_str()).collect()
        })
        .collect();
    let mut found = vec![Vec::new(); recorded.len()];
    for (at, evidence) in evidence.iter().enumerate() {
        if sums_up(evidence.code) {
            continue;
        }
        let close: Vec<usize> = wanted
            .iter()
            .map(|wanted| closeness(wanted, &evidence.item_cites))
            .collect();
        let best = close.iter().copied().max().unwrap_or_default();
        for (finding, close) in found.iter_mut().zip(close) {
            if close >= LEAST && close * 10 >= best * 7 {
                finding.push(at);
            }
        }
    }
    found
}

/// What is less close than this, in millionths, is chance.
const LEAST: usize = 50_000;

/// Whether a finding lists many things at once; a recorded finding names its own among them.
fn sums_up(code: Code) -> bool {
    matches!(
        code,
        Code::LeftToJudgement
            | Code::TimeWithoutNumber
            | Code::UnnamedLaw
            | Code::OpenLists
            | Code::PartyNowhere
            | Code::SpecialUnguarded
    )
}

/// The part of the items that cite something wanted, times the part of what is wanted that they cite, in millionths. Nothing if the
/// first item, which the finding is about, cites nothing wanted, or if two places are not in common where either side has two.
fn closeness(wanted: &BTreeSet<&str>, items: &[BTreeSet<String>]) -> usize {
    let is_wanted = |label: &String| wanted.contains(label.as_str());
    let all: BTreeSet<&String> = items.iter().flatten().collect();
    let common = all.iter().filter(|label| is_wanted(label)).count();
    let citing: Vec<&BTreeSet<String>> = items.iter().filter(|cites| !cites.is_empty()).collect();
    let hits = citing
        .iter()
        .filter(|cites| cites.iter().any(is_wanted))
        .count();
    let about = items
        .first()
        .is_some_and(|first| first.iter().any(is_wanted));
    if !about || common < 2.min(wanted.len()).min(all.len()) {
        return 0;
    }
    hits * common * 1_000_000 / (citing.len() * wanted.len()).max(1)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::closeness;

    fn cites(words: &[&str]) -> BTreeSet<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn items_and_places_both_count() {
        let wanted = ["a", "b", "c", "d"].into_iter().collect();
        assert_eq!(
            closeness(&wanted, &[cites(&["a"]), cites(&["b", "x"])]),
            500_000
        );
        assert_eq!(
            closeness(&wanted, &[cites(&["a", "b", "c", "d"]), cites(&["x"])]),
            500_000
        );
        assert_eq!(
            closeness(&wanted, &[cites(&["a", "b"]), cites(&["x"])]),
            250_000
        );
    }

    #[test]
    fn what_a_finding_is_about_must_be_cited() {
        let wanted = ["a", "b"].into_iter().collect();
        assert_eq!(closeness(&wanted, &[cites(&["x"]), cites(&["a", "b"])]), 0);
        assert_eq!(closeness(&wanted, &[cites(&["a"]), cites(&["x"])]), 0);
        assert_eq!(closeness(&wanted, &[]), 0);
    }
}
