//! The value that each order has in a dimension, as a small number. 0 is what is not said.

use std::collections::HashMap;

use pannier_core::{Facts, Labels, Lines};

use super::{Dimension, Explorer, counting, dimension};
use crate::Formula;

/// Hands out the values of an order.
pub(super) trait Codes: Sync {
    /// Whether one value of an order may come again.
    const REPEATS: bool = false;

    /// Each value of the order at a position, at least one.
    fn each(&self, position: usize, take: impl FnMut(u32));

    /// Whether any value of the order is such a one. Looks no further once it is.
    fn any(&self, position: usize, is: impl Fn(u32) -> bool) -> bool {
        let mut any = false;
        self.each(position, |code| any |= is(code));
        any
    }
}

/// One label an order.
pub(super) struct Labelled<'f>(pub(super) &'f [u32]);

impl Codes for Labelled<'_> {
    #[inline]
    fn each(&self, position: usize, mut take: impl FnMut(u32)) {
        take(self.0[position]);
    }
}

/// The products on an order.
pub(super) struct ByProduct<'f>(&'f Lines);

impl Codes for ByProduct<'_> {
    const REPEATS: bool = true;

    #[inline]
    fn each(&self, position: usize, mut take: impl FnMut(u32)) {
        let lines = self.0.of(position);
        if lines.is_empty() {
            return take(0);
        }
        for product in &self.0.product[lines] {
            take(product + 1);
        }
    }

    #[inline]
    fn any(&self, position: usize, is: impl Fn(u32) -> bool) -> bool {
        let products = &self.0.product[self.0.of(position)];
        if products.is_empty() {
            return is(0);
        }
        products.iter().any(|product| is(product + 1))
    }
}

/// What the products on an order are.
pub(super) struct ByLine<'f> {
    lines: &'f Lines,
    of_product: &'f [u32],
}

impl Codes for ByLine<'_> {
    const REPEATS: bool = true;

    #[inline]
    fn each(&self, position: usize, mut take: impl FnMut(u32)) {
        let lines = self.lines.of(position);
        if lines.is_empty() {
            return take(0);
        }
        for product in &self.lines.product[lines] {
            take(self.of_product[*product as usize]);
        }
    }

    #[inline]
    fn any(&self, position: usize, is: impl Fn(u32) -> bool) -> bool {
        let products = &self.lines.product[self.lines.of(position)];
        if products.is_empty() {
            return is(0);
        }
        let mut products = products.iter();
        products.any(|product| is(self.of_product[*product as usize]))
    }
}

/// The discount codes of an order.
pub(super) struct ByCode<'f> {
    labels: &'f [u32],
    words: &'f CodeWords,
}

impl Codes for ByCode<'_> {
    #[inline]
    fn each(&self, position: usize, mut take: impl FnMut(u32)) {
        for code in self.words.of_text(self.labels[position] as usize) {
            take(*code);
        }
    }
}

/// What follows from the order's own figures.
pub(super) struct Worked<'f> {
    facts: &'f Facts,
    firsts: &'f [u8],
    counting: u8,
    dimension: Dimension,
}

impl Codes for Worked<'_> {
    #[inline]
    fn each(&self, position: usize, mut take: impl FnMut(u32)) {
        let facts = self.facts;
        take(match self.dimension {
            Dimension::Weekday => dimension::weekday(facts.day[position]),
            Dimension::Hour => u32::from(facts.hour[position]) + 1,
            Dimension::Basket => dimension::basket(facts.units[position]),
            Dimension::Discount => {
                dimension::discount(facts.goods[position], facts.discounts[position])
            }
            _ if facts.customer[position] as usize >= facts.customer_ids.len() => 0,
            _ => 2 - u32::from(self.firsts[position] >> self.counting & 1),
        });
    }
}

/// Does one thing with the codes of whichever dimension.
macro_rules! with_codes {
    ($explorer:expr, $dimension:expr, $formula:expr, $codes:ident => $work:expr) => {{
        use $crate::explore::Dimension as D;
        let (explorer, dimension): (&$crate::explore::Explorer, D) = ($explorer, $dimension);
        match dimension {
            D::Product => {
                let $codes = &explorer.product_codes();
                $work
            }
            D::Category | D::Vendor => {
                let $codes = &explorer.line_codes(dimension);
                $work
            }
            D::Code => {
                let $codes = &explorer.code_codes();
                $work
            }
            D::Customer | D::Weekday | D::Hour | D::Basket | D::Discount => {
                let $codes = &explorer.worked_codes(dimension, $formula);
                $work
            }
            _ => {
                let $codes = &$crate::explore::codes::Labelled(&explorer.labels(dimension).of);
                $work
            }
        }
    }};
}
pub(super) use with_codes;

impl Explorer {
    pub(super) fn product_codes(&self) -> ByProduct<'_> {
        ByProduct(&self.facts.lines)
    }

    pub(super) fn line_codes(&self, dimension: Dimension) -> ByLine<'_> {
        let products = &self.facts.products;
        ByLine {
            lines: &self.facts.lines,
            of_product: match dimension {
                Dimension::Vendor => &products.vendor.of,
                _ => &products.category.of,
            },
        }
    }

    pub(super) fn code_codes(&self) -> ByCode<'_> {
        ByCode {
            labels: &self.facts.codes.of,
            words: &self.code_words,
        }
    }

    pub(super) fn worked_codes(&self, dimension: Dimension, formula: Formula) -> Worked<'_> {
        Worked {
            facts: &self.facts,
            firsts: &self.firsts,
            counting: counting(formula),
            dimension,
        }
    }

    /// The labels of a dimension that the file says in words, one an order.
    pub(super) fn labels(&self, dimension: Dimension) -> &Labels {
        let facts = &self.facts;
        match dimension {
            Dimension::Channel => &facts.channel,
            Dimension::Device => &facts.device,
            Dimension::Campaign => &facts.campaign,
            Dimension::Country => &facts.country,
            Dimension::Region => &facts.region,
            Dimension::Payment => &facts.payment_method,
            _ => &facts.source,
        }
    }

    pub(super) fn code_names(&self) -> &[String] {
        &self.code_words.names
    }
}

/// The codes that stand in texts of codes.
#[derive(Debug, Default)]
pub(super) struct CodeWords {
    /// Where each text's codes begin, and at the end where the last one's end.
    first: Vec<u32>,
    codes: Vec<u32>,
    /// As they were first written. The first is empty: no code.
    names: Vec<String>,
}

impl CodeWords {
    pub(super) fn of(labels: &Labels) -> Self {
        let mut words = Self {
            first: vec![0],
            codes: Vec::new(),
            names: vec![String::new()],
        };
        let mut known: HashMap<String, u32> = HashMap::new();
        for text in &labels.names {
            let start = words.codes.len();
            for code in text.split(',').map(str::trim).filter(|c| !c.is_empty()) {
                let names = &mut words.names;
                let code = *known.entry(code.to_lowercase()).or_insert_with(|| {
                    names.push(code.to_owned());
                    u32::try_from(names.len() - 1).unwrap_or(0)
                });
                if !words.codes[start..].contains(&code) {
                    words.codes.push(code);
                }
            }
            if words.codes.len() == start {
                words.codes.push(0);
            }
            let end = u32::try_from(words.codes.len()).unwrap_or(u32::MAX);
            words.first.push(end);
        }
        words
    }

    #[inline]
    fn of_text(&self, text: usize) -> &[u32] {
        &self.codes[self.first[text] as usize..self.first[text + 1] as usize]
    }
}
