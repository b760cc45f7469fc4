//! What the merchant could do next, ranked by money.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, AmountRange, AssumedAmount, AssumedShare, Formula};

/// What an opportunity is about.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum OpportunityAbout {
    /// Orders stop just short of free shipping.
    JustShort {
        /// From what value on orders ship free.
        threshold: Amount,
        /// The least goods that count as short.
        lowest: Amount,
        /// Orders between the two.
        orders: u32,
        /// What they lack on average.
        gap: Amount,
        /// Orders that one popular item would carry over.
        one_item: u32,
        /// Days that were looked at.
        days: u32,
    },
    /// Free shipping from some value on would pay.
    FirstThreshold {
        /// From what value on.
        threshold: Amount,
        /// Orders within reach below it.
        orders: u32,
        /// Days that were looked at.
        days: u32,
    },
    /// Products that are bought together.
    Bundle {
        /// The products' rows.
        #[specta(type = Vec<specta_typescript::Number>)]
        products: Vec<i64>,
        /// Their names.
        names: Vec<String>,
        /// Orders that hold all of them.
        held: u32,
        /// Times as often as chance would give.
        #[specta(type = specta_typescript::Number)]
        lift: f64,
    },
    /// Good customers who have not ordered for longer than they used to.
    QuietCustomers {
        /// How many.
        customers: u32,
        /// What they usually order for.
        usual: Amount,
        /// From what usual order on a customer counts as good.
        good_from: Amount,
        /// The middle of the days since their last order.
        days: u32,
        /// Times such a customer was quiet in the past year.
        quiet_before: u32,
        /// Times they then ordered within 30 days.
        came_back: u32,
    },
    /// A discount that goes to people who buy without it.
    DiscountAway {
        /// The code; nothing where it is a depth of discount.
        code: Option<String>,
        /// Percent off, from.
        from_percent: Option<u32>,
        /// Percent off, below.
        until_percent: Option<u32>,
        /// Orders with it.
        orders: u32,
        /// What it took off.
        given: Amount,
        /// Their average.
        average: Amount,
        /// The average at full price.
        full_price: Amount,
        /// Of those whose customer is known, those who had bought at full price before.
        bought_before: u32,
        /// Orders whose customer is known.
        known: u32,
        /// Days that were looked at.
        days: u32,
    },
    /// A product that stands in large baskets.
    BasketOpener {
        /// The product's row.
        #[specta(type = specta_typescript::Number)]
        product: i64,
        /// Its name.
        name: String,
        /// Orders that hold it.
        orders: u32,
        /// The average of what else is in them.
        besides: Amount,
        /// The average of the orders that do not hold it.
        others: Amount,
        /// Days that were looked at.
        days: u32,
    },
    /// A time of the week that stands out by the value of its orders.
    LargerOrders {
        /// When.
        moment: MomentOf,
        /// The average then.
        here: Amount,
        /// The average at all other times.
        elsewhere: Amount,
        /// Full weeks that were looked at.
        weeks: u32,
    },
    /// A time of the week that stands out by the number of its orders.
    MoreOrders {
        /// When.
        moment: MomentOf,
        /// Orders a week then.
        #[specta(type = specta_typescript::Number)]
        here: f64,
        /// Orders a week at another such time.
        #[specta(type = specta_typescript::Number)]
        elsewhere: f64,
        /// Full weeks that were looked at.
        weeks: u32,
    },
}

/// A time of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MomentOf {
    /// Day of the week, 1 is Monday.
    pub weekday: Option<u8>,
    /// The shop's hour, 0 to 23.
    pub hour: Option<u8>,
}

/// A number that an estimate leans on.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "is", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum EstimateInput {
    /// A share.
    Share {
        /// What it says.
        what: EstimateWhat,
        /// The share.
        share: AssumedShare,
    },
    /// An amount.
    Amount {
        /// What it says.
        what: EstimateWhat,
        /// The amount.
        amount: AssumedAmount,
    },
    /// A number of orders or customers.
    Count {
        /// What it says.
        what: EstimateWhat,
        /// The number.
        count: u32,
    },
}

/// What a number of an estimate says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum EstimateWhat {
    /// Orders just short of a threshold.
    Short,
    /// Orders that lack one product of a set.
    LackOne,
    /// Orders without a product.
    Without,
    /// Orders with a discount.
    Discounted,
    /// Customers who have gone quiet.
    Quiet,
    /// The share that tops up.
    TopsUp,
    /// The share that takes one more.
    Takes,
    /// The share that came back before.
    CameBack,
    /// The share that bought at full price before.
    BoughtBefore,
    /// The share of these that would buy without a discount.
    StillBuys,
    /// What an order lacks.
    Gap,
    /// What one more brings.
    Brings,
    /// What they usually order for.
    Usual,
    /// What the discount takes off.
    Given,
    /// What is left after tax and cost.
    Margin,
}

/// One thing that the merchant could do.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Opportunity {
    /// What it is about.
    pub about: OpportunityAbout,
    /// What it may come to in the next 30 days; nothing where no amount can be told.
    pub estimate: Option<AmountRange>,
    /// What the estimate leans on.
    pub inputs: Vec<EstimateInput>,
}

/// Which opportunities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct OpportunitiesInput {
    /// Which formula.
    pub formula: Formula,
}

/// What the merchant could do next.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Opportunities {
    /// First day that was looked at.
    pub from: String,
    /// First day after them.
    pub until: String,
    /// Orders that were looked at.
    pub orders: u32,
    /// The most money first.
    pub list: Vec<Opportunity>,
}

/// Which part of the list of quiet customers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuietInput {
    /// Position of the first row wanted.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// A good customer who has gone quiet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuietCustomer {
    /// Name, else address or number.
    pub name: String,
    /// Their orders.
    pub orders: u32,
    /// What these came to.
    pub spent: Amount,
    /// What they usually order for.
    pub usual: Amount,
    /// The day of the newest one.
    pub last_order: String,
    /// Usual days between their orders.
    pub every_days: u32,
    /// They said no to e-mail.
    pub said_no: bool,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QuietCustomers {
    /// All of them.
    pub total: u32,
    /// The wanted part, those who are worth most first.
    pub rows: Vec<QuietCustomer>,
}
