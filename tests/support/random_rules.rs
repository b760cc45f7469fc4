//! Random rules of segments, the same ones for the same seed.

use pannier_core::{
    Channel, Day,
    segment::{
        Calendar, Condition, Contact, Deed, Measure, PlacePart, RfmGroup, Rule, Said, Scope, Span,
        Unit, When, Which, With,
    },
};

/// Words that rules may name.
#[derive(Debug, Clone)]
pub(crate) struct Vocabulary {
    pub(crate) products: Vec<String>,
    pub(crate) categories: Vec<String>,
    pub(crate) vendors: Vec<String>,
    pub(crate) codes: Vec<String>,
    pub(crate) channels: Vec<String>,
    pub(crate) countries: Vec<String>,
    pub(crate) cities: Vec<String>,
    pub(crate) tags: Vec<String>,
    /// The last day that days lie before, by up to three years.
    pub(crate) today: Day,
    /// Whether rules may ask for groups, high value, predictions and other segments.
    pub(crate) worked_out: bool,
}

/// Random numbers from a seed (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits() % end.max(1) as u64).unwrap()
    }

    pub(crate) fn number(&mut self, end: i64) -> i64 {
        i64::try_from(self.bits() >> 1).unwrap() % end
    }

    pub(crate) fn coin(&mut self) -> bool {
        self.bits() & 1 == 1
    }

    pub(crate) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }
}

impl Vocabulary {
    /// Random rules, up to `depth` groups within each other.
    pub(crate) fn rule(&self, random: &mut Random, depth: usize) -> Rule {
        if depth == 0 || random.below(3) == 0 {
            return Rule::Is(self.condition(random));
        }
        let count = 1 + random.below(3);
        let rules = (0..count).map(|_| self.rule(random, depth - 1)).collect();
        match random.below(5) {
            0 | 1 => Rule::All(rules),
            2 | 3 => Rule::Any(rules),
            _ => Rule::Not(Box::new(self.rule(random, depth - 1))),
        }
    }

    fn condition(&self, random: &mut Random) -> Condition {
        match random.below(if self.worked_out { 20 } else { 12 }) {
            0..=2 => self.orders(random),
            3 | 4 => Condition::Ordered {
                which: random.of(&[Which::First, Which::Last]),
                when: self.when(random),
            },
            5 => match random.below(3) {
                0 => Condition::Place {
                    part: PlacePart::Country,
                    values: some(random, &self.countries),
                },
                _ => Condition::Place {
                    part: PlacePart::City,
                    values: some(random, &self.cities),
                },
            },
            6 | 7 => Condition::Consent {
                channel: random.of(&[Channel::Email, Channel::Sms, Channel::WhatsApp]),
                said: random.of(&[Said::Reachable, Said::Yes, Said::No, Said::Nothing]),
            },
            8 => Condition::Tagged(some(random, &self.tags)),
            9 => match random.below(3) {
                0 => Condition::Has(Contact::Email),
                1 => Condition::Has(Contact::Phone),
                _ => Condition::Everyone,
            },
            10 => Condition::Did {
                deed: random.of(&[Deed::Viewed, Deed::Wishlisted, Deed::Carted]),
                with: match random.below(3) {
                    0 => With::Anything,
                    1 => With::Products(some(random, &self.products)),
                    _ => With::Categories(some(random, &self.categories)),
                },
                when: random.coin().then(|| self.when(random)),
                not_bought_since: random.coin(),
            },
            11 => Condition::LeftCart {
                worth: random.coin().then(|| span(random, 20_000)),
                when: random.coin().then(|| self.when(random)),
                not_bought_since: random.coin(),
            },
            12 => Condition::Group(
                (0..=random.below(3))
                    .map(|_| random.of(&RfmGroup::ALL))
                    .collect(),
            ),
            13 => Condition::HighValue,
            14 => Condition::Predicted(span(random, 50_000)),
            15 => Condition::Points(span(random, 300)),
            16 => Condition::Tier(some(random, &self.tags)),
            17 => Condition::CloseToReward,
            18 => Condition::HasReward,
            _ => Condition::InSegment {
                id: random.coin().then(|| random.number(1_000)),
                name: random.of(&self.tags),
            },
        }
    }

    fn orders(&self, random: &mut Random) -> Condition {
        let measure = random.of(&[
            Measure::Orders,
            Measure::Orders,
            Measure::Spent,
            Measure::SpentAfterRefunds,
            Measure::Refunded,
            Measure::Items,
            Measure::AverageOrder,
            Measure::LargestOrder,
            Measure::ItemsPerOrder,
        ]);
        let end = if measure.is_money() { 30_000 } else { 8 };
        let mut of = Vec::new();
        while random.below(3) == 0 {
            of.push(match random.below(8) {
                0 => Scope::Product(some(random, &self.products)),
                1 => Scope::Category(some(random, &self.categories)),
                2 => Scope::Vendor(some(random, &self.vendors)),
                3 => Scope::Code(some(random, &self.codes)),
                4 => Scope::Channel(some(random, &self.channels)),
                5 => Scope::WithDiscount,
                6 => Scope::WithoutDiscount,
                _ => Scope::WithRefund,
            });
        }
        Condition::Orders {
            measure,
            is: span(random, end),
            of,
            when: random.coin().then(|| self.when(random)),
        }
    }

    fn when(&self, random: &mut Random) -> When {
        let unit = random.of(&[Unit::Days, Unit::Weeks, Unit::Months, Unit::Years]);
        let most = match unit {
            Unit::Days => 700,
            Unit::Weeks => 100,
            Unit::Months => 24,
            Unit::Years => 3,
        };
        let count = u32::try_from(1 + random.number(most)).unwrap();
        let part = random.of(&[
            Calendar::Week,
            Calendar::Month,
            Calendar::Quarter,
            Calendar::Year,
        ]);
        let day = self.today.plus_days(-random.number(1_100));
        match random.below(9) {
            0..=2 => When::InLast { count, unit },
            3 | 4 => When::NotInLast { count, unit },
            5 => random.of(&[When::This(part), When::Before(part)]),
            6 => When::Since(day),
            7 => When::Until(day),
            _ => When::Between {
                from: day,
                until: day.plus_days(1 + random.number(400)),
            },
        }
    }
}

fn some(random: &mut Random, all: &[String]) -> Vec<String> {
    (0..=random.below(2)).map(|_| random.of(all)).collect()
}

fn span(random: &mut Random, end: i64) -> Span {
    let one = random.number(end);
    match random.below(9) {
        0..=2 => Span::AtLeast(one),
        3 | 4 => Span::AtMost(one),
        5 => Span::Exactly(one),
        6 | 7 => Span::Between(one, one + random.number(end)),
        _ => Span::Top(u8::try_from(1 + random.number(99)).unwrap()),
    }
}
