//! Products: variants are one, what no file knows is there too, and orders add up.

use pannier_api::{
    Code, list_products, product_detail, set_orders,
    views::{
        Formula, ListProducts, ProductAsked, ProductDays, ProductPage, ProductSort, SetOrdersInput,
    },
};

use crate::{
    shop::{TestShop, shop_in},
    shopify::{Order, export, order},
};

const FILE: &str = "Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,\
Variant Inventory Qty,Cost per item,Image Src,Gift Card,Status\n\
throw,Linen throw,Wren,Throws,Colour,Oat,SKU-Linen-throw,50.00,3,20.00,https://wren.example/throw.png,false,active\n\
throw,,,,,Sage,SKU-Sage-throw,55.00,4,21.00,,,\n\
lamp,Little lamp,Wren,Lamps,Title,Default Title,SKU-Lamp,80.00,0,30.00,,false,active\n\
old,Old vase,Wren,Vases,Title,Default Title,SKU-Vase,15.00,,,,false,archived\n";

fn sale(number: u32, day: &str, lines: &[(&str, u32, &str)], total: &str) -> Order {
    let mut order = order(
        number,
        &format!("{day} 12:00:00 +0200"),
        "ada@example.com",
        total,
    );
    order.lines = lines
        .iter()
        .map(|(name, quantity, price)| ((*name).to_owned(), *quantity, (*price).to_owned()))
        .collect();
    order
}

fn shop(with_file: bool) -> TestShop {
    let test = shop_in("EUR");
    let orders = [
        sale(
            1,
            "2026-06-01",
            &[("Linen throw", 1, "50.00"), ("Tea towel", 2, "10.00")],
            "70.00",
        ),
        sale(
            2,
            "2026-06-20",
            &[("Sage throw", 1, "55.00"), ("Linen throw", 1, "50.00")],
            "105.00",
        ),
        sale(3, "2026-06-28", &[("Tea towel", 1, "10.00")], "10.00"),
        sale(4, "2025-01-10", &[("Paper star", 1, "12.00")], "12.00"),
    ];
    let path = test.file("orders_export.csv", export(&orders));
    test.import(&[&path]).unwrap();
    if with_file {
        let path = test.file("products_export.csv", FILE);
        test.import(&[&path]).unwrap();
    }
    test
}

fn asked() -> ListProducts {
    ListProducts {
        days: ProductDays::Year,
        formula: Formula::Goods,
        search: String::new(),
        sort: ProductSort::Revenue,
        descending: true,
        offset: 0,
        limit: 200,
    }
}

fn names(page: &ProductPage) -> Vec<&str> {
    page.rows.iter().map(|row| row.name.as_str()).collect()
}

#[test]
fn variants_are_one_product_with_what_they_sold() {
    let test = shop(true);
    let page = list_products(&test.shop, &asked()).unwrap();
    assert_eq!(
        names(&page),
        [
            "Linen throw",
            "Tea towel",
            "Little lamp",
            "Old vase",
            "Paper star"
        ]
    );
    assert_eq!(
        (page.from.as_str(), page.to.as_str()),
        ("2025-06-29", "2026-06-28")
    );
    let throw = &page.rows[0];
    assert_eq!(
        (throw.units, throw.orders),
        (3, 2),
        "an order with both counts once"
    );
    assert_eq!(throw.revenue.text, "155.00");
    assert_eq!(
        throw.aov.as_ref().unwrap().text,
        "87.50",
        "of 70.00 and 105.00"
    );
    assert_eq!(throw.stock, Some(7));
    assert_eq!(throw.trend.iter().sum::<u32>(), 3);
    assert_eq!(throw.trend.len(), page.parts as usize);
    assert!(page.from_files && page.stocked);
    let lamp = &page.rows[2];
    assert_eq!((lamp.units, lamp.stock, &lamp.aov), (0, Some(0), &None));
    assert!(
        lamp.offered && !page.rows[3].offered,
        "the vase is archived"
    );
    assert!(
        page.rows[1].offered,
        "sold last week, though no file knows it"
    );
    assert!(!page.rows[4].offered, "not sold for a year, and in no file");

    let detail = product_detail(
        &test.shop,
        &ProductAsked {
            id: throw.id,
            days: ProductDays::Year,
            formula: Formula::Goods,
        },
    )
    .unwrap();
    assert_eq!(detail.row, *throw);
    assert_eq!(detail.price.unwrap().text, "50.00");
    assert_eq!(detail.cost.unwrap().text, "20.00");
    let variants: Vec<_> = detail
        .variants
        .iter()
        .map(|variant| (variant.title.as_str(), variant.sku.as_str(), variant.stock))
        .collect();
    assert_eq!(
        variants,
        [
            ("Oat", "SKU-Linen-throw", Some(3)),
            ("Sage", "SKU-Sage-throw", Some(4))
        ]
    );
    // 70.00, 105.00 and 10.00.
    assert_eq!(detail.aov_of_all.unwrap().text, "61.67");
}

#[test]
fn a_product_says_by_what_its_orders_and_sets_are_asked_for() {
    let test = shop(true);
    let page = list_products(&test.shop, &asked()).unwrap();
    let sold_as = |name: &str| {
        let row = page.rows.iter().find(|row| row.name == name).unwrap();
        let asked = ProductAsked {
            id: row.id,
            days: ProductDays::Year,
            formula: Formula::Goods,
        };
        product_detail(&test.shop, &asked).unwrap().sold_as
    };
    let throw = sold_as("Linen throw");
    assert_eq!(throw.len(), 2, "orders know two variants of it");
    assert_eq!(sold_as("Tea towel").len(), 1);
    assert_eq!(sold_as("Little lamp"), [0; 0], "never sold");
    let orders = set_orders(
        &test.shop,
        &SetOrdersInput {
            products: throw,
            offset: 0,
            limit: 10,
        },
    )
    .unwrap();
    assert_eq!(orders.total, 1, "one order holds both");
}

#[test]
fn without_a_product_file_orders_say_what_there_is() {
    let test = shop(false);
    let page = list_products(&test.shop, &asked()).unwrap();
    assert_eq!(
        names(&page),
        ["Linen throw", "Sage throw", "Tea towel", "Paper star"]
    );
    assert!(
        page.rows.iter().all(|row| row.offered),
        "nothing says otherwise"
    );
    let page = list_products(
        &test.shop,
        &ListProducts {
            days: ProductDays::All,
            ..asked()
        },
    )
    .unwrap();
    assert_eq!(page.from, "2025-01-10");
    assert_eq!(page.rows.iter().map(|row| row.units).sum::<i64>(), 7);
}

#[test]
fn a_new_product_file_is_seen_at_once() {
    let test = shop(false);
    assert_eq!(list_products(&test.shop, &asked()).unwrap().total, 4);
    let path = test.file("products_export.csv", FILE);
    test.import(&[&path]).unwrap();
    assert_eq!(list_products(&test.shop, &asked()).unwrap().total, 5);
}

#[test]
fn lists_are_searched_sorted_and_cut() {
    let test = shop(true);
    let list = |change: &dyn Fn(&mut ListProducts)| {
        let mut input = asked();
        change(&mut input);
        list_products(&test.shop, &input).unwrap()
    };
    let found = list(&|input| input.search = "THROW wren".into());
    assert_eq!(names(&found), ["Linen throw"]);
    let found = list(&|input| input.search = "sku-lamp".into());
    assert_eq!(names(&found), ["Little lamp"]);
    assert_eq!(list(&|input| input.search = "sofa".into()).total, 0);
    let by_name = list(&|input| {
        input.sort = ProductSort::Name;
        input.descending = false;
    });
    assert_eq!(
        names(&by_name),
        [
            "Linen throw",
            "Little lamp",
            "Old vase",
            "Paper star",
            "Tea towel"
        ]
    );
    let page = list(&|input| {
        input.offset = 1;
        input.limit = 2;
    });
    assert_eq!(
        (page.total, names(&page)),
        (5, vec!["Tea towel", "Little lamp"])
    );
    let by_stock = list(&|input| input.sort = ProductSort::Stock);
    assert_eq!(by_stock.rows[0].stock, Some(7));
    let least = list(&|input| {
        input.sort = ProductSort::Stock;
        input.descending = false;
    });
    let stocks: Vec<_> = least.rows.iter().map(|row| row.stock).collect();
    assert_eq!(
        stocks,
        [Some(0), Some(7), None, None, None],
        "what is not counted stands last"
    );
}

#[test]
fn pages_of_several_lists_in_turn_hold_each_product_once() {
    let test = shop_in("EUR");
    let lines: Vec<(String, u32, String)> = (0..730)
        .map(|nth| {
            (
                format!("Thing {nth}"),
                1 + nth % 3,
                format!("{}.00", 1 + nth % 9),
            )
        })
        .collect();
    let mut made = order(1, "2026-06-20 12:00:00 +0200", "mara@example.com", "1.00");
    made.lines = lines;
    let path = test.file("orders.csv", export(&[made]));
    test.import(&[&path]).unwrap();
    let sorts = [ProductSort::Name, ProductSort::Units, ProductSort::Revenue];
    let mut seen: Vec<Vec<String>> = vec![Vec::new(); sorts.len()];
    // As somebody does who turns the list round while it is being scrolled.
    for offset in (0..800).step_by(100) {
        for (seen, sort) in seen.iter_mut().zip(sorts) {
            let input = ListProducts {
                sort,
                offset,
                limit: 100,
                ..asked()
            };
            let page = list_products(&test.shop, &input).unwrap();
            assert_eq!(page.total, 730);
            seen.extend(page.rows.into_iter().map(|row| row.name));
        }
    }
    assert!(seen[0] != seen[1] && seen[1] != seen[2]);
    for mut names in seen {
        assert_eq!(names.len(), 730);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 730, "each once");
    }
}

#[test]
fn a_product_that_is_gone_is_said_to_be() {
    let test = shop(true);
    let asked = ProductAsked {
        id: 999_999,
        days: ProductDays::Year,
        formula: Formula::Goods,
    };
    let error = product_detail(&test.shop, &asked).unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}

#[test]
fn an_empty_shop_has_an_empty_list() {
    let test = shop_in("EUR");
    assert_eq!(list_products(&test.shop, &asked()).unwrap().total, 0);
}
