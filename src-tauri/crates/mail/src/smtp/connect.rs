//! From a server's name to a line that it may be talked to on: found, encrypted, greeted.

use std::{net::SocketAddr, time::Duration};

use lettre::transport::smtp::{client::AsyncSmtpConnection, extension::ClientId};
use pannier_core::{Class, SendError, Stage};
use socket2::{SockRef, TcpKeepalive};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpStream, lookup_host},
    time::timeout,
};

use super::{
    Patience,
    answers::{Answer, Capabilities, capabilities},
    line::{Watch, WatchedStream},
};
use crate::{
    account::{Encryption, Server},
    smtp::classify::classify,
    tls::{TlsFailure, Trust},
};

/// More than any greeting is long.
const MOST_CLEAR_TEXT: usize = 16 * 1024;

/// An open line.
pub(super) struct Opened {
    pub(super) connection: AsyncSmtpConnection,
    pub(super) watch: Watch,
    pub(super) can: Capabilities,
}

/// Reaches the server, encrypts the line and says hello.
pub(super) async fn open(
    server: &Server,
    trust: &Trust,
    patience: &Patience,
) -> Result<Opened, SendError> {
    let stream = reach(server, patience.connect).await?;
    // A literal of one's own address is what mail programs say where a computer has no name.
    let own = stream.local_addr().map_err(|error| lost(&error))?.ip();
    let hello = match own {
        std::net::IpAddr::V4(address) => ClientId::Ipv4(address),
        std::net::IpAddr::V6(address) => ClientId::Ipv6(address),
    };
    let watch = Watch::new(patience.command);
    let stream = match server.encryption() {
        None => WatchedStream::plain(stream, watch.clone()),
        Some(Encryption::Tls) => {
            let stream = encrypt(server, trust, stream, patience.command).await?;
            WatchedStream::encrypted(stream, watch.clone())
        }
        Some(Encryption::StartTls) => {
            let stream = timeout(patience.command, go_over(server, &hello, stream))
                .await
                .map_err(|_| too_slow(Stage::Connect))??;
            let stream = encrypt(server, trust, stream, patience.command).await?;
            WatchedStream::greeted(stream, watch.clone())
        }
    };
    watch.talk(patience.command);
    let connected = AsyncSmtpConnection::connect_with_transport(Box::new(stream), &hello).await;
    let connection = match connected {
        Ok(connection) => connection,
        Err(error) => return Err(Answer::of_error(&error, &watch).failure(Stage::Connect)),
    };
    let can = capabilities(&watch.heard());
    Ok(Opened {
        connection,
        watch,
        can,
    })
}

/// A connection to one of the server's addresses, tried in the order they are given.
pub(crate) async fn reach(server: &Server, patience: Duration) -> Result<TcpStream, SendError> {
    let host = server.host();
    let found = timeout(patience, lookup_host((host, server.port())))
        .await
        .map_err(|_| too_slow(Stage::Connect))?
        .map_err(|_| {
            line(
                Stage::Connect,
                format!("There is no server {host}, or no network"),
            )
        })?;
    let mut last = line(Stage::Connect, format!("There is no server {host}"));
    for address in found {
        match timeout(patience, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => {
                prepare(&stream).map_err(|error| lost(&error))?;
                return Ok(stream);
            }
            Ok(Err(error)) => {
                let words = unreachable_words(server, address, &error);
                last = line(Stage::Connect, words);
            }
            Err(_) => last = too_slow(Stage::Connect),
        }
    }
    Err(last)
}

fn unreachable_words(server: &Server, address: SocketAddr, error: &std::io::Error) -> String {
    let port = address.port();
    if error.kind() == std::io::ErrorKind::ConnectionRefused {
        format!("{} takes no connections at port {port}", server.host())
    } else {
        format!(
            "{} cannot be reached at port {port} ({error})",
            server.host()
        )
    }
}

fn prepare(stream: &TcpStream) -> std::io::Result<()> {
    // Without this a mail takes 44 ms more: the end of its body waits for an acknowledgement of
    // the body, which the other side delays.
    stream.set_nodelay(true)?;
    // After the computer slept, a line that is gone is found out within a minute or so.
    let keepalive = TcpKeepalive::new()
        .with_time(Duration::from_secs(30))
        .with_interval(Duration::from_secs(10));
    SockRef::from(stream).set_tcp_keepalive(&keepalive)
}

/// Encrypts the line, within that time.
async fn encrypt(
    server: &Server,
    trust: &Trust,
    stream: TcpStream,
    patience: Duration,
) -> Result<tokio_rustls::client::TlsStream<TcpStream>, SendError> {
    timeout(patience, trust.encrypt(server.host(), stream))
        .await
        .map_err(|_| too_slow(Stage::Tls))?
        .map_err(|failure| match failure {
            TlsFailure::Line(why) => line(Stage::Tls, why),
            TlsFailure::Untrusted(why) => insecure(why),
        })
}

/// The words in clear text before encryption. Nothing of the account is among them.
async fn go_over(
    server: &Server,
    hello: &ClientId,
    mut stream: TcpStream,
) -> Result<TcpStream, SendError> {
    let host = server.host();
    let greeting = clear_answer(&mut stream).await?;
    if greeting.code != 220 {
        return Err(greeting.failure(Stage::Connect));
    }
    say(&mut stream, &format!("EHLO {hello}\r\n")).await?;
    let answer = clear_answer(&mut stream).await?;
    if answer.code != 250 {
        return Err(answer.failure(Stage::Connect));
    }
    if !capabilities(&answer.raw).starttls() {
        return Err(insecure(format!(
            "{host} offers no encryption at port {}. Nothing was sent to it",
            server.port()
        )));
    }
    say(&mut stream, "STARTTLS\r\n").await?;
    let answer = clear_answer(&mut stream).await?;
    if answer.code != 220 {
        return Err(insecure(format!(
            "{host} promised encryption and then refused it ({} {})",
            answer.code, answer.text
        )));
    }
    // Words after the last answer would be taken for the first ones of the encrypted line: somebody
    // in between puts them there.
    if answer.more_follows {
        return Err(insecure(format!(
            "{host} went on in clear text after it promised encryption. \
             Someone may be listening in"
        )));
    }
    Ok(stream)
}

async fn say(stream: &mut TcpStream, words: &str) -> Result<(), SendError> {
    stream
        .write_all(words.as_bytes())
        .await
        .map_err(|error| lost(&error))
}

/// An answer read from a line in clear text.
struct ClearAnswer {
    code: u16,
    text: String,
    raw: String,
    more_follows: bool,
}

impl ClearAnswer {
    fn failure(&self, stage: Stage) -> SendError {
        classify(stage, self.code, &self.text)
    }
}

async fn clear_answer(stream: &mut TcpStream) -> Result<ClearAnswer, SendError> {
    let mut read = Vec::new();
    loop {
        let mut bytes = [0; 1024];
        let count = stream
            .read(&mut bytes)
            .await
            .map_err(|error| lost(&error))?;
        if count == 0 {
            return Err(line(Stage::Connect, "the server closed the line"));
        }
        read.extend_from_slice(&bytes[..count]);
        if let Some(answer) = whole_answer(&read) {
            return Ok(answer);
        }
        if read.len() > MOST_CLEAR_TEXT {
            return Err(line(Stage::Connect, "what answers there is no mail server"));
        }
    }
}

/// The answer in these bytes, once its last line is whole: three digits and a space.
fn whole_answer(read: &[u8]) -> Option<ClearAnswer> {
    let mut end = 0;
    for part in read.split_inclusive(|byte| *byte == b'\n') {
        if part.last() != Some(&b'\n') {
            return None;
        }
        end += part.len();
        let text = String::from_utf8_lossy(part);
        let text = text.trim_end();
        if text.as_bytes().get(3) == Some(&b'-') {
            continue;
        }
        let code = text.get(..3).and_then(|code| code.parse().ok());
        return Some(ClearAnswer {
            // What is no answer is a refusal to speak this language.
            code: code.unwrap_or(500),
            text: text.get(4..).unwrap_or_default().to_owned(),
            raw: String::from_utf8_lossy(&read[..end]).into_owned(),
            more_follows: read.len() > end,
        });
    }
    None
}

fn line(stage: Stage, why: impl Into<String>) -> SendError {
    SendError::here(stage, Class::Line, why)
}

fn insecure(why: impl Into<String>) -> SendError {
    SendError::here(Stage::Tls, Class::Security, why)
}

fn too_slow(stage: Stage) -> SendError {
    line(stage, "the server did not answer in time")
}

fn lost(error: &std::io::Error) -> SendError {
    line(Stage::Connect, error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_ends_with_its_last_line() {
        assert!(whole_answer(b"220").is_none());
        assert!(whole_answer(b"250-a\r\n250-b\r\n").is_none());
        let answer = whole_answer(b"250-mail.example\r\n250 STARTTLS\r\n").unwrap();
        assert_eq!((answer.code, answer.more_follows), (250, false));
        assert!(capabilities(&answer.raw).starttls());
        assert!(
            whole_answer(b"220 go\r\n250 PIPELINING\r\n")
                .unwrap()
                .more_follows
        );
        assert_eq!(whole_answer(b"HTTP/1.1 400 Bad\r\n").unwrap().code, 500);
    }
}
