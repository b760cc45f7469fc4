//! The figures of campaigns: the same wherever they stand, and of today.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use pannier_api::{
    Role, Shop, apply_import, campaign_people, campaign_result, campaign_verdicts, get_campaign,
    mail_accounts, preview_import, save_mail_account, send_campaign_now,
    views::{
        CampaignCheck, CampaignVerdict, Gate, GateCode, GateLevel, Minor, OfferCodes, OfferGives,
        OfferProducts, OfferTerms, SaidValue, SaveMailAccount, said,
    },
};
use pannier_core::{Cancel, Clock, FixedClock, Reporter, Timestamp};
use pannier_store::{DomainEntryState, DomainLook, OpenOptions, Store};

use crate::{
    campaigns::{checked, draft, gate, plan, shop_of, start, tested},
    shop::{NOW, TestShop, input},
    shopify::{export, order},
};

const DAY: i64 = 86_400_000;

/// Amounts as they are, everything else in brackets.
fn plain(words: &str, gate: &Gate) -> String {
    said(words, &gate.values, |value| match value {
        SaidValue::Amount { amount } | SaidValue::About { amount } => amount.text.clone(),
        SaidValue::Offer { offer } => format!("[{:?}]", offer.gives),
        other => format!("[{other:?}]"),
    })
}

fn import(shop: &Shop, folder: &std::path::Path, name: &str, text: &str) {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = preview_import(shop, &input(&[&file]), &reporter, &cancel).unwrap();
    apply_import(shop, preview.id, false, &reporter, &cancel).unwrap();
}

/// The same shop at another time.
fn at(test: TestShop, clock: impl Clock + 'static) -> (Shop, tempfile::TempDir) {
    let path = test.shop.path().to_owned();
    let TestShop { shop, folder } = test;
    drop(shop);
    let shop = Shop::open(&path, Role::Owner, Arc::new(clock)).unwrap();
    (shop, folder)
}

#[test]
fn those_who_are_drawn_are_the_same_everywhere() {
    let names: Vec<String> = (0..200).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (test, _) = shop_of(&names);
    let shop = &test.shop;
    // Each is drawn by itself: that a tenth are held back each time is not to be expected.
    let mut off = 0;
    for _ in 0..6 {
        let id = draft(shop, |content| content.holdout_percent = 10);
        let people = campaign_people(shop, id).unwrap();
        tested(shop, id);
        let check = checked(shop, id);
        assert_eq!(
            (check.people.ready, check.people.held_out),
            (people.ready, people.held_out),
            "as the audience says"
        );
        let held = format!("{} people held back to compare", people.held_out);
        let warned = gate(&check, GateCode::Measure);
        assert!(
            warned.title == held || warned.level == GateLevel::Warn,
            "{warned:?}"
        );
        plan(shop, id).unwrap();
        let counts = get_campaign(shop, id).unwrap().row.sending.counts;
        assert_eq!(
            (counts.ready, counts.held_out),
            (people.ready, people.held_out),
            "as was said before"
        );
        off += u32::from(people.held_out != 20);
    }
    assert!(off > 0, "they are drawn, and not a tenth each time");
}

#[test]
fn two_with_one_mailbox_are_counted_once() {
    let (test, _) = shop_of(&["Mara", "Ida"]);
    let shop = &test.shop;
    let file = test.file(
        "more.csv",
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n\
         '11,Mara,Moss,MARA@example.com,yes,\n'12,Kim,Moss,kim@example.com,yes,\n",
    );
    test.import(&[&file]).unwrap();
    let id = draft(shop, |content| content.holdout_percent = 0);
    let people = campaign_people(shop, id).unwrap();
    tested(shop, id);
    plan(shop, id).unwrap();
    let counts = get_campaign(shop, id).unwrap().row.sending.counts;
    assert_eq!(counts.ready, people.ready, "{people:?}");
}

/// A clock that a test sets.
#[derive(Debug, Clone)]
struct SetClock(Arc<AtomicI64>);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[test]
fn who_fulfils_the_rules_is_counted_anew_at_midnight_and_after_an_import() {
    let names = ["Mara", "Ida", "Jon", "Kim", "Lea", "Max"];
    let (test, _) = shop_of(&names);
    // One on each day about thirty days ago; somebody of today keeps the shop from looking back.
    let days = [28, 29, 30, 31].map(|day| format!("2026-05-{day}"));
    let days = days
        .into_iter()
        .chain(["2026-06-01", "2026-06-02"].map(str::to_owned));
    let mut orders: Vec<_> = (1..)
        .zip(days.zip(names))
        .map(|(number, (day, name))| {
            let address = format!("{}@example.com", name.to_lowercase());
            order(number, &format!("{day} 12:00:00 +0200"), &address, "50.00")
        })
        .collect();
    orders.push(order(
        9,
        "2026-06-30 09:00:00 +0200",
        "else@example.com",
        "50.00",
    ));
    let file = test.file("orders_export.csv", export(&orders));
    test.import(&[&file]).unwrap();
    let time = Arc::new(AtomicI64::new(NOW.0.0));
    let (shop, folder) = at(test, SetClock(Arc::clone(&time)));
    let id = draft(&shop, |content| {
        content.audience.rules = "last order in the last 30 days".into();
    });
    let ready = || campaign_people(&shop, id).unwrap().ready;
    let before = ready();
    assert!((1..6).contains(&before), "some of them: {before}");
    assert_eq!(ready(), before);
    // Past midnight in Berlin, which is not midnight in UTC.
    time.store(NOW.0.0 + 10 * 3_600_000 + 1, Ordering::SeqCst);
    assert_eq!(ready(), before - 1, "thirty days are over for one of them");
    let newer = [order(
        10,
        "2026-06-30 10:00:00 +0200",
        "mara@example.com",
        "50.00",
    )];
    import(&shop, folder.path(), "newer.csv", &export(&newer));
    assert_eq!(ready(), before, "Mara ordered again");
}

#[test]
fn the_list_says_what_came_of_each() {
    let names: Vec<String> = (0..300).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (test, server) = shop_of(&names);
    let id = draft(&test.shop, |content| {
        content.holdout_percent = 50;
        content.window_days = 10;
    });
    let other = draft(&test.shop, |_| {});
    tested(&test.shop, id);
    plan(&test.shop, id).unwrap();
    send_campaign_now(&test.shop, start(id), &Cancel::default()).unwrap();
    let counting = campaign_verdicts(&test.shop).unwrap();
    let said: Vec<_> = counting.iter().map(|one| (one.id, one.verdict)).collect();
    assert_eq!(said, [(id, CampaignVerdict::StillCounting)], "not {other}");
    let (shop, folder) = at(test, FixedClock(Timestamp(NOW.0.0 + 11 * DAY)));
    assert!(campaign_verdicts(&shop).unwrap()[0].needs_orders);
    let orders: Vec<_> = (1..)
        .zip(server.arrived().split_off(1))
        .map(|(number, mail)| {
            let address = mail.to.address.as_str().to_owned();
            order(number, "2026-07-03 10:00:00 +0200", &address, "50.00")
        })
        .collect();
    import(&shop, folder.path(), "orders_export.csv", &export(&orders));
    let read = campaign_verdicts(&shop).unwrap();
    let result = campaign_result(&shop, id).unwrap();
    assert_eq!(read[0].verdict, CampaignVerdict::Worked);
    assert_eq!(read[0].verdict, result.main.verdict, "as its page says");
    assert_eq!(
        (read[0].title.as_str(), read[0].needs_orders),
        ("It worked", false)
    );
    let values = &result.main.values;
    assert!(
        matches!(values.as_slice(), [SaidValue::Amount { amount }, ..] if amount.currency == "EUR"),
        "amounts are handed over as such: {values:?}"
    );
    assert_eq!(campaign_verdicts(&shop).unwrap(), read, "kept");
    // The orders are taken back: what was read off them is forgotten.
    let import = pannier_api::list_imports(&shop).unwrap()[0].id;
    pannier_api::undo_import(&shop, import, &Reporter::default(), &Cancel::default()).unwrap();
    let again = campaign_verdicts(&shop).unwrap();
    assert_ne!(again[0].verdict, CampaignVerdict::Worked, "{again:?}");
}

const PRODUCTS: &str = "Handle,Title,Vendor,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,\
                        Variant Inventory Qty,Cost per item,Image Src,Gift Card,Status\n\
                        throw,Linen throw,Wren,Throws,Title,Default Title,SKU-Linen-throw,80.00,3,";

/// A shop in which everyone ordered a throw for 80.00 that costs the shop so much.
fn shop_with_costs(cost: &str) -> TestShop {
    let names: Vec<String> = (0..12).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (test, _) = shop_of(&names);
    let orders: Vec<_> = (1..)
        .zip(&names)
        .map(|(number, name)| {
            let address = format!("{}@example.com", name.to_lowercase());
            order(number, "2026-06-10 12:00:00 +0200", &address, "80.00")
        })
        .collect();
    let file = test.file("orders_export.csv", export(&orders));
    test.import(&[&file]).unwrap();
    let products = format!("{PRODUCTS}{cost},,false,active\n");
    let file = test.file("products_export.csv", products);
    test.import(&[&file]).unwrap();
    test
}

fn margin(check: &CampaignCheck) -> Option<(GateLevel, String)> {
    let found = check.gates.iter().find(|one| one.code == GateCode::Margin);
    found.map(|gate| {
        let words = format!("{}. {}", plain(&gate.title, gate), plain(&gate.words, gate));
        (gate.level, words)
    })
}

fn with_offer(shop: &Shop, terms: OfferTerms, minimum: Option<i64>) -> u32 {
    draft(shop, |content| {
        content.offer.terms = Some(terms);
        content.offer.minimum = minimum.map(Minor);
        content.offer.codes = OfferCodes::Shared {
            code: "THROW".into(),
        };
    })
}

#[test]
fn an_offer_says_what_an_order_leaves_where_costs_are_known() {
    let test = shop_with_costs("30.00");
    let shop = &test.shop;
    let of = |terms: OfferTerms, minimum: Option<i64>| {
        margin(&checked(shop, with_offer(shop, terms, minimum)))
    };
    let (level, words) = of(OfferTerms::Percent { percent: 25 }, None).unwrap();
    assert_eq!(level, GateLevel::Fine);
    assert_eq!(
        words,
        "[Percent { percent: 25 }] leaves a margin. An order of 80.00 leaves about 30.00 after goods \
         and discount",
        "80 − 20 − 30"
    );
    // Whoever takes it orders for 120 at least: 45 of it are cost, 40 are off.
    let (level, words) = of(
        OfferTerms::Amount {
            amount: Minor(4_000),
        },
        Some(12_000),
    )
    .unwrap();
    assert_eq!(level, GateLevel::Fine);
    assert!(
        words.ends_with("An order of 120.00 leaves about 35.00 after goods and discount"),
        "{words}"
    );
    let (level, words) = of(OfferTerms::Percent { percent: 70 }, None).unwrap();
    assert_eq!(level, GateLevel::Warn);
    assert!(
        words.ends_with("An order of 80.00 loses about 6.00 after goods and discount"),
        "{words}"
    );
    assert_eq!(
        of(OfferTerms::FreeShipping, None),
        None,
        "what a parcel costs is not known"
    );
    let chosen = draft(shop, |content| {
        content.offer.terms = Some(OfferTerms::Percent { percent: 70 });
        let key = pannier_api::campaign_products(
            shop,
            &pannier_api::views::ListCampaignProducts {
                search: "throw".into(),
                keys: Vec::new(),
                limit: 1,
            },
        );
        let products = key.unwrap().into_iter().map(|one| one.key).collect();
        content.offer.products = OfferProducts::Chosen { products };
        content.offer.codes = OfferCodes::None;
    });
    let (level, words) = margin(&checked(shop, chosen)).unwrap();
    assert_eq!(level, GateLevel::Warn);
    assert!(
        words.starts_with("1 chosen product would sell below its cost"),
        "{words}"
    );
}

#[test]
fn without_known_costs_nothing_is_said_of_a_margin() {
    let test = shop_with_costs("");
    let shop = &test.shop;
    let id = with_offer(shop, OfferTerms::Percent { percent: 90 }, None);
    let check = checked(shop, id);
    assert_eq!(margin(&check), None);
    let terms = gate(&check, GateCode::Terms);
    let gives = match terms.values.as_slice() {
        [SaidValue::Offer { offer }] => &offer.gives,
        other => panic!("{other:?}"),
    };
    assert_eq!(*gives, OfferGives::Percent { percent: 90 });
}

#[test]
fn what_a_domain_said_is_known_after_closing_and_forgotten_with_its_address() {
    let (test, _) = shop_of(&["Mara"]);
    let id = draft(&test.shop, |_| {});
    let says = |shop: &Shop| {
        let check = checked(shop, id);
        let found = gate(&check, GateCode::Domain);
        (found.level, found.values.clone())
    };
    assert_eq!(says(&test.shop).0, GateLevel::Warn, "nobody looked");
    let account = get_campaign(&test.shop, id)
        .unwrap()
        .content
        .account
        .unwrap();
    let looked = |at: Timestamp| DomainLook {
        at,
        spf: DomainEntryState::Good,
        dkim: DomainEntryState::Unknown,
        dmarc: DomainEntryState::Good,
    };
    let look = |shop: &Shop, at: Timestamp| {
        let options = OpenOptions::new(pannier_store::Role::Guest);
        let store = Store::open(shop.path(), options, &NOW).unwrap();
        store
            .write(|tx| tx.set_domain_look(account.into(), &looked(at)))
            .unwrap();
    };
    look(&test.shop, NOW.0);
    let (test_shop, folder) = at(test, NOW);
    let day = SaidValue::Date { at: NOW.0.0 };
    assert_eq!(
        says(&test_shop),
        (GateLevel::Fine, vec![day]),
        "after closing"
    );
    look(&test_shop, Timestamp(NOW.0.0 - 31 * DAY));
    assert_eq!(says(&test_shop).0, GateLevel::Warn, "that was long ago");
    look(&test_shop, NOW.0);
    assert_eq!(says(&test_shop).0, GateLevel::Fine);
    let mut settings = mail_accounts(&test_shop)
        .unwrap()
        .accounts
        .remove(0)
        .settings;
    settings.address = "hello@other.example".into();
    let input = SaveMailAccount {
        id: Some(account),
        settings,
        secret: None,
    };
    save_mail_account(&test_shop, &input).unwrap();
    let (level, values) = says(&test_shop);
    assert_eq!((level, values), (GateLevel::Warn, vec![]), "another domain");
    drop(folder);
}
