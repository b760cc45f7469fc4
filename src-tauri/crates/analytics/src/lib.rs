//! Average order value: what counts, what it comes to, how sure it is, and why another tool shows
//! another figure. And which customers are likely to be one person.
//!
//! Pure functions over [`pannier_core::Facts`]: no file, no database, no clock. Amounts are minor
//! units of the asked-for currency, summed as integers and divided once at the end, half to even;
//! floats hold rates and statistics alone. Single amounts are taken to lie within ±(2⁵³ − 1), as
//! parsing leaves them; a sum past `i64` stays at its end, where no view can show it.
#![deny(missing_docs)]

mod alerts;
mod alike;
mod bootstrap;
mod bundles;
mod buys_again;
mod change;
mod clusters;
mod cohorts;
mod customer_map;
mod decompose;
mod duplicates;
mod explain;
mod explore;
mod formula;
mod from_days;
mod goals;
mod hold_out;
mod interval;
mod left_out;
mod logistic;
mod margin;
mod opportunities;
mod outliers;
mod people;
mod periods;
mod prices;
mod product_figures;
mod purchases;
mod quantiles;
mod question;
mod ranges;
mod reconcile;
mod rfm;
mod segments;
mod special;
mod summary;
mod thresholds;
mod value;

pub use alerts::{Expected, MIN_WEEKS, Silence, Watch, WatchedWeek, watch_week};
pub use alike::{Alike, Followed, Means, beside_alike};
pub use bootstrap::headline_interval;
pub use bundles::{Baskets, Bundle, BundleOptions, BundleValue, Counted, Together, bundles};
pub use buys_again::{AHEAD, BuysAgain};
pub use change::{Change, Verdict, change, difference};
pub use cohorts::{
    AGES, AgeValue, Cohort, CohortBy, CohortCell, CohortKey, CohortMargin, Cohorts, CohortsAsked,
    NthOrders, OrderNumbers, SecondOrders, cohorts, order_numbers,
};
pub use customer_map::{CustomerMap, MapBands, MapBandsError, MapGroup, MapTotal, first_of_year};
pub use decompose::{
    GroupMove, GroupSide, Moved, MovedByGroup, MovedSide, Part, PartKind, ProductMove, ProductSide,
    decompose, decompose_by,
};
pub use duplicates::{Likely, Sign, likely_duplicates};
pub use explain::{Explained, OtherFigure, explain, is_about};
pub use explore::{
    Bin, Compared, Comparison, ComparisonNote, Dimension, Every, Explorer, Histogram, KnownValue,
    Other, Point, SparkPoint, Split, SplitOrder, SplitRow, SplitSort, UnitsBin, UnknownDimension,
    UnknownEvery, Whole, compared,
};
pub use formula::{Formula, UnknownFormula};
pub use from_days::summarise_days;
pub use goals::{Progress, Standing, progress};
pub use hold_out::{CalibrationBin, HoldOut};
pub use interval::MIN_ORDERS;
pub use left_out::{LeftOut, left_out};
pub use margin::{Margin, margin};
pub use opportunities::{
    BasketOpener, Behind, BestMoment, DiscountAway, DiscountGroup, FirstThreshold, HighValue,
    JustShort, MOST_SHRINKAGE, Moment, MoreOf, Opportunity, OpportunityKind, OpportunityOptions,
    QuietCustomers, high_value, opportunities,
};
pub use outliers::{Outlier, Outliers, outliers};
pub use people::{People, PeopleOptions, Person, PersonChance, PersonValue, PlainHistory, Worth};
pub use periods::{Granularity, UnknownGranularity, periods, series};
pub use prices::{PriceChange, price_changes};
pub use product_figures::{Parts, ProductFigures, product_figures};
pub use question::{Condition, CustomerSet, Filter, FilterError, Question, Span};
pub use ranges::{Assumption, MoneyRange, Origin, Range};
pub use reconcile::{Reconciled, Step, StepKind, reconcile};
pub use rfm::{
    Cuts, Monetary, Rfm, RfmCode, RfmCuts, RfmFlow, RfmGroup, RfmGroupTotal, RfmMeasure,
    RfmOptions, RfmStep, RfmValues, RfmWhy, ScoreMove, rfm, rfm_codes, rfm_flows, rfm_totals,
    rfm_why,
};
pub use segments::{
    FunnelStep, Members, SegmentFigures, Segmenter, SegmentsAsked, Told, ToldSentence,
};
pub use summary::{Summary, summarise};
pub use thresholds::{
    Advice, Bunching, Effect, FittingItem, NearThreshold, OneItemShort, Reward, ShippingRule,
    Tally, ThresholdAssumptions, ThresholdChange, Touched, advise, bunching, candidate_thresholds,
    goods_histogram, near_threshold, one_item_short, orders_near, shipping_rules,
    threshold_assumptions, threshold_changes,
};
pub use value::{
    BgNbd, BgNbdFit, CannotTell, Foretold, GammaGamma, GammaGammaFit, MIN_REPEAT_BUYERS, NextOrder,
    OrderHistories, OrderHistory, OrdersTrial, Spent, ValueModel, fit_orders, fit_spend,
    value_model,
};
