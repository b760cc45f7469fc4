//! A computer without a keychain.
#![cfg(target_os = "linux")]

use std::{env, process::Command};

use pannier_keychain::{Keychain, KeychainError, Kind, Vault};

/// Set where this program is started a second time, without a message bus.
const ALONE: &str = "PANNIER_TEST_WITHOUT_BUS";

#[test]
fn without_a_keychain_the_password_is_asked_for() {
    if env::var_os(ALONE).is_some() {
        let keychain = Keychain::of("shop");
        assert_eq!(keychain.get(1, Kind::Password), Err(KeychainError::Absent));
        let error = keychain.set(1, Kind::Password, "secret").unwrap_err();
        assert!(error.means_asking());
        return;
    }
    let status = Command::new(env::current_exe().unwrap())
        .arg("without_a_keychain_the_password_is_asked_for")
        .env(ALONE, "1")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env_remove("XDG_RUNTIME_DIR")
        .status()
        .unwrap();
    assert!(status.success());
}
