//! A few words that many things share, each written once.

use std::collections::HashMap;

use super::held;

/// For each thing (an order, a product) one of a few words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// Index into [`Labels::names`], one a thing.
    pub of: Vec<u32>,
    /// The words. The first is empty: the file does not say.
    pub names: Vec<String>,
}

impl Default for Labels {
    fn default() -> Self {
        Self {
            of: Vec::new(),
            names: vec![String::new()],
        }
    }
}

impl Labels {
    /// The word of a thing.
    ///
    /// # Panics
    /// When there is no such thing.
    pub fn name(&self, thing: usize) -> &str {
        &self.names[self.of[thing] as usize]
    }

    /// Bytes that they take in memory.
    pub(super) fn bytes(&self) -> usize {
        held(&self.of) + words(&self.names)
    }

    /// The index of a word, where any thing has it.
    pub fn index(&self, name: &str) -> Option<u32> {
        let found = self.names.iter().position(|known| known == name);
        found.and_then(|index| u32::try_from(index).ok())
    }

    /// Numbers the words by their first appearance; the empty one stays the first.
    pub(super) fn by_appearance(&mut self) {
        const UNSEEN: u32 = u32::MAX;
        let mut renamed = vec![UNSEEN; self.names.len()];
        renamed[0] = 0;
        let mut seen = vec![0];
        for index in &mut self.of {
            let old = *index as usize;
            if renamed[old] == UNSEEN {
                renamed[old] = u32::try_from(seen.len()).unwrap_or(0);
                seen.push(old);
            }
            *index = renamed[old];
        }
        self.names = seen
            .into_iter()
            .map(|old| std::mem::take(&mut self.names[old]))
            .collect();
    }
}

/// Bytes that words take in memory.
pub(super) fn words(words: &Vec<String>) -> usize {
    held(words) + words.iter().map(String::capacity).sum::<usize>()
}

/// Fills [`Labels`] thing by thing.
#[derive(Debug, Default)]
pub(super) struct LabelsBuilder {
    labels: Labels,
    known: HashMap<String, u32>,
    last: u32,
}

impl LabelsBuilder {
    pub(super) fn reserve(&mut self, things: usize) {
        self.labels.of.reserve_exact(things);
    }

    /// The next thing's word.
    pub(super) fn push(&mut self, name: &str) {
        // Neighbours often have the same word.
        if self.labels.names[self.last as usize] != name {
            self.last = self.index(name);
        }
        self.labels.of.push(self.last);
    }

    fn index(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return 0;
        }
        if let Some(index) = self.known.get(name) {
            return *index;
        }
        // More than four thousand million different words do not fit into memory.
        let index = u32::try_from(self.labels.names.len()).unwrap_or(0);
        self.labels.names.push(name.to_owned());
        self.known.insert(name.to_owned(), index);
        index
    }

    /// Takes over the words of finished labels, in a builder that has none yet.
    pub(super) fn learn(&mut self, labels: &Labels) {
        for name in labels.names.iter().skip(1) {
            self.index(name);
        }
    }

    /// The next thing's word, by its index.
    pub(super) fn push_known(&mut self, index: u32) {
        self.labels.of.push(index);
    }

    /// Adds the things of another builder.
    pub(super) fn append(&mut self, other: Self) {
        let renamed: Vec<u32> = other
            .labels
            .names
            .iter()
            .map(|name| self.index(name))
            .collect();
        let others = other.labels.of.into_iter();
        self.labels
            .of
            .extend(others.map(|index| renamed[index as usize]));
    }

    pub(super) fn finish(self) -> Labels {
        self.labels
    }
}
