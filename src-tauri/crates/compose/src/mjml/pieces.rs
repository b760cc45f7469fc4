//! What can stand in a section of its own or in a column: pictures, codes, points, buttons.

use std::fmt::Write as _;

use super::{
    Cell, Writer,
    style::{CODE, stack},
    words::{Letters, side},
};
use crate::{
    Align, Block, Button, ButtonStyle, CodeBlock, CodeStyle, Column, Columns, Content, Divider,
    Ground, Logo, Picture, PointsBlock, Target, code::html_words,
};

impl Writer<'_> {
    /// A block that is one piece.
    pub(super) fn piece(&mut self, block: &Block, cell: Cell) {
        match &block.content {
            Content::Logo(logo) => self.logo(block, logo, cell),
            Content::Text(text) => self.text(block, text, cell),
            Content::Picture(picture) => self.picture(block, picture, cell),
            Content::Code(code) => self.code(block, code, cell),
            Content::Deadline(deadline) => self.deadline(block, deadline, cell),
            Content::Points(points) => self.points(points, cell),
            Content::FreeShipping(shipping) => self.free_shipping(shipping.bar, cell),
            Content::PayLater(pay) => self.pay_later(pay, cell),
            Content::Button(button) => self.button(block, button, cell),
            Content::Divider(divider) => self.divider(divider, cell),
            Content::Footer(footer) => self.footer(block, footer, cell),
            // They are sections themselves.
            Content::Products(_) | Content::Columns(_) => {}
        }
    }

    fn logo(&mut self, block: &Block, logo: &Logo, cell: Cell) {
        let file = logo.file.clone().or_else(|| self.brand.logo.clone());
        let shop = html_words(&self.brand.name);
        if let Some(file) = file {
            let width = logo.width.clamp(40, 400).min(cell.width);
            let id = self.local(&file, width);
            let alt = if logo.alt.trim().is_empty() {
                shop
            } else {
                self.line(block, "alt", &logo.alt)
            };
            let _ = write!(
                self.out,
                "<mj-image css-class=\"{} lg\" src=\"cid:{id}\" alt=\"{alt}\" width=\"{width}px\" \
                 align=\"{}\" padding=\"12px {}px 12px {}px\"{}/>",
                cell.class,
                side(logo.align),
                cell.right,
                cell.left,
                self.shop_link()
            );
            return;
        }
        let (class, colour) = match cell.ground {
            Ground::Accent => ("oa", self.light.on_accent),
            Ground::Card | Ground::Panel | Ground::Page => ("lk", self.light.link),
        };
        let stack = stack(self.look.headings).replace('\'', "&#39;");
        let letters = Letters {
            class: "",
            colour,
            size: 22,
            line: 28,
            align: logo.align,
            above: 12,
            below: 12,
        };
        let inner = format!(
            "<span class=\"{class}\" style=\"color:{colour};font-family:{stack};font-weight:600;\
             letter-spacing:0.2px\">{shop}</span>"
        );
        self.letters(cell, letters, &inner);
    }

    /// Where a picture of the shop leads; nothing where the shop has no page.
    fn shop_link(&self) -> &'static str {
        if self.brand.url.is_some() {
            " href=\"{{ shop_url }}\""
        } else {
            ""
        }
    }

    fn picture(&mut self, block: &Block, picture: &Picture, cell: Cell) {
        let Some(file) = &picture.file else {
            return;
        };
        let id = self.local(file, cell.width);
        let alt = if picture.decorative {
            String::new()
        } else {
            self.line(block, "alt", &picture.alt)
        };
        let link = picture.target.as_ref().map_or_else(String::new, |target| {
            format!(" href=\"{}\"", address(target))
        });
        let (_, _, radius) = self.radii();
        let (radius, room) = if picture.wide { (0, 0) } else { (radius, 10) };
        let _ = write!(
            self.out,
            "<mj-image css-class=\"{}\" src=\"cid:{id}\" alt=\"{alt}\" width=\"{}px\" \
             border-radius=\"{radius}px\" padding=\"{room}px {}px {room}px {}px\" \
             fluid-on-mobile=\"true\"{link}/>",
            cell.class, cell.width, cell.right, cell.left
        );
    }

    fn code(&mut self, block: &Block, code: &CodeBlock, cell: Cell) {
        let said = if code.text.trim().is_empty() {
            "{{ offer_line }}".to_owned()
        } else {
            self.line(block, "text", &code.text)
        };
        let inner = match code.style {
            CodeStyle::Line => self.code_line(&said, cell),
            CodeStyle::Coupon => self.coupon(&said, cell),
            CodeStyle::GiftCard => self.gift_card(&said),
        };
        let (class, colour) = self.ink(Ground::Card);
        let letters = Letters {
            class,
            colour,
            size: 16,
            line: 24,
            align: Align::Start,
            above: 12,
            below: 12,
        };
        self.letters(cell, letters, &inner);
    }

    /// Words on the left, the code on the right.
    fn code_line(&self, said: &str, cell: Cell) -> String {
        let (_, radius, _) = self.radii();
        let line = self.light.line;
        let (back, panel) = self.panel_on(cell.ground);
        let stack = self.inherited();
        format!(
            "<table class=\"{back} ln\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" style=\"background:{panel};border:1px solid {line};\
             border-radius:{radius}px;border-collapse:separate\"><tr>\
             <td class=\"ik\" style=\"padding:16px 8px 16px 20px;color:{ink};font-family:{stack};\
             font-size:16px;line-height:22px\">{said}</td>\
             <td class=\"ik\" align=\"right\" style=\"padding:16px 20px 16px 8px;color:{ink};\
             font-family:{mono};font-size:16px;line-height:22px;font-weight:700;\
             white-space:nowrap\">{{{{ offer_code }}}}</td></tr></table>",
            ink = self.light.ink,
            mono = CODE.replace('\'', "&#39;"),
        )
    }

    /// What it gives in large letters, the code under it.
    fn coupon(&self, said: &str, cell: Cell) -> String {
        let (_, radius, _) = self.radii();
        let (link, ink, quiet) = (self.light.link, self.light.ink, self.light.quiet);
        let (back, panel) = self.panel_on(cell.ground);
        let stack = self.inherited();
        let heading = stack_of(self.look.headings);
        let mono = CODE.replace('\'', "&#39;");
        let label = html_words(self.words.your_code);
        format!(
            "<table class=\"{back}\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" style=\"background:{panel};border-radius:{radius}px;\
             border-collapse:separate\"><tr><td align=\"center\" style=\"padding:28px 24px\">\
             <p class=\"lk\" style=\"margin:0 0 16px;color:{link};font-family:{heading};\
             font-size:24px;line-height:30px;font-weight:600\">{said}</p>\
             <p class=\"qt\" style=\"margin:0 0 4px;color:{quiet};font-family:{stack};\
             font-size:14px;line-height:20px\">{label}</p>\
             <p class=\"ik\" style=\"margin:0;color:{ink};font-family:{mono};font-size:24px;\
             line-height:32px;font-weight:700;letter-spacing:1px\">{{{{ offer_code }}}}</p>\
             </td></tr></table>"
        )
    }

    /// A card with its amount, its message and its code.
    fn gift_card(&self, said: &str) -> String {
        let (_, radius, _) = self.radii();
        let (accent, on) = (self.light.accent, self.light.on_accent);
        let stack = self.inherited();
        let heading = stack_of(self.look.headings);
        let mono = CODE.replace('\'', "&#39;");
        let shop = html_words(&self.brand.name);
        let head = html_words(self.words.gift_card_head);
        format!(
            "<table class=\"ax\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" style=\"background:{accent};border-radius:{}px;\
             border-collapse:separate\"><tr><td class=\"oa\" style=\"padding:28px 28px 0;\
             color:{on};font-family:{stack};font-size:16px;line-height:22px\">{head}</td>\
             <td class=\"oa\" align=\"right\" style=\"padding:28px 28px 0;color:{on};\
             font-family:{stack};font-size:16px;line-height:22px;font-weight:600\">{shop}</td></tr>\
             <tr><td class=\"oa\" colspan=\"2\" style=\"padding:28px 28px 0;color:{on};\
             font-family:{heading};font-size:48px;line-height:54px;letter-spacing:-1px\">\
             {{% if gift_amount %}}{{{{ gift_amount }}}}{{% else %}}{said}{{% endif %}}</td></tr>\
             {{% if message_lines %}}<tr><td class=\"oa\" colspan=\"2\" style=\"padding:12px 28px 0;\
             color:{on};font-family:{stack};font-size:16px;line-height:24px\">\
             {{% for line in message_lines %}}{{{{ line }}}}<br/>{{% endfor %}}</td></tr>\
             {{% endif %}}\
             <tr><td class=\"oa\" colspan=\"2\" style=\"padding:24px 28px 26px;color:{on};\
             font-family:{mono};font-size:20px;line-height:26px;font-weight:700;\
             letter-spacing:1px\">{{{{ offer_code }}}}</td></tr></table>",
            radius.max(4) * 2,
        )
    }

    fn points(&mut self, points: &PointsBlock, cell: Cell) {
        let (_, radius, _) = self.radii();
        let (back, panel) = self.panel_on(cell.ground);
        let (ink, link, quiet) = (self.light.ink, self.light.link, self.light.quiet);
        let stack = self.inherited();
        let heading = stack_of(self.look.headings);
        let label = html_words(self.words.your_points);
        let mut inner = format!(
            "<table class=\"{back}\" role=\"presentation\" width=\"100%\" cellpadding=\"0\" \
             cellspacing=\"0\" style=\"background:{panel};border-radius:{radius}px;\
             border-collapse:separate\"><tr><td align=\"center\" style=\"padding:24px\">\
             <p class=\"qt\" style=\"margin:0 0 2px;color:{quiet};font-family:{stack};\
             font-size:14px;line-height:20px\">{label}</p>\
             <p class=\"lk\" style=\"margin:0;color:{link};font-family:{heading};font-size:32px;\
             line-height:40px;font-weight:600;letter-spacing:-0.5px\">{{{{ points_line }}}}</p>"
        );
        for (wanted, line) in [
            (points.next_reward, "points_next_line"),
            (points.expiry, "points_expiry_line"),
        ] {
            if wanted {
                let _ = write!(
                    inner,
                    "{{% if {line} %}}<p class=\"ik\" style=\"margin:6px 0 0;color:{ink};\
                     font-family:{stack};font-size:16px;line-height:24px\">{{{{ {line} }}}}</p>\
                     {{% endif %}}"
                );
            }
        }
        inner.push_str("</td></tr></table>");
        let (class, colour) = self.ink(Ground::Card);
        let letters = Letters {
            class,
            colour,
            size: 16,
            line: 24,
            align: Align::Start,
            above: 12,
            below: 12,
        };
        self.letters(cell, letters, &inner);
    }

    fn free_shipping(&mut self, bar: bool, cell: Cell) {
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
        let mut inner =
            String::from("<p style=\"margin:0\"><strong>{{ shipping_line }}</strong></p>");
        if bar {
            let (empty, full) = (self.light.line, self.light.link);
            let _ = write!(
                inner,
                "{{% if shipping_done %}}<table class=\"gu\" role=\"presentation\" width=\"100%\" \
                 cellpadding=\"0\" cellspacing=\"0\" style=\"margin:12px 0 0;background:{empty};\
                 border-radius:4px;border-collapse:separate\"><tr><td style=\"padding:0\">\
                 <table class=\"gd\" role=\"presentation\" width=\"{{{{ shipping_done }}}}%\" \
                 cellpadding=\"0\" cellspacing=\"0\" style=\"background:{full};border-radius:4px;\
                 border-collapse:separate\"><tr><td height=\"8\" style=\"height:8px;\
                 font-size:8px;line-height:8px\">&#160;</td></tr></table></td></tr></table>\
                 {{% endif %}}"
            );
        }
        self.letters(cell, letters, &inner);
    }

    fn button(&mut self, block: &Block, button: &Button, cell: Cell) {
        let words = self.line(block, "text", &button.text);
        let (radius, _, _) = self.radii();
        let light = self.light;
        let (class, back, colour, border) = match (button.style, cell.ground) {
            (ButtonStyle::Filled, Ground::Accent) => (
                "ba",
                light.on_accent.to_string(),
                light.accent,
                String::new(),
            ),
            (ButtonStyle::Filled, _) => (
                "bt",
                light.button.to_string(),
                light.on_button,
                String::new(),
            ),
            (ButtonStyle::Outlined, Ground::Accent) => (
                "oa",
                "transparent".to_owned(),
                light.on_accent,
                format!(" border=\"2px solid {}\"", light.on_accent),
            ),
            (ButtonStyle::Outlined, _) => (
                "bo",
                "transparent".to_owned(),
                light.link,
                format!(" border=\"2px solid {}\"", light.link),
            ),
        };
        let width = if button.wide { " width=\"100%\"" } else { "" };
        let _ = write!(
            self.out,
            "<mj-button css-class=\"{} {class}\" href=\"{}\" background-color=\"{back}\" \
             color=\"{colour}\" border-radius=\"{radius}px\" align=\"{}\" font-size=\"16px\" \
             line-height=\"24px\" font-weight=\"600\" inner-padding=\"13px 28px\" \
             padding=\"14px {}px 14px {}px\"{border}{width}>{words}</mj-button>",
            cell.class,
            address(&button.target),
            side(button.align),
            cell.right,
            cell.left,
        );
    }

    fn divider(&mut self, divider: &Divider, cell: Cell) {
        let room = divider.room.min(120);
        if !divider.line {
            let _ = write!(self.out, "<mj-spacer height=\"{}px\"/>", room.max(1));
            return;
        }
        let half = room / 2;
        let colour = match cell.ground {
            Ground::Accent => self.light.on_accent,
            _ => self.light.line,
        };
        let class = if cell.ground == Ground::Accent {
            ""
        } else {
            " ln"
        };
        let _ = write!(
            self.out,
            "<mj-divider css-class=\"{}{class}\" border-width=\"1px\" border-color=\"{colour}\" \
             padding=\"{half}px {}px {half}px {}px\"/>",
            cell.class, cell.right, cell.left
        );
    }

    pub(super) fn columns(&mut self, block: &Block, columns: &Columns) {
        let count = columns.columns.len().clamp(1, 3);
        self.open(block, "");
        for (place, column) in columns.columns.iter().take(3).enumerate() {
            self.column(block, column, place, count);
        }
        self.out.push_str("</mj-section>");
    }

    fn column(&mut self, block: &Block, column: &Column, place: usize, count: usize) {
        let (share, cell) = in_columns(place, count, block.ground);
        let _ = write!(
            self.out,
            "<mj-column width=\"{share}%\" vertical-align=\"top\">"
        );
        for inner in &column.blocks {
            let inner = Block {
                ground: block.ground,
                ..inner.clone()
            };
            self.piece(&inner, cell);
        }
        if column.blocks.is_empty() {
            self.out.push_str("<mj-spacer height=\"1px\"/>");
        }
        self.out.push_str("</mj-column>");
    }

    /// The class and colour behind a panel: another than what is around it.
    fn panel_on(&self, ground: Ground) -> (&'static str, crate::Colour) {
        if ground == Ground::Panel {
            ("cx", self.light.card)
        } else {
            ("px", self.light.panel)
        }
    }

    fn inherited(&self) -> String {
        stack_of(self.look.letters)
    }
}

fn stack_of(typeface: crate::Typeface) -> String {
    stack(typeface).replace('\'', "&#39;")
}

/// The share of a column in percent, and its margins, such that what is between them is evenly wide.
pub(super) fn in_columns(place: usize, count: usize, ground: Ground) -> (u16, Cell) {
    let whole = Cell::whole(ground);
    let cell = |left, right, width| Cell {
        left,
        right,
        width,
        ..whole
    };
    match (count, place) {
        (2, 0) => (50, cell(40, 12, 248)),
        (2, _) => (50, cell(12, 40, 248)),
        (3, 0) => (35, cell(40, 10, 160)),
        (3, 1) => (30, cell(10, 10, 160)),
        (3, _) => (35, cell(10, 40, 160)),
        _ => (100, whole),
    }
}

/// Where a target leads, as it stands in an attribute.
fn address(target: &Target) -> String {
    match target {
        Target::Shop => "{{ shop_url }}".to_owned(),
        Target::Cart => "{{ cart_url }}".to_owned(),
        Target::FirstProduct => "{{ first_url }}".to_owned(),
        Target::Page { url } => html_words(url.trim()),
    }
}
