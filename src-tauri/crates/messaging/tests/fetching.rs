//! Pictures from a real server on this computer.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

#[path = "../../../../tests/support/site.rs"]
mod site;

use std::net::TcpListener;

use pannier_messaging::{FetchError, PictureFetcher, SmallPicture};

use crate::site::Site;

fn fetch(site: &Site, page: &str) -> Result<SmallPicture, FetchError> {
    PictureFetcher::default().fetch(&format!("{}{page}", site.address))
}

#[test]
fn a_picture_is_fetched_and_made_small() {
    let site = Site::open();
    for page in ["/throw.png", "/moved.png"] {
        let small = fetch(&site, page).unwrap();
        assert_eq!(small.extension, "jpg");
        let seen = image::load_from_memory(&small.bytes).unwrap();
        assert_eq!((seen.width(), seen.height()), (600, 400));
    }
}

#[test]
fn what_cannot_be_had_is_named() {
    let site = Site::open();
    assert!(matches!(
        fetch(&site, "/gone.png"),
        Err(FetchError::Refused(404))
    ));
    assert!(matches!(
        fetch(&site, "/page"),
        Err(FetchError::NoPicture(_))
    ));
    assert!(matches!(fetch(&site, "/large"), Err(FetchError::TooLarge)));
    assert!(matches!(
        fetch(&site, "/cut"),
        Err(FetchError::Unreachable(_))
    ));
    assert!(fetch(&site, "/round.png").unwrap_err().is_of_the_line());
}

#[test]
fn only_what_is_on_the_web_is_asked_for() {
    let fetcher = PictureFetcher::default();
    for address in [
        "pictures/throw.png",
        "file:///etc/hosts",
        "data:image/png;base64,AAAA",
        "ftp://shop.example/a.png",
        "http://",
        "",
    ] {
        let refused = fetcher.fetch(address).unwrap_err();
        assert!(
            matches!(refused, FetchError::NoAddress(_)),
            "{address}: {refused}"
        );
    }
}

#[test]
fn a_closed_port_is_a_fault_of_the_line() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/a.png", listener.local_addr().unwrap());
    drop(listener);
    let error = PictureFetcher::default().fetch(&address).unwrap_err();
    assert!(error.is_of_the_line(), "{error}");
}
