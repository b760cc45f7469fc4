//! Whose night it is: the zones of a country, and when quiet hours end there.

use std::collections::HashMap;

use chrono::Timelike as _;
use pannier_core::{ShopZone, Timestamp};
use pannier_store::QuietHours;

const COUNTRIES: &str = include_str!("zones/countries.txt");

/// The zones of countries. Where a country has several, the one furthest west and the one furthest
/// east: it is night there as long as it is in one of them.
#[derive(Debug, Clone)]
pub struct Zones {
    by_country: HashMap<&'static str, Vec<ShopZone>>,
    own: ShopZone,
}

impl Zones {
    /// All of them; people of no known country are in the shop's own zone.
    pub fn new(own: ShopZone) -> Self {
        let mut by_country = HashMap::new();
        for line in COUNTRIES.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let Some(country) = words.next() else {
                continue;
            };
            let zones: Vec<ShopZone> = words.filter_map(|zone| zone.parse().ok()).collect();
            if !zones.is_empty() {
                by_country.insert(country, zones);
            }
        }
        Self { by_country, own }
    }

    /// The zones of a country (ISO 3166).
    pub fn of(&self, country: &str) -> &[ShopZone] {
        let known = self.by_country.get(country).map(Vec::as_slice);
        known.unwrap_or(std::slice::from_ref(&self.own))
    }
}

/// When someone in these zones may be written to, if not now.
pub fn quiet_until(quiet: QuietHours, zones: &[ShopZone], now: Timestamp) -> Option<Timestamp> {
    let mut until = now;
    // The end of one zone's night can lie in another's.
    for _ in 0..=zones.len() {
        let ends = zones.iter().filter_map(|zone| ends_at(quiet, *zone, until));
        match ends.max() {
            Some(later) => until = later,
            None => break,
        }
    }
    (until > now).then_some(until)
}

/// When quiet hours that hold now end in a zone.
fn ends_at(quiet: QuietHours, zone: ShopZone, now: Timestamp) -> Option<Timestamp> {
    let local = zone.local(now);
    let minute = u16::try_from(local.hour() * 60 + local.minute()).unwrap_or_default();
    let (from, until) = (quiet.from, quiet.until);
    let (is_quiet, is_past_midnight) = if from <= until {
        ((from..until).contains(&minute), false)
    } else {
        (minute >= from || minute < until, minute >= from)
    };
    if !is_quiet {
        return None;
    }
    let day = zone.day_of(now).plus_days(i64::from(is_past_midnight));
    let time = chrono::NaiveTime::from_hms_opt(u32::from(until / 60), u32::from(until % 60), 0)?;
    let end = zone.instant_of(day.date().and_time(time));
    // In the hour that clocks repeat, the end can seem to be over already.
    Some(end.max(Timestamp(now.0 + 60_000)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NIGHT: QuietHours = QuietHours {
        from: 21 * 60,
        until: 8 * 60,
    };

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zones() -> Zones {
        Zones::new("Europe/Berlin".parse().unwrap())
    }

    fn until(country: &str, now: &str) -> Option<String> {
        quiet_until(NIGHT, zones().of(country), at(now)).map(|at| at.to_string())
    }

    #[test]
    fn every_country_has_a_zone_that_is_known() {
        let lines = COUNTRIES.lines().filter(|line| !line.starts_with('#'));
        let zones = zones();
        for line in lines {
            let words: Vec<&str> = line.split(' ').collect();
            assert_eq!(zones.of(words[0]).len(), words.len() - 1, "{line}");
        }
        assert!(zones.by_country.len() > 240);
    }

    #[test]
    fn night_is_where_the_reader_is() {
        assert_eq!(until("DE", "2026-06-30T10:00:00Z"), None);
        assert_eq!(
            until("DE", "2026-06-30T20:00:00Z").as_deref(),
            Some("2026-07-01T06:00:00Z")
        );
        assert_eq!(
            until("DE", "2026-07-01T03:00:00Z").as_deref(),
            Some("2026-07-01T06:00:00Z")
        );
        assert_eq!(
            until("JP", "2026-06-30T14:00:00Z").as_deref(),
            Some("2026-06-30T23:00:00Z")
        );
        // Of a country that is not known: the shop's own.
        assert_eq!(
            until("", "2026-06-30T20:00:00Z").as_deref(),
            Some("2026-07-01T06:00:00Z")
        );
    }

    #[test]
    fn a_wide_country_sleeps_until_its_last_zone_wakes() {
        // Eight in New York is five in Los Angeles.
        assert_eq!(
            until("US", "2026-06-30T12:00:00Z").as_deref(),
            Some("2026-06-30T15:00:00Z")
        );
        assert_eq!(until("US", "2026-06-30T16:00:00Z"), None);
        // Half past nine in the evening in New York.
        assert_eq!(
            until("US", "2026-07-01T01:30:00Z").as_deref(),
            Some("2026-07-01T15:00:00Z")
        );
    }

    #[test]
    fn hours_within_a_day_and_clock_changes() {
        let noon = QuietHours {
            from: 12 * 60,
            until: 14 * 60,
        };
        let berlin = zones();
        let ends = quiet_until(noon, berlin.of("DE"), at("2026-06-30T10:30:00Z"));
        assert_eq!(ends.unwrap().to_string(), "2026-06-30T12:00:00Z");
        // The night in which clocks go back is an hour longer.
        assert_eq!(
            until("DE", "2026-10-24T20:00:00Z").as_deref(),
            Some("2026-10-25T07:00:00Z")
        );
    }
}
