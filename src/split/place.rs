//! [`Path`]: where a figure stands in a paper, written out only when a proof asks.

use crate::explain::pointer;

/// A chain of keys that ends in a document; each link borrows the one before it.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    /// The document itself.
    Document(&'static str),
    /// A key of an object.
    Name(&'a Path<'a>, &'a str),
    /// A position in a list.
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    /// The value under a key.
    pub(super) const fn name(&'a self, key: &'a str) -> Self {
        Path::Name(self, key)
    }

    /// The value at a position.
    pub(super) const fn index(&'a self, position: usize) -> Self {
        Path::Index(self, position)
    }

    /// The document that the path starts in.
    pub(super) const fn document(&self) -> &'static str {
        let mut path = self;
        loop {
            match path {
                Path::Document(name) => return name,
                Path::Name(parent, _) | Path::Index(parent, _) => path = parent,
            }
        }
    }

    /// The JSON Pointer below the document (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        let (parent, last) = match self {
            Path::Document(_) => return String::new(),
            Path::Name(parent, key) => (parent, pointer([key])),
            Path::Index(parent, position) => (parent, format!("/{position}")),
        };
        parent.pointer() + &last
    }
}
