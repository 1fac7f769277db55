//! What was found in a state of a package, in parts by file. A part that no change touches is handed on to the next state as it is, with
//! what editors read of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use privity::diagnostic::{Code, Diagnostic};
use privity::source::{FileId, SourceMap, Span};
use privity::triage::Search;

use crate::published::Listed;

/// All findings, by the file of the first place of each; `None` for those without a place.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found(pub(super) BTreeMap<Option<FileId>, Arc<Part>>);

/// The findings of one file.
#[derive(Debug)]
pub(crate) struct Part {
    findings: Vec<Diagnostic>,
    /// The files that they name places in.
    files: BTreeSet<FileId>,
    listed: OnceLock<BTreeMap<Option<FileId>, Listed>>,
}

/// How much of items was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// Everything that can be wrong with the words of each for itself.
    Words,
    /// Whether their names are known.
    Names,
}

impl Depth {
    /// Whether a finding would have been made again.
    fn reaches(self, finding: &Diagnostic) -> bool {
        match self {
            Self::Words => !is_of_text(finding) && Search::of(finding.code) == Search::Words,
            Self::Names => matches!(
                finding.code,
                Code::UnknownName | Code::WrongKind | Code::NotImported
            ),
        }
    }
}

impl Part {
    fn of(findings: Vec<Diagnostic>, sources: &SourceMap) -> Arc<Self> {
        let files = findings.iter().flat_map(places);
        let files = files.filter_map(|span| Some(sources.locate(span)?.0));
        Arc::new(Self {
            files: files.collect(),
            findings,
            listed: OnceLock::new(),
        })
    }

    /// What editors read of it in each file, made when it is first asked for. Who asks never waits for a thread of lower priority that is at it.
    pub(crate) fn listed(
        &self,
        list: impl FnOnce(&[Diagnostic]) -> BTreeMap<Option<FileId>, Listed>,
    ) -> &BTreeMap<Option<FileId>, Listed> {
        match self.listed.get() {
            Some(known) => known,
            None => {
                let listed = list(&self.findings);
                self.listed.get_or_init(|| listed)
            }
        }
    }
}

impl Found {
    /// These findings.
    pub(super) fn of(findings: Vec<Diagnostic>, sources: &SourceMap) -> Self {
        let mut by_file: BTreeMap<Option<FileId>, Vec<Diagnostic>> = BTreeMap::new();
        for finding in findings {
            let place = finding.primary.as_ref();
            let file = place.and_then(|label| Some(sources.locate(label.span)?.0));
            by_file.entry(file).or_default().push(finding);
        }
        let parts = by_file.into_iter();
        Self(
            parts
                .map(|(file, findings)| (file, Part::of(findings, sources)))
                .collect(),
        )
    }

    /// The findings after a change to one file: where they are now, those without a touched place. In that file those of its text give way to
    /// `of_text`. All texts are those after the change.
    pub(super) fn after(
        &self,
        file: FileId,
        moved: &dyn Fn(Span) -> Option<Span>,
        of_text: Vec<Diagnostic>,
        sources: &SourceMap,
    ) -> Self {
        let mut parts = self.0.clone();
        let mut own = of_text;
        if let Some(part) = parts.remove(&Some(file)) {
            let rest = part.findings.iter().filter(|finding| !is_of_text(finding));
            own.extend(rest.filter_map(|finding| finding.moved(moved)));
        }
        for part in parts.values_mut().filter(|part| part.files.contains(&file)) {
            let findings = part.findings.iter();
            let findings = findings.filter_map(|finding| finding.moved(moved));
            *part = Part::of(findings.collect(), sources);
        }
        if !own.is_empty() {
            parts.insert(Some(file), Part::of(own, sources));
        }
        Self(parts)
    }

    /// The findings with `own` in the place of what was found earlier of some items, which stand at `places`.
    pub(super) fn with_items(
        &self,
        places: &[Span],
        depth: Depth,
        mut own: Vec<Diagnostic>,
        sources: &SourceMap,
    ) -> Self {
        let is_in_one = |place: Span| {
            let mut places = places.iter();
            places.any(|own| own.start <= place.start && place.end <= own.end)
        };
        let files = places
            .iter()
            .filter_map(|&place| Some(sources.locate(place)?.0));
        let files: BTreeSet<FileId> = files.collect();
        let mut parts = self.0.clone();
        parts.retain(|file, part| {
            let is_touched = files.iter().any(|file| part.files.contains(file));
            if !is_touched {
                return true;
            }
            let kept = part.findings.iter().filter_map(|finding| {
                if !depth.reaches(finding) {
                    return Some(finding.clone());
                }
                let primary = finding.primary.as_ref();
                if primary.is_some_and(|label| is_in_one(label.span)) {
                    return None;
                }
                // What stands in one of them and in others is still to be told of the others.
                let mut kept = finding.clone();
                kept.elsewhere.retain(|place| !is_in_one(*place));
                Some(kept)
            });
            // All that is new stands in these files, so their parts are put together below.
            if file.is_some_and(|file| files.contains(&file)) {
                own.extend(kept);
                return false;
            }
            *part = Part::of(kept.collect(), sources);
            true
        });
        parts.extend(Self::of(own, sources).0);
        Self(parts)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.parts().flat_map(|part| &part.findings)
    }

    /// All of them, part by part.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.0.values().map(|part| &**part)
    }
}

/// Whether a finding is made while texts are read and parsed.
fn is_of_text(finding: &Diagnostic) -> bool {
    finding.code.stage() == 0
}

/// All places that a finding names.
fn places(finding: &Diagnostic) -> impl Iterator<Item = Span> {
    let labels = finding.primary.iter().chain(&finding.labels);
    let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
    labels
        .map(|label| label.span)
        .chain(finding.elsewhere.iter().copied())
        .chain(finding.causes.iter().copied())
        .chain(edits.map(|edit| edit.span))
}
