//! Files of unknown kinds: what is suggested of their columns, and what the merchant's words make
//! of them.

use pannier_core::Cancel;
use pannier_import::{
    Half, Kind, Mapping, MappingDraft, MappingSaid, Options, Plan, Question, RowShape,
    SuggestionFor, halves,
};

use crate::support::{Shop, fixture, said, shop};

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

/// What is suggested of a file beside what was said of it.
fn suggest(shop: &Shop, name: &str, text: &str, said: &SuggestionFor) -> MappingDraft {
    let path = shop.file(name, text);
    let said = SuggestionFor {
        file: name.to_owned(),
        ..said.clone()
    };
    let read =
        |tx: &pannier_store::ReadTx| pannier_import::suggest(&path, &said, tx, &Cancel::default());
    shop.store.read(read).unwrap().unwrap()
}

#[test]
fn another_kind_of_file_gets_suggestions_of_its_own() {
    let shop = german();
    let kind = |kind| SuggestionFor {
        kind: Some(kind),
        ..SuggestionFor::default()
    };
    let people = suggest(&shop, "till.csv", TILL, &kind(Kind::Customers));
    assert_eq!(
        (people.kind, people.rows),
        (Kind::Customers, RowShape::Whole)
    );
    assert_eq!(meaning(&people, "Client e-mail"), Some("email"));
    assert_eq!(meaning(&people, "Unit price"), None, "no customer has one");
    let goods = suggest(&shop, "till.csv", TILL, &kind(Kind::Products));
    assert_eq!(meaning(&goods, "Unit price"), Some("price"));
    assert_eq!(meaning(&goods, "Article no."), Some("sku"));
    // Back to what it was taken for at first, the suggestions are those of the first look.
    let first = shop.look("till.csv", TILL).mapping.unwrap();
    assert_eq!(suggest(&shop, "till.csv", TILL, &kind(Kind::Orders)), first);
    let carts = suggest(&shop, "till.csv", TILL, &kind(Kind::Checkouts));
    assert_eq!(meaning(&carts, "Sold on"), Some("placedAt"));
}

#[test]
fn what_was_said_of_columns_stands_beside_new_suggestions() {
    let shop = german();
    let said = SuggestionFor {
        kind: Some(Kind::Orders),
        columns: vec![
            (5, Some("total".to_owned())),
            (6, None),
            (7, Some("email".to_owned())),
        ],
        ..SuggestionFor::default()
    };
    let draft = suggest(&shop, "till.csv", TILL, &said);
    assert_eq!(meaning(&draft, "Unit price"), Some("total"));
    assert_eq!(meaning(&draft, "Client e-mail"), None, "it is not used");
    assert_eq!(meaning(&draft, "Clerk"), Some("email"));
    assert_eq!(
        draft.columns[5].confidence, None,
        "what was said is settled"
    );
    let totals = draft.columns.iter().filter(|c| c.field == Some("total"));
    assert_eq!(totals.count(), 1, "nothing else is suggested to be it");
    // What a file of another kind does not have is as if it had not been said.
    let people = SuggestionFor {
        kind: Some(Kind::Customers),
        ..said
    };
    let draft = suggest(&shop, "till.csv", TILL, &people);
    assert_eq!(meaning(&draft, "Unit price"), None);
    assert_eq!(meaning(&draft, "Clerk"), Some("email"));
}

#[test]
fn what_a_row_is_tells_what_an_amount_is_of() {
    let shop = german();
    // “Amount” can be that of the order or that of an item: only the rows tell.
    let slips = "\
Order number;Day;Item;Amount
7;31.01.2026;Cup;4,50
7;31.01.2026;Plate;12,00
8;01.02.2026;Cup;4,50
9;02.02.2026;Bowl;8,00
";
    let rows = |rows| SuggestionFor {
        kind: Some(Kind::Orders),
        rows: Some(rows),
        ..SuggestionFor::default()
    };
    let lines = suggest(&shop, "slips.csv", slips, &rows(RowShape::EveryRow));
    let whole = suggest(&shop, "slips.csv", slips, &rows(RowShape::Whole));
    assert_eq!(
        (lines.rows, whole.rows),
        (RowShape::EveryRow, RowShape::Whole)
    );
    let amount = meaning(&lines, "Amount");
    assert!(
        amount.is_some_and(|key| key.starts_with("line")),
        "{amount:?}"
    );
    assert_eq!(meaning(&whole, "Amount"), Some("total"));
    let first = shop.look("slips.csv", slips).mapping.unwrap();
    assert_eq!(
        first, lines,
        "the rows of the file tell that they are lines"
    );
}

#[test]
fn what_the_columns_of_a_platform_mean_is_known_whatever_its_rows_are() {
    let shop = german();
    let text = std::fs::read_to_string(fixture("ebay/us.csv")).unwrap();
    let known = shop.preview(&[shop.file("ebay.csv", &text)]).files()[0]
        .mapping
        .clone()
        .unwrap();
    let said = |kind, rows| SuggestionFor {
        kind: Some(kind),
        rows,
        ..SuggestionFor::default()
    };
    let other = suggest(&shop, "ebay.csv", &text, &said(Kind::Customers, None));
    assert_eq!(other.kind, Kind::Customers);
    assert!(!other.is_confirmed);
    let back = suggest(&shop, "ebay.csv", &text, &said(Kind::Orders, None));
    assert_eq!(back, known);
    let rows = suggest(
        &shop,
        "ebay.csv",
        &text,
        &said(Kind::Orders, Some(RowShape::FirstRow)),
    );
    assert_eq!(rows.columns, known.columns);
    assert_eq!(rows.rows, RowShape::FirstRow);
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

#[test]
fn a_file_says_which_half_of_its_orders_it_holds_and_what_holds_the_other() {
    let shop = german();
    let [orders, items] = ["etsy/sold_orders.csv", "etsy/sold_order_items.csv"].map(fixture);
    let both = shop.preview(&[orders.clone(), items.clone()]);
    let half = |says_items, with: &str| Half {
        says_items,
        with: vec![with.to_owned()],
        missing: None,
    };
    let expected = [
        Some(half(false, "sold_order_items.csv")),
        Some(half(true, "sold_orders.csv")),
    ];
    assert_eq!(halves(both.files()), expected);
    for (file, says_items, other) in [(orders, false, "“Order Items”"), (items, true, "“Orders”")]
    {
        let alone = halves(shop.preview(&[file]).files());
        let [Some(half)] = &alone[..] else {
            panic!("the other one is missing");
        };
        assert_eq!((half.says_items, &half.with[..]), (says_items, &[][..]));
        let missing = half.missing.as_deref().unwrap();
        assert!(missing.contains(&format!("choose {other}")), "{missing}");
    }
}

#[test]
fn files_with_columns_of_the_merchants_own_are_halves_of_each_other_where_both_are_there() {
    let shop = german();
    let sums = shop.file("sums.csv", "No;Day;Sum\nA-1;31.01.2026;21,00\n");
    let items = shop.file("items.csv", "No;Day;What;Price\nA-1;31.01.2026;Cup;21,00\n");
    let options = Options {
        mappings: vec![
            said(
                "sums.csv",
                Kind::Orders,
                RowShape::Whole,
                &["orderNumber", "placedAt", "total"],
            ),
            said(
                "items.csv",
                Kind::Orders,
                RowShape::EveryRow,
                &["orderNumber", "placedAt", "lineName", "linePrice"],
            ),
        ],
        ..Options::default()
    };
    let plan = shop.preview_with(&[sums.clone(), items], &options);
    let found = halves(plan.files());
    assert_eq!(found[0].as_ref().unwrap().with, ["items.csv"]);
    assert!(found[1].as_ref().unwrap().says_items);
    assert_eq!(halves(shop.preview_with(&[sums], &options).files()), [None]);
    let shopify = shop.preview(&[fixture("shopify/orders_2025.csv")]);
    assert_eq!(halves(shopify.files()), [None], "it says both");
}

#[test]
fn numbers_that_a_spreadsheet_has_shortened_are_named() {
    let shop = german();
    let bytes = std::fs::read(fixture("hostile/scientific_ids.csv")).unwrap();
    let notes = shop.look("ids.csv", bytes).notes;
    let named = |note: &String| note.contains("shortened") && note.contains("E+12");
    assert!(notes.iter().any(named), "{notes:?}");
}
