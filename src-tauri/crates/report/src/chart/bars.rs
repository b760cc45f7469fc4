//! Bars: things side by side, and how many fall between one value and the next. They start at
//! nought, always.

use super::{
    Bars, Histogram, Threshold,
    axis::{Axis, is_whole, written_tick},
    frame::{Frame, Room, TICK, UNDER, label, ticks_width},
};
use crate::{
    Finite, Locale, Result, Unit,
    font::{Fonts, Weight},
    number::of_len,
    palette::{CHART_MARK, CHART_REST, INK, INK_2, Ink, LINE_STRONG, UP},
    picture::{Label, Picture, Side, record},
};

const HEIGHT: f64 = 240.0;
/// How far the open last bin stands apart.
const APART: f64 = 8.0;
/// A line of words beside a threshold.
const LINE: f64 = 16.0;
/// Values are written over so many bars at most.
const WRITTEN: usize = 14;

pub(super) fn draw(bars: &Bars, fonts: &Fonts, locale: &Locale, width: f64) -> Result<Picture> {
    let values = bars.bars.iter().filter_map(|bar| bar.value);
    let mut axis = Axis::new(values.map(Finite::get), bars.unit, true, 4);
    // Where each bar has its value on it, a grid would say it again and cross it.
    let count = bars.bars.len();
    let most = bars.bars.iter().filter_map(|bar| bar.value);
    let widest = most
        .map(|value| fonts.width(&bars.unit.written(value, locale), Weight::Regular, TICK))
        .fold(0.0, f64::max);
    let is_written = count <= WRITTEN && (widest + 6.0) * of_len(count) < width;
    if is_written {
        axis.keep_to(bars.bars.iter().filter_map(|bar| bar.value));
    }
    record(width, HEIGHT, |board| {
        let room = Room {
            top: 20.0,
            right: 0.0,
            bottom: UNDER,
            left: if is_written {
                0.0
            } else {
                ticks_width(&axis, fonts, locale)
            },
        };
        let frame = Frame::new(board, fonts, room, 0.0..1.0, &axis)?;
        if !is_written {
            frame.grid(&axis, locale, true)?;
        }
        let slot = (frame.right() - room.left) / of_len(bars.bars.len().max(1));
        let thick = (slot * 0.72).min(64.0);
        let (_, base) = frame.at(0.0, 0.0);
        let mut under = Vec::with_capacity(bars.bars.len());
        for (index, bar) in bars.bars.iter().enumerate() {
            let middle = room.left + slot * (of_len(index) + 0.5);
            under.push((middle, bar.label.clone()));
            let Some(value) = bar.value else { continue };
            let ink = if bar.highlighted { UP } else { CHART_REST };
            let (_, top) = frame.at(0.0, value.get());
            board.rect(
                (middle - thick / 2.0, top.min(base)),
                (middle + thick / 2.0, top.max(base)),
                ink,
            )?;
            let words = bars.unit.written(value, locale);
            if is_written {
                let y = if value < Finite::ZERO {
                    top + TICK + 2.0
                } else {
                    top - 5.0
                };
                board.text(&Label {
                    weight: if bar.highlighted {
                        Weight::Semibold
                    } else {
                        Weight::Regular
                    },
                    ..label(words, (middle, y), Side::Middle, INK_2)
                })?;
            }
        }
        board.line(
            &[(room.left, base), (frame.right(), base)],
            LINE_STRONG,
            1.0,
        )?;
        frame.labels_under(&under)
    })
}

pub(super) fn draw_histogram(
    histogram: &Histogram,
    fonts: &Fonts,
    locale: &Locale,
    width: f64,
) -> Result<Picture> {
    let counts = histogram.bins.iter().map(|bin| f64::from(bin.count));
    let axis = Axis::new(counts, Unit::Count, true, 4);
    // Words of thresholds stand above the bars, each with lines of its own.
    let lines: usize = histogram
        .thresholds
        .iter()
        .map(|threshold| 1 + threshold.notes.len())
        .sum();
    let head = if lines == 0 {
        10.0
    } else {
        of_len(lines) * LINE + 10.0
    };
    record(width, HEIGHT + head, |board| {
        let room = Room {
            top: head,
            right: 0.0,
            bottom: UNDER,
            left: ticks_width(&axis, fonts, locale),
        };
        let frame = Frame::new(board, fonts, room, 0.0..1.0, &axis)?;
        frame.grid(&axis, locale, true)?;
        let bins = histogram.bins.len();
        let closed = bins - usize::from(histogram.open && bins > 0);
        let apart = if histogram.open { APART } else { 0.0 };
        let slot = (frame.right() - room.left - apart) / of_len(bins.max(1));
        let left_of = |index: usize| {
            let gap = if index >= closed { apart } else { 0.0 };
            room.left + slot * of_len(index) + gap
        };
        let (_, base) = frame.at(0.0, 0.0);
        let gap = (slot * 0.12).min(2.0) / 2.0;
        for (index, bin) in histogram.bins.iter().enumerate() {
            let ink = if bin.highlighted { UP } else { CHART_REST };
            let (_, top) = frame.at(0.0, f64::from(bin.count));
            let left = left_of(index);
            board.rect((left + gap, top), (left + slot - gap, base), ink)?;
        }
        edges_under(&frame, histogram, closed, &left_of, slot, locale)?;
        let x_of = |value: Finite| {
            let share = (value.get() - histogram.start.get()) / histogram.width.get();
            room.left + slot * share.clamp(0.0, of_len(closed))
        };
        thresholds(&frame, &histogram.thresholds, &x_of)?;
        board.line(
            &[(room.left, base), (frame.right(), base)],
            LINE_STRONG,
            1.0,
        )
    })
}

/// The edges of bins, and what the open one holds in its middle.
fn edges_under(
    frame: &Frame<'_>,
    histogram: &Histogram,
    closed: usize,
    left_of: &impl Fn(usize) -> f64,
    slot: f64,
    locale: &Locale,
) -> Result<()> {
    let (start, width) = (histogram.start.get(), histogram.width.get());
    // Edges are multiples of the width, unless the first one is between two of them.
    let step = if is_whole(start / width) { width } else { 0.5 };
    let edge = |index: usize| {
        let value = start + width * of_len(index);
        written_tick(value, step, histogram.unit, locale)
    };
    let place = |index: usize| frame.room.left + slot * of_len(index);
    let last = if histogram.open { closed } else { closed + 1 };
    let labels: Vec<(f64, String)> = (0..last).map(|i| (place(i), edge(i))).collect();
    if histogram.open {
        let middle = left_of(closed) + slot / 2.0;
        frame.labels_under_and(&labels, &(middle, format!("{}+", edge(closed))))
    } else {
        frame.labels_under(&labels)
    }
}

/// Values that matter, each with its words in lines of their own above the bars.
fn thresholds(
    frame: &Frame<'_>,
    thresholds: &[Threshold],
    x_of: &impl Fn(Finite) -> f64,
) -> Result<()> {
    let board = frame.board;
    let mut top = 4.0;
    for threshold in thresholds {
        let x = x_of(threshold.at);
        board.dashed((x, top), (x, frame.bottom()), CHART_MARK, 1.6)?;
        let words: Vec<(&String, Weight, Ink)> =
            std::iter::once((&threshold.label, Weight::Semibold, INK))
                .chain(
                    threshold
                        .notes
                        .iter()
                        .map(|text| (text, Weight::Regular, INK_2)),
                )
                .collect();
        let widest = words
            .iter()
            .map(|(text, weight, _)| frame.fonts.width(text, *weight, TICK))
            .fold(0.0, f64::max);
        let (side, at, room) = if x + 8.0 + widest <= board.width {
            (Side::Start, x + 8.0, board.width - x - 8.0)
        } else {
            (Side::End, x - 8.0, x - 8.0)
        };
        for (text, weight, ink) in words {
            let text = frame.fonts.fitted(text, weight, TICK, room);
            board.text(&Label {
                weight,
                ..label(text, (at, top + 11.0), side, ink)
            })?;
            top += LINE;
        }
    }
    Ok(())
}
