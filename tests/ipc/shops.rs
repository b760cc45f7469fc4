//! Shops, imports and what is read into them.

use std::fs;

use serde_json::{Value, json};

use crate::Window;
use crate::people::effect;

/// Returns the path of the shop file that a first start makes.
pub(crate) fn the_app(window: &Window) -> Value {
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
pub(crate) fn importing(window: &Window) -> Value {
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

/// What columns mean: kept by a preview, written to a file and read from one.
pub(crate) fn mappings(window: &Window) {
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

pub(crate) fn imports_and_backups(window: &Window, import: &Value) {
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

pub(crate) fn shops(window: &Window, first_shop: &Value) {
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
