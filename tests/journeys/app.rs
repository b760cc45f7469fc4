//! The app around the shops: first start, switching, being told of changes.

use std::{
    path::Path,
    sync::{Arc, mpsc},
    time::Duration,
};

use pannier_api::{
    App, AppConfig, Code, Role, Shop, app_info, apply_import, back_up_now, create_shop,
    delete_sample_shop, list_backups, list_orders, list_shop_backups, open_sample_shop, open_shop,
    preview_import, restore_backup, restore_shop, set_appearance,
    views::{Appearance, ListOrders, Topic},
};
use pannier_core::{Cancel, Reporter};

use crate::{
    shop::{NOW, input, settings},
    shopify::{export, order},
};

const DAY: &str = "2026-05-04 12:00:00 +0200";

fn start(folder: &Path) -> App {
    App::start(AppConfig {
        data_dir: folder.join("data"),
        config_dir: folder.join("config"),
        clock: Arc::new(NOW),
        first_shop: settings("EUR"),
        keychain: false,
    })
}

#[test]
fn a_first_start_makes_an_empty_shop_and_a_second_finds_everything_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = start(folder.path());
    let info = app_info(&app).unwrap();
    assert_eq!(info.shop.as_ref().unwrap().orders, 0);
    assert_eq!(info.shops.len(), 1);
    create_shop(
        &app,
        &pannier_api::views::ShopSettings {
            name: "Second".into(),
            ..settings("USD")
        },
    )
    .unwrap();
    set_appearance(&app, Appearance::Dark).unwrap();
    drop(app);
    let info = app_info(&start(folder.path())).unwrap();
    assert_eq!(
        info.shop.unwrap().settings.name,
        "Second",
        "the one that was open last"
    );
    assert_eq!((info.shops.len(), info.appearance), (2, Appearance::Dark));
}

#[test]
fn a_shop_that_cannot_be_opened_is_named_and_the_app_starts() {
    let folder = tempfile::tempdir().unwrap();
    let first = start(folder.path());
    let path = app_info(&first).unwrap().shop.unwrap().path;
    back_up_now(&first.shop().unwrap()).unwrap();
    drop(first);
    std::fs::write(&path, "not a shop any more").unwrap();
    for companion in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{path}{companion}"));
    }
    let app = start(folder.path());
    let info = app_info(&app).unwrap();
    assert!(info.shop.is_none() && info.problem.is_some());
    let copies = list_shop_backups(&app).unwrap();
    let restored = restore_shop(&app, &copies[0].name).unwrap();
    assert_eq!(
        restored.shop.unwrap().path,
        path,
        "the copy opens in its place"
    );
    let other = create_shop(&app, &settings("EUR")).unwrap();
    assert!(other.shop.is_some() && other.problem.is_none());
}

#[test]
fn the_sample_shop_is_kept_apart_and_goes_with_one_click() {
    let folder = tempfile::tempdir().unwrap();
    let app = start(folder.path());
    let own = app_info(&app).unwrap().shop.unwrap().path;
    let with_sample = open_sample_shop(&app, &Reporter::default(), &Cancel::default()).unwrap();
    assert!(with_sample.shop.unwrap().sample);
    assert_eq!(with_sample.shops.iter().filter(|s| s.sample).count(), 1);
    let back = open_shop(&app, &own).unwrap();
    assert_eq!(
        back.shop.unwrap().orders,
        0,
        "none of the sample's orders came into the merchant's shop"
    );
    open_sample_shop(&app, &Reporter::default(), &Cancel::default()).unwrap();
    let without = delete_sample_shop(&app).unwrap();
    assert_eq!((without.shops.len(), without.shop.unwrap().path), (1, own));
    assert_eq!(
        open_shop(&app, "/etc/passwd").unwrap_err().code,
        Code::NotFound
    );
}

#[test]
fn a_commit_of_another_process_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let app = start(folder.path());
    let (sender, receiver) = mpsc::channel();
    app.subscribe(move |topics| sender.send(topics.to_vec()).unwrap_or_default());
    // A second connection stands for the command line.
    let other = Shop::open(app.shop().unwrap().path(), Role::Guest, Arc::new(NOW)).unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, export(&[order(1, DAY, "a@example.com", "10.00")])).unwrap();
    let preview = preview_import(
        &other,
        &input(&[&file]),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    apply_import(
        &other,
        preview.id,
        false,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let topics = receiver.recv_timeout(Duration::from_secs(10)).unwrap();
    assert!(topics.contains(&Topic::Orders));
    assert_eq!(
        list_orders(&app.shop().unwrap(), &ListOrders::default())
            .unwrap()
            .total,
        1
    );
}

#[test]
fn a_restore_brings_back_what_was_there_and_keeps_what_is() {
    let folder = tempfile::tempdir().unwrap();
    let app = start(folder.path());
    let shop = app.shop().unwrap();
    let kept = back_up_now(&shop).unwrap();
    let file = folder.path().join("a.csv");
    std::fs::write(&file, export(&[order(1, DAY, "a@example.com", "10.00")])).unwrap();
    let preview = preview_import(
        &shop,
        &input(&[&file]),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    apply_import(
        &shop,
        preview.id,
        false,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let orders = |shop: &Shop| list_orders(shop, &ListOrders::default()).unwrap().total;
    assert_eq!(orders(&shop), 1);
    restore_backup(&shop, &kept.name).unwrap();
    assert_eq!(orders(&shop), 0);
    let aside = list_backups(&shop)
        .unwrap()
        .into_iter()
        .find(|b| b.reason == pannier_api::views::BackupReason::BeforeRestore);
    restore_backup(&shop, &aside.unwrap().name).unwrap();
    assert_eq!(
        orders(&shop),
        1,
        "the file that was replaced comes back whole"
    );
}
