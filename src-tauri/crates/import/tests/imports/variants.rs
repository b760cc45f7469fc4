//! A product with very many variants, in thousands of rows of one file.

use std::fmt::Write;

use pannier_import::Counts;
use pannier_store::{CatalogueContent, VariantContent};

use crate::support::{Shop, shop};

const VARIANTS: i64 = 10_000;

/// A print that is sold in every size, of which a row says one: size, cents, pieces.
fn products(rows: impl Iterator<Item = (i64, i64, i64)>) -> String {
    let header = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Status";
    let mut text = format!("{header}\n");
    for (size, cents, pieces) in rows {
        let price = format!("{}.{:02}", cents / 100, cents % 100);
        let row = format!(
            "map-print,Map print,Wren & Willow,Size,{size} mm,MAP-{size},{pieces},{price},active"
        );
        writeln!(text, "{row}").unwrap();
    }
    text
}

/// How many pieces of each size there are, in two places.
fn stock(rows: impl Iterator<Item = (i64, i64, i64)>) -> String {
    let header = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,SKU,HS Code,COO,Location,Available (not editable),On hand (current)";
    let mut text = format!("{header}\n");
    for (size, here, there) in rows {
        for (place, pieces) in [("Leipzig", here), ("Market stall", there)] {
            let row = format!(
                "map-print,Map print,Size,{size} mm,,,,,MAP-{size},,,{place},{pieces},{pieces}"
            );
            writeln!(text, "{row}").unwrap();
        }
    }
    text
}

fn product(shop: &Shop) -> CatalogueContent {
    let mut catalogue = shop.store.read(|tx| tx.catalogue()).unwrap();
    assert_eq!(catalogue.len(), 1, "all rows are one product");
    catalogue.remove(0)
}

/// Its variants, in their order: title, cents, pieces.
fn variants(product: &CatalogueContent) -> Vec<(String, i64, i64)> {
    let of = |v: &VariantContent| (v.title.clone(), v.price.unwrap(), v.stock.unwrap());
    product.variants.iter().map(of).collect()
}

fn size(of: i64) -> String {
    format!("{of} mm")
}

#[test]
fn a_product_of_ten_thousand_variants_comes_in_changes_and_goes_back() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let price = |size: i64| 500 + size * 7 % 9_000;
    let first = shop.file(
        "products.csv",
        products((0..VARIANTS).map(|size| (size, price(size), size % 40))),
    );
    let imported = shop.import(std::slice::from_ref(&first));
    let report = &imported.files[0];
    assert_eq!((report.rows, report.products.new), (10_000, 1));
    let before = product(&shop);
    let expected: Vec<_> = (0..VARIANTS)
        .map(|of| (size(of), price(of), of % 40))
        .collect();
    assert_eq!(variants(&before), expected);

    let unchanged = Counts {
        unchanged: 1,
        ..Counts::default()
    };
    let again = shop.import(&[first]);
    assert_eq!(again.files[0].products, unchanged);
    assert_eq!(product(&shop), before);

    // The stock of every second one, the last one first, and of one that is new.
    let counted = shop.file(
        "stock.csv",
        stock(
            (0..=VARIANTS)
                .rev()
                .step_by(2)
                .map(|size| (size, 3, size % 5)),
        ),
    );
    let counted = shop.import_trusting(&[counted]);
    let after_stock = product(&shop);
    let mut expected: Vec<_> = (0..VARIANTS)
        .map(|of| {
            let pieces = if of % 2 == 0 { 3 + of % 5 } else { of % 40 };
            (size(of), Some(price(of)), pieces)
        })
        .collect();
    expected.push((size(VARIANTS), None, 3));
    let found: Vec<_> = after_stock
        .variants
        .iter()
        .map(|v| (v.title.clone(), v.price, v.stock.unwrap()))
        .collect();
    assert_eq!(found, expected);

    // All but the first ten, the other way round and dearer: a whole file says which there are.
    let dearer = shop.file(
        "products-later.csv",
        products(
            (10..VARIANTS)
                .rev()
                .map(|size| (size, price(size) + 100, 1)),
        ),
    );
    let dearer = shop.import(&[dearer]);
    let expected: Vec<_> = (10..VARIANTS)
        .rev()
        .map(|of| (size(of), price(of) + 100, 1))
        .collect();
    assert_eq!(variants(&product(&shop)), expected);

    shop.undo(dearer.import.unwrap()).unwrap();
    assert_eq!(product(&shop), after_stock);
    shop.undo(imported.import.unwrap()).unwrap();
    assert_eq!(product(&shop), after_stock, "the repetition says all of it");
    shop.undo(counted.import.unwrap()).unwrap();
    assert_eq!(product(&shop), before);
    shop.undo(again.import.unwrap()).unwrap();
    assert_eq!(shop.store.read(|tx| tx.catalogue()).unwrap(), []);
    shop.assert_healthy();
}

#[test]
fn variants_of_one_name_are_told_apart_by_their_skus() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let header = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Status";
    let row = |sku, price| format!("mug,Mug,Glaze,Ash,{sku},1,{price},active\n");
    let text = [
        row("A", "9.00"),
        row("B", "11.00"),
        row("A", "9.00"),
        row("C", "12.00"),
    ];
    let file = shop.file("mugs.csv", format!("{header}\n{}", text.concat()));
    shop.import(&[file]);
    let found: Vec<_> = product(&shop)
        .variants
        .into_iter()
        .map(|v| (v.key, v.sku.unwrap(), v.price.unwrap(), v.stock.unwrap()))
        .collect();
    let expected = [("Ash", "A", 900), ("B|2", "B", 1100), ("C|3", "C", 1200)]
        .map(|(key, sku, price)| (key.to_owned(), sku.to_owned(), price, 1));
    assert_eq!(found, expected);
}
