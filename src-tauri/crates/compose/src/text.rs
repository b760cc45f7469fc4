//! Texts as people write them: names in double braces, and a little markup. Whatever is neither is
//! words, and words are never markup or a program.

use pannier_core::HttpsUrl;

use crate::Variable;

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    Words(String),
    Name(Name),
    Break,
    Bold(Vec<Self>),
    Italic(Vec<Self>),
    Link { to: LinkTo, parts: Vec<Self> },
}

/// A name, and what stands there for someone who has nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) name: &'static str,
    pub(crate) fallback: Option<String>,
}

/// Where a link within a text leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LinkTo {
    Shop,
    Page(HttpsUrl),
}

/// Why a text cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TextFault {
    /// Braces that never close, or hold what is no name.
    Unreadable(String),
    /// A name that stands for nothing.
    Unknown(String),
    /// A link that leads nowhere safe.
    BadLink(String),
}

/// Words and names on one line: a subject, a heading, the words of a button.
pub(crate) fn line(text: &str) -> Result<Vec<Part>, TextFault> {
    let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    names(&folded)
}

/// Paragraphs with markup.
pub(crate) fn paragraphs(text: &str) -> Result<Vec<Vec<Part>>, TextFault> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut paragraphs = Vec::new();
    for paragraph in text.split("\n\n") {
        let paragraph = paragraph.trim();
        if !paragraph.is_empty() {
            let marked: Vec<char> = paragraph.chars().collect();
            paragraphs.push(marked_up(&marked)?);
        }
    }
    Ok(paragraphs)
}

/// Markup of one paragraph. A mark that does not close is a letter.
fn marked_up(text: &[char]) -> Result<Vec<Part>, TextFault> {
    let mut parts = Vec::new();
    let mut words = String::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        // Within braces nothing is markup.
        if rest.starts_with(&['{', '{'])
            && let Some(end) = find(rest, &['}', '}'])
        {
            words.extend(&rest[..end + 2]);
            at += end + 2;
            continue;
        }
        let marked = link(rest)?.or(emphasis(rest)?);
        if let Some((part, length)) = marked {
            parts.extend(names(&std::mem::take(&mut words))?);
            parts.push(part);
            at += length;
            continue;
        }
        if rest[0] == '\n' {
            parts.extend(names(&std::mem::take(&mut words))?);
            parts.push(Part::Break);
        } else {
            words.push(rest[0]);
        }
        at += 1;
    }
    parts.extend(names(&words)?);
    Ok(parts)
}

fn find(text: &[char], what: &[char]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

/// `**bold**` or `*italic*` at the beginning, and how long it is.
fn emphasis(text: &[char]) -> Result<Option<(Part, usize)>, TextFault> {
    for (mark, bold) in [(['*', '*'].as_slice(), true), (&['*'], false)] {
        let Some(after) = text.strip_prefix(mark) else {
            continue;
        };
        let inner = find(after, mark).map(|end| &after[..end]).filter(|inner| {
            let edges = inner.first().zip(inner.last());
            edges.is_some_and(|(first, last)| !first.is_whitespace() && !last.is_whitespace())
        });
        if let Some(inner) = inner {
            let parts = marked_up(inner)?;
            let part = if bold {
                Part::Bold(parts)
            } else {
                Part::Italic(parts)
            };
            return Ok(Some((part, inner.len() + 2 * mark.len())));
        }
    }
    Ok(None)
}

/// `[words](address)` at the beginning, and how long it is.
fn link(text: &[char]) -> Result<Option<(Part, usize)>, TextFault> {
    let parts = text
        .strip_prefix(&['['])
        .and_then(|after| {
            let end = find(after, &[']', '('])?;
            let address = &after[end + 2..];
            let close = address.iter().position(|c| *c == ')')?;
            Some((&after[..end], &address[..close], end + close + 4))
        })
        .filter(|(words, address, _)| !words.is_empty() && !address.contains(&'\n'));
    let Some((words, address, length)) = parts else {
        return Ok(None);
    };
    let address: String = address.iter().collect();
    let to = if address.trim() == "shop" {
        LinkTo::Shop
    } else {
        LinkTo::Page(HttpsUrl::parse(&address).map_err(|_| TextFault::BadLink(address))?)
    };
    // A link within a link would be none.
    let parts = names(&words.iter().collect::<String>())?;
    Ok(Some((Part::Link { to, parts }, length)))
}

/// Words and names.
fn names(text: &str) -> Result<Vec<Part>, TextFault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let after = &rest[at + 1..];
        match after.chars().next() {
            Some('{') => {
                if at > 0 {
                    parts.push(Part::Words(rest[..at].to_owned()));
                }
                let inside = &after[1..];
                let end = inside
                    .find("}}")
                    .ok_or_else(|| TextFault::Unreadable(shown(&rest[at..])))?;
                parts.push(Part::Name(name(&inside[..end])?));
                rest = &inside[end + 2..];
            }
            // What would begin a program or a remark in the language of templates.
            Some('%' | '#') => return Err(TextFault::Unreadable(shown(&rest[at..]))),
            _ => {
                parts.push(Part::Words(rest[..=at].to_owned()));
                rest = after;
            }
        }
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest.to_owned()));
    }
    Ok(parts)
}

/// `first_name or "friend"`, with any kind of quotes.
fn name(inside: &str) -> Result<Name, TextFault> {
    let unreadable = || TextFault::Unreadable(shown(&format!("{{{{{inside}}}}}")));
    let inside = inside.trim();
    let end = inside
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'))
        .unwrap_or(inside.len());
    let (word, rest) = inside.split_at(end);
    if word.is_empty() {
        return Err(unreadable());
    }
    let rest = rest.trim();
    let fallback = match rest {
        "" => None,
        rest => {
            let quoted = rest.strip_prefix("or").ok_or_else(unreadable)?.trim();
            let mut letters = quoted.chars();
            let quotes = "\"'“”„«»‘’";
            let (first, last) = (letters.next(), letters.next_back());
            let whole = first
                .zip(last)
                .is_some_and(|(first, last)| quotes.contains(first) && quotes.contains(last));
            if !whole {
                return Err(unreadable());
            }
            Some(letters.as_str().to_owned())
        }
    };
    let known = Variable::of(word).ok_or_else(|| TextFault::Unknown(shown(word)))?;
    Ok(Name {
        name: known.name,
        fallback,
    })
}

/// A text as an error repeats it.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// All names in parts, also within others.
pub(crate) fn each_name<'p>(parts: &'p [Part], of: &mut dyn FnMut(&'p Name)) {
    for part in parts {
        match part {
            Part::Name(name) => of(name),
            Part::Bold(inner) | Part::Italic(inner) | Part::Link { parts: inner, .. } => {
                each_name(inner, of);
            }
            Part::Words(_) | Part::Break => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Part {
        Part::Words(text.to_owned())
    }

    fn named(name: &'static str, fallback: Option<&str>) -> Part {
        let fallback = fallback.map(ToOwned::to_owned);
        Part::Name(Name { name, fallback })
    }

    #[test]
    fn names_stand_in_braces() {
        assert_eq!(
            line("Hello {{ first_name or \"friend\" }},\n{{shop}}").unwrap(),
            [
                words("Hello "),
                named("first_name", Some("friend")),
                words(", "),
                named("shop", None),
            ]
        );
        assert_eq!(
            line("{{points.balance or «0»}}").unwrap(),
            [named("points.balance", Some("0"))]
        );
        assert_eq!(line("a { b } c").unwrap(), [words("a {"), words(" b } c")]);
    }

    #[test]
    fn programs_and_unknown_names_are_refused() {
        for text in [
            "{% for i in range(10000000000) %}x{% endfor %}",
            "{{ range(10) }}",
            "{{ first_name | upper }}",
            "{{ first_name",
            "{{}}",
            "{# remark #}",
            "{{ first_name or friend }}",
            "{{ first_name or \" }}",
        ] {
            assert!(
                matches!(paragraphs(text), Err(TextFault::Unreadable(_))),
                "{text}"
            );
        }
        assert_eq!(
            line("{{ fist_name or \"x\" }}"),
            Err(TextFault::Unknown("fist_name".to_owned()))
        );
    }

    #[test]
    fn a_little_markup_is_read_and_the_rest_is_words() {
        assert_eq!(
            paragraphs("**Bold *and* more** 2 * 3\nnew <b>line</b>\n\n[Look](https://a.example/b)")
                .unwrap(),
            [
                vec![
                    Part::Bold(vec![
                        words("Bold "),
                        Part::Italic(vec![words("and")]),
                        words(" more")
                    ]),
                    words(" 2 * 3"),
                    Part::Break,
                    words("new <b>line</b>"),
                ],
                vec![Part::Link {
                    to: LinkTo::Page(HttpsUrl::parse("https://a.example/b").unwrap()),
                    parts: vec![words("Look")],
                }],
            ]
        );
        assert_eq!(
            paragraphs("{{first_name or \"*a*\"}}").unwrap(),
            [vec![named("first_name", Some("*a*"))]]
        );
    }

    #[test]
    fn links_are_https() {
        for address in ["javascript:void", "http://a.example", "data:text/html,x"] {
            assert_eq!(
                paragraphs(&format!("[x]({address})")),
                Err(TextFault::BadLink(address.to_owned()))
            );
        }
    }
}
