//! The language of templates: only ours is written in it, what people have is filled in, and
//! nothing runs for long.

use std::fmt::Write as _;

use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior, Value};

use crate::RenderError;

/// Steps that one template may take: enough for a mail with twelve products in each of many
/// blocks, and an end for a loop.
const FUEL: u64 = 100_000;

/// What can be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filled {
    Subject,
    Preview,
    Html,
    Text,
}

impl Filled {
    const fn name(self) -> &'static str {
        match self {
            Self::Subject => "subject",
            Self::Preview => "preview",
            Self::Html => "mail.html",
            Self::Text => "text",
        }
    }
}

/// The templates of a mail in one language.
#[derive(Debug)]
pub(crate) struct Templates {
    environment: Environment<'static>,
}

impl Templates {
    pub(crate) fn new(
        subject: String,
        preview: String,
        html: String,
        text: String,
    ) -> Result<Self, RenderError> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|name| {
            if name == Filled::Html.name() {
                AutoEscape::Html
            } else {
                AutoEscape::None
            }
        });
        environment.set_formatter(write);
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        for (part, template) in [
            (Filled::Subject, subject),
            (Filled::Preview, preview),
            (Filled::Html, html),
            (Filled::Text, text),
        ] {
            let added = environment.add_template_owned(part.name(), template);
            added.map_err(|error| fault(&error))?;
        }
        Ok(Self { environment })
    }

    pub(crate) fn fill(&self, part: Filled, values: &Value) -> Result<String, RenderError> {
        let template = self.environment.get_template(part.name());
        let filled = template.and_then(|template| template.render(values.clone()));
        filled.map_err(|error| fault(&error))
    }
}

fn fault(error: &minijinja::Error) -> RenderError {
    match error.kind() {
        ErrorKind::OutOfFuel => RenderError::TooLong,
        _ => RenderError::Fault(error.to_string()),
    }
}

/// Writes a value. In HTML, whatever means something there is written as an entity, and what is
/// written from right to left is kept apart from what stands around it.
fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), minijinja::Error> {
    if *state.auto_escape() != AutoEscape::Html {
        return minijinja::escape_formatter(out, state, value);
    }
    let Some(text) = value.as_str() else {
        return minijinja::escape_formatter(out, state, value);
    };
    let apart = !text.is_ascii() && text.chars().any(runs_from_right);
    let written = (|| {
        if apart {
            out.write_char('\u{2068}')?;
        }
        escaped(out, text)?;
        if apart {
            out.write_char('\u{2069}')?;
        }
        Ok::<(), std::fmt::Error>(())
    })();
    written.map_err(|_| minijinja::Error::new(ErrorKind::WriteFailure, "no room"))
}

fn escaped(out: &mut Output, text: &str) -> std::fmt::Result {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.write_str(&text[from..at])?;
        out.write_str(entity)?;
        from = at + 1;
    }
    out.write_str(&text[from..])
}

/// Hebrew, Arabic and their like.
fn runs_from_right(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn filled(html: &str, name: &str) -> Result<String, RenderError> {
        let html = html.to_owned();
        let templates = Templates::new(String::new(), String::new(), html, String::new())?;
        let values = BTreeMap::from([("name", Value::from(name))]);
        templates.fill(Filled::Html, &Value::from(values))
    }

    #[test]
    fn what_is_filled_in_is_neither_markup_nor_a_program() {
        assert_eq!(
            filled("<b>{{ name }}</b>", "<i>'{{ 7*7 }}' & \"x\" a/b").unwrap(),
            "<b>&lt;i&gt;&#39;{{ 7*7 }}&#39; &amp; &quot;x&quot; a/b</b>"
        );
        assert_eq!(filled("{{ name }}", "نور").unwrap(), "\u{2068}نور\u{2069}");
        assert_eq!(filled("{{ name }}", "Zoë 👩‍🌾").unwrap(), "Zoë 👩‍🌾");
    }

    #[test]
    fn an_endless_loop_ends() {
        let ten_thousand = "{% for a in range(10000) %}";
        let endless = format!(
            "{ten_thousand}{ten_thousand}{}x{}",
            "{% for a in range(100) %}",
            "{% endfor %}".repeat(3)
        );
        assert_eq!(filled(&endless, ""), Err(RenderError::TooLong));
    }

    #[test]
    fn an_unknown_name_is_an_error() {
        assert!(matches!(
            filled("{{ nobody }}", ""),
            Err(RenderError::Fault(_))
        ));
    }
}
