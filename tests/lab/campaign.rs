//! A campaign to more than a thousand people who differ in all that it shows, over real servers: every
//! mail is read from its mailbox and held against what the shop's files say of that very person.

use std::collections::{BTreeMap, BTreeSet};

use mail_parser::{MessageParser, MimeHeaders as _};
use pannier_api::{
    Shop, add_campaign_picture, adjust_points, campaign_result, check_campaign, create_campaign,
    customer_suggestions, export_campaign_codes, get_campaign, import_suppressed,
    learn_suggestions, loyalty_programme, plan_campaign, poll_inbox, save_campaign,
    send_campaign_now, set_loyalty_programme, test_campaign,
    views::{
        AdjustPoints, CampaignContent, CampaignVerdict, CodesTarget, CreateCampaign,
        ExportCampaignCodes, GateLevel, OfferCodes, OutboxRow, OutboxState, Points, SaveCampaign,
        StartCampaign, TestCampaign,
    },
};
use pannier_compose::{
    Block, CampaignKind, Content, Document, Ground, Language, Otherwise, Picture, PointsBlock,
    ProductSource, Products, kind_document,
};
use pannier_core::{Cancel, Clock as _, CustomerId, Day, HeaderText, Messenger as _, Reporter};

use crate::{
    crowd::{Crowd, SHOWN, Someone, Ware},
    judged::score,
    mailbox::{links, mails, words},
    place::Place,
    servers::{message, until},
};

/// With a tenth held back and those who may not be written to left out, a thousand are left.
const PEOPLE: usize = 1_500;
const DOMAIN: &str = "campaign.example";
const ACCOUNT: &str = "offers@lavender-lane.example";
const PAGE: &str = "https://wren.example/no";
/// Products of the block of recommendations.
const RECOMMENDED: usize = 3;
/// Bytes of HTML from which on Gmail cuts a mail.
const LARGEST: usize = 100_000;

/// An offer on what each noted, with what each is recommended, their code and their points.
fn document(picture: &str) -> Document {
    let mut document = kind_document(CampaignKind::FlashOffer, Language::En);
    document.subject =
        r#"{{first_name or "You"}}: on your wishlist, now {{offer or "on offer"}}"#.into();
    let mut others = Vec::new();
    for block in &mut document.blocks {
        let Content::Products(products) = &mut block.content else {
            continue;
        };
        products.reasons = false;
        products.count = u8::try_from(SHOWN).unwrap();
        products.otherwise = Otherwise::Instead {
            source: ProductSource::Viewed,
        };
        others.push(Products {
            heading: "Picked for you".into(),
            source: ProductSource::Recommended,
            count: u8::try_from(RECOMMENDED).unwrap(),
            otherwise: Otherwise::Hide,
            ..products.clone()
        });
    }
    let block = |id: &str, content: Content| Block {
        id: id.into(),
        ground: Ground::Card,
        content,
    };
    let picture = Picture {
        file: Some(picture.into()),
        alt: "A linen throw".into(),
        decorative: false,
        wide: true,
        target: None,
    };
    let points = PointsBlock {
        next_reward: true,
        expiry: true,
    };
    let last = document.blocks.len() - 1;
    let mut added = vec![
        block("picture", Content::Picture(picture)),
        block("points", Content::Points(points)),
    ];
    added.extend(
        others
            .into_iter()
            .map(|one| block("picked", Content::Products(one))),
    );
    document.blocks.splice(last..last, added);
    document
}

/// A campaign with that content, tested as it is.
pub(crate) fn drafted(shop: &Shop, change: impl FnOnce(&mut CampaignContent)) -> u32 {
    let input = CreateCampaign {
        kind: Some(CampaignKind::FlashOffer),
        language: Some(Language::En),
        ..CreateCampaign::default()
    };
    let id = create_campaign(shop, &input).unwrap();
    let mut content = get_campaign(shop, id).unwrap().content;
    content.audience.rules = "everyone".into();
    content.quiet_from = None;
    content.quiet_until = None;
    change(&mut content);
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(shop, &input).unwrap();
    let input = TestCampaign {
        id,
        to: String::new(),
        position: 0,
        other: false,
    };
    let tested = test_campaign(shop, &input).unwrap();
    assert!(tested.sent, "{}", tested.words);
    id
}

/// Settles who gets it; says what stands in the way.
pub(crate) fn settled(shop: &Shop, id: u32) {
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let check = check_campaign(shop, id, &reporter, &cancel).unwrap();
    let stops = check.gates.iter().filter(|gate| {
        gate.level == GateLevel::Stop && gate.code != pannier_api::views::GateCode::CodesInShop
    });
    let stops: Vec<&str> = stops.map(|gate| gate.title.as_str()).collect();
    assert_eq!(stops, Vec::<&str>::new());
    plan_campaign(shop, id, &reporter, &cancel).unwrap();
}

pub(crate) fn start(id: u32) -> StartCampaign {
    StartCampaign {
        id,
        although_late: false,
        codes_are_in_shop: true,
    }
}

/// Whose each code is.
fn codes(shop: &Shop, id: u32) -> BTreeMap<String, String> {
    let input = ExportCampaignCodes {
        id,
        target: CodesTarget::Csv,
        only_theirs: false,
        promotion: None,
    };
    let file = export_campaign_codes(shop, &input).unwrap();
    let mut table = csv::Reader::from_reader(file.bytes.as_slice());
    let rows = table.records().map(|row| {
        let row = row.unwrap();
        let address = row.iter().find(|cell| cell.contains('@')).unwrap();
        (address.to_owned(), row[0].to_owned())
    });
    rows.collect()
}

fn grouped(number: u32) -> String {
    if number < 1_000 {
        number.to_string()
    } else {
        format!("{},{:03}", number / 1_000, number % 1_000)
    }
}

fn price(ware: &Ware) -> String {
    format!("€{}.{:02}", grouped(ware.price / 100), ware.price % 100)
}

/// A block of products of the text part.
fn listed(heading: &str, wares: &[&Ware]) -> String {
    let lines = wares
        .iter()
        .map(|ware| format!("{}, {}\n{}\n\n", ware.name, price(ware), ware.page));
    format!("{heading}\n---\n\n{}", lines.collect::<String>())
}

/// What a mail has to say, beside what the person itself decides.
struct Due<'d> {
    crowd: &'d Crowd,
    codes: &'d BTreeMap<String, String>,
    deadline: &'d str,
}

impl Due<'_> {
    /// Holds a mail against whose it is; gives the word of their link to say no.
    fn check(&self, one: &Someone, recommended: &[&Ware], raw: &str) -> String {
        let mail = MessageParser::default().parse(raw.as_bytes()).unwrap();
        let html = mail.body_html(0).unwrap();
        let text = mail.body_text(0).unwrap().replace("\r\n", "\n");
        let shown = words(&html);
        let whose = &one.address;
        assert!(html.len() < LARGEST, "{whose}: {} bytes", html.len());
        assert_eq!(
            mail.to().unwrap().first().unwrap().address(),
            Some(whose.as_str())
        );
        let (called, hello) = match one.first.as_str() {
            "" => ("You", "there"),
            first => (first, first),
        };
        let subject = format!("{called}: on your wishlist, now 15% off");
        assert_eq!(mail.subject(), Some(subject.as_str()), "{whose}");

        // Their code, and no other one.
        let code = &self.codes[whose];
        let in_text = text
            .lines()
            .find_map(|line| line.strip_prefix("Your code: "));
        assert_eq!(in_text, Some(code.as_str()), "{whose}");
        let others = |text: &str| {
            let mut words = text.split(|sign: char| !sign.is_ascii_alphanumeric());
            words.any(|word| word != code && self.codes.values().any(|other| other == word))
        };
        assert!(!others(&text) && !others(&shown), "{whose}: another's code");

        // Their products, and no other ones.
        let own = self.crowd.own(one);
        let blocks = [
            ("From your wishlist", &own),
            ("Picked for you", &recommended.to_vec()),
        ];
        for (heading, wares) in blocks.into_iter().filter(|(_, wares)| !wares.is_empty()) {
            let block = listed(heading, wares);
            assert!(text.contains(&block), "{whose}: {block} is not in\n{text}");
            for ware in wares {
                let words = format!("{} {}", ware.name, price(ware));
                assert!(
                    shown.contains(&words),
                    "{whose}: {words} is not in\n{shown}"
                );
            }
        }
        let all = || own.iter().chain(recommended);
        let in_text = text.matches("https://wren.example/p/").count();
        // The button leads to the first of them.
        assert_eq!(in_text, all().count() + 1, "{whose}:\n{text}");

        // Their points.
        let points = format!("{} points", grouped(one.points));
        let has_points = text.lines().any(|line| line == points);
        assert_eq!(has_points, one.points > 0, "{whose}: {points}\n{text}");
        // The cheapest reward of the programme costs a hundred; whoever has enough lacks nothing.
        let missing = (1..100).contains(&one.points).then(|| 100 - one.points);
        let said = text
            .lines()
            .find(|line| line.contains("for your next reward"));
        let begins = missing.map(|missing| match missing {
            1 => "1 point more".to_owned(),
            many => format!("{many} points more"),
        });
        match begins {
            Some(words) => assert!(said.is_some_and(|said| said.starts_with(&words)), "{text}"),
            None => assert_eq!(said, None, "{whose}"),
        }
        assert_eq!(shown.contains("Your points"), one.points > 0, "{whose}");

        for word in [&format!("Hello {hello},"), self.deadline] {
            assert!(text.contains(word), "{whose}: {word} is not in\n{text}");
        }
        let mut in_html = vec![
            format!("Hello {hello},"),
            self.deadline.to_owned(),
            code.clone(),
        ];
        in_html.extend((one.points > 0).then_some(points));
        for word in in_html {
            assert!(shown.contains(&word), "{whose}: {word} is not in\n{shown}");
        }

        // Their way to say no, and no link that is another's.
        let no = text
            .split_whitespace()
            .find_map(|word| word.strip_prefix(&format!("{PAGE}?u=")))
            .unwrap();
        let mut expected: BTreeSet<String> = all().map(|ware| ware.page.clone()).collect();
        expected.insert(format!("{PAGE}?u={no}"));
        let mut found = links(&html);
        found.remove("https://wren.example/");
        assert_eq!(found, expected, "{whose}");
        let header = mail.header_raw("List-Unsubscribe").unwrap();
        let header: String = header.split_whitespace().collect();
        assert!(header.contains(&format!("<{PAGE}?u={no}>")), "{header}");
        assert!(
            header.contains(&format!("subject=unsubscribe-{no}")),
            "{header}"
        );

        // The picture came with it.
        let pictures: Vec<&str> = mail
            .parts
            .iter()
            .filter_map(|part| part.content_id())
            .collect();
        assert_eq!(pictures.len(), 1, "{whose}");
        assert!(html.contains(&format!("cid:{}", pictures[0])), "{whose}");
        assert!(html.contains("alt=\"A linen throw\""), "{whose}");
        no.to_owned()
    }
}

/// A shop with all that.
fn place(crowd: &Crowd) -> Place {
    let place = Place::open(ACCOUNT, "TLS", &crowd.lines());
    place.import_table("products.csv", &crowd.products());
    place.import_table("orders.csv", &crowd.orders());
    place.import_table("behaviour.csv", &crowd.behaviour());
    let mut settings = place.settings.clone();
    settings.one_click_url = PAGE.into();
    place.save(Some(place.account), settings, "secret");
    let listed = crowd.people.iter().filter(|one| one.is_listed);
    let listed: Vec<String> = listed.map(|one| one.address.clone() + "\n").collect();
    let list = place.path("no.csv");
    std::fs::write(&list, format!("E-Mail\n{}", listed.concat())).unwrap();
    import_suppressed(&place.shop, &list).unwrap();
    place
}

/// Gives everyone their points.
fn give_points(shop: &Shop, crowd: &Crowd, ids: &BTreeMap<String, i64>) {
    let suggested = loyalty_programme(shop).unwrap().suggested;
    set_loyalty_programme(shop, &suggested, None).unwrap();
    for one in crowd.people.iter().filter(|one| one.points > 0) {
        let input = AdjustPoints {
            customer: ids[&one.address],
            points: Points(one.points.into()),
            reason: "A gift".into(),
        };
        adjust_points(shop, &input).unwrap();
    }
}

/// Everyone's row of the shop, by their address.
fn ids(shop: &Shop) -> BTreeMap<String, i64> {
    use pannier_api::{list_customers, views::ListCustomers};
    let mut found = BTreeMap::new();
    loop {
        let input = ListCustomers {
            offset: u32::try_from(found.len()).unwrap(),
            limit: 200,
            ..ListCustomers::default()
        };
        let rows = list_customers(shop, &input).unwrap().rows;
        if rows.is_empty() {
            return found;
        }
        found.extend(rows.into_iter().map(|row| (row.email, row.id)));
    }
}

/// What the shop suggests to someone, as their page shows it.
fn recommended<'c>(place: &Place, crowd: &'c Crowd, row: &OutboxRow) -> Vec<&'c Ware> {
    let customer = CustomerId(row.customer.unwrap());
    let suggested = customer_suggestions(&place.shop, customer)
        .unwrap()
        .suggested;
    let wares = suggested.list.iter().take(RECOMMENDED).map(|suggested| {
        let mut wares = crowd.wares.iter();
        wares.find(|ware| ware.name == suggested.name).unwrap()
    });
    let wares: Vec<&Ware> = wares.collect();
    assert!(wares.iter().all(|ware| ware.is_shown));
    wares
}

/// A time of the shop's so many days from now, as it is typed, and as mails say it.
fn in_days(today: Day, days: i64) -> (String, String) {
    let day = today.plus_days(days);
    let said = day.date().format("%A %-d %B");
    (
        format!("{day}T23:59"),
        format!("Ends on {said} at 23:59 (Berlin time)"),
    )
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn each_of_a_thousand_gets_what_is_their_own_and_nobody_else_gets_any() {
    let zone: pannier_core::ShopZone = "Europe/Berlin".parse().unwrap();
    let today = zone.day_of(pannier_core::SystemClock.now());
    let crowd = Crowd::of(PEOPLE, DOMAIN, today);
    let place = place(&crowd);
    let shop = &place.shop;
    give_points(shop, &crowd, &ids(shop));
    learn_suggestions(shop, &Reporter::default(), &Cancel::default()).unwrap();
    let file = place.path("throw.png");
    image::RgbImage::from_pixel(1_200, 400, image::Rgb([180, 160, 120]))
        .save(&file)
        .unwrap();
    let picture = add_campaign_picture(shop, &file).unwrap().file;
    let (ends_at, deadline) = in_days(today, 5);
    let id = drafted(shop, |content| {
        content.document = document(&picture);
        content.offer.ends_at = Some(ends_at);
        content.offer.codes = OfferCodes::Made;
        content.holdout_percent = 10;
    });
    settled(shop, id);
    let ended = send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.finished, "{}", ended.words);
    let rows = place.rows(id);
    let rows: BTreeMap<&str, &OutboxRow> =
        rows.iter().map(|row| (row.address.as_str(), row)).collect();
    let codes = codes(shop, id);
    let counts = ended.detail.row.counts;
    assert_eq!(codes.values().collect::<BTreeSet<_>>().len(), codes.len());
    assert_eq!(
        codes.len(),
        counts.sent as usize,
        "one for each who gets it"
    );
    assert!(counts.sent >= 1_000, "{counts:?}");
    assert_eq!((counts.failed, counts.uncertain, counts.ready), (0, 0, 0));

    let due = Due {
        crowd: &crowd,
        codes: &codes,
        deadline: &deadline,
    };
    let (mut said_no, mut judged, mut sent) = (BTreeSet::new(), BTreeMap::new(), 0);
    for one in &crowd.people {
        let row = rows[one.address.as_str()];
        let may = one.agreed && !one.is_listed && !crowd.own(one).is_empty();
        match row.state {
            OutboxState::Sent | OutboxState::HeldOut => assert!(may, "{one:?}: {row:?}"),
            _ => assert!(!may, "{one:?}: {row:?}"),
        }
        if row.state != OutboxState::Sent {
            continue;
        }
        sent += 1;
        let mut mails =
            until(|| Some(mails(&place.lab, &one.address)).filter(|all| !all.is_empty()));
        assert_eq!(mails.len(), 1, "{}", one.address);
        let mail = mails.remove(0);
        let recommended = recommended(&place, &crowd, row);
        let token = due.check(one, &recommended, &mail);
        assert!(said_no.insert(token), "{}: another's link", one.address);
        let kind = one.first.split(' ').next().unwrap().to_owned();
        judged.entry(kind).or_insert(mail);
    }
    assert_eq!(sent, counts.sent);
    // All that was sent has arrived: whoever has none by now gets none.
    for (address, row) in &rows {
        if row.state != OutboxState::Sent {
            assert_eq!(mails(&place.lab, address), Vec::<String>::new(), "{row:?}");
        }
    }
    does_not_look_like_junk(&place, &judged);
    a_no_is_its_own_writers(&place, &rows);
    let result = campaign_result(shop, id).unwrap();
    assert_eq!(result.main.verdict, CampaignVerdict::StillCounting);
    let drawn = (result.main.first.people, result.main.second.people);
    assert_eq!(drawn, (counts.sent, counts.held_out));
}

fn does_not_look_like_junk(place: &Place, judged: &BTreeMap<String, String>) {
    for name in ["Ann", "小さな店", "נועה", "<b>Bo</b>", ""] {
        let file = place.path("judged.eml");
        std::fs::write(&file, &judged[name]).unwrap();
        let score = score(&file);
        assert!(score < 2.0, "{name}: {score}");
    }
}

/// Whoever writes to the address of their own mail is heard, and nobody else is.
fn a_no_is_its_own_writers(place: &Place, rows: &BTreeMap<&str, &OutboxRow>) {
    let lab = &place.lab;
    let sent = rows.values().filter(|row| row.state == OutboxState::Sent);
    let writers: BTreeSet<&str> = sent.step_by(400).map(|row| row.address.as_str()).collect();
    let before = never(place);
    // The page is nowhere: what is read now is the inbox.
    place.save(Some(place.account), place.settings.clone(), "secret");
    for (number, writer) in writers.iter().enumerate() {
        let mail = &mails(lab, writer)[0];
        let mail = MessageParser::default().parse(mail.as_bytes()).unwrap();
        let header = mail.header_raw("List-Unsubscribe").unwrap().to_owned();
        let header: String = header.split_whitespace().collect();
        let (_, link) = header.split_once("<mailto:").unwrap();
        let (to, subject) = link.split_once("?subject=").unwrap();
        // From another address of theirs: the word alone says who it is.
        let from = format!("other{number}@elsewhere.example");
        let mut no = message(&from, to, &format!("no{number}"));
        no.subject = HeaderText::folded(subject.split_once('>').unwrap().0);
        no.text.clear();
        lab.line("TLS", &from).send(&no, &mut || Ok(())).unwrap();
    }
    until(|| {
        poll_inbox(&place.shop, place.account).unwrap();
        (never(place).len() >= before.len() + writers.len()).then_some(())
    });
    let after = never(place);
    let heard: BTreeSet<&str> = after.difference(&before).map(String::as_str).collect();
    assert_eq!(heard, writers);
}

fn never(place: &Place) -> BTreeSet<String> {
    place.never().into_iter().map(|row| row.address).collect()
}
