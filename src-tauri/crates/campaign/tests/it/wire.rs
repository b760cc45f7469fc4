//! Real lines: messages as bytes, over SMTP, to a server on this computer that keeps its own log.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use pannier_core::{Messenger, SystemClock};
use pannier_mail::{Encryption, Patience, Server, SmtpAccount, SmtpMessenger, Trust};

use crate::fault_smtp::FaultSmtp;

/// Waits much shorter than anyone should, and still long enough for a computer that is busy.
pub(crate) fn short() -> Patience {
    Patience {
        connect: Duration::from_secs(10),
        command: Duration::from_secs(4),
        dot: Duration::from_secs(4),
        idle: Duration::from_secs(10),
    }
}

/// So many lines in clear text to a server on this computer.
pub(crate) fn lines<'l>(
    port: u16,
    count: usize,
    patience: Patience,
) -> Vec<Box<dyn Messenger + 'l>> {
    let server = Server::plain_on_this_computer(port);
    (0..count)
        .map(|_| Box::new(line(server.clone(), patience)) as Box<dyn Messenger>)
        .collect()
}

/// A line that has to be encrypted.
pub(crate) fn encrypted_line<'l>(port: u16) -> Vec<Box<dyn Messenger + 'l>> {
    let server = Server::new("localhost", port, Encryption::StartTls);
    vec![Box::new(line(server, short()))]
}

fn line(server: Server, patience: Patience) -> SmtpMessenger {
    let account = SmtpAccount {
        server,
        login: None,
        max_per_connection: 100,
    };
    let trust = Trust::of_this_computer().unwrap();
    SmtpMessenger::new(account, trust, patience, Arc::new(SystemClock)).unwrap()
}

/// How often the server took something over for each address, by its own log.
pub(crate) fn taken(server: &FaultSmtp) -> BTreeMap<String, usize> {
    let mut times = BTreeMap::new();
    for one in server.taken() {
        *times.entry(one.recipient).or_default() += 1;
    }
    times
}

/// Nobody got it twice, whoever is said to have it does, and whoever does is said to, or that they
/// may.
pub(crate) fn assert_agree(
    server: &FaultSmtp,
    rows: &[pannier_store::OutboxRow],
) -> BTreeMap<String, usize> {
    use pannier_store::OutboxState;
    let taken = taken(server);
    let twice: Vec<_> = taken.iter().filter(|(_, times)| **times > 1).collect();
    assert!(twice.is_empty(), "twice: {twice:?}");
    for row in rows {
        let has = taken.contains_key(&row.address);
        match row.state {
            OutboxState::Sent => assert!(has, "{} is lost", row.address),
            OutboxState::Uncertain => {}
            other => assert!(!has, "{} is {other:?} and has it", row.address),
        }
    }
    taken
}
