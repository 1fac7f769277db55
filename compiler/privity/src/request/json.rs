//! JSON with places: what a request says and where it says it.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number: its value if it is a whole number of 64 bits.
    Number(Option<i64>),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in the order written, repeated keys included.
    Object(Vec<Entry>),
}

/// An entry of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Json,
}

impl Value {
    /// What sort of value this is, with its article.
    #[must_use]
    pub fn sort(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a truth value",
            Self::Number(_) => "a number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// How deep lists and objects may nest; a request needs four.
const DEPTH: usize = 32;

/// Reads the values of a text, which are separated by white space: one request, or one a line. `base` is where the text begins
/// on the number line. After a mistake, reading goes on at the next line that begins with `{`.
#[must_use]
pub fn parse_all(text: &str, base: u32) -> Vec<Result<Json, Box<Diagnostic>>> {
    let mut reader = Reader { text, base, at: 0 };
    let mut values = Vec::new();
    loop {
        reader.skip_space();
        if reader.rest().is_empty() {
            return values;
        }
        let value = reader.value(0);
        if value.is_err() {
            match reader.rest().find("\n{") {
                Some(next) => reader.at += next + 1,
                None => reader.at = text.len(),
            }
        }
        values.push(value);
    }
}

struct Reader<'a> {
    text: &'a str,
    base: u32,
    at: usize,
}

type Parsed<T> = Result<T, Box<Diagnostic>>;

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let at = |offset: usize| {
            self.base
                .saturating_add(u32::try_from(offset).unwrap_or(u32::MAX))
        };
        Span::new(at(start), at(end))
    }

    /// A finding at the next character.
    fn wrong<T>(&self, message: String, help: &str) -> Parsed<T> {
        let width = self.peek().map_or(0, char::len_utf8);
        self.wrong_from(self.at, self.at + width, message, help)
    }

    fn wrong_from<T>(&self, start: usize, end: usize, message: String, help: &str) -> Parsed<T> {
        let span = self.span(start, end);
        Err(Box::new(
            Diagnostic::at(Code::RequestSyntax, span, message).help(help),
        ))
    }

    fn found(&self) -> String {
        match self.peek() {
            None => "the text ends".to_owned(),
            Some(c) if c.is_control() => "there is a control character".to_owned(),
            Some(c) => format!("there is `{c}`"),
        }
    }

    fn value(&mut self, depth: usize) -> Parsed<Json> {
        self.skip_space();
        if depth > DEPTH {
            return self.wrong(
                format!("the request nests more than {DEPTH} levels deep"),
                "take the inner brackets away",
            );
        }
        let start = self.at;
        let value = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.string()?),
            Some(c) if c == '-' || c.is_ascii_digit() => self.number()?,
            Some(c) if c.is_ascii_alphabetic() => self.word()?,
            _ => {
                return self.wrong(
                    format!("a value is missing here: {}", self.found()),
                    "write text in double quotes, a number, a list or an object",
                );
            }
        };
        Ok(Json {
            value,
            span: self.span(start, self.at),
        })
    }

    fn word(&mut self) -> Parsed<Value> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => {
                return self.wrong_from(
                    self.at,
                    self.at + end,
                    format!("`{word}` stands without quotes"),
                    "put text in double quotes",
                );
            }
        };
        self.at += end;
        Ok(value)
    }

    fn number(&mut self) -> Parsed<Value> {
        let rest = self.rest();
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '-' | '.'))
            .unwrap_or(rest.len());
        let digits = rest.get(..end).unwrap_or_default();
        if serde_json::from_str::<serde_json::Number>(digits).is_err() {
            return self.wrong_from(
                self.at,
                self.at + end,
                format!("`{digits}` is not a number of JSON"),
                "write a whole number without leading zeros, or put the text in double quotes",
            );
        }
        self.at += end;
        Ok(Value::Number(digits.parse().ok()))
    }

    fn string(&mut self) -> Parsed<String> {
        let start = self.at;
        let mut characters = self.rest().char_indices().skip(1);
        let mut escaped = false;
        let end = loop {
            match characters.next() {
                None => break None,
                Some((at, '\n')) => break Some((at, false)),
                Some((_, _)) if escaped => escaped = false,
                Some((_, '\\')) => escaped = true,
                Some((at, '"')) => break Some((at + 1, true)),
                Some(_) => {}
            }
        };
        let Some((length, true)) = end else {
            let length = end.map_or(self.rest().len(), |(at, _)| at);
            return self.wrong_from(
                start,
                start + length.min(40),
                "this text has no end".to_owned(),
                "close it with a double quote on the same line",
            );
        };
        let raw = self.rest().get(..length).unwrap_or_default();
        match serde_json::from_str(raw) {
            Ok(text) => {
                self.at += length;
                Ok(text)
            }
            Err(_) => self.wrong_from(
                start,
                start + length,
                "this text has an escape or a character that JSON does not allow".to_owned(),
                "write a backslash as `\\\\`, and control characters as `\\u0000`",
            ),
        }
    }

    fn list(&mut self, depth: usize) -> Parsed<Value> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            if items.is_empty() && self.peek() == Some(']') {
                self.at += 1;
                return Ok(Value::List(items));
            }
            items.push(self.value(depth + 1)?);
            self.skip_space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some(']') => {
                    self.at += 1;
                    return Ok(Value::List(items));
                }
                _ => {
                    return self.wrong(
                        format!("`,` or `]` is missing here: {}", self.found()),
                        "separate the values of a list with commas, and close it with `]`",
                    );
                }
            }
        }
    }

    fn object(&mut self, depth: usize) -> Parsed<Value> {
        let mut entries = Vec::new();
        self.at += 1;
        loop {
            self.skip_space();
            if entries.is_empty() && self.peek() == Some('}') {
                self.at += 1;
                return Ok(Value::Object(entries));
            }
            if self.peek() != Some('"') {
                return self.wrong(
                    format!("a key in double quotes is missing here: {}", self.found()),
                    "write entries as `\"key\": value`, without a comma behind the last",
                );
            }
            let start = self.at;
            let key = self.string()?;
            let key_span = self.span(start, self.at);
            self.skip_space();
            if self.peek() != Some(':') {
                return self.wrong(
                    format!("`:` is missing here: {}", self.found()),
                    "write entries as `\"key\": value`",
                );
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            entries.push(Entry {
                key,
                key_span,
                value,
            });
            self.skip_space();
            match self.peek() {
                Some(',') => self.at += 1,
                Some('}') => {
                    self.at += 1;
                    return Ok(Value::Object(entries));
                }
                _ => {
                    return self.wrong(
                        format!("`,` or `}}` is missing here: {}", self.found()),
                        "separate the entries of an object with commas, and close it with `}`",
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str) -> String {
        let values = parse_all(text, 0);
        let finding = values.into_iter().find_map(Result::err).unwrap();
        let span = finding.primary.unwrap().span;
        let marked = text.get(span.start as usize..span.end as usize).unwrap();
        format!("{} [{marked}]", finding.message)
    }

    #[test]
    fn values_know_where_they_stand() {
        let text = "{\"a\": [1, \"ü\\n\"]}";
        let values = parse_all(text, 100);
        let Ok(Json {
            value: Value::Object(entries),
            ..
        }) = &values[0]
        else {
            panic!("{values:?}");
        };
        assert_eq!(entries[0].key_span, Span::new(101, 104));
        let Value::List(items) = &entries[0].value.value else {
            panic!("{entries:?}");
        };
        assert_eq!(items[0].value, Value::Number(Some(1)));
        assert_eq!(items[1].value, Value::Text("ü\n".to_owned()));
        assert_eq!(items[1].span, Span::new(110, 116));
    }

    #[test]
    fn mistakes_are_named_where_they_are() {
        for (text, expected) in [
            (
                "{",
                "a key in double quotes is missing here: the text ends []",
            ),
            ("{\"a\" 1}", "`:` is missing here: there is `1` [1]"),
            (
                "{\"a\":1,}",
                "a key in double quotes is missing here: there is `}` [}]",
            ),
            (
                "{a:1}",
                "a key in double quotes is missing here: there is `a` [a]",
            ),
            ("{\"a\":yes}", "`yes` stands without quotes [yes]"),
            ("{\"a\":007}", "`007` is not a number of JSON [007]"),
            ("{\"a\":\"b}", "this text has no end [\"b}]"),
            (
                "{\"a\":\"\\x\"}",
                "this text has an escape or a character that JSON does not allow [\"\\x\"]",
            ),
            ("[1 2]", "`,` or `]` is missing here: there is `2` [2]"),
            ("]", "a value is missing here: there is `]` []]"),
        ] {
            assert_eq!(message(text), expected, "{text}");
        }
    }

    #[test]
    fn a_hundred_thousand_brackets_are_refused_without_a_crash() {
        let text = "[".repeat(100_000);
        assert!(message(&text).starts_with("the request nests more than 32 levels deep"));
    }

    #[test]
    fn a_broken_line_does_not_hide_the_next() {
        let values = parse_all("{\"a\": 1}\n{broken\n{\"b\": 2}\n", 0);
        let good: Vec<bool> = values.iter().map(Result::is_ok).collect();
        assert_eq!(good, [true, false, true]);
    }

    #[test]
    fn large_and_broken_numbers_are_numbers_without_a_whole_value() {
        for text in ["1.5", "99999999999999999999", "1e3"] {
            let values = parse_all(text, 0);
            assert_eq!(
                values[0].as_ref().unwrap().value,
                Value::Number(None),
                "{text}"
            );
        }
    }
}
