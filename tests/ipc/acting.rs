//! What is done with them: mail, campaigns, loyalty.

use serde_json::{Value, json};

use crate::Window;

/// A programme tried and set, its members, the ledger, and what is done by hand.
pub(crate) fn mail_accounts(window: &Window) {
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
    let identity = json!({ "name": "Wren", "postalAddress": "Lane 1", "shopPage": "" });
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

pub(crate) fn campaigns(window: &Window) {
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
    assert_eq!(window.ask("shop_logo", json!({})), Value::Null);
    window.ask("set_shop_logo", json!({ "input": { "file": null } }));
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
    let verdicts = window.ask("campaign_verdicts", json!({}));
    assert_eq!(verdicts, json!([]), "none was sent");
    let all = window.ask("list_campaigns", json!({}));
    assert_eq!(all[0]["sending"]["name"], "Flash", "{all}");
}

pub(crate) fn sending(window: &Window) {
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

pub(crate) fn loyalty(window: &Window) {
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
pub(crate) fn rewards(window: &Window) {
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
