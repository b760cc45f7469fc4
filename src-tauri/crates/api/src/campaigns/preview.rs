//! A campaign's mail as one person gets it, for looking at.

use std::{collections::BTreeMap, fmt::Write as _};

use pannier_compose::{Brand, Language, Mail, PictureRef, Scheme, compile, designs, sample_person};
use pannier_core::{CustomerId, InlinePicture, PictureKind, Reporter, Timestamp, plain_words};
use pannier_store::{Part, PersonExtra, Recipient};

use super::{
    audience::{considered, readers},
    content::{Campaign, hash_of, unasked},
    kept::shop_logo,
    press::{Press, brand, whose},
    shelf::shelf,
};
use crate::{
    ApiError, Code, Result, Shop,
    sending::count,
    views::{CampaignPreview, PreviewCampaign},
    words::hex,
};

/// A page to be shown, as the window asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewPage {
    /// The whole HTML, with its pictures inside.
    pub html: String,
}

/// The first whom a name or an address means, else the one of that place.
fn place_of(people: &[&Recipient], input: &PreviewCampaign) -> Result<usize> {
    let search = plain_words(input.search.trim());
    if search.is_empty() {
        return Ok((input.position as usize).min(people.len().saturating_sub(1)));
    }
    let fits = |one: &&Recipient| {
        one.address.contains(&input.search.trim().to_lowercase())
            || plain_words(&one.name).contains(&search)
    };
    people.iter().position(fits).ok_or_else(|| {
        let words = "Nobody who would get this is called that, or has that address";
        ApiError::invalid("search", words)
    })
}

/// One person's copy as it would be made now.
///
/// # Errors
/// [`Code::NotFound`] when it is not there, [`Code::Validation`] where nobody is meant or found, or
/// what the shop file says. Why a copy cannot be made is in the answer.
pub fn preview_campaign(shop: &Shop, input: &PreviewCampaign) -> Result<CampaignPreview> {
    let campaign = shop.read(|tx| Campaign::read(tx, input.id))?;
    let considered = considered(shop, &campaign.audience, &unasked())?;
    let people = readers(shop, &campaign, &considered)?;
    if people.is_empty() {
        let words = "Nobody of these may be written to";
        return Err(ApiError::invalid("audience.segments", words));
    }
    let position = place_of(&people, input)?;
    let one = people[position];
    // With another logo it is another page.
    let mut version = hex(&hash_of(&campaign.record.settings)[..6]);
    version.extend(
        shop_logo(shop)?
            .iter()
            .flat_map(|logo| logo.chars().take(6)),
    );
    let part = if input.other { "other" } else { "one" };
    let mut preview = CampaignPreview {
        total: count(people.len() as u64),
        position: count(position as u64),
        customer: one.person.0,
        name: one.name.clone(),
        address: one.address.clone(),
        subject: String::new(),
        preview: String::new(),
        text: String::new(),
        page: format!("{}/{}/{part}?v={version}", input.id, one.person.0),
        bytes: 0,
        problem: String::new(),
    };
    if let Some(language) = input.language {
        let _ = write!(preview.page, "&language={language}");
    }
    let how = (input.other, input.language);
    match copy(shop, campaign, one.person, &one.name, how)? {
        Ok((_, mail)) => {
            preview.subject = mail.subject;
            preview.preview = mail.preview;
            preview.text = mail.text;
            preview.bytes = count(mail.html.len() as u64);
        }
        Err(problem) => preview.problem = problem,
    }
    Ok(preview)
}

type Copied<'s> = std::result::Result<(Press<'s>, Mail), String>;

/// Someone's copy, or why it cannot be made.
fn copy<'s>(
    shop: &'s Shop,
    campaign: Campaign,
    person: CustomerId,
    name: &str,
    (other, language): (bool, Option<Language>),
) -> Result<Copied<'s>> {
    let shelf = shelf(shop, &Reporter::default(), &unasked())?;
    let press = match Press::of(shop, campaign, shelf)? {
        Ok(press) => press,
        Err(findings) => {
            let first = findings.into_iter().next().map(|found| found.sentence);
            return Ok(Err(first.unwrap_or_default()));
        }
    };
    let card = shop.read(|tx| Ok(tx.customer_cards(&[person])?))?;
    let country = press.country(person);
    let whose = whose(person, name, card.first(), &country);
    let picks = press.picks(&[person]).pop().unwrap_or_default();
    let extra: Option<&PersonExtra> = None;
    let code = press.code(extra);
    let part = if other { Part::Other } else { Part::One };
    let unsubscribe = pannier_compose::Unsubscribe::Preview;
    let values = press.values(whose, &picks, code, (part, language, unsubscribe));
    Ok(match press.mail(part, &values) {
        Ok(mail) => Ok((press, mail)),
        Err(error) => Err(error.to_string()),
    })
}

/// The page of a path under `preview:`: a campaign, a person, and which mail; or a design and its
/// language. Its query says in which light (`look=light`, `look=dark`) and which block is outlined
/// (`chosen`). Its pictures stand in it, and nothing is fetched for it.
///
/// # Errors
/// [`Code::NotFound`] for a path that means nothing, or what the shop file says.
pub fn preview_page(shop: &Shop, path: &str) -> Result<PreviewPage> {
    let nothing = || ApiError::new(Code::NotFound, "There is nothing to show");
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let shown = Shown::of(query);
    let mut parts = path.trim_matches('/').split('/').peekable();
    if parts.next_if_eq(&"design").is_some() {
        let name = parts.next().unwrap_or_default();
        let language = parts.next().and_then(|word| word.parse().ok());
        let page = design_page(shop, name, language.ok_or_else(nothing)?, &shown)?;
        return page.map(|html| PreviewPage { html }).ok_or_else(nothing);
    }
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<i64>().ok());
    let (id, person) = number(parts.next())
        .zip(number(parts.next()))
        .ok_or_else(nothing)?;
    let other = match parts.next() {
        Some("one") => false,
        Some("other") => true,
        _ => return Err(nothing()),
    };
    let id = u32::try_from(id).map_err(|_| nothing())?;
    let person = CustomerId(person);
    let campaign = shop.read(|tx| Campaign::read(tx, id))?;
    let card = shop.read(|tx| Ok(tx.customer_cards(&[person])?))?;
    let card = card.first().ok_or_else(nothing)?;
    let name = format!("{} {}", card.first_name.trim(), card.last_name.trim());
    let how = (other, shown.language);
    let html = match copy(shop, campaign, person, name.trim(), how)? {
        Ok((press, mail)) => {
            let pictures: BTreeMap<String, String> = press
                .pictures(&mail)
                .iter()
                .map(|picture| (picture.id.as_str().to_owned(), data_address(picture)))
                .collect();
            shown.html(&mail, |picture| {
                let address = pictures.get(&picture.id).cloned();
                address.unwrap_or_else(|| format!("cid:{}", picture.id))
            })
        }
        Err(problem) => format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Preview</title>\
             <p style=\"font:16px/1.5 sans-serif;padding:24px\">{}</p></html>",
            escaped(&problem)
        ),
    };
    Ok(PreviewPage { html })
}

/// How a page is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    scheme: Scheme,
    /// The block that is outlined.
    chosen: Option<String>,
    /// Not in the reader’s own language, but in this one.
    language: Option<Language>,
}

impl Shown {
    /// As a query says.
    fn of(query: &str) -> Self {
        let said = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
        };
        Self {
            scheme: match said("look") {
                Some("light") => Scheme::Light,
                Some("dark") => Scheme::Dark,
                _ => Scheme::System,
            },
            chosen: said("chosen").map(str::to_owned),
            language: said("language").and_then(|word| word.parse().ok()),
        }
    }

    fn html(&self, mail: &Mail, address: impl Fn(&PictureRef) -> String) -> String {
        mail.html_for_preview(self.scheme, self.chosen.as_deref(), address)
    }
}

/// A design with a made-up reader; nothing where there is none of that name.
fn design_page(
    shop: &Shop,
    name: &str,
    language: Language,
    shown: &Shown,
) -> Result<Option<String>> {
    let Some(design) = designs(language).into_iter().find(|one| one.name == name) else {
        return Ok(None);
    };
    let shelf = shelf(shop, &Reporter::default(), &unasked())?;
    // A design is seen as it is, for any shop.
    let brand = Brand {
        logo: None,
        ..shop.read(|tx| brand(shop, tx, None, &shelf))?
    };
    let ends_at = Timestamp(shop.clock().now().0 + 7 * 86_400_000);
    let person = sample_person(language, shop.context()?.currency, ends_at);
    let made = compile(&design.document, &brand).ok();
    let mail = made.and_then(|made| made.render(&person).ok());
    // Nothing in a design is a picture of a shop.
    Ok(mail.map(|mail| shown.html(&mail, |_| String::new())))
}

/// A picture as an address that holds it.
fn data_address(picture: &InlinePicture) -> String {
    let kind = match picture.kind {
        PictureKind::Png => "image/png",
        PictureKind::Jpeg => "image/jpeg",
        PictureKind::Gif => "image/gif",
    };
    format!("data:{kind};base64,{}", base64(&picture.bytes))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Bytes as Base64 (RFC 4648).
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let mut bits = 0_u32;
        for place in 0..3 {
            bits = bits << 8 | u32::from(three.get(place).copied().unwrap_or(0));
        }
        for place in 0..4 {
            if place <= three.len() {
                let six = bits >> (18 - 6 * place) & 63;
                text.push(char::from(SIGNS[six as usize]));
            } else {
                text.push('=');
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_says_how_a_page_is_shown() {
        let shown = Shown::of("v=0a1b&look=dark&chosen=b12");
        assert_eq!(shown.scheme, Scheme::Dark);
        assert_eq!(shown.chosen.as_deref(), Some("b12"));
        assert_eq!(shown.language, None);
        assert_eq!(Shown::of("language=de").language, Some(Language::De));
        let shown = Shown::of("look=pink");
        assert_eq!((shown.scheme, shown.chosen), (Scheme::System, None));
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        let known = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (bytes, text) in known {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }
}
