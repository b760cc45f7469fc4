//! The orders export and the abandoned checkouts export, as Shopify writes them.

use super::baskets::Line;
use super::calendar::Moment;
use super::checkouts::Checkout;
use super::csv::{Table, money};
use super::orders::Order;
use super::people::Person;
use super::random::Random;

const ORDERS: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References";

const CHECKOUTS: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Billing Province Name,Shipping Province Name";

/// The name of the tax, as Shopify puts it.
const TAX_NAME: &str = "DE MwSt. 19%";

/// `orders_export.csv`: newest first, a row a line, the order's own cells on its first row alone.
pub(super) fn orders(orders: &[Order<'_>]) -> String {
    repeated(orders, 1)
}

/// The same orders several times over, each copy with numbers and ids of its own.
pub(super) fn repeated(orders: &[Order<'_>], copies: i64) -> String {
    let mut table = Table::new(ORDERS);
    for copy in 0..copies {
        copy_of(orders, copy, &mut table);
    }
    table.finish()
}

fn copy_of(orders: &[Order<'_>], copy: i64, table: &mut Table) {
    let mut random = Random::named("references");
    let mut id = 6_118_430_212_000 + copy * 100_000_000_000;
    let numbered: Vec<_> = (1001 + copy * 100_000..)
        .zip(orders)
        .map(|(number, order)| {
            id += 31 + random.below(5_000_000);
            let checkout = 31_040_220_118_000 + id % 9_000_000_000 * 7;
            (
                format!("#{number}"),
                id.to_string(),
                format!("c{checkout}.1"),
                order,
            )
        })
        .collect();
    for (name, id, reference, order) in numbered.iter().rev() {
        order_rows(table, name, id, reference, order);
    }
}

fn order_rows(table: &mut Table, name: &str, id: &str, reference: &str, order: &Order<'_>) {
    let text = |moment: Option<Moment>| moment.map(Moment::text).unwrap_or_default();
    let yes_no = if order.who.consent.at(order.placed) {
        "yes"
    } else {
        "no"
    };
    let shipping_method = match order.shipping {
        _ if order.gift_cards_only() => "",
        0 => "DHL Paket, free from 65 euros",
        _ => "DHL Paket",
    };
    let address = Address::of(order.who);
    let sent = order.sent_at.is_some();
    let by_hand = if order.by_hand {
        "shopify_draft_order"
    } else {
        "web"
    };
    let reference = if order.paid_at.is_none() && order.refunded == 0 {
        ""
    } else {
        reference
    };
    let mut head = vec![
        ("Financial Status", order.status.to_owned()),
        ("Paid at", text(order.paid_at)),
        (
            "Fulfillment Status",
            if sent { "fulfilled" } else { "unfulfilled" }.to_owned(),
        ),
        ("Fulfilled at", text(order.sent_at)),
        ("Accepts Marketing", yes_no.to_owned()),
        ("Currency", "EUR".to_owned()),
        ("Subtotal", money(order.subtotal())),
        ("Shipping", money(order.shipping)),
        ("Taxes", money(order.tax)),
        ("Total", money(order.total())),
        ("Discount Code", order.codes.join(" + ")),
        ("Discount Amount", money(order.discount)),
        ("Shipping Method", shipping_method.to_owned()),
        ("Notes", order.note.to_owned()),
        ("Note Attributes", order.note_attributes.to_owned()),
        ("Cancelled at", text(order.cancelled_at)),
        ("Payment Method", order.payment.to_owned()),
        ("Payment Reference", reference.to_owned()),
        ("Refunded Amount", money(order.refunded)),
        ("Outstanding Balance", money(order.outstanding())),
        ("Id", id.to_owned()),
        ("Risk Level", "Low".to_owned()),
        ("Source", by_hand.to_owned()),
        (
            "Tax 1 Name",
            if order.tax == 0 { "" } else { TAX_NAME }.to_owned(),
        ),
        (
            "Tax 1 Value",
            if order.tax == 0 {
                String::new()
            } else {
                money(order.tax)
            },
        ),
        ("Payment ID", reference.to_owned()),
        ("Payment References", reference.to_owned()),
    ];
    head.extend(address.billing());
    if !order.gift_cards_only() {
        head.extend(address.shipping());
    }
    for (position, line) in order.lines.iter().enumerate() {
        let mut cells = vec![
            ("Name", name.to_owned()),
            ("Email", order.who.email.clone()),
            ("Created at", order.placed.text()),
            (
                "Lineitem fulfillment status",
                if sent { "fulfilled" } else { "pending" }.to_owned(),
            ),
            ("Phone", order.who.phone.clone()),
        ];
        cells.extend(line_cells(line));
        if position == 0 {
            cells.append(&mut head);
        }
        put(table, &cells);
    }
}

/// `checkouts_export.csv`: the same columns without the paid ones; no status anywhere.
pub(super) fn checkouts(checkouts: &[Checkout<'_>]) -> String {
    let mut table = Table::new(CHECKOUTS);
    for checkout in checkouts.iter().rev() {
        let address = Address::of(checkout.who);
        let yes_no = if checkout.who.consent.at(checkout.left) {
            "yes"
        } else {
            "no"
        };
        let mut head = vec![
            ("Fulfillment Status", "unfulfilled".to_owned()),
            ("Accepts Marketing", yes_no.to_owned()),
            ("Currency", "EUR".to_owned()),
            ("Subtotal", money(checkout.goods())),
            ("Shipping", money(checkout.shipping())),
            ("Taxes", money(checkout.tax())),
            ("Total", money(checkout.goods() + checkout.shipping())),
            ("Discount Amount", money(0)),
            ("Refunded Amount", money(0)),
            ("Id", checkout.id.to_string()),
            ("Risk Level", "Low".to_owned()),
            ("Source", "web".to_owned()),
            ("Tax 1 Name", TAX_NAME.to_owned()),
            ("Tax 1 Value", money(checkout.tax())),
        ];
        if checkout.address_given {
            head.extend(address.billing());
            head.extend(address.shipping());
        }
        for (position, line) in checkout.lines.iter().enumerate() {
            let mut cells = vec![
                ("Name", format!("#{}", checkout.id)),
                ("Email", checkout.who.email.clone()),
                ("Created at", checkout.left.text()),
                ("Lineitem fulfillment status", "pending".to_owned()),
                (
                    "Phone",
                    if checkout.address_given {
                        checkout.who.phone.clone()
                    } else {
                        String::new()
                    },
                ),
            ];
            cells.extend(line_cells(line));
            if position == 0 {
                cells.append(&mut head);
            }
            put(&mut table, &cells);
        }
    }
    table.finish()
}

fn line_cells(line: &Line) -> [(&'static str, String); 8] {
    let real = (!line.is_gift_card()).to_string();
    [
        ("Lineitem quantity", line.quantity.to_string()),
        (
            "Lineitem name",
            line.place.product().line_name(line.variant),
        ),
        ("Lineitem price", money(line.price)),
        ("Lineitem sku", line.place.sku(line.variant)),
        ("Lineitem requires shipping", real.clone()),
        ("Lineitem taxable", real),
        ("Vendor", line.place.category().vendor.to_owned()),
        ("Lineitem discount", money(0)),
    ]
}

fn put(table: &mut Table, cells: &[(&str, String)]) {
    let cells: Vec<(&str, &str)> = cells
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    table.row(&cells);
}

/// A postcode or number as Shopify guards it against spreadsheets: with an apostrophe.
pub(super) fn guarded(zip: &str) -> String {
    if zip.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("'{zip}")
    } else {
        zip.to_owned()
    }
}

struct Address<'a> {
    who: &'a Person,
    name: String,
}

impl<'a> Address<'a> {
    fn of(who: &'a Person) -> Self {
        Self {
            who,
            name: format!("{} {}", who.first_name, who.last_name),
        }
    }

    fn billing(&self) -> [(&'static str, String); 7] {
        let home = &self.who.home;
        [
            ("Billing Name", self.name.clone()),
            ("Billing Street", home.street.clone()),
            ("Billing Address1", home.street.clone()),
            ("Billing City", home.town.to_owned()),
            ("Billing Zip", guarded(&home.zip)),
            ("Billing Country", home.country.to_owned()),
            ("Billing Phone", self.who.phone.clone()),
        ]
    }

    fn shipping(&self) -> [(&'static str, String); 7] {
        let home = &self.who.home;
        [
            ("Shipping Name", self.name.clone()),
            ("Shipping Street", home.street.clone()),
            ("Shipping Address1", home.street.clone()),
            ("Shipping City", home.town.to_owned()),
            ("Shipping Zip", guarded(&home.zip)),
            ("Shipping Country", home.country.to_owned()),
            ("Shipping Phone", self.who.phone.clone()),
        ]
    }
}
