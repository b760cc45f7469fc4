//! A made-up shop and its people.

use pannier_compose::{
    Brand, CampaignKind, FreeShippingProgress, Language, Mail, Offer, PersonValues, PointsValues,
    ProductSource, Terms, Unsubscribe, compile, kind_document, sample_person,
};
use pannier_core::{Currency, HttpsUrl, Money, ShopZone, Timestamp};

pub(crate) fn brand() -> Brand {
    Brand {
        name: "Lavender Lane".to_owned(),
        postal_address: "Lavender Lane\n12 Mill Street\nNorwich NR1 4AB".to_owned(),
        url: Some(HttpsUrl::parse("https://lavender-lane.example").unwrap()),
        logo: None,
        zone: "Europe/Berlin".parse::<ShopZone>().unwrap(),
    }
}

/// Sunday 12 July 2026, 23:59 in Berlin.
pub(crate) const ENDS_AT: Timestamp = Timestamp(1_783_893_540_000);

/// Someone who has everything, with pictures of products.
pub(crate) fn person(language: Language) -> PersonValues {
    let mut person = sample_person(language, Currency::EUR, ENDS_AT);
    for products in person.products.values_mut() {
        for product in products.iter_mut() {
            product.has_picture = true;
        }
    }
    for (source, reasons) in [
        (
            ProductSource::Recommended,
            [
                "Goes with your throw",
                "You had it in April",
                "Often chosen next",
            ],
        ),
        (ProductSource::Cart, ["2 in your cart", "", ""]),
    ] {
        let products = person.products.get_mut(&source).unwrap();
        for (product, reason) in products.iter_mut().zip(reasons) {
            reason.clone_into(&mut product.reason);
        }
    }
    person
        .products
        .get_mut(&ProductSource::Cart)
        .unwrap()
        .truncate(3);
    person.points = Some(PointsValues {
        balance: 1_280,
        pending: 20,
        tier: "Gold".to_owned(),
        next_reward: Some((220, "20% off".to_owned())),
        expiring: Some((300, "2026-09-30".parse().unwrap())),
        reward: None,
    });
    person.free_shipping = Some(FreeShippingProgress {
        from: Money::new(5_000, Currency::EUR),
        cart: Some(Money::new(3_650, Currency::EUR)),
    });
    person.cart_url = Some(HttpsUrl::parse("https://lavender-lane.example/cart/81").unwrap());
    person.unsubscribe =
        Unsubscribe::Page(HttpsUrl::parse("https://lavender-lane.example/u/k3q9").unwrap());
    person
}

/// The same with a gift card.
pub(crate) fn with_gift_card(mut person: PersonValues) -> PersonValues {
    person.offer = Some(Offer {
        terms: Terms::GiftCard {
            amount: Money::new(2_500, Currency::EUR),
            message: "Happy birthday, Ellen.\nWith love from all of us".to_owned(),
        },
        minimum: None,
        code: Some("GIFT-7KQ2-M4XD".to_owned()),
        ends_at: None,
    });
    person
}

/// The copy of someone who has everything.
pub(crate) fn mail(kind: CampaignKind, language: Language) -> Mail {
    let document = kind_document(kind, language);
    let compiled = compile(&document, &brand()).unwrap();
    let mut person = person(language);
    if kind == CampaignKind::GiftCard {
        person = with_gift_card(person);
    }
    compiled.render(&person).unwrap()
}
