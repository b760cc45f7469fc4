//! Suggestions as the files by which shops show them.

mod file;

use std::sync::Arc;

use rayon::prelude::*;

use self::file::{Beside, Writer, is_of_shop};
use super::{
    rules::{keep_tried, rules, was_tried},
    trained::{known, trained},
};
use crate::{
    ApiError, Exported, Result, Shop,
    products::wares,
    views::{
        ExportSuggestions, SuggestedSystem, SuggestedTo, SuggestionsPreview, SuggestionsWritten,
    },
    wares::Ware,
};

/// Systems that suggestions can be handed to.
const SYSTEMS: [SuggestedTo; 6] = [
    SuggestedTo::WooCommerce,
    SuggestedTo::Shopify,
    SuggestedTo::Magento,
    SuggestedTo::PrestaShop,
    SuggestedTo::Shopware,
    SuggestedTo::Json,
];

/// Rows of a file that are shown before it is written.
const SHOWN: usize = 4;

/// Suggestions for all products that can be bought, as a file for a shop system.
///
/// # Errors
/// [`crate::Code::Validation`] where no product is of that system or there are too few orders;
/// [`crate::Code::Cancelled`]; or what the shop file says.
pub fn export_suggestions(
    shop: &Shop,
    input: ExportSuggestions,
    reporter: &pannier_core::Reporter,
    cancel: &pannier_core::Cancel,
) -> Result<(Exported, SuggestionsWritten)> {
    let trained = trained(shop, reporter, cancel)?;
    let writer = Writer::of(&trained, input.to);
    let held = writer.held(shop, input, cancel)?;
    let exported = Exported {
        name: format!("suggestions-{}", input.to.file()),
        bytes: writer.file(&held.besides)?,
    };
    if input.to == SuggestedTo::Shopify && input.tried {
        keep_tried(shop)?;
    }
    let written = SuggestionsWritten {
        path: String::new(),
        products: super::count(held.besides.len()),
        nameless: held.nameless,
        trial: held.trial,
    };
    Ok((exported, written))
}

/// What a file of suggestions would hold, as far as the orders were looked through. Nothing is
/// written.
///
/// # Errors
/// [`crate::Code::Cancelled`], or what the shop file says.
pub fn preview_suggestions(
    shop: &Arc<Shop>,
    input: ExportSuggestions,
    cancel: &pannier_core::Cancel,
) -> Result<SuggestionsPreview> {
    let (trained, work) = known(shop)?;
    let wares = wares(shop)?.2;
    let mut preview = SuggestionsPreview {
        work,
        systems: systems(&wares.list),
        tried: was_tried(shop)?,
        problem: None,
        products: 0,
        nameless: 0,
        without: 0,
        trial: None,
        columns: Vec::new(),
        rows: Vec::new(),
    };
    let Some(trained) = trained else {
        return Ok(preview);
    };
    let writer = Writer::of(&trained, input.to);
    let held = match writer.held(shop, input, cancel) {
        Err(error) if error.code == crate::Code::Validation => {
            preview.problem = Some(error.message);
            return Ok(preview);
        }
        held => held?,
    };
    preview.products = super::count(held.besides.len());
    preview.nameless = held.nameless;
    preview.without = held.without;
    preview.trial = held.trial;
    if input.to != SuggestedTo::Json {
        let columns = writer.head().iter().copied();
        preview.columns = columns.map(str::to_owned).collect();
        let rows = held.besides.iter().flat_map(|beside| writer.rows(beside));
        preview.rows = rows.take(SHOWN).collect();
    }
    Ok(preview)
}

/// Those whose product files were read first, the one with most products first.
fn systems(wares: &[Ware]) -> Vec<SuggestedSystem> {
    let products = |to: SuggestedTo| {
        let shown = wares.iter().filter(|ware| ware.offered && !ware.gift_card);
        super::count(shown.filter(|ware| is_of_shop(to, ware)).count())
    };
    let mut systems = SYSTEMS.map(|to| SuggestedSystem {
        to,
        products: products(to),
    });
    systems.sort_by_key(|system| {
        let is_any = system.to == SuggestedTo::Json;
        (is_any, std::cmp::Reverse(system.products))
    });
    systems.to_vec()
}

/// What a file holds.
struct Held {
    besides: Vec<Beside>,
    nameless: u32,
    without: u32,
    trial: Option<String>,
}

impl Writer<'_> {
    /// What its file would hold by the merchant's rules.
    fn held(
        &self,
        shop: &Shop,
        input: ExportSuggestions,
        cancel: &pannier_core::Cancel,
    ) -> Result<Held> {
        let recommender = &self.trained.recommender;
        let rules = rules(shop, &self.trained.wares)?;
        let wanted: Vec<usize> = (0..self.trained.wares.list.len())
            .filter(|place| {
                let ware = self.ware(*place);
                ware.offered && !ware.gift_card && is_of_shop(self.to, ware)
            })
            .collect();
        if wanted.is_empty() {
            return Err(ApiError::invalid(
                "to",
                format!(
                    "No product here comes from a products file of {}. Import that file first",
                    input.to.name()
                ),
            ));
        }
        let too_few = |error: pannier_recommend::TooFew| ApiError::invalid("to", error.to_string());
        recommender.enough_for_pairs().map_err(too_few)?;
        let all = wanted.len();
        let named: Vec<usize> = wanted
            .into_iter()
            .filter(|place| self.name(*place).is_some())
            .collect();
        let found: Result<Vec<Option<Beside>>> = named
            .par_iter()
            .map(|place| {
                cancel.check().map_err(super::trained::cancelled)?;
                let beside = self.beside(recommender, &rules, *place);
                Ok(Some(beside).filter(|beside| !beside.is_empty()))
            })
            .collect();
        let mut besides: Vec<Beside> = found?.into_iter().flatten().collect();
        let (nameless, without) = (all - named.len(), named.len() - besides.len());
        // Nobody knows yet how this shop reads the cells: one product shows it without harm.
        let mut trial = None;
        if input.to == SuggestedTo::Shopify && !input.tried {
            // The one with most of both kinds shows most.
            let fullest = besides.iter().enumerate().max_by_key(|(at, beside)| {
                let (few, more) = (
                    beside.goes_with.len().min(beside.similar.len()),
                    beside.goes_with.len() + beside.similar.len(),
                );
                (few, more, std::cmp::Reverse(*at))
            });
            let fullest = fullest.map(|(at, _)| at);
            besides = fullest.map_or_else(Vec::new, |at| vec![besides.swap_remove(at)]);
            trial = besides
                .first()
                .map(|beside| self.ware(beside.place).name.clone());
        }
        Ok(Held {
            besides,
            nameless: super::count(nameless),
            without: super::count(without),
            trial,
        })
    }
}
