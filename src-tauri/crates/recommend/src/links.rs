//! From each product to those that it speaks for, and how strongly.

use crate::{gram::Member, lists::Lists, num::single, ridge::Explained};

/// Weights under this share of the strongest are left out: they decide nothing.
const FAINT: f32 = 1e-4;

/// For each product (by rank) the ones that it speaks for, ascending. Scaled so that the strongest
/// link of a product is 1 on average, whatever it was made with: so links of two kinds can be
/// blended.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Links {
    lists: Lists<Member>,
}

impl Links {
    /// From what explains each product, turned round.
    pub(crate) fn towards(items: usize, explained: &[Explained], which: usize) -> Self {
        let all = || {
            (0_u32..).zip(explained).flat_map(move |(rank, explained)| {
                let weights = &explained.weights[which];
                let by = explained.by.iter().zip(weights);
                by.map(move |(from, weight)| {
                    let to = Member {
                        rank,
                        weight: *weight,
                    };
                    (*from, to)
                })
            })
        };
        let strongest = all().fold(0.0_f32, |most, (_, to)| most.max(to.weight.abs()));
        let faint = strongest * FAINT;
        let lists = Lists::gathered(items, || all().filter(|(_, to)| to.weight.abs() > faint));
        Self { lists }.scaled()
    }

    /// From lists of products with weights above zero, each ascending.
    pub(crate) fn from_lists(lists: Lists<Member>) -> Self {
        Self { lists }.scaled()
    }

    fn scaled(self) -> Self {
        let (mut sum, mut count) = (0.0, 0_u32);
        for rank in 0..crate::num::id(self.lists.len()) {
            let list = self.lists.of(rank).iter();
            let most = list.fold(0.0_f32, |most, to| most.max(to.weight));
            if most > 0.0 {
                sum += f64::from(most);
                count += 1;
            }
        }
        if count == 0 {
            return self;
        }
        let scale = single(f64::from(count) / sum);
        let mut lists = Lists::default();
        for rank in 0..crate::num::id(self.lists.len()) {
            lists.push(self.lists.of(rank).iter().map(|to| Member {
                rank: to.rank,
                weight: to.weight * scale,
            }));
        }
        Self { lists }
    }

    pub(crate) fn of(&self, rank: u32) -> &[Member] {
        self.lists.of(rank)
    }

    /// How strongly one speaks for another, where it does.
    #[cfg(test)]
    pub(crate) fn weight(&self, from: u32, to: u32) -> Option<f32> {
        let list = self.of(from);
        let found = list.binary_search_by_key(&to, |member| member.rank).ok()?;
        Some(list[found].weight)
    }
}
