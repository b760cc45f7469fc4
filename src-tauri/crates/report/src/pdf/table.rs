//! Tables on pages: columns as wide as they need, heads again on each page, rows that are never cut
//! off. A table with more columns than a page is wide is laid out in parts, each with the first
//! column again.

use super::{
    blocks::{CAPTION, SUBHEAD, range_mark},
    pages::{ElementId, MARGIN, Pages, ROOM, ROOT, Role, Style, What, base},
};
use crate::{
    Cell, Column, Kind, Locale, Table,
    font::{Fonts, Weight},
    number::{nearest, of_len},
    palette::{INK, INK_3, LINE, LINE_STRONG},
    picture::Side,
    table::place_on_scale,
};

/// Letters of cells, from what is read with ease to the least that is printed.
const SIZES: [f64; 3] = [8.5, 7.5, 6.5];
/// Between columns.
const GAP: f64 = 13.0;
/// Above and under the lines of a row.
const PAD: f64 = 4.0;
/// The mark of an interval with the gap after it.
const MARK: f64 = 62.0;
const MARK_GAP: f64 = 8.0;
/// No column of words is made narrower, however long its words.
const LEAST_WORDS: f64 = 48.0;
/// Nor is the first, which names the rows, made narrower than this where its words are longer.
const LEAST_NAMES: f64 = 84.0;
/// The widest head in one line.
const HEAD: f64 = 70.0;
/// What a column of words may take at most before others have what they need.
const MOST_WORDS: f64 = 190.0;

/// The columns of a part of a table.
struct Part<'a> {
    table: &'a Table,
    columns: Vec<Placed>,
    size: f64,
}

/// A column with its place.
#[derive(Debug, Clone, Copy)]
struct Placed {
    index: usize,
    x: f64,
    width: f64,
    /// The ends of the scale of its marks.
    scale: Option<[i64; 2]>,
}

pub(super) fn lay_out(pages: &mut Pages<'_>, table: &Table, locale: &Locale) {
    let parts = parts(pages.fonts, table, locale);
    let count = parts.len();
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            pages.space(18.0);
        }
        let title = if count > 1 {
            format!("{} (part {} of {count})", table.title, index + 1)
        } else {
            table.title.clone()
        };
        part.lay_out(pages, &title, locale);
    }
}

/// A row of lines to draw: for each column its lines.
struct Lines {
    cells: Vec<Vec<String>>,
    count: usize,
}

impl Part<'_> {
    fn style(&self, weight: Weight) -> Style {
        Style {
            size: self.size,
            leading: self.size + 4.0,
            weight,
            ink: INK,
        }
    }

    fn lay_out(&self, pages: &mut Pages<'_>, title: &str, locale: &Locale) {
        let head_style = Style {
            ink: INK_3,
            ..self.style(Weight::Regular)
        };
        let heads = self.lines(pages.fonts, Weight::Regular, |index| {
            self.table.columns()[index].head.clone()
        });
        let row = self.style(Weight::Regular).leading + 2.0 * PAD;
        let head_height = of_len(heads.count) * head_style.leading + 2.0 * PAD;
        // The title, the heads and two rows stay together.
        pages.need(SUBHEAD.leading + CAPTION.leading + head_height + 2.0 * row);
        let element = pages.element(ROOT, Role::Table(title.to_owned()));
        if !title.is_empty() {
            let caption = pages.element(element, Role::Caption);
            pages.write(caption, title, SUBHEAD);
            if !self.table.note.is_empty() {
                pages.write(caption, &self.table.note, CAPTION);
            }
            pages.y += 2.0;
        }
        let head = pages.element(element, Role::TableHead);
        let head_row = pages.element(head, Role::TableRow);
        self.draw_heads(pages, &heads, head_style, Some(head_row));
        let again = |part: &Self, pages: &mut Pages<'_>| {
            pages.new_page();
            part.draw_heads(pages, &heads, head_style, None);
        };
        let body = pages.element(element, Role::TableBody);
        if self.table.rows().is_empty() {
            let row = pages.element(body, Role::TableRow);
            let cell = pages.element(row, Role::TableCell);
            pages.y += PAD;
            pages.write(cell, &self.table.empty, head_style);
            pages.y += PAD;
            pages.rule(LINE, 0.5);
        }
        let last = self.table.rows().len().saturating_sub(1);
        for (at, cells) in self.table.rows().iter().enumerate() {
            // The row that sums up takes the last one with it to a new page.
            if let Some(foot) = self.table.foot().filter(|_| at == last && at > 0) {
                let rows = [
                    (cells.as_slice(), Weight::Regular),
                    (foot, Weight::Semibold),
                ];
                let height = |(cells, weight): (&[Cell], Weight)| {
                    self.height(pages.fonts, cells, weight, locale)
                };
                if rows.into_iter().map(height).sum::<f64>() > pages.left() {
                    again(self, pages);
                }
            }
            self.draw_row(pages, body, cells, Weight::Regular, locale, &again);
            pages.rule(LINE, 0.5);
        }
        if let Some(cells) = self.table.foot() {
            pages.rule(LINE_STRONG, 0.75);
            let foot = pages.element(element, Role::TableFoot);
            self.draw_row(pages, foot, cells, Weight::Semibold, locale, &again);
        }
    }

    fn lines(&self, fonts: &Fonts, weight: Weight, text: impl Fn(usize) -> String) -> Lines {
        let cells: Vec<Vec<String>> = self
            .columns
            .iter()
            .map(|column| fonts.wrap(&text(column.index), weight, self.size, column.width))
            .collect();
        let count = cells.iter().map(Vec::len).max().unwrap_or(1);
        Lines { cells, count }
    }

    /// How high a row is.
    fn height(&self, fonts: &Fonts, cells: &[Cell], weight: Weight, locale: &Locale) -> f64 {
        let lines = self.lines(fonts, weight, |index| {
            cells[index].written(self.table.columns()[index].kind, locale)
        });
        of_len(lines.count) * self.style(weight).leading + 2.0 * PAD
    }

    /// The heads of the columns, on the line above the rows. Without an element they are written
    /// again for the eye alone.
    fn draw_heads(
        &self,
        pages: &mut Pages<'_>,
        heads: &Lines,
        style: Style,
        row: Option<ElementId>,
    ) {
        let top = pages.y + PAD;
        for (column, lines) in self.columns.iter().zip(&heads.cells) {
            let element = row.map(|row| pages.element(row, Role::ColumnHead));
            let (x, side) = self.edge(column);
            let mut y = top + of_len(heads.count - lines.len()) * style.leading;
            for line in lines {
                let label = style.label(line.clone(), (x, y + base(style)), side);
                match element {
                    Some(element) => pages.draw(element, What::Text(label)),
                    None => pages.decorate(What::Text(label)),
                }
                y += style.leading;
            }
        }
        pages.y = top + of_len(heads.count) * style.leading + PAD;
        pages.rule(LINE_STRONG, 0.75);
    }

    /// Where the letters of a column begin or end.
    fn edge(&self, column: &Placed) -> (f64, Side) {
        if self.table.columns()[column.index].kind.is_right() {
            (column.x + column.width, Side::End)
        } else {
            (column.x, Side::Start)
        }
    }

    fn draw_row(
        &self,
        pages: &mut Pages<'_>,
        parent: ElementId,
        cells: &[Cell],
        weight: Weight,
        locale: &Locale,
        again: &impl Fn(&Self, &mut Pages<'_>),
    ) {
        let style = self.style(weight);
        let written = |index: usize| {
            let kind = self.table.columns()[index].kind;
            cells[index].written(kind, locale)
        };
        let lines = self.lines(pages.fonts, weight, written);
        let height = of_len(lines.count) * style.leading + 2.0 * PAD;
        let row = pages.element(parent, Role::TableRow);
        let elements: Vec<ElementId> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let kind = self.table.columns()[column.index].kind;
                let names_the_row = place == 0 && kind == Kind::Text;
                pages.element(
                    row,
                    if names_the_row {
                        Role::RowHead
                    } else {
                        Role::TableCell
                    },
                )
            })
            .collect();
        if height > pages.left() {
            again(self, pages);
        }
        let mut from = 0;
        loop {
            // A row that is taller than a page goes on on the next one.
            let room = nearest(((pages.left() - 2.0 * PAD) / style.leading).floor());
            let until = lines
                .count
                .min(from + usize::try_from(room).unwrap_or(1).max(1));
            let top = pages.y + PAD;
            for ((column, texts), element) in self.columns.iter().zip(&lines.cells).zip(&elements) {
                let (x, side) = self.edge(column);
                let ink = cells[column.index].ink();
                let texts = texts.iter().take(until).skip(from);
                for (line, text) in texts.enumerate().filter(|(_, text)| !text.is_empty()) {
                    let y = top + of_len(line) * style.leading + base(style);
                    let label = Style { ink, ..style }.label(text.clone(), (x, y), side);
                    pages.draw(*element, What::Text(label));
                }
                if from == 0 {
                    draw_mark(
                        pages,
                        column,
                        &cells[column.index],
                        top + style.leading / 2.0,
                    );
                }
            }
            pages.y = top + of_len(until - from) * style.leading + PAD;
            from = until;
            if from >= lines.count {
                break;
            }
            again(self, pages);
        }
    }
}

fn draw_mark(pages: &mut Pages<'_>, column: &Placed, cell: &Cell, y: f64) {
    let (Some(scale), Cell::Interval(interval)) = (column.scale, cell) else {
        return;
    };
    let Some(at) = interval.at else { return };
    let places = [interval.low, at, interval.high].map(|minor| place_on_scale(minor, scale));
    range_mark(pages, (column.x, y), MARK - MARK_GAP, places);
}

/// What a column needs.
#[derive(Debug, Clone, Copy)]
struct Need {
    /// So that no word is broken.
    least: f64,
    /// So that nothing is wrapped.
    full: f64,
    scale: Option<[i64; 2]>,
}

/// The columns of a table on the page: in letters as large as possible, all of them side by side if
/// the smallest allow it, and in parts otherwise.
fn parts<'a>(fonts: &Fonts, table: &'a Table, locale: &Locale) -> Vec<Part<'a>> {
    for size in SIZES {
        for marks in [true, false] {
            let needs: Vec<Need> = (0..table.columns().len())
                .map(|column| need(fonts, table, column, size, locale, marks))
                .collect();
            let least: f64 = needs.iter().map(|need| need.least).sum();
            if least + GAP * of_len(needs.len().saturating_sub(1)) <= ROOM {
                let all: Vec<usize> = (0..needs.len()).collect();
                return vec![part(table, &needs, &all, size)];
            }
        }
    }
    // In parts there is room again for letters that are read with more ease.
    let size = SIZES[1];
    let needs: Vec<Need> = (0..table.columns().len())
        .map(|column| need(fonts, table, column, size, locale, true))
        .collect();
    let mut parts = Vec::new();
    let mut from = 1;
    let first = needs.first().map_or(0.0, |need| need.least);
    while from < needs.len() {
        let mut width = first;
        let mut columns = vec![0];
        while let Some(need) = needs.get(from) {
            width += GAP + need.least;
            // One column beside the first is written in any case.
            if width > ROOM && columns.len() > 1 {
                break;
            }
            columns.push(from);
            from += 1;
        }
        parts.push(part(table, &needs, &columns, size));
    }
    if parts.is_empty() {
        let all: Vec<usize> = (0..needs.len()).collect();
        parts.push(part(table, &needs, &all, size));
    }
    parts
}

fn need(
    fonts: &Fonts,
    table: &Table,
    index: usize,
    size: f64,
    locale: &Locale,
    marks: bool,
) -> Need {
    let Column { head, kind } = &table.columns()[index];
    let mut least = fonts.widest_word(head, Weight::Regular, size);
    let mut full = least;
    let rows = table.rows().iter().map(|row| (row, Weight::Regular));
    let foot = table.foot().map(<[Cell]>::to_vec);
    for (row, weight) in rows.chain(foot.iter().map(|row| (row, Weight::Semibold))) {
        let text = row[index].written(*kind, locale);
        let width = fonts.width(&text, weight, size);
        full = full.max(width);
        let may_wrap = matches!(row[index], Cell::Text(_) | Cell::Absent(_));
        least = least.max(if may_wrap {
            fonts.widest_word(&text, weight, size).min(LEAST_WORDS)
        } else {
            width
        });
    }
    if index == 0 && table.columns().len() > 2 {
        least = least.max(full.min(LEAST_NAMES));
    }
    // A head is written in one line where that does not take room from what stands under it.
    full = full.max(fonts.width(head, Weight::Regular, size).min(HEAD));
    let scale = table.marks(index).filter(|_| marks);
    if scale.is_some() {
        least += MARK;
        full += MARK;
    }
    Need { least, full, scale }
}

/// Shares the width of the page among columns.
fn part<'a>(table: &'a Table, needs: &[Need], columns: &[usize], size: f64) -> Part<'a> {
    let gaps = GAP * of_len(columns.len().saturating_sub(1));
    let room = ROOM - gaps;
    let chosen = || columns.iter().map(|index| needs[*index]);
    let least: f64 = chosen().map(|need| need.least).sum();
    let wanted = |need: Need| need.full.max(need.least).min(MOST_WORDS.max(need.least));
    let wish: f64 = chosen().map(|need| wanted(need) - need.least).sum();
    let extra = (room - least).max(0.0);
    // First what columns would like, in proportion; then all that long texts could use; then what
    // is left, in equal shares.
    let share = |room: f64, wish: f64| {
        if wish > 0.0 {
            (room / wish).min(1.0)
        } else {
            0.0
        }
    };
    let granted = share(extra, wish);
    let rest = (extra - wish * granted).max(0.0);
    let long = |need: Need| need.full.max(need.least) - wanted(need);
    let wish: f64 = chosen().map(long).sum();
    let more = share(rest, wish);
    let rest = (rest - wish * more).max(0.0) / of_len(columns.len().max(1));
    let squeeze = if least > room { room / least } else { 1.0 };
    let mut x = MARGIN;
    let columns = columns
        .iter()
        .map(|index| {
            let need = needs[*index];
            let width = need.least * squeeze
                + (wanted(need) - need.least) * granted
                + long(need) * more
                + rest;
            let placed = Placed {
                index: *index,
                x,
                width,
                scale: need.scale,
            };
            x += width + GAP;
            placed
        })
        .collect();
    Part {
        table,
        columns,
        size,
    }
}
