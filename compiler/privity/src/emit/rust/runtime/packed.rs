//! Lists of numbers and of texts. Long ones are one literal: a compiler takes that faster, and in less memory, than a million items.

/// A list of numbers.
trait List {
    /// The number at a place, if the list is so long.
    fn number(&self, at: usize) -> Option<u32>;
}

impl<const N: usize> List for [u8; N] {
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        self.get(at).map(|&number| u32::from(number))
    }
}

impl<const N: usize> List for [u16; N] {
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        self.get(at).map(|&number| u32::from(number))
    }
}

impl<const N: usize> List for [u32; N] {
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        self.get(at).copied()
    }
}

/// Numbers of `WIDTH` bytes, the lowest byte first, to which [`RAISED`] was added.
struct Packed<const WIDTH: usize>(&'static [u8]);

/// What makes letters of small bytes.
const RAISED: u32 = 0x2323_2323;

impl<const WIDTH: usize> List for Packed<WIDTH> {
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        let number = Bytes::<WIDTH>(self.0).number(at)?.wrapping_sub(RAISED);
        Some(number & (u32::MAX >> (32 - 8 * WIDTH)))
    }
}

/// Numbers of `WIDTH` bytes, the lowest byte first.
struct Bytes<const WIDTH: usize>(&'static [u8]);

impl<const WIDTH: usize> List for Bytes<WIDTH> {
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        let from = at.wrapping_mul(WIDTH);
        let bytes = self.0.get(from..from.wrapping_add(WIDTH))?;
        let mut number = [0; 4];
        number[..WIDTH].copy_from_slice(bytes);
        Some(u32::from_le_bytes(number))
    }
}

/// A list of texts.
trait Texts {
    /// How many there are.
    fn count(&self) -> u32;
    /// The text at a place; none is empty.
    fn text(&self, at: u32) -> &'static str;
}

impl<const N: usize> Texts for [&'static str; N] {
    fn count(&self) -> u32 {
        N as u32
    }

    fn text(&self, at: u32) -> &'static str {
        self.get(at as usize).copied().unwrap_or_default()
    }
}

/// Texts that follow each other, and where each ends.
struct Joined<const N: usize>(&'static str, &'static (dyn List + Sync));

impl<const N: usize> Texts for Joined<N> {
    fn count(&self) -> u32 {
        N as u32
    }

    fn text(&self, at: u32) -> &'static str {
        let end = |at: u32| self.1.number(at as usize).unwrap_or(0) as usize;
        let from = at.checked_sub(1).map_or(0, end);
        self.0.get(from..end(at)).unwrap_or_default()
    }
}

/// The place of a text in a list that is in order.
fn find(texts: &impl Texts, text: &str) -> Option<u32> {
    let (mut low, mut high) = (0, texts.count());
    while low < high {
        let middle = low + (high - low) / 2;
        match texts.text(middle).cmp(text) {
            ::core::cmp::Ordering::Less => low = middle + 1,
            ::core::cmp::Ordering::Equal => return Some(middle),
            ::core::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// Intervals: of many lists of them, where each begins in `from`, the one with this number.
fn intervals(ends: &'static impl List, from: &'static impl List, number: u32) -> impl Iterator<Item = (i64, i64)> {
    let (start, end) = (entry(from, number), entry(from, number + 1));
    let end_of = |at: u32| i64::from(entry(ends, at));
    (start..end).map(move |at| (end_of(at * 2), end_of(at * 2 + 1)))
}

/// The number at a place; 0 behind the end of the list.
#[inline]
fn entry(list: &impl List, at: u32) -> u32 {
    list.number(at as usize).unwrap_or(0)
}

/// How many of the `count` numbers from a place on come before `number`. They are in order.
fn before(list: &impl List, from: u32, count: u32, number: u32) -> u32 {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if entry(list, from + middle) < number {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// A number with its sign, which is in the lowest bit.
fn signed(number: u32) -> i32 {
    let half = (number >> 1) as i32;
    if number & 1 == 0 { half } else { !half }
}
