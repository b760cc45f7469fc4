//! Orders exports: rows of lines with their order on the first or on each of them, or whole orders.

pub(crate) mod again;
pub(crate) mod amounts;
pub(crate) mod assemble;
pub(crate) mod build;
pub(crate) mod columns;
mod every_row;
pub(crate) mod head;
mod line;
pub(crate) mod overlay;
pub(crate) mod packed;
mod refunds;
pub(crate) mod row;
pub(crate) mod segment;
pub(crate) mod shape;
pub(crate) mod signs;
pub(crate) mod standing;
pub(crate) mod survey;
pub(crate) mod walk;
