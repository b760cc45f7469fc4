//! What could be done next, with the range of what it may bring and how that was estimated.

use pannier_core::Period;
use pannier_report::{Block, Cell, Column, Finite, Kind, Table};

use super::{Maker, blocks, words};
use crate::{
    Result,
    opportunities::opportunities,
    views::{
        AssumedAmount, AssumedShare, EstimateInput, EstimateWhat, MomentOf, OpportunitiesInput,
        OpportunityAbout, Origin,
    },
};

const WEEKDAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

impl Maker<'_> {
    pub(super) fn next(&self, blocks: &mut Vec<Block>) -> Result<()> {
        let found = opportunities(
            self.shop,
            &OpportunitiesInput {
                formula: self.input.formula,
            },
        )?;
        blocks.push(Block::Heading("What could be done next".to_owned()));
        if found.list.is_empty() {
            blocks.push(Block::Paragraph(
                "Nothing stands out: the orders show no threshold, set or group of customers that \
                 is likely to bring more."
                    .to_owned(),
            ));
            return Ok(());
        }
        let period = Period {
            from: blocks::day(&found.from)?,
            until: blocks::day(&found.until)?,
        };
        blocks.push(Block::Paragraph(format!(
            "Extra revenue that the next 30 days may bring, worked out from {} of {}. The most \
             stands first. The amounts do not add up: a customer can only order once.",
            words::orders(found.orders, &self.locale),
            words::period(period, &self.locale),
        )));
        let columns = vec![
            Column::new("What", Kind::Text),
            Column::new("Likely in 30 days", Kind::Interval),
            Column::new("How it was estimated", Kind::Text),
        ];
        let mut table = Table::new("Opportunities", columns, "Nothing stands out");
        for one in &found.list {
            let inputs = one.inputs.iter().map(|input| self.input_words(input));
            let inputs = inputs.collect::<Result<Vec<_>>>()?;
            let (what, why) = self.opportunity(&one.about)?;
            let how = if inputs.is_empty() {
                "Seen in the orders; no amount can be told".to_owned()
            } else {
                inputs.join("; ")
            };
            table.push([
                Cell::text(format!("{what}. {why}")),
                match &one.estimate {
                    Some(range) => blocks::range(range)?,
                    None => Cell::absent("No amount"),
                },
                Cell::text(how),
            ]);
        }
        blocks.push(Block::Table(table));
        Ok(())
    }

    /// What an opportunity is, and what is seen of it.
    #[expect(
        clippy::too_many_lines,
        reason = "two sentences for each kind, and nothing else"
    )]
    fn opportunity(&self, about: &OpportunityAbout) -> Result<(String, String)> {
        let locale = &self.locale;
        let count = |n: u32| locale.count(n.into());
        let orders = |n: u32| words::orders(n, locale);
        Ok(match about {
            OpportunityAbout::JustShort {
                threshold,
                orders: short,
                gap,
                one_item,
                days,
                ..
            } => (
                format!("{} stopped just short of free shipping", orders(*short)),
                format!(
                    "In {} days, on average {} below {}; {} were one popular item short",
                    count(*days),
                    self.money(gap)?,
                    self.money(threshold)?,
                    count(*one_item)
                ),
            ),
            OpportunityAbout::FirstThreshold {
                threshold,
                orders: near,
                days,
            } => (
                format!("Free shipping from {} would pay", self.money(threshold)?),
                format!(
                    "{} in {} days were within reach of it",
                    orders(*near),
                    count(*days)
                ),
            ),
            OpportunityAbout::Bundle {
                names, held, lift, ..
            } => (
                format!("{} belong together", words::joined(names)),
                format!(
                    "{} held them, {} times what chance would give",
                    orders(*held),
                    locale.number(Finite::new(*lift).unwrap_or(Finite::ZERO), 1)
                ),
            ),
            OpportunityAbout::QuietCustomers {
                customers,
                usual,
                days,
                quiet_before,
                came_back,
                ..
            } => (
                format!(
                    "{} gone quiet",
                    words::counted(
                        *customers,
                        locale,
                        "good customer has",
                        "good customers have"
                    )
                ),
                format!(
                    "They usually order for {}, and the last order is {} days ago; of such \
                     customers, {} come back within 30 days by themselves",
                    self.money(usual)?,
                    count(*days),
                    self.share(*came_back, *quiet_before)
                ),
            ),
            OpportunityAbout::DiscountAway {
                code,
                from_percent,
                until_percent,
                orders: with,
                given,
                average,
                full_price,
                bought_before,
                known,
                ..
            } => (
                match (code, from_percent, until_percent) {
                    (Some(code), ..) => format!("The code {code} gives money away"),
                    (None, Some(from), Some(until)) => {
                        format!("Discounts of {from} to {until}% give money away")
                    }
                    (None, ..) => "Discounts give money away".to_owned(),
                },
                format!(
                    "{} with {} off came to {}, at full price {}; {} had paid full price before",
                    orders(*with),
                    self.money(given)?,
                    self.money(average)?,
                    self.money(full_price)?,
                    self.share(*bought_before, *known)
                ),
            ),
            OpportunityAbout::BasketOpener {
                name,
                orders: with,
                besides,
                others,
                ..
            } => (
                format!("{name} opens large orders"),
                format!(
                    "{} hold it, with {} of other things beside it; orders without it come to {}",
                    orders(*with),
                    self.money(besides)?,
                    self.money(others)?
                ),
            ),
            OpportunityAbout::LargerOrders {
                moment,
                here,
                elsewhere,
                weeks,
            } => (
                format!("{} brings larger orders", when(*moment)),
                format!(
                    "{} on average, {} at other times, over {} weeks",
                    self.money(here)?,
                    self.money(elsewhere)?,
                    count(*weeks)
                ),
            ),
            OpportunityAbout::MoreOrders {
                moment,
                here,
                elsewhere,
                weeks,
            } => {
                let number = |n: f64| locale.number(Finite::new(n).unwrap_or(Finite::ZERO), 1);
                (
                    format!("{} brings most orders", when(*moment)),
                    format!(
                        "{} orders a week, {} at other such times, over {} weeks",
                        number(*here),
                        number(*elsewhere),
                        count(*weeks)
                    ),
                )
            }
        })
    }

    /// "those who would top up: 8% to 20% (our assumption)".
    fn input_words(&self, input: &EstimateInput) -> Result<String> {
        Ok(match input {
            EstimateInput::Count { what, count } => {
                format!(
                    "{}: {}",
                    what_words(*what),
                    self.locale.count((*count).into())
                )
            }
            EstimateInput::Share { what, share } => {
                let AssumedShare {
                    low, high, from, ..
                } = share;
                let percent = |share: f64| {
                    self.locale
                        .percent(Finite::new(share).unwrap_or(Finite::ZERO), 0)
                };
                let ends = from_to(percent(*low), &percent(*high));
                format!("{}: {ends} ({})", what_words(*what), origin(*from))
            }
            EstimateInput::Amount { what, amount } => {
                let AssumedAmount { range, from } = amount;
                let ends = from_to(self.money(&range.low)?, &self.money(&range.high)?);
                format!("{}: {ends} ({})", what_words(*what), origin(*from))
            }
        })
    }

    fn share(&self, part: u32, whole: u32) -> String {
        let share = f64::from(part) / f64::from(whole.max(1));
        self.locale
            .percent(Finite::new(share).unwrap_or(Finite::ZERO), 0)
    }
}

fn from_to(low: String, high: &str) -> String {
    if low == high {
        low
    } else {
        format!("{low} to {high}")
    }
}

fn when(moment: MomentOf) -> String {
    match (moment.weekday, moment.hour) {
        (Some(day), _) => WEEKDAYS
            .get(usize::from(day).saturating_sub(1))
            .copied()
            .unwrap_or_default()
            .to_owned(),
        (None, Some(hour)) => format!("The hour from {hour}:00"),
        (None, None) => String::new(),
    }
}

fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Measured => "from the orders",
        Origin::Assumed => "an assumption",
        Origin::Given => "as you said",
    }
}

fn what_words(what: EstimateWhat) -> &'static str {
    match what {
        EstimateWhat::Short => "Orders that stopped just short",
        EstimateWhat::LackOne => "Orders that lack one of the set",
        EstimateWhat::Without => "Orders without it",
        EstimateWhat::Discounted => "Orders with the discount",
        EstimateWhat::Quiet => "Customers who have gone quiet",
        EstimateWhat::TopsUp => "those who would top up",
        EstimateWhat::Takes => "those who would take one more",
        EstimateWhat::CameBack => "those who came back before",
        EstimateWhat::BoughtBefore => "those who bought at full price before",
        EstimateWhat::StillBuys => "those of them who would buy without it",
        EstimateWhat::Gap => "what each lacks",
        EstimateWhat::Brings => "what it brings to an order",
        EstimateWhat::Usual => "what each usually orders for",
        EstimateWhat::Given => "what each saved",
        EstimateWhat::Margin => "what is left after tax and cost",
    }
}
