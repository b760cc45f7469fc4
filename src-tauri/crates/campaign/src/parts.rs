//! Which part of a campaign someone is given: drawn by a keyed hash, the same each time it is asked.

use pannier_core::{CustomerId, ShopKey};
use pannier_store::{Part, PlanWords as _, SendingRecord};

use crate::words::{SendingWords, is_below};

/// The drawing of one campaign.
#[derive(Debug)]
pub struct Drawing {
    words: SendingWords,
    key: ShopKey,
    sending: [u8; 16],
    other_share: u32,
}

impl Drawing {
    /// Of a campaign, of whose readers `other_share` millionths read the other mail.
    pub fn of(key: [u8; 32], sending: &SendingRecord, other_share: u32) -> Self {
        Self {
            words: SendingWords::of(key, sending),
            key: ShopKey::new(key).for_purpose("part"),
            sending: sending.word,
            other_share,
        }
    }

    /// The part of a person. Whoever is held back is so whatever mails there are.
    pub fn part(&self, person: CustomerId) -> Part {
        if self.words.is_held_out(person) {
            return Part::Held;
        }
        let hash = self.key.hash(&[&self.sending, &person.0.to_be_bytes()]);
        if is_below(&hash, self.other_share) {
            Part::Other
        } else {
            Part::One
        }
    }
}

#[cfg(test)]
mod tests {
    use pannier_core::Timestamp;
    use pannier_store::{SendingSettings, SendingState};

    use super::*;

    fn sending(holdout_share: u32) -> SendingRecord {
        SendingRecord {
            id: 1,
            word: [9; 16],
            settings: SendingSettings {
                name: "May".into(),
                subject: String::new(),
                text: String::new(),
                segment: None,
                segment_name: String::new(),
                account: None,
                holdout_share,
                starts_at: None,
                quiet: None,
                late_minutes: 60,
            },
            state: SendingState::Draft,
            paused_by: None,
            paused_why: String::new(),
            created_at: Timestamp(0),
            planned_at: None,
            started_at: None,
            ended_at: None,
        }
    }

    #[test]
    fn parts_are_drawn_apart_from_who_is_held_back() {
        let drawing = Drawing::of([4; 32], &sending(200_000), 500_000);
        let mut counts = [0_u32; 3];
        for id in 0..20_000 {
            counts[match drawing.part(CustomerId(id)) {
                Part::Held => 0,
                Part::One => 1,
                Part::Other => 2,
            }] += 1;
        }
        assert!((3_800..=4_200).contains(&counts[0]), "{counts:?}");
        assert!((7_700..=8_300).contains(&counts[1]), "{counts:?}");
        assert!((7_700..=8_300).contains(&counts[2]), "{counts:?}");
    }

    #[test]
    fn with_one_mail_nobody_reads_another() {
        let drawing = Drawing::of([4; 32], &sending(0), 0);
        assert!((0..2_000).all(|id| drawing.part(CustomerId(id)) == Part::One));
    }
}
