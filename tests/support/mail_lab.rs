//! Where the servers are, how to log in to them, and a plain line to the one that keeps mail.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    net::TcpStream,
    path::PathBuf,
    sync::Arc,
    thread,
    time::Duration,
};

use pannier_core::{
    Email, HeaderText, Identifier, Mailbox, Message, MessageId, SystemClock, Unsubscribe,
};
use pannier_mail::{
    Encryption, ImapAccount, Inbox, Login, Patience, Secret, Server, SmtpAccount, SmtpMessenger,
    Trust,
};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    pki_types::{CertificateDer, ServerName},
};

pub(crate) struct Lab {
    folder: PathBuf,
    ports: String,
}

impl Lab {
    /// The one that runs.
    pub(crate) fn here() -> Self {
        let folder = env::var_os("PANNIER_MAIL_LAB").map(PathBuf::from);
        let folder = folder.unwrap_or_else(|| panic!("run these by cargo xtask test --mail"));
        let ports = fs::read_to_string(folder.join("ports")).unwrap();
        Self { folder, ports }
    }

    pub(crate) fn port(&self, name: &str) -> u16 {
        self.ports
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
            .and_then(|port| port.parse().ok())
            .unwrap()
    }

    /// Believes the authority of that name alone.
    pub(crate) fn trust(&self, authority: &str) -> Trust {
        let file = self.folder.join(format!("{authority}.der"));
        Trust::of_one_authority(&fs::read(file).unwrap()).unwrap()
    }

    pub(crate) fn smtp(&self, port: &str, user: &str, password: &str) -> SmtpAccount {
        let encryption = if port == "STARTTLS" {
            Encryption::StartTls
        } else {
            Encryption::Tls
        };
        SmtpAccount {
            server: Server::new("localhost", self.port(port), encryption),
            login: Some(login(user, password)),
            max_per_connection: 50,
        }
    }

    pub(crate) fn line(&self, port: &str, user: &str) -> SmtpMessenger {
        let account = self.smtp(port, user, "secret");
        messenger(account, self.trust("ca"))
    }

    pub(crate) fn imap(&self, user: &str, password: &str) -> ImapAccount {
        ImapAccount {
            server: Server::new("localhost", self.port("IMAPS"), Encryption::Tls),
            login: login(user, password),
        }
    }

    pub(crate) fn inbox(&self, user: &str) -> Inbox {
        Inbox::new(self.imap(user, "secret"), self.trust("ca")).unwrap()
    }

    /// Says commands to the server that keeps mail, as any mail program could, and gives what it
    /// answered.
    pub(crate) fn says(&self, user: &str, commands: &[String]) -> String {
        let mut roots = RootCertStore::empty();
        let authority = fs::read(self.folder.join("ca.der")).unwrap();
        roots.add(CertificateDer::from(authority)).unwrap();
        let config =
            ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .unwrap()
                .with_root_certificates(roots)
                .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let connection = ClientConnection::new(Arc::new(config), name).unwrap();
        let stream = TcpStream::connect(("127.0.0.1", self.port("IMAPS"))).unwrap();
        let mut line = BufReader::new(StreamOwned::new(connection, stream));
        let mut heard = String::new();
        line.read_line(&mut heard).unwrap();
        let log_in = format!("LOGIN {user} secret");
        for (at, command) in [log_in].iter().chain(commands).enumerate() {
            // With its blank: lines of a mail that is read may begin with such letters.
            let tag = format!("c{at} ");
            write!(line.get_mut(), "{tag}{command}\r\n").unwrap();
            loop {
                let mut answer = String::new();
                assert!(line.read_line(&mut answer).unwrap() > 0, "{heard}");
                heard.push_str(&answer);
                if answer.starts_with(&tag) {
                    break;
                }
            }
        }
        heard
    }

    /// Has the server number a folder anew, with nothing in it.
    pub(crate) fn renumber(&self, user: &str, folder: &str) {
        // Its numbers are made of seconds.
        thread::sleep(Duration::from_millis(1100));
        let commands = [format!("DELETE {folder}"), format!("CREATE {folder}")];
        let heard = self.says(user, &commands);
        assert!(
            heard.contains("c1 OK") && heard.contains("c2 OK"),
            "{heard}"
        );
    }

    /// Puts a mail into a folder.
    pub(crate) fn put(&self, user: &str, folder: &str, mail: &str) {
        let mail = mail.replace('\n', "\r\n");
        let command = format!("APPEND {folder} {{{}+}}\r\n{mail}", mail.len());
        let heard = self.says(user, &[command]);
        assert!(heard.contains("c1 OK"), "{heard}");
    }
}

fn login(user: &str, password: &str) -> Login {
    Login {
        user: user.to_owned(),
        secret: Secret::Password(password.to_owned()),
    }
}

pub(crate) fn messenger(account: SmtpAccount, trust: Trust) -> SmtpMessenger {
    SmtpMessenger::new(account, trust, Patience::default(), Arc::new(SystemClock)).unwrap()
}

pub(crate) fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

/// A message whose id has that word.
pub(crate) fn message(from: &str, to: &str, word: &str) -> Message {
    let from = email(from);
    Message {
        from: Mailbox::new(Some(HeaderText::folded("Lavender Lane")), from.clone()),
        reply_to: None,
        to: Mailbox::new(Some(HeaderText::folded("Zoë Müller")), email(to)),
        subject: HeaderText::folded("Soap is back – für Zoë"),
        text: "Hello Zoë,\n\nthe lavender soap is back.\n".to_owned(),
        html: None,
        pictures: Vec::new(),
        headers: Vec::new(),
        id: MessageId::new(Identifier::parse(word).unwrap(), &from),
        unsubscribe: Some(Unsubscribe {
            mail_to: from,
            subject: Identifier::parse("unsubscribe-abc").unwrap(),
            one_click: None,
        }),
        list_id: None,
        feedback_id: None,
    }
}

/// Looks again and again until there is something, for at most half a minute.
pub(crate) fn until<T>(mut look: impl FnMut() -> Option<T>) -> T {
    for _ in 0..300 {
        if let Some(found) = look() {
            return found;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("nothing came within half a minute");
}
