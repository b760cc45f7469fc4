//! How long it takes to settle a campaign for many: consent, codes, suggestions and every copy; and to
//! look at somebody else's.
//!
//! `cargo bench -p pannier-api --bench campaigns`. `PANNIER_BENCH_PEOPLE` is the number of people.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark that cannot be set up has nothing to say"
)]

#[path = "../../../../tests/support/shop.rs"]
mod shop;
#[path = "../../../../tests/support/shopify.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod shopify;

use std::{fmt::Write as _, time::Instant};

use pannier_api::{
    Shop, create_campaign, get_campaign, plan_campaign, preview_campaign, save_campaign,
    save_mail_account, set_mail_identity,
    views::{
        CreateCampaign, MailAuth, MailIdentity, MailSecurity, MailSettings, PreviewCampaign,
        SaveCampaign, SaveMailAccount, TestCampaign,
    },
};
use pannier_core::{Cancel, Reporter};
use shopify::{export, order};

const PRODUCTS: [&str; 24] = [
    "Linen throw",
    "Soy candle",
    "Vase",
    "Tray",
    "Bowl",
    "Mug",
    "Plate",
    "Lamp",
    "Basket",
    "Rug",
    "Cushion",
    "Apron",
    "Towel",
    "Soap",
    "Brush",
    "Hook",
    "Shelf",
    "Frame",
    "Clock",
    "Mirror",
    "Stool",
    "Jar",
    "Spoon",
    "Board",
];

/// A server that takes all mail.
struct Taking;

impl pannier_api::Connect for Taking {
    fn messenger(
        &self,
        _: &pannier_store::MailAccountRecord,
        _: Option<&pannier_mail::Secret>,
        _: std::sync::Arc<dyn pannier_core::Clock>,
    ) -> pannier_api::Result<Box<dyn pannier_core::Messenger>> {
        Ok(Box::new(Line))
    }
}

struct Line;

impl pannier_core::Messenger for Line {
    fn channel(&self) -> pannier_core::Channel {
        pannier_core::Channel::Email
    }

    fn send(
        &mut self,
        _: &pannier_core::Message,
        _: &mut dyn FnMut() -> Result<(), pannier_core::Stopped>,
    ) -> Result<pannier_core::Receipt, pannier_core::SendError> {
        Ok(pannier_core::Receipt {
            said: "250".to_owned(),
        })
    }

    fn hang_up(&mut self) {}
}

fn account(shop: &Shop) {
    shop.connect_by(std::sync::Arc::new(Taking));
    let identity = MailIdentity {
        name: "Wren & Willow".into(),
        postal_address: "Lane 1\n10115 Berlin".into(),
    };
    set_mail_identity(shop, &identity).unwrap();
    let settings = MailSettings {
        address: "shop@wren.example".into(),
        name: String::new(),
        reply_to: String::new(),
        preset: String::new(),
        host: "mail.wren.example".into(),
        port: 465,
        security: MailSecurity::Tls,
        user: "shop@wren.example".into(),
        auth: MailAuth::Password,
        client_id: String::new(),
        per_second: None,
        per_minute: None,
        per_hour: None,
        per_day: None,
        reserve_percent: 0,
        is_new: false,
        connections: 1,
        per_connection: 50,
        imap_host: String::new(),
        imap_port: 993,
        imap_security: MailSecurity::Tls,
        imap_user: String::new(),
        plus_addressing: true,
        one_click_url: String::new(),
    };
    let input = SaveMailAccount {
        id: None,
        settings,
        secret: Some("p4ss".into()),
    };
    save_mail_account(shop, &input).unwrap();
}

fn main() {
    let people: u32 = std::env::var("PANNIER_BENCH_PEOPLE")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let test = shop::shop_in("EUR");
    let shop = &test.shop;
    account(shop);
    let mut customers =
        String::from("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n");
    let mut orders = Vec::new();
    for number in 0..people {
        let _ = writeln!(
            customers,
            "'{number},Ann{number},Moss,p{number}@example.com,yes,"
        );
        let day = 1 + number % 28;
        let created = format!("2026-0{}-{day:02} 10:00:00 +0200", 1 + number % 6);
        let mut one = order(
            number + 1,
            &created,
            &format!("p{number}@example.com"),
            "20.00",
        );
        let product = |step: u32| PRODUCTS[((number * 7 + step * 5) % 24) as usize].to_owned();
        one.lines = vec![
            (product(0), 1, "20.00".to_owned()),
            (product(1 + number % 3), 1, "20.00".to_owned()),
        ];
        "40.00".clone_into(&mut one.total);
        orders.push(one);
    }
    let files = [
        test.file("customers_export.csv", customers),
        test.file("orders_export.csv", export(&orders)),
    ];
    for file in &files {
        test.import(&[file]).unwrap();
    }
    let input = CreateCampaign {
        kind: Some(pannier_compose::CampaignKind::WinBack),
        ..CreateCampaign::default()
    };
    let id = create_campaign(shop, &input).unwrap();
    let mut content = get_campaign(shop, id).unwrap().content;
    content.audience.rules = "everyone".into();
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(shop, &input).unwrap();
    let look = |position: u32| {
        let input = PreviewCampaign {
            id,
            position,
            ..PreviewCampaign::default()
        };
        let begun = Instant::now();
        let preview = preview_campaign(shop, &input).unwrap();
        assert_eq!(preview.problem, "");
        begun.elapsed()
    };
    println!("the first preview, with all that is learnt: {:?}", look(0));
    let mut times: Vec<_> = (1..=40).map(|step| look(step * (people / 41))).collect();
    times.sort_unstable();
    println!(
        "another person: {:?} in the middle, {:?} at most",
        times[20], times[39]
    );
    let test_mail = TestCampaign {
        id,
        to: "a@wren.example".into(),
        position: 0,
        other: false,
    };
    assert!(pannier_api::test_campaign(shop, &test_mail).unwrap().sent);
    let begun = Instant::now();
    let planned = plan_campaign(shop, id, &Reporter::default(), &Cancel::default()).unwrap();
    println!(
        "{people} people settled with codes and products in {:?}: {} get it",
        begun.elapsed(),
        planned.row.sending.counts.ready
    );
}
