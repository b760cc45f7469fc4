//! A message to a segment: written, planned, sent, and what became of everyone.

use std::{
    fs,
    sync::{Arc, Mutex},
    thread,
    time::{Duration, Instant},
};

use pannier_api::{
    Code, Connect, Shop, copy_sending, customer_data, customer_mail, customer_named,
    decide_uncertain, export_outbox, get_sending, import_suppressed, list_outbox, list_suppressed,
    mail_accounts, plan_sending, preview_sending, retry_failed, save_mail_account, save_sending,
    send_now, set_mail_identity, start_sending, stop_sending, suppress_address, test_mail_account,
    test_sending, unlock_mail_account, unsuppress_address,
    views::{
        DataFormat, DecideUncertain, ExportCustomerData, ListOutbox, ListSuppressed, MailAuth,
        MailIdentity, MailSecurity, MailSettings, OutboxState, SaveMailAccount, SaveSending,
        SendingContent, SendingState, StartSending, SuppressionReason, TestMailAccount,
        TestSending, UnlockMailAccount,
    },
    write_sending_files,
};
use pannier_core::{
    Cancel, Channel, Class, Clock, Message, Messenger, Receipt, Reporter, SendError, Stage, Stopped,
};
use pannier_mail::Secret;
use pannier_store::MailAccountRecord;

use crate::shop::{TestShop, shop_in};

/// A server that takes mail, save from those who are told otherwise.
#[derive(Clone, Default)]
struct Server {
    arrived: Arc<Mutex<Vec<Message>>>,
    /// Address, and how the tries to it end.
    ends: Arc<Mutex<Vec<(String, Class)>>>,
    secrets: Arc<Mutex<Vec<Option<String>>>>,
}

impl Server {
    fn arrived(&self) -> Vec<String> {
        let arrived = self.arrived.lock().unwrap();
        let mut to: Vec<String> = arrived
            .iter()
            .map(|message| message.to.address.as_str().to_owned())
            .collect();
        to.sort();
        to
    }

    fn tell(&self, address: &str, class: Class) {
        self.ends.lock().unwrap().push((address.to_owned(), class));
    }
}

impl Connect for Server {
    fn messenger(
        &self,
        _: &MailAccountRecord,
        secret: Option<&Secret>,
        _: Arc<dyn Clock>,
    ) -> pannier_api::Result<Box<dyn Messenger>> {
        self.secrets
            .lock()
            .unwrap()
            .push(secret.map(|secret| match secret {
                Secret::Password(password) => password.clone(),
                other => format!("{other:?}"),
            }));
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
        let end = {
            let mut ends = self.0.ends.lock().unwrap();
            let to = message.to.address.as_str();
            let place = ends.iter().position(|(address, _)| address == to);
            place.map(|place| ends.remove(place).1)
        };
        if let Some(class) = end.filter(|class| *class != Class::Uncertain) {
            return Err(SendError::here(Stage::Rcpt, class, "as told"));
        }
        if before_body().is_err() {
            return Err(SendError::here(Stage::Data, Class::Stopped, ""));
        }
        self.0.arrived.lock().unwrap().push(message.clone());
        match end {
            Some(class) => Err(SendError::here(Stage::Dot, class, "as told")),
            None => Ok(Receipt {
                said: "250 taken".to_owned(),
            }),
        }
    }

    fn hang_up(&mut self) {}
}

const PEOPLE: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n\
    '1,Mara,Moss,mara@example.com,yes,\n'2,Bo,Lark,bo@example.com,no,\n\
    '3,Ida,Berg,ida@example.com,yes,vip\n'4,Jon,Fell,jon@example.com,yes,\n\
    '5,,,\"kim, lee@example.com\",yes,\n";

fn settings() -> MailSettings {
    MailSettings {
        address: "Shop@Wren.example".into(),
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
        per_day: Some(500),
        reserve_percent: 10,
        is_new: false,
        connections: 2,
        per_connection: 50,
        imap_host: String::new(),
        imap_port: 993,
        imap_security: MailSecurity::Tls,
        imap_user: String::new(),
        plus_addressing: true,
        one_click_url: "https://wren.example/no".into(),
    }
}

/// A shop with an account and people, of whom three agreed.
fn shop() -> (TestShop, Server, u32) {
    let test = shop_in("EUR");
    let people = test.file("customers_export.csv", PEOPLE);
    // The address with a comma in it is listed, not imported.
    let preview = pannier_api::preview_import(
        &test.shop,
        &crate::shop::input(&[&people]),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    pannier_api::apply_import(
        &test.shop,
        preview.id,
        true,
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let server = Server::default();
    test.shop.connect_by(Arc::new(server.clone()));
    let identity = MailIdentity {
        name: "Wren & Willow".into(),
        postal_address: "Lane 1\n10115 Berlin".into(),
        shop_page: String::new(),
    };
    set_mail_identity(&test.shop, &identity).unwrap();
    let input = SaveMailAccount {
        id: None,
        settings: settings(),
        secret: Some("p4ss".into()),
    };
    let saved = save_mail_account(&test.shop, &input).unwrap();
    assert!(saved.secret_note.contains("as long as Pannier runs"));
    (test, server, saved.id)
}

fn content(account: u32) -> SendingContent {
    SendingContent {
        name: "May".into(),
        subject: "Offers for {{ first_name or \"you\" }}".into(),
        text: "Dear {{ name or \"reader\" }},\n\n<b>look</b> at https://wren.example/may".into(),
        segment: None,
        account: Some(account),
        holdout_percent: 0,
        starts_at: None,
        quiet_from: None,
        quiet_until: None,
        late_hours: 2,
    }
}

fn planned(shop: &Shop, content: SendingContent) -> u32 {
    let id = save_sending(shop, &SaveSending { id: None, content }).unwrap();
    plan_sending(shop, id, &Reporter::default(), &Cancel::default()).unwrap();
    id
}

fn start(id: u32) -> StartSending {
    StartSending {
        id,
        although_late: false,
    }
}

fn all(id: u32) -> ListOutbox {
    ListOutbox {
        id,
        limit: 200,
        ..ListOutbox::default()
    }
}

#[test]
fn a_message_reaches_those_who_agreed_and_nobody_else() {
    let (test, server, account) = shop();
    let shop = &test.shop;
    let preview = preview_sending(shop, &content(account)).unwrap();
    assert_eq!(preview.problem, "");
    assert_eq!(preview.ready, 3);
    assert!(
        preview.text.contains("Lane 1\n10115 Berlin"),
        "{}",
        preview.text
    );
    let id = planned(shop, content(account));
    let ended = send_now(shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.finished, "{}", ended.words);
    assert_eq!(
        server.arrived(),
        ["ida@example.com", "jon@example.com", "mara@example.com"]
    );
    assert_eq!(server.secrets.lock().unwrap()[0].as_deref(), Some("p4ss"));
    let arrived = server.arrived.lock().unwrap();
    let mara = arrived
        .iter()
        .find(|one| one.to.address.as_str() == "mara@example.com")
        .unwrap();
    assert_eq!(mara.subject.as_str(), "Offers for Mara");
    assert!(mara.text.starts_with("Dear Mara Moss,"));
    let html = mara.html.as_ref().unwrap();
    assert!(
        html.contains("&lt;b&gt;look&lt;/b&gt;")
            && html.contains("href=\"https://wren.example/may\"")
    );
    // The shop is in Germany.
    assert!(html.contains("<html lang=\"de\">") && html.contains(">Abmelden</a>"));
    assert!(mara.text.contains("Abmelden: https://"));
    let no = mara.unsubscribe.as_ref().unwrap();
    let page = no.one_click.as_ref().unwrap().as_str();
    assert!(page.starts_with("https://wren.example/no?u=") && mara.text.contains(page));
    assert!(no.mail_to.as_str().starts_with("shop+"));
    drop(arrived);
    let row = get_sending(shop, id).unwrap().row;
    assert_eq!(row.state, SendingState::Finished);
    assert_eq!(
        (row.counts.sent, row.counts.skipped),
        (3, row.counts.people - 3)
    );
    let customer = customer_named(shop, "mara@example.com").unwrap();
    assert_eq!(
        customer_mail(shop, customer).unwrap().messages[0].name,
        "May"
    );
    let table = String::from_utf8(export_outbox(shop, &all(id)).unwrap().bytes).unwrap();
    assert!(table.contains("mara@example.com,sent,"), "{table}");
    // What is held of her names the message and what became of it.
    let input = ExportCustomerData {
        customer,
        format: DataFormat::Json,
    };
    let data = customer_data(shop, &input).unwrap().bytes;
    let data: serde_json::Value = serde_json::from_slice(&data).unwrap();
    assert_eq!(data["messages"][0]["message"], "May", "{data}");
    assert_eq!(data["messages"][0]["state"], "sent");
    let input = ExportCustomerData {
        customer,
        format: DataFormat::Html,
    };
    let page = String::from_utf8(customer_data(shop, &input).unwrap().bytes).unwrap();
    assert!(page.contains("Mail from the shop") && page.contains("250 taken"));
    // A copy is a message of its own.
    let copy = copy_sending(shop, id).unwrap();
    assert_eq!(get_sending(shop, copy).unwrap().content.name, "May (copy)");
}

#[test]
fn a_test_is_the_very_message_and_takes_nobody_off() {
    let (test, server, account) = shop();
    let shop = &test.shop;
    let to = |to: &str| TestSending {
        content: content(account),
        to: to.into(),
    };
    let tested = test_sending(shop, &to("me@wren.example")).unwrap();
    assert!(tested.sent, "{tested:?}");
    let arrived = server.arrived.lock().unwrap().pop().unwrap();
    assert_eq!(arrived.to.address.as_str(), "me@wren.example");
    assert_eq!(arrived.subject.as_str(), "Offers for Mara");
    assert!(arrived.text.starts_with("Dear Mara Moss,") && arrived.text.contains("Lane 1"));
    assert!(arrived.html.is_some() && arrived.list_id.is_some());
    // The link in it is nobody's but the merchant's.
    let mara = {
        let id = planned(shop, content(account));
        send_now(shop, start(id), &Cancel::default()).unwrap();
        let arrived = server.arrived.lock().unwrap();
        let mara = arrived
            .iter()
            .find(|one| one.to.address.as_str() == "mara@example.com");
        mara.unwrap().clone()
    };
    assert_ne!(arrived.unsubscribe, mara.unsubscribe);
    assert_ne!(arrived.id, mara.id);
    let refused = test_sending(shop, &to("nobody")).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("to"));
    let own = test_sending(shop, &to("")).unwrap();
    assert!(own.sent);
    let arrived = server.arrived.lock().unwrap();
    let last = arrived.last().unwrap();
    assert_eq!(last.to.address.as_str(), "shop@wren.example");
}

#[test]
fn a_message_that_was_started_says_what_it_waits_for() {
    let (test, server, account) = shop();
    let TestShop { shop, folder } = test;
    let shop = Arc::new(shop);
    // 14:00 in Berlin.
    let night = planned(
        &shop,
        SendingContent {
            quiet_from: Some("13:00".into()),
            quiet_until: Some("15:00".into()),
            ..content(account)
        },
    );
    let ended = send_now(&shop, start(night), &Cancel::default()).unwrap();
    assert!(!ended.finished && server.arrived().is_empty());
    // From here on the shop's own thread has the sending, and nothing else may send beside it.
    let later = planned(
        &shop,
        SendingContent {
            starts_at: Some("2026-07-01T09:00".into()),
            ..content(account)
        },
    );
    let row = start_sending(&shop, start(later)).unwrap().row;
    assert_eq!(row.waits_for, "It is not time yet");
    assert_eq!(row.waits_until, row.starts_at);
    start_sending(&shop, start(night)).unwrap();
    let begun = Instant::now();
    loop {
        let row = get_sending(&shop, night).unwrap().row;
        if row.waits_for == "It is night where those who are left live" {
            assert!(row.waits_until.is_some());
            break;
        }
        // Before that it is on its way, or about to be; never without a word for long.
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{} {:?}",
            row.waits_for,
            row.state
        );
        thread::sleep(Duration::from_millis(20));
    }
    // In a program that sends nothing it says so.
    let clock: Arc<dyn Clock> = Arc::new(crate::shop::NOW);
    let path = shop.path().to_owned();
    let other = Shop::open(&path, pannier_api::Role::Guest, clock).unwrap();
    stop_sending(&shop, night).unwrap();
    let row = get_sending(&other, later).unwrap().row;
    assert_eq!(row.waits_for, "It is not time yet");
    drop((shop, folder));
}

#[test]
fn it_goes_out_on_its_own_thread_and_can_be_put_right() {
    let (test, server, account) = shop();
    let TestShop { shop, folder } = test;
    let shop = Arc::new(shop);
    server.tell("ida@example.com", Class::Uncertain);
    server.tell("jon@example.com", Class::Policy);
    let id = planned(&shop, content(account));
    start_sending(&shop, start(id)).unwrap();
    let begun = Instant::now();
    while get_sending(&shop, id).unwrap().row.state != SendingState::Finished {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{:?}",
            get_sending(&shop, id)
        );
        thread::sleep(Duration::from_millis(20));
    }
    let uncertain = ListOutbox {
        state: Some(OutboxState::Uncertain),
        ..all(id)
    };
    let page = list_outbox(&shop, &uncertain).unwrap();
    assert_eq!(page.rows[0].address, "ida@example.com");
    assert_eq!(page.rows[0].why, "The line broke after it had left");
    let decided = DecideUncertain {
        row: page.rows[0].id,
        again: false,
    };
    // The thread lets go of the journal a moment after the message has ended.
    let begun = Instant::now();
    while let Err(error) = decide_uncertain(&shop, decided) {
        assert!(
            error.code == Code::Busy && begun.elapsed() < Duration::from_secs(20),
            "{error}"
        );
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(retry_failed(&shop, id).unwrap(), 1);
    start_sending(&shop, start(id)).unwrap();
    let begun = Instant::now();
    while server.arrived().len() < 3 {
        assert!(begun.elapsed() < Duration::from_secs(20));
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(
        server.arrived(),
        ["ida@example.com", "jon@example.com", "mara@example.com"]
    );
    drop((shop, folder));
}

#[test]
fn what_lacks_is_said_before_anything_is_sent() {
    let (test, server, account) = shop();
    let shop = &test.shop;
    let with = |change: fn(&mut SendingContent)| {
        let mut said = content(account);
        change(&mut said);
        let preview = preview_sending(shop, &said).unwrap();
        (preview.problem_field.unwrap_or_default(), preview.problem)
    };
    let (field, words) = with(|said| said.text = "Dear {{ first }}".into());
    assert!(
        field == "text" && words.contains("“first” in the text stands for nothing"),
        "{words}"
    );
    assert_eq!(with(|said| said.account = None).0, "account");
    assert_eq!(with(|said| said.subject = String::new()).0, "subject");
    assert_eq!(
        with(|said| said.quiet_from = Some("21:00".into())).0,
        "quietUntil"
    );
    assert_eq!(
        with(|said| said.starts_at = Some("soon".into())).0,
        "startsAt"
    );
    let mut elsewhere = settings();
    elsewhere.security = MailSecurity::Plain;
    let input = SaveMailAccount {
        id: Some(account),
        settings: elsewhere,
        secret: None,
    };
    let refused = save_mail_account(shop, &input).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("host"), "{refused}");
    assert!(server.arrived().is_empty());
}

#[test]
fn without_its_password_an_account_asks_for_it() {
    let (test, server, account) = shop();
    let path = test.shop.path().to_owned();
    let id = planned(&test.shop, content(account));
    let clock: Arc<dyn Clock> = Arc::new(crate::shop::NOW);
    let again = Shop::open(&path, pannier_api::Role::Guest, clock).unwrap();
    again.connect_by(Arc::new(server.clone()));
    assert!(!mail_accounts(&again).unwrap().accounts[0].is_unlocked);
    let asked = send_now(&again, start(id), &Cancel::default()).unwrap_err();
    assert_eq!(
        (asked.code, asked.field.as_deref()),
        (Code::Validation, Some("secret"))
    );
    let secret = "p4ss".to_owned();
    unlock_mail_account(
        &again,
        &UnlockMailAccount {
            id: account,
            secret,
        },
    )
    .unwrap();
    let input = TestMailAccount {
        id: account,
        to: String::new(),
    };
    assert!(test_mail_account(&again, &input).unwrap().sent);
    assert!(
        send_now(&again, start(id), &Cancel::default())
            .unwrap()
            .finished
    );
    assert_eq!(server.arrived().len(), 4);
    // No secret stands in the file.
    let bytes = fs::read(&path).unwrap();
    assert!(!bytes.windows(4).any(|part| part == b"p4ss"));
}

#[test]
fn the_list_of_addresses_is_kept_and_given_back() {
    let (test, _, account) = shop();
    let shop = &test.shop;
    assert!(suppress_address(shop, "Mara@Example.com").unwrap());
    assert!(suppress_address(shop, "mara, moss@example.com").is_err());
    let file = test.file(
        "no.csv",
        "Name;E-Mail;Reason\nIda;ida@example.com;unsubscribed\nNobody;not an address;\n",
    );
    let imported = import_suppressed(shop, &file).unwrap();
    assert_eq!((imported.added, imported.unreadable.len()), (1, 1));
    assert_eq!(imported.unreadable[0].line, 3);
    let page = list_suppressed(
        shop,
        &ListSuppressed {
            limit: 200,
            ..ListSuppressed::default()
        },
    );
    let rows = page.unwrap().rows;
    let ida = rows
        .iter()
        .find(|row| row.address == "ida@example.com")
        .unwrap();
    assert_eq!(ida.reason, SuppressionReason::Unsubscribed);
    assert_eq!(
        unsuppress_address(shop, &ida.key).unwrap_err().code,
        Code::Conflict
    );
    let mara = rows
        .iter()
        .find(|row| row.address == "mara@example.com")
        .unwrap();
    assert_eq!(preview_sending(shop, &content(account)).unwrap().ready, 1);
    unsuppress_address(shop, &mara.key).unwrap();
    assert_eq!(preview_sending(shop, &content(account)).unwrap().ready, 2);
    assert!(
        suppress_address(shop, &mara.address).unwrap(),
        "and back again"
    );
}

#[test]
fn messages_can_be_written_as_files_instead() {
    let (test, server, account) = shop();
    let id = planned(&test.shop, content(account));
    let folder = test.folder.path().join("out");
    assert_eq!(
        write_sending_files(&test.shop, id, &folder).unwrap().files,
        3
    );
    let files: Vec<_> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    assert_eq!(files.len(), 3);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("List-Unsubscribe: ") && text.contains("X-App-Id: "),
            "{text}"
        );
        assert!(text.lines().all(|line| line.len() < 998));
    }
    assert!(server.arrived().is_empty());
    stop_sending(&test.shop, id).unwrap();
    let counts = get_sending(&test.shop, id).unwrap().row.counts;
    assert_eq!((counts.ready, counts.sent), (0, 0));
}
