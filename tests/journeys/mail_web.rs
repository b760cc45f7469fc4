//! What mail needs of the web: logging in through the browser, the page that takes a no by one
//! click, and a keychain that is locked.

use std::{
    collections::HashMap,
    fmt::Write as _,
    io::{BufRead, BufReader, Read, Write as _},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use pannier_api::{
    Code, Connect, Shop, connect_mail_account, customer_mail, customer_named, get_sending,
    inbox_events, list_suppressed, mail_accounts, mail_presets, plan_sending, poll_inbox,
    save_mail_account, save_sending, send_now, set_mail_identity, set_unsubscribe_page,
    unlock_mail_account, unsubscribe_page_file,
    views::{
        ListSuppressed, MailAuth, MailIdentity, MailSecurity, MailSettings, SaveMailAccount,
        SaveSending, SendingContent, SendingState, SetUnsubscribePage, StartSending,
        UnlockMailAccount, UnsubscribePageKind,
    },
};
use pannier_core::{
    Cancel, Channel, Clock, HttpsUrl, Message, MessageError, Messenger, Receipt, Reporter,
    SendError, ShopKey, Stopped,
};
use pannier_keychain::{KeychainError, Kind, Vault};
use pannier_mail::{OauthClient, OauthProvider, Secret, UnsubscribePage};
use pannier_store::MailAccountRecord;

use crate::shop::{TestShop, shop_in};

/// A web server on this computer: path with query, and body, to status and answer.
fn serve(answer: impl Fn(&str, &str) -> (u16, String) + Send + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut reader = BufReader::new(stream.unwrap());
            let (mut request, mut line, mut length) = (String::new(), String::new(), 0);
            reader.read_line(&mut request).unwrap();
            while reader.read_line(&mut line).unwrap() > 2 {
                if let Some((name, value)) = line.split_once(':')
                    && name.eq_ignore_ascii_case("content-length")
                {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            let mut body = vec![0; length];
            reader.read_exact(&mut body).unwrap();
            let path = request.split(' ').nth(1).unwrap_or_default();
            let (status, text) = answer(path, &String::from_utf8(body).unwrap());
            // Whoever asked may have heard enough.
            let _ = write!(
                reader.get_mut(),
                "HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
                 Connection: close\r\n\r\n{text}",
                text.len()
            );
        }
    });
    port
}

/// The fields of an address or a form, as they stand there.
fn fields(text: &str) -> HashMap<String, String> {
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Mail servers, providers and web sites, all on this computer.
#[derive(Clone, Default)]
struct World {
    arrived: Arc<Mutex<Vec<Message>>>,
    /// What each message was let in with.
    shown: Arc<Mutex<Vec<String>>>,
    provider: u16,
    page: u16,
}

impl Connect for World {
    fn messenger(
        &self,
        _: &MailAccountRecord,
        secret: Option<&Secret>,
        _: Arc<dyn Clock>,
    ) -> pannier_api::Result<Box<dyn Messenger>> {
        Ok(Box::new(Line(self.clone(), secret.cloned())))
    }

    fn oauth(&self, provider: OauthProvider, id: &str, secret: Option<&str>) -> OauthClient {
        assert_eq!(provider, OauthProvider::Google);
        OauthClient::on_this_computer(self.provider, id, secret)
    }

    fn page(&self, url: &HttpsUrl, key: &ShopKey) -> Result<UnsubscribePage, MessageError> {
        let path = url.as_str().rsplit('/').next().unwrap_or_default();
        UnsubscribePage::new(url, key)?;
        Ok(UnsubscribePage::on_this_computer(self.page, path, key))
    }
}

struct Line(World, Option<Secret>);

impl Messenger for Line {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError> {
        let shown = match &self.1 {
            Some(Secret::Password(password)) => password.clone(),
            Some(Secret::Tokens(source)) => source.token().map_err(SendError::from)?,
            other => format!("{other:?}"),
        };
        self.0.shown.lock().unwrap().push(shown);
        before_body().map_err(|_| {
            SendError::here(
                pannier_core::Stage::Data,
                pannier_core::Class::Stopped,
                "as told",
            )
        })?;
        self.0.arrived.lock().unwrap().push(message.clone());
        Ok(Receipt {
            said: "250 taken".to_owned(),
        })
    }

    fn hang_up(&mut self) {}
}

const PEOPLE: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n\
    '1,Mara,Moss,mara@example.com,yes,\n'3,Ida,Berg,ida@example.com,yes,vip\n\
    '4,Jon,Fell,jon@example.com,yes,\n";

fn shop(world: &World) -> TestShop {
    let test = shop_in("EUR");
    let people = test.file("customers_export.csv", PEOPLE);
    test.import(&[&people]).unwrap();
    test.shop.connect_by(Arc::new(world.clone()));
    let identity = MailIdentity {
        name: "Wren & Willow".into(),
        postal_address: "Lane 1\n10115 Berlin".into(),
        shop_page: String::new(),
    };
    set_mail_identity(&test.shop, &identity).unwrap();
    test
}

fn account(shop: &Shop, auth: MailAuth, secret: &str) -> pannier_api::Result<u32> {
    let presets = mail_presets();
    let gmail = presets.iter().find(|preset| preset.key == "gmail").unwrap();
    let input = SaveMailAccount {
        id: None,
        settings: MailSettings {
            address: "shop@gmail.com".into(),
            user: "shop@gmail.com".into(),
            imap_host: String::new(),
            auth,
            client_id: "client1".into(),
            security: MailSecurity::Tls,
            per_minute: None,
            connections: 1,
            ..gmail.settings.clone()
        },
        secret: Some(secret.to_owned()),
    };
    Ok(save_mail_account(shop, &input)?.id)
}

fn planned(shop: &Shop, account: u32) -> u32 {
    let content = SendingContent {
        name: "May".into(),
        subject: "Offers".into(),
        text: "Dear {{ name }}".into(),
        segment: None,
        account: Some(account),
        holdout_percent: 0,
        starts_at: None,
        quiet_from: None,
        quiet_until: None,
        late_hours: 2,
    };
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

/// A provider as Google's documentation has it: a lasting permission once, tokens for an hour. These
/// hold for so short that each use asks for another.
fn provider(asked: &Arc<Mutex<Vec<String>>>, ended: &Arc<Mutex<bool>>) -> u16 {
    let (asked, ended) = (Arc::clone(asked), Arc::clone(ended));
    serve(move |path, body| {
        assert_eq!(path, "/token");
        let said = fields(body);
        assert_eq!(
            (said["client_id"].as_str(), said["client_secret"].as_str()),
            ("client1", "s3cret")
        );
        let mut asked = asked.lock().unwrap();
        asked.push(said["grant_type"].clone());
        let number = asked.len();
        if *ended.lock().unwrap() {
            let refusal = r#"{"error":"invalid_grant","error_description":"Token has been expired or revoked."}"#;
            return (400, refusal.to_owned());
        }
        let refresh = if said["grant_type"] == "authorization_code" {
            assert_eq!(said["code"], "4%2F0Ab");
            r#""refresh_token":"1//0g","#
        } else {
            assert_eq!(said["refresh_token"], "1%2F%2F0g");
            ""
        };
        let text = format!(
            r#"{{"access_token":"ya29.{number}","expires_in":100,{refresh}"scope":"https://mail.google.com/","token_type":"Bearer"}}"#
        );
        (200, text)
    })
}

/// The merchant's browser: visits the address, agrees, and is sent back.
fn agree(url: &str) {
    let said = fields(url);
    assert_eq!(said["login_hint"], "shop%40gmail.com");
    let home = said["redirect_uri"].trim_end_matches("%2F");
    let port: u16 = home.rsplit("%3A").next().unwrap().parse().unwrap();
    let state = said["state"].clone();
    thread::spawn(move || {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        write!(stream, "GET /?state={state}&code=4%2F0Ab HTTP/1.1\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.contains("go back to Pannier"), "{answer}");
    });
}

#[test]
fn an_account_is_logged_in_to_through_the_browser_and_its_tokens_are_renewed() {
    let (asked, ended) = (Arc::default(), Arc::default());
    let world = World {
        provider: provider(&asked, &ended),
        ..World::default()
    };
    let test = shop(&world);
    let shop = &test.shop;
    let id = account(shop, MailAuth::OAuth, "s3cret").unwrap();
    let known = &mail_accounts(shop).unwrap().accounts[0];
    assert!(!known.is_unlocked);
    assert!(known.locked_why.contains("in the browser"), "{known:?}");
    let sending = planned(shop, id);
    let locked = send_now(shop, start(sending), &Cancel::default()).unwrap_err();
    assert_eq!(locked.field.as_deref(), Some("secret"), "{locked}");
    let password = UnlockMailAccount {
        id,
        secret: "typed".into(),
    };
    assert_eq!(
        unlock_mail_account(shop, &password).unwrap_err().code,
        Code::Validation
    );
    assert!(asked.lock().unwrap().is_empty(), "nobody was asked yet");

    let connected = connect_mail_account(shop, id, &agree, &Cancel::default()).unwrap();
    assert!(connected.secret_note.contains("as long as Pannier runs"));
    assert!(mail_accounts(shop).unwrap().accounts[0].is_unlocked);
    let sent = send_now(shop, start(sending), &Cancel::default()).unwrap();
    assert!(sent.finished, "{}", sent.words);
    // Each message was let in by a token of its own, never by what it is got with.
    let shown = world.shown.lock().unwrap().clone();
    assert_eq!(shown, ["ya29.2", "ya29.3", "ya29.4"]);

    // Once the permission has ended, the account rests and says what to do.
    *ended.lock().unwrap() = true;
    let sending = planned(shop, id);
    let paused = send_now(shop, start(sending), &Cancel::default()).unwrap();
    assert!(
        paused.words.contains("connect the account again"),
        "{}",
        paused.words
    );
    assert_eq!(paused.detail.row.state, SendingState::Paused);
    let rests = &mail_accounts(shop).unwrap().accounts[0];
    assert!(
        rests.paused_why.contains("permission has ended"),
        "{rests:?}"
    );
    *ended.lock().unwrap() = false;
    connect_mail_account(shop, id, &agree, &Cancel::default()).unwrap();
    assert!(
        send_now(shop, start(sending), &Cancel::default())
            .unwrap()
            .finished
    );
    assert_eq!(world.arrived.lock().unwrap().len(), 6);
}

#[test]
fn the_browser_can_say_no_or_nothing() {
    let world = World {
        provider: 1,
        ..World::default()
    };
    let test = shop(&world);
    let id = account(&test.shop, MailAuth::OAuth, "s3cret").unwrap();
    let deny = |url: &str| {
        let url = url.to_owned();
        thread::spawn(move || {
            let said = fields(&url);
            let home = said["redirect_uri"].trim_end_matches("%2F");
            let port: u16 = home.rsplit("%3A").next().unwrap().parse().unwrap();
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let state = &said["state"];
            write!(
                stream,
                "GET /?error=access_denied&state={state} HTTP/1.1\r\n\r\n"
            )
            .unwrap();
        });
    };
    let refused = connect_mail_account(&test.shop, id, &deny, &Cancel::default()).unwrap_err();
    assert_eq!(refused.code, Code::Validation);
    assert!(refused.message.contains("access_denied"), "{refused}");
    let cancel = Cancel::default();
    let stop = cancel.clone();
    let stopped = connect_mail_account(&test.shop, id, &|_| stop.request(), &cancel).unwrap_err();
    assert_eq!(stopped.code, Code::Cancelled);
    // Where the provider does not answer, the merchant learns that.
    let gone = connect_mail_account(
        &test.shop,
        id,
        &|url| {
            let said = fields(url);
            let home = said["redirect_uri"].trim_end_matches("%2F");
            let port: u16 = home.rsplit("%3A").next().unwrap().parse().unwrap();
            let state = said["state"].clone();
            thread::spawn(move || {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                write!(stream, "GET /?code=x&state={state} HTTP/1.1\r\n\r\n").unwrap();
            });
        },
        &Cancel::default(),
    );
    assert!(gone.unwrap_err().message.contains("could not be reached"));
    // A server of one's own has no such way.
    let mut settings = mail_accounts(&test.shop).unwrap().accounts[0]
        .settings
        .clone();
    settings.preset = "hosting".into();
    settings.address = "shop@wren.example".into();
    let input = SaveMailAccount {
        id: None,
        settings,
        secret: None,
    };
    let refused = save_mail_account(&test.shop, &input).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("auth"));
}

/// The page as the PHP file answers, with the key that stands in the file.
fn page(key: &str, notes: Arc<Mutex<Vec<(String, i64)>>>) -> u16 {
    let bytes = (0..32).map(|at| u8::from_str_radix(&key[at * 2..at * 2 + 2], 16).unwrap());
    let bytes: Vec<u8> = bytes.collect();
    let key = ShopKey::new(bytes.try_into().unwrap());
    serve(move |path, _| {
        let said = fields(path);
        let (Some(since), Some(at)) = (said.get("pull"), said.get("at")) else {
            return (404, String::new());
        };
        if said["sig"] != key.signature(&format!("pull {since} {at}")) {
            return (403, "refused\n".to_owned());
        }
        let mut text = format!("now {at}\n");
        for (word, noted) in notes.lock().unwrap().iter() {
            if *noted >= since.parse::<i64>().unwrap() {
                let _ = writeln!(text, "{word} {noted}");
            }
        }
        let signed = key.signature(&format!("{at}\n{text}"));
        (200, format!("{text}sign {signed}\n"))
    })
}

/// What stands between two words of a file.
fn between<'t>(text: &'t str, from: &str, until: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(until).unwrap().0
}

/// Makes the page's files, and reads the key in them.
fn key_of_files(shop: &Shop) -> String {
    let php = unsubscribe_page_file(shop, UnsubscribePageKind::Php).unwrap();
    let worker = unsubscribe_page_file(shop, UnsubscribePageKind::Worker).unwrap();
    assert_eq!(
        (php.name.as_str(), worker.name.as_str()),
        ("unsubscribe.php", "unsubscribe-worker.js")
    );
    let php = String::from_utf8(php.bytes).unwrap();
    assert!(
        php.starts_with("<?php")
            && php.contains("Wren &#38; Willow")
            && php.contains("Keine E-Mails mehr")
    );
    let key = between(&php, "const KEY = '", "'").to_owned();
    assert!(String::from_utf8(worker.bytes).unwrap().contains(&key));
    key
}

#[test]
fn a_click_on_the_merchants_own_page_is_a_no_for_good() {
    let mut world = World::default();
    let test = shop(&world);
    let shop = &test.shop;
    let key = key_of_files(shop);
    let notes = Arc::new(Mutex::new(Vec::new()));
    world.page = page(&key, Arc::clone(&notes));
    shop.connect_by(Arc::new(world.clone()));

    let id = account(shop, MailAuth::Password, "p4ss").unwrap();
    let at = |url: &str| SetUnsubscribePage {
        account: id,
        url: url.to_owned(),
    };
    // Before there is a page, mail leads to the mailbox alone.
    send_now(shop, start(planned(shop, id)), &Cancel::default()).unwrap();
    assert!(
        world
            .arrived
            .lock()
            .unwrap()
            .drain(..)
            .all(|message| { message.unsubscribe.is_some_and(|no| no.one_click.is_none()) })
    );
    for wrong in [
        "http://wren.example/no.php",
        "https://wren.example/no.php?a=1",
        "no.php",
    ] {
        let refused = set_unsubscribe_page(shop, &at(wrong)).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("oneClickUrl"), "{wrong}");
    }
    // A page that is not there is not led to.
    let mut nowhere = world.clone();
    nowhere.page = 1;
    shop.connect_by(Arc::new(nowhere));
    let tried = set_unsubscribe_page(shop, &at("https://wren.example/no.php")).unwrap();
    assert!(
        !tried.works && tried.words.contains("could not be reached"),
        "{tried:?}"
    );
    assert_eq!(
        mail_accounts(shop).unwrap().accounts[0]
            .settings
            .one_click_url,
        ""
    );
    shop.connect_by(Arc::new(world.clone()));
    let tried = set_unsubscribe_page(shop, &at("https://wren.example/no.php")).unwrap();
    assert!(tried.works, "{tried:?}");

    let sending = planned(shop, id);
    send_now(shop, start(sending), &Cancel::default()).unwrap();
    let link = {
        let arrived = world.arrived.lock().unwrap();
        let mara = arrived
            .iter()
            .find(|one| one.to.address.as_str() == "mara@example.com")
            .unwrap();
        let no = mara.unsubscribe.as_ref().unwrap();
        no.one_click.as_ref().unwrap().as_str().to_owned()
    };
    let token = link.strip_prefix("https://wren.example/no.php?u=").unwrap();
    let now = crate::shop::NOW.now().0 / 1000;
    notes.lock().unwrap().push((token.to_owned(), now - 60));
    // Somebody made one up, with a page that has been broken into.
    notes.lock().unwrap().push(("a".repeat(32), now));

    let polled = poll_inbox(shop, id).unwrap();
    assert_eq!(polled.unsubscribed, 1, "{polled:?}");
    assert_eq!(poll_inbox(shop, id).unwrap().unsubscribed, 0, "once");
    let list = list_suppressed(
        shop,
        &ListSuppressed {
            limit: 50,
            ..ListSuppressed::default()
        },
    )
    .unwrap();
    assert_eq!(list.rows.len(), 1);
    assert_eq!(list.rows[0].address, "mara@example.com");
    assert_eq!(list.rows[0].source, "a click on Unsubscribe");
    let event = &inbox_events(shop).unwrap()[0];
    assert_eq!(event.address, "mara@example.com");
    assert_eq!(event.arrived_at, (now - 60) * 1000);
    let customer = customer_named(shop, "mara@example.com").unwrap();
    let mail = customer_mail(shop, customer).unwrap();
    assert_eq!(mail.suppressed_why, "They said no");
    assert_eq!(mail.events.len(), 1, "it shows on her page");
    assert!(
        mail_accounts(shop).unwrap().accounts[0]
            .page_read_at
            .is_some()
    );
    let next = planned(shop, id);
    assert_eq!(get_sending(shop, next).unwrap().row.counts.ready, 2);
    // Taken away, mail leads to the mailbox alone again.
    set_unsubscribe_page(shop, &at("")).unwrap();
    let none = poll_inbox(shop, id).unwrap_err();
    assert_eq!(none.field.as_deref(), Some("imapHost"));
}

/// A keychain that is locked, or opens.
#[derive(Default)]
struct Locked(Mutex<Option<HashMap<(i64, Kind), String>>>);

impl Vault for Locked {
    fn get(&self, account: i64, kind: Kind) -> Result<Option<String>, KeychainError> {
        let kept = self.0.lock().unwrap();
        let kept = kept.as_ref().ok_or(KeychainError::Locked)?;
        Ok(kept.get(&(account, kind)).cloned())
    }

    fn set(&self, account: i64, kind: Kind, secret: &str) -> Result<(), KeychainError> {
        let mut kept = self.0.lock().unwrap();
        let kept = kept.as_mut().ok_or(KeychainError::Locked)?;
        kept.insert((account, kind), secret.to_owned());
        Ok(())
    }

    fn delete(&self, _: i64, _: Kind) -> Result<(), KeychainError> {
        Err(KeychainError::Locked)
    }
}

#[test]
fn with_a_locked_keychain_the_password_is_asked_for_this_run() {
    let world = World::default();
    let test = shop(&world);
    let vault = Arc::new(Locked::default());
    test.shop.keep_secrets_in(vault.clone());
    let presets = mail_presets();
    let gmail = presets.iter().find(|preset| preset.key == "gmail").unwrap();
    let settings = MailSettings {
        address: "shop@gmail.com".into(),
        imap_host: String::new(),
        ..gmail.settings.clone()
    };
    let input = SaveMailAccount {
        id: None,
        settings,
        secret: Some("p4ss".into()),
    };
    let saved = save_mail_account(&test.shop, &input).unwrap();
    assert!(
        saved.secret_note.starts_with("The keychain is locked"),
        "{saved:?}"
    );
    // It is known in this run all the same.
    assert!(mail_accounts(&test.shop).unwrap().accounts[0].is_unlocked);

    let clock: Arc<dyn Clock> = Arc::new(crate::shop::NOW);
    let again = Shop::open(test.shop.path(), pannier_api::Role::Guest, clock).unwrap();
    again.connect_by(Arc::new(world.clone()));
    again.keep_secrets_in(vault.clone());
    let known = &mail_accounts(&again).unwrap().accounts[0];
    let why = "The keychain is locked. Unlock it, or enter the password again";
    assert_eq!((known.is_unlocked, known.locked_why.as_str()), (false, why));
    let sending = planned(&again, saved.id);
    let asked = send_now(&again, start(sending), &Cancel::default()).unwrap_err();
    assert_eq!(
        (asked.field.as_deref(), asked.message.as_str()),
        (Some("secret"), why)
    );
    let input = UnlockMailAccount {
        id: saved.id,
        secret: "typed".into(),
    };
    unlock_mail_account(&again, &input).unwrap();
    assert!(
        send_now(&again, start(sending), &Cancel::default())
            .unwrap()
            .finished
    );
    assert_eq!(world.shown.lock().unwrap()[0], "typed");

    // Once it opens, what is kept from then on is found by itself.
    *vault.0.lock().unwrap() = Some(HashMap::new());
    let input = SaveMailAccount {
        id: Some(saved.id),
        settings: known.settings.clone(),
        secret: Some("kept".into()),
    };
    assert_eq!(save_mail_account(&again, &input).unwrap().secret_note, "");
    let clock: Arc<dyn Clock> = Arc::new(crate::shop::NOW);
    let third = Shop::open(test.shop.path(), pannier_api::Role::Guest, clock).unwrap();
    third.keep_secrets_in(vault);
    assert!(mail_accounts(&third).unwrap().accounts[0].is_unlocked);
}
