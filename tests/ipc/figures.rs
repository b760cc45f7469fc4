//! Figures, orders and products.

use std::fs;

use serde_json::{Value, json};

use crate::Window;

pub(crate) fn figures_and_orders(window: &Window) {
    let input = json!({ "month": null, "comparison": "monthBefore", "formula": "goods" });
    let home = window.ask("home", json!({ "input": input }));
    assert_eq!(home["current"]["aov"]["text"], "40.00", "{home}");
    let input = json!({ "from": null, "until": null, "formula": "goods" });
    let sheet = window.ask("formula_sheet", json!({ "input": input }));
    assert_eq!(sheet["formulas"].as_array().unwrap().len(), 4);
    let input = json!({ "from": null, "until": null, "search": "", "countedBy": null,
        "currency": null, "filters": [], "valueFrom": null, "valueUntil": null, "about": null,
        "sort": "newest", "offset": 0, "limit": 50 });
    let page = window.ask("list_orders", json!({ "input": input }));
    assert_eq!(page["total"], 2);
    let written = window.ask("export_orders", json!({ "input": input, "format": "csv" }));
    assert_eq!(written, json!(window.file("orders.csv")));
    assert!(
        fs::read_to_string(window.file("orders.csv"))
            .unwrap()
            .contains("#1002")
    );
    let detail = window.ask("order_detail", json!({ "id": page["rows"][0]["id"] }));
    assert_eq!(detail["row"]["number"], "#1002");
    let input = json!({ "days": "year", "formula": "goods", "search": "", "sort": "revenue",
        "descending": true, "offset": 0, "limit": 50 });
    let products = window.ask("list_products", json!({ "input": input }));
    assert_eq!(products["rows"][0]["name"], "Cushion cover", "{products}");
    let input = json!({ "id": products["rows"][0]["id"], "days": "year", "formula": "goods" });
    let product = window.ask("product_detail", json!({ "input": input }));
    assert_eq!(product["row"]["units"], 2, "{product}");
    let pictures = window.ask("pictures", json!({}));
    assert_eq!(pictures, json!({ "named": 0, "here": 0, "sites": [] }));
    let fetched = window.ask("fetch_pictures", json!({ "progress": "__CHANNEL__:9" }));
    assert_eq!(fetched, json!({ "fetched": 0, "failed": [], "left": 0 }));
    suggestions(window, &products["rows"][0]["id"]);
}

pub(crate) fn suggestions(window: &Window, product: &Value) {
    // Two orders are learnt from in a moment.
    for _ in 0..200 {
        if window.ask("prepare_suggestions", json!({}))["kind"] == "done" {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let beside = window.ask("product_suggestions", json!({ "id": product }));
    assert_eq!(beside["work"]["kind"], "done", "{beside}");
    let nothing = beside["goesWith"]["nothing"].as_str().unwrap();
    assert!(nothing.starts_with("Too few orders to tell"), "{nothing}");
    let customer = window.ask("customer_suggestions", json!({ "id": 1 }));
    assert_eq!(customer["suggested"]["list"], json!([]));
    let input = json!({ "kind": "together", "product": product, "with": product, "customer": null,
        "offset": 0, "limit": 10 });
    let orders = window.ask("orders_behind", json!({ "input": input }));
    assert_eq!(orders["total"], 1, "{orders}");
    assert_eq!(
        window.ask("suggestion_work", json!({})),
        json!({ "kind": "done" })
    );
    assert_eq!(
        window.ask("stop_suggestions", json!({})),
        json!({ "kind": "done" }),
        "what is done cannot be stopped"
    );
    let words = window.ask("rule_words", json!({}));
    assert_eq!(words["costs"], false, "{words}");
    let quality = window.ask("suggestion_quality", json!({}));
    assert_eq!(quality["extraUnits"], Value::Null);
    let rules = window.ask("suggestion_rules", json!({}));
    assert_eq!(rules[0]["sentence"], "Never show gift cards");
    let set = json!({ "rules": [rules[0]["rule"]] });
    let set = window.ask("set_suggestion_rules", set);
    assert_eq!(set.as_array().unwrap().len(), 1);
    window
        .asked
        .borrow_mut()
        .insert("export_suggestions".to_owned());
    let input = json!({ "to": "json", "tried": false });
    let held = window.ask("preview_suggestions", json!({ "input": input }));
    assert_eq!(held["systems"][5]["to"], "json", "{held}");
    assert!(held["problem"].as_str().unwrap().starts_with("Too few"));
    let error = window.call("export_suggestions", json!({ "input": input }));
    assert!(error.unwrap_err().to_string().contains("Too few orders"));
}

pub(crate) fn the_explorer(window: &Window) {
    let orders = json!({ "from": null, "until": null, "comparedWith": "previous",
        "compareFrom": null, "compareUntil": null, "formula": "goods", "currency": null,
        "filters": [{ "by": "product", "value": "Linen throw" }], "step": null, "threshold": null,
        "bars": "sizes" });
    let seen = window.ask("explore", json!({ "input": orders }));
    assert_eq!(seen["figures"]["aov"]["text"], "30.00", "{seen}");
    let marks = window.ask("price_marks", json!({ "input": orders }));
    assert_eq!(marks, json!([]), "two orders say nothing of prices");
    let table = json!({ "orders": orders, "by": "product", "sort": "revenue", "ascending": false });
    let split = window.ask("breakdown", json!({ "input": table }));
    assert_eq!(split["rows"][0]["name"], "Linen throw", "{split}");
    let values = json!({ "orders": orders, "by": "weekday", "search": "" });
    let days = window.ask("dimension_values", json!({ "input": values }));
    assert_eq!(days[0]["value"], "monday", "{days}");
    let other = json!({ "from": null, "until": null, "formula": "goods", "figure": "revenue",
        "value": 6_723 });
    let told = window.ask("explain_figure", json!({ "input": other }));
    assert_eq!(told["ways"][0]["left"], 0, "{told}");
    let part = json!({ "table": table, "part": "breakdown", "format": "csv" });
    let written = window.ask("export_explorer", json!({ "input": part }));
    assert_eq!(written, json!(window.file("average-by-product.csv")));
    let report = json!({ "from": null, "until": null, "comparedWith": "previous",
        "compareFrom": null, "compareUntil": null, "formula": "goods", "locale": "en-GB",
        "format": "html" });
    let written = window.ask("write_report", json!({ "input": report }));
    let name = "average-order-value-2026-05-04-to-2026-05-05.html";
    assert_eq!(written, json!(window.file(name)));
    let page = fs::read_to_string(window.file(name)).unwrap();
    assert!(page.contains("€40.00 = €80.00 ÷ 2 orders"), "{page}");
}

/// Why the average moved, who comes back, what to do next: two orders, so mostly that it is too early.
pub(crate) fn insights(window: &Window) {
    let periods = json!({ "from": "2026-05-05", "until": "2026-05-06", "beforeFrom": "2026-05-04",
        "beforeUntil": "2026-05-05", "formula": "goods", "currency": null, "filters": [],
        "by": "weekday" });
    let why = window.ask("why", json!({ "input": periods }));
    assert_eq!(why["change"]["text"], "20.00", "{why}");
    assert_eq!(why["byGroup"]["mix"]["text"], "20.00", "{why}");
    let orders = json!({ "from": null, "until": null, "comparedWith": "nothing",
        "compareFrom": null, "compareUntil": null, "formula": "goods", "currency": null,
        "filters": [], "step": null, "threshold": null, "bars": "sizes" });
    let groups = json!({ "orders": orders, "by": "product", "group": "Cushion cover",
        "against": "Linen throw" });
    let why = window.ask("why_groups", json!({ "input": groups }));
    assert_eq!(why["why"]["change"]["text"], "20.00", "{why}");
    let goal = window.ask("set_goal", json!({ "input": { "target": 6000 } }));
    assert_eq!(goal["target"]["text"], "60.00");
    assert_eq!(window.ask("goal", json!({})), goal);
    assert!(window.told("goals"), "a goal is told to the window");
    let formula = json!({ "formula": "goods" });
    let notice = window.ask("notice", json!({ "input": formula }));
    assert!(notice.is_null(), "{notice}");
    let seen = json!({ "week": "2026-05-04", "dismissed": true });
    window.ask("dismiss_notice", json!({ "input": seen }));
    let found = window.ask("opportunities", json!({ "input": formula }));
    assert_eq!(found["list"], json!([]));
    let page = json!({ "offset": 0, "limit": 20 });
    let people = window.ask("quiet_customers", json!({ "input": page }));
    assert_eq!(people["total"], 0);
    let sets = window.ask("bundles", json!({ "input": { "product": null } }));
    assert_eq!((&sets["orders"], &sets["sets"]), (&json!(2), &json!([])));
    let set = json!({ "products": [1], "offset": 0, "limit": 20 });
    let orders = window.ask("set_orders", json!({ "input": set }));
    assert_eq!(orders["total"], 1, "{orders}");
    let input = json!({ "by": "firstMonth", "formula": "goods" });
    let cohorts = window.ask("cohorts", json!({ "input": input }));
    assert_eq!(cohorts["customers"], 2);
    let asked = json!({ "reward": "freeShipping", "threshold": null, "present": null, "topsUp": null,
        "leaves": null, "margin": null, "shippingCost": null, "pointsEach": null,
        "pointsNeeded": null, "pointsPercent": null, "redeemed": null, "giftCost": null });
    let advice = window.ask("thresholds", json!({ "input": asked }));
    assert_eq!(
        (&advice["orders"], &advice["best"]),
        (&json!(2), &Value::Null)
    );
}
