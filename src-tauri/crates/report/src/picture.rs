//! A drawing as marks on a plane, in pixels of the design: what plotters draws is kept here, and
//! from here it goes into SVG, PNG and PDF.

mod png;
mod recorder;
mod svg;

pub(crate) use png::to_png;
pub(crate) use recorder::{Board, Recorder, record};
pub(crate) use svg::{length, to_svg, write_svg};

use crate::{font::Weight, palette::Ink};

/// A point: right and down from the upper left corner.
pub(crate) type Point = (f64, f64);

/// A drawing.
#[derive(Debug)]
pub(crate) struct Picture {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) marks: Vec<Mark>,
}

/// One stroke of it.
#[derive(Debug)]
pub(crate) enum Mark {
    Line {
        points: Vec<Point>,
        ink: Ink,
        width: f64,
    },
    Area {
        points: Vec<Point>,
        ink: Ink,
    },
    Circle {
        at: Point,
        radius: f64,
        ink: Ink,
    },
    Text(Label),
}

/// Words in a drawing.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    pub(crate) text: String,
    /// On the line that letters stand on.
    pub(crate) at: Point,
    pub(crate) side: Side,
    pub(crate) size: f64,
    pub(crate) weight: Weight,
    pub(crate) ink: Ink,
}

/// Which part of a label is at its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    Start,
    Middle,
    End,
}

impl Picture {
    /// Puts another drawing on this one.
    pub(crate) fn put(&mut self, other: Self, x: f64, y: f64) {
        let moved = |(px, py): Point| (px + x, py + y);
        self.marks
            .extend(other.marks.into_iter().map(|mark| match mark {
                Mark::Line { points, ink, width } => Mark::Line {
                    points: points.into_iter().map(moved).collect(),
                    ink,
                    width,
                },
                Mark::Area { points, ink } => Mark::Area {
                    points: points.into_iter().map(moved).collect(),
                    ink,
                },
                Mark::Circle { at, radius, ink } => Mark::Circle {
                    at: moved(at),
                    radius,
                    ink,
                },
                Mark::Text(label) => Mark::Text(Label {
                    at: moved(label.at),
                    ..label
                }),
            }));
    }
}
