//! A picture as a mail shows it: no wider than it is seen, and square where it stands in a row.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage, Rgba, codecs::jpeg::JpegEncoder, imageops};

use crate::{PictureError, SmallPicture};

/// Where JPEG shows no loss in a mail.
const QUALITY: u8 = 82;

/// A picture no wider than `width` pixels; `square`: as wide as high, with room around it in the
/// colour of its edge.
///
/// # Errors
/// [`PictureError`] where the bytes are no picture.
pub fn fit(bytes: &[u8], width: u32, square: bool) -> Result<SmallPicture, PictureError> {
    let picture = image::load_from_memory(bytes).map_err(|error| match error {
        image::ImageError::Unsupported(_) => PictureError::UnknownKind,
        other => PictureError::Damaged(other.to_string()),
    })?;
    let width = width.max(1);
    let picture = if square {
        squared(&picture, width)
    } else if picture.width() > width {
        picture.resize(width, u32::MAX, imageops::FilterType::CatmullRom)
    } else {
        picture
    };
    let damaged = |error: image::ImageError| PictureError::Damaged(error.to_string());
    let mut small = Vec::new();
    let clear =
        picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255);
    let extension = if clear {
        picture
            .write_to(&mut Cursor::new(&mut small), ImageFormat::Png)
            .map_err(damaged)?;
        "png"
    } else {
        JpegEncoder::new_with_quality(&mut small, QUALITY)
            .encode_image(&picture.to_rgb8())
            .map_err(damaged)?;
        "jpg"
    };
    Ok(SmallPicture {
        bytes: small,
        extension,
    })
}

fn squared(picture: &DynamicImage, side: u32) -> DynamicImage {
    let fitted = picture.resize(side, side, imageops::FilterType::CatmullRom);
    if fitted.width() == fitted.height() {
        return fitted;
    }
    let longest = fitted.width().max(fitted.height());
    let place = |short: u32| i64::from((longest - short) / 2);
    let (x, y) = (place(fitted.width()), place(fitted.height()));
    if fitted.color().has_alpha() {
        let mut ground = image::RgbaImage::from_pixel(longest, longest, Rgba([0, 0, 0, 0]));
        imageops::overlay(&mut ground, &fitted.to_rgba8(), x, y);
        return DynamicImage::ImageRgba8(ground);
    }
    let fitted = fitted.to_rgb8();
    let mut ground = RgbImage::from_pixel(longest, longest, *fitted.get_pixel(0, 0));
    imageops::overlay(&mut ground, &fitted, x, y);
    DynamicImage::ImageRgb8(ground)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let picture = RgbImage::from_pixel(width, height, image::Rgb([200, 180, 160]));
        let mut bytes = Vec::new();
        DynamicImage::ImageRgb8(picture)
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Jpeg)
            .unwrap();
        bytes
    }

    fn size(picture: &SmallPicture) -> (u32, u32) {
        let read = image::load_from_memory(&picture.bytes).unwrap();
        (read.width(), read.height())
    }

    #[test]
    fn pictures_of_a_row_are_squares() {
        let fitted = fit(&jpeg(300, 500), 200, true).unwrap();
        assert_eq!(size(&fitted), (200, 200));
        assert_eq!(size(&fit(&jpeg(300, 500), 200, false).unwrap()).0, 200);
        assert_eq!(size(&fit(&jpeg(100, 50), 200, false).unwrap()), (100, 50));
        assert!(fit(b"no picture", 200, true).is_err());
    }
}
