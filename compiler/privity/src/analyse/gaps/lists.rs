//! Lists of names in sentences.

/// How many names are written out.
const MOST: usize = 6;

/// The names in backticks: `a`, `b` and `c`. Of more than six the rest is counted.
pub(super) fn and_list<T: AsRef<str>>(names: &[T]) -> String {
    let mut parts: Vec<String> = names
        .iter()
        .take(MOST)
        .map(|name| format!("`{}`", name.as_ref()))
        .collect();
    if let more @ 1.. = names.len().saturating_sub(MOST) {
        parts.push(format!("{more} more"));
    }
    match parts.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// `1 rule`, `2 rules`
pub(super) fn count(number: usize, one: &str) -> String {
    if number == 1 {
        format!("1 {one}")
    } else {
        format!("{number} {one}s")
    }
}

#[cfg(test)]
mod tests {
    use super::and_list;

    #[test]
    fn long_lists_end_with_a_number() {
        assert_eq!(and_list(&["a"]), "`a`");
        assert_eq!(and_list(&["a", "b", "c"]), "`a`, `b` and `c`");
        let many: Vec<String> = (0..9).map(|number| format!("n{number}")).collect();
        assert!(and_list(&many).ends_with("`n5` and 3 more"));
    }
}
