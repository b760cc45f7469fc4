//! Products: a heading, then rows of cards that are repeated for each person.

use std::fmt::Write as _;

use super::{Cell, Writer, pieces::in_columns, words::Letters};
use crate::{
    Align, Block, Ground, Products, ProductsLayout, code::html_words, values::ProductsSlot,
};

impl Writer<'_> {
    pub(super) fn products(&mut self, block: &Block, products: &Products) {
        let place = self.slots.len();
        self.slots.push(ProductsSlot {
            block: products.clone(),
            width: match products.layout {
                ProductsLayout::Two => 248,
                // On a phone, and alone in a row, they stand in a list.
                ProductsLayout::Three => 160,
                ProductsLayout::List => 136,
            },
        });
        self.raw(&format!("{{% if block_{place} %}}"));
        if !products.heading.trim().is_empty() {
            let heading = self.line(block, "heading", &products.heading);
            let heading = self.heading(false, &heading);
            let (class, colour) = self.ink(block.ground);
            let letters = Letters {
                class,
                colour,
                size: 16,
                line: 26,
                align: Align::Start,
                above: 14,
                below: 4,
            };
            let cell = Cell::whole(block.ground);
            self.section(block, "", |writer| writer.letters(cell, letters, &heading));
        }
        let link = self.line(block, "link", &products.link);
        self.raw(&format!("{{% for row in block_{place} %}}"));
        match products.layout {
            ProductsLayout::List => self.row_alone(block, &link),
            ProductsLayout::Two => {
                self.raw("{% if row|length == 2 %}");
                self.row_of_two(block, &link);
                self.raw("{% else %}");
                self.row_alone(block, &link);
                self.raw("{% endif %}");
            }
            ProductsLayout::Three => {
                self.raw("{% if row|length == 3 %}");
                self.row_of_three(block, &link);
                self.raw("{% elif row|length == 2 %}");
                self.row_of_two(block, &link);
                self.raw("{% else %}");
                self.row_alone(block, &link);
                self.raw("{% endif %}");
            }
        }
        self.raw("{% endfor %}{% endif %}");
    }

    /// Three beside each other; a list on a phone.
    fn row_of_three(&mut self, block: &Block, link: &str) {
        self.open(block, "");
        for place in 0..3 {
            let (share, cell) = in_columns(place, 3, block.ground);
            let card = self.card(&format!("row[{place}]"), cell, link, true);
            let _ = write!(
                self.out,
                "<mj-column width=\"{share}%\" vertical-align=\"top\">"
            );
            self.card_letters(cell, &card);
            self.out.push_str("</mj-column>");
        }
        self.out.push_str("</mj-section>");
    }

    /// Two beside each other, also on a phone.
    fn row_of_two(&mut self, block: &Block, link: &str) {
        self.open(block, "");
        self.out.push_str("<mj-group>");
        for place in 0..2 {
            let (share, mut cell) = in_columns(place, 2, block.ground);
            cell.class = if place == 0 { "il" } else { "ir" };
            let card = self.card(&format!("row[{place}]"), cell, link, false);
            let _ = write!(
                self.out,
                "<mj-column width=\"{share}%\" vertical-align=\"top\">"
            );
            self.card_letters(cell, &card);
            self.out.push_str("</mj-column>");
        }
        self.out.push_str("</mj-group></mj-section>");
    }

    /// One, its picture on the left.
    fn row_alone(&mut self, block: &Block, link: &str) {
        let cell = Cell::whole(block.ground);
        let picture = self.product_picture("row[0]", 136, cell.ground);
        let words = self.product_words("row[0]", cell.ground, link);
        let stack = super::style::stack(self.look.letters).replace('\'', "&#39;");
        let card = format!(
            "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>\
             <td width=\"136\" valign=\"top\" style=\"width:136px\">{picture}</td>\
             <td valign=\"middle\" style=\"padding:0 0 0 20px;font-family:{stack};font-size:16px;\
             line-height:22px\">{words}</td></tr></table>"
        );
        self.section(block, "", |writer| writer.card_letters(cell, &card));
    }

    fn card_letters(&mut self, cell: Cell, card: &str) {
        let (class, colour) = self.ink(cell.ground);
        let letters = Letters {
            class,
            colour,
            size: 16,
            line: 22,
            align: Align::Start,
            above: 12,
            below: 12,
        };
        self.letters(cell, letters, card);
    }

    /// A picture with words under it; where `list`, beside it on a phone.
    fn card(&self, of: &str, cell: Cell, link: &str, list: bool) -> String {
        let picture = self.product_picture(of, cell.width, cell.ground);
        let words = self.product_words(of, cell.ground, link);
        let (one, other) = if list {
            (" class=\"pc\"", " class=\"pw\"")
        } else {
            ("", "")
        };
        format!(
            "<div style=\"overflow:hidden\"><div{one}>{picture}</div>\
             <div{other} style=\"padding:12px 0 0\">{words}</div></div>"
        )
    }

    /// The picture, or its place with the first letter of the name. Names stand beside it, so that
    /// nobody hears them twice.
    fn product_picture(&self, of: &str, width: u16, ground: Ground) -> String {
        let (_, _, radius) = self.radii();
        let (panel, class) = if ground == Ground::Panel {
            (self.light.line, "gu")
        } else {
            (self.light.panel, "px")
        };
        let quiet = self.light.quiet;
        let room = width * 36 / 100;
        format!(
            "{{% if {of}.picture %}}<a href=\"{{{{ {of}.url }}}}\" tabindex=\"-1\" \
             aria-hidden=\"true\"><img src=\"cid:{{{{ {of}.picture }}}}\" alt=\"\" \
             width=\"{width}\" style=\"display:block;width:100%;height:auto;border:0;\
             border-radius:{radius}px\"/></a>{{% else %}}<div class=\"{class} qt\" \
             aria-hidden=\"true\" style=\"background:{panel};color:{quiet};\
             border-radius:{radius}px;padding:{room}px 0;text-align:center;font-size:28px;\
             line-height:{line}px\">{{{{ {of}.initial }}}}</div>{{% endif %}}",
            line = width - 2 * room,
        )
    }

    fn product_words(&self, of: &str, ground: Ground, link: &str) -> String {
        let (ink_class, ink) = self.ink(ground);
        let (quiet_class, quiet) = self.quiet(ground);
        let instead = html_words(self.words.instead_of);
        let mut words = format!(
            "<p style=\"margin:0\"><a href=\"{{{{ {of}.url }}}}\" class=\"{ink_class}\" \
             style=\"color:{ink};text-decoration:none;font-weight:600\">{{{{ {of}.title }}}}</a></p>\
             {{% if {of}.reason %}}<p class=\"{quiet_class}\" style=\"margin:2px 0 0;\
             color:{quiet};font-size:14px;line-height:20px\">{{{{ {of}.reason }}}}</p>{{% endif %}}\
             {{% if {of}.price %}}<p class=\"{ink_class}\" style=\"margin:6px 0 0;color:{ink}\">\
             {{{{ {of}.price }}}}</p>{{% if {of}.former %}}<p class=\"{quiet_class}\" \
             style=\"margin:0;color:{quiet};font-size:14px;line-height:20px\">{instead} \
             <s>{{{{ {of}.former }}}}</s></p>{{% endif %}}{{% endif %}}"
        );
        if !link.is_empty() {
            let style = self.link(ground);
            let _ = write!(
                words,
                "<p style=\"margin:8px 0 0\"><a href=\"{{{{ {of}.url }}}}\" class=\"{}\" \
                 style=\"color:{};text-decoration:underline\">{link}</a></p>",
                style.class, style.colour
            );
        }
        words
    }
}
