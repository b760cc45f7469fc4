//! What would become of a message, if it were planned now.

use std::collections::BTreeMap;

use pannier_campaign::{Error as Campaign, Lack, PERSON_VARIABLES, check, day_allowance};
use pannier_core::{Cancel, Reporter, Timestamp};
use pannier_store::{MailAccountRecord, Reason, SendingRecord, SendingSettings, SendingState};

use super::{
    count,
    messages::{checked, people},
    with_variables,
    words::reason_words,
};
use crate::{
    ApiError, Result, Shop,
    views::{MessageName, OutboxReasonCount, OutboxState, SendingContent, SendingPreview},
};

/// What would become of a message, with the first one as its reader would see it. What has to be
/// mended is in the answer.
///
/// # Errors
/// What the shop file says.
pub fn preview_sending(shop: &Shop, input: &SendingContent) -> Result<SendingPreview> {
    let mut preview = SendingPreview {
        people: 0,
        ready: 0,
        held_out: 0,
        reasons: Vec::new(),
        problem: String::new(),
        problem_field: None,
        subject: String::new(),
        text: String::new(),
        minutes: None,
        names: names(),
    };
    match filled(shop, input, &mut preview) {
        Ok(()) => {}
        Err(problem) if problem.field.is_some() => {
            preview.problem = problem.message;
            preview.problem_field = problem.field;
        }
        Err(error) => return Err(error),
    }
    Ok(preview)
}

fn names() -> Vec<MessageName> {
    let points = pannier_loyalty::VARIABLES;
    PERSON_VARIABLES
        .iter()
        .chain(&points)
        .map(|(name, stands_for)| MessageName {
            name: (*name).to_owned(),
            stands_for: (*stands_for).to_owned(),
        })
        .collect()
}

fn filled(shop: &Shop, input: &SendingContent, preview: &mut SendingPreview) -> Result<()> {
    let cancel = Cancel::default();
    let people = people(shop, input.segment.map(i64::from))?;
    let recipients = shop.read(|tx| Ok(tx.recipients(&people, &cancel)?))?;
    preview.people = count(recipients.len() as u64);
    let mut skipped: BTreeMap<Reason, u32> = BTreeMap::new();
    for one in &recipients {
        match one.skipped {
            None => preview.ready += 1,
            Some(reason) => *skipped.entry(reason).or_default() += 1,
        }
    }
    let share = u64::from(preview.ready) * u64::from(input.holdout_percent);
    preview.held_out = count((share + 50) / 100);
    preview.reasons = skipped
        .into_iter()
        .map(|(reason, people)| OutboxReasonCount {
            state: OutboxState::Skipped,
            reason: reason.word().to_owned(),
            words: reason_words(reason).to_owned(),
            people,
        })
        .collect();
    preview
        .reasons
        .sort_by_key(|reason| std::cmp::Reverse(reason.people));
    let settings = checked(shop, input)?;
    let account = settings.account.ok_or(Campaign::Lacks(Lack::Account))?;
    let account = shop.read(|tx| Ok(tx.mail_account(account)?))?;
    let letters = preview.ready - preview.held_out.min(preview.ready);
    preview.minutes = minutes(shop, &account, letters)?;
    let draft = draft(settings, shop.clock().now());
    let looked = with_variables(shop, |variables| {
        let reporter = Reporter::default();
        check(shop.store(), &draft, &people, variables, &reporter, &cancel)
    })?;
    if let Some((subject, text)) = looked.sample {
        preview.subject = subject;
        preview.text = text;
    }
    if let Some(why) = looked.why {
        let whom = if looked.lacking == 1 {
            "1 person".to_owned()
        } else {
            format!("{} people", looked.lacking)
        };
        return Err(ApiError::invalid("text", format!("{why} ({whom})")));
    }
    if preview.ready == 0 {
        return Err(ApiError::invalid(
            "segment",
            "Nobody of these may be written to",
        ));
    }
    Ok(())
}

/// A message that is not kept.
pub(super) fn draft(settings: SendingSettings, now: Timestamp) -> SendingRecord {
    SendingRecord {
        id: 0,
        word: [0; 16],
        settings,
        state: SendingState::Draft,
        paused_by: None,
        paused_why: String::new(),
        created_at: now,
        planned_at: None,
        started_at: None,
        ended_at: None,
    }
}

/// Minutes until the last of so many letters is sent, by the tightest of the limits.
pub(crate) fn minutes(
    shop: &Shop,
    account: &MailAccountRecord,
    letters: u32,
) -> Result<Option<u32>> {
    let now = shop.clock().now();
    let zone = shop.record()?.zone;
    let (used, day) = shop.read(|tx| {
        let used = tx.account_use(account.id, now)?;
        Ok((used, day_allowance(account, zone, now)))
    })?;
    let said = &account.settings;
    // (most, minutes of the window, what is used of it)
    let windows = [
        (said.per_second.map(|most| most.saturating_mul(60)), 1, 0),
        (said.per_minute, 1, 0),
        (account.slowed_to, 1, 0),
        (said.per_hour, 60, used.hour),
        (day.most, 24 * 60, used.day),
    ];
    let needs = windows.into_iter().filter_map(|(most, window, used)| {
        let most = u64::from(most?.max(1));
        let through = u64::from(letters) + u64::from(used);
        // What fits into this window goes at once as far as it is concerned.
        Some(if window == 1 {
            u64::from(letters).div_ceil(most)
        } else {
            (through.saturating_sub(1) / most) * window
        })
    });
    Ok(needs.max().map(count))
}
