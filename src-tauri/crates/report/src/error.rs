//! What can go wrong while a report is made.

/// Why a report could not be made. None of it is the reader's fault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font that comes with the program cannot be read.
    #[error("the letters of the report cannot be read: {0}")]
    Font(&'static str),
    /// A chart could not be drawn.
    #[error("a chart could not be drawn: {0}")]
    Chart(String),
    /// The picture of a chart could not be written.
    #[error("the picture could not be written: {0}")]
    Png(#[from] png::EncodingError),
    /// The PDF could not be written.
    #[error("the PDF could not be written: {0}")]
    Pdf(String),
    /// The spreadsheet could not be written.
    #[error("the spreadsheet could not be written: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The table could not be written as text.
    #[error("the table could not be written: {0}")]
    Csv(#[from] csv::Error),
}

/// What making a report answers.
pub type Result<T> = std::result::Result<T, Error>;
