//! What a campaign is composed of besides words: kept blocks, pictures, products to choose from.

use std::path::Path;

use pannier_core::plain_words;

use super::content::{from_json, to_json};
use crate::{
    ApiError, Result, Shop,
    figures::main_currency,
    pictures::{PicturesHere, keep_local_picture},
    products::wares,
    sending::number,
    views::{
        Amount, CampaignPicture, CampaignProduct, KeepBlock, KeptBlock, ListCampaignProducts,
        SetShopLogo,
    },
    wares::Ware,
};

/// The most products of a list.
const MOST: u32 = 200;

/// Blocks that the merchant kept, by their names.
///
/// # Errors
/// What the shop file says.
pub fn kept_blocks(shop: &Shop) -> Result<Vec<KeptBlock>> {
    let kept = shop.read(|tx| Ok(tx.saved_blocks()?))?;
    kept.into_iter()
        .map(|one| {
            Ok(KeptBlock {
                id: number(one.id),
                block: from_json(&one.block)?,
                name: one.name,
            })
        })
        .collect()
}

/// Keeps a block for other campaigns; gives its number.
///
/// # Errors
/// [`crate::Code::Validation`] without a name, or what the shop file says.
pub fn keep_block(shop: &Shop, input: &KeepBlock) -> Result<u32> {
    let name = input.name.trim();
    if name.is_empty() || name.chars().count() > 100 {
        let words = "Give the block a name of up to 100 characters";
        return Err(ApiError::invalid("name", words));
    }
    let block = to_json(&input.block)?;
    let now = shop.clock().now();
    shop.write(|tx| Ok(number(tx.save_block(name, &block, now)?)))
}

/// Takes a kept block away.
///
/// # Errors
/// What the shop file says.
pub fn remove_kept_block(shop: &Shop, id: u32) -> Result<bool> {
    shop.write(|tx| Ok(tx.remove_block(id.into())?))
}

/// Takes a picture of the merchant's for mails: made small, without what else its file holds.
///
/// # Errors
/// [`crate::Code::Validation`] where it is no picture or is too large, or what the disk says.
pub fn add_campaign_picture(shop: &Shop, path: &Path) -> Result<CampaignPicture> {
    let file = keep_local_picture(shop, path)?;
    let name = path.file_name().unwrap_or_default();
    Ok(CampaignPicture {
        file,
        name: name.to_string_lossy().into_owned(),
    })
}

/// The picture that is the shop's logo, where the merchant chose one and it is there.
///
/// # Errors
/// What the shop file says.
pub fn shop_logo(shop: &Shop) -> Result<Option<String>> {
    let logo = shop.read(|tx| Ok(tx.logo()?))?;
    let here = PicturesHere::of(shop);
    Ok(logo.filter(|logo| here.has(logo)))
}

/// Says which picture is the shop's logo: it stands in every mail that has none of its own.
///
/// # Errors
/// [`crate::Code::Validation`] where the picture is not there, or what the shop file says.
pub fn set_shop_logo(shop: &Shop, input: &SetShopLogo) -> Result<()> {
    let file = input.file.as_deref();
    if file.is_some_and(|file| !PicturesHere::of(shop).has(file)) {
        let words = "The picture is not there any more. Choose it again";
        return Err(ApiError::invalid("file", words));
    }
    shop.write(|tx| Ok(tx.set_logo(file)?))
}

/// Products to choose from for a mail: those with all the words, or those with these keys.
///
/// # Errors
/// What the shop file says.
pub fn campaign_products(
    shop: &Shop,
    input: &ListCampaignProducts,
) -> Result<Vec<CampaignProduct>> {
    let (_, explorer, wares) = wares(shop)?;
    let currency = main_currency(explorer.facts(), shop.context()?.currency);
    let here = PicturesHere::of(shop);
    let shown = |ware: &Ware| CampaignProduct {
        key: ware.key.clone(),
        name: ware.name.clone(),
        price: ware.price.map(|price| Amount::new(price, currency)),
        picture: here.key(ware.picture.as_deref()),
        gone: !ware.offered,
    };
    let most = input.limit.min(MOST) as usize;
    if !input.keys.is_empty() {
        let by_key = |key: &String| {
            let found = wares.list.iter().find(|ware| ware.key == *key);
            found.map_or_else(
                || CampaignProduct {
                    key: key.clone(),
                    name: String::new(),
                    price: None,
                    picture: None,
                    gone: true,
                },
                shown,
            )
        };
        return Ok(input.keys.iter().take(most).map(by_key).collect());
    }
    let words = plain_words(input.search.trim());
    let words: Vec<&str> = words.split_whitespace().collect();
    let fits = |ware: &&Ware| {
        ware.offered && !ware.gift_card && words.iter().all(|word| ware.words.contains(word))
    };
    Ok(wares
        .list
        .iter()
        .filter(fits)
        .take(most)
        .map(shown)
        .collect())
}
