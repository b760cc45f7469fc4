//! The blocks of a report on pages, one under another.

use std::rc::Rc;

use super::{
    pages::{BOTTOM, MARGIN, Pages, ROOM, ROOT, Role, Style, TOP, What, base},
    table,
};
use crate::{
    Block, Cell, Chart, Document, Figure, Join, Kind, Locale, Note, Result, Tone, chart,
    font::Weight,
    number::of_len,
    palette::{INK, INK_2, INK_3, Ink, LINE, LINE_STRONG, SUNKEN, UP, WARN, WARN_SOFT},
    picture::Side,
};

const fn style(size: f64, leading: f64, weight: Weight, ink: Ink) -> Style {
    Style {
        size,
        leading,
        weight,
        ink,
    }
}

const TITLE: Style = style(24.0, 30.0, Weight::Semibold, INK);
const LEAD: Style = style(10.5, 16.0, Weight::Regular, INK_2);
const FORMULA: Style = style(10.5, 16.0, Weight::Regular, INK);
const HEADING: Style = style(15.0, 21.0, Weight::Semibold, INK);
const BODY: Style = style(10.0, 15.5, Weight::Regular, INK);
pub(super) const SUBHEAD: Style = style(11.0, 16.0, Weight::Semibold, INK);
pub(super) const CAPTION: Style = style(8.5, 12.5, Weight::Regular, INK_3);
const FIGURE: Style = style(18.0, 24.0, Weight::Semibold, INK);
/// A figure that is a sentence.
const FIGURE_WORDS: Style = style(10.5, 24.0, Weight::Regular, INK_3);
/// Above a table or chart.
const ABOVE: f64 = 22.0;

pub(super) fn lay_out(pages: &mut Pages<'_>, document: &Document) -> Result<()> {
    let about = &document.about;
    let title = pages.element(ROOT, Role::Title(about.title.clone()));
    pages.write(title, &about.title, TITLE);
    pages.y += 4.0;
    for (text, style) in [(&about.period, LEAD), (&about.formula, FORMULA)] {
        if !text.is_empty() {
            let paragraph = pages.element(ROOT, Role::Paragraph);
            pages.write(paragraph, text, style);
        }
    }
    pages.y += 12.0;
    pages.rule(LINE, 0.75);
    pages.y += 4.0;
    let mut blocks = document.blocks.iter().peekable();
    while let Some(block) = blocks.next() {
        let before = pages.mark();
        lay_block(pages, block, &about.locale)?;
        let (Block::Heading(_), Some(next)) = (block, blocks.peek()) else {
            continue;
        };
        if matches!(next, Block::Heading(_) | Block::PageBreak) {
            continue;
        }
        // A head does not stay behind alone: it goes with what follows.
        let under_head = pages.mark();
        lay_block(pages, next, &about.locale)?;
        if pages.has_left_alone(&under_head) {
            pages.back_to(&before);
            pages.new_page();
            lay_block(pages, block, &about.locale)?;
            lay_block(pages, next, &about.locale)?;
        }
        blocks.next();
    }
    say_what_is_missing(pages);
    Ok(())
}

fn lay_block(pages: &mut Pages<'_>, block: &Block, locale: &Locale) -> Result<()> {
    match block {
        Block::Heading(text) => {
            pages.space(26.0);
            pages.need(HEADING.leading);
            pages.stop(text);
            let heading = pages.element(ROOT, Role::Heading(text.clone()));
            pages.write(heading, text, HEADING);
            pages.is_under_head = true;
        }
        Block::Paragraph(text) => {
            pages.space(8.0);
            pages.need(BODY.leading * 2.0);
            let paragraph = pages.element(ROOT, Role::Paragraph);
            pages.write(paragraph, text, BODY);
        }
        Block::Note(note) => lay_note(pages, note),
        Block::Figures(figures) => lay_figures(pages, figures, locale),
        Block::Table(table) => {
            pages.space(ABOVE);
            table::lay_out(pages, table, locale);
        }
        Block::Chart(chart) => {
            pages.space(ABOVE);
            lay_chart(pages, chart, locale)?;
        }
        Block::PageBreak => {
            if !pages.is_at_top() {
                pages.new_page();
            }
        }
    }
    Ok(())
}

/// A fact on a shade of its own; one that is longer than a page is a paragraph.
fn lay_note(pages: &mut Pages<'_>, note: &Note) {
    const INSET: f64 = 12.0;
    let lines = pages
        .fonts
        .wrap(&note.text, BODY.weight, BODY.size, ROOM - 2.0 * INSET - 4.0);
    let height = of_len(lines.len()) * BODY.leading + 2.0 * INSET - 4.0;
    pages.space(14.0);
    let element = pages.element(ROOT, Role::Note);
    if height > BOTTOM - TOP {
        pages.write(element, &note.text, BODY);
        return;
    }
    pages.need(height);
    let (shade, edge) = match note.tone {
        Tone::Plain => (SUNKEN, INK_3),
        Tone::Warn => (WARN_SOFT, WARN),
    };
    let (left, top) = (MARGIN, pages.y);
    pages.decorate(What::Area {
        from: (left, top),
        to: (left + ROOM, top + height),
        ink: shade,
    });
    pages.decorate(What::Area {
        from: (left, top),
        to: (left + 2.5, top + height),
        ink: edge,
    });
    let mut y = top + INSET - 2.0;
    for line in lines {
        let at = (left + INSET + 4.0, y + base(BODY));
        pages.draw(element, What::Text(BODY.label(line, at, Side::Start)));
        y += BODY.leading;
    }
    pages.y = top + height;
}

/// A figure with its words, measured.
struct Measured<'a> {
    figure: &'a Figure,
    value: String,
    style: Style,
    notes: Vec<String>,
    label: Vec<String>,
    width: f64,
}

/// Between figures that stand for themselves, and what a sign takes.
const APART: f64 = 30.0;
const SIGN: f64 = 32.0;
/// The widest words over and under a figure.
const WORDS: f64 = 130.0;

fn lay_figures(pages: &mut Pages<'_>, figures: &[Figure], locale: &Locale) {
    let fonts = pages.fonts;
    pages.space(16.0);
    let measured: Vec<Measured<'_>> = figures
        .iter()
        .map(|figure| {
            let value = figure.value.written(Kind::Money, locale);
            let mut style = match figure.value {
                Cell::Absent(_) => FIGURE_WORDS,
                _ => FIGURE,
            };
            let width = fonts.width(&value, style.weight, style.size);
            if width > ROOM - SIGN {
                style.size *= (ROOM - SIGN) / width;
            }
            let width = fonts.width(&value, style.weight, style.size);
            let wrapped = |text: &str| -> Vec<String> {
                if text.is_empty() {
                    return Vec::new();
                }
                fonts.wrap(text, CAPTION.weight, CAPTION.size, WORDS.max(width))
            };
            let (label, notes) = (wrapped(&figure.label), wrapped(&figure.note));
            let words = label
                .iter()
                .chain(&notes)
                .map(|line| fonts.width(line, CAPTION.weight, CAPTION.size))
                .fold(0.0, f64::max);
            Measured {
                figure,
                value,
                style,
                notes,
                label,
                width: width.max(words),
            }
        })
        .collect();
    let mut start = 0;
    while start < measured.len() {
        let mut end = start;
        let mut width = 0.0;
        while end < measured.len() {
            let before = gap(measured[end].figure, end == start);
            if end > start && width + before + measured[end].width > ROOM {
                break;
            }
            width += before + measured[end].width;
            end += 1;
        }
        if start > 0 {
            pages.space(10.0);
        }
        lay_figure_row(pages, &measured[start..end]);
        start = end;
    }
}

/// What stands before a figure: a sign, or space.
fn gap(figure: &Figure, is_first: bool) -> f64 {
    match figure.join {
        Join::Apart if is_first => 0.0,
        Join::Apart => APART,
        _ => SIGN,
    }
}

fn lay_figure_row(pages: &mut Pages<'_>, row: &[Measured<'_>]) {
    let lines = |of: &dyn Fn(&Measured<'_>) -> usize| row.iter().map(of).max().unwrap_or(0);
    let labels = of_len(lines(&|figure| figure.label.len())) * CAPTION.leading;
    let notes = of_len(lines(&|figure| figure.notes.len())) * CAPTION.leading;
    let height = labels + FIGURE.leading + notes + 4.0;
    pages.need(height);
    let top = pages.y;
    let mut x = MARGIN;
    for (index, measured) in row.iter().enumerate() {
        let element = pages.element(ROOT, Role::Paragraph);
        let gap = gap(measured.figure, index == 0);
        let base_y = top + labels + base(FIGURE);
        if let Some(sign) = measured.figure.join.sign() {
            let style = Style {
                ink: INK_3,
                weight: Weight::Regular,
                size: 15.0,
                ..FIGURE
            };
            let at = (x + gap / 2.0, base_y);
            let sign = style.label(sign.to_owned(), at, Side::Middle);
            pages.draw(element, What::Text(sign));
        } else if index > 0 {
            pages.decorate(What::Line {
                points: [
                    (x + gap / 2.0, top + 1.0),
                    (x + gap / 2.0, top + height - 5.0),
                ],
                ink: LINE_STRONG,
                width: 0.75,
            });
        }
        x += gap;
        // Labels stand on the line above the figure, however many lines the others take.
        let mut y = top + labels - of_len(measured.label.len()) * CAPTION.leading;
        for line in &measured.label {
            let label = CAPTION.label(line.clone(), (x, y + base(CAPTION)), Side::Start);
            pages.draw(element, What::Text(label));
            y += CAPTION.leading;
        }
        let value = measured
            .style
            .label(measured.value.clone(), (x, base_y), Side::Start);
        pages.draw(element, What::Text(value));
        y = top + labels + FIGURE.leading;
        for line in &measured.notes {
            let style = Style {
                ink: INK_2,
                ..CAPTION
            };
            let note = style.label(line.clone(), (x, y + base(CAPTION)), Side::Start);
            pages.draw(element, What::Text(note));
            y += CAPTION.leading;
        }
        x += measured.width;
    }
    pages.y = top + height;
}

/// A chart with its words: they stay with the drawing, or with its first piece.
fn lay_chart(pages: &mut Pages<'_>, chart: &Chart, locale: &Locale) -> Result<()> {
    let pieces = if chart.is_empty() {
        Vec::new()
    } else {
        chart::pieces(chart, pages.fonts, locale)?
    };
    let scale = ROOM / chart::WIDTH;
    let lines = |text: &str, style: Style| {
        if text.is_empty() {
            return 0.0;
        }
        of_len(pages.fonts.wrap(text, style.weight, style.size, ROOM).len()) * style.leading
    };
    let words = lines(&chart.title, SUBHEAD) + lines(&chart.caption, CAPTION) + 8.0;
    let first = pieces.first().map_or(BODY.leading, |p| p.height * scale);
    pages.need(words + first);
    let figure = pages.element(ROOT, Role::Figure(chart.alt.clone()));
    let caption = pages.element(figure, Role::Caption);
    pages.write(caption, &chart.title, SUBHEAD);
    if !chart.caption.is_empty() {
        pages.write(caption, &chart.caption, CAPTION);
    }
    pages.y += 8.0;
    if pieces.is_empty() {
        let style = Style { ink: INK_3, ..BODY };
        pages.write(figure, &chart.empty, style);
    }
    for (index, piece) in pieces.into_iter().enumerate() {
        if index > 0 {
            pages.y += 8.0;
        }
        // A drawing taller than a page is made to fit on one.
        let fitted = scale.min((BOTTOM - TOP) / piece.height);
        let height = piece.height * fitted;
        pages.need(height);
        let at = (MARGIN, pages.y);
        let what = What::Picture {
            picture: Rc::new(piece),
            at,
            scale: fitted,
        };
        pages.draw(figure, what);
        pages.y += height;
    }
    Ok(())
}

/// Says so where the letters of something could not be drawn.
fn say_what_is_missing(pages: &mut Pages<'_>) {
    let missing = pages.fonts.missing().len();
    if missing == 0 {
        return;
    }
    let (signs, show) = if missing == 1 {
        ("One sign in this report is", "shows as a box")
    } else {
        ("Some signs in this report are", "show as boxes")
    };
    let text = format!(
        "{signs} of a script whose letters this file does not carry, and {show}. \
         The web page and the spreadsheet of the same report hold them."
    );
    lay_note(pages, &Note::plain(text));
}

/// The mark of an interval: where the estimate lies and where its true value likely does.
pub(super) fn range_mark(pages: &mut Pages<'_>, from: (f64, f64), width: f64, places: [f64; 3]) {
    const INSET: f64 = 3.0;
    let (left, y) = from;
    let [low, at, high] = places.map(|place| left + INSET + place * (width - 2.0 * INSET));
    pages.decorate(What::Line {
        points: [(left, y), (left + width, y)],
        ink: LINE,
        width: 0.75,
    });
    pages.decorate(What::Area {
        from: (low - 1.5, y - 2.0),
        to: (high + 1.5, y + 2.0),
        ink: Ink { alpha: 0.32, ..UP },
    });
    pages.decorate(What::Dot {
        at: (at, y),
        radius: 2.6,
        ink: UP,
    });
}
