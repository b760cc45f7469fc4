//! Texts as the language of templates has them: words that mean nothing to it, and names.

use std::fmt::Write as _;

use crate::text::{LinkTo, Name, Part};

/// A name as it stands in a template.
pub(crate) fn variable(name: &str) -> String {
    name.replace('.', "_")
}

/// A name with its fallback, to be filled in.
pub(crate) fn filled(name: &Name) -> String {
    let variable = variable(name.name);
    match &name.fallback {
        None => format!("{{{{ {variable} }}}}"),
        Some(fallback) => format!("{{{{ {variable} or {} }}}}", literal(fallback)),
    }
}

/// A text as a literal that can stand in an attribute too: whatever could end it, or means
/// something in HTML, is written by its number.
fn literal(text: &str) -> String {
    let mut code = String::from("'");
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == ' ' || (!c.is_ascii() && !c.is_control()) {
            code.push(c);
        } else {
            // Only ASCII and controls come here: four digits are enough.
            let _ = write!(code, "\\u{:04x}", u32::from(c));
        }
    }
    code.push('\'');
    code
}

/// Words as they stand in HTML, also in an attribute, and in a template.
pub(crate) fn html_words(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '{' => safe.push_str("&#123;"),
            '}' => safe.push_str("&#125;"),
            // What XML cannot hold.
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

/// Words as they stand in a template of plain text.
pub(crate) fn plain_words(text: &str) -> String {
    if text.contains(['{', '}']) {
        format!("{{{{ {} }}}}", literal(text))
    } else {
        text.to_owned()
    }
}

/// Parts as HTML. `link` is the style of a link, and its class.
pub(crate) fn html(parts: &[Part], link: &LinkStyle) -> String {
    let mut code = String::new();
    for part in parts {
        match part {
            Part::Words(words) => code.push_str(&html_words(words)),
            Part::Name(name) => code.push_str(&filled(name)),
            Part::Break => code.push_str("<br/>"),
            Part::Bold(inner) => {
                let _ = write!(code, "<strong>{}</strong>", html(inner, link));
            }
            Part::Italic(inner) => {
                let _ = write!(code, "<em>{}</em>", html(inner, link));
            }
            Part::Link { to, parts } => {
                let _ = write!(
                    code,
                    "<a href=\"{}\" class=\"{}\" style=\"color:{};text-decoration:underline\">{}</a>",
                    html_address(to),
                    link.class,
                    link.colour,
                    html(parts, link)
                );
            }
        }
    }
    code
}

/// How links within a text look.
#[derive(Debug, Clone)]
pub(crate) struct LinkStyle {
    pub(crate) class: &'static str,
    pub(crate) colour: String,
}

fn html_address(to: &LinkTo) -> String {
    match to {
        LinkTo::Shop => "{{ shop_url }}".to_owned(),
        LinkTo::Page(url) => html_words(url.as_str()),
    }
}

/// Parts as plain text; links with their address behind them.
pub(crate) fn plain(parts: &[Part]) -> String {
    let mut code = String::new();
    for part in parts {
        match part {
            Part::Words(words) => code.push_str(&plain_words(words)),
            Part::Name(name) => code.push_str(&filled(name)),
            Part::Break => code.push('\n'),
            Part::Bold(inner) | Part::Italic(inner) => code.push_str(&plain(inner)),
            Part::Link { to, parts } => {
                let address = match to {
                    LinkTo::Shop => "{{ shop_url }}".to_owned(),
                    LinkTo::Page(url) => plain_words(url.as_str()),
                };
                let _ = write!(code, "{} ({address})", plain(parts));
            }
        }
    }
    code
}
