//! A mail server on this computer that misbehaves as it is told: at each moment of each message it
//! asks what to do. What it really took over is written down, to be compared with what a sender
//! believes.

use std::{
    collections::HashMap,
    io::{self, BufRead, BufReader, Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// Where a conversation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum At {
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// The first line of a body has come.
    Body,
    /// The end of a body has come.
    Dot,
    Rset,
}

/// What the server could tell of that moment.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) at: At,
    /// The address that the message is for, once it is known.
    pub(crate) recipient: String,
    /// How often this has happened for this address, from 1.
    pub(crate) time: usize,
    /// Which connection this is, from 1.
    pub(crate) connection: usize,
    /// Messages that this connection has brought so far.
    pub(crate) brought: usize,
}

/// What the server does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// What a good server does.
    Usual,
    /// Something else is said, and nothing is taken over.
    Say(String),
    /// The same, then the line is cut.
    SayAndCut(String),
    /// The line is cut without a word.
    Cut,
    /// First nothing happens for so long.
    Wait(Duration),
    /// At the end of a body: it is taken over, and the line is cut without a word.
    TakeAndCut,
    /// At the end of a body: it is taken over, and nothing is said for so long.
    TakeAndWait(Duration),
}

/// Says something else than usual.
pub(crate) fn say(words: &str) -> Deed {
    Deed::Say(words.to_owned())
}

/// A line that may have been encrypted.
pub(crate) trait Line: Read + Write + Send {}
impl<T: Read + Write + Send> Line for T {}

/// Encrypts a line as a server.
pub(crate) type Encrypt = Arc<dyn Fn(TcpStream) -> io::Result<Box<dyn Line>> + Send + Sync>;

/// A message that the server took over.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) sender: String,
    pub(crate) recipient: String,
    /// As it came, dots restored, without its end.
    pub(crate) body: String,
}

impl Taken {
    /// What stands in the header of that name.
    pub(crate) fn header(&self, name: &str) -> String {
        let mut found = String::new();
        for line in self.body.lines().take_while(|line| !line.is_empty()) {
            if line.starts_with([' ', '\t']) {
                if !found.is_empty() {
                    found.push_str(line);
                }
                continue;
            }
            if !found.is_empty() {
                break;
            }
            if let Some((word, value)) = line.split_once(": ")
                && word.eq_ignore_ascii_case(name)
            {
                value.clone_into(&mut found);
            }
        }
        found
    }
}

/// What it can do, and what it does.
#[derive(Clone)]
pub(crate) struct Plan {
    pub(crate) deed: Arc<dyn Fn(&Moment) -> Deed + Send + Sync>,
    /// Encryption, if it has any.
    pub(crate) encrypt: Option<Encrypt>,
    /// From the first byte, as on port 465; otherwise it offers STARTTLS.
    pub(crate) encrypted_at_once: bool,
    /// Words of its answer to EHLO.
    pub(crate) offers: Vec<String>,
    /// What it takes over is kept with its words, not only with its address.
    pub(crate) keeps_bodies: bool,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            deed: Arc::new(|_| Deed::Usual),
            encrypt: None,
            encrypted_at_once: false,
            offers: ["PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 26214400"]
                .map(str::to_owned)
                .to_vec(),
            keeps_bodies: true,
        }
    }
}

impl Plan {
    /// Does that at that moment, each time.
    pub(crate) fn at(at: At, deed: Deed) -> Self {
        Self::by(move |moment| {
            if moment.at == at {
                deed.clone()
            } else {
                Deed::Usual
            }
        })
    }

    /// Does what it is told at each moment.
    pub(crate) fn by(deed: impl Fn(&Moment) -> Deed + Send + Sync + 'static) -> Self {
        Self {
            deed: Arc::new(deed),
            ..Self::default()
        }
    }

    /// Waits for the answer to each command.
    pub(crate) fn without_pipelining(mut self) -> Self {
        self.offers.retain(|word| word != "PIPELINING");
        self
    }
}

/// The server. It ends with the test that made it.
pub(crate) struct FaultSmtp {
    pub(crate) port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    plan: Plan,
    ended: AtomicBool,
    connections: AtomicUsize,
    taken: Mutex<Vec<Taken>>,
    commands: Mutex<Vec<String>>,
    times: Mutex<HashMap<(At, String), usize>>,
}

impl FaultSmtp {
    pub(crate) fn open(plan: Plan) -> Self {
        Self::open_at(0, plan)
    }

    /// At that port, or at any that is free.
    pub(crate) fn open_at(port: u16, plan: Plan) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            plan,
            ended: AtomicBool::new(false),
            connections: AtomicUsize::new(0),
            taken: Mutex::default(),
            commands: Mutex::default(),
            times: Mutex::default(),
        });
        let of_threads = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if of_threads.ended.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let shared = Arc::clone(&of_threads);
                thread::spawn(move || {
                    let connection = shared.connections.fetch_add(1, Ordering::Relaxed) + 1;
                    // A line that breaks is what this server is for.
                    let _ =
                        Conversation::new(shared, stream, connection).and_then(Conversation::hold);
                });
            }
        });
        Self { port, shared }
    }

    /// What it took over so far, in order.
    pub(crate) fn taken(&self) -> Vec<Taken> {
        self.shared.taken.lock().unwrap().clone()
    }

    /// How many it took over so far.
    pub(crate) fn count(&self) -> usize {
        self.shared.taken.lock().unwrap().len()
    }

    /// Every command it was given, without bodies.
    pub(crate) fn commands(&self) -> Vec<String> {
        self.shared.commands.lock().unwrap().clone()
    }

    /// How many connections it took.
    pub(crate) fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }
}

impl Drop for FaultSmtp {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// What follows from a deed.
enum Then {
    AsUsual,
    Said,
    End,
}

struct Conversation {
    shared: Arc<Shared>,
    /// To cut the line, however it is encrypted.
    raw: TcpStream,
    line: BufReader<Box<dyn Line>>,
    connection: usize,
    brought: usize,
    encrypted: bool,
    sender: String,
    recipient: String,
}

impl Conversation {
    fn new(shared: Arc<Shared>, stream: TcpStream, connection: usize) -> io::Result<Self> {
        stream.set_nodelay(true)?;
        let raw = stream.try_clone()?;
        let encrypted = shared.plan.encrypted_at_once;
        let line: Box<dyn Line> = match &shared.plan.encrypt {
            Some(encrypt) if encrypted => encrypt(stream)?,
            _ => Box::new(stream),
        };
        Ok(Self {
            shared,
            raw,
            line: BufReader::new(line),
            connection,
            brought: 0,
            encrypted,
            sender: String::new(),
            recipient: String::new(),
        })
    }

    fn say(&mut self, words: &str) -> io::Result<()> {
        let line = self.line.get_mut();
        line.write_all(format!("{words}\r\n").as_bytes())?;
        line.flush()
    }

    fn deed(&self, at: At) -> Deed {
        let time = {
            let mut times = self.shared.times.lock().unwrap();
            let time = times.entry((at, self.recipient.clone())).or_default();
            *time += 1;
            *time
        };
        (self.shared.plan.deed)(&Moment {
            at,
            recipient: self.recipient.clone(),
            time,
            connection: self.connection,
            brought: self.brought,
        })
    }

    /// Does what it is told for that moment.
    fn act(&mut self, at: At) -> io::Result<Then> {
        match self.deed(at) {
            Deed::Usual | Deed::TakeAndCut | Deed::TakeAndWait(_) => Ok(Then::AsUsual),
            Deed::Say(words) => {
                self.say(&words)?;
                Ok(Then::Said)
            }
            Deed::SayAndCut(words) => {
                self.say(&words)?;
                self.cut();
                Ok(Then::End)
            }
            Deed::Cut => {
                self.cut();
                Ok(Then::End)
            }
            Deed::Wait(time) => {
                thread::sleep(time);
                Ok(Then::AsUsual)
            }
        }
    }

    fn cut(&self) {
        // The other side may have done so already.
        let _ = self.raw.shutdown(Shutdown::Both);
    }

    fn hold(mut self) -> io::Result<()> {
        match self.act(At::Greeting)? {
            Then::AsUsual => self.say("220 fault.example ESMTP")?,
            Then::Said => {}
            Then::End => return Ok(()),
        }
        let mut command = String::new();
        loop {
            command.clear();
            if self.line.read_line(&mut command)? == 0 {
                return Ok(());
            }
            let command = command.trim_end().to_owned();
            self.shared.commands.lock().unwrap().push(command.clone());
            if !self.obey(&command)? {
                return Ok(());
            }
        }
    }

    /// Does what a command asks for; nothing more follows where it answers no.
    fn obey(&mut self, command: &str) -> io::Result<bool> {
        let word = command.get(..4).unwrap_or_default().to_ascii_uppercase();
        let (at, usual) = match word.as_str() {
            "EHLO" => (At::Ehlo, self.hello()),
            "STAR" => return self.go_over(),
            "AUTH" => return self.log_in(command),
            "MAIL" => {
                self.sender.clear();
                self.recipient.clear();
                match self.act(At::Mail)? {
                    Then::AsUsual => {
                        self.sender = address(command);
                        self.say("250 2.1.0 ok")?;
                    }
                    Then::Said => {}
                    Then::End => return Ok(false),
                }
                return Ok(true);
            }
            "RCPT" if self.sender.is_empty() => {
                return self.say("503 5.5.1 MAIL first").map(|()| true);
            }
            "RCPT" => {
                self.recipient = address(command);
                let then = self.act(At::Rcpt)?;
                match then {
                    Then::AsUsual => self.say("250 2.1.5 ok")?,
                    Then::Said => self.recipient.clear(),
                    Then::End => return Ok(false),
                }
                return Ok(true);
            }
            "DATA" => return self.take_body(),
            "RSET" => {
                self.recipient.clear();
                self.sender.clear();
                (At::Rset, "250 2.0.0 ok".to_owned())
            }
            "NOOP" => return self.say("250 2.0.0 ok").map(|()| true),
            "QUIT" => return self.say("221 2.0.0 bye").map(|()| false),
            _ => return self.say("502 5.5.2 what").map(|()| true),
        };
        match self.act(at)? {
            Then::AsUsual => self.say(&usual)?,
            Then::Said => {}
            Then::End => return Ok(false),
        }
        Ok(true)
    }

    fn hello(&self) -> String {
        let mut lines = vec!["fault.example".to_owned()];
        lines.extend(self.shared.plan.offers.iter().cloned());
        if self.shared.plan.encrypt.is_some() && !self.encrypted {
            lines.push("STARTTLS".to_owned());
        }
        let last = lines.len() - 1;
        lines
            .iter()
            .enumerate()
            .map(|(at, line)| format!("250{}{line}", if at == last { ' ' } else { '-' }))
            .collect::<Vec<_>>()
            .join("\r\n")
    }

    fn go_over(&mut self) -> io::Result<bool> {
        match self.act(At::StartTls)? {
            Then::AsUsual => {}
            Then::Said => return Ok(true),
            Then::End => return Ok(false),
        }
        let Some(encrypt) = self.shared.plan.encrypt.clone() else {
            return self.say("502 5.5.1 no encryption").map(|()| true);
        };
        self.say("220 2.0.0 go")?;
        self.line = BufReader::new(encrypt(self.raw.try_clone()?)?);
        self.encrypted = true;
        Ok(true)
    }

    /// Takes every name with the password `secret`, in base64 of the three ways.
    fn log_in(&mut self, command: &str) -> io::Result<bool> {
        match self.act(At::Auth)? {
            Then::AsUsual => {}
            Then::Said => return Ok(true),
            Then::End => return Ok(false),
        }
        if command.to_ascii_uppercase().starts_with("AUTH LOGIN") {
            for question in ["VXNlcm5hbWU6", "UGFzc3dvcmQ6"] {
                self.say(&format!("334 {question}"))?;
                let mut answer = String::new();
                self.line.read_line(&mut answer)?;
                let mut commands = self.shared.commands.lock().unwrap();
                commands.push(answer.trim_end().to_owned());
            }
        }
        self.say("235 2.7.0 welcome").map(|()| true)
    }

    fn take_body(&mut self) -> io::Result<bool> {
        if self.recipient.is_empty() {
            return self.say("554 5.5.1 no valid recipients").map(|()| true);
        }
        match self.act(At::Data)? {
            Then::AsUsual => self.say("354 go")?,
            Then::Said => return Ok(true),
            Then::End => return Ok(false),
        }
        let mut body = String::new();
        let mut first = true;
        loop {
            let mut line = Vec::new();
            if self.line.read_until(b'\n', &mut line)? == 0 {
                return Ok(false);
            }
            if std::mem::take(&mut first) && matches!(self.act(At::Body)?, Then::End) {
                return Ok(false);
            }
            if line == b".\r\n" {
                break;
            }
            let line = String::from_utf8_lossy(&line);
            body.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
        self.end_body(body)
    }

    fn end_body(&mut self, body: String) -> io::Result<bool> {
        let deed = self.deed(At::Dot);
        match &deed {
            Deed::Say(words) => return self.say(words).map(|()| true),
            Deed::SayAndCut(words) => {
                self.say(words)?;
                self.cut();
                return Ok(false);
            }
            Deed::Cut => {
                self.cut();
                return Ok(false);
            }
            Deed::Wait(time) => thread::sleep(*time),
            Deed::Usual | Deed::TakeAndCut | Deed::TakeAndWait(_) => {}
        }
        self.shared.taken.lock().unwrap().push(Taken {
            sender: self.sender.clone(),
            recipient: self.recipient.clone(),
            body: if self.shared.plan.keeps_bodies {
                body
            } else {
                String::new()
            },
        });
        self.brought += 1;
        match deed {
            Deed::TakeAndCut => {
                self.cut();
                return Ok(false);
            }
            Deed::TakeAndWait(time) => thread::sleep(time),
            _ => {}
        }
        let words = format!("250 2.0.0 queued as {}", self.recipient);
        self.recipient.clear();
        self.say(&words).map(|()| true)
    }
}

/// The address between angle brackets.
fn address(command: &str) -> String {
    let begin = command.find('<').map_or(0, |at| at + 1);
    let end = command.rfind('>').unwrap_or(command.len());
    command.get(begin..end).unwrap_or_default().to_owned()
}
