//! Every command once, through Tauri's own dispatch: names, arguments, permission and answers.
//!
//! What the use-cases do is proved elsewhere. Here stands that the window can reach them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "in a test a panic is the message"
)]

mod acting;
mod figures;
mod people;
mod shops;

use std::{
    cell::RefCell,
    collections::BTreeSet,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use pannier_api::{AppConfig, views::ShopSettings};
use pannier_app::{Dialogs, Host};
use pannier_core::FixedClock;
use serde_json::{Value, json};
use tauri::{
    App, Listener as _, Manager as _, WebviewWindow,
    ipc::{CallbackFn, InvokeBody},
    test::{MockRuntime, get_ipc_response, mock_builder},
    webview::InvokeRequest,
};
use tempfile::TempDir;

/// Two orders, and a row that nobody can read.
const ORDERS: &str = "\
Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Id
#1001,mara@example.com,paid,2026-05-04 10:12:00 +0200,fulfilled,EUR,30.00,0.00,4.79,30.00,,0.00,Standard,2026-05-04 10:12:00 +0200,1,Linen throw,30.00,LT-1,450001
#1002,jon@example.com,paid,2026-05-05 18:40:00 +0200,fulfilled,EUR,50.00,0.00,7.98,50.00,,0.00,Standard,2026-05-05 18:40:00 +0200,2,Cushion cover,25.00,CC-2,450002
#1003,ida@example.com,paid,2026-05-06 09:00:00 +0200,fulfilled,EUR,twenty,0.00,0.00,twenty,,0.00,Standard,2026-05-06 09:00:00 +0200,1,Candle,twenty,CA-3,450003
";

#[test]
fn the_window_reaches_every_command() {
    let window = Window::open();
    let first_shop = shops::the_app(&window);
    let import = shops::importing(&window);
    figures::figures_and_orders(&window);
    figures::the_explorer(&window);
    figures::insights(&window);
    people::customers(&window);
    people::segments(&window);
    acting::mail_accounts(&window);
    acting::sending(&window);
    acting::campaigns(&window);
    acting::loyalty(&window);
    acting::rewards(&window);
    people::one_customer(&window);
    shops::mappings(&window);
    shops::imports_and_backups(&window, &import);
    shops::shops(&window, &first_shop);
    assert_eq!(
        *window.asked.borrow(),
        commands(),
        "each command is asked for above"
    );
}

#[test]
fn an_error_arrives_with_its_code_and_field() {
    let window = Window::open();
    let error = window
        .call(
            "update_shop",
            json!({ "settings": { "name": "  ", "currency": "EUR", "country": "DE",
                "timeZone": "Europe/Berlin" } }),
        )
        .unwrap_err();
    assert_eq!(error["code"], "validation");
    assert_eq!(error["field"], "name");
    assert!(
        error["message"]
            .as_str()
            .is_some_and(|words| !words.is_empty())
    );
}

#[test]
fn the_window_may_do_nothing_else() {
    let window = Window::open();
    for command in [
        "plugin:event|emit",
        "plugin:window|close",
        "plugin:dialog|open",
        "no_such",
    ] {
        let refused = window.call(command, json!({})).unwrap_err();
        let words = refused.as_str().unwrap_or_default();
        assert!(
            words.contains("not allowed") || words.contains("not found"),
            "{command}: {refused}"
        );
    }
}

/// The commands that the window's TypeScript knows.
fn commands() -> BTreeSet<String> {
    let bindings = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("ui/src/lib/backend/bindings.ts");
    fs::read_to_string(bindings)
        .unwrap()
        .split("__TAURI_INVOKE(\"")
        .skip(1)
        .map(|rest| rest[..rest.find('"').unwrap()].to_owned())
        .collect()
}

/// The app in Tauri's mock runtime, on a folder of its own.
struct Window {
    app: App<MockRuntime>,
    webview: WebviewWindow<MockRuntime>,
    asked: RefCell<BTreeSet<String>>,
    progress: Arc<Mutex<u32>>,
    topics: Arc<Mutex<String>>,
    folder: TempDir,
}

impl Window {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let orders = folder.path().join("orders_export.csv");
        fs::write(&orders, ORDERS).unwrap();
        let rejected = folder.path().to_owned();
        let config = AppConfig {
            data_dir: folder.path().join("data"),
            config_dir: folder.path().join("config"),
            clock: Arc::new(FixedClock("2026-06-30T12:00:00Z".parse().unwrap())),
            first_shop: ShopSettings {
                name: "My shop".to_owned(),
                currency: "EUR".to_owned(),
                country: "DE".to_owned(),
                time_zone: "Europe/Berlin".to_owned(),
            },
            keychain: false,
        };
        let dialogs = Dialogs::new(
            move || vec![orders.clone()],
            move |name| Some(rejected.join(name)),
        );
        let progress = Arc::new(Mutex::new(0));
        let counter = Arc::clone(&progress);
        let builder = mock_builder().channel_interceptor(move |_, _, _, _| {
            *counter.lock().unwrap() += 1;
            true
        });
        let mut app = pannier_app::assemble(builder, |_| Ok(Host::new(config, dialogs)))
            .build(pannier_app::context())
            .unwrap();
        #[expect(
            deprecated,
            reason = "the first turn sets the app up; there is no other way to it"
        )]
        app.run_iteration(|_, _| {});
        let topics = Arc::new(Mutex::new(String::new()));
        let heard = Arc::clone(&topics);
        app.listen_any("data-changed", move |event| {
            heard.lock().unwrap().push_str(event.payload());
        });
        let webview = app
            .get_webview_window("main")
            .expect("the window of tauri.conf.json");
        Self {
            app,
            webview,
            asked: RefCell::default(),
            progress,
            topics,
            folder,
        }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// How many steps of progress came through channels.
    fn progress(&self) -> u32 {
        *self.progress.lock().unwrap()
    }

    /// Whether a change of that topic was told.
    fn told(&self, topic: &str) -> bool {
        self.topics
            .lock()
            .unwrap()
            .contains(&format!("\"{topic}\""))
    }

    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.to_owned(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            // On Windows and Android it would be http://tauri.localhost.
            url: if cfg!(windows) {
                "http://tauri.localhost"
            } else {
                "tauri://localhost"
            }
            .parse()
            .unwrap(),
            body: InvokeBody::Json(arguments),
            headers: tauri::http::HeaderMap::default(),
            invoke_key: self.app.invoke_key().to_owned(),
        };
        get_ipc_response(&self.webview, request).map(|body| body.deserialize().unwrap())
    }

    fn ask(&self, command: &str, arguments: Value) -> Value {
        self.asked.borrow_mut().insert(command.to_owned());
        self.call(command, arguments)
            .unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}
