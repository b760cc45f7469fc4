//! What a mail says of its looks once: letters, the dark, and the phone.

use std::fmt::Write as _;

use crate::{
    Colour, Look, Typeface,
    palette::{Palette, luminance},
};

/// The letters of a typeface that mail programs have, best first.
pub(super) fn stack(typeface: Typeface) -> &'static str {
    match typeface {
        Typeface::Sans => {
            "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
        }
        Typeface::Serif => "'Iowan Old Style', 'Palatino Linotype', Palatino, Georgia, serif",
        Typeface::Grotesque => "'Helvetica Neue', Helvetica, Arial, sans-serif",
        Typeface::Humanist => "'Avenir Next', Avenir, 'Gill Sans', 'Trebuchet MS', sans-serif",
        Typeface::Typewriter => "'SFMono-Regular', Menlo, Consolas, 'Courier New', monospace",
    }
}

/// Letters in which every sign is as wide as the other, for codes.
pub(super) const CODE: &str = "Menlo, Consolas, 'Courier New', monospace";

/// Where the rules of the dark begin: previews replace it.
pub(crate) const DARK: &str = "@media (prefers-color-scheme:dark)";

/// The rules that do not stand at the elements themselves.
pub(super) fn sheet(look: &Look, logo: bool) -> String {
    let light = Palette::light(look);
    let dark = Palette::dark(look);
    let mut sheet = String::from(
        ":root{color-scheme:light dark;supported-color-schemes:light dark}\n\
         @media only screen and (max-width:479px){\n\
         .in{padding-left:24px!important;padding-right:24px!important}\n\
         .il{padding-left:24px!important;padding-right:8px!important}\n\
         .ir{padding-left:8px!important;padding-right:24px!important}\n\
         .h1{font-size:27px!important;line-height:33px!important}\n\
         .pc{float:left!important;width:112px!important}\n\
         .pw{margin-left:128px!important;padding-top:2px!important}\n\
         }\n",
    );
    if logo {
        // A shop has one logo, and most are drawn for white paper.
        for (class, day, _) in grounds(&light, &dark) {
            if !is_bright(day) {
                sheet.push_str(&plate(class, Colour::hex(0xff_ffff)));
            }
        }
    }
    if light != dark {
        sheet.push_str(DARK);
        sheet.push_str("{\n");
        let ground = |class: &str, colour: Colour| {
            format!(".{class},.{class} table{{background:{colour}!important}}\n")
        };
        let letters =
            |class: &str, colour: Colour| format!(".{class}{{color:{colour}!important}}\n");
        let _ = writeln!(sheet, "body{{background:{}!important}}", dark.page);
        sheet.push_str(&ground("pg", dark.page));
        sheet.push_str(&ground("cd", dark.card));
        sheet.push_str(&ground("pn", dark.panel));
        sheet.push_str(&ground("ag", dark.accent));
        let _ = writeln!(
            sheet,
            ".pg .px{{background:{}!important}}\n.pg .cx{{background:{}!important}}\n\
             .pg .ax{{background:{}!important}}",
            dark.panel, dark.card, dark.accent
        );
        sheet.push_str(&letters("ik div,.ik", dark.ink));
        sheet.push_str(&letters("qt div,.qt", dark.quiet));
        sheet.push_str(&letters("oa div,.oa", dark.on_accent));
        sheet.push_str(&letters("lk", dark.link));
        sheet.push_str(&letters("lq", dark.quiet));
        sheet.push_str(&letters("la", dark.on_accent));
        let _ = writeln!(
            sheet,
            ".bt td,.bt a{{background:{}!important;color:{}!important}}",
            dark.button, dark.on_button
        );
        let _ = writeln!(
            sheet,
            ".ba td,.ba a{{background:{}!important;color:{}!important}}",
            dark.on_accent, dark.accent
        );
        let _ = writeln!(
            sheet,
            ".bo td{{border-color:{0}!important;background:transparent!important}}\n\
             .bo a{{color:{0}!important;background:transparent!important}}",
            dark.link
        );
        let _ = writeln!(
            sheet,
            ".ln,.ln p{{border-color:{}!important}}\n.pg .gu{{background:{}!important}}",
            dark.line, dark.line
        );
        let _ = writeln!(sheet, ".pg .gd{{background:{}!important}}", dark.link);
        if logo {
            // It was drawn for the ground by day, and is not seen on another: it keeps that one.
            for (class, day, night) in grounds(&light, &dark) {
                if day != night && is_bright(day) {
                    sheet.push_str(&plate(class, day));
                }
            }
        }
        sheet.push_str("}\n");
    }
    sheet
}

/// The grounds with their classes, by day and by night.
fn grounds(light: &Palette, dark: &Palette) -> [(&'static str, Colour, Colour); 4] {
    [
        ("pg", light.page, dark.page),
        ("cd", light.card, dark.card),
        ("pn", light.panel, dark.panel),
        ("ag", light.accent, dark.accent),
    ]
}

fn is_bright(colour: Colour) -> bool {
    luminance(colour) > 0.4
}

/// What is behind a logo on a ground, close around it.
fn plate(class: &str, colour: Colour) -> String {
    format!(
        ".{class} .lg table td{{background:{colour}!important;padding:10px 14px!important;\
         border-radius:8px!important}}\n"
    )
}
