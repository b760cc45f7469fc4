//! Every command once, through Tauri's own dispatch: names, arguments, permission and answers.
//!
//! What the use-cases do is proved elsewhere. Here stands that the window can reach them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test a panic is the message"
)]

use std::{
    cell::RefCell,
    collections::BTreeSet,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use pannier_api::{AppConfig, views::ShopSettings};
use pannier_app::{Dialogs, Host};
use pannier_core::FixedClock;
use serde_json::{Value, json};
use tauri::{
    App, Listener as _, Manager as _, WebviewWindow,
    ipc::{CallbackFn, InvokeBody},
    test::{MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

/// Two orders, and a row that nobody can read.
const ORDERS: &str = "\
Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id
#1001,mara@example.com,paid,2026-05-04 10:12:00 +0200,fulfilled,EUR,30.00,0.00,4.79,30.00,,0.00,Standard,2026-05-04 10:12:00 +0200,1,Linen throw,30.00,LT-1,450001
#1002,jon@example.com,paid,2026-05-05 18:40:00 +0200,fulfilled,EUR,50.00,0.00,7.98,50.00,,0.00,Standard,2026-05-05 18:40:00 +0200,2,Cushion cover,25.00,CC-2,450002
#1003,ida@example.com,paid,2026-05-06 09:00:00 +0200,fulfilled,EUR,twenty,0.00,0.00,twenty,,0.00,Standard,2026-05-06 09:00:00 +0200,1,Candle,twenty,CA-3,450003
";

#[test]
fn the_window_reaches_every_command() {
    let window = Window::open();
    let first_shop = the_app(&window);
    let import = importing(&window);
    figures_and_orders(&window);
    the_explorer(&window);
    insights(&window);
    customers(&window);
    segments(&window);
    mail_accounts(&window);
    sending(&window);
    campaigns(&window);
    loyalty(&window);
    rewards(&window);
    one_customer(&window);
    mappings(&window);
    imports_and_backups(&window, &import);
    shops(&window, &first_shop);
    assert_eq!(
        *window.asked.borrow(),
        commands(),
        "each command is asked for above"
    );
}

/// Returns the path of the shop file that a first start makes.
fn the_app(window: &Window) -> Value {
    let info = window.ask("app_info", json!({}));
    assert_eq!(
        info["shop"]["settings"]["name"], "My shop",
        "a first start makes an empty shop"
    );
    window.ask("window_painted", json!({}));
    window.ask("set_appearance", json!({ "appearance": "dark" }));
    assert_eq!(window.ask("app_info", json!({}))["appearance"], "dark");
    let choices = window.ask("settings_choices", json!({}));
    assert!(
        choices["currencies"]
            .as_array()
            .unwrap()
            .contains(&json!("EUR"))
    );
    info["shop"]["path"].clone()
}

/// Returns the number of the import.
fn importing(window: &Window) -> Value {
    let files = window.ask("choose_files", json!({}));
    assert_eq!(files, json!([window.file("orders_export.csv")]));
    let preview = || {
        let input = json!({ "paths": files, "dateOrder": null, "decimalSign": null });
        window.ask(
            "preview_import",
            json!({ "input": input, "progress": "__CHANNEL__:7" }),
        )
    };
    let first = preview();
    assert_eq!(first["files"][0]["orders"]["new"], 2, "{first}");
    assert_eq!(first["files"][0]["rowVerdicts"]["rejected"], 1, "{first}");
    window.ask("discard_preview", json!({ "id": first["id"] }));
    let id = preview()["id"].clone();
    assert!(window.progress() > 0, "the preview said where it was");

    let written = window.ask("export_rejections", json!({ "id": id }));
    assert_eq!(written, json!(window.file("rejected-rows.csv")));
    assert!(
        fs::read_to_string(window.file("rejected-rows.csv"))
            .unwrap()
            .contains("twenty")
    );
    window.ask("cancel_task", json!({}));
    let imported = window.ask(
        "apply_import",
        json!({ "id": id, "progress": "__CHANNEL__:8" }),
    );
    assert!(
        window.told("orders"),
        "an import is told to the window as a change of orders"
    );
    imported["importId"].clone()
}

fn figures_and_orders(window: &Window) {
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

fn suggestions(window: &Window, product: &Value) {
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

fn the_explorer(window: &Window) {
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
fn insights(window: &Window) {
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

fn customers(window: &Window) {
    let bands = json!({ "spent": [1_000, 2_000, 3_000, 4_000], "days": [7, 30, 90, 180] });
    window.ask("set_map_bands", json!({ "input": { "bands": bands } }));
    let overview = window.ask("customers_overview", json!({}));
    assert_eq!(overview["dayBands"], json!([7, 30, 90, 180]));
    assert_eq!(overview["cells"].as_array().map(Vec::len), Some(5));
    let who = json!({ "search": "", "part": null, "cell": null, "group": null });
    let list = json!({ "who": who, "sort": "spent", "ascending": false, "offset": 0, "limit": 50 });
    let page = window.ask("list_customers", json!({ "input": list }));
    let total = page["total"].as_u64();
    assert_eq!(page["rows"].as_array().map(|rows| rows.len() as u64), total);
    let first = &page["rows"][0];
    let detail = window.ask("customer_detail", json!({ "id": first["id"] }));
    assert_eq!(detail["row"], *first);
    let pair = json!({ "a": "mara@example.com", "b": "jon@example.com" });
    let list = |list: &str| {
        let input = json!({ "list": list, "offset": 0, "limit": 50 });
        window.ask("duplicates", json!({ "input": input }))["rows"].clone()
    };
    let joined = window.ask("join_customers", json!({ "input": pair }));
    assert_eq!(joined["changed"], true, "{joined}");
    assert_eq!(list("joined")[0]["b"]["handle"], "jon@example.com");
    let parted = window.ask("part_customers", json!({ "input": pair }));
    assert_eq!(parted["changed"], true, "{parted}");
    let input = json!({ "pair": pair, "apart": true });
    window.ask("dismiss_duplicate", json!({ "input": input }));
    assert_eq!(list("apart")[0]["a"]["handle"], "mara@example.com");
}

/// One customer: what is written of them, handed out, and at last erased.
fn one_customer(window: &Window) {
    let list = json!({ "who": { "search": "jon", "part": null, "cell": null, "group": null },
        "sort": "spent", "ascending": false, "offset": 0, "limit": 50 });
    let page = window.ask("list_customers", json!({ "input": list }));
    let id = page["rows"][0]["id"].clone();
    let input = json!({ "customer": id, "text": "Likes linen" });
    let note = window.ask("write_note", json!({ "input": input }));
    assert!(window.told("notes"), "a note is told to the window");
    let input = json!({ "id": note["id"], "text": "Likes linen and silk" });
    let changed = window.ask("change_note", json!({ "input": input }));
    assert_eq!(changed["text"], "Likes linen and silk", "{changed}");
    window.ask("remove_note", json!({ "id": note["id"] }));
    let tag = json!({ "customer": id, "tag": "Friend" });
    assert_eq!(
        window.ask("add_tag", json!({ "input": tag })),
        json!(["Friend"])
    );
    assert_eq!(window.ask("remove_tag", json!({ "input": tag })), json!([]));
    let input = json!({ "target": "csv", "segment": null, "snapshot": null, "rule": null,
        "text": "orders at least 1", "everybody": true, "tag": null, "plain": false });
    let seen = window.ask("preview_hand_over", json!({ "input": input }));
    assert_eq!(seen["included"], 2, "{seen}");
    let written = window.ask("write_hand_over", json!({ "input": input }));
    assert_eq!(written["path"], json!(window.file("customers-people.csv")));
    let input = json!({ "customer": id, "format": "json" });
    let written = window.ask("export_customer_data", json!({ "input": input }));
    assert_eq!(
        written,
        json!(window.file("customer-data-jon-example-com.json"))
    );
    let written = window.ask("write_consent_proof", json!({ "id": id }));
    assert_eq!(written, json!(window.file("consent-jon-example-com.html")));
    let would = window.ask("preview_erase", json!({ "id": id }));
    assert_eq!(
        (&would["orders"], &would["confirm"]),
        (&json!(1), &json!("jon@example.com"))
    );
    let input = json!({ "customer": id, "confirm": would["confirm"] });
    let erased = window.ask("erase_customer", json!({ "input": input }));
    assert_eq!(erased["overwritten"], true, "{erased}");
    let detail = window.ask("customer_detail", json!({ "id": id }));
    assert_eq!(
        (&detail["erased"], &detail["row"]["email"]),
        (&json!(true), &json!(""))
    );
}

/// A start by chance in the sample shop, before its programme begins.
fn effect(window: &Window) {
    let none = window.ask("loyalty_effect", json!({}));
    assert_eq!(none["canStart"], false, "{none}");
    let rules = window.ask("loyalty_programme", json!({}))["begin"].clone();
    let later = json!({ "programme": rules, "from": "2099-01-01" });
    window.ask("set_loyalty_programme", json!({ "input": later }));
    let plan = json!({ "laterShare": 0.5, "days": 90, "smallest": 0.1 });
    let seen = window.ask("preview_loyalty_start", json!({ "input": plan }));
    assert_eq!(seen["laterOn"], "2099-04-01", "{seen}");
    window.ask("set_loyalty_start", json!({ "input": plan }));
    let set = window.ask("loyalty_effect", json!({}));
    assert_eq!(set["start"]["verdict"], "notBegun", "{set}");
    window.ask("stop_loyalty_start", json!({}));
    let stopped = window.ask("loyalty_effect", json!({}));
    assert_eq!(stopped["start"]["verdict"], "stopped", "{stopped}");
}

/// A programme tried and set, its members, the ledger, and what is done by hand.
fn mail_accounts(window: &Window) {
    let none = window.ask("mail_accounts", json!({}));
    assert_eq!(none, json!({ "identity": null, "accounts": [] }));
    let presets = window.ask("mail_presets", json!({}));
    assert!(presets.as_array().unwrap().len() > 10);
    let found = window.ask("find_mail_account", json!({ "address": "Anna@gmail.com" }));
    assert_eq!(found["preset"]["settings"]["address"], "anna@gmail.com");
    assert_eq!(found["preset"]["oauth"]["hasSecret"], true, "{found}");
    // No such domain can be, so that nobody is asked.
    let address = json!({ "address": "anna@pannier.invalid" });
    let tried = window.ask("try_mail_servers", address);
    assert_eq!(tried["host"], "", "{tried}");
    let identity = json!({ "name": "Wren", "postalAddress": "Lane 1" });
    window.ask("set_mail_identity", json!({ "identity": identity }));
    let mut settings = found["preset"]["settings"].clone();
    // Nobody listens there.
    for (field, value) in [
        ("address", json!("shop@wren.example")),
        ("preset", json!("")),
        ("host", json!("127.0.0.1")),
        ("port", json!(1)),
        ("security", json!("plain")),
        ("auth", json!("none")),
        ("imapHost", json!("127.0.0.1")),
        ("imapPort", json!(1)),
        ("imapSecurity", json!("plain")),
    ] {
        settings[field] = value;
    }
    let input = json!({ "id": null, "settings": settings, "secret": null });
    let saved = window.ask("save_mail_account", json!({ "input": input }));
    assert_eq!(saved["secretNote"], "");
    let id = &saved["id"];
    let input = json!({ "id": id, "secret": "a secret" });
    window.ask("unlock_mail_account", json!({ "input": input }));
    window.ask("resume_mail_account", json!({ "id": id }));
    let input = json!({ "id": id, "to": "" });
    let tested = window.ask("test_mail_account", json!({ "input": input }));
    assert_eq!(tested["sent"], false, "{tested}");
    let checks = window.ask("check_mail_domain", json!({ "id": id }));
    assert_eq!(checks.as_array().unwrap().len(), 3);
    window.asked.borrow_mut().insert("poll_inbox".to_owned());
    let refused = window.call("poll_inbox", json!({ "id": id })).unwrap_err();
    assert_eq!(refused["code"], "unreadable", "{refused}");
    assert_eq!(window.ask("inbox_events", json!({})), json!([]));
    window
        .asked
        .borrow_mut()
        .insert("connect_mail_account".to_owned());
    let asked = json!({ "id": id, "asked": "__CHANNEL__:12" });
    let refused = window.call("connect_mail_account", asked).unwrap_err();
    assert_eq!(refused["field"], "auth", "{refused}");
    let written = window.ask("export_unsubscribe_page", json!({ "kind": "php" }));
    assert_eq!(written, json!(window.file("unsubscribe.php")));
    let input = json!({ "account": id, "url": "" });
    let tried = window.ask("set_unsubscribe_page", json!({ "input": input }));
    assert_eq!(tried["works"], false, "{tried}");
    let known = window.ask("mail_accounts", json!({}));
    assert_eq!(known["accounts"][0]["isUnlocked"], true, "{known}");
    let input = json!({ "id": null, "settings": settings, "secret": null });
    let second = window.ask("save_mail_account", json!({ "input": input }));
    window.ask("remove_mail_account", json!({ "id": second["id"] }));
}

fn campaigns(window: &Window) {
    let input = json!({ "kind": "flashOffer", "name": null, "language": "en", "segment": null });
    let id = window.ask("create_campaign", json!({ "input": input }));
    let detail = window.ask("get_campaign", json!({ "id": id }));
    let mut content = detail["content"].clone();
    assert_eq!(content["offer"]["terms"]["percent"], 15, "{detail}");
    content["name"] = json!("Flash");
    content["audience"] = json!({ "rules": "everyone", "segments": [], "minus": [], "capDays": 7 });
    content["offer"]["codes"] = json!({ "kind": "listed" });
    let input = json!({ "id": id, "content": content });
    assert_eq!(window.ask("save_campaign", json!({ "input": input })), id);
    let people = window.ask("campaign_people", json!({ "id": id }));
    assert_eq!(people["people"], 2, "{people}");
    let input = json!({ "id": id, "text": "AB12\nCD34\nab12", "instead": false });
    let added = window.ask("add_campaign_codes", json!({ "input": input }));
    assert_eq!(added["codes"]["free"], 2, "{added}");
    window
        .asked
        .borrow_mut()
        .insert("export_campaign_codes".to_owned());
    let input = json!({ "id": id, "target": "csv", "onlyTheirs": false, "promotion": null });
    let refused = window
        .call("export_campaign_codes", json!({ "input": input }))
        .unwrap_err();
    assert_eq!(refused["field"], "target", "nobody has one yet: {refused}");
    let block = content["document"]["blocks"][0].clone();
    let input = json!({ "name": "Our logo", "block": block });
    let kept = window.ask("keep_block", json!({ "input": input }));
    let blocks = window.ask("kept_blocks", json!({}));
    assert_eq!(blocks[0]["block"], block);
    assert_eq!(window.ask("remove_kept_block", json!({ "id": kept })), true);
    window
        .asked
        .borrow_mut()
        .insert("add_campaign_picture".to_owned());
    let refused = window.call("add_campaign_picture", json!({})).unwrap_err();
    assert_eq!(refused["field"], "path", "a table is no picture: {refused}");
    let input = json!({ "search": "", "keys": ["gone"], "limit": 5 });
    let products = window.ask("campaign_products", json!({ "input": input }));
    assert_eq!(products[0]["gone"], true, "{products}");
    let kinds = window.ask("campaign_kinds", json!({ "segment": null }));
    assert_eq!(kinds.as_array().map(Vec::len), Some(9), "{kinds}");
    let designs = window.ask("campaign_designs", json!({ "language": "de" }));
    assert_eq!(designs.as_array().unwrap().len(), 8, "{designs}");
    let names = window.ask("campaign_variables", json!({}));
    assert!(names.to_string().contains("first_name"), "{names}");
    let input = json!({ "id": id, "other": false, "fix": { "kind": "footerLast" } });
    let mended = window.ask("mend_campaign", json!({ "input": input }));
    assert_eq!(mended["content"]["name"], "Flash", "{mended}");
    let progress = "__CHANNEL__:13";
    let check = window.ask("check_campaign", json!({ "id": id, "progress": progress }));
    assert_eq!(
        check["gates"][0]["code"], "audience",
        "nobody agreed: {check}"
    );
    let preview = json!({ "id": id, "position": 0, "search": "", "other": false });
    let test = json!({ "id": id, "to": "a@wren.example", "position": 0, "other": false });
    let begin = json!({ "id": id, "althoughLate": false, "codesAreInShop": false });
    for (command, arguments, code) in [
        (
            "preview_campaign",
            json!({ "input": preview }),
            "validation",
        ),
        ("test_campaign", json!({ "input": test }), "validation"),
        (
            "plan_campaign",
            json!({ "id": id, "progress": progress }),
            "validation",
        ),
        ("start_campaign", json!({ "input": begin }), "conflict"),
        ("campaign_result", json!({ "id": id }), "conflict"),
    ] {
        window.asked.borrow_mut().insert(command.to_owned());
        let refused = window.call(command, arguments).unwrap_err();
        assert_eq!(refused["code"], code, "{command}: {refused}");
    }
    let copy = window.ask("copy_campaign", json!({ "id": id }));
    window.ask("delete_campaign", json!({ "id": copy }));
    let all = window.ask("list_campaigns", json!({}));
    assert_eq!(all[0]["sending"]["name"], "Flash", "{all}");
}

fn sending(window: &Window) {
    let content = json!({ "name": "May", "subject": "Offers", "text": "Dear {{ name }}",
        "segment": null, "account": 1, "holdoutPercent": 0, "startsAt": null, "quietFrom": null,
        "quietUntil": null, "lateHours": 2 });
    let preview = window.ask("preview_sending", json!({ "input": content }));
    assert_eq!(preview["people"], 2, "{preview}");
    assert_eq!(
        preview["problemField"], "segment",
        "nobody agreed: {preview}"
    );
    window.asked.borrow_mut().insert("test_sending".to_owned());
    let input = json!({ "content": content, "to": "" });
    let refused = window
        .call("test_sending", json!({ "input": input }))
        .unwrap_err();
    assert_eq!(refused["field"], "segment", "nobody agreed: {refused}");
    let input = json!({ "id": null, "content": content });
    let id = window.ask("save_sending", json!({ "input": input }));
    let copy = window.ask("copy_sending", json!({ "id": id }));
    window.ask("delete_sending", json!({ "id": copy }));
    assert_eq!(
        window
            .ask("list_sendings", json!({}))
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let planned = window.ask(
        "plan_sending",
        json!({ "id": id, "progress": "__CHANNEL__:11" }),
    );
    assert_eq!(planned["row"]["counts"]["skipped"], 2, "{planned}");
    assert!(window.told("sending"), "it is told to the window");
    let paused = window.ask("pause_sending", json!({ "id": id }));
    assert_eq!(paused["row"]["state"], "paused");
    let input = json!({ "id": id, "state": null, "reason": null, "search": "", "offset": 0,
        "limit": 50 });
    let page = window.ask("list_outbox", json!({ "input": input }));
    assert_eq!(page["total"], 2);
    assert_eq!(page["rows"][0]["why"], "They never agreed to get mail");
    let written = window.ask("export_outbox", json!({ "input": input }));
    assert_eq!(written, json!(window.file("may.csv")));
    assert_eq!(window.ask("retry_failed", json!({ "id": id })), 0);
    window
        .asked
        .borrow_mut()
        .insert("decide_uncertain".to_owned());
    let input = json!({ "row": page["rows"][0]["id"], "again": false });
    let settled = window
        .call("decide_uncertain", json!({ "input": input }))
        .unwrap_err();
    assert_eq!(settled["code"], "conflict", "{settled}");
    let mail = window.ask(
        "customer_mail",
        json!({ "id": page["rows"][0]["customer"] }),
    );
    assert_eq!(mail["messages"][0]["name"], "May", "{mail}");
    let input = json!({ "id": id, "althoughLate": false });
    window.ask("start_sending", json!({ "input": input }));
    // With nobody to write to it ends at once, or is stopped before.
    window.asked.borrow_mut().insert("stop_sending".to_owned());
    let _ = window.call("stop_sending", json!({ "id": id }));
    let state = window.ask("get_sending", json!({ "id": id }))["row"]["state"].clone();
    assert!(state == "finished" || state == "stopped", "{state}");

    let news = window.ask("suppress_address", json!({ "address": "No@else.example" }));
    assert_eq!(news, true);
    let input = json!({ "search": "", "offset": 0, "limit": 50 });
    let list = window.ask("list_suppressed", json!({ "input": input }));
    assert_eq!(list["rows"][0]["address"], "no@else.example");
    let written = window.ask("export_suppressed", json!({}));
    assert_eq!(written, json!(window.file("suppressed-addresses.csv")));
    let key = &list["rows"][0]["key"];
    window.ask("unsuppress_address", json!({ "key": key }));
    let imported = window.ask("import_suppressed", json!({}));
    assert_eq!(imported["added"], 3, "the addresses of a table: {imported}");
}

fn loyalty(window: &Window) {
    let none = window.ask("loyalty_programme", json!({}));
    assert_eq!(none["holds"], Value::Null, "{none}");
    let mut rules = none["begin"].clone();
    rules["rules"][0]["earns"]["from"] = json!(2_000);
    let input = json!({ "programme": rules, "from": "2026-05-01" });
    let assumed = json!({ "redeemed": 0.5, "breakage": null, "margin": null });
    window.ask("set_loyalty_assumptions", json!({ "input": assumed }));
    let asked = json!({ "programme": rules, "from": "2026-05-01", "thresholds": null,
        "assumed": { "redeemed": null, "breakage": null, "margin": null } });
    let tried = window.ask("try_loyalty_programme", json!({ "input": asked }));
    assert_eq!(tried["this"]["points"], 20, "{tried}");
    let posted = window.ask("set_loyalty_programme", json!({ "input": input }));
    assert_eq!(posted["lines"], 2, "{posted}");
    assert!(window.told("ledger"), "points are told to the window");
    let seen = window.ask("loyalty_overview", json!({}));
    assert_eq!((&seen["members"], &seen["points"]), (&json!(2), &json!(20)));
    let list = json!({ "search": "jon", "only": "all", "sort": "points", "ascending": false,
        "offset": 0, "limit": 50 });
    let page = window.ask("list_members", json!({ "input": list }));
    let jon = page["rows"][0]["customer"].clone();
    let give = json!({ "customer": jon, "points": 100, "reason": "A late parcel" });
    let left = window.ask("adjust_points", json!({ "input": give }));
    assert_eq!(left, 110);
    let input = json!({ "customer": jon, "reward": 1 });
    let redeemed = window.ask("redeem_points", json!({ "input": input }));
    assert_eq!(redeemed["available"], 10, "{redeemed}");
    let code = &redeemed["reward"]["code"];
    let detail = window.ask("member_detail", json!({ "id": jon }));
    assert_eq!(detail["rewards"][0]["code"], *code, "{detail}");
    let left = window.ask("undo_redemption", json!({ "code": code }));
    assert_eq!(left, 110);
    let who = json!({ "customer": jon, "only": "all" });
    let input = json!({ "who": who, "offset": 0, "limit": 50 });
    let lines = window.ask("list_ledger", json!({ "input": input }));
    assert_eq!(
        (&lines["total"], &lines["rows"][0]["balance"]),
        (&json!(4), &json!(110))
    );
    let input = json!({ "who": who, "format": "csv" });
    let written = window.ask("export_ledger", json!({ "input": input }));
    assert_eq!(written, json!(window.file("points.csv")));
    let input = json!({ "customer": jon, "pdf": false });
    let written = window.ask("write_statement", json!({ "input": input }));
    assert_eq!(written, json!(window.file("points-jon-example-com.html")));
    let friend = window.ask("friend_code", json!({ "id": jon }));
    assert_eq!(friend.as_str().map(str::len), Some(10));
    window.ask("tell_of_expiry", json!({}));
    window.ask("pause_loyalty", json!({ "paused": true }));
    let paused = window.ask("loyalty_programme", json!({}));
    assert_eq!(paused["versions"][1]["rules"]["paused"], true, "{paused}");
}

/// What points cost, and codes for the shop. The programme is the one that was set.
fn rewards(window: &Window) {
    let assumed = json!({ "redeemed": null, "breakage": null, "margin": null });
    let owed = window.ask("liability", json!({ "input": assumed }));
    assert_eq!(owed["points"], 120, "{owed}");
    let input = json!({ "format": "csv", "assumed": assumed });
    let written = window.ask("export_liability", json!({ "input": input }));
    assert_eq!(written, json!(window.file("points-liability.csv")));
    let saved = json!({ "id": null, "name": "To be thanked", "rule": null,
        "text": "orders at least 1", "priority": null });
    let segment = window.ask("save_segment", json!({ "input": saved }));
    let input = json!({ "segment": segment["id"], "snapshot": null, "reward": 1 });
    let given = window.ask("give_rewards", json!({ "input": input }));
    assert_eq!(given["given"], 2, "{given}");
    let input = json!({ "target": "shopify", "reward": null, "again": false,
        "onlyTheirs": false, "promotion": null });
    let seen = window.ask("preview_codes", json!({ "input": input }));
    assert_eq!(
        (&seen["codes"], &seen["shared"][0]["open"]),
        (&json!(2), &json!(2))
    );
    let written = window.ask("write_codes", json!({ "input": input }));
    assert_eq!(written["path"], json!(window.file("shopify-codes.csv")));
    let codes = window.ask("reward_codes", json!({}));
    assert_eq!(codes["rewards"][0]["notWritten"], 0, "{codes}");
    window.ask("delete_segment", json!({ "id": segment["id"] }));
}

/// People by rules: tried out, saved, frozen, compared, deleted and back again.
fn segments(window: &Window) {
    let text = "orders at least 1 and not tagged \"wholesale\"";
    let read = window.ask("read_segment", json!({ "input": { "text": text } }));
    assert_eq!(read["text"], text, "{read}");
    let wrong = json!({ "text": "ordres at least 1" });
    let wrong = window.ask("read_segment", json!({ "input": wrong }));
    assert_eq!(wrong["error"]["column"], 1, "{wrong}");
    let input = json!({ "rule": read["rule"], "text": null, "id": null, "sample": 5, "draw": 0 });
    let seen = window.ask("preview_segment", json!({ "input": input }));
    assert_eq!(seen["figures"]["people"], 2, "{seen}");
    assert_eq!(seen["sample"][0]["reasons"][0]["holds"], true, "{seen}");
    let input = json!({ "id": null, "name": "Buyers", "rule": read["rule"], "text": null,
        "priority": 1 });
    let saved = window.ask("save_segment", json!({ "input": input }));
    assert!(window.told("segments"), "a saved segment is told");
    let id = saved["id"].clone();
    let frozen = window.ask("snapshot_segment", json!({ "id": id }));
    assert_eq!(frozen["people"], 2);
    let asked = json!({ "segment": id, "list": frozen["id"], "part": "stayed", "offset": 0,
        "limit": 50 });
    let stayed = window.ask("frozen_list", json!({ "input": asked }));
    assert_eq!(stayed["total"], frozen["people"], "{stayed}");
    let detail = window.ask("get_segment", json!({ "id": id }));
    assert_eq!(detail["days"][0]["people"], 2, "{detail}");
    let shared = window.ask("segment_overlap", json!({}));
    assert_eq!(shared["both"][0][0], 2, "{shared}");
    let orders = json!({ "from": null, "until": null, "comparedWith": "nothing",
        "compareFrom": null, "compareUntil": null, "formula": "goods", "currency": null,
        "filters": [{ "by": "segment", "value": id.to_string() }], "step": null,
        "threshold": null, "bars": "sizes" });
    let input = json!({ "orders": orders, "by": "segment", "sort": "name", "ascending": true });
    let split = window.ask("breakdown", json!({ "input": input }));
    assert_eq!(split["rows"][1]["name"], "Buyers", "{split}");
    assert_eq!(split["rows"][1]["figures"]["orders"], 2, "{split}");
    window.ask("delete_segment", json!({ "id": id }));
    let list = window.ask("list_segments", json!({}));
    assert_eq!(list["deleted"][0]["name"], "Buyers", "{list}");
    let back = window.ask("restore_segment", json!({ "id": id }));
    assert_eq!(back["name"], "Buyers");
}

/// What columns mean: kept by a preview, written to a file and read from one.
fn mappings(window: &Window) {
    let fields = window.ask("mapping_fields", json!({}));
    let keys: Vec<&Value> = fields
        .as_array()
        .unwrap()
        .iter()
        .map(|f| &f["key"])
        .collect();
    assert!(keys.contains(&&json!("placedAt")), "{keys:?}");
    let asked = json!({ "path": window.file("orders_export.csv"), "file": "orders_export.csv",
        "kind": "customers", "rows": null, "columns": [{ "position": 18, "field": null }] });
    let suggested = window.ask("suggest_columns", json!({ "input": asked }));
    assert_eq!(suggested["kind"], "customers");
    assert_eq!(suggested["columns"][1]["field"], "email", "{suggested}");
    let columns = [(0, "orderNumber"), (13, "placedAt"), (9, "total")];
    let columns = columns.map(|(position, field)| json!({ "position": position, "field": field }));
    let input = json!({
        "paths": [window.file("orders_export.csv")],
        "dateOrder": null,
        "decimalSign": null,
        "mappings": [{
            "file": "orders_export.csv", "kind": "orders", "rows": "whole", "columns": columns,
            "currency": null, "timeZone": null, "taxIncluded": null, "refundRows": false,
            "dateOrder": null, "decimalSign": null, "saveAs": "Totals alone",
        }],
    });
    let preview = window.ask(
        "preview_import",
        json!({ "input": input, "progress": "__CHANNEL__:9" }),
    );
    window.ask("discard_preview", json!({ "id": preview["id"] }));
    let kept = window.ask("list_mappings", json!({}));
    assert_eq!(
        (&kept[0]["name"], &kept[0]["columns"]),
        (&json!("Totals alone"), &json!(3))
    );
    let id = &kept[0]["id"];
    let written = window.ask("export_mapping", json!({ "id": id }));
    assert_eq!(written, json!(window.file("totals-alone.toml")));
    assert_eq!(window.ask("delete_mapping", json!({ "id": id })), json!([]));
    // The dialog of this test always gives the file of orders.
    let orders = fs::read(window.file("orders_export.csv")).unwrap();
    fs::copy(
        window.file("totals-alone.toml"),
        window.file("orders_export.csv"),
    )
    .unwrap();
    let read = window.ask("import_mapping", json!({}));
    assert_eq!(read["name"], "Totals alone");
    fs::write(window.file("orders_export.csv"), orders).unwrap();
    window.ask("delete_mapping", json!({ "id": read["id"] }));
}

fn imports_and_backups(window: &Window, import: &Value) {
    let made = window.ask("back_up_now", json!({}));
    let backups = window.ask("list_backups", json!({}));
    assert!(
        backups
            .as_array()
            .unwrap()
            .iter()
            .any(|row| row["name"] == made["name"])
    );
    assert_eq!(window.ask("list_imports", json!({}))[0]["state"], "applied");
    let kept = window.ask("undo_keeps", json!({ "id": import }));
    assert_eq!(kept["orders"], 0, "no later import has them");
    let undone = window.ask("undo_import", json!({ "id": import }));
    assert_eq!(undone["state"], "reverted");
    let restored = window.ask("restore_backup", json!({ "name": made["name"] }));
    assert_eq!(
        restored["shop"]["orders"], 2,
        "the copy from before the undoing is back"
    );
}

fn shops(window: &Window, first_shop: &Value) {
    let settings = |name: &str| {
        json!({ "settings": { "name": name, "currency": "GBP", "country": "GB",
            "timeZone": "Europe/London" } })
    };
    let renamed = window.ask("update_shop", settings("Wren & Willow"));
    assert_eq!(renamed["settings"]["currency"], "GBP");
    let second = window.ask("create_shop", settings("Second shop"));
    assert_eq!(second["shop"]["settings"]["name"], "Second shop");
    let before = window.progress();
    let sample = window.ask("open_sample_shop", json!({ "progress": "__CHANNEL__:10" }));
    assert_eq!(sample["shop"]["sample"], true);
    assert!(window.progress() > before, "making it said where it was");
    effect(window);
    let reopened = window.ask("open_shop", json!({ "path": first_shop }));
    assert_eq!(reopened["shop"]["settings"]["name"], "Wren & Willow");
    let gone = window.ask("delete_sample_shop", json!({}));
    assert!(
        gone["shops"]
            .as_array()
            .unwrap()
            .iter()
            .all(|shop| shop["sample"] == false)
    );
}

#[test]
fn an_error_arrives_with_its_code_and_field() {
    let window = Window::open();
    let error = window
        .call(
            "update_shop",
            json!({ "settings": { "name": "  ", "currency": "EUR", "country": "DE",
                "timeZone": "Europe/Berlin" } }),
        )
        .unwrap_err();
    assert_eq!(error["code"], "validation");
    assert_eq!(error["field"], "name");
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|words| !words.is_empty())
    );
}

#[test]
fn the_window_may_do_nothing_else() {
    let window = Window::open();
    for command in [
        "plugin:event|emit",
        "plugin:window|close",
        "plugin:dialog|open",
        "no_such",
    ] {
        let refused = window.call(command, json!({})).unwrap_err();
        let words = refused.as_str().unwrap_or_default();
        assert!(
            words.contains("not allowed") || words.contains("not found"),
            "{command}: {refused}"
        );
    }
}

/// The commands that the window's TypeScript knows.
fn commands() -> BTreeSet<String> {
    let bindings = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/lib/backend/bindings.ts");
    fs::read_to_string(bindings)
        .unwrap()
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .collect()
}

/// The app in Tauri's mock runtime, on a folder of its own.
struct Window {
    app: App<MockRuntime>,
    webview: WebviewWindow<MockRuntime>,
    asked: RefCell<BTreeSet<String>>,
    progress: Arc<Mutex<u32>>,
    topics: Arc<Mutex<String>>,
    folder: TempDir,
}

impl Window {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let orders = folder.path().join("orders_export.csv");
        fs::write(&orders, ORDERS).unwrap();
        let rejected = folder.path().to_owned();
        let config = AppConfig {
            data_dir: folder.path().join("data"),
            config_dir: folder.path().join("config"),
            clock: Arc::new(FixedClock("2026-06-30T12:00:00Z".parse().unwrap())),
            first_shop: ShopSettings {
                name: "My shop".to_owned(),
                currency: "EUR".to_owned(),
                country: "DE".to_owned(),
                time_zone: "Europe/Berlin".to_owned(),
            },
            keychain: false,
        };
        let dialogs = Dialogs::new(
            move || vec![orders.clone()],
            move |name| Some(rejected.join(name)),
        );
        let progress = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&progress);
        let builder = mock_builder().channel_interceptor(move |_, _, _, _| {
            *counter.lock().unwrap() += 1;
            true
        });
        let mut app = pannier_app::assemble(builder, |_| Ok(Host::new(config, dialogs)))
            .build(pannier_app::context())
            .unwrap();
        #[expect(
            deprecated,
            reason = "the first turn sets the app up; there is no other way to it"
        )]
        app.run_iteration(|_, _| {});
        let topics = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&topics);
        app.listen_any("data-changed", move |event| {
            heard.lock().unwrap().push_str(event.payload());
        });
        let webview = app
            .get_webview_window("main")
            .expect("the window of tauri.conf.json");
        Self {
            app,
            webview,
            asked: RefCell::default(),
            progress,
            topics,
            folder,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How many steps of progress came through channels.
    fn progress(&self) -> u32 {
        *self.progress.lock().unwrap()
    }

    /// Whether a change of that topic was told.
    fn told(&self, topic: &str) -> bool {
        self.topics
            .lock()
            .unwrap()
            .contains(&format!("\"{topic}\""))
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            // On Windows and Android it would be http://tauri.localhost.
            url: if cfg!(windows) {
                "http://tauri.localhost"
            } else {
                "tauri://localhost"
            }
            .parse()
            .unwrap(),
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: self.app.invoke_key().to_owned(),
        };
        get_ipc_response(&self.webview, request).map(|body| body.deserialize().unwrap())
    }

    fn ask(&self, command: &str, arguments: Value) -> Value {
        self.asked.borrow_mut().insert(command.to_owned());
        self.call(command, arguments)
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}
