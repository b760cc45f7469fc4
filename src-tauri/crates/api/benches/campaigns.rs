//! How long it takes to settle a campaign for many: consent, codes, suggestions and every copy; to
//! look at somebody else's; and what memory settling and sending take, which may not grow with the
//! people as their mails would.
//!
//! `cargo bench -p pannier-api --bench campaigns` measures 1,000, 10,000 and 100,000 people, each in a
//! program of its own; with `PANNIER_BENCH_PEOPLE`, so many alone.
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

use std::{
    fmt::Write as _,
    fs,
    process::Command,
    time::{Duration, Instant},
};

use pannier_api::{
    Shop, create_campaign, get_campaign, plan_campaign, preview_campaign, save_campaign,
    save_mail_account, send_campaign_now, set_mail_identity,
    views::{
        CreateCampaign, MailAuth, MailIdentity, MailSecurity, MailSettings, PreviewCampaign,
        SaveCampaign, SaveMailAccount, StartCampaign, TestCampaign,
    },
};
use pannier_core::{Cancel, Reporter};
use shopify::{export, order};

/// How many people, in the environment.
const PEOPLE: &str = "PANNIER_BENCH_PEOPLE";
const SIZES: [u32; 3] = [1_000, 10_000, 100_000];
const LONGEST_PLANNING: Duration = Duration::from_secs(20);
const LONGEST_LOOK: Duration = Duration::from_millis(50);
/// Bytes that planning takes at most for each person: their row, their code and what was picked, never
/// their mail.
const MOST_EACH: u64 = 2_048;
/// MiB that sending takes at most, however many there are: SQLite keeps more at hand of a larger file.
const MOST_SENDING: u64 = 128;

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
        before_body: &mut dyn FnMut() -> Result<(), pannier_core::Stopped>,
    ) -> Result<pannier_core::Receipt, pannier_core::SendError> {
        before_body().unwrap();
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
        shop_page: String::new(),
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

/// What this program has taken at once at most, since that was asked last, and what it has now (KiB).
fn memory() -> (u64, u64) {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        number.unwrap_or(0)
    };
    let found = (of("VmHWM:"), of("VmRSS:"));
    // Where there is no such file, nothing is measured.
    let _ = fs::write("/proc/self/clear_refs", "5");
    found
}

/// Does something; how long it took, and how much more memory there was at once (KiB).
fn measured<T>(work: impl FnOnce() -> T) -> (T, Duration, u64) {
    let (_, before) = memory();
    let begun = Instant::now();
    let done = work();
    let took = begun.elapsed();
    (done, took, memory().0.saturating_sub(before))
}

/// A shop with so many people, each with an order of two products.
fn filled(people: u32) -> shop::TestShop {
    let test = shop::shop_in("EUR");
    account(&test.shop);
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
    test
}

/// A campaign to all of them, with products and a code for each, tried once.
fn composed(shop: &Shop) -> u32 {
    let input = CreateCampaign {
        kind: Some(pannier_compose::CampaignKind::WinBack),
        ..CreateCampaign::default()
    };
    let id = create_campaign(shop, &input).unwrap();
    let mut content = get_campaign(shop, id).unwrap().content;
    content.audience.rules = "everyone".into();
    content.quiet_from = None;
    content.quiet_until = None;
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(shop, &input).unwrap();
    let input = TestCampaign {
        id,
        to: "a@wren.example".into(),
        position: 0,
        other: false,
    };
    assert!(pannier_api::test_campaign(shop, &input).unwrap().sent);
    id
}

fn look(shop: &Shop, id: u32, position: u32) -> Duration {
    let input = PreviewCampaign {
        id,
        position,
        ..PreviewCampaign::default()
    };
    let begun = Instant::now();
    let preview = preview_campaign(shop, &input).unwrap();
    assert_eq!(preview.problem, "");
    begun.elapsed()
}

fn measure(people: u32) {
    let test = filled(people);
    let shop = &test.shop;
    let id = composed(shop);
    println!("{people} people");
    println!("  the first look: {:?}", look(shop, id, 0));
    let steps = (1..=40).map(|step| look(shop, id, step * (people / 41)));
    let mut times: Vec<_> = steps.collect();
    times.sort_unstable();
    let usual = times[times.len() / 2];
    println!("  another person: {usual:?}, {:?} at most", times[39]);
    assert!(usual < LONGEST_LOOK, "over {LONGEST_LOOK:?}");

    let (planned, took, more) =
        measured(|| plan_campaign(shop, id, &Reporter::default(), &Cancel::default()).unwrap());
    let ready = planned.row.sending.counts.ready;
    println!(
        "  settled for {ready} in {took:?}, with {} MiB more",
        more / 1024
    );
    assert!(took < LONGEST_PLANNING, "over {LONGEST_PLANNING:?}");
    let room = 16 * 1024 + u64::from(people) * MOST_EACH / 1024;
    assert!(more < room, "{more} KiB, over {room}");

    let start = StartCampaign {
        id,
        although_late: false,
        codes_are_in_shop: true,
    };
    let (ended, took, more) =
        measured(|| send_campaign_now(shop, start, &Cancel::default()).unwrap());
    assert_eq!(ended.detail.row.counts.sent, ready, "{}", ended.words);
    let each = took.as_secs_f64() * 1e6 / f64::from(ready);
    let more = more / 1024;
    println!("  sent in {took:?}, {each:.0} µs each, with {more} MiB more");
    assert!(more < MOST_SENDING, "over {MOST_SENDING} MiB");
}

fn main() {
    let said = std::env::var(PEOPLE);
    if let Some(people) = said.ok().and_then(|text| text.parse().ok()) {
        measure(people);
        return;
    }
    for people in SIZES {
        let program = std::env::current_exe().unwrap();
        let mut child = Command::new(program);
        child.env(PEOPLE, people.to_string());
        assert!(child.status().unwrap().success(), "{people} people");
    }
}
