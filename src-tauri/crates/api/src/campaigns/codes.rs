//! Codes of campaigns: the shop's own list, and files of those that were made here.

use std::collections::HashMap;

use pannier_core::CustomerId;
use pannier_loyalty::{Gives, Reward, Terms};
use pannier_store::{RewardRecord, TakenCode};

use super::content::{Campaign, codes_of, offer_words};
use crate::{
    ApiError, Code, Exported, Result, Shop,
    loyalty::codes_file::{self, Handed, Writing},
    sending::count,
    views::{
        AddCampaignCodes, CodesAdded, CodesTarget, ExportCampaignCodes, OfferCodes, OfferTerms,
    },
};

/// A list has at most so many codes.
const MOST_CODES: usize = 1_000_000;

/// Takes codes of the shop's own list for a campaign. Of codes that another campaign has, none is
/// taken.
///
/// # Errors
/// [`Code::Validation`] for a line that is no code, and where the campaign has no list;
/// [`Code::Conflict`] where a list that is being used would be replaced.
pub fn add_campaign_codes(shop: &Shop, input: &AddCampaignCodes) -> Result<CodesAdded> {
    let codes = pannier_campaign::code_list(&input.text)
        .map_err(|words| ApiError::invalid("text", words))?;
    if codes.is_empty() {
        return Err(ApiError::invalid("text", "There is no code in it"));
    }
    if codes.len() > MOST_CODES {
        return Err(ApiError::invalid(
            "text",
            "A list has at most 1,000,000 codes",
        ));
    }
    let id = i64::from(input.id);
    shop.write(|tx| {
        let campaign = Campaign::read(tx, input.id)?;
        if campaign.offer.codes != OfferCodes::Listed {
            let words = "This campaign takes no codes from a list. Choose that on its offer";
            return Err(ApiError::invalid("text", words));
        }
        let others = tx.codes_of_other_campaigns(id)?;
        if let Some(other) = codes
            .iter()
            .find(|code| others.contains(&code.to_uppercase()))
        {
            let words = format!("“{other}” is a code of another campaign. Nothing was taken");
            return Err(ApiError::invalid("text", words));
        }
        let all = codes.len() as u64;
        let added = if input.instead {
            tx.set_campaign_codes(id, &codes)?;
            all
        } else {
            tx.add_campaign_codes(id, &codes)?
        };
        Ok(CodesAdded {
            added: count(added),
            known: count(all - added.min(all)),
            codes: codes_of(tx, &campaign.record, true)?,
        })
    })
}

/// Codes of a campaign as a file that the shop reads.
///
/// # Errors
/// [`Code::Validation`] where there is none yet, or the id of the promotion is none.
pub fn export_campaign_codes(shop: &Shop, input: &ExportCampaignCodes) -> Result<Exported> {
    let promotion = codes_file::promotion(input.promotion.as_deref())?;
    let context = shop.context()?;
    let (campaign, sending, taken, cards) = shop.read(|tx| {
        let campaign = Campaign::read(tx, input.id)?;
        let sending = tx.sending(input.id.into())?;
        let taken = match &campaign.offer.codes {
            OfferCodes::Shared { code } if !code.trim().is_empty() => vec![TakenCode {
                code: code.trim().to_owned(),
                customer: None,
            }],
            _ => tx.taken_codes(input.id.into())?,
        };
        let owners: Vec<CustomerId> = taken.iter().filter_map(|one| one.customer).collect();
        let cards = tx.customer_cards(&owners)?;
        let cards: HashMap<_, _> = cards.into_iter().map(|card| (card.id, card)).collect();
        Ok((campaign, sending, taken, cards))
    })?;
    if taken.is_empty() {
        let words =
            "There are no codes yet. They are made when it is settled who gets the campaign";
        return Err(ApiError::invalid("target", words));
    }
    let now = shop.clock().now();
    let issued_at = sending.planned_at.unwrap_or(now);
    let gives = campaign
        .offer
        .terms
        .as_ref()
        .map_or(Gives::FreeShipping, gives);
    let reward = Reward {
        id: 1,
        costs: 0,
        gives,
        terms: Terms {
            minimum_order: campaign.offer.minimum.map(|minimum| minimum.0),
            ..Terms::default()
        },
    };
    let ends_at = campaign.record.settings.ends_at;
    // A code that ends at midnight ends with the day before.
    let last = ends_at.map(|at| context.zone.day_of(pannier_core::Timestamp(at.0 - 1)));
    let words = offer_words(&campaign.offer, &context);
    let writing = Writing {
        currency: context.currency,
        zone: context.zone,
        promotion: promotion.as_deref(),
        only_theirs: input.only_theirs,
        cards,
    };
    let rows: Vec<Vec<String>> = (1_i64..)
        .zip(&taken)
        .map(|(id, one)| {
            let handed = Handed {
                gives: words.clone(),
                customer: one.customer,
                month: context.zone.day_of(issued_at).month_start(),
                reward: reward.clone(),
                record: RewardRecord {
                    id,
                    account: 0,
                    programme: 0,
                    number: 1,
                    terms: String::new(),
                    code: one.code.clone(),
                    issued_at,
                    valid_until: last,
                    row: None,
                    taken_back_at: None,
                    exported_at: None,
                    uses: 0,
                },
            };
            writing.row(input.target, &handed)
        })
        .collect();
    let bytes = codes_file::text(&codes_file::columns(input.target), &rows, input.target)?;
    let program = match input.target {
        CodesTarget::WooCommerce => "woocommerce-coupons",
        CodesTarget::Shopware => "shopware-promotion-codes",
        CodesTarget::Shopify => "shopify-codes",
        CodesTarget::Csv => "campaign-codes",
    };
    Ok(Exported {
        name: format!("{program}-{}.csv", input.id),
        bytes,
    })
}

/// Notes that the codes of a campaign were written to a file for the shop.
///
/// # Errors
/// What the shop file says.
pub fn campaign_codes_written(shop: &Shop, id: u32) -> Result<()> {
    let now = shop.clock().now();
    shop.write(|tx| Ok(tx.set_campaign_exported(id.into(), now)?))
}

fn gives(terms: &OfferTerms) -> Gives {
    match terms {
        OfferTerms::Percent { percent } => Gives::PercentOff {
            percent: (*percent).into(),
            at_most: None,
        },
        OfferTerms::Amount { amount } => Gives::AmountOff { amount: amount.0 },
        OfferTerms::FreeShipping => Gives::FreeShipping,
        OfferTerms::Gift { what } => Gives::FreeProduct {
            name: what.clone(),
            worth: None,
        },
        OfferTerms::GiftCard { amount, .. } => Gives::GiftCard { amount: amount.0 },
    }
}

impl Campaign {
    /// Whether codes were made here that the shop does not know of yet.
    pub(super) fn has_codes_to_hand_over(&self) -> bool {
        self.offer.codes == OfferCodes::Made && self.record.exported_at.is_none()
    }

    /// Refuses to begin where readers would get codes that the shop does not know.
    pub(super) fn check_codes_are_in_shop(&self) -> Result<()> {
        if !self.has_codes_to_hand_over() {
            return Ok(());
        }
        let words = "Hand the codes to your shop first: write them to a file, and let the shop read \
                     it. Nothing was sent";
        Err(ApiError::new(Code::Conflict, words))
    }
}
