//! Which column of an orders export is used as what. By name only: exports of many years differ.

use std::borrow::Cow;

use crate::{
    Refusal,
    header::Header,
    profile::{Field, FieldKind, Fields, Profile},
    records::Row,
};

macro_rules! columns {
    ($($field:ident: $of:ident,)* ; $($several:ident: $each:ident,)*) => {
        /// Positions of the columns that are used.
        #[derive(Debug, Clone, Default)]
        pub(crate) struct Columns {
            $(pub(crate) $field: Option<usize>,)*
            $(pub(crate) $several: Vec<usize>,)*
            fields: Fields,
        }

        impl Columns {
            pub(crate) fn of(header: &Header, profile: &Profile) -> Self {
                let fields = Fields::of(header, profile);
                Self {
                    $($field: fields.one(Field::$of),)*
                    $($several: fields.many(Field::$each).to_vec(),)*
                    fields,
                }
            }
        }
    };
}

columns! {
    number: OrderNumber,
    id: OrderId,
    email: Email,
    customer_id: CustomerId,
    financial: Payment,
    status: Status,
    mode: Mode,
    paid_at: PaidAt,
    created_at: PlacedAt,
    time: PlacedTime,
    time_zone: TimeZone,
    cancelled_at: CancelledAt,
    accepts_marketing: AcceptsMarketing,
    refuses_marketing: EmailRefusal,
    currency: Currency,
    subtotal: Goods,
    gross: Gross,
    shipping: Shipping,
    shipping_discount: ShippingDiscount,
    taxes: Tax,
    total: Total,
    discount_code: DiscountCodes,
    discount_amount: Discounts,
    refunded: Refunded,
    net_total: NetTotal,
    duties: Duties,
    tip: Tip,
    item_count: ItemCount,
    refund_of: PaymentOf,
    line_id: LineId,
    quantity: LineQuantity,
    item: LineName,
    variant: LineVariant,
    price: LinePrice,
    line_total: LineTotal,
    sku: LineSku,
    taxable: LineTaxable,
    line_discount: LineDiscount,
    packed: PackedLines,
    vendor: LineVendor,
    method: PaymentMethod,
    tags: Tags,
    channel: Channel,
    device: Device,
    campaign: Campaign,
    first_name: FirstName,
    last_name: LastName,
    ;
    line_tax: LineTax,
    line_shipping: LineShipping,
    settled: Settled,
    settled_after: SettledAfter,
    names: CustomerName,
    cities: City,
    zips: Zip,
    regions: Region,
    countries: Country,
    phones: Phone,
}

impl Columns {
    /// Columns whose cells are amounts.
    pub(crate) fn amounts(&self) -> Vec<usize> {
        self.fields.of_kind(FieldKind::Amount)
    }

    /// Columns whose cells are moments.
    pub(crate) fn moments(&self) -> Vec<usize> {
        self.fields.of_kind(FieldKind::Moment)
    }

    /// The column that every row fills: for telling the header and totals.
    pub(crate) fn first(&self) -> Option<usize> {
        self.number.or(self.id).or(self.created_at)
    }

    /// What tells the rows of one order from those of others.
    pub(crate) fn number_cell<'r>(&self, row: &'r Row) -> &'r str {
        let cell = |column: Option<usize>| column.map_or("", |position| row.cell(position).trim());
        match cell(self.number) {
            "" => cell(self.id),
            number => number,
        }
    }

    /// The moment of the order as written, with the time of day from a column of its own.
    pub(crate) fn written<'r>(&self, row: &'r Row) -> Cow<'r, str> {
        let cell = |column: Option<usize>| column.map_or("", |position| row.cell(position).trim());
        match cell(self.time) {
            "" => cell(self.created_at).into(),
            time => format!("{} {time}", cell(self.created_at)).into(),
        }
    }

    /// Whether a column is used.
    pub(crate) fn is_used(&self, position: usize) -> bool {
        self.fields.is_used(position)
    }

    /// What each column is used as.
    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Whether the file says what was ordered, line by line.
    pub(crate) fn has_lines(&self) -> bool {
        self.item.is_some() || self.sku.is_some() || self.packed.is_some()
    }

    /// Whether the file says what was refunded, in one way or another.
    pub(crate) fn has_refunds(&self) -> bool {
        self.refunded.is_some() || self.net_total.is_some() || !self.settled_after.is_empty()
    }

    /// Whether the price of a line can be known.
    pub(crate) fn has_prices(&self) -> bool {
        self.price.is_some() || self.line_total.is_some() || self.packed.is_some()
    }

    /// What is missing so that no order could be understood.
    pub(crate) fn missing(&self, profile: &Profile) -> Option<Refusal> {
        let lacks = |what: String| Some(Refusal::new(what, profile.need.clone()));
        if self.subtotal.is_none()
            && self.gross.is_none()
            && self.total.is_none()
            && !self.has_prices()
        {
            let amounts = [Field::Goods, Field::Total, Field::LinePrice];
            let names = list(amounts.iter().filter_map(|field| profile.shown(*field)));
            return lacks(format!(
                "{} without its amounts: the columns {names} are missing",
                profile.what
            ));
        }
        if self.created_at.is_none() {
            let name = profile.shown(Field::PlacedAt).unwrap_or_default();
            return lacks(format!(
                "{} without its dates: the column {name} is missing",
                profile.what
            ));
        }
        None
    }
}

/// `A`, `A and B`, `A, B and C`.
pub(crate) fn list(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    match names.pop() {
        None => String::new(),
        Some(last) if names.is_empty() => last,
        Some(last) => format!("{} and {last}", names.join(", ")),
    }
}
