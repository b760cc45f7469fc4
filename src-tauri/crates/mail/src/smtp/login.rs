//! Logging in to a mail server. Only on an encrypted line.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use pannier_core::{Class, SendError, Stage};

use super::{answers::Answer, answers::Capabilities, line::Watch};
use crate::account::{Login, Secret};

/// Logs in, in the best way that the server offers.
pub(super) async fn log_in(
    connection: &mut AsyncSmtpConnection,
    watch: &Watch,
    can: &Capabilities,
    login: &Login,
) -> Result<(), SendError> {
    let offers = |way: &str| can.logins.iter().any(|offered| offered == way);
    let answer = match &login.secret {
        Secret::AccessToken(token) if offers("XOAUTH2") => {
            let words = bearer(&login.user, token);
            let command = format!("AUTH XOAUTH2 {words}\r\n");
            let answer = Answer::of(connection.command(command).await, watch);
            match answer {
                // The reason comes as a question, which is answered with nothing.
                Answer::Said { code: 334, text } => {
                    let refused = Answer::of(connection.command("\r\n").await, watch);
                    let mut error = refused.failure(Stage::Auth);
                    if error.class != Class::Line {
                        error.class = Class::Auth;
                        error.said = format!("{} {}", error.said, reason(&text));
                    }
                    return Err(error);
                }
                other => other,
            }
        }
        Secret::Password(password) if offers("PLAIN") => {
            let words = STANDARD.encode(format!("\0{}\0{password}", login.user));
            let command = format!("AUTH PLAIN {words}\r\n");
            Answer::of(connection.command(command).await, watch)
        }
        Secret::Password(password) if offers("LOGIN") => {
            let mut answer = Answer::of(connection.command("AUTH LOGIN\r\n").await, watch);
            for word in [&login.user, password] {
                if !answer.agrees(3) {
                    break;
                }
                let command = format!("{}\r\n", STANDARD.encode(word));
                answer = Answer::of(connection.command(command).await, watch);
            }
            answer
        }
        secret => {
            let kind = match secret {
                Secret::Password(_) => "a password",
                Secret::AccessToken(_) | Secret::Tokens(_) => "a token of OAuth",
            };
            return Err(SendError::here(
                Stage::Auth,
                Class::Auth,
                format!("this server does not take {kind}"),
            ));
        }
    };
    if answer.agrees(2) {
        Ok(())
    } else {
        Err(answer.failure(Stage::Auth))
    }
}

/// What XOAUTH2 sends, in base64. Mail servers take the same for IMAP, there without base64.
fn bearer(user: &str, token: &str) -> String {
    STANDARD.encode(format!("user={user}\x01auth=Bearer {token}\x01\x01"))
}

/// The reason a server gives for refusing a token: JSON in base64.
fn reason(text: &str) -> String {
    text.split_whitespace()
        .last()
        .and_then(|word| STANDARD.decode(word).ok())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}
