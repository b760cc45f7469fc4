//! Which column of an orders export is used as what. By name only: exports of many years differ.

use crate::{ColumnUse, Refusal, header::Header, report::shortened};

macro_rules! columns {
    ($($(#[$doc:meta])* $field:ident: $name:literal => $used_as:literal,)*) => {
        /// Positions of the columns that are used.
        #[derive(Debug, Clone, Default)]
        pub(crate) struct Columns {
            $($(#[$doc])* pub(crate) $field: Option<usize>,)*
        }

        impl Columns {
            pub(crate) fn of(header: &Header) -> Self {
                Self { $($field: $name.split('|').find_map(|name| header.find(name)),)* }
            }

            /// Each used position with the key of its use.
            fn uses(&self) -> Vec<(usize, &'static str)> {
                [$((self.$field, $used_as),)*]
                    .into_iter()
                    .filter_map(|(position, used_as)| position.map(|position| (position, used_as)))
                    .collect()
            }
        }
    };
}

columns! {
    number: "name" => "orderNumber",
    id: "id" => "orderId",
    email: "email" => "email",
    financial: "financial status" => "payment",
    paid_at: "paid at" => "paidAt",
    fulfilled_at: "fulfilled at" => "fulfilledAt",
    created_at: "created at" => "placedAt",
    cancelled_at: "cancelled at" => "cancelledAt",
    accepts_marketing: "accepts marketing" => "acceptsMarketing",
    currency: "currency" => "currency",
    subtotal: "subtotal" => "goods",
    shipping: "shipping" => "shipping",
    taxes: "taxes" => "tax",
    total: "total" => "total",
    discount_code: "discount code" => "discountCodes",
    discount_amount: "discount amount" => "discounts",
    refunded: "refunded amount" => "refunded",
    duties: "duties" => "duties",
    tip: "tip|tips|tip amount" => "tip",
    quantity: "lineitem quantity" => "lineQuantity",
    item: "lineitem name" => "lineName",
    price: "lineitem price" => "linePrice",
    sku: "lineitem sku" => "lineSku",
    taxable: "lineitem taxable" => "lineTaxable",
    line_discount: "lineitem discount" => "lineDiscount",
    vendor: "vendor" => "lineVendor",
    billing_name: "billing name" => "customerName",
    shipping_name: "shipping name" => "customerName",
    billing_city: "billing city" => "city",
    shipping_city: "shipping city" => "city",
    billing_zip: "billing zip" => "zip",
    shipping_zip: "shipping zip" => "zip",
    billing_region: "billing province" => "region",
    shipping_region: "shipping province" => "region",
    billing_country: "billing country" => "country",
    shipping_country: "shipping country" => "country",
    phone: "phone" => "phone",
    billing_phone: "billing phone" => "phone",
    shipping_phone: "shipping phone" => "phone",
    method: "payment method" => "paymentMethod",
    tags: "tags" => "tags",
    channel: "source" => "channel",
}

impl Columns {
    /// Columns whose cells are amounts.
    pub(crate) fn amounts(&self) -> Vec<usize> {
        [
            self.subtotal,
            self.shipping,
            self.taxes,
            self.total,
            self.discount_amount,
            self.refunded,
            self.duties,
            self.tip,
            self.price,
            self.line_discount,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Columns whose cells are moments.
    pub(crate) fn moments(&self) -> Vec<usize> {
        [
            self.created_at,
            self.paid_at,
            self.fulfilled_at,
            self.cancelled_at,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Whether a column is used.
    pub(crate) fn is_used(&self, position: usize) -> bool {
        self.uses().iter().any(|(used, _)| *used == position)
    }

    /// What is missing so that no order could be understood.
    pub(crate) fn missing(&self) -> Option<Refusal> {
        let need = "In Shopify, open Orders, choose Export, then “All orders” and CSV, and drop that file here without removing columns";
        if self.subtotal.is_none() && self.total.is_none() && self.price.is_none() {
            let what = "This is a Shopify orders export without its amounts: the columns “Subtotal”, “Total” and “Lineitem price” are missing";
            return Some(Refusal::new(what, need));
        }
        if self.created_at.is_none() {
            let what = "This is a Shopify orders export without its dates: the column “Created at” is missing";
            return Some(Refusal::new(what, need));
        }
        None
    }

    /// All columns of a file with what they are used as.
    pub(crate) fn listed(&self, header: &Header, examples: &[String]) -> Vec<ColumnUse> {
        listed(&self.uses(), header, examples)
    }
}

/// All columns of a file with what they are used as.
pub(crate) fn listed(
    uses: &[(usize, &'static str)],
    header: &Header,
    examples: &[String],
) -> Vec<ColumnUse> {
    header
        .names
        .iter()
        .enumerate()
        .map(|(position, name)| ColumnUse {
            name: name.clone(),
            example: examples
                .get(position)
                .map(|cell| shortened(cell))
                .unwrap_or_default(),
            used_as: uses
                .iter()
                .find(|(used, _)| *used == position)
                .map(|(_, used_as)| *used_as),
        })
        .collect()
}
