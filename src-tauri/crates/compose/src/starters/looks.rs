//! The colours and letters of each design.

use crate::{CampaignKind, Colour, Corners, Look, Typeface};

/// The designs, with what each is good for.
pub(super) const DESIGNS: [(&str, CampaignKind); 8] = [
    ("letter", CampaignKind::ThankYou),
    ("market", CampaignKind::NewLikeBought),
    ("ticket", CampaignKind::Reward),
    ("night", CampaignKind::FlashOffer),
    ("gallery", CampaignKind::WinBack),
    ("parcel", CampaignKind::FreeShipping),
    ("statement", CampaignKind::PointsStatement),
    ("basket", CampaignKind::CartLeft),
];

/// Accent, ink, card, page and panel; letters of headings, and all others.
fn look(colours: [u32; 5], headings: Typeface, letters: Typeface, corners: Corners) -> Look {
    let [accent, ink, card, page, panel] = colours.map(Colour::hex);
    Look {
        accent,
        ink,
        card,
        page,
        panel,
        headings,
        letters,
        corners,
    }
}

/// The look of a kind's design.
pub(super) fn of(kind: CampaignKind) -> Look {
    use Corners::{Round, Soft, Square};
    use Typeface::{Grotesque, Humanist, Sans, Serif};
    match kind {
        // Letter: paper and ink.
        CampaignKind::ThankYou => look(
            [0x7a_2e3a, 0x2b_2622, 0xfd_fbf7, 0xfd_fbf7, 0xf4_eee4],
            Serif,
            Serif,
            Soft,
        ),
        // Market: leaves on sand.
        CampaignKind::NewLikeBought => look(
            [0x3f_5a3a, 0x25_2922, 0xff_ffff, 0xee_ece2, 0xf5_f3ec],
            Serif,
            Sans,
            Soft,
        ),
        // Ticket: one strong colour above.
        CampaignKind::Reward => look(
            [0xb8_3a26, 0x2a_211e, 0xff_ffff, 0xf8_ece3, 0xfb_f4ee],
            Humanist,
            Sans,
            Round,
        ),
        // Night: dark by day too.
        CampaignKind::FlashOffer => look(
            [0xf2_b84b, 0xf4_f1ea, 0x1b_1d24, 0x12_1318, 0x27_2a33],
            Grotesque,
            Grotesque,
            Square,
        ),
        // Gallery: black on white.
        CampaignKind::WinBack => look(
            [0x15_1515, 0x15_1515, 0xff_ffff, 0xff_ffff, 0xf3_f3f1],
            Grotesque,
            Grotesque,
            Square,
        ),
        // Parcel: clear and friendly.
        CampaignKind::FreeShipping => look(
            [0x1f_5fa8, 0x1e_2733, 0xff_ffff, 0xe4_eef7, 0xf0_f5fa],
            Humanist,
            Sans,
            Round,
        ),
        // Statement: figures on a clean sheet.
        CampaignKind::PointsStatement => look(
            [0x0e_6b5e, 0x1c_2624, 0xff_ffff, 0xee_f2f0, 0xf1_f6f4],
            Sans,
            Sans,
            Soft,
        ),
        // Basket: warm, close to the things.
        CampaignKind::CartLeft => look(
            [0x8a_5a12, 0x2b_251b, 0xff_ffff, 0xff_ffff, 0xfa_f3e4],
            Serif,
            Sans,
            Round,
        ),
        // Given away, in plum.
        CampaignKind::GiftCard => look(
            [0x5b_2a63, 0x2a_222c, 0xff_ffff, 0xf3_ecf4, 0xf8_f3f9],
            Serif,
            Sans,
            Round,
        ),
    }
}
