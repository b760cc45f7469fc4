//! A line to the server that keeps mail: encrypted, greeted and logged in.

use std::{fmt, time::Duration};

use async_imap::{Authenticator, Client, error::Error as ImapError};
use pannier_core::Class;
use tokio::{net::TcpStream, time::timeout};

use super::{InboxError, Line, PATIENCE};
use crate::{
    account::{Encryption, Login, Secret, Server},
    smtp::reach,
    tls::{TlsFailure, Trust},
};

pub(super) async fn open(
    server: &Server,
    login: &Login,
    trust: &Trust,
) -> Result<Line, InboxError> {
    let stream = reach(server, Duration::from_secs(30)).await?;
    let work = async {
        let stream = match server.encryption() {
            Some(Encryption::Tls) => stream,
            Some(Encryption::StartTls) => go_over(stream).await?,
            None => return Err(untrusted("passwords are not said in clear text".to_owned())),
        };
        let stream =
            trust
                .encrypt(server.host(), stream)
                .await
                .map_err(|failure| match failure {
                    TlsFailure::Line(said) => InboxError {
                        class: Class::Line,
                        said,
                    },
                    TlsFailure::Untrusted(said) => untrusted(said),
                })?;
        let mut client = Client::new(stream);
        if server.encryption() == Some(Encryption::Tls) {
            greeting(&mut client).await?;
        }
        let user = &login.user;
        let logged_in = match &login.secret {
            Secret::Password(password) => client.login(user, password).await,
            Secret::AccessToken(token) => {
                let bearer = Bearer(Some(format!("user={user}\x01auth=Bearer {token}\x01\x01")));
                client.authenticate("XOAUTH2", bearer).await
            }
            Secret::Tokens(_) => {
                return Err(InboxError {
                    class: Class::Auth,
                    said: "no token was asked for".to_owned(),
                });
            }
        };
        logged_in.map_err(|(error, _)| match error {
            ImapError::No(said) | ImapError::Bad(said) => InboxError {
                class: Class::Auth,
                said,
            },
            other => refused(&other),
        })
    };
    timeout(PATIENCE, work).await.map_err(|_| slow())?
}

/// Agrees on encryption. What the server said in clear text besides is thrown away with the client.
async fn go_over(stream: TcpStream) -> Result<TcpStream, InboxError> {
    let mut client = Client::new(stream);
    greeting(&mut client).await?;
    client
        .run_command_and_check_ok("STARTTLS", None)
        .await
        .map_err(|_| untrusted("the server offers no encryption. Nothing was said to it".into()))?;
    Ok(client.into_inner())
}

async fn greeting<T>(client: &mut Client<T>) -> Result<(), InboxError>
where
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + fmt::Debug + Send,
{
    let greeting = client.read_response().await.map_err(|error| InboxError {
        class: Class::Line,
        said: error.to_string(),
    })?;
    match greeting {
        Some(_) => Ok(()),
        None => Err(InboxError {
            class: Class::Line,
            said: "the server closed the line".to_owned(),
        }),
    }
}

/// The token once; the reason for refusing it is a question, which is answered with nothing.
struct Bearer(Option<String>);

impl Authenticator for Bearer {
    type Response = String;

    fn process(&mut self, _challenge: &[u8]) -> String {
        self.0.take().unwrap_or_default()
    }
}

fn untrusted(said: String) -> InboxError {
    InboxError {
        class: Class::Security,
        said,
    }
}

pub(super) fn slow() -> InboxError {
    InboxError {
        class: Class::Line,
        said: "the server did not answer in time".to_owned(),
    }
}

pub(super) fn refused(error: &ImapError) -> InboxError {
    InboxError {
        class: Class::Line,
        said: error.to_string(),
    }
}
