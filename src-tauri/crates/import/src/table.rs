//! The character between cells, and the line that the header is on.

use crate::{
    Refusal,
    detect::{self, Match},
    header::Header,
    records::{Records, Row},
};

/// How a file is cut into cells.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) delimiter: u8,
    /// Rows before the header, which are not part of the table.
    pub(crate) preamble: usize,
    pub(crate) header: Header,
    pub(crate) found: Match,
}

impl Table {
    /// The same table, as if nobody knew it.
    pub(crate) fn as_unknown(&self) -> Unknown {
        let profile = &self.found.profile;
        Unknown {
            refusal: Refusal::new(profile.what.clone(), profile.need.clone()),
            delimiter: self.delimiter,
            preamble: self.preamble,
            header: self.header.clone(),
        }
    }
}

/// Rows that the delimiter is judged by.
const JUDGED_ROWS: usize = 200;
/// Rows among which the header is looked for.
const HEADER_WITHIN: usize = 10;

/// What the columns of a file are taken for, beside what platforms are known by.
pub(crate) trait Recognise {
    /// The profile of a file with that header; nothing where there is no saying.
    fn recognise(&self, header: &Header) -> Option<Match>;
}

/// A file that is no known kind.
#[derive(Debug)]
pub(crate) struct Unknown {
    pub(crate) refusal: Refusal,
    pub(crate) delimiter: u8,
    pub(crate) preamble: usize,
    pub(crate) header: Header,
}

/// Cuts the beginning of a file into cells.
pub(crate) fn find(head: &str, known: &impl Recognise) -> Result<Table, Box<Unknown>> {
    let mut best: Option<(f64, u8)> = None;
    for delimiter in *b",;\t|" {
        let score = consistency(head, delimiter);
        if score > best.map_or(0.0, |(score, _)| score) {
            best = Some((score, delimiter));
        }
    }
    let delimiter = best.map_or(b',', |(_, delimiter)| delimiter);
    let mut records = records(head, delimiter);
    let mut row = Row::default();
    let mut first: Option<(usize, Header)> = None;
    let mut found: Option<(usize, Header, Match)> = None;
    let mut position = 0;
    while position < HEADER_WITHIN && records.read(&mut row).is_ok_and(|more| more) {
        let header = Header::new(row.cells());
        if let Some(this) = known.recognise(&header)
            && found
                .as_ref()
                .is_none_or(|(.., known)| this.score > known.score)
        {
            found = Some((position, header.clone(), this));
        }
        // A line of few cells before the table is a title, not its header.
        if first
            .as_ref()
            .is_none_or(|(_, known)| header.len() > known.len() && known.len() < 3)
        {
            first = Some((position, header));
        }
        position += 1;
    }
    if let Some((preamble, header, found)) = found {
        return Ok(Table {
            delimiter,
            preamble,
            header,
            found,
        });
    }
    let (preamble, header) = first.unwrap_or_default();
    Err(Box::new(Unknown {
        refusal: detect::unknown(&header),
        delimiter,
        preamble,
        header,
    }))
}

fn records(head: &str, delimiter: u8) -> Records<Option<Vec<u8>>> {
    Records::new(Some(head.as_bytes().to_vec()), delimiter)
}

/// How well a delimiter cuts all rows into the same number of cells, two or more.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of rows and cells, a few hundred each"
)]
fn consistency(head: &str, delimiter: u8) -> f64 {
    let mut records = records(head, delimiter);
    let mut row = Row::default();
    let mut counts = Vec::new();
    while counts.len() < JUDGED_ROWS && records.read(&mut row).is_ok_and(|more| more) {
        counts.push(row.len());
    }
    let Some(mode) = counts.iter().copied().max_by_key(|cells| {
        (
            counts.iter().filter(|other| *other == cells).count(),
            *cells,
        )
    }) else {
        return 0.0;
    };
    if mode < 2 {
        return 0.0;
    }
    let same = counts.iter().filter(|cells| **cells == mode).count();
    let share = same as f64 / counts.len() as f64;
    // Commas in amounts or addresses are not in the header.
    let in_header = counts
        .iter()
        .take(HEADER_WITHIN)
        .position(|cells| *cells == mode)
        == Some(0);
    let trust = if in_header { 1.0 } else { 0.5 };
    share * trust + (mode.min(100) as f64) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Platforms;

    impl Recognise for Platforms {
        fn recognise(&self, header: &Header) -> Option<Match> {
            detect::recognise(header)
        }
    }

    fn find(head: &str) -> Result<Table, Box<Unknown>> {
        super::find(head, &Platforms)
    }

    const HEAD: &str = "Name;Email;Created at;Total;Currency;Lineitem name;Lineitem quantity";

    #[test]
    fn the_delimiter_is_what_cuts_all_rows_alike() {
        let rows =
            "#1;a@example.com;2026-01-02 10:00:00 +0100;1,50;EUR;Cup, blue, large;1\n".repeat(4);
        let table = find(&format!("{HEAD}\n{rows}")).unwrap();
        assert_eq!((table.delimiter, table.header.len()), (b';', 7));
        let tabs = format!("{HEAD}\n{rows}").replace(';', "\t");
        assert_eq!(find(&tabs).unwrap().delimiter, b'\t');
    }

    #[test]
    fn delimiters_inside_header_cells_do_not_count() {
        let text = "Customer ID,Active (0/1),Email *,Newsletter (0/1),Opt-in (0/1),Groups (x;y;z...)\n1,1,a@example.com,1,0,Customer\n";
        assert_eq!(find(text).unwrap().delimiter, b',');
    }

    #[test]
    fn the_header_may_stand_below_a_title() {
        let text = format!(
            "Orders of my shop\n\nsep=;\n{HEAD}\n#1;a@example.com;2026-01-02;1;EUR;Cup;1\n"
        );
        let table = find(&text).unwrap();
        assert_eq!(
            (table.preamble, table.header.names[0].as_str()),
            (2, "Name")
        );
    }

    #[test]
    fn a_table_without_names_is_refused_as_such() {
        let refusal = find(
            "16-11-2012;Cafe 1514;16-11-2012;-48,00;26550,33\n26-10-2012;Shop 19471;26-10-2012;-79,00;26054,54\n",
        );
        assert!(refusal.unwrap_err().refusal.what.contains("no names"));
    }
}
