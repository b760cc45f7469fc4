//! Suggestions: what goes together is found, with numbers that count up; the merchant's rules hold;
//! too little is said to be too little.

use std::sync::{Arc, Mutex};

use pannier_api::{
    Code, Shop, customer_named, customer_suggestions, export_suggestions, learn_suggestions,
    list_products, prepare_suggestions, product_named, product_suggestions, set_suggestion_rules,
    suggestion_quality, suggestion_rules, together_orders,
    views::{
        ExportSuggestions, Formula, ListProducts, ProductDays, ProductSort, ProductSuggestions,
        RuleProducts, RuleThen, Suggested, SuggestedTo, SuggestionRule, SuggestionWork,
        SuggestionsWritten, TogetherAsked, Topic,
    },
};
use pannier_core::{Cancel, CustomerId, Reporter};

use crate::{
    shop::shop_in,
    shopify::{Order, export, order},
};

/// Things that are sold by chance.
const OTHERS: [(&str, &str); 8] = [
    ("Paper star", "12.00"),
    ("Oak tray", "38.00"),
    ("Wool rug", "140.00"),
    ("Brass hook", "9.00"),
    ("Glass bowl", "27.00"),
    ("Cedar box", "31.00"),
    ("Candle", "14.00"),
    ("Basket", "45.00"),
];

/// Orders of half a year by 90 people: every second order with a teapot also has tea.
fn orders(count: u32) -> Vec<Order> {
    (0..count)
        .map(|nth| {
            let day = 1 + nth * 28 / count.max(1);
            let month = 1 + nth % 6;
            let created = format!("2026-{month:02}-{day:02} 12:00:00 +0100");
            let person = format!("person{}@example.com", nth % 90);
            let mut made = order(1_000 + nth, &created, &person, "1.00");
            let first = OTHERS[(nth * 7 % 8) as usize];
            let second = OTHERS[(nth * 5 / 3 % 8) as usize];
            made.lines = match nth % 4 {
                0 => vec![line("Teapot", "60.00"), line("Black tea", "9.00")],
                1 => vec![line("Teapot", "60.00"), line(first.0, first.1)],
                _ if first == second => vec![line(first.0, first.1)],
                _ => vec![line(first.0, first.1), line(second.0, second.1)],
            };
            made
        })
        .collect()
}

fn line(name: &str, price: &str) -> (String, u32, String) {
    (name.to_owned(), 1, price.to_owned())
}

struct Learnt {
    shop: Arc<Shop>,
    _folder: tempfile::TempDir,
}

impl Learnt {
    fn of(files: &[(&str, String)]) -> Self {
        let test = shop_in("EUR");
        for (name, text) in files {
            let path = test.file(name, text);
            test.import(&[&path]).unwrap();
        }
        let learnt = Self {
            shop: Arc::new(test.shop),
            _folder: test.folder,
        };
        learn_suggestions(&learnt.shop, &Reporter::default(), &Cancel::default()).unwrap();
        learnt
    }

    fn id(&self, name: &str) -> i64 {
        let input = ListProducts {
            days: ProductDays::All,
            formula: Formula::Goods,
            search: name.to_owned(),
            sort: ProductSort::Name,
            descending: false,
            offset: 0,
            limit: 1,
        };
        list_products(&self.shop, &input).unwrap().rows[0].id
    }

    fn beside(&self, name: &str) -> ProductSuggestions {
        let found = product_suggestions(&self.shop, self.id(name)).unwrap();
        assert_eq!(found.work, SuggestionWork::Done);
        found
    }
}

fn names(list: &[Suggested]) -> Vec<&str> {
    list.iter().map(|one| one.name.as_str()).collect()
}

#[test]
fn what_goes_together_is_found_and_its_orders_count_up() {
    let learnt = Learnt::of(&[("orders.csv", export(&orders(480)))]);
    let found = learnt.beside("Black tea");
    let teapot = &found.goes_with.list[0];
    assert_eq!(teapot.name, "Teapot");
    assert!(
        teapot
            .reason
            .starts_with("120 of 120 orders with Black tea also had Teapot"),
        "{}",
        teapot.reason
    );
    assert_eq!(
        (teapot.together_with, teapot.orders),
        (Some(learnt.id("Black tea")), Some(120))
    );
    let asked = TogetherAsked {
        one: teapot.together_with.unwrap(),
        other: teapot.id,
        offset: 0,
        limit: 50,
    };
    let page = together_orders(&learnt.shop, &asked).unwrap();
    assert_eq!(
        (page.total, page.rows.len()),
        (120, 50),
        "the reason counts up"
    );
    assert_eq!(teapot.price.as_ref().unwrap().text, "60.00");

    let quality = suggestion_quality(&learnt.shop).unwrap();
    assert_eq!(quality.products, 10);
    assert!(quality.proof.is_some() && quality.extra_units.is_some());
    assert_eq!(quality.without_count as usize, quality.without.len());
    assert!(
        quality
            .without
            .iter()
            .all(|product| product.name != "Black tea")
    );
}

#[test]
fn too_few_orders_say_so() {
    let learnt = Learnt::of(&[("orders.csv", export(&orders(20)))]);
    let found = learnt.beside("Teapot");
    assert_eq!(names(&found.goes_with.list), [""; 0]);
    let why = found.goes_with.nothing.unwrap();
    assert!(why.starts_with("Too few orders to tell"), "{why}");
    let quality = suggestion_quality(&learnt.shop).unwrap();
    assert_eq!(
        (quality.extra_units, quality.without_count),
        (None, quality.products)
    );
}

#[test]
fn a_shop_without_orders_has_nothing_to_look_through() {
    let shop = Arc::new(shop_in("EUR").shop);
    assert_eq!(
        prepare_suggestions(&shop).unwrap(),
        SuggestionWork::NoOrders
    );
    assert_eq!(
        product_suggestions(&shop, 3).unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn learning_goes_on_beside_and_tells_when_it_is_done() {
    let test = shop_in("EUR");
    let path = test.file("orders.csv", export(&orders(200)));
    test.import(&[&path]).unwrap();
    let shop = Arc::new(test.shop);
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    shop.listen(move |topics: &[Topic]| sink.lock().unwrap().extend_from_slice(topics));
    assert!(matches!(
        prepare_suggestions(&shop).unwrap(),
        SuggestionWork::Working { .. } | SuggestionWork::Done
    ));
    for _ in 0..600 {
        if prepare_suggestions(&shop).unwrap() == SuggestionWork::Done {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(prepare_suggestions(&shop).unwrap(), SuggestionWork::Done);
    assert!(told.lock().unwrap().contains(&Topic::Suggestions));
}

#[test]
fn rules_of_the_merchant_hold() {
    let files = [("orders.csv", export(&orders(480)))];
    let learnt = Learnt::of(&files);
    let said: Vec<String> = suggestion_rules(&learnt.shop)
        .unwrap()
        .into_iter()
        .map(|rule| rule.sentence)
        .collect();
    assert_eq!(
        said[0], "Never show gift cards",
        "a shop begins with the usual ones"
    );

    let never = SuggestionRule {
        which: RuleProducts::Products {
            ids: vec![learnt.id("Teapot")],
        },
        beside: None,
        then: RuleThen::Never,
    };
    let said = set_suggestion_rules(&learnt.shop, std::slice::from_ref(&never)).unwrap();
    assert_eq!(said[0].sentence, "Never show Teapot");
    assert_eq!(said[0].rule, never);
    let list = learnt.beside("Black tea").goes_with;
    assert!(!names(&list.list).contains(&"Teapot"));
    assert!(list.nothing.is_some(), "{list:?}");

    for (rule, words) in [
        (
            SuggestionRule {
                which: RuleProducts::All,
                beside: None,
                then: RuleThen::Never,
            },
            "nothing to show",
        ),
        (
            SuggestionRule {
                which: RuleProducts::MarginUnder { percent: 100 },
                beside: None,
                then: RuleThen::Never,
            },
            "from 1 to 99",
        ),
        (
            SuggestionRule {
                which: RuleProducts::Products { ids: Vec::new() },
                beside: None,
                then: RuleThen::Always,
            },
            "at least one",
        ),
    ] {
        let error = set_suggestion_rules(&learnt.shop, &[rule]).unwrap_err();
        assert!(error.message.contains(words), "{error}");
    }
    assert_eq!(
        suggestion_rules(&learnt.shop).unwrap().len(),
        1,
        "a refusal changes nothing"
    );
}

#[test]
fn someone_is_shown_what_others_like_them_bought_and_a_stranger_what_is_popular() {
    let learnt = Learnt::of(&[("orders.csv", export(&orders(480)))]);
    let id = CustomerId(customer_named(&learnt.shop, "person1@example.com").unwrap());
    let found = customer_suggestions(&learnt.shop, id).unwrap();
    assert!(!found.suggested.list.is_empty());
    assert!(
        found
            .suggested
            .list
            .iter()
            .all(|one| !one.reason.is_empty())
    );
    let stranger = customer_suggestions(&learnt.shop, CustomerId(999_999)).unwrap();
    let reasons: Vec<&str> = stranger
        .suggested
        .list
        .iter()
        .map(|one| one.reason.as_str())
        .collect();
    assert!(
        reasons.iter().all(|reason| reason.starts_with("In ")),
        "{reasons:?}"
    );
}

const THEIRS: &str = "Handle,Title,Vendor,Type,Variant SKU,Variant Price,Status\n\
teapot,Teapot,Wren,Tea,SKU-Teapot,60.00,active\n\
black-tea,Black tea,Wren,Tea,SKU-Black-tea,9.00,active\n\
old-tea,Old tea,Wren,Tea,SKU-Old-tea,9.00,archived\n";

fn exported(learnt: &Learnt, to: SuggestedTo, tried: bool) -> (String, SuggestionsWritten) {
    let input = ExportSuggestions { to, tried };
    let (file, written) = export_suggestions(
        &learnt.shop,
        input,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    (String::from_utf8(file.bytes).unwrap(), written)
}

#[test]
fn shopify_is_given_one_product_to_try_and_then_all() {
    let learnt = Learnt::of(&[
        ("orders.csv", export(&orders(480))),
        ("products_export.csv", THEIRS.to_owned()),
    ]);
    let (file, written) = exported(&learnt, SuggestedTo::Shopify, false);
    assert_eq!(written.products, 1);
    assert_eq!(written.trial.as_deref(), Some("Teapot"));
    assert_eq!(file.lines().count(), 2);
    assert!(
        file.starts_with(
            "Handle,Title,Complementary products (product.metafields.shopify--discovery"
        )
    );

    let (file, written) = exported(&learnt, SuggestedTo::Shopify, true);
    assert_eq!((written.products, written.trial), (2, None));
    let rows: Vec<&str> = file.lines().collect();
    assert!(rows[1].starts_with("teapot,Teapot,black-tea,"), "{file}");
    assert!(rows[2].starts_with("black-tea,Black tea,teapot,"), "{file}");
    assert!(
        !file.contains("old-tea"),
        "what is archived is neither shown nor beside anything"
    );

    let (file, _) = exported(&learnt, SuggestedTo::Json, true);
    let json: serde_json::Value = serde_json::from_str(&file).unwrap();
    assert_eq!(json["products"][0]["product"]["id"], "teapot");
    assert_eq!(json["products"][0]["goesWith"][0]["name"], "Black tea");
}

#[test]
fn shops_are_named_their_own_products_alone() {
    let woo = "ID,Type,SKU,Name,Published,Stock,Regular price,Categories\n\
        11,simple,=CUP,Blue tea cup,1,4,12.00,Cups\n\
        12,simple,\"CUP,2\",Green tea cup,1,4,13.00,Cups\n\
        13,simple,,Red tea cup,1,4,14.00,Cups\n";
    let learnt = Learnt::of(&[
        ("orders.csv", export(&orders(480))),
        ("products_export.csv", THEIRS.to_owned()),
        ("wc-product-export.csv", woo.to_owned()),
    ]);
    let (file, written) = exported(&learnt, SuggestedTo::WooCommerce, true);
    assert_eq!((written.products, written.nameless), (3, 0));
    let mut rows = csv::Reader::from_reader(file.as_bytes());
    assert_eq!(
        rows.headers().unwrap(),
        vec!["ID", "SKU", "Upsells", "Cross-sells"]
    );
    let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
    let cells = |row: usize| rows[row].iter().collect::<Vec<_>>();
    assert_eq!(
        &cells(0)[..2],
        ["11", "'=CUP"],
        "no spreadsheet takes it for a sum"
    );
    assert_eq!(&cells(2)[..2], ["13", ""]);
    let upsells: Vec<&str> = cells(2)[2].trim_start_matches('\'').split(", ").collect();
    assert!(
        upsells.contains(&"CUP\\,2") && upsells.contains(&"=CUP"),
        "{upsells:?}"
    );
    assert!(
        cells(0)[2].contains("id:13"),
        "what has no SKU goes by its id"
    );
    assert!(
        !file.contains("SKU-Teapot"),
        "another shop’s product would become an empty one here"
    );

    let input = ExportSuggestions {
        to: SuggestedTo::Magento,
        tried: true,
    };
    let error = export_suggestions(
        &learnt.shop,
        input,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap_err();
    assert!(
        error.message.contains("products file of Magento"),
        "{error}"
    );
}

#[test]
fn products_are_called_by_sku_or_name() {
    let learnt = Learnt::of(&[("orders.csv", export(&orders(20)))]);
    let id = learnt.id("Teapot");
    for text in ["SKU-Teapot", "teapot", " Teapot "] {
        assert_eq!(product_named(&learnt.shop, text).unwrap(), id, "{text}");
    }
    let error = product_named(&learnt.shop, "sofa").unwrap_err();
    assert_eq!(error.code, Code::NotFound);
}
