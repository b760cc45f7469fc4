//! Campaigns: begun, checked, planned, sent to each with what is their own, and read.

use std::{
    fmt::Write as _,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use pannier_api::{
    Code, Connect, Role, Shop, add_campaign_codes, adjust_points, apply_import, campaign_people,
    campaign_result, check_campaign, copy_campaign, create_campaign, create_sample_shop,
    export_campaign_codes, get_campaign, loyalty_programme, plan_campaign, preview_campaign,
    preview_import, preview_page, save_campaign, save_mail_account, send_campaign_now,
    set_loyalty_programme, set_mail_identity, test_campaign,
    views::{
        AddCampaignCodes, AdjustPoints, CampaignCheck, CampaignContent, CampaignVerdict,
        CodesTarget, CreateCampaign, ExportCampaignCodes, Gate, GateCode, GateLevel, MailAuth,
        MailIdentity, MailSecurity, MailSettings, OfferCodes, Points, PreviewCampaign,
        SaveCampaign, SaveMailAccount, StartCampaign, TestCampaign,
    },
};
use pannier_core::{
    Cancel, Channel, Clock, FixedClock, Message, Messenger, Receipt, Reporter, SendError, Stage,
    Stopped, Timestamp,
};
use pannier_store::MailAccountRecord;

use crate::shop::{NOW, TestShop, input, shop_in};

/// A server that takes all mail, and does something each time.
#[derive(Clone, Default)]
pub(crate) struct Server {
    arrived: Arc<Mutex<Vec<Message>>>,
    pub(crate) each: Arc<Mutex<Option<Each>>>,
}

type Each = Box<dyn FnMut(usize) + Send>;

impl Server {
    pub(crate) fn arrived(&self) -> Vec<Message> {
        self.arrived.lock().unwrap().clone()
    }

    pub(crate) fn to(&self, address: &str) -> Option<Message> {
        let arrived = self.arrived.lock().unwrap();
        let mut arrived = arrived.iter();
        arrived
            .find(|one| one.to.address.as_str() == address)
            .cloned()
    }
}

impl Connect for Server {
    fn messenger(
        &self,
        _: &MailAccountRecord,
        _: Option<&pannier_mail::Secret>,
        _: Arc<dyn Clock>,
    ) -> pannier_api::Result<Box<dyn Messenger>> {
        Ok(Box::new(Line(self.clone())))
    }
}

struct Line(Server);

impl Messenger for Line {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError> {
        if before_body().is_err() {
            return Err(SendError::here(
                Stage::Data,
                pannier_core::Class::Stopped,
                "",
            ));
        }
        let count = {
            let mut arrived = self.0.arrived.lock().unwrap();
            arrived.push(message.clone());
            arrived.len()
        };
        if let Some(each) = self.0.each.lock().unwrap().as_mut() {
            each(count);
        }
        Ok(Receipt {
            said: "250 taken".to_owned(),
        })
    }

    fn hang_up(&mut self) {}
}

pub(crate) fn settings() -> MailSettings {
    MailSettings {
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
    }
}

/// An account to send from, and who writes.
pub(crate) fn with_account(shop: &Shop) -> Server {
    let server = Server::default();
    shop.connect_by(Arc::new(server.clone()));
    let identity = MailIdentity {
        name: "Wren & Willow".into(),
        postal_address: "Lane 1\n10115 Berlin".into(),
        shop_page: String::new(),
    };
    set_mail_identity(shop, &identity).unwrap();
    let input = SaveMailAccount {
        id: None,
        settings: settings(),
        secret: Some("p4ss".into()),
    };
    save_mail_account(shop, &input).unwrap();
    server
}

/// People who agreed, each with a first name.
pub(crate) fn people(names: &[&str]) -> String {
    let mut text =
        String::from("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n");
    for (number, name) in (1..).zip(names) {
        let address = name.to_lowercase();
        let _ = writeln!(text, "'{number},{name},Moss,{address}@example.com,yes,");
    }
    text
}

/// A shop with these people and an account.
pub(crate) fn shop_of(names: &[&str]) -> (TestShop, Server) {
    let test = shop_in("EUR");
    let file = test.file("customers_export.csv", people(names));
    test.import(&[&file]).unwrap();
    let server = with_account(&test.shop);
    (test, server)
}

/// A draft for everybody, changed.
pub(crate) fn draft(shop: &Shop, change: impl FnOnce(&mut CampaignContent)) -> u32 {
    let id = create_campaign(shop, &CreateCampaign::default()).unwrap();
    let mut content = get_campaign(shop, id).unwrap().content;
    content.audience.rules = "everyone".into();
    content.document.subject = "Hello {{first_name or \"friend\"}}".into();
    words(&mut content, "Dear {{name or \"reader\"}}, look at this");
    content.holdout_percent = 0;
    content.quiet_from = None;
    content.quiet_until = None;
    change(&mut content);
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(shop, &input).unwrap()
}

/// Writes the words of the first text.
pub(crate) fn words(content: &mut CampaignContent, words: &str) {
    let block = content.document.blocks.iter_mut().find_map(|block| {
        if let pannier_compose::Content::Text(text) = &mut block.content {
            Some(text)
        } else {
            None
        }
    });
    words.clone_into(&mut block.unwrap().words);
}

pub(crate) fn checked(shop: &Shop, id: u32) -> CampaignCheck {
    check_campaign(shop, id, &Reporter::default(), &Cancel::default()).unwrap()
}

pub(crate) fn gate(check: &CampaignCheck, code: GateCode) -> &Gate {
    let found = check.gates.iter().find(|gate| gate.code == code);
    found.unwrap_or_else(|| panic!("no gate {code:?} among {:?}", titles(check)))
}

pub(crate) fn titles(check: &CampaignCheck) -> Vec<&str> {
    let stops = check.gates.iter();
    stops
        .filter(|gate| gate.level == GateLevel::Stop)
        .map(|gate| gate.title.as_str())
        .collect()
}

pub(crate) fn tested(shop: &Shop, id: u32) {
    let input = TestCampaign {
        id,
        to: "owner@wren.example".into(),
        position: 0,
        other: false,
    };
    assert!(test_campaign(shop, &input).unwrap().sent);
}

pub(crate) fn plan(shop: &Shop, id: u32) -> pannier_api::Result<()> {
    plan_campaign(shop, id, &Reporter::default(), &Cancel::default()).map(drop)
}

pub(crate) fn start(id: u32) -> StartCampaign {
    StartCampaign {
        id,
        although_late: false,
        codes_are_in_shop: false,
    }
}

pub(crate) fn look(id: u32) -> PreviewCampaign {
    PreviewCampaign {
        id,
        ..PreviewCampaign::default()
    }
}

fn export(id: u32) -> ExportCampaignCodes {
    ExportCampaignCodes {
        id,
        target: CodesTarget::Csv,
        only_theirs: false,
        promotion: None,
    }
}

fn sample() -> (tempfile::TempDir, PathBuf, Shop) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sample.pannier");
    let shop = create_sample_shop(
        &path,
        Role::Owner,
        Arc::new(NOW),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    (folder, path, shop)
}

#[test]
fn every_kind_can_be_sent_from_the_sample_shop() {
    let (_folder, _, shop) = sample();
    let server = with_account(&shop);
    // Points are spoken of where a programme runs.
    let suggested = loyalty_programme(&shop).unwrap().suggested;
    set_loyalty_programme(&shop, &suggested, None).unwrap();
    let everyone = create_campaign(&shop, &CreateCampaign::default()).unwrap();
    let mut content = get_campaign(&shop, everyone).unwrap().content;
    content.audience.rules = "orders at least 3".into();
    let input = SaveCampaign {
        id: Some(everyone),
        content,
    };
    save_campaign(&shop, &input).unwrap();
    for position in 0..5 {
        let input = PreviewCampaign {
            position,
            ..look(everyone)
        };
        let customer = preview_campaign(&shop, &input).unwrap().customer;
        let gift = AdjustPoints {
            customer,
            points: Points(80),
            reason: "A gift".into(),
        };
        adjust_points(&shop, &gift).unwrap();
    }
    for kind in pannier_compose::CampaignKind::ALL {
        let input = CreateCampaign {
            kind: Some(kind),
            ..CreateCampaign::default()
        };
        let id = create_campaign(&shop, &input).unwrap();
        let preview =
            preview_campaign(&shop, &look(id)).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(preview.problem, "", "{kind:?}");
        assert!(!preview.subject.is_empty() && preview.total > 0, "{kind:?}");
        let page = preview_page(&shop, &preview.page).unwrap();
        assert!(
            !page.html.contains("cid:"),
            "{kind:?}: pictures stand in it"
        );
        tested(&shop, id);
        let check = checked(&shop, id);
        assert_eq!(titles(&check), Vec::<&str>::new(), "{kind:?}");
        plan(&shop, id).unwrap_or_else(|error| panic!("{kind:?}: {error}"));
    }
    assert_eq!(server.arrived().len(), 9, "tests alone");
}

#[test]
fn who_has_nothing_to_be_shown_is_counted_apart_before_and_after() {
    let (_folder, _, shop) = sample();
    let _server = with_account(&shop);
    let input = CreateCampaign {
        kind: Some(pannier_compose::CampaignKind::FlashOffer),
        ..CreateCampaign::default()
    };
    let id = create_campaign(&shop, &input).unwrap();
    let mut content = get_campaign(&shop, id).unwrap().content;
    content.audience.rules = "everyone".into();
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(&shop, &input).unwrap();
    let people = campaign_people(&shop, id).unwrap();
    let without = people
        .reasons
        .iter()
        .find(|reason| reason.words == "There is nothing to show them")
        .map(|reason| reason.people);
    assert!(without > Some(0), "{:?}", people.reasons);
    let preview = preview_campaign(&shop, &look(id)).unwrap();
    assert_eq!(preview.total, people.eligible, "only they are looked at");
    tested(&shop, id);
    plan(&shop, id).unwrap();
    let counts = get_campaign(&shop, id).unwrap().row.sending.counts;
    assert_eq!(
        counts.ready + counts.held_out,
        people.eligible,
        "as was said before"
    );
}

#[test]
fn each_gets_a_code_of_their_own_and_nobody_else_does() {
    let (test, server) = shop_of(&["Mara", "Ida", "Jon", "Kim"]);
    let shop = &test.shop;
    let id = draft(shop, |content| {
        content.offer.terms = Some(pannier_api::views::OfferTerms::Percent { percent: 15 });
        content.offer.codes = OfferCodes::Made;
        content.offer.ends_at = Some("2026-07-12T23:59".into());
        words(
            content,
            "Hello {{first_name or \"friend\"}}: {{offer.code or \"-\"}} until {{offer.day or \"-\"}}",
        );
    });
    assert_eq!(
        gate(&checked(shop, id), GateCode::Test).level,
        GateLevel::Stop,
        "it is looked at first"
    );
    tested(shop, id);
    let shown = preview_campaign(
        shop,
        &PreviewCampaign {
            search: "ida@example.com".into(),
            ..look(id)
        },
    );
    assert_eq!(shown.unwrap().subject, "Hello Ida");
    plan(shop, id).unwrap();
    let refused = send_campaign_now(shop, start(id), &Cancel::default()).unwrap_err();
    assert_eq!(refused.code, Code::Conflict, "the shop has no codes yet");
    let file = export_campaign_codes(shop, &export(id)).unwrap();
    let file = String::from_utf8(file.bytes).unwrap();
    assert_eq!(file.lines().count(), 5, "{file}");
    pannier_api::campaign_codes_written(shop, id).unwrap();
    let ended = send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.finished, "{}", ended.words);
    let mut codes = std::collections::BTreeSet::new();
    for name in ["Mara", "Ida", "Jon", "Kim"] {
        let address = format!("{}@example.com", name.to_lowercase());
        let mail = server.to(&address).unwrap();
        assert_eq!(mail.subject.as_str(), format!("Hello {name}"));
        let line = file.lines().find(|line| line.contains(&address)).unwrap();
        let code = line.split(',').next().unwrap().to_owned();
        assert_eq!(code.len(), 8, "{code}");
        let html = mail.html.unwrap();
        assert!(html.contains(&code) && mail.text.contains(&code), "{code}");
        assert!(mail.text.contains("Sonntag, 12. Juli"), "{}", mail.text);
        assert!(codes.insert(code));
    }
    let row = get_campaign(shop, id).unwrap();
    assert_eq!(row.codes.given, 4);
    let refused = save_campaign(
        shop,
        &SaveCampaign {
            id: Some(id),
            content: row.content,
        },
    );
    assert_eq!(
        refused.unwrap_err().code,
        Code::Conflict,
        "nothing moves the end of an offer"
    );
    let copy = get_campaign(shop, copy_campaign(shop, id).unwrap()).unwrap();
    assert_eq!(copy.content.offer.ends_at, None, "a copy is another offer");
    assert!(copy.copied_from.is_some());
}

#[test]
fn a_result_waits_for_its_days_and_for_their_orders() {
    let names: Vec<String> = (0..400).map(|number| format!("P{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let (test, server) = shop_of(&names);
    let shop = &test.shop;
    let id = draft(shop, |content| {
        content.holdout_percent = 50;
        content.window_days = 10;
        let mut other = content.document.clone();
        other.subject = "Look".into();
        content.other_document = Some(other);
        content.other_percent = 50;
    });
    assert_eq!(
        campaign_result(shop, id).unwrap_err().code,
        Code::Conflict,
        "nothing was sent"
    );
    tested(shop, id);
    plan(shop, id).unwrap();
    send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    let mails: Vec<Message> = server.arrived().split_off(1);
    let others = mails.iter().filter(|one| one.subject.as_str() == "Look");
    let others = others.count();
    assert!((60..140).contains(&others), "{others} of {}", mails.len());
    let early = campaign_result(shop, id).unwrap();
    assert_eq!(early.main.verdict, CampaignVerdict::StillCounting);
    assert_eq!(
        early.main.first.people as usize,
        mails.len(),
        "as they were drawn"
    );
    assert!(early.main.revenue.is_none(), "no early look");
    let path = shop.path().to_owned();
    let TestShop { shop, folder } = test;
    drop(shop);
    let later = FixedClock(Timestamp(NOW.0.0 + 11 * 86_400_000));
    let shop = Shop::open(&path, Role::Owner, Arc::new(later)).unwrap();
    let waiting = campaign_result(&shop, id).unwrap();
    assert!(waiting.needs_orders, "orders of those days are missing");
    assert_eq!(waiting.main.verdict, CampaignVerdict::StillCounting);
    // Whoever got it orders, nobody else does.
    let orders: Vec<crate::shopify::Order> = (1..)
        .zip(&mails)
        .map(|(number, mail)| {
            crate::shopify::order(
                number,
                "2026-07-03 10:00:00 +0200",
                mail.to.address.as_str(),
                "50.00",
            )
        })
        .collect();
    let file = folder.path().join("orders_export.csv");
    std::fs::write(&file, crate::shopify::export(&orders)).unwrap();
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = preview_import(&shop, &input(&[&file]), &reporter, &cancel).unwrap();
    apply_import(&shop, preview.id, false, &reporter, &cancel).unwrap();
    let result = campaign_result(&shop, id).unwrap();
    assert_eq!(result.main.verdict, CampaignVerdict::Worked, "{result:?}");
    assert_eq!(result.main.first.buyers as usize, mails.len());
    assert_eq!(result.main.second.buyers, 0);
    assert_eq!(result.attribution.later_orders as usize, mails.len());
    let mails_apart = result.mails.unwrap();
    assert_ne!(
        mails_apart.verdict,
        CampaignVerdict::Worked,
        "both the same"
    );
}

#[test]
fn two_campaigns_on_one_day_reach_nobody_twice() {
    let (test, server) = shop_of(&["Mara", "Ida"]);
    let shop = &test.shop;
    let first = draft(shop, |content| content.name = "First".into());
    tested(shop, first);
    plan(shop, first).unwrap();
    let until = |ends_at: Option<&str>| {
        let id = draft(shop, |content| {
            content.audience.cap_days = 7;
            content.offer.ends_at = ends_at.map(str::to_owned);
        });
        tested(shop, id);
        id
    };
    // Planned before the first one leaves: it is asked again when it is their turn.
    let second = until(None);
    plan(shop, second).unwrap();
    assert!(
        send_campaign_now(shop, start(first), &Cancel::default())
            .unwrap()
            .finished
    );
    let ended = send_campaign_now(shop, start(second), &Cancel::default()).unwrap();
    assert!(!ended.finished, "they wait: {}", ended.words);
    assert_eq!(ended.detail.row.counts.ready, 2);
    let third = until(Some("2026-07-02T12:00"));
    let people = campaign_people(shop, third).unwrap();
    assert_eq!(
        (people.eligible, people.reasons[0].people),
        (0, 2),
        "{people:?}"
    );
    let fourth = until(Some("2026-08-02T12:00"));
    let people = campaign_people(shop, fourth).unwrap();
    assert_eq!((people.eligible, people.waiting), (2, 2));
    let mails = server.arrived();
    let to = |name: &str| {
        let address = format!("{name}@example.com");
        mails
            .iter()
            .filter(|one| one.to.address.as_str() == address)
            .count()
    };
    assert_eq!((to("mara"), to("ida")), (1, 1));
}

#[test]
fn codes_of_the_shop_that_run_out_stop_it_and_nobody_gets_none() {
    let (test, server) = shop_of(&["Mara", "Ida", "Jon"]);
    let shop = &test.shop;
    let id = draft(shop, |content| {
        content.offer.terms = Some(pannier_api::views::OfferTerms::Percent { percent: 10 });
        content.offer.codes = OfferCodes::Listed;
        words(content, "Your code: {{offer.code}}");
    });
    let add = |text: &str| {
        let input = AddCampaignCodes {
            id,
            text: text.to_owned(),
            instead: false,
        };
        add_campaign_codes(shop, &input).unwrap()
    };
    add("Code\nONE-1\nTWO-2\n");
    tested(shop, id);
    let check = checked(shop, id);
    assert_eq!(
        gate(&check, GateCode::Codes).title,
        "1 more codes are needed"
    );
    assert!(plan(shop, id).is_err());
    assert_eq!(add("THREE-3").codes.free, 3);
    plan(shop, id).unwrap();
    // Meanwhile an order carries one of them.
    let mut order =
        crate::shopify::order(1, "2026-06-29 10:00:00 +0200", "else@example.com", "50.00");
    order.code = "three-3".into();
    let file = test.file("orders_export.csv", crate::shopify::export(&[order]));
    test.import(&[&file]).unwrap();
    let ended = send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.words.contains("no codes left"), "{}", ended.words);
    assert_eq!(
        server.arrived().len(),
        1 + 2,
        "the test, and those with a code"
    );
    assert_eq!(add("FOUR-4").added, 1);
    let ended = send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.finished, "{}", ended.words);
    let texts: Vec<String> = server.arrived()[1..]
        .iter()
        .map(|mail| mail.text.clone())
        .collect();
    for code in ["ONE-1", "TWO-2", "FOUR-4"] {
        let with = texts.iter().filter(|text| text.contains(code)).count();
        assert_eq!(with, 1, "{code}: {texts:?}");
    }
}
