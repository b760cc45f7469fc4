//! What one person has, as the templates ask for it: cleaned, written in their language, and never
//! more than a text.

use std::{fmt, sync::Arc};

use minijinja::{
    Value,
    value::{Enumerator, Object, ObjectRepr},
};
use pannier_core::HttpsUrl;

use crate::{
    Brand, Needs, Otherwise, PersonValues, PictureRef, PictureSource, Product, ProductSource,
    Products, ProductsLayout, RenderError, Terms, Unsubscribe, words::Words,
};

/// No name, title or reason that is longer is shown whole.
const LONGEST: usize = 120;
/// Nor a message on a gift card.
const LONGEST_MESSAGE: usize = 1_500;

/// A block of products, as it was compiled.
#[derive(Debug, Clone)]
pub(crate) struct ProductsSlot {
    pub(crate) block: Products,
    /// How wide a picture is shown, in pixels.
    pub(crate) width: u16,
}

impl ProductsSlot {
    /// The sources that are asked, one after the other, until one has something.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &ProductSource> {
        let instead = match &self.block.otherwise {
            Otherwise::Hide => None,
            Otherwise::Instead { source } => Some(source),
        };
        std::iter::once(&self.block.source).chain(instead)
    }
}

/// What the templates ask for.
pub(crate) struct Values {
    named: Vec<(&'static str, Value)>,
    blocks: Vec<Value>,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").finish_non_exhaustive()
    }
}

impl Object for Values {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let key = key.as_str()?;
        if let Some(place) = key.strip_prefix("block_") {
            return self.blocks.get(place.parse::<usize>().ok()?).cloned();
        }
        // A few dozen: looking through them is faster than any table.
        let named = self.named.iter().find(|(name, _)| *name == key);
        named.map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

/// The same with subject and preview text, which stand in the HTML too.
#[derive(Debug)]
pub(crate) struct WithHeads {
    values: Arc<Values>,
    subject: Value,
    preview: Value,
}

impl Values {
    pub(crate) fn with_heads(self: Arc<Self>, subject: &str, preview: &str) -> WithHeads {
        WithHeads {
            values: self,
            subject: Value::from(subject),
            preview: Value::from(preview),
        }
    }
}

impl Object for WithHeads {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        match key.as_str()? {
            "subject" => Some(self.subject.clone()),
            "preview" => Some(self.preview.clone()),
            _ => self.values.get_value(key),
        }
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::NonEnumerable
    }
}

/// A product as the templates ask for it.
#[derive(Debug)]
struct Shown {
    title: Value,
    initial: Value,
    price: Value,
    former: Value,
    reason: Value,
    url: Value,
    picture: Value,
}

impl Object for Shown {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Map
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let value = match key.as_str()? {
            "title" => &self.title,
            "initial" => &self.initial,
            "price" => &self.price,
            "former" => &self.former,
            "reason" => &self.reason,
            "url" => &self.url,
            "picture" => &self.picture,
            _ => return None,
        };
        Some(value.clone())
    }
}

/// A text of someone's on one line: without signs that steer, and not endlessly long.
pub(crate) fn clean(text: &str, longest: usize) -> String {
    let mut clean = String::with_capacity(text.len().min(4 * longest));
    let mut letters = 0;
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            blank = !clean.is_empty();
            continue;
        }
        if steers(c) {
            continue;
        }
        if letters >= longest {
            clean.push('…');
            break;
        }
        if std::mem::take(&mut blank) {
            clean.push(' ');
        }
        clean.push(c);
        letters += 1;
    }
    clean
}

/// Signs that turn the direction of what follows them, or say nothing at all.
fn steers(c: char) -> bool {
    matches!(c,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// What someone has, for templates with these blocks of products that need this. Pictures that are
/// shown are added to `pictures`.
pub(crate) fn values(
    person: &PersonValues,
    brand: &Brand,
    words: &Words,
    slots: &[ProductsSlot],
    needs: &Needs,
    pictures: &mut Vec<PictureRef>,
) -> Values {
    let shop_url = Value::from(brand.url.as_ref().map_or("#", HttpsUrl::as_str));
    let mut named: Vec<(&'static str, Value)> = Vec::with_capacity(48);
    let mut name = |name, text: String| named.push((name, Value::from(text)));
    name("first_name", clean(&person.first_name, LONGEST));
    name("last_name", clean(&person.last_name, LONGEST));
    name("name", clean(&person.name, LONGEST));
    name("shop", clean(&brand.name, LONGEST));
    // What no template asks for is not written: this is done for each of a hundred thousand.
    let mut done = 0;
    if needs.offer {
        offer(person, brand, words, &mut name);
    }
    if needs.points {
        points(person, words, &mut name);
    }
    if needs.free_shipping {
        done = shipping(person, words, &mut name);
    }
    let bought = person.products.get(&ProductSource::LastBought);
    let bought = bought.and_then(|products| products.first());
    name(
        "last_bought",
        bought.map_or_else(String::new, |product| clean(&product.title, LONGEST)),
    );
    name("unsubscribe_url", unsubscribe(&person.unsubscribe));
    named.push(("shipping_done", Value::from(done)));
    if needs.offer {
        named.push(("message_lines", message_lines(person)));
    }
    let cart = person.cart_url.as_ref().map(HttpsUrl::as_str);
    named.push((
        "cart_url",
        cart.map_or_else(|| shop_url.clone(), Value::from),
    ));
    named.push(("shop_url", shop_url.clone()));

    let mut blocks = Vec::with_capacity(slots.len());
    for (place, slot) in slots.iter().enumerate() {
        let products = chosen(person, slot);
        if place == 0 {
            let first = products.first();
            let title = first.map_or_else(String::new, |one| clean(&one.title, LONGEST));
            let url = first.and_then(|one| one.url.as_ref()).map(HttpsUrl::as_str);
            named.push(("product", Value::from(title)));
            named.push((
                "first_url",
                url.map_or_else(|| shop_url.clone(), Value::from),
            ));
            let count = match products.len() {
                0 => String::new(),
                count => words.number(i64::try_from(count).unwrap_or(i64::MAX)),
            };
            named.push(("products", Value::from(count)));
        }
        let shown: Vec<Value> = products
            .iter()
            .map(|product| shown(product, slot, words, &shop_url, pictures))
            .collect();
        blocks.push(in_rows(&shown, slot.block.layout));
    }
    if slots.is_empty() {
        named.push(("product", Value::from("")));
        named.push(("products", Value::from("")));
        named.push(("first_url", shop_url));
    }
    Values { named, blocks }
}

/// The products of the first source that has any.
fn chosen<'p>(person: &'p PersonValues, slot: &ProductsSlot) -> &'p [Product] {
    let most = usize::from(slot.block.count);
    for source in slot.sources() {
        if let Some(products) = person.products.get(source)
            && !products.is_empty()
        {
            return &products[..products.len().min(most)];
        }
    }
    &[]
}

fn shown(
    product: &Product,
    slot: &ProductsSlot,
    words: &Words,
    shop_url: &Value,
    pictures: &mut Vec<PictureRef>,
) -> Value {
    let title = clean(&product.title, LONGEST);
    let picture = if product.has_picture {
        let source = PictureSource::Product(product.key.clone());
        let known = pictures.iter_mut().find(|known| known.source == source);
        if let Some(known) = known {
            known.width = known.width.max(slot.width);
            known.id.clone()
        } else {
            let id = format!("product{}", pictures.len());
            pictures.push(PictureRef {
                id: id.clone(),
                source,
                width: slot.width,
                square: true,
            });
            id
        }
    } else {
        String::new()
    };
    let money = |money: Option<_>| {
        let shown = money.filter(|_| slot.block.prices);
        Value::from(shown.map_or_else(String::new, |money| words.money(money)))
    };
    let reason = if slot.block.reasons {
        clean(&product.reason, LONGEST)
    } else {
        String::new()
    };
    let initial: String = title
        .chars()
        .find(|c| c.is_alphanumeric())
        .into_iter()
        .collect();
    let dearer = product.former_price.filter(|former| {
        product
            .price
            .is_some_and(|price| price.minor < former.minor)
    });
    Value::from_object(Shown {
        initial: Value::from(initial.to_uppercase()),
        title: Value::from(title),
        price: money(product.price),
        former: money(dearer),
        reason: Value::from(reason),
        url: product
            .url
            .as_ref()
            .map_or_else(|| shop_url.clone(), |url| Value::from(url.as_str())),
        picture: Value::from(picture),
    })
}

/// Products in rows that fill the width: four in threes are two and two.
fn in_rows(products: &[Value], layout: ProductsLayout) -> Value {
    let mut rows: Vec<Value> = Vec::new();
    let mut rest = products;
    while !rest.is_empty() {
        let length = match layout {
            ProductsLayout::List => 1,
            ProductsLayout::Two => 2,
            ProductsLayout::Three if matches!(rest.len(), 2 | 4) => 2,
            ProductsLayout::Three => 3,
        };
        let (row, others) = rest.split_at(length.min(rest.len()));
        rows.push(Value::from(row.to_vec()));
        rest = others;
    }
    Value::from(rows)
}

fn offer(
    person: &PersonValues,
    brand: &Brand,
    words: &Words,
    name: &mut impl FnMut(&'static str, String),
) {
    let offer = person.offer.as_ref();
    let terms = offer.map(|offer| words.terms(&offer.terms));
    let terms = terms.map_or_else(String::new, |terms| clean(&terms, LONGEST));
    let minimum = offer.and_then(|offer| offer.minimum);
    let minimum = minimum.map_or_else(String::new, |minimum| words.round_money(minimum));
    let line = if minimum.is_empty() {
        terms.clone()
    } else {
        format!("{terms} {}", words.minimum.replace("{x}", &minimum))
    };
    name("offer_line", line);
    name("offer", terms);
    name("offer_minimum", minimum);
    let code = offer.and_then(|offer| offer.code.as_deref());
    name("offer_code", clean(code.unwrap_or_default(), 60));
    let (mut day, mut time) = (String::new(), String::new());
    if let Some(at) = offer.and_then(|offer| offer.ends_at) {
        let last = Words::last_moment(at, brand.zone);
        day = words.day(last.date());
        time = words.time(last);
    }
    name("offer_day", day);
    name("offer_time", time);
    let (amount, message) = match offer.map(|offer| &offer.terms) {
        Some(Terms::GiftCard { amount, message }) => (words.round_money(*amount), message.as_str()),
        _ => (String::new(), ""),
    };
    name("gift_amount", amount);
    name("offer_message", clean(message, LONGEST_MESSAGE));
}

/// The message of a gift card in its own lines.
fn message_lines(person: &PersonValues) -> Value {
    let message = match person.offer.as_ref().map(|offer| &offer.terms) {
        Some(Terms::GiftCard { message, .. }) => message.as_str(),
        _ => "",
    };
    let mut room = LONGEST_MESSAGE;
    let mut lines = Vec::new();
    for line in message.trim().lines().take(30) {
        let line = clean(line, room);
        room = room.saturating_sub(line.len());
        lines.push(Value::from(line));
        if room == 0 {
            break;
        }
    }
    Value::from(lines)
}

fn points(person: &PersonValues, words: &Words, name: &mut impl FnMut(&'static str, String)) {
    let points = person.points.as_ref();
    let number = |of: Option<i64>| of.map_or_else(String::new, |points| words.number(points));
    let balance = points.map(|points| points.balance.max(0));
    name("points_balance", number(balance));
    name(
        "points_line",
        balance.map_or_else(String::new, |balance| words.points(balance)),
    );
    name(
        "points_pending",
        number(points.map(|points| points.pending)),
    );
    let tier = points.map_or("", |points| points.tier.as_str());
    name("points_tier", clean(tier, LONGEST));
    let next = points.and_then(|points| points.next_reward.as_ref());
    let gives = next.map_or_else(String::new, |(_, gives)| clean(gives, LONGEST));
    // Whoever has enough already is not told that nothing is missing.
    let line = next.filter(|(missing, _)| *missing > 0);
    let line = line.map_or_else(String::new, |(missing, _)| {
        let line = words.next_reward.replace("{n}", &words.points(*missing));
        line.replace("{x}", &gives)
    });
    name("points_next_line", line);
    name(
        "points_to_next_reward",
        number(next.map(|(missing, _)| *missing)),
    );
    name("points_next_reward", gives);
    let expiring = points.and_then(|points| points.expiring);
    let day = expiring.map_or_else(String::new, |(_, day)| {
        words.day(day.to_string().parse().unwrap_or_default())
    });
    let line = expiring.map_or_else(String::new, |(points, _)| {
        let line = words.expiring.replace("{n}", &words.points(points));
        line.replace("{day}", &day)
    });
    name("points_expiry_line", line);
    name(
        "points_expiring",
        number(expiring.map(|(points, _)| points)),
    );
    name("points_expire_on", day);
    let reward = points.and_then(|points| points.reward.as_ref());
    let (code, gives) = reward.map_or(("", ""), |(code, gives)| (code, gives));
    name("points_reward_code", clean(code, 60));
    name("points_reward", clean(gives, LONGEST));
}

/// Sentences about free shipping; how far the cart is, in percent.
fn shipping(
    person: &PersonValues,
    words: &Words,
    name: &mut impl FnMut(&'static str, String),
) -> i64 {
    let Some(progress) = person.free_shipping else {
        for empty in ["shipping_line", "shipping_from", "shipping_missing"] {
            name(empty, String::new());
        }
        return 0;
    };
    let from = words.round_money(progress.from);
    let cart = progress
        .cart
        .filter(|cart| cart.currency == progress.from.currency && cart.minor > 0);
    let mut done = 0;
    let mut missing = String::new();
    let line = match cart {
        None => words.shipping_from.replace("{x}", &from),
        Some(cart) if cart.minor >= progress.from.minor => {
            done = 100;
            words.shipping_reached.to_owned()
        }
        Some(cart) => {
            let mut lacks = progress.from;
            lacks.minor -= cart.minor;
            missing = words.money(lacks);
            // A cart is never shown as full, or as empty, while it is not.
            let share = i128::from(cart.minor) * 100 / i128::from(progress.from.minor.max(1));
            done = i64::try_from(share).unwrap_or(99).clamp(1, 99);
            words.shipping_missing.replace("{x}", &missing)
        }
    };
    name("shipping_line", line);
    name("shipping_from", from);
    name("shipping_missing", missing);
    done
}

fn unsubscribe(how: &Unsubscribe) -> String {
    match how {
        Unsubscribe::Preview => "#".to_owned(),
        Unsubscribe::Page(url) => url.as_str().to_owned(),
        Unsubscribe::Mail { address, subject } => {
            format!("mailto:{}?subject={}", encoded(address), encoded(subject))
        }
    }
}

/// As an address of the web has it (RFC 3986), with `@` as it is.
fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let digit = |half: u8| char::from_digit(half.into(), 16).unwrap_or('0');
            encoded.push('%');
            encoded.push(digit(byte >> 4).to_ascii_uppercase());
            encoded.push(digit(byte & 15).to_ascii_uppercase());
        }
    }
    encoded
}

/// What blocks of the mail cannot do without.
pub(crate) fn lacks(person: &PersonValues, code: bool, deadline: bool) -> Result<(), RenderError> {
    let offer = person.offer.as_ref();
    let has_code = offer.and_then(|offer| offer.code.as_deref());
    if code && has_code.is_none_or(|code| code.trim().is_empty()) {
        return Err(RenderError::NoCode);
    }
    if deadline && offer.is_none_or(|offer| offer.ends_at.is_none()) {
        return Err(RenderError::NoDeadline);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_on_one_line_and_steer_nothing() {
        assert_eq!(clean("  a\r\n\tb\u{0} c\u{202e}d  ", 20), "a b cd");
        assert_eq!(clean(&"x".repeat(10_000), 5), "xxxxx…");
        assert_eq!(clean("Zoë 👩‍🌾 نور", 20), "Zoë 👩‍🌾 نور");
    }

    #[test]
    fn an_address_in_a_link_is_encoded() {
        let mail = Unsubscribe::Mail {
            address: "news+a&b=c@shop.example".to_owned(),
            subject: "unsubscribe-x y".to_owned(),
        };
        assert_eq!(
            unsubscribe(&mail),
            "mailto:news+a%26b%3Dc@shop.example?subject=unsubscribe-x%20y"
        );
    }

    #[test]
    fn rows_are_filled() {
        let of = |count: usize, layout| {
            let rows = in_rows(&vec![Value::from(1); count], layout);
            let rows = rows.try_iter().unwrap();
            rows.map(|row| row.len().unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(of(0, ProductsLayout::Three), []);
        assert_eq!(of(4, ProductsLayout::Three), [2, 2]);
        assert_eq!(of(5, ProductsLayout::Three), [3, 2]);
        assert_eq!(of(7, ProductsLayout::Three), [3, 2, 2]);
        assert_eq!(of(3, ProductsLayout::Two), [2, 1]);
        assert_eq!(of(2, ProductsLayout::List), [1, 1]);
    }
}
