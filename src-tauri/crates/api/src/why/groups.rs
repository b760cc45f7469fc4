//! Groups of orders: why two of them differ, and how far each moves the average between two periods.

use pannier_analytics::{
    self as analytics, Condition, Explorer, GroupMove, Question, SplitOrder, SplitSort,
};
use pannier_core::{Facts, Period};

use super::{PRODUCTS, told};
use crate::{
    ApiError, Result, Shop,
    explore::{Asked, dimension_of, filter_of, value_of},
    figures::change_of,
    views::{Amount, Dimension, OrderFilter, WhyByGroup, WhyGroupRow, WhyGroups, WhyGroupsInput},
};

/// Groups that are told apart at most; the others are one.
const MOST_GROUPS: usize = 24;

/// The parts of the difference between two groups of orders of one period. They add up to it, to
/// the cent.
///
/// # Errors
/// [`crate::Code::Validation`] for a day or currency that is none, a group that no order is in, or
/// a group that is compared with itself; or what the file says.
pub fn why_groups(shop: &Shop, input: &WhyGroupsInput) -> Result<WhyGroups> {
    let asked = Asked::of(shop, &input.orders)?;
    let (explorer, facts) = (&asked.explorer, asked.facts());
    if input.against.as_ref() == Some(&input.group) {
        let message = "Name two groups: one does not differ from itself";
        return Err(ApiError::invalid("against", message));
    }
    let group = name_of(shop, explorer, "group", input.by, &input.group)?;
    let against = match &input.against {
        Some(value) => Some(name_of(shop, explorer, "against", input.by, value)?),
        None => None,
    };
    let pick = |value: &str| -> Result<Vec<u32>> {
        let filter = OrderFilter {
            by: input.by,
            value: value.to_owned(),
        };
        let mut question = asked.question.clone();
        let of_group = filter_of(shop, facts, &[filter])?;
        question.filter.conditions.extend(of_group.conditions);
        Ok(explorer.pick(&question))
    };
    let after = pick(&input.group)?;
    let before = if let Some(value) = &input.against {
        pick(value)?
    } else {
        let mut others = explorer.pick(&asked.question);
        others.retain(|at| after.binary_search(at).is_err());
        others
    };
    let formula = asked.question.formula;
    let moved = analytics::decompose(facts, formula, &before, &after, PRODUCTS);
    let difference = analytics::difference(facts, formula, &before, &after);
    let both = after.iter().filter(|at| before.binary_search(at).is_ok());
    let periods = [asked.period; 2];
    Ok(WhyGroups {
        by: input.by,
        group,
        against,
        both: u32::try_from(both.count()).unwrap_or(u32::MAX),
        difference: change_of(&difference, asked.currency(), false),
        why: told(
            facts,
            input.orders.formula,
            asked.currency(),
            &moved,
            periods,
        ),
    })
}

/// What a group is called. Orders of which the files do not say it are a group too.
fn name_of(
    shop: &Shop,
    explorer: &Explorer,
    field: &str,
    by: Dimension,
    value: &str,
) -> Result<String> {
    let Some(dimension) = dimension_of(by) else {
        return crate::segments::name_of(shop, value);
    };
    let wanted = value_of(by, value).to_lowercase();
    let mut known = explorer.values(dimension).into_iter();
    let found = known.find(|one| {
        [&one.value, &one.name]
            .iter()
            .any(|text| text.to_lowercase() == wanted)
    });
    found.map(|one| one.name).ok_or_else(|| {
        let message =
            format!("No order is known by “{value}”. See how orders are split for what there is");
        ApiError::invalid(field, message)
    })
}

/// The change between two periods dealt out by groups; nothing where an order can be in several of
/// them, or where a side has no orders.
pub(super) fn by_group(
    explorer: &Explorer,
    by: Dimension,
    [before, after]: &[Question; 2],
    [then, now]: &[Vec<u32>; 2],
) -> Option<WhyByGroup> {
    let dimension = dimension_of(by).filter(|dimension| dimension.adds_up())?;
    let facts: &Facts = explorer.facts();
    let ends = before.from.zip(before.until);
    let order = SplitOrder {
        sort: SplitSort::Orders,
        limit: Some(MOST_GROUPS),
        compared: ends.map(|(from, until)| Period { from, until }),
        ..SplitOrder::by(dimension)
    };
    let named = explorer.split(after, &order).rows;
    // Past the last: all others.
    let others = u32::try_from(named.len()).unwrap_or(u32::MAX);
    let mut group_of = vec![others; facts.len()];
    for (group, row) in (0..).zip(&named) {
        let mut question = Question {
            from: before.from.min(after.from),
            until: before.until.max(after.until),
            ..after.clone()
        };
        let conditions = &mut question.filter.conditions;
        conditions.push(Condition::Value {
            dimension,
            values: vec![row.value.clone()],
            is_not: false,
        });
        for position in explorer.pick(&question) {
            group_of[position as usize] = group;
        }
    }
    let moved = analytics::decompose_by(facts, after.formula, then, now, &group_of, named.len())?;
    let amount = |minor| Amount::new(minor, after.currency);
    let row = |one: &GroupMove| {
        let known = named.get(one.group as usize);
        WhyGroupRow {
            value: known.map(|row| row.value.clone()).unwrap_or_default(),
            name: known.map(|row| row.name.clone()).unwrap_or_default(),
            orders_before: one.before.orders,
            orders_after: one.after.orders,
            aov_before: one.before.aov.map(amount),
            aov_after: one.after.aov.map(amount),
            within: amount(one.within),
            mix: amount(one.between),
        }
    };
    let told = moved.groups.iter().filter(|one| one.group != others);
    let rest = moved.groups.iter().find(|one| one.group == others);
    Some(WhyByGroup {
        by,
        within: amount(moved.within),
        mix: amount(moved.between),
        rows: told.map(row).collect(),
        other: rest.map(row),
    })
}
