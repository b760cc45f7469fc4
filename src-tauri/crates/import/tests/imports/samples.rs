//! Every real file at hand, with what becomes of it: read as what it is, or refused by its name.
//! Figures were worked out from the files by other means.

use std::{collections::BTreeSet, path::Path};

use pannier_core::{Facts, OrderFlags};
use pannier_import::{FileReport, Kind, Options, PaymentsAre};

use crate::{
    platforms::{import, orders, trusting},
    shared_data::shared,
    support::{Shop, shop},
};
use Becomes::{Read, Refused};

enum Becomes {
    /// Platform, kind, rows, rows that are rejected.
    Read(&'static str, Kind, u64, u64),
    /// Words of the refusal.
    Refused(&'static str),
}

const FILES: &[(&str, Becomes)] = &[
    (
        "amazon/kaggle_amazon_in_orders_head.csv",
        Read("amazon", Kind::Orders, 1500, 0),
    ),
    (
        "amazon/new_orders_unit_test.txt",
        Read("amazon", Kind::Orders, 6, 0),
    ),
    (
        "derived_anonymised/shopify_checkouts_export_2023_gbp.csv",
        Read("shopify", Kind::Checkouts, 28, 0),
    ),
    (
        "derived_anonymised/shopify_customers_export_2022.csv",
        Read("shopify", Kind::Customers, 1511, 0),
    ),
    (
        "derived_anonymised/shopify_orders_export_2022.csv",
        Read("shopify", Kind::Orders, 811, 0),
    ),
    (
        "derived_anonymised/shopify_orders_export_2025-12.csv",
        Read("shopify", Kind::Orders, 121, 0),
    ),
    (
        "derived_anonymised/shopify_orders_export_excel_resaved.csv",
        Refused("without its amounts"),
    ),
    (
        "ebay/us_header_only.csv",
        Refused("eBay’s orders report without any orders"),
    ),
    (
        "etsy/EtsyListingsDownload_header_only.csv",
        Refused("Etsy’s list of your listings"),
    ),
    // Someone took the numbers of the orders out: its rows cannot be told apart.
    (
        "etsy/EtsySoldOrderItems2020_blanked.csv",
        Read("etsy", Kind::Orders, 1073, 1073),
    ),
    (
        "etsy/EtsySoldOrderItems2020_quoted.csv",
        Read("etsy", Kind::Orders, 70, 0),
    ),
    (
        "etsy/EtsySoldOrders2019.csv",
        Read("etsy", Kind::Orders, 955, 0),
    ),
    (
        "etsy/EtsySoldOrders2020.csv",
        Read("etsy", Kind::Orders, 347, 0),
    ),
    (
        "false_friends/crm_contacts-sample.csv",
        Read("own", Kind::Customers, 5, 0),
    ),
    (
        "false_friends/crm_transactions-sample.csv",
        Refused("list of payments"),
    ),
    (
        "false_friends/danish_kroner_nordea_example.csv",
        Refused("Bank statements"),
    ),
    (
        "false_friends/french_example.csv",
        Refused("Bank statements"),
    ),
    (
        "false_friends/multi-line-field.csv",
        Refused("Bank statements"),
    ),
    (
        "gumroad/customer_import.csv",
        Refused("list of addresses for Gumroad"),
    ),
    (
        "magento/catalog_product.csv",
        Read("magento", Kind::Products, 7, 0),
    ),
    (
        "magento/customer_profile.csv",
        Read("magento", Kind::Customers, 1, 0),
    ),
    (
        "magento/links_crosssell.csv",
        Refused("product links of Magento"),
    ),
    (
        "magento/links_related.csv",
        Refused("product links of Magento"),
    ),
    (
        "magento/links_upsell.csv",
        Refused("product links of Magento"),
    ),
    (
        "magento/sampledata_orders.csv",
        Refused("sample data of Magento"),
    ),
    (
        "marketplaces/amazon_orders.csv",
        Refused("All Orders report without its dates"),
    ),
    (
        "marketplaces/amazon_sales.csv",
        Refused("sales summary from Amazon"),
    ),
    (
        "marketplaces/shopify_sales.csv",
        Refused("Shopify Analytics report"),
    ),
    ("marketplaces/tiktok_orders.csv", Refused("TikTok Shop")),
    (
        "marketplaces/walmart_sales.csv",
        Refused("sales summary from Walmart"),
    ),
    (
        "paypal/full_header_bom.csv",
        Refused("PayPal’s list of activity"),
    ),
    (
        "paypal/paypal-custom.csv",
        Read("paypal", Kind::Payments, 7, 0),
    ),
    (
        "prestashop/comma_customers_import.csv",
        Read("prestashop", Kind::Customers, 9, 0),
    ),
    (
        "prestashop/comma_products_import.csv",
        Read("prestashop", Kind::Products, 7, 0),
    ),
    (
        "prestashop/semicolon_addresses_import.csv",
        Refused("addresses file of PrestaShop"),
    ),
    (
        "prestashop/semicolon_combinations_import.csv",
        Refused("combinations file of PrestaShop"),
    ),
    (
        "prestashop/semicolon_customers_import.csv",
        Read("prestashop", Kind::Customers, 9, 0),
    ),
    (
        "prestashop/semicolon_products_import.csv",
        Read("prestashop", Kind::Products, 7, 0),
    ),
    (
        "shopify/apparel.csv",
        Read("shopify", Kind::Products, 22, 0),
    ),
    (
        "shopify/home-and-garden.csv",
        Read("shopify", Kind::Products, 21, 0),
    ),
    (
        "shopify/inventory_export.csv",
        Read("shopify", Kind::Products, 50, 0),
    ),
    (
        "shopify/jewelery.csv",
        Read("shopify", Kind::Products, 41, 0),
    ),
    (
        "shopify/products_cut_down.csv",
        Read("shopify", Kind::Products, 400, 0),
    ),
    (
        "shopify/products_export_54col.csv",
        Read("shopify", Kind::Products, 61, 0),
    ),
    (
        "shopify/products_export_markets.csv",
        Read("shopify", Kind::Products, 13, 0),
    ),
    (
        "shopify/products_export_metafields_recommendations.csv",
        Read("shopify", Kind::Products, 565, 0),
    ),
    (
        "shopify/products_export_padded_header.csv",
        Read("shopify", Kind::Products, 25, 0),
    ),
    (
        "shopify/products_export_search_boosts.csv",
        Read("shopify", Kind::Products, 548, 0),
    ),
    (
        "shopify/products_packt.csv",
        Read("shopify", Kind::Products, 21, 0),
    ),
    (
        "shopify/products_sample_template.csv",
        Read("shopify", Kind::Products, 17, 0),
    ),
    (
        "shopify/report_total_sales_by_product.csv",
        Refused("Shopify Analytics report"),
    ),
    (
        "shopify/report_total_sales_by_variant.csv",
        Refused("Shopify Analytics report"),
    ),
    (
        "shopify/saas_shopify_products_demo.csv",
        Read("shopify", Kind::Products, 240, 0),
    ),
    (
        "shopify/solidus_importer_customers.csv",
        Read("shopify", Kind::Customers, 4, 0),
    ),
    (
        "shopify/solidus_importer_example_customer.csv",
        Read("own", Kind::Customers, 1, 0),
    ),
    (
        "shopify/solidus_importer_example_orders.csv",
        Refused("Transporter or Matrixify"),
    ),
    (
        "shopify/solidus_importer_example_products.csv",
        Read("shopify", Kind::Products, 3, 0),
    ),
    (
        "shopify/solidus_importer_invalid_headers.csv",
        Refused("no export that Pannier knows"),
    ),
    (
        "shopify/solidus_importer_products.csv",
        Read("shopify", Kind::Products, 7, 0),
    ),
    (
        "shopify/synthetic_orders_9col.csv",
        Read("shopify", Kind::Orders, 249, 0),
    ),
    (
        "shopify/synthetic_orders_test.csv",
        Read("shopify", Kind::Orders, 9, 0),
    ),
    (
        "shopify/transactions_export_1.csv",
        Read("shopify", Kind::Payments, 32, 0),
    ),
    (
        "shopware/cross_selling_with_own_identifier.csv",
        Refused("products that go together"),
    ),
    (
        "shopware/customers.csv",
        Read("shopware", Kind::Customers, 5, 0),
    ),
    (
        "shopware/products.csv",
        Read("shopware", Kind::Products, 60, 0),
    ),
    (
        "shopware/promotion_discounts.csv",
        Refused("Shopware file about promotions"),
    ),
    (
        "shopware/promotion_individual_codes.csv",
        Refused("Shopware file about promotions"),
    ),
    (
        "square/item_sales_may.csv",
        Read("square", Kind::Orders, 223, 0),
    ),
    (
        "square/items-2026-06-01-2026-06-12.csv",
        Read("square", Kind::Orders, 210, 0),
    ),
    // Its rows have a cell more than its header.
    (
        "square/items_api_synthesised.csv",
        Read("square", Kind::Orders, 3, 3),
    ),
    (
        "squarespace/products_same_shop_in_shopify.csv",
        Read("shopify", Kind::Products, 7, 0),
    ),
    (
        "squarespace/products_squarespace.csv",
        Read("squarespace", Kind::Products, 6, 0),
    ),
    (
        "stripe/balance_transactions.csv",
        Refused("balance report from Stripe"),
    ),
    (
        "stripe/unified_payments_all_columns.csv",
        Read("stripe", Kind::Payments, 1, 0),
    ),
    (
        "stripe/unified_payments_custom.csv",
        Read("stripe", Kind::Payments, 3, 0),
    ),
    (
        "stripe/unified_payments_default.csv",
        Read("stripe", Kind::Payments, 6, 0),
    ),
    ("wix/empty_file.csv", Refused("empty")),
    (
        "wix/wix_insufficient_columns.csv",
        Refused("Wix orders export without its amounts"),
    ),
    (
        "wix/wix_malformed_data.csv",
        Read("wix", Kind::Orders, 1, 0),
    ),
    (
        "wix/wix_malformed_edge_cases.csv",
        Read("wix", Kind::Orders, 1, 1),
    ),
    (
        "wix/wix_orders_multiple_items.csv",
        Read("wix", Kind::Orders, 6, 0),
    ),
    ("wix/wix_orders_single.csv", Read("wix", Kind::Orders, 1, 0)),
    (
        "woocommerce/demo_woocommerce_products.csv",
        Read("woocommerce", Kind::Products, 100, 0),
    ),
    (
        "woocommerce/importer_unit_test_sample.csv",
        Read("woocommerce", Kind::Products, 7, 0),
    ),
    (
        "woocommerce/sample_products.csv",
        Read("woocommerce", Kind::Products, 24, 0),
    ),
];

fn american() -> Shop {
    shop("USD", "US", "America/New_York")
}

fn files_in(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_in(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn every_sample_is_read_as_what_it_is_or_refused_by_its_name() {
    let name = "every_sample_is_read_as_what_it_is_or_refused_by_its_name";
    let Some(list) = shared(name, "samples/SOURCES.md") else {
        return;
    };
    let root = list.parent().unwrap();
    let shop = american();
    let mut wrong = Vec::new();
    for (file, becomes) in FILES {
        let path = root.join(file);
        if !path.exists() {
            continue;
        }
        let options = Options {
            payments: Some(PaymentsAre::Payments),
            ..trusting()
        };
        let plan = shop.preview_with(std::slice::from_ref(&path), &options);
        let report = &plan.files()[0];
        assert_eq!(report.row_verdicts.sum(), report.rows, "{file}");
        let refused = report.refused.as_ref();
        let is_right = match (becomes, refused) {
            (Refused(words), Some(refusal)) => {
                assert!(!refusal.need.is_empty(), "{file} says what to do");
                refusal.what.contains(words)
            }
            (Read(platform, kind, rows, rejected), None) => {
                let is = (
                    report.platform.as_deref(),
                    report.kind,
                    report.rows,
                    report.row_verdicts.rejected,
                );
                is == (Some(platform), Some(*kind), *rows, *rejected)
            }
            _ => false,
        };
        if !is_right {
            wrong.push(format!(
                "{file}: {:?} {:?} {} {:?} {refused:?} {:?}",
                report.platform,
                report.kind,
                report.rows,
                report.row_verdicts,
                plan.questions()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut there = Vec::new();
    files_in(root, &mut there);
    let known: BTreeSet<_> = FILES.iter().map(|(file, _)| root.join(file)).collect();
    let others = ["SOURCES.md", "Download_short.CSV"];
    let missing: Vec<_> = there
        .iter()
        .filter(|path| !known.contains(*path) && !others.iter().any(|name| path.ends_with(name)))
        .collect();
    assert!(missing.is_empty(), "files without a verdict: {missing:?}");
}

/// Imports one file into a shop of the United States.
fn imported(name: &str, file: &str) -> Option<(Shop, FileReport, Facts)> {
    let path = shared(name, &format!("samples/{file}"))?;
    let shop = american();
    let report = import(&shop, &[path]).remove(0);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    shop.assert_healthy();
    Some((shop, report, facts))
}

fn sum(amounts: &[i64]) -> i64 {
    amounts.iter().sum()
}

#[test]
fn wix_repeats_the_total_of_an_order_on_each_of_its_rows() {
    let name = "wix_repeats_the_total_of_an_order_on_each_of_its_rows";
    let Some((shop, report, facts)) = imported(name, "wix/wix_orders_multiple_items.csv") else {
        return;
    };
    assert_eq!((report.rows, report.orders.new), (6, 2));
    let records = shop.store.read(|tx| tx.orders_by_id(&facts.order)).unwrap();
    let mut orders: Vec<_> = records
        .iter()
        .zip(&facts.flags)
        .map(|(order, flags)| {
            (
                order.number.as_str(),
                order.total,
                order.currency.to_string(),
                flags.has(OrderFlags::CANCELLED),
            )
        })
        .collect();
    orders.sort();
    assert_eq!(
        orders,
        [
            ("10001", 9494, "EUR".to_owned(), true),
            ("10002", 6994, "EUR".to_owned(), false),
        ]
    );
}

#[test]
fn etsys_items_are_put_together_to_their_orders() {
    let name = "etsys_items_are_put_together_to_their_orders";
    let Some((_, report, facts)) = imported(name, "etsy/EtsySoldOrderItems2020_quoted.csv") else {
        return;
    };
    assert_eq!((report.rows, report.orders.new), (70, 57));
    assert_eq!(
        sum(&facts.goods),
        26_255 - 271,
        "262.55 less 2.71 of three coupons"
    );
}

#[test]
fn etsys_orders_add_up_and_partial_refunds_are_found() {
    let name = "etsys_orders_add_up_and_partial_refunds_are_found";
    for (file, orders, total, goods) in [
        (
            "etsy/EtsySoldOrders2019.csv",
            955,
            2_866_279,
            2_819_977 - 80_495,
        ),
        (
            "etsy/EtsySoldOrders2020.csv",
            347,
            1_135_935,
            1_101_369 - 34_180,
        ),
    ] {
        let Some((_, _, facts)) = imported(name, file) else {
            return;
        };
        assert_eq!(facts.len(), orders, "{file}");
        assert_eq!(
            (sum(&facts.total), sum(&facts.goods)),
            (total, goods),
            "{file}"
        );
        if orders == 347 {
            // Of 85.00 that came in, 42.50 are left.
            assert_eq!(sum(&facts.refunded), 8500 - 4250, "{file}");
        }
    }
}

#[test]
fn squares_items_are_put_together_and_its_refund_stands_apart() {
    let name = "squares_items_are_put_together_and_its_refund_stands_apart";
    for (file, count, gross, net) in [
        (
            "square/items-2026-06-01-2026-06-12.csv",
            140,
            156_800,
            155_942,
        ),
        // 163 transactions and 1,739.00, of which one is a refund of 7.00.
        ("square/item_sales_may.csv", 162, 174_600, 174_600),
    ] {
        let Some((shop, report, facts)) = imported(name, file) else {
            return;
        };
        assert_eq!(facts.len(), count, "{file}");
        let known: i64 = orders(&shop).iter().map(|order| order.gross).sum();
        assert_eq!((known, sum(&facts.goods)), (gross, net), "{file}");
        assert_eq!(report.row_verdicts.rejected, 0);
    }
}

#[test]
fn amazons_orders_of_india_are_read_month_first() {
    let name = "amazons_orders_of_india_are_read_month_first";
    let Some(path) = shared(name, "samples/amazon/kaggle_amazon_in_orders_head.csv") else {
        return;
    };
    let shop = shop("INR", "IN", "Asia/Kolkata");
    let report = import(&shop, &[path]).remove(0);
    let facts = shop.store.read(|tx| tx.facts()).unwrap();
    assert_eq!((report.rows, facts.len()), (1500, 1383));
    shop.assert_healthy();
}
