//! The letters of a report: the faces that come with the program, the glyphs of a text in them, and
//! how wide it is. Fonts of the computer are never asked, so that a report is the same everywhere.
//!
//! Inter holds Latin, Greek and Cyrillic. What it lacks is looked for in Noto's Hebrew, Arabic and
//! emoji. A character that none of them holds, such as a Chinese one, is drawn as the empty box of
//! Inter and remembered, so that a report can say so.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    ops::Range,
    rc::Rc,
};

use base64::Engine as _;
use rustybuzz::{Direction, Face, Feature, UnicodeBuffer, ttf_parser::Tag};
use unicode_bidi::BidiInfo;

use crate::{Error, Result, number::of_len, text::one_line};

/// The faces, in the order in which a character is looked for.
const FACES: [&[u8]; 5] = [
    include_bytes!("../../../../assets/fonts/Inter-Regular.ttf"),
    include_bytes!("../../../../assets/fonts/Inter-SemiBold.ttf"),
    include_bytes!("../../../../assets/fonts/NotoSansHebrew-Regular.ttf"),
    include_bytes!("../../../../assets/fonts/NotoSansArabic-Regular.ttf"),
    include_bytes!("../../../../assets/fonts/NotoEmoji-Regular.ttf"),
];
const REGULAR: usize = 0;
const SEMIBOLD: usize = 1;
/// Where the faces begin that help out.
const HELPERS: Range<usize> = 2..5;

/// Latin letters of all weights, for pages and drawings that browsers show. Others are left to the
/// reader's computer: a page is to be small.
const WEB_FACE: &[u8] = include_bytes!("../../../../assets/fonts/Inter-latin.woff2");

/// The rule of CSS that brings the letters along.
pub(crate) fn web_font() -> String {
    let data = base64::engine::general_purpose::STANDARD.encode(WEB_FACE);
    format!(
        "@font-face {{ font-family: Inter; font-weight: 100 900; \
         src: url(data:font/woff2;base64,{data}) format(\"woff2\"); }}\n"
    )
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Semibold,
}

/// A text as glyphs, in the order in which they are drawn. Lengths are in parts of the font size.
#[derive(Debug)]
pub(crate) struct Shaped {
    pub(crate) text: String,
    pub(crate) runs: Vec<Run>,
    pub(crate) width: f64,
}

/// Glyphs of one face.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) face: usize,
    pub(crate) glyphs: Vec<Glyph>,
    pub(crate) width: f64,
}

/// A glyph with its place beside the one before.
#[derive(Debug)]
pub(crate) struct Glyph {
    pub(crate) id: u16,
    pub(crate) advance: f64,
    pub(crate) dx: f64,
    pub(crate) dy: f64,
    /// The bytes of the text that it stands for.
    pub(crate) range: Range<usize>,
}

type Key = (String, Weight, bool);

/// From this size on letters count as large.
pub(crate) const LARGE: f64 = 14.0;
/// How much closer large letters stand, in parts of their size.
pub(crate) const CLOSER: f64 = 0.016;

/// The faces, opened once a report.
pub(crate) struct Fonts {
    faces: Vec<Face<'static>>,
    /// Tables say the same words again and again.
    known: RefCell<HashMap<Key, Rc<Shaped>>>,
    missing: RefCell<BTreeSet<char>>,
}

/// Texts that are kept: enough for the heads, names and amounts of a page.
const KNOWN: usize = 4096;

impl Fonts {
    pub(crate) fn open() -> Result<Self> {
        let faces = FACES
            .iter()
            .map(|data| Face::from_slice(data, 0).ok_or(Error::Font("a face is damaged")))
            .collect::<Result<_>>()?;
        Ok(Self {
            faces,
            known: RefCell::default(),
            missing: RefCell::default(),
        })
    }

    /// The file of a face.
    pub(crate) const fn data(face: usize) -> &'static [u8] {
        FACES[face]
    }

    /// How many faces there are.
    pub(crate) const fn count() -> usize {
        FACES.len()
    }

    /// Characters that no face held, of all that was shaped.
    pub(crate) fn missing(&self) -> Vec<char> {
        self.missing.borrow().iter().copied().collect()
    }

    /// How wide a text is at a size.
    pub(crate) fn width(&self, text: &str, weight: Weight, size: f64) -> f64 {
        self.shape(text, weight, size).width * size
    }

    /// The glyphs of a text, right-to-left parts turned round. In small letters all digits are of
    /// one width, as columns need it; large ones stand as close as they are meant to.
    pub(crate) fn shape(&self, text: &str, weight: Weight, size: f64) -> Rc<Shaped> {
        let is_large = size >= LARGE;
        let key = (text.to_owned(), weight, is_large);
        if let Some(known) = self.known.borrow().get(&key) {
            return Rc::clone(known);
        }
        let shaped = Rc::new(self.shape_anew(text, weight, is_large));
        let mut known = self.known.borrow_mut();
        if known.len() >= KNOWN {
            known.clear();
        }
        known.insert(key, Rc::clone(&shaped));
        shaped
    }

    fn shape_anew(&self, text: &str, weight: Weight, is_large: bool) -> Shaped {
        let text = one_line(text);
        let mut runs = Vec::new();
        let bidi = BidiInfo::new(&text, None);
        for paragraph in &bidi.paragraphs {
            let (levels, ranges) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for range in ranges {
                let turned = levels[range.start].is_rtl();
                let mut parts = self.parts(&text, range, weight);
                if turned {
                    parts.reverse();
                }
                for (face, part) in parts {
                    runs.push(self.run(&text, part, face, turned, is_large));
                }
            }
        }
        let width = runs.iter().map(|run| run.width).sum();
        Shaped { text, runs, width }
    }

    /// Cuts a part of a text where another face is needed.
    fn parts(&self, text: &str, range: Range<usize>, weight: Weight) -> Vec<(usize, Range<usize>)> {
        let main = match weight {
            Weight::Regular => REGULAR,
            Weight::Semibold => SEMIBOLD,
        };
        let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
        for (index, c) in text[range.clone()].char_indices() {
            let at = range.start + index..range.start + index + c.len_utf8();
            let last = parts.last_mut();
            let face = match &last {
                // Joiners and marks go with the letter before them, whatever face that is from.
                Some((face, _)) if goes_with_the_one_before(c) => *face,
                _ => self.face_of(c, main),
            };
            match last {
                Some((same, part)) if *same == face => part.end = at.end,
                _ => parts.push((face, at)),
            }
        }
        parts
    }

    fn face_of(&self, c: char, main: usize) -> usize {
        let holds = |face: &usize| self.faces[*face].glyph_index(c).is_some();
        if holds(&main) {
            return main;
        }
        HELPERS.into_iter().find(holds).unwrap_or_else(|| {
            if !c.is_whitespace() {
                self.missing.borrow_mut().insert(c);
            }
            main
        })
    }

    fn run(
        &self,
        text: &str,
        range: Range<usize>,
        face: usize,
        turned: bool,
        is_large: bool,
    ) -> Run {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(&text[range.clone()]);
        buffer.guess_segment_properties();
        buffer.set_direction(if turned {
            Direction::RightToLeft
        } else {
            Direction::LeftToRight
        });
        // Turns a "x" between digits into "×" and moves signs: a name is to stay as it is.
        let mut features = vec![Feature::new(Tag::from_bytes(b"calt"), 0, ..)];
        if !is_large {
            let digits = text[range.clone()]
                .char_indices()
                .filter(|(_, c)| c.is_ascii_digit());
            features.extend(digits.map(|(at, _)| Feature {
                tag: Tag::from_bytes(b"tnum"),
                value: 1,
                start: u32::try_from(at).unwrap_or(u32::MAX),
                end: u32::try_from(at + 1).unwrap_or(u32::MAX),
            }));
        }
        // Large letters of Inter are to stand closer. Others may be joined and stay as they are.
        let closer = if is_large && !HELPERS.contains(&face) {
            CLOSER
        } else {
            0.0
        };
        let shaped = rustybuzz::shape(&self.faces[face], &features, buffer);
        let em = f64::from(self.faces[face].units_per_em());
        let starts: Vec<usize> = shaped
            .glyph_infos()
            .iter()
            .map(|info| range.start + info.cluster as usize)
            .collect();
        let mut bounds = starts.clone();
        bounds.push(range.end);
        bounds.sort_unstable();
        let mut glyphs = Vec::with_capacity(shaped.len());
        for ((info, place), start) in shaped
            .glyph_infos()
            .iter()
            .zip(shaped.glyph_positions())
            .zip(&starts)
        {
            let next = bounds.partition_point(|bound| bound <= start);
            glyphs.push(Glyph {
                id: u16::try_from(info.glyph_id).unwrap_or(0),
                advance: f64::from(place.x_advance) / em - closer,
                dx: f64::from(place.x_offset) / em,
                dy: f64::from(place.y_offset) / em,
                range: *start..bounds.get(next).copied().unwrap_or(range.end),
            });
        }
        let width = glyphs.iter().map(|glyph| glyph.advance).sum();
        Run {
            face,
            glyphs,
            width,
        }
    }

    /// The lines that a text takes in a width, in points at a size. Words that are wider than a
    /// line are broken; nothing is left out.
    pub(crate) fn wrap(&self, text: &str, weight: Weight, size: f64, room: f64) -> Vec<String> {
        let text = one_line(text);
        let mut lines = Vec::new();
        let mut line = String::new();
        let mut filled = 0.0;
        let mut start = 0;
        for (end, _) in unicode_linebreak::linebreaks(&text) {
            // A sign stays with the amount after it.
            if end < text.len() && text[..end].ends_with(['+', '\u{2212}']) {
                continue;
            }
            let word = &text[start..end];
            start = end;
            let full = self.width(word, weight, size);
            let seen = self.width(word.trim_end(), weight, size);
            if filled + seen <= room {
                line.push_str(word);
                filled += full;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            let (broken, rest) = self.break_word(word, weight, size, room);
            lines.extend(broken);
            filled = self.width(&rest, weight, size);
            line = rest;
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        for line in &mut lines {
            line.truncate(line.trim_end().len());
        }
        lines
    }

    /// Cuts a word that is wider than a line into lines, and what is left of it.
    fn break_word(
        &self,
        word: &str,
        weight: Weight,
        size: f64,
        room: f64,
    ) -> (Vec<String>, String) {
        let mut lines = Vec::new();
        let mut rest = word;
        while self.width(rest.trim_end(), weight, size) > room {
            let ends: Vec<usize> = rest
                .char_indices()
                .skip(1)
                .filter(|(_, c)| !goes_with_the_one_before(*c))
                .map(|(index, _)| index)
                .collect();
            // Glyphs are a good guess of how many fit; the last doubt is settled by measuring.
            let fits = ends
                .partition_point(|end| self.width(&rest[..*end], weight, size) <= room)
                .max(1);
            let Some(end) = ends.get(fits - 1) else {
                break;
            };
            lines.push(rest[..*end].to_owned());
            rest = &rest[*end..];
        }
        (lines, rest.to_owned())
    }

    /// The widest word of a text: what a column needs so that no word is broken.
    pub(crate) fn widest_word(&self, text: &str, weight: Weight, size: f64) -> f64 {
        text.split_whitespace()
            .map(|word| self.width(word, weight, size))
            .fold(0.0, f64::max)
    }

    /// A text that fits into a width, with an ellipsis where something had to go. Only for the
    /// labels of drawings: the same text is written in full beside them.
    pub(crate) fn fitted(&self, text: &str, weight: Weight, size: f64, room: f64) -> String {
        if self.width(text, weight, size) <= room {
            return text.to_owned();
        }
        let count = text.chars().count();
        // A letter is hardly under a quarter of its size wide.
        let most = crate::number::u32_of((room / (size * 0.25)).min(of_len(count)));
        (1..most.max(2))
            .rev()
            .map(|kept| crate::text::shortened(text, kept as usize))
            .find(|short| self.width(short, weight, size) <= room)
            .unwrap_or_else(|| "…".to_owned())
    }
}

/// Marks, joiners and tones, which belong to the character before them.
fn goes_with_the_one_before(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{200c}' | '\u{200d}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::open().unwrap()
    }

    #[test]
    fn digits_of_a_column_are_of_one_width() {
        let fonts = fonts();
        let width = |text| fonts.width(text, Weight::Regular, 10.0);
        assert!((width("1111") - width("8888")).abs() < 1e-9);
        assert!(width("iiii") < width("mmmm"));
    }

    #[test]
    fn letters_of_other_alphabets_come_from_the_faces_that_help_out() {
        let fonts = fonts();
        let faces = |text: &str| -> Vec<usize> {
            let shaped = fonts.shape(text, Weight::Regular, 10.0);
            shaped.runs.iter().map(|run| run.face).collect()
        };
        assert_eq!(faces("€ £ ¥ zł Жук Ωμέγα"), [0]);
        assert_eq!(faces("שלום"), [2]);
        assert_eq!(faces("سلام"), [3]);
        assert_eq!(faces("🧺"), [4]);
        assert!(fonts.missing().is_empty());
        assert_eq!(faces("茶 tea"), [0], "a box of the main face");
        assert_eq!(fonts.missing(), ['茶']);
    }

    #[test]
    fn right_to_left_parts_are_turned_round() {
        let fonts = fonts();
        let shaped = fonts.shape("אב", Weight::Regular, 10.0);
        let order: Vec<usize> = shaped.runs[0]
            .glyphs
            .iter()
            .map(|g| g.range.start)
            .collect();
        assert_eq!(order, [2, 0]);
        let all: Vec<_> = shaped.runs[0]
            .glyphs
            .iter()
            .map(|g| g.range.clone())
            .collect();
        assert_eq!(all, [2..4, 0..2]);
    }

    #[test]
    fn lines_hold_the_whole_text_and_keep_within_their_width() {
        let fonts = fonts();
        let long = "Hand-thrown stoneware mug Donaudampfschifffahrtsgesellschaftskapitän in 日本語 and 🧺🧺";
        for room in [18.0, 40.0, 90.0, 400.0] {
            let lines = fonts.wrap(long, Weight::Regular, 9.0, room);
            let kept: String = lines.concat().replace(' ', "");
            assert_eq!(kept, long.replace(' ', ""));
            for line in &lines {
                let width = fonts.width(line, Weight::Regular, 9.0);
                assert!(width <= room + 0.01, "{line:?} is {width} wide in {room}");
            }
        }
        assert_eq!(fonts.wrap("", Weight::Regular, 9.0, 50.0), [""]);
    }

    #[test]
    fn labels_are_shortened_to_their_room() {
        let fonts = fonts();
        let short = fonts.fitted("A very long label of a bar", Weight::Regular, 12.0, 60.0);
        assert!(short.ends_with('…') && fonts.width(&short, Weight::Regular, 12.0) <= 60.0);
        assert_eq!(fonts.fitted("Mon", Weight::Regular, 12.0, 60.0), "Mon");
    }
}
