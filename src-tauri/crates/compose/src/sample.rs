//! Somebody made up, for previews where nobody is there yet.

use pannier_core::{Currency, HttpsUrl, Money, Timestamp};

use crate::{
    FreeShippingProgress, Language, Offer, PersonValues, PointsValues, Product, ProductSource,
    Terms, Unsubscribe,
};

/// A made-up person of a language, who has everything that a mail can show, in a currency. Offers
/// end at `ends_at`.
pub fn sample_person(language: Language, currency: Currency, ends_at: Timestamp) -> PersonValues {
    let (first_name, last_name) = match language {
        Language::En => ("Ellen", "Marsh"),
        Language::De => ("Johanna", "Lindner"),
        Language::Fr => ("Camille", "Roussel"),
        Language::Es => ("Lucía", "Herrera"),
        Language::It => ("Chiara", "Fontana"),
        Language::Nl => ("Sanne", "de Wit"),
    };
    let unit = 10_i64.pow(currency.exponent().min(6));
    let money = |hundredths: i64| Money::new(hundredths * unit / 100, currency);
    let titles = titles(language);
    let products: Vec<Product> = titles
        .iter()
        .zip([2400, 1850, 3900, 5600, 1200, 8900])
        .enumerate()
        .map(|(at, (title, price))| Product {
            key: format!("sample-{at}"),
            title: (*title).to_owned(),
            price: Some(money(price)),
            former_price: (at == 2).then(|| money(price + 1000)),
            url: HttpsUrl::parse("https://shop.example/product").ok(),
            has_picture: false,
            reason: String::new(),
        })
        .collect();
    let sources = [
        ProductSource::Recommended,
        ProductSource::Wishlist,
        ProductSource::Viewed,
        ProductSource::Cart,
        ProductSource::LastBought,
        ProductSource::NewLikeBought,
    ];
    PersonValues {
        language: Some(language),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        name: format!("{first_name} {last_name}"),
        products: sources
            .into_iter()
            .map(|source| (source, products.clone()))
            .collect(),
        offer: Some(Offer {
            terms: Terms::Percent(1500),
            minimum: Some(money(7500)),
            code: Some("K7PM-4QXD".to_owned()),
            ends_at: Some(ends_at),
        }),
        points: Some(PointsValues {
            balance: 120,
            pending: 20,
            tier: String::new(),
            next_reward: None,
            expiring: None,
            reward: None,
        }),
        free_shipping: Some(FreeShippingProgress {
            from: money(5000),
            cart: Some(money(3650)),
        }),
        cart_url: None,
        unsubscribe: Unsubscribe::Preview,
    }
}

fn titles(language: Language) -> [&'static str; 6] {
    match language {
        Language::En => [
            "Linen cushion cover, sage",
            "Soy candle, fig",
            "Stoneware vase, blue",
            "Wool throw, oat",
            "Olive wood spoon",
            "Rattan lamp",
        ],
        Language::De => [
            "Kissenbezug aus Leinen, Salbei",
            "Sojakerze, Feige",
            "Vase aus Steinzeug, blau",
            "Wolldecke, hafer",
            "Löffel aus Olivenholz",
            "Rattanlampe",
        ],
        Language::Fr => [
            "Housse de coussin en lin, sauge",
            "Bougie de soja, figue",
            "Vase en grès, bleu",
            "Plaid en laine, avoine",
            "Cuillère en bois d’olivier",
            "Lampe en rotin",
        ],
        Language::Es => [
            "Funda de cojín de lino, salvia",
            "Vela de soja, higo",
            "Jarrón de gres, azul",
            "Manta de lana, avena",
            "Cuchara de olivo",
            "Lámpara de ratán",
        ],
        Language::It => [
            "Federa in lino, salvia",
            "Candela di soia, fico",
            "Vaso in gres, blu",
            "Plaid di lana, avena",
            "Cucchiaio in legno d’ulivo",
            "Lampada in rattan",
        ],
        Language::Nl => [
            "Linnen kussenhoes, salie",
            "Sojakaars, vijg",
            "Vaas van steengoed, blauw",
            "Wollen plaid, haver",
            "Lepel van olijfhout",
            "Rotanlamp",
        ],
    }
}
