//! From a chart to its drawing: as a part of a report, or alone with all that it must carry.

use super::{Chart, Plot, bars, cohort, frame::label, line, scatter, waterfall};
use crate::{
    About, Locale, Result,
    font::{Fonts, Weight},
    number::of_len,
    palette::{CANVAS, INK, INK_2, INK_3, LINE},
    picture::{Label, Picture, Side, record},
};

/// The width of a drawing in a report, in pixels of the design.
pub(crate) const WIDTH: f64 = 720.0;
/// Round a drawing that stands alone.
const MARGIN: f64 = 32.0;

/// The drawing of a chart that is not empty, in as many pieces as it needs, without title.
pub(crate) fn pieces(chart: &Chart, fonts: &Fonts, locale: &Locale) -> Result<Vec<Picture>> {
    Ok(match &chart.plot {
        Plot::Line(lines) => vec![line::draw(lines, fonts, locale, WIDTH)?],
        Plot::Bars(bars) => vec![bars::draw(bars, fonts, locale, WIDTH)?],
        Plot::Histogram(histogram) => {
            vec![bars::draw_histogram(histogram, fonts, locale, WIDTH)?]
        }
        Plot::Waterfall(parts) => vec![waterfall::draw(parts, fonts, locale, WIDTH)?],
        Plot::Cohort(table) => cohort::draw(table, fonts, locale, WIDTH)?,
        Plot::Scatter(scatter) => vec![scatter::draw(scatter, fonts, locale, WIDTH)?],
    })
}

/// A chart as a picture of its own: with its title, and with shop, period, formula and date.
pub(crate) fn alone(about: &About, chart: &Chart, fonts: &Fonts) -> Result<Picture> {
    let pieces = if chart.is_empty() {
        Vec::new()
    } else {
        pieces(chart, fonts, &about.locale)?
    };
    let lines = |text: &str, weight, size| {
        if text.is_empty() {
            Vec::new()
        } else {
            fonts.wrap(text, weight, size, WIDTH)
        }
    };
    let mut words: Vec<Label> = Vec::new();
    let mut y = MARGIN;
    let mut say = |y: &mut f64, text: &str, weight, size: f64, ink, leading: f64| {
        for line in lines(text, weight, size) {
            let at = (MARGIN, *y + leading * 0.74);
            words.push(Label {
                size,
                weight,
                ..label(line, at, Side::Start, ink)
            });
            *y += leading;
        }
    };
    say(&mut y, &chart.title, Weight::Semibold, 18.0, INK, 26.0);
    say(&mut y, &chart.caption, Weight::Regular, 13.0, INK_3, 20.0);
    y += 14.0;
    let top = y;
    if pieces.is_empty() {
        say(&mut y, &chart.empty, Weight::Regular, 14.0, INK_2, 22.0);
    } else {
        let heights: f64 = pieces.iter().map(|piece| piece.height).sum();
        y += heights + 16.0 * of_len(pieces.len() - 1);
    }
    y += 22.0;
    let rule = y;
    y += 12.0;
    say(&mut y, &about.formula, Weight::Regular, 12.0, INK_2, 18.0);
    let rest = format!(
        "{} · {} · {}",
        about.shop,
        about.period,
        about.made_on_words()
    );
    say(&mut y, &rest, Weight::Regular, 12.0, INK_3, 18.0);
    let height = y + MARGIN - 8.0;
    let mut picture = record(WIDTH + 2.0 * MARGIN, height, |board| {
        board.rect((0.0, 0.0), (board.width, board.height), CANVAS)?;
        board.line(&[(MARGIN, rule), (MARGIN + WIDTH, rule)], LINE, 1.0)?;
        for label in &words {
            board.text(label)?;
        }
        Ok(())
    })?;
    let mut at = top;
    for piece in pieces {
        let height = piece.height;
        picture.put(piece, MARGIN, at);
        at += height + 16.0;
    }
    Ok(picture)
}
