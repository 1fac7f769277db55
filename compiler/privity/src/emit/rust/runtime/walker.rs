//! The part of every emitted file that does not depend on the policy: how the graph is walked.
//! This is text for the emitter, no module of the compiler.

/// Whether all of the asked values count, or one of them, unknown which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    All,
    One,
}

type Intervals<'a> = &'a [(i64, i64)];

/// A request as the graph sees it.
trait Asks {
    /// Shows the asked values of an axis, as intervals in any order.
    fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode;
    /// Whether the destination was left out.
    fn implied_destination(&self) -> bool;
    /// Whether something is asked for on every axis, and nothing outside its domain.
    fn is_consistent(&self) -> bool;
}

/// What is asked of one axis, in the numbers of the JSON form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AxisAsk<'a> {
    /// All of these values.
    All(&'a [(i64, i64)]),
    /// One of these values, unknown which.
    One(&'a [(i64, i64)]),
}

/// A request in the numbers of the JSON form, for programs that read requests as data. One ask for every axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AxisRequest<'a> {
    /// What is asked of every axis, by number.
    pub asks: &'a [AxisAsk<'a>],
    /// Whether each recipient is asked with the places it sits in, and not with what `asks` says.
    pub implied_destination: bool,
}

impl AxisRequest<'_> {
    /// The plain request that it is; `None` when the rules tell apart what it asks for, or something in it is unknown or not in the policy.
    #[must_use]
    pub fn resolve(&self) -> Option<Resolved> {
        resolve_asks(self)
    }
}

impl Asks for AxisRequest<'_> {
    fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
        match self.asks.get(axis) {
            Some(AxisAsk::All(values)) => show_all(values, Mode::All, show),
            Some(AxisAsk::One(values)) => show_all(values, Mode::One, show),
            None => unknown(axis, show),
        }
    }

    fn implied_destination(&self) -> bool {
        self.implied_destination
    }

    fn is_consistent(&self) -> bool {
        self.asks.iter().zip(&tables::DOMAINS).all(|(ask, domain)| {
            let (AxisAsk::All(values) | AxisAsk::One(values)) = ask;
            !values.is_empty()
                && values
                    .iter()
                    .all(|&(low, high)| domain.0 <= low && low <= high && high <= domain.1)
        })
    }
}

/// Decides a request in the numbers of the JSON form. A request that lacks axes leaves them unknown.
#[must_use]
pub fn decide_axes(request: &AxisRequest<'_>) -> Decision {
    decide_asks(request)
}

fn show_all(values: Intervals<'_>, mode: Mode, show: &mut dyn FnMut(i64, i64)) -> Mode {
    for &(low, high) in values {
        show(low, high);
    }
    mode
}

fn unknown(axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
    let (low, high) = tables::DOMAINS[axis];
    show(low, high);
    if tables::CLOSED[axis] {
        Mode::All
    } else {
        Mode::One
    }
}

fn left_out(axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
    match tables::DEFAULTS[axis] {
        Some(values) if tables::ALL_BY_DEFAULT[axis] => show_all(values, Mode::All, show),
        Some(values) => show_all(values, Mode::One, show),
        None => unknown(axis, show),
    }
}

fn fact(axis: usize, value: Option<i64>, show: &mut dyn FnMut(i64, i64)) -> Mode {
    match value {
        Some(value) => {
            show(value, value);
            Mode::All
        }
        None => unknown(axis, show),
    }
}

fn in_domain(axis: usize, value: Option<i64>) -> bool {
    let (low, high) = tables::DOMAINS[axis];
    value.map_or(true, |value| low <= value && value <= high)
}

/// Something that stands for values of an axis.
trait Values: Copy {
    fn each(self, axis: usize, show: &mut dyn FnMut(i64, i64));
}

impl Values for Day {
    fn each(self, _: usize, show: &mut dyn FnMut(i64, i64)) {
        show(self.0, self.0);
    }
}

/// What a request says about one axis.
trait AskedValues {
    fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode;

    /// Whether an empty list is asked for.
    fn is_empty(&self) -> bool;

    fn lies_inside(&self, axis: usize) -> bool {
        let domain = tables::DOMAINS[axis];
        let mut inside = true;
        self.each(axis, &mut |low, high| inside &= domain.0 <= low && high <= domain.1);
        inside
    }
}

impl<T: Values> AskedValues for Asked<'_, T> {
    fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
        let (values, mode) = match self {
            Self::LeftOut => return left_out(axis, show),
            Self::Unknown => return unknown(axis, show),
            Self::Just(value) => (::core::slice::from_ref(value), Mode::All),
            Self::All(values) => (*values, Mode::All),
            Self::OneOf(values) if tables::CLOSED[axis] => (*values, Mode::All),
            Self::OneOf(values) => (*values, Mode::One),
        };
        for value in values {
            value.each(axis, show);
        }
        mode
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::All([]) | Self::OneOf([]))
    }
}

impl<T: Values> AskedValues for AskedOrNone<'_, T> {
    fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
        match *self {
            Self::LeftOut => left_out(axis, show),
            Self::Unknown => unknown(axis, show),
            Self::Nothing => {
                // *None* is the last value of an axis that has it.
                let none = tables::DOMAINS[axis].1;
                show(none, none);
                Mode::All
            }
            Self::Just(value) => Asked::Just(value).each(axis, show),
            Self::All(values) => Asked::All(values).each(axis, show),
            Self::OneOf(values) => Asked::OneOf(values).each(axis, show),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::All([]) | Self::OneOf([]))
    }
}

/// A request with one recipient at the places where it sits.
struct At<'a, A: ?Sized> {
    asks: &'a A,
    recipient: i64,
    destination: Option<Intervals<'static>>,
}

impl<'a, A: Asks + ?Sized> At<'a, A> {
    fn new(asks: &'a A, recipient: i64) -> Self {
        Self {
            asks,
            recipient,
            destination: sits_in(recipient),
        }
    }
}

impl<A: Asks + ?Sized> Asks for At<'_, A> {
    fn each(&self, axis: usize, show: &mut dyn FnMut(i64, i64)) -> Mode {
        match self.destination {
            Some(places) if axis == tables::DESTINATION => show_all(places, Mode::All, show),
            _ if axis == tables::RECIPIENT => {
                show(self.recipient, self.recipient);
                Mode::All
            }
            _ => self.asks.each(axis, show),
        }
    }

    fn implied_destination(&self) -> bool {
        false
    }

    fn is_consistent(&self) -> bool {
        true
    }
}

fn sits_in(recipient: i64) -> Option<Intervals<'static>> {
    let at = usize::try_from(recipient).ok()?;
    tables::SITS_IN.get(at).copied().flatten()
}

fn decide_asks<A: Asks>(asks: &A) -> Decision {
    if !asks.is_consistent() {
        return Decision::deny(Reason::Inconsistent);
    }
    let leaves = if asks.implied_destination() {
        single(asks, tables::RECIPIENT).and_then(|recipient| walk_both(&At::new(asks, recipient)))
    } else {
        walk_both(asks)
    };
    match leaves {
        Some((base, transfer)) => {
            let mut seen = Seen::new();
            let class = seen.leaves(base, transfer);
            seen.decision(class as usize)
        }
        None => decide_many(asks),
    }
}

/// The only asked value of an axis, if there is just one.
fn single<A: Asks>(asks: &A, axis: usize) -> Option<i64> {
    let mut found = None;
    let mut many = false;
    asks.each(axis, &mut |low, high| {
        many |= low != high || found.is_some_and(|value| value != low);
        found = Some(low);
    });
    found.filter(|_| !many)
}

/// The leaves that a request reaches: without a permission, nobody asks what stands against it.
fn walk_both<A: Asks>(asks: &A) -> Option<(u32, u32)> {
    let base = walk(asks, tables::ROOT)?;
    if is_permit(base) {
        Some((base, walk(asks, tables::TRANSFER)?))
    } else {
        Some((base, UNOPPOSED))
    }
}

/// The leaf "nothing of the transfer layer stands against it".
const UNOPPOSED: u32 = 1;

fn is_permit(leaf: u32) -> bool {
    entry(&tables::CLASSES, leaf) == 2
}

/// Follows a request down from a root as long as all that it asks for takes the same way; `None` when it parts.
fn walk<A: Asks>(asks: &A, root: i32) -> Option<u32> {
    let mut at = root;
    while let Ok(node) = u32::try_from(at) {
        let dimension = entry(&tables::NODE_DIMENSIONS, node) as usize;
        let mut found = None;
        let mut parts = false;
        asks.each(tables::DIMENSIONS[dimension].0, &mut |low, high| {
            each_class(dimension, low, high, &mut |class| {
                parts |= found.is_some_and(|other| other != class);
                found = Some(class);
                !parts
            });
        });
        if parts {
            return None;
        }
        at = target(node, found?);
    }
    Some(leaf_of(at))
}

/// Shows the classes of the values from `low` to `high` until `go_on` is false.
fn each_class(dimension: usize, low: i64, high: i64, go_on: &mut dyn FnMut(u32) -> bool) {
    let (_, start, end) = tables::DIMENSIONS[dimension];
    let steps = &tables::STEPS[start..end];
    let first = steps.partition_point(|step| step.0 < low);
    for &(last, class) in &steps[first..] {
        if !go_on(class) || high <= last {
            return;
        }
    }
}

fn target(node: u32, class: u32) -> i32 {
    let way = entry(&tables::NODE_WAYS, node);
    let (from, to) = (entry(&tables::WAYS, way), entry(&tables::WAYS, way + 1));
    let arm = from + before(&tables::LASTS, from, to - from, class);
    let at = entry(&tables::NODE_TARGETS, node) + entry(&tables::POSITIONS, arm);
    signed(entry(&tables::TARGETS, at))
}

fn leaf_of(target: i32) -> u32 {
    // Targets below zero are leaves, from -1 downwards.
    !target as u32
}

/// What the leaves that a request reaches say.
struct Seen {
    duties: Numbers<{ tables::DUTY_WORDS }>,
    reasons: [Option<Reason>; 3],
}

impl Seen {
    fn new() -> Self {
        Self {
            duties: Numbers::EMPTY,
            reasons: [None; 3],
        }
    }

    /// What two leaves come to, one below each root.
    fn leaves(&mut self, base: u32, transfer: u32) -> u32 {
        if !is_permit(base) {
            return self.leaf(base);
        }
        if !is_permit(transfer) {
            return self.leaf(transfer);
        }
        if tables::CONFLICTS.binary_search(&(base as usize, transfer as usize)).is_ok() {
            self.reasons[0].get_or_insert(Reason::DutyConflict);
            return 0;
        }
        duties_of(transfer).for_each(|duty| self.duties.insert(duty));
        self.leaf(base)
    }

    fn leaf(&mut self, leaf: u32) -> u32 {
        let class = entry(&tables::CLASSES, leaf);
        duties_of(leaf).for_each(|duty| self.duties.insert(duty));
        self.reasons[class as usize].get_or_insert(reason(leaf));
        class
    }

    fn decision(&self, class: usize) -> Decision {
        let verdict = [Verdict::Deny, Verdict::NotApplicable, Verdict::Permit][class];
        Decision {
            verdict,
            reason: self.reasons[class],
            duties: if verdict == Verdict::Permit {
                self.duties
            } else {
                Numbers::EMPTY
            },
            needs: Numbers::EMPTY,
        }
    }
}
