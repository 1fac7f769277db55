//! Recipients of whom nobody says where they sit, in a policy that looks at borders.

use super::concepts::{actions, names as names_of};
use super::diagnostics::nowhere;
use super::requests::{Requests, SET, names, test};
use super::scope::minus;
use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Kind, Layer, Policy};
use crate::check::values::ValueSet;
use crate::graph::TooLarge;

/// The acts by which a party receives data.
const SENDING: &[&str] = &["share", "sell"];

/// At most one finding, with all such parties: those that may receive data wherever these go.
pub(super) fn find(requests: &mut Requests<'_, '_>) -> Result<Vec<Found>, TooLarge> {
    let policy = requests.policy;
    let looks_at_borders = policy
        .rules
        .iter()
        .any(|rule| rule.layer == Layer::Transfer)
        || policy.sits_in.iter().any(Option::is_some);
    if !looks_at_borders {
        return Ok(Vec::new());
    }
    let permits = requests.permits(|rule| names(rule, ClassAxis::Recipient));
    let sent = requests.any_of(&permits)?;
    let sent = requests.within(sent, ClassAxis::Recipient, &unplaced(policy))?;
    let sent = requests.within(sent, ClassAxis::Action, &actions(policy, SENDING))?;
    let allowed = requests.space.permitted_by(SET, Layer::Base)?;
    let sent = requests.space.and(sent, allowed)?;
    let sent = requests.space.and(sent, requests.open)?;
    // Whoever may receive data at some places only is somewhere.
    let asked = requests.on(ClassAxis::Recipient, &unplaced(policy))?;
    let asked = requests.within(asked, ClassAxis::Action, &actions(policy, SENDING))?;
    let elsewhere = requests.space.without(asked, sent)?;
    let elsewhere = requests.whatever(elsewhere, ClassAxis::Destination)?;
    let anywhere = requests.space.without(sent, elsewhere)?;
    if anywhere.is_empty() {
        return Ok(Vec::new());
    }
    let parties = requests.values(anywhere, ClassAxis::Recipient)?;
    let parties = names_of(policy, ClassAxis::Recipient, &parties);
    let rules = requests.holding(&permits, anywhere)?;
    let finding = nowhere(&parties, &rules);
    Ok(vec![requests.told(anywhere, finding)])
}

/// The parties of whom nobody says where they sit, apart from the people whom the data are about.
fn unplaced(policy: &Policy) -> ValueSet {
    let parties = (0_i64..).zip(&policy.sits_in);
    let unplaced = parties
        .filter(|(_, places)| places.is_none())
        .map(|(party, _)| (party, party));
    let person = policy.node(Kind::Party, "data_subject");
    let person = person.map_or_else(ValueSet::empty, |node| node.atoms.clone());
    minus(&ValueSet::from_intervals(unplaced), &person)
}

/// The tests that this looks at, for the space to know them.
pub(super) fn tests(policy: &Policy) -> Vec<Condition> {
    vec![
        test(ClassAxis::Action, &actions(policy, SENDING)),
        test(ClassAxis::Recipient, &unplaced(policy)),
    ]
}
