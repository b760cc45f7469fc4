//! The line to a mail server, watched: how long it may be silent, and whether the body of a
//! message, or its end, has begun to leave.
//!
//! A time-out is an error of the stream, so that nothing that waits for an answer is ever dropped
//! half-way: whoever reads gets the error, and the line is closed.

use std::{
    fmt, io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tokio_rustls::client::TlsStream;

/// What is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Commands and their answers.
    Talking,
    /// The body of a message; its end has not been touched.
    Body,
    /// The end of the body may have left.
    Dot,
}

/// What both the driver and the stream know.
#[derive(Debug, Clone)]
pub(super) struct Watch(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    phase: Phase,
    /// How long nothing may happen.
    patience: Duration,
    /// How long the answer to the end of the body may take.
    patience_at_dot: Duration,
    /// Since when nothing has happened.
    since: Instant,
    /// Bytes of the body that have not been handed to the network; its end comes after them.
    body_left: usize,
    /// What the server said, while somebody wants to know.
    heard: Option<Vec<u8>>,
    /// Why the line is of no use any more.
    fault: Option<String>,
}

/// More than a server has to say of itself.
const MOST_HEARD: usize = 16 * 1024;

impl Watch {
    pub(super) fn new(patience: Duration) -> Self {
        Self(Arc::new(Mutex::new(State {
            phase: Phase::Talking,
            patience,
            patience_at_dot: patience,
            since: Instant::now(),
            body_left: 0,
            heard: Some(Vec::new()),
            fault: None,
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing in here can panic half-way.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on commands are answered within that time.
    pub(super) fn talk(&self, patience: Duration) {
        let mut state = self.state();
        state.phase = Phase::Talking;
        state.patience = patience;
        state.since = Instant::now();
    }

    /// The next bytes are a message's body, so many, and then its end: some of the body leaves
    /// within `patience`, again and again; its end is answered within `at_dot`.
    pub(super) fn body(&self, length: usize, patience: Duration, at_dot: Duration) {
        let mut state = self.state();
        state.phase = Phase::Body;
        state.patience = patience;
        state.patience_at_dot = at_dot;
        state.since = Instant::now();
        state.body_left = length;
    }

    /// What is under way.
    pub(super) fn phase(&self) -> Phase {
        self.state().phase
    }

    /// What the server said so far; it is not listened to any longer.
    pub(super) fn heard(&self) -> String {
        let heard = self.state().heard.take().unwrap_or_default();
        String::from_utf8_lossy(&heard).into_owned()
    }

    /// Why the line is of no use any more, if it is.
    pub(super) fn fault(&self) -> Option<String> {
        self.state().fault.clone()
    }

    fn deadline(&self) -> Instant {
        let state = self.state();
        state.since + state.patience
    }

    /// So many bytes are about to leave; says how many may. The end of a body never leaves
    /// together with the body: from its first byte on nobody can tell whether it arrived.
    fn about_to_write(&self, count: usize) -> usize {
        let mut state = self.state();
        if state.phase != Phase::Body {
            return count;
        }
        if state.body_left == 0 {
            state.phase = Phase::Dot;
            state.patience = state.patience_at_dot;
            state.since = Instant::now();
            return count;
        }
        count.min(state.body_left)
    }

    fn wrote(&self, count: usize) {
        let mut state = self.state();
        if state.phase == Phase::Body {
            state.body_left = state.body_left.saturating_sub(count);
            state.since = Instant::now();
        }
    }

    fn read(&self, bytes: &[u8]) {
        let mut state = self.state();
        if bytes.is_empty() {
            state.fault = Some("the server closed the line".to_owned());
        } else if let Some(heard) = &mut state.heard
            && heard.len() < MOST_HEARD
        {
            heard.extend_from_slice(bytes);
        }
    }

    fn failed(&self, error: &io::Error) {
        self.state().fault = Some(error.to_string());
    }
}

/// The line itself.
pub(super) struct WatchedStream {
    carrier: Carrier,
    watch: Watch,
    /// Read before anything else: after the change to encryption servers do not greet again, but
    /// the client waits for a greeting.
    greeting: &'static [u8],
    alarm: Option<Pin<Box<Sleep>>>,
}

enum Carrier {
    Plain(TcpStream),
    Encrypted(Box<TlsStream<TcpStream>>),
}

impl WatchedStream {
    /// A line in clear text, on this computer.
    pub(super) fn plain(stream: TcpStream, watch: Watch) -> Self {
        Self::new(Carrier::Plain(stream), watch, b"")
    }

    /// An encrypted line whose server has still to greet.
    pub(super) fn encrypted(stream: TlsStream<TcpStream>, watch: Watch) -> Self {
        Self::new(Carrier::Encrypted(Box::new(stream)), watch, b"")
    }

    /// An encrypted line whose server greeted before it was one.
    pub(super) fn greeted(stream: TlsStream<TcpStream>, watch: Watch) -> Self {
        Self::new(
            Carrier::Encrypted(Box::new(stream)),
            watch,
            b"220 encrypted\r\n",
        )
    }

    fn new(carrier: Carrier, watch: Watch, greeting: &'static [u8]) -> Self {
        Self {
            carrier,
            watch,
            greeting,
            alarm: None,
        }
    }

    /// Nothing happens: is that still in time?
    fn wait<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        let deadline = self.watch.deadline();
        let alarm = self
            .alarm
            .get_or_insert_with(|| Box::pin(sleep_until(deadline)));
        if alarm.deadline() != deadline {
            alarm.as_mut().reset(deadline);
        }
        ready!(alarm.as_mut().poll(cx));
        let error = io::Error::new(io::ErrorKind::TimedOut, "the server did not answer in time");
        self.watch.failed(&error);
        Poll::Ready(Err(error))
    }
}

impl fmt::Debug for WatchedStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchedStream").finish_non_exhaustive()
    }
}

impl AsyncTokioStream for WatchedStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        match &self.carrier {
            Carrier::Plain(stream) => stream.peer_addr(),
            Carrier::Encrypted(stream) => stream.get_ref().0.peer_addr(),
        }
    }
}

impl AsyncRead for WatchedStream {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.greeting.is_empty() {
            let (now, later) = this
                .greeting
                .split_at(this.greeting.len().min(buffer.remaining()));
            buffer.put_slice(now);
            this.greeting = later;
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let read = match &mut this.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_read(cx, buffer),
            Carrier::Encrypted(stream) => Pin::new(stream.as_mut()).poll_read(cx, buffer),
        };
        match read {
            Poll::Pending => this.wait(cx),
            Poll::Ready(Ok(())) => {
                this.watch.read(&buffer.filled()[before..]);
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => {
                this.watch.failed(&error);
                Poll::Ready(Err(error))
            }
        }
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let bytes = &bytes[..this.watch.about_to_write(bytes.len())];
        let written = match &mut this.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_write(cx, bytes),
            Carrier::Encrypted(stream) => Pin::new(stream.as_mut()).poll_write(cx, bytes),
        };
        match written {
            Poll::Pending => this.wait(cx),
            Poll::Ready(Ok(count)) => {
                this.watch.wrote(count);
                Poll::Ready(Ok(count))
            }
            Poll::Ready(Err(error)) => {
                this.watch.failed(&error);
                Poll::Ready(Err(error))
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let flushed = match &mut this.carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_flush(cx),
            Carrier::Encrypted(stream) => Pin::new(stream.as_mut()).poll_flush(cx),
        };
        match flushed {
            Poll::Pending => this.wait(cx),
            Poll::Ready(Ok(())) => Poll::Ready(Ok(())),
            Poll::Ready(Err(error)) => {
                this.watch.failed(&error);
                Poll::Ready(Err(error))
            }
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().carrier {
            Carrier::Plain(stream) => Pin::new(stream).poll_shutdown(cx),
            Carrier::Encrypted(stream) => Pin::new(stream.as_mut()).poll_shutdown(cx),
        }
    }
}
