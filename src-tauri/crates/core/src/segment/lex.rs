//! The text of rules in words, numbers, days and quoted texts.

use super::parse::RuleError;
use crate::Day;

/// A word of the text, with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Its first character, counted from 1.
    pub(super) column: usize,
    /// As it is written.
    pub(super) written: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// In lower case.
    Word(String),
    /// Without its quotation marks.
    Text(String),
    /// Digits with a point at most.
    Number(String),
    Day(Day),
    Open,
    Close,
    Comma,
    Percent,
    /// `#` and a number.
    Row(i64),
}

struct Chars<'t> {
    chars: std::iter::Peekable<std::str::Chars<'t>>,
    column: usize,
}

impl Chars<'_> {
    fn next(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.column += usize::from(next.is_some());
        next
    }

    fn take_while(&mut self, into: &mut String, is: impl Fn(char) -> bool) {
        while let Some(c) = self.chars.next_if(|c| is(*c)) {
            self.column += 1;
            into.push(c);
        }
    }
}

/// The words of a text. `first` is the column of its first character.
pub(super) fn tokens(text: &str, first: usize) -> Result<Vec<Token>, RuleError> {
    let mut chars = Chars {
        chars: text.chars().peekable(),
        column: first,
    };
    let mut tokens = Vec::new();
    loop {
        let column = chars.column;
        let Some(c) = chars.next() else {
            return Ok(tokens);
        };
        let mut written = String::from(c);
        let kind = match c {
            c if c.is_whitespace() => continue,
            '(' => Kind::Open,
            ')' => Kind::Close,
            ',' => Kind::Comma,
            '%' => Kind::Percent,
            '"' | '“' | '”' | '„' => {
                let text = quoted(&mut chars, c, column)?;
                written = format!("\"{text}\"");
                Kind::Text(text)
            }
            '#' => {
                chars.take_while(&mut written, |c| c.is_ascii_digit());
                let row = written[1..].parse();
                Kind::Row(row.map_err(|_| RuleError {
                    column,
                    what: "After “#” stands the number of a segment".to_owned(),
                    hint: "Leave it out: the name is enough".to_owned(),
                })?)
            }
            c if c.is_ascii_digit() || c == '-' || c == '.' => {
                chars.take_while(&mut written, |c| c.is_ascii_digit() || c == '.' || c == '-');
                number(&written, column)?
            }
            c if c.is_alphabetic() => {
                chars.take_while(&mut written, |c| {
                    c.is_alphanumeric() || matches!(c, '-' | '_' | '\'' | '’')
                });
                Kind::Word(written.to_lowercase())
            }
            _ => {
                return Err(RuleError {
                    column,
                    what: format!("“{c}” has no meaning here"),
                    hint: "Put names and other texts into quotation marks".to_owned(),
                });
            }
        };
        tokens.push(Token {
            kind,
            column,
            written,
        });
    }
}

fn number(written: &str, column: usize) -> Result<Kind, RuleError> {
    let wrong = |what: String, hint: &str| RuleError {
        column,
        what,
        hint: hint.to_owned(),
    };
    if written.starts_with('-') {
        let what = format!("“{written}” is below zero");
        return Err(wrong(what, "Write a number from 0 on"));
    }
    if written.contains('-') {
        let day = written.parse::<Day>().ok().filter(|day| day.is_plausible());
        let what = format!("“{written}” is not a day");
        return day
            .map(Kind::Day)
            .ok_or_else(|| wrong(what, "Write it as 2026-06-30"));
    }
    let digits = written.bytes().filter(u8::is_ascii_digit).count();
    let points = written.len() - digits;
    if digits == 0 || points > 1 || written.ends_with('.') {
        let what = format!("“{written}” is not a number");
        return Err(wrong(what, "Write it as 250 or 250.00"));
    }
    Ok(Kind::Number(written.to_owned()))
}

/// The rest of a text in quotation marks.
fn quoted(chars: &mut Chars, open: char, column: usize) -> Result<String, RuleError> {
    let mut text = String::new();
    while let Some(c) = chars.next() {
        match c {
            '"' if open == '"' => return Ok(text),
            '“' | '”' if open != '"' => return Ok(text),
            '\\' => {
                let at = chars.column - 1;
                text.push(escaped(chars).ok_or_else(|| RuleError {
                    column: at,
                    what: "A backslash stands before “\"”, “\\”, “n”, “t” or “u{…}”".to_owned(),
                    hint: "Write two backslashes to mean one".to_owned(),
                })?);
            }
            c => text.push(c),
        }
    }
    Err(RuleError {
        column,
        what: "The quotation mark is not closed".to_owned(),
        hint: "Put another one behind the text".to_owned(),
    })
}

fn escaped(chars: &mut Chars) -> Option<char> {
    match chars.next()? {
        '"' => Some('"'),
        '\\' => Some('\\'),
        'n' => Some('\n'),
        't' => Some('\t'),
        'u' => {
            let mut digits = String::new();
            (chars.next()? == '{').then_some(())?;
            chars.take_while(&mut digits, |c| c.is_ascii_hexdigit());
            (chars.next()? == '}').then_some(())?;
            char::from_u32(u32::from_str_radix(&digits, 16).ok()?)
        }
        _ => None,
    }
}
