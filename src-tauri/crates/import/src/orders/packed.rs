//! Several lines of an order in one cell.

use pannier_core::{NumberStyle, UnitPrice};

use super::row::Item;
use crate::{cells, profile::Packed};

const UNREADABLE: &str =
    "The items in this cell are not written as this platform writes them. Export the file again";

/// The items of a cell; a sentence where it cannot be read.
pub(crate) fn items(packed: Packed, cell: &str, numbers: NumberStyle) -> Result<Vec<Item>, String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(Vec::new());
    }
    match packed {
        Packed::BigCommerce => big_commerce(cell, numbers),
        Packed::Times => Some(times(cell)),
    }
    .ok_or_else(|| UNREADABLE.to_owned())
}

/// `Product ID: 1, Product Qty: 2, Product SKU: X, Product Name: A, B, … Product Unit Price: 2.49,
/// Product Total Price: 4.98|Product ID: …`; names may hold commas and strokes.
fn big_commerce(cell: &str, numbers: NumberStyle) -> Option<Vec<Item>> {
    const KEYS: [&str; 8] = [
        "Product ID:",
        "Product Qty:",
        "Product SKU:",
        "Product Name:",
        "Product Weight:",
        "Product Variation Details:",
        "Product Unit Price:",
        "Product Total Price:",
    ];
    let mut items = Vec::new();
    let starts: Vec<usize> = cell.match_indices(KEYS[0]).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) {
        return None;
    }
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(cell.len());
        let part = &cell[*start..end];
        let value = |key: &str| -> Option<&str> {
            let from = part.find(key)? + key.len();
            let rest = &part[from..];
            let until = KEYS.iter().filter_map(|other| rest.find(other)).min();
            let value = &rest[..until.unwrap_or(rest.len())];
            Some(value.trim().trim_end_matches([',', '|', ' ']))
        };
        let name = value(KEYS[3])?;
        let variant = value(KEYS[5]).unwrap_or_default();
        let quantity = cells::pieces(value(KEYS[1])?)?;
        let price = UnitPrice::parse(value(KEYS[6])?, numbers).ok()?;
        items.push(Item {
            name: named(name, variant),
            sku: value(KEYS[2]).unwrap_or_default().to_owned(),
            quantity,
            price,
            ..nothing()
        });
    }
    Some(items)
}

/// `2× Cup, blue, 1× Plate`: a name goes on until the next count.
fn times(cell: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for part in cell.split(", ") {
        let counted = part.split_once(['×', 'x', 'X']).and_then(|(count, name)| {
            let quantity = cells::pieces(count.trim())?;
            Some((quantity, name.trim()))
        });
        match (counted, items.last_mut()) {
            (Some((quantity, name)), _) => items.push(Item {
                name: name.to_owned(),
                quantity,
                ..nothing()
            }),
            (None, Some(last)) => {
                last.name.push_str(", ");
                last.name.push_str(part);
            }
            // One name without a count.
            (None, None) => items.push(Item {
                name: part.trim().to_owned(),
                quantity: 1,
                ..nothing()
            }),
        }
    }
    items
}

fn named(name: &str, variant: &str) -> String {
    if variant.is_empty() {
        cells::text(name)
    } else {
        format!("{} - {}", cells::text(name), cells::text(variant))
    }
}

fn nothing() -> Item {
    Item {
        name: String::new(),
        sku: String::new(),
        vendor: String::new(),
        quantity: 0,
        price: UnitPrice(0),
        amount: None,
        taxable: None,
        discount: UnitPrice(0),
        tax: UnitPrice(0),
        shipping: UnitPrice(0),
        id: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_one_cell_are_told_apart_by_its_keys() {
        let cell = "Product ID: 71, Product Qty: 2, Product SKU: CUP-B, Product Name: Cup, blue | large, Product Weight: 0, Product Variation Details: Size: L, Product Unit Price: 2.49, Product Total Price: 4.98|Product ID: 72, Product Qty: 1, Product SKU: , Product Name: Plate, Product Weight: 0, Product Variation Details: , Product Unit Price: 10.00, Product Total Price: 10.00";
        let items = items(Packed::BigCommerce, cell, NumberStyle::Point).unwrap();
        let read: Vec<(&str, &str, i64, i64)> = items
            .iter()
            .map(|item| {
                (
                    item.name.as_str(),
                    item.sku.as_str(),
                    item.quantity,
                    item.price.0,
                )
            })
            .collect();
        assert_eq!(
            read,
            [
                ("Cup, blue | large - Size: L", "CUP-B", 2, 24_900),
                ("Plate", "", 1, 100_000)
            ]
        );
    }

    #[test]
    fn names_with_commas_go_on_until_the_next_count() {
        let items = items(Packed::Times, "2× Cup, blue, 1× Plate", NumberStyle::Point).unwrap();
        let read: Vec<(&str, i64)> = items
            .iter()
            .map(|i| (i.name.as_str(), i.quantity))
            .collect();
        assert_eq!(read, [("Cup, blue", 2), ("Plate", 1)]);
    }

    #[test]
    fn what_is_written_otherwise_is_said() {
        for cell in ["Cup", "x× Cup"] {
            assert!(items(Packed::BigCommerce, cell, NumberStyle::Point).is_err());
        }
        let one = items(Packed::Times, "Cup", NumberStyle::Point).unwrap();
        assert_eq!((one.len(), one[0].quantity), (1, 1), "a name alone");
    }
}
