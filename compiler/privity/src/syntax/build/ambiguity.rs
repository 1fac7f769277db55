//! Ambiguities and their readings.

use pest::iterators::Pair;

use super::super::ast::{Ambiguity, ItemKind, Reading};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;

impl<'a> Builder<'a> {
    pub(super) fn ambiguity(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_ambiguity);
        let mut ambiguity: Option<Ambiguity> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut ambiguity) {
                _ if around.over => {}
                (Rule::ambiguity_head, _) => {
                    let (name, question) = self.name_and_text(part.clone());
                    ambiguity = name.map(|name| Ambiguity {
                        name,
                        question,
                        readings: Vec::new(),
                        citations: Vec::new(),
                        notes: Vec::new(),
                    });
                }
                (Rule::ambiguity_part, Some(ambiguity)) => {
                    self.ambiguity_part(part.clone(), ambiguity);
                }
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        ambiguity.map(ItemKind::Ambiguity)
    }

    fn ambiguity_part(&mut self, pair: Pair<'a, Rule>, ambiguity: &mut Ambiguity) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        match part.as_rule() {
            Rule::reading => ambiguity.readings.extend(self.reading(&part)),
            Rule::cite => ambiguity.citations.extend(self.citations(part)),
            _ => ambiguity
                .notes
                .extend(part.into_inner().last().map(|text| self.text(&text))),
        }
    }

    fn reading(&mut self, pair: &Pair<'a, Rule>) -> Option<Reading> {
        let (name, text) = self.name_and_text(pair.clone());
        let mut parts = pair.clone().into_inner();
        Some(Reading {
            name: name?,
            is_default: parts.any(|part| part.as_rule() == Rule::kw_default),
            text,
            span: self.span(pair),
        })
    }
}
