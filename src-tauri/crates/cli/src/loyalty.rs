//! `loyalty`: the programme, points and rewards.

mod effect;
mod rewards;
mod trial;

use std::fmt::Write as _;

use anyhow::Context as _;
use pannier_api::{
    Shop, customer_named, loyalty_programme, points_balance, points_lines, points_variables,
    post_points, redeem_points, set_loyalty_programme, tell_of_expiry,
    views::{LedgerLine, LoyaltyProgramme, PointsBalance, PointsPosted},
};
use pannier_core::CustomerId;

use crate::{
    args::{LoyaltyCommand, Named, ProgrammeCommand, Which},
    insights::json,
    run::Answer,
};

pub(crate) fn loyalty(shop: &Shop, command: &LoyaltyCommand) -> anyhow::Result<Answer> {
    let id = |named: &Named| customer_named(shop, &named.customer).map(CustomerId);
    match command {
        LoyaltyCommand::Programme { programme } => self::programme(shop, programme),
        LoyaltyCommand::Post => {
            let posted = post_points(shop)?;
            Ok(Answer::new(json(&posted)?, posted_text(posted)))
        }
        LoyaltyCommand::Told => {
            let posted = tell_of_expiry(shop)?;
            let text =
                "Noted that members were told. Points expire from now on as the programme says\n";
            Ok(Answer::new(json(&posted)?, text.to_owned()))
        }
        LoyaltyCommand::Codes { codes } => rewards::codes(shop, codes),
        LoyaltyCommand::Give {
            segment,
            list,
            reward,
        } => rewards::give(shop, *segment, *list, *reward),
        LoyaltyCommand::Liability { file, assumed } => {
            rewards::owed(shop, file.as_deref(), assumed)
        }
        LoyaltyCommand::Effect => effect::effect(shop),
        LoyaltyCommand::Start { start } => effect::start(shop, start),
        LoyaltyCommand::Balance { customer } => {
            // The clock may have gone on since anybody looked.
            post_points(shop)?;
            let customer = id(customer)?;
            let balance = points_balance(shop, customer)?;
            let mut said = json(&balance)?;
            // What a message about them can name.
            said["messages"] = json(&points_variables(shop, customer)?)?;
            Ok(Answer::new(said, balance_text(&balance)))
        }
        LoyaltyCommand::Ledger { customer } => {
            post_points(shop)?;
            let lines = points_lines(shop, id(customer)?)?;
            Ok(Answer::new(json(&lines)?, lines_text(&lines)))
        }
        LoyaltyCommand::Redeem { customer, reward } => {
            let redeemed = redeem_points(shop, id(customer)?, *reward)?;
            let until = redeemed.reward.valid_until.as_ref();
            let until = until.map_or_else(String::new, |day| format!(", valid until {day}"));
            let text = format!(
                "{}: {}{until}\n{} points left\n",
                redeemed.reward.code, redeemed.reward.gives, redeemed.available
            );
            Ok(Answer::new(json(&redeemed)?, text))
        }
    }
}

fn programme(shop: &Shop, command: &ProgrammeCommand) -> anyhow::Result<Answer> {
    match command {
        ProgrammeCommand::Show => {
            let programme = loyalty_programme(shop)?;
            Ok(Answer::new(json(&programme)?, programme_text(&programme)))
        }
        ProgrammeCommand::Set { which, from } => {
            let said = said(shop, which)?;
            let posted = set_loyalty_programme(shop, &said, from.as_deref())?;
            Ok(Answer::new(json(&posted)?, posted_text(posted)))
        }
        ProgrammeCommand::Try {
            which,
            from,
            beside,
            assumed,
        } => trial::tried(shop, which, from.as_ref(), beside, assumed),
    }
}

/// The programme that is meant, as JSON.
fn said(shop: &Shop, which: &Which) -> anyhow::Result<String> {
    match &which.file {
        Some(file) => {
            let path = file.display();
            std::fs::read_to_string(file).with_context(|| format!("{path} cannot be read"))
        }
        None => Ok(loyalty_programme(shop)?.suggested),
    }
}

fn posted_text(posted: PointsPosted) -> String {
    format!(
        "{} orders of {} people looked at, {} lines added\n",
        posted.orders, posted.people, posted.lines
    )
}

fn programme_text(programme: &LoyaltyProgramme) -> String {
    let mut text = String::new();
    let holds = programme.holds.map(|place| place as usize);
    for (place, version) in programme.versions.iter().enumerate() {
        let state = match (holds == Some(place), version.has_begun) {
            (true, _) => "Now",
            (false, true) => "Before",
            (false, false) => "Later",
        };
        let _ = writeln!(text, "{state}, from {}:", version.starts_on);
        for sentence in &version.sentences {
            let _ = writeln!(text, "  {sentence}");
        }
    }
    if programme.versions.is_empty() {
        text.push_str("There is no programme yet. One to begin with:\n");
        for sentence in &programme.suggested_sentences {
            let _ = writeln!(text, "  {sentence}");
        }
        text.push_str("Try it on your past orders: loyalty programme try --suggested\n");
    }
    text
}

fn balance_text(balance: &PointsBalance) -> String {
    let mut text = format!("{} points to spend\n", balance.available);
    if balance.pending > 0 {
        let _ = writeln!(text, "{} more later", balance.pending);
    }
    if let (Some(points), Some(day)) = (balance.next_expiry_points, &balance.next_expiry_on) {
        let _ = writeln!(text, "{points} of them expire after {day}");
    }
    match balance.to_next_reward {
        Some(0) => text.push_str("Enough for a reward\n"),
        Some(missing) => {
            let _ = writeln!(text, "{missing} more for a reward");
        }
        None => {}
    }
    text
}

fn lines_text(lines: &[LedgerLine]) -> String {
    let mut text = String::new();
    for line in lines {
        let _ = writeln!(
            text,
            "{}  {:>+7}  {:>7}  {}",
            line.effective_on, line.points, line.sum, line.text
        );
    }
    if lines.is_empty() {
        text.push_str("No points yet\n");
    }
    text
}
