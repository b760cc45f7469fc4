//! What is done to the HTML that MJML becomes, and to a copy of it that is shown on a screen.

use crate::{Mail, PictureRef, mjml::DARK};

/// No line of a mail is longer (RFC 5322, 2.1.1), without its break.
pub(crate) const LONGEST_LINE: usize = 998;

/// The HTML with what newer MJML adds, in lines that every server takes.
pub(crate) fn finished(html: &str) -> String {
    let html = html.replacen("<body style=\"", "<body style=\"word-spacing:normal;", 1);
    let mut lines = String::with_capacity(html.len() + html.len() / 40);
    let mut length = 0;
    let mut in_tag = false;
    let mut braces = 0_i32;
    for (at, c) in html.char_indices() {
        match c {
            '<' => {
                // Room between the parts of a table means nothing.
                let breaks = [
                    "<table", "<tr", "<td", "<div", "<!--[if", "</table", "<p", "<h",
                ];
                let tag = &html[at..];
                if length > 60 && braces == 0 && breaks.iter().any(|start| tag.starts_with(start)) {
                    lines.push('\n');
                    length = 0;
                }
                in_tag = true;
            }
            '>' => in_tag = false,
            '{' => braces += 1,
            '}' => braces -= 1,
            _ => {}
        }
        if c == ' ' && length > 100 && !in_tag && braces == 0 {
            lines.push('\n');
            length = 0;
        } else {
            lines.push(c);
            length = if c == '\n' { 0 } else { length + c.len_utf8() };
        }
    }
    lines
}

/// A text whose lines are not longer than a server takes; most are left as they are.
pub(crate) fn short_lines(text: String) -> String {
    if text.lines().all(|line| line.len() <= LONGEST_LINE) {
        return text;
    }
    let mut short = String::with_capacity(text.len() + 64);
    for line in text.lines() {
        let mut rest = line;
        while rest.len() > LONGEST_LINE {
            let end = rest.floor_char_boundary(LONGEST_LINE - 100);
            let end = rest[..end].rfind(' ').filter(|end| *end > 0).unwrap_or(end);
            short.push_str(&rest[..end]);
            short.push('\n');
            rest = rest[end..].trim_start();
        }
        short.push_str(rest);
        short.push('\n');
    }
    short
}

/// In which light a preview is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// As by day, whatever the screen says.
    Light,
    /// As at night, whatever the screen says.
    Dark,
    /// As the screen says.
    System,
}

impl Mail {
    /// The HTML for a screen: in a scheme, with the addresses of its pictures, and with a block
    /// outlined, if one is chosen.
    pub fn html_for_preview(
        &self,
        scheme: Scheme,
        chosen: Option<&str>,
        address: impl Fn(&PictureRef) -> String,
    ) -> String {
        let mut html = self.html.clone();
        for picture in &self.pictures {
            let address = address(picture)
                .replace('&', "&amp;")
                .replace('"', "&quot;")
                .replace('<', "&lt;");
            html = html.replace(
                &format!("\"cid:{}\"", picture.id),
                &format!("\"{address}\""),
            );
        }
        match scheme {
            Scheme::System => {}
            Scheme::Light => html = html.replace(DARK, "@media not all"),
            Scheme::Dark => html = html.replace(DARK, "@media all"),
        }
        let scheme = match scheme {
            Scheme::System => "",
            Scheme::Light => ":root{color-scheme:light!important}",
            Scheme::Dark => ":root{color-scheme:dark!important}",
        };
        let class = chosen.map(crate::mjml::block_class).unwrap_or_default();
        let chosen = match class.trim() {
            "" => String::new(),
            class => {
                html = named_chosen(&html, class);
                // A block of several rows has one outline around all of them; its colour is seen on
                // light mails and on dark ones.
                format!(
                    ".{class}{{position:relative;scroll-margin-top:24px}}.{class}::after{{content:'';position:absolute;\
                     inset:0;border:2px solid #1a8aa3;pointer-events:none}}\
                     .{class}:has(+ .{class})::after{{border-bottom:0}}\
                     .{class} + .{class}::after{{border-top:0}}"
                )
            }
        };
        html.replacen(
            "</head>",
            &format!("<style>{scheme}{chosen}</style></head>"),
            1,
        )
    }
}

/// The HTML with the first element of a class named `chosen`, so that a frame can scroll to it.
fn named_chosen(html: &str, class: &str) -> String {
    const CLASS: &str = "class=\"";
    let of_it = html.match_indices(CLASS).find(|(at, _)| {
        let classes = html[at + CLASS.len()..].split('"').next();
        classes.is_some_and(|classes| classes.split(' ').any(|one| one == class))
    });
    of_it.map_or_else(
        || html.to_owned(),
        |(at, _)| format!("{}id=\"chosen\" {}", &html[..at], &html[at..]),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_of_a_class_can_be_scrolled_to() {
        let html =
            r#"<p class="x b-b12">one</p><p class="b-b1 x">two</p><p class="b-b1">three</p>"#;
        assert_eq!(
            named_chosen(html, "b-b1"),
            r#"<p class="x b-b12">one</p><p id="chosen" class="b-b1 x">two</p><p class="b-b1">three</p>"#
        );
        assert_eq!(named_chosen(html, "b-b"), html);
    }

    #[test]
    fn lines_are_broken_between_words_and_tags_alone() {
        let html = format!(
            "<body style=\"x\"><p>{}</p><img alt=\"{}\"/></body>",
            "word ".repeat(400),
            "alt ".repeat(50)
        );
        let finished = finished(&html);
        assert!(finished.lines().all(|line| line.len() < 400), "{finished}");
        assert!(finished.contains(&"alt ".repeat(50)));
        assert!(finished.starts_with("<body style=\"word-spacing:normal;x\">"));
        assert_eq!(
            finished.split_whitespace().count() - 1,
            html.split_whitespace().count() - 1
        );
    }

    #[test]
    fn long_lines_of_text_are_broken_at_words() {
        let long = short_lines(format!("{}\nshort", "w ".repeat(2_000)));
        assert!(long.lines().all(|line| line.len() <= LONGEST_LINE));
        assert!(long.ends_with("short\n"));
        let one = short_lines("é".repeat(3_000));
        assert!(one.lines().all(|line| line.len() <= LONGEST_LINE));
        assert_eq!(one.replace('\n', ""), "é".repeat(3_000));
        assert_eq!(short_lines("as it is".to_owned()), "as it is");
    }
}
