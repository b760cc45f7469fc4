//! The stories, by what they are about.

mod accessibility;
mod backups;
mod campaigns;
mod customers;
mod duplicates;
mod first_start;
mod formula;
mod frames;
mod importing;
mod insights;
mod keyboard;
mod loyalty;
mod mapping;
mod orders;
mod products;
mod segments;
mod sending;
mod settings;
