//! All that is held of one person: gathered, and as JSON for other programs. Amounts are plain
//! decimals with their currency; moments are UTC.

use std::collections::BTreeSet;

use pannier_core::{Currency, CustomerId, Money, ShopZone, Timestamp};
use pannier_store::{
    BehaviourRecord, CheckoutRecord, ConsentEntry, CustomerContent, ListedRecord, NoteRecord,
    OrderContent, OrderRecord, PaymentRecord, RewardRecord, SaidRecord,
};
use serde_json::{Value, json};

use super::proof::{channel_word, source_word, state_word};
use crate::{
    ApiError, Result, Shop,
    customers::customer_detail,
    loyalty::all_points,
    segments::segments_of,
    sending::customer_mail,
    views::{CustomerDetail, CustomerMail, CustomerMessage, CustomerPoints, InboxEvent},
};

/// All that is held of one person.
pub(super) struct Held {
    pub(super) called: String,
    pub(super) zone: ShopZone,
    /// Of each entry of the files that is them.
    pub(super) contacts: Vec<CustomerContent>,
    pub(super) detail: CustomerDetail,
    pub(super) consents: Vec<ConsentEntry>,
    pub(super) said: Vec<SaidRecord>,
    pub(super) orders: Vec<(OrderRecord, OrderContent)>,
    pub(super) carts: Vec<CheckoutRecord>,
    pub(super) payments: Vec<PaymentRecord>,
    pub(super) looks: Vec<BehaviourRecord>,
    pub(super) notes: Vec<NoteRecord>,
    pub(super) own_tags: Vec<String>,
    /// With every line of theirs.
    pub(super) points: Option<CustomerPoints>,
    /// All that were given out to them.
    pub(super) rewards: Vec<RewardRecord>,
    /// The code by which they bring friends.
    pub(super) friend_code: Option<String>,
    /// Saved segments that they are in now, and frozen lists on which they stand.
    pub(super) segments: Vec<String>,
    pub(super) lists: Vec<ListedRecord>,
    /// Messages that were sent to them or held back, and what came back.
    pub(super) mail: CustomerMail,
}

pub(super) fn held(shop: &Shop, customer: i64) -> Result<Held> {
    let detail = customer_detail(shop, customer)?;
    let segments = segments_of(shop, detail.row.id)?;
    let mail = customer_mail(shop, detail.row.id)?;
    let zone = shop.record()?.zone;
    shop.read(|tx| {
        let holder = pannier_loyalty::holder_of(tx, CustomerId(detail.row.id))?;
        let (rewards, friend_code) = match holder {
            Some(holder) => (tx.rewards_of_holder(holder)?, tx.referral_code_of(holder)?),
            None => (Vec::new(), None),
        };
        let ids: BTreeSet<CustomerId> = tx.people()?.same(CustomerId(detail.row.id));
        let contacts = ids.iter().map(|id| Ok(tx.stored_customer(*id)?));
        let order_ids = tx.person_orders(&ids)?;
        let records = tx.orders_by_id(&order_ids)?;
        let mut orders = Vec::with_capacity(records.len());
        for record in records {
            let content = tx.stored_order(record.id)?.content;
            orders.push((record, content));
        }
        orders.sort_by_key(|(record, _)| (record.placed_at, record.id.0));
        Ok(Held {
            called: if detail.row.name.is_empty() {
                "a customer".to_owned()
            } else {
                detail.row.name.clone()
            },
            zone,
            contacts: contacts.collect::<Result<_, ApiError>>()?,
            consents: tx.consent_history(&ids)?,
            said: tx.said_of(&ids)?,
            orders,
            carts: tx.checkouts_of(&ids)?,
            payments: tx.payments_of(&ids)?,
            looks: tx.behaviour_of(&ids)?,
            notes: tx.customer_notes(&ids)?,
            own_tags: tx.own_tags(&ids)?,
            points: all_points(tx, CustomerId(detail.row.id), shop.clock().now())?,
            rewards,
            friend_code,
            segments,
            lists: tx.lists_of(&ids)?,
            mail,
            detail,
        })
    })
}

fn moment(at: Timestamp) -> Value {
    json!(
        at.to_utc()
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    )
}

fn amount(minor: i64, currency: Currency) -> Value {
    json!(Money::new(minor, currency).text())
}

fn contact(content: &CustomerContent) -> Value {
    let CustomerContent {
        email,
        phone,
        first_name,
        last_name,
        company,
        address,
        city,
        zip,
        region,
        country,
        tags,
        note,
        birthday,
    } = content;
    json!({
        "email": email, "phone": phone, "first_name": first_name, "last_name": last_name,
        "company": company, "street": address, "city": city, "postcode": zip, "region": region,
        "country": country, "tags": tags, "note": note, "birthday": birthday,
    })
}

/// For other programs.
pub(super) fn json(held: &Held) -> Value {
    let detail = &held.detail;
    json!({
        "name": held.called,
        "contacts": held.contacts.iter().map(contact).collect::<Vec<_>>(),
        "ids": detail.ids.iter().map(|(platform, id)| json!({ "platform": platform, "id": id })).collect::<Vec<_>>(),
        "consents": held.consents.iter().map(consent).collect::<Vec<_>>(),
        "orders": held.orders.iter().map(|(record, content)| order(record, content)).collect::<Vec<_>>(),
        "payments": held.payments.iter().map(payment).collect::<Vec<_>>(),
        "carts": held.carts.iter().map(cart).collect::<Vec<_>>(),
        "looked_at": held.looks.iter().map(look).collect::<Vec<_>>(),
        "notes": held.notes.iter().map(note).collect::<Vec<_>>(),
        "tags": held.own_tags,
        "points": held.points.as_ref().map(points),
        "rewards": held.rewards.iter().map(reward).collect::<Vec<_>>(),
        "friend_code": held.friend_code,
        "worked_out": {
            "orders": detail.row.orders, "spent": detail.row.spent, "average": detail.row.average,
            "high_value": detail.row.high_value, "group": detail.row.group, "map": detail.part,
            "scores": detail.scores, "forecast": detail.forecast, "buys_again": detail.again,
        },
        "segments": held.segments,
        "frozen_lists": held.lists.iter().map(|list| json!({ "name": list.name, "at": moment(list.taken_at) })).collect::<Vec<_>>(),
        "messages": held.mail.messages.iter().map(message).collect::<Vec<_>>(),
        "came_back": held.mail.events.iter().map(came_back).collect::<Vec<_>>(),
        "no_mail_because": held.mail.suppressed_why,
        "files": held.said.iter().map(said).collect::<Vec<_>>(),
    })
}

fn consent(entry: &ConsentEntry) -> Value {
    json!({
        "channel": channel_word(entry.channel), "said": state_word(entry.event.state),
        "source": source_word(entry.event.source),
        "said_at": entry.event.dated_at.map(moment), "learnt_at": moment(entry.event.recorded_at),
        "stands_in": entry.proof, "order": entry.order,
    })
}

fn order(record: &OrderRecord, content: &OrderContent) -> Value {
    let of = |minor| amount(minor, record.currency);
    let lines: Vec<Value> = content
        .lines
        .iter()
        .map(|line| {
            json!({
                "name": line.name, "sku": line.sku, "quantity": line.quantity,
                "amount": of(line.amount), "discount": of(line.discount),
            })
        })
        .collect();
    json!({
        "number": record.number, "platform": record.platform, "placed_at": moment(record.placed_at),
        "currency": record.currency.code(), "goods": of(record.goods), "shipping": of(record.shipping),
        "tax": of(record.tax), "total": of(record.total), "refunded": of(record.refunded),
        "refunded_at": record.refunded_at.map(moment), "payment": record.payment.word(),
        "payment_method": content.payment_method, "cancelled_at": content.cancelled_at.map(moment),
        "name": content.customer_name, "email": content.email, "phone": content.phone,
        "city": content.city, "postcode": content.zip, "region": content.region,
        "country": content.country, "discount_codes": content.discount_codes, "tags": content.tags,
        "channel": content.channel, "device": content.device, "campaign": content.campaign,
        "accepts_marketing": content.accepts_marketing, "file": record.file, "lines": lines,
    })
}

fn payment(record: &PaymentRecord) -> Value {
    let content = &record.content;
    json!({
        "at": moment(content.occurred_at), "kind": content.kind.word(),
        "status": content.status.word(), "currency": content.currency.code(),
        "amount": amount(content.amount, content.currency), "method": content.method,
        "name": content.name, "email": content.email, "order": record.order_number,
    })
}

fn cart(record: &CheckoutRecord) -> Value {
    let content = &record.content;
    let lines: Vec<Value> = content
        .lines
        .iter()
        .map(|line| {
            json!({
                "name": line.name, "sku": line.sku, "quantity": line.quantity,
                "amount": amount(line.amount, content.currency),
            })
        })
        .collect();
    json!({
        "number": content.number, "left_at": moment(content.left_at),
        "currency": content.currency.code(), "total": amount(content.total, content.currency),
        "name": content.name, "email": content.email, "phone": content.phone,
        "discount_codes": content.discount_codes, "lines": lines,
    })
}

fn look(record: &BehaviourRecord) -> Value {
    let content = &record.content;
    json!({
        "at": moment(content.at), "what": content.kind.word(), "product": content.product,
    })
}

fn message(message: &CustomerMessage) -> Value {
    json!({
        "message": message.name, "address": message.row.address, "state": message.row.state,
        "why": message.row.why, "sent_at": message.row.left_at.map(|at| moment(Timestamp(at))),
        "server_said": message.row.said,
    })
}

fn came_back(event: &InboxEvent) -> Value {
    json!({
        "at": moment(Timestamp(event.arrived_at)), "what": event.kind, "what_followed": event.sentence,
        "said": event.said,
    })
}

fn note(note: &NoteRecord) -> Value {
    json!({
        "text": note.text, "written_at": moment(note.written_at),
        "changed_at": note.changed_at.map(moment),
    })
}

fn points(points: &CustomerPoints) -> Value {
    let lines: Vec<Value> = points
        .lines
        .iter()
        .map(|line| {
            json!({
                "line": line.number, "day": line.day, "what_for": line.text, "points": line.points,
                "balance": line.balance,
            })
        })
        .collect();
    json!({
        "to_spend": points.points, "later": points.pending, "expire_next": points.next_expiry,
        "last_day_of_those": points.next_expiry_on, "tier": points.tier,
        "lines": lines,
    })
}

fn reward(record: &RewardRecord) -> Value {
    json!({
        "code": record.code, "given_at": moment(record.issued_at),
        "valid_until": record.valid_until.map(|day| day.to_string()),
        "used": record.uses > 0, "taken_back_at": record.taken_back_at.map(moment),
        "terms": serde_json::from_str::<Value>(&record.terms).unwrap_or_default(),
    })
}

fn said(record: &SaidRecord) -> Value {
    json!({
        "file": record.file, "line": record.line, "imported_at": moment(record.imported_at),
        "said": contact(&record.content),
    })
}
