//! `WebKitWebDriver`, spoken to directly: the W3C protocol is a few JSON requests.

use std::{
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, anyhow, bail};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// How long a change on the screen may take before a test gives up on it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Keys, as the protocol writes them.
pub(crate) const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e007}";
pub(crate) const ESCAPE: &str = "\u{e00c}";
pub(crate) const DOWN: &str = "\u{e015}";
pub(crate) const UP: &str = "\u{e013}";
/// The key to hold for shortcuts.
pub(crate) const CONTROL: char = '\u{e009}';
pub(crate) const ALT: char = '\u{e00a}';

/// The name under which the protocol passes elements around.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Asks `look` again and again until it answers. It says what it waited for when it gives up.
pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    let start = Instant::now();
    let mut trouble = None;
    while start.elapsed() < PATIENCE {
        match look() {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => trouble = None,
            Err(error) => trouble = Some(error),
        }
        thread::sleep(Duration::from_millis(25));
    }
    match trouble {
        Some(error) => Err(error.context(format!("waited {PATIENCE:?} for {what}"))),
        None => bail!("waited {PATIENCE:?} for {what}"),
    }
}

/// One program under the driver, with its driver.
pub(crate) struct Session {
    driver: Child,
    agent: ureq::Agent,
    url: String,
}

/// An element of the page.
#[derive(Debug, Clone)]
pub(crate) struct Element(String);

impl Element {
    /// The element that an answer of the driver stands for.
    pub(crate) fn of(answer: &Value) -> Option<Self> {
        answer[ELEMENT].as_str().map(|id| Self(id.to_owned()))
    }
}

impl Session {
    /// Starts `binary` with these variables added to the environment.
    pub(crate) fn start(binary: &Path, variables: &[(&str, String)], log: &Path) -> Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let log = std::fs::File::create(log)?;
        let driver = Command::new("WebKitWebDriver")
            .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
            .envs(variables.iter().map(|(name, value)| (name, value)))
            // Without these the webview does not let itself be driven.
            .envs([
                ("TAURI_AUTOMATION", "true"),
                ("TAURI_WEBVIEW_AUTOMATION", "true"),
            ])
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("WebKitWebDriver could not be started; Debian: webkit2gtk-driver")?;
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build()
            .new_agent();
        let mut session = Self {
            driver,
            agent,
            url: format!("http://127.0.0.1:{port}"),
        };
        until("the driver", || {
            Ok(session.call("GET", "/status", None).ok())
        })?;
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": binary, "args": [] }
        }}});
        let answer = session
            .call("POST", "/session", Some(&wanted))
            .context("no session")?;
        let id = answer["sessionId"]
            .as_str()
            .ok_or_else(|| anyhow!("no session in {answer}"))?;
        session.url = format!("{}/session/{id}", session.url);
        session.call("POST", "/timeouts", Some(&json!({ "script": 60_000 })))?;
        Ok(session)
    }

    /// The program that is driven: the driver's child.
    pub(crate) fn driver_id(&self) -> u32 {
        self.driver.id()
    }

    fn call(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let url = format!("{}{path}", self.url);
        let mut response = match (method, body) {
            ("GET", _) => self.agent.get(url).call(),
            ("DELETE", _) => self.agent.delete(url).call(),
            (_, body) => self.agent.post(url).send_json(body.unwrap_or(&json!({}))),
        }?;
        let mut answer: Value = response
            .body_mut()
            .with_config()
            .limit(64 << 20)
            .read_json()?;
        let value = answer["value"].take();
        if let Some(error) = value["error"].as_str() {
            bail!(
                "{error}: {} ({method} {path})",
                value["message"].as_str().unwrap_or_default()
            );
        }
        Ok(value)
    }

    /// Runs a function body in the page; `arguments[0]` is `argument`.
    pub(crate) fn execute<T: DeserializeOwned>(&self, script: &str, argument: &Value) -> Result<T> {
        let body = json!({ "script": script, "args": [argument] });
        Ok(serde_json::from_value(self.call(
            "POST",
            "/execute/sync",
            Some(&body),
        )?)?)
    }

    /// Runs a function body that calls its last argument with the answer when it has one.
    pub(crate) fn execute_async<T: DeserializeOwned>(
        &self,
        script: &str,
        argument: &Value,
    ) -> Result<T> {
        let body = json!({ "script": script, "args": [argument] });
        Ok(serde_json::from_value(self.call(
            "POST",
            "/execute/async",
            Some(&body),
        )?)?)
    }

    /// Clicks in its middle.
    pub(crate) fn click(&self, element: &Element) -> Result<()> {
        self.call("POST", &format!("/element/{}/click", element.0), None)
            .map(drop)
    }

    /// Empties a field.
    pub(crate) fn clear(&self, element: &Element) -> Result<()> {
        self.call("POST", &format!("/element/{}/clear", element.0), None)
            .map(drop)
    }

    /// Types into it.
    pub(crate) fn type_into(&self, element: &Element, text: &str) -> Result<()> {
        let body = json!({ "text": text });
        self.call(
            "POST",
            &format!("/element/{}/value", element.0),
            Some(&body),
        )
        .map(drop)
    }

    /// Presses keys where the focus is, one after the other; `modifier` is held down meanwhile.
    pub(crate) fn press(&self, modifier: Option<char>, keys: &str) -> Result<()> {
        let mut steps = Vec::new();
        steps.extend(modifier.map(|key| json!({ "type": "keyDown", "value": key })));
        for key in keys.chars() {
            steps.push(json!({ "type": "keyDown", "value": key }));
            steps.push(json!({ "type": "keyUp", "value": key }));
        }
        steps.extend(modifier.map(|key| json!({ "type": "keyUp", "value": key })));
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": steps }] });
        self.call("POST", "/actions", Some(&body)).map(drop)
    }

    /// Makes the window so large.
    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<()> {
        let body = json!({ "width": width, "height": height });
        self.call("POST", "/window/rect", Some(&body)).map(drop)
    }

    /// What the window shows, as PNG.
    pub(crate) fn screenshot(&self) -> Result<Vec<u8>> {
        let image = self.call("GET", "/screenshot", None)?;
        Ok(STANDARD.decode(image.as_str().unwrap_or_default())?)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.call("DELETE", "", None);
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
