//! Lists of numbers and of texts as Rust: short ones as arrays, long ones in one literal that `runtime/packed.rs` reads.

use super::tables::{WIDTH, array, literal};

/// From this length on a list is packed. An array costs the Rust compiler some 500 bytes of memory a number.
const LONG: usize = 1 << 11;

/// What is added to every byte of a packed number, as in `runtime/packed.rs`: a small byte becomes a letter, which is not escaped.
const RAISED: u32 = 0x2323_2323;

/// A list of numbers, each of as many bytes as the greatest needs.
pub(super) fn numbers(text: &mut String, name: &str, numbers: &[u32]) {
    let width = width(numbers);
    if numbers.len() < LONG {
        short(text, name, numbers);
    } else {
        let raised = numbers.iter().map(|number| number.wrapping_add(RAISED));
        bytes(text, name, "Packed", width, raised);
    }
}

/// A list of numbers that every decision reads: a long one takes more text, and one instruction to read.
pub(super) fn read_often(text: &mut String, name: &str, numbers: &[u32]) {
    let width = width(numbers).next_power_of_two();
    if numbers.len() < LONG {
        short(text, name, numbers);
    } else {
        bytes(text, name, "Bytes", width, numbers.iter().copied());
    }
}

/// How many bytes the greatest of some numbers needs.
fn width(numbers: &[u32]) -> usize {
    let most = numbers.iter().max().copied().unwrap_or_default();
    (4 - most.leading_zeros() as usize / 8).max(1)
}

fn short(text: &mut String, name: &str, numbers: &[u32]) {
    let ty = match width(numbers) {
        1 => "u8",
        2 => "u16",
        _ => "u32",
    };
    array(text, name, ty, numbers.iter().map(ToString::to_string));
}

fn bytes(text: &mut String, name: &str, ty: &str, width: usize, list: impl Iterator<Item = u32>) {
    let bytes = list.flat_map(|number| number.to_le_bytes().into_iter().take(width));
    let escaped = bytes.map(|byte| match byte {
        // A space at the beginning of a line would be passed over, and so it is escaped too.
        b' ' => "\\x20".to_owned(),
        0 => "\\0".to_owned(),
        b'\'' => "'".to_owned(),
        _ => byte.escape_ascii().to_string(),
    });
    let before = format!("super::{ty}(b");
    one(
        text,
        name,
        &format!("super::{ty}<{width}>"),
        &before,
        escaped,
        ")",
    );
}

/// A list of texts.
pub(super) fn texts<'t>(text: &mut String, name: &str, items: impl IntoIterator<Item = &'t str>) {
    let items: Vec<&str> = items.into_iter().collect();
    if items.len() < LONG {
        array(text, name, "&str", items.into_iter().map(literal));
        return;
    }
    let ends = items.iter().scan(0, |end, item| {
        *end += item.len();
        u32::try_from(*end).ok()
    });
    numbers(text, &format!("{name}_ENDS"), &ends.collect::<Vec<_>>());
    let escaped = items
        .iter()
        .flat_map(|item| item.chars())
        .map(|letter| match letter {
            ' ' => "\\x20".to_owned(),
            '\'' => "'".to_owned(),
            _ => letter.escape_debug().to_string(),
        });
    let ty = format!("super::Joined<{}>", items.len());
    let end = format!(", &{name}_ENDS)");
    one(text, name, &ty, "super::Joined(", escaped, &end);
}

/// A static whose value is one long literal, broken into lines.
fn one(
    text: &mut String,
    name: &str,
    ty: &str,
    before: &str,
    escaped: impl Iterator<Item = String>,
    after: &str,
) {
    text.push_str(&format!(
        "        pub(super) static {name}: {ty} = {before}\"",
    ));
    let mut column = WIDTH;
    for piece in escaped {
        if column + piece.len() > WIDTH {
            text.push_str("\\\n            ");
            column = 12;
        }
        column += piece.len();
        text.push_str(&piece);
    }
    text.push_str(&format!("\"{after};\n"));
}

/// A number of at most 31 bits with its sign in the lowest bit, so that small numbers stay small.
pub(super) fn signed(number: i64) -> u32 {
    let half = if number < 0 { !number } else { number };
    u32::try_from(half << 1 | i64::from(number < 0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The literal of a list that is packed, read by Rust's own rules: its bytes.
    fn literal(text: &str) -> Vec<u8> {
        let item: syn::ItemStatic = syn::parse_str(text).unwrap();
        let syn::Expr::Call(call) = *item.expr else {
            panic!("not packed: {text}");
        };
        let Some(syn::Expr::Lit(literal)) = call.args.first() else {
            panic!("not packed: {text}");
        };
        match &literal.lit {
            syn::Lit::ByteStr(bytes) => bytes.value(),
            syn::Lit::Str(text) => text.value().into_bytes(),
            _ => panic!("neither bytes nor a text: {text}"),
        }
    }

    fn unpacked(text: &str, width: usize, raised: u32) -> Vec<u32> {
        let bytes = literal(text);
        let numbers = bytes.chunks(width).map(|bytes| {
            let number = |number, &byte: &u8| number << 8 | u32::from(byte);
            let own: u32 = bytes.iter().rev().fold(0, number);
            own.wrapping_sub(raised) & (u32::MAX >> (32 - 8 * width))
        });
        numbers.collect()
    }

    #[test]
    fn a_long_list_is_packed_and_nothing_of_it_is_lost() {
        for (most, width) in [
            (255, 1),
            (256, 2),
            (65_535, 2),
            (65_536, 3),
            (0xff_ffff, 3),
            (0x100_0000, 4),
            (u32::MAX, 4),
        ] {
            let list: Vec<u32> = (0..70_000).map(|at| most - at.min(most)).collect();
            let mut text = String::new();
            numbers(&mut text, "LIST", &list);
            assert!(text.contains(&format!("Packed<{width}>")), "up to {most}");
            assert_eq!(unpacked(&text, width, RAISED), list, "up to {most}");
            let mut text = String::new();
            read_often(&mut text, "LIST", &list);
            let width = width.next_power_of_two();
            assert!(text.contains(&format!("Bytes<{width}>")), "up to {most}");
            assert_eq!(unpacked(&text, width, 0), list, "up to {most}");
        }
    }

    #[test]
    fn long_lists_of_texts_are_one_text() {
        let items = ["", " a", "\"b\"", "\\", "l'été\n", "\u{202e}"];
        let list: Vec<&str> = items.into_iter().cycle().take(5_000).collect();
        let mut text = String::new();
        texts(&mut text, "LIST", list.iter().copied());
        let (ends, joined) = text.split_at(text.rfind("        pub(super)").unwrap());
        assert!(ends.contains("LIST_ENDS: super::Packed<2>"), "{ends}");
        assert_eq!(literal(joined), list.concat().into_bytes());
    }

    #[test]
    fn the_sign_goes_into_the_lowest_bit() {
        assert_eq!([0, -1, 1, -2, 2].map(signed), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn a_short_list_stays_readable() {
        let mut text = String::new();
        numbers(&mut text, "LIST", &[1, 2, 300]);
        assert!(
            text.contains("static LIST: [u16; 3]") && text.contains("1,2,300,"),
            "{text}"
        );
    }
}
