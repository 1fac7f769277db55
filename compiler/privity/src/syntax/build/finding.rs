//! Recorded findings.

use pest::iterators::Pair;

use super::super::ast::{Finding, ItemKind};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;

impl<'a> Builder<'a> {
    pub(super) fn finding(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_finding);
        let mut finding: Option<Finding> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut finding) {
                _ if around.over => {}
                (Rule::finding_head, _) => {
                    let (name, what) = self.name_and_text(part.clone());
                    finding = name.map(|name| Finding {
                        name,
                        what,
                        settled: Vec::new(),
                        notes: Vec::new(),
                        citations: Vec::new(),
                    });
                }
                (Rule::finding_part, Some(finding)) => self.finding_part(part.clone(), finding),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        finding.map(ItemKind::Finding)
    }

    fn finding_part(&mut self, pair: Pair<'a, Rule>, finding: &mut Finding) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        match part.as_rule() {
            Rule::settled => {
                finding.settled.extend(self.paths(part.into_inner()));
            }
            Rule::cite => finding.citations.extend(self.citations(part)),
            _ => finding
                .notes
                .extend(part.into_inner().last().map(|text| self.text(&text))),
        }
    }
}
