//! Each person's copy of a campaign's mail: what they have, filled into the document, with pictures.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use pannier_campaign::{Error as Campaigning, Letter, Reader, Standing, Template};
use pannier_compose::{
    Because, Brand, Compiled, Finding, FreeShippingProgress, Language, Mail, Needs, Offer,
    PersonValues, PictureSource, Product, ProductSource, RenderError, Terms, Unsubscribe, compile,
};
use pannier_core::{Currency, CustomerId, HttpsUrl, Identifier, InlinePicture, Money, PictureKind};
use pannier_store::{CustomerCard, Part, PersonExtra, ReadTx};

use super::{
    content::Campaign,
    shelf::{Pick, Shelf, Why},
};
use crate::{
    Result, Shop,
    pictures::{PicturesHere, keys, picture},
    shop::lock,
    views::{OfferCodes, OfferTerms},
};

/// Domains of mailboxes that belong to no shop.
const MAILBOXES: [&str; 14] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "gmx.de",
    "gmx.net",
    "gmx.com",
    "web.de",
    "proton.me",
    "aol.com",
];

/// A code as a preview shows it, before anyone has one.
const SAMPLE_CODE: &str = "SAMPLE23";

/// Products of one person, by where they come from.
pub(super) type Picks = Vec<(ProductSource, Vec<Pick>)>;

/// The shop as its mails show it.
pub(super) fn brand(
    shop: &Shop,
    tx: &ReadTx,
    account: Option<i64>,
    shelf: &Shelf,
) -> Result<Brand> {
    let here = PicturesHere::of(shop);
    let shop = tx.shop()?;
    let identity = tx.sender_identity()?;
    let sites = shelf.wares.list.iter().filter_map(|ware| {
        let address = HttpsUrl::parse(ware.url.as_deref()?).ok()?;
        let host = address.as_str().strip_prefix("https://")?;
        let host = host.split(['/', '?', '#']).next()?;
        HttpsUrl::parse(&format!("https://{host}/")).ok()
    });
    // What the merchant says of it holds; else the pages of the products tell, or the mail account.
    let said = identity.as_ref().map(|said| said.shop_page.as_str());
    let mut url = said.and_then(|said| HttpsUrl::parse(said).ok());
    if url.is_none() {
        url = sites.take(1).next();
    }
    if let (None, Some(account)) = (&url, account) {
        let address = tx.mail_account(account)?.settings.address;
        let domain = address.rsplit('@').next().unwrap_or_default();
        if !MAILBOXES.contains(&domain) {
            url = HttpsUrl::parse(&format!("https://{domain}/")).ok();
        }
    }
    Ok(Brand {
        name: identity
            .as_ref()
            .map_or(shop.name, |said| said.name.clone()),
        postal_address: identity.map_or_else(String::new, |said| said.postal_address),
        url,
        // A picture that is gone would be a hole in every mail; the name stands there again.
        logo: tx.logo()?.filter(|logo| here.has(logo)),
        zone: shop.zone,
    })
}

/// Who gets a copy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose<'w> {
    pub(super) person: CustomerId,
    /// As they are called.
    pub(super) name: &'w str,
    pub(super) first_name: &'w str,
    pub(super) last_name: &'w str,
    /// ISO 3166, or empty.
    pub(super) country: &'w str,
}

/// A picture made ready, or that there is none.
type Fitted = Option<(PictureKind, Arc<[u8]>)>;

/// Makes the copies of one campaign.
pub(super) struct Press<'s> {
    shop: &'s Shop,
    pub(super) campaign: Campaign,
    pub(super) shelf: Arc<Shelf>,
    pub(super) brand: Brand,
    one: Compiled,
    other: Option<Compiled>,
    message: Option<Template>,
    currency: Currency,
    here: BTreeSet<String>,
    fitted: Mutex<BTreeMap<(PictureSource, u16, bool), Fitted>>,
}

impl<'s> Press<'s> {
    /// Reads a campaign's mails.
    ///
    /// # Errors
    /// What the shop file says; what stands in the way of the mails in the inner result.
    pub(super) fn of(
        shop: &'s Shop,
        campaign: Campaign,
        shelf: Arc<Shelf>,
    ) -> Result<std::result::Result<Self, Vec<Finding>>> {
        let context = shop.context()?;
        let brand = shop.read(|tx| {
            let account = tx.sending(campaign.record.sending)?.settings.account;
            brand(shop, tx, account, &shelf)
        })?;
        let one = match compile(&campaign.document, &brand) {
            Ok(one) => one,
            Err(findings) => return Ok(Err(findings)),
        };
        let other = match campaign.other.as_ref().map(|other| compile(other, &brand)) {
            None => None,
            Some(Ok(other)) => Some(other),
            Some(Err(findings)) => return Ok(Err(findings)),
        };
        let message = match &campaign.offer.terms {
            Some(OfferTerms::GiftCard { message, .. }) if !message.trim().is_empty() => {
                Template::new("-", message, &[]).ok()
            }
            _ => None,
        };
        Ok(Ok(Self {
            here: keys(shop)?,
            shop,
            campaign,
            shelf,
            brand,
            one,
            other,
            message,
            currency: context.currency,
            fitted: Mutex::default(),
        }))
    }

    /// The mail of a part.
    pub(super) fn compiled(&self, part: Part) -> &Compiled {
        match &self.other {
            Some(other) if part == Part::Other => other,
            _ => &self.one,
        }
    }

    /// Everything that either mail asks for.
    pub(super) fn needs(&self) -> Needs {
        let mut needs = self.one.needs().clone();
        if let Some(other) = &self.other {
            let other = other.needs();
            for (source, count) in &other.products {
                let known = needs.products.entry(source.clone()).or_default();
                *known = (*known).max(*count);
            }
            needs.offer |= other.offer;
            needs.code |= other.code;
            needs.deadline |= other.deadline;
            needs.points |= other.points;
            needs.free_shipping |= other.free_shipping;
            needs.cart |= other.cart;
        }
        needs
    }

    /// Products of people by every source that the mails ask for, but those chosen for everyone.
    pub(super) fn picks(&self, people: &[CustomerId]) -> Vec<Picks> {
        let mut picks: Vec<Picks> = vec![Vec::new(); people.len()];
        for (source, count) in self.needs().products {
            if matches!(source, ProductSource::Chosen { .. }) {
                continue;
            }
            let found = self.shelf.products(people, &source, count.into());
            for (own, keys) in picks.iter_mut().zip(found) {
                if !keys.is_empty() {
                    own.push((source.clone(), keys));
                }
            }
        }
        picks
    }

    /// A product as mails show it; nothing where it is not there any more.
    fn product(&self, key: &str, why: Option<&Why>, language: Language) -> Option<Product> {
        let ware = self.shelf.ware(key).filter(|ware| ware.offered)?;
        let address = ware.picture.as_deref();
        let has_picture =
            address.is_some_and(|address| self.here.contains(&PicturesHere::key_of(address)));
        Some(Product {
            key: key.to_owned(),
            title: ware.name.clone(),
            price: ware
                .price
                .map(|price| Money::new(price, self.shelf.all.currency)),
            former_price: ware
                .former_price
                .map(|price| Money::new(price, self.shelf.all.currency)),
            url: ware
                .url
                .as_deref()
                .and_then(|url| HttpsUrl::parse(url).ok()),
            has_picture,
            reason: why.map_or_else(String::new, |why| self.reason(why, language)),
        })
    }

    /// A reason in words; empty where what it names is not there any more.
    fn reason(&self, why: &Why, language: Language) -> String {
        let title = |key: &str| self.shelf.ware(key).map(|ware| ware.name.as_str());
        let because = match why {
            Why::GoesWith(key) => title(key).map(Because::GoesWith),
            Why::Like(key) => title(key).map(Because::Like),
            Why::Again => Some(Because::Again),
            Why::Popular => Some(Because::Popular),
        };
        because.map_or_else(String::new, |because| because.words(language))
    }

    fn offer(&self, whose: Whose, code: Option<String>) -> Option<Offer> {
        let offer = &self.campaign.offer;
        let money = |minor: i64| Money::new(minor, self.currency);
        let terms = match offer.terms.as_ref()? {
            OfferTerms::Percent { percent } => Terms::Percent(u32::from(*percent) * 100),
            OfferTerms::Amount { amount } => Terms::Amount(money(amount.0)),
            OfferTerms::FreeShipping => Terms::FreeShipping,
            OfferTerms::Gift { what } => Terms::Gift(what.clone()),
            OfferTerms::GiftCard { amount, .. } => Terms::GiftCard {
                amount: money(amount.0),
                message: self.gift_message(whose),
            },
        };
        Some(Offer {
            terms,
            minimum: offer.minimum.map(|minimum| money(minimum.0)),
            code,
            ends_at: self.campaign.record.settings.ends_at,
        })
    }

    fn gift_message(&self, whose: Whose) -> String {
        let Some(message) = &self.message else {
            return String::new();
        };
        let words = [
            ("first_name", whose.first_name),
            ("last_name", whose.last_name),
            ("name", whose.name),
            ("shop", &self.brand.name),
        ];
        let words = words.map(|(name, word)| (name.to_owned(), word.to_owned()));
        let said = message.render(&BTreeMap::from(words));
        // Whoever lacks what it names gets the card without a message.
        said.map_or_else(|_| String::new(), |said| said.text)
    }

    /// What one person's copy is filled with.
    pub(super) fn values(
        &self,
        whose: Whose,
        picks: &Picks,
        code: Option<String>,
        (part, language, unsubscribe): (Part, Option<Language>, Unsubscribe),
    ) -> PersonValues {
        let needs = self.needs();
        let own = language.or_else(|| Language::of_country(whose.country));
        let language = self.compiled(part).language_for(own);
        let mut products: BTreeMap<ProductSource, Vec<Product>> = BTreeMap::new();
        for (source, picks) in picks {
            let shown = picks
                .iter()
                .filter_map(|pick| self.product(pick.key(), pick.why(), language));
            products.insert(source.clone(), shown.collect());
        }
        for source in needs.products.keys() {
            if let ProductSource::Chosen { products: keys } = source {
                let shown = keys
                    .iter()
                    .filter_map(|key| self.product(key, None, language));
                products.insert(source.clone(), shown.collect());
            }
        }
        let offer = &self.campaign.offer;
        let free_from = match (&offer.terms, offer.minimum) {
            (Some(OfferTerms::FreeShipping), Some(minimum)) => Some(minimum),
            _ => offer.free_shipping_from,
        };
        PersonValues {
            language: own,
            first_name: whose.first_name.to_owned(),
            last_name: whose.last_name.to_owned(),
            name: whose.name.to_owned(),
            products,
            offer: self.offer(whose, code),
            points: needs
                .points
                .then(|| self.shelf.points(whose.person).cloned())
                .flatten(),
            free_shipping: free_from.map(|from| FreeShippingProgress {
                from: Money::new(from.0, self.currency),
                cart: self
                    .shelf
                    .cart(whose.person)
                    .filter(|_| self.shelf.all.currency == self.currency)
                    .map(|cart| Money::new(cart, self.currency)),
            }),
            cart_url: None,
            unsubscribe,
        }
    }

    /// The code that someone has, or would have.
    pub(super) fn code(&self, extra: Option<&PersonExtra>) -> Option<String> {
        match &self.campaign.offer.codes {
            OfferCodes::None => None,
            OfferCodes::Shared { code } => {
                let code = code.trim();
                (!code.is_empty()).then(|| code.to_owned())
            }
            OfferCodes::Listed | OfferCodes::Made => match extra {
                None => Some(SAMPLE_CODE.to_owned()),
                Some(extra) => (!extra.code.is_empty()).then(|| extra.code.clone()),
            },
        }
    }

    /// One person's copy.
    pub(super) fn mail(
        &self,
        part: Part,
        values: &PersonValues,
    ) -> std::result::Result<Mail, RenderError> {
        self.compiled(part).render(values)
    }

    /// The pictures of a copy; one that is not here is left out.
    pub(super) fn pictures(&self, mail: &Mail) -> Vec<InlinePicture> {
        mail.pictures
            .iter()
            .filter_map(|one| {
                let (kind, bytes) = self.fitted(&one.source, one.width, one.square)?;
                Some(InlinePicture {
                    id: Identifier::parse(&one.id).ok()?,
                    kind,
                    bytes,
                })
            })
            .collect()
    }

    fn fitted(&self, source: &PictureSource, width: u16, square: bool) -> Fitted {
        let key = (source.clone(), width, square);
        if let Some(known) = lock(&self.fitted).get(&key) {
            return known.clone();
        }
        let file = match source {
            PictureSource::Local(file) => file.clone(),
            PictureSource::Product(product) => {
                let address = self.shelf.ware(product)?.picture.as_deref()?;
                PicturesHere::key_of(address)
            }
        };
        // What cannot be read is shown as one that is not there: its words stand in its place.
        let found = picture(self.shop, &file).ok().flatten();
        let wide = u32::from(width) * 2;
        let fitted =
            found.and_then(|found| pannier_messaging::fit(&found.bytes, wide, square).ok());
        let fitted = fitted.map(|small| {
            let kind = match small.extension {
                "png" => PictureKind::Png,
                _ => PictureKind::Jpeg,
            };
            (kind, Arc::from(small.bytes))
        });
        lock(&self.fitted).insert(key, fitted.clone());
        fitted
    }

    /// The letter to someone, with what they have in the campaign; `otherwise` is the part of those who
    /// were given none.
    ///
    /// # Errors
    /// Why it cannot be made.
    pub(super) fn letter(
        &self,
        tx: &ReadTx,
        reader: Reader,
        standing: Standing,
        (extra, otherwise): (Option<PersonExtra>, Part),
    ) -> std::result::Result<Letter, Campaigning> {
        let card = tx.customer_cards(&[reader.customer])?.into_iter().next();
        let person = self.shelf.joined.person(reader.customer);
        let country = self.country(person);
        let whose = whose(person, reader.name, card.as_ref(), &country);
        let picks = match extra.as_ref().map(|extra| extra.picks.as_str()) {
            Some(picks) if !picks.is_empty() => serde_json::from_str(picks).map_err(|error| {
                Campaigning::Conflict(format!("What was picked cannot be read: {error}"))
            })?,
            _ => self.picks(&[person]).pop().unwrap_or_default(),
        };
        let part = extra.as_ref().map_or(otherwise, |extra| extra.part);
        let code = self.code(extra.as_ref());
        let unsubscribe = unsubscribe(standing.unsubscribe);
        let values = self.values(whose, &picks, code, (part, None, unsubscribe));
        let mail = self
            .mail(part, &values)
            .map_err(|error| Campaigning::Conflict(error.to_string()))?;
        Ok(Letter {
            pictures: self.pictures(&mail),
            subject: mail.subject,
            html: mail.html,
            text: mail.text,
        })
    }

    /// Where someone lives, as far as their language goes.
    pub(super) fn country(&self, person: CustomerId) -> String {
        let place = self.shelf.all.person(person.0);
        place.map_or_else(String::new, |place| {
            let country = &self.shelf.all.people.country;
            let label = country.of.get(place).copied().unwrap_or(0) as usize;
            country.names.get(label).cloned().unwrap_or_default()
        })
    }
}

/// Someone by their card.
pub(super) fn whose<'w>(
    person: CustomerId,
    name: &'w str,
    card: Option<&'w CustomerCard>,
    country: &'w str,
) -> Whose<'w> {
    Whose {
        person,
        name,
        first_name: card.map_or("", |card| card.first_name.trim()),
        last_name: card.map_or("", |card| card.last_name.trim()),
        country,
    }
}

/// How someone says no, as a document takes it.
fn unsubscribe(link: &str) -> Unsubscribe {
    if let Ok(page) = HttpsUrl::parse(link) {
        return Unsubscribe::Page(page);
    }
    let Some((address, subject)) = link
        .strip_prefix("mailto:")
        .and_then(|rest| rest.split_once("?subject="))
    else {
        return Unsubscribe::Preview;
    };
    Unsubscribe::Mail {
        address: address.to_owned(),
        subject: subject.to_owned(),
    }
}
