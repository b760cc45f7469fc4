//! Which kind of file it is, from the names of its columns.
//!
//! Score: half for the required columns (all of them, else what is there times 0.6), half for the
//! share of strong ones, less 0.35 for each that speaks against it. A match has at least 0.7 and
//! is 0.15 ahead of the next kind that would be treated otherwise.

use std::sync::Arc;

use crate::{
    Refusal,
    header::Header,
    mapping::is_name,
    profile::{Profile, profiles},
};

/// What a header was recognised as.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub(crate) profile: Arc<Profile>,
    pub(crate) score: f64,
}

const ENOUGH: f64 = 0.7;
const AHEAD: f64 = 0.15;

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of columns, a handful each"
)]
fn score(profile: &Profile, header: &Header) -> f64 {
    let share = |names: &[String]| {
        let there = names.iter().filter(|name| header.has_any(name)).count();
        there as f64 / names.len().max(1) as f64
    };
    let detect = &profile.detect;
    if detect.alone && header.len() > detect.required.len() {
        return 0.0;
    }
    let required = share(&detect.required);
    let against = detect.against.iter().filter(|name| header.has_any(name));
    let strong = if detect.strong.is_empty() {
        required
    } else {
        share(&detect.strong)
    };
    let base = 0.5 * required + 0.5 * strong;
    let base = if required < 1.0 { base * 0.6 } else { base };
    base - 0.35 * against.count() as f64
}

/// The kind with the best score, where it is good enough and clearly ahead of other outcomes.
pub(crate) fn recognise(header: &Header) -> Option<Match> {
    let mut scored: Vec<Match> = profiles()
        .iter()
        .map(|profile| Match {
            score: score(profile, header),
            profile: Arc::clone(profile),
        })
        .collect();
    scored.sort_by(|a, b| b.score.total_cmp(&a.score));
    let best = scored.first()?.clone();
    let rival = scored
        .iter()
        .skip(1)
        // Two names for a file that is refused either way are no reason to leave it unnamed.
        .find(|other| best.profile.kind.is_some() || other.profile.kind.is_some());
    let ahead = rival.map_or(1.0, |rival| best.score - rival.score);
    (best.score >= ENOUGH && (ahead >= AHEAD || best.profile.kind.is_none())).then_some(best)
}

/// What to say of a file whose columns are those of nothing known.
pub(crate) fn unknown(header: &Header) -> Refusal {
    let need =
        "Drop the orders, customers or products export of your shop’s platform, as it was made";
    if let Some(refusal) = lacking(header) {
        return refusal;
    }
    let named = header.names.iter().filter(|name| is_name(name)).count();
    if is_garbled(header) {
        let list = crate::report::shortened(&header.names.join(", "));
        return Refusal::new(
            format!("The letters of this file cannot be read. Its columns look like {list}"),
            "Open it in the program where it reads as it should, and save it as XLSX or “CSV UTF-8”",
        );
    }
    if header.len() <= 1 {
        let mail = header.names.first().is_some_and(|name| name.contains('@'));
        return if mail {
            Refusal::new(
                "This is a list of addresses whose column has no name",
                "Write “email” above the first address, and drop the file again",
            )
        } else {
            Refusal::new("This file has no columns: it is not a table", need)
        };
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

/// Whether the letters of a header are those of another alphabet that was read as Windows-1252: no
/// language writes so many letters with marks, one after the other.
fn is_garbled(header: &Header) -> bool {
    let names = header.names.concat();
    let marked = names.chars().filter(|c| !c.is_ascii()).count();
    let plain = names.chars().filter(char::is_ascii_alphabetic).count();
    let (_, _, has_others) = encoding_rs::WINDOWS_1252.encode(&names);
    !has_others && marked >= 4 && marked > plain * 2
}

/// What to say of an export from which someone took columns that it cannot do without: most of
/// its columns are there, and none of those that speak against it.
fn lacking(header: &Header) -> Option<Refusal> {
    let mut best: Option<(usize, &Profile)> = None;
    for profile in profiles().iter().filter(|profile| profile.kind.is_some()) {
        if profile
            .detect
            .against
            .iter()
            .any(|name| header.has_any(name))
        {
            continue;
        }
        let names = profile.columns.values().flatten();
        let own = names.filter(|names| header.has_any(names)).count();
        let is_more = best.is_none_or(|(most, _)| own > most);
        if own >= 4 && own * 2 >= header.len() && is_more {
            best = Some((own, profile));
        }
    }
    let (_, profile) = best?;
    let names = profile.detect.required.iter();
    let missing: Vec<String> = names
        .filter(|names| !header.has_any(names))
        .map(|names| shown(names))
        .collect();
    let columns = match &missing[..] {
        [] => return None,
        [one] => format!("the column {one} is missing"),
        several => format!("the columns {} are missing", several.join(" and ")),
    };
    Some(Refusal::new(
        format!("{}, but {columns}", profile.what),
        format!("{}, without removing columns", profile.need),
    ))
}

/// The first of names joined by `|`, as people write it.
fn shown(names: &str) -> String {
    let name = names.split('|').next().unwrap_or_default();
    let mut letters = name.chars();
    let first: String = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("“{first}{}”", letters.as_str())
}

#[cfg(test)]
mod apart;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Kind;

    fn kind(header: &str) -> Option<(String, Option<Kind>)> {
        let header = Header::new(header.split(','));
        recognise(&header).map(|found| (found.profile.platform.clone(), found.profile.kind))
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
                Some(("shopify".to_owned(), Some(Kind::Orders))),
                "{header}"
            );
        }
        for header in [
            "First Name,Last Name,Email,Accepts Email Marketing,Company,Total Spent,Total Orders,Tags,Note,Tax Exempt",
            "First Name,Last Name,Email,Accepts Marketing,Tags,Tax Exempt",
        ] {
            assert_eq!(
                kind(header),
                Some(("shopify".to_owned(), Some(Kind::Customers))),
                "{header}"
            );
        }
    }

    #[test]
    fn false_friends_are_not_taken_for_orders() {
        for (header, platform, expected) in [
            (
                "Order ID,Email,Financial Status,Created at,Lineitem name,Lineitem variant,Amount Refunded,Name",
                "squarespace",
                Some(Kind::Orders),
            ),
            (
                "Name,Processed At,Currency,Email,Lineitem sku,Lineitem quantity",
                "matrixify",
                None,
            ),
            (
                "Order,Name,Kind,Gateway,Created At,Status,Amount,Currency,Card Type",
                "shopify",
                Some(Kind::Payments),
            ),
        ] {
            assert_eq!(
                kind(header),
                Some((platform.to_owned(), expected)),
                "{header}"
            );
        }
    }
}
