//! From one value to another, part by part: a row for each, with its sign written.

use super::{
    Waterfall,
    frame::{HALF_LETTER, TICK, label},
};
use crate::{
    Finite, Locale, Result,
    font::{Fonts, Weight},
    number::of_len,
    palette::{DOWN, INK, INK_2, LINE, LINE_STRONG, UP},
    picture::{Board, Label, Picture, Side, record},
};

const ROW: f64 = 30.0;
const BAR: f64 = 14.0;
/// The widest name of a part.
const NAME: f64 = 240.0;
const SIZE: f64 = TICK + 1.0;

struct Row {
    name: String,
    from: f64,
    to: f64,
    words: String,
    is_end: bool,
}

pub(super) fn draw(
    waterfall: &Waterfall,
    fonts: &Fonts,
    locale: &Locale,
    width: f64,
) -> Result<Picture> {
    let rows = rows(waterfall, locale);
    let widest = |texts: &mut dyn Iterator<Item = &String>| {
        texts
            .map(|text| fonts.width(text, Weight::Semibold, SIZE))
            .fold(0.0, f64::max)
    };
    let names = widest(&mut rows.iter().map(|row| &row.name)).min(NAME) + 20.0;
    let words = widest(&mut rows.iter().map(|row| &row.words)) + 20.0;
    let low = rows
        .iter()
        .map(|row| row.from.min(row.to))
        .fold(f64::INFINITY, f64::min);
    let high = rows
        .iter()
        .map(|row| row.from.max(row.to))
        .fold(f64::NEG_INFINITY, f64::max);
    let room = width - names - words;
    let x = |value: f64| {
        let span = high - low;
        let share = if span > 0.0 {
            (value - low) / span
        } else {
            0.5
        };
        names + room * (0.02 + 0.96 * share)
    };
    record(width, ROW * of_len(rows.len()) + 2.0, |board| {
        for (index, row) in rows.iter().enumerate() {
            let top = ROW * of_len(index) + 1.0;
            let middle = top + ROW / 2.0;
            board.line(&[(0.0, top), (width, top)], LINE, 1.0)?;
            draw_row(board, fonts, row, middle, names, &x)?;
            if index + 1 < rows.len() {
                // Ties the end of a part to the beginning of the next one.
                let at = x(row.to);
                board.line(
                    &[(at, middle + BAR / 2.0), (at, middle + ROW - BAR / 2.0)],
                    LINE_STRONG,
                    1.0,
                )?;
            }
        }
        let end = ROW * of_len(rows.len()) + 1.0;
        board.line(&[(0.0, end), (width, end)], LINE, 1.0)
    })
}

fn rows(waterfall: &Waterfall, locale: &Locale) -> Vec<Row> {
    let end = |(name, value): &(String, Finite)| Row {
        name: name.clone(),
        from: value.get(),
        to: value.get(),
        words: waterfall.unit.written(*value, locale),
        is_end: true,
    };
    let mut rows = vec![end(&waterfall.from)];
    let mut reached = waterfall.from.1.get();
    for (name, part) in &waterfall.parts {
        rows.push(Row {
            name: name.clone(),
            from: reached,
            to: reached + part.get(),
            words: waterfall.unit.written_change(*part, locale),
            is_end: false,
        });
        reached += part.get();
    }
    rows.push(end(&waterfall.to));
    rows
}

fn draw_row(
    board: &Board,
    fonts: &Fonts,
    row: &Row,
    middle: f64,
    names: f64,
    x: &impl Fn(f64) -> f64,
) -> Result<()> {
    let weight = if row.is_end {
        Weight::Semibold
    } else {
        Weight::Regular
    };
    let ink = if row.to < row.from { DOWN } else { UP };
    let base = middle + SIZE * HALF_LETTER;
    let text = |text: String, x: f64, side: Side, ink| Label {
        weight,
        size: SIZE,
        ..label(text, (x, base), side, ink)
    };
    let name = fonts.fitted(&row.name, weight, SIZE, names - 20.0);
    let name_ink = if row.is_end { INK } else { INK_2 };
    board.text(&text(name, 0.0, Side::Start, name_ink))?;
    if row.is_end {
        board.circle((x(row.to), middle), 5.0, INK)?;
    } else {
        let (from, to) = (x(row.from), x(row.to));
        // A part too small to see is a hairline.
        let (left, right) = (from.min(to), from.max(to).max(from.min(to) + 1.0));
        board.rect((left, middle - BAR / 2.0), (right, middle + BAR / 2.0), ink)?;
    }
    let is_part = !row.is_end && (row.to - row.from).abs() > 0.0;
    let words_ink = if is_part { ink } else { INK };
    board.text(&text(row.words.clone(), board.width, Side::End, words_ink))
}
