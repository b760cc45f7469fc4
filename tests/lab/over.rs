//! An offer whose end passes while its mails go out: whoever has none by then gets none.

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicUsize, Ordering},
};

use pannier_api::{
    Code, Connect, get_campaign, send_campaign_now,
    views::{OfferCodes, OutboxState},
};
use pannier_core::{
    Cancel, Channel, Clock, Message, Messenger, Receipt, SendError, Stopped, SystemClock, Timestamp,
};
use pannier_store::MailAccountRecord;

use crate::{
    campaign::{drafted, settled, start},
    place::{Place, person},
    servers::{Lab, until},
};

const PEOPLE: usize = 300;
/// The offer ends when so many were taken over.
const IN_TIME: usize = 100;
const LINES: u16 = 4;

/// This computer's clock, and how far a test has put it forward (milliseconds).
#[derive(Debug, Clone, Default)]
struct Ahead(Arc<AtomicI64>);

impl Clock for Ahead {
    fn now(&self) -> Timestamp {
        Timestamp(SystemClock.now().0 + self.0.load(Ordering::SeqCst))
    }
}

/// Lines to the real server that count what it took over, and put the clock forward.
struct Counting {
    lab: Lab,
    clock: Ahead,
    taken: Arc<AtomicUsize>,
}

struct Line {
    inner: Box<dyn Messenger>,
    clock: Ahead,
    taken: Arc<AtomicUsize>,
}

impl Connect for Counting {
    fn messenger(
        &self,
        account: &MailAccountRecord,
        _: Option<&pannier_mail::Secret>,
        _: Arc<dyn Clock>,
    ) -> pannier_api::Result<Box<dyn Messenger>> {
        Ok(Box::new(Line {
            inner: Box::new(self.lab.line("TLS", &account.settings.address)),
            clock: self.clock.clone(),
            taken: Arc::clone(&self.taken),
        }))
    }
}

impl Messenger for Line {
    fn channel(&self) -> Channel {
        self.inner.channel()
    }

    fn send(
        &mut self,
        message: &Message,
        before_body: &mut dyn FnMut() -> Result<(), Stopped>,
    ) -> Result<Receipt, SendError> {
        let receipt = self.inner.send(message, before_body)?;
        // The test to the merchant is the first.
        if self.taken.fetch_add(1, Ordering::SeqCst) == IN_TIME {
            self.clock.0.store(3 * 86_400_000, Ordering::SeqCst);
        }
        Ok(receipt)
    }

    fn hang_up(&mut self) {
        self.inner.hang_up();
    }
}

#[test]
#[ignore = "needs a mail server: cargo xtask test --mail"]
fn an_offer_that_ends_meanwhile_goes_to_nobody_else() {
    let address = |number: usize| format!("o{number}@over.example");
    let people: Vec<String> = (0..PEOPLE)
        .map(|number| person(number, &format!("Mara{number}"), &address(number), true))
        .collect();
    let clock = Ahead::default();
    let place = Place::open_by(
        "over@lavender-lane.example",
        "TLS",
        &people,
        Arc::new(clock.clone()),
    );
    let taken = Arc::new(AtomicUsize::new(0));
    let counting = Counting {
        lab: Lab::here(),
        clock: clock.clone(),
        taken: Arc::clone(&taken),
    };
    place.shop.connect_by(Arc::new(counting));
    let zone: pannier_core::ShopZone = "Europe/Berlin".parse().unwrap();
    let tomorrow = zone.day_of(clock.now()).plus_days(1);
    let id = drafted(&place.shop, |content| {
        content.offer.ends_at = Some(format!("{tomorrow}T23:59"));
        content.offer.products = pannier_api::views::OfferProducts::All;
        content.offer.codes = OfferCodes::Shared {
            code: "SUMMER".into(),
        };
        content.holdout_percent = 0;
    });
    settled(&place.shop, id);
    let ended = send_campaign_now(&place.shop, start(id), &Cancel::default()).unwrap();
    assert!(ended.finished, "{}", ended.words);
    let counts = ended.detail.row.counts;
    let sent = counts.sent as usize;
    // What was on the other lines at that moment had left before it.
    let lines = usize::from(LINES);
    assert!((IN_TIME..IN_TIME + lines).contains(&sent), "{counts:?}");
    assert_eq!(sent, taken.load(Ordering::SeqCst) - 1);
    assert_eq!(sent + counts.skipped as usize, PEOPLE, "{counts:?}");
    assert_eq!((counts.failed, counts.uncertain, counts.ready), (0, 0, 0));
    let over = counts
        .reasons
        .iter()
        .find(|reason| reason.reason == "offer_over");
    assert_eq!(over.unwrap().people, counts.skipped, "counted, and why");
    for row in place.rows(id) {
        let mail = |most: usize| {
            let since = "2020-01-01".parse().unwrap();
            let mut inbox = place.lab.inbox(&row.address);
            inbox.read("INBOX", None, since, most).unwrap().letters
        };
        if row.state == OutboxState::Sent {
            let letters = until(|| Some(mail(10)).filter(|letters| !letters.is_empty()));
            assert_eq!(letters.len(), 1, "{}", row.address);
        } else {
            assert_eq!(row.state, OutboxState::Skipped, "{row:?}");
            assert_eq!(mail(10).len(), 0, "{}", row.address);
        }
    }
    // It does not begin again for those who were left out.
    let again = send_campaign_now(&place.shop, start(id), &Cancel::default()).unwrap_err();
    assert_eq!(again.code, Code::Conflict, "{again}");
    assert!(get_campaign(&place.shop, id).unwrap().row.is_over);
}
