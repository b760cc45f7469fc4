//! What orders can be told apart by, over the boundary and in this shop.

use pannier_analytics::{self as analytics, Explorer};
use pannier_core::{Countries, Facts, Labels};

use crate::{
    Result, Shop,
    views::{Dimension, NamedFilter, OrderFilter},
};

const ALL: [Dimension; 17] = [
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
    Dimension::Segment,
];

/// What the columns tell orders apart by; segments are none of that.
pub(crate) fn dimension_of(dimension: Dimension) -> Option<analytics::Dimension> {
    use analytics::Dimension as Known;
    let known = match dimension {
        Dimension::Segment => return None,
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
    };
    Some(known)
}

/// What the columns know a value by: a country has names in many languages.
pub(crate) fn value_of(by: Dimension, value: &str) -> String {
    let is_name = by == Dimension::Country && value.len() > 2;
    let code = is_name.then(|| Countries::default().code(value)).flatten();
    code.unwrap_or(value).to_owned()
}

/// What the shop's files tell orders apart by: what is the same for all of them is not.
///
/// # Errors
/// What the file says.
pub(super) fn dimensions(shop: &Shop, facts: &Facts) -> Result<Vec<Dimension>> {
    let segments = crate::segments::any(shop)?;
    let tells = |by: &Dimension| tells(facts, *by) && (*by != Dimension::Segment || segments);
    Ok(ALL.into_iter().filter(tells).collect())
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
        Dimension::Customer | Dimension::Segment => !facts.customer_ids.is_empty(),
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
///
/// # Errors
/// [`crate::Code::Validation`] for a segment that is not there, or what the file says.
pub(super) fn named(
    shop: &Shop,
    explorer: &Explorer,
    filters: &[OrderFilter],
) -> Result<Vec<NamedFilter>> {
    let name = |filter: &OrderFilter| -> Result<String> {
        let Some(dimension) = dimension_of(filter.by) else {
            return crate::segments::name_of(shop, &filter.value);
        };
        let value = value_of(filter.by, &filter.value);
        let known = explorer.values(dimension);
        let found = known.into_iter().find(|one| one.value == value);
        Ok(found.map_or_else(|| filter.value.clone(), |one| one.name))
    };
    filters
        .iter()
        .map(|filter| {
            Ok(NamedFilter {
                by: filter.by,
                value: filter.value.clone(),
                name: name(filter)?,
            })
        })
        .collect()
}
