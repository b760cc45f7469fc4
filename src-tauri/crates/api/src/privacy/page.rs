//! All that is held of one person, as a page to read.

use pannier_core::{Money, Timestamp};
use pannier_report::{Block, Cell, Column, Kind, Locale, Table};
use pannier_store::CustomerContent;

use super::{
    data::Held,
    proof::{self, at},
};
use crate::views::OutboxState;

pub(super) fn blocks(held: &Held, locale: &Locale) -> Vec<Block> {
    let mut blocks = vec![
        Block::Paragraph(
            "This page holds all that the shop has kept of one person in Pannier: what its files \
             say, what was worked out from that, and what the shop itself wrote down."
                .to_owned(),
        ),
        Block::Heading("Who".to_owned()),
    ];
    for contact in &held.contacts {
        blocks.push(Block::Table(facts("Contact", &contact_rows(contact))));
    }
    let ids: Vec<(&str, String)> = held
        .detail
        .ids
        .iter()
        .map(|(platform, id)| (platform.as_str(), id.clone()))
        .collect();
    if !ids.is_empty() {
        blocks.push(Block::Table(facts("Known there as", &ids)));
    }
    blocks.push(Block::Heading("Consent".to_owned()));
    proof::history(&mut blocks, &held.consents, held.zone);
    orders(&mut blocks, held);
    activity(&mut blocks, held);
    messages(&mut blocks, held);
    written(&mut blocks, held);
    points(&mut blocks, held);
    worked_out(&mut blocks, held, locale);
    blocks.push(Block::Heading("What the files said".to_owned()));
    let mut table = texts(
        "Files",
        &["File", "Line", "Imported", "What it said"],
        "No file spoke of them",
    );
    for said in &held.said {
        let rows = contact_rows(&said.content);
        let words: Vec<String> = rows
            .iter()
            .map(|(what, text)| format!("{what}: {text}"))
            .collect();
        table.push([
            Cell::text(&said.file),
            Cell::text(said.line.to_string()),
            Cell::text(at(said.imported_at, held.zone)),
            Cell::text(words.join("; ")),
        ]);
    }
    blocks.push(Block::Table(table));
    blocks
}

fn contact_rows(content: &CustomerContent) -> Vec<(&'static str, String)> {
    let rows = [
        ("First name", content.first_name.clone()),
        ("Last name", content.last_name.clone()),
        ("Company", content.company.clone()),
        ("E-mail", content.email.clone().unwrap_or_default()),
        ("Phone", content.phone.clone().unwrap_or_default()),
        ("Street", content.address.clone()),
        ("Postcode", content.zip.clone()),
        ("Town", content.city.clone()),
        ("Region", content.region.clone()),
        ("Country", content.country.clone()),
        ("Tags", content.tags.clone()),
        ("Note in the file", content.note.clone()),
        ("Birthday, month and day", content.birthday.clone()),
    ];
    rows.into_iter()
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

fn facts<W: AsRef<str>>(title: &str, rows: &[(W, String)]) -> Table {
    let mut table = texts(title, &["What", "Held"], "Nothing is held");
    for (what, text) in rows {
        table.push([Cell::text(what.as_ref()), Cell::text(text)]);
    }
    table
}

fn texts(title: &str, heads: &[&str], empty: &str) -> Table {
    let columns = heads.iter().map(|head| Column::new(*head, Kind::Text));
    Table::new(title, columns.collect(), empty)
}

fn orders(blocks: &mut Vec<Block>, held: &Held) {
    blocks.push(Block::Heading("Orders".to_owned()));
    let columns = vec![
        Column::new("Order", Kind::Text),
        Column::new("Placed", Kind::Text),
        Column::new("Sent to", Kind::Text),
        Column::new("Items", Kind::Text),
        Column::new("Total", Kind::Money),
        Column::new("Refunded", Kind::Money),
        Column::new("File", Kind::Text),
    ];
    let mut table = Table::new("Orders", columns, "No orders");
    for (record, content) in &held.orders {
        let lines: Vec<String> = content
            .lines
            .iter()
            .map(|line| format!("{} × {}", line.quantity, line.name))
            .collect();
        let to = [
            &content.customer_name,
            &content.email,
            &content.phone,
            &content.zip,
            &content.city,
            &content.region,
            &content.country,
        ];
        let to: Vec<&str> = to
            .into_iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        table.push([
            Cell::text(&record.number),
            Cell::text(at(record.placed_at, held.zone)),
            Cell::text(to.join(", ")),
            Cell::text(lines.join("; ")),
            Cell::Money(Money::new(record.total, record.currency)),
            Cell::Money(Money::new(record.refunded, record.currency)),
            Cell::text(&record.file),
        ]);
    }
    blocks.push(Block::Table(table));
    let heads = ["When", "What", "How much", "By", "Order"];
    let mut table = texts("Payments", &heads, "No payments beside the orders");
    for record in &held.payments {
        let payment = &record.content;
        let by = [&payment.name, &payment.email, &payment.method];
        let by: Vec<&str> = by.into_iter().flatten().map(String::as_str).collect();
        table.push([
            Cell::text(at(payment.occurred_at, held.zone)),
            Cell::text(payment.kind.word()),
            Cell::text(money(payment.amount, payment.currency)),
            Cell::text(by.join(", ")),
            Cell::text(record.order_number.clone().unwrap_or_default()),
        ]);
    }
    blocks.push(Block::Table(table));
}

fn money(minor: i64, currency: pannier_core::Currency) -> String {
    format!("{} {}", Money::new(minor, currency).text(), currency.code())
}

fn activity(blocks: &mut Vec<Block>, held: &Held) {
    blocks.push(Block::Heading("On the site".to_owned()));
    let mut table = texts("Carts left behind", &["When", "What", "Worth"], "No carts");
    for record in &held.carts {
        let cart = &record.content;
        let lines: Vec<String> = cart
            .lines
            .iter()
            .map(|line| format!("{} × {}", line.quantity, line.name))
            .collect();
        table.push([
            Cell::text(at(cart.left_at, held.zone)),
            Cell::text(lines.join("; ")),
            Cell::text(money(cart.total, cart.currency)),
        ]);
    }
    blocks.push(Block::Table(table));
    let mut table = texts(
        "Looked at, wished for, put into a cart",
        &["When", "What", "Product"],
        "Nothing",
    );
    for record in &held.looks {
        let look = &record.content;
        table.push([
            Cell::text(at(look.at, held.zone)),
            Cell::text(look.kind.word()),
            Cell::text(&look.product),
        ]);
    }
    blocks.push(Block::Table(table));
}

fn messages(blocks: &mut Vec<Block>, held: &Held) {
    blocks.push(Block::Heading("Mail from the shop".to_owned()));
    if !held.mail.suppressed_why.is_empty() {
        let why = &held.mail.suppressed_why;
        blocks.push(Block::Paragraph(format!(
            "Nothing is sent to them any more: {why}."
        )));
    }
    let mut table = texts(
        "Messages",
        &["Sent", "Message", "To", "What became of it"],
        "No message was made for them",
    );
    for message in &held.mail.messages {
        let row = &message.row;
        let became = [state_words(row.state), &row.why, &row.said];
        let became: Vec<&str> = became.into_iter().filter(|word| !word.is_empty()).collect();
        table.push([
            Cell::text(moment_of(row.left_at, held)),
            Cell::text(&message.name),
            Cell::text(&row.address),
            Cell::text(became.join(". ")),
        ]);
    }
    blocks.push(Block::Table(table));
    let mut table = texts(
        "What came back",
        &["When", "What followed", "In their words"],
        "Nothing",
    );
    for event in &held.mail.events {
        table.push([
            Cell::text(moment_of(Some(event.arrived_at), held)),
            Cell::text(&event.sentence),
            Cell::text(&event.said),
        ]);
    }
    blocks.push(Block::Table(table));
}

fn moment_of(of: Option<i64>, held: &Held) -> String {
    of.map_or_else(String::new, |of| at(Timestamp(of), held.zone))
}

fn state_words(state: OutboxState) -> &'static str {
    match state {
        OutboxState::Skipped => "Left out",
        OutboxState::HeldOut => "Held back by chance, to compare",
        OutboxState::Ready => "To be sent",
        OutboxState::UnderWay => "On its way",
        OutboxState::Sent => "Sent",
        OutboxState::Failed => "Not sent",
        OutboxState::Uncertain => "Perhaps sent",
    }
}

fn written(blocks: &mut Vec<Block>, held: &Held) {
    blocks.push(Block::Heading("What the shop wrote down".to_owned()));
    let mut table = texts("Notes", &["When", "Note"], "No notes");
    for note in &held.notes {
        table.push([
            Cell::text(at(note.written_at, held.zone)),
            Cell::text(&note.text),
        ]);
    }
    blocks.push(Block::Table(table));
    if !held.own_tags.is_empty() {
        blocks.push(Block::Paragraph(format!(
            "Tags: {}",
            held.own_tags.join(", ")
        )));
    }
}

fn points(blocks: &mut Vec<Block>, held: &Held) {
    let Some(points) = &held.points else {
        return;
    };
    blocks.push(Block::Heading("Points and rewards".to_owned()));
    let mut rows = vec![("Points to spend", points.points.0.to_string())];
    if points.pending.0 > 0 {
        rows.push((
            "Points that can be spent later",
            points.pending.0.to_string(),
        ));
    }
    if let (Some(going), Some(day)) = (points.next_expiry, &points.next_expiry_on) {
        rows.push(("Expire next", format!("{} after {day}", going.0)));
    }
    if !points.tier.is_empty() {
        rows.push(("Tier", points.tier.clone()));
    }
    blocks.push(Block::Table(facts("Points", &rows)));
    if let Some(code) = &held.friend_code {
        blocks.push(Block::Paragraph(format!(
            "The code by which they bring friends: {code}"
        )));
    }
    let heads = ["Code", "Given out", "Valid until", "State"];
    let mut table = texts("Rewards", &heads, "No rewards");
    for reward in &held.rewards {
        let until = reward.valid_until.map(|day| day.to_string());
        let state = match (reward.uses, reward.taken_back_at) {
            (1.., _) => "used",
            (0, Some(_)) => "taken back",
            (0, None) => "not used",
        };
        table.push([
            Cell::text(&reward.code),
            Cell::text(at(reward.issued_at, held.zone)),
            Cell::text(until.unwrap_or_else(|| "for good".to_owned())),
            Cell::text(state),
        ]);
    }
    blocks.push(Block::Table(table));
    let columns = vec![
        Column::new("Day", Kind::Text),
        Column::new("What for", Kind::Text),
        Column::new("Points", Kind::Count),
        Column::new("Balance", Kind::Count),
    ];
    let mut table = Table::new("Lines", columns, "No points yet");
    for line in &points.lines {
        table.push([
            Cell::text(&line.day),
            Cell::text(&line.text),
            Cell::Count(line.points.0),
            Cell::Count(line.balance.0),
        ]);
    }
    blocks.push(Block::Table(table));
}

fn worked_out(blocks: &mut Vec<Block>, held: &Held, locale: &Locale) {
    blocks.push(Block::Heading("What was worked out".to_owned()));
    let detail = &held.detail;
    let mut rows = vec![("Orders that count", detail.row.orders.to_string())];
    rows.push((
        "Spent",
        format!("{} {}", detail.row.spent.text, detail.row.spent.currency),
    ));
    if let Some(scores) = &detail.scores {
        rows.push((
            "Scores",
            format!(
                "recency {}, frequency {}, value {}",
                scores.days_score.score, scores.orders_score.score, scores.spent_score.score
            ),
        ));
    }
    if let Some(group) = &detail.row.group {
        rows.push(("Group", format!("{group:?}")));
    }
    if detail.row.high_value {
        rows.push((
            "Value",
            "among the customers with the highest orders".to_owned(),
        ));
    }
    if let Some(forecast) = &detail.forecast {
        let chance = pannier_report::Finite::new(forecast.with_us);
        let chance = chance.map_or_else(String::new, |chance| locale.percent(chance, 0));
        rows.push(("Chance that they buy again", chance));
        rows.push((
            "Likely spend within a year",
            format!(
                "{} {}",
                forecast.spend.likely.text, forecast.spend.likely.currency
            ),
        ));
    }
    blocks.push(Block::Table(facts("Figures", &rows)));
    let mut table = texts("Groups that the shop made", &["Group", "Since"], "In none");
    for name in &held.segments {
        table.push([Cell::text(name), Cell::text("by rules, as of now")]);
    }
    for list in &held.lists {
        let at: Timestamp = list.taken_at;
        table.push([Cell::text(&list.name), Cell::text(proof::at(at, held.zone))]);
    }
    blocks.push(Block::Table(table));
}
