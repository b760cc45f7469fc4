//! A few words that many things share, each written once.

use std::collections::HashMap;

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

    /// The index of a word, where any thing has it.
    pub fn index(&self, name: &str) -> Option<u32> {
        let found = self.names.iter().position(|known| known == name);
        found.and_then(|index| u32::try_from(index).ok())
    }
}

/// Fills [`Labels`] thing by thing.
#[derive(Debug, Default)]
pub(super) struct LabelsBuilder {
    labels: Labels,
    known: HashMap<String, u32>,
}

impl LabelsBuilder {
    /// The next thing's word.
    pub(super) fn push(&mut self, name: &str) {
        let index = if name.is_empty() {
            0
        } else if let Some(index) = self.known.get(name) {
            *index
        } else {
            // More than four thousand million different words do not fit into memory.
            let index = u32::try_from(self.labels.names.len()).unwrap_or(0);
            self.labels.names.push(name.to_owned());
            self.known.insert(name.to_owned(), index);
            index
        };
        self.labels.of.push(index);
    }

    pub(super) fn finish(self) -> Labels {
        self.labels
    }
}
