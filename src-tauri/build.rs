//! Prepares what Tauri builds into the program.

use std::{path::Path, process::exit};

fn main() {
    println!("cargo:rerun-if-changed=ui/dist");
    if !Path::new("ui/dist/index.html").is_file() {
        fail(
            "ui/dist is not built yet. Run `cargo xtask run`, or `npm ci && npm run build` in ui/",
        );
    }
    let attributes = tauri_build::Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/**/*.json");
    if let Err(error) = tauri_build::try_build(attributes) {
        fail(&format!("{error:#}"));
    }
}

/// Ends the build with a sentence.
fn fail(why: &str) -> ! {
    println!("cargo::error={why}");
    exit(1);
}
