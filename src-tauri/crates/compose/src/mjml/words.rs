//! Texts, and the pieces that are made of words alone.

use std::fmt::Write as _;

use super::{Cell, Writer, style};
use crate::{
    Align, Block, Colour, Deadline, Footer, PayLater, Text, TextStyle, Typeface,
    code::{self, html_words},
};

/// How letters stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letters {
    pub(super) class: &'static str,
    pub(super) colour: Colour,
    pub(super) size: u16,
    pub(super) line: u16,
    pub(super) align: Align,
    /// Room above and below.
    pub(super) above: u16,
    pub(super) below: u16,
}

pub(super) fn side(align: Align) -> &'static str {
    match align {
        Align::Start => "left",
        Align::Center => "center",
    }
}

impl Writer<'_> {
    pub(super) fn letters(&mut self, cell: Cell, letters: Letters, inner: &str) {
        let Letters {
            class,
            colour,
            size,
            line,
            align,
            above,
            below,
        } = letters;
        let side = side(align);
        let _ = write!(
            self.out,
            "<mj-text css-class=\"{} {class}\" align=\"{side}\" color=\"{colour}\" \
             font-size=\"{size}px\" line-height=\"{line}px\" \
             padding=\"{above}px {}px {below}px {}px\">{inner}</mj-text>",
            cell.class, cell.right, cell.left
        );
    }

    pub(super) fn text(&mut self, block: &Block, text: &Text, cell: Cell) {
        let paragraphs = match crate::text::paragraphs(&text.words) {
            Ok(paragraphs) => paragraphs,
            Err(fault) => return self.refuse(block, "words", fault),
        };
        let link = self.link(block.ground);
        let paragraphs: Vec<String> = paragraphs
            .iter()
            .map(|parts| code::html(parts, &link))
            .collect();
        if paragraphs.is_empty() {
            return;
        }
        let (ink, colour) = self.ink(cell.ground);
        let (quiet, quiet_colour) = self.quiet(cell.ground);
        let letters = |class, colour, size, line, above, below| Letters {
            class,
            colour,
            size,
            line,
            align: text.align,
            above,
            below,
        };
        match text.style {
            TextStyle::Title | TextStyle::Heading => {
                let title = text.style == TextStyle::Title;
                let inner = self.heading(title, &paragraphs.join("<br/>"));
                let above = if title { 10 } else { 14 };
                self.letters(cell, letters(ink, colour, 16, 26, above, 6), &inner);
            }
            TextStyle::Body | TextStyle::Small => {
                let last = paragraphs.len() - 1;
                let gap = if text.style == TextStyle::Body { 14 } else { 8 };
                let mut inner = String::new();
                for (at, paragraph) in paragraphs.iter().enumerate() {
                    let below = if at == last { 0 } else { gap };
                    let _ = write!(inner, "<p style=\"margin:0 0 {below}px\">{paragraph}</p>");
                }
                let letters = if text.style == TextStyle::Body {
                    letters(ink, colour, 16, 26, 8, 8)
                } else {
                    letters(quiet, quiet_colour, 14, 21, 6, 6)
                };
                self.letters(cell, letters, &inner);
            }
        }
    }

    /// A heading: the mail's own, or one within it.
    pub(super) fn heading(&self, title: bool, inner: &str) -> String {
        let stack = style::stack(self.look.headings).replace('\'', "&#39;");
        let heavy = match self.look.headings {
            Typeface::Serif => 400,
            Typeface::Typewriter => 600,
            _ => 700,
        };
        if title {
            let spacing = if self.look.headings == Typeface::Serif {
                "-0.3px"
            } else {
                "-0.6px"
            };
            format!(
                "<h1 class=\"h1\" style=\"margin:0;font-family:{stack};font-size:34px;\
                 line-height:40px;font-weight:{heavy};letter-spacing:{spacing}\">{inner}</h1>"
            )
        } else {
            let heavy = heavy.min(600);
            format!(
                "<h2 style=\"margin:0;font-family:{stack};font-size:20px;line-height:28px;\
                 font-weight:{heavy};letter-spacing:-0.2px\">{inner}</h2>"
            )
        }
    }

    pub(super) fn deadline(&mut self, block: &Block, deadline: &Deadline, cell: Cell) {
        let sentence = match deadline_sentence(deadline, self.words.ends) {
            Ok(parts) => code::html(&parts, &self.link(block.ground)),
            Err(fault) => return self.refuse(block, "text", fault),
        };
        let zone = html_words(&self.words.zone(self.brand.zone));
        let (class, colour) = self.ink(cell.ground);
        let letters = Letters {
            class,
            colour,
            size: 16,
            line: 24,
            align: Align::Center,
            above: 10,
            below: 10,
        };
        self.letters(
            cell,
            letters,
            &format!(
                "<strong>{sentence}</strong> <span style=\"white-space:nowrap\">{zone}</span>"
            ),
        );
    }

    pub(super) fn pay_later(&mut self, pay: &PayLater, cell: Cell) {
        let line = html_words(&pay_sentence(pay, self.words));
        let (class, colour) = self.quiet(cell.ground);
        let letters = Letters {
            class,
            colour,
            size: 14,
            line: 21,
            align: Align::Center,
            above: 6,
            below: 6,
        };
        self.letters(cell, letters, &line);
    }

    pub(super) fn footer(&mut self, block: &Block, footer: &Footer, cell: Cell) {
        let why = if footer.why.trim().is_empty() {
            html_words(&self.words.why.replace("{shop}", &self.brand.name))
        } else {
            self.line(block, "why", &footer.why)
        };
        let (class, colour) = self.quiet(cell.ground);
        let shop = html_words(&self.brand.name);
        let mut address = String::new();
        for line in postal_lines(self.brand) {
            let _ = write!(address, ", {}", html_words(line));
        }
        let unsubscribe = html_words(self.words.unsubscribe);
        let link = match cell.ground {
            crate::Ground::Accent => "la",
            _ => "lq",
        };
        let inner = format!(
            "<p style=\"margin:0 0 8px\"><strong>{shop}</strong>{address}</p>\
             <p style=\"margin:0\">{why} <a href=\"{{{{ unsubscribe_url }}}}\" class=\"{link}\" \
             style=\"color:{colour};text-decoration:underline;white-space:nowrap\">\
             {unsubscribe}</a></p>"
        );
        let letters = Letters {
            class,
            colour,
            size: 14,
            line: 21,
            align: Align::Center,
            above: 16,
            below: 16,
        };
        self.letters(cell, letters, &inner);
    }
}

/// Lines of the shop's address that hold something, without its name, which stands before them.
pub(crate) fn postal_lines(brand: &crate::Brand) -> impl Iterator<Item = &str> {
    let lines = brand.postal_address.lines();
    lines
        .map(|line| line.trim().trim_end_matches(','))
        .filter(|line| !line.is_empty() && *line != brand.name.trim())
}

/// The sentence with its day and time.
pub(crate) fn deadline_sentence(
    deadline: &Deadline,
    fixed: &str,
) -> Result<Vec<crate::text::Part>, crate::text::TextFault> {
    let text = if deadline.text.trim().is_empty() {
        fixed
    } else {
        deadline.text.trim()
    };
    // Braces of the deadline are single; those of names are double, and are left as they are.
    let mut sentence = text.replace("{{", "\u{0}");
    for (place, name) in [("{day}", "offer.day"), ("{time}", "offer.time")] {
        sentence = sentence.replace(place, &format!("\u{0}{name}}}}}"));
    }
    crate::text::line(&sentence.replace('\u{0}', "{{"))
}

/// That one can pay later, and with whom.
pub(crate) fn pay_sentence(pay: &PayLater, words: &crate::words::Words) -> String {
    let pattern = if pay.parts > 1 {
        words.pay_parts
    } else {
        words.pay_later
    };
    pattern
        .replace("{n}", &pay.parts.to_string())
        .replace("{provider}", pay.provider.trim())
}
