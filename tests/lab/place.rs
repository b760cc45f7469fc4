//! A shop with an account at the lab's servers, and the mailboxes of its people.

use std::{
    path::PathBuf,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pannier_api::{
    ImportOptions, Role, Shop, apply_import, checked, get_sending, list_outbox, list_suppressed,
    plan_sending, preview_with, save_mail_account, save_sending, send_now, set_mail_identity,
    views::{
        ListOutbox, ListSuppressed, MailAuth, MailIdentity, MailSecurity, MailSettings, OutboxRow,
        SaveMailAccount, SaveSending, SendingContent, ShopSettings, StartSending, SuppressedRow,
    },
};
use pannier_core::{Cancel, Clock, Reporter, SystemClock};

use crate::servers::Lab;

pub(crate) struct Place {
    pub(crate) lab: Lab,
    pub(crate) shop: Arc<Shop>,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) account: u32,
    pub(crate) settings: MailSettings,
}

/// An account of the lab: the servers as the app would find them, and the app's own trust.
pub(crate) fn account(lab: &Lab, address: &str, port: &str) -> MailSettings {
    MailSettings {
        address: address.into(),
        name: String::new(),
        reply_to: String::new(),
        preset: String::new(),
        host: "localhost".into(),
        port: lab.port(port),
        security: if port == "STARTTLS" {
            MailSecurity::StartTls
        } else {
            MailSecurity::Tls
        },
        user: address.into(),
        auth: MailAuth::Password,
        client_id: String::new(),
        per_second: None,
        per_minute: None,
        per_hour: None,
        per_day: None,
        reserve_percent: 10,
        is_new: false,
        connections: 4,
        per_connection: 50,
        imap_host: "localhost".into(),
        imap_port: lab.port("IMAPS"),
        imap_security: MailSecurity::Tls,
        imap_user: address.into(),
        plus_addressing: true,
        one_click_url: String::new(),
    }
}

impl Place {
    /// A shop that writes from that address, over lines of that kind. A line of `people`: number,
    /// first name, last name, address, and whether they agreed.
    pub(crate) fn open(address: &str, port: &str, people: &[String]) -> Self {
        Self::open_by(address, port, people, Arc::new(SystemClock))
    }

    /// The same, by another clock than this computer's.
    pub(crate) fn open_by(
        address: &str,
        port: &str,
        people: &[String],
        clock: Arc<dyn Clock>,
    ) -> Self {
        let lab = Lab::here();
        let folder = tempfile::tempdir().unwrap();
        let new = ShopSettings {
            name: "Wren & Willow".into(),
            currency: "EUR".into(),
            country: "DE".into(),
            time_zone: "Europe/Berlin".into(),
        };
        let path = folder.path().join("wren.pannier");
        let new = checked(&new, false).unwrap();
        let shop = Shop::create(&path, &new, Role::Owner, clock).unwrap();
        let identity = MailIdentity {
            name: "Wren & Willow".into(),
            postal_address: "Lane 1\n10115 Berlin".into(),
            shop_page: String::new(),
        };
        set_mail_identity(&shop, &identity).unwrap();
        let settings = account(&lab, address, port);
        let mut place = Self {
            lab,
            shop: Arc::new(shop),
            folder,
            account: 0,
            settings: settings.clone(),
        };
        place.account = place.save(None, settings, "secret");
        place.import(people);
        place
    }

    /// Keeps an account with its password.
    pub(crate) fn save(&self, id: Option<u32>, settings: MailSettings, secret: &str) -> u32 {
        let secret = Some(secret.to_owned());
        let input = SaveMailAccount {
            id,
            settings,
            secret,
        };
        save_mail_account(&self.shop, &input).unwrap().id
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn import(&self, people: &[String]) {
        let mut table =
            String::from("Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Tags\n");
        for line in people {
            table.extend(["'", line, ",\n"]);
        }
        self.import_table("customers_export.csv", &table);
    }

    /// Imports a table under that name.
    pub(crate) fn import_table(&self, name: &str, table: &str) {
        let path = self.path(name);
        std::fs::write(&path, table).unwrap();
        let options = ImportOptions {
            trust_columns: true,
            ..ImportOptions::default()
        };
        let (reporter, cancel) = (Reporter::default(), Cancel::default());
        let preview = preview_with(&self.shop, &[path], &options, &reporter, &cancel).unwrap();
        apply_import(&self.shop, preview.id, true, &reporter, &cancel).unwrap();
    }

    /// A message to everybody, planned.
    pub(crate) fn planned(&self) -> u32 {
        let content = SendingContent {
            name: "May".into(),
            subject: "Offers for {{ first_name or \"you\" }}".into(),
            text: "Dear {{ name or \"reader\" }},\n\nlook at https://wren.example/may.".into(),
            segment: None,
            account: Some(self.account),
            holdout_percent: 0,
            starts_at: None,
            quiet_from: None,
            quiet_until: None,
            late_hours: 2,
        };
        let id = save_sending(&self.shop, &SaveSending { id: None, content }).unwrap();
        plan_sending(&self.shop, id, &Reporter::default(), &Cancel::default()).unwrap();
        id
    }

    pub(crate) fn start(id: u32) -> StartSending {
        StartSending {
            id,
            although_late: false,
        }
    }

    /// Sends it as far as it goes, which is to everybody.
    pub(crate) fn sent(&self) -> u32 {
        let id = self.planned();
        let ended = send_now(&self.shop, Self::start(id), &Cancel::default()).unwrap();
        assert!(ended.finished, "{}", ended.words);
        id
    }

    /// Everybody of a message.
    pub(crate) fn rows(&self, id: u32) -> Vec<OutboxRow> {
        let mut rows = Vec::new();
        loop {
            let asked = ListOutbox {
                id,
                limit: 200,
                offset: u32::try_from(rows.len()).unwrap(),
                ..ListOutbox::default()
            };
            let page = list_outbox(&self.shop, &asked).unwrap().rows;
            if page.is_empty() {
                return rows;
            }
            rows.extend(page);
        }
    }

    pub(crate) fn row(&self, id: u32, address: &str) -> OutboxRow {
        let mut rows = self.rows(id).into_iter();
        rows.rfind(|row| row.address == address).unwrap()
    }

    /// Addresses that nothing is sent to any more.
    pub(crate) fn never(&self) -> Vec<SuppressedRow> {
        let all = ListSuppressed {
            limit: 200,
            ..ListSuppressed::default()
        };
        list_suppressed(&self.shop, &all).unwrap().rows
    }

    /// Waits for something to be so, for at most a minute.
    pub(crate) fn wait_for(&self, id: u32, so: impl Fn(&pannier_api::views::SendingRow) -> bool) {
        let begun = Instant::now();
        loop {
            let row = get_sending(&self.shop, id).unwrap().row;
            if so(&row) {
                return;
            }
            assert!(begun.elapsed() < Duration::from_mins(1), "{row:?}");
            thread::sleep(Duration::from_millis(10));
        }
    }
}

/// A person's line for the import.
pub(crate) fn person(number: usize, first: &str, address: &str, agreed: bool) -> String {
    let said = if agreed { "yes" } else { "no" };
    format!("{number},{first},Moss,{address},{said}")
}
