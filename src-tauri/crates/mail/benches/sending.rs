//! How fast messages leave, beside Postfix's own `smtp-source`, into its `smtp-sink`, in the same
//! run: four lines, 39 KB a message. Without those two programs there is nothing to compare with.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a measurement tells its figures, and fails loudly"
)]

use std::{
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use pannier_core::{
    Email, HeaderText, Identifier, Mailbox, Message, MessageId, Messenger, SystemClock,
};
use pannier_mail::{Patience, Server, SmtpAccount, SmtpMessenger, Trust};

const LINES: usize = 4;
const MESSAGES: usize = 4_000;
const SIZE: usize = 39_000;
/// Of the rate of `smtp-source`, in hundredths.
const LEAST_PERCENT: f64 = 60.0;

fn main() {
    let found = ["smtp-source", "smtp-sink"]
        .into_iter()
        .all(|name| Command::new(name).stderr(Stdio::null()).output().is_ok());
    if !found {
        println!("Skipped: smtp-source and smtp-sink, which come with Postfix, are not here.");
        return;
    }
    let sink = Sink::open();
    let (mut theirs, mut ours) = (0.0_f64, 0.0_f64);
    for _ in 0..3 {
        theirs = theirs.max(rate_of(|| smtp_source(sink.port)));
        ours = ours.max(rate_of(|| driver(sink.port)));
    }
    let percent = ours / theirs * 100.0;
    println!("{LINES} lines, {MESSAGES} messages of {SIZE} bytes, best of 3:");
    println!("smtp-source  {theirs:>7.0} a second");
    println!("this driver  {ours:>7.0} a second, {percent:.0} % of it");
    assert!(percent >= LEAST_PERCENT, "under {LEAST_PERCENT} %");
}

fn rate_of(work: impl FnOnce()) -> f64 {
    let begin = Instant::now();
    work();
    #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
    let count = MESSAGES as f64;
    count / begin.elapsed().as_secs_f64()
}

/// A server that takes everything and keeps nothing.
struct Sink {
    port: u16,
    child: Child,
}

impl Sink {
    fn open() -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let mut command = Command::new("smtp-sink");
        let root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        if root {
            command.args(["-u", "nobody"]);
        }
        let child = command
            .args([&format!("127.0.0.1:{port}"), "100"])
            .stderr(Stdio::null())
            .spawn()
            .expect("smtp-sink starts");
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(50));
        }
        Self { port, child }
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn smtp_source(port: u16) {
    let status = Command::new("smtp-source")
        .args(["-d", "-s", &LINES.to_string(), "-l", &SIZE.to_string()])
        .args(["-m", &MESSAGES.to_string()])
        .args(["-f", "shop@lavender-lane.example", "-t", "anna@example.com"])
        .arg(format!("127.0.0.1:{port}"))
        .status()
        .expect("smtp-source starts");
    assert!(status.success());
}

fn driver(port: u16) {
    thread::scope(|scope| {
        for _ in 0..LINES {
            scope.spawn(|| {
                let account = SmtpAccount {
                    server: Server::plain_on_this_computer(port),
                    login: None,
                    max_per_connection: u32::MAX,
                };
                let trust = Trust::of_this_computer().unwrap();
                let clock = Arc::new(SystemClock);
                let mut line =
                    SmtpMessenger::new(account, trust, Patience::default(), clock).unwrap();
                let message = message();
                for _ in 0..MESSAGES / LINES {
                    line.send(&message, &mut || Ok(())).unwrap();
                }
            });
        }
    });
}

/// Text and HTML, about as large as the other's.
fn message() -> Message {
    let from = Email::parse("shop@lavender-lane.example").unwrap();
    let html = format!("<p>{}</p>", "soap and candles<br>\n".repeat(SIZE / 21));
    Message {
        from: Mailbox::new(Some(HeaderText::folded("Lavender Lane")), from.clone()),
        reply_to: None,
        to: Mailbox::new(None, Email::parse("anna@example.com").unwrap()),
        subject: HeaderText::folded("Soap is back"),
        text: "The soap is back.\n".to_owned(),
        html: Some(html),
        pictures: Vec::new(),
        headers: Vec::new(),
        id: MessageId::new(Identifier::parse("k7").unwrap(), &from),
        unsubscribe: None,
        list_id: None,
        feedback_id: None,
    }
}
