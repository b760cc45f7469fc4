//! What everyone is worth, as columns beside [`pannier_core::Facts::customer_ids`].

use pannier_core::segment::RfmGroup;

use crate::{HighValue, Rfm, RfmCode};

/// One entry a customer, in the order of the facts' dense indexes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Worth {
    /// The group; nothing for who is no buyer.
    pub rfm_group: Vec<Option<RfmGroup>>,
    /// What they will likely spend within 365 days, in minor units; nothing at all where the
    /// shop's history cannot tell. 0 for who is no buyer.
    pub predicted_value_365: Option<Vec<i64>>,
    /// Whether they are among those with the highest order values; no one is where that cannot be
    /// said.
    pub high_value: Vec<bool>,
}

impl Worth {
    pub(super) fn of(
        rfm: &Rfm,
        high_value: Option<&HighValue>,
        predicted_value_365: Option<Vec<i64>>,
    ) -> Self {
        let mut high = vec![false; rfm.codes.len()];
        for (customer, _) in high_value.into_iter().flat_map(|found| &found.customers) {
            if let Some(high) = high.get_mut(*customer as usize) {
                *high = true;
            }
        }
        Self {
            rfm_group: rfm
                .codes
                .iter()
                .map(|code| code.map(RfmCode::group))
                .collect(),
            predicted_value_365,
            high_value: high,
        }
    }
}
