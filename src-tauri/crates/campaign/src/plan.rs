//! Settling who gets a message, after looking whether it can be made for everyone.

use std::collections::BTreeMap;

use pannier_core::{Cancel, CustomerId, Phase, Reporter, Timestamp};
use pannier_store::{
    CampaignRecord, PlanExtra, PlanWords, Planned, Recipient, SendingRecord, SendingState, Store,
};

use crate::{
    Composer, Error, Result, TemplateError, Variables, compose::Reader, error::Lack,
    words::SendingWords,
};

/// People whom a message cannot be made for that are counted.
const BATCH: usize = 500;

/// Whether a message can be made for everyone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// For so many it can.
    pub fine: u64,
    /// For so many it cannot, and why for the first of them.
    pub lacking: u64,
    /// The first reason.
    pub why: Option<TemplateError>,
    /// Subject and text of the first message, with what stands under it.
    pub sample: Option<(String, String)>,
}

/// Looks whether a message can be made for all of these people who would get it.
///
/// # Errors
/// What lacks or cannot be used for anyone; [`pannier_core::Cancelled`].
pub fn check(
    store: &Store,
    sending: &SendingRecord,
    people: &[CustomerId],
    variables: &Variables,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Checked> {
    let account = sending
        .settings
        .account
        .ok_or(Error::Lacks(Lack::Account))?;
    store.read(|tx| {
        let account = tx.mail_account(account)?;
        let composer = Composer::new(tx, sending, &account, variables, &[])?;
        let recipients = tx.recipients(people, cancel)?;
        let total = recipients.len() as u64;
        let mut checked = Checked::default();
        for (position, one) in recipients.iter().enumerate() {
            if position % BATCH == 0 {
                cancel.check()?;
                reporter.report(Phase::Matching, position as u64, Some(total));
            }
            if one.skipped.is_some() {
                continue;
            }
            let reader = Reader {
                customer: one.customer,
                address: &one.address,
                name: &one.name,
                word: "sample",
            };
            let rendered = match checked.sample {
                Some(_) => composer.render(tx, reader).map(|_| None),
                None => composer.compose(tx, reader).map(Some),
            };
            match rendered {
                Ok(first) => {
                    checked.fine += 1;
                    if let Some(message) = first {
                        let subject = message.subject.as_str().to_owned();
                        checked.sample = Some((subject, message.text));
                    }
                }
                Err(Error::Template(why)) => {
                    checked.lacking += 1;
                    checked.why.get_or_insert(why);
                }
                Err(other) => return Err(other),
            }
        }
        Ok(checked)
    })
}

/// Settles who gets a message: everyone considered has a row afterwards, and that is never changed
/// but by what happens to it.
///
/// # Errors
/// [`Error::Template`] where it cannot be made for someone; nothing was changed then.
pub fn plan(
    store: &Store,
    sending: i64,
    people: &[CustomerId],
    variables: &Variables,
    now: Timestamp,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Planned> {
    let record = store.read(|tx| tx.sending(sending))?;
    let checked = check(store, &record, people, variables, reporter, cancel)?;
    if let Some(why) = checked.why {
        return Err(Error::Template(why));
    }
    store.write(|tx| {
        let record_now = tx.sending(sending)?;
        if record_now != record || record.state != SendingState::Draft {
            let changed =
                "This message was changed meanwhile, or is settled already. Nothing was changed";
            return Err(Error::Conflict(changed.to_owned()));
        }
        let words = SendingWords::of(tx.shop_key()?, &record);
        let planned = tx.plan_outbox(sending, people, &words, now, reporter, cancel)?;
        tx.set_sending_planned(sending, now)?;
        Ok(planned)
    })
}

/// The words of a campaign's rows, with what each person has in it.
struct CampaignWords<'w> {
    words: SendingWords,
    extras: &'w BTreeMap<CustomerId, PlanExtra>,
}

impl PlanWords for CampaignWords<'_> {
    fn word(&self, address: &str, customer: CustomerId) -> String {
        self.words.word(address, customer)
    }

    fn is_held_out(&self, person: CustomerId) -> bool {
        self.words.is_held_out(person)
    }

    fn extra(&self, one: &Recipient) -> Option<PlanExtra> {
        self.extras.get(&one.person).cloned()
    }
}

/// Settles who gets a campaign: these people, with what each has in it by person. Neither campaign nor
/// message may have changed since they were read.
///
/// # Errors
/// [`Error::Conflict`] where they have; nothing was changed then.
pub fn plan_campaign(
    store: &Store,
    (record, campaign): (&SendingRecord, &CampaignRecord),
    recipients: &[Recipient],
    extras: &BTreeMap<CustomerId, PlanExtra>,
    now: Timestamp,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Planned> {
    store.write(|tx| {
        let same = tx.sending(record.id)? == *record && tx.campaign(record.id)? == *campaign;
        if !same || record.state != SendingState::Draft {
            let changed =
                "This campaign was changed meanwhile, or is settled already. Nothing was changed";
            return Err(Error::Conflict(changed.to_owned()));
        }
        let words = CampaignWords {
            words: SendingWords::of(tx.shop_key()?, record),
            extras,
        };
        let planned = tx.plan_recipients(record.id, recipients, &words, now, reporter, cancel)?;
        tx.set_sending_planned(record.id, now)?;
        Ok(planned)
    })
}
