//! Whole stories on a real shop file, told by what a merchant would see.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../support/random_rules.rs"]
mod random_rules;
#[path = "../support/shop.rs"]
mod shop;
#[path = "../support/shopify.rs"]
mod shopify;
#[path = "../support/site.rs"]
mod site;

mod app;
mod campaigns;
mod campaigns_bad;
mod campaigns_figures;
mod campaigns_products;
mod customers;
mod duplicates;
mod explore;
mod figures;
mod frozen;
mod hand_over;
mod handout;
mod importing;
mod insights;
mod loyalty;
mod loyalty_screen;
mod mail_web;
mod many;
mod notes;
mod pictures;
mod points_birthdays;
mod points_brought;
mod points_elsewhere;
mod points_start;
mod privacy;
mod products;
mod rewards;
mod sample;
mod segments;
mod sending;
mod suggesting;
mod why;
