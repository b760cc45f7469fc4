//! What files are known by: the columns that each export has. Names are folded ([`crate::header`]);
//! `a|b` means either.

use crate::Kind;

/// One kind of file.
#[derive(Debug)]
pub(crate) struct Signature {
    /// The platform, in lower case.
    pub(crate) platform: &'static str,
    /// What can be done with it; nothing where it is refused.
    pub(crate) kind: Option<Kind>,
    /// What it is, as a sentence.
    pub(crate) what: &'static str,
    /// What to make instead.
    pub(crate) need: &'static str,
    /// Must be there.
    pub(crate) required: &'static [&'static str],
    /// Make it more certain.
    pub(crate) strong: &'static [&'static str],
    /// Speak against it.
    pub(crate) negative: &'static [&'static str],
}

const ORDERS: &str =
    "In Shopify, open Orders, choose Export, then “All orders” and CSV, and drop that file here";
const CUSTOMERS: &str = "In Shopify, open Customers, choose Export, then “All customers” and CSV, and drop that file here";
const OTHER: &str = "Pannier reads the orders and customers exports of Shopify. In Shopify, open Orders, choose Export, then “All orders” and CSV";

const fn refused(
    platform: &'static str,
    what: &'static str,
    need: &'static str,
    required: &'static [&'static str],
    strong: &'static [&'static str],
) -> Signature {
    Signature {
        platform,
        kind: None,
        what,
        need,
        required,
        strong,
        negative: &[],
    }
}

/// All kinds of files that are known.
pub(crate) const SIGNATURES: &[Signature] = &[
    Signature {
        platform: "shopify",
        kind: Some(Kind::Orders),
        what: "",
        need: "",
        required: &["name", "lineitem name", "created at"],
        strong: &[
            "financial status|total",
            "email|currency",
            "lineitem quantity|lineitem sku",
        ],
        negative: &[
            "processed at",
            "buyer accepts marketing",
            "order id",
            "lineitem variant",
            "amount refunded",
        ],
    },
    Signature {
        platform: "shopify",
        kind: Some(Kind::Customers),
        what: "",
        need: "",
        required: &["first name", "last name", "email|phone"],
        strong: &[
            "total spent|accepts email marketing|accepts marketing",
            "total orders|tax exempt|tags",
            "tax exempt|accepts sms marketing|province code|default address province code",
        ],
        negative: &[
            "newsletter (0/1)",
            "customer_group",
            "lineitem name",
            "company_name",
            "opt-in (0/1)",
        ],
    },
    refused(
        "shopify",
        "This is a Shopify products export: what you sell, not what was ordered",
        ORDERS,
        &["handle", "title"],
        &[
            "variant price|variant sku|variant inventory qty",
            "vendor|body (html)",
            "option1 name|published|variant barcode",
        ],
    ),
    refused(
        "shopify",
        "This is a Shopify products export: what you sell, not what was ordered",
        ORDERS,
        &["url handle", "title"],
        &[
            "published on online store|status",
            "product category|vendor|sku",
        ],
    ),
    refused(
        "shopify",
        "This is a Shopify inventory export: stock, not orders",
        ORDERS,
        &["handle", "title", "option1 name", "sku"],
        &["hs code", "coo"],
    ),
    refused(
        "shopify",
        "This is Shopify’s transaction history: payments, without the products that were ordered",
        ORDERS,
        &["order", "name", "kind", "gateway"],
        &["created at", "status", "amount"],
    ),
    refused(
        "shopify",
        "This is a Shopify Analytics report: sums by product, without the orders behind them",
        ORDERS,
        &["net sales"],
        &[
            "product title|product variant sku|product variant title|product type|day|month|sales channel|order name",
            "gross sales|quantity ordered|net items sold|orders|total sales",
        ],
    ),
    refused(
        "shopify",
        "This is a Shopify discounts export: codes, not orders",
        ORDERS,
        &["name", "value", "type", "times used"],
        &[
            "usage limit per code|minimum purchase requirements|status|start",
            "times used",
        ],
    ),
    refused(
        "shopify",
        "This is a Shopify payouts file: money sent to your bank, not orders",
        ORDERS,
        &["payout date|payout status|payout id", "amount|charges"],
        &["fee|fees|refunds", "net|total|adjustments"],
    ),
    refused(
        "matrixify",
        "This is an orders sheet of a transfer tool (Transporter or Matrixify), not Shopify’s own export",
        ORDERS,
        &["name", "processed at|line: type|buyer accepts marketing"],
        &[
            "lineitem sku|line: title|transaction: kind",
            "currency|email|billing first name",
        ],
    ),
    refused(
        "woocommerce",
        "This is a WooCommerce products export",
        OTHER,
        &["type", "sku", "name"],
        &[
            "visibility in catalog",
            "regular price",
            "tax status|in stock?",
        ],
    ),
    refused(
        "woocommerce",
        "This is a WooCommerce Analytics list of orders: it has no e-mail addresses and no items",
        OTHER,
        &["order #", "customer type"],
        &["product(s)", "items sold", "net sales|n. revenue"],
    ),
    refused(
        "woocommerce",
        "This is an orders export of WooCommerce",
        OTHER,
        &["order number", "order status", "order date"],
        &[
            "email (billing)|first name (billing)|city (billing)",
            "order total amount|item name|item #|sku",
        ],
    ),
    refused(
        "etsy",
        "This is Etsy’s list of sold order items",
        OTHER,
        &["transaction id", "listing id", "item name"],
        &["item total", "sale date", "quantity"],
    ),
    refused(
        "etsy",
        "This is Etsy’s list of sold orders",
        OTHER,
        &["sale date", "order id", "number of items"],
        &["adjusted order total|order net", "order value|order total"],
    ),
    refused(
        "etsy",
        "This is Etsy’s list of your listings: what you sell, not what was ordered",
        OTHER,
        &["title", "price", "currency_code", "materials"],
        &["image1", "tags"],
    ),
    refused(
        "squarespace",
        "This is an orders export of Squarespace",
        OTHER,
        &["order id", "financial status", "lineitem name"],
        &["lineitem variant", "amount refunded"],
    ),
    refused(
        "squarespace",
        "This is a products export of Squarespace: what you sell, not what was ordered",
        OTHER,
        &["product id [non editable]"],
        &["variant id [non editable]", "product page"],
    ),
    refused(
        "wix",
        "This is an orders export of Wix",
        OTHER,
        &["order number", "date created"],
        &[
            "total order quantity",
            "contact email|fulfill by",
            "item|time",
        ],
    ),
    refused(
        "square",
        "This is Square’s list of items sold",
        OTHER,
        &["date", "time zone", "item", "qty"],
        &[
            "price point name",
            "itemization type|modifiers applied",
            "transaction id",
        ],
    ),
    refused(
        "square",
        "This is Square’s list of transactions",
        OTHER,
        &["date", "transaction id", "total collected"],
        &["card entry methods", "gross sales"],
    ),
    refused(
        "amazon",
        "This is a list of orders from Amazon",
        OTHER,
        &["amazon-order-id|order-id"],
        &["order-item-id|order-status|item-price", "sku|purchase-date"],
    ),
    refused(
        "amazon",
        "This is a list of orders from Amazon, edited by another program",
        OTHER,
        &["order id", "fulfilment|fulfilled-by", "ship-service-level"],
        &["courier status|b2b", "ship-city"],
    ),
    refused(
        "amazon",
        "This is a sales summary from Amazon: sums by product, not orders",
        OTHER,
        &["asin", "msku|fnsku|parent asin"],
        &["units sold", "net sales|sales"],
    ),
    refused(
        "tiktok",
        "This is a list of orders from TikTok Shop",
        OTHER,
        &["order id", "order status", "seller sku"],
        &["sku id", "fulfillment type|order amount"],
    ),
    refused(
        "walmart",
        "This is a sales summary from Walmart: sums by product, not orders",
        OTHER,
        &["gmv", "units_sold"],
        &["item_name", "sku"],
    ),
    refused(
        "ebay",
        "This is a list of orders from eBay",
        OTHER,
        &[
            "sales record number|verkaufsprotokollnummer",
            "order number|bestellnummer",
        ],
        &[
            "buyer username|nutzername des käufers",
            "item title|angebotstitel|buyer name",
        ],
    ),
    refused(
        "stripe",
        "This is a list of payments from Stripe: it does not say what was ordered",
        OTHER,
        &["id", "created date (utc)|created (utc)", "amount"],
        &["converted amount|amount refunded", "description", "fee"],
    ),
    refused(
        "stripe",
        "This is a balance report from Stripe: payouts and fees, not orders",
        OTHER,
        &["balance_transaction_id"],
        &["reporting_category", "gross|net"],
    ),
    refused(
        "paypal",
        "This is PayPal’s list of activity: it does not say what was ordered",
        OTHER,
        &["date|datum", "time|uhrzeit", "timezone|zeitzone"],
        &[
            "gross|brutto|amount",
            "type|typ|beschreibung",
            "receipt id|transaction id|balance|guthaben",
        ],
    ),
    refused(
        "gumroad",
        "This is Gumroad’s list of sales",
        OTHER,
        &["purchase id", "purchase email"],
        &["do not contact?", "item name"],
    ),
    refused(
        "gumroad",
        "This is a list of addresses for Gumroad, without orders",
        OTHER,
        &["email (required)"],
        &["purchase date (mm/dd/yyyy, if not provided then we will default to today)"],
    ),
    refused(
        "magento",
        "This is the order list of Magento: it has no items",
        OTHER,
        &["purchase point", "purchase date"],
        &["bill-to name", "grand total (base)"],
    ),
    refused(
        "magento",
        "This is a products file of Magento: what you sell, not what was ordered",
        OTHER,
        &["sku", "attribute_set_code|product_type"],
        &["store_view_code", "product_websites|url_key"],
    ),
    refused(
        "magento",
        "This is a customers file of Magento",
        OTHER,
        &["firstname", "lastname", "email"],
        &["dob|gender|_website", "telephone|password"],
    ),
    refused(
        "magento",
        "This is a list of product links of Magento",
        OTHER,
        &["sku", "linked_sku"],
        &["linked_sku"],
    ),
    refused(
        "magento",
        "This is sample data of Magento, not an export",
        OTHER,
        &["customer_email", "shipping_method", "payment", "product"],
        &["refund", "currency"],
    ),
    refused(
        "shopware",
        "This is an orders export of Shopware: it names products by codes only",
        OTHER,
        &["order_number", "order_state_id"],
        &["line_items", "amount_total"],
    ),
    refused(
        "shopware",
        "This is a customers export of Shopware",
        OTHER,
        &["customer_number", "customer_group", "email"],
        &["billing_street", "sales_channel"],
    ),
    refused(
        "shopware",
        "This is a products export of Shopware: what you sell, not what was ordered",
        OTHER,
        &["product_number", "price_net|price_gross|stock"],
        &["tax_rate|tax_id", "name"],
    ),
    refused(
        "shopware",
        "This is a Shopware file about products that go together",
        OTHER,
        &["product_id", "assigned_products"],
        &["type", "position"],
    ),
    refused(
        "shopware",
        "This is a Shopware file about promotions",
        OTHER,
        &["id", "promotion_id"],
        &["code|scope"],
    ),
    refused(
        "prestashop",
        "This is PrestaShop’s list of orders: it has no items and no e-mail addresses",
        OTHER,
        &[
            "reference|référence|referenz",
            "new client|nouveau client|neukunde",
        ],
        &["total", "payment|paiement|zahlung"],
    ),
    refused(
        "prestashop",
        "This is a customers file of PrestaShop",
        OTHER,
        &["customer id", "newsletter (0/1)"],
        &["opt-in (0/1)", "email *"],
    ),
    refused(
        "prestashop",
        "This is an addresses file of PrestaShop",
        OTHER,
        &["address id", "alias*"],
        &["customer e-mail*", "zipcode*"],
    ),
    refused(
        "prestashop",
        "This is a product combinations file of PrestaShop",
        OTHER,
        &["product id*", "attribute (name:type:position)*"],
        &["value (value:position)*"],
    ),
    refused(
        "prestashop",
        "This is a products file of PrestaShop: what you sell, not what was ordered",
        OTHER,
        &["product id", "active (0/1)"],
        &["reference #|name *", "wholesale price|on sale (0/1)"],
    ),
    refused(
        "bigcommerce",
        "This is an orders export of BigCommerce",
        OTHER,
        &["order id", "order status"],
        &[
            "subtotal (inc tax)|order total (inc tax)",
            "product details",
        ],
    ),
    refused(
        "",
        "This is a list of contacts from a customer database, without orders",
        CUSTOMERS,
        &["email", "first_name", "last_name"],
        &["company_name|company", "type|tags|country"],
    ),
    refused(
        "",
        "This is a list of payments, without the products that were ordered",
        ORDERS,
        &["amount", "status", "gateway|payment method"],
        &["contact_email|gateway_transaction_id", "type|description"],
    ),
    refused(
        "",
        "This is a bank statement, not a list of orders",
        ORDERS,
        &[
            "date|datum|booking date|buchungstag|transaction date|valuta",
            "amount|betrag|montant|importe|debit",
        ],
        &["balance|saldo|beneficiary|description|verwendungszweck|solde|iban"],
    ),
];
