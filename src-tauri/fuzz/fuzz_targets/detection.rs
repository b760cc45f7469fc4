//! The first look at a file of any bytes, and its rows.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pannier_import::fuzzing::detection(bytes));
