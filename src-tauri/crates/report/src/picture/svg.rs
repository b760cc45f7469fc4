//! A picture as SVG: shapes with plain attributes, so that any program that opens it shows it, and
//! text that stays text.

use std::fmt::Write as _;

use super::{Label, Mark, Picture, Point, Side};
use crate::{
    font::{CLOSER, LARGE, Weight, web_font},
    palette::Ink,
    text::escaped,
};

/// What text is written in where the reader's computer has it.
const FAMILY: &str = "Inter, &quot;Inter Variable&quot;, system-ui, -apple-system, &quot;Segoe UI&quot;, Roboto, sans-serif";

/// A file of its own.
pub(crate) fn to_svg(picture: &Picture, title: &str, alt: &str) -> String {
    let mut svg = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let style = format!("<style>{}</style>\n", web_font());
    write(&mut svg, picture, title, alt, &style);
    svg
}

/// A part of a page, which brings the letters. Attributes and text are escaped.
pub(crate) fn write_svg(svg: &mut String, picture: &Picture, title: &str, alt: &str) {
    write(svg, picture, title, alt, "");
}

fn write(svg: &mut String, picture: &Picture, title: &str, alt: &str, style: &str) {
    let (width, height) = (length(picture.width), length(picture.height));
    put(
        svg,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" \
             font-family=\"{FAMILY}\" overflow=\"visible\">\n<title>{}</title>\n{style}",
            escaped(alt),
            escaped(title),
        ),
    );
    for mark in &picture.marks {
        write_mark(svg, mark);
    }
    svg.push_str("</svg>\n");
}

fn write_mark(svg: &mut String, mark: &Mark) {
    match mark {
        Mark::Line { points, ink, width } => put(
            svg,
            format_args!(
                "<path d=\"{}\" fill=\"none\" stroke=\"{}\"{} stroke-width=\"{}\" stroke-linejoin=\"round\"/>\n",
                path(points),
                ink.hex(),
                opacity("stroke-opacity", *ink),
                length(*width),
            ),
        ),
        Mark::Area { points, ink } => put(
            svg,
            format_args!(
                "<path d=\"{}Z\" fill=\"{}\"{}/>\n",
                path(points),
                ink.hex(),
                opacity("fill-opacity", *ink),
            ),
        ),
        Mark::Circle { at, radius, ink } => put(
            svg,
            format_args!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"{}/>\n",
                length(at.0),
                length(at.1),
                length(*radius),
                ink.hex(),
                opacity("fill-opacity", *ink),
            ),
        ),
        Mark::Text(label) => write_label(svg, label),
    }
}

fn write_label(svg: &mut String, label: &Label) {
    let anchor = match label.side {
        Side::Start => "",
        Side::Middle => " text-anchor=\"middle\"",
        Side::End => " text-anchor=\"end\"",
    };
    let weight = match label.weight {
        Weight::Regular => "",
        Weight::Semibold => " font-weight=\"600\"",
    };
    let spacing = if label.size >= LARGE {
        format!(" letter-spacing=\"{}\"", length(-CLOSER * label.size))
    } else {
        String::new()
    };
    put(
        svg,
        format_args!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight}{spacing}{anchor} fill=\"{}\">{}</text>\n",
            length(label.at.0),
            length(label.at.1),
            length(label.size),
            label.ink.hex(),
            escaped(&label.text),
        ),
    );
}

fn path(points: &[Point]) -> String {
    let mut path = String::with_capacity(points.len() * 12);
    for (index, (x, y)) in points.iter().enumerate() {
        path.push(if index == 0 { 'M' } else { 'L' });
        put(&mut path, format_args!("{} {}", length(*x), length(*y)));
    }
    path
}

/// To a hundredth of a pixel, without noughts at the end.
pub(crate) fn length(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

fn opacity(name: &str, ink: Ink) -> String {
    if ink.alpha >= 1.0 {
        String::new()
    } else {
        format!(" {name}=\"{}\"", length(ink.alpha))
    }
}

/// Writing to a string cannot fail.
fn put(text: &mut String, words: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(words);
}
