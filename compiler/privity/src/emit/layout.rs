//! JSON laid out for people who read differences: what fits on a line stays on one, and short items fill their lines.

use serde::Serialize;
use serde_json::Value;

/// How wide a line may become, in bytes.
const WIDTH: usize = 120;
/// Items up to this size share lines.
const SHORT: usize = 24;

/// The value as JSON text with a newline at the end.
pub(super) fn to_text(value: &impl Serialize) -> String {
    // The published types have only strings as keys and no numbers that JSON lacks, so this cannot fail.
    let mut text =
        serde_json::to_value(value).map_or_else(|_| String::new(), |value| lay_out(&value, 0, 0));
    text.push('\n');
    text
}

/// The value as text. Its first line begins behind `before` bytes, the others at `indent`.
fn lay_out(value: &Value, indent: usize, before: usize) -> String {
    let inner = indent + 2;
    match value {
        Value::Array(items) => {
            let parts: Vec<String> = items
                .iter()
                .map(|item| lay_out(item, inner, inner))
                .collect();
            enclose('[', &parts, ']', indent, before)
        }
        Value::Object(fields) => {
            let parts: Vec<String> = fields
                .iter()
                .map(|(key, field)| {
                    let key = Value::from(key.as_str()).to_string();
                    let field = lay_out(field, inner, inner + key.len() + 2);
                    format!("{key}: {field}")
                })
                .collect();
            enclose('{', &parts, '}', indent, before)
        }
        simple => simple.to_string(),
    }
}

fn enclose(open: char, parts: &[String], close: char, indent: usize, before: usize) -> String {
    let width = parts.iter().map(|part| part.len() + 2).sum::<usize>() + before;
    let broken = parts.iter().any(|part| part.contains('\n'));
    if !broken && width <= WIDTH {
        return format!("{open}{}{close}", parts.join(", "));
    }
    let margin = " ".repeat(indent + 2);
    let fill = open == '[' && parts.iter().all(|part| part.len() <= SHORT);
    let mut text = String::from(open);
    let mut column = WIDTH;
    for (at, part) in parts.iter().enumerate() {
        let comma = if at + 1 < parts.len() { "," } else { "" };
        if fill && column + part.len() + 2 <= WIDTH {
            text.push(' ');
            column += part.len() + 2;
        } else {
            text.push('\n');
            text.push_str(&margin);
            column = margin.len() + part.len() + 1;
        }
        text.push_str(part);
        text.push_str(comma);
    }
    text.push('\n');
    text.push_str(&" ".repeat(indent));
    text.push(close);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_stays_on_a_line_and_numbers_fill_lines() {
        let text = to_text(&serde_json::json!({
            "short": {"a": [1, 2]},
            "long": (1000..1040).collect::<Vec<_>>(),
        }));
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            [
                "{",
                "  \"short\": {\"a\": [1, 2]},",
                "  \"long\": [",
                "    1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 1015, 1016, 1017, 1018,",
                "    1019, 1020, 1021, 1022, 1023, 1024, 1025, 1026, 1027, 1028, 1029, 1030, 1031, 1032, 1033, 1034, 1035, 1036, 1037,",
                "    1038, 1039",
                "  ]",
                "}",
            ]
        );
    }
}
