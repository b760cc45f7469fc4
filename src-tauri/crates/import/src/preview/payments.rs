//! Whether the payments of a service are the shop's only record of its sales, or pay for orders that
//! another file says. Money is never counted twice: where nobody knows, it is asked.

use std::{collections::BTreeMap, sync::Arc};

use pannier_store::ReadTx;

use super::open::{Looking, Opened, open_rows_of_orders};
use crate::{
    Kind, PaymentsAre, Plan, Question, Result, SalesAre,
    orders::survey::Survey,
    plan::Staged,
    profile::{Field, IgnoreRule, Meaning, Profile, services},
};

/// What to say where payments are taken for orders.
const AS_ORDERS: &str = "Each payment counts as an order of its own, without products";

/// What to say where payments were set aside, and a file of them is to be read as orders.
const SET_ASIDE: &str = "You said that these payments and the orders of the shop are the same sales: they are payments. Undo the import that you said it with to count them as orders";

/// Decides for each file of payments that could be orders, and reads it anew as orders where it is.
pub(super) fn settle(
    plan: &mut Plan,
    surveys: &mut [Option<Survey>],
    looking: &Looking,
    tx: &ReadTx,
) -> Result<()> {
    let has_orders = plan
        .staged
        .iter()
        .any(|staged| matches!(staged, Staged::Orders(_)));
    let said = tx.said_of_payments()?.or(looking.options.sales);
    for (index, of_file) in surveys.iter_mut().enumerate() {
        let Staged::Kept(kept) = &plan.staged[index] else {
            continue;
        };
        let profile = &kept.reading.profile;
        if kept.reading.kind != Kind::Payments || !profile.layout.may_be_orders {
            continue;
        }
        let beside = tx.orders_beside(&profile.platform, &services())?;
        let others = beside.others || has_orders;
        let mut are = looking.options.payments;
        if beside.set_aside {
            if are == Some(PaymentsAre::Orders) {
                plan.files[index].notes.push(SET_ASIDE.to_owned());
            }
            are = Some(PaymentsAre::Payments);
        }
        // Who says what they are knows; else what was said of them before goes on.
        let are = are.or(match (beside.own, others, said) {
            (true, false, _) | (true, true, Some(SalesAre::Different)) => Some(PaymentsAre::Orders),
            (false, true, _) | (true, true, Some(SalesAre::Same)) => Some(PaymentsAre::Payments),
            (true, true, None) | (false, false, _) => None,
        });
        match are {
            Some(PaymentsAre::Payments) => {}
            None if plan.questions.contains(&Question::PaymentsOrOrders) => {}
            None => plan.questions.push(Question::PaymentsOrOrders),
            Some(PaymentsAre::Orders) => {
                let opened = as_orders(plan, index, looking)?;
                let (staged, survey) = opened.unwrap_or((Staged::Nothing, None));
                plan.staged[index] = staged;
                *of_file = survey;
            }
        }
    }
    Ok(())
}

/// Reads a file of payments as orders.
fn as_orders(plan: &mut Plan, index: usize, looking: &Looking) -> Result<Opened> {
    let Staged::Kept(kept) = &plan.staged[index] else {
        return Ok(None);
    };
    let mut file = kept.file.clone();
    file.table.found.profile = Arc::new(profile_of_orders(&kept.reading.profile));
    let report = &mut plan.files[index];
    report.kind = Some(Kind::Orders);
    report.notes.push(AS_ORDERS.to_owned());
    let mut questions = Vec::new();
    let opened = open_rows_of_orders(looking, file, Kind::Orders, report, &mut questions)?;
    for question in questions {
        if !plan.questions.contains(&question) {
            plan.questions.push(question);
        }
    }
    Ok(opened)
}

/// The columns of payments as those of orders: each payment that was made is one.
fn profile_of_orders(payments: &Profile) -> Profile {
    let mut columns = BTreeMap::new();
    for (from, to) in [
        (Field::PaymentId, Field::OrderId),
        (Field::PlacedAt, Field::PlacedAt),
        (Field::PlacedTime, Field::PlacedTime),
        (Field::TimeZone, Field::TimeZone),
        (Field::Amount, Field::Total),
        (Field::Currency, Field::Currency),
        (Field::Refunded, Field::Refunded),
        (Field::Payment, Field::Payment),
        (Field::PaymentKind, Field::Status),
        (Field::Mode, Field::Mode),
        (Field::Email, Field::Email),
        (Field::CustomerName, Field::CustomerName),
        (Field::PaymentMethod, Field::PaymentMethod),
        (Field::PaymentOf, Field::PaymentOf),
    ] {
        if let Some(names) = payments.columns.get(&from) {
            columns.insert(to, names.clone());
        }
    }
    let mut ignore = payments.ignore.clone();
    let empty = |field: Field, reason: &str| {
        let column = payments.columns.get(&field)?.first()?.clone();
        let (is, reason) = (vec![String::new()], reason.to_owned());
        Some(IgnoreRule { column, is, reason })
    };
    ignore.extend(empty(
        Field::PaymentId,
        "Payments that were never finished: they have no number",
    ));
    if let Some(column) = payments
        .columns
        .get(&Field::Payment)
        .and_then(|names| names.first())
    {
        let unpaid = [Meaning::Voided, Meaning::Pending];
        let own = unpaid
            .iter()
            .filter_map(|meaning| payments.words.get(meaning));
        let mut is: Vec<String> = own.flatten().cloned().collect();
        is.extend(["failed", "failure", "denied", "canceled", "pending"].map(str::to_owned));
        ignore.push(IgnoreRule {
            column: column.clone(),
            is,
            reason: "Payments that were not made".to_owned(),
        });
    }
    if let Some(column) = payments
        .columns
        .get(&Field::Mode)
        .and_then(|names| names.first())
    {
        ignore.push(IgnoreRule {
            column: column.clone(),
            is: vec!["test".to_owned()],
            reason: "Payments made in test mode".to_owned(),
        });
    }
    if let (Some(kind), Some(words)) = (
        payments
            .columns
            .get(&Field::PaymentKind)
            .and_then(|names| names.first()),
        payments.words.get(&Meaning::Authorized),
    ) {
        ignore.push(IgnoreRule {
            column: kind.clone(),
            is: words.clone(),
            reason: "Money that was reserved and not taken".to_owned(),
        });
    }
    Profile {
        kind: Some(Kind::Orders),
        layout: payments.layout.clone(),
        columns,
        ignore,
        ..payments.clone()
    }
}
