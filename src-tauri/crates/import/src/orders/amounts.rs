//! The sums of one order, as shared definitions have them: goods, gift cards, tax in or on top.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use pannier_core::{Currency, largest_remainder, share};
use pannier_store::LineContent;

use super::{head::Head, row::Item};

/// Which amounts a file has at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) price: bool,
    pub(crate) subtotal: bool,
    pub(crate) taxable: bool,
    /// Whether prices include tax, where the file's kind settles it.
    pub(crate) tax_included: Option<bool>,
}

/// The sums of an order, in minor units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) gross: i64,
    pub(crate) discounts: i64,
    pub(crate) gift_cards: i64,
    pub(crate) goods_tax: i64,
    pub(crate) unexplained: i64,
    pub(crate) total: i64,
    pub(crate) goods_refunded: i64,
    pub(crate) units: i64,
    pub(crate) tax_included: bool,
    pub(crate) gift_cards_only: bool,
    pub(crate) lines: Vec<LineContent>,
}

/// The amounts of an order went out of the range that can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Words for gift cards in the languages that shops sell in.
const GIFT_CARD: &[&str] = &[
    "gift card",
    "giftcard",
    "gift certificate",
    "gift voucher",
    "gutschein",
    "geschenkkarte",
    "carte cadeau",
    "carte-cadeau",
    "bon cadeau",
    "tarjeta regalo",
    "tarjeta de regalo",
    "buono regalo",
    "carta regalo",
    "gift-card",
    "cadeaubon",
    "cadeaukaart",
    "presentkort",
    "gavekort",
    "lahjakortti",
    "cartão presente",
    "cartão-presente",
    "vale-presente",
    "karta podarunkowa",
    "bon podarunkowy",
    "dárkový poukaz",
    "ajándékkártya",
    "ギフトカード",
];

/// All of them at once, for names of plain letters: each line of a file is asked.
static PLAIN_GIFT_CARD: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = GIFT_CARD.iter().filter(|words| words.is_ascii());
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .build(words)
        .ok()
});

/// Whether a line sells a gift card: its name says so, and it is not taxed where the file tells.
fn is_gift_card(item: &Item, taxable_known: bool) -> bool {
    if taxable_known && item.taxable != Some(false) {
        return false;
    }
    if let (true, Some(words)) = (item.name.is_ascii(), &*PLAIN_GIFT_CARD) {
        return words.is_match(&item.name);
    }
    let name = item.name.to_lowercase();
    GIFT_CARD.iter().any(|words| name.contains(words))
}

/// The amounts of the lines before discounts.
pub(crate) fn line_amounts(items: &[Item], currency: Currency) -> Result<Vec<i64>, TooLarge> {
    items
        .iter()
        .map(|item| item.gross(currency).ok_or(TooLarge))
        .collect()
}

/// Whether prices, discount and subtotal of an order agree.
pub(crate) fn fits(head: &Head, items: &[Item], present: Present) -> bool {
    match (present.price, head.subtotal) {
        (true, Some(_)) => surplus(head, items, present) == Some(0),
        _ => true,
    }
}

/// By how much the lines of an order, less its discounts, are more than its subtotal. Nothing
/// where the file does not say, or cannot be true.
pub(crate) fn surplus(head: &Head, items: &[Item], present: Present) -> Option<i128> {
    let subtotal = head.subtotal.filter(|_| present.price)?;
    let amounts = line_amounts(items, head.currency).ok()?;
    let gross: i128 = amounts.iter().map(|amount| i128::from(*amount)).sum();
    let own: i128 = items
        .iter()
        .zip(&amounts)
        .map(|(item, amount)| line_discount(item, *amount, head.currency))
        .sum();
    Some(gross - discount_of(head, own) - i128::from(subtotal))
}

/// Whether the lines of an order contradict its subtotal, by more than rounding.
pub(crate) fn contradicts(head: &Head, items: &[Item], present: Present) -> bool {
    let within = items.len().max(1) as u128;
    surplus(head, items, present).is_some_and(|off| {
        // Where the file does not say the discount, it is what the subtotal is less.
        let is_discount = head.discount.is_none() && off > 0;
        !is_discount && off.unsigned_abs() > within
    })
}

/// The discount of a line, in minor units, at most all of it.
pub(crate) fn line_discount(item: &Item, amount: i64, currency: Currency) -> i128 {
    let discount = item.discount.times(1, currency).unwrap_or(i64::MAX);
    i128::from(discount.min(amount))
}

/// All that was taken off an order: its own figure holds the discounts of its lines, where it
/// says them at all.
pub(crate) fn discount_of(head: &Head, of_lines: i128) -> i128 {
    i128::from(head.discount.unwrap_or(0)).max(of_lines)
}

/// Works out the sums of an order of a shop in `country`. Its lines have no words yet.
pub(crate) fn sums(
    head: &Head,
    items: &[Item],
    present: Present,
    country: &str,
) -> Result<Sums, TooLarge> {
    let gift: Vec<bool> = items
        .iter()
        .map(|item| is_gift_card(item, present.taxable))
        .collect();
    let amounts = if present.price {
        line_amounts(items, head.currency)?
    } else {
        vec![0; items.len()]
    };
    let is_only_gifts = !gift.is_empty() && gift.iter().all(|gift| *gift);
    let all = checked_sum(&amounts)?;
    let extras = checked_sum(&[head.shipping, head.duties, head.tip])?;
    let split = if present.price {
        from_lines(head, items, &amounts, &gift, (all, extras), country)?
    } else {
        from_head(
            head,
            extras,
            is_only_gifts,
            items.len(),
            present.subtotal,
            country,
        )?
    };
    let goods = split.gross - split.discounts;
    let base = checked_sum(&[goods, split.gift_cards, extras])?;
    let total = head.total.unwrap_or_else(|| {
        let is_on_top = present
            .tax_included
            .map_or_else(|| taxed_on_top(country), |included| !included);
        base + if is_on_top { head.tax } else { 0 }
    });
    let tax_included = match present.tax_included {
        Some(settled) => settled && head.tax > 0,
        None => tax_included(
            total,
            base,
            head.tax,
            items.len(),
            head.total.is_none(),
            country,
        ),
    };
    let explained = base + if tax_included { 0 } else { head.tax };
    let goods_refunded = head.refunded.min(goods.max(0));
    let taxed = checked_sum(&[goods, head.shipping])?;
    let lines = items
        .iter()
        .enumerate()
        .map(|(index, item)| LineContent {
            name: String::new(),
            sku: String::new(),
            vendor: String::new(),
            quantity: item.quantity,
            unit_price: item.price.0,
            amount: amounts[index],
            discount: split.line_discounts[index],
            gift_card: gift[index],
        })
        .collect();
    let counted = items.iter().zip(&gift).filter(|(_, gift)| !**gift);
    let units = if items.is_empty() {
        head.pieces
    } else {
        counted.map(|(item, _)| item.quantity).sum()
    };
    Ok(Sums {
        gross: split.gross,
        discounts: split.discounts,
        gift_cards: split.gift_cards,
        goods_tax: share(head.tax, goods, taxed),
        unexplained: total.checked_sub(explained).ok_or(TooLarge)?,
        total,
        goods_refunded,
        units,
        tax_included,
        gift_cards_only: is_only_gifts,
        lines,
    })
}

struct Split {
    gross: i64,
    discounts: i64,
    gift_cards: i64,
    line_discounts: Vec<i64>,
}

/// The discount of the order holds those of its lines, where it says them at all; what is left is
/// spread over them.
fn from_lines(
    head: &Head,
    items: &[Item],
    amounts: &[i64],
    gift: &[bool],
    (all, extras): (i64, i64),
    country: &str,
) -> Result<Split, TooLarge> {
    let discount = match (head.discount, head.subtotal) {
        (Some(discount), None) if is_taken_off(head, items.len(), discount, all, extras) => 0,
        (Some(discount), _) => discount,
        (None, Some(subtotal)) => (all - subtotal).max(0),
        (None, None) => by_code(head, all, extras, country),
    };
    let mut own: Vec<i64> = Vec::with_capacity(items.len());
    for (item, amount) in items.iter().zip(amounts) {
        own.push(
            item.discount
                .times(1, head.currency)
                .ok_or(TooLarge)?
                .min(*amount),
        );
    }
    // Some exports say the discounts of lines only: then the order's own figure is smaller. What
    // goes beyond the lines was taken off shipping.
    let of_lines = checked_sum(&own)?;
    let rest = discount.min(all).max(of_lines) - of_lines;
    let weights: Vec<i64> = amounts
        .iter()
        .zip(&own)
        .map(|(amount, own)| amount - own)
        .collect();
    let spread = largest_remainder(rest, &weights);
    let line_discounts: Vec<i64> = own
        .iter()
        .zip(spread)
        .map(|(own, rest)| own + rest)
        .collect();
    let mut split = Split {
        gross: 0,
        discounts: 0,
        gift_cards: 0,
        line_discounts,
    };
    for ((amount, discount), gift) in amounts.iter().zip(&split.line_discounts).zip(gift) {
        if *gift {
            split.gift_cards += amount - discount;
        } else {
            split.gross += amount;
            split.discounts += discount;
        }
    }
    Ok(split)
}

/// Whether the prices of an order's lines are those after its discount: only so its total is their
/// sum. Some programs write them like that.
fn is_taken_off(head: &Head, lines: usize, discount: i64, all: i64, extras: i64) -> bool {
    let Some(total) = head.total else {
        return false;
    };
    let within = lines.max(1) as u64;
    let fits = |goods: i64| {
        let rest = total.saturating_sub(goods).saturating_sub(extras);
        rest.unsigned_abs() <= within || rest.saturating_sub(head.tax).unsigned_abs() <= within
    };
    discount > 0 && fits(all) && !fits(all.saturating_sub(discount))
}

/// What a code took off where the file has no column for it (Wix): what the total is less than its
/// parts. Without a code, nobody knows what it is.
fn by_code(head: &Head, all: i64, extras: i64, country: &str) -> i64 {
    let (Some(total), false) = (head.total, head.codes.is_empty()) else {
        return 0;
    };
    let on_top = if taxed_on_top(country) { head.tax } else { 0 };
    let off = [extras, on_top, -total]
        .into_iter()
        .try_fold(all, i64::checked_add)
        .unwrap_or(0);
    if off <= all { off.max(0) } else { 0 }
}

/// Without prices: the subtotal, or else the total less what is no product.
fn from_head(
    head: &Head,
    extras: i64,
    is_only_gifts: bool,
    lines: usize,
    has_subtotal: bool,
    country: &str,
) -> Result<Split, TooLarge> {
    let sold = match (head.subtotal, head.gross, head.total) {
        (Some(subtotal), ..) => subtotal,
        (None, Some(gross), _) => gross.saturating_sub(head.discount.unwrap_or(0)).max(0),
        (None, None, Some(total)) if !has_subtotal => {
            let tax = if taxed_on_top(country) { head.tax } else { 0 };
            total
                .checked_sub(extras)
                .and_then(|rest| rest.checked_sub(tax))
                .ok_or(TooLarge)?
                .max(0)
        }
        _ => 0,
    };
    let discounts = if is_only_gifts {
        0
    } else {
        head.discount.unwrap_or(0)
    };
    let (gross, gift_cards) = if is_only_gifts {
        (0, sold)
    } else {
        (checked_sum(&[sold, discounts])?, 0)
    };
    Ok(Split {
        gross,
        discounts,
        gift_cards,
        line_discounts: vec![0; lines],
    })
}

/// Whether prices are written without tax where the shop is, for orders whose sums do not tell.
fn taxed_on_top(country: &str) -> bool {
    matches!(country, "US" | "CA")
}

/// Whether the prices of an order include its tax: what its own sums say, to one minor unit a line.
fn tax_included(
    total: i64,
    base: i64,
    tax: i64,
    lines: usize,
    is_made_up: bool,
    country: &str,
) -> bool {
    if tax <= 0 {
        return false;
    }
    if is_made_up {
        return !taxed_on_top(country);
    }
    let within = i64::try_from(lines.max(1)).unwrap_or(i64::MAX);
    let (off_included, off_on_top) = ((total - base).abs(), (total - base - tax).abs());
    match (off_included <= within, off_on_top <= within) {
        (true, false) => true,
        (false, true) => false,
        // Both, or neither: the nearer one.
        _ => off_included < off_on_top,
    }
}

fn checked_sum(amounts: &[i64]) -> Result<i64, TooLarge> {
    amounts
        .iter()
        .try_fold(0_i64, |sum, amount| sum.checked_add(*amount))
        .ok_or(TooLarge)
}
