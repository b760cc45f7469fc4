//! The figures as a caller sees them: against published numbers, brute force and simulation.
#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot be set up has failed"
)]

mod alerts;
mod baskets;
mod bundles;
mod cohorts;
mod coverage;
mod duplicates;
mod explain;
mod explore;
mod figures;
mod golden;
mod made_up;
mod opportunities;
mod outliers;
mod people;
mod product_figures;
mod real_shop;
mod rfm;
#[path = "../../../../../tests/support/shared_data.rs"]
mod shared_data;
mod stall;
mod thresholds;
mod value;
mod why;
