//! Quotation marks that are not closed: what they took in is never lost without a word.

use crate::{
    rows::{file, head, nth},
    support::shop,
};

/// Three orders; the last cell of the first row is `last`.
fn three(last: &str) -> String {
    let order = |n, last: &str| {
        let (number, id) = nth(n);
        head(&[("Name", &number), ("Id", &id), ("Payment References", last)])
    };
    file(&[order(1, last), order(2, ""), order(3, "")])
}

#[test]
fn a_mark_that_is_never_closed_is_said_with_what_it_took_in() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let report = shop.look("open.csv", three("\"Q"));
    assert_eq!(
        (report.rows, report.orders.new, report.row_verdicts.rejected),
        (1, 0, 1)
    );
    let rejection = &report.rejected[0];
    assert_eq!(
        (rejection.line, rejection.column.as_str()),
        (2, "Payment References")
    );
    for words in ["line 2", "never closed", "2 lines below"] {
        assert!(rejection.reason.contains(words), "{rejection:?}");
    }
    let closed = shop.look("closed.csv", three("\"Q\""));
    assert_eq!((closed.orders.new, closed.row_verdicts.rejected), (3, 0));
}

#[test]
fn rows_inside_a_cell_are_a_mark_that_is_missing() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let mut text = three("\"Q");
    text.truncate(text.trim_end().len());
    text.push_str("\"\n");
    let report = shop.look("missing.csv", text);
    assert_eq!((report.orders.new, report.row_verdicts.rejected), (0, 1));
    let reason = &report.rejected[0].reason;
    assert!(reason.contains("seems to be missing at line 2"), "{reason}");
}

#[test]
fn customers_are_not_swallowed_either() {
    let shop = shop("EUR", "DE", "Europe/Berlin");
    let header = "First Name,Last Name,Email,Accepts Email Marketing,Company,Phone,Total Spent,Total Orders,Tax Exempt,Note";
    let text =
        format!("{header}\nA,B,a@example.com,no,,,0,0,no,\"vip\nC,D,c@example.com,no,,,0,0,no,\n");
    let open = shop.look("open.csv", &text);
    assert_eq!((open.customers.new, open.row_verdicts.rejected), (0, 1));
    assert!(
        open.rejected[0]
            .reason
            .contains("never closed. It took in the line below"),
        "{:?}",
        open.rejected
    );
    let missing = shop.look("missing.csv", format!("{}\"\n", text.trim_end()));
    assert_eq!(
        (missing.customers.new, missing.row_verdicts.rejected),
        (0, 1)
    );
    assert!(missing.rejected[0].reason.contains("missing at line 2"));
}
