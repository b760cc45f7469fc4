//! What an import tells, in the form that crosses to the screen and the command line.

use pannier_core::NumberStyle;
use pannier_import::{self as import, FileReport};
use pannier_store::{ImportRecord, KeptKind};

use super::REJECTIONS_LISTED;
use crate::{
    mappings,
    views::{
        Amount, ColumnUse, Counts, DateOrder, DecimalSign, FilePreview, Half, IgnoredRows,
        ImportRow, ImportState, PaymentsAre, Question, Refusal, Rejection, RowVerdicts, SalesAre,
        SameSales, SampleOrder, Understood,
    },
};

pub(super) fn import_row(record: &ImportRecord) -> ImportRow {
    let sum = |of: fn(&pannier_store::ImportFileRecord) -> [i64; 3]| {
        let total = |index: usize| record.files.iter().map(|f| of(f)[index]).sum::<i64>();
        Counts {
            new: small(total(0)),
            updated: small(total(1)),
            unchanged: small(total(2)),
        }
    };
    let others = |kind: KeptKind| {
        let counts = record.files.iter().flat_map(|file| &file.others);
        let own = counts.filter(|(of, _)| of == kind.word());
        let three = own.fold([0, 0, 0], |sum: [i64; 3], (_, three)| {
            [sum[0] + three[0], sum[1] + three[1], sum[2] + three[2]]
        });
        Counts {
            new: small(three[0]),
            updated: small(three[1]),
            unchanged: small(three[2]),
        }
    };
    ImportRow {
        id: small(record.id.0),
        applied_at: record.applied_at.0,
        state: if record.reverted_at.is_some() {
            ImportState::Reverted
        } else {
            ImportState::Applied
        },
        files: record.files.iter().map(|f| f.name.clone()).collect(),
        orders: sum(|f| f.orders),
        customers: sum(|f| f.customers),
        products: others(KeptKind::Products),
        checkouts: others(KeptKind::Checkouts),
        payments: others(KeptKind::Payments),
        refunds: others(KeptKind::Refunds),
        behaviour: others(KeptKind::Behaviour),
        balances: others(KeptKind::Balances),
        rejected: small(record.files.iter().map(|f| f.rows_rejected).sum::<i64>()),
    }
}

/// A count as the views hold it; none of them comes near four billion.
fn small(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

pub(super) fn question_view(question: import::Question) -> Question {
    match question {
        import::Question::DateOrder => Question::DateOrder,
        import::Question::DecimalSign => Question::DecimalSign,
        import::Question::Columns => Question::Columns,
        import::Question::PaymentsOrOrders => Question::PaymentsOrOrders,
        import::Question::SameSales => Question::SameSales,
    }
}

impl From<DateOrder> for import::DateOrder {
    fn from(order: DateOrder) -> Self {
        match order {
            DateOrder::DayFirst => Self::DayFirst,
            DateOrder::MonthFirst => Self::MonthFirst,
        }
    }
}

impl From<PaymentsAre> for import::PaymentsAre {
    fn from(are: PaymentsAre) -> Self {
        match are {
            PaymentsAre::Orders => Self::Orders,
            PaymentsAre::Payments => Self::Payments,
        }
    }
}

impl From<SalesAre> for import::SalesAre {
    fn from(are: SalesAre) -> Self {
        match are {
            SalesAre::Same => Self::Same,
            SalesAre::Different => Self::Different,
        }
    }
}

impl From<DecimalSign> for NumberStyle {
    fn from(sign: DecimalSign) -> Self {
        match sign {
            DecimalSign::Point => Self::Point,
            DecimalSign::Comma => Self::Comma,
        }
    }
}

pub(super) fn same_sales_view(sales: &import::SameSales) -> SameSales {
    SameSales {
        services: sales.services.clone(),
        payments: small(sales.payments),
        orders: small(sales.orders),
        alike: small(sales.alike),
        first_paid: sales.paid.0.to_string(),
        last_paid: sales.paid.1.to_string(),
        first_ordered: sales.ordered.0.to_string(),
        last_ordered: sales.ordered.1.to_string(),
    }
}

fn counts_view(counts: import::Counts) -> Counts {
    Counts {
        new: small(counts.new),
        updated: small(counts.updated),
        unchanged: small(counts.unchanged),
    }
}

pub(super) fn file_view(file: &FileReport) -> FilePreview {
    let verdicts = file.row_verdicts;
    FilePreview {
        path: file.path.display().to_string(),
        name: file.name.clone(),
        platform: file.platform.clone(),
        kind: file.kind.map(|kind| kind.word().to_owned()),
        rows: small(file.rows),
        row_verdicts: RowVerdicts {
            new: small(verdicts.new),
            updated: small(verdicts.updated),
            unchanged: small(verdicts.unchanged),
            merged: small(verdicts.merged),
            ignored: small(verdicts.ignored),
            rejected: small(verdicts.rejected),
        },
        orders: counts_view(file.orders),
        customers: counts_view(file.customers),
        products: counts_view(file.products),
        checkouts: counts_view(file.checkouts),
        payments: counts_view(file.payments),
        refunds: counts_view(file.refunds),
        behaviour: counts_view(file.behaviour),
        balances: counts_view(file.balances),
        ignored: file
            .ignored
            .iter()
            .map(|i| IgnoredRows {
                reason: i.reason.clone(),
                rows: small(i.rows),
            })
            .collect(),
        rejected: file
            .rejected
            .iter()
            .take(REJECTIONS_LISTED)
            .map(rejection_view)
            .collect(),
        refused: file.refused.as_ref().map(|r| Refusal {
            what: r.what.clone(),
            need: r.need.clone(),
        }),
        half: None,
        notes: file.notes.clone(),
        understood: file.understood.as_ref().map(understood_view),
        mapping: file.mapping.as_ref().map(mappings::mapping_view),
        columns: file
            .columns
            .iter()
            .map(|c| ColumnUse {
                name: c.name.clone(),
                example: c.example.clone(),
                used_as: c.used_as.map(str::to_owned),
            })
            .collect(),
        sample: file.sample.iter().map(sample_view).collect(),
        first_day: file.first_day.map(|day| day.to_string()),
        last_day: file.last_day.map(|day| day.to_string()),
    }
}

/// The files of one drop, each with the half of its orders that it says.
pub(super) fn file_views(files: &[FileReport]) -> Vec<FilePreview> {
    let halves = import::halves(files).into_iter();
    let views = files.iter().zip(halves).map(|(file, half)| FilePreview {
        half: half.map(|half| Half {
            says_items: half.says_items,
            with: half.with,
            missing: half.missing,
        }),
        ..file_view(file)
    });
    views.collect()
}

pub(super) fn rejection_view(rejection: &import::Rejection) -> Rejection {
    Rejection {
        line: small(rejection.line),
        column: rejection.column.clone(),
        value: rejection.value.clone(),
        reason: rejection.reason.clone(),
    }
}

fn understood_view(understood: &import::Understood) -> Understood {
    Understood {
        encoding: understood.encoding.to_owned(),
        delimiter: understood.delimiter.to_string(),
        dates: understood.dates.word().to_owned(),
        time_zone: understood.time_zone.clone(),
        decimal_sign: match understood.decimal_sign {
            NumberStyle::Point => "point",
            NumberStyle::Comma => "comma",
        }
        .to_owned(),
        currencies: understood
            .currencies
            .iter()
            .map(|c| c.code().to_owned())
            .collect(),
        tax_included: small(understood.tax_included),
        tax_on_top: small(understood.tax_on_top),
    }
}

fn sample_view(order: &import::SampleOrder) -> SampleOrder {
    SampleOrder {
        number: order.number.clone(),
        placed_local: order.placed_local.clone(),
        placed_raw: order.placed_raw.clone(),
        customer: order.customer.clone(),
        goods: Amount::new(order.goods, order.currency),
        shipping: Amount::new(order.shipping, order.currency),
        discounts: Amount::new(order.discounts, order.currency),
        total_raw: order.total_raw.clone(),
    }
}
