//! What the sources of the crate make public, as text: every type with its parts, and every path
//! into it.
//!
//! The lint `unreachable_pub` sees to it that whatever is `pub` can be reached from outside; so
//! what is `pub` in the sources is the public API, and `pub use` says under which path.

use std::collections::{BTreeMap, BTreeSet};

use crate::source_text::{code_of, tokens, without_tests};

/// Macros whose calls make nothing public: what a document is hashed by, and how it is unrolled.
const INNER: [&str; 5] = ["by_debug", "by_display", "by_name", "entries", "remembered"];

/// What is public in one module of the crate: its items by name.
pub type Module = BTreeMap<String, Item>;

/// One public item: what it is, and what belongs to it.
#[derive(Default)]
pub struct Item {
    /// The item itself: its kind, its name, what it derives.
    pub head: String,
    /// The fields or variants, in their order.
    parts: Vec<String>,
    /// Methods, constants and implementations.
    pub members: BTreeSet<String>,
}

/// The public API of sources, given as paths below `src` and texts.
pub fn public_of(sources: &[(String, String)]) -> BTreeMap<String, Module> {
    let open = open_modules(sources);
    let mut api: BTreeMap<String, (Module, BTreeSet<String>)> = BTreeMap::new();
    // The guide is there for the documentation alone.
    for (file, source) in sources.iter().filter(|(file, _)| file != "_guide.rs") {
        let first = file.split(['/', '.']).next().unwrap_or_default();
        let name = if open.contains(first) { first } else { "" };
        let words = without_tests(&tokens(&code_of(source)));
        let (module, used) = api.entry(name.to_owned()).or_default();
        let ends = ends_of(&words);
        let used_here = BTreeSet::new();
        let mut reader = Reader {
            words: &words,
            ends: &ends,
            module,
            used: used_here,
            in_rule: false,
        };
        reader.items(0, words.len(), None);
        used.append(&mut reader.used);
    }
    let named = |(name, (mut module, used)): (String, (Module, BTreeSet<String>))| {
        // The names of other crates have no item here.
        for name in &used {
            let head = || Item {
                head: format!("use {name}"),
                ..Item::default()
            };
            module.entry(name.clone()).or_insert_with(head);
        }
        module.retain(|name, item| is_reached(name, item, &used));
        (name, module)
    };
    api.into_iter().map(named).collect()
}

/// Whether an item can be named from outside, or belongs to one that can.
fn is_reached(name: &str, item: &mut Item, used: &BTreeSet<String>) -> bool {
    if item.head.is_empty() {
        // Methods may stand in another module than their type; what is implemented for a private
        // type is nobody's matter.
        let has_methods = item
            .members
            .iter()
            .any(|member| !member.starts_with("impl"));
        item.head = format!("impl {name}");
        return has_methods;
    }
    let is_made = item.head.contains(": by ");
    !is_made || used.contains(name)
}

/// The modules that `lib.rs` opens.
fn open_modules(sources: &[(String, String)]) -> BTreeSet<String> {
    let root = sources.iter().find(|(file, _)| file == "lib.rs");
    let words = root.map_or_else(Vec::new, |(_, source)| tokens(&code_of(source)));
    let pairs = words
        .windows(3)
        .filter(|three| three[0] == "pub" && three[1] == "mod");
    pairs.map(|three| three[2].clone()).collect()
}

/// The names of the public types of a module.
pub fn types_of(module: &Module) -> impl Iterator<Item = &str> {
    let is_type = |item: &Item| item.head.contains("struct ") || item.head.contains("enum ");
    module
        .iter()
        .filter(move |(_, item)| is_type(item))
        .map(|(name, _)| name.as_str())
}

/// The API as the text that is kept.
pub fn text_of(api: &BTreeMap<String, Module>) -> String {
    let mut lines = Vec::new();
    for (name, module) in api {
        let shown = if name.is_empty() { "the crate" } else { name };
        lines.push(format!("# {shown}"));
        for item in module.values() {
            lines.push(item.head.clone());
            let inside = item.parts.iter().chain(&item.members);
            lines.extend(inside.map(|line| format!("    {line}")));
        }
        lines.push(String::new());
    }
    lines.join("\n") + "\n"
}

/// Reads the items of one file into a module.
struct Reader<'a> {
    words: &'a [String],
    /// Where the bracket that opens at a place is closed, past it.
    ends: &'a [usize],
    module: &'a mut Module,
    /// What the file makes public under another path.
    used: BTreeSet<String>,
    /// Whether these are the rules of a macro.
    in_rule: bool,
}

impl Reader<'_> {
    /// Reads items from one place to another, as members of a type if they stand in its `impl`.
    fn items(&mut self, from: usize, to: usize, owner: Option<&str>) {
        let mut at = from;
        let mut traits = BTreeSet::new();
        while at < to {
            let word = self.words[at].as_str();
            let after = match word {
                "#" => {
                    let open = at + 1 + usize::from(self.is(at + 1, "!"));
                    let end = self.close(open);
                    traits.extend(promises(&self.words[open..end]));
                    at = end;
                    continue;
                }
                "pub" if !self.is(at + 1, "(") => self.public(at + 1, owner, &traits),
                "$" if self.is(at + 1, "visibility") => self.public(at + 2, owner, &traits),
                // More attributes, in the rule of a macro.
                "$" if self.is(at + 1, "(") => {
                    at = self.close(at + 1) + 1;
                    continue;
                }
                "impl" => self.implementation(at),
                "mod" if self.is(at + 2, "{") => {
                    self.items(at + 3, self.close(at + 2) - 1, None);
                    self.close(at + 2)
                }
                "macro_rules" => self.macro_rules(at),
                "!" if self.opens(at + 1) && owner.is_none() && !self.in_rule => {
                    self.made_by_macro(at)
                }
                _ if self.opens(at) => self.close(at),
                _ => at + 1,
            };
            traits.clear();
            at = after;
        }
    }

    /// Reads the item behind `pub`, and returns where it ends.
    fn public(&mut self, from: usize, owner: Option<&str>, traits: &BTreeSet<String>) -> usize {
        let mut kind = from;
        while matches!(self.word(kind), "const" | "unsafe" | "async") && self.is(kind + 1, "fn") {
            kind += 1;
        }
        let name = self.word(kind + 1).to_owned();
        match self.word(kind) {
            "fn" => {
                let end = self.until(kind, &["{", ";"]);
                let signature = written(&self.words[from..end]);
                self.note(owner, &name, signature);
                if self.is(end, "{") {
                    self.close(end)
                } else {
                    end + 1
                }
            }
            "struct" | "enum" => self.data(kind, traits, None),
            "const" | "static" | "type" => {
                let end = self.until(kind, &["=", ";"]);
                let item = written(&self.words[from..end]);
                self.note(owner, &name, item);
                self.until(end, &[";"]) + 1
            }
            "use" => {
                let end = self.until(kind, &[";"]);
                // Only the names: the file that they come from is private.
                let names = self.words[kind..end]
                    .iter()
                    .enumerate()
                    .filter(|(at, word)| {
                        let follows_path = self.is(kind + at + 1, "::");
                        let is_name = word.starts_with(char::is_alphabetic);
                        *at > 0 && is_name && !follows_path && word.as_str() != "self"
                    });
                let names: Vec<String> = names.map(|(_, name)| name.clone()).collect();
                self.used.extend(names);
                end + 1
            }
            "mod" => {
                self.note(None, &format!("mod {name}"), format!("mod {name}"));
                if self.is(kind + 2, "{") {
                    self.close(kind + 2)
                } else {
                    kind + 3
                }
            }
            // A field of a tuple that stands alone, in the rule of a macro.
            _ => from,
        }
    }

    /// Reads a struct or an enum whose keyword stands here, and returns where it ends.
    fn data(&mut self, kind: usize, traits: &BTreeSet<String>, maker: Option<&str>) -> usize {
        let body = self.until(kind, &["{", "(", ";"]);
        let end = if self.opens(body) {
            self.close(body)
        } else {
            body
        };
        let promises = maker.map(|maker| format!("by {maker}")).into_iter();
        let promises: Vec<String> = promises.chain(traits.iter().cloned()).collect();
        let mut head = written(&self.words[kind..body]);
        if !promises.is_empty() {
            head = format!("{head}: {}", promises.join(", "));
        }
        let is_open = self.is(kind, "enum") || maker.is_some();
        let mut parts = Vec::new();
        for part in if self.opens(body) {
            self.parts(body)
        } else {
            Vec::new()
        } {
            let words = part.strip_prefix(&["pub".to_owned()]);
            match words {
                Some(words) if words.first().is_some_and(|word| word != "(") => {
                    parts.push(written(words));
                }
                _ if is_open => parts.push(written(&part)),
                _ => {}
            }
        }
        let item = self
            .module
            .entry(self.word(kind + 1).to_owned())
            .or_default();
        (item.head, item.parts) = (head, parts);
        end
    }

    /// Reads `impl .. { .. }`, and returns where it ends.
    fn implementation(&mut self, at: usize) -> usize {
        let body = self.until(at, &["{"]);
        let head = &self.words[at..body];
        let end = self.close(body);
        let of_trait = head.iter().position(|word| word == "for");
        let is_generic = |word: &&String| word.as_str() != "<";
        // Past `impl<..>` the type is the last name of its path.
        let skipped = if self.is(at + 1, "<") {
            self.past_angles(at + 1) - at
        } else {
            1
        };
        let path = of_trait.map_or(skipped, |at| at + 1);
        let names = head[path..].iter().take_while(is_generic);
        let name = names.take_while(|word| word.as_str() != "where").last();
        let name = if head[path..].starts_with(&["$".to_owned()]) {
            format!("${}", head.get(path + 1).map_or("", String::as_str))
        } else {
            name.cloned().unwrap_or_default()
        };
        if let Some(of_trait) = of_trait {
            // The trait by its last name, and the type only where it says more than its name.
            let mut short = head[..of_trait].to_vec();
            while short.get(skipped + 1).is_some_and(|word| word == "::") {
                short.drain(skipped..skipped + 2);
            }
            if head[path..] != [name.clone()] {
                short.extend_from_slice(&head[of_trait..]);
            }
            let item = self.module.entry(name).or_default();
            item.members.insert(written(&short));
        } else {
            self.items(body + 1, end - 1, Some(&name));
        }
        end
    }

    /// Reads the rules of a macro: what they make stands under its name.
    fn macro_rules(&mut self, at: usize) -> usize {
        let end = self.close(at + 3);
        let mut inner = Module::new();
        let mut rule = at + 4;
        while rule < end - 1 {
            // (pattern) => {what it becomes};
            if self.opens(rule) && self.is(self.close(rule), "=") {
                let made = self.close(rule) + 2;
                let past = self.close(made);
                let used = BTreeSet::new();
                let (words, ends, module) = (self.words, self.ends, &mut inner);
                let mut reader = Reader {
                    words,
                    ends,
                    module,
                    used,
                    in_rule: true,
                };
                reader.items(made + 1, past - 1, None);
                rule = past;
            } else {
                rule += 1;
            }
        }
        let made: BTreeSet<String> = inner
            .into_values()
            .flat_map(|item| {
                let head = Some(item.head).filter(|head| !head.is_empty());
                head.into_iter().chain(item.parts).chain(item.members)
            })
            .collect();
        if made.iter().any(|line| !line.starts_with("impl")) {
            let name = format!("{}!", self.word(at + 2));
            let head = format!("what {name} makes");
            self.module.insert(
                name,
                Item {
                    head,
                    parts: Vec::new(),
                    members: made,
                },
            );
        }
        end
    }

    /// Reads the call of a macro: a public type as it is spelled there, or what it is called with.
    fn made_by_macro(&mut self, bang: usize) -> usize {
        let end = self.close(bang + 1);
        let name = format!("{}!", self.word(bang - 1));
        let mut at = bang + 2;
        let mut traits = BTreeSet::new();
        while self.is(at, "#") {
            traits.extend(promises(&self.words[at + 1..self.close(at + 1)]));
            at = self.close(at + 1);
        }
        if self.is(at, "pub") && matches!(self.word(at + 1), "struct" | "enum") {
            self.data(at + 1, &traits, Some(&name));
        } else if !INNER.contains(&self.word(bang - 1)) && !self.is(at, "pub") {
            let called = self.module.entry("!".to_owned()).or_default();
            called.head = String::from("what macros are called with");
            called.members.insert(written(&self.words[bang - 1..end]));
        }
        end
    }

    /// What stands between the brackets that open here, cut at its commas, without attributes.
    fn parts(&self, open: usize) -> Vec<Vec<String>> {
        let mut parts = vec![Vec::new()];
        let (mut at, mut angles) = (open + 1, 0_usize);
        while at + 1 < self.close(open) {
            match self.word(at) {
                "#" if self.is(at + 1, "[") => {
                    at = self.close(at + 1);
                    continue;
                }
                "\"" => {}
                "," if angles == 0 => parts.push(Vec::new()),
                word => {
                    angles += usize::from(word == "<");
                    angles -= usize::from(word == ">" && angles > 0);
                    let end = if self.opens(at) {
                        self.close(at)
                    } else {
                        at + 1
                    };
                    let part = parts.last_mut().expect("a part");
                    let mut inside = at;
                    while inside < end {
                        let is_attribute = self.is(inside, "#") && self.is(inside + 1, "[");
                        if is_attribute && !self.is(inside + 2, "from") {
                            inside = self.close(inside + 1);
                        } else if self.is(inside, "\"") {
                            inside += 1;
                        } else {
                            part.push(self.words[inside].clone());
                            inside += 1;
                        }
                    }
                    at = end;
                    continue;
                }
            }
            at += 1;
        }
        parts.retain(|part| !part.is_empty());
        parts
    }

    fn note(&mut self, owner: Option<&str>, name: &str, written: String) {
        match owner {
            Some(owner) => {
                let item = self.module.entry(owner.to_owned()).or_default();
                item.members.insert(written);
            }
            None => self.module.entry(name.to_owned()).or_default().head = written,
        }
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    fn opens(&self, at: usize) -> bool {
        matches!(self.word(at), "{" | "(" | "[")
    }

    /// Where the bracket that opens here is closed, past it.
    fn close(&self, open: usize) -> usize {
        self.ends.get(open).copied().unwrap_or(open + 1)
    }

    fn past_angles(&self, open: usize) -> usize {
        let mut depth = 0_usize;
        for at in open..self.words.len() {
            depth += usize::from(self.is(at, "<"));
            depth -= usize::from(self.is(at, ">"));
            if depth == 0 {
                return at + 1;
            }
        }
        self.words.len()
    }

    /// The next place of one of these words that stands in no bracket.
    fn until(&self, from: usize, ends: &[&str]) -> usize {
        let mut at = from;
        while at < self.words.len() && !ends.contains(&self.word(at)) {
            at = if self.opens(at) {
                self.close(at)
            } else {
                at + 1
            };
        }
        at
    }
}

/// Where what opens at each place is closed, past it; the next place for every other word.
fn ends_of(words: &[String]) -> Vec<usize> {
    let mut ends: Vec<usize> = (1..=words.len()).collect();
    let mut open = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match word.as_str() {
            "{" | "(" | "[" => open.push(at),
            "}" | ")" | "]" => {
                if let Some(opened) = open.pop() {
                    ends[opened] = at + 1;
                }
            }
            _ => {}
        }
    }
    ends
}

/// What an attribute promises of a type: what it derives, and that it may grow.
fn promises(attribute: &[String]) -> Vec<String> {
    let word = |at: usize| attribute.get(at).map_or("", String::as_str);
    let derive = attribute.iter().position(|word| word == "derive");
    match (word(1), derive) {
        ("non_exhaustive", _) => vec!["non_exhaustive".to_owned()],
        ("derive" | "cfg_attr", Some(at)) => {
            // `thiserror::Error` is known by its last name, and no lint is a trait.
            let listed = attribute[at..].split(|word| word == "," || word == ")");
            let names = listed.filter_map(|path| path.last());
            let names = names.filter(|name| name.starts_with(char::is_uppercase));
            names.cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// Tokens as a line: one blank between words, none around signs that stand close.
fn written(words: &[String]) -> String {
    let mut line = String::new();
    for word in words {
        let word = word.as_str();
        if word == "\"" {
            continue;
        }
        let is_word = word.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let opens = word == "{";
        let close = [",", ";", ":", ")", "]", ">", "::", "(", "<", "?", ".", "!"];
        let glued = line.is_empty()
            || (close.contains(&word) && !line.ends_with(['+', '=']))
            || line.ends_with(['(', '[', '<', '&', '$', '\'', '!', '#'])
            || line.ends_with("::");
        if !glued && (is_word || opens || !line.ends_with('-')) {
            line.push(' ');
        }
        line.push_str(word);
    }
    let line = line
        .replace("- >", " ->")
        .replace("->(", "-> (")
        .replace("  ", " ")
        .replace(",(", ", (");
    // The last comma of a list that was written over several lines says nothing.
    line.replace(",)", ")").replace(", }", " }")
}
