//! Customers and segments.

use serde_json::json;

use crate::Window;

pub(crate) fn customers(window: &Window) {
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
pub(crate) fn one_customer(window: &Window) {
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
pub(crate) fn effect(window: &Window) {
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

/// People by rules: tried out, saved, frozen, compared, deleted and back again.
pub(crate) fn segments(window: &Window) {
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
