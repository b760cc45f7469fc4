//! `loyalty codes`, `loyalty give` and `loyalty liability`.

use std::{fmt::Write as _, path::Path};

use pannier_api::{
    Shop, export_liability, give_reward_to, liability, preview_codes, reward_codes,
    views::{
        Amount, CodesTarget, ExportCodes, ExportFormat, ExportLiability, GiveReward, Liability,
        RewardCodes,
    },
    write_codes,
};
use serde_json::json;

use super::trial::{assumptions, money};
use crate::{
    args::{Assumed, CodesCommand, CodesFor},
    insights,
    run::Answer,
};

pub(super) fn codes(shop: &Shop, command: &CodesCommand) -> anyhow::Result<Answer> {
    match command {
        CodesCommand::Show => {
            let codes = reward_codes(shop)?;
            Ok(Answer::new(insights::json(&codes)?, codes_text(&codes)))
        }
        CodesCommand::Export {
            file,
            program,
            reward,
            again,
            only_theirs,
            promotion,
        } => {
            let input = ExportCodes {
                target: match program {
                    CodesFor::Woocommerce => CodesTarget::WooCommerce,
                    CodesFor::Shopware => CodesTarget::Shopware,
                    CodesFor::Shopify => CodesTarget::Shopify,
                    CodesFor::Csv => CodesTarget::Csv,
                },
                reward: *reward,
                again: *again,
                only_theirs: *only_theirs,
                promotion: promotion.clone(),
            };
            let seen = preview_codes(shop, &input)?;
            let written = write_codes(shop, &input, file)?;
            let mut text = format!("{} codes written to {}\n", written.codes, written.path);
            for note in &seen.notes {
                let _ = writeln!(text, "{note}.");
            }
            for shared in &seen.shared {
                let _ = writeln!(
                    text,
                    "{}: reward {}, {}, of {}",
                    shared.code,
                    shared.reward,
                    shared.gives,
                    &shared.month[..7]
                );
            }
            let shared = insights::json(&seen.shared)?;
            let json = json!({
                "codes": written.codes, "path": written.path, "notes": seen.notes,
                "shared": shared,
            });
            Ok(Answer::new(json, text))
        }
    }
}

pub(super) fn give(
    shop: &Shop,
    segment: u32,
    snapshot: Option<u32>,
    reward: u32,
) -> anyhow::Result<Answer> {
    let input = GiveReward {
        segment,
        snapshot,
        reward,
    };
    let given = give_reward_to(shop, &input)?;
    let text = format!("{}\n", given.sentence);
    Ok(Answer::new(insights::json(&given)?, text))
}

pub(super) fn owed(shop: &Shop, file: Option<&Path>, assumed: &Assumed) -> anyhow::Result<Answer> {
    let said = assumptions(assumed);
    let found = liability(shop, &said)?;
    let mut text = owed_text(&found);
    if let Some(file) = file {
        let is_workbook = file
            .extension()
            .is_some_and(|extension| extension == "xlsx");
        let input = ExportLiability {
            format: if is_workbook {
                ExportFormat::Xlsx
            } else {
                ExportFormat::Csv
            },
            assumed: said,
        };
        export_liability(shop, &input)?.write(file)?;
        let _ = writeln!(text, "Written to {}", file.display());
    }
    Ok(Answer::new(insights::json(&found)?, text))
}

fn amount(amount: Option<&Amount>) -> String {
    amount.map_or_else(|| "cannot be told".to_owned(), money)
}

fn owed_text(found: &Liability) -> String {
    let mut text = format!(
        "As of {}: {} points and {} rewards not used yet, likely {}, {} if all is used\n",
        found.day,
        found.points.0,
        found.rewards,
        amount(found.likely.as_ref()),
        amount(found.at_most.as_ref())
    );
    for month in &found.months {
        let name = month.month.as_ref().map_or("no last day", |day| &day[..7]);
        let _ = writeln!(
            text,
            "  {name:<12} {:>9} points {:>6} rewards  {}",
            month.points.0,
            month.rewards,
            amount(month.likely.as_ref())
        );
    }
    for formula in &found.formulas {
        let _ = writeln!(text, "{}: {}", formula.name, formula.sentence);
    }
    text
}

fn codes_text(codes: &RewardCodes) -> String {
    let mut text = String::new();
    for one in &codes.rewards {
        let _ = writeln!(
            text,
            "Reward {}, {}: {} to be used ({} in no file yet), {} used, {} past their last day, \
             {} taken back",
            one.reward, one.gives, one.open, one.not_written, one.used, one.expired, one.taken_back
        );
    }
    if codes.rewards.is_empty() {
        text.push_str("No reward was given out yet\n");
    }
    for odd in &codes.odd {
        let orders: Vec<&str> = odd.orders.iter().map(|order| &*order.number).collect();
        let _ = writeln!(text, "{} ({})", odd.sentence, orders.join(", "));
    }
    let more = codes.odd_in_all as usize - codes.odd.len();
    if more > 0 {
        let _ = writeln!(text, "and {more} more");
    }
    text
}
