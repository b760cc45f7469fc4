//! Real exports of products, stock, payments and carts, with the numbers that were worked out from
//! them by other means.

use pannier_import::{DateOrder, FileReport, Kind, Options, PaymentsAre, Question};
use pannier_store::KeptTotals;

use crate::{
    shared_data::shared,
    support::{Shop, shop},
};

/// A real file, imported, imported again without news, and undone without a trace.
fn import_twice(name: &str, path: &str) -> Option<(FileReport, KeptTotals)> {
    let path = shared(name, path)?;
    let shop = shop("USD", "US", "America/New_York");
    let totals = |shop: &Shop| shop.store.read(|tx| tx.kept_totals()).unwrap();
    let import = |shop: &Shop| {
        let options = Options {
            payments: Some(PaymentsAre::Payments),
            ..Options::default()
        };
        let plan = shop.preview_with(std::slice::from_ref(&path), &options);
        (shop.apply(&plan).unwrap(), plan.files()[0].clone())
    };
    let (first, report) = import(&shop);
    assert_eq!(report.refused, None, "{}", path.display());
    let verdicts = report.row_verdicts;
    assert_eq!((verdicts.rejected, verdicts.updated), (0, 0), "{report:?}");
    shop.assert_healthy();
    let now = totals(&shop);
    let (second, again) = import(&shop);
    let verdicts = again.row_verdicts;
    assert_eq!((verdicts.new, verdicts.updated), (0, 0), "{verdicts:?}");
    assert_eq!(totals(&shop), now);
    for import in [first, second].into_iter().flatten() {
        shop.undo(import).unwrap();
    }
    assert_eq!(totals(&shop), KeptTotals::default());
    shop.assert_healthy();
    Some((report, now))
}

#[test]
fn real_products_files_are_read_whole() {
    let name = "real_products_files_are_read_whole";
    for (path, rows, products, variants) in [
        ("shopify/apparel.csv", 22, 20, 22),
        ("shopify/jewelery.csv", 41, 20, 23),
        ("shopify/home-and-garden.csv", 21, 20, 21),
        ("shopify/products_cut_down.csv", 400, 400, 400),
        ("shopify/products_export_54col.csv", 61, 8, 14),
        ("shopify/products_export_markets.csv", 13, 6, 12),
        ("shopify/products_export_padded_header.csv", 25, 24, 24),
        ("shopify/products_export_search_boosts.csv", 548, 86, 168),
        (
            "shopify/products_export_metafields_recommendations.csv",
            565,
            84,
            445,
        ),
        ("shopify/products_packt.csv", 21, 20, 21),
        ("shopify/products_sample_template.csv", 17, 3, 16),
        ("shopify/saas_shopify_products_demo.csv", 240, 20, 240),
        ("shopify/solidus_importer_products.csv", 7, 1, 3),
        ("shopify/inventory_export.csv", 50, 7, 50),
        ("woocommerce/sample_products.csv", 24, 15, 22),
        ("woocommerce/importer_unit_test_sample.csv", 7, 5, 6),
        ("woocommerce/demo_woocommerce_products.csv", 100, 100, 100),
        ("squarespace/products_squarespace.csv", 6, 3, 6),
        ("squarespace/products_same_shop_in_shopify.csv", 7, 3, 6),
        ("prestashop/semicolon_products_import.csv", 7, 7, 7),
        ("prestashop/comma_products_import.csv", 7, 7, 7),
        ("magento/catalog_product.csv", 7, 7, 7),
        ("shopware/products.csv", 60, 59, 59),
    ] {
        let Some((report, totals)) = import_twice(name, &format!("samples/{path}")) else {
            return;
        };
        assert_eq!(report.kind, Some(Kind::Products), "{path}");
        assert_eq!(
            (
                report.rows,
                report.products.new,
                totals.products,
                totals.variants
            ),
            (rows, products, i64::try_from(products).unwrap(), variants),
            "{path}: {report:?}"
        );
    }
}

#[test]
fn real_payments_are_kept_one_by_one() {
    let name = "real_payments_are_kept_one_by_one";
    for (path, rows, payments) in [
        ("shopify/transactions_export_1.csv", 32, 32),
        ("stripe/unified_payments_default.csv", 6, 6),
        ("stripe/unified_payments_all_columns.csv", 1, 1),
        ("stripe/unified_payments_custom.csv", 3, 2),
        ("paypal/paypal-custom.csv", 7, 1),
    ] {
        let Some((report, totals)) = import_twice(name, &format!("samples/{path}")) else {
            return;
        };
        assert_eq!(report.kind, Some(Kind::Payments), "{path}");
        assert_eq!(
            (report.rows, report.payments.new, totals.payments),
            (rows, payments, i64::try_from(payments).unwrap()),
            "{path}: {report:?}"
        );
        assert_eq!(report.orders.new, 0, "{path}: payments are no orders");
    }
}

#[test]
fn a_list_of_what_was_paid_asks_for_its_dates_and_brings_nothing() {
    let name = "a_list_of_what_was_paid_asks_for_its_dates_and_brings_nothing";
    let Some(path) = shared(name, "samples/paypal/Download_short.CSV") else {
        return;
    };
    let shop = shop("USD", "US", "America/New_York");
    let files = [path];
    assert_eq!(shop.preview(&files).questions(), [Question::DateOrder]);
    let options = Options {
        date_order: Some(DateOrder::MonthFirst),
        payments: Some(PaymentsAre::Payments),
        ..Options::default()
    };
    let plan = shop.preview_with(&files, &options);
    let report = &plan.files()[0];
    assert_eq!(report.row_verdicts.ignored, report.rows, "{report:?}");
    assert_eq!(shop.apply(&plan).unwrap(), None);
}

#[test]
fn real_carts_are_kept_beside_orders() {
    let name = "real_carts_are_kept_beside_orders";
    let path = "samples/derived_anonymised/shopify_checkouts_export_2023_gbp.csv";
    let Some((report, totals)) = import_twice(name, path) else {
        return;
    };
    assert_eq!(
        (
            report.kind,
            report.rows,
            report.checkouts.new,
            totals.checkouts
        ),
        (Some(Kind::Checkouts), 28, 22, 22)
    );
}
