//! Files in, files out again.

use std::os::unix::fs::PermissionsExt;

use pannier_api::{
    Code, apply_import, discard_preview, doctor, home, list_imports, list_orders, preview_import,
    undo_import,
    views::{HomeInput, ImportState, ListOrders, RowVerdicts},
    write_rejections,
};
use pannier_core::{Cancel, Phase, Reporter};

use crate::{
    shop::{TestShop, input, shop_in},
    shopify::{Order, export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn orders(test: &TestShop) -> u32 {
    list_orders(&test.shop, &ListOrders::default())
        .unwrap()
        .total
}

fn revenue(test: &TestShop) -> String {
    home(&test.shop, &HomeInput::default())
        .unwrap()
        .current
        .revenue
        .text
}

fn is_sound(test: &TestShop) {
    let health = doctor(&test.shop).unwrap();
    assert!(health.findings.is_empty(), "{:?}", health.findings);
}

fn sum(v: RowVerdicts) -> u32 {
    v.new + v.updated + v.unchanged + v.merged + v.ignored + v.rejected
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let test = shop_in("EUR");
    let file = test.file(
        "a.csv",
        export(&[
            order(1, DAY, "a@example.com", "10.00"),
            order(2, DAY, "b@example.com", "20.00"),
        ]),
    );
    let first = test.import(&[&file]).unwrap();
    assert_eq!(
        (first.files[0].rows, first.files[0].row_verdicts.new),
        (2, 2)
    );
    let again = test.import(&[&file]).unwrap();
    assert_eq!(again.files[0].orders.unchanged, 2);
    assert_eq!((orders(&test), revenue(&test).as_str()), (2, "30.00"));
    is_sound(&test);
}

#[test]
fn a_refund_in_a_later_export_updates_the_order_and_undo_takes_it_back() {
    let test = shop_in("EUR");
    let before = order(1, DAY, "a@example.com", "80.00");
    test.import(&[&test.file("a.csv", export(std::slice::from_ref(&before)))])
        .unwrap();
    let row_before = list_orders(
        &test.shop,
        &ListOrders {
            limit: 1,
            ..ListOrders::default()
        },
    )
    .unwrap()
    .rows;
    let after = Order {
        refunded: "20.00".into(),
        status: "partially_refunded".into(),
        ..before
    };
    let done = test
        .import(&[&test.file("b.csv", export(&[after]))])
        .unwrap();
    assert_eq!(done.files[0].orders.updated, 1);
    let row = list_orders(
        &test.shop,
        &ListOrders {
            limit: 1,
            ..ListOrders::default()
        },
    )
    .unwrap()
    .rows
    .remove(0);
    assert_eq!(row.refunded.unwrap().text, "20.00");
    is_sound(&test);
    let undone = undo_import(
        &test.shop,
        done.import_id.unwrap(),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    assert_eq!(undone.state, ImportState::Reverted);
    let row_after = list_orders(
        &test.shop,
        &ListOrders {
            limit: 1,
            ..ListOrders::default()
        },
    )
    .unwrap()
    .rows;
    assert_eq!(row_before, row_after);
    is_sound(&test);
    let twice = undo_import(
        &test.shop,
        done.import_id.unwrap(),
        &Reporter::default(),
        &Cancel::default(),
    );
    assert_eq!(twice.unwrap_err().code, Code::Conflict);
    assert_eq!(list_imports(&test.shop).unwrap().len(), 2);
}

#[test]
fn one_number_with_two_ids_is_two_orders() {
    let test = shop_in("EUR");
    let first = order(1, DAY, "a@example.com", "10.00");
    let second = Order {
        id: "5999999999999".into(),
        email: "b@example.com".into(),
        ..first.clone()
    };
    test.import(&[&test.file("a.csv", export(&[first, second]))])
        .unwrap();
    assert_eq!(orders(&test), 2);
}

#[test]
fn rows_that_cannot_be_understood_need_a_yes_and_are_listed() {
    let test = shop_in("EUR");
    let bad = Order {
        total: "=cmd()".into(),
        ..order(2, DAY, "b@example.com", "20.00")
    };
    let file = test.file(
        "a.csv",
        export(&[order(1, DAY, "a@example.com", "10.00"), bad]),
    );
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = preview_import(&test.shop, &input(&[&file]), &reporter, &cancel).unwrap();
    let seen = &preview.files[0];
    assert_eq!(
        (sum(seen.row_verdicts), seen.row_verdicts.rejected),
        (seen.rows, 1)
    );
    assert_eq!(
        (seen.rejected[0].line, seen.rejected[0].column.as_str()),
        (3, "Total")
    );
    let refused = apply_import(&test.shop, preview.id, false, &reporter, &cancel).unwrap_err();
    assert_eq!(refused.code, Code::Rejects);
    assert_eq!(orders(&test), 0);
    let list = test.folder.path().join("rejected.csv");
    write_rejections(&test.shop, preview.id, &list).unwrap();
    let text = std::fs::read_to_string(list).unwrap();
    assert!(
        text.contains("'=cmd()"),
        "a formula is written as text: {text}"
    );
    apply_import(&test.shop, preview.id, true, &reporter, &cancel).unwrap();
    assert_eq!(orders(&test), 1);
}

#[test]
fn a_file_that_changes_or_goes_after_the_preview_is_refused_and_nothing_is_written() {
    let test = shop_in("EUR");
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let text = export(&[order(1, DAY, "a@example.com", "10.00")]);
    let file = test.file("a.csv", &text);
    let preview = preview_import(&test.shop, &input(&[&file]), &reporter, &cancel).unwrap();
    test.file("a.csv", text.replace("10.00", "99.00"));
    let changed = apply_import(&test.shop, preview.id, false, &reporter, &cancel).unwrap_err();
    assert_eq!(changed.code, Code::Conflict, "{changed}");
    std::fs::remove_file(&file).unwrap();
    let gone = apply_import(&test.shop, preview.id, false, &reporter, &cancel).unwrap_err();
    assert_eq!(gone.code, Code::Unreadable, "{gone}");
    assert_eq!(orders(&test), 0);
    test.file("a.csv", &text);
    apply_import(&test.shop, preview.id, false, &reporter, &cancel).unwrap();
    assert_eq!(orders(&test), 1, "put back as it was, it goes in");
}

#[test]
fn cancelling_keeps_nothing() {
    let test = shop_in("EUR");
    let many: Vec<Order> = (0..3_000)
        .map(|i| order(i, DAY, &format!("b{i}@example.com"), "10.00"))
        .collect();
    let file = test.file("a.csv", export(&many));
    let preview = preview_import(
        &test.shop,
        &input(&[&file]),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let cancel = Cancel::default();
    let asked = cancel.clone();
    let reporter = Reporter::new(move |progress| {
        if progress.phase == Phase::Saving && progress.done > 500 {
            asked.request();
        }
    });
    let stopped = apply_import(&test.shop, preview.id, false, &reporter, &cancel).unwrap_err();
    assert_eq!(stopped.code, Code::Cancelled);
    assert_eq!(orders(&test), 0);
    is_sound(&test);
    apply_import(
        &test.shop,
        preview.id,
        false,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    assert_eq!(orders(&test), 3_000);
}

#[test]
fn a_refused_file_does_not_keep_the_others_out() {
    let test = shop_in("EUR");
    let good = test.file(
        "orders_export.csv",
        export(&[order(1, DAY, "a@example.com", "10.00")]),
    );
    let bank = test.file(
        "bank.csv",
        "01.05.2026;SEPA;Miete;-800,00\n02.05.2026;SEPA;Strom;-60,00\n",
    );
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = preview_import(&test.shop, &input(&[&good, &bank]), &reporter, &cancel).unwrap();
    assert!(preview.files[0].refused.is_none());
    let refusal = preview.files[1].refused.as_ref().unwrap();
    assert!(!refusal.what.is_empty() && !refusal.need.is_empty());
    apply_import(&test.shop, preview.id, true, &reporter, &cancel).unwrap();
    assert_eq!(orders(&test), 1);
}

#[test]
fn what_cannot_be_read_is_refused_by_name() {
    let test = shop_in("EUR");
    let good = export(&[order(1, DAY, "a@example.com", "10.00")]);
    let folder = test.folder.path().join("a folder.csv");
    std::fs::create_dir(&folder).unwrap();
    let locked = test.file("locked.csv", &good);
    std::fs::set_permissions(&locked, std::fs::Permissions::from_mode(0o000)).unwrap();
    let root_reads_all = std::fs::File::open(&locked).is_ok();
    let mut paths = vec![
        folder,
        test.folder.path().join("not there.csv"),
        test.file("empty.csv", ""),
        test.file(
            "pointer.csv",
            "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n",
        ),
        test.file("book.xlsx", b"PK\x03\x04 and so on"),
    ];
    if !root_reads_all {
        paths.push(locked);
    }
    for path in &paths {
        let preview = preview_import(
            &test.shop,
            &input(&[path]),
            &Reporter::default(),
            &Cancel::default(),
        )
        .unwrap();
        let refusal = preview.files[0].refused.as_ref();
        assert!(
            refusal.is_some_and(|r| !r.what.is_empty() && !r.need.is_empty()),
            "{}",
            path.display()
        );
    }
    let header_only = test.file("header.csv", good.lines().next().unwrap());
    let preview = preview_import(
        &test.shop,
        &input(&[&header_only]),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    assert_eq!(
        preview.files[0].rows, 0,
        "no orders in it, and no reason to fail"
    );
    discard_preview(&test.shop, preview.id);
    assert_eq!(orders(&test), 0);
}
