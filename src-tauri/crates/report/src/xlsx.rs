//! A report as a workbook: a cover that says what it is, then a sheet for each table and for the
//! numbers of each chart. Numbers are numbers with the format of their currency, days are days, and
//! text is text, never a formula.

use std::collections::BTreeSet;

use chrono::Datelike;
use pannier_core::{Currency, Day, Money};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use crate::{
    Block, Cell, CurrencyPlace, Document, Kind, Locale, Result, Table,
    csv::{Part, What},
    locale::sign_of,
    number::{f64_of, of_len},
    text::shortened,
};

/// The longest text that a cell of a workbook may hold, with some room.
const LONGEST: usize = 32_000;
/// The longest name of a sheet.
const NAME: usize = 31;
const INK_3: u32 = 0x69_6b_63;

/// The workbook.
pub(crate) fn to_xlsx(document: &Document) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let about = &document.about;
    let mut properties = DocProperties::new()
        .set_title(shortened(&about.title, 250))
        .set_company(shortened(&about.shop, 250));
    if let Some(day) = excel_day(about.made_on) {
        // Without it the moment of writing would be kept, and no two files would be alike.
        properties = properties.set_creation_datetime(&day);
    }
    workbook.set_properties(&properties);
    let tables: Vec<Table> = document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            Block::Chart(chart) => Some(chart.numbers()),
            _ => None,
        })
        .collect();
    let mut taken = BTreeSet::new();
    let cover_name = sheet_name("About", &mut taken);
    let names: Vec<String> = tables
        .iter()
        .map(|table| sheet_name(&table.title, &mut taken))
        .collect();
    let cover = workbook.add_worksheet();
    cover.set_name(cover_name)?;
    write_cover(cover, document, &tables, &names)?;
    for (table, name) in tables.iter().zip(names) {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        write_table(sheet, document, table)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn write_cover(
    sheet: &mut Worksheet,
    document: &Document,
    tables: &[Table],
    names: &[String],
) -> Result<()> {
    let about = &document.about;
    let quiet = Format::new()
        .set_font_color(INK_3)
        .set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_screen_gridlines(false);
    sheet.set_column_width(0, 14)?;
    sheet.set_column_width(1, 72)?;
    let title = Format::new().set_bold().set_font_size(16);
    sheet.write_string_with_format(0, 0, cell_text(&about.title), &title)?;
    let mut row = 2;
    for (word, fact) in about.facts() {
        sheet.write_string_with_format(row, 0, word, &quiet)?;
        sheet.write_string_with_format(row, 1, cell_text(fact), &wrapped)?;
        row += 1;
    }
    sheet.write_string_with_format(row, 0, "Made on", &quiet)?;
    let day = Format::new()
        .set_num_format("yyyy-mm-dd")
        .set_align(FormatAlign::Left);
    write_day(sheet, row, 1, about.made_on, &day)?;
    row += 2;
    if !tables.is_empty() {
        let head = Format::new().set_bold();
        sheet.write_string_with_format(row, 0, "Sheets", &head)?;
        row += 1;
    }
    for (table, name) in tables.iter().zip(names) {
        sheet.write_string_with_format(row, 0, name, &quiet)?;
        let words = if table.note.is_empty() {
            table.title.clone()
        } else {
            format!("{}. {}", table.title, table.note)
        };
        sheet.write_string_with_format(row, 1, cell_text(&words), &wrapped)?;
        row += 1;
    }
    Ok(())
}

fn write_table(sheet: &mut Worksheet, document: &Document, table: &Table) -> Result<()> {
    let about = &document.about;
    let parts: Vec<Part> = (0..table.columns().len())
        .flat_map(|column| Part::of(table, column))
        .filter(|part| part.what != What::Currency)
        .collect();
    let locale = &about.locale;
    for (at, part) in (0_u16..).zip(&parts) {
        let kind = table.columns()[part.column].kind;
        let align = if is_right(part, kind) {
            FormatAlign::Right
        } else {
            FormatAlign::Left
        };
        let head = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(align)
            .set_align(FormatAlign::Bottom)
            .set_border_bottom(FormatBorder::Thin);
        let words = part.head(table);
        sheet.write_string_with_format(0, at, cell_text(&words), &head)?;
        sheet.set_column_width(at, column_width(table, part, &words, locale))?;
        for (row, cells) in (1_u32..).zip(table.rows()) {
            write_cell(
                sheet,
                row,
                at,
                part,
                &cells[part.column],
                kind,
                locale,
                false,
            )?;
        }
        if let Some(foot) = table.foot() {
            let row = 1 + u32::try_from(table.rows().len()).unwrap_or(u32::MAX);
            write_cell(sheet, row, at, part, &foot[part.column], kind, locale, true)?;
        }
    }
    if table.rows().is_empty() {
        let quiet = Format::new().set_font_color(INK_3);
        sheet.write_string_with_format(1, 0, cell_text(&table.empty), &quiet)?;
    } else if let (Some(last_column), Ok(last_row)) = (
        u16::try_from(parts.len())
            .ok()
            .and_then(|n| n.checked_sub(1)),
        u32::try_from(table.rows().len()),
    ) {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    if parts.len() > 6 {
        sheet.set_landscape();
    }
    // What a printed sheet carries. "&" is a command there unless it is doubled.
    let plain = |text: &str| shortened(text, 80).replace('&', "&&");
    sheet.set_header(format!(
        "&L{}&R{}",
        plain(&about.shop),
        plain(&about.period)
    ));
    sheet.set_footer(format!(
        "&L{}&R{}, page &P of &N",
        plain(&about.formula),
        about.made_on_words()
    ));
    Ok(())
}

fn is_right(part: &Part, kind: Kind) -> bool {
    matches!(part.what, What::Value | What::Low | What::High) && kind.is_right()
}

#[expect(
    clippy::too_many_arguments,
    reason = "a place, what stands there and how it is written"
)]
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    part: &Part,
    cell: &Cell,
    kind: Kind,
    locale: &Locale,
    is_foot: bool,
) -> Result<()> {
    let mut format = Format::new();
    if is_foot {
        format = format.set_bold().set_border_top(FormatBorder::Thin);
    }
    let words = |sheet: &mut Worksheet, text: &str, format: &Format| -> Result<()> {
        sheet.write_string_with_format(row, column, cell_text(text), format)?;
        Ok(())
    };
    let number = |sheet: &mut Worksheet, number: f64, format: &Format| -> Result<()> {
        sheet.write_number_with_format(row, column, number, format)?;
        Ok(())
    };
    match (part.what, cell) {
        (What::Value, Cell::Text(text)) => words(sheet, text, &format),
        (What::Value, Cell::Absent(why)) if kind == Kind::Text => words(sheet, why, &format),
        (What::Why, Cell::Absent(why)) => words(sheet, why, &format.set_font_color(INK_3)),
        (What::Value, Cell::Money(money) | Cell::Change { amount: money, .. }) => {
            let signed = matches!(cell, Cell::Change { .. });
            let format = format.set_num_format(money_format(money.currency, signed, locale));
            number(sheet, major(*money), &format)
        }
        (What::Low | What::High, Cell::Interval(interval)) => {
            let [low, high] = interval.ends();
            let end = if part.what == What::Low { low } else { high };
            let format = format.set_num_format(money_format(interval.currency, false, locale));
            number(sheet, major(end), &format)
        }
        (What::Value, Cell::Count(count)) => {
            number(sheet, f64_of(*count), &format.set_num_format("#,##0"))
        }
        (What::Value, Cell::Ratio(ratio)) => {
            let decimals = match kind {
                Kind::Percent(decimals) => decimals,
                _ => 1,
            };
            let format = format.set_num_format(format!("{}%", places("0", decimals)));
            number(sheet, ratio.get(), &format)
        }
        (What::Value, Cell::Number(value)) => {
            let decimals = match kind {
                Kind::Number(decimals) => decimals,
                _ => 1,
            };
            let format = format.set_num_format(places("#,##0", decimals));
            number(sheet, value.get(), &format)
        }
        (What::Value, Cell::Day(day)) => {
            let format = format
                .set_num_format("yyyy-mm-dd")
                .set_align(FormatAlign::Left);
            write_day(sheet, row, column, *day, &format)
        }
        (What::Sure, Cell::Change { sure, .. }) => {
            words(sheet, if *sure { "yes" } else { "cannot tell" }, &format)
        }
        _ if is_foot => {
            sheet.write_blank(row, column, &format)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

/// A number of the major unit, as near as a spreadsheet can hold it.
fn major(money: Money) -> f64 {
    f64_of(money.minor) / 10_f64.powi(i32::try_from(money.currency.exponent()).unwrap_or(2))
}

fn places(whole: &str, decimals: u8) -> String {
    if decimals == 0 {
        whole.to_owned()
    } else {
        format!("{whole}.{}", "0".repeat(usize::from(decimals)))
    }
}

/// The number format of an amount: €1,234.50, with a plus before a gain where a sign is always
/// written. The spreadsheet puts its own decimal and group signs.
fn money_format(currency: Currency, signed: bool, locale: &Locale) -> String {
    let decimals = u8::try_from(currency.exponent()).unwrap_or(2);
    let number = places("#,##0", decimals);
    let sign = sign_of(currency);
    let amount = match locale.currency {
        CurrencyPlace::Before if sign.chars().all(char::is_alphabetic) => {
            format!("\"{sign} \"{number}")
        }
        CurrencyPlace::Before => format!("\"{sign}\"{number}"),
        CurrencyPlace::After => format!("{number}\" {sign}\""),
    };
    if signed {
        format!("+{amount};-{amount};{amount}")
    } else {
        format!("{amount};-{amount}")
    }
}

fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let date = day.date();
    let year = u16::try_from(date.year()).ok()?;
    let month = u8::try_from(date.month()).ok()?;
    let of_month = u8::try_from(date.day()).ok()?;
    ExcelDateTime::from_ymd(year, month, of_month).ok()
}

/// A day as a date; as text where the calendar of spreadsheets, from 1900 on, does not hold it.
fn write_day(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    day: Day,
    format: &Format,
) -> Result<()> {
    match excel_day(day) {
        Some(date) => sheet.write_datetime_with_format(row, column, &date, format)?,
        None => sheet.write_string_with_format(row, column, day.to_string(), format)?,
    };
    Ok(())
}

fn cell_text(text: &str) -> String {
    shortened(text, LONGEST)
}

/// Wide enough for what stands in it, and not wider than a line of reading.
fn column_width(table: &Table, part: &Part, head: &str, locale: &Locale) -> f64 {
    const LOOKED_AT: usize = 500;
    let kind = table.columns()[part.column].kind;
    let rows = table.rows().iter().take(LOOKED_AT).map(Vec::as_slice);
    let widest = rows
        .chain(table.foot())
        .map(|row| {
            let text = match (&row[part.column], part.what) {
                (Cell::Interval(interval), _) => locale.money(interval.ends()[1]),
                (Cell::Absent(_), What::Value) if kind != Kind::Text => String::new(),
                (Cell::Change { amount, .. }, What::Value) => locale.signed_money(*amount),
                (_, What::Sure) => "cannot tell".to_owned(),
                (cell, _) => cell.written(kind, locale),
            };
            text.chars().count()
        })
        .max()
        .unwrap_or(0);
    // A head may take several lines, but none of its words is to be broken.
    let word = head
        .split_whitespace()
        .map(|word| word.chars().count())
        .max();
    let needed = widest.max(word.unwrap_or(0)).max(head.chars().count() / 2);
    (of_len(needed) * 1.1 + 3.0).clamp(9.0, 60.0)
}

/// A name that a sheet may have and that no other one has: 31 characters at most, without the signs
/// that formulas use.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = title
        .chars()
        .map(|c| match c {
            '[' | ']' | ':' | '*' | '?' | '/' | '\\' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = plain.trim_matches('\'').trim();
    // Excel keeps the name "History" to itself.
    let base = match plain {
        "" => "Table",
        word if word.eq_ignore_ascii_case("history") => "The history",
        word => word,
    };
    for number in 1_u32.. {
        let ending = if number == 1 {
            String::new()
        } else {
            format!(" {number}")
        };
        let name = format!("{}{ending}", cut(base, NAME - ending.len()));
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    base.to_owned()
}

/// The beginning of a text, counted as Excel counts: in units of UTF-16.
fn cut(text: &str, most: usize) -> &str {
    let mut units = 0;
    let end = text
        .char_indices()
        .find(|(_, c)| {
            units += c.len_utf16();
            units > most
        })
        .map_or(text.len(), |(index, _)| index);
    text[..end].trim_end().trim_end_matches('\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_valid_and_unique() {
        let mut taken = BTreeSet::new();
        let mut name = |title: &str| sheet_name(title, &mut taken);
        assert_eq!(
            name("Channel: orders / revenue [all]"),
            "Channel orders revenue all"
        );
        assert_eq!(
            name("channel orders revenue ALL"),
            "channel orders revenue ALL 2"
        );
        assert_eq!(name(""), "Table");
        assert_eq!(name("'?'"), "Table 2");
        assert_eq!(name("History"), "The history");
        let long = name("Orders by the country in which they were sent to their buyers");
        assert_eq!(long, "Orders by the country in which");
        let again = name("Orders by the country in which they were sent to their buyers");
        assert_eq!(again, "Orders by the country in whic 2");
        assert!(name(&"🧺".repeat(30)).encode_utf16().count() <= NAME);
    }

    #[test]
    fn formats_have_the_decimals_of_their_currency() {
        let format =
            |code: &str, signed, locale| money_format(code.parse().unwrap(), signed, locale);
        let english = Locale::english();
        assert_eq!(
            format("EUR", false, &english),
            "\"€\"#,##0.00;-\"€\"#,##0.00"
        );
        assert_eq!(format("JPY", false, &english), "\"¥\"#,##0;-\"¥\"#,##0");
        assert_eq!(
            format("KWD", true, &english),
            "+\"KWD \"#,##0.000;-\"KWD \"#,##0.000;\"KWD \"#,##0.000"
        );
        assert_eq!(
            format("EUR", false, &Locale::of_region("DE")),
            "#,##0.00\" €\";-#,##0.00\" €\""
        );
    }
}
