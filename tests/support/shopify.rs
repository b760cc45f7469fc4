//! Shopify's orders export, written by hand-made orders: one row a line, the head row first.

/// An order of a test. Amounts are texts, as a file has them.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) name: String,
    pub(crate) id: String,
    pub(crate) created: String,
    pub(crate) email: String,
    pub(crate) status: String,
    pub(crate) currency: String,
    pub(crate) lines: Vec<(String, u32, String)>,
    pub(crate) code: String,
    pub(crate) discount: String,
    pub(crate) shipping: String,
    pub(crate) tax: String,
    pub(crate) total: String,
    pub(crate) refunded: String,
    pub(crate) cancelled: String,
}

const HEADER: &str = "Name,Email,Financial Status,Paid at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,\
Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,\
Lineitem requires shipping,Lineitem taxable,Billing Name,Shipping City,Shipping Country,Cancelled at,\
Payment Method,Refunded Amount,Vendor,Id,Tags,Source,Lineitem discount,Phone,Duties";

/// An order of one line that was paid; the total is the line's price.
pub(crate) fn order(number: u32, created: &str, email: &str, price: &str) -> Order {
    Order {
        name: format!("#{number}"),
        id: format!("{}", 5_000_000_000_000_u64 + u64::from(number)),
        created: created.to_owned(),
        email: email.to_owned(),
        status: "paid".to_owned(),
        currency: "EUR".to_owned(),
        lines: vec![("Linen throw".to_owned(), 1, price.to_owned())],
        code: String::new(),
        discount: "0.00".to_owned(),
        shipping: "0.00".to_owned(),
        tax: "0.00".to_owned(),
        total: price.to_owned(),
        refunded: "0.00".to_owned(),
        cancelled: String::new(),
    }
}

/// The file.
pub(crate) fn export(orders: &[Order]) -> String {
    let mut text = format!("{HEADER}\n");
    for order in orders {
        for (index, (name, quantity, price)) in order.lines.iter().enumerate() {
            let head = index == 0;
            let on_head = |cell: &str| if head { cell.to_owned() } else { String::new() };
            let cells = [
                order.name.clone(),
                order.email.clone(),
                on_head(&order.status),
                String::new(),
                on_head("no"),
                on_head(&order.currency),
                String::new(),
                on_head(&order.shipping),
                on_head(&order.tax),
                on_head(&order.total),
                on_head(&order.code),
                on_head(&order.discount),
                order.created.clone(),
                quantity.to_string(),
                name.clone(),
                price.clone(),
                format!("SKU-{}", name.replace(' ', "-")),
                "true".to_owned(),
                "true".to_owned(),
                on_head("Anna Berg"),
                on_head("Hamburg"),
                on_head("DE"),
                on_head(&order.cancelled),
                on_head("Stripe"),
                on_head(&order.refunded),
                "Wren".to_owned(),
                on_head(&order.id),
                String::new(),
                on_head("web"),
                "0.00".to_owned(),
                String::new(),
                String::new(),
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
    }
    text
}

/// The field's example: 1,000 orders of May 2022 worth 31,000.00 in all, by 400 customers.
pub(crate) fn thousand_orders_of_may() -> String {
    let orders: Vec<Order> = (0..1_000_u32)
        .map(|i| {
            // Pairs that add up to 62: the average is 31 and the orders are not all alike.
            let price = if i % 2 == 0 {
                21 + i % 17
            } else {
                41 - (i - 1) % 17
            };
            let created = format!("2022-05-{:02} {:02}:15:00 +0200", 1 + i % 31, 8 + i % 12);
            Order {
                currency: "USD".to_owned(),
                ..order(
                    10_000 + i,
                    &created,
                    &format!("buyer{}@example.com", i % 400),
                    &format!("{price}.00"),
                )
            }
        })
        .collect();
    export(&orders)
}
