//! The kinds of campaigns that come ready to use.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a campaign is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum CampaignKind {
    /// A reward for the people of a segment.
    Reward,
    /// A short offer on what people noted on their wishlist.
    FlashOffer,
    /// Free shipping from an amount on.
    FreeShipping,
    /// To those who have gone quiet.
    WinBack,
    /// New products like what someone bought.
    NewLikeBought,
    /// Thanks to those who spend most.
    ThankYou,
    /// What someone's points are worth.
    PointsStatement,
    /// A cart that was left.
    CartLeft,
    /// A gift card with a personal message.
    GiftCard,
}

impl CampaignKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Reward,
        Self::FlashOffer,
        Self::FreeShipping,
        Self::WinBack,
        Self::NewLikeBought,
        Self::ThankYou,
        Self::PointsStatement,
        Self::CartLeft,
        Self::GiftCard,
    ];
}
