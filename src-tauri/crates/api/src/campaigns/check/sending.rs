//! Gates of how a campaign goes out.

use pannier_core::Timestamp;
use pannier_store::{DomainEntryState, DomainLook, MailAccountRecord};

use super::Gates;
use crate::{
    Result, Shop,
    campaigns::content::{Campaign, hash_of},
    sending::number,
    views::{GateCode, GateFix, SaidValue},
};

/// What a domain says is looked at again after so many days.
const LOOKED_DAYS: i64 = 30;
const DAY_MS: i64 = 86_400_000;

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
        let look = shop.read(|tx| Ok(tx.domain_look(account.id)?))?;
        domain(account.id, look, shop.clock().now(), gates);
    }
    let said = &campaign.record.settings;
    match campaign.record.tested {
        Some((at, of)) if of == hash_of(said) => {
            gates
                .fine(GateCode::Test, "A test was sent on {0}")
                .with([SaidValue::Time { at: at.0 }]);
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

/// What the domain of an account says of mail, as it was looked at last.
fn domain(account: i64, look: Option<DomainLook>, now: Timestamp, gates: &mut Gates) {
    let fix = GateFix::CheckDomain {
        account: number(account),
    };
    let Some(look) = look else {
        gates
            .warn(GateCode::Domain, "The domain was not looked at yet")
            .saying("Whether mail programs can tell that it is you")
            .mended_by(fix, "Look at it");
        return;
    };
    let when = SaidValue::Date { at: look.at.0 };
    let entries = [
        ("SPF", look.spf),
        ("DKIM", look.dkim),
        ("DMARC", look.dmarc),
    ];
    let those = |as_it_is: DomainEntryState| -> Vec<&str> {
        let found = entries.iter().filter(|(_, state)| *state == as_it_is);
        found.map(|(name, _)| *name).collect()
    };
    let wrong = those(DomainEntryState::Wrong);
    let hidden = those(DomainEntryState::Unknown);
    if !wrong.is_empty() {
        let are = if wrong.len() == 1 { "is" } else { "are" };
        gates
            .warn(
                GateCode::Domain,
                "The domain does not say that mail is from you",
            )
            .saying(format!(
                "{} {are} missing or wrong, seen on {{0}}. Gmail and others may put the mails among \
                 unwanted ones",
                wrong.join(", ")
            ))
            .with([when])
            .mended_by(fix, "Look at it");
    } else if now.0 - look.at.0 > LOOKED_DAYS * DAY_MS {
        gates
            .warn(GateCode::Domain, "The domain was looked at long ago")
            .saying("On {0}. What stands there may have changed since")
            .with([when])
            .mended_by(fix, "Look again");
    } else {
        gates
            .fine(GateCode::Domain, "Mail programs can tell that it is you")
            .saying(if hidden.is_empty() {
                "SPF, DKIM and DMARC are there, seen on {0}".to_owned()
            } else {
                format!(
                    "Seen on {{0}}. Whether {} is there cannot be seen from here",
                    hidden.join(" and ")
                )
            })
            .with([when]);
    }
}

fn length(minutes: u32) -> String {
    match minutes {
        0 | 1 => "1 minute".to_owned(),
        2..=119 => format!("{minutes} minutes"),
        120..=2_879 => format!("{} hours", minutes.div_ceil(60)),
        _ => format!("{} days", minutes.div_ceil(1_440)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::{Gate, GateLevel};

    const LOOKED: Timestamp = Timestamp(1_782_820_800_000);

    fn gate(look: Option<DomainLook>, days: i64) -> Gate {
        let mut gates = Gates::default();
        domain(1, look, Timestamp(LOOKED.0 + days * DAY_MS), &mut gates);
        gates.0.remove(0)
    }

    fn look(dkim: DomainEntryState) -> DomainLook {
        DomainLook {
            at: LOOKED,
            spf: DomainEntryState::Good,
            dkim,
            dmarc: DomainEntryState::Good,
        }
    }

    #[test]
    fn a_domain_is_looked_at_again_after_thirty_days() {
        let fresh = gate(Some(look(DomainEntryState::Unknown)), 30);
        assert_eq!(fresh.level, GateLevel::Fine);
        assert_eq!(fresh.values, [SaidValue::Date { at: LOOKED.0 }]);
        // What could not be seen is not said to be there.
        assert!(fresh.words.contains("Whether DKIM is there cannot be seen"));
        let whole = gate(Some(look(DomainEntryState::Good)), 30);
        assert!(whole.words.starts_with("SPF, DKIM and DMARC are there"));
        let old = gate(Some(look(DomainEntryState::Good)), 31);
        assert_eq!(old.level, GateLevel::Warn);
        assert_eq!(old.fix, Some(GateFix::CheckDomain { account: 1 }));
        assert_eq!(gate(None, 0).level, GateLevel::Warn);
    }

    #[test]
    fn what_is_wrong_with_a_domain_is_named() {
        let wrong = gate(Some(look(DomainEntryState::Wrong)), 1);
        assert_eq!(wrong.level, GateLevel::Warn);
        assert!(
            wrong
                .words
                .starts_with("DKIM is missing or wrong, seen on {0}"),
            "{}",
            wrong.words
        );
    }
}
