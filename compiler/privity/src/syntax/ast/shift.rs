//! Moving a tree along the number line, when what stands in front of it has grown or shrunk.

use std::sync::Arc;

use super::*;

/// What has places in it.
pub(in crate::syntax) trait Shift {
    /// Moves every place by so many bytes; backwards by what wraps around.
    fn shift(&mut self, by: u32);
}

/// A tree at another place, as that of another file.
pub(crate) fn moved(tree: &Module, file: FileId, by: u32) -> Module {
    let mut tree = tree.clone();
    if by != 0 {
        tree.items.shift(by);
        tree.waivers.shift(by);
        tree.lost.names.shift(by);
    }
    tree.file = file;
    tree
}

impl Shift for Span {
    fn shift(&mut self, by: u32) {
        self.start = self.start.wrapping_add(by);
        self.end = self.end.wrapping_add(by);
    }
}

impl<T: Shift> Shift for Vec<T> {
    fn shift(&mut self, by: u32) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl Shift for Segments {
    fn shift(&mut self, by: u32) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Shift> Shift for Option<T> {
    fn shift(&mut self, by: u32) {
        self.iter_mut().for_each(|part| part.shift(by));
    }
}

impl<T: Shift> Shift for Box<T> {
    fn shift(&mut self, by: u32) {
        self.as_mut().shift(by);
    }
}

impl<T: Shift + Clone> Shift for Arc<T> {
    fn shift(&mut self, by: u32) {
        Self::make_mut(self).shift(by);
    }
}

impl<A: Shift, B: Shift> Shift for (A, B) {
    fn shift(&mut self, by: u32) {
        self.0.shift(by);
        self.1.shift(by);
    }
}

/// What has no place.
macro_rules! still {
    ($($name:ty),* $(,)?) => {$(
        impl Shift for $name {
            fn shift(&mut self, _: u32) {}
        }
    )*};
}

still! {
    bool, i16, i64, u8, String,
    Claim, Comparison, Unit, Order, Kind,
}

/// All parts of a struct are named, so that none can be forgotten.
macro_rules! structs {
    ($($name:ident { $($field:ident),* })*) => {$(
        impl Shift for $name {
            fn shift(&mut self, by: u32) {
                let Self { $($field),* } = self;
                $($field.shift(by);)*
            }
        }
    )*};
}

structs! {
    Ambiguity { name, question, readings, citations, notes }
    Reading { name, is_default, text, span }
    Unresolved { words, span }
    Assertion { name, claim, claim_span, question, clauses, damaged }
    Test { law, title, question, clauses, given, expect, citations, damaged }
    TestGiven { negated, test }
    Expect { verdict, by, duties, span }
    TestOf { subject, comparison, span }
    Fact { name, asserted, ty, between, or_none, from_law, from_diff, default, closed, citations, notes }
    Period { name, length, from_law, default, citations, notes }
    Define { name, condition, citations }
    Deem { test, clauses }
    Default { axis, set }
    Finding { name, what, settled, notes, citations }
    Law { name, title, version, since, until, territory, permits_unless_ruled, citations, items }
    Supply { subject, value, clauses }
    Assume { what, clauses, words }
    Name { text, span }
    Path { segments, span }
    Text { value, span }
    Date { year, month, day, span }
    Number { value, span }
    Duration { number, unit, span }
    Item { docs, kind, span, damaged }
    Header { name, title, version, updated, replaces, since, until, controller, complies, citations }
    Source { name, title, anchors }
    Anchor { name, heading, paragraph, sentences, digest }
    Section { name, title, ranks, clauses, items }
    Inform { name, text, clauses }
    Rule { name, is_final, effect, effect_span, clauses, damaged }
    Target { actions, data, span }
    Clause { kind, span }
    Set { members, except, span }
    Must { alternatives, through, timing, every, span }
    DutyTerm { path, arguments, span }
    Switch { name, title, stops, through, timing, clauses }
    Promise { name, title, clauses }
    Rank { order, path, span }
    Vocabulary { kind, nodes }
    Node { docs, name, parameters, open, under, derived_from, roles, sits_in, as_home, excludes, shown_by, replaced_by, meaning, citations, children, span }
    Group { name, one_area, set, members, unresolved, citations }
    Member { path, since, until, citations, span }
    Alias { name, target, unresolved, citations }
    Waiver { codes, until, reason, covers, damaged, span }
}

macro_rules! enums {
    ($($name:ident { $($variant:ident $(( $($part:ident),* ))?),* })*) => {$(
        impl Shift for $name {
            fn shift(&mut self, by: u32) {
                match self {
                    $(Self::$variant $(( $($part),* ))? => { $($($part.shift(by);)*)? })*
                }
            }
        }
    )*};
}

enums! {
    Question { Act(a), Grant(a), On(a) }
    ExpectedVerdict { Permit, Deny, NotApplicable, Needs(a) }
    Condition { All(a, b), Any(a, b), Not(a, b), Test(a) }
    Value { Any(a), List(a, b), This(a, b), Date(a), Duration(a), Number(a), Path(a) }
    FactType { Flag, Ordered(a), OneOf(a), SetOf(a), SetOfKind(a), Number(a), Duration, Date }
    Assumed { Condition(a), Duty(a, b) }
    ItemKind { Header(a), Law(a), Import(a), Source(a), Vocabulary(a), Group(a), Alias(a), Fact(a), Ambiguity(a), Period(a), Define(a), Deem(a), Default(a), Supply(a), Assume(a), Switch(a), Promise(a), Section(a), Rule(a), Inform(a), Finding(a), Assertion(a), Test(a) }
    Effect { Permit(a), Forbid(a), Require(a, b), Oblige(a, b), Exclude(a), Grant(a), On(a) }
    ClauseKind { To(a), From(a), In(a), Outside(a), For(a), About(a), By(a), Since(a), Until(a), When(a), Unless(a), Must(a), GuardKind(a), Under(a), Without(a), Overrides(a), Cite(a), Note(a) }
    Citation { Anchor(a), Words(a) }
    SetMember { Any(a), DerivedFrom(a), Role(a), Path(a), WithDerived(a) }
    Argument { Path(a), Duration(a) }
    Timing { AtOnce(a), Within(a), Before(a) }
    Length { Duration(a), Period(a) }
    Parameter { Kind(a, b), OneOf(a), Ordered(a), AtLeast(a), AtMost(a) }
    Covers { Part(a), File, Policy }
}
