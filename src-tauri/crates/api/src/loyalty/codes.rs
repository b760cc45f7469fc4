//! Codes at the shop: what was given out, what orders did with it, and files for the shop.

pub(crate) mod file;
mod give;
mod odd;

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use pannier_core::{CustomerId, Day, ShopZone};
use pannier_loyalty::{Programme, Reward, shared_code};
use pannier_store::{People, ReadTx, RewardRecord};

pub use give::give_reward_to;

use crate::{
    ApiError, Code, Result, Shop,
    handout::write_whole,
    views::{
        CodesOfReward, CodesPreview, CodesTarget, CodesWritten, ExportCodes, RewardCodes,
        SharedCode,
    },
};

/// Rows that a preview shows.
const SHOWN: usize = 3;

/// Odd codes that are told one by one at most.
const MOST_ODD: usize = 200;

/// A reward that was given out, with whose it is.
pub(crate) struct Handed {
    pub(crate) record: RewardRecord,
    pub(crate) reward: Reward,
    /// What it gives, as a sentence.
    pub(crate) gives: String,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) month: Day,
}

impl Handed {
    fn is_open(&self, today: Day) -> bool {
        self.record.uses == 0 && self.record.taken_back_at.is_none() && !self.is_past(today)
    }

    fn is_past(&self, today: Day) -> bool {
        self.record.valid_until.is_some_and(|last| last < today)
    }
}

/// All rewards that were given out, in that order.
struct Codes {
    all: Vec<Handed>,
    people: People,
    key: [u8; 32],
    zone: ShopZone,
    today: Day,
}

impl Codes {
    fn read(tx: &ReadTx, today: Day) -> Result<Self> {
        let shop = tx.shop()?;
        let people = tx.people()?;
        let mut customers: HashMap<i64, CustomerId> = HashMap::new();
        let mut holders: HashMap<i64, i64> = HashMap::new();
        for account in tx.ledger_accounts()? {
            holders.insert(account.id, account.holder);
            if let Some(customer) = account.customer {
                customers.insert(account.id, people.person(customer));
            }
        }
        let as_said = Programme::default_of(shop.currency);
        let mut all = Vec::new();
        for record in tx.rewards()? {
            // What cannot be read was written by another program; it gives nothing here.
            let Ok(reward) = serde_json::from_str::<Reward>(&record.terms) else {
                continue;
            };
            let holder = holders.get(&record.account).copied();
            let customer = customers
                .get(&record.account)
                .or_else(|| customers.get(&holder?));
            all.push(Handed {
                gives: as_said.gives(&reward.gives),
                customer: customer.copied(),
                month: shop.zone.day_of(record.issued_at).month_start(),
                reward,
                record,
            });
        }
        Ok(Self {
            all,
            people,
            key: tx.shop_key()?,
            zone: shop.zone,
            today,
        })
    }

    /// Codes that all of a month share, as far as any reward of that month can be used; the newest
    /// month first.
    fn shared(&self, only: Option<u32>) -> Vec<SharedCode> {
        let mut months: BTreeMap<(Day, u32), Vec<&Handed>> = BTreeMap::new();
        for one in &self.all {
            if one.is_open(self.today) && only.is_none_or(|only| only == one.record.number) {
                let of = (one.month, one.record.number);
                months.entry(of).or_default().push(one);
            }
        }
        months
            .into_iter()
            .rev()
            .filter_map(|((month, number), codes)| {
                let for_good = codes.iter().any(|one| one.record.valid_until.is_none());
                let last = codes.iter().filter_map(|one| one.record.valid_until).max();
                Some(SharedCode {
                    reward: number,
                    gives: codes.first()?.gives.clone(),
                    month: month.to_string(),
                    code: shared_code(&self.key, number, month),
                    open: few(codes.len()),
                    until: last.filter(|_| !for_good).map(|day| day.to_string()),
                })
            })
            .collect()
    }
}

/// Codes that were given out, and what is odd about those that orders carry. What orders and the
/// clock changed is posted first.
///
/// # Errors
/// What the shop file says.
pub fn reward_codes(shop: &Shop) -> Result<RewardCodes> {
    super::catch_up(shop)?;
    let today = shop.context()?.today;
    shop.read(|tx| {
        let codes = Codes::read(tx, today)?;
        let mut odd = odd::odd(tx, &codes)?;
        let odd_in_all = few(odd.len());
        odd.truncate(MOST_ODD);
        Ok(RewardCodes {
            rewards: by_reward(&codes),
            odd,
            odd_in_all,
        })
    })
}

fn by_reward(codes: &Codes) -> Vec<CodesOfReward> {
    let mut rewards: BTreeMap<u32, CodesOfReward> = BTreeMap::new();
    for one in &codes.all {
        let of = rewards
            .entry(one.record.number)
            .or_insert_with(|| CodesOfReward {
                reward: one.record.number,
                gives: String::new(),
                open: 0,
                not_written: 0,
                used: 0,
                expired: 0,
                taken_back: 0,
            });
        one.gives.clone_into(&mut of.gives);
        if one.record.uses > 0 {
            of.used += 1;
        } else if one.record.taken_back_at.is_some() {
            of.taken_back += 1;
        } else if one.is_past(codes.today) {
            of.expired += 1;
        } else {
            of.open += 1;
            of.not_written += u32::from(one.record.exported_at.is_none());
        }
    }
    rewards.into_values().collect()
}

/// What a file of codes would hold, and what to know before it is used.
///
/// # Errors
/// [`Code::Validation`] for an id that is none, or what the shop file says.
pub fn preview_codes(shop: &Shop, input: &ExportCodes) -> Result<CodesPreview> {
    let made = Made::of(shop, input)?;
    Ok(CodesPreview {
        file_name: file_name(input),
        codes: few(made.rows.len()),
        before: made.before,
        sample: made.rows.iter().take(SHOWN).cloned().collect(),
        columns: made.columns,
        notes: made.notes,
        shared: made.shared,
    })
}

/// What a file of codes may be called.
pub fn codes_file_name(input: &ExportCodes) -> String {
    file_name(input)
}

/// Writes a file of codes, whole or not at all, and notes that they were.
///
/// # Errors
/// As [`preview_codes`]; [`Code::Validation`] where no code would stand in it,
/// [`Code::DiskFull`] or [`Code::Unreadable`] where it cannot be written.
pub fn write_codes(shop: &Shop, input: &ExportCodes, path: &Path) -> Result<CodesWritten> {
    let made = Made::of(shop, input)?;
    if made.rows.is_empty() {
        let message = if made.before > 0 {
            "All codes that can be used were written before. Choose to write them again"
        } else {
            "There is no code that can be used. No file was written"
        };
        return Err(ApiError::invalid("target", message));
    }
    write_whole(path, &file::text(&made.columns, &made.rows, input.target)?)?;
    let now = shop.clock().now();
    shop.write(|tx| Ok(tx.mark_rewards_exported(&made.ids, now)?))?;
    Ok(CodesWritten {
        path: path.to_string_lossy().into_owned(),
        codes: few(made.rows.len()),
    })
}

/// A file of codes before it is written.
struct Made {
    ids: Vec<i64>,
    before: u32,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    notes: Vec<String>,
    shared: Vec<SharedCode>,
}

impl Made {
    fn of(shop: &Shop, input: &ExportCodes) -> Result<Self> {
        super::catch_up(shop)?;
        let promotion = promotion(input.promotion.as_deref())?;
        let context = shop.context()?;
        shop.read(|tx| {
            let codes = Codes::read(tx, context.today)?;
            let meant = |one: &&Handed| {
                one.is_open(context.today)
                    && input.reward.is_none_or(|only| only == one.record.number)
            };
            let open: Vec<&Handed> = codes.all.iter().filter(meant).collect();
            let written = open.iter().filter(|one| one.record.exported_at.is_some());
            let before = few(written.count());
            let chosen: Vec<&Handed> = open
                .into_iter()
                .filter(|one| input.again || one.record.exported_at.is_none())
                .collect();
            let owners: Vec<CustomerId> = chosen.iter().filter_map(|one| one.customer).collect();
            let cards = tx.customer_cards(&owners)?;
            let cards = cards.into_iter().map(|card| (card.id, card)).collect();
            let writing = file::Writing {
                currency: context.currency,
                zone: codes.zone,
                promotion: promotion.as_deref(),
                only_theirs: input.only_theirs,
                cards,
            };
            let shared = match input.target {
                CodesTarget::Shopify => codes.shared(input.reward),
                _ => Vec::new(),
            };
            Ok(Self {
                ids: chosen.iter().map(|one| one.record.id).collect(),
                before,
                columns: file::columns(input.target),
                rows: chosen
                    .iter()
                    .map(|one| writing.row(input.target, one))
                    .collect(),
                notes: file::notes(input, &chosen, !shared.is_empty()),
                shared,
            })
        })
    }
}

/// The id of a promotion of Shopware, as its file has it.
pub(crate) fn promotion(said: Option<&str>) -> Result<Option<String>> {
    let Some(said) = said.map(str::trim) else {
        return Ok(None);
    };
    let id: String = said.replace('-', "").to_lowercase();
    match id.len() {
        0 => Ok(None),
        32 if id.bytes().all(|sign| sign.is_ascii_hexdigit()) => Ok(Some(id)),
        _ => Err(ApiError::new(
            Code::Validation,
            "The id of a promotion has 32 signs from 0 to 9 and a to f. It stands in the \
             address of its page in Shopware",
        )),
    }
}

fn file_name(input: &ExportCodes) -> String {
    let program = match input.target {
        CodesTarget::WooCommerce => "woocommerce-coupons",
        CodesTarget::Shopware => "shopware-promotion-codes",
        CodesTarget::Shopify => "shopify-codes",
        CodesTarget::Csv => "reward-codes",
    };
    match input.reward {
        Some(reward) => format!("{program}-reward-{reward}.csv"),
        None => format!("{program}.csv"),
    }
}

fn few(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
