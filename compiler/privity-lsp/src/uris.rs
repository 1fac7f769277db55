//! File names as editors write them (`file:///home/a%20b/policy.privity`) and as the system does.

use std::path::{Path, PathBuf};

/// The path of a `file` URI; `None` for any other.
pub(crate) fn to_path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    // A host may stand before the first slash; only this machine is meant.
    let path = rest.get(rest.find('/')?..)?;
    let bytes = decode(path)?;
    let text = String::from_utf8(bytes).ok()?;
    // `/C:/folder` on Windows.
    let is_drive = text
        .get(1..)
        .and_then(|rest| rest.get(..2))
        .is_some_and(|drive| drive.ends_with(':'));
    let text = if cfg!(windows) && is_drive {
        text.get(1..)?.to_owned()
    } else {
        text
    };
    Some(PathBuf::from(text))
}

/// The `file` URI of a path.
pub(crate) fn of_path(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let mut digit = || char::from(rest.next()?).to_digit(16);
            u8::try_from(digit()? * 16 + digit()?).ok()?
        } else {
            byte
        });
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_blanks_and_umlauts_goes_there_and_back() {
        let path = Path::new("/tmp/a b/größe.privity");
        let uri = of_path(path);
        assert_eq!(uri, "file:///tmp/a%20b/gr%C3%B6%C3%9Fe.privity");
        assert_eq!(to_path(&uri).as_deref(), Some(path));
    }

    #[test]
    fn what_is_no_file_has_no_path() {
        assert_eq!(to_path("untitled:Untitled-1"), None);
        assert_eq!(to_path("https://example.org/a.privity"), None);
        assert_eq!(to_path("file:///a%2"), None);
        assert_eq!(to_path("file:///a%zz"), None);
    }
}
