//! The values of dimensions by name.

use std::collections::{BTreeSet, HashMap};

use pannier_core::Products;

use super::{Dimension, Explorer};

/// A value that orders have in a dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownValue {
    /// What a filter calls it. Empty for what the file does not say.
    pub value: String,
    /// What people call it.
    pub name: String,
}

impl Explorer {
    /// The number of codes of a dimension, that of what is not said included.
    pub(super) fn code_count(&self, dimension: Dimension) -> usize {
        let products = &self.facts.products;
        match (dimension, dimension.fixed_values()) {
            (_, Some(fixed)) => fixed.len() + 1,
            (Dimension::Product, _) => products.len() + 1,
            (Dimension::Category, _) => products.category.names.len(),
            (Dimension::Vendor, _) => products.vendor.names.len(),
            (Dimension::Code, _) => self.code_names().len(),
            _ => self.labels(dimension).names.len(),
        }
    }

    /// The value that a code stands for.
    pub(super) fn value(&self, dimension: Dimension, code: u32) -> KnownValue {
        let products = &self.facts.products;
        let code = code as usize;
        let named = |name: &str| KnownValue {
            value: name.to_owned(),
            name: name.to_owned(),
        };
        match (dimension, dimension.fixed_values()) {
            _ if code == 0 => named(""),
            (_, Some(fixed)) => named(fixed[code - 1]),
            (Dimension::Product, _) => {
                let name = &products.name[code - 1];
                if self.same_name[code - 1] {
                    KnownValue {
                        value: format!("#{}", products.id[code - 1]),
                        name: name.clone(),
                    }
                } else {
                    named(name)
                }
            }
            (Dimension::Category, _) => named(&products.category.names[code]),
            (Dimension::Vendor, _) => named(&products.vendor.names[code]),
            (Dimension::Code, _) => named(&self.code_names()[code]),
            _ => named(&self.labels(dimension).names[code]),
        }
    }

    /// All values that any order can have, in no order that means anything.
    pub fn values(&self, dimension: Dimension) -> Vec<KnownValue> {
        (0..self.code_count(dimension))
            .map(|code| self.value(dimension, u32::try_from(code).unwrap_or(0)))
            .collect()
    }

    /// By code: whether it is one of the values.
    pub(super) fn chosen(&self, dimension: Dimension, values: &[String]) -> Vec<bool> {
        let wanted: BTreeSet<String> = values.iter().map(|value| value.to_lowercase()).collect();
        let is = |name: &str| wanted.contains(&name.to_lowercase());
        let products = &self.facts.products;
        let mut chosen: Vec<bool> = match (dimension, dimension.fixed_values()) {
            (_, Some(fixed)) => fixed.iter().map(|name| is(name)).collect(),
            (Dimension::Product, _) => (0..products.len())
                .map(|at| {
                    is(&products.name[at])
                        || is(&format!("#{}", products.id[at]))
                        || (!products.sku[at].is_empty() && is(&products.sku[at]))
                })
                .collect(),
            (Dimension::Category, _) => names(&products.category.names, is),
            (Dimension::Vendor, _) => names(&products.vendor.names, is),
            (Dimension::Code, _) => names(self.code_names(), is),
            _ => names(&self.labels(dimension).names, is),
        };
        chosen.insert(0, is(""));
        chosen
    }
}

/// Of all names but the first, which stands for nothing said.
fn names(names: &[String], is: impl Fn(&str) -> bool) -> Vec<bool> {
    names.iter().skip(1).map(|name| is(name)).collect()
}

/// Which products share their name with another one, or have none.
pub(super) fn same_name(products: &Products) -> Vec<bool> {
    let mut count: HashMap<String, u32> = HashMap::new();
    let names: Vec<String> = products.name.iter().map(|n| n.to_lowercase()).collect();
    for name in &names {
        *count.entry(name.clone()).or_default() += 1;
    }
    names
        .iter()
        .map(|name| name.is_empty() || count.get(name).is_some_and(|count| *count > 1))
        .collect()
}
