//! What the drawings with two axes share: the grid, the ticks and the labels under it.

use plotters::{
    chart::{ChartBuilder, ChartContext},
    coord::{cartesian::Cartesian2d, types::RangedCoordf64},
};

use super::axis::Axis;
use crate::{
    Locale, Result,
    font::{Fonts, Weight},
    palette::{CHART_GRID, INK_3, Ink, LINE_STRONG},
    picture::{Board, Label, Point, Recorder, Side},
};

/// Letters of ticks.
pub(super) const TICK: f64 = 12.0;
/// Between the baseline of letters and the middle of them.
pub(super) const HALF_LETTER: f64 = 0.36;
/// Under the plot, for a line of labels.
pub(super) const UNDER: f64 = 28.0;
/// Between labels that stand side by side.
const BETWEEN: f64 = 22.0;

type Plane<'a> = ChartContext<'a, Recorder, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Room round the plot.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    pub(super) left: f64,
}

/// A drawing with its axes.
pub(super) struct Frame<'a> {
    pub(super) board: &'a Board,
    pub(super) fonts: &'a Fonts,
    pub(super) room: Room,
    pub(super) plane: Plane<'a>,
}

/// How wide the ticks of an upright axis are, with the gap beside them.
pub(super) fn ticks_width(axis: &Axis, fonts: &Fonts, locale: &Locale) -> f64 {
    axis.ticks
        .iter()
        .map(|tick| fonts.width(&axis.label(*tick, locale), Weight::Regular, TICK))
        .fold(0.0, f64::max)
        + 10.0
}

pub(super) fn label(text: impl Into<String>, at: Point, side: Side, ink: Ink) -> Label {
    Label {
        text: text.into(),
        at,
        side,
        size: TICK,
        weight: Weight::Regular,
        ink,
    }
}

impl<'a> Frame<'a> {
    pub(super) fn new(
        board: &'a Board,
        fonts: &'a Fonts,
        room: Room,
        x: std::ops::Range<f64>,
        y: &Axis,
    ) -> Result<Self> {
        let plane = ChartBuilder::on(&board.area)
            .margin_top(Board::fine(room.top))
            .margin_right(Board::fine(room.right))
            .margin_bottom(Board::fine(room.bottom))
            .margin_left(Board::fine(room.left))
            .build_cartesian_2d(x, y.low..y.high)?;
        Ok(Self {
            board,
            fonts,
            room,
            plane,
        })
    }

    /// Where a value lies, in pixels of the design.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        Board::point(self.plane.backend_coord(&(x, y)))
    }

    pub(super) fn right(&self) -> f64 {
        self.board.width - self.room.right
    }

    pub(super) fn bottom(&self) -> f64 {
        self.board.height - self.room.bottom
    }

    /// The grid with its ticks on the left. Nought is stronger where it is on the axis.
    pub(super) fn grid(&self, axis: &Axis, locale: &Locale, base: bool) -> Result<()> {
        for tick in &axis.ticks {
            let (_, y) = self.at(0.0, *tick);
            let is_base = base && tick.abs() < f64::EPSILON;
            let ink = if is_base { LINE_STRONG } else { CHART_GRID };
            self.board
                .line(&[(self.room.left, y), (self.right(), y)], ink, 1.0)?;
            self.board.text(&label(
                axis.label(*tick, locale),
                (self.room.left - 10.0, y + TICK * HALF_LETTER),
                Side::End,
                INK_3,
            ))?;
        }
        Ok(())
    }

    /// Labels under the plot at their places, as many as have room.
    pub(super) fn labels_under(&self, labels: &[(f64, String)]) -> Result<()> {
        self.put_under(self.thinned(labels, f64::INFINITY))
    }

    /// The same with one more label that is always written, last.
    pub(super) fn labels_under_and(
        &self,
        labels: &[(f64, String)],
        last: &(f64, String),
    ) -> Result<()> {
        let before = last.0 - self.label_width(&last.1) / 2.0 - BETWEEN;
        let chosen = self.thinned(labels, before);
        self.put_under(chosen.chain([last]))
    }

    fn put_under<'l>(&self, labels: impl Iterator<Item = &'l (f64, String)>) -> Result<()> {
        for (x, text) in labels {
            let text = self
                .fonts
                .fitted(text, Weight::Regular, TICK, self.most_label());
            let half = self.label_width(&text) / 2.0;
            // The first and the last keep within the picture.
            let x = x.clamp(half, (self.board.width - half).max(half));
            let y = self.bottom() + 20.0;
            self.board.text(&label(text, (x, y), Side::Middle, INK_3))?;
        }
        Ok(())
    }

    /// Every second or third label and so on, so that none touches the next and none reaches
    /// beyond a place.
    fn thinned<'l>(
        &self,
        labels: &'l [(f64, String)],
        before: f64,
    ) -> impl Iterator<Item = &'l (f64, String)> + use<'l> {
        let right_of = |x: f64, text: &str| x + self.label_width(text) / 2.0;
        let room = labels
            .iter()
            .take_while(|(x, text)| right_of(*x, text) <= before)
            .count();
        let labels = &labels[..room];
        let fits = |every: usize| {
            let chosen: Vec<_> = labels.iter().step_by(every).collect();
            chosen.windows(2).all(|pair| {
                let [(left, a), (right, b)] = [pair[0], pair[1]];
                right_of(*left, a) + BETWEEN <= right - self.label_width(b) / 2.0
            })
        };
        let every = (1..labels.len())
            .find(|every| fits(*every))
            .unwrap_or(labels.len().max(1));
        labels.iter().step_by(every)
    }

    fn label_width(&self, text: &str) -> f64 {
        self.fonts
            .width(text, Weight::Regular, TICK)
            .min(self.most_label())
    }

    fn most_label(&self) -> f64 {
        self.board.width / 3.0
    }
}
