//! What the columns of files mean: said by the merchant, kept, handed on.

use std::{io::ErrorKind, path::Path};

use pannier_core::{Cancel, Reporter};
use pannier_import::{
    self as import, FileReport, Kind, MappingDraft, MappingSaid, Refusal, SuggestionFor,
};
use pannier_store::MappingRecord;

use crate::{
    ApiError, Code, Result, Shop,
    imports::plan_of,
    views::{
        Mapping, MappingColumn, MappingField, MappingInput, PreviewInput, RowShape, SavedMapping,
        SuggestInput, SuggestedMapping,
    },
};

/// The most that a file of a mapping holds.
const MOST: u64 = 1024 * 1024;

/// Every meaning that a column can have.
pub fn mapping_fields() -> Vec<MappingField> {
    let words = |kinds: Vec<Kind>| kinds.into_iter().map(|kind| kind.word().to_owned());
    import::meanings()
        .map(|(key, kinds, needed_by)| MappingField {
            key: key.to_owned(),
            kinds: words(kinds).collect(),
            needed_by: words(needed_by).collect(),
        })
        .collect()
}

/// The mappings that were kept, by name.
///
/// # Errors
/// What the shop file says.
pub fn list_mappings(shop: &Shop) -> Result<Vec<SavedMapping>> {
    shop.read(|tx| Ok(tx.mappings()?.iter().map(saved).collect()))
}

/// Forgets a mapping and returns the others. What was imported by it stays.
///
/// # Errors
/// [`Code::NotFound`], or what the shop file says.
pub fn delete_mapping(shop: &Shop, id: u32) -> Result<Vec<SavedMapping>> {
    shop.write(|tx| {
        tx.delete_mapping(i64::from(id))?;
        Ok(())
    })?;
    list_mappings(shop)
}

/// The name that is suggested for the file of a mapping.
///
/// # Errors
/// [`Code::NotFound`], or what the shop file says.
pub fn mapping_file_name(shop: &Shop, id: u32) -> Result<String> {
    let record = shop.read(|tx| Ok(tx.mapping(i64::from(id))?))?;
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let name: String = record.name.chars().map(plain).take(60).collect();
    Ok(format!("{}.toml", name.trim_matches('-').to_lowercase()))
}

/// Writes a mapping to a file, for another shop or another computer.
///
/// # Errors
/// [`Code::NotFound`], or what the disk says.
pub fn export_mapping(shop: &Shop, id: u32, path: &Path) -> Result<()> {
    let record = shop.read(|tx| Ok(tx.mapping(i64::from(id))?))?;
    Ok(std::fs::write(path, record.text)?)
}

/// Keeps the mapping of a file that [`export_mapping`] wrote.
///
/// # Errors
/// [`Code::Unreadable`] where the file is no mapping, or what the disk says.
pub fn import_mapping(shop: &Shop, path: &Path) -> Result<SavedMapping> {
    keep(shop, &read_mapping(path)?)
}

/// The mapping in a file.
///
/// # Errors
/// [`Code::Unreadable`] where the file is no mapping.
pub fn read_mapping(path: &Path) -> Result<import::Mapping> {
    let unreadable = |reason: String| {
        let words = format!("{} cannot be used. {reason}", path.display());
        ApiError::new(Code::Unreadable, words)
    };
    let on_disk = |error: std::io::Error| {
        unreadable(match error.kind() {
            ErrorKind::NotFound => "There is no such file".to_owned(),
            ErrorKind::PermissionDenied => "You may not read it".to_owned(),
            ErrorKind::InvalidData => "This is no mapping of Pannier: it is not a text".to_owned(),
            ErrorKind::IsADirectory => "This is a folder, not a file".to_owned(),
            _ => error.to_string(),
        })
    };
    if std::fs::metadata(path).map_err(on_disk)?.len() > MOST {
        return Err(unreadable("It is too large for a mapping".to_owned()));
    }
    let text = std::fs::read_to_string(path).map_err(on_disk)?;
    import::Mapping::from_text(&text).map_err(|error| unreadable(error.to_string()))
}

/// What the columns of each table of a file may mean, as a mapping that can be corrected and
/// handed to an import, with what was seen of it. What the file holds can be said beforehand.
///
/// # Errors
/// [`Code::Validation`] for a kind that there is not; [`Code::Unreadable`] where the file is no
/// table or too little of it can be guessed; [`Code::Cancelled`]; or what the shop file says.
pub fn suggest_mapping(
    shop: &Shop,
    path: &Path,
    kind: Option<&str>,
    reporter: &Reporter,
    cancel: &Cancel,
) -> Result<Vec<SuggestedMapping>> {
    let options = import::Options {
        trust_columns: true,
        ..import::Options::default()
    };
    let kind = kind.map(kind_of).transpose()?;
    let plan = plan_of(shop, &[path.to_owned()], &options, reporter, cancel)?;
    let suggested = plan.files().iter().map(|file| match kind {
        Some(kind) if file.mapping.is_some() => {
            let said = SuggestionFor {
                file: file.name.clone(),
                kind: Some(kind),
                ..SuggestionFor::default()
            };
            suggestion(file, Some(&suggest(shop, path, &said, cancel)?))
        }
        _ => suggestion(file, file.mapping.as_ref()),
    });
    suggested.collect()
}

/// What the columns of one table of a file may mean, beside what the merchant has said of it.
///
/// # Errors
/// [`Code::Validation`] for a kind that there is not; [`Code::Unreadable`] where the file is no
/// table any more; [`Code::Cancelled`]; or what the shop file says.
pub fn suggest_columns(shop: &Shop, input: &SuggestInput, cancel: &Cancel) -> Result<Mapping> {
    let columns = input.columns.iter();
    let said = SuggestionFor {
        file: input.file.clone(),
        kind: Some(kind_of(&input.kind)?),
        rows: input.rows.map(shape_of),
        columns: columns
            .map(|column| (column.position as usize, column.field.clone()))
            .collect(),
    };
    let draft = suggest(shop, Path::new(&input.path), &said, cancel)?;
    Ok(mapping_view(&draft))
}

fn suggest(
    shop: &Shop,
    path: &Path,
    said: &SuggestionFor,
    cancel: &Cancel,
) -> Result<MappingDraft> {
    let draft = shop.read(|tx| Ok(import::suggest(path, said, tx, cancel)?))?;
    draft.map_err(|Refusal { what, need }| {
        ApiError::new(Code::Unreadable, format!("{}: {what}. {need}", said.file))
    })
}

fn kind_of(word: &str) -> Result<Kind> {
    Kind::of_word(word).ok_or_else(|| ApiError::invalid("kind", "Say first what the file holds"))
}

fn shape_of(rows: RowShape) -> import::RowShape {
    match rows {
        RowShape::FirstRow => import::RowShape::FirstRow,
        RowShape::EveryRow => import::RowShape::EveryRow,
        RowShape::Whole => import::RowShape::Whole,
    }
}

fn suggestion(file: &FileReport, draft: Option<&MappingDraft>) -> Result<SuggestedMapping> {
    let unreadable = |words: String| ApiError::new(Code::Unreadable, words);
    let Some(draft) = draft else {
        let words = file.refused.as_ref().map_or_else(
            || "This file is no table".to_owned(),
            |Refusal { what, need }| format!("{what}. {need}"),
        );
        return Err(unreadable(format!("{}: {words}", file.name)));
    };
    let stem = Path::new(&file.name).file_stem();
    let name = stem.map(|stem| stem.to_string_lossy().into_owned());
    let mapping = draft.to_mapping(&name.unwrap_or_default());
    Ok(SuggestedMapping {
        file: file.name.clone(),
        text: mapping
            .as_ref()
            .map(import::Mapping::to_text)
            .unwrap_or_default(),
        lacks: mapping.err().map(|error| error.to_string()),
        mapping: mapping_view(draft),
    })
}

/// Keeps what an input says under a name.
pub(crate) fn keep_said(shop: &Shop, plan: &import::Plan) -> Result<()> {
    for mapping in plan.mappings_to_keep() {
        keep(shop, &mapping)?;
    }
    Ok(())
}

fn keep(shop: &Shop, mapping: &import::Mapping) -> Result<SavedMapping> {
    let now = shop.clock().now();
    let name = match mapping.name() {
        "" => "Without a name",
        name => name,
    };
    let id = shop
        .write(|tx| Ok(tx.save_mapping(name, &mapping.header_key(), &mapping.to_text(), now)?))?;
    shop.read(|tx| Ok(saved(&tx.mapping(id)?)))
}

fn saved(record: &MappingRecord) -> SavedMapping {
    // One that an older Pannier wrote may not be readable any more: it can still be deleted.
    let mapping = import::Mapping::from_text(&record.text).ok();
    let kind = mapping.as_ref().and_then(import::Mapping::kind);
    SavedMapping {
        id: u32::try_from(record.id).unwrap_or(u32::MAX),
        name: record.name.clone(),
        kind: kind.map_or("", Kind::word).to_owned(),
        columns: mapping.map_or(0, |m| u32::try_from(m.columns()).unwrap_or(u32::MAX)),
        saved_at: record.saved_at.0,
    }
}

/// What the merchant says of the columns of the files of a drop.
pub(crate) fn said(input: &PreviewInput) -> Result<Vec<MappingSaid>> {
    input.mappings.iter().map(said_of).collect()
}

fn said_of(input: &MappingInput) -> Result<MappingSaid> {
    Ok(MappingSaid {
        file: input.file.clone(),
        kind: kind_of(&input.kind)?,
        rows: shape_of(input.rows),
        columns: input
            .columns
            .iter()
            .map(|column| (column.position as usize, column.field.clone()))
            .collect(),
        currency: input.currency.clone(),
        time_zone: input.time_zone.clone(),
        tax_included: input.tax_included,
        refund_rows: input.refund_rows,
        date_order: input.date_order.map(Into::into),
        decimal_sign: input.decimal_sign.map(Into::into),
        save_as: input.save_as.clone(),
    })
}

/// A mapping as the window sees it.
pub(crate) fn mapping_view(draft: &MappingDraft) -> Mapping {
    Mapping {
        kind: draft.kind.word().to_owned(),
        rows: match draft.rows {
            import::RowShape::FirstRow => RowShape::FirstRow,
            import::RowShape::EveryRow => RowShape::EveryRow,
            import::RowShape::Whole => RowShape::Whole,
        },
        columns: draft
            .columns
            .iter()
            .map(|column| MappingColumn {
                position: u32::try_from(column.position).unwrap_or(u32::MAX),
                name: column.name.clone(),
                examples: column.examples.clone(),
                field: column.field.map(str::to_owned),
                confidence: column.confidence.map(u32::from),
            })
            .collect(),
        currency: draft.currency.clone(),
        time_zone: draft.time_zone.clone(),
        tax_included: draft.tax_included,
        refund_rows: draft.refund_rows,
        is_confirmed: draft.is_confirmed,
        saved_as: draft.saved_as.clone(),
    }
}
