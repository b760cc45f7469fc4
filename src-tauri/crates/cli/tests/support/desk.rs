//! A folder with a shop in it, and the program as people script it there.

use std::process::{Command, Output};

use serde_json::Value;

use crate::fault_smtp::FaultSmtp;

const PROGRAM: &str = env!("CARGO_BIN_EXE_pannier-cli");
/// When everything happens, unless it is said otherwise.
const NOW: &str = "2026-06-30T12:00:00Z";

pub(crate) struct Desk {
    pub(crate) folder: tempfile::TempDir,
}

impl Desk {
    /// A shop with these customers.
    pub(crate) fn with(customers: &str) -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let new = [
            "new",
            "--currency",
            "EUR",
            "--country",
            "DE",
            "--time-zone",
            "Europe/Berlin",
            "--name",
            "Wren",
        ];
        assert!(desk.run(&new).status.success());
        desk.write("customers.csv", customers);
        desk.json(&["import", "customers.csv"]);
        desk
    }

    fn run_at(&self, now: &str, arguments: &[&str]) -> Output {
        Command::new(PROGRAM)
            .args(["--shop", "wren.pannier"])
            .args(arguments)
            .env("PANNIER_NOW", now)
            .env("PANNIER_NO_KEYCHAIN", "1")
            .env_remove("PANNIER_MAIL_SECRET")
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.run_at(NOW, arguments)
    }

    pub(crate) fn json(&self, arguments: &[&str]) -> Value {
        self.json_at(NOW, arguments)
    }

    /// The same at another time.
    pub(crate) fn json_at(&self, now: &str, arguments: &[&str]) -> Value {
        let output = self.run_at(now, &[&["--json"], arguments].concat());
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    pub(crate) fn text(&self, arguments: &[&str]) -> String {
        self.text_at(NOW, arguments)
    }

    /// The same at another time.
    pub(crate) fn text_at(&self, now: &str, arguments: &[&str]) -> String {
        let output = self.run_at(now, arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs what must fail; the sentence it says.
    pub(crate) fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    /// An account on that server, and whom mail is from.
    pub(crate) fn account(&self, server: &FaultSmtp) -> String {
        self.json(&[
            "accounts",
            "identity",
            "--name",
            "Wren",
            "--post",
            "Lane 1, Berlin",
        ]);
        let port = server.port.to_string();
        let saved = self.json(&[
            "accounts",
            "add",
            "shop@wren.example",
            "--host",
            "127.0.0.1",
            "--port",
            &port,
            "--plain",
            "--per-day",
            "500",
        ]);
        saved["id"].to_string()
    }
}
