//! A list for each of many things, all in one column.

use std::ops::Range;

use crate::num::id;

/// For each thing a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Lists<T> {
    first: Vec<u32>,
    all: Vec<T>,
}

impl<T> Default for Lists<T> {
    fn default() -> Self {
        Self {
            first: vec![0],
            all: Vec::new(),
        }
    }
}

impl<T> Lists<T> {
    /// None yet, with room for so many entries in all.
    pub(crate) fn with_room(entries: usize) -> Self {
        Self {
            first: vec![0],
            all: Vec::with_capacity(entries),
        }
    }

    /// The list of the next thing.
    pub(crate) fn push(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.first.push(id(self.all.len()));
    }

    /// The number of things.
    pub(crate) fn len(&self) -> usize {
        self.first.len() - 1
    }

    pub(crate) fn range(&self, thing: u32) -> Range<usize> {
        match (
            self.first.get(thing as usize),
            self.first.get(thing as usize + 1),
        ) {
            (Some(first), Some(end)) => *first as usize..*end as usize,
            _ => 0..0,
        }
    }

    /// The list of a thing; an unknown one has nothing.
    pub(crate) fn of(&self, thing: u32) -> &[T] {
        &self.all[self.range(thing)]
    }

    /// All lists in a row.
    pub(crate) fn all(&self) -> &[T] {
        &self.all
    }
}

impl<T: Copy + Default> Lists<T> {
    /// Things with the list that each stands in, turned round: the entries of each list in the
    /// order in which they come. `entries` gives the same ones each time it is asked.
    pub(crate) fn gathered<I: Iterator<Item = (u32, T)>>(
        things: usize,
        entries: impl Fn() -> I,
    ) -> Self {
        let mut next = vec![0_u32; things + 1];
        for (thing, _) in entries() {
            next[thing as usize + 1] += 1;
        }
        for thing in 1..next.len() {
            next[thing] += next[thing - 1];
        }
        let first = next.clone();
        let mut all = vec![T::default(); first[things] as usize];
        for (thing, entry) in entries() {
            let place = &mut next[thing as usize];
            all[*place as usize] = entry;
            *place += 1;
        }
        Self { first, all }
    }
}
