//! The colours of a mail in the light and in the dark, worked out so that letters can be read.

use crate::{Colour, Look};

/// Letters need this much contrast with what is behind them (WCAG 2.2, 1.4.3).
pub(crate) const READABLE: f64 = 4.5;

const WHITE: Colour = Colour::hex(0xff_ff_ff);
const BLACK: Colour = Colour::hex(0x14_15_13);

/// How bright a colour is, 0 to 1 (WCAG 2.2, relative luminance).
pub(crate) fn luminance(colour: Colour) -> f64 {
    let part = |byte: u8| {
        let value = f64::from(byte) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = colour.rgb.map(part);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast between two colours, 1 to 21 (WCAG 2.2).
pub(crate) fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// `share` of the way from one colour to another, in hundredths.
pub(crate) fn mix(from: Colour, to: Colour, share: u8) -> Colour {
    let share = u16::from(share.min(100));
    let mut rgb = from.rgb;
    for (part, to) in rgb.iter_mut().zip(to.rgb) {
        let sum = u16::from(*part) * (100 - share) + u16::from(to) * share;
        *part = u8::try_from((sum + 50) / 100).unwrap_or(u8::MAX);
    }
    Colour { rgb }
}

/// White, nearly black or black: the first of them that is read on `ground`. Black is where white
/// is not.
pub(crate) fn letters_on(ground: Colour) -> Colour {
    let reads = |letters: &Colour| contrast(*letters, ground) >= READABLE;
    [WHITE, BLACK]
        .into_iter()
        .find(reads)
        .unwrap_or(Colour::hex(0))
}

/// The colour nearest to `wanted` that is read on all of `grounds`.
pub(crate) fn readable(wanted: Colour, grounds: &[Colour]) -> Colour {
    let reads = |colour: Colour| {
        let least = |ground: &Colour| contrast(colour, *ground) >= READABLE;
        grounds.iter().all(least)
    };
    let end = grounds.first().map_or(BLACK, |ground| letters_on(*ground));
    let brighter = luminance(end) > luminance(wanted);
    (0..=100)
        .map(|share| shifted(wanted, share, brighter))
        .find(|colour| reads(*colour))
        .unwrap_or(end)
}

/// A colour `share` hundredths of the way to white or black, as strong as it was: the three parts
/// keep their order, and what mixing would make grey stays a colour (HSL lightness).
fn shifted(colour: Colour, share: u8, brighter: bool) -> Colour {
    let [red, green, blue] = colour.rgb.map(|byte| f64::from(byte) / 255.0);
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let lightness = f64::midpoint(most, least);
    let room = 1.0 - (2.0 * lightness - 1.0).abs();
    let strength = if room > 0.0 {
        (most - least) / room
    } else {
        0.0
    };
    let share = f64::from(share) / 100.0;
    let moved = if brighter {
        lightness + (1.0 - lightness) * share
    } else {
        lightness * (1.0 - share)
    };
    let spread = strength * (1.0 - (2.0 * moved - 1.0).abs());
    let part = |part: f64| {
        let place = if most > least {
            (part - least) / (most - least) - 0.5
        } else {
            0.0
        };
        byte(moved + place * spread)
    };
    Colour {
        rgb: [part(red), part(green), part(blue)],
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 255 by then"
)]
fn byte(part: f64) -> u8 {
    (part * 255.0).round().clamp(0.0, 255.0) as u8
}

/// Whether a colour is nearly a grey.
fn is_grey(colour: Colour) -> bool {
    let [red, green, blue] = colour.rgb;
    red.max(green).max(blue) - red.min(green).min(blue) < 24
}

/// The colours of one scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Palette {
    pub(crate) page: Colour,
    pub(crate) card: Colour,
    pub(crate) panel: Colour,
    pub(crate) ink: Colour,
    /// Quieter letters, read on page, card and panel.
    pub(crate) quiet: Colour,
    /// Links and the shop's name, read on card and panel.
    pub(crate) link: Colour,
    pub(crate) line: Colour,
    /// Behind a button's words, and those.
    pub(crate) button: Colour,
    pub(crate) on_button: Colour,
    /// The ground in the accent, and letters on it.
    pub(crate) accent: Colour,
    pub(crate) on_accent: Colour,
}

impl Palette {
    /// The colours as they were chosen.
    pub(crate) fn light(look: &Look) -> Self {
        Self::of(look.page, look.card, look.panel, look.ink, look.accent)
    }

    /// The same mail in the dark. A mail that is dark by itself stays as it is.
    pub(crate) fn dark(look: &Look) -> Self {
        if luminance(look.card) < 0.2 {
            return Self::light(look);
        }
        let card = mix(Colour::hex(0x1d_1d_1b), look.accent, 6);
        let page = if look.page == look.card {
            card
        } else {
            mix(Colour::hex(0x12_12_11), look.accent, 4)
        };
        let panel = if look.panel == look.card {
            card
        } else {
            mix(mix(card, WHITE, 7), look.accent, 8)
        };
        // A bright surface dazzles at night.
        let accent = if luminance(look.accent) > 0.35 {
            mix(look.accent, BLACK, 35)
        } else {
            look.accent
        };
        let mut colours = Self::of(page, card, panel, Colour::hex(0xf1_f0_ec), look.accent);
        colours.accent = accent;
        colours.on_accent = letters_on(accent);
        // A black accent is white at night, not grey.
        if is_grey(look.accent) && luminance(look.accent) < 0.2 {
            colours.link = colours.ink;
        }
        // A button has to be seen as one: 3 to 1 (WCAG 2.2, 1.4.11).
        if contrast(look.accent, card) < 3.0 {
            colours.button = colours.link;
        }
        colours.on_button = letters_on(colours.button);
        colours
    }

    fn of(page: Colour, card: Colour, panel: Colour, ink: Colour, accent: Colour) -> Self {
        Self {
            page,
            card,
            panel,
            ink,
            quiet: readable(mix(ink, card, 32), &[card, panel, page]),
            link: readable(accent, &[card, panel]),
            line: mix(card, ink, 16),
            button: accent,
            on_button: letters_on(accent),
            accent,
            on_accent: letters_on(accent),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        assert!((contrast(WHITE, Colour::hex(0)) - 21.0).abs() < 1e-9);
        // The grey that is just dark enough on white.
        assert!(contrast(Colour::hex(0x76_76_76), WHITE) >= READABLE);
        assert!(contrast(Colour::hex(0x77_77_77), WHITE) < READABLE);
    }

    #[test]
    fn letters_are_read_on_every_ground() {
        for number in (0..=0x00ff_ffff_u32).step_by(7919) {
            let accent = Colour::hex(number);
            assert!(contrast(letters_on(accent), accent) >= READABLE, "{accent}");
            let look = Look {
                accent,
                ink: BLACK,
                card: WHITE,
                page: Colour::hex(0xf2_f2_ee),
                panel: Colour::hex(0xf6_f6_f3),
                headings: crate::Typeface::Sans,
                letters: crate::Typeface::Sans,
                corners: crate::Corners::Soft,
            };
            for colours in [Palette::light(&look), Palette::dark(&look)] {
                for ground in [colours.page, colours.card, colours.panel] {
                    assert!(contrast(colours.quiet, ground) >= READABLE, "{accent}");
                    assert!(contrast(colours.ink, ground) >= 7.0, "{accent}");
                }
                assert!(contrast(colours.link, colours.card) >= READABLE, "{accent}");
                assert!(
                    contrast(colours.link, colours.panel) >= READABLE,
                    "{accent}"
                );
                assert!(contrast(colours.on_button, colours.button) >= READABLE);
                assert!(contrast(colours.on_accent, colours.accent) >= READABLE);
            }
            assert!(contrast(Palette::dark(&look).button, Palette::dark(&look).card) >= 3.0);
        }
    }
}
