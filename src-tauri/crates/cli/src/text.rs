//! What a person reads: plain lines, one fact each.

use std::fmt::Write as _;

use pannier_api::views::{
    Amount, BackupRow, Counts, Figures, FilePreview, Health, ImportRow, ImportState, OrderPage,
    OrderRow, Report, SavedMapping, ShopInfo, SuggestedMapping, UndoKeeps,
};

use crate::json::{formula_word, moment, payment_word, reason_word};
use crate::run::ended;

/// Rejected rows shown at most; all of them are in the JSON.
const REJECTIONS_SHOWN: usize = 10;

fn money(amount: &Amount) -> String {
    format!("{} {}", amount.text, amount.currency)
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

pub(crate) fn reports(reports: &[Report]) -> String {
    let mut text = String::new();
    for report in reports {
        let figures = &report.figures;
        let words = match &figures.aov {
            None => format!(
                "No orders count from {} to before {}",
                figures.from, figures.until
            ),
            Some(aov) => format!(
                "Average order value {} = {} ÷ {} orders ({}, from {} to before {})",
                money(aov),
                money(&figures.revenue),
                figures.orders,
                formula_word(report.formula),
                figures.from,
                figures.until,
            ),
        };
        line(&mut text, &words);
        if let Some(interval) = &figures.interval {
            line(
                &mut text,
                &format!(
                    "Very likely between {} and {}",
                    money(&interval.low),
                    money(&interval.high)
                ),
            );
        } else if figures.aov.is_some() {
            line(
                &mut text,
                "Too few orders to say how sure that is: it takes 30",
            );
        }
        if let Some(median) = &figures.median {
            line(
                &mut text,
                &format!("Half the orders are under {}, half over", money(median)),
            );
        }
        let loose = &report.loose_refunds;
        if loose.count > 0 {
            let words = format!(
                "Beside it: {} refunded without naming an order ({})",
                money(&loose.amount),
                loose.count
            );
            line(&mut text, &words);
        }
        if !report.periods.is_empty() {
            text.push_str(&table(&report.periods));
        }
    }
    text
}

fn table(periods: &[Figures]) -> String {
    let mut text = format!(
        "{:<12}{:>14}{:>9}{:>12}{:>12}{:>12}\n",
        "From", "Revenue", "Orders", "Average", "Low", "High"
    );
    let cell = |amount: Option<&Amount>| amount.map_or_else(|| "–".to_owned(), |a| a.text.clone());
    for figures in periods {
        let interval = figures.interval.as_ref();
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:<12}{:>14}{:>9}{:>12}{:>12}{:>12}",
            figures.from,
            figures.revenue.text,
            figures.orders,
            cell(figures.aov.as_ref()),
            cell(interval.map(|i| &i.low)),
            cell(interval.map(|i| &i.high)),
        );
    }
    text
}

pub(crate) fn import(import_id: Option<u32>, files: &[FilePreview], dry_run: bool) -> String {
    let mut text = String::new();
    for file in files {
        text.push_str(&import_file(file));
    }
    match import_id {
        Some(id) => line(
            &mut text,
            &format!("Import {id} is done. To undo it: pannier-cli undo-import {id}"),
        ),
        None if dry_run => line(&mut text, "Nothing was written: this was a trial"),
        None => line(&mut text, "Nothing was written"),
    }
    text
}

fn import_file(file: &FilePreview) -> String {
    let mut text = String::new();
    if let Some(refused) = &file.refused {
        line(
            &mut text,
            &format!(
                "{}: {} {}",
                file.name,
                ended(&refused.what),
                ended(&refused.need)
            ),
        );
        return text;
    }
    let kind = file.kind.as_deref().unwrap_or("unknown");
    let platform = file.platform.as_deref().unwrap_or("unknown");
    line(
        &mut text,
        &format!("{}: {platform} {kind}, {} rows", file.name, file.rows),
    );
    let is_catalogue = file.kind.as_deref() == Some("products");
    let products = if is_catalogue {
        file.products
    } else {
        Counts::default()
    };
    for (what, counts) in [
        ("orders", &file.orders),
        ("customers", &file.customers),
        ("products", &products),
        ("abandoned checkouts", &file.checkouts),
        ("payments", &file.payments),
        ("refunds of their own", &file.refunds),
        ("views, wishes and carts", &file.behaviour),
        ("people with points", &file.balances),
    ] {
        if *counts != Counts::default() {
            line(&mut text, &format!("  {what}: {}", count_words(counts)));
        }
    }
    for note in &file.notes {
        line(&mut text, &format!("  {note}"));
    }
    for ignored in &file.ignored {
        line(
            &mut text,
            &format!("  {} rows left out: {}", ignored.rows, ignored.reason),
        );
    }
    for rejected in file.rejected.iter().take(REJECTIONS_SHOWN) {
        let place = if rejected.column.is_empty() {
            format!("line {}", rejected.line)
        } else {
            format!(
                "line {}, column {}, “{}”",
                rejected.line, rejected.column, rejected.value
            )
        };
        line(
            &mut text,
            &format!("  not understood: {place}: {}", rejected.reason),
        );
    }
    let hidden = (file.row_verdicts.rejected as usize).saturating_sub(REJECTIONS_SHOWN);
    if hidden > 0 {
        line(
            &mut text,
            &format!("  and {hidden} more rows that were not understood"),
        );
    }
    text
}

fn count_words(counts: &Counts) -> String {
    format!(
        "{} new, {} updated, {} unchanged",
        counts.new, counts.updated, counts.unchanged
    )
}

/// What of an undone import stays, and why.
pub(crate) fn undo_keeps(kept: &UndoKeeps) -> String {
    let mut text = String::new();
    for (count, what) in [
        (kept.orders, "orders stay: a later import has them too"),
        (
            kept.customers,
            "customers stay: another import knows them too",
        ),
        (
            kept.records,
            "other records stay: another import has them too",
        ),
        (kept.noes, "people said no with it, and that stays"),
        (
            kept.joinings,
            "joinings of its customers stay as you said them",
        ),
    ] {
        if count > 0 {
            line(&mut text, &format!("       {count} {what}"));
        }
    }
    text
}

pub(crate) fn imports(rows: &[ImportRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let state = match row.state {
            ImportState::Applied => "",
            ImportState::Reverted => " (undone)",
        };
        let things = [
            ("orders", &row.orders),
            ("customers", &row.customers),
            ("products", &row.products),
            ("abandoned checkouts", &row.checkouts),
            ("payments", &row.payments),
            ("refunds of their own", &row.refunds),
            ("views, wishes and carts", &row.behaviour),
            ("people with points", &row.balances),
        ];
        // Orders and customers are always said, the others where there are any.
        let told = things.iter().enumerate();
        let told = told.filter(|(index, (_, counts))| *index < 2 || **counts != Counts::default());
        let told: Vec<String> = told
            .map(|(_, (what, counts))| format!("{what} {}", count_words(counts)))
            .collect();
        let words = format!(
            "{:>5}  {}  {}: {}{state}",
            row.id,
            moment(row.applied_at),
            row.files.join(", "),
            told.join("; "),
        );
        line(&mut text, &words);
    }
    if rows.is_empty() {
        line(&mut text, "Nothing was imported yet");
    }
    text
}

pub(crate) fn mappings(rows: &[SavedMapping]) -> String {
    let mut text = String::new();
    for row in rows {
        let words = format!(
            "{:>5}  {}  {}, {} columns",
            row.id, row.name, row.kind, row.columns
        );
        line(&mut text, &words);
    }
    if rows.is_empty() {
        line(&mut text, "No mapping was kept yet");
    }
    text
}

/// The mappings themselves, so that the answer can be written to a file and given to an import.
pub(crate) fn suggested_mappings(tables: &[SuggestedMapping]) -> String {
    let mut text = String::new();
    for table in tables {
        line(&mut text, &format!("# {}", table.file));
        for column in &table.mapping.columns {
            let meaning = match (&column.field, column.confidence) {
                (Some(field), Some(sure)) => format!("{field} ({sure} % sure)"),
                (Some(field), None) => field.clone(),
                (None, _) => "not used".to_owned(),
            };
            let example = column.examples.first().map_or("", String::as_str);
            line(
                &mut text,
                &format!("# {}: {meaning}; {example}", column.name),
            );
        }
        text.push_str(&table.text);
    }
    text
}

pub(crate) fn orders(page: &OrderPage, rows: &[OrderRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let status = if row.cancelled {
            "cancelled"
        } else {
            payment_word(row.payment)
        };
        let words = format!(
            "{:<12} {}  {:<28} {:>4} items {:>14}  {status}",
            row.number,
            row.placed_local.replace('T', " "),
            row.customer,
            row.units,
            money(&row.goods),
        );
        line(&mut text, &words);
    }
    line(
        &mut text,
        &format!(
            "{} of {} orders, {} in all",
            rows.len(),
            page.total,
            money(&page.goods)
        ),
    );
    text
}

pub(crate) fn health(health: &Health) -> String {
    let mut text = String::new();
    for check in &health.checks {
        let bad = health.findings.iter().find(|f| f.check == *check);
        let words = bad.map_or_else(
            || format!("good  {check}"),
            |f| format!("BAD   {check}: {}", f.message),
        );
        line(&mut text, &words);
    }
    text
}

pub(crate) fn backups(rows: &[BackupRow]) -> String {
    let mut text = String::new();
    for row in rows {
        line(
            &mut text,
            &format!(
                "{}  {} bytes, {}",
                row.name,
                row.bytes,
                reason_word(row.reason)
            ),
        );
    }
    if rows.is_empty() {
        line(&mut text, "There is no backup yet");
    }
    text
}

pub(crate) fn shop(info: &ShopInfo) -> String {
    let s = &info.settings;
    format!(
        "{}: {}, {}, {}, {} orders\n",
        s.name, s.currency, s.country, s.time_zone, info.orders
    )
}
