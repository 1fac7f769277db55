//! The options of the programs that compare engines: pairs of a name and a value.

/// The options of this program, each with its value.
///
/// # Errors
/// In a few words, if the last one has none.
pub fn options() -> Result<Vec<(String, String)>, String> {
    let mut words = std::env::args().skip(1);
    let mut options = Vec::new();
    while let Some(name) = words.next() {
        let value = words.next().ok_or(format!("`{name}` needs a value"))?;
        options.push((name, value));
    }
    Ok(options)
}

/// A value as a number.
///
/// # Errors
/// In a few words, if it is none.
pub fn number(value: &str) -> Result<u64, String> {
    value.parse().map_err(|_| format!("`{value}` is no number"))
}
