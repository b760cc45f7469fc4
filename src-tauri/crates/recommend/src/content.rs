//! Which products are the same kind of thing by what is said of them: title, category, vendor,
//! price. Works for a product that was never sold.

use std::collections::HashMap;

use pannier_core::plain_words;
use rayon::prelude::*;

use crate::{
    Catalogue,
    gram::Member,
    lists::Lists,
    num::{amount, id, real, single},
};

/// Similar products that are kept of each.
const KEPT: usize = 40;
/// What title, category and vendor count, of those that are said.
const TITLE: f32 = 0.6;
const CATEGORY: f32 = 0.25;
const VENDOR: f32 = 0.15;
/// Under this likeness two products are not called similar.
const LEAST: f32 = 0.12;
/// Products with a word, or in a category, beyond which it is too common to look all of them up.
const COMMON: usize = 1_000;

/// For each product the ones like it, most alike first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Content {
    alike: Lists<Member>,
}

impl Content {
    /// By what the catalogue says; prices in minor units, where they are known.
    pub(crate) fn of(catalogue: &Catalogue, prices: &[Option<i64>]) -> Self {
        let titles = Titles::of(catalogue);
        let by_category = gathered(catalogue, |product| catalogue.category_word(product));
        let alike: Vec<Vec<Member>> = catalogue
            .indexes()
            .into_par_iter()
            .map_init(
                || crate::desk::Desk::new(catalogue.len()),
                |desk, product| {
                    desk.wipe();
                    titles.add_alike(product, desk);
                    let category = catalogue.category_word(product);
                    let same = category.map_or(&[][..], |category| by_category.of(category));
                    if same.len() <= COMMON {
                        for other in same {
                            desk.add(*other, 0.0);
                        }
                    }
                    desk.shut(product);
                    likenesses(catalogue, prices, product, desk)
                },
            )
            .collect();
        let mut content = Self::default();
        for list in alike {
            content.alike.push(list);
        }
        content
    }

    /// The products like one, most alike first.
    pub(crate) fn of_product(&self, product: u32) -> &[Member] {
        self.alike.of(product)
    }
}

/// What is found alike by its title or category, weighed by all that is known of both.
fn likenesses(
    catalogue: &Catalogue,
    prices: &[Option<i64>],
    product: u32,
    desk: &crate::desk::Desk,
) -> Vec<Member> {
    let (category, vendor) = (
        catalogue.category_word(product),
        catalogue.vendor_word(product),
    );
    let said = |part: f32, is: bool| if is { part } else { 0.0 };
    let of_kind =
        said(TITLE, !catalogue.title(product).is_empty()) + said(CATEGORY, category.is_some());
    let whole = of_kind + said(VENDOR, vendor.is_some());
    if whole <= 0.0 {
        return Vec::new();
    }
    let price = |product: u32| prices.get(product as usize).copied().flatten();
    let own_price = price(product);
    let mut found = Vec::new();
    // The numbers of products are their ranks here.
    for scored in desk.each() {
        let other = scored.rank;
        let same = |one: Option<u32>, other: Option<u32>| one.is_some() && one == other;
        let kind =
            TITLE * scored.score + said(CATEGORY, same(category, catalogue.category_word(other)));
        let likeness = kind + said(VENDOR, same(vendor, catalogue.vendor_word(other)));
        // No price makes them more alike than this. A maker alone is no kind of thing, least of all
        // in a shop that has one maker: without it, too, they are alike.
        if likeness < LEAST * whole || kind < LEAST * of_kind {
            continue;
        }
        let near = match (own_price, price(other)) {
            (Some(one), Some(other)) => near(one, other),
            _ => 1.0,
        };
        let weight = likeness / whole * near;
        let is_shown = || catalogue.is_offered(other) && !catalogue.is_gift_card(other);
        if weight >= LEAST && is_shown() {
            found.push(Member {
                rank: other,
                weight,
            });
        }
    }
    let before = |one: &Member, other: &Member| {
        let by_weight = other.weight.total_cmp(&one.weight);
        by_weight.then(one.rank.cmp(&other.rank))
    };
    if found.len() > KEPT {
        found.select_nth_unstable_by(KEPT, before);
        found.truncate(KEPT);
    }
    found.sort_unstable_by(before);
    // A list for each of very many products.
    found.shrink_to_fit();
    found
}

/// How near two prices are: 1 for the same, two thirds for twice as much.
fn near(one: i64, other: i64) -> f32 {
    let doublings = (amount(one) / amount(other)).log2();
    single(1.0 / (1.0 + 0.5 * doublings * doublings))
}

fn gathered(catalogue: &Catalogue, word: impl Fn(u32) -> Option<u32>) -> Lists<u32> {
    let last = catalogue.indexes().filter_map(&word).max();
    let words = last.map_or(0, |last| last as usize + 1);
    Lists::gathered(words, || {
        let products = catalogue.indexes();
        products.filter_map(|product| Some((word(product)?, product)))
    })
}

/// Titles as words, each weighed by how few products have it (TF-IDF), scaled to length 1.
struct Titles {
    words: Lists<Member>,
    holders: Lists<Member>,
}

impl Titles {
    fn of(catalogue: &Catalogue) -> Self {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut held: Vec<u32> = Vec::new();
        let mut titles: Vec<Vec<u32>> = Vec::new();
        for product in catalogue.indexes() {
            let mut words: Vec<u32> = title_words(catalogue.title(product))
                .into_iter()
                .map(|word| {
                    let next = id(known.len());
                    *known.entry(word).or_insert(next)
                })
                .collect();
            words.sort_unstable();
            words.dedup();
            held.resize(known.len(), 0);
            for word in &words {
                held[*word as usize] += 1;
            }
            titles.push(words);
        }
        let count = real(catalogue.len());
        let rare = |word: u32| ((count + 1.0) / (f64::from(held[word as usize]) + 0.5)).ln();
        let mut words = Lists::default();
        for title in titles {
            let length = title
                .iter()
                .map(|word| rare(*word).powi(2))
                .sum::<f64>()
                .sqrt();
            words.push(
                title
                    .into_iter()
                    .filter(|_| length > 0.0)
                    .map(|word| Member {
                        rank: word,
                        weight: single(rare(word) / length),
                    }),
            );
        }
        let holders = Lists::gathered(known.len(), || {
            catalogue.indexes().flat_map(|product| {
                words.of(product).iter().map(move |word: &Member| {
                    let holder = Member {
                        rank: product,
                        weight: word.weight,
                    };
                    (word.rank, holder)
                })
            })
        });
        Self { words, holders }
    }

    /// Adds the cosine with every title that shares a word which is not too common.
    fn add_alike(&self, product: u32, desk: &mut crate::desk::Desk) {
        for word in self.words.of(product) {
            let holders = self.holders.of(word.rank);
            if holders.len() > COMMON {
                continue;
            }
            for holder in holders {
                desk.add(holder.rank, word.weight * holder.weight);
            }
        }
    }
}

/// The words of a title in small letters without accents. Where a script puts no spaces between
/// words, each pair of neighbouring signs stands for one.
fn title_words(title: &str) -> Vec<String> {
    let plain = plain_words(title);
    let mut words = Vec::new();
    for word in plain.split(|sign: char| !sign.is_alphanumeric()) {
        let signs: Vec<char> = word.chars().collect();
        if signs.iter().any(|sign| has_no_spaces(*sign)) {
            words.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
            if signs.len() == 1 {
                words.push(word.to_owned());
            }
        } else if signs.len() > 1 || signs.iter().any(|sign| sign.is_numeric()) {
            words.push(word.to_owned());
        }
    }
    words
}

/// Words that two titles share.
pub(crate) fn shared_words(one: &str, other: &str) -> u32 {
    let (mut one, other) = (title_words(one), title_words(other));
    one.sort_unstable();
    one.dedup();
    id(one.iter().filter(|word| other.contains(word)).count())
}

/// Scripts that are written without spaces: Thai, Lao, Burmese, Khmer, kana, Chinese.
fn has_no_spaces(sign: char) -> bool {
    matches!(u32::from(sign),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF | 0x3040..=0x30FF
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_five_languages() {
        assert_eq!(
            title_words("Crème brûlée, 2 x 90 g"),
            ["creme", "brulee", "2", "90"]
        );
        assert_eq!(title_words("Grüner TEE"), ["gruner", "tee"]);
        assert_eq!(title_words("緑茶の葉"), ["緑茶", "茶の", "の葉"]);
        assert_eq!(title_words("Чай зелёный"), ["чаи", "зеленыи"]);
        assert_eq!(title_words("שי ירוק"), ["שי", "ירוק"]);
        assert!(title_words(" – ").is_empty());
    }

    #[test]
    fn twice_the_price_is_further_than_half_more() {
        assert!((near(500, 500) - 1.0).abs() < 1e-6);
        assert!(near(500, 750) > near(500, 1000));
        assert!((near(500, 1000) - near(1000, 500)).abs() < 1e-6);
    }
}
