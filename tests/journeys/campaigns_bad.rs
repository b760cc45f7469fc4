//! Campaigns of those who mistype, and of those who mean harm: nothing wrong leaves.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use pannier_api::{
    Role, Shop, add_campaign_picture, get_campaign, mail_accounts, preview_campaign, preview_page,
    save_campaign, save_mail_account, send_campaign_now, set_mail_identity, unlock_mail_account,
    views::{
        GateCode, GateLevel, MailIdentity, MailSettings, PreviewCampaign, SaveCampaign,
        SaveMailAccount, UnlockMailAccount,
    },
};
use pannier_compose::{Content, Picture, ProductSource};
use pannier_core::{Cancel, Clock, Timestamp};

use crate::{
    campaigns::{
        Server, checked, draft, gate, look, plan, settings, shop_of, start, tested, titles, words,
    },
    shop::{NOW, TestShop},
};

/// A clock that a test sets.
#[derive(Debug, Clone)]
struct SetClock(Arc<AtomicI64>);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

#[test]
fn nobody_is_told_before_anything_is_sent() {
    let (test, server) = shop_of(&["Mara", "Ida"]);
    let shop = &test.shop;
    let nobody = draft(shop, |content| content.audience.rules.clear());
    assert_eq!(titles(&checked(shop, nobody))[0], "Nobody would get this");
    assert!(plan(shop, nobody).is_err());
    let none = draft(shop, |content| {
        content.audience.rules = "orders at least 1".into();
    });
    let check = checked(shop, none);
    assert_eq!(gate(&check, GateCode::Audience).level, GateLevel::Stop);
    assert!(preview_campaign(shop, &look(none)).is_err());
    assert!(server.arrived().is_empty());
}

#[test]
fn everyone_held_out_is_a_stop() {
    let (test, _) = shop_of(&["Mara"]);
    let shop = &test.shop;
    // Held back by chance: some draft holds the only one back.
    let held = (0..60)
        .map(|_| draft(shop, |content| content.holdout_percent = 90))
        .find(|id| {
            let check = checked(shop, *id);
            check
                .gates
                .iter()
                .any(|one| one.title == "Everyone would be held back")
        });
    let held = held.expect("nine in ten are held back");
    assert!(plan(shop, held).is_err());
}

#[test]
fn a_name_is_never_a_program_or_markup() {
    let (test, server) = shop_of(&["Mara"]);
    let shop = &test.shop;
    let file = test.file(
        "more.csv",
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n\
         '11,<script>x</script>,A,script@example.com,yes,\n\
         '12,{{ 7*7 }},B,braces@example.com,yes,\n\
         '13,\"{% for a in range(9) %}y{% endfor %}\",C,loop@example.com,yes,\n\
         '14,\u{1F9F6} \u{5D3}\u{5D5}\u{5E8},D,hebrew@example.com,yes,\n",
    );
    test.import(&[&file]).unwrap();
    let id = draft(shop, |_| {});
    tested(shop, id);
    plan(shop, id).unwrap();
    send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    let script = server.to("script@example.com").unwrap();
    let html = script.html.unwrap();
    assert!(!html.contains("<script>x"), "{html}");
    assert!(html.contains("&lt;script&gt;x"));
    let braces = server.to("braces@example.com").unwrap();
    assert!(braces.subject.as_str().contains("{{ 7*7 }}") && !braces.text.contains("49"));
    let looped = server.to("loop@example.com").unwrap();
    assert!(
        looped.text.contains("{% for a in range(9) %}"),
        "{}",
        looped.text
    );
    let hebrew = server.to("hebrew@example.com").unwrap();
    assert!(hebrew.subject.as_str().contains('\u{1F9F6}'));
    assert!(hebrew.html.unwrap().contains("\u{5D3}\u{5D5}\u{5E8}"));
}

#[test]
fn programs_and_unknown_names_in_texts_are_stops() {
    let (test, _) = shop_of(&["Mara"]);
    let shop = &test.shop;
    for text in [
        "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}",
        "{{ fist_name }}",
        "{{ first_name",
        "{{ first_name }}",
    ] {
        let id = draft(shop, |content| {
            words(content, text);
            content.document.subject = "Hello".into();
        });
        let check = checked(shop, id);
        let stops = titles(&check);
        let found = stops.iter().any(|title| *title != "No test was sent yet");
        assert!(found, "{text}: {stops:?}");
        assert!(plan(shop, id).is_err(), "{text}");
    }
}

#[test]
fn an_offer_that_ends_meanwhile_goes_to_nobody_else() {
    let names: Vec<String> = (0..20).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (test, _) = shop_of(&names);
    let path = test.shop.path().to_owned();
    let TestShop { shop, folder } = test;
    drop(shop);
    let clock = SetClock(Arc::new(AtomicI64::new(NOW.0.0)));
    let shop = Shop::open(&path, Role::Owner, Arc::new(clock.clone())).unwrap();
    let server = Server::default();
    shop.connect_by(Arc::new(server.clone()));
    let secret = UnlockMailAccount {
        id: 1,
        secret: "p4ss".into(),
    };
    unlock_mail_account(&shop, &secret).unwrap();
    let id = draft(&shop, |content| {
        content.offer.ends_at = Some("2026-06-30T18:00".into());
    });
    tested(&shop, id);
    plan(&shop, id).unwrap();
    let ends = clock.clone();
    *server.each.lock().unwrap() = Some(Box::new(move |count| {
        if count == 1 + 5 {
            // Four hours later, the offer is over: 18:00 in Berlin.
            ends.0.store(NOW.0.0 + 5 * 3_600_000, Ordering::SeqCst);
        }
    }));
    let ended = send_campaign_now(&shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.finished, "{}", ended.words);
    let counts = ended.detail.row.counts;
    assert_eq!((counts.sent, counts.skipped), (5, 15), "{counts:?}");
    assert_eq!(counts.reasons[0].reason, "offer_over");
    let over = send_campaign_now(&shop, start(id), &Cancel::default()).unwrap_err();
    assert!(over.message.contains("over"), "{over}");
    drop(folder);
}

#[test]
fn what_is_not_there_any_more_is_told() {
    let (test, _) = shop_of(&["Mara"]);
    let shop = &test.shop;
    let id = draft(shop, |content| {
        let mut products = pannier_compose::kind_document(
            pannier_compose::CampaignKind::NewLikeBought,
            pannier_compose::Language::En,
        );
        let mut block = products
            .blocks
            .drain(..)
            .find(|block| matches!(block.content, Content::Products(_)))
            .unwrap();
        "chosen".clone_into(&mut block.id);
        if let Content::Products(products) = &mut block.content {
            products.source = ProductSource::Chosen {
                products: vec!["file\nshopify\ngone".into()],
            };
        }
        content.document.blocks.insert(1, block);
    });
    let check = checked(shop, id);
    let products = gate(&check, GateCode::Products);
    assert_eq!(products.level, GateLevel::Stop, "{products:?}");
    let missing = draft(shop, |content| {
        let mut block = content.document.blocks[1].clone();
        "picture".clone_into(&mut block.id);
        block.content = Content::Picture(Picture {
            file: Some("0123456789abcdef0123456789abcdef".into()),
            alt: "A linen throw".into(),
            decorative: false,
            wide: false,
            target: None,
        });
        content.document.blocks.insert(1, block);
    });
    let preview = preview_campaign(shop, &look(missing)).unwrap();
    assert_eq!(preview.problem, "");
    let page = preview_page(shop, &preview.page).unwrap();
    assert!(page.html.contains("A linen throw"), "its words stand there");
    let check = checked(shop, missing);
    assert_eq!(gate(&check, GateCode::Pictures).level, GateLevel::Stop);
}

#[test]
fn a_large_picture_is_made_small_and_other_files_are_refused() {
    let (test, _) = shop_of(&["Mara"]);
    let shop = &test.shop;
    let noise = image::RgbImage::from_fn(2_400, 1_600, |x, y| {
        let value = u8::try_from((x * 7 + y * 13 + x * y) % 251).unwrap();
        image::Rgb([value, value.wrapping_mul(3), value.wrapping_add(90)])
    });
    let path = test.folder.path().join("large.jpg");
    noise.save(&path).unwrap();
    let large = std::fs::metadata(&path).unwrap().len();
    assert!(large > 1_000_000, "{large}");
    let picture = add_campaign_picture(shop, &path).unwrap();
    let kept = pannier_api::picture(shop, &picture.file).unwrap().unwrap();
    assert!((kept.bytes.len() as u64) < large / 2);
    let table = test.file("table.jpg", "a,b\n1,2\n");
    assert_eq!(
        add_campaign_picture(shop, &table)
            .unwrap_err()
            .field
            .as_deref(),
        Some("path")
    );
}

#[test]
fn a_path_of_a_preview_that_means_nothing_shows_nothing() {
    let (test, _) = shop_of(&["Mara"]);
    let shop = &test.shop;
    let id = draft(shop, |_| {});
    for path in [
        "",
        "1",
        "x/y/one",
        "1/999999/one",
        "1/1/third",
        "../../etc/passwd",
        "99/1/one",
    ] {
        assert!(preview_page(shop, path).is_err(), "{path}");
    }
    let search = PreviewCampaign {
        search: "nobody@example.com".into(),
        ..look(id)
    };
    assert!(preview_campaign(shop, &search).is_err());
    let mut content = get_campaign(shop, id).unwrap().content;
    content.offer.ends_at = Some("tomorrow".into());
    let refused = save_campaign(
        shop,
        &SaveCampaign {
            id: Some(id),
            content,
        },
    );
    assert_eq!(refused.unwrap_err().field.as_deref(), Some("offer.endsAt"));
}

#[test]
fn a_shop_whose_page_nobody_knows_can_say_it() {
    let (test, _) = shop_of(&["Mara"]);
    let shop = &test.shop;
    let account = SaveMailAccount {
        id: Some(mail_accounts(shop).unwrap().accounts[0].id),
        settings: MailSettings {
            address: "wren.and.willow@gmail.com".into(),
            ..settings()
        },
        secret: None,
    };
    save_mail_account(shop, &account).unwrap();
    let id = draft(shop, |content| words(content, "[Look at it](shop)"));
    let unknown = "A link leads to the shop, and its address on the web is not known";
    assert!(titles(&checked(shop, id)).contains(&unknown));
    let say = |page: &str| {
        let identity = MailIdentity {
            name: "Wren & Willow".into(),
            postal_address: "Lane 1\n10115 Berlin".into(),
            shop_page: page.into(),
        };
        set_mail_identity(shop, &identity)
    };
    for wrong in [
        "http://wren.example",
        "javascript:alert(1)",
        "our shop",
        "https://",
        "wren.example/\"x",
    ] {
        let refused = say(wrong).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("shopPage"), "{wrong}");
    }
    say("www.etsy.com/shop/WrenAndWillow").unwrap();
    let kept = mail_accounts(shop).unwrap().identity.unwrap();
    assert_eq!(kept.shop_page, "https://www.etsy.com/shop/WrenAndWillow");
    assert!(!titles(&checked(shop, id)).contains(&unknown));
    let shown = preview_campaign(shop, &look(id)).unwrap();
    assert!(
        shown
            .text
            .contains("https://www.etsy.com/shop/WrenAndWillow")
    );
    // Nothing said leaves it to what can be guessed.
    say("").unwrap();
    assert!(titles(&checked(shop, id)).contains(&unknown));
}
