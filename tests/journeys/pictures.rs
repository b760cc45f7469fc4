//! Pictures of products: fetched when asked for, kept beside the shop file, never twice.

use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use pannier_api::{Shop, fetch_pictures, picture, pictures};
use pannier_core::{Cancel, Reporter};

use crate::{
    shop::{TestShop, shop_in},
    site::Site,
};

fn shop_with(site: &Site, pages: &[&str]) -> TestShop {
    let mut file = "Handle,Title,Vendor,Variant SKU,Variant Price,Image Src,Status\n".to_owned();
    for (nth, page) in pages.iter().enumerate() {
        let address = if page.starts_with('/') {
            format!("{}{page}", site.address)
        } else {
            (*page).to_owned()
        };
        let _ = writeln!(
            file,
            "p{nth},Product {nth},Wren,SKU-{nth},10.00,{address},active"
        );
    }
    let test = shop_in("EUR");
    let path = test.file("products_export.csv", &file);
    test.import(&[&path]).unwrap();
    test
}

fn fetch(shop: &Shop) -> pannier_api::views::PicturesFetched {
    fetch_pictures(shop, &Reporter::default(), &Cancel::default()).unwrap()
}

/// The files in the folder of pictures.
fn files(shop: &Shop) -> Vec<String> {
    let folder = shop.path().with_extension("pictures");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn pictures_are_fetched_once_and_what_failed_is_told() {
    let site = Site::open();
    let test = shop_with(
        &site,
        &[
            "/throw.png",
            "/moved.png",
            "/gone.png",
            "pictures/own.png",
            "",
        ],
    );
    let shop = &test.shop;
    let before = pictures(shop).unwrap();
    assert_eq!(
        (before.named, before.here),
        (3, 0),
        "a file’s name is no address"
    );
    assert_eq!(before.sites, [site.address.trim_start_matches("http://")]);
    assert_eq!(files(shop), [""; 0], "nothing is fetched unasked");

    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let reporter = Reporter::new(move |progress| sink.lock().unwrap().push(progress.done));
    let fetched = fetch_pictures(shop, &reporter, &Cancel::default()).unwrap();
    assert_eq!((fetched.fetched, fetched.left), (2, 0));
    let [failed] = fetched.failed.as_slice() else {
        panic!("{:?}", fetched.failed)
    };
    assert_eq!(failed.product, "Product 2");
    assert_eq!(
        failed.why,
        "there is no picture at this address any more. Put it into the product again (answer 404)"
    );
    assert_eq!(told.lock().unwrap().len(), 3);

    let kept = files(shop);
    assert_eq!(kept.len(), 2, "{kept:?}");
    let key = kept[0].strip_suffix(".jpg").unwrap();
    let seen = picture(shop, key).unwrap().unwrap();
    assert_eq!(seen.mime, "image/jpeg");
    assert_eq!(&seen.bytes[..2], b"\xFF\xD8");

    let again = fetch(shop);
    assert_eq!(
        (again.fetched, again.failed.len()),
        (0, 1),
        "only what is missing"
    );
    assert_eq!(pictures(shop).unwrap().here, 2);
}

#[test]
fn only_keys_of_pictures_reach_the_disk() {
    let site = Site::open();
    let test = shop_with(&site, &["/throw.png"]);
    fetch(&test.shop);
    for key in [
        "",
        "../../etc/hosts",
        "..%2F..%2Fetc",
        "0123456789abcdef0123456789abcde/",
        "0123456789abcdef0123456789abcdef",
    ] {
        assert_eq!(picture(&test.shop, key).unwrap(), None, "{key}");
    }
}

#[test]
fn a_site_that_is_away_is_not_asked_for_ever() {
    let site = Site::open();
    let test = shop_with(&site, &["/throw.png"]);
    let gone = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap()
    };
    let mut file = "Handle,Title,Vendor,Variant SKU,Variant Price,Image Src,Status\n".to_owned();
    for nth in 0..40 {
        let _ = writeln!(
            file,
            "q{nth},Other {nth},Wren,OTHER-{nth},10.00,http://{gone}/{nth}.png,active"
        );
    }
    let path = test.file("products_export_2.csv", &file);
    test.import(&[&path]).unwrap();
    let fetched = fetch(&test.shop);
    let failed = fetched.failed.len();
    assert!((8..20).contains(&failed), "{failed} were tried");
    assert_eq!(failed + (fetched.fetched + fetched.left) as usize, 41);
    assert!(fetched.failed[0].why.contains("could not be reached"));
}

#[test]
fn a_stop_keeps_what_has_come() {
    let site = Site::open();
    let test = shop_with(&site, &["/throw.png"; 1]);
    let cancel = Cancel::default();
    cancel.request();
    let stopped = fetch_pictures(&test.shop, &Reporter::default(), &cancel).unwrap();
    assert_eq!((stopped.fetched, stopped.left), (0, 1));
    assert_eq!(files(&test.shop), [""; 0]);
    assert_eq!(fetch(&test.shop).fetched, 1);
}
