//! The ledger of the whole shop, line by line, on the screen and as a file.

use std::collections::HashMap;

use pannier_core::{CustomerId, Money, ShopZone, Timestamp};
use pannier_loyalty::{self as loyalty, Earning, Programme};
use pannier_report::{About, Cell, Column, Kind, Locale, Table};
use pannier_store::{LedgerEntry as Stored, LedgerKind, ReadTx};

use super::{
    book::{Book, Line, book},
    members::gives_view,
};
use crate::{
    ApiError, Exported, Result, Shop,
    export::tabled,
    views::{
        Amount, EarnedBy, ExportFormat, ExportLedger, LedgerAsked, LedgerEntry, LedgerOnly,
        LedgerPage, LedgerWhat, ListLedger, Points,
    },
};

/// The most lines a page may have.
const PAGE_LIMIT: u32 = 200;

/// Lines that a file holds at most.
const FILE_LIMIT: usize = 200_000;

/// A part of the ledger, the newest first. What orders and the clock changed is posted first.
///
/// # Errors
/// What the shop file says.
pub fn list_ledger(shop: &Shop, input: &ListLedger) -> Result<LedgerPage> {
    let book = book(shop)?;
    let lines = meant(shop, &book, input.who)?;
    let start = (input.offset as usize).min(lines.len());
    let end = (start + input.limit.min(PAGE_LIMIT) as usize).min(lines.len());
    Ok(LedgerPage {
        total: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        generation: book.generation,
        rows: shop.read(|tx| entries(tx, &lines[start..end]))?,
    })
}

/// Lines of the ledger as a file, the newest first.
///
/// # Errors
/// [`crate::Code::Validation`] for another kind of file than CSV or Excel, or for more lines than
/// it holds, else what the shop file says.
pub fn export_ledger(shop: &Shop, input: &ExportLedger) -> Result<Exported> {
    if !matches!(input.format, ExportFormat::Csv | ExportFormat::Xlsx) {
        let message = "The ledger is a table. Choose CSV or Excel";
        return Err(ApiError::invalid("format", message));
    }
    let book = book(shop)?;
    let lines = meant(shop, &book, input.who)?;
    if lines.len() > FILE_LIMIT {
        let message = format!(
            "{} lines are more than a file holds. Choose one kind of lines",
            lines.len()
        );
        return Err(ApiError::invalid("only", message));
    }
    let context = shop.context()?;
    let columns = vec![
        Column::new("Line", Kind::Text),
        Column::new("When", Kind::Text),
        Column::new("Written down", Kind::Text),
        Column::new("Member", Kind::Text),
        Column::new("What for", Kind::Text),
        Column::new("Order", Kind::Text),
        Column::new("Points", Kind::Count),
        Column::new("Balance", Kind::Count),
    ];
    let mut table = Table::new("Ledger of points", columns, "No points yet");
    for page in lines.chunks(PAGE_LIMIT as usize) {
        for entry in shop.read(|tx| entries(tx, page))? {
            table.push([
                Cell::text(entry.number.to_string()),
                Cell::text(minute(context.zone, entry.at)),
                Cell::text(minute(context.zone, entry.recorded_at)),
                Cell::text(&entry.name),
                Cell::text(what_words(&entry, context.zone)),
                Cell::text(entry.order.clone().unwrap_or_default()),
                Cell::Count(entry.points.0),
                Cell::Count(entry.balance.0),
            ]);
        }
    }
    let about = About {
        title: "Ledger of points".to_owned(),
        shop: shop.record()?.name,
        period: format!("As of {}, times in {}", context.today, context.zone.name()),
        formula: "Lines are never edited; a correction is a new line".to_owned(),
        made_on: context.today,
        locale: Locale::of_region(&context.country),
    };
    tabled(about, table, "points", input.format)
}

/// `2026-06-30 17:52` on the shop's clock.
fn minute(zone: ShopZone, at: i64) -> String {
    let local = zone.local(Timestamp(at));
    local.format("%Y-%m-%d %H:%M").to_string()
}

/// Lines in words, for files.
pub(super) fn what_words(entry: &LedgerEntry, zone: ShopZone) -> String {
    let order = entry.order.as_ref();
    let of_order = order.map_or_else(|| "an order".to_owned(), |number| format!("order {number}"));
    match &entry.what {
        LedgerWhat::Earned { by } => match by {
            EarnedBy::Order | EarnedBy::Other => format!("For {of_order}"),
            EarnedBy::Products => format!("For products of {of_order}"),
            EarnedBy::FirstOrder => format!("For the first order, {of_order}"),
            EarnedBy::NthOrder => format!("For coming back, {of_order}"),
            EarnedBy::Joining => "Joined".to_owned(),
            EarnedBy::Birthday => "For a birthday".to_owned(),
            EarnedBy::BroughtByMember => "Brought by a member".to_owned(),
            EarnedBy::BroughtFriend => "Brought a friend".to_owned(),
            EarnedBy::Tier => "Reached a tier".to_owned(),
        },
        LedgerWhat::TakenBack { of, of_at } => format!(
            "Taken back for {of_order}, of the {:+} of {}",
            of.0,
            zone.day_of(Timestamp(*of_at))
        ),
        LedgerWhat::NotExpired => "Did not expire after all".to_owned(),
        LedgerWhat::Spent { code, .. } => match code {
            Some(code) => format!("Spent on a reward, code {code}"),
            None => "Spent on a reward".to_owned(),
        },
        LedgerWhat::Unspent { .. } => "Reward taken back".to_owned(),
        LedgerWhat::Expired => "Expired".to_owned(),
        LedgerWhat::ByHand { reason } => match reason {
            Some(reason) => format!("By hand: {reason}"),
            None => "By hand".to_owned(),
        },
        LedgerWhat::Brought { reason } => match reason {
            Some(reason) => format!("Brought from elsewhere: {reason}"),
            None => "Brought from elsewhere".to_owned(),
        },
    }
}

/// All lines of one person, the newest first.
pub(super) fn lines_of(shop: &Shop, book: &Book, customer: CustomerId) -> Result<Vec<LedgerEntry>> {
    let asked = LedgerAsked {
        customer: Some(customer.0),
        only: LedgerOnly::All,
    };
    let lines = meant(shop, book, asked)?;
    shop.read(|tx| entries(tx, &lines))
}

fn meant(shop: &Shop, book: &Book, asked: LedgerAsked) -> Result<Vec<Line>> {
    let holder = match asked.customer {
        // Who has no account has no lines.
        Some(customer) => {
            let holder = shop.read(|tx| Ok(loyalty::holder_of(tx, CustomerId(customer))?))?;
            Some(holder.unwrap_or(0))
        }
        None => None,
    };
    let fits = |line: &&Line| {
        holder.is_none_or(|holder| line.holder == holder) && is_of(asked.only, line.kind)
    };
    Ok(book.lines.iter().filter(fits).copied().collect())
}

fn is_of(only: LedgerOnly, kind: LedgerKind) -> bool {
    match only {
        LedgerOnly::All => true,
        LedgerOnly::Earned => matches!(kind, LedgerKind::Earn | LedgerKind::Bonus),
        LedgerOnly::Used => matches!(kind, LedgerKind::Redeem | LedgerKind::Unredeem),
        LedgerOnly::TakenBack => kind == LedgerKind::Reverse,
        LedgerOnly::Expired => kind == LedgerKind::Expire,
        LedgerOnly::ByHand => matches!(kind, LedgerKind::Adjust | LedgerKind::Opening),
    }
}

/// What stands on the screen of some lines.
pub(super) fn entries(tx: &ReadTx, lines: &[Line]) -> Result<Vec<LedgerEntry>> {
    let ids: Vec<i64> = lines.iter().map(|line| line.row).collect();
    let found = tx.ledger_entries(&ids)?;
    let people = tx.people()?;
    let whose: Vec<CustomerId> = found
        .iter()
        .filter_map(|entry| Some(people.person(entry.customer?)))
        .collect();
    let cards = tx.customer_cards(&whose)?;
    let called: HashMap<CustomerId, String> =
        cards.iter().map(|card| (card.id, card.called())).collect();
    let mut programmes: HashMap<i64, Programme> = HashMap::new();
    for record in tx.programmes()? {
        let programme = Programme::from_json(&record.rules).map_err(loyalty::Error::from)?;
        programmes.insert(record.id, programme);
    }
    let balances: HashMap<i64, i64> = lines.iter().map(|line| (line.row, line.balance)).collect();
    let entry = |stored: &Stored| {
        let row = &stored.row;
        let customer = stored.customer.map(|customer| people.person(customer));
        let programme = row.programme.and_then(|id| programmes.get(&id));
        LedgerEntry {
            number: row.id,
            customer: customer.map(|customer| customer.0),
            name: customer
                .and_then(|customer| called.get(&customer).cloned())
                .unwrap_or_default(),
            at: row.effective_at.0,
            recorded_at: row.recorded_at.0,
            what: what(stored, programme),
            order: stored.order.as_ref().map(|(number, _)| number.clone()),
            order_goods: stored.order.as_ref().map(|(_, goods)| amount(*goods)),
            points: Points(row.points),
            balance: Points(balances.get(&row.id).copied().unwrap_or(0)),
        }
    };
    Ok(found.iter().map(entry).collect())
}

fn amount(money: Money) -> Amount {
    Amount::new(money.minor, money.currency)
}

fn what(stored: &Stored, programme: Option<&Programme>) -> LedgerWhat {
    let row = &stored.row;
    let gives = || gives_view(&stored.reward.as_ref()?.1);
    match row.kind {
        LedgerKind::Earn | LedgerKind::Bonus => LedgerWhat::Earned {
            by: earned_by(row.part, row.rule, programme),
        },
        LedgerKind::Reverse => match stored.takes_back {
            Some((points, at, kind)) if kind != LedgerKind::Expire => LedgerWhat::TakenBack {
                of: Points(points),
                of_at: at.0,
            },
            _ => LedgerWhat::NotExpired,
        },
        LedgerKind::Redeem => LedgerWhat::Spent {
            gives: gives(),
            code: stored.reward.as_ref().map(|(code, _)| code.clone()),
        },
        LedgerKind::Unredeem => LedgerWhat::Unspent { gives: gives() },
        LedgerKind::Expire => LedgerWhat::Expired,
        LedgerKind::Adjust => LedgerWhat::ByHand {
            reason: stored.reason.clone(),
        },
        LedgerKind::Opening => LedgerWhat::Brought {
            reason: stored.reason.clone(),
        },
    }
}

fn earned_by(part: u8, rule: u32, programme: Option<&Programme>) -> EarnedBy {
    match part {
        loyalty::FRIEND => return EarnedBy::BroughtFriend,
        loyalty::ENTRY => return EarnedBy::Tier,
        _ => {}
    }
    let rules = programme.map(|programme| programme.rules.as_slice());
    let rule = rules
        .unwrap_or_default()
        .iter()
        .find(|known| known.id == rule);
    match rule.map(|rule| &rule.earns) {
        Some(Earning::PerOrder { .. } | Earning::PerAmount { .. }) => EarnedBy::Order,
        Some(Earning::PerItem { .. }) => EarnedBy::Products,
        Some(Earning::FirstOrder { .. }) => EarnedBy::FirstOrder,
        Some(Earning::NthOrder { .. }) => EarnedBy::NthOrder,
        Some(Earning::Joining { .. }) => EarnedBy::Joining,
        Some(Earning::Birthday { .. }) => EarnedBy::Birthday,
        Some(Earning::Referral { .. }) => EarnedBy::BroughtByMember,
        None => EarnedBy::Other,
    }
}
