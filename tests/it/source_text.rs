//! Reads Rust source as text: without comments, literals and tests, and as tokens.

use std::fs;
use std::path::Path;

/// Every file below a folder whose name ends so, in order, with its path from that folder; none if
/// there is no folder.
pub fn files_below(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = fs::read_to_string(&path)
                    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
                let name = path.strip_prefix(folder).expect("a path below the folder");
                found.push((name.to_string_lossy().replace('\\', "/"), text));
            }
        }
    }
    found.sort();
    found
}

/// The source with every comment as blanks and every literal empty; lines stay where they are.
pub fn code_of(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut code = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = end_of_skipped(&chars, at);
        if end == at {
            code.push(chars[at]);
            at += 1;
            continue;
        }
        // A literal stays as an empty one, so that what stands around it does not grow together.
        let mark = if chars[at] == '/' { ' ' } else { '"' };
        code.push(mark);
        code.extend(chars[at..end].iter().filter(|c| **c == '\n'));
        code.push(mark);
        at = end;
    }
    code
}

/// Where a comment or literal that begins here ends; here, if none begins.
fn end_of_skipped(chars: &[char], at: usize) -> usize {
    let next = |offset: usize| chars.get(at + offset).copied().unwrap_or('\0');
    let after_a_name = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if next(1) == '/' => find(chars, at, |rest| rest[0] == '\n'),
        '/' if next(1) == '*' => end_of_block(chars, at),
        '"' => end_of_text(chars, at),
        'b' if next(1) == '"' && !after_a_name => end_of_text(chars, at + 1),
        'r' if (next(1) == '"' || next(1) == '#') && !after_a_name => end_of_raw(chars, at),
        'b' if next(1) == 'r' && matches!(next(2), '"' | '#') && !after_a_name => {
            end_of_raw(chars, at + 1)
        }
        // A lifetime has no second quote after its first character.
        '\'' if next(1) == '\\' => find(chars, at + 3, |rest| rest[0] == '\'') + 1,
        '\'' if next(2) == '\'' => at + 3,
        _ => at,
    }
}

fn find(chars: &[char], from: usize, is_it: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len())
        .find(|at| is_it(&chars[*at..]))
        .unwrap_or(chars.len())
}

fn end_of_block(chars: &[char], from: usize) -> usize {
    let mut depth = 0;
    let mut at = from;
    while at < chars.len() {
        match chars[at..] {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_text(chars: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// `r#"..."#`; `r#name` is a name and ends where it begins.
fn end_of_raw(chars: &[char], from: usize) -> usize {
    let hashes = chars[from + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(from + 1 + hashes) != Some(&'"') {
        return from;
    }
    let closing = |rest: &[char]| {
        rest[0] == '"' && rest.len() > hashes && rest[1..=hashes].iter().all(|c| *c == '#')
    };
    (find(chars, from + 2 + hashes, closing) + 1 + hashes).min(chars.len())
}

/// The words and signs of code; `::` is one token, every other sign stands alone.
pub fn tokens(code: &str) -> Vec<String> {
    let chars: Vec<char> = code.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let is_word = |c: &char| c.is_alphanumeric() || *c == '_';
        let length = if is_word(&chars[at]) {
            chars[at..].iter().take_while(|c| is_word(c)).count()
        } else if chars[at..].starts_with(&[':', ':']) {
            2
        } else {
            1
        };
        if !chars[at].is_whitespace() {
            tokens.push(chars[at..at + length].iter().collect());
        }
        at += length;
    }
    tokens
}

/// The tokens without every item under `#[cfg(test)]`.
pub fn without_tests(tokens: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let test = ["#", "[", "cfg", "(", "test", ")", "]"];
        if tokens[at..]
            .iter()
            .take(test.len())
            .map(String::as_str)
            .eq(test)
        {
            at = end_of_item(tokens, at + test.len());
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Where an item ends: after its `;`, or after the braces that belong to it.
fn end_of_item(tokens: &[String], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(from) {
        match token.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && matches!(token.as_str(), ";" | "}") {
            return at + 1;
        }
    }
    tokens.len()
}

#[test]
fn comments_and_literals_are_no_code() {
    let source = "a /* b /* c */ d */ e // f\ng \"h \\\" i\" r#\"j \" k\"# l 'm' '\\'' <'n> b\"o\" for r#type";
    let words = tokens(&code_of(source));
    let words: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| *word != "\"")
        .collect();
    assert_eq!(
        words,
        [
            "a", "e", "g", "l", "<", "'", "n", ">", "for", "r", "#", "type"
        ]
    );
}

#[test]
fn items_of_tests_are_left_out() {
    let source =
        "use a::b; #[cfg(test)] mod tests { use c::d; fn e() {} } #[cfg(test)] use f::g; h";
    assert_eq!(without_tests(&tokens(source)).concat(), "usea::b;h");
}
