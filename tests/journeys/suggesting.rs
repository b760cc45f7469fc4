//! Suggestions: what goes together is found, with numbers that count up; the merchant's rules hold;
//! too little is said to be too little.

use std::sync::{Arc, Mutex};

use pannier_api::{
    Code, Shop, customer_named, customer_suggestions, export_suggestions, learn_suggestions,
    list_products, orders_behind, prepare_suggestions, prepare_suggestions_soon,
    preview_suggestions, product_named, product_suggestions, rule_words, set_suggestion_rules,
    stop_suggestions, suggestion_quality, suggestion_rules, suggestion_work,
    usual_suggestion_rules,
    views::{
        BehindAsked, BehindKind, ExportSuggestions, ForetoldTask, Formula, ListProducts,
        ProductDays, ProductSort, ProductSuggestions, RuleProducts, RuleThen, Suggested,
        SuggestedTo, SuggestionRule, SuggestionWork, SuggestionsPreview, SuggestionsWritten, Topic,
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

    /// Orders behind a reason, counted up.
    fn counted(&self, one: &Suggested, customer: Option<i64>) -> u32 {
        let behind = one.behind.unwrap();
        let asked = BehindAsked {
            kind: behind.kind,
            product: one.id,
            with: behind.with,
            customer,
            offset: 0,
            limit: 50,
        };
        let page = orders_behind(&self.shop, &asked).unwrap();
        assert_eq!(page.rows.len(), page.total.min(50) as usize);
        page.total
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
    let behind = teapot.behind.unwrap();
    assert_eq!(
        (behind.kind, behind.with, behind.orders),
        (BehindKind::Together, Some(learnt.id("Black tea")), 120)
    );
    assert_eq!(learnt.counted(teapot, None), 120, "the reason counts up");
    assert_eq!(teapot.price.as_ref().unwrap().text, "60.00");

    let quality = suggestion_quality(&learnt.shop).unwrap();
    assert_eq!(quality.products, 10);
    assert!(quality.proof.is_some() && quality.extra_units.is_some());
    let choice = quality.choice.unwrap();
    assert_eq!(quality.learnt_from, 480);
    assert!(choice.methods.iter().all(|method| !method.by.is_empty()));
    let one = choice.methods.iter();
    let one = one.clone().find(|method| method.task == ForetoldTask::One);
    assert!(one.is_some(), "what goes with one product is made somehow");
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
    assert_eq!(
        quality.bare_count as usize,
        quality
            .without
            .iter()
            .filter(|one| !one.has_similar)
            .count()
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

/// A shop with so many orders that nobody has looked through, and what is told of it.
fn told(count: u32) -> (Arc<Shop>, tempfile::TempDir, Arc<Mutex<Vec<Topic>>>) {
    let test = shop_in("EUR");
    let path = test.file("orders.csv", export(&orders(count)));
    test.import(&[&path]).unwrap();
    let shop = Arc::new(test.shop);
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    shop.listen(move |topics: &[Topic]| sink.lock().unwrap().extend_from_slice(topics));
    (shop, test.folder, told)
}

/// Waits until it is as it should be.
fn becomes(shop: &Shop, wanted: impl Fn(SuggestionWork) -> bool) {
    for _ in 0..1_200 {
        if wanted(suggestion_work(shop)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(25));
    }
    panic!("{:?}", suggestion_work(shop));
}

#[test]
fn learning_goes_on_beside_and_tells_when_it_is_done() {
    let (shop, _folder, told) = told(200);
    assert_eq!(suggestion_work(&shop), SuggestionWork::Waiting);
    assert!(matches!(
        prepare_suggestions(&shop).unwrap(),
        SuggestionWork::Working { .. } | SuggestionWork::Done
    ));
    becomes(&shop, |work| work == SuggestionWork::Done);
    assert!(told.lock().unwrap().contains(&Topic::Suggestions));
}

#[test]
fn after_an_import_it_begins_by_itself_and_looks_through_nothing_twice() {
    let (shop, _folder, told) = told(200);
    prepare_suggestions_soon(&shop);
    assert!(
        matches!(suggestion_work(&shop), SuggestionWork::Working { .. }),
        "it is said at once that it will"
    );
    prepare_suggestions_soon(&shop);
    becomes(&shop, |work| work == SuggestionWork::Done);
    prepare_suggestions_soon(&shop);
    assert_eq!(suggestion_work(&shop), SuggestionWork::Done);
    let suggestions = |topic: &&Topic| **topic == Topic::Suggestions;
    let told = told.lock().unwrap().iter().filter(suggestions).count();
    assert_eq!(told, 2, "once when it began, once when it was done");
}

#[test]
fn who_stops_it_is_not_asked_again_and_can_go_on() {
    let (shop, _folder, _) = told(200);
    prepare_suggestions_soon(&shop);
    assert_eq!(stop_suggestions(&shop), SuggestionWork::Stopped);
    let quality = suggestion_quality(&shop).unwrap();
    assert_eq!(
        (quality.work, quality.choice),
        (SuggestionWork::Stopped, None),
        "asking begins nothing that the merchant stopped"
    );
    assert!(matches!(
        prepare_suggestions(&shop).unwrap(),
        SuggestionWork::Working { .. } | SuggestionWork::Done
    ));
    becomes(&shop, |work| work == SuggestionWork::Done);
    assert_eq!(stop_suggestions(&shop), SuggestionWork::Done);
}

#[test]
fn every_reason_counts_up_when_its_orders_are_opened() {
    let learnt = Learnt::of(&[("orders.csv", export(&orders(480)))]);
    let mut seen = std::collections::BTreeSet::new();
    let mut check = |one: &Suggested, customer: Option<i64>| {
        let Some(behind) = one.behind else {
            return;
        };
        seen.insert(format!("{:?}", behind.kind));
        assert_eq!(
            learnt.counted(one, customer),
            behind.orders,
            "{}",
            one.reason
        );
        assert!(
            one.reason.contains(&behind.orders.to_string()),
            "{}",
            one.reason
        );
    };
    for name in ["Teapot", "Black tea", "Paper star", "Oak tray", "Candle"] {
        let found = learnt.beside(name);
        for list in [
            &found.goes_with,
            &found.later,
            &found.similar,
            &found.step_up,
        ] {
            list.list.iter().for_each(|one| check(one, None));
        }
    }
    for person in 0..30 {
        let address = format!("person{person}@example.com");
        let id = customer_named(&learnt.shop, &address).unwrap();
        let found = customer_suggestions(&learnt.shop, CustomerId(id)).unwrap();
        let list = found.suggested.list;
        for one in &list {
            check(one, Some(id));
        }
    }
    let stranger = customer_suggestions(&learnt.shop, CustomerId(999_999)).unwrap();
    stranger
        .suggested
        .list
        .iter()
        .for_each(|one| check(one, Some(999_999)));
    for kind in ["Together", "SameBuyers", "Popular", "Again"] {
        assert!(seen.contains(kind), "{kind} of {seen:?}");
    }
}

#[test]
fn a_shop_without_orders_still_has_similar_products() {
    let shelf = "Handle,Title,Vendor,Type,Variant SKU,Variant Price,Status\n\
        blue-cup,Blue tea cup,Wren,Cups,C-1,12.00,active\n\
        red-cup,Red tea cup,Wren,Cups,C-2,13.00,active\n\
        rug,Wool rug,Wren,Rugs,R-1,140.00,active\n";
    let learnt = Learnt::of(&[("products_export.csv", shelf.to_owned())]);
    let found = learnt.beside("Blue tea cup");
    assert_eq!(names(&found.similar.list), ["Red tea cup"]);
    assert!(!found.similar.list[0].reason.is_empty() && found.similar.list[0].behind.is_none());
    let why = found.goes_with.nothing.unwrap();
    assert!(why.starts_with("Too few orders to tell"), "{why}");
    assert_eq!(
        names(&learnt.beside("Wool rug").similar.list),
        [""; 0],
        "one maker of everything makes nothing alike"
    );
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
fn rules_name_products_that_are_gone_and_words_of_those_that_are_there() {
    let learnt = Learnt::of(&[
        ("orders.csv", export(&orders(480))),
        ("products_export.csv", THEIRS.to_owned()),
    ]);
    let words = rule_words(&learnt.shop).unwrap();
    assert_eq!(words.categories, ["Tea"]);
    assert!(words.vendors.contains(&"Wren".to_owned()) && !words.costs);

    let beside = |which: RuleProducts| SuggestionRule {
        which,
        beside: Some(RuleProducts::Category {
            name: "Tea".to_owned(),
        }),
        then: RuleThen::Always,
    };
    let rule = beside(RuleProducts::Products {
        ids: vec![learnt.id("Old tea")],
    });
    let mut rules = vec![rule];
    rules.extend(usual_suggestion_rules());
    let said = set_suggestion_rules(&learnt.shop, &rules).unwrap();
    assert_eq!(said.len(), 4);
    assert_eq!(said[0].products[0].name.as_deref(), Some("Old tea"));

    // The file that spoke of it is taken back.
    let imports = pannier_api::list_imports(&learnt.shop).unwrap();
    let newest = imports.iter().map(|import| import.id).max().unwrap();
    pannier_api::undo_import(
        &learnt.shop,
        newest,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let said = suggestion_rules(&learnt.shop).unwrap();
    assert_eq!(
        said[0].sentence,
        "Always show a product that is gone first beside the category Tea"
    );
    assert_eq!(said[0].products[0].name, None);
    let id = said[0].products[0].id;
    assert!(id.unsigned_abs() < 1 << 53, "the window can say it: {id}");

    // What the window has is set again, in another order; and the product comes back.
    let mut again: Vec<SuggestionRule> = said.into_iter().map(|one| one.rule).collect();
    again.rotate_left(1);
    let said = set_suggestion_rules(&learnt.shop, &again).unwrap();
    assert_eq!(said[3].products[0].name, None);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("products_export.csv");
    std::fs::write(&path, THEIRS).unwrap();
    let files = crate::shop::input(&[&path]);
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = pannier_api::preview_import(&learnt.shop, &files, &reporter, &cancel).unwrap();
    pannier_api::apply_import(&learnt.shop, preview.id, false, &reporter, &cancel).unwrap();
    let said = suggestion_rules(&learnt.shop).unwrap();
    assert_eq!(said[3].products[0].name.as_deref(), Some("Old tea"));
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

fn previewed(learnt: &Learnt, to: SuggestedTo, tried: bool) -> SuggestionsPreview {
    let input = ExportSuggestions { to, tried };
    preview_suggestions(&learnt.shop, input, &Cancel::default()).unwrap()
}

#[test]
fn what_a_file_would_hold_is_said_before_it_is_written() {
    let learnt = Learnt::of(&[
        ("orders.csv", export(&orders(480))),
        ("products_export.csv", THEIRS.to_owned()),
    ]);
    let held = previewed(&learnt, SuggestedTo::Shopify, false);
    assert_eq!(
        (held.systems[0].to, held.systems[0].products),
        (SuggestedTo::Shopify, 2),
        "where the products are from stands first"
    );
    assert_eq!((held.products, held.tried), (1, false));
    assert_eq!(held.rows.len(), 1);
    assert_eq!(held.columns[0], "Handle");
    assert!(held.trial.is_some());
    exported(&learnt, SuggestedTo::Shopify, true);
    let held = previewed(&learnt, SuggestedTo::Shopify, true);
    assert_eq!((held.products, held.trial.as_deref()), (2, None));
    assert!(held.tried, "that it was tried is remembered");
    set_suggestion_rules(&learnt.shop, &[]).unwrap();
    assert!(previewed(&learnt, SuggestedTo::Json, true).tried);

    let held = previewed(&learnt, SuggestedTo::PrestaShop, true);
    assert!(held.problem.unwrap().contains("PrestaShop"));
    assert_eq!(held.products, 0);
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

/// Everything that a page asks of suggestions, for every product; nothing of it is noise.
fn asks_everything(learnt: &Learnt) {
    let quality = suggestion_quality(&learnt.shop).unwrap();
    assert_eq!(quality.work, SuggestionWork::Done);
    assert!(quality.without.iter().all(|one| !one.why.is_empty()));
    let input = ListProducts {
        days: ProductDays::All,
        formula: Formula::Goods,
        search: String::new(),
        sort: ProductSort::Revenue,
        descending: true,
        offset: 0,
        limit: 50,
    };
    for row in list_products(&learnt.shop, &input).unwrap().rows {
        let found = product_suggestions(&learnt.shop, row.id).unwrap();
        for list in [found.goes_with, found.later, found.similar, found.step_up] {
            assert_eq!(list.list.is_empty(), list.nothing.is_some());
            for one in &list.list {
                assert!(one.id != row.id && !one.reason.is_empty(), "{one:?}");
                if let Some(behind) = one.behind {
                    assert_eq!(learnt.counted(one, None), behind.orders, "{}", one.reason);
                }
            }
        }
    }
    for file in [SuggestedTo::Json, SuggestedTo::WooCommerce] {
        let held = previewed(learnt, file, true);
        assert!(held.problem.is_some() || held.products > 0 || held.without > 0);
    }
}

#[test]
fn tiny_and_lopsided_shops_say_that_they_cannot_tell() {
    let one = Learnt::of(&[("orders.csv", export(&orders(1)))]);
    asks_everything(&one);
    let found = one.beside("Teapot");
    assert!(found.goes_with.nothing.unwrap().starts_with("Too few"));

    let three: Vec<Order> = orders(40)
        .into_iter()
        .filter(|order| order.lines.iter().all(|line| line.0 != "Wool rug"))
        .map(|mut order| {
            order.lines.truncate(1);
            order
        })
        .collect();
    asks_everything(&Learnt::of(&[("orders.csv", export(&three))]));

    // A bag is in every order: it goes with nothing, and nothing goes with it.
    let bags: Vec<Order> = orders(480)
        .into_iter()
        .map(|mut order| {
            order.lines.push(line("Paper bag", "0.10"));
            order
        })
        .collect();
    let bagged = Learnt::of(&[("orders.csv", export(&bags))]);
    asks_everything(&bagged);
    let why = bagged.beside("Paper bag").goes_with.nothing.unwrap();
    assert_eq!(why, "Nothing is bought with it more often than chance says");
    let found = bagged.beside("Black tea").goes_with.list;
    assert!(!names(&found).contains(&"Paper bag"));
}

#[test]
fn ten_thousand_lines_in_an_order_and_names_of_five_languages_are_taken_in() {
    let mut many = orders(240);
    many[7].lines = (0..10_000)
        .map(|nth| line(&format!("Part {nth}"), "1.00"))
        .collect();
    let languages = [
        "Thé vert",
        "Grüner Tee",
        "緑茶の葉",
        "Чай зелёный",
        "תה ירוק",
    ];
    for (nth, name) in languages.iter().cycle().take(120).enumerate() {
        many[2 * nth + 1].lines.push(line(name, "8.00"));
    }
    let learnt = Learnt::of(&[("orders.csv", export(&many))]);
    asks_everything(&learnt);
    for name in languages {
        assert_eq!(learnt.beside(name).work, SuggestionWork::Done, "{name}");
    }
    assert_eq!(
        names(&learnt.beside("Black tea").goes_with.list)[0],
        "Teapot"
    );
}

#[test]
fn products_without_sku_price_or_category_and_renamed_ones_are_suggested_by_orders_alone() {
    // Shopify leaves the SKU empty where the shop has none.
    let bare = export(&orders(480))
        .replace("SKU-Teapot", "")
        .replace("SKU-Black-tea", "");
    asks_everything(&Learnt::of(&[("orders.csv", bare)]));

    // The same SKU under a new name: one product, with all its past.
    let mut renamed = orders(480);
    for order in renamed.iter_mut().skip(300) {
        for line in &mut order.lines {
            if line.0 == "Black tea" {
                "Breakfast tea".clone_into(&mut line.0);
            }
        }
    }
    let renamed = export(&renamed).replace("SKU-Breakfast-tea", "SKU-Black-tea");
    let learnt = Learnt::of(&[("orders.csv", renamed)]);
    asks_everything(&learnt);
    let found = learnt.beside("Teapot").goes_with.list;
    assert_eq!(found[0].behind.unwrap().orders, 120, "{}", found[0].reason);
}
