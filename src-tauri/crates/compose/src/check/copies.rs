//! What copies of a mail show: whether they can be made, and how large they are.

use std::collections::BTreeSet;

use pannier_core::{Currency, Timestamp};

use super::about;
use crate::{
    Compiled, Document, Finding, FindingCode, Fix, Level, Mail, PersonValues, ProductSource,
    RenderError, sample_person,
};

/// Gmail cuts the HTML of a mail at about 102 KB, and with it the link to unsubscribe.
const LARGEST: usize = 100_000;
/// From here on a mail is nearly that large.
const LARGE: usize = 80_000;
/// Letters of a subject that a phone shows.
const SUBJECT: usize = 60;
/// Letters of a preview text that mail programs show.
const PREVIEW: std::ops::RangeInclusive<usize> = 35..=110;

pub(super) fn look_at(
    document: &Document,
    compiled: &Compiled,
    samples: &[PersonValues],
    found: &mut Vec<Finding>,
) {
    let made_up;
    let samples = if samples.is_empty() {
        made_up = [somebody(document, compiled)];
        &made_up
    } else {
        samples
    };
    let mut said: BTreeSet<FindingCode> = found.iter().map(|finding| finding.code).collect();
    let mut once = |finding: Finding| {
        if said.insert(finding.code) {
            found.push(finding);
        }
    };
    for person in samples {
        match compiled.render(person) {
            Ok(mail) => one(&mail, &mut once),
            Err(error) => once(fault(&error)),
        }
    }
}

/// Somebody made up who has what the merchant chose as well.
fn somebody(document: &Document, compiled: &Compiled) -> PersonValues {
    let language = document.own_language();
    let mut person = sample_person(language, Currency::EUR, Timestamp(0));
    let products = person.products.get(&ProductSource::Recommended).cloned();
    for source in compiled.needs().products.keys() {
        let entry = person.products.entry(source.clone());
        entry.or_insert_with(|| products.clone().unwrap_or_default());
    }
    person
}

fn one(mail: &Mail, once: &mut impl FnMut(Finding)) {
    let write = |place: &str| {
        Some(Fix::Write {
            place: place.to_owned(),
        })
    };
    let size = mail.html.len();
    if size >= LARGEST {
        once(about(
            FindingCode::TooLarge,
            Level::Stop,
            format!(
                "The mail is {} kB. From 100 kB on Gmail cuts it, with the link to unsubscribe",
                size / 1000
            ),
            None,
        ));
    } else if size >= LARGE {
        once(about(
            FindingCode::Large,
            Level::Warn,
            format!(
                "The mail is {} kB, and Gmail cuts it from 100 kB on",
                size / 1000
            ),
            None,
        ));
    }
    if mail.text.trim().is_empty() {
        once(about(
            FindingCode::NoText,
            Level::Stop,
            "Those who read plain text get nothing",
            None,
        ));
    }
    let letters = mail.subject.chars().count();
    if letters > SUBJECT {
        once(Finding {
            place: Some("subject".to_owned()),
            ..about(
                FindingCode::LongSubject,
                Level::Warn,
                format!("A subject has {letters} letters. Phones show about {SUBJECT}"),
                write("subject"),
            )
        });
    }
    let letters = mail.preview.chars().count();
    if letters > 0 && !PREVIEW.contains(&letters) {
        once(Finding {
            place: Some("preview".to_owned()),
            ..about(
                FindingCode::PreviewLength,
                Level::Warn,
                format!("A preview text has {letters} letters. 40 to 90 are shown best"),
                write("preview"),
            )
        });
    }
}

fn fault(error: &RenderError) -> Finding {
    let (code, fix) = match error {
        RenderError::NoCode => (FindingCode::NoCode, Some(Fix::OpenOffer)),
        RenderError::NoDeadline => (FindingCode::NoDeadline, Some(Fix::OpenOffer)),
        RenderError::EmptySubject => (
            FindingCode::NoSubject,
            Some(Fix::Write {
                place: "subject".to_owned(),
            }),
        ),
        _ => (FindingCode::CannotBeMade, None),
    };
    about(code, Level::Stop, error.to_string(), fix)
}
