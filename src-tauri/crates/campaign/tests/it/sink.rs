//! A mail server on this computer that takes everything and keeps a log, and a line to it.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

use pannier_core::{Channel, Class, Message, Messenger, Receipt, SendError, Stage, Stopped};

/// The server, for as long as the test runs.
#[derive(Debug, Clone)]
pub(crate) struct Sink {
    pub(crate) port: u16,
    /// Addresses and ids, in the order they were taken: before the answer leaves.
    log: Arc<Mutex<Vec<(String, String)>>>,
}

impl Sink {
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self {
            port: listener.local_addr().unwrap().port(),
            log: Arc::default(),
        };
        let own = sink.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let sink = own.clone();
                std::thread::spawn(move || {
                    // A line that breaks is what the test is about.
                    let _ = sink.serve(&stream);
                });
            }
        });
        sink
    }

    pub(crate) fn log(&self) -> Vec<(String, String)> {
        self.log.lock().unwrap().clone()
    }

    pub(crate) fn taken(&self) -> usize {
        self.log.lock().unwrap().len()
    }

    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut writer = stream.try_clone()?;
        let mut reader = BufReader::new(stream);
        let mut recipient = String::new();
        writer.write_all(b"220 sink\r\n")?;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some(to) = line.strip_prefix("RCPT TO:<") {
                to.trim_end()
                    .trim_end_matches('>')
                    .clone_into(&mut recipient);
            }
            if !line.starts_with("DATA") {
                writer.write_all(b"250 ok\r\n")?;
                continue;
            }
            writer.write_all(b"354 go\r\n")?;
            let mut id = String::new();
            loop {
                let mut body = String::new();
                if reader.read_line(&mut body)? == 0 {
                    return Ok(());
                }
                if let Some(word) = body.strip_prefix("X-App-Id: ") {
                    word.trim_end().clone_into(&mut id);
                }
                if body == ".\r\n" {
                    break;
                }
            }
            self.log.lock().unwrap().push((recipient.clone(), id));
            writer.write_all(b"250 taken\r\n")?;
        }
    }
}

/// A line to the sink.
#[derive(Debug)]
pub(crate) struct SinkLine {
    port: u16,
    stream: Option<BufReader<TcpStream>>,
}

impl SinkLine {
    pub(crate) fn lines<'l>(port: u16, count: usize) -> Vec<Box<dyn Messenger + 'l>> {
        (0..count)
            .map(|_| Box::new(Self { port, stream: None }) as Box<dyn Messenger>)
            .collect()
    }

    fn open(port: u16) -> std::io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let mut stream = BufReader::new(stream);
        answer(&mut stream)?;
        Ok(stream)
    }

    fn carry(
        &mut self,
        message: &Message,
        stage: &mut Stage,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> std::io::Result<Result<Receipt, SendError>> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => Self::open(self.port)?,
        };
        *stage = Stage::Mail;
        let to = message.to.address.as_str();
        for line in [
            "MAIL FROM:<shop@wren.example>",
            &format!("RCPT TO:<{to}>"),
            "DATA",
        ] {
            write!(stream.get_mut(), "{line}\r\n")?;
            answer(&mut stream)?;
        }
        if before_body().is_err() {
            return Ok(Err(SendError::here(Stage::Data, Class::Stopped, "")));
        }
        *stage = Stage::Body;
        let id = message.id.opaque().as_str();
        let text = message.text.replace('\n', "\r\n");
        write!(stream.get_mut(), "X-App-Id: {id}\r\n\r\n{text}")?;
        *stage = Stage::Dot;
        stream.get_mut().write_all(b"\r\n.\r\n")?;
        let said = answer(&mut stream)?;
        self.stream = Some(stream);
        Ok(Ok(Receipt { said }))
    }
}

fn answer(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut line = String::new();
    if stream.read_line(&mut line)? == 0 {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    }
    Ok(line)
}

impl Messenger for SinkLine {
    fn channel(&self) -> Channel {
        Channel::Email
    }

    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError> {
        let mut stage = Stage::Connect;
        match self.carry(message, &mut stage, before_body) {
            Ok(ended) => ended,
            Err(error) => {
                let class = if stage == Stage::Dot {
                    Class::Uncertain
                } else {
                    Class::Line
                };
                Err(SendError::here(stage, class, error.to_string()))
            }
        }
    }

    fn hang_up(&mut self) {
        self.stream = None;
    }
}
