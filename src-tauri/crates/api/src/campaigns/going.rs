//! Testing and starting a campaign, and its mails as files.

use std::{collections::HashMap, path::Path, sync::Arc};

use pannier_campaign::{Composer, Reader, Standing, Variables};
use pannier_core::{Cancel, CustomerId, Email, Mailbox, Message, Reporter, ShopKey, message_word};
use pannier_store::{Part, ReadTx, SendingState};

use super::{
    audience::{considered, readers},
    check::checked,
    content::{Campaign, hash_of, unasked},
    plan::with_part,
    press::Press,
    shelf::shelf,
};
use crate::{
    ApiError, Code, FilesWritten, Result, Shop,
    sending::{headers, send_to_merchant, test_word},
    views::{
        Gate, GateCode, GateGroup, GateLevel, MailTested, SendingDetail, StartCampaign,
        StartSending, TestCampaign,
    },
};

/// Sends the very mail, as someone of those who would get it gets it, to the merchant. It is kept
/// nowhere; that it was tested is.
///
/// # Errors
/// [`Code::Validation`] where something lacks, nobody would get it, or the address is none; what the
/// server says is in the answer.
pub fn test_campaign(shop: &Shop, input: &TestCampaign) -> Result<MailTested> {
    let (campaign, record, key) = shop.read(|tx| {
        let campaign = Campaign::read(tx, input.id)?;
        Ok((campaign, tx.sending(input.id.into())?, tx.shop_key()?))
    })?;
    let lacks = || ApiError::invalid("account", "Choose the mail account that it goes out from");
    let account = record.settings.account.ok_or_else(lacks)?;
    let account = shop.read(|tx| Ok(tx.mail_account(account)?))?;
    let address = match input.to.trim() {
        "" => account.settings.address.as_str(),
        to => to,
    };
    let to = Email::parse(address).map_err(|error| ApiError::invalid("to", error.to_string()))?;
    let considered = considered(shop, &campaign.audience, &unasked())?;
    let people = readers(shop, &campaign, &considered)?;
    let nobody = || ApiError::invalid("audience.segments", "Nobody of these may be written to");
    let last = people.len().checked_sub(1).ok_or_else(nobody)?;
    let whose = people[(input.position as usize).min(last)];
    let part = if input.other { Part::Other } else { Part::One };
    let word = test_word(key, shop.clock().now(), &to);
    // Learnt before: nothing is written while a copy is made.
    shelf(shop, &Reporter::default(), &unasked())?;
    let message = with_part(shop, record.id, part, |variables| {
        shop.read(|tx| {
            let composer = Composer::new(tx, &record, &account, variables, &headers(&account))?;
            let reader = Reader {
                customer: whose.customer,
                address: to.as_str(),
                name: &whose.name,
                word: word.as_str(),
            };
            Ok::<_, ApiError>(composer.compose(tx, reader)?)
        })
    })?;
    let message = Message {
        to: Mailbox::new(None, to),
        ..message
    };
    let tested = send_to_merchant(shop, &account, &message)?;
    if tested.sent {
        let hash = hash_of(&campaign.record.settings);
        let now = shop.clock().now();
        shop.write(|tx| Ok(tx.set_campaign_tested(input.id.into(), hash, now)?))?;
    }
    Ok(tested)
}

/// Starts a campaign that was planned, or goes on with it.
///
/// # Errors
/// [`Code::Conflict`] where who gets it is not settled, its offer is over, or its codes are not in the
/// shop yet; else as for any message.
pub fn start_campaign(shop: &Arc<Shop>, input: StartCampaign) -> Result<SendingDetail> {
    crate::start_sending(shop, begin(shop, input)?)
}

/// Sends a campaign as far as it can be sent now, and waits for that: for the command line.
///
/// # Errors
/// As [`start_campaign`].
pub fn send_campaign_now(
    shop: &Shop,
    input: StartCampaign,
    cancel: &Cancel,
) -> Result<crate::SendEnded> {
    crate::send_now(shop, begin(shop, input)?, cancel)
}

fn begin(shop: &Shop, input: StartCampaign) -> Result<StartSending> {
    shop.read(|tx| Campaign::read(tx, input.id))?;
    if input.codes_are_in_shop {
        super::campaign_codes_written(shop, input.id)?;
    }
    Ok(StartSending {
        id: input.id,
        although_late: input.although_late,
    })
}

/// Refuses to begin a campaign whose offer is over, or whose codes the shop does not know; says nothing
/// of a plain message.
///
/// # Errors
/// [`Code::Conflict`] says why not.
pub(crate) fn may_begin(shop: &Shop, sending: i64) -> Result<()> {
    let Some(record) = shop.read(|tx| Ok(tx.campaign_of(sending)?))? else {
        return Ok(());
    };
    let campaign = Campaign::of(record)?;
    let now = shop.clock().now();
    if campaign
        .record
        .settings
        .ends_at
        .is_some_and(|ends| ends <= now)
    {
        let words =
            "The offer is over. It cannot begin again for the same people: copy it as a new one";
        return Err(ApiError::new(Code::Conflict, words));
    }
    campaign.check_codes_are_in_shop()
}

/// Writes the mail of everyone who waits for it to a folder, as it would be sent; of a draft, of
/// everyone who would get it if it were planned now. Nothing is sent, and nothing in the shop file
/// changes.
///
/// # Errors
/// [`Code::Validation`] says what stands in the way of a draft; what the disk says.
pub fn write_campaign_files(
    shop: &Shop,
    id: u32,
    folder: &Path,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<FilesWritten> {
    let (record, key) = shop.read(|tx| {
        tx.campaign(id.into())?;
        Ok((tx.sending(id.into())?, tx.shop_key()?))
    })?;
    if record.state != SendingState::Draft {
        return crate::write_sending_files(shop, id, folder);
    }
    let checked = checked(shop, id, reporter, cancel)?;
    let planning = match (checked.planning, checked.gates) {
        (Some(planning), gates) if !gates.iter().any(is_of_the_mail) => planning,
        (_, gates) => {
            let first = gates.iter().find(|gate| gate.level == GateLevel::Stop);
            let words = first.map_or("Nobody would get this", |gate| gate.title.as_str());
            return Err(ApiError::new(Code::Validation, words));
        }
    };
    std::fs::create_dir_all(folder)?;
    let lacks = || ApiError::invalid("account", "Choose the mail account that it goes out from");
    let account = record.settings.account.ok_or_else(lacks)?;
    let account = shop.read(|tx| Ok(tx.mail_account(account)?))?;
    let campaign = shop.read(|tx| Campaign::read(tx, id))?;
    let press = Press::of(shop, campaign, shelf(shop, reporter, cancel)?)?.map_err(|findings| {
        let first = findings.into_iter().next();
        ApiError::invalid(
            "document",
            first.map_or_else(String::new, |found| found.sentence),
        )
    })?;
    let people: HashMap<CustomerId, CustomerId> = planning
        .recipients
        .iter()
        .map(|one| (one.customer, one.person))
        .collect();
    let letters = |tx: &ReadTx, reader: Reader, standing: Standing| {
        let person = people.get(&reader.customer);
        let extra = person.and_then(|person| planning.extras.get(person));
        let extra = extra.map(|extra| extra.person.clone());
        press.letter(tx, reader, standing, (extra, Part::One))
    };
    let variables = Variables {
        names: Vec::new(),
        of: &|_, _| Ok(std::collections::BTreeMap::new()),
        letters: Some(&letters),
        footer: crate::sending::footer(shop),
    };
    let now = shop.clock().now();
    shop.read(|tx| {
        let composer = Composer::new(tx, &record, &account, &variables, &headers(&account))?;
        let mut files = 0;
        for one in planning
            .recipients
            .iter()
            .filter(|one| one.skipped.is_none())
        {
            cancel.check().map_err(pannier_store::Error::from)?;
            let extra = planning.extras.get(&one.person);
            if extra.is_none_or(|extra| extra.person.part == Part::Held) {
                continue;
            }
            let parts: [&[u8]; 2] = [&record.word, one.address.as_bytes()];
            let word = message_word(&ShopKey::new(key), &parts);
            let message = composer.compose(
                tx,
                Reader {
                    customer: one.customer,
                    address: &one.address,
                    name: &one.name,
                    word: word.as_str(),
                },
            )?;
            let bytes = pannier_mail::as_file(&message, now)
                .map_err(|error| ApiError::invalid("document", error.to_string()))?;
            std::fs::write(folder.join(format!("{}.eml", word.as_str())), bytes)?;
            files += 1;
        }
        Ok(FilesWritten { files })
    })
}

/// Whether a gate keeps mails from being made at all: looking at them needs no test, and no shop that
/// knows the codes.
fn is_of_the_mail(gate: &Gate) -> bool {
    let group = matches!(gate.group, GateGroup::Message | GateGroup::People);
    gate.level == GateLevel::Stop && (group || gate.code == GateCode::Sender)
}
