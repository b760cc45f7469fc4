//! Rows of any text.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| pannier_import::fuzzing::reader(bytes));
