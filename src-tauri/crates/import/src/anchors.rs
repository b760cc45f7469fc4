//! What files are known by: the columns that each export has. Names are folded ([`crate::header`]);
//! `a|b` means either.

mod others;

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

pub(super) const ORDERS: &str =
    "In Shopify, open Orders, choose Export, then “All orders” and CSV, and drop that file here";
pub(super) const CUSTOMERS: &str = "In Shopify, open Customers, choose Export, then “All customers” and CSV, and drop that file here";
pub(super) const OTHER: &str = "Pannier reads the orders and customers exports of Shopify. In Shopify, open Orders, choose Export, then “All orders” and CSV";

pub(super) const fn refused(
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
pub(crate) fn signatures() -> impl Iterator<Item = &'static Signature> {
    SHOPIFY.iter().chain(others::OTHERS)
}

/// Files of Shopify, and of tools that write files like Shopify's.
const SHOPIFY: &[Signature] = &[
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
];
