//! Stories in the real window: the program as built, its own webview, a real pointer.
//!
//! They are ignored where there is no display to play on, and run with
//!
//! ```text
//! xvfb-run -a -s "-screen 0 1600x1000x24" dbus-run-session -- \
//!     cargo test --workspace --test e2e -- --ignored --test-threads=1
//! ```
//!
//! after `cargo build --workspace` and `npm ci && npm run build` in ui/. One at a time, since
//! there is one pointer and one focus. Debian: webkit2gtk-driver, xvfb, dbus, openbox, xdotool,
//! python3-gi, gir1.2-gtk-3.0.
//!
//! `PANNIER_PROGRAM` names another program to test, such as a release build. With
//! `PANNIER_SCREENS_DIR` the test `screens` writes a picture of every screen there, in the theme
//! `PANNIER_SCREENS_THEME` (light or dark) and at the size `PANNIER_SCREENS_SIZE` (1280x820).
#![cfg(target_os = "linux")]
#![expect(
    clippy::print_stdout,
    reason = "a story says what it measured and where its picture is"
)]

mod axe;
mod desk;
mod driver;
mod measure;
mod page;
mod pannier;
#[path = "../support/shopify.rs"]
mod shopify;
mod sink;
mod site;
#[path = "../support/stall.rs"]
mod stall;
mod stories;
mod tour;
