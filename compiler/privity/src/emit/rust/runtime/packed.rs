//! Lists of numbers. Long ones are written as bytes: a compiler takes one long text faster, and in less memory, than a million numbers.

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

/// Numbers of `WIDTH` bytes, the lowest byte first.
struct Packed<const WIDTH: usize>(&'static [u8]);

impl<const WIDTH: usize> List for Packed<WIDTH> {
    #[inline]
    fn number(&self, at: usize) -> Option<u32> {
        let from = at.wrapping_mul(WIDTH);
        let bytes = self.0.get(from..from.wrapping_add(WIDTH))?;
        let mut number = [0; 4];
        number[..WIDTH].copy_from_slice(bytes);
        Some(u32::from_le_bytes(number))
    }
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
