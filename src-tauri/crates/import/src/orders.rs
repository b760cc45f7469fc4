//! Shopify's orders export: one row a line item, the first row of an order with everything else.

pub(crate) mod amounts;
pub(crate) mod assemble;
pub(crate) mod build;
pub(crate) mod columns;
pub(crate) mod overlay;
pub(crate) mod row;
pub(crate) mod segment;
pub(crate) mod shape;
pub(crate) mod signs;
pub(crate) mod survey;
pub(crate) mod walk;
