//! The part of every emitted file that does not depend on the policy: plain requests, decided from flat tables.
//! This is text for the emitter, no module of the compiler.

/// A request about one thing, reduced to what the rules of this policy tell apart. It is made once by [`Request::resolve`], and decided as often as
/// one likes; [`Resolved::with`] changes one axis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Resolved {
    /// What the layers of the tables ask for.
    numbers: [u32; tables::NUMBERS],
}

/// The answer to a [`Resolved`] request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ruling {
    /// The verdict; never [`Verdict::Needs`].
    pub verdict: Verdict,
    /// The leaf that decides; [`CONFLICT`] if the duties of two cannot be kept together.
    leaf: u32,
    /// The leaf whose duties come to those of the first.
    transfer: u32,
}

const CONFLICT: u32 = u32::MAX;

impl Resolved {
    /// Decides it: a few lookups, and nothing is allocated.
    #[inline]
    #[must_use]
    pub fn decide(&self) -> Ruling {
        Ruling::of(tables::base(&self.numbers), tables::transfer(&self.numbers))
    }

    /// The same request with another value of an axis, in the numbers of the JSON form; `None` outside its domain.
    #[must_use]
    pub fn with(mut self, axis: Axis, value: i64) -> Option<Self> {
        if !in_domain(axis as usize, Some(value)) {
            return None;
        }
        for part in &tables::PARTS {
            if tables::DIMENSIONS[part.dimension].0 == axis as usize {
                let mut class = 0;
                each_class(part.dimension, value, value, &mut |found| {
                    class = found;
                    false
                });
                let number = self.numbers[part.number];
                let share = number / part.stride % part.count * part.stride;
                self.numbers[part.number] = number - share + part.share(class);
            }
        }
        Some(self)
    }
}

impl Ruling {
    #[inline]
    fn of(base: u32, transfer: u32) -> Self {
        const PERMITTED: u32 = 2;
        let unopposed = transfer % 4 == PERMITTED;
        let place = if base % 4 == PERMITTED && !unopposed { transfer } else { base };
        let verdict = match place % 4 {
            0 => Verdict::Deny,
            1 => Verdict::NotApplicable,
            _ => Verdict::Permit,
        };
        let ruling = Self { verdict, leaf: place / 4, transfer: transfer / 4 };
        if tables::CONFLICTS.is_empty() || verdict != Verdict::Permit {
            return ruling;
        }
        let pair = ((base / 4) as usize, (transfer / 4) as usize);
        match tables::CONFLICTS.binary_search(&pair) {
            Ok(_) => Self { verdict: Verdict::Deny, leaf: CONFLICT, transfer: CONFLICT },
            Err(_) => ruling,
        }
    }

    /// Whether it is allowed.
    #[must_use]
    pub fn is_permitted(&self) -> bool {
        self.verdict == Verdict::Permit
    }

    /// Why.
    #[inline]
    #[must_use]
    pub fn reason(&self) -> Reason {
        reason(self.leaf)
    }

    /// The rule that decides, if one does.
    #[inline]
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        match self.reason() {
            Reason::Rule(rule) => Some(rule),
            _ => None,
        }
    }

    /// The duties that come with a permission.
    pub fn duties(&self) -> impl Iterator<Item = &'static Duty> {
        self.duty_numbers().iter().filter_map(|number| tables::DUTIES.get(number))
    }

    fn duty_numbers(&self) -> Numbers<{ tables::DUTY_WORDS }> {
        let mut numbers = Numbers::EMPTY;
        if self.is_permitted() {
            for leaf in [self.leaf, self.transfer] {
                duties_of(leaf).for_each(|duty| numbers.insert(duty));
            }
        }
        numbers
    }
}

impl From<Ruling> for Decision {
    fn from(ruling: Ruling) -> Self {
        Self {
            verdict: ruling.verdict,
            reason: Some(ruling.reason()),
            duties: ruling.duty_numbers(),
            needs: Numbers::EMPTY,
        }
    }
}

/// Decides requests, each into the ruling at its position. What is longer has no counterpart, and of it nothing is looked at or changed.
pub fn decide_all(requests: &[Resolved], rulings: &mut [Ruling]) {
    for (request, ruling) in requests.iter().zip(rulings) {
        *ruling = request.decide();
    }
}

/// How a dimension counts in a number.
struct Part {
    dimension: usize,
    number: usize,
    stride: u32,
    count: u32,
    /// Where its coarse classes begin.
    coarse: u32,
}

impl Part {
    fn share(&self, class: u32) -> u32 {
        entry(&tables::COARSE, self.coarse + class) * self.stride
    }
}

/// A step in a table whose rows have an entry for every number; an even place is a single entry, and the number does not count.
#[inline]
fn direct(table: &impl List, place: u32, number: u32) -> u32 {
    // All ones if the number counts.
    let counts = 0u32.wrapping_sub(place & 1);
    entry(table, (place / 2).wrapping_add(number & counts))
}

/// A step in a table whose rows have an entry for numbers that go together.
#[inline]
fn mapped(rows: &impl List, maps: &impl List, place: u32, number: u32) -> u32 {
    let map = entry(rows, place);
    let at = entry(maps, map.wrapping_add(number));
    entry(rows, place.wrapping_add(1).wrapping_add(at))
}

/// A step in a table whose rows are arrays of several dimensions: each number goes to what it counts there.
#[inline]
fn product<const N: usize>(rows: &impl List, maps: &impl List, place: u32, numbers: [u32; N]) -> u32 {
    let mut at = place.wrapping_add(N as u32);
    for (header, number) in (place..).zip(numbers) {
        let map = entry(rows, header);
        at = at.wrapping_add(entry(maps, map.wrapping_add(number)));
    }
    entry(rows, at)
}

/// The plain request that a request is; `None` when the rules tell apart what it asks for, or something in it is unknown or not in the policy.
fn resolve_asks<A: Asks>(asks: &A) -> Option<Resolved> {
    if !asks.is_consistent() {
        return None;
    }
    if asks.implied_destination() {
        let recipient = single(asks, tables::RECIPIENT)?;
        return resolve_at(&At::new(asks, recipient));
    }
    resolve_at(asks)
}

fn resolve_at<A: Asks>(asks: &A) -> Option<Resolved> {
    let mut numbers = [0; tables::NUMBERS];
    for part in &tables::PARTS {
        let mut share = None;
        let mut parts = false;
        asks.each(tables::DIMENSIONS[part.dimension].0, &mut |low, high| {
            each_class(part.dimension, low, high, &mut |class| {
                let own = part.share(class);
                parts |= share.is_some_and(|other| other != own);
                share = Some(own);
                !parts
            });
        });
        if parts {
            return None;
        }
        numbers[part.number] += share?;
    }
    Some(Resolved { numbers })
}
