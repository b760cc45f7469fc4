//! Documents to begin with: eight designs, and one document for each kind of campaign.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod looks;
mod nl;

use std::collections::BTreeMap;

use crate::{
    Align, Block, Button, ButtonStyle, CampaignKind, CodeBlock, CodeStyle, Content, Deadline,
    Divider, Document, Footer, FreeShipping, Ground, Language, LanguageChoice, Logo, Otherwise,
    PointsBlock, ProductSource, Products, ProductsLayout, Target, Text, TextStyle, Translation,
    VERSION,
};

/// What a starter says for one kind.
struct Said {
    subject: &'static str,
    preview: &'static str,
    title: &'static str,
    body: &'static str,
    /// Above the products; empty where there are none.
    heading: &'static str,
    button: &'static str,
}

/// What starters say in one language.
struct Starter {
    hello: &'static str,
    signed: &'static str,
    /// As [`CampaignKind::ALL`] has them.
    kinds: [Said; 9],
}

impl Starter {
    fn of(language: Language) -> &'static Self {
        match language {
            Language::En => &en::EN,
            Language::De => &de::DE,
            Language::Fr => &fr::FR,
            Language::Es => &es::ES,
            Language::It => &it::IT,
            Language::Nl => &nl::NL,
        }
    }

    fn said(&self, kind: CampaignKind) -> &Said {
        let place = CampaignKind::ALL.iter().position(|one| *one == kind);
        &self.kinds[place.unwrap_or_default()]
    }
}

/// A design to begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// Its own, the same in every version.
    pub name: &'static str,
    /// What it is good for.
    pub kind: CampaignKind,
    /// It, with words of that kind.
    pub document: Document,
}

/// The designs that a campaign can begin with.
pub fn designs(language: Language) -> Vec<Design> {
    looks::DESIGNS
        .into_iter()
        .map(|(name, kind)| Design {
            name,
            kind,
            document: kind_document(kind, language),
        })
        .collect()
}

/// A document to begin a kind of campaign with, in one language.
pub fn kind_document(kind: CampaignKind, language: Language) -> Document {
    let starter = Starter::of(language);
    let said = starter.said(kind);
    Document {
        version: VERSION,
        language: LanguageChoice::One { language },
        subject: said.subject.to_owned(),
        preview: said.preview.to_owned(),
        look: looks::of(kind),
        blocks: blocks(kind, starter, said),
        translations: BTreeMap::new(),
    }
}

/// The same for everyone in their language, as far as mails are written in it.
pub fn kind_document_for_each(kind: CampaignKind, otherwise: Language) -> Document {
    let mut document = kind_document(kind, otherwise);
    document.language = LanguageChoice::EachPerson { otherwise };
    document.translations = Language::ALL
        .into_iter()
        .filter(|language| *language != otherwise)
        .map(|language| {
            let texts = kind_document(kind, language).texts();
            let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
            let texts = texts.collect();
            (language, Translation { texts })
        })
        .collect();
    document
}

fn block(id: &str, ground: Ground, content: Content) -> Block {
    Block {
        id: id.to_owned(),
        ground,
        content,
    }
}

fn logo(align: Align) -> Content {
    Content::Logo(Logo {
        file: None,
        alt: String::new(),
        width: 160,
        align,
    })
}

fn text(words: impl Into<String>, style: TextStyle, align: Align) -> Content {
    Content::Text(Text {
        words: words.into(),
        style,
        align,
    })
}

fn button(text: &str, target: Target, wide: bool, align: Align) -> Content {
    Content::Button(Button {
        text: text.to_owned(),
        target,
        style: ButtonStyle::Filled,
        wide,
        align,
    })
}

fn products(
    heading: &str,
    source: ProductSource,
    count: u8,
    layout: ProductsLayout,
    otherwise: Otherwise,
) -> Content {
    Content::Products(Products {
        heading: heading.to_owned(),
        source,
        count,
        layout,
        otherwise,
        prices: true,
        reasons: true,
        link: String::new(),
    })
}

fn code(style: CodeStyle) -> Content {
    Content::Code(CodeBlock {
        text: String::new(),
        style,
    })
}

fn deadline() -> Content {
    Content::Deadline(Deadline {
        text: String::new(),
    })
}

fn footer() -> Content {
    Content::Footer(Footer { why: String::new() })
}

fn room(room: u16, line: bool) -> Content {
    Content::Divider(Divider { line, room })
}

fn recommended() -> Otherwise {
    Otherwise::Instead {
        source: ProductSource::Recommended,
    }
}

/// How the document of a kind is arranged. Ids are the same in every language.
#[expect(clippy::too_many_lines, reason = "nine lists, one after the other")]
fn blocks(kind: CampaignKind, starter: &Starter, said: &Said) -> Vec<Block> {
    use Align::{Center, Start};
    use Ground::{Accent, Card, Page, Panel};
    use TextStyle::{Body, Title};
    let title = |align| text(said.title, Title, align);
    let hello = || format!("{}\n\n{}", starter.hello, said.body);
    let signed = format!("{}\n\n{}", hello(), starter.signed);
    let body = |align| text(hello(), Body, align);
    let go = |wide, align| button(said.button, Target::Shop, wide, align);
    match kind {
        CampaignKind::Reward => vec![
            block("logo", Accent, logo(Center)),
            block("title", Accent, title(Center)),
            block("body", Card, body(Start)),
            block("code", Card, code(CodeStyle::Coupon)),
            block("deadline", Card, deadline()),
            block("button", Card, go(false, Center)),
            block(
                "products",
                Panel,
                products(
                    said.heading,
                    ProductSource::Recommended,
                    3,
                    ProductsLayout::Three,
                    Otherwise::Hide,
                ),
            ),
            block("footer", Page, footer()),
        ],
        CampaignKind::FlashOffer => vec![
            block("logo", Card, logo(Start)),
            block("title", Card, title(Start)),
            block("body", Card, body(Start)),
            block("deadline", Accent, deadline()),
            block(
                "products",
                Card,
                products(
                    said.heading,
                    ProductSource::Wishlist,
                    4,
                    ProductsLayout::Two,
                    recommended(),
                ),
            ),
            block("code", Card, code(CodeStyle::Line)),
            block(
                "button",
                Card,
                button(said.button, Target::FirstProduct, true, Center),
            ),
            block("footer", Page, footer()),
        ],
        CampaignKind::FreeShipping => vec![
            block("logo", Page, logo(Center)),
            block("title", Card, title(Center)),
            block(
                "shipping",
                Card,
                Content::FreeShipping(FreeShipping { bar: true }),
            ),
            block("body", Card, body(Center)),
            block(
                "products",
                Card,
                products(
                    said.heading,
                    ProductSource::Recommended,
                    3,
                    ProductsLayout::Three,
                    Otherwise::Hide,
                ),
            ),
            block(
                "button",
                Card,
                button(said.button, Target::Cart, false, Center),
            ),
            block("footer", Page, footer()),
        ],
        CampaignKind::WinBack => vec![
            block("logo", Card, logo(Start)),
            block("line", Card, room(24, true)),
            block("title", Card, title(Start)),
            block("body", Card, body(Start)),
            block(
                "products",
                Card,
                products(
                    said.heading,
                    ProductSource::Recommended,
                    4,
                    ProductsLayout::Two,
                    Otherwise::Hide,
                ),
            ),
            block("code", Card, code(CodeStyle::Line)),
            block("deadline", Card, deadline()),
            block("button", Card, go(true, Center)),
            block("footer", Page, footer()),
        ],
        CampaignKind::NewLikeBought => vec![
            block("logo", Page, logo(Center)),
            block("title", Card, title(Center)),
            block("body", Card, body(Center)),
            block(
                "products",
                Card,
                products(
                    said.heading,
                    ProductSource::NewLikeBought,
                    6,
                    ProductsLayout::Three,
                    recommended(),
                ),
            ),
            block("button", Card, go(false, Center)),
            block("footer", Page, footer()),
        ],
        CampaignKind::ThankYou => vec![
            block("logo", Card, logo(Start)),
            block("title", Card, title(Start)),
            block("body", Card, text(signed, Body, Start)),
            block("code", Card, code(CodeStyle::Coupon)),
            block("deadline", Card, deadline()),
            block("button", Card, go(false, Center)),
            block("footer", Page, footer()),
        ],
        CampaignKind::PointsStatement => vec![
            block("logo", Card, logo(Center)),
            block("title", Card, title(Center)),
            block(
                "points",
                Card,
                Content::Points(PointsBlock {
                    next_reward: true,
                    expiry: true,
                }),
            ),
            block("body", Card, body(Center)),
            block("button", Card, go(false, Center)),
            block(
                "products",
                Panel,
                products(
                    said.heading,
                    ProductSource::Recommended,
                    3,
                    ProductsLayout::List,
                    Otherwise::Hide,
                ),
            ),
            block("footer", Page, footer()),
        ],
        CampaignKind::CartLeft => vec![
            block("logo", Card, logo(Start)),
            block("title", Card, title(Start)),
            block("body", Card, body(Start)),
            block(
                "products",
                Panel,
                products(
                    said.heading,
                    ProductSource::Cart,
                    5,
                    ProductsLayout::List,
                    Otherwise::Hide,
                ),
            ),
            block(
                "button",
                Panel,
                button(said.button, Target::Cart, true, Center),
            ),
            block("footer", Page, footer()),
        ],
        CampaignKind::GiftCard => vec![
            block("logo", Page, logo(Center)),
            block("title", Card, title(Center)),
            block("code", Card, code(CodeStyle::GiftCard)),
            block("body", Card, body(Center)),
            block("button", Card, go(false, Center)),
            block("footer", Page, footer()),
        ],
    }
}
