//! A real mail server on this computer for the tests that need one: Postfix and Dovecot in a folder
//! of their own, reachable from nowhere else, gone afterwards. What they are told stands in
//! `tests/mail-lab`.

use std::env;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::system::{self, Purpose};
use crate::workspace::{self, answer, cargo, program, root, succeed};

/// Where the two listen; the tests read the same names.
const PORTS: &[&str] = &[
    "STARTTLS",
    "TLS",
    "OTHERNAME",
    "STRANGER",
    "EXPIRED",
    "RETURNS",
    "RETURNS_APP",
    "LMTP",
    "AUTH",
    "IMAP",
    "IMAPS",
];

/// What `openssl ca` has to be told.
const AUTHORITY: &str = "[ca]\ndefault_ca = lab\n[lab]\ndatabase = issued.txt\nnew_certs_dir = .\n\
                         rand_serial = yes\npolicy = names\n[names]\ncommonName = supplied\n";

/// Sets up what it takes and runs nothing but the tests that need it.
pub(crate) fn alone() -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the mail server for the tests runs on Linux alone");
    }
    system::prepare(Purpose::TestMail)?;
    check(cargo())
}

/// Runs the tests that need it, all those named `lab`.
pub(crate) fn check(mut cargo: Command) -> Result<()> {
    let tests = ["test", "--workspace", "--test", "lab"];
    // What is fetched meanwhile trusts whom this computer does.
    succeed(workspace::cargo().args(tests).arg("--no-run"))?;
    let lab = Lab::up()?;
    let checked = succeed(
        cargo
            .args(tests)
            .args(["--", "--ignored"])
            .env("PANNIER_MAIL_LAB", &lab.folder)
            // What is sent and read as the app does it believes the authority of the lab alone.
            .env("SSL_CERT_FILE", lab.folder.join("ca.crt")),
    );
    if checked.is_err() {
        lab.tell();
    }
    checked
}

/// The servers, for as long as this lives.
struct Lab {
    folder: PathBuf,
}

impl Lab {
    fn up() -> Result<Self> {
        // Not within the workspace: the servers give up their rights, and then may not enter
        // somebody's home.
        let name = format!("pannier-mail-lab-{}", std::process::id());
        let lab = Self {
            folder: env::temp_dir().join(name),
        };
        for part in ["postfix", "queue", "data", "run", "state", "homes"] {
            fs::create_dir_all(lab.folder.join(part))?;
        }
        lab.certify()?;
        lab.configure()?;
        let postfix_owns = ["data", "homes"].map(|part| lab.folder.join(part));
        succeed(
            as_root("chown")?
                .arg("-R")
                .arg("postfix")
                .args(postfix_owns),
        )?;
        succeed(
            as_root("dovecot")?
                .arg("-c")
                .arg(lab.folder.join("dovecot.conf")),
        )?;
        succeed(lab.postfix()?.arg("start"))?;
        lab.wait()?;
        Ok(lab)
    }

    /// An authority, the servers' certificate, one for another name, one of an authority that nobody
    /// asked, and one of years ago.
    fn certify(&self) -> Result<()> {
        for (name, subject) in [("ca", "/CN=Pannier lab"), ("stranger", "/CN=A stranger")] {
            self.openssl(&format!(
                "req -x509 -newkey rsa:2048 -nodes -days 2 -subj|{subject}|-keyout {name}.key -out {name}.crt"
            ))?;
            self.openssl(&format!("x509 -in {name}.crt -outform DER -out {name}.der"))?;
        }
        for (name, host, authority) in [
            ("server", "localhost", "ca"),
            ("other", "other.example", "ca"),
            ("unknown", "localhost", "stranger"),
            ("expired", "localhost", "ca"),
        ] {
            fs::write(
                self.folder.join(format!("{name}.ext")),
                format!("subjectAltName=DNS:{host}\n"),
            )?;
            self.openssl(&format!(
                "req -newkey rsa:2048 -nodes -subj|/CN={host}|-keyout {name}.key -out {name}.csr"
            ))?;
            if name == "expired" {
                continue;
            }
            self.openssl(&format!(
                "x509 -req -in {name}.csr -CA {authority}.crt -CAkey {authority}.key -CAcreateserial -days 2 -out {name}.crt -extfile {name}.ext"
            ))?;
        }
        // Only this command makes one that begins before today.
        fs::write(self.folder.join("authority.cnf"), AUTHORITY)?;
        fs::write(self.folder.join("issued.txt"), "")?;
        self.openssl(
            "ca -config authority.cnf -batch -notext -md sha256 -in expired.csr -out expired.crt -cert ca.crt \
             -keyfile ca.key -startdate 20200101000000Z -enddate 20210101000000Z -extfile expired.ext",
        )
    }

    /// Runs openssl in the folder; between bars stands a word with spaces.
    fn openssl(&self, words: &str) -> Result<()> {
        let mut command = program("openssl");
        command.current_dir(&self.folder);
        for (at, part) in words.split('|').enumerate() {
            if at % 2 == 1 {
                command.arg(part);
            } else {
                command.args(part.split_whitespace());
            }
        }
        answer(&mut command).map(drop)
    }

    fn configure(&self) -> Result<()> {
        // All are open at once, so that no two are the same.
        let listeners = PORTS
            .iter()
            .map(|_| TcpListener::bind("127.0.0.1:0"))
            .collect::<std::io::Result<Vec<_>>>()?;
        let mut ports = String::new();
        let mut words = vec![("DIR".to_owned(), self.folder.display().to_string())];
        for (name, listener) in PORTS.iter().zip(&listeners) {
            let port = listener.local_addr()?.port().to_string();
            ports.extend([*name, "=", &port, "\n"]);
            words.push(((*name).to_owned(), port));
        }
        fs::write(self.folder.join("ports"), ports)?;
        for (from, to) in [
            ("main.cf", "postfix/main.cf"),
            ("master.cf", "postfix/master.cf"),
            ("dovecot.conf", "dovecot.conf"),
        ] {
            let mut text = fs::read_to_string(root().join("tests/mail-lab").join(from))?;
            for (name, value) in &words {
                text = text.replace(&format!("@{name}@"), value);
            }
            fs::write(self.folder.join(to), text)?;
        }
        Ok(())
    }

    fn postfix(&self) -> Result<Command> {
        let mut command = as_root("postfix")?;
        command.arg("-c").arg(self.folder.join("postfix"));
        Ok(command)
    }

    /// Waits until both answer.
    fn wait(&self) -> Result<()> {
        let ports = fs::read_to_string(self.folder.join("ports"))?;
        for name in ["STARTTLS", "IMAPS"] {
            let port: u16 = ports
                .lines()
                .find_map(|line| line.strip_prefix(&format!("{name}=")))
                .and_then(|port| port.parse().ok())
                .context("no port")?;
            let answers = || TcpStream::connect(("127.0.0.1", port)).is_ok();
            if !(0..100).any(|_| answers() || pause()) {
                self.tell();
                bail!("the mail server for the tests does not answer");
            }
        }
        Ok(())
    }

    /// What the servers wrote last.
    fn tell(&self) {
        for name in ["postfix.log", "dovecot.log"] {
            let log = as_root("tail")
                .and_then(|mut tail| answer(tail.args(["-n", "40"]).arg(self.folder.join(name))));
            println!("{name}:\n{}", log.unwrap_or_default());
        }
    }

    fn down(&self) -> Result<()> {
        succeed(self.postfix()?.arg("stop"))?;
        let configuration = self.folder.join("dovecot.conf");
        succeed(as_root("doveadm")?.arg("-c").arg(configuration).arg("stop"))?;
        remove(&self.folder)
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if let Err(error) = self.down() {
            println!(
                "What is in {} is left there: {error:#}",
                self.folder.display()
            );
        }
    }
}

/// Half of what is in it belongs to others by now.
fn remove(folder: &Path) -> Result<()> {
    succeed(as_root("rm")?.arg("-r").arg(folder))
}

/// A little time, and no answer.
fn pause() -> bool {
    thread::sleep(Duration::from_millis(100));
    false
}

/// A program that only root may run. It asks for no password.
fn as_root(name: &str) -> Result<Command> {
    if answer(program("id").arg("-u"))?.trim() == "0" {
        return Ok(program(name));
    }
    let mut command = program("sudo");
    command.args(["-n", name]);
    Ok(command)
}
