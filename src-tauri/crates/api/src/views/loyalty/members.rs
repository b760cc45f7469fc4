//! Who has points: the figures on top, the list, and one member.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{Points, RewardGives};

/// The programme in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LoyaltyOverview {
    /// People who have points or had some.
    pub members: u32,
    /// Those of them whose first points are of this month.
    pub joined: u32,
    /// This month, as its first day.
    pub month: String,
    /// Points that can be spent, now or later.
    pub points: Points,
    /// Those of them that can only be spent later.
    pub pending: Points,
    /// How many of the cheapest reward the points come to, all put together; nothing where points
    /// buy nothing.
    pub rewards_worth: Option<u32>,
    /// Members who spent points that were taken back since.
    pub owing: u32,
    /// Members who have enough for the cheapest reward.
    pub can_use: u32,
    /// Points that one order can earn; 0 where orders earn none.
    pub one_order: Points,
    /// Members who lack no more than that for the cheapest reward.
    pub one_order_away: u32,
    /// Rewards that were given out and not taken back.
    pub rewards_out: u32,
    /// Those of them that orders carry.
    pub rewards_used: u32,
    /// Whether points expire.
    pub expires: bool,
    /// The day on which members were told so; nothing expires before.
    pub told_on: Option<String>,
}

/// Which members are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MembersOnly {
    /// All.
    #[default]
    All,
    /// Those who lack no more than one order brings.
    OneOrderAway,
    /// Those who have enough for a reward.
    CanUse,
    /// Those who spent points that were taken back since.
    Owing,
}

/// What members are sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum MemberSort {
    /// Points to spend.
    #[default]
    Points,
    /// Name.
    Name,
    /// The day of the first points.
    Joined,
    /// When points expire next.
    Expiry,
}

/// A part of the list of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ListMembers {
    /// Words that each of them is found by.
    pub search: String,
    /// Which of them.
    pub only: MembersOnly,
    /// By what they are sorted.
    pub sort: MemberSort,
    /// The least first.
    pub ascending: bool,
    /// Rows to leave out.
    pub offset: u32,
    /// Rows at most, up to 200.
    pub limit: u32,
}

/// A part of the list of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MemberPage {
    /// Members in the whole list.
    pub total: u32,
    /// Pages of two generations do not belong together.
    pub generation: u32,
    /// The rows.
    pub rows: Vec<MemberRow>,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MemberRow {
    /// The customer.
    #[specta(type = specta_typescript::Number)]
    pub customer: i64,
    /// What they are called; empty where nothing is known.
    pub name: String,
    /// Their address, or empty.
    pub email: String,
    /// What they can spend now; below 0 where what they had spent was taken back since.
    pub points: Points,
    /// What they can spend later.
    pub pending: Points,
    /// What they lack to the cheapest reward; nothing where points buy nothing.
    pub to_next: Option<Points>,
    /// Whether one order brings what they lack.
    pub one_order_away: bool,
    /// How many points go next.
    pub next_expiry: Option<Points>,
    /// The last day on which those can be spent.
    pub next_expiry_on: Option<String>,
    /// The tier that holds today; empty where there is none.
    pub tier: String,
    /// The day of their first points.
    pub joined_on: String,
    /// Rewards of theirs that wait to be used.
    pub open_rewards: u32,
}

/// One member with the rewards they had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MemberDetail {
    /// As in the list.
    pub row: MemberRow,
    /// Rewards that were given out to them, the newest first.
    pub rewards: Vec<MemberReward>,
    /// The code by which they bring friends, where they have one.
    pub friend_code: Option<String>,
}

/// A reward that was given out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MemberReward {
    /// Its code.
    pub code: String,
    /// What it gives; nothing where another program wrote it.
    pub gives: Option<RewardGives>,
    /// Points that it cost; 0 for a gift.
    pub costs: Points,
    /// The shop's day on which it was given out.
    pub issued_on: String,
    /// The last day on which it can be used; nothing where it holds for good.
    pub valid_until: Option<String>,
    /// How it stands.
    pub state: RewardState,
    /// The number of the order that used it, where that is in the shop file.
    pub used_on: Option<String>,
}

/// How a reward stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum RewardState {
    /// It can be used.
    Open,
    /// An order carries it.
    Used,
    /// Its last day is over.
    Expired,
    /// It was taken back.
    TakenBack,
}
