//! What is left of each grant: spending and expiry take the oldest points first.
//!
//! Grants come in as what remains of them after refunds: points that were taken back were never
//! there to be spent or to expire. What was spent and is gone is owed; the next points pay it.

use pannier_core::Timestamp;

/// Points that were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Credit {
    /// The row.
    pub(crate) row: i64,
    pub(crate) account: i64,
    pub(crate) earned_at: Timestamp,
    pub(crate) counts_from: Timestamp,
    /// What was given less what was taken back.
    pub(crate) points: i64,
    /// What rows say expired of it.
    pub(crate) expired: i64,
    /// When it goes, where it does.
    pub(crate) expires_at: Option<Timestamp>,
}

impl Credit {
    /// When it goes: pending points cannot go before they came.
    fn goes_at(&self) -> Option<Timestamp> {
        self.expires_at.map(|at| at.max(self.counts_from))
    }
}

/// Points that were spent or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Debit {
    pub(crate) row: i64,
    pub(crate) at: Timestamp,
    pub(crate) points: i64,
}

/// What became of the points.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Lots {
    /// By credit: what is left.
    pub(crate) left: Vec<i64>,
    /// By credit: what has expired by now.
    pub(crate) expired: Vec<i64>,
    pub(crate) owed: i64,
    /// When time changes something next.
    pub(crate) look_at: Option<Timestamp>,
}

/// How expiry is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expiring {
    /// From the programmes and the clock.
    ByClock,
    /// From the rows that say so.
    ByRows,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Comes(usize),
    Goes(usize),
    Spent(usize),
}

/// Follows the points through time up to now. Credits come the oldest first.
pub(crate) fn lots(
    credits: &[Credit],
    debits: &[Debit],
    now: Timestamp,
    expiring: Expiring,
) -> Lots {
    let mut events = Vec::with_capacity(credits.len() + debits.len());
    let mut lots = Lots {
        left: credits.iter().map(|credit| credit.points).collect(),
        expired: vec![0; credits.len()],
        ..Lots::default()
    };
    for (place, credit) in credits.iter().enumerate() {
        if expiring == Expiring::ByRows {
            // What expired was not spent: it is as if it had never been there.
            lots.left[place] -= credit.expired;
            lots.expired[place] = credit.expired;
        } else if let Some(at) = credit.goes_at().filter(|at| *at <= now) {
            events.push((at, Event::Goes(place)));
        }
        if credit.counts_from <= now {
            events.push((credit.counts_from, Event::Comes(place)));
        }
    }
    let spent = debits.iter().enumerate();
    events.extend(spent.map(|(place, debit)| (debit.at, Event::Spent(place))));
    // At one moment, what comes comes first, and what goes is gone before anything is spent.
    events.sort_unstable();
    let mut is_there = vec![false; credits.len()];
    for (_, event) in events {
        match event {
            Event::Comes(place) => {
                is_there[place] = true;
                let paid = lots.owed.min(lots.left[place]);
                lots.left[place] -= paid;
                lots.owed -= paid;
            }
            Event::Goes(place) => {
                lots.expired[place] = lots.left[place];
                lots.left[place] = 0;
            }
            Event::Spent(place) => {
                let mut rest = debits[place].points;
                for (left, _) in lots.left.iter_mut().zip(&is_there).filter(|(_, is)| **is) {
                    let taken = rest.min(*left);
                    *left -= taken;
                    rest -= taken;
                    if rest == 0 {
                        break;
                    }
                }
                lots.owed += rest;
            }
        }
    }
    // Where the clock was set back to before something was spent, what was spent of a grant can
    // still turn out to have gone before.
    let last_spent = debits.iter().map(|debit| debit.at).max();
    let goes = credits.iter().zip(&lots.left).filter_map(|(credit, left)| {
        let at = credit.goes_at()?;
        let matters = *left > 0 || last_spent.is_some_and(|spent| at <= spent);
        (at > now && matters).then_some(at)
    });
    // Whoever owes pays with what is released next.
    let comes = credits
        .iter()
        .filter(|credit| lots.owed > 0 && credit.counts_from > now)
        .map(|credit| credit.counts_from);
    lots.look_at = goes.chain(comes).min();
    lots
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credit(row: i64, at: i64, points: i64, goes: Option<i64>) -> Credit {
        Credit {
            row,
            account: 1,
            earned_at: Timestamp(at),
            counts_from: Timestamp(at),
            points,
            expired: 0,
            expires_at: goes.map(Timestamp),
        }
    }

    fn debit(row: i64, at: i64, points: i64) -> Debit {
        Debit {
            row,
            at: Timestamp(at),
            points,
        }
    }

    #[test]
    fn the_oldest_points_are_spent_and_expire_first() {
        let credits = [credit(1, 0, 30, Some(100)), credit(2, 50, 40, Some(150))];
        let spent = [debit(3, 60, 20)];
        let now = lots(&credits, &spent, Timestamp(120), Expiring::ByClock);
        assert_eq!(now.left, [0, 40]);
        assert_eq!(now.expired, [10, 0], "20 of the 30 had been spent");
        assert_eq!((now.owed, now.look_at), (0, Some(Timestamp(150))));
        let later = lots(&credits, &spent, Timestamp(150), Expiring::ByClock);
        assert_eq!((later.left, later.expired), (vec![0, 0], vec![10, 40]));
    }

    #[test]
    fn what_was_spent_and_is_gone_is_paid_by_the_next_points() {
        let spent = [debit(9, 10, 100)];
        let credits = [credit(1, 0, 60, None), credit(2, 20, 70, None)];
        let paid = lots(&credits, &spent, Timestamp(30), Expiring::ByClock);
        assert_eq!((paid.left, paid.owed), (vec![0, 30], 0));
        let before = lots(&credits, &spent, Timestamp(15), Expiring::ByClock);
        assert_eq!((before.left, before.owed), (vec![0, 70], 40));
        assert_eq!(before.look_at, Some(Timestamp(20)), "then the rest is paid");
    }

    #[test]
    fn what_is_spent_later_than_the_clock_says_is_looked_at_when_it_goes() {
        let credits = [credit(1, 0, 30, Some(100)), credit(2, 50, 40, None)];
        let spent = [debit(3, 120, 30)];
        let before = lots(&credits, &spent, Timestamp(90), Expiring::ByClock);
        assert_eq!(
            (before.left, before.look_at),
            (vec![0, 40], Some(Timestamp(100)))
        );
        let then = lots(&credits, &spent, Timestamp(100), Expiring::ByClock);
        assert_eq!((then.left, then.expired), (vec![0, 10], vec![30, 0]));
        assert_eq!(then.look_at, None);
    }

    #[test]
    fn rows_of_expiry_say_the_same_as_the_clock() {
        let mut credits = [
            credit(1, 0, 30, Some(100)),
            credit(2, 50, 40, Some(150)),
            credit(3, 60, 25, Some(160)),
        ];
        let spent = [debit(4, 55, 12), debit(5, 110, 33)];
        for now in [20, 56, 99, 100, 111, 150, 155, 170].map(Timestamp) {
            let by_clock = lots(&credits, &spent, now, Expiring::ByClock);
            for (credit, expired) in credits.iter_mut().zip(&by_clock.expired) {
                credit.expired = *expired;
            }
            let by_rows = lots(&credits, &spent, now, Expiring::ByRows);
            assert_eq!(by_rows.left, by_clock.left, "at {}", now.0);
            assert_eq!(by_rows.owed, by_clock.owed, "at {}", now.0);
        }
    }
}
