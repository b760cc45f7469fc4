//! Segments: rules tried out, saved, frozen, compared, and put to the explorer.

mod frozen;
mod hand_over;
mod points;
mod rules;
mod sample;
mod saved;
mod split;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use pannier_analytics::{self as analytics, CustomerSet, Members, Segmenter, SegmentsAsked};
use pannier_core::{
    Day, PointsFacts, ShopZone,
    segment::{Condition, Known, Rule, resolve},
};
use pannier_store::SegmentRecord;

pub use frozen::frozen_list;
pub use hand_over::{hand_over, preview_hand_over, write_hand_over};
pub use rules::read_segment;
pub(crate) use rules::{rule_of, rule_view};
pub(crate) use saved::segments_of;
pub use saved::{
    delete_segment, get_segment, list_segments, restore_segment, save_segment, segment_overlap,
    snapshot_segment,
};
pub(crate) use split::{any, condition, name_of, split};

use crate::{
    ApiError, Result, Shop,
    people::{Everyone, everyone},
    shop::lock,
    views::{
        Amount, PreviewSegment, Reach, SegmentFigures, SegmentPreview, SegmentStep, Unreachable,
    },
};

/// People that a sample has at most.
const MOST_SHOWN: u32 = 50;

/// What was made ready last.
#[derive(Debug, Default)]
pub(crate) struct SegmentsCache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// For the state of the shop that the people are of.
    segmenter: Option<(Arc<Everyone>, Arc<Segmenter>)>,
    /// Who is in the saved segments, as the explorer takes it: for these people and records.
    sets: Option<KeptSets>,
    /// The states of the shop and of points, and the day, of which the history has its rows.
    days: Option<(u32, u32, Day, Vec<SegmentRecord>)>,
    points: points::KeptPoints,
}

/// Sets of customers by the segment's row, of one state of people and records.
#[derive(Debug)]
struct KeptSets {
    of: Arc<Everyone>,
    points: Arc<PointsFacts>,
    records: Vec<SegmentRecord>,
    sets: HashMap<i64, Arc<CustomerSet>>,
}

impl KeptSets {
    fn is_of(&self, ready: &Ready) -> bool {
        Arc::ptr_eq(&self.of, &ready.all)
            && Arc::ptr_eq(&self.points, &ready.points)
            && self.records == ready.records
    }
}

/// People, orders and saved segments of one state of the shop.
pub(crate) struct Ready {
    all: Arc<Everyone>,
    segmenter: Arc<Segmenter>,
    /// Nobody’s where no saved segment asks for points, nor the rules that are asked.
    points: Arc<PointsFacts>,
    /// The state that points are of; 0 where nothing asks for them.
    points_generation: u32,
    zone: ShopZone,
    /// Saved ones, those that were deleted among them.
    records: Vec<SegmentRecord>,
    /// Their rules, where they can be read.
    rules: Vec<Option<Rule>>,
}

/// Who is in some segments, by row.
type Others = HashMap<i64, Arc<Members>>;

impl Ready {
    pub(crate) fn of(shop: &Shop) -> Result<Self> {
        let all = everyone(shop)?;
        let segmenter = {
            let mut kept = lock(&shop.segments.0);
            match &kept.segmenter {
                Some((of, segmenter)) if Arc::ptr_eq(of, &all) => Arc::clone(segmenter),
                _ => {
                    let segmenter = Arc::new(Segmenter::new(
                        Arc::clone(&all.facts),
                        Arc::clone(&all.people),
                        all.currency,
                    ));
                    kept.segmenter = Some((Arc::clone(&all), Arc::clone(&segmenter)));
                    segmenter
                }
            }
        };
        let (records, zone) = shop.read(|tx| Ok((tx.segments()?, tx.shop()?.zone)))?;
        let rules = records
            .iter()
            .map(|record| Rule::parse(&record.rules, all.currency).ok())
            .collect::<Vec<Option<Rule>>>();
        let asks = rules.iter().flatten().any(Rule::is_of_points);
        let (points_generation, points) = points::points(shop, &all, asks)?;
        Ok(Self {
            all,
            segmenter,
            points,
            points_generation,
            zone,
            records,
            rules,
        })
    }

    /// The same with what other rules ask for, too.
    fn for_rule(mut self, shop: &Shop, rule: &Rule) -> Result<Self> {
        if rule.is_of_points() {
            (self.points_generation, self.points) = points::points(shop, &self.all, true)?;
        }
        Ok(self)
    }

    fn known(&self) -> Vec<Known<'_>> {
        let saved = self.records.iter().zip(&self.rules);
        saved
            .map(|(record, rule)| Known {
                id: record.id,
                name: &record.name,
                rule: rule.as_ref(),
                deleted: record.deleted_at.is_some(),
            })
            .collect()
    }

    /// Finds the segments that rules name, and who is in those.
    fn resolved(&self, rule: &mut Rule, own: Option<(i64, &str)>) -> Result<Others> {
        let known = self.known();
        let invalid = |error: pannier_core::segment::ReferenceError| {
            ApiError::invalid("rule", error.to_string())
        };
        let order = resolve(rule, own, &known).map_err(invalid)?;
        let mut others = Others::new();
        for id in order {
            let Some(named) = known.iter().find(|one| one.id == id) else {
                continue;
            };
            let Some(mut rule) = named.rule.cloned() else {
                continue;
            };
            resolve(&mut rule, Some((id, named.name)), &known).map_err(invalid)?;
            let members = self.segmenter.members(&rule, &self.asked(&others));
            others.insert(id, Arc::new(members));
        }
        Ok(others)
    }

    fn asked<'a>(&'a self, others: &'a Others) -> SegmentsAsked<'a> {
        SegmentsAsked {
            today: self.all.as_of,
            zone: self.zone,
            worth: &self.all.worth.worth,
            points: &self.points,
            others,
        }
    }

    /// Who is in a saved segment.
    pub(crate) fn members_of(&self, record: &SegmentRecord) -> Result<Members> {
        let mut rule = Rule::parse(&record.rules, self.all.currency)
            .map_err(|error| ApiError::invalid("text", error.to_string()))?;
        let others = self.resolved(&mut rule, Some((record.id, &record.name)))?;
        Ok(self.segmenter.members(&rule, &self.asked(&others)))
    }

    /// Who is in the saved segment of that row; nothing where it was deleted or cannot be followed.
    pub(crate) fn ids_of_saved(&self, id: i64) -> Option<Vec<pannier_core::CustomerId>> {
        let mut saved = self.records.iter();
        let record = saved.find(|record| record.id == id && record.deleted_at.is_none())?;
        self.ids_of(record).ok()
    }

    /// The same by row.
    pub(crate) fn ids_of(&self, record: &SegmentRecord) -> Result<Vec<pannier_core::CustomerId>> {
        Ok(self.segmenter.ids(&self.members_of(record)?))
    }

    /// Who fulfils a sentence, by row.
    pub(crate) fn ids_of_text(
        self,
        shop: &Shop,
        text: &str,
    ) -> Result<(Self, Vec<pannier_core::CustomerId>)> {
        let mut rule = rule_of(None, Some(text), self.all.currency)?;
        let ready = self.for_rule(shop, &rule)?;
        let others = ready.resolved(&mut rule, None)?;
        let members = ready.segmenter.members(&rule, &ready.asked(&others));
        let ids = ready.segmenter.ids(&members);
        Ok((ready, ids))
    }

    /// Everyone there is.
    pub(crate) fn everyone_ids(&self) -> Vec<pannier_core::CustomerId> {
        self.all.people.id.clone()
    }

    fn figures(&self, figures: analytics::SegmentFigures) -> SegmentFigures {
        let amount = |minor| Amount::new(minor, self.all.currency);
        SegmentFigures {
            people: figures.people,
            buyers: figures.buyers,
            orders: figures.orders,
            revenue: amount(figures.revenue),
            aov: figures.aov().map(amount),
        }
    }

    fn day_of(&self, at: pannier_core::Timestamp) -> String {
        self.zone.day_of(at).to_string()
    }
}

/// Who fulfils rules that need not be saved, how many each sentence leaves, and some of them.
///
/// # Errors
/// [`crate::Code::Validation`] for rules that cannot be read or name a segment that is not there,
/// was deleted or leads back to them; or what the file says.
pub fn preview_segment(shop: &Shop, input: &PreviewSegment) -> Result<SegmentPreview> {
    let ready = Ready::of(shop)?;
    let currency = ready.all.currency;
    let mut rule = rule_of(input.rule.as_ref(), input.text.as_deref(), currency)?;
    let ready = ready.for_rule(shop, &rule)?;
    let own = input.id.and_then(|id| {
        let record = ready
            .records
            .iter()
            .find(|record| record.id == i64::from(id));
        record.map(|record| (record.id, record.name.as_str()))
    });
    let others = ready.resolved(&mut rule, own)?;
    let asked = ready.asked(&others);
    let segmenter = &ready.segmenter;
    let (people, steps) = segmenter.funnel(&rule, &asked);
    let everyone = segmenter.everyone();
    let as_of = ready.all.as_of;
    let from = Some(analytics::first_of_year(as_of));
    let until = Some(as_of.plus_days(1));
    let contradictions = rule.contradictions(as_of, currency);
    Ok(SegmentPreview {
        text: rule.text(currency),
        rule: rule_view(&rule)?,
        as_of: as_of.to_string(),
        everyone: everyone.count(),
        buyers_of_year: segmenter.figures(&everyone, from, until).buyers,
        steps: steps
            .iter()
            .map(|step| SegmentStep {
                text: step.rule.text(currency),
                left: step.left,
                unreachable: step
                    .unreachable
                    .iter()
                    .map(|(reason, people)| Unreachable {
                        reason: reach(*reason),
                        people: *people,
                    })
                    .collect(),
            })
            .collect(),
        figures: ready.figures(segmenter.figures(&people, None, None)),
        year: ready.figures(segmenter.figures(&people, from, until)),
        all: ready.figures(segmenter.figures(&everyone, None, None)),
        sample: {
            let count = input.sample.min(MOST_SHOWN) as usize;
            let drawn = segmenter.sample(&people, count, input.draw.into());
            sample::people(shop, &ready, &rule, &asked, &drawn)?
        },
        contradictions: contradictions
            .iter()
            .map(|found| {
                let rest = if found.whole {
                    ""
                } else {
                    ". This part of the rules finds nobody"
                };
                format!("{}{rest}", found.words())
            })
            .collect(),
        unknown: segmenter
            .unknown_words(&rule, &ready.points)
            .into_iter()
            .map(|(what, word)| format!("Nothing in your shop has the {what} “{word}”"))
            .chain(untold(&ready.all, &rule))
            .chain(points::untold(shop, &ready.points, &rule)?)
            .collect(),
    })
}

/// What rules ask for that cannot be told of this shop's customers.
fn untold(all: &Everyone, rule: &Rule) -> Vec<String> {
    let (mut high, mut predicted) = (false, false);
    rule.each(&mut |condition| {
        high |= matches!(condition, Condition::HighValue);
        predicted |= matches!(condition, Condition::Predicted(_));
    });
    let mut said = Vec::new();
    if high {
        match &all.worth.high_value {
            None => said.push(
                "Too few customers ordered again to tell whose orders are worth more: no one is high-value"
                    .to_owned(),
            ),
            Some(found) if !found.differ => said.push(
                "Your customers’ orders hardly differ beyond chance: who is high-value here is partly luck"
                    .to_owned(),
            ),
            Some(_) => {}
        }
    }
    if predicted && all.worth.worth.predicted_value_365.is_none() {
        said.push(
            "Your orders do not tell what customers will spend: no one has a predicted value"
                .to_owned(),
        );
    }
    said
}

pub(crate) fn reach(reach: pannier_core::Reach) -> Reach {
    match reach {
        pannier_core::Reach::Reachable => Reach::Reachable,
        pannier_core::Reach::SaidNo => Reach::SaidNo,
        pannier_core::Reach::NotAsked => Reach::NotAsked,
        pannier_core::Reach::NoAddress => Reach::NoAddress,
    }
}
