//! Gates of what the mail says.

use pannier_compose::{
    Document, Finding, FindingCode, Fix, Level, PersonValues, ProductSource, findings,
};

use super::{Gates, persons};
use crate::{
    Result, Shop,
    campaigns::{content::Campaign, plan::Planning, press, shelf::Shelf},
    pictures::{keys, pictures},
    views::{GateCode, GateFix, GateLevel},
};

/// Mail programs cut a longer mail (bytes of HTML).
const MOST_BYTES: u32 = 100_000;
const MANY_BYTES: u32 = 80_000;

pub(super) fn look(
    shop: &Shop,
    campaign: &Campaign,
    shelf: &Shelf,
    planning: Option<&Planning>,
    faults: Vec<Finding>,
    gates: &mut Gates,
) -> Result<()> {
    let brand = shop.read(|tx| {
        let account = tx.sending(campaign.record.sending)?.settings.account;
        press::brand(shop, tx, account, shelf)
    })?;
    let mut found: Vec<(Finding, bool)> = Vec::new();
    let samples: [PersonValues; 0] = [];
    let mut add = |document: &Document, other: bool| {
        for one in findings(document, &brand, &samples) {
            found.push((one, other));
        }
    };
    add(&campaign.document, false);
    if let Some(other) = &campaign.other {
        add(other, true);
    }
    for fault in faults {
        if !found.iter().any(|(known, _)| *known == fault) {
            found.push((fault, false));
        }
    }
    for (one, other) in &found {
        document_gate(one, *other, gates);
    }
    let has = |codes: &[FindingCode]| found.iter().any(|(one, _)| codes.contains(&one.code));
    if !has(&[FindingCode::NoUnsubscribe, FindingCode::FooterNotLast]) {
        gates
            .fine(
                GateCode::Unsubscribe,
                "One can unsubscribe in the mail and by the mail program",
            )
            .saying("The link in the footer, and the header of each mail");
    }
    if !has(&[FindingCode::NoPostalAddress]) {
        gates.fine(
            GateCode::PostalAddress,
            "The postal address is in the footer",
        );
    }
    if !has(&[FindingCode::NoText]) {
        gates.fine(
            GateCode::TextPart,
            "There is a plain version for programs that show no pictures",
        );
    }
    products(campaign, shelf, gates);
    pictures_gate(shop, campaign, gates)?;
    if let Some(planning) = planning {
        copies(planning, gates);
    }
    Ok(())
}

fn document_gate(one: &Finding, other: bool, gates: &mut Gates) {
    let code = match one.code {
        FindingCode::NoUnsubscribe | FindingCode::FooterNotLast => GateCode::Unsubscribe,
        FindingCode::NoPostalAddress => GateCode::PostalAddress,
        FindingCode::TooLarge | FindingCode::Large => GateCode::Size,
        FindingCode::NoText => GateCode::TextPart,
        FindingCode::NoShopName => GateCode::Sender,
        FindingCode::NoCode => GateCode::Codes,
        FindingCode::NoDeadline => GateCode::Deadline,
        _ => GateCode::Document,
    };
    let level = match one.level {
        Level::Stop => GateLevel::Stop,
        Level::Warn => GateLevel::Warn,
    };
    let gate = gates.add(code, level, one.sentence.clone());
    if other {
        gate.saying("In the other mail");
    }
    match &one.fix {
        Some(Fix::OpenShopSettings) => {
            gate.mended_by(GateFix::OpenIdentity, "Open settings");
        }
        Some(Fix::OpenOffer) => {
            gate.mended_by(GateFix::OpenOffer, "Open the offer");
        }
        Some(fix) => {
            let words = match fix {
                Fix::AddFallback { .. } | Fix::FooterLast | Fix::SetColour { .. } => "Mend it",
                Fix::Write { .. } => "Write it",
                _ => "Show it",
            };
            let fix = fix.clone();
            gate.mended_by(GateFix::Document { fix, other }, words);
        }
        None => {
            gate.mended_by(GateFix::OpenMessage, "Open the message");
        }
    }
}

/// Products that the mail names by hand, and that are not there any more.
fn products(campaign: &Campaign, shelf: &Shelf, gates: &mut Gates) {
    let mails = std::iter::once(&campaign.document).chain(&campaign.other);
    let mut chosen: Vec<&String> = Vec::new();
    for block in mails.flat_map(Document::all_blocks) {
        if let pannier_compose::Content::Products(products) = &block.content
            && let ProductSource::Chosen { products } = &products.source
        {
            chosen.extend(products);
        }
    }
    if let crate::views::OfferProducts::Chosen { products } = &campaign.offer.products {
        chosen.extend(products);
    }
    if chosen.is_empty() {
        return;
    }
    let gone = chosen.iter().filter(|key| {
        let ware = shelf.ware(key);
        ware.is_none_or(|ware| !ware.offered)
    });
    match gone.count() {
        0 => {
            gates.fine(GateCode::Products, "All chosen products are sold");
        }
        gone => {
            let title = if gone == 1 {
                "1 chosen product is not sold any more".to_owned()
            } else {
                format!("{gone} chosen products are not sold any more")
            };
            gates
                .stop(GateCode::Products, title)
                .saying("Choose others, or import the products again")
                .mended_by(GateFix::OpenMessage, "Choose others");
        }
    }
}

fn pictures_gate(shop: &Shop, campaign: &Campaign, gates: &mut Gates) -> Result<()> {
    let here = keys(shop)?;
    let mails = std::iter::once(&campaign.document).chain(&campaign.other);
    let blocks = mails
        .zip([false, true])
        .flat_map(|(mail, other)| mail.all_blocks().map(move |block| (block, other)));
    for (block, other) in blocks {
        let file = match &block.content {
            pannier_compose::Content::Picture(picture) => picture.file.as_ref(),
            pannier_compose::Content::Logo(logo) => logo.file.as_ref(),
            _ => None,
        };
        if file.is_some_and(|file| !here.contains(file)) {
            gates
                .stop(GateCode::Pictures, "A picture is not there any more")
                .saying("Its file beside the shop file is gone. Choose it again")
                .mended_by(
                    GateFix::Document {
                        fix: Fix::OpenBlock {
                            block: block.id.clone(),
                        },
                        other,
                    },
                    "Choose it",
                );
        }
    }
    let mails = std::iter::once(&campaign.document).chain(&campaign.other);
    let shows_products = mails
        .flat_map(Document::all_blocks)
        .any(|block| matches!(block.content, pannier_compose::Content::Products(_)));
    if !shows_products {
        return Ok(());
    }
    let state = pictures(shop)?;
    let missing = state.named - state.here.min(state.named);
    if missing > 0 {
        gates
            .warn(
                GateCode::Pictures,
                format!("{missing} pictures of products are not on this computer"),
            )
            .saying("Those products are shown without one")
            .mended_by(GateFix::FetchPictures, "Fetch pictures");
    }
    Ok(())
}

fn copies(planning: &Planning, gates: &mut Gates) {
    match &planning.why {
        Some(why) => {
            gates
                .stop(
                    GateCode::Copies,
                    format!("The mail cannot be made for {}", persons(planning.lacking)),
                )
                .saying(why)
                .mended_by(GateFix::OpenMessage, "Open the message");
        }
        None if planning.ready > 0 => {
            gates
                .fine(GateCode::Copies, "Everyone’s mail can be made")
                .saying(format!("Tried for all {}", persons(planning.ready)));
        }
        None => {}
    }
    if planning.without_text {
        gates.stop(GateCode::TextPart, "Somebody’s plain version is empty");
    }
    let kilobytes = planning.largest.div_ceil(1000);
    if planning.largest > MOST_BYTES {
        gates
            .stop(
                GateCode::Size,
                format!("The largest mail has {kilobytes} kB"),
            )
            .saying("Mail programs cut what is over 100 kB. Show fewer products or say less")
            .mended_by(GateFix::OpenMessage, "Open the message");
    } else if planning.largest > MANY_BYTES {
        gates
            .warn(
                GateCode::Size,
                format!("The largest mail has {kilobytes} kB"),
            )
            .saying("Mail programs cut what is over 100 kB")
            .mended_by(GateFix::OpenMessage, "Open the message");
    } else if planning.largest > 0 {
        gates.fine(
            GateCode::Size,
            format!("The largest mail has {kilobytes} kB of at most 100"),
        );
    }
}
