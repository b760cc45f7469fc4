//! Writes exports as Shopify does: quirks and all, deterministic.

use std::fmt::Write;

/// The header of December 2025.
pub(crate) const HEADER: &str = "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References";

/// An order of an export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) id: u64,
    pub(crate) number: String,
    pub(crate) email: String,
    pub(crate) status: &'static str,
    pub(crate) created: String,
    pub(crate) cancelled: String,
    /// Name, SKU, pieces, cents.
    pub(crate) lines: Vec<(String, String, i64, i64)>,
    pub(crate) discount: i64,
    pub(crate) shipping: i64,
    pub(crate) refunded: i64,
    pub(crate) currency: &'static str,
}

pub(crate) fn money(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

impl Order {
    pub(crate) fn plain(index: u64) -> Self {
        Self {
            id: 5_000_000_000_000 + index,
            number: format!("#{}", 1000 + index),
            email: format!("person{}@example.com", index % 400),
            status: "paid",
            created: "2026-05-04 10:15:31 +0200".to_owned(),
            cancelled: String::new(),
            lines: vec![("Oak stool".to_owned(), "ST-1".to_owned(), 1, 3100)],
            discount: 0,
            shipping: 0,
            refunded: 0,
            currency: "EUR",
        }
    }

    /// Goods after discounts, in cents.
    pub(crate) fn goods(&self) -> i64 {
        self.lines
            .iter()
            .map(|(.., pieces, cents)| pieces * cents)
            .sum::<i64>()
            - self.discount
    }

    /// All that was charged, in cents.
    pub(crate) fn total(&self) -> i64 {
        self.goods() + self.shipping
    }

    pub(crate) fn write(&self, text: &mut String) {
        for (index, (name, sku, pieces, cents)) in self.lines.iter().enumerate() {
            let (number, email, created) = (&self.number, &self.email, &self.created);
            if index == 0 {
                write!(
                    text,
                    "{number},{email},{},{created},fulfilled,{created},no,{},{},{},0.00,{},\"\",{},Standard,{created},{pieces},{name},{},,{sku},true,true,fulfilled,\
                     Ada Moss,\"806 Oak Street\",806 Oak Street,,,Cedarville,'06304,,DE,'+49 30 901820,Ada Moss,806 Oak Street,806 Oak Street,,,Cedarville,'06304,,DE,,,\
                     \"lang: de\nInvoice Language: de\",{},manual,c1.1,{},Wren,,,,,{},,Low,web,0.00,,,,,,,,,,,,,,,,,,,",
                    self.status,
                    self.currency,
                    money(self.goods()),
                    money(self.shipping),
                    money(self.total()),
                    money(self.discount),
                    money(*cents),
                    self.cancelled,
                    money(self.refunded),
                    self.id,
                )
            } else {
                write!(
                    text,
                    "{number},{email},,,,,,,,,,,,,,{created},{pieces},{name},{},,{sku},true,true,fulfilled,{}Wren{}0.00{}",
                    money(*cents),
                    ",".repeat(26),
                    ",".repeat(9),
                    ",".repeat(19),
                )
            }
            .unwrap();
            text.push('\n');
        }
    }
}

/// An export of these orders.
pub(crate) fn export(orders: &[Order]) -> String {
    let mut text = format!("{HEADER}\n");
    for order in orders {
        order.write(&mut text);
    }
    text
}

/// An order that depends on its index alone, different from its neighbours.
pub(crate) fn varied(index: u64) -> Order {
    let mut order = Order::plain(index);
    let spread = |salt: u64| {
        (index
            .wrapping_mul(2_654_435_761)
            .wrapping_add(salt * 40_503)
            >> 7)
            % 97
    };
    order.email = format!("person{}@example.com", index * 7 % 300_007 / 2);
    // One every 97 seconds, as numbers rise with time in a real shop.
    let placed =
        chrono::DateTime::from_timestamp(1_672_531_200 + i64::try_from(index).unwrap() * 97, 0);
    order.created = placed
        .unwrap()
        .format("%Y-%m-%d %H:%M:%S +0000")
        .to_string();
    order.lines = (0..=spread(6) % 3)
        .map(|line| {
            let product = spread(7 + line);
            (
                format!("Lamp {product} - Linen"),
                format!("LA-{product}"),
                1,
                1000 + i64::try_from(product).unwrap() * 50,
            )
        })
        .collect();
    order
}
