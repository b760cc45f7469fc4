//! A mail server on this computer that takes everything over, but for addresses that it does not know.

use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    thread,
};

use anyhow::Result;
use serde_json::Value;

use crate::driver::Session;

/// Opens it and returns its port. An address that begins with `gone` is refused.
pub(crate) fn open() -> io::Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Who sends may go away at any time; the story tells what was seen.
            thread::spawn(move || hold(stream).ok());
        }
    });
    Ok(port)
}

fn hold(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 sink.example ESMTP\r\n")?;
    let mut known = false;
    while let Some(line) = lines.next() {
        let line = line?.to_ascii_lowercase();
        let answer = if line.starts_with("ehlo") {
            "250-sink.example\r\n250 8BITMIME"
        } else if line.starts_with("rcpt") {
            known = !line.contains("<gone");
            if known {
                "250 2.1.5 Ok"
            } else {
                "550 5.1.1 No such user here"
            }
        } else if line == "data" && known {
            stream.write_all(b"354 Go on\r\n")?;
            for line in lines.by_ref() {
                if line? == "." {
                    break;
                }
            }
            "250 2.0.0 Taken"
        } else if line == "data" {
            "503 5.5.1 For whom"
        } else if line == "quit" {
            stream.write_all(b"221 2.0.0 Bye\r\n")?;
            return Ok(());
        } else {
            "250 2.0.0 Ok"
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

/// Adds an account in the settings that sends over the server, and says whom mail is from.
pub(crate) fn account(page: &Session, port: u16) -> Result<()> {
    const NO_INBOX: &str = "const field = document.querySelector('[data-testid=mail-imap-host]');
        field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true }));";
    page.press_on("link", "Settings")?;
    page.write("Postal address", "Lindenweg 4, Hamburg")?;
    page.press_on("button", "Save the sender")?;
    page.reads("Saved")?;
    page.press_on("button", "Add a mail account")?;
    page.write("Your mail address", "hello@wren.example")?;
    page.press_on("button", "Find the servers")?;
    page.reads("Sender’s name")?;
    page.choose("Provider", "Another server")?;
    page.write("Server", "127.0.0.1")?;
    page.write("Port", &port.to_string())?;
    page.choose("Encryption", "None, on this computer alone")?;
    page.choose("Log-in", "None, on this computer alone")?;
    page.execute::<Value>(NO_INBOX, &Value::Null)?;
    page.press_on("button", "Keep it and send a test")?;
    page.reads("The account works.")
}
