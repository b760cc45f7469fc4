//! A picture as large as it is ever shown, and without what else its file may hold.

use std::io::Cursor;

use image::{
    DynamicImage, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, imageops::FilterType,
};

/// The longest side that is kept, in pixels: a card of 300 on a screen of double density.
const LONGEST: u32 = 600;

/// No picture of a product has a longer side, in pixels.
const LARGEST: u32 = 20_000;

/// The most memory that taking a picture apart may need, in bytes.
const MEMORY: u64 = 512 * 1024 * 1024;

/// Where JPEG shows no loss at the size of a card.
const QUALITY: u8 = 84;

/// Why bytes are no picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// None of the kinds that are known.
    #[error("it is no PNG, JPEG, WebP or GIF picture")]
    UnknownKind,
    /// Too many pixels.
    #[error("it has too many pixels")]
    TooManyPixels,
    /// Its file ends early or is damaged.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
}

/// A picture made small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmallPicture {
    /// PNG where it is see-through somewhere, else JPEG.
    pub bytes: Vec<u8>,
    /// `png` or `jpg`.
    pub extension: &'static str,
}

/// Makes a picture small. Nothing of its file but the pixels is kept: no place, no camera, no name.
///
/// # Errors
/// [`PictureError`] says what is wrong with it.
pub fn shrink(bytes: &[u8]) -> Result<SmallPicture, PictureError> {
    shrink_to(bytes, LONGEST)
}

/// The same with another longest side, in pixels.
///
/// # Errors
/// As [`shrink`].
pub fn shrink_to(bytes: &[u8], longest: u32) -> Result<SmallPicture, PictureError> {
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|_| PictureError::UnknownKind)?;
    if reader.format().is_none() {
        return Err(PictureError::UnknownKind);
    }
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST);
    limits.max_image_height = Some(LARGEST);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let picture = reader.decode().map_err(|error| match error {
        image::ImageError::Limits(_) => PictureError::TooManyPixels,
        image::ImageError::Unsupported(_) => PictureError::UnknownKind,
        other => PictureError::Damaged(other.to_string()),
    })?;
    let picture = if picture.width().max(picture.height()) > longest {
        picture.resize(longest, longest, FilterType::CatmullRom)
    } else {
        picture
    };
    let damaged = |error: image::ImageError| PictureError::Damaged(error.to_string());
    let mut small = Vec::new();
    if is_see_through(&picture) {
        picture
            .write_to(&mut Cursor::new(&mut small), ImageFormat::Png)
            .map_err(damaged)?;
        return Ok(SmallPicture {
            bytes: small,
            extension: "png",
        });
    }
    JpegEncoder::new_with_quality(&mut small, QUALITY)
        .encode_image(&picture.to_rgb8())
        .map_err(damaged)?;
    Ok(SmallPicture {
        bytes: small,
        extension: "jpg",
    })
}

fn is_see_through(picture: &DynamicImage) -> bool {
    picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255)
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn png(picture: &DynamicImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        picture
            .write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn a_large_picture_is_made_small_and_keeps_its_shape() {
        let large = RgbImage::from_fn(1_800, 900, |x, _| {
            if x < 900 {
                Rgb([200, 30, 30])
            } else {
                Rgb([30, 30, 200])
            }
        });
        let small = shrink(&png(&large.into())).unwrap();
        assert_eq!(small.extension, "jpg");
        let seen = image::load_from_memory(&small.bytes).unwrap().to_rgb8();
        assert_eq!(seen.dimensions(), (600, 300));
        let (left, right) = (seen.get_pixel(100, 150).0, seen.get_pixel(500, 150).0);
        assert!(left[0] > 190 && left[2] < 50, "{left:?}");
        assert!(right[2] > 190 && right[0] < 50, "{right:?}");
    }

    #[test]
    fn what_is_see_through_stays_so() {
        let clear = RgbaImage::from_pixel(40, 30, Rgba([10, 200, 10, 128]));
        let small = shrink(&png(&clear.into())).unwrap();
        assert_eq!(small.extension, "png");
        let seen = image::load_from_memory(&small.bytes).unwrap().to_rgba8();
        assert_eq!(
            seen.dimensions(),
            (40, 30),
            "a small picture is not made larger"
        );
        assert_eq!(seen.get_pixel(0, 0).0[3], 128);
    }

    #[test]
    fn what_is_no_picture_is_named() {
        assert!(matches!(shrink(b""), Err(PictureError::UnknownKind)));
        let page = b"<!doctype html><title>Not found</title>";
        assert!(matches!(shrink(page), Err(PictureError::UnknownKind)));
        let whole = png(&RgbImage::from_pixel(64, 64, Rgb([1, 2, 3])).into());
        assert!(matches!(
            shrink(&whole[..whole.len() / 2]),
            Err(PictureError::Damaged(_))
        ));
    }

    #[test]
    fn a_picture_that_claims_to_be_huge_is_refused_before_it_is_taken_apart() {
        let mut bytes = png(&RgbImage::from_pixel(8, 8, Rgb([1, 2, 3])).into());
        // Width and height of a PNG's header, with the checksum that belongs to them.
        bytes[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
        let check = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&check.to_be_bytes());
        assert!(matches!(shrink(&bytes), Err(PictureError::TooManyPixels)));
    }

    /// The checksum of PNG's chunks (ISO 3309).
    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32| {
            if crc & 1 == 1 {
                (crc >> 1) ^ 0xEDB8_8320
            } else {
                crc >> 1
            }
        };
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc))
        })
    }
}
