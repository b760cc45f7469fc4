//! The mail of a campaign as a document: what stands in it, how it looks, what its checks say, and
//! the copy of it that each person gets.
//!
//! Knows no shop file and no mail server. A [`Document`] is compiled once, with the [`Brand`] of the
//! shop, to templates of HTML and of plain text; [`Compiled::render`] fills them for one person.
//! Nothing that a person is called, or that a product is called, can become markup or a program.
#![deny(missing_docs)]

mod block;
mod check;
mod code;
mod compile;
mod document;
mod finding;
mod html;
mod kind;
mod language;
mod look;
mod mail;
mod mjml;
mod palette;
mod person;
mod plain;
mod sample;
mod starters;
mod template;
mod text;
mod values;
mod variable;
mod words;

pub use block::{
    Align, Block, Button, ButtonStyle, CodeBlock, CodeStyle, Column, Columns, Content, Deadline,
    Divider, Footer, FreeShipping, Ground, Logo, Otherwise, PayLater, Picture, PointsBlock,
    ProductSource, Products, ProductsLayout, Target, Text, TextStyle,
};
pub use check::{findings, fix};
pub use compile::{Compiled, compile};
pub use document::{Document, LanguageChoice, Translation, VERSION};
pub use finding::{Finding, FindingCode, Fix, Level};
pub use html::Scheme;
pub use kind::CampaignKind;
pub use language::Language;
pub use look::{Colour, ColourRole, Corners, Look, NotAColour, Typeface};
pub use mail::{Mail, Needs, PictureRef, PictureSource, RenderError};
pub use person::{
    Brand, FreeShippingProgress, Offer, PersonValues, PointsValues, Product, Terms, Unsubscribe,
};
pub use sample::sample_person;
pub use starters::{Design, designs, kind_document, kind_document_for_each};
pub use variable::{Variable, VariableGroup};
pub use words::{Because, footer_words};
