//! What a document must be before it can be compiled at all.

use std::collections::BTreeSet;

use pannier_core::HttpsUrl;

use super::{about, of_block};
use crate::{
    Block, Content, Document, Finding, FindingCode, Level, Otherwise, ProductSource, Target,
    VERSION, compile::target,
};

/// Blocks that a mail can hold.
const MOST_BLOCKS: usize = 80;
/// Letters that all its texts can have.
const MOST_LETTERS: usize = 40_000;
/// Products that a block can show.
const MOST_PRODUCTS: u8 = 12;

/// What keeps a document from being compiled.
pub(crate) fn shape(document: &Document) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut stop = |code, sentence: &str| found.push(about(code, Level::Stop, sentence, None));
    if document.version > VERSION {
        stop(
            FindingCode::NewerDocument,
            "The mail was written by a newer Pannier. Update this one to change it",
        );
    }
    let letters: usize = document.texts().values().map(|text| text.len()).sum();
    if document.all_blocks().count() > MOST_BLOCKS || letters > MOST_LETTERS {
        stop(
            FindingCode::TooMuch,
            "The mail holds more than anyone reads. Take some of it out",
        );
    }
    let mut ids = BTreeSet::new();
    for block in document.all_blocks() {
        let word = !crate::mjml::block_class(&block.id).is_empty();
        if !word || !ids.insert(block.id.as_str()) {
            found.push(of_block(
                FindingCode::TwoBlocksOneId,
                Level::Stop,
                "Two blocks have one id, or it is not made of letters and digits",
                block,
            ));
        }
        look_at(block, &mut found);
    }
    found
}

fn look_at(block: &Block, found: &mut Vec<Finding>) {
    let mut stop = |code, sentence: &str| found.push(of_block(code, Level::Stop, sentence, block));
    match &block.content {
        Content::Products(products) => {
            if products.count == 0 || products.count > MOST_PRODUCTS {
                stop(
                    FindingCode::OutOfRange,
                    "A block shows between 1 and 12 products",
                );
            }
            let instead = match &products.otherwise {
                Otherwise::Hide => None,
                Otherwise::Instead { source } => Some(source),
            };
            let none_chosen = |source: &ProductSource| matches!(source, ProductSource::Chosen { products } if products.is_empty());
            if none_chosen(&products.source) || instead.is_some_and(none_chosen) {
                stop(
                    FindingCode::NoProducts,
                    "No products have been chosen for a block",
                );
            }
        }
        Content::Columns(columns) => {
            if !(2..=3).contains(&columns.columns.len()) {
                stop(FindingCode::OutOfRange, "There are two or three columns");
            }
            let fits = |inner: &Block| {
                matches!(
                    inner.content,
                    Content::Text(_)
                        | Content::Picture(_)
                        | Content::Button(_)
                        | Content::Divider(_)
                )
            };
            if !block.inner().all(fits) {
                stop(
                    FindingCode::NotInColumns,
                    "In columns stand texts, pictures, buttons and dividers",
                );
            }
        }
        _ => {}
    }
    if let Some(Target::Page { url }) = target(block)
        && HttpsUrl::parse(url).is_err()
    {
        let sentence = if url.trim().is_empty() {
            "A button or picture does not lead anywhere yet".to_owned()
        } else {
            let shown: String = url.chars().take(60).collect();
            format!("“{shown}” is no address that a mail can lead to. Begin it with https://")
        };
        stop(FindingCode::BadLink, &sentence);
    }
}
