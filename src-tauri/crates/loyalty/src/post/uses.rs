//! Which rewards orders used. A code that is a reward's own closes that; one that all of a month
//! share closes the oldest of its user's rewards of that month that is still there.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pannier_core::{CustomerId, Day};
use pannier_store::EarningOrder;

use super::Posting;
use crate::{
    Result,
    rewarded::{Shared, Whose},
};

impl Posting<'_> {
    /// Notes which rewards the orders used. Orders that used none are as good as unknown. `places`
    /// are those of the orders, person by person in the order in which they were placed.
    pub(super) fn note_uses(
        &mut self,
        orders: &[EarningOrder],
        places: &[(CustomerId, usize)],
    ) -> Result<()> {
        if self.world.given.is_empty() {
            return Ok(());
        }
        let mut uses: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
        let mut used: BTreeSet<i64> = BTreeSet::new();
        for (known, reward) in self.tx.reward_uses()? {
            if self.scope.looks_at(known) {
                uses.insert(known, Vec::new());
            } else {
                used.insert(reward);
            }
        }
        let mut shared: Vec<(CustomerId, usize, (u32, Day))> = Vec::new();
        for (person, place) in self.users(orders, places) {
            let order = &orders[place];
            let mut own = Vec::new();
            for given in self.world.given.of(&order.codes) {
                match given.of {
                    Whose::Reward(id) => own.push(id),
                    Whose::Month(number, month) => {
                        shared.extend(person.map(|person| (person, place, (number, month))));
                    }
                }
            }
            used.extend(&own);
            let known = self.ledger_order(order);
            uses.insert(known, own);
        }
        let theirs = self.by_holder_and_month(&shared);
        for (person, place, month) in shared {
            let order = &orders[place];
            let holder = self.scope.holder_of_person(person);
            let rewards = holder.and_then(|holder| theirs.get(&(holder, month)));
            let free = rewards
                .into_iter()
                .flatten()
                .find(|reward| reward.is_there(order.placed_at) && !used.contains(&reward.id));
            if let Some(reward) = free {
                used.insert(reward.id);
                let known = self.ledger_order(order);
                uses.entry(known).or_default().push(reward.id);
            }
        }
        self.tx
            .add_to_ledger(&std::mem::take(&mut self.new_orders), &[])?;
        for (order, rewards) in &uses {
            self.tx.put_reward_uses(*order, rewards)?;
        }
        Ok(())
    }

    /// Counted orders that carry the code of a reward, with whose they are: people's in the order
    /// in which they were placed.
    fn users(
        &self,
        orders: &[EarningOrder],
        places: &[(CustomerId, usize)],
    ) -> Vec<(Option<CustomerId>, usize)> {
        let carries = |place: &usize| {
            let order = &orders[*place];
            order.counts && !self.world.given.of(&order.codes).is_empty()
        };
        let of_people = places.iter().filter(|(_, place)| carries(place));
        let mut all: Vec<(Option<CustomerId>, usize)> = of_people
            .map(|(person, place)| (Some(*person), *place))
            .collect();
        let nobody = |place: &usize| orders[*place].customer.is_none() && carries(place);
        all.extend((0..orders.len()).filter(nobody).map(|place| (None, place)));
        all
    }

    /// The rewards that shared codes can mean, the oldest first.
    fn by_holder_and_month(
        &self,
        shared: &[(CustomerId, usize, (u32, Day))],
    ) -> HashMap<(i64, (u32, Day)), Vec<Shared>> {
        let months: BTreeSet<(u32, Day)> = shared.iter().map(|(_, _, month)| *month).collect();
        let mut theirs: HashMap<(i64, (u32, Day)), Vec<Shared>> = HashMap::new();
        for (month, reward) in self.world.given.by_month() {
            if months.contains(&month) {
                let holder = self.scope.holder_of(reward.account);
                theirs.entry((holder, month)).or_default().push(*reward);
            }
        }
        theirs
    }
}
