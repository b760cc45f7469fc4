//! Two measures against each other, a dot for each thing.

use plotters::element::Circle;

use super::{
    Scatter,
    axis::Axis,
    frame::{Frame, Room, UNDER, label, ticks_width},
};
use crate::{
    Finite, Locale, Result,
    font::Fonts,
    palette::{INK_3, Ink, UP},
    picture::{Board, Picture, Side, record},
};

const HEIGHT: f64 = 320.0;
/// See-through, so that many on one spot are seen to be many.
const DOT: Ink = Ink { alpha: 0.4, ..UP };

pub(super) fn draw(
    scatter: &Scatter,
    fonts: &Fonts,
    locale: &Locale,
    width: f64,
) -> Result<Picture> {
    let along = |which: usize| scatter.points.iter().map(move |point| point[which]);
    let x = Axis::new(along(0).map(Finite::get), scatter.x, false, 6);
    let y = Axis::new(along(1).map(Finite::get), scatter.y, false, 5);
    record(width, HEIGHT, |board| {
        let room = Room {
            top: 28.0,
            right: 14.0,
            bottom: UNDER + 20.0,
            left: ticks_width(&y, fonts, locale),
        };
        let mut frame = Frame::new(board, fonts, room, x.low..x.high, &y)?;
        frame.grid(&y, locale, false)?;
        let dots = scatter
            .points
            .iter()
            .map(|[x, y]| Circle::new((x.get(), y.get()), Board::fine(3.0), Board::fill(DOT)));
        frame.plane.draw_series(dots)?;
        let under: Vec<(f64, String)> = x
            .ticks
            .iter()
            .map(|tick| (frame.at(*tick, y.low).0, x.label(*tick, locale)))
            .collect();
        frame.labels_under(&under)?;
        board.text(&label(&scatter.y_label, (0.0, 14.0), Side::Start, INK_3))?;
        board.text(&label(
            &scatter.x_label,
            (frame.right(), board.height - 8.0),
            Side::End,
            INK_3,
        ))
    })
}
