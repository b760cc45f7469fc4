//! What orders can be told apart by, over the boundary and in this shop.

use pannier_analytics::{self as analytics, Explorer};
use pannier_core::{Facts, Labels};

use crate::views::{Dimension, NamedFilter, OrderFilter};

const ALL: [Dimension; 16] = [
    Dimension::Channel,
    Dimension::Product,
    Dimension::Country,
    Dimension::Customer,
    Dimension::Source,
    Dimension::Device,
    Dimension::Campaign,
    Dimension::Region,
    Dimension::Category,
    Dimension::Vendor,
    Dimension::Code,
    Dimension::Payment,
    Dimension::Weekday,
    Dimension::Hour,
    Dimension::Basket,
    Dimension::Discount,
];

pub(crate) fn dimension_of(dimension: Dimension) -> analytics::Dimension {
    use analytics::Dimension as Known;
    match dimension {
        Dimension::Source => Known::Source,
        Dimension::Channel => Known::Channel,
        Dimension::Device => Known::Device,
        Dimension::Campaign => Known::Campaign,
        Dimension::Country => Known::Country,
        Dimension::Region => Known::Region,
        Dimension::Product => Known::Product,
        Dimension::Category => Known::Category,
        Dimension::Vendor => Known::Vendor,
        Dimension::Code => Known::Code,
        Dimension::Payment => Known::Payment,
        Dimension::Customer => Known::Customer,
        Dimension::Weekday => Known::Weekday,
        Dimension::Hour => Known::Hour,
        Dimension::Basket => Known::Basket,
        Dimension::Discount => Known::Discount,
    }
}

/// What the shop's files tell orders apart by: what is the same for all of them is not.
pub(super) fn dimensions(facts: &Facts) -> Vec<Dimension> {
    ALL.into_iter().filter(|by| tells(facts, *by)).collect()
}

fn tells(facts: &Facts, by: Dimension) -> bool {
    let products = &facts.products;
    match by {
        Dimension::Source => differ(&facts.source),
        Dimension::Channel => differ(&facts.channel),
        Dimension::Device => differ(&facts.device),
        Dimension::Campaign => differ(&facts.campaign),
        Dimension::Country => differ(&facts.country),
        Dimension::Region => differ(&facts.region),
        Dimension::Payment => differ(&facts.payment_method),
        Dimension::Code => differ(&facts.codes),
        Dimension::Product => products.len() > 1,
        Dimension::Category => differ(&products.category),
        Dimension::Vendor => differ(&products.vendor),
        Dimension::Customer => !facts.customer_ids.is_empty(),
        Dimension::Weekday => !facts.is_empty(),
        // A file without times puts every order at midnight.
        Dimension::Hour => facts.hour.iter().any(|hour| *hour != 0),
        Dimension::Basket => facts.units.iter().any(|units| *units > 1),
        Dimension::Discount => facts.discounts.iter().any(|discount| *discount > 0),
    }
}

/// Whether there are two values, the one of what is not said among them.
fn differ(labels: &Labels) -> bool {
    labels.names.len() > 2 || (labels.names.len() == 2 && labels.of.contains(&0))
}

/// The filters with the names of their values.
pub(super) fn named(explorer: &Explorer, filters: &[OrderFilter]) -> Vec<NamedFilter> {
    filters
        .iter()
        .map(|filter| {
            let known = explorer.values(dimension_of(filter.by));
            let found = known.into_iter().find(|one| one.value == filter.value);
            NamedFilter {
                by: filter.by,
                value: filter.value.clone(),
                name: found.map_or_else(|| filter.value.clone(), |one| one.name),
            }
        })
        .collect()
}
