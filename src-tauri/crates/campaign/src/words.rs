//! What only this shop can make of a message and a person: the opaque id of the message, and whether
//! they are held back.

use pannier_core::{CustomerId, ShopKey, message_word};
use pannier_store::{PlanWords, SendingRecord};

/// Millionths.
const WHOLE: u128 = 1_000_000;

/// The words of one message.
#[derive(Debug)]
pub(crate) struct SendingWords {
    key: ShopKey,
    sending: [u8; 16],
    holdout_share: u32,
}

impl SendingWords {
    pub(crate) fn of(key: [u8; 32], sending: &SendingRecord) -> Self {
        Self {
            key: ShopKey::new(key),
            sending: sending.word,
            holdout_share: sending.settings.holdout_share,
        }
    }
}

impl PlanWords for SendingWords {
    fn word(&self, address: &str, customer: CustomerId) -> String {
        let row = customer.0.to_be_bytes();
        // By the address, which stays when imports number customers anew.
        let whom = if address.is_empty() {
            &row[..]
        } else {
            address.as_bytes()
        };
        let parts: [&[u8]; 4] = [&self.sending, whom, b"0", b"email"];
        message_word(&self.key, &parts).as_str().to_owned()
    }

    fn is_held_out(&self, person: CustomerId) -> bool {
        let key = self.key.for_purpose("holdout");
        let hash = key.hash(&[&self.sending, &person.0.to_be_bytes()]);
        is_below(&hash, self.holdout_share)
    }
}

/// Whether a keyed hash falls below so many millionths: it is even over all numbers.
pub(crate) fn is_below(hash: &[u8; 32], millionths: u32) -> bool {
    let mut first = [0; 8];
    first.copy_from_slice(&hash[..8]);
    let drawn = u128::from(u64::from_be_bytes(first));
    drawn * WHOLE < u128::from(millionths) << 64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(share: u32) -> SendingWords {
        SendingWords {
            key: ShopKey::new([7; 32]),
            sending: [3; 16],
            holdout_share: share,
        }
    }

    #[test]
    fn a_tenth_is_held_back_and_always_the_same() {
        let words = words(100_000);
        let held = |id: &i64| words.is_held_out(CustomerId(*id));
        let count = (1..=20_000_i64).filter(held).count();
        assert!((1_850..=2_150).contains(&count), "{count} of 20,000");
        assert!((1..=500).all(|id| held(&id) == held(&id)));
    }

    #[test]
    fn nobody_and_nearly_everybody_can_be_held_back() {
        assert!((1..500).all(|id| !words(0).is_held_out(CustomerId(id))));
        let count = (1..=2_000).filter(|id| words(900_000).is_held_out(CustomerId(*id)));
        assert!(count.count() > 1_700);
    }

    #[test]
    fn the_id_goes_by_the_address() {
        let words = words(0);
        let id = |address: &str, row| words.word(address, CustomerId(row));
        assert_eq!(id("a@example.com", 1), id("a@example.com", 2));
        assert_ne!(id("a@example.com", 1), id("b@example.com", 1));
        assert_ne!(id("", 1), id("", 2));
    }
}
