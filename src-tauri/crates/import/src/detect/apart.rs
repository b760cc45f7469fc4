//! Every profile that is read is told from every other.

use super::{ENOUGH, recognise, score};
use crate::{
    header::Header,
    profile::{Profile, profiles},
};

fn first(names: &str) -> &str {
    names
        .split('|')
        .next()
        .unwrap_or_default()
        .trim_start_matches('*')
}

fn header<'n>(names: impl Iterator<Item = &'n String>) -> Header {
    let mut list: Vec<&str> = Vec::new();
    for name in names.map(|names| first(names)) {
        if !list.contains(&name) {
            list.push(name);
        }
    }
    Header::new(list.into_iter())
}

fn found(header: &Header) -> Option<String> {
    recognise(header).map(|found| found.profile.what.clone())
}

/// What the others make of a header, for messages.
fn rivals(header: &Header) -> String {
    let mut rivals: Vec<(f64, &str)> = profiles()
        .iter()
        .map(|profile| (score(profile, header), profile.what.as_str()))
        .collect();
    rivals.sort_by(|a, b| b.0.total_cmp(&a.0));
    format!("{:?}\n{:?}", header.names, &rivals[..3])
}

fn read() -> impl Iterator<Item = &'static Profile> {
    let all = profiles().iter().map(std::convert::AsRef::as_ref);
    all.filter(|profile| profile.kind.is_some())
}

#[test]
fn a_file_with_all_columns_of_its_profile_is_known() {
    for profile in read() {
        let detect = &profile.detect;
        let names = detect.required.iter().chain(&detect.strong);
        let header = header(names.chain(profile.columns.values().flatten()));
        assert_eq!(
            found(&header),
            Some(profile.what.clone()),
            "{}",
            rivals(&header)
        );
    }
}

#[test]
fn a_file_with_few_columns_of_its_profile_is_known() {
    for profile in read() {
        let detect = &profile.detect;
        for skipped in 0..detect.strong.len().max(1) {
            let mut strong = detect.strong.clone();
            strong.rotate_left(skipped);
            let few = (0..=strong.len())
                .map(|count| header(detect.required.iter().chain(&strong[..count])));
            let Some(header) = few
                .into_iter()
                .find(|header| score(profile, header) >= ENOUGH)
            else {
                panic!("{} cannot be known", profile.what);
            };
            assert_eq!(
                found(&header),
                Some(profile.what.clone()),
                "{}",
                rivals(&header)
            );
        }
    }
}

/// Headers as platforms write them, and as merchants reduce them: the file’s `what` begins so.
const HEADERS: &[(&str, &str)] = &[
    // Etsy, older and newer, and cut down by someone.
    (
        "Sale Date,Order ID,Number of Items,Payment Method,Date Shipped,Ship City,Ship State,Ship Zipcode,Ship Country,Currency,Order Value,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Shipping,Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Adjusted Order Total,Adjusted Card Processing Fees,Adjusted Net Order Amount,Order Type,Payment Type",
        "This is Etsy’s list of sold orders",
    ),
    (
        "Sale Date,Order ID,Number of Items,Currency,Order Value,Discount Amount,Order Total",
        "This is Etsy’s list of sold orders",
    ),
    (
        "Sale Date,Item Name,Buyer,Quantity,Price,Discount Amount,Order Shipping,Item Total,Currency,Transaction ID,Listing ID,Order ID,SKU",
        "This is Etsy’s list of sold order items",
    ),
    (
        "Sale Date,Item Name,Quantity,Price,Currency,Transaction ID,Order ID",
        "This is Etsy’s list of sold order items",
    ),
    // Square, of 2024 and of 2026.
    (
        "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option",
        "This is Square’s list of items sold",
    ),
    (
        "Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,GTIN,Itemization Type,Commission,Employee,Fulfillment Note,Channel,Token,Card Brand,PAN Suffix",
        "This is Square’s list of items sold",
    ),
    (
        "Date,Item,Qty,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type",
        "This is Square’s list of items sold",
    ),
    // Amazon, with the columns of business orders, and the unshipped report.
    (
        "amazon-order-id,merchant-order-id,purchase-date,last-updated-date,order-status,fulfillment-channel,sales-channel,order-channel,url,ship-service-level,product-name,sku,asin,item-status,quantity,currency,item-price,item-tax,shipping-price,shipping-tax,gift-wrap-price,gift-wrap-tax,item-promotion-discount,ship-promotion-discount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,is-business-order,purchase-order-number,price-designation",
        "This is Amazon’s All Orders report",
    ),
    (
        "order-id,order-item-id,purchase-date,payments-date,reporting-date,promise-date,days-past-promise,buyer-email,buyer-name,buyer-phone-number,sku,product-name,quantity-purchased,quantity-shipped,quantity-to-ship,ship-service-level,recipient-name,ship-address-1,ship-city,ship-state,ship-postal-code,ship-country",
        "This is Amazon’s report of new or unshipped orders",
    ),
    (
        "index,Order ID,Date,Status,Fulfilment,Sales Channel ,ship-service-level,Style,SKU,Category,Size,ASIN,Courier Status,Qty,currency,Amount,ship-city,ship-state,ship-postal-code,ship-country,promotion-ids,B2B,fulfilled-by,Unnamed: 22",
        "This is Amazon’s All Orders report, saved again",
    ),
    // eBay, cut down.
    (
        "Sales Record Number,Order Number,Buyer Username,Item Title,Quantity,Sold For,Total Price,Sale Date",
        "This is eBay’s orders report",
    ),
    (
        "Verkaufsprotokollnummer,Bestellnummer,Gesamtbetrag,Verkauft am,Zahlungsdatum,Nutzername des Käufers,Name des Käufers",
        "This is eBay’s orders report",
    ),
    // Squarespace, of 2018 and cut down; newer ones with channels.
    (
        "Order ID,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Amount Refunded,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem variant,Channel Type,Channel Name,Channel Order Number",
        "This is a Squarespace orders export",
    ),
    (
        "Order ID,Financial Status,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price",
        "This is a Squarespace orders export",
    ),
    // WooCommerce, by its plugins and by itself.
    (
        "Order Number,Order Status,Order Date,Сustomer Note,First Name (Billing),Email (Billing),Payment Method Title,Order Total Amount,SKU,Item #,Item Name,Quantity (- Refund),Item Cost",
        "This is a WooCommerce orders export",
    ),
    (
        "Order Number,Order Date,Order Total Amount,Email (Billing),Item Name",
        "This is a WooCommerce orders export",
    ),
    (
        "order_id,order_number,order_date,status,shipping_total,tax_total,order_total,order_currency,billing_first_name,billing_email,line_item_1",
        "This is a WooCommerce orders export of an export plugin",
    ),
    (
        "order_number,order_date,paid_date,status,order_total,billing_email,product_name,sku,quantity,item_total",
        "This is a WooCommerce orders export of an export plugin",
    ),
    (
        "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,Coupon(s),Net Sales,Attribution",
        "This is WooCommerce’s Analytics list of orders",
    ),
    (
        "Name,Username,Last active,Date registered,Email,Orders,Total spend,AOV,Country / Region,City,Region,Postal code",
        "This is WooCommerce’s Analytics list of customers",
    ),
    // Wix, cut down.
    (
        "Order number,Date created,Time,Contact email,Item,Qty,Price,Total,Currency",
        "This is a Wix orders export",
    ),
    // Lists of people.
    (
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID,TAGS",
        "This is Mailchimp’s list of subscribed contacts",
    ),
    (
        "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,LEID,EUID",
        "This is Mailchimp’s list of unsubscribed contacts",
    ),
    (
        "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,LEID,EUID",
        "This is Mailchimp’s list of cleaned contacts",
    ),
    (
        "Email,First Name,Last Name,Email Marketing Consent,Email Marketing Consent Timestamp,Phone Number",
        "This is a Klaviyo list of profiles",
    ),
    ("Email,Status,Date", "This is a newsletter list"),
    ("E-Mail,Newsletter", "This is a newsletter list"),
    ("email,consent,consent_date", "This is a newsletter list"),
    (
        "E-Mail,Vorname,Nachname,Einwilligung",
        "This is a newsletter list",
    ),
    (
        "Vorname,Nachname,E-Mail,Telefon,Firma",
        "This is a list of contacts",
    ),
    (
        "First Name,Last Name,Email,Company,Phone",
        "This is a list of contacts",
    ),
];

#[test]
fn headers_of_many_years_and_reduced_ones_are_known() {
    for (names, what) in HEADERS {
        let header = Header::new(names.split(','));
        let found = found(&header).unwrap_or_default();
        assert!(
            found.starts_with(what),
            "{names}: {found:?}\n{}",
            rivals(&header)
        );
    }
}

#[test]
fn other_tables_are_taken_for_none_of_them() {
    for names in [
        "Date,Description,Amount,Balance",
        "Name,Age,City",
        "Invoice,Customer,Amount,Status",
        "id,title,status,created_at",
        "Email,Subject,Status,Sent at",
        "Employee,Email,Start date,Salary",
        "order_id,event,product_id,view,time",
    ] {
        let header = Header::new(names.split(','));
        let is_read = recognise(&header).is_some_and(|found| found.profile.kind.is_some());
        assert!(!is_read, "{names}: {}", rivals(&header));
    }
}
