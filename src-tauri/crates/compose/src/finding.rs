//! What the checks of a document say.

use serde::Serialize;
use specta::Type;

use crate::{Colour, ColourRole};

/// Something that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What kind of thing it is, the same in every version.
    pub code: FindingCode,
    /// Whether the mail can be sent with it.
    pub level: Level,
    /// It in words, in English.
    pub sentence: String,
    /// The block that it is in.
    pub block: Option<String>,
    /// The place of the text that it is in, as [`crate::Document::texts`] has it.
    pub place: Option<String>,
    /// What would put it right.
    pub fix: Option<Fix>,
}

/// Whether a mail can be sent with a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// It cannot.
    Stop,
    /// It can, but should not.
    Warn,
}

/// The kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FindingCode {
    /// The document was written by a newer program.
    NewerDocument,
    /// There is nothing in it but the footer.
    Empty,
    /// There is no subject.
    NoSubject,
    /// The subject is cut in most lists of mails.
    LongSubject,
    /// There is no preview text.
    NoPreview,
    /// The preview text is shorter or longer than what lists of mails show.
    PreviewLength,
    /// A text cannot be read: a name that is not closed, or a program in it.
    Unreadable,
    /// A name that stands for nothing.
    UnknownVariable,
    /// A name that not everyone has, without what stands there otherwise.
    NoFallback,
    /// Two blocks have one id.
    TwoBlocksOneId,
    /// Columns within columns, or a kind of block that cannot stand there.
    NotInColumns,
    /// More than a mail can hold.
    TooMuch,
    /// A block of products without any chosen.
    NoProducts,
    /// A number outside what is possible.
    OutOfRange,
    /// A block without its picture.
    NoPicture,
    /// A picture without words for those who do not see it.
    NoAlt,
    /// A button or heading without words.
    NoWords,
    /// A link that does not begin with `https://`, or cannot be read.
    BadLink,
    /// A link to the shop, whose page is not known.
    NoShopPage,
    /// Letters are hard to read on what is behind them.
    Contrast,
    /// There is no footer, and so no way to say no in the body.
    NoUnsubscribe,
    /// The shop's postal address is missing.
    NoPostalAddress,
    /// The shop's name is missing.
    NoShopName,
    /// The footer is not the last block.
    FooterNotLast,
    /// The mail is larger than mail programs show.
    TooLarge,
    /// The mail is nearly as large as that.
    Large,
    /// The text part is empty.
    NoText,
    /// Texts are missing in a language that people get.
    NotTranslated,
    /// Somebody's copy cannot be made.
    CannotBeMade,
    /// The mail names a code and nobody has one.
    NoCode,
    /// The mail names an end and the offer has none.
    NoDeadline,
}

/// What would put a finding right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Fix {
    /// Write a text.
    Write {
        /// The place, as [`crate::Document::texts`] has it.
        place: String,
    },
    /// Say what stands for a name otherwise; the program can.
    AddFallback {
        /// The place of the text.
        place: String,
        /// The name.
        name: String,
        /// What would stand there.
        fallback: String,
    },
    /// Open the settings of a block.
    OpenBlock {
        /// Its id.
        block: String,
    },
    /// Add a footer at the end, or move the one there is; the program can.
    FooterLast,
    /// Change a colour; the program can.
    SetColour {
        /// Which.
        role: ColourRole,
        /// The nearest one that can be read.
        colour: Colour,
    },
    /// Write the shop's name, postal address or page in the settings.
    OpenShopSettings,
    /// Give the offer codes or an end.
    OpenOffer,
}
