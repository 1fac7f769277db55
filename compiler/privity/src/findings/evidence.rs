//! What a finding of the compiler points at: the items, and the places of the text that they cite.

use std::collections::BTreeSet;

use super::places::Places;
use crate::diagnostic::{Code, Diagnostic, Severity};

/// A finding of the compiler with what it points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Which problem.
    pub code: Code,
    /// How serious.
    pub severity: Severity,
    /// The message.
    pub message: String,
    /// The items it points at, in order, each once.
    pub items: Vec<String>,
    /// What these cite.
    pub cites: BTreeSet<String>,
    /// What each of the items cites, in their order.
    pub(super) item_cites: Vec<BTreeSet<String>>,
}

impl Evidence {
    pub(super) fn of(finding: &Diagnostic, places: &Places) -> Self {
        let mut items = Vec::new();
        let mut cites = BTreeSet::new();
        let mut item_cites = Vec::new();
        for label in finding.primary.iter().chain(&finding.labels) {
            if let Some(place) = places.around(label.span) {
                if !items.contains(&place.name) {
                    items.push(place.name.clone());
                    item_cites.push(place.cites.clone());
                }
                cites.extend(place.cites.iter().cloned());
            }
        }
        Self {
            code: finding.code,
            severity: finding.severity,
            message: finding.message.clone(),
            items,
            cites,
            item_cites,
        }
    }
}
