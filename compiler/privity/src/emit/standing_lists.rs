//! Writes down what stands beside the rules: switches, promises, documents.

use super::document::Citation;
use super::duty_lists::duty;
use super::policy_lists::citation;
use super::standing_document::{Promise, RankedDocument, Switch};
use crate::check::policy::{self, Policy};
use crate::syntax::ast::Order;

fn citations(all: &[policy::Citation]) -> Vec<Citation> {
    all.iter().map(citation).collect()
}

pub(super) fn switches(policy: &Policy) -> Vec<Switch> {
    let switches = policy.switches.iter().map(|switch| Switch {
        name: switch.name.clone(),
        title: switch.title.clone(),
        through: switch.through.clone(),
        at_once: switch.at_once,
        citations: citations(&switch.citations),
        documentation: switch.docs.clone(),
    });
    switches.collect()
}

pub(super) fn promises(policy: &Policy) -> Vec<Promise> {
    let promises = policy.promises.iter().map(|promise| Promise {
        name: promise.name.clone(),
        title: promise.title.clone(),
        duties: promise.duties.iter().map(duty).collect(),
        by: promise.by.clone(),
        citations: citations(&promise.citations),
        documentation: promise.docs.clone(),
    });
    promises.collect()
}

pub(super) fn documents(policy: &Policy) -> Vec<RankedDocument> {
    let documents = policy.documents.iter().map(|document| {
        let ranked = |order: Order| {
            let ranks = document.ranks.iter().filter(|(own, _)| *own == order);
            ranks.map(|(_, name)| name.clone()).collect()
        };
        RankedDocument {
            name: document.name.clone(),
            title: document.title.clone(),
            above: ranked(Order::Above),
            below: ranked(Order::Below),
            beside: ranked(Order::Beside),
            citations: citations(&document.citations),
            documentation: document.docs.clone(),
        }
    });
    documents.collect()
}
