//! A measure over time: the line, where its true value likely lies, and what it is compared with.

use plotters::{element::Polygon, series::LineSeries};

use super::{
    Lines,
    axis::Axis,
    frame::{Frame, HALF_LETTER, Room, TICK, UNDER, label, ticks_width},
};
use crate::{
    Finite, Locale, Result,
    font::{Fonts, Weight},
    number::of_len,
    palette::{CANVAS, INK_2, INK_3, Ink, LINE_STRONG, SERIES, band},
    picture::{Board, Label, Picture, Point, Side, record},
};

const HEIGHT: f64 = 260.0;
/// The widest name at the end of a line.
const NAME: f64 = 150.0;

pub(super) fn draw(lines: &Lines, fonts: &Fonts, locale: &Locale, width: f64) -> Result<Picture> {
    let bands = lines.lines.iter().flat_map(|line| &line.band);
    let compared = lines.comparison.iter().flat_map(|other| &other.values);
    let values = lines
        .lines
        .iter()
        .flat_map(|line| &line.values)
        .chain(compared)
        .flatten()
        .map(|value| value.get())
        .chain(bands.flatten().flatten().map(|value| value.get()));
    let axis = Axis::new(values, lines.unit, false, 4);
    let names = lines.lines.len() > 1;
    let name_width = lines
        .lines
        .iter()
        .filter(|_| names)
        .map(|line| fonts.width(&line.name, Weight::Semibold, TICK))
        .fold(0.0, f64::max)
        .min(NAME);
    record(width, HEIGHT, |board| {
        let room = Room {
            top: if lines.events.is_empty() { 10.0 } else { 28.0 },
            right: if names { name_width + 14.0 } else { 14.0 },
            bottom: UNDER,
            left: ticks_width(&axis, fonts, locale),
        };
        let steps = lines.labels.len();
        // A single point stands in the middle.
        let span = if steps < 2 {
            -0.5..0.5
        } else {
            0.0..of_len(steps - 1)
        };
        let mut frame = Frame::new(board, fonts, room, span, &axis)?;
        frame.grid(&axis, locale, false)?;
        events(&frame, lines)?;
        for (line, ink) in lines.lines.iter().zip(SERIES.iter().cycle()) {
            for part in runs(&line.band) {
                let lower = part.iter().map(|(x, [low, _])| (*x, low.get()));
                let upper = part.iter().rev().map(|(x, [_, high])| (*x, high.get()));
                let points: Vec<(f64, f64)> = lower.chain(upper).collect();
                frame
                    .plane
                    .draw_series([Polygon::new(points, Board::fill(band(*ink)))])?;
            }
        }
        comparison(&frame, lines)?;
        for (line, ink) in lines.lines.iter().zip(SERIES.iter().cycle()) {
            for part in runs(&line.values) {
                if let [(x, value)] = part[..] {
                    board.circle(frame.at(x, value.get()), 2.5, *ink)?;
                    continue;
                }
                let points = part.iter().map(|(x, value)| (*x, value.get()));
                frame
                    .plane
                    .draw_series(LineSeries::new(points, Board::stroke(*ink, 2.0)))?;
            }
            if lines.unfinished {
                hollow_end(&frame, steps, &line.values, *ink)?;
            }
        }
        if names {
            names_at_the_ends(&frame, lines, name_width)?;
        }
        let under: Vec<(f64, String)> = lines
            .labels
            .iter()
            .enumerate()
            .map(|(index, text)| (frame.at(of_len(index), axis.low).0, text.clone()))
            .collect();
        frame.labels_under(&under)
    })
}

/// The parts of a row of values that hang together, with their steps.
fn runs<T: Copy>(values: &[Option<T>]) -> Vec<Vec<(f64, T)>> {
    let mut runs = Vec::new();
    let mut run = Vec::new();
    for (index, value) in values.iter().enumerate() {
        match value {
            Some(value) => run.push((of_len(index), *value)),
            None if !run.is_empty() => runs.push(std::mem::take(&mut run)),
            None => {}
        }
    }
    if !run.is_empty() {
        runs.push(run);
    }
    runs
}

fn hollow_end(frame: &Frame<'_>, steps: usize, values: &[Option<Finite>], ink: Ink) -> Result<()> {
    let last = steps.saturating_sub(1);
    if let Some(Some(value)) = values.get(last) {
        let at = frame.at(of_len(last), value.get());
        frame.board.circle(at, 4.5, ink)?;
        frame.board.circle(at, 2.5, CANVAS)?;
    }
    Ok(())
}

fn events(frame: &Frame<'_>, lines: &Lines) -> Result<()> {
    for event in &lines.events {
        let (x, _) = frame.at(of_len(event.at), 0.0);
        frame.board.line(
            &[(x, frame.room.top - 14.0), (x, frame.bottom())],
            LINE_STRONG,
            1.0,
        )?;
        let (side, x, room) = if x > frame.board.width / 2.0 {
            (Side::End, x - 6.0, x - 6.0)
        } else {
            (Side::Start, x + 6.0, frame.board.width - x - 6.0)
        };
        let text = frame
            .fonts
            .fitted(&event.label, Weight::Regular, TICK, room);
        frame
            .board
            .text(&label(text, (x, frame.room.top - 6.0), side, INK_2))?;
    }
    Ok(())
}

/// The dashed line with its label on it, where the measure leaves most room for that.
fn comparison(frame: &Frame<'_>, lines: &Lines) -> Result<()> {
    let Some(other) = &lines.comparison else {
        return Ok(());
    };
    let points: Vec<Point> = match &other.values[..] {
        [Some(level)] => {
            let (_, y) = frame.at(0.0, level.get());
            vec![(frame.room.left, y), (frame.right(), y)]
        }
        values => values
            .iter()
            .enumerate()
            .filter_map(|(index, value)| Some(frame.at(of_len(index), value.as_ref()?.get())))
            .collect(),
    };
    for pair in points.windows(2) {
        frame.board.dashed(pair[0], pair[1], INK_3, 1.2)?;
    }
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Ok(());
    };
    let drawn: Vec<Point> = lines
        .lines
        .iter()
        .flat_map(|line| runs(&line.values))
        .flatten()
        .map(|(x, value)| frame.at(x, value.get()))
        .collect();
    let room = frame.right() - frame.room.left;
    let text = frame
        .fonts
        .fitted(&other.label, Weight::Regular, TICK, room);
    let width = frame.fonts.width(&text, Weight::Regular, TICK);
    let places = [(first, Side::Start), (last, Side::End)]
        .into_iter()
        .flat_map(|(at, side)| [(*at, side, 15.0), (*at, side, -6.0)]);
    let best = places
        .map(|((x, y), side, down)| {
            let left = if side == Side::Start { x } else { x - width };
            let middle = y + down - TICK * HALF_LETTER;
            let clear = drawn
                .iter()
                .filter(|(px, _)| (left - 24.0..left + width + 24.0).contains(px))
                .map(|(_, py)| (py - middle).abs())
                .fold(f64::INFINITY, f64::min);
            let inside = middle > frame.room.top && middle < frame.bottom() - 4.0;
            (if inside { clear } else { -1.0 }, (x, y + down), side)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    if let Some((_, at, side)) = best {
        frame.board.text(&label(text, at, side, INK_3))?;
    }
    Ok(())
}

/// The name of each line where it ends, moved apart where lines end close together.
fn names_at_the_ends(frame: &Frame<'_>, lines: &Lines, room: f64) -> Result<()> {
    let mut ends: Vec<(Point, String, Ink)> = lines
        .lines
        .iter()
        .zip(SERIES.iter().cycle())
        .filter_map(|(line, ink)| {
            let (step, value) = line
                .values
                .iter()
                .enumerate()
                .rev()
                .find_map(|(step, value)| Some((step, value.as_ref()?)))?;
            let name = frame.fonts.fitted(&line.name, Weight::Semibold, TICK, room);
            Some((frame.at(of_len(step), value.get()), name, *ink))
        })
        .collect();
    ends.sort_by(|a, b| a.0.1.total_cmp(&b.0.1));
    let mut placed: Vec<(f64, f64)> = Vec::new();
    for ((x, y), name, ink) in ends {
        let x = x + 8.0;
        let width = frame.fonts.width(&name, Weight::Semibold, TICK);
        // Names that would touch those above are moved down.
        let y = placed
            .iter()
            .filter(|(left, _)| (left - x).abs() < width)
            .map(|(_, above)| above + 14.0)
            .fold(y, f64::max);
        placed.push((x, y));
        let at = (x, y + TICK * HALF_LETTER);
        frame.board.text(&Label {
            weight: Weight::Semibold,
            ..label(name, at, Side::Start, ink)
        })?;
    }
    Ok(())
}
