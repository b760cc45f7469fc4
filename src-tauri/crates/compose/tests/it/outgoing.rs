//! A copy as the mail that leaves.

use std::sync::Arc;

use pannier_compose::Mail;
use pannier_core::{
    Email, FeedbackId, HeaderText, HttpsUrl, Identifier, InlinePicture, ListId, Mailbox, Message,
    MessageId, PictureKind, Timestamp, Unsubscribe,
};

/// Wednesday 8 July 2026, 10:00 UTC.
pub(crate) const AT: Timestamp = Timestamp(1_783_504_800_000);

/// A copy as the mail that leaves, with small pictures.
pub(crate) fn message(mail: &Mail) -> Message {
    let from = Email::parse("news@lavender-lane.example").unwrap();
    let png = include_bytes!("../../../../../assets/icons/32x32.png");
    Message {
        from: Mailbox::new(Some(HeaderText::folded("Lavender Lane")), from.clone()),
        reply_to: None,
        to: Mailbox::new(
            Some(HeaderText::folded("Ellen Marsh")),
            Email::parse("ellen@reader.example").unwrap(),
        ),
        subject: HeaderText::folded(&mail.subject),
        text: mail.text.clone(),
        html: Some(mail.html.clone()),
        pictures: mail
            .pictures
            .iter()
            .map(|picture| InlinePicture {
                id: Identifier::parse(&picture.id).unwrap(),
                kind: PictureKind::Png,
                bytes: Arc::from(png.as_slice()),
            })
            .collect(),
        headers: Vec::new(),
        id: MessageId::new(Identifier::parse("k3q9z7").unwrap(), &from),
        unsubscribe: Some(Unsubscribe {
            mail_to: from,
            subject: Identifier::parse("unsubscribe-k3q9").unwrap(),
            one_click: Some(HttpsUrl::parse("https://lavender-lane.example/u/k3q9").unwrap()),
        }),
        list_id: Some(ListId {
            name: Some(HeaderText::folded("Lavender Lane")),
            id: Identifier::parse("news.lavender-lane.example").unwrap(),
        }),
        feedback_id: Some(FeedbackId {
            campaign: Identifier::parse("a1b2c3").unwrap(),
            kind: Identifier::parse("newsletter").unwrap(),
            sender: Identifier::parse("f00").unwrap(),
        }),
    }
}
