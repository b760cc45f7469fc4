//! Gates of how a campaign goes out.

use pannier_store::MailAccountRecord;

use super::Gates;
use crate::{
    Result, Shop,
    campaigns::content::{Campaign, hash_of},
    sending::number,
    shop::lock,
    views::{GateCode, GateFix},
};

pub(super) fn look(
    shop: &Shop,
    campaign: &Campaign,
    account: Option<&MailAccountRecord>,
    minutes: Option<u32>,
    gates: &mut Gates,
) -> Result<()> {
    let identity = shop.read(|tx| Ok(tx.sender_identity()?))?;
    match (account, identity) {
        (None, _) => {
            gates
                .stop(GateCode::Sender, "There is no mail account to send from")
                .mended_by(GateFix::OpenAccounts, "Choose one");
        }
        (Some(_), None) => {
            gates
                .stop(
                    GateCode::Sender,
                    "The shop’s name and postal address are missing",
                )
                .saying("The law wants both in every mail")
                .mended_by(GateFix::OpenIdentity, "Write them");
        }
        (Some(account), Some(identity)) if !account.paused_why.is_empty() => {
            gates
                .stop(
                    GateCode::Sender,
                    format!("The account of {} rests", identity.name),
                )
                .saying(&account.paused_why)
                .mended_by(GateFix::OpenAccounts, "Open it");
        }
        (Some(account), Some(identity)) => {
            gates.fine(
                GateCode::Sender,
                format!("From {} <{}>", identity.name, account.settings.address),
            );
        }
    }
    if let Some(account) = account {
        let known = lock(&shop.campaigns.domains).get(&account.id).copied();
        match known {
            Some(true) => {
                gates.fine(GateCode::Domain, "Mail programs can tell that it is you");
            }
            Some(false) => {
                gates
                    .warn(
                        GateCode::Domain,
                        "The domain does not say that mail is from you",
                    )
                    .saying("Gmail and others may put the mails among unwanted ones")
                    .mended_by(
                        GateFix::CheckDomain {
                            account: number(account.id),
                        },
                        "Look at it",
                    );
            }
            None => {
                gates
                    .warn(GateCode::Domain, "The domain was not looked at yet")
                    .saying("Whether mail programs can tell that it is you")
                    .mended_by(
                        GateFix::CheckDomain {
                            account: number(account.id),
                        },
                        "Look at it",
                    );
            }
        }
    }
    let said = &campaign.record.settings;
    match campaign.record.tested {
        Some((at, of)) if of == hash_of(said) => {
            let zone = shop.context()?.zone;
            let when = zone.local(at).format("%-d %B, %H:%M");
            gates.fine(GateCode::Test, format!("A test was sent on {when}"));
        }
        Some(_) => {
            gates
                .warn(GateCode::Test, "The mail was changed since its test")
                .mended_by(GateFix::SendTest, "Send a test");
        }
        None => {
            gates
                .stop(GateCode::Test, "No test was sent yet")
                .saying("Look at the mail in your own mailbox first")
                .mended_by(GateFix::SendTest, "Send a test");
        }
    }
    if let Some(minutes) = minutes {
        gates
            .fine(
                GateCode::Time,
                format!("Done about {} after it starts", length(minutes)),
            )
            .saying("Pannier sends from this computer. Keep it open; it goes on where it stopped");
    }
    Ok(())
}

fn length(minutes: u32) -> String {
    match minutes {
        0 | 1 => "1 minute".to_owned(),
        2..=119 => format!("{minutes} minutes"),
        120..=2_879 => format!("{} hours", minutes.div_ceil(60)),
        _ => format!("{} days", minutes.div_ceil(1_440)),
    }
}
