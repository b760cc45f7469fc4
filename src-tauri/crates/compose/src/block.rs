//! What can stand in a mail.

use serde::{Deserialize, Serialize};
use specta::Type;

/// One thing in a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Block {
    /// Its own within the document, and the same for as long as it stands there.
    pub id: String,
    /// What is behind it.
    pub ground: Ground,
    /// What it is.
    pub content: Content,
}

/// What is behind a block. Neighbours on the same ground stand on one surface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Ground {
    /// The card.
    #[default]
    Card,
    /// The page around the card.
    Page,
    /// A panel.
    Panel,
    /// The accent, with letters that can be read on it.
    Accent,
}

/// The kinds of blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Content {
    /// The shop's logo, or its name.
    Logo(Logo),
    /// Words.
    Text(Text),
    /// A picture.
    Picture(Picture),
    /// Products, each with picture, name and price.
    Products(Products),
    /// The code of the offer.
    Code(CodeBlock),
    /// When the offer ends.
    Deadline(Deadline),
    /// The reader's points.
    Points(PointsBlock),
    /// How much is missing for free shipping.
    FreeShipping(FreeShipping),
    /// That one can pay later.
    PayLater(PayLater),
    /// A button.
    Button(Button),
    /// A line, or room.
    Divider(Divider),
    /// Two or three columns of texts, pictures, buttons and dividers.
    Columns(Columns),
    /// Who writes, from where, why, and how to say no.
    Footer(Footer),
}

/// Where something stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Align {
    /// At the beginning of the line.
    #[default]
    Start,
    /// In the middle.
    Center,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Target {
    /// The shop's own page.
    Shop,
    /// The cart that the reader left, or the shop's own page.
    Cart,
    /// The first product of the first block of products, or the shop's own page.
    FirstProduct,
    /// A page.
    Page {
        /// Its address, beginning with `https://`.
        url: String,
    },
}

/// The shop's logo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Logo {
    /// The key of a local picture; nothing for the shop's own logo, or its name where it has none.
    pub file: Option<String>,
    /// What is said to those who do not see it; the shop's name where it is empty.
    pub alt: String,
    /// Its width in pixels, 40 to 400.
    pub width: u16,
    /// Where it stands.
    pub align: Align,
}

/// Words: paragraphs between empty lines, with `**bold**`, `*italic*` and
/// `[words](https://shop.example/page)`; `[words](shop)` leads to the shop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// The words.
    pub words: String,
    /// Their size and weight.
    pub style: TextStyle,
    /// Where they stand.
    pub align: Align,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TextStyle {
    /// The mail's headline.
    Title,
    /// A heading within the mail.
    Heading,
    /// Ordinary words.
    #[default]
    Body,
    /// Smaller and quieter.
    Small,
}

/// A picture that travels with the mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// The key of a local picture.
    pub file: Option<String>,
    /// What is said to those who do not see it.
    pub alt: String,
    /// It says nothing, so that nothing needs to be said of it.
    pub decorative: bool,
    /// From edge to edge of the card, instead of between its margins.
    pub wide: bool,
    /// Where a click leads.
    pub target: Option<Target>,
}

/// Products, with what each reader has to do with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Products {
    /// A heading above; may be empty. It goes where the products go.
    pub heading: String,
    /// Which.
    pub source: ProductSource,
    /// How many at most, 1 to 12.
    pub count: u8,
    /// How they stand.
    pub layout: ProductsLayout,
    /// What stands there for someone who has none of them.
    pub otherwise: Otherwise,
    /// Prices are shown.
    pub prices: bool,
    /// Why each is shown is said.
    pub reasons: bool,
    /// The words of a link under each; may be empty.
    pub link: String,
}

/// Whose products.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ProductSource {
    /// Those that the merchant chose, for everyone.
    Chosen {
        /// Their keys.
        products: Vec<String>,
    },
    /// What is recommended to the reader.
    Recommended,
    /// What they noted on their wishlist.
    Wishlist,
    /// What they looked at.
    Viewed,
    /// What they left in their cart.
    Cart,
    /// What they bought last.
    LastBought,
    /// New products like what they bought.
    NewLikeBought,
}

/// How products stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ProductsLayout {
    /// Two beside each other.
    Two,
    /// Three beside each other; on a phone a list.
    Three,
    /// A list, pictures on the left.
    List,
}

/// What stands there for someone who has no such product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Otherwise {
    /// Nothing: the block goes.
    Hide,
    /// Other products.
    Instead {
        /// Which.
        source: ProductSource,
    },
}

/// The code of the offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CodeBlock {
    /// What is said beside it; empty for what the offer is, in the fixed words.
    pub text: String,
    /// How it looks.
    pub style: CodeStyle,
}

/// How a code looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CodeStyle {
    /// Words on the left, the code on the right.
    Line,
    /// What it gives in large letters, the code under it.
    Coupon,
    /// A gift card with its amount.
    GiftCard,
}

/// When the offer ends: a true moment, the same for everyone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    /// The sentence, with `{day}` and `{time}`; empty for the fixed one.
    pub text: String,
}

/// The reader's points. It goes for someone without an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PointsBlock {
    /// How far the next reward is.
    pub next_reward: bool,
    /// Which points expire next, and when.
    pub expiry: bool,
}

/// How much is missing for free shipping; without a cart, from which amount on it is free.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FreeShipping {
    /// A bar shows how far the cart is.
    pub bar: bool,
}

/// That one can pay later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PayLater {
    /// With whom, such as Klarna.
    pub provider: String,
    /// In how many parts; 0 where it is paid in one.
    pub parts: u8,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Button {
    /// Its words.
    pub text: String,
    /// Where it leads.
    pub target: Target,
    /// How it looks.
    pub style: ButtonStyle,
    /// As wide as the mail.
    pub wide: bool,
    /// Where it stands.
    pub align: Align,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ButtonStyle {
    /// Filled with the accent.
    #[default]
    Filled,
    /// A line around it.
    Outlined,
}

/// A line, or room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Divider {
    /// A line is drawn.
    pub line: bool,
    /// Room in pixels, above and below together, up to 120.
    pub room: u16,
}

/// Columns; on a phone they stand under each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Columns {
    /// Two or three.
    pub columns: Vec<Column>,
    /// On the card, they stand on a panel.
    pub panel: bool,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// Its texts, pictures, buttons and dividers.
    pub blocks: Vec<Block>,
}

/// Who writes, from where, why, and how to say no. Shop, address and link are always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Footer {
    /// Why one gets this; empty for the fixed sentence.
    pub why: String,
}

impl Block {
    /// Blocks within it: those of columns.
    pub fn inner(&self) -> impl Iterator<Item = &Self> {
        let columns = match &self.content {
            Content::Columns(columns) => columns.columns.as_slice(),
            _ => &[],
        };
        columns.iter().flat_map(|column| &column.blocks)
    }

    /// Its texts that can be translated, by their place.
    pub(crate) fn each_text(&mut self, of: &mut dyn FnMut(String, &mut String)) {
        let id = self.id.clone();
        let mut text = |field: &str, text: &mut String| of(format!("{id}.{field}"), text);
        match &mut self.content {
            Content::Logo(logo) => text("alt", &mut logo.alt),
            Content::Text(one) => text("words", &mut one.words),
            Content::Picture(picture) => text("alt", &mut picture.alt),
            Content::Products(products) => {
                text("heading", &mut products.heading);
                text("link", &mut products.link);
            }
            Content::Code(code) => text("text", &mut code.text),
            Content::Deadline(deadline) => text("text", &mut deadline.text),
            Content::Button(button) => text("text", &mut button.text),
            Content::Footer(footer) => text("why", &mut footer.why),
            Content::Columns(columns) => {
                let blocks = columns.columns.iter_mut().flat_map(|one| &mut one.blocks);
                for block in blocks {
                    block.each_text(of);
                }
            }
            Content::Points(_)
            | Content::FreeShipping(_)
            | Content::PayLater(_)
            | Content::Divider(_) => {}
        }
    }
}
