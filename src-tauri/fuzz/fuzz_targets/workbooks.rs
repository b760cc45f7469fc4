//! Workbooks with any bytes in one of their parts.
#![no_main]

use std::{panic, sync::Once};

static QUIET: Once = Once::new();

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A library that panics over a damaged workbook is caught, and must not end the fuzzer: only
    // a panic that comes through to it may.
    QUIET.call_once(|| panic::set_hook(Box::new(|_| {})));
    pannier_import::fuzzing::workbooks(bytes);
});
