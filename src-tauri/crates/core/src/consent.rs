//! Consent as a history of events, and the rule that reads the present from it.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// The way a message reaches someone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    Email,
    /// Text message.
    Sms,
    /// WhatsApp.
    WhatsApp,
}

/// What someone said, or what a file said of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentState {
    /// Yes.
    Subscribed,
    /// Never asked, or never answered: no message, and nothing to be lifted.
    NotSubscribed,
    /// No. Only a later, dated yes lifts it.
    Unsubscribed,
}

/// Where an event came from, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentSource {
    /// The person told us: an unsubscribe, a complaint, a form.
    Person,
    /// The shop's customers file.
    CustomersFile,
    /// The tick box of an order, as it was then.
    Order,
}

/// One entry of the history of one person on one channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentEvent {
    /// What was said.
    pub state: ConsentState,
    /// Who said so.
    pub source: ConsentSource,
    /// When Pannier learnt of it (UTC).
    pub recorded_at: Timestamp,
    /// When it was said, where that is known (UTC). Files of customers do not say.
    pub dated_at: Option<Timestamp>,
}

/// What holds now, from events in the order they were recorded.
///
/// A no is lifted only by an opt-in dated after it. An undated yes never lifts a no, and the tick
/// box of an order counts only while nothing stronger was said.
pub fn effective_consent(events: &[ConsentEvent]) -> ConsentState {
    let said_no = events
        .iter()
        .filter(|e| e.state == ConsentState::Unsubscribed)
        .map(|e| e.dated_at.unwrap_or(e.recorded_at))
        .max();
    if let Some(no) = said_no {
        let lifted = events.iter().any(|e| {
            e.state == ConsentState::Subscribed
                && e.source != ConsentSource::Order
                && e.dated_at.is_some_and(|yes| yes > no)
        });
        return if lifted {
            ConsentState::Subscribed
        } else {
            ConsentState::Unsubscribed
        };
    }
    let strong = events
        .iter()
        .rev()
        .find(|e| e.source != ConsentSource::Order);
    strong
        .or(events.last())
        .map_or(ConsentState::NotSubscribed, |e| e.state)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(state: ConsentState, source: ConsentSource, dated: Option<i64>) -> ConsentEvent {
        ConsentEvent {
            state,
            source,
            recorded_at: Timestamp(100),
            dated_at: dated.map(Timestamp),
        }
    }

    #[test]
    fn a_no_outlives_undated_and_weaker_yeses() {
        use ConsentSource::{CustomersFile, Order, Person};
        use ConsentState::{NotSubscribed, Subscribed, Unsubscribed};
        let no = event(Unsubscribed, Person, Some(50));
        let cases: &[(&[ConsentEvent], ConsentState)] = &[
            (&[], NotSubscribed),
            (&[event(Subscribed, Order, Some(10))], Subscribed),
            (
                &[
                    event(NotSubscribed, CustomersFile, None),
                    event(Subscribed, Order, Some(10)),
                ],
                NotSubscribed,
            ),
            (&[no, event(Subscribed, CustomersFile, None)], Unsubscribed),
            (&[no, event(Subscribed, Order, Some(90))], Unsubscribed),
            (&[no, event(Subscribed, Person, Some(40))], Unsubscribed),
            (&[no, event(Subscribed, Person, Some(60))], Subscribed),
        ];
        for (events, expected) in cases {
            assert_eq!(effective_consent(events), *expected, "{events:?}");
        }
    }
}
