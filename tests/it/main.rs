//! Everything that the crate promises, in one integration target.
