//! Amounts, dates and other cells.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pannier_import::fuzzing::values(bytes));
