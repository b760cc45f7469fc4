//! The documented JSON of each command. Names are stable: people's scripts read them.

use pannier_api::views::{
    Amount, BackupReason, BackupRow, Counts, Figures, FilePreview, Formula, Health, ImportRow,
    ImportState, Interval, MappingColumn, OrderPage, OrderRow, Payment, Report, RowShape,
    RowVerdicts, SameSales, SavedMapping, ShopInfo, SuggestedMapping, UndoKeeps,
};
use serde_json::{Map, Value, json};

pub(crate) fn amount(amount: &Amount) -> Value {
    json!({ "minor": amount.minor.0, "currency": amount.currency, "text": amount.text })
}

fn optional(value: Option<&Amount>) -> Value {
    value.map_or(Value::Null, amount)
}

fn interval(interval: Option<&Interval>) -> Value {
    interval.map_or(
        Value::Null,
        |i| json!({ "low": amount(&i.low), "high": amount(&i.high) }),
    )
}

pub(crate) fn formula_word(formula: Formula) -> &'static str {
    match formula {
        Formula::Goods => "goods",
        Formula::Shopify => "shopify",
        Formula::Net => "net",
        Formula::Collected => "collected",
    }
}

pub(crate) fn payment_word(payment: Payment) -> &'static str {
    match payment {
        Payment::Paid => "paid",
        Payment::Pending => "pending",
        Payment::Authorized => "authorized",
        Payment::PartiallyPaid => "partially_paid",
        Payment::PartiallyRefunded => "partially_refunded",
        Payment::Refunded => "refunded",
        Payment::Voided => "voided",
        Payment::Expired => "expired",
        Payment::Unknown => "unknown",
    }
}

fn figures(formula: Formula, figures: &Figures) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("formula".into(), json!(formula_word(formula)));
    map.insert("from".into(), json!(figures.from));
    map.insert("until".into(), json!(figures.until));
    map.insert("revenue".into(), amount(&figures.revenue));
    map.insert("orders".into(), json!(figures.orders));
    map.insert("aov".into(), optional(figures.aov.as_ref()));
    map.insert("median".into(), optional(figures.median.as_ref()));
    map.insert("interval".into(), interval(figures.interval.as_ref()));
    map.insert("units_per_order".into(), json!(figures.units_per_order));
    map
}

fn report(report: &Report) -> Value {
    let mut map = figures(report.formula, &report.figures);
    let periods = report
        .periods
        .iter()
        .map(|f| Value::Object(figures(report.formula, f)));
    map.insert("periods".into(), Value::Array(periods.collect()));
    let loose = &report.loose_refunds;
    map.insert(
        "refunds_without_order".into(),
        json!({ "count": loose.count, "amount": amount(&loose.amount) }),
    );
    Value::Object(map)
}

/// One object; under `currencies` when there are several.
pub(crate) fn reports(reports: &[Report]) -> Value {
    match reports {
        [one] => report(one),
        several => json!({ "currencies": several.iter().map(report).collect::<Vec<_>>() }),
    }
}

fn verdicts(v: &RowVerdicts) -> Value {
    json!({
        "new": v.new, "updated": v.updated, "unchanged": v.unchanged,
        "merged": v.merged, "ignored": v.ignored, "rejected": v.rejected,
    })
}

fn counts(c: &Counts) -> Value {
    json!({ "new": c.new, "updated": c.updated, "unchanged": c.unchanged })
}

fn file(file: &FilePreview) -> Value {
    let ignored: Vec<Value> = file
        .ignored
        .iter()
        .map(|i| json!({ "reason": i.reason, "rows": i.rows }))
        .collect();
    let rejected: Vec<Value> = file
        .rejected
        .iter()
        .map(
            |r| json!({ "line": r.line, "column": r.column, "value": r.value, "reason": r.reason }),
        )
        .collect();
    json!({
        "path": file.path,
        "platform": file.platform,
        "notes": file.notes,
        "kind": file.kind,
        "rows": file.rows,
        "row_verdicts": verdicts(&file.row_verdicts),
        "orders": counts(&file.orders),
        "customers": counts(&file.customers),
        "products": counts(&file.products),
        "checkouts": counts(&file.checkouts),
        "payments": counts(&file.payments),
        "refunds": counts(&file.refunds),
        "behaviour": counts(&file.behaviour),
        "balances": counts(&file.balances),
        "ignored": ignored,
        "rejected": rejected,
        "refused": file.refused.as_ref().map(|r| json!({ "what": r.what, "need": r.need })),
    })
}

pub(crate) fn import(import_id: Option<u32>, files: &[FilePreview]) -> Value {
    json!({ "import_id": import_id, "files": files.iter().map(file).collect::<Vec<_>>() })
}

/// Payments that count as orders, beside new orders.
pub(crate) fn same_sales(sales: &SameSales) -> Value {
    json!({
        "services": sales.services,
        "payments": sales.payments,
        "orders": sales.orders,
        "alike": sales.alike,
        "first_paid": sales.first_paid,
        "last_paid": sales.last_paid,
        "first_ordered": sales.first_ordered,
        "last_ordered": sales.last_ordered,
    })
}

pub(crate) fn import_row(row: &ImportRow) -> Value {
    json!({
        "import_id": row.id,
        "applied_at": moment(row.applied_at),
        "state": match row.state { ImportState::Applied => "applied", ImportState::Reverted => "reverted" },
        "files": row.files,
        "orders": counts(&row.orders),
        "customers": counts(&row.customers),
        "products": counts(&row.products),
        "checkouts": counts(&row.checkouts),
        "payments": counts(&row.payments),
        "refunds": counts(&row.refunds),
        "behaviour": counts(&row.behaviour),
        "balances": counts(&row.balances),
        "rejected": row.rejected,
    })
}

/// An import that was undone, and what of it stays.
pub(crate) fn undone(row: &ImportRow, kept: &UndoKeeps) -> Value {
    let mut json = import_row(row);
    json["kept"] = json!({
        "orders": kept.orders,
        "customers": kept.customers,
        "noes": kept.noes,
        "records": kept.records,
        "joinings": kept.joinings,
    });
    json
}

pub(crate) fn orders(page: &OrderPage, rows: &[OrderRow]) -> Value {
    json!({
        "total": page.total,
        "goods": amount(&page.goods),
        "orders": rows.iter().map(order).collect::<Vec<_>>(),
    })
}

fn order(row: &OrderRow) -> Value {
    json!({
        "number": row.number,
        "placed": row.placed_local,
        "customer": row.customer,
        "platform": row.platform,
        "units": row.units,
        "goods": amount(&row.goods),
        "total": amount(&row.total),
        "refunded": optional(row.refunded.as_ref()),
        "payment": payment_word(row.payment),
        "cancelled": row.cancelled,
        "test": row.test,
        "gift_cards_only": row.gift_cards_only,
    })
}

pub(crate) fn health(health: &Health) -> Value {
    let findings: Vec<Value> = health
        .findings
        .iter()
        .map(|f| json!({ "check": f.check, "message": f.message }))
        .collect();
    json!({ "healthy": health.findings.is_empty(), "checks": health.checks, "findings": findings })
}

pub(crate) fn backup(row: &BackupRow) -> Value {
    json!({
        "name": row.name,
        "made_at": moment(row.made_at),
        "reason": reason_word(row.reason),
        "bytes": row.bytes,
    })
}

pub(crate) fn reason_word(reason: BackupReason) -> &'static str {
    match reason {
        BackupReason::Daily => "daily",
        BackupReason::Asked => "asked",
        BackupReason::BeforeMigration => "before_migration",
        BackupReason::BeforeRestore => "before_restore",
    }
}

pub(crate) fn shop(info: &ShopInfo) -> Value {
    json!({
        "path": info.path,
        "name": info.settings.name,
        "currency": info.settings.currency,
        "country": info.settings.country,
        "time_zone": info.settings.time_zone,
        "sample": info.sample,
        "orders": info.orders,
    })
}

/// RFC 3339 in UTC.
pub(crate) fn moment(milliseconds: i64) -> String {
    pannier_core::Timestamp(milliseconds).to_string()
}

pub(crate) fn mapping(row: &SavedMapping) -> Value {
    json!({
        "id": row.id,
        "name": row.name,
        "kind": row.kind,
        "columns": row.columns,
    })
}

pub(crate) fn suggested_mapping(table: &SuggestedMapping) -> Value {
    let column = |column: &MappingColumn| {
        json!({
            "name": column.name,
            "examples": column.examples,
            "field": column.field,
            "confidence": column.confidence,
        })
    };
    let mapping = &table.mapping;
    json!({
        "file": table.file,
        "kind": mapping.kind,
        "rows": match mapping.rows {
            RowShape::FirstRow => "first-row",
            RowShape::EveryRow => "every-row",
            RowShape::Whole => "whole",
        },
        "columns": mapping.columns.iter().map(column).collect::<Vec<_>>(),
        "lacks": table.lacks,
        "mapping": table.text,
    })
}
