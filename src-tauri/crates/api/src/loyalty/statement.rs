//! A member's points as a page to hand to them.

use pannier_core::{CustomerId, Timestamp};
use pannier_report::{About, Block, Cell, Column, Document, Figure, Kind, Locale, Note, Table};

use super::{book::book, lines, members::member_detail};
use crate::{
    ApiError, Code, Exported, Result, Shop,
    privacy::file_name,
    views::{MemberDetail, RewardState, StatementAsked},
};

/// A member's points, rewards and lines as a page, the newest line first.
///
/// # Errors
/// [`Code::NotFound`] for someone who never had points, or what the shop file says.
pub fn points_statement(shop: &Shop, input: &StatementAsked) -> Result<Exported> {
    let customer = CustomerId(input.customer);
    let detail = member_detail(shop, customer)?;
    let context = shop.context()?;
    let locale = Locale::of_region(&context.country);
    let name = match detail.row.name.as_str() {
        "" => "a member",
        name => name,
    };
    let mut blocks = vec![figures(&detail, &locale)?];
    if detail.row.points.0 < 0 {
        blocks.push(Block::Note(Note::warn(
            "Points that were spent were taken back since, because an order was paid back. The \
             next points make up for it.",
        )));
    }
    blocks.push(Block::Heading("Rewards".to_owned()));
    blocks.push(Block::Table(rewards(&detail, shop)?));
    blocks.push(Block::Heading("Points".to_owned()));
    let columns = vec![
        Column::new("Day", Kind::Day),
        Column::new("What for", Kind::Text),
        Column::new("Points", Kind::Count),
        Column::new("Balance", Kind::Count),
    ];
    let mut table = Table::new("Points", columns, "No points yet");
    for entry in lines::lines_of(shop, &*book(shop)?, customer)? {
        table.push([
            Cell::Day(context.zone.day_of(Timestamp(entry.at))),
            Cell::text(lines::what_words(&entry, context.zone)),
            Cell::Count(entry.points.0),
            Cell::Count(entry.balance.0),
        ]);
    }
    blocks.push(Block::Table(table));
    if let Some(programme) = shop.read(|tx| super::current(tx, shop.clock().now()))? {
        blocks.push(Block::Heading("How it works".to_owned()));
        blocks.extend(programme.sentences().into_iter().map(Block::Paragraph));
    }
    let document = Document {
        about: About {
            title: format!("Points of {name}"),
            shop: shop.record()?.name,
            period: format!("As of {}", locale.day(context.today)),
            formula: String::new(),
            made_on: context.today,
            locale,
        },
        blocks,
    };
    let written = |error: pannier_report::Error| ApiError::new(Code::Internal, error.to_string());
    let (bytes, extension) = if input.pdf {
        (pannier_report::to_pdf(&document).map_err(written)?, "pdf")
    } else {
        let page = pannier_report::to_html(&document).map_err(written)?;
        (page.into_bytes(), "html")
    };
    Ok(Exported {
        name: file_name("points", &detail.row.name, extension),
        bytes,
    })
}

fn figures(detail: &MemberDetail, locale: &Locale) -> Result<Block> {
    let row = &detail.row;
    let mut points = Figure::new("Points to spend", Cell::Count(row.points.0));
    if row.pending.0 > 0 {
        points = points.noted(format!("{} more later", locale.count(row.pending.0)));
    }
    let mut figures = vec![points];
    if let Some(lacks) = row.to_next.filter(|lacks| lacks.0 > 0) {
        figures.push(Figure::new("To the next reward", Cell::Count(lacks.0)));
    }
    if let (Some(points), Some(day)) = (row.next_expiry, &row.next_expiry_on) {
        let day = crate::shop::day_of("day", Some(day))?;
        let day = day.map_or_else(String::new, |day| locale.day(day));
        figures
            .push(Figure::new("Expire next", Cell::Count(points.0)).noted(format!("after {day}")));
    }
    if !row.tier.is_empty() {
        figures.push(Figure::new("Tier", Cell::text(&row.tier)));
    }
    Ok(Block::Figures(figures))
}

fn rewards(detail: &MemberDetail, shop: &Shop) -> Result<Table> {
    let columns = vec![
        Column::new("Code", Kind::Text),
        Column::new("What it gives", Kind::Text),
        Column::new("Valid until", Kind::Day),
        Column::new("State", Kind::Text),
    ];
    let mut table = Table::new("Rewards", columns, "No rewards yet");
    let gives = shop.read(|tx| super::members::gives_words(tx, &detail.rewards))?;
    for (reward, gives) in detail.rewards.iter().zip(gives) {
        let until = crate::shop::day_of("day", reward.valid_until.as_deref())?;
        let state = match (reward.state, &reward.used_on) {
            (RewardState::Open, _) => "To be used".to_owned(),
            (RewardState::Used, Some(order)) => format!("Used on order {order}"),
            (RewardState::Used, None) => "Used".to_owned(),
            (RewardState::Expired, _) => "Over".to_owned(),
            (RewardState::TakenBack, _) => "Taken back".to_owned(),
        };
        table.push([
            Cell::text(&reward.code),
            Cell::text(gives),
            until.map_or(Cell::text("For good"), Cell::Day),
            Cell::text(state),
        ]);
    }
    Ok(table)
}
