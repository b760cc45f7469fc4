//! Rows that another thread reads and cuts into cells while this one makes sense of them.

use std::{
    io,
    sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    thread::{self, JoinHandle},
};

use super::{Quote, Records, Row};
use crate::source::Source;

/// Bytes of cells that are handed over at a time, about.
const HANDED_OVER: usize = 128 * 1024;
/// Batches that may wait: more would only fill the memory.
const WAITING: usize = 3;

/// Rows of a file, read ahead.
#[derive(Debug)]
pub(crate) struct Ahead {
    /// Nothing once all were taken.
    batches: Option<Receiver<io::Result<Batch>>>,
    /// Where batches go back to, to be filled anew.
    spent: Sender<Batch>,
    batch: Batch,
    next: usize,
    thread: Option<JoinHandle<()>>,
}

/// Rows with their cells, one after the other.
#[derive(Debug, Default)]
struct Batch {
    text: String,
    ends: Vec<usize>,
    rows: Vec<Cut>,
    told: Told,
}

/// A row of a batch: where its text and its cells end, and what else was seen of it.
#[derive(Debug)]
struct Cut {
    text: usize,
    ends: usize,
    line: u64,
    too_long: Vec<usize>,
    quote: Option<Quote>,
}

/// What is known of the text so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Told {
    size: u64,
    read: u64,
    hash: [u8; 32],
}

impl Told {
    /// The hash of all bytes, once all were read.
    pub(crate) fn hash(&self) -> [u8; 32] {
        self.hash
    }

    /// How many rows there will be, after so many.
    pub(crate) fn expected(&self, rows: u64) -> Option<u64> {
        let rows = u128::from(rows) * u128::from(self.size);
        u64::try_from(rows.checked_div(u128::from(self.read))?).ok()
    }
}

impl Ahead {
    pub(crate) fn new(records: Records<Source>) -> io::Result<Self> {
        let (sender, batches) = sync_channel(WAITING);
        let (spent, returned) = channel();
        let thread = thread::Builder::new()
            .name("rows".to_owned())
            .spawn(move || cut(records, &sender, &returned))?;
        Ok(Self {
            batches: Some(batches),
            spent,
            batch: Batch::default(),
            next: 0,
            thread: Some(thread),
        })
    }

    /// What is known of the text.
    pub(crate) fn text(&self) -> &Told {
        &self.batch.told
    }

    /// Puts the next row into `row`.
    pub(crate) fn read(&mut self, row: &mut Row) -> io::Result<bool> {
        while self.next == self.batch.rows.len() {
            if !self.turn()? {
                return Ok(false);
            }
        }
        let (text, ends) = match self.next.checked_sub(1) {
            Some(before) => (self.batch.rows[before].text, self.batch.rows[before].ends),
            None => (0, 0),
        };
        let cut = &mut self.batch.rows[self.next];
        self.next += 1;
        row.text.clear();
        row.text.push_str(&self.batch.text[text..cut.text]);
        row.ends.clear();
        row.ends.extend_from_slice(&self.batch.ends[ends..cut.ends]);
        row.line = cut.line;
        row.too_long = std::mem::take(&mut cut.too_long);
        row.quote = cut.quote;
        Ok(true)
    }

    /// Takes the next batch; nothing at the end.
    fn turn(&mut self) -> io::Result<bool> {
        let Some(batches) = &self.batches else {
            return Ok(false);
        };
        if let Ok(batch) = batches.recv() {
            let spent = std::mem::replace(&mut self.batch, batch?);
            self.next = 0;
            // At the end of the file nobody wants it any more.
            let _ = self.spent.send(spent);
            return Ok(true);
        }
        self.batches = None;
        if let Some(Err(panic)) = self.thread.take().map(JoinHandle::join) {
            std::panic::resume_unwind(panic);
        }
        Ok(false)
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        // Without a taker the thread ends with its present batch, and the file is closed.
        self.batches = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Hands over all rows, and at the end what all of the text was.
fn cut(
    mut records: Records<Source>,
    sender: &SyncSender<io::Result<Batch>>,
    returned: &Receiver<Batch>,
) {
    let mut row = Row::default();
    loop {
        let mut batch = returned.try_recv().unwrap_or_default();
        let filled = batch.fill(&mut records, &mut row);
        let is_last = !matches!(filled, Ok(true));
        if sender.send(filled.map(|_| batch)).is_err() || is_last {
            return;
        }
    }
}

impl Batch {
    /// Whether there is more after it.
    fn fill(&mut self, records: &mut Records<Source>, row: &mut Row) -> io::Result<bool> {
        self.text.clear();
        self.ends.clear();
        self.rows.clear();
        let mut is_more = true;
        while is_more && self.text.len() < HANDED_OVER {
            is_more = records.read(row)?;
            if is_more {
                self.text.push_str(&row.text);
                self.ends.extend_from_slice(&row.ends);
                self.rows.push(Cut {
                    text: self.text.len(),
                    ends: self.ends.len(),
                    line: row.line,
                    too_long: std::mem::take(&mut row.too_long),
                    quote: row.quote,
                });
            }
        }
        let text = records.text();
        self.told = Told {
            size: text.size(),
            read: text.read(),
            hash: if is_more { [0; 32] } else { text.hash() },
        };
        Ok(is_more)
    }
}
