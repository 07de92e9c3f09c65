//! What an agreement promises beyond its cases.

mod agenda;
mod book;
