//! Lists of numbers as Rust: short ones as arrays, long ones as bytes that `runtime/packed.rs` reads.

use super::tables::{WIDTH, array};

/// From this length on a list is packed. An array costs the Rust compiler some 500 bytes of memory a number.
const LONG: usize = 1 << 16;

/// A list of numbers, each of as many bytes as the greatest needs.
pub(super) fn numbers(text: &mut String, name: &str, numbers: &[u32]) {
    let (ty, width) = match numbers.iter().max().copied().unwrap_or_default() {
        0..=0xff => ("u8", 1),
        0x100..=0xffff => ("u16", 2),
        _ => ("u32", 4),
    };
    if numbers.len() < LONG {
        array(text, name, ty, numbers.iter().map(ToString::to_string));
    } else {
        packed(text, name, width, numbers);
    }
}

/// A number of at most 31 bits with its sign in the lowest bit, so that small numbers stay small.
pub(super) fn signed(number: i64) -> u32 {
    let half = if number < 0 { !number } else { number };
    u32::try_from(half << 1 | i64::from(number < 0)).unwrap_or(u32::MAX)
}

fn packed(text: &mut String, name: &str, width: usize, numbers: &[u32]) {
    text.push_str(&format!(
        "        pub(super) static {name}: super::Packed<{width}> = super::Packed(b\"",
    ));
    let mut column = WIDTH;
    for number in numbers {
        for &byte in number.to_le_bytes().iter().take(width) {
            // A space at the beginning of a line would be passed over, and so it is escaped too.
            let escaped = match byte {
                0 => "\\0".to_owned(),
                b'"' | b'\\' | b' ' => format!("\\x{byte:02x}"),
                _ => byte.escape_ascii().to_string(),
            };
            if column + escaped.len() > WIDTH {
                text.push_str("\\\n            ");
                column = 12;
            }
            column += escaped.len();
            text.push_str(&escaped);
        }
    }
    text.push_str("\");\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a packed list, read by Rust's own rules.
    fn bytes(text: &str) -> Vec<u8> {
        let item: syn::ItemStatic = syn::parse_str(text).unwrap();
        let syn::Expr::Call(call) = *item.expr else {
            panic!("not packed: {text}");
        };
        let Some(syn::Expr::Lit(literal)) = call.args.first() else {
            panic!("not packed: {text}");
        };
        match &literal.lit {
            syn::Lit::ByteStr(bytes) => bytes.value(),
            _ => panic!("not bytes: {text}"),
        }
    }

    #[test]
    fn a_long_list_is_packed_and_nothing_of_it_is_lost() {
        for (most, width) in [(255, 1), (256, 2), (65_535, 2), (65_536, 4), (u32::MAX, 4)] {
            let list: Vec<u32> = (0..70_000).map(|at| most - at.min(most)).collect();
            let mut text = String::new();
            numbers(&mut text, "LIST", &list);
            assert!(text.contains(&format!("Packed<{width}>")), "up to {most}");
            let number = |bytes: &[u8]| {
                let bytes = bytes.iter().rev();
                bytes.fold(0, |number, &byte| number << 8 | u32::from(byte))
            };
            let bytes = bytes(&text);
            let unpacked: Vec<u32> = bytes.chunks(width).map(number).collect();
            assert_eq!(unpacked, list, "up to {most}");
        }
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
