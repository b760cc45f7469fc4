//! A picture as PNG, two pixels for each of the design. plotters paints it three times as fine
//! again, without smoothing, and what is taken together smooths it. Letters are painted after that,
//! from the same glyphs as in the PDF.

use ab_glyph::{Font as _, FontRef, GlyphId, PxScale, point};
use plotters::backend::BitMapBackend;
use plotters_backend::{BackendColor, BackendCoord, DrawingBackend};

use super::{Label, Mark, Picture, Point, Side};
use crate::{
    Error, Result,
    font::Fonts,
    number::{f32_of, i32_of, u32_of},
    palette::{CANVAS, Ink},
};

/// Pixels of the file for one of the design.
const SHARP: u32 = 2;
/// How much finer it is painted, across and down.
const SMOOTH: u32 = 3;
/// Bytes of a pixel.
const RGB: usize = 3;

/// The file.
pub(crate) fn to_png(picture: &Picture, fonts: &Fonts) -> Result<Vec<u8>> {
    let width = u32_of(picture.width) * SHARP;
    let height = u32_of(picture.height) * SHARP;
    let mut canvas = reduced(&painted(picture, width, height)?, width, height);
    let faces = (0..Fonts::count())
        .map(|face| FontRef::try_from_slice(Fonts::data(face)))
        .collect::<std::result::Result<Vec<_>, _>>()
        .map_err(|_| Error::Font("a face is damaged"))?;
    for mark in &picture.marks {
        if let Mark::Text(label) = mark {
            write_label(&mut canvas, width, height, label, fonts, &faces);
        }
    }
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // So that it is as large on paper as in the design: 96 pixels of it an inch.
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: 3780 * SHARP,
        yppu: 3780 * SHARP,
        unit: png::Unit::Meter,
    }));
    encoder.write_header()?.write_image_data(&canvas)?;
    Ok(file)
}

/// All but the text, without smoothing.
fn painted(picture: &Picture, width: u32, height: u32) -> Result<Vec<u8>> {
    let size = (width * SMOOTH, height * SMOOTH);
    let [red, green, blue] = CANVAS.rgb;
    let mut pixels: Vec<u8> = [red, green, blue].repeat(size.0 as usize * size.1 as usize);
    let scale = f64::from(SHARP * SMOOTH);
    let fine = |(x, y): Point| -> BackendCoord { (i32_of(x * scale), i32_of(y * scale)) };
    let failed = |error: &dyn std::fmt::Display| Error::Chart(error.to_string());
    let mut backend = BitMapBackend::with_buffer(&mut pixels, size);
    for mark in &picture.marks {
        match mark {
            Mark::Line { points, ink, width } => backend
                .draw_path(
                    points.iter().copied().map(fine),
                    &Pen {
                        ink: *ink,
                        width: u32_of(width * scale).max(1),
                    },
                )
                .map_err(|error| failed(&error))?,
            Mark::Area { points, ink } => backend
                .fill_polygon(points.iter().copied().map(fine), &colour(*ink))
                .map_err(|error| failed(&error))?,
            Mark::Circle { at, radius, ink } => backend
                .draw_circle(fine(*at), u32_of(radius * scale), &colour(*ink), true)
                .map_err(|error| failed(&error))?,
            Mark::Text(_) => {}
        }
    }
    drop(backend);
    Ok(pixels)
}

struct Pen {
    ink: Ink,
    width: u32,
}

impl plotters_backend::BackendStyle for Pen {
    fn color(&self) -> BackendColor {
        colour(self.ink)
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

fn colour(ink: Ink) -> BackendColor {
    let [red, green, blue] = ink.rgb;
    BackendColor {
        alpha: ink.alpha,
        rgb: (red, green, blue),
    }
}

/// Takes squares of fine pixels together into one.
fn reduced(fine: &[u8], width: u32, height: u32) -> Vec<u8> {
    let smooth = SMOOTH as usize;
    let (width, height) = (width as usize, height as usize);
    let fine_row = width * smooth * RGB;
    let mut pixels = Vec::with_capacity(width * height * RGB);
    let share = SMOOTH * SMOOTH;
    for y in 0..height {
        for x in 0..width {
            let mut sums = [0_u32; RGB];
            for row in 0..smooth {
                let start = (y * smooth + row) * fine_row + x * smooth * RGB;
                for pixel in fine[start..start + smooth * RGB].chunks_exact(RGB) {
                    for (sum, part) in sums.iter_mut().zip(pixel) {
                        *sum += u32::from(*part);
                    }
                }
            }
            for sum in sums {
                pixels.push(u8::try_from((sum + share / 2) / share).unwrap_or(u8::MAX));
            }
        }
    }
    pixels
}

fn write_label(
    canvas: &mut [u8],
    width: u32,
    height: u32,
    label: &Label,
    fonts: &Fonts,
    faces: &[FontRef<'static>],
) {
    let shaped = fonts.shape(&label.text, label.weight, label.size);
    let size = label.size * f64::from(SHARP);
    let total = shaped.width * size;
    let mut x = label.at.0 * f64::from(SHARP)
        - match label.side {
            Side::Start => 0.0,
            Side::Middle => total / 2.0,
            Side::End => total,
        };
    let y = label.at.1 * f64::from(SHARP);
    for run in &shaped.runs {
        let face = &faces[run.face];
        // ab_glyph scales by the height of a face, glyphs are placed by its em.
        let em = f64::from(face.units_per_em().unwrap_or(1000.0));
        let scale = PxScale::from(f32_of(size * f64::from(face.height_unscaled()) / em));
        for glyph in &run.glyphs {
            let at = point(f32_of(x + glyph.dx * size), f32_of(y - glyph.dy * size));
            if let Some(outline) =
                face.outline_glyph(GlyphId(glyph.id).with_scale_and_position(scale, at))
            {
                let left = outline.px_bounds().min.x;
                let top = outline.px_bounds().min.y;
                outline.draw(|dx, dy, cover| {
                    let px = i32_of(f64::from(left)) + i32::try_from(dx).unwrap_or(0);
                    let py = i32_of(f64::from(top)) + i32::try_from(dy).unwrap_or(0);
                    if let (Ok(px), Ok(py)) = (u32::try_from(px), u32::try_from(py))
                        && px < width
                        && py < height
                    {
                        let start = (py as usize * width as usize + px as usize) * RGB;
                        blend(&mut canvas[start..start + RGB], label.ink, f64::from(cover));
                    }
                });
            }
            x += glyph.advance * size;
        }
    }
}

fn blend(pixel: &mut [u8], ink: Ink, cover: f64) {
    let cover = cover.clamp(0.0, 1.0) * ink.alpha;
    for (part, over) in pixel.iter_mut().zip(ink.rgb) {
        let mixed = f64::from(*part) * (1.0 - cover) + f64::from(over) * cover;
        *part = u8::try_from(u32_of(mixed)).unwrap_or(u8::MAX);
    }
}
