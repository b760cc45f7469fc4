//! The report as files that the renderer has no word for, and how a file is put in its place.

use std::{io::Write, path::Path};

use pannier_report::{Block, Document, Plot, Table, table_to_csv};

use super::drawn;
use crate::{ApiError, Code, Result};

/// By which Excel knows that a file is UTF-8. Once a file is enough.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Writes a file whole or not at all: beside its place first, then into it by its name. What was
/// there is replaced in one step, and stays where the disk is full.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".pannier-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any file that a program makes: who may read it is for the system's mask to say.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let cannot = |error: std::io::Error| {
        let known = ApiError::from(error);
        match known.code {
            Code::DiskFull => known,
            _ => ApiError::new(
                Code::Unreadable,
                format!(
                    "{} could not be written. Nothing was changed there. Choose another folder or \
                     name ({})",
                    path.display(),
                    known.message
                ),
            ),
        }
    };
    // Dropped unless it is put in its place, and gone then.
    let mut file = builder.tempfile_in(folder).map_err(cannot)?;
    file.write_all(bytes).map_err(cannot)?;
    file.as_file().sync_all().map_err(cannot)?;
    file.persist(path).map_err(|error| cannot(error.error))?;
    Ok(())
}

/// Without charts that draw what stands in the table under them: in cells they would stand twice.
pub(super) fn in_cells(document: &Document) -> Document {
    let twice = |block: &Block| matches!(block, Block::Chart(chart) if matches!(chart.plot, Plot::Line(_) | Plot::Waterfall(_)));
    Document {
        about: document.about.clone(),
        blocks: document
            .blocks
            .iter()
            .filter(|block| !twice(block))
            .cloned()
            .collect(),
    }
}

/// All tables one under another: before each its name on a line of its own, after each an empty
/// line.
pub(super) fn csv(document: &Document) -> Result<Vec<u8>> {
    let shown = in_cells(document);
    let tables: Vec<Table> = shown
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table.clone()),
            Block::Chart(chart) => Some(chart.numbers()),
            _ => None,
        })
        .collect();
    let mut text = String::from(BYTE_ORDER_MARK);
    if tables.is_empty() {
        // A report without tables says in a sentence why.
        let said = shown.blocks.iter().find_map(|block| match block {
            Block::Note(note) => Some(note.text.as_str()),
            _ => None,
        });
        let mut table = Table::new("", columns(), said.unwrap_or_default());
        table.title.clone_from(&document.about.title);
        add(&mut text, document, &table)?;
    }
    for table in &tables {
        if text.len() > BYTE_ORDER_MARK.len_utf8() {
            text.push_str("\r\n");
        }
        add(&mut text, document, table)?;
    }
    Ok(text.into_bytes())
}

fn columns() -> Vec<pannier_report::Column> {
    vec![pannier_report::Column::new(
        "Report",
        pannier_report::Kind::Text,
    )]
}

fn add(text: &mut String, document: &Document, table: &Table) -> Result<()> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let fault = |error: String| ApiError::new(Code::Internal, error);
    writer
        .write_record([&table.title])
        .map_err(|error| fault(error.to_string()))?;
    let line = writer
        .into_inner()
        .map_err(|error| fault(error.to_string()))?;
    text.push_str(&String::from_utf8_lossy(&line));
    let rows = drawn(table_to_csv(&document.about, table))?;
    text.push_str(rows.trim_start_matches(BYTE_ORDER_MARK));
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.pdf");
        fs::write(&path, "old").unwrap();
        write_whole(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        // A folder stands where the file should: nothing is written, nothing is left.
        let taken = folder.path().join("taken");
        fs::create_dir(&taken).unwrap();
        fs::write(taken.join("kept"), "kept").unwrap();
        let error = write_whole(&taken, b"new").unwrap_err();
        assert_eq!(error.code, Code::Unreadable);
        assert!(error.message.contains("could not be written"), "{error}");
        assert_eq!(fs::read(taken.join("kept")).unwrap(), b"kept");
        let gone = folder.path().join("no such folder").join("report.pdf");
        assert_eq!(
            write_whole(&gone, b"new").unwrap_err().code,
            Code::Unreadable
        );
        let names = fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(names, 2, "the report and the folder, no part of a file");
    }
}
