//! Gates of who gets a campaign.

use super::{Gates, persons};
use crate::{
    Result, Shop,
    campaigns::{content::Campaign, plan::Planning},
    views::{CampaignPeople, GateCode, GateFix},
};

/// Consent that is older than this many days, and nothing ordered since, is stale (CASL: two years
/// after a purchase).
const OLD_DAYS: i64 = 730;

const DAY_MS: i64 = 86_400_000;

pub(super) fn look(
    shop: &Shop,
    campaign: &Campaign,
    people: &CampaignPeople,
    planning: Option<&Planning>,
    gates: &mut Gates,
) -> Result<()> {
    if !people.problem.is_empty() {
        gates
            .stop(GateCode::Audience, "Nobody would get this")
            .saying(&people.problem)
            .mended_by(GateFix::OpenAudience, "Choose people");
        return Ok(());
    }
    let Some(planning) = planning else {
        return Ok(());
    };
    if planning.ready == 0 {
        let (title, words) = if planning.held > 0 {
            (
                "Everyone would be held back",
                "Hold back fewer, or choose more people",
            )
        } else {
            (
                "Nobody would get this",
                "Nobody of these has what the mail shows",
            )
        };
        gates
            .stop(GateCode::Audience, title)
            .saying(words)
            .mended_by(GateFix::OpenAudience, "Choose people");
    }
    let left_out: u32 = people.reasons.iter().map(|reason| reason.people).sum();
    let reasons: Vec<String> = people
        .reasons
        .iter()
        .take(4)
        .map(|reason| format!("{} ({})", reason.words, reason.people))
        .collect();
    let title = format!("{}, all agreed to mail", persons(people.eligible));
    let gate = gates.fine(GateCode::Consent, title);
    if left_out > 0 {
        let who = match left_out {
            1 => "1 other is".to_owned(),
            count => format!("{count} others are"),
        };
        gate.saying(format!("{who} left out: {}", reasons.join(", ")));
    }
    gates
        .fine(GateCode::Suppressed, "Whoever said no gets nothing")
        .saying("It is asked again just before each mail leaves");
    if people.waiting > 0 || planning.without_products > 0 {
        let gate = gates.warn(GateCode::OtherMail, "Not everyone gets it at once");
        let mut words = Vec::new();
        if people.waiting > 0 {
            words.push(format!(
                "{} got another mail in the last {} days and wait",
                persons(people.waiting),
                campaign.record.settings.cap_days
            ));
        }
        if planning.without_products > 0 {
            words.push(format!(
                "{} noted and looked at nothing and are left out",
                persons(planning.without_products)
            ));
        }
        gate.saying(words.join(". "));
    }
    age(shop, planning, gates)?;
    measure(people, planning, gates);
    Ok(())
}

/// How old what people said is.
fn age(shop: &Shop, planning: &Planning, gates: &mut Gates) -> Result<()> {
    let now = shop.clock().now();
    let customers: Vec<_> = planning
        .recipients
        .iter()
        .filter(|one| one.skipped.is_none())
        .map(|one| one.customer)
        .collect();
    let since = pannier_core::Timestamp(now.0 - OLD_DAYS * DAY_MS);
    let old = shop.read(|tx| Ok(tx.silent_since(&customers, since)?))?;
    let old = u32::try_from(old).unwrap_or(u32::MAX);
    let all = u32::try_from(customers.len()).unwrap_or(u32::MAX);
    if old > 0 && old * 10 >= all {
        gates
            .warn(
                GateCode::ListAge,
                format!("{} agreed over two years ago", persons(old)),
            )
            .saying("They ordered nothing since. Old addresses bounce and complain more often")
            .mended_by(GateFix::OpenAudience, "Leave them out");
    } else {
        gates.fine(GateCode::ListAge, "The list is not old");
    }
    Ok(())
}

fn measure(people: &CampaignPeople, planning: &Planning, gates: &mut Gates) {
    let can = &people.can_show;
    if planning.held == 0 {
        gates
            .warn(GateCode::Measure, "Nobody is held back")
            .saying("You will not know whether this worked: there is nobody to compare with")
            .mended_by(GateFix::HoldBack { percent: 10 }, "Hold some back");
        return;
    }
    if can.is_too_few {
        let gate = gates
            .warn(GateCode::Measure, "Too few people to measure well")
            .saying(&can.words)
            .with(can.values.clone());
        if let Some(percent) = can.hold_back_percent {
            gate.mended_by(GateFix::HoldBack { percent }, "Hold back more");
        }
        return;
    }
    gates
        .fine(
            GateCode::Measure,
            format!("{} held back to compare", persons(planning.held)),
        )
        .saying(&can.words)
        .with(can.values.clone());
}
