//! Files of unknown kinds: what is suggested of their columns, and what the merchant's words make
//! of them.

use pannier_import::{Kind, Mapping, MappingDraft, MappingSaid, Options, Plan, Question, RowShape};

use crate::support::{Shop, shop};

/// A till's own export: rows of lines, the order on each of them, refunds below zero.
const TILL: &str = "\
Receipt;Sold on;Article;Article no.;Pieces;Unit price;Client e-mail;Clerk
R-1;31.01.2026 10:05;Cup, blue;C-1;2;4,50;ann@example.com;Zoe
R-1;31.01.2026 10:05;Plate;P-1;1;12,00;ann@example.com;Zoe
R-2;01.02.2026 11:00;Cup, blue;C-1;1;4,50;bo@example.com;Zoe
R-3;02.02.2026 09:30;Cup, blue;C-1;-1;4,50;bo@example.com;Zoe
R-4;02.02.2026 10:30;Plate;P-1;1;1.250,00;;Zoe
";

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn meaning<'d>(draft: &'d MappingDraft, name: &str) -> Option<&'d str> {
    let column = draft.columns.iter().find(|column| column.name == name);
    column.unwrap().field
}

fn till_said(save_as: Option<&str>) -> MappingSaid {
    let columns = [
        (0, "orderNumber"),
        (1, "placedAt"),
        (2, "lineName"),
        (3, "lineSku"),
        (4, "lineQuantity"),
        (5, "linePrice"),
        (6, "email"),
    ];
    MappingSaid {
        file: "till.csv".to_owned(),
        kind: Kind::Orders,
        rows: RowShape::EveryRow,
        columns: columns.map(|(at, key)| (at, key.to_owned())).to_vec(),
        currency: None,
        time_zone: None,
        tax_included: Some(true),
        refund_rows: true,
        date_order: None,
        decimal_sign: None,
        save_as: save_as.map(str::to_owned),
    }
}

fn preview(shop: &Shop, said: MappingSaid) -> Plan {
    let file = shop.file("till.csv", TILL);
    let options = Options {
        mappings: vec![said],
        ..Options::default()
    };
    shop.preview_with(&[file], &options)
}

#[test]
fn an_unknown_table_comes_with_a_suggestion() {
    let shop = german();
    let report = shop.look("till.csv", TILL);
    assert!(report.refused.is_some(), "nothing is guessed in silence");
    let draft = report.mapping.unwrap();
    assert_eq!(draft.kind, Kind::Orders);
    assert!(!draft.is_confirmed);
    assert!(draft.refund_rows, "a quantity below zero");
    assert_eq!(meaning(&draft, "Client e-mail"), Some("email"));
    assert_eq!(meaning(&draft, "Unit price"), Some("linePrice"));
    assert_eq!(meaning(&draft, "Clerk"), None);
    let receipt = &draft.columns[0];
    assert_eq!(receipt.examples, ["R-1", "R-2", "R-3"]);
}

#[test]
fn a_known_file_that_holds_nothing_can_be_given_a_meaning() {
    let shop = german();
    let report = shop.look(
        "tiktok.csv",
        "Order ID,Order Status,SKU ID,Seller SKU,Quantity,Order Amount,Created Time\n\
         5001,Completed,91,CUP,1,12.00,2026-02-01 10:00:00\n",
    );
    let refused = report.refused.unwrap();
    assert!(refused.what.contains("TikTok"), "{refused:?}");
    let draft = report.mapping.unwrap();
    assert_eq!(meaning(&draft, "Quantity"), Some("lineQuantity"));
    assert!(!draft.is_confirmed);
}

#[test]
fn what_the_merchant_says_of_columns_is_obeyed() {
    let shop = german();
    let plan = preview(&shop, till_said(None));
    assert_eq!(plan.questions(), []);
    let report = &plan.files()[0];
    assert_eq!(report.refused, None);
    assert_eq!((report.orders.new, report.rows), (3, 5));
    assert_eq!(report.row_verdicts.sum(), 5);
    let goods: Vec<i64> = report.sample.iter().map(|order| order.goods).collect();
    assert_eq!(goods, [2100, 450, 125_000]);
    shop.apply(&plan).unwrap();
    shop.assert_healthy();
    let again = preview(&shop, till_said(None));
    assert_eq!(again.files()[0].orders.unchanged, 3, "the same file again");
    assert!(again.mappings_to_keep().is_empty(), "it was said for once");
}

#[test]
fn a_mapping_is_kept_and_found_by_its_header() {
    let shop = german();
    let plan = preview(&shop, till_said(Some("The till")));
    let [kept] = &plan.mappings_to_keep()[..] else {
        panic!("one mapping is to be kept");
    };
    assert_eq!((kept.name(), kept.columns()), ("The till", 7));
    let text = kept.to_text();
    let read = Mapping::from_text(&text).unwrap();
    assert_eq!(read.to_text(), text, "what is written is what is read");
    shop.store
        .write(|tx| tx.save_mapping(kept.name(), &kept.header_key(), &text, shop.context.now))
        .unwrap();

    let next = shop.file("next.csv", TILL.replace("R-", "S-"));
    let plan = shop.preview(&[next]);
    let report = &plan.files()[0];
    assert_eq!((report.orders.new, &report.refused), (3, &None));
    let draft = report.mapping.as_ref().unwrap();
    assert_eq!(draft.saved_as.as_deref(), Some("The till"));
    assert!(draft.is_confirmed);

    // Handed over as a file, it serves another shop; of a file with other columns it says nothing.
    let other = german();
    let file = other.file("handed.csv", TILL);
    let stranger = other.file("stranger.csv", "Colour;Weight\nred;5\n");
    let options = Options {
        mapping: Some(read),
        ..Options::default()
    };
    let plan = other.preview_with(&[file, stranger], &options);
    assert_eq!(plan.files()[0].orders.new, 3);
    assert!(plan.files()[1].refused.is_some());
}

#[test]
fn words_that_cannot_be_obeyed_are_said() {
    let shop = german();
    let without = |key: &str| {
        let mut said = till_said(None);
        said.columns.retain(|(_, field)| field != key);
        preview(&shop, said).files()[0]
            .refused
            .clone()
            .unwrap()
            .what
    };
    assert!(without("placedAt").contains("placedAt"));
    assert!(without("orderNumber").contains("orderNumber"));
    let mut said = till_said(None);
    said.columns.push((40, "tags".to_owned()));
    assert!(preview(&shop, said).files()[0].refused.is_some());
    let mut said = till_said(None);
    said.currency = Some("EURO".to_owned());
    let refused = preview(&shop, said).files()[0].refused.clone().unwrap();
    assert!(refused.what.contains("EURO"), "{refused:?}");
    for (text, words) in [
        ("", "no mapping of Pannier"),
        ("platform = 5", "no mapping of Pannier"),
        (
            "platform = \"own\"\nwhat = \"x\"\nneed = \"y\"\n",
            "what its files hold",
        ),
    ] {
        let error = Mapping::from_text(text).unwrap_err().to_string();
        assert!(error.contains(words), "{text:?}: {error}");
    }
}

#[test]
fn a_platform_that_nobody_has_seen_is_confirmed_once() {
    let shop = german();
    let header = "Purchase ID,Item Name,Buyer Name,Purchase Email,Buyer Email,Do not contact?,Purchase Date,Purchase Time (UTC timezone),Subtotal ($),Taxes ($),Shipping ($),Sale Price ($),Quantity,Item Price ($)";
    let row = "p1,Pattern book,Ann,ann@example.com,ann@example.com,0,2026-02-01,10:00:00,20.00,0.00,0.00,20.00,1,20.00";
    let file = shop.file("sales.csv", format!("{header}\n{row}\n"));
    let plan = shop.preview(std::slice::from_ref(&file));
    assert_eq!(plan.questions(), [Question::Columns]);
    let draft = plan.files()[0].mapping.clone().unwrap();
    assert!(!draft.is_confirmed);
    assert_eq!(meaning(&draft, "Purchase Email"), Some("email"));
    let trusting = Options {
        trust_columns: true,
        ..Options::default()
    };
    let plan = shop.preview_with(std::slice::from_ref(&file), &trusting);
    assert_eq!(plan.questions(), []);
    let report = &plan.files()[0];
    assert_eq!(report.orders.new, 1);
    assert!(report.notes.iter().any(|note| note.contains("Gumroad")));

    // The merchant looks at the columns and leaves them as they are.
    let columns = draft.columns.iter();
    let columns = columns.filter_map(|c| Some((c.position, c.field?.to_owned())));
    let said = MappingSaid {
        file: "sales.csv".to_owned(),
        kind: draft.kind,
        rows: draft.rows,
        columns: columns.collect(),
        currency: draft.currency,
        time_zone: draft.time_zone,
        tax_included: draft.tax_included,
        refund_rows: draft.refund_rows,
        date_order: None,
        decimal_sign: None,
        save_as: None,
    };
    let confirmed = Options {
        mappings: vec![said],
        ..Options::default()
    };
    let plan = shop.preview_with(&[file], &confirmed);
    assert_eq!(plan.questions(), []);
    assert_eq!(plan.files()[0].orders.new, 1);
    assert_eq!(plan.files()[0].platform.as_deref(), Some("gumroad"));
}
