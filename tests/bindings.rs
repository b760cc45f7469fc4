//! The window's TypeScript is written from the Rust types and committed; nobody writes it by hand.

use std::{env, fs, path::Path};

use specta_typescript::Typescript;

const HEADER: &str = "// Written by `PANNIER_WRITE_BINDINGS=1 cargo test -p pannier --test bindings`. Do not edit.\n";

#[test]
fn the_committed_bindings_are_those_of_the_commands() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/src/lib/backend/bindings.ts");
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("bindings.ts");
    pannier_app::interface::<tauri::Wry>()
        .export(Typescript::default().header(HEADER), &fresh)
        .unwrap();
    let fresh = fs::read_to_string(fresh).unwrap();

    if env::var_os("PANNIER_WRITE_BINDINGS").is_some() {
        fs::create_dir_all(committed.parent().unwrap()).unwrap();
        fs::write(&committed, &fresh).unwrap();
    }
    let present = fs::read_to_string(&committed).unwrap_or_default();
    assert!(
        present == fresh,
        "ui/src/lib/backend/bindings.ts is stale. Run\n    \
         PANNIER_WRITE_BINDINGS=1 cargo test -p pannier --test bindings"
    );
}
