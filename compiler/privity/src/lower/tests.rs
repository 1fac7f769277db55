//! What dimensions and formulas a policy lowers to.

use std::cmp::Ordering;

use super::{BorderGroups, Formula, Lowered, lower};
use crate::check::policy::{AxisId, ClassAxis, Condition, Effect};
use crate::check::values::ValueSet;
use crate::graph::sample::{DE, DEVICE, FR, GB, Sample, US, all, brexit, is};

fn axes(lowered: &Lowered) -> Vec<AxisId> {
    lowered
        .dimensions
        .iter()
        .map(|dimension| dimension.axis)
        .collect()
}

fn place(lowered: &Lowered, axis: AxisId) -> Option<usize> {
    axes(lowered).iter().position(|&known| known == axis)
}

#[test]
fn an_axis_that_no_rule_tests_drops_out() {
    let mut sample = Sample::new();
    let (used, unused) = (sample.fact("used", 1), sample.fact("unused", 1));
    sample.permit(is(used, &[1]));
    let lowered = lower(&sample.policy);
    assert!(place(&lowered, used).is_some());
    assert_eq!(place(&lowered, unused), None);
    assert_eq!(place(&lowered, ClassAxis::Subject.id()), None);
}

#[test]
fn values_that_all_rules_treat_alike_share_a_class() {
    let mut sample = Sample::new();
    sample.permit(is(ClassAxis::Data.id(), &[0, 2]));
    let lowered = lower(&sample.policy);
    let data = lowered.dimension_of[ClassAxis::Data.id().index()].unwrap();
    let data = lowered.dimensions.at(data);
    assert_eq!(data.class_count, 2);
    assert_eq!(data.class_of(0), data.class_of(2));
    assert_eq!(data.class_of(1), data.class_of(3));
}

#[test]
fn a_test_of_the_whole_axis_is_true_and_leaves_no_dimension() {
    let mut sample = Sample::new();
    let subject = ClassAxis::Subject.id();
    let rule = sample.permit(Condition::Test(subject, ValueSet::single(0)));
    let lowered = lower(&sample.policy);
    assert_eq!(place(&lowered, subject), None);
    let region = &lowered.rules[rule.index()].region;
    let Formula::All(parts) = region else {
        panic!("{region:?}");
    };
    assert_eq!(parts[0], Formula::TRUE);
}

#[test]
fn recipient_and_home_stand_before_the_destination_and_duties_last() {
    let mut sample = Sample::new();
    let duty = sample.duty("encrypt", &[]);
    let fact = sample.fact("fact", 1);
    let permit = sample.permit(all(&[
        is(fact, &[1]),
        is(ClassAxis::Recipient.id(), &[1]),
        is(ClassAxis::Purpose.id(), &[1]),
    ]));
    sample.must(permit, duty);
    for data in 0..30 {
        sample.permit(is(ClassAxis::Data.id(), &[data % 4]));
    }
    let lowered = lower(&sample.policy);
    let before = |one: AxisId, other: AxisId| {
        assert!(place(&lowered, one).unwrap() < place(&lowered, other).unwrap());
    };
    before(ClassAxis::Recipient.id(), ClassAxis::Destination.id());
    before(ClassAxis::Home.id(), ClassAxis::Destination.id());
    before(ClassAxis::Destination.id(), ClassAxis::Origin.id());
    before(ClassAxis::Origin.id(), ClassAxis::Date.id());
    before(ClassAxis::Data.id(), fact);
    before(fact, sample.kept(duty));
}

#[test]
fn facts_that_take_acts_out_of_the_policy_are_tested_early() {
    let mut sample = Sample::new();
    let (rare, outside) = (sample.fact("rare", 1), sample.fact("outside", 1));
    sample.permit(all(&[is(rare, &[1]), is(ClassAxis::Purpose.id(), &[1])]));
    for data in 0..30 {
        sample.permit(is(ClassAxis::Data.id(), &[data % 4]));
    }
    sample.rule(Effect::Exclude, is(outside, &[1]));
    let lowered = lower(&sample.policy);
    let data = place(&lowered, ClassAxis::Data.id());
    assert!(place(&lowered, outside) < data);
    assert!(place(&lowered, rare) > data);
}

#[test]
fn a_fact_that_many_tests_cut_stands_behind_the_data_however_common_it_is() {
    let place_of = |limits: i64| {
        let mut sample = Sample::new();
        let age = sample.fact("age", 120);
        for limit in 0..100 {
            let young = Condition::Test(age, ValueSet::range(0, limit % limits));
            sample.permit(all(&[young, is(ClassAxis::Data.id(), &[limit % 4])]));
        }
        let lowered = lower(&sample.policy);
        place(&lowered, age).cmp(&place(&lowered, ClassAxis::Data.id()))
    };
    assert_eq!(place_of(3), Ordering::Less);
    assert_eq!(place_of(100), Ordering::Greater);
}

#[test]
fn borders_lie_between_areas_on_the_days_on_which_they_differ() {
    let sample = Sample::new();
    let groups = BorderGroups::of(&sample.policy);
    let group = |place: i64| groups.group_of(place).unwrap();
    assert_eq!(group(DE), group(FR));
    assert_ne!(group(DE), group(GB));
    let days = groups.days(group(DE), group(GB)).unwrap();
    assert!(!days.contains(brexit()));
    assert!(days.contains(brexit() + 1));
    let always = groups.days(group(US), group(FR)).unwrap();
    assert!(always.contains(0) && always.contains(brexit()));
    assert!(groups.as_home[group(DEVICE)]);
    assert_eq!(groups.group_of(99), None);
}
