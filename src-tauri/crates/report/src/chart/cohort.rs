//! Rows by columns, the darker the more, each cell with its number. A table that is too wide is
//! drawn in pieces, one under another, each with the heads of its rows; one that is too tall for a
//! page likewise.

use super::{
    Cohort, CohortRow,
    frame::{HALF_LETTER, TICK, label},
};
use crate::{
    Finite, Locale, Result,
    font::{Fonts, Weight},
    number::{nearest, of_len, u32_of},
    palette::{INK, INK_2, INK_3, ON_RAMP, RAMP},
    picture::{Board, Label, Picture, Side, record},
};

const ROW: f64 = 24.0;
const HEAD: f64 = 40.0;
/// Letters of cells.
const CELL: f64 = 11.0;
const LEAST_CELL: f64 = 34.0;
const MOST_CELL: f64 = 72.0;
/// The widest name of a row.
const NAME: f64 = 150.0;
/// Rows of a piece: what fits on a page with a heading.
const ROWS: usize = 26;

struct Layout {
    names: f64,
    sizes: f64,
    cell: f64,
    /// Columns of a piece.
    columns: usize,
    /// What the darkest cell holds.
    most: f64,
}

pub(super) fn draw(
    cohort: &Cohort,
    fonts: &Fonts,
    locale: &Locale,
    width: f64,
) -> Result<Vec<Picture>> {
    let layout = Layout::new(cohort, fonts, locale, width);
    let mut pieces = Vec::new();
    for rows in cohort.rows.chunks(ROWS) {
        let mut from = 0;
        while from < cohort.columns.len() {
            let until = (from + layout.columns).min(cohort.columns.len());
            // Of what has not come yet only the first piece speaks.
            let has_come = |row: &&CohortRow| {
                let mut cells = row.cells.iter().skip(from).take(until - from);
                from == 0 || cells.any(Option::is_some)
            };
            let rows: Vec<&CohortRow> = rows.iter().filter(has_come).collect();
            if !rows.is_empty() {
                let height = HEAD + ROW * of_len(rows.len());
                pieces.push(record(width, height, |board| {
                    let piece = Piece {
                        board,
                        fonts,
                        locale,
                        cohort,
                        layout: &layout,
                        columns: from..until,
                    };
                    piece.heads()?;
                    for (index, row) in rows.iter().enumerate() {
                        piece.row(row, HEAD + ROW * of_len(index))?;
                    }
                    Ok(())
                })?);
            }
            from = until;
        }
    }
    Ok(pieces)
}

impl Layout {
    fn new(cohort: &Cohort, fonts: &Fonts, locale: &Locale, width: f64) -> Self {
        let widest = |texts: &mut dyn Iterator<Item = String>, size| {
            texts
                .map(|text| fonts.width(&text, Weight::Regular, size))
                .fold(0.0, f64::max)
        };
        let mut names = cohort
            .rows
            .iter()
            .map(|row| row.label.clone())
            .chain([cohort.row_head.clone()]);
        let names = widest(&mut names, TICK).min(NAME) + 14.0;
        let mut sizes = cohort
            .rows
            .iter()
            .map(|row| locale.count(i64::from(row.size)))
            .chain([cohort.size_head.clone()]);
        let sizes = widest(&mut sizes, TICK).min(NAME) + 12.0;
        let mut texts = cohort
            .rows
            .iter()
            .flat_map(|row| row.cells.iter().flatten())
            .map(|value| cohort.unit.written(*value, locale))
            .chain(cohort.columns.iter().cloned());
        let least = (widest(&mut texts, CELL) + 8.0).clamp(LEAST_CELL, MOST_CELL);
        let room = width - names - sizes;
        let columns = usize::try_from(nearest((room / least).floor()))
            .unwrap_or(1)
            .clamp(1, cohort.columns.len().max(1));
        Self {
            names,
            sizes,
            cell: (room / of_len(columns)).min(MOST_CELL),
            columns,
            most: most(cohort),
        }
    }
}

/// What the darkest cell holds. A first column that is the same everywhere, such as the 100 % that
/// everyone begins with, says nothing and leaves the shades to the others.
fn most(cohort: &Cohort) -> f64 {
    let firsts: Vec<Finite> = cohort
        .rows
        .iter()
        .filter_map(|row| *row.cells.first()?)
        .collect();
    let same = firsts.len() > 1 && firsts.windows(2).all(|pair| pair[0] == pair[1]);
    let skipped = usize::from(same && cohort.columns.len() > 1);
    cohort
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().skip(skipped).flatten())
        .map(|value| value.get())
        .fold(0.0, f64::max)
}

struct Piece<'a> {
    board: &'a Board,
    fonts: &'a Fonts,
    locale: &'a Locale,
    cohort: &'a Cohort,
    layout: &'a Layout,
    columns: std::ops::Range<usize>,
}

impl Piece<'_> {
    fn left_of(&self, column: usize) -> f64 {
        self.layout.names + self.layout.sizes + self.layout.cell * of_len(column)
    }

    fn heads(&self) -> Result<()> {
        let Layout { names, sizes, .. } = *self.layout;
        let base = HEAD - 8.0;
        let put = |text: &str, x: f64, y: f64, side, room: f64| {
            let text = self.fonts.fitted(text, Weight::Regular, TICK, room);
            self.board.text(&label(text, (x, y), side, INK_3))
        };
        put(&self.cohort.row_head, 0.0, base, Side::Start, names - 6.0)?;
        put(
            &self.cohort.size_head,
            names + sizes - 12.0,
            base,
            Side::End,
            sizes,
        )?;
        let room = self.board.width - names - sizes;
        put(
            &self.cohort.column_head,
            names + sizes + 2.0,
            13.0,
            Side::Start,
            room,
        )?;
        for (place, column) in self.columns.clone().enumerate() {
            let x = self.left_of(place) + self.layout.cell / 2.0;
            put(
                &self.cohort.columns[column],
                x,
                base,
                Side::Middle,
                self.layout.cell,
            )?;
        }
        Ok(())
    }

    fn row(&self, row: &CohortRow, top: f64) -> Result<()> {
        let Layout {
            names, sizes, cell, ..
        } = *self.layout;
        let base = top + ROW / 2.0 + TICK * HALF_LETTER;
        let name = self
            .fonts
            .fitted(&row.label, Weight::Regular, TICK, names - 10.0);
        self.board
            .text(&label(name, (0.0, base), Side::Start, INK))?;
        let size = self.locale.count(i64::from(row.size));
        self.board
            .text(&label(size, (names + sizes - 12.0, base), Side::End, INK_2))?;
        for (place, column) in self.columns.clone().enumerate() {
            let Some(Some(value)) = row.cells.get(column) else {
                continue;
            };
            let left = self.left_of(place);
            let step = self.step(value.get());
            self.board.rect(
                (left + 1.0, top + 1.0),
                (left + cell - 1.0, top + ROW - 1.0),
                RAMP[step],
            )?;
            let words = self.cohort.unit.written(*value, self.locale);
            let words = self.fonts.fitted(&words, Weight::Regular, CELL, cell - 2.0);
            let ink = if step >= 5 { ON_RAMP } else { INK };
            self.board.text(&Label {
                size: CELL,
                ..label(
                    words,
                    (left + cell / 2.0, top + ROW / 2.0 + CELL * HALF_LETTER),
                    Side::Middle,
                    ink,
                )
            })?;
        }
        Ok(())
    }

    /// The shade of a value, from the lightest to the darkest.
    fn step(&self, value: f64) -> usize {
        if self.layout.most <= 0.0 {
            return 0;
        }
        let share = (value / self.layout.most).clamp(0.0, 1.0);
        (u32_of(share * of_len(RAMP.len() - 1)) as usize).min(RAMP.len() - 1)
    }
}
