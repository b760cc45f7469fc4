//! A file with fewer columns than the one before must not wipe what it does not know.

use pannier_core::largest_remainder;
use pannier_store::{LineContent, OrderContent, Payment};

use super::{columns::Columns, row::Reading};

/// Puts what the file does not say from `stored` into `new`.
pub(crate) fn keep_unsaid(
    reading: &Reading,
    stored: &OrderContent,
    has_id: bool,
    new: &mut OrderContent,
) {
    let columns = &reading.columns;
    if !has_id {
        new.external_id.clone_from(&stored.external_id);
    }
    // Spreadsheets lose seconds: the same minute is the same moment.
    if new.placed_at.0.div_euclid(60_000) == stored.placed_at.0.div_euclid(60_000) {
        new.placed_at = stored.placed_at;
    }
    if columns.currency.is_none() {
        new.currency = stored.currency;
    }
    let mut known = stored.clone();
    // A list of lines says less of their order than a list of orders: what is known stands.
    let is_of_lines = columns.has_lines() && columns.total.is_none();
    for (is_said, field) in texts(columns) {
        if !is_said || (is_of_lines && !field(&mut known).is_empty()) {
            field(new).clone_from(field(&mut known));
        }
    }
    if columns.accepts_marketing.is_none() {
        new.accepts_marketing = stored.accepts_marketing;
    }
    if columns.cancelled_at.is_none() && columns.status.is_none() {
        new.cancelled_at = stored.cancelled_at;
    }
    if columns.method.is_none() {
        new.is_test = stored.is_test;
    }
    if !columns.has_refunds() {
        new.refunded = stored.refunded;
    }
    if columns.financial.is_none() && columns.status.is_none() {
        new.payment = stored.payment;
    }
    if !columns.has_lines() && !stored.lines.is_empty() {
        new.units = stored.units;
        fit_lines(&stored.lines, new);
    } else if is_of_lines {
        if stored.lines.is_empty() {
            let lines = std::mem::take(&mut new.lines);
            let units = new.units;
            keep_sums(stored, new);
            new.units = units;
            fit_lines(&lines, new);
        } else if says_the_same(&stored.lines, &new.lines) {
            keep_sums(stored, new);
        }
    }
    let is_poorer = !columns.has_prices() || columns.quantity.is_none() || columns.taxes.is_none();
    if is_poorer && columns.total.is_some() && new.total == stored.total {
        keep_sums(stored, new);
    }
    keep_line_texts(columns, stored, new);
    new.refund_as_said(new.refunded);
}

type Field = fn(&mut OrderContent) -> &mut String;

/// Each text of an order, with whether the file has a column for it.
fn texts(columns: &Columns) -> [(bool, Field); 14] {
    let has_names = columns.first_name.is_some() || columns.last_name.is_some();
    [
        (columns.email.is_some(), |o| &mut o.email),
        (columns.customer_id.is_some(), |o| &mut o.customer_key),
        (!columns.phones.is_empty(), |o| &mut o.phone),
        (has_names || !columns.names.is_empty(), |o| {
            &mut o.customer_name
        }),
        (!columns.cities.is_empty(), |o| &mut o.city),
        (!columns.zips.is_empty(), |o| &mut o.zip),
        (!columns.regions.is_empty(), |o| &mut o.region),
        (!columns.countries.is_empty(), |o| &mut o.country),
        (columns.method.is_some(), |o| &mut o.payment_method),
        (columns.discount_code.is_some(), |o| &mut o.discount_codes),
        (columns.channel.is_some(), |o| &mut o.channel),
        (columns.device.is_some(), |o| &mut o.device),
        (columns.campaign.is_some(), |o| &mut o.campaign),
        (columns.tags.is_some(), |o| &mut o.tags),
    ]
}

/// Whether two lists of lines say the same, their share of discounts left aside.
fn says_the_same(one: &[LineContent], other: &[LineContent]) -> bool {
    let what = |line: &LineContent| (line.name.clone(), line.quantity, line.amount);
    one.iter().map(what).eq(other.iter().map(what))
}

/// Puts lines into an order whose sums come from another file: what they are more than its goods
/// is its discount; what they are less is not explained.
fn fit_lines(lines: &[LineContent], order: &mut OrderContent) {
    let sold = order.goods + order.gift_cards;
    let amounts: Vec<i64> = lines.iter().map(|line| line.amount).collect();
    let off = (amounts.iter().sum::<i64>() - sold).max(0);
    order.lines = lines.to_vec();
    for (line, discount) in order.lines.iter_mut().zip(largest_remainder(off, &amounts)) {
        line.discount = discount;
    }
    let of = |gift: bool, part: fn(&LineContent) -> i64| -> i64 {
        let own = order.lines.iter().filter(|line| line.gift_card == gift);
        own.map(part).sum()
    };
    order.gross = of(false, |line| line.amount);
    order.discounts = of(false, |line| line.discount);
    order.gift_cards = of(true, |line| line.amount - line.discount);
    order.goods = order.gross - order.discounts;
    order.gift_cards_only = !order.lines.is_empty() && order.lines.iter().all(|l| l.gift_card);
    order.unexplained += sold - order.goods - order.gift_cards;
}

/// From fewer columns: the sums that were worked out from more stand.
fn keep_sums(stored: &OrderContent, new: &mut OrderContent) {
    new.total = stored.total;
    new.gross = stored.gross;
    new.discounts = stored.discounts;
    new.goods = stored.goods;
    new.gift_cards = stored.gift_cards;
    new.shipping = stored.shipping;
    new.tax = stored.tax;
    new.goods_tax = stored.goods_tax;
    new.duties = stored.duties;
    new.tip = stored.tip;
    new.unexplained = stored.unexplained;
    new.units = stored.units;
    new.tax_included = stored.tax_included;
    new.gift_cards_only = stored.gift_cards_only;
    new.lines.clone_from(&stored.lines);
}

fn keep_line_texts(columns: &Columns, stored: &OrderContent, new: &mut OrderContent) {
    if new.lines.len() != stored.lines.len() {
        return;
    }
    for (line, known) in new.lines.iter_mut().zip(&stored.lines) {
        if columns.sku.is_none() {
            line.sku.clone_from(&known.sku);
        }
        if columns.vendor.is_none() {
            line.vendor.clone_from(&known.vendor);
        }
    }
}

/// Whether a change takes back what an order had come to: a refund shrinks, a cancellation goes,
/// a payment moves backwards. Only a later export may say that; an older one always does.
pub(crate) fn goes_back(stored: &OrderContent, new: &OrderContent) -> bool {
    new.refunded < stored.refunded
        || (stored.cancelled_at.is_some() && new.cancelled_at.is_none())
        || payment_stage(new.payment) < payment_stage(stored.payment)
}

/// How far a payment has come.
pub(crate) fn payment_stage(payment: Payment) -> u8 {
    use Payment::{
        Authorized, Expired, Paid, PartiallyPaid, PartiallyRefunded, Pending, Refunded, Unknown,
        Voided,
    };
    match payment {
        Unknown => 0,
        Pending => 1,
        Authorized => 2,
        PartiallyPaid => 3,
        Paid => 4,
        PartiallyRefunded => 5,
        Expired | Voided | Refunded => 6,
    }
}
