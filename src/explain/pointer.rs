//! JSON Pointers (RFC 6901): where a figure stands in a document.

/// Returns the JSON Pointer (RFC 6901) of a path, with `~` and `/` escaped.
///
/// # Examples
///
/// ```
/// use partnership::explain::pointer;
///
/// assert_eq!(pointer(["parties", "a/b", "0"]), "/parties/a~1b/0");
/// ```
pub fn pointer<T: AsRef<str>>(path: impl IntoIterator<Item = T>) -> String {
    let mut pointer = String::new();
    for token in path {
        push_token(&mut pointer, token.as_ref());
    }
    pointer
}

/// Goes one step down from a pointer.
pub(super) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    for character in token.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            plain => pointer.push(plain),
        }
    }
}

/// Whether a text is a JSON Pointer.
pub(super) fn is_pointer(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('~') {
        if !after.starts_with(['0', '1']) {
            return false;
        }
        rest = after;
    }
    text.is_empty() || text.starts_with('/')
}

/// The last name or position on the way of a pointer, as it stands in the document.
#[cfg(feature = "json")]
pub(super) fn last_token(pointer: &str) -> Option<String> {
    let (_, token) = pointer.rsplit_once('/')?;
    Some(token.replace("~1", "/").replace("~0", "~"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_escaped_and_only_escapes_are_tildes() {
        assert_eq!(pointer(["a/b", "~x", "0", ""]), "/a~1b/~0x/0/");
        for text in ["", "/", "/a~1b/~0x", "//"] {
            assert!(is_pointer(text), "{text}");
        }
        for text in ["a", "/~", "/~2", "/a~", "#/a"] {
            assert!(!is_pointer(text), "{text}");
        }
    }
}
