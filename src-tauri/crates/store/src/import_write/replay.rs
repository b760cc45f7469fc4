//! Working out customers anew from what the imports that stand say of them.
//!
//! Who is who depends on the order in which files came: an address can pass from one platform id
//! to another. So whatever an undone import could have touched is read again, file by file, with
//! the same rules as when it came in. Only what hangs together by an id, an address or a number
//! is read again.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use pannier_core::{CustomerId, ImportId, OrderId, Timestamp};
use rusqlite::named_params;

use super::{
    consent::Told,
    customers::Placing,
    said_no::SaidNo,
    web::{OrderOf, Said, Touched, Web, Word},
};
use crate::{Result, Topic, WriteTx};

impl WriteTx<'_> {
    /// Reads again whatever hangs together with what was touched. `pause` is asked now and then.
    pub(super) fn replay(
        &self,
        touched: &Touched,
        country: &str,
        now: Timestamp,
        pause: &dyn Fn() -> Result<()>,
    ) -> Result<()> {
        let mut done = HashSet::new();
        let gone = self.forget_guests(touched)?;
        let left = touched.customers.keys().filter(|id| !gone.contains(id));
        for (position, id) in left.enumerate() {
            if position % 500 == 0 {
                pause()?;
            }
            if !done.contains(id) {
                let mut web = Web::default();
                web.add_customer(*id);
                self.gather(&mut web, touched, country)?;
                done.extend(web.customers.iter().copied());
                self.replay_web(&web, country, now)?;
            }
        }
        for (position, id) in touched.orders.iter().enumerate() {
            if position % 500 == 0 {
                pause()?;
            }
            let mut web = Web::default();
            self.gather_orders(&mut web, "o.id = :id", *id, country)?;
            let is_loose = web.orders.values().any(|order| order.customer.is_none());
            if is_loose && !web.words.is_empty() {
                self.gather(&mut web, touched, country)?;
                self.replay_web(&web, country, now)?;
            }
        }
        self.connection().execute(
            "DELETE FROM said_profile WHERE NOT EXISTS (
               SELECT 1 FROM import_customer s WHERE s.profile_hash = said_profile.hash)",
            [],
        )?;
        self.touch(Topic::Customers);
        Ok(())
    }

    fn replay_web(&self, web: &Web, country: &str, now: Timestamp) -> Result<()> {
        if let Some(id) = self.lone_guest(web)? {
            return self.replay_guest(id, web);
        }
        let no_as = self.no_as(web)?;
        for id in &web.customers {
            for sql in [
                "DELETE FROM customer_key WHERE customer_id = :id",
                "UPDATE customer SET email = NULL, phone = NULL, named_at = NULL, content_hash = NULL
                  WHERE id = :id",
            ] {
                self.connection()
                    .prepare_cached(sql)?
                    .execute(named_params! { ":id": id })?;
            }
            self.note_customer(CustomerId(*id))?;
        }
        let mut free = web.customers.clone();
        let mut spoken_of = HashSet::new();
        let mut said = web.said.iter().peekable();
        let mut orders = web.orders.iter().peekable();
        let mut no = web
            .said
            .values()
            .any(|said| said.says_no)
            .then(SaidNo::default);
        let mut ticks = match no {
            Some(_) => self.earlier_ticks(web, country)?,
            None => BTreeMap::new(),
        };
        let mut ticked = BTreeSet::new();
        let mut guests = BTreeSet::new();
        loop {
            // Of one import, customers come before orders.
            let next_said = said.peek().map(|((import, _), _)| *import);
            let next_order = orders.peek().map(|((import, _), _)| *import);
            if let Some(no) = &mut no {
                let next = next_said.into_iter().chain(next_order).min();
                self.follow_ticks(no, &mut ticks, next)?;
            }
            let is_said = match (said.peek(), orders.peek()) {
                (Some(((this, _), _)), Some(((that, _), _))) => this <= that,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (None, None) => break,
            };
            if is_said {
                if let Some((place, said)) = said.next() {
                    let id = self.replay_said(*place, said, &mut free, &mut spoken_of)?;
                    if let Some(no) = &mut no {
                        let (import, row) = *place;
                        // Its own orders are still to come.
                        let orders_of = import - 1;
                        self.follow_no(
                            no,
                            id,
                            Told {
                                import,
                                row,
                                orders_of,
                                ticked_at: None,
                            },
                        )?;
                    }
                }
            } else if let Some(((import, _), order)) = orders.next() {
                let id = self.replay_order(ImportId(*import), order, &no_as, &mut free)?;
                ticked.extend(id.filter(|_| order.is_ticked));
                guests.extend(id.map(|id| id.0));
                let is_last = orders.peek().is_none_or(|((next, _), _)| next != import);
                if let (true, Some(no)) = (is_last, &mut no) {
                    let told = Told {
                        import: *import,
                        row: i64::MAX,
                        orders_of: *import,
                        ticked_at: None,
                    };
                    for id in std::mem::take(&mut ticked) {
                        self.follow_no(no, id, told)?;
                    }
                }
            }
        }
        if let Some(no) = &no {
            self.keep_followed(no)?;
        }
        let mut all: BTreeSet<i64> = web.customers.difference(&free).copied().collect();
        all.extend(spoken_of.iter().map(|(_, id)| *id));
        // Some of them were made just now: their address may have said no.
        all.extend(guests.difference(&free));
        for id in all {
            self.settle_consent(CustomerId(id), now)?;
        }
        for id in free {
            self.delete_customer(CustomerId(id))?;
        }
        Ok(())
    }

    /// Of customers who said no, what they are known by now.
    fn no_as(&self, web: &Web) -> Result<HashMap<i64, HashSet<Word>>> {
        let mut no_as = HashMap::new();
        for id in &web.customers {
            let says_no: bool = self
                .connection()
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM consent
                                     WHERE customer_id = :id AND state = 'unsubscribed')",
                )?
                .query_row(named_params! { ":id": id }, |row| row.get(0))?;
            if says_no {
                let mut own = Web::default();
                self.gather_words(&mut own, *id)?;
                no_as.insert(*id, own.words);
            }
        }
        Ok(no_as)
    }

    /// The only customer there, where only orders speak of them and all by one word.
    fn lone_guest(&self, web: &Web) -> Result<Option<i64>> {
        let mut customers = web.customers.iter();
        let (Some(id), None) = (customers.next(), customers.next()) else {
            return Ok(None);
        };
        if web.words.len() > 1
            || web
                .orders
                .values()
                .any(|o| o.customer != Some(*id) || o.who.is_none())
        {
            return Ok(None);
        }
        let is_guest = self
            .connection()
            .prepare_cached("SELECT content_hash IS NULL FROM customer WHERE id = :id")?
            .query_row(named_params! { ":id": id }, |row| row.get(0))?;
        Ok((is_guest && web.said.is_empty()).then_some(*id))
    }

    /// Someone of whom only orders speak, all of them by one word.
    fn replay_guest(&self, id: i64, web: &Web) -> Result<()> {
        if let Some((import, _)) = web.orders.keys().next() {
            self.connection()
                .prepare_cached("UPDATE customer SET import_id = :import WHERE id = :id")?
                .execute(named_params! { ":import": import, ":id": id })?;
        }
        self.refresh_guest(CustomerId(id))
    }

    fn replay_said(
        &self,
        (import, position): (i64, i64),
        said: &Said,
        free: &mut BTreeSet<i64>,
        spoken_of: &mut HashSet<(i64, i64)>,
    ) -> Result<CustomerId> {
        let (key, email, phone) = (
            said.key.as_deref(),
            said.email.as_deref(),
            said.phone.as_deref(),
        );
        let known = self.customer_said(said.source, key, email, phone)?;
        let is_repeat = known.is_some_and(|known| spoken_of.contains(&(import, known.id.0)));
        let id = self.place_customer(&Placing {
            import: ImportId(import),
            source: said.source,
            key,
            profile: &said.profile,
            known,
            is_repeat,
            free: free
                .contains(&said.customer)
                .then_some(CustomerId(said.customer)),
        })?;
        free.remove(&id.0);
        spoken_of.insert((import, id.0));
        self.connection()
            .prepare_cached(
                "UPDATE import_customer SET customer_id = :customer, is_repeat = :is_repeat
                  WHERE import_id = :import AND position = :position",
            )?
            .execute(named_params! {
                ":customer": id.0, ":is_repeat": is_repeat, ":import": import,
                ":position": position,
            })?;
        Ok(id)
    }

    fn replay_order(
        &self,
        import: ImportId,
        order: &OrderOf,
        no_as: &HashMap<i64, HashSet<Word>>,
        free: &mut BTreeSet<i64>,
    ) -> Result<Option<CustomerId>> {
        let customer = match &order.who {
            None => None,
            Some(who) => {
                let word = Word::of(who.clone(), order.source);
                // The row of a guest of another address keeps its “no” to itself.
                let is_theirs = |id: &i64| no_as.get(id).is_none_or(|own| own.contains(&word));
                let own = order.customer.filter(|id| free.contains(id));
                let own = own.filter(is_theirs);
                let own = own.map(CustomerId);
                let known = self.place_guest(
                    (import, order.source),
                    who,
                    &order.name,
                    order.placed_at,
                    own,
                )?;
                free.remove(&known.id.0);
                Some(known.id)
            }
        };
        self.connection()
            .prepare_cached(
                "UPDATE orders SET customer_id = :customer
                  WHERE id = :id AND customer_id IS NOT :customer",
            )?
            .execute(named_params! { ":customer": customer.map(|id| id.0), ":id": order.id })?;
        self.order_passes_on(OrderId(order.id));
        Ok(customer)
    }
}
