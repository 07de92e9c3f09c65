//! [`Path`]: where a value stands in a paper, written out only when somebody asks.

use super::pointer::push_token;

/// A chain of keys that ends in a document; each link borrows the one before it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Path<'a> {
    /// The document itself: `terms`, `state`, `activity`, `group`, or the result.
    Document(&'static str),
    /// A pointer that was written out before, in a document.
    Written(&'static str, &'a str),
    /// A version of the terms, by its position.
    Version(usize),
    /// A key of an object.
    Name(&'a Path<'a>, &'a str),
    /// A position in a list.
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    pub(crate) const TERMS: Self = Self::Document("terms");
    pub(crate) const STATE: Self = Self::Document("state");
    pub(crate) const ACTIVITY: Self = Self::Document("activity");
    pub(crate) const GROUP: Self = Self::Document("group");
    pub(crate) const RESULT: Self = Self::Document("result");

    /// The value under a key.
    pub(crate) const fn name(&'a self, key: &'a str) -> Self {
        Path::Name(self, key)
    }

    /// The value at a position.
    pub(crate) const fn index(&'a self, position: usize) -> Self {
        Path::Index(self, position)
    }

    /// The document that the path starts in.
    pub(crate) const fn document(&self) -> &'static str {
        let mut path = self;
        loop {
            match path {
                Path::Document(name) | Path::Written(name, _) => return name,
                Path::Version(_) => return "terms",
                Path::Name(parent, _) | Path::Index(parent, _) => path = parent,
            }
        }
    }

    /// The JSON Pointer below the document (RFC 6901).
    pub(crate) fn pointer(&self) -> String {
        match self {
            Path::Document(_) => String::new(),
            Path::Written(_, pointer) => (*pointer).to_owned(),
            Path::Version(position) => format!("/versions/{position}"),
            Path::Name(parent, key) => {
                let mut pointer = parent.pointer();
                push_token(&mut pointer, key);
                pointer
            }
            Path::Index(parent, position) => format!("{}/{position}", parent.pointer()),
        }
    }

    /// The path in the words of a term sheet, such as `versions[0].items[1].pay.share`.
    pub(crate) fn words(&self) -> String {
        match self {
            Path::Document(_) => String::new(),
            Path::Written(_, pointer) => (*pointer).to_owned(),
            Path::Version(position) => format!("versions[{position}]"),
            Path::Name(Path::Document(_), key) => (*key).to_owned(),
            Path::Name(parent, key) => format!("{}.{key}", parent.words()),
            Path::Index(parent, position) => format!("{}[{position}]", parent.words()),
        }
    }
}
