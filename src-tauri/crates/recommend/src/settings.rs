//! What a shop's back-test chose.

use serde::{Deserialize, Serialize};

/// How links are learnt.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fit {
    /// Days after which a purchase counts half; nothing where all count alike.
    pub half_life: Option<u16>,
    /// How much evidence a link needs: the ridge's λ, in baskets or customers.
    pub lambda: f64,
}

/// How much each kind of evidence counts. A product's own strongest link of each kind is about 1.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Blend {
    /// What stands in the same baskets.
    pub orders: f32,
    /// What the same people buy.
    pub users: f32,
    /// What is the same kind of thing.
    pub content: f32,
    /// What is bought by everyone these days; 1 for the most bought product.
    pub recent: f32,
}

impl Blend {
    /// What everyone buys these days, and nothing else.
    pub const MOST_POPULAR: Self = Self {
        orders: 0.0,
        users: 0.0,
        content: 0.0,
        recent: 1.0,
    };
}

/// How what someone bought before is weighed against each other and against new things.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Again {
    /// The power of the product's popularity these days.
    pub recent: f64,
    /// The power of how ripe another purchase is by the usual days between two.
    pub ripe: f64,
    /// The best new thing as a share of the best old one.
    pub new: f32,
    /// Whether none of this foretells better than what everyone buys lately, which then stands in
    /// its place.
    pub popular: bool,
}

/// How popularity is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Popular {
    /// Days after which a purchase counts half.
    pub half_life: u16,
    /// Whether what is bought more in the last four weeks than in the twelve before leads.
    pub trend: bool,
    /// Whether what rose at this time of last year leads.
    pub season: bool,
}

/// All that was chosen for a shop. Kept with the shop, so that it need not be chosen anew at each
/// opening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What is popular now.
    pub popular: Popular,
    /// Links between products of a basket, for many in the cart.
    pub orders: Fit,
    /// The same for one product alone.
    pub single: Fit,
    /// Links between products of a customer.
    pub users: Fit,
    /// For a cart.
    pub cart: Blend,
    /// For one product.
    pub one: Blend,
    /// For a customer, things they do not have.
    pub new: Blend,
    /// For a customer, what they may buy again.
    pub again: Again,
}

impl Default for Settings {
    /// What did well in shops of several kinds, for one that has too few weeks to choose.
    fn default() -> Self {
        Self {
            popular: Popular {
                half_life: 14,
                trend: false,
                season: false,
            },
            orders: Fit {
                half_life: None,
                lambda: 20.0,
            },
            single: Fit {
                half_life: None,
                lambda: 300.0,
            },
            users: Fit {
                half_life: None,
                lambda: 170.0,
            },
            cart: Blend {
                orders: 1.0,
                users: 0.2,
                content: 0.05,
                recent: 0.0,
            },
            one: Blend {
                orders: 1.0,
                users: 0.3,
                content: 0.2,
                recent: 0.1,
            },
            new: Blend {
                orders: 0.0,
                users: 1.0,
                content: 0.1,
                recent: 0.15,
            },
            again: Again {
                recent: 0.25,
                ripe: 0.0,
                new: 0.0,
                popular: false,
            },
        }
    }
}
