//! The same kind of thing, and the better one.

use crate::{
    Rules,
    num::{amount, id, rounded, single},
    reason::{Alike, Reason},
    recommender::{Recommender, Suggestion},
};

/// What the same buyers count beside likeness.
const BUYERS: f32 = 0.3;
/// A better one costs so many per cent more, from and to.
const DEARER: (i64, i64) = (5, 60);
/// How alike the better one must be.
const ALIKE: f32 = 0.2;

/// A product like another one.
struct Like {
    product: u32,
    score: f32,
    /// By what is said of both; else by who buys them.
    is_of_kind: bool,
}

impl Recommender {
    /// The same kind of thing: by category, words of the title and price, by who buys it, and among
    /// those by maker. Works for a product that was never sold.
    pub fn similar(&self, product: u32, most: usize, rules: &Rules) -> Vec<Suggestion> {
        let product = self.catalogue.now(product);
        let found = self.alike(product).into_iter().map(|found| {
            let alike = self.how_alike(product, found.product);
            let reason = match alike.filter(|_| found.is_of_kind) {
                Some(alike) => Reason::Similar { to: product, alike },
                None => Reason::SameBuyers {
                    with: product,
                    counts: self.evidence.same_people(product, found.product),
                },
            };
            Suggestion {
                product: found.product,
                reason,
                score: found.score,
            }
        });
        let found: Vec<Suggestion> = found.collect();
        Self::sifted(&[product], &self.filter(rules), found, most)
    }

    /// The better one: alike, 5 to 60 % dearer, in stock, and really chosen by people who could have
    /// had the cheaper one.
    pub fn step_up(&self, product: u32, most: usize, rules: &Rules) -> Vec<Suggestion> {
        let product = self.catalogue.now(product);
        let Some(price) = self.price(product) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for other in self.model.content.of_product(product) {
            let (to, likeness) = (other.rank, other.weight);
            let dearer = self.price(to).map(|to| (to - price).saturating_mul(100));
            let between = |dearer: i64| dearer >= price * DEARER.0 && dearer <= price * DEARER.1;
            let Some(dearer) = dearer.filter(|dearer| between(*dearer)) else {
                continue;
            };
            if likeness < ALIKE || self.catalogue.sold_out(to) {
                continue;
            }
            let (chose, of) = self.chosen(product, to);
            if chose < self.evidence.least {
                continue;
            }
            let percent = rounded(amount(dearer) / amount(price));
            let reason = Reason::StepUp {
                from: product,
                dearer_percent: u32::try_from(percent).unwrap_or(0),
                chose,
                of,
            };
            let share = f64::from(chose) / f64::from(of.max(1));
            found.push(Suggestion {
                product: to,
                reason,
                score: likeness * single(share.sqrt()),
            });
        }
        crate::goes_with::sort(&mut found);
        Self::sifted(&[product], &self.filter(rules), found, most)
    }

    /// Alike by what is said of them, and by the same buyers.
    fn alike(&self, product: u32) -> Vec<Like> {
        let parts = &self.model.parts;
        let of_kind = self.model.content.of_product(product).iter();
        let mut alike: Vec<Like> = of_kind
            .map(|other| Like {
                product: other.rank,
                score: other.weight,
                is_of_kind: true,
            })
            .collect();
        if let Some(rank) = parts.items.rank(product) {
            for to in parts.users.of(rank) {
                let other = parts.items.product(to.rank);
                let more = BUYERS * to.weight.clamp(0.0, 1.0);
                if let Some(known) = alike.iter_mut().find(|known| known.product == other) {
                    known.score += more;
                } else if self
                    .evidence
                    .same_people(product, other)
                    .is_sure(self.evidence.least)
                {
                    alike.push(Like {
                        product: other,
                        score: more,
                        is_of_kind: false,
                    });
                }
            }
        }
        alike.sort_unstable_by(|one, other| {
            let by_score = other.score.total_cmp(&one.score);
            by_score.then(one.product.cmp(&other.product))
        });
        alike
    }

    /// In what two products are alike; nothing where it is in no category and no word. A maker is
    /// told beside those, and is no reason by itself.
    pub(crate) fn how_alike(&self, product: u32, other: u32) -> Option<Alike> {
        let catalogue = &self.catalogue;
        let same = |one: Option<u32>, other: Option<u32>| one.is_some() && one == other;
        let dearer_percent = match (self.price(product), self.price(other)) {
            (Some(one), Some(other)) => {
                let percent = rounded(amount(other - one) * 100.0 / amount(one));
                i32::try_from(percent).ok()
            }
            _ => None,
        };
        let alike = Alike {
            category: same(
                catalogue.category_word(product),
                catalogue.category_word(other),
            ),
            vendor: same(catalogue.vendor_word(product), catalogue.vendor_word(other)),
            words: crate::content::shared_words(catalogue.title(product), catalogue.title(other)),
            dearer_percent,
        };
        (alike.category || alike.words > 0).then_some(alike)
    }

    /// Baskets with the dearer one alone while both were sold, and those with either alone.
    fn chosen(&self, cheaper: u32, dearer: u32) -> (u32, u32) {
        let evidence = &self.evidence;
        let (Some(one), Some(other)) = (evidence.sold(cheaper), evidence.sold(dearer)) else {
            return (0, 0);
        };
        let both_sold = one.0.max(other.0)..one.1.min(other.1) + 1;
        let held = |product: u32| -> Vec<u32> {
            let holders = evidence.holders.of(product).iter().copied();
            holders
                .filter(|basket| both_sold.contains(&evidence.days[*basket as usize]))
                .collect()
        };
        let (cheap, dear) = (held(cheaper), held(dearer));
        let both = crate::evidence::common(&cheap, &dear);
        let chose = id(dear.len()) - both;
        (chose, chose + id(cheap.len()) - both)
    }
}
