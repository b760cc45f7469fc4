//! The names that can stand in texts, for a menu and for those who write them by hand.

use serde::Serialize;
use specta::Type;

use crate::Language;

/// A name that stands for something of the reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Variable {
    /// As it is written: `first_name`.
    pub name: &'static str,
    /// What it stands for, in English.
    pub stands_for: &'static str,
    /// What it is about.
    pub group: VariableGroup,
    /// What a menu writes as its fallback, in English; nothing where everyone has it.
    pub fallback: Option<&'static str>,
}

/// What a name is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum VariableGroup {
    /// The reader.
    Person,
    /// The shop.
    Shop,
    /// The offer.
    Offer,
    /// Products of the reader's.
    Products,
    /// Points.
    Points,
    /// Free shipping.
    FreeShipping,
}

const fn named(
    name: &'static str,
    group: VariableGroup,
    stands_for: &'static str,
    fallback: Option<&'static str>,
) -> Variable {
    Variable {
        name,
        stands_for,
        group,
        fallback,
    }
}

impl Variable {
    /// All names. Those of a person and of points are the ones of plain messages too.
    pub const ALL: [Self; 24] = {
        use VariableGroup::{FreeShipping, Offer, Person, Points, Products, Shop};
        [
            named("first_name", Person, "their first name", Some("friend")),
            named("last_name", Person, "their last name", Some("")),
            named("name", Person, "their whole name", Some("friend")),
            named("shop", Shop, "the shop’s name", None),
            named(
                "offer",
                Offer,
                "what the offer gives: 15% off",
                Some("an offer"),
            ),
            named(
                "offer.minimum",
                Offer,
                "from which amount on",
                Some("any amount"),
            ),
            // Whoever has none gets no copy.
            named("offer.code", Offer, "their code", None),
            named(
                "offer.day",
                Offer,
                "the day it ends: Sunday 12 July",
                Some("soon"),
            ),
            named("offer.time", Offer, "the time it ends: 23:59", Some("")),
            named(
                "offer.message",
                Offer,
                "the message of a gift card",
                Some(""),
            ),
            named(
                "product",
                Products,
                "the first product of the first block of products",
                Some("something for you"),
            ),
            named(
                "last_bought",
                Products,
                "what they bought last",
                Some("your last order"),
            ),
            named(
                "products",
                Products,
                "how many products that block shows",
                Some("some"),
            ),
            named("points.balance", Points, "points to spend now", Some("0")),
            named(
                "points.pending",
                Points,
                "points that can be spent later",
                Some("0"),
            ),
            named(
                "points.to_next_reward",
                Points,
                "points missing for the next reward",
                Some("a few"),
            ),
            named(
                "points.next_reward",
                Points,
                "what the next reward gives",
                Some("a reward"),
            ),
            named("points.tier", Points, "their tier", Some("")),
            named(
                "points.expiring",
                Points,
                "points that expire next",
                Some("some"),
            ),
            named(
                "points.expire_on",
                Points,
                "the last day to spend those",
                Some("soon"),
            ),
            named(
                "points.reward_code",
                Points,
                "the code of the unused reward that ends first",
                Some(""),
            ),
            named(
                "points.reward",
                Points,
                "what that reward gives",
                Some("a reward"),
            ),
            named(
                "shipping.from",
                FreeShipping,
                "from which amount on shipping is free",
                Some("a small amount"),
            ),
            named(
                "shipping.missing",
                FreeShipping,
                "what their cart lacks for it",
                Some("a little"),
            ),
        ]
    };

    /// The one of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name == name)
    }

    /// What a menu writes as its fallback, in a language; nothing where everyone has it.
    pub fn fallback_in(&self, language: Language) -> Option<&'static str> {
        let english = self.fallback?;
        let others = match english {
            // What follows a greeting.
            "friend" => ["und guten Tag", "à vous", "de nuevo", "di nuovo", "daar"],
            "an offer" => [
                "ein Angebot",
                "une offre",
                "una oferta",
                "un’offerta",
                "een aanbieding",
            ],
            "any amount" => [
                "jedem Betrag",
                "n’importe quel montant",
                "cualquier importe",
                "qualsiasi importo",
                "elk bedrag",
            ],
            "soon" => ["bald", "bientôt", "pronto", "presto", "binnenkort"],
            "something for you" => [
                "etwas für Sie",
                "quelque chose pour vous",
                "algo para ti",
                "qualcosa per te",
                "iets voor jou",
            ],
            "your last order" => [
                "Ihre letzte Bestellung",
                "votre dernière commande",
                "tu último pedido",
                "il tuo ultimo ordine",
                "je laatste bestelling",
            ],
            "some" => ["einige", "quelques", "algunos", "alcuni", "enkele"],
            "a few" => ["ein paar", "quelques", "unos pocos", "pochi", "een paar"],
            "a reward" => [
                "eine Prämie",
                "un avantage",
                "una recompensa",
                "un premio",
                "een beloning",
            ],
            "a small amount" => [
                "einem kleinen Betrag",
                "un petit montant",
                "un importe pequeño",
                "un piccolo importo",
                "een klein bedrag",
            ],
            "a little" => ["ein wenig", "un peu", "un poco", "poco", "een beetje"],
            // None, or a number.
            _ => [english; 5],
        };
        let [de, fr, es, it, nl] = others;
        Some(match language {
            Language::En => english,
            Language::De => de,
            Language::Fr => fr,
            Language::Es => es,
            Language::It => it,
            Language::Nl => nl,
        })
    }
}
