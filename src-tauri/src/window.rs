//! The window: when it appears, what it is called, and files that are dragged onto it.

use std::{path::PathBuf, sync::Once, thread, time::Duration};

use pannier_api::views::{AppInfo, Appearance, Topic};
use tauri::{
    App, DragDropEvent, Error, Manager, Runtime, Theme, WebviewWindow, WebviewWindowBuilder,
    Window, WindowEvent, window::Color,
};
use tauri_specta::Event as _;

use crate::{
    desk,
    events::{DataChanged, FilesDropped, FilesHover},
    host::Host,
};

/// The one window.
pub(crate) const LABEL: &str = "main";

/// How long the window waits for its first paint before it shows itself as it is.
const PATIENCE: Duration = Duration::from_secs(5);

/// The ground of a light and of a dark window: `canvas` of the page's tokens.
const LIGHT: Color = Color(0xff, 0xff, 0xff, 0xff);
const DARK: Color = Color(0x19, 0x1a, 0x19, 0xff);

/// Whether the window was shown.
#[derive(Debug)]
pub(crate) struct Shown(Once);

/// Makes the window, hidden; opens the shop in the background, passes its changes on, and shows
/// the window at the latest when [`PATIENCE`] ends. Nothing here waits.
///
/// # Errors
/// What the system says when it cannot make a window.
pub(crate) fn open<R: Runtime>(app: &App<R>, host: &Host) -> tauri::Result<()> {
    app.manage(Shown(Once::new()));
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL);
    let window =
        WebviewWindowBuilder::from_config(app, config.ok_or(Error::WindowNotFound)?)?.build()?;
    let (host, follower) = (host.clone(), window.clone());
    thread::spawn(move || follow(&follower, &host));
    thread::spawn(move || {
        thread::sleep(PATIENCE);
        show(&window);
    });
    Ok(())
}

/// Opens the shop, and keeps the window true to it from then on.
fn follow<R: Runtime>(window: &WebviewWindow<R>, host: &Host) {
    let (teller, shops) = (window.clone(), host.clone());
    let desk = desk::watch(window.clone(), host.clone());
    host.app().subscribe(move |topics| {
        if topics
            .iter()
            .any(|topic| matches!(topic, Topic::Sending | Topic::Shops))
        {
            // It ends with the window.
            let _ = desk.send(());
        }
        // A window that is closing hears nothing, and needs nothing.
        let _ = DataChanged {
            topics: topics.to_vec(),
        }
        .emit(&teller);
        if topics
            .iter()
            .any(|topic| matches!(topic, Topic::Shops | Topic::Settings))
        {
            name(&teller, &shops);
        }
    });
    if let Ok(info) = pannier_api::app_info(host.app()) {
        let _ = window.set_title(&title(&info));
        dress(window, info.appearance);
    }
}

/// Shows the window, once.
pub(crate) fn show<R: Runtime>(window: &WebviewWindow<R>) {
    window.state::<Shown>().0.call_once(|| {
        let _ = window.show();
        let _ = window.set_focus();
    });
}

/// Brings the window to the front, for who starts Pannier a second time.
pub(crate) fn raise<R: Runtime>(app: &impl Manager<R>) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Gives the window the shop's name.
fn name<R: Runtime>(window: &WebviewWindow<R>, host: &Host) {
    if let Ok(info) = pannier_api::app_info(host.app()) {
        let _ = window.set_title(&title(&info));
    }
}

/// Gives the window's frame and its empty ground, which shows while it is being resized, the
/// look that the page has.
pub(crate) fn dress<R: Runtime>(window: &WebviewWindow<R>, appearance: Appearance) {
    let theme = match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    };
    let _ = window.set_theme(theme);
    let dark = window.theme().is_ok_and(|theme| theme == Theme::Dark);
    let _ = window.set_background_color(Some(if dark { DARK } else { LIGHT }));
}

fn title(info: &AppInfo) -> String {
    match &info.shop {
        Some(shop) if !shop.settings.name.is_empty() => format!("{} · Pannier", shop.settings.name),
        _ => "Pannier".to_owned(),
    }
}

/// Passes on what happens to the window. The webview itself never learns a path by dragging;
/// the drop comes from the system.
pub(crate) fn on_event<R: Runtime>(window: &Window<R>, event: &WindowEvent) {
    let WindowEvent::DragDrop(drag) = event else {
        return;
    };
    let told = match drag {
        DragDropEvent::Enter { .. } => FilesHover { over: true }.emit(window),
        DragDropEvent::Leave => FilesHover { over: false }.emit(window),
        DragDropEvent::Drop { paths, .. } => {
            FilesHover { over: false }.emit(window).and_then(|()| {
                FilesDropped {
                    paths: texts(paths),
                }
                .emit(window)
            })
        }
        _ => Ok(()),
    };
    // A window that is closing hears nothing, and needs nothing.
    drop(told);
}

/// Paths as the window holds them.
pub(crate) fn texts(paths: &[PathBuf]) -> Vec<String> {
    paths
        .iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
}
