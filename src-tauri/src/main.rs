//! The window's program. All of it is in the library, so that tests can start it too.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() {
    #[cfg(target_os = "linux")]
    spare_nvidia_on_wayland();
    pannier_app::run();
}

/// `WebKitGTK` and NVIDIA's driver do not agree on explicit sync under Wayland: the window stays
/// empty or the program ends. Whoever set the variable already knows better.
#[cfg(target_os = "linux")]
fn spare_nvidia_on_wayland() {
    const SWITCH: &str = "__NV_DISABLE_EXPLICIT_SYNC";
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some_and(|display| !display.is_empty());
    let nvidia = std::path::Path::new("/proc/driver/nvidia/version").exists();
    if wayland && nvidia && std::env::var_os(SWITCH).is_none() {
        #[expect(
            unsafe_code,
            reason = "no other thread runs yet that could read the environment"
        )]
        unsafe {
            std::env::set_var(SWITCH, "1");
        }
    }
}
