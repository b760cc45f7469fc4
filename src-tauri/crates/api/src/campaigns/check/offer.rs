//! Gates of what is offered.

use super::{Gates, persons};
use crate::{
    Result, Shop,
    campaigns::{
        content::{Campaign, offer_shown},
        plan::{Planning, needs_code},
    },
    views::{GateCode, GateFix, OfferCodes, SaidValue},
};

pub(super) fn look(
    shop: &Shop,
    campaign: &Campaign,
    planning: Option<&Planning>,
    minutes: Option<u32>,
    gates: &mut Gates,
) -> Result<()> {
    let context = shop.context()?;
    let offer = &campaign.offer;
    if let Some(offer) = offer_shown(offer, context.currency) {
        gates
            .fine(GateCode::Terms, "{0}")
            .with([SaidValue::Offer { offer }]);
    }
    if needs_code(offer.terms.as_ref()) && offer.codes == OfferCodes::None {
        gates
            .warn(GateCode::Codes, "The offer needs no code")
            .saying("Make sure that your shop gives it to everyone by itself")
            .mended_by(GateFix::OpenOffer, "Add a code");
    }
    deadline(shop, campaign, minutes, gates)?;
    if let Some(planning) = planning {
        codes(shop, campaign, planning, gates)?;
    }
    same_offer(shop, campaign, gates)
}

fn deadline(
    shop: &Shop,
    campaign: &Campaign,
    minutes: Option<u32>,
    gates: &mut Gates,
) -> Result<()> {
    let Some(ends_at) = campaign.record.settings.ends_at else {
        return Ok(());
    };
    let now = shop.clock().now();
    let when = SaidValue::End { at: ends_at.0 };
    if ends_at <= now {
        gates
            .stop(GateCode::Deadline, "The offer is over")
            .saying("It ended {0}. Nothing of it can be sent any more")
            .with([when])
            .mended_by(GateFix::OpenOffer, "Open the offer");
        return Ok(());
    }
    let record = shop.read(|tx| Ok(tx.sending(campaign.record.sending)?))?;
    let starts = record.settings.starts_at.map_or(now, |at| at.max(now));
    if starts >= ends_at {
        gates
            .stop(GateCode::Deadline, "The offer is over before it is sent")
            .saying("It ends {0}")
            .with([when])
            .mended_by(GateFix::OpenOffer, "Open the offer");
        return Ok(());
    }
    let done = minutes.map(|minutes| starts.0 + i64::from(minutes) * 60_000);
    if done.is_some_and(|done| done > ends_at.0) {
        gates
            .warn(
                GateCode::Deadline,
                "Not all mails can leave before the offer ends",
            )
            .saying("Whoever’s turn comes after {0} gets none")
            .with([when])
            .mended_by(GateFix::OpenOffer, "Open the offer");
    } else {
        gates
            .fine(GateCode::Deadline, "Mail and offer name one end")
            .saying("{0}. After it nothing is sent")
            .with([when]);
    }
    Ok(())
}

fn codes(shop: &Shop, campaign: &Campaign, planning: &Planning, gates: &mut Gates) -> Result<()> {
    match &campaign.offer.codes {
        OfferCodes::None => {}
        OfferCodes::Shared { code } if code.trim().is_empty() => {
            gates
                .stop(GateCode::Codes, "There is no code yet")
                .saying("Type the code that your shop knows")
                .mended_by(GateFix::OpenOffer, "Type it");
        }
        OfferCodes::Shared { code } => {
            let title = format!("One code for everyone: {}", code.trim());
            gates.fine(GateCode::Codes, title);
        }
        OfferCodes::Listed if planning.without_code > 0 => {
            let free = shop.read(|tx| Ok(tx.code_stock(planning.record.id)?.free))?;
            gates
                .stop(
                    GateCode::Codes,
                    format!("{} more codes are needed", planning.without_code),
                )
                .saying(format!("{free} are left for {}", persons(planning.ready)))
                .mended_by(GateFix::AddCodes, "Add codes");
        }
        OfferCodes::Listed => {
            let title = format!("{} codes ready, one a person", planning.ready);
            gates.fine(GateCode::Codes, title);
        }
        OfferCodes::Made => {
            let title = format!("{} codes will be made, one a person", planning.ready);
            gates
                .fine(GateCode::Codes, title)
                .saying("Hand them to your shop before you start");
        }
    }
    Ok(())
}

/// One code with two ends would be an offer that goes on.
fn same_offer(shop: &Shop, campaign: &Campaign, gates: &mut Gates) -> Result<()> {
    let OfferCodes::Shared { code } = &campaign.offer.codes else {
        return Ok(());
    };
    let code = code.trim();
    if code.is_empty() {
        return Ok(());
    }
    let others = shop.read(|tx| {
        let mut others = Vec::new();
        for record in tx.campaigns()? {
            if record.sending == campaign.record.sending {
                continue;
            }
            let sending = tx.sending(record.sending)?;
            if sending.planned_at.is_some() {
                others.push((Campaign::of(record)?, sending.settings.name));
            }
        }
        Ok(others)
    })?;
    let own = campaign.record.settings.ends_at;
    let same = others.iter().find(|(other, _)| {
        let known = match &other.offer.codes {
            OfferCodes::Shared { code } => code.trim(),
            _ => return false,
        };
        let ended = other.record.settings.ends_at;
        known.eq_ignore_ascii_case(code) && ended.is_some() && ended != own
    });
    if let Some((_, name)) = same {
        gates
            .stop(GateCode::SameOffer, "This code was promised to end at another time")
            .saying(format!(
                "The campaign “{name}” named an end for it. An end that moves is none: use another code"
            ))
            .mended_by(GateFix::OpenOffer, "Change the code");
    }
    Ok(())
}
