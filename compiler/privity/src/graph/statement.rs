//! Diagrams that say something of every atom, in the words of [`Elements`].

use super::apply::Workshop;
use super::budget::OverBudget;
use super::element::{Element, Elements};
use super::store::Diagram;

/// The statement where the region is true, silence elsewhere.
pub(super) fn label(
    region: Diagram,
    element: Element,
    workshop: &mut Workshop,
    elements: &mut Elements,
) -> Result<Diagram, OverBudget> {
    let said = elements.intern(element);
    workshop.map(region, &mut |number| {
        if number == 0 { Elements::SILENT } else { said }
    })
}

/// What two diagrams of one layer say together.
pub(super) fn join(
    one: Diagram,
    other: Diagram,
    workshop: &mut Workshop,
    elements: &mut Elements,
) -> Result<Diagram, OverBudget> {
    workshop.apply(one, other, &mut |one: Diagram, other: Diagram| {
        if one == other || other == Elements::SILENT {
            return Some(one);
        }
        if one == Elements::SILENT {
            return Some(other);
        }
        let joined = elements.join(elements.of(one)?, elements.of(other)?);
        Some(elements.intern(joined))
    })
}

/// What is said within a region, silence elsewhere.
pub(super) fn within(
    region: Diagram,
    said: Diagram,
    workshop: &mut Workshop,
) -> Result<Diagram, OverBudget> {
    workshop.apply(
        region,
        said,
        &mut |region: Diagram, said: Diagram| match region {
            Diagram::FALSE => Some(Elements::SILENT),
            Diagram::TRUE => Some(said),
            _ if said == Elements::SILENT => Some(said),
            _ => None,
        },
    )
}
