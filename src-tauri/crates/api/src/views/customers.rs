//! Customers: the map of spend and last order, the list, and one of them whole.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Amount, CustomerNote, CustomerPoints, Minor};

/// A part of the map of spend and last order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MapPart {
    /// Spent the most, and were here lately.
    Best,
    /// Spent the most, and have not been here lately.
    GoodGoneQuiet,
    /// Spent a fair sum, and were here lately.
    Regulars,
    /// Spent a fair sum, and have not been here lately.
    SlippingAway,
    /// Spent little, and were here lately.
    SmallRecent,
    /// Spent little, and have not been here lately.
    SmallQuiet,
    /// Have not been here for the longest.
    AlmostLost,
}

/// A group by recency, frequency and value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ScoreGroup {
    /// The newest, the most often, the most.
    Champions,
    /// Come back often.
    Loyal,
    /// New ones who came back.
    PotentialLoyalists,
    /// Came once, lately.
    NewCustomers,
    /// Came lately and spent well.
    Promising,
    /// Good, and not here for a while.
    NeedAttention,
    /// Little, and not here for a while.
    AboutToSleep,
    /// Came often, and not for long.
    AtRisk,
    /// Came the most often, and not for long.
    CannotLoseThem,
    /// Little, and not for long.
    Hibernating,
    /// The least of all.
    Lost,
}

/// How the list is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CustomerSort {
    /// By what their orders came to.
    #[default]
    Spent,
    /// By the day of the newest order.
    LastOrder,
    /// By the number of orders.
    Orders,
    /// By average order.
    Average,
    /// By what they will likely spend.
    Predicted,
    /// By last name.
    Name,
}

/// A cell of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MapCellAt {
    /// Band of spend, 0 the highest.
    pub spent: u8,
    /// Band of days since the last order, 0 the latest.
    pub days: u8,
}

/// Where the bands of the map are to end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MapBandsMoved {
    /// The least of each of the four bands of spend above the lowest, ascending, in minor units of
    /// the shop's currency.
    pub spent: [Minor; 4],
    /// The last day of each of the four bands of days before the longest ago, ascending.
    pub days: [u32; 4],
}

/// Moves the bands of the map.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SetMapBands {
    /// The bands; those that suit the shop where nothing.
    pub bands: Option<MapBandsMoved>,
}

/// Who is meant. Each that is given has to fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomersAsked {
    /// Words to be found in name, address, number, town or an order's number; empty for all.
    pub search: String,
    /// A part of the map.
    pub part: Option<MapPart>,
    /// A cell of the map.
    pub cell: Option<MapCellAt>,
    /// A group by recency, frequency and value.
    pub group: Option<ScoreGroup>,
}

/// Which part of which list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListCustomers {
    /// Who.
    pub who: CustomersAsked,
    /// Sorting.
    pub sort: CustomerSort,
    /// The smallest, the longest ago or A first.
    pub ascending: bool,
    /// Position of the first row wanted.
    pub offset: u32,
    /// Rows wanted, at most 200.
    pub limit: u32,
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerRow {
    /// Row id, for opening it.
    #[specta(type = specta_typescript::Number)]
    pub id: i64,
    /// Name, else company, address or number; empty where nothing is known.
    pub name: String,
    /// Town, or empty.
    pub city: String,
    /// Address, or empty.
    pub email: String,
    /// Days since the newest order; nothing without one.
    pub days_since: Option<u32>,
    /// Orders that count.
    pub orders: u32,
    /// What their goods came to.
    pub spent: Amount,
    /// Spent ÷ orders; nothing without an order.
    pub average: Option<Amount>,
    /// Their group; nothing without an order.
    pub group: Option<ScoreGroup>,
    /// Among those with the highest order values.
    pub high_value: bool,
    /// What they will likely spend in the next 365 days; nothing where the shop's history cannot
    /// tell.
    pub predicted: Option<Amount>,
}

/// A part of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerPage {
    /// Customers in the whole list.
    pub total: u32,
    /// What the orders of all of them came to.
    pub spent: Amount,
    /// Changes whenever the shop's customers do: rows of two generations do not belong together.
    pub generation: u32,
    /// The rows from `offset`.
    pub rows: Vec<CustomerRow>,
}

/// Customers of a cell or a part of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MapCell {
    /// Which part of the map it belongs to.
    pub part: MapPart,
    /// How many.
    pub customers: u32,
    /// What they spent in the last 12 months.
    pub spent: Amount,
    /// That as a part of what all on the map spent, 0 to 1.
    #[specta(type = specta_typescript::Number)]
    pub share: f64,
}

/// A group by recency, frequency and value.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupTotal {
    /// Which one.
    pub group: ScoreGroup,
    /// How many are in it.
    pub customers: u32,
    /// How many were in it a month before.
    pub before: u32,
    /// What their orders came to, refunds off.
    pub spent: Amount,
    /// That as a part of all, 0 to 1; nothing where all is nothing.
    pub share: Option<f64>,
    /// Their average order; nothing without orders.
    pub average: Option<Amount>,
}

/// Customers who went from one group to another in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupMove {
    /// Where they were; nothing for who had not ordered then.
    pub from: Option<ScoreGroup>,
    /// Where they are.
    pub to: Option<ScoreGroup>,
    /// How many.
    pub customers: u32,
}

/// Where one score ends and the next begins.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScoreCuts {
    /// Days since the last order: the fifth score ends at the first of these.
    #[specta(type = Vec<specta_typescript::Number>)]
    pub days: Vec<f64>,
    /// Orders: the first score ends at the first of these.
    #[specta(type = Vec<specta_typescript::Number>)]
    pub orders: Vec<f64>,
    /// Spent, refunds off: the first score ends at the first of these.
    pub spent: Vec<Amount>,
}

/// Why nothing is foretold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(
    rename_all = "camelCase",
    tag = "kind",
    rename_all_fields = "camelCase"
)]
pub enum CannotForetell {
    /// Too few customers came back.
    FewRepeatBuyers {
        /// Customers who bought on two days or more.
        found: u32,
        /// As many are needed.
        needed: u32,
    },
    /// The shop's first order is not so many days old.
    ShortHistory {
        /// Days that are needed.
        needed: u32,
    },
    /// The history does not show that anyone leaves, or that customers differ.
    OnTheBorder,
    /// Nearly all customers did the same.
    NoDifference,
}

/// How right a forecast was about the shop's own last weeks.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForecastTrial {
    /// The day after which was foretold.
    pub after: String,
    /// The day until which was looked.
    pub until: String,
    /// Customers who were expected back.
    pub expected_back: u32,
    /// Of these, how many came.
    pub came: u32,
    /// Of all customers then, how many.
    pub of_all: u32,
    /// Of all customers then, how many came.
    pub all_came: u32,
}

/// The screen above the list.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomersOverview {
    /// The day from which is looked back.
    pub as_of: String,
    /// Customers in all, also those without an order.
    pub customers: u32,
    /// Customers who ordered in the last 12 months.
    pub ordered: u32,
    /// Least spend of each band but the lowest.
    pub spent_bands: Vec<Amount>,
    /// Last day of each band of days but the longest ago.
    pub day_bands: Vec<u32>,
    /// Whether the merchant moved the bands.
    pub bands_moved: bool,
    /// From the highest spend down, each from the latest order on.
    pub cells: Vec<Vec<MapCell>>,
    /// The named parts, in their order.
    pub parts: Vec<MapCell>,
    /// Groups by recency, frequency and value, in their order.
    pub groups: Vec<GroupTotal>,
    /// Who changed groups since a month before, most first.
    pub moves: Vec<GroupMove>,
    /// The cuts of the scores; nothing without buyers.
    pub cuts: Option<ScoreCuts>,
    /// How right the forecast of who comes back was, where one could be made.
    pub trial: Option<ForecastTrial>,
    /// Why nothing is foretold, where nothing is.
    pub cannot_tell: Option<CannotForetell>,
}

/// An amount, likely, and the ends between which it lies in 8 of 10 cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ForetoldAmount {
    /// Likely.
    pub likely: Amount,
    /// Lower end.
    pub low: Amount,
    /// Upper end.
    pub high: Amount,
}

/// What is foretold of one customer.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerForecast {
    /// The chance that they are still with the shop, 0 to 1.
    #[specta(type = specta_typescript::Number)]
    pub with_us: f64,
    /// Orders expected within 90 days.
    #[specta(type = specta_typescript::Number)]
    pub orders_90: f64,
    /// Orders expected within 365 days.
    #[specta(type = specta_typescript::Number)]
    pub orders_365: f64,
    /// The first day of the range of the next order.
    pub next_from: String,
    /// The likely day; nothing where it is far away.
    pub next_likely: Option<String>,
    /// The last day of the range; nothing where it is far away.
    pub next_until: Option<String>,
    /// What they will spend within 365 days.
    pub spend: ForetoldAmount,
}

/// How likely one customer orders again within 91 days.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BuysAgainChance {
    /// The chance, 0 to 1.
    #[specta(type = specta_typescript::Number)]
    pub chance: f64,
    /// What share of those with about this chance came the last time: from.
    pub low: Option<f64>,
    /// To.
    pub high: Option<f64>,
}

/// One of the three values, with its score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ScoreValue {
    /// The score, 1 to 5.
    pub score: u8,
    /// The score a month before; nothing for who had not ordered then.
    pub before: Option<u8>,
    /// Whether it changed only since others did: the cuts moved, not the value over them.
    pub cuts_moved: bool,
}

/// Why someone is in their group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerScores {
    /// The group.
    pub group: ScoreGroup,
    /// The group a month before; nothing for who had not ordered then.
    pub group_before: Option<ScoreGroup>,
    /// Days since the last order.
    pub days: u32,
    /// Its score.
    pub days_score: ScoreValue,
    /// Orders.
    pub orders: u32,
    /// Its score.
    pub orders_score: ScoreValue,
    /// Spent, refunds off.
    pub spent: Amount,
    /// Its score.
    pub spent_score: ScoreValue,
}

/// Something that was said about messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentLine {
    /// Which way of writing it is about.
    pub channel: MessageChannel,
    /// What was said.
    pub state: ConsentWord,
    /// Who said so.
    pub source: ConsentFrom,
    /// When it was said, or when Pannier learnt of it (UTC milliseconds).
    #[specta(type = specta_typescript::Number)]
    pub at: i64,
    /// The shop's day of that moment.
    pub day: String,
    /// Whether that is when it was said.
    pub dated: bool,
    /// The order whose box it was, else empty.
    pub order: String,
    /// Where it stands.
    pub proof: String,
}

/// A way of writing to someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MessageChannel {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
    /// WhatsApp.
    WhatsApp,
}

/// What was said about messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ConsentWord {
    /// Yes.
    Subscribed,
    /// Nothing.
    NotSubscribed,
    /// No.
    Unsubscribed,
}

/// Who said so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ConsentFrom {
    /// The person.
    Person,
    /// The shop's customers file.
    CustomersFile,
    /// The box of an order.
    Order,
}

/// What holds now of one way of writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ConsentNow {
    /// Which way.
    pub channel: MessageChannel,
    /// What holds.
    pub state: ConsentWord,
    /// Whether there is an address or a number for it.
    pub has_address: bool,
}

/// A product someone bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct BoughtProduct {
    /// Its name.
    pub name: String,
    /// Orders with it.
    pub orders: u32,
    /// Pieces.
    pub units: u32,
    /// What these came to.
    pub spent: Amount,
    /// The day of the newest such order.
    pub last: String,
}

/// Something that someone did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(
    rename_all = "camelCase",
    tag = "kind",
    rename_all_fields = "camelCase"
)]
pub enum CustomerEvent {
    /// An order.
    Ordered {
        /// Its row.
        #[specta(type = specta_typescript::Number)]
        id: i64,
        /// Its number.
        number: String,
        /// The shop's day.
        day: String,
        /// Goods after discounts.
        goods: Amount,
        /// Pieces.
        units: u32,
        /// Whether it counts in averages: no test, not cancelled, not of gift cards alone.
        counts: bool,
    },
    /// A cart that was left.
    LeftCart {
        /// The shop's day.
        day: String,
        /// What was in it.
        total: Amount,
    },
    /// A product that was looked at, wished for or put into a cart, all of one day and kind.
    Looked {
        /// The shop's day.
        day: String,
        /// What was done.
        deed: LookedDeed,
        /// With what: the first few names.
        products: Vec<String>,
        /// With how many.
        count: u32,
    },
}

/// What someone did on the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum LookedDeed {
    /// Looked at.
    Viewed,
    /// Put on the wish list.
    Wished,
    /// Put into the cart.
    Carted,
}

/// One customer.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerDetail {
    /// What the list shows.
    pub row: CustomerRow,
    /// The first order's day; nothing without one.
    pub since: Option<String>,
    /// Number, or empty.
    pub phone: String,
    /// Street, postcode, town and country in lines; those that are known.
    pub address: Vec<String>,
    /// Tags of the customers file.
    pub tags: Vec<String>,
    /// Tags of your own, which no file changes.
    pub own_tags: Vec<String>,
    /// The note of the customers file, or empty.
    pub note: String,
    /// Notes of your own, the newest first.
    pub notes: Vec<CustomerNote>,
    /// Their ids, each as platform and id.
    pub ids: Vec<(String, String)>,
    /// How many entries of the files are this person, by your joining.
    pub joined: u32,
    /// They were erased: nothing is left but their orders.
    pub erased: bool,
    /// The shop's average order, to compare with; nothing without orders.
    pub shop_average: Option<Amount>,
    /// Why they are in their group; nothing for who did not order.
    pub scores: Option<CustomerScores>,
    /// Where they are on the map.
    pub part: Option<MapPart>,
    /// What is foretold; nothing where it cannot be.
    pub forecast: Option<CustomerForecast>,
    /// Whether they order again soon; nothing where it cannot be told.
    pub again: Option<BuysAgainChance>,
    /// Why nothing is foretold, where nothing is.
    pub cannot_tell: Option<CannotForetell>,
    /// The mean number of days between two orders; nothing with one.
    pub every_days: Option<u32>,
    /// Points and rewards; nothing in a shop without a programme.
    pub points: Option<CustomerPoints>,
    /// What holds of messages.
    pub consent: Vec<ConsentNow>,
    /// How that came about, the newest first.
    pub consent_history: Vec<ConsentLine>,
    /// What they bought most, by what it came to.
    pub products: Vec<BoughtProduct>,
    /// What they did, the newest first: the latest 60.
    pub events: Vec<CustomerEvent>,
    /// Events that are older.
    pub earlier: u32,
}
