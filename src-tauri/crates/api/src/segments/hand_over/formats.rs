//! The files that other programs read, as each of them asks for it.
//!
//! - Shopify: customers are known by e-mail, else phone. With “overwrite”, tags are replaced and
//!   columns that are there but empty clear what was known, so no other column is written, least of
//!   all one for consent.
//! - Mailchimp: UTF-8; the parts of an address in one cell, parted by two blanks; texts of at most
//!   255 bytes (mailchimp.com/help/format-guidelines-for-your-import-file).
//! - Klaviyo: numbers as E.164, moments as `YYYY-MM-DD HH:MM:SS` in UTC (help.klaviyo.com 115005078967).
//! - Google Customer Match: SHA-256 in lower-case hex of the address trimmed and in lower case, of the
//!   number as E.164 with its `+`, of the names trimmed and in lower case; country and postcode as
//!   they are (support.google.com/google-ads/answer/7659867).
//! - Meta: SHA-256 of each field; the number as digits only, without leading zeros; names, towns and
//!   regions as letters only; the country as two letters in lower case; `value` for audiences of
//!   people alike (developers.facebook.com/docs/marketing-api/custom-audience-api).
//!
//! These files are for programs: what a spreadsheet would take for a formula stands as it is.

use pannier_core::{ConsentState, Money};
use sha2::{Digest as _, Sha256};

use super::{Handed, Ready};
use crate::{ApiError, Code, Result, views::HandOverTarget, words::hex};

/// Bytes that a text may have for Mailchimp.
const MAILCHIMP_BYTES: usize = 255;

/// The file.
pub(super) fn file(
    target: HandOverTarget,
    people: &[Handed],
    tag: &str,
    plain: bool,
    ready: &Ready,
) -> Result<Vec<u8>> {
    let (columns, rows) = rows(target, people, tag, plain, ready);
    let fault = |error: String| ApiError::new(Code::Internal, error);
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in std::iter::once(&columns).chain(&rows) {
        writer
            .write_record(row)
            .map_err(|error| fault(error.to_string()))?;
    }
    writer
        .into_inner()
        .map_err(|error| fault(error.to_string()))
}

/// The columns and rows of a program.
pub(super) fn rows(
    target: HandOverTarget,
    people: &[Handed],
    tag: &str,
    plain: bool,
    ready: &Ready,
) -> (Vec<String>, Vec<Vec<String>>) {
    let heads = |heads: &[&str]| heads.iter().map(|head| (*head).to_owned()).collect();
    let of_each = |row: &dyn Fn(&Handed) -> Vec<String>| people.iter().map(row).collect();
    match target {
        HandOverTarget::Mailchimp => (
            heads(&[
                "Email Address",
                "First Name",
                "Last Name",
                "Phone Number",
                "Address",
                "Tags",
            ]),
            of_each(&|person| mailchimp(person, tag)),
        ),
        HandOverTarget::Klaviyo => (
            heads(&[
                "Email",
                "First Name",
                "Last Name",
                "Phone Number",
                "Email Marketing Consent",
                "Email Marketing Consent Timestamp",
                "SMS Marketing Consent",
                "City",
                "Country",
                "Orders",
                "Total Spent",
                "Pannier Segment",
            ]),
            of_each(&|person| klaviyo(person, tag, ready)),
        ),
        HandOverTarget::Google => (
            heads(&[
                "Email",
                "Phone",
                "First Name",
                "Last Name",
                "Country",
                "Zip",
            ]),
            of_each(&|person| google(person, plain)),
        ),
        HandOverTarget::Meta => (
            heads(&[
                "email", "phone", "fn", "ln", "zip", "ct", "st", "country", "value",
            ]),
            of_each(&|person| meta(person, plain, ready)),
        ),
        HandOverTarget::Shopify | HandOverTarget::Csv | HandOverTarget::Xlsx => {
            // A number that is left empty would be cleared: all of them are told, or none.
            let by_phone = people
                .iter()
                .any(|person| person.contact.content.email.is_none());
            let columns = if by_phone {
                heads(&["Email", "Phone", "Tags"])
            } else {
                heads(&["Email", "Tags"])
            };
            (columns, of_each(&|person| shopify(person, tag, by_phone)))
        }
    }
}

fn email(person: &Handed) -> String {
    person.contact.content.email.clone().unwrap_or_default()
}

fn phone(person: &Handed) -> String {
    person.contact.content.phone.clone().unwrap_or_default()
}

fn shopify(person: &Handed, tag: &str, by_phone: bool) -> Vec<String> {
    let said = &person.contact.content.tags;
    let mut tags: Vec<&str> = Vec::new();
    for one in said.split(',').chain([tag]) {
        let one = one.trim();
        let is_known = |known: &&str| known.to_lowercase() == one.to_lowercase();
        if !one.is_empty() && !tags.iter().any(is_known) {
            tags.push(one);
        }
    }
    let tags = tags.join(", ");
    if by_phone {
        vec![email(person), phone(person), tags]
    } else {
        vec![email(person), tags]
    }
}

fn mailchimp(person: &Handed, tag: &str) -> Vec<String> {
    let content = &person.contact.content;
    // Mailchimp reads an address only with street, town and postcode.
    let is_whole = ![&content.address, &content.city, &content.zip]
        .iter()
        .any(|part| part.trim().is_empty());
    let parts = [
        &content.address,
        &content.city,
        &content.region,
        &content.zip,
        &person.country,
    ];
    let address = if is_whole {
        let parts = parts.map(|part| part.split_whitespace().collect::<Vec<_>>().join(" "));
        parts.join("  ")
    } else {
        String::new()
    };
    [
        email(person),
        content.first_name.clone(),
        content.last_name.clone(),
        phone(person),
        address,
        tag.to_owned(),
    ]
    .map(|text| within(text, MAILCHIMP_BYTES))
    .into()
}

/// The text as far as so many bytes hold it.
fn within(mut text: String, bytes: usize) -> String {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

fn klaviyo(person: &Handed, tag: &str, ready: &Ready) -> Vec<String> {
    let content = &person.contact.content;
    let at = person.contact.agreed_at;
    let at = at.map(|at| at.to_utc().format("%Y-%m-%d %H:%M:%S").to_string());
    vec![
        email(person),
        content.first_name.clone(),
        content.last_name.clone(),
        phone(person),
        "Subscribe".to_owned(),
        at.unwrap_or_default(),
        match person.contact.sms {
            ConsentState::Subscribed => "Subscribe",
            ConsentState::Unsubscribed => "Unsubscribed",
            ConsentState::NotSubscribed => "Never subscribed",
        }
        .to_owned(),
        content.city.clone(),
        person.country.clone(),
        person.orders.to_string(),
        Money::new(person.spent, ready.all.currency).text(),
        tag.to_owned(),
    ]
}

fn google(person: &Handed, plain: bool) -> Vec<String> {
    let content = &person.contact.content;
    let name = |name: &str| name.trim().to_lowercase();
    let (first, last) = (name(&content.first_name), name(&content.last_name));
    let zip = content.zip.trim().to_owned();
    // A name counts only together with the place.
    let whole = ![&first, &last, &person.country, &zip]
        .iter()
        .any(|part| part.is_empty());
    let of_place = |text: String| if whole { text } else { String::new() };
    let hidden = |text: String| if plain { text } else { hashed(&text) };
    vec![
        hidden(email(person).trim().to_lowercase()),
        hidden(phone(person)),
        hidden(of_place(first)),
        hidden(of_place(last)),
        of_place(person.country.clone()),
        of_place(zip),
    ]
}

fn meta(person: &Handed, plain: bool, ready: &Ready) -> Vec<String> {
    let content = &person.contact.content;
    let letters = |text: &str| -> String {
        text.to_lowercase()
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect()
    };
    let zip: String = content
        .zip
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    let zip = match person.country.as_str() {
        "US" => zip.chars().take(5).collect(),
        _ => zip,
    };
    let digits: String = phone(person).chars().filter(char::is_ascii_digit).collect();
    let fields = [
        email(person).trim().to_lowercase(),
        digits.trim_start_matches('0').to_owned(),
        letters(&content.first_name),
        letters(&content.last_name),
        zip,
        letters(&content.city),
        letters(&content.region),
        person.country.to_lowercase(),
    ];
    let hidden = |text: String| if plain { text } else { hashed(&text) };
    let mut row: Vec<String> = fields.into_iter().map(hidden).collect();
    row.push(Money::new(person.spent.max(0), ready.all.currency).text());
    row
}

/// SHA-256 in lower-case hex; of nothing, nothing.
fn hashed(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    hex(&Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use pannier_core::{ConsentState, Reach};
    use pannier_store::{CustomerContent, PersonContact};

    use super::*;

    fn person() -> Handed {
        Handed {
            contact: PersonContact {
                content: CustomerContent {
                    email: Some("ada.o@example.com".to_owned()),
                    phone: Some("+4930123456".to_owned()),
                    first_name: " Ada ".to_owned(),
                    last_name: "O’Brien-Öz".to_owned(),
                    address: "=HYPERLINK(1)".to_owned(),
                    city: "Bad Elster".to_owned(),
                    zip: "08 645".to_owned(),
                    country: "Germany".to_owned(),
                    tags: "vip, Gift".to_owned(),
                    ..CustomerContent::default()
                },
                agreed: true,
                sms: ConsentState::NotSubscribed,
                agreed_at: None,
            },
            country: "DE".to_owned(),
            orders: 2,
            spent: 12_345,
            last: None,
            reach: Reach::Reachable,
        }
    }

    #[test]
    fn addresses_are_hashed_as_google_and_meta_ask_for_it() {
        // SHA-256 of "ada.o@example.com", "+4930123456", "4930123456", "obrienöz".
        let row = google(&person(), false);
        assert_eq!(row[0], hashed("ada.o@example.com"));
        assert_eq!(row[1], hashed("+4930123456"));
        assert_eq!((row[2].clone(), row[4].as_str()), (hashed("ada"), "DE"));
        assert_eq!(row[5], "08 645", "neither country nor postcode is hashed");
        // A published pair: the SHA-256 of "abc" (FIPS 180-2).
        assert_eq!(
            hashed("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(hashed(""), "");
        let mut nowhere = person();
        nowhere.country.clear();
        assert_eq!(google(&nowhere, true)[2..], ["", "", "", ""]);
    }

    #[test]
    fn a_shop_s_tags_are_kept_and_the_new_one_added_once() {
        assert_eq!(
            shopify(&person(), "Slipping away", false)[1],
            "vip, Gift, Slipping away"
        );
        assert_eq!(
            shopify(&person(), "VIP", true)[1..],
            ["+4930123456", "vip, Gift"]
        );
    }

    #[test]
    fn an_address_for_mailchimp_is_one_cell_and_not_too_long() {
        assert_eq!(
            mailchimp(&person(), "x")[4],
            "=HYPERLINK(1)  Bad Elster    08 645  DE"
        );
        let long = "é".repeat(200);
        assert_eq!(within(long, 255).len(), 254);
    }
}
