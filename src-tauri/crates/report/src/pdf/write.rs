//! Laid-out pages as a PDF file, with their structure.

use std::num::NonZeroU16;

use chrono::Datelike;
use krilla::{
    color::rgb,
    configure::{Accessibility, Configuration, ConfigurationBuilder, PdfVersion},
    destination::XyzDestination,
    error::KrillaError,
    geom::{PathBuilder, Size, Transform},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule, LineCap, LineJoin, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, Node, SpanTag, TableHeaderScope, Tag,
        TagGroup, TagKind, TagTree,
    },
    text::{Font, GlyphId, KrillaGlyph},
};

use super::pages::{Child, Drawn, ElementId, HEIGHT, Laid, MARGIN, ROOT, Role, WIDTH, What};
use crate::{
    About, Document, Error, Result,
    font::{Fonts, Weight},
    number::f32_of,
    palette::{INK, INK_3, Ink, LINE},
    picture::{Label, Mark, Point, Side},
};

/// The file. PDF/UA, the standard for files that can be read aloud, is kept and checked. Where it
/// cannot be kept, since a sign has no letter or a head no words, the file is written without it: a
/// report is to be had in any case.
pub(super) fn write(laid: &Laid, document: &Document, fonts: &Fonts) -> Result<Vec<u8>> {
    let faces: Vec<Font> = (0..Fonts::count())
        .map(|face| Font::new(Fonts::data(face).into(), 0))
        .collect::<Option<_>>()
        .ok_or(Error::Font("a face is damaged"))?;
    let brush = Brush {
        fonts,
        faces: &faces,
    };
    let checked = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Error::Pdf(format!("{error:?}")))?;
    match write_as(laid, document, &brush, checked) {
        Err(KrillaError::Validation(_)) => {
            write_as(laid, document, &brush, Configuration::default())
        }
        written => written,
    }
    .map_err(|error| Error::Pdf(error.to_string()))
}

fn write_as(
    laid: &Laid,
    document: &Document,
    brush: &Brush<'_>,
    configuration: Configuration,
) -> std::result::Result<Vec<u8>, KrillaError> {
    let settings = krilla::SerializeSettings {
        configuration,
        ..krilla::SerializeSettings::default()
    };
    let mut pdf = krilla::Document::new_with(settings);
    let about = &document.about;
    #[expect(clippy::expect_used, reason = "both sides are constants above nought")]
    let size = Size::from_wh(f32_of(WIDTH), f32_of(HEIGHT)).expect("a page has a size");
    let mut ids: Vec<Vec<Option<Identifier>>> = Vec::with_capacity(laid.pages.len());
    for (index, drawn) in laid.pages.iter().enumerate() {
        let mut page = pdf.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        brush.head_and_foot(&mut surface, about, index + 1, laid.pages.len());
        ids.push(
            drawn
                .iter()
                .map(|drawn| brush.draw(&mut surface, drawn))
                .collect(),
        );
        surface.finish();
        page.finish();
    }
    pdf.set_metadata(metadata(about));
    let mut outline = Outline::new();
    for stop in &laid.stops {
        let point = krilla::geom::Point::from_xy(0.0, f32_of(stop.y - 8.0));
        outline.push_child(OutlineNode::new(
            stop.text.clone(),
            XyzDestination::new(stop.page, point),
        ));
    }
    pdf.set_outline(outline);
    let mut tree = TagTree::new().with_lang(Some("en".to_owned()));
    for child in children(laid, &ids, ROOT) {
        tree.push(child);
    }
    pdf.set_tag_tree(tree);
    pdf.finish()
}

fn metadata(about: &About) -> Metadata {
    let date = about.made_on.date();
    let year = u16::try_from(date.year()).unwrap_or_default();
    let month = u8::try_from(date.month()).unwrap_or(1);
    let day = u8::try_from(date.day()).unwrap_or(1);
    Metadata::new()
        .title(format!("{} · {}", about.title, about.shop))
        .description(format!("{}. {}", about.period, about.formula))
        .authors(vec![about.shop.clone()])
        .language("en".to_owned())
        .creator("Pannier".to_owned())
        .creation_date(DateTime::new(year).month(month).day(day))
}

/// The structure below an element.
fn children(laid: &Laid, ids: &[Vec<Option<Identifier>>], element: ElementId) -> Vec<Node> {
    laid.elements[element]
        .children
        .iter()
        .filter_map(|child| match child {
            Child::Drawn(page, place) => ids[*page][*place].map(Node::from),
            Child::Element(id) => {
                let kind = kind(&laid.elements[*id].role)?;
                Some(TagGroup::with_children(kind, children(laid, ids, *id)).into())
            }
        })
        .collect()
}

/// The word of the standard for a role.
fn kind(role: &Role) -> Option<TagKind> {
    let heading = |level: u16, title: &str| {
        NonZeroU16::new(level).map(|level| Tag::Hn(level, Some(title.to_owned())).into())
    };
    Some(match role {
        Role::Root => return None,
        Role::Title(title) => return heading(1, title),
        Role::Heading(title) => return heading(2, title),
        Role::Paragraph => Tag::P.into(),
        Role::Note => Tag::Note.into(),
        Role::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
        Role::Caption => Tag::Caption.into(),
        Role::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
        Role::TableHead => Tag::THead.into(),
        Role::TableBody => Tag::TBody.into(),
        Role::TableFoot => Tag::TFoot.into(),
        Role::TableRow => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::TableCell => Tag::TD.into(),
    })
}

struct Brush<'a> {
    fonts: &'a Fonts,
    faces: &'a [Font],
}

impl Brush<'_> {
    fn head_and_foot(&self, surface: &mut Surface<'_>, about: &About, page: usize, pages: usize) {
        let label = |text: &str, x: f64, y: f64, side, weight, ink| {
            let room = (WIDTH - 2.0 * MARGIN) * 0.62;
            Label {
                text: self.fonts.fitted(text, weight, 8.5, room),
                at: (x, y),
                side,
                size: 8.5,
                weight,
                ink,
            }
        };
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        let artifact = |kind| ContentTag::Artifact(Artifact::with_kind(kind));
        surface.start_tagged(artifact(ArtifactType::Header));
        let shop = label(&about.shop, left, 42.0, Side::Start, Weight::Semibold, INK);
        let shop_width = self.fonts.width(&shop.text, Weight::Semibold, 8.5);
        self.text(surface, &shop);
        let room = right - left - shop_width - 24.0;
        let period = self.fonts.fitted(&about.period, Weight::Regular, 8.5, room);
        self.text(
            surface,
            &label(&period, right, 42.0, Side::End, Weight::Regular, INK_3),
        );
        stroke(surface, &[(left, 52.0), (right, 52.0)], LINE, 0.75);
        surface.end_tagged();
        surface.start_tagged(artifact(ArtifactType::Footer));
        let foot = HEIGHT - 36.0;
        let title = format!("{} · {}", about.title, about.made_on_words());
        self.text(
            surface,
            &label(&title, left, foot, Side::Start, Weight::Regular, INK_3),
        );
        let number = format!("Page {page} of {pages}");
        self.text(
            surface,
            &label(&number, right, foot, Side::End, Weight::Regular, INK_3),
        );
        surface.end_tagged();
    }

    /// Draws a thing; what says something can be found again by its number.
    fn draw(&self, surface: &mut Surface<'_>, drawn: &Drawn) -> Option<Identifier> {
        let tag = match (&drawn.what, drawn.is_content) {
            (_, false) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            (What::Text(_), true) => ContentTag::Span(SpanTag::empty()),
            (_, true) => ContentTag::Other,
        };
        let id = surface.start_tagged(tag);
        match &drawn.what {
            What::Text(label) => self.text(surface, label),
            What::Line { points, ink, width } => stroke(surface, points, *ink, *width),
            What::Area { from, to, ink } => {
                let corners = [*from, (to.0, from.1), *to, (from.0, to.1)];
                fill(surface, &corners, *ink);
            }
            What::Dot { at, radius, ink } => dot(surface, *at, *radius, *ink),
            What::Picture { picture, at, scale } => {
                let (x, y, scale) = (f32_of(at.0), f32_of(at.1), f32_of(*scale));
                surface.push_transform(&Transform::from_row(scale, 0.0, 0.0, scale, x, y));
                for mark in &picture.marks {
                    match mark {
                        Mark::Line { points, ink, width } => stroke(surface, points, *ink, *width),
                        Mark::Area { points, ink } => fill(surface, points, *ink),
                        Mark::Circle { at, radius, ink } => dot(surface, *at, *radius, *ink),
                        Mark::Text(label) => self.text(surface, label),
                    }
                }
                surface.pop();
            }
        }
        surface.end_tagged();
        drawn.is_content.then_some(id)
    }

    fn text(&self, surface: &mut Surface<'_>, label: &Label) {
        let shaped = self.fonts.shape(&label.text, label.weight, label.size);
        let size = label.size;
        let mut x = label.at.0
            - match label.side {
                Side::Start => 0.0,
                Side::Middle => shaped.width * size / 2.0,
                Side::End => shaped.width * size,
            };
        surface.set_stroke(None);
        surface.set_fill(Some(paint(label.ink)));
        for run in &shaped.runs {
            let glyphs: Vec<KrillaGlyph> = run
                .glyphs
                .iter()
                .map(|glyph| {
                    KrillaGlyph::new(
                        GlyphId::new(u32::from(glyph.id)),
                        f32_of(glyph.advance),
                        f32_of(glyph.dx),
                        f32_of(glyph.dy),
                        0.0,
                        glyph.range.clone(),
                        None,
                    )
                })
                .collect();
            surface.draw_glyphs(
                krilla::geom::Point::from_xy(f32_of(x), f32_of(label.at.1)),
                &glyphs,
                self.faces[run.face].clone(),
                &shaped.text,
                f32_of(size),
                false,
            );
            x += run.width * size;
        }
    }
}

fn paint(ink: Ink) -> Fill {
    Fill {
        paint: colour(ink).into(),
        opacity: opacity(ink),
        rule: FillRule::NonZero,
    }
}

fn colour(ink: Ink) -> rgb::Color {
    let [red, green, blue] = ink.rgb;
    rgb::Color::new(red, green, blue)
}

fn opacity(ink: Ink) -> NormalizedF32 {
    NormalizedF32::new(f32_of(ink.alpha)).unwrap_or(NormalizedF32::ONE)
}

fn path(points: &[Point], close: bool) -> Option<krilla::geom::Path> {
    let mut path = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 {
            path.move_to(f32_of(*x), f32_of(*y));
        } else {
            path.line_to(f32_of(*x), f32_of(*y));
        }
    }
    if close {
        path.close();
    }
    path.finish()
}

fn stroke(surface: &mut Surface<'_>, points: &[Point], ink: Ink, width: f64) {
    let Some(path) = path(points, false) else {
        return;
    };
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: colour(ink).into(),
        width: f32_of(width),
        miter_limit: 10.0,
        line_cap: LineCap::Butt,
        line_join: LineJoin::Round,
        opacity: opacity(ink),
        dash: None,
    }));
    surface.draw_path(&path);
}

fn fill(surface: &mut Surface<'_>, points: &[Point], ink: Ink) {
    let Some(path) = path(points, true) else {
        return;
    };
    surface.set_stroke(None);
    surface.set_fill(Some(paint(ink)));
    surface.draw_path(&path);
}

/// A circle of four curves.
fn dot(surface: &mut Surface<'_>, (x, y): Point, radius: f64, ink: Ink) {
    /// How far the handles of a quarter reach, in parts of the radius.
    const HANDLE: f64 = 0.552_284_75;
    let at = |dx: f64, dy: f64| (f32_of(x + dx * radius), f32_of(y + dy * radius));
    let mut path = PathBuilder::new();
    let (start_x, start_y) = at(1.0, 0.0);
    path.move_to(start_x, start_y);
    let quarters: [[(f64, f64); 3]; 4] = [
        [(1.0, HANDLE), (HANDLE, 1.0), (0.0, 1.0)],
        [(-HANDLE, 1.0), (-1.0, HANDLE), (-1.0, 0.0)],
        [(-1.0, -HANDLE), (-HANDLE, -1.0), (0.0, -1.0)],
        [(HANDLE, -1.0), (1.0, -HANDLE), (1.0, 0.0)],
    ];
    for quarter in quarters {
        let [(ax, ay), (bx, by), (cx, cy)] = quarter.map(|(dx, dy)| at(dx, dy));
        path.cubic_to(ax, ay, bx, by, cx, cy);
    }
    path.close();
    if let Some(path) = path.finish() {
        surface.set_stroke(None);
        surface.set_fill(Some(paint(ink)));
        surface.draw_path(&path);
    }
}
