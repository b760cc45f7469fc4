//! Messages to send, and lines to send them on.

use std::{sync::Arc, time::Duration};

use pannier_core::{
    Email, HeaderText, HttpsUrl, Identifier, Mailbox, Message, MessageId, Messenger, Receipt,
    SendError, SystemClock, Unsubscribe,
};
use pannier_mail::{
    Encryption, Login, Patience, Secret, Server, SmtpAccount, SmtpMessenger, Trust,
};

use crate::{
    certificates::{Authority, Fault, encrypted},
    fault_smtp::{Encrypt, FaultSmtp, Line, Plan},
};

pub(crate) fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

/// A plain message to that address.
pub(crate) fn to(address: &str) -> Message {
    let from = email("shop@lavender-lane.example");
    let word = address.replace(|c: char| !c.is_ascii_alphanumeric(), "");
    Message {
        from: Mailbox::new(Some(HeaderText::folded("Lavender Lane")), from.clone()),
        reply_to: None,
        to: Mailbox::new(None, email(address)),
        subject: HeaderText::folded("Soap is back"),
        text: "Hello,\n.\n..the soap is back.\n".to_owned(),
        html: None,
        pictures: Vec::new(),
        headers: Vec::new(),
        id: MessageId::new(Identifier::parse(&format!("id{word}")).unwrap(), &from),
        unsubscribe: Some(Unsubscribe {
            mail_to: email("shop+abc@lavender-lane.example"),
            subject: Identifier::parse("unsubscribe-abc").unwrap(),
            one_click: Some(HttpsUrl::parse("https://lavender-lane.example/u/abc").unwrap()),
        }),
        list_id: None,
        feedback_id: None,
    }
}

/// Waits much shorter than anyone should, and still long enough for a computer that is busy.
pub(crate) fn short() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        command: Duration::from_millis(2500),
        dot: Duration::from_millis(2500),
        idle: Duration::from_secs(5),
    }
}

/// A line in clear text.
pub(crate) fn plain(server: &FaultSmtp) -> SmtpMessenger {
    plain_at(server.port)
}

pub(crate) fn plain_at(port: u16) -> SmtpMessenger {
    let account = SmtpAccount {
        server: Server::plain_on_this_computer(port),
        login: None,
        max_per_connection: 100,
    };
    messenger(account, &Authority::new())
}

pub(crate) fn messenger(account: SmtpAccount, trusted: &Authority) -> SmtpMessenger {
    SmtpMessenger::new(account, trusting(trusted), short(), Arc::new(SystemClock)).unwrap()
}

/// Believes that authority alone.
pub(crate) fn trusting(authority: &Authority) -> Trust {
    Trust::of_one_authority(&authority.certificate).unwrap()
}

/// An account that logs in on an encrypted line.
pub(crate) fn account(server: &FaultSmtp, encryption: Encryption) -> SmtpAccount {
    SmtpAccount {
        server: Server::new("localhost", server.port, encryption),
        login: Some(Login {
            user: "shop@lavender-lane.example".to_owned(),
            secret: Secret::Password("secret".to_owned()),
        }),
        max_per_connection: 100,
    }
}

/// A plan whose server can encrypt.
pub(crate) fn with_encryption(plan: Plan, by: &Authority, fault: Fault, at_once: bool) -> Plan {
    let config = by.server(fault);
    let encrypt: Encrypt =
        Arc::new(move |stream| Ok(Box::new(encrypted(&config, stream)?) as Box<dyn Line>));
    let mut plan = plan;
    plan.offers.push("AUTH PLAIN LOGIN XOAUTH2".to_owned());
    Plan {
        encrypt: Some(encrypt),
        encrypted_at_once: at_once,
        ..plan
    }
}

/// Sends, and tells whether the body was announced.
pub(crate) fn send(
    messenger: &mut SmtpMessenger,
    message: &Message,
) -> (Result<Receipt, SendError>, bool) {
    let mut announced = false;
    let result = messenger.send(message, &mut || {
        announced = true;
        Ok(())
    });
    (result, announced)
}
