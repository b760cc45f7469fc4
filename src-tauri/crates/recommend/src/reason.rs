//! Why something is suggested, in numbers that can be counted up.

use serde::{Deserialize, Serialize};

use crate::{Catalogue, behaviour::DeedKind, evidence::Together};

/// What makes two products the same kind of thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Alike {
    /// Of one category.
    pub category: bool,
    /// Of one maker.
    pub vendor: bool,
    /// Words that both titles have.
    pub words: u32,
    /// How much dearer the suggestion is, in whole per cent; cheaper when negative.
    pub dearer_percent: Option<i32>,
}

/// Why something is suggested. Products are indexes into the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// Orders with one also had the other.
    Together {
        /// The product it goes with.
        with: u32,
        /// Orders with that, with the suggestion, and with both.
        counts: Together,
    },
    /// Buyers of one bought the other, in that order or another.
    SameBuyers {
        /// The product they have.
        with: u32,
        /// Buyers of that, of the suggestion, and of both.
        counts: Together,
    },
    /// Those who bought one came back for the other.
    Later {
        /// What they had bought before.
        after: u32,
        /// Those who bought that and came again, those who came back for the suggestion, and both.
        counts: Together,
        /// The middle number of days between the two.
        days: u32,
    },
    /// It is the same kind of thing.
    Similar {
        /// What it is like.
        to: u32,
        /// In what.
        alike: Alike,
    },
    /// Dearer, and chosen by people who could have had the cheaper one.
    StepUp {
        /// The cheaper one.
        from: u32,
        /// How much dearer, in whole per cent.
        dearer_percent: u32,
        /// Orders with the dearer one and without the cheaper, while both were sold.
        chose: u32,
        /// Orders with one of the two.
        of: u32,
    },
    /// They buy it again and again.
    Again {
        /// Times that they bought it.
        times: u32,
        /// Days since the last time.
        since: u32,
        /// The middle number of days between two purchases of anyone, where anyone bought it twice.
        gap: Option<u16>,
    },
    /// They did something with it.
    Did {
        /// What.
        what: DeedKind,
        /// Days since.
        since: u32,
    },
    /// Many buy it these days.
    Popular {
        /// Orders with it in the last four weeks.
        orders: u32,
        /// Orders in four weeks before, on average of the twelve weeks before.
        usual: u32,
    },
    /// The merchant wants it shown.
    Merchant,
}

impl Reason {
    /// The reason as a sentence for the merchant, with the names of products.
    pub fn sentence(&self, catalogue: &Catalogue, product: u32) -> String {
        let name = |product: u32| {
            let title = catalogue.title(product);
            if title.is_empty() {
                "a product without a name".to_owned()
            } else {
                title.to_owned()
            }
        };
        let it = name(product);
        let times = |counts: &Together| counts.lift().map_or(String::new(), chance);
        match self {
            Self::Together { with, counts } => format!(
                "{} of {} orders with {} also had {it}{}",
                thousands(counts.both),
                thousands(counts.left),
                name(*with),
                times(counts)
            ),
            Self::SameBuyers { with, counts } => format!(
                "{} of {} buyers of {} also took {it}{}",
                thousands(counts.both),
                thousands(counts.left),
                name(*with),
                times(counts)
            ),
            Self::Later {
                after,
                counts,
                days,
            } => format!(
                "{} of {} who bought {} and came again took {it} later{}, usually after {}",
                thousands(counts.both),
                thousands(counts.left),
                name(*after),
                times(counts),
                counted(*days, "day")
            ),
            Self::Similar { to, alike } => alike.sentence(&name(*to)),
            Self::StepUp {
                from,
                dearer_percent,
                chose,
                of,
            } => format!(
                "{} of {} who took {} or this one chose this one, {dearer_percent} % dearer",
                thousands(*chose),
                thousands(*of),
                name(*from)
            ),
            Self::Again { times, since, gap } => {
                let gap = gap.map_or(String::new(), |gap| {
                    format!(
                        "; usually bought again after {}",
                        counted(gap.into(), "day")
                    )
                });
                let since = ago(*since);
                format!("Bought {}, last {since}{gap}", counted(*times, "time"))
            }
            Self::Did { what, since } => {
                let did = match what {
                    DeedKind::Viewed => "Looked at",
                    DeedKind::Wished => "Put on their wish list",
                    DeedKind::Carted => "Left in their cart",
                };
                format!("{did} {}", ago(*since))
            }
            Self::Popular { orders, usual } => format!(
                "In {} of the last four weeks; {} in four weeks before",
                counted(*orders, "order"),
                thousands(*usual)
            ),
            Self::Merchant => "You want it shown here".to_owned(),
        }
    }
}

impl Alike {
    fn sentence(&self, other: &str) -> String {
        let mut parts = Vec::new();
        if self.category {
            parts.push("the same category".to_owned());
        }
        if self.vendor {
            parts.push("the same maker".to_owned());
        }
        if self.words > 0 {
            parts.push(format!("{} of the title", counted(self.words, "word")));
        }
        let shared = match parts.as_slice() {
            [] => "Bought by the same people as".to_owned(),
            [one] => format!("Shares {one} with"),
            [most @ .., last] => format!("Shares {} and {last} with", most.join(", ")),
        };
        let price = match self.dearer_percent {
            Some(0) => ", at the same price".to_owned(),
            Some(percent) if percent > 0 => format!(", {percent} % dearer"),
            Some(percent) => format!(", {} % cheaper", percent.unsigned_abs()),
            None => String::new(),
        };
        format!("{shared} {other}{price}")
    }
}

fn ago(days: u32) -> String {
    match days {
        0 => "today".to_owned(),
        days => format!("{} ago", counted(days, "day")),
    }
}

fn chance(lift: f64) -> String {
    if lift < 9.95 {
        format!(": {lift:.1} × chance")
    } else {
        format!(": {lift:.0} × chance")
    }
}

fn counted(count: u32, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{} {what}{s}", thousands(count))
}

/// A count with its thousands parted.
pub(crate) fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Product;

    #[test]
    fn reasons_are_sentences_with_their_numbers() {
        let mut catalogue = Catalogue::default();
        for title in ["Teapot", "Tea", ""] {
            catalogue.push(&Product {
                title,
                ..Product::default()
            });
        }
        let counts = Together {
            all: 2_000,
            left: 210,
            right: 114,
            both: 37,
        };
        let say = |reason: Reason| reason.sentence(&catalogue, 1);
        assert_eq!(
            say(Reason::SameBuyers { with: 0, counts }),
            "37 of 210 buyers of Teapot also took Tea: 3.1 × chance"
        );
        assert_eq!(
            say(Reason::Together { with: 2, counts }),
            "37 of 210 orders with a product without a name also had Tea: 3.1 × chance"
        );
        assert_eq!(
            say(Reason::Later {
                after: 0,
                counts,
                days: 1
            }),
            "37 of 210 who bought Teapot and came again took Tea later: 3.1 × chance, usually after 1 day"
        );
        let alike = Alike {
            category: true,
            vendor: true,
            words: 2,
            dearer_percent: Some(-12),
        };
        assert_eq!(
            say(Reason::Similar { to: 0, alike }),
            "Shares the same category, the same maker and 2 words of the title with Teapot, 12 % cheaper"
        );
        assert_eq!(
            say(Reason::Again {
                times: 3,
                since: 0,
                gap: Some(30)
            }),
            "Bought 3 times, last today; usually bought again after 30 days"
        );
        assert_eq!(
            say(Reason::Popular {
                orders: 1_204,
                usual: 40
            }),
            "In 1,204 orders of the last four weeks; 40 in four weeks before"
        );
        assert_eq!(
            say(Reason::StepUp {
                from: 0,
                dearer_percent: 26,
                chose: 45,
                of: 120
            }),
            "45 of 120 who took Teapot or this one chose this one, 26 % dearer"
        );
    }
}
