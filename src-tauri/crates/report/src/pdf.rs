//! A report as a PDF on A4: laid out on pages first, so that each knows how many there are, and then
//! written with its structure (headings, tables, figures with their words), so that it can be read
//! aloud and searched.

mod blocks;
mod pages;
mod table;
mod write;

use crate::{Document, Result, font::Fonts};

/// The file.
pub(crate) fn to_pdf(document: &Document) -> Result<Vec<u8>> {
    let fonts = Fonts::open()?;
    let mut pages = pages::Pages::new(&fonts);
    blocks::lay_out(&mut pages, document)?;
    write::write(&pages.finished(), document, &fonts)
}
