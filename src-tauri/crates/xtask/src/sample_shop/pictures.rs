//! Turns the drawings into small PNG files.

use std::collections::HashMap;

use anyhow::{Context, Result};
use tiny_skia::{
    FillRule, LineCap, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform,
};

use super::catalogue::Place;
use super::drawing::{Ink, Layer};
use super::tones::{BACKDROPS, Colour, INK, WHITE, mixed};

/// Pixels on each side.
const SIZE: u16 = 400;
/// Colours in a file: flat layers and their soft edges need no more.
const COLOURS: usize = 48;

/// The picture of a product, as a PNG file with a palette.
pub(super) fn png(place: Place) -> Result<Vec<u8>> {
    let side = u32::from(SIZE);
    let mut pixmap = Pixmap::new(side, side).context("a picture has a size")?;
    let backdrop = BACKDROPS[place.category_number() % BACKDROPS.len()];
    let (red, green, blue) = (backdrop[0], backdrop[1], backdrop[2]);
    pixmap.fill(tiny_skia::Color::from_rgba8(red, green, blue, 255));

    let mut canvas = Canvas {
        pixmap,
        product_colours: colours(place),
    };
    let shadow = outline("E 200 322 128 15")?;
    canvas.fill(mixed(backdrop, INK, 9), &shadow);
    for layer in place.product().drawing.0.layers() {
        match layer {
            Layer::Fill(ink, path) => {
                let colour = canvas.colour(*ink);
                canvas.fill(colour, &outline(path)?);
            }
            Layer::Line(ink, width, path) => {
                let colour = canvas.colour(*ink);
                canvas.line(colour, f32::from(*width), &outline(path)?);
            }
        }
    }
    encode(&canvas.pixmap)
}

fn colours(place: Place) -> (Colour, Colour) {
    let (_, first, second) = place.product().drawing;
    (first.colour(), second.colour())
}

struct Canvas {
    pixmap: Pixmap,
    product_colours: (Colour, Colour),
}

impl Canvas {
    fn colour(&self, ink: Ink) -> Colour {
        let (first, second) = self.product_colours;
        match ink {
            Ink::First => first,
            Ink::Second => second,
            Ink::Dark => mixed(first, INK, 18),
            Ink::Deep => mixed(second, INK, 22),
            Ink::Light => mixed(first, WHITE, 38),
            Ink::Pale => mixed(second, WHITE, 62),
            Ink::White => WHITE,
        }
    }

    fn fill(&mut self, colour: Colour, path: &Path) {
        let rule = FillRule::Winding;
        self.pixmap
            .fill_path(path, &paint(colour), rule, Transform::identity(), None);
    }

    fn line(&mut self, colour: Colour, width: f32, path: &Path) {
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        self.pixmap
            .stroke_path(path, &paint(colour), &stroke, Transform::identity(), None);
    }
}

fn paint(colour: Colour) -> Paint<'static> {
    let mut paint = Paint::default();
    paint.set_color_rgba8(colour[0], colour[1], colour[2], 255);
    paint.anti_alias = true;
    paint
}

/// Reads a layer's outline.
fn outline(words: &str) -> Result<Path> {
    let mut builder = PathBuilder::new();
    let mut words = words.split_ascii_whitespace();
    while let Some(verb) = words.next() {
        let mut number = || -> Result<f32> {
            let word = words.next().context("an outline ends too early")?;
            word.parse().with_context(|| format!("{word} is no number"))
        };
        match verb {
            "M" => builder.move_to(number()?, number()?),
            "L" => builder.line_to(number()?, number()?),
            "Q" => builder.quad_to(number()?, number()?, number()?, number()?),
            "C" => {
                builder.cubic_to(
                    number()?,
                    number()?,
                    number()?,
                    number()?,
                    number()?,
                    number()?,
                );
            }
            "E" => {
                let (x, y, across, down) = (number()?, number()?, number()?, number()?);
                let oval = Rect::from_ltrb(x - across, y - down, x + across, y + down);
                builder.push_oval(oval.context("an ellipse has a size")?);
            }
            "R" => {
                let (x, y, width, height) = (number()?, number()?, number()?, number()?);
                round_rectangle(&mut builder, x, y, width, height, number()?);
            }
            "Z" => builder.close(),
            other => anyhow::bail!("{other} is no word of an outline"),
        }
    }
    builder.finish().context("an outline has points")
}

fn round_rectangle(path: &mut PathBuilder, x: f32, y: f32, width: f32, height: f32, radius: f32) {
    let (right, bottom) = (x + width, y + height);
    path.move_to(x + radius, y);
    path.line_to(right - radius, y);
    path.quad_to(right, y, right, y + radius);
    path.line_to(right, bottom - radius);
    path.quad_to(right, bottom, right - radius, bottom);
    path.line_to(x + radius, bottom);
    path.quad_to(x, bottom, x, bottom - radius);
    path.line_to(x, y + radius);
    path.quad_to(x, y, x + radius, y);
    path.close();
}

/// Writes the picture with its most frequent colours; rare ones take the nearest of those.
fn encode(pixmap: &Pixmap) -> Result<Vec<u8>> {
    let pixels: Vec<Colour> = pixmap
        .pixels()
        .iter()
        .map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for pixel in &pixels {
        *counts.entry(*pixel).or_default() += 1;
    }
    let mut palette: Vec<(usize, Colour)> = counts
        .into_iter()
        .map(|(colour, count)| (count, colour))
        .collect();
    palette.sort_unstable_by(|one, other| other.cmp(one));
    palette.truncate(COLOURS);
    let palette: Vec<Colour> = palette.into_iter().map(|(_, colour)| colour).collect();

    let mut known: HashMap<Colour, u8> = HashMap::new();
    let indexes: Vec<u8> = pixels
        .iter()
        .map(|pixel| {
            *known
                .entry(*pixel)
                .or_insert_with(|| nearest(&palette, *pixel))
        })
        .collect();

    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, u32::from(SIZE), u32::from(SIZE));
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.concat());
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_compression(png::Compression::High);
    encoder.write_header()?.write_image_data(&indexes)?;
    Ok(file)
}

fn nearest(palette: &[Colour], wanted: Colour) -> u8 {
    let distance = |colour: &Colour| -> u32 {
        (0..3)
            .map(|channel| u32::from(colour[channel].abs_diff(wanted[channel])).pow(2))
            .sum()
    };
    (0_u8..=u8::MAX)
        .zip(palette)
        .min_by_key(|(_, colour)| distance(colour))
        .map_or(0, |(i, _)| i)
}
