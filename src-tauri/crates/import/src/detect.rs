//! Which kind of file it is, from the names of its columns.
//!
//! Score: half for the required columns (all of them, else what is there times 0.6), half for the
//! share of strong ones, less 0.35 for each that speaks against it. A match has at least 0.7 and
//! is 0.15 ahead of the next kind that would be treated otherwise.

use crate::{
    Refusal,
    anchors::{Signature, signatures},
    header::{Header, fold},
};

/// What a header was recognised as.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Match {
    pub(crate) signature: &'static Signature,
    pub(crate) score: f64,
}

const ENOUGH: f64 = 0.7;
const AHEAD: f64 = 0.15;

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of columns, a handful each"
)]
fn score(signature: &Signature, header: &Header) -> f64 {
    let share = |names: &[&str]| {
        names.iter().filter(|name| header.has_any(name)).count() as f64 / names.len().max(1) as f64
    };
    let required = share(signature.required);
    let against = signature
        .negative
        .iter()
        .filter(|name| header.has_any(name))
        .count() as f64;
    let base = 0.5 * required + 0.5 * share(signature.strong);
    let base = if required < 1.0 { base * 0.6 } else { base };
    base - 0.35 * against
}

/// The kind with the best score, where it is good enough and clearly ahead of other outcomes.
pub(crate) fn recognise(header: &Header) -> Option<Match> {
    let mut scored: Vec<Match> = signatures()
        .map(|signature| Match {
            signature,
            score: score(signature, header),
        })
        .collect();
    scored.sort_by(|a, b| b.score.total_cmp(&a.score));
    let best = *scored.first()?;
    let rival = scored
        .iter()
        .skip(1)
        // Two names for a file that is refused either way are no reason to leave it unnamed.
        .find(|other| best.signature.kind.is_some() || other.signature.kind.is_some());
    let ahead = rival.map_or(1.0, |rival| best.score - rival.score);
    (best.score >= ENOUGH && (ahead >= AHEAD || best.signature.kind.is_none())).then_some(best)
}

/// What to say of a file whose columns are those of nothing known.
pub(crate) fn unknown(header: &Header) -> Refusal {
    let need = "Pannier reads the orders and customers exports of Shopify. In Shopify, open Orders, \
                choose Export, then “All orders” and CSV, and drop that file here as it is";
    if let Some(refusal) = lacking(header) {
        return refusal;
    }
    let named = header.names.iter().filter(|name| is_name(name)).count();
    if header.len() <= 1 {
        return Refusal::new("This file has no columns: it is not a table", need);
    }
    if named * 2 < header.len() {
        let what = "The columns of this file have no names: it is not a shop’s export. Bank statements often look like this";
        return Refusal::new(what, need);
    }
    let mut list: Vec<&str> = header
        .names
        .iter()
        .filter(|n| !n.is_empty())
        .take(5)
        .map(String::as_str)
        .collect();
    if header.len() > 5 {
        list.push("…");
    }
    let list = crate::report::shortened(&list.join(", "));
    Refusal::new(
        format!("This is no export that Pannier knows. Its columns are {list}"),
        need,
    )
}

/// Columns that an orders export cannot do without.
const NEEDED: [&str; 3] = ["Name", "Created at", "Lineitem name"];
/// Columns by which an orders export is known without one of those.
const TELLING: [&str; 11] = [
    "lineitem quantity",
    "lineitem price",
    "lineitem sku",
    "lineitem requires shipping",
    "financial status",
    "fulfillment status",
    "paid at",
    "accepts marketing",
    "subtotal",
    "discount amount",
    "refunded amount",
];
/// Columns of files that only look like one.
const FOREIGN: &str =
    "order id|processed at|buyer accepts marketing|lineitem variant|amount refunded";

/// What to say of an orders export from which someone took columns that it cannot do without.
fn lacking(header: &Header) -> Option<Refusal> {
    let is_here = |name: &&&str| header.has_any(name);
    let telling = TELLING.iter().filter(is_here).count();
    let lines = TELLING[..4].iter().filter(is_here).count();
    let missing: Vec<String> = NEEDED
        .iter()
        .filter(|name| !header.has_any(&fold(name)))
        .map(|name| format!("“{name}”"))
        .collect();
    if telling < 3 || lines == 0 || missing.len() == NEEDED.len() || header.has_any(FOREIGN) {
        return None;
    }
    let columns = match &missing[..] {
        [] => return None,
        [one] => format!("the column {one} is missing"),
        several => format!("the columns {} are missing", several.join(" and ")),
    };
    Some(Refusal::new(
        format!("This is a Shopify orders export, but {columns}"),
        "In Shopify, open Orders, choose Export, then “All orders” and CSV, and drop that file here without removing columns",
    ))
}

/// Whether a cell of a header reads like the name of a column, and not like a value.
fn is_name(cell: &str) -> bool {
    let letters = cell.chars().filter(|c| c.is_alphabetic()).count();
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    letters > digits && !cell.contains('@') && cell.chars().count() <= 80
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn kind(header: &str) -> Option<(&'static str, Option<Kind>)> {
        let header = Header::new(header.split(','));
        recognise(&header).map(|found| (found.signature.platform, found.signature.kind))
    }

    #[test]
    fn reduced_files_are_recognised() {
        for header in [
            "Name,Email,Created at,Total,Refunded Amount,Currency,Lineitem name",
            "Name,Email,Created at,Total,Refunded Amount,Currency,Financial Status,Lineitem name,Lineitem quantity",
            "Name,Financial Status,Paid at,Currency,Created at,Lineitem quantity,Lineitem name,Lineitem sku",
        ] {
            assert_eq!(
                kind(header),
                Some(("shopify", Some(Kind::Orders))),
                "{header}"
            );
        }
        for header in [
            "First Name,Last Name,Email,Accepts Email Marketing,Company,Total Spent,Total Orders,Tags,Note,Tax Exempt",
            "First Name,Last Name,Email,Accepts Marketing,Tags,Tax Exempt",
        ] {
            assert_eq!(
                kind(header),
                Some(("shopify", Some(Kind::Customers))),
                "{header}"
            );
        }
    }

    #[test]
    fn false_friends_are_not_taken_for_orders() {
        for (header, platform) in [
            (
                "Order ID,Email,Financial Status,Created at,Lineitem name,Lineitem variant,Amount Refunded,Name",
                "squarespace",
            ),
            (
                "Name,Processed At,Currency,Email,Lineitem sku,Lineitem quantity",
                "matrixify",
            ),
            (
                "Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type",
                "shopify",
            ),
        ] {
            assert_eq!(kind(header), Some((platform, None)), "{header}");
        }
    }
}
