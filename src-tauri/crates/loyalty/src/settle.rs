//! From what should be and what is there to the rows that are missing: grants first, then, person
//! by person, what expired and what is left. Pure: nothing here reads or writes a file.

use std::collections::{BTreeMap, HashMap};

use pannier_core::{Day, Timestamp};
use pannier_store::{LedgerHolder, LedgerKind, LedgerLot, LedgerRow};

use crate::{
    Error, MOST_POINTS, Result,
    lots::{Credit, Debit, Expiring, Lots, lots},
    timeline::Timeline,
};

/// What a grant is known by: the order, what of the rule, the rule.
pub(crate) type GrantKey = (i64, u8, u32);

/// A grant as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) key: GrantKey,
    pub(crate) kind: LedgerKind,
    /// Where new rows go.
    pub(crate) account: i64,
    /// The person's account: rows on any account of theirs will do.
    pub(crate) holder: i64,
    pub(crate) points: i64,
    pub(crate) taken_back: i64,
    pub(crate) programme: Option<i64>,
    pub(crate) earned_at: Timestamp,
    pub(crate) counts_from: Timestamp,
    /// When points from another programme go, where that one said so.
    pub(crate) expires_at: Option<Timestamp>,
    /// When what takes it back happened, where that is known.
    pub(crate) taken_back_at: Option<Timestamp>,
}

/// The newest grant of a key, with what was taken back of it.
#[derive(Debug, Clone, Copy)]
struct Standing {
    row: LedgerRow,
    taken_back: i64,
    is_settled: bool,
}

/// Rows that are there, and rows that are added.
#[derive(Debug)]
pub(crate) struct Settlement {
    now: Timestamp,
    next_row: i64,
    /// Of each row: the sum of what takes it back, as it stands in the rows.
    taken: HashMap<i64, i64>,
    grants: HashMap<GrantKey, Standing>,
    pub(crate) added: Vec<LedgerRow>,
}

impl Settlement {
    /// Begins with the rows that are there, in the order they were written.
    pub(crate) fn new(rows: &[LedgerRow], next_row: i64, now: Timestamp) -> Self {
        let mut taken: HashMap<i64, i64> = HashMap::new();
        for row in rows {
            if let Some(reversed) = row.reverses {
                *taken.entry(reversed).or_default() += row.points;
            }
        }
        let mut grants: HashMap<GrantKey, Standing> = HashMap::new();
        for row in rows {
            let (Some(order), true) = (row.order, is_grant(row)) else {
                continue;
            };
            let standing = Standing {
                row: *row,
                taken_back: -taken.get(&row.id).copied().unwrap_or(0),
                is_settled: false,
            };
            let key = (order, row.part, row.rule);
            let known = grants.entry(key).or_insert(standing);
            if known.row.sequence < row.sequence {
                *known = standing;
            }
        }
        Self {
            now,
            next_row,
            taken,
            grants,
            added: Vec::new(),
        }
    }

    /// Brings a grant to what it should be.
    pub(crate) fn settle(&mut self, target: &Target, holder_of: impl Fn(i64) -> i64) {
        let before = self.grants.get(&target.key).copied();
        let mut sequence = 0;
        if let Some(standing) = before {
            let row = standing.row;
            let is_same = row.points == target.points
                && row.effective_at == target.earned_at
                && row.counts_from == target.counts_from
                && row.expires_at == target.expires_at
                && row.kind == target.kind
                && holder_of(row.account) == target.holder;
            let more = target.taken_back - standing.taken_back;
            // Once all of it was taken back it is not given back: it is granted anew.
            let is_revived = more < 0 && standing.taken_back == row.points;
            if is_same && !is_revived {
                if more != 0 {
                    let at = target.taken_back_at.unwrap_or(self.now);
                    self.take_back(&row, more, at);
                }
                self.settled(target.key, row, target.taken_back);
                return;
            }
            self.take_back_rest(standing, target.taken_back_at);
            sequence = row.sequence + 1;
        }
        let (order, part, rule) = target.key;
        let row = self.add(LedgerRow {
            id: 0,
            account: target.account,
            points: target.points,
            kind: target.kind,
            recorded_at: self.now,
            effective_at: target.earned_at,
            counts_from: target.counts_from,
            order: Some(order),
            part,
            rule,
            sequence,
            programme: target.programme,
            reverses: None,
            lot: None,
            expires_at: target.expires_at,
        });
        if target.taken_back != 0 {
            let at = target.taken_back_at.unwrap_or(self.now);
            self.take_back(&row, target.taken_back, at);
        }
        // What is new is nothing that could have to be taken back.
        if before.is_some() {
            self.settled(target.key, row, target.taken_back);
        }
    }

    /// Takes back what was granted before and should not be. `when` says of an order whether it
    /// was looked at, and when it was cancelled, where that is known.
    pub(crate) fn take_back_others(&mut self, when: impl Fn(i64) -> Option<Option<Timestamp>>) {
        let mut left: Vec<Standing> = self
            .grants
            .values()
            .filter(|standing| !standing.is_settled && standing.taken_back != standing.row.points)
            .copied()
            .collect();
        left.sort_unstable_by_key(|standing| standing.row.id);
        for standing in left {
            let Some(at) = standing.row.order.and_then(&when) else {
                continue;
            };
            self.take_back_rest(standing, at);
        }
    }

    fn settled(&mut self, key: GrantKey, row: LedgerRow, taken_back: i64) {
        self.grants.insert(
            key,
            Standing {
                row,
                taken_back,
                is_settled: true,
            },
        );
    }

    fn take_back_rest(&mut self, standing: Standing, at: Option<Timestamp>) {
        let rest = standing.row.points - standing.taken_back;
        if rest != 0 {
            self.take_back(&standing.row, rest, at.unwrap_or(self.now));
        }
    }

    /// Takes points of a row back, or gives some back where they are negative.
    fn take_back(&mut self, row: &LedgerRow, points: i64, at: Timestamp) {
        // Not before what it takes back, and not in the future.
        let at = at.min(self.now).max(row.effective_at);
        self.add(LedgerRow {
            id: 0,
            points: -points,
            kind: LedgerKind::Reverse,
            recorded_at: self.now,
            effective_at: at,
            counts_from: at,
            programme: row.programme,
            reverses: Some(row.id),
            lot: row.lot,
            expires_at: None,
            ..*row
        });
    }

    fn add(&mut self, row: LedgerRow) -> LedgerRow {
        let row = LedgerRow {
            id: self.next_row,
            ..row
        };
        self.next_row += 1;
        if let Some(reversed) = row.reverses {
            *self.taken.entry(reversed).or_default() += row.points;
        }
        self.added.push(row);
        row
    }

    /// Works out a person's points from all their rows, and adds what expired since. `orders` are
    /// the days of their counted orders, in order.
    pub(crate) fn sums(
        &mut self,
        holder: i64,
        rows: &[LedgerRow],
        timeline: &Timeline,
        orders: &[Day],
        expiring: Expiring,
    ) -> Result<(LedgerHolder, Vec<LedgerLot>)> {
        let mut points: i64 = 0;
        for row in rows {
            points = points.checked_add(row.points).ok_or(Error::TooManyPoints)?;
        }
        let (credits, debits) = self.sides(rows, timeline, orders);
        let followed = lots(&credits, &debits, self.now, expiring);
        if expiring == Expiring::ByClock {
            points -= self.expire(rows, &credits, &followed);
        }
        if points.abs() > MOST_POINTS {
            return Err(Error::TooManyPoints);
        }
        let lots = credits
            .iter()
            .zip(&followed.left)
            .filter(|(_, left)| **left > 0)
            .map(|(credit, left)| LedgerLot {
                row: credit.row,
                holder,
                points: *left,
                earned_at: credit.earned_at,
                counts_from: credit.counts_from,
                expires_at: credit.expires_at,
            })
            .collect();
        let holder = LedgerHolder {
            account: holder,
            points,
            owed: followed.owed,
            look_at: followed.look_at,
        };
        Ok((holder, lots))
    }

    /// What was given, the oldest first, and what was spent.
    fn sides(
        &self,
        rows: &[LedgerRow],
        timeline: &Timeline,
        orders: &[Day],
    ) -> (Vec<Credit>, Vec<Debit>) {
        let mut expired: BTreeMap<i64, i64> = BTreeMap::new();
        for row in rows {
            if let Some(lot) = row.lot {
                *expired.entry(lot).or_default() -= row.points;
            }
        }
        let (mut credits, mut debits) = (Vec::new(), Vec::new());
        for row in rows {
            if row.reverses.is_some() || row.kind == LedgerKind::Expire {
                continue;
            }
            let left = row.points + self.taken.get(&row.id).copied().unwrap_or(0);
            let gone = expired.get(&row.id).copied().unwrap_or(0);
            if row.points > 0 && (left != 0 || gone != 0) {
                let earned = timeline.zone.day_of(row.effective_at);
                credits.push(Credit {
                    row: row.id,
                    account: row.account,
                    earned_at: row.effective_at,
                    counts_from: row.counts_from,
                    points: left,
                    expired: gone,
                    // What the other programme promised holds.
                    expires_at: row
                        .expires_at
                        .or_else(|| timeline.expires_at(earned, orders)),
                });
            } else if row.points < 0 && left != 0 {
                debits.push(Debit {
                    row: row.id,
                    at: row.effective_at,
                    points: -left,
                });
            }
        }
        credits.sort_unstable_by_key(|credit| (credit.earned_at, credit.row));
        debits.sort_unstable_by_key(|debit| (debit.at, debit.row));
        (credits, debits)
    }

    /// Adds rows for what expired and was not said yet, and takes back what did not expire after
    /// all. Returns how many points less there are.
    fn expire(&mut self, rows: &[LedgerRow], credits: &[Credit], followed: &Lots) -> i64 {
        let mut less = 0;
        for (credit, expired) in credits.iter().zip(&followed.expired) {
            let more = expired - credit.expired;
            less += more;
            if more > 0 {
                let at = credit.expires_at.unwrap_or(self.now);
                self.add(LedgerRow {
                    id: 0,
                    account: credit.account,
                    points: -more,
                    kind: LedgerKind::Expire,
                    recorded_at: self.now,
                    effective_at: at,
                    counts_from: at,
                    order: None,
                    part: 0,
                    rule: 0,
                    sequence: 0,
                    programme: None,
                    reverses: None,
                    lot: Some(credit.row),
                    expires_at: None,
                });
            }
            let mut back = -more;
            for row in rows
                .iter()
                .rev()
                .filter(|row| row.kind == LedgerKind::Expire && row.lot == Some(credit.row))
            {
                if back <= 0 {
                    break;
                }
                let given_back = self.taken.get(&row.id).copied().unwrap_or(0);
                let part = back.min(-row.points - given_back);
                if part > 0 {
                    self.take_back(row, -part, row.effective_at);
                    back -= part;
                }
            }
        }
        less
    }
}

/// Whether a row grants points for something, rather than by hand: an opening by hand has no cause.
fn is_grant(row: &LedgerRow) -> bool {
    matches!(
        row.kind,
        LedgerKind::Earn | LedgerKind::Bonus | LedgerKind::Opening
    ) && row.reverses.is_none()
}
