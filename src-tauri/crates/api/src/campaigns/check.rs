//! What has to hold before a campaign goes out: each gate with what would mend it.

mod mail;
mod margin;
mod offer;
mod people;
mod sending;

use pannier_compose::Finding;
use pannier_core::{Cancel, Reporter};

use super::{
    audience,
    content::Campaign,
    plan::{Planning, planning},
    shelf::shelf,
};
use crate::{
    Result, Shop,
    sending::minutes,
    views::{
        CampaignCheck, CampaignPeople, Gate, GateCode, GateFix, GateGroup, GateLevel, SaidValue,
    },
};

/// What was found, with what planning would keep.
pub(super) struct Checked {
    pub(super) gates: Vec<Gate>,
    pub(super) people: CampaignPeople,
    pub(super) planning: Option<Planning>,
    pub(super) minutes: Option<u32>,
}

/// Gates as they are found.
#[derive(Default)]
pub(super) struct Gates(Vec<Gate>);

impl Gates {
    fn add(&mut self, code: GateCode, level: GateLevel, title: impl Into<String>) -> &mut Gate {
        self.0.push(Gate {
            code,
            group: group_of(code),
            level,
            title: title.into(),
            words: String::new(),
            values: Vec::new(),
            fix: None,
            fix_words: String::new(),
        });
        let last = self.0.len() - 1;
        &mut self.0[last]
    }

    fn fine(&mut self, code: GateCode, title: impl Into<String>) -> &mut Gate {
        self.add(code, GateLevel::Fine, title)
    }

    fn warn(&mut self, code: GateCode, title: impl Into<String>) -> &mut Gate {
        self.add(code, GateLevel::Warn, title)
    }

    fn stop(&mut self, code: GateCode, title: impl Into<String>) -> &mut Gate {
        self.add(code, GateLevel::Stop, title)
    }
}

impl Gate {
    fn saying(&mut self, words: impl Into<String>) -> &mut Self {
        self.words = words.into();
        self
    }

    /// What stands in its words for `{0}`, `{1}` and so on.
    fn with(&mut self, values: impl IntoIterator<Item = SaidValue>) -> &mut Self {
        self.values = values.into_iter().collect();
        self
    }

    fn mended_by(&mut self, fix: GateFix, words: &str) -> &mut Self {
        self.fix = Some(fix);
        words.clone_into(&mut self.fix_words);
        self
    }
}

fn group_of(code: GateCode) -> GateGroup {
    use GateCode as Code;
    match code {
        Code::Audience
        | Code::Consent
        | Code::Suppressed
        | Code::ListAge
        | Code::Measure
        | Code::OtherMail => GateGroup::People,
        Code::Document
        | Code::Copies
        | Code::Products
        | Code::OwnProducts
        | Code::Pictures
        | Code::Size
        | Code::Unsubscribe
        | Code::PostalAddress
        | Code::TextPart => GateGroup::Message,
        Code::Terms
        | Code::Margin
        | Code::Deadline
        | Code::Codes
        | Code::CodesInShop
        | Code::SameOffer => GateGroup::Offer,
        Code::Sender | Code::Domain | Code::Test | Code::Time => GateGroup::Sending,
    }
}

/// Everything that is asked of a campaign before it goes out. Copies are made for everyone, and nothing
/// is kept.
///
/// # Errors
/// [`crate::Code::NotFound`] when it is not there, [`crate::Code::Cancelled`], or what the shop file
/// says.
pub fn check_campaign(
    shop: &Shop,
    id: u32,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<CampaignCheck> {
    let checked = checked(shop, id, reporter, cancel)?;
    let count = |level: GateLevel| {
        let gates = checked.gates.iter().filter(|gate| gate.level == level);
        u32::try_from(gates.count()).unwrap_or(u32::MAX)
    };
    let now = shop.clock().now();
    Ok(CampaignCheck {
        stops: count(GateLevel::Stop),
        warnings: count(GateLevel::Warn),
        done_at: checked
            .minutes
            .map(|minutes| now.0 + i64::from(minutes) * 60_000),
        minutes: checked.minutes,
        gates: checked.gates,
        people: checked.people,
    })
}

pub(super) fn checked(
    shop: &Shop,
    id: u32,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Checked> {
    let (campaign, record) =
        shop.read(|tx| Ok((Campaign::read(tx, id)?, tx.sending(id.into())?)))?;
    let mut people = audience::people(shop, &campaign)?;
    let mut gates = Gates::default();
    let mut planned = None;
    let mut faults: Vec<Finding> = Vec::new();
    if people.problem.is_empty() {
        match planning(shop, id, reporter, cancel)? {
            Ok(planning) => {
                // One draw, and its numbers everywhere.
                people.ready = planning.ready;
                people.held_out = planning.held;
                people.eligible = planning.ready + planning.held;
                planned = Some(planning);
            }
            Err(findings) => faults = findings,
        }
    }
    people::look(shop, &campaign, &people, planned.as_ref(), &mut gates)?;
    let shelf = shelf(shop, reporter, cancel)?;
    mail::look(
        shop,
        &campaign,
        &shelf,
        planned.as_ref(),
        faults,
        &mut gates,
    )?;
    let letters = planned.as_ref().map_or(0, |planning| planning.ready);
    let account = match record.settings.account {
        Some(account) => Some(shop.read(|tx| Ok(tx.mail_account(account)?))?),
        None => None,
    };
    let minutes = match &account {
        Some(account) if letters > 0 => minutes(shop, account, letters)?,
        _ => None,
    };
    offer::look(shop, &campaign, planned.as_ref(), minutes, &mut gates)?;
    margin::look(shop, &campaign, &shelf, planned.as_ref(), &mut gates)?;
    sending::look(shop, &campaign, account.as_ref(), minutes, &mut gates)?;
    let mut gates = gates.0;
    gates.sort_by_key(|gate| (gate.group, gate.level));
    Ok(Checked {
        gates,
        people,
        planning: planned,
        minutes,
    })
}

/// "1 person", "12 people".
fn persons(count: u32) -> String {
    match count {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    }
}
