//! The same document without form: what those get who read plain text.

use std::fmt::Write as _;

use crate::{
    Block, Brand, CodeBlock, CodeStyle, Content, Document, Products, Target, Text, TextStyle,
    code::{plain, plain_words},
    mjml::{deadline_sentence, pay_sentence, postal_lines},
    text::{line, paragraphs},
    words::Words,
};

/// The document, which is in one language, as a template of plain text. Texts that cannot be read
/// are left out: the HTML is refused for them.
pub(crate) fn template(document: &Document, brand: &Brand, words: &Words) -> String {
    let mut writer = Plain {
        brand,
        words,
        out: String::new(),
        slots: 0,
    };
    for block in &document.blocks {
        writer.block(block);
    }
    writer.out
}

struct Plain<'d> {
    brand: &'d Brand,
    words: &'d Words,
    out: String,
    slots: usize,
}

impl Plain<'_> {
    /// A part, with an empty line after it.
    fn part(&mut self, text: &str) {
        if !text.trim().is_empty() {
            let _ = write!(self.out, "{text}\n\n");
        }
    }

    fn block(&mut self, block: &Block) {
        match &block.content {
            // The name stands at the end.
            Content::Logo(_) => {}
            Content::Text(text) => self.text(text),
            Content::Picture(picture) => {
                if !picture.decorative && picture.file.is_some() {
                    let alt = one_line(&picture.alt);
                    if !alt.is_empty() {
                        let link = picture.target.as_ref();
                        let link = link.map_or_else(String::new, |to| format!("\n{}", address(to)));
                        self.part(&format!("[{alt}]{link}"));
                    }
                }
            }
            Content::Products(products) => self.products(products),
            Content::Code(code) => self.code(code),
            Content::Deadline(deadline) => {
                if let Ok(parts) = deadline_sentence(deadline, self.words.ends) {
                    let zone = self.words.zone(self.brand.zone);
                    self.part(&format!("{} {}", plain(&parts), plain_words(&zone)));
                }
            }
            Content::Points(points) => {
                self.out.push_str("{% if points_line %}{{ points_line }}\n");
                for (wanted, line) in [
                    (points.next_reward, "points_next_line"),
                    (points.expiry, "points_expiry_line"),
                ] {
                    if wanted {
                        let _ =
                            write!(self.out, "{{% if {line} %}}{{{{ {line} }}}}\n{{% endif %}}");
                    }
                }
                self.out.push_str("\n{% endif %}");
            }
            Content::FreeShipping(_) => {
                let line = "{% if shipping_line %}{{ shipping_line }}\n\n{% endif %}";
                self.out.push_str(line);
            }
            Content::PayLater(pay) => self.part(&plain_words(&pay_sentence(pay, self.words))),
            Content::Button(button) => {
                let text = one_line(&button.text);
                self.part(&format!("{text}:\n{}", address(&button.target)));
            }
            Content::Divider(divider) => {
                if divider.line {
                    self.part("* * *");
                }
            }
            Content::Columns(columns) => {
                for inner in columns.columns.iter().flat_map(|column| &column.blocks) {
                    self.block(inner);
                }
            }
            Content::Footer(footer) => {
                let shop = plain_words(&self.brand.name);
                let mut lines = vec!["-- ".to_owned(), shop];
                lines.extend(postal_lines(self.brand).map(plain_words));
                let why = if footer.why.trim().is_empty() {
                    plain_words(&self.words.why.replace("{shop}", &self.brand.name))
                } else {
                    one_line(&footer.why)
                };
                lines.push(String::new());
                lines.push(why);
                let unsubscribe = plain_words(self.words.unsubscribe);
                lines.push(format!("{unsubscribe}: {{{{ unsubscribe_url }}}}"));
                self.part(&lines.join("\n"));
            }
        }
    }

    fn text(&mut self, text: &Text) {
        for parts in paragraphs(&text.words).unwrap_or_default() {
            let words = plain(&parts);
            if text.style == TextStyle::Heading {
                self.part(&format!("{words}\n---"));
            } else {
                self.part(&words);
            }
        }
    }

    fn products(&mut self, products: &Products) {
        let place = self.slots;
        self.slots += 1;
        let heading = one_line(&products.heading);
        let heading = if heading.is_empty() {
            heading
        } else {
            format!("{heading}\n---\n\n")
        };
        let instead = plain_words(self.words.instead_of);
        let _ = write!(
            self.out,
            "{{% if block_{place} %}}{heading}{{% for row in block_{place} %}}\
             {{% for one in row %}}{{{{ one.title }}}}\
             {{% if one.price %}}, {{{{ one.price }}}}\
             {{% if one.former %}} ({instead} {{{{ one.former }}}}){{% endif %}}{{% endif %}}\n\
             {{% if one.reason %}}{{{{ one.reason }}}}\n{{% endif %}}\
             {{{{ one.url }}}}\n\n{{% endfor %}}{{% endfor %}}{{% endif %}}"
        );
    }

    fn code(&mut self, code: &CodeBlock) {
        let said = match line(&code.text) {
            Ok(parts) if !parts.is_empty() => plain(&parts),
            _ => "{{ offer_line }}".to_owned(),
        };
        let message = if code.style == CodeStyle::GiftCard {
            "{% for line in message_lines %}{{ line }}\n{% endfor %}"
        } else {
            ""
        };
        let label = plain_words(self.words.your_code);
        self.part(&format!("{said}\n{message}{label}: {{{{ offer_code }}}}"));
    }
}

fn one_line(text: &str) -> String {
    line(text).map(|parts| plain(&parts)).unwrap_or_default()
}

fn address(target: &Target) -> String {
    match target {
        Target::Shop => "{{ shop_url }}".to_owned(),
        Target::Cart => "{{ cart_url }}".to_owned(),
        Target::FirstProduct => "{{ first_url }}".to_owned(),
        Target::Page { url } => plain_words(url.trim()),
    }
}
