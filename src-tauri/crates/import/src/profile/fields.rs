//! What a column can mean.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Profile;
use crate::{ColumnUse, Kind, header::Header, report::shortened};

/// What the cells of a field are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FieldKind {
    /// Words.
    Text,
    /// An amount of money.
    Amount,
    /// A date, with or without a time.
    Moment,
    /// A whole number of pieces.
    Count,
}

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident $key:literal $cells:ident: $($kind:ident)+;)*) => {
        /// What a column of a file means.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        pub(crate) enum Field {
            $($(#[$doc])* #[serde(rename = $key)] $field,)*
        }

        impl Field {
            /// All of them.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$field,)*];

            /// Its key in profiles, in the catalogue of messages and in reports.
            pub(crate) fn key(self) -> &'static str {
                match self {
                    $(Self::$field => $key,)*
                }
            }

            /// The one of that key.
            pub(crate) fn of_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|field| field.key() == key)
            }

            /// Whether it says something of a line, and not of the whole order.
            pub(crate) fn is_of_line(self) -> bool {
                self == Self::PackedLines || self.key().starts_with("line")
            }

            /// What its cells are.
            pub(crate) fn cells(self) -> FieldKind {
                match self {
                    $(Self::$field => FieldKind::$cells,)*
                }
            }

            /// Whether files of that kind can have it.
            pub(crate) fn is_of(self, kind: Kind) -> bool {
                let kinds: &[Kind] = match self {
                    $(Self::$field => &[$(Kind::$kind),+],)*
                };
                kinds.contains(&kind)
            }
        }
    };
}

fields! {
    /// The number that the shop shows.
    OrderNumber "orderNumber" Text: Orders Checkouts Payments;
    /// The platform's own id.
    OrderId "orderId" Text: Orders Checkouts Payments;
    PlacedAt "placedAt" Moment: Orders Checkouts Payments Behaviour Balances;
    /// The time of day, where it has a column of its own.
    PlacedTime "placedTime" Text: Orders Checkouts Payments Behaviour;
    /// The zone of the time, by name.
    TimeZone "timeZone" Text: Orders Checkouts Payments Behaviour;
    PaidAt "paidAt" Moment: Orders Checkouts;
    FulfilledAt "fulfilledAt" Moment: Orders Checkouts;
    CancelledAt "cancelledAt" Moment: Orders Checkouts;
    /// A word for where payment stands.
    Payment "payment" Text: Orders Checkouts Payments;
    /// A word for where the order stands: its cancellation, among others.
    Status "status" Text: Orders Checkouts Payments Products;
    Currency "currency" Text: Orders Checkouts Payments Products;
    /// Lines after discounts.
    Goods "goods" Amount: Orders Checkouts;
    /// Lines before discounts.
    Gross "gross" Amount: Orders Checkouts;
    Shipping "shipping" Amount: Orders Checkouts;
    /// What was taken off shipping: of each line where `lineShipping` is of lines.
    ShippingDiscount "shippingDiscount" Amount: Orders;
    Tax "tax" Amount: Orders Checkouts;
    Total "total" Amount: Orders Checkouts;
    Discounts "discounts" Amount: Orders Checkouts;
    Refunded "refunded" Amount: Orders Checkouts Payments;
    /// The total less what was refunded.
    NetTotal "netTotal" Amount: Orders;
    /// What came in for the order, and what of it is left after refunds: the columns are added.
    Settled "settled" Amount: Orders;
    SettledAfter "settledAfter" Amount: Orders;
    Duties "duties" Amount: Orders Checkouts;
    Tip "tip" Amount: Orders Checkouts;
    DiscountCodes "discountCodes" Text: Orders Checkouts;
    PaymentMethod "paymentMethod" Text: Orders Checkouts Payments;
    Channel "channel" Text: Orders Checkouts;
    /// What it was placed on: a phone, a tablet, a desktop computer.
    Device "device" Text: Orders Checkouts;
    /// The campaign that led to it.
    Campaign "campaign" Text: Orders Checkouts;
    Tags "tags" Text: Orders Checkouts Customers Products;
    /// The tick box of the order, as it was then.
    AcceptsMarketing "acceptsMarketing" Text: Orders Checkouts;
    /// Pieces of the whole order, where it has no lines.
    ItemCount "itemCount" Count: Orders;

    /// Tells one line of an order from another.
    LineId "lineId" Text: Orders;
    LineName "lineName" Text: Orders Checkouts;
    LineVariant "lineVariant" Text: Orders Checkouts;
    LineSku "lineSku" Text: Orders Checkouts;
    LineVendor "lineVendor" Text: Orders Checkouts;
    LineCategory "lineCategory" Text: Orders;
    LineQuantity "lineQuantity" Count: Orders Checkouts;
    /// Price of one piece.
    LinePrice "linePrice" Amount: Orders Checkouts;
    /// Price of all pieces of the line, before discounts.
    LineTotal "lineTotal" Amount: Orders Checkouts;
    LineTaxable "lineTaxable" Text: Orders Checkouts;
    /// Discount of the whole line.
    LineDiscount "lineDiscount" Amount: Orders Checkouts;
    /// Tax of the line; all lines add up to that of the order, and all of its columns.
    LineTax "lineTax" Amount: Orders;
    /// Shipping of the line; all lines add up to that of the order, and all of its columns.
    LineShipping "lineShipping" Amount: Orders;
    /// Several lines in one cell.
    PackedLines "packedLines" Text: Orders;

    /// The platform's id of the customer.
    CustomerId "customerId" Text: Orders Customers Balances;
    Email "email" Text: Orders Checkouts Customers Payments Behaviour Balances;
    /// First and last name in one.
    CustomerName "customerName" Text: Orders Checkouts Customers Payments;
    FirstName "firstName" Text: Orders Customers;
    LastName "lastName" Text: Orders Customers;
    Phone "phone" Text: Orders Checkouts Customers;
    Company "company" Text: Customers;
    Address "address" Text: Customers;
    /// The second line of the street.
    AddressMore "addressMore" Text: Customers;
    City "city" Text: Orders Checkouts Customers;
    Zip "zip" Text: Orders Checkouts Customers;
    Region "region" Text: Orders Checkouts Customers;
    Country "country" Text: Orders Checkouts Customers;
    Note "note" Text: Customers Balances;
    /// Of it, month and day are kept.
    Birthday "birthday" Text: Customers;
    EmailConsent "emailConsent" Text: Customers;
    /// Consent the other way round: yes is “do not contact”.
    EmailRefusal "emailRefusal" Text: Customers Orders;
    SmsConsent "smsConsent" Text: Customers;
    WhatsAppConsent "whatsAppConsent" Text: Customers;
    /// When they said yes.
    ConsentAt "consentAt" Moment: Customers;
    /// When they said no.
    RefusalAt "refusalAt" Moment: Customers;

    /// The platform's id or handle of the product; rows that share it are its variants.
    ProductId "productId" Text: Products;
    /// The id of the product whose variant a row is, where it has a row of its own.
    ProductParent "productParent" Text: Products;
    ProductTitle "productTitle" Text: Products;
    /// Values of the options, joined for the variant's name.
    VariantTitle "variantTitle" Text: Products;
    /// The platform's id of the variant, where it differs from that of the product.
    VariantId "variantId" Text: Products;
    Sku "sku" Text: Products Behaviour;
    Barcode "barcode" Text: Products;
    Vendor "vendor" Text: Products;
    Category "category" Text: Products;
    Price "price" Amount: Products;
    /// The price now, where it is lowered.
    SalePrice "salePrice" Amount: Products;
    /// The day from which the price is lowered.
    SaleFrom "saleFrom" Moment: Products;
    /// The last day on which it is.
    SaleUntil "saleUntil" Moment: Products;
    /// Whether the price is lowered now.
    OnSale "onSale" Text: Products;
    CompareAtPrice "compareAtPrice" Amount: Products;
    Cost "cost" Amount: Products;
    /// Pieces in stock; several columns are places, and are added.
    Stock "stock" Text: Products;
    Picture "picture" Text: Products;
    VariantPicture "variantPicture" Text: Products;
    ProductUrl "productUrl" Text: Products;
    GiftCard "giftCard" Text: Products;
    Published "published" Text: Products;

    PaymentId "paymentId" Text: Payments;
    /// Sale, capture, refund …
    PaymentKind "paymentKind" Text: Payments;
    Amount "amount" Amount: Payments;
    Fee "fee" Amount: Payments;
    FeeCurrency "feeCurrency" Text: Payments;
    /// When a payment was paid back, where it says so itself.
    RefundedAt "refundedAt" Moment: Payments;
    /// The payment that a refund is of, or the order.
    PaymentOf "paymentOf" Text: Orders Payments;
    /// Live or test.
    Mode "mode" Text: Orders Payments;

    /// A product, by name, SKU, handle or address of its page.
    Product "product" Text: Behaviour;
    /// View, wishlist or cart.
    Behaviour "behaviour" Text: Behaviour;

    /// Points that someone has.
    Points "points" Count: Balances;
    /// The last day on which they can be spent.
    PointsUntil "pointsUntil" Moment: Balances;
}

/// Which columns of a file fill which field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fields {
    positions: BTreeMap<Field, Vec<usize>>,
}

impl Fields {
    /// The columns of a file with that header, as a profile says.
    pub(crate) fn of(header: &Header, profile: &Profile) -> Self {
        let positions = profile.columns.iter().map(|(field, columns)| {
            let found = columns.iter().filter_map(|names| header.any(names));
            (*field, found.collect::<Vec<usize>>())
        });
        Self {
            positions: positions.filter(|(_, found)| !found.is_empty()).collect(),
        }
    }

    /// The columns of a field, the one that counts first before others.
    pub(crate) fn many(&self, field: Field) -> &[usize] {
        self.positions.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The column of a field.
    pub(crate) fn one(&self, field: Field) -> Option<usize> {
        self.many(field).first().copied()
    }

    /// The columns whose cells are of that kind.
    pub(crate) fn of_kind(&self, cells: FieldKind) -> Vec<usize> {
        let those = self.positions.iter().filter(|(f, _)| f.cells() == cells);
        those.flat_map(|(_, found)| found).copied().collect()
    }

    /// The columns that say something of a whole order, or of more than its lines.
    pub(crate) fn of_orders(&self) -> Vec<usize> {
        let those = self
            .positions
            .iter()
            .filter(|(field, _)| !field.is_of_line());
        let mut found: Vec<usize> = those.flat_map(|(_, found)| found).copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What a column means.
    pub(crate) fn field_at(&self, position: usize) -> Option<Field> {
        let mut found = self.positions.iter().filter(|(_, p)| p.contains(&position));
        found.next().map(|(field, _)| *field)
    }

    /// Whether a column is used.
    pub(crate) fn is_used(&self, position: usize) -> bool {
        self.positions.values().flatten().any(|p| *p == position)
    }

    /// All columns of a file with what they are used as.
    pub(crate) fn listed(&self, header: &Header, examples: &[String]) -> Vec<ColumnUse> {
        let names = header.names.iter().enumerate();
        let uses = names.map(|(position, name)| ColumnUse {
            name: name.clone(),
            example: examples
                .get(position)
                .map(|cell| shortened(cell))
                .unwrap_or_default(),
            used_as: self.field_at(position).map(Field::key),
        });
        uses.collect()
    }
}
