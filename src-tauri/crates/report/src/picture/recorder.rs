//! A backend of plotters that keeps what is drawn instead of painting it.
//!
//! plotters counts in whole pixels. Here a pixel of the design is a hundred of them, so that lines
//! are smooth however large a picture is shown.

use std::{cell::RefCell, convert::Infallible, rc::Rc};

use plotters::{
    coord::Shift,
    drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea},
    style::{
        Color, FontFamily, FontStyle, RGBAColor, RGBColor, ShapeStyle, TextStyle, text_anchor,
    },
};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::{Label, Mark, Picture, Point, Side};
use crate::{
    Error, Result,
    font::Weight,
    number::{i32_of, u32_of},
    palette::Ink,
};

/// Parts of a pixel of the design.
const FINE: f64 = 100.0;

type Marks = Rc<RefCell<Vec<Mark>>>;

/// Keeps what plotters draws.
pub(crate) struct Recorder {
    size: (u32, u32),
    marks: Marks,
}

/// What plotters draws on.
pub(crate) struct Board {
    pub(crate) area: DrawingArea<Recorder, Shift>,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// Draws a picture of a size in pixels of the design.
pub(crate) fn record(
    width: f64,
    height: f64,
    draw: impl FnOnce(&Board) -> Result<()>,
) -> Result<Picture> {
    let marks = Marks::default();
    let recorder = Recorder {
        size: (u32_of(width * FINE), u32_of(height * FINE)),
        marks: Rc::clone(&marks),
    };
    let board = Board {
        area: recorder.into_drawing_area(),
        width,
        height,
    };
    draw(&board)?;
    drop(board);
    Ok(Picture {
        width,
        height,
        marks: marks.take(),
    })
}

impl<E: std::error::Error + Send + Sync> From<DrawingAreaErrorKind<E>> for Error {
    fn from(error: DrawingAreaErrorKind<E>) -> Self {
        Self::Chart(error.to_string())
    }
}

impl Board {
    /// A length of the design in plotters' pixels.
    pub(crate) fn fine(length: f64) -> i32 {
        i32_of(length * FINE)
    }

    fn fine_point((x, y): Point) -> BackendCoord {
        (Self::fine(x), Self::fine(y))
    }

    /// A point of plotters in pixels of the design.
    pub(crate) fn point((x, y): BackendCoord) -> Point {
        (f64::from(x) / FINE, f64::from(y) / FINE)
    }

    /// The style of a line.
    pub(crate) fn stroke(ink: Ink, width: f64) -> ShapeStyle {
        Color::stroke_width(&colour(ink), u32_of(width * FINE))
    }

    /// The style of an area.
    pub(crate) fn fill(ink: Ink) -> ShapeStyle {
        colour(ink).filled()
    }

    pub(crate) fn line(&self, points: &[Point], ink: Ink, width: f64) -> Result<()> {
        let points: Vec<BackendCoord> = points.iter().copied().map(Self::fine_point).collect();
        let style = Self::stroke(ink, width);
        self.area
            .draw(&plotters::element::PathElement::new(points, style))?;
        Ok(())
    }

    /// A dashed line, straight up or across.
    pub(crate) fn dashed(&self, from: Point, to: Point, ink: Ink, width: f64) -> Result<()> {
        const DASH: f64 = 4.0;
        const GAP: f64 = 3.0;
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        let at = |done: f64| {
            let share = (done / length).min(1.0);
            (
                from.0 + (to.0 - from.0) * share,
                from.1 + (to.1 - from.1) * share,
            )
        };
        let mut done = 0.0;
        while done < length {
            self.line(&[at(done), at(done + DASH)], ink, width)?;
            done += DASH + GAP;
        }
        Ok(())
    }

    pub(crate) fn rect(&self, from: Point, to: Point, ink: Ink) -> Result<()> {
        self.area.draw(&plotters::element::Rectangle::new(
            [Self::fine_point(from), Self::fine_point(to)],
            Self::fill(ink),
        ))?;
        Ok(())
    }

    pub(crate) fn circle(&self, at: Point, radius: f64, ink: Ink) -> Result<()> {
        self.area.draw(&plotters::element::Circle::new(
            Self::fine_point(at),
            Self::fine(radius),
            Self::fill(ink),
        ))?;
        Ok(())
    }

    pub(crate) fn text(&self, label: &Label) -> Result<()> {
        let bold = match label.weight {
            Weight::Regular => FontStyle::Normal,
            Weight::Semibold => FontStyle::Bold,
        };
        let side = match label.side {
            Side::Start => text_anchor::HPos::Left,
            Side::Middle => text_anchor::HPos::Center,
            Side::End => text_anchor::HPos::Right,
        };
        let colour = colour(label.ink);
        let style = TextStyle::from((FontFamily::SansSerif, label.size, bold))
            .color(&colour)
            .pos(text_anchor::Pos::new(side, text_anchor::VPos::Bottom));
        self.area
            .draw_text(&label.text, &style, Self::fine_point(label.at))?;
        Ok(())
    }
}

fn colour(ink: Ink) -> RGBAColor {
    let [red, green, blue] = ink.rgb;
    RGBColor(red, green, blue).mix(ink.alpha)
}

fn ink_of(colour: BackendColor) -> Ink {
    let (red, green, blue) = colour.rgb;
    Ink {
        rgb: [red, green, blue],
        alpha: colour.alpha,
    }
}

type Drawn = std::result::Result<(), DrawingErrorKind<Infallible>>;

impl Recorder {
    fn keep(&self, mark: Mark) {
        self.marks.borrow_mut().push(mark);
    }
}

impl DrawingBackend for Recorder {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_circle(at, 1, &colour, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        if fill {
            self.fill_polygon(corners, style)
        } else {
            self.draw_path(corners.into_iter().chain([(left, top)]), style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.keep(Mark::Line {
            points: path.into_iter().map(Board::point).collect(),
            ink: ink_of(style.color()),
            width: f64::from(style.stroke_width()) / FINE,
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Drawn {
        self.keep(Mark::Circle {
            at: Board::point(at),
            radius: f64::from(radius) / FINE,
            ink: ink_of(style.color()),
        });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.keep(Mark::Area {
            points: path.into_iter().map(Board::point).collect(),
            ink: ink_of(style.color()),
        });
        Ok(())
    }

    /// The point of a text is on the line its letters stand on. Its size is that of the design.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        self.keep(Mark::Text(Label {
            text: text.to_owned(),
            at: Board::point(at),
            side: match style.anchor().h_pos {
                text_anchor::HPos::Left => Side::Start,
                text_anchor::HPos::Center => Side::Middle,
                text_anchor::HPos::Right => Side::End,
            },
            size: style.size(),
            weight: match style.style() {
                FontStyle::Bold => Weight::Semibold,
                _ => Weight::Regular,
            },
            ink: ink_of(style.color()),
        }));
        Ok(())
    }
}
