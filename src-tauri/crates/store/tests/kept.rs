//! Records besides orders and customers: what imports say of them, and what undo leaves.
#![expect(clippy::unwrap_used, reason = "a helper of a test fails the test")]

use std::path::Path;

use pannier_core::{Cancel, Currency, FixedClock, ImportId, Reporter, Timestamp};
use pannier_store::{
    BehaviourContent, BehaviourKind, BehaviourWriter, CatalogueContent, Kept, KeptPlace,
    NewImportFile, NewShop, OpenOptions, PaymentContent, PaymentKind, PaymentStatus, RefundContent,
    Role, Sighting, Store, VariantContent, WriteTx,
};
use proptest::prelude::*;

const NOON: FixedClock = FixedClock(Timestamp(1_782_820_800_000));

/// What a file says.
#[derive(Debug, Clone)]
enum Said {
    Product(CatalogueContent),
    Payment(PaymentContent),
    Refund(RefundContent),
    Behaviour(BehaviourContent),
}

fn shop(folder: &Path) -> Store {
    let new = NewShop {
        name: "Wren & Willow".into(),
        currency: Currency::EUR,
        country: "DE".into(),
        zone: "Europe/Berlin".parse().unwrap(),
        is_sample: false,
    };
    Store::create(
        &folder.join("wren.pannier"),
        &new,
        OpenOptions::new(Role::Owner),
        &NOON,
    )
    .unwrap()
}

fn place(tx: &WriteTx) -> KeptPlace {
    let import = tx.insert_import(Timestamp(1)).unwrap();
    let file = NewImportFile {
        position: 0,
        name: "file.csv",
        path: "file.csv",
        content_hash: &[0; 32],
        platform: "shopify",
        kind: "products",
        rows: 0,
        verdicts: [0; 6],
        orders: [0; 3],
        customers: [0; 3],
        products_new: 0,
        newest_at: None,
    };
    KeptPlace {
        source: tx.ensure_source("shopify", "").unwrap(),
        import,
        file: tx.insert_import_file(import, &file).unwrap(),
    }
}

fn import(store: &Store, said: &[Said]) -> ImportId {
    store
        .write(|tx| {
            let place = place(tx);
            let mut behaviour = BehaviourWriter::new(tx);
            for said in said {
                match said.clone() {
                    Said::Product(said) => tx.say_kept(&place, said)?,
                    Said::Payment(said) => tx.say_kept(&place, said)?,
                    Said::Refund(said) => tx.say_kept(&place, said)?,
                    Said::Behaviour(said) => behaviour.say(&place, &said)?,
                }
            }
            tx.link_kept()?;
            Ok::<_, pannier_store::Error>(place.import)
        })
        .unwrap()
}

fn undo(store: &Store, import: ImportId) {
    let (reporter, cancel) = (Reporter::new(|_| {}), Cancel::default());
    store
        .write(|tx| tx.revert_import(import, Timestamp(2), &reporter, &cancel))
        .unwrap();
}

/// All that the tables say, without the numbers of rows.
#[expect(
    clippy::disallowed_methods,
    reason = "looks at the tables from outside"
)]
fn tables(folder: &Path) -> Vec<String> {
    let connection = rusqlite::Connection::open(folder.join("wren.pannier")).unwrap();
    let mut rows = Vec::new();
    for sql in [
        "SELECT json_array('product', external_id, title, vendor, category, tags, status, picture, url, gift_card)
           FROM catalogue_product",
        "SELECT json_array('variant', c.external_id, v.position, v.key, v.title, v.sku, v.price, v.compare_at, v.cost, v.stock)
           FROM catalogue_variant v JOIN catalogue_product c ON c.id = v.product_id",
        "SELECT json_array('payment', external_id, occurred_at, kind, status, currency, amount, fee, email, order_text)
           FROM payment",
        "SELECT json_array('refund', external_id, refunded_at, currency, amount, goods_amount) FROM refund",
        "SELECT json_array('behaviour', p.email, t.text, b.kind, b.at) FROM behaviour b
           JOIN behaviour_person p ON p.id = b.person_id JOIN behaviour_product t ON t.id = b.product_id",
        "SELECT json_array('person', email) FROM behaviour_person",
        "SELECT json_array('text', text) FROM behaviour_product",
        "SELECT json_array('said', said) FROM said_record WHERE id IN (SELECT said_id FROM import_sighting)",
    ] {
        let mut statement = connection.prepare(sql).unwrap();
        let found = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.extend(found.map(Result::unwrap));
    }
    rows.sort();
    rows
}

fn said() -> impl Strategy<Value = Said> {
    let number = || 0..3_i64;
    let price = || prop::option::of(1..4_i64);
    let product = (
        number(),
        any::<bool>(),
        prop::option::of(number()),
        prop::collection::vec((number(), price(), price()), 1..3),
    )
        .prop_map(|(id, is_whole, vendor, variants)| {
            let mut known = Vec::new();
            let variants = variants.into_iter().filter(|(key, ..)| {
                let is_new = !known.contains(key);
                known.push(*key);
                is_new
            });
            Said::Product(CatalogueContent {
                external_id: format!("p{id}"),
                title: is_whole.then(|| "Throw".to_owned()),
                vendor: vendor.map(|v| format!("v{v}")),
                is_whole,
                variants: variants
                    .map(|(key, price, stock)| VariantContent {
                        key: key.to_string(),
                        price,
                        compare_at: price.map(|p| p + 1),
                        stock,
                        ..VariantContent::default()
                    })
                    .collect(),
                ..CatalogueContent::default()
            })
        });
    let payment =
        (number(), 1..3_i64, price(), any::<bool>()).prop_map(|(id, amount, fee, paid)| {
            Said::Payment(PaymentContent {
                external_id: format!("t{id}"),
                occurred_at: Timestamp(1_000),
                kind: PaymentKind::Sale,
                status: if paid {
                    PaymentStatus::Success
                } else {
                    PaymentStatus::Pending
                },
                currency: Currency::EUR,
                amount,
                refunded: None,
                refunded_at: None,
                fee,
                fee_currency: None,
                method: None,
                email: None,
                name: None,
                order_ref: None,
                order_text: fee.map(|fee| format!("#{fee}")),
                payment_ref: None,
            })
        });
    let refund = (number(), 1..3_i64).prop_map(|(id, amount)| {
        Said::Refund(RefundContent {
            external_id: format!("r{id}"),
            refunded_at: Timestamp(1_000),
            currency: Currency::EUR,
            amount,
            goods: amount,
            order_ref: None,
        })
    });
    let behaviour = (number(), number(), number()).prop_map(|(who, what, at)| {
        Said::Behaviour(BehaviourContent {
            email: format!("{who}@example.com"),
            product: format!("p{what}"),
            kind: BehaviourKind::View,
            at: Timestamp(at),
        })
    });
    prop_oneof![4 => product, 2 => payment, 1 => refund, 2 => behaviour]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn undo_in_any_order_leaves_what_the_rest_would_have_made(
        files in prop::collection::vec((prop::collection::vec(said(), 1..8), any::<bool>()), 1..5),
        turn in 0..5_usize,
    ) {
        let (with, without) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let shops = [shop(with.path()), shop(without.path())];
        let imports: Vec<ImportId> = files.iter().map(|(said, _)| import(&shops[0], said)).collect();
        let mut gone: Vec<ImportId> = files
            .iter()
            .zip(&imports)
            .filter(|((_, stays), _)| !stays)
            .map(|(_, import)| *import)
            .collect();
        let turn = turn.min(gone.len());
        gone.rotate_left(turn);
        for id in gone {
            undo(&shops[0], id);
        }
        for (said, _) in files.iter().filter(|(_, stays)| *stays) {
            import(&shops[1], said);
        }
        prop_assert_eq!(tables(with.path()), tables(without.path()));
        let health = shops[0].read(|tx| tx.health()).unwrap();
        prop_assert_eq!(health.findings, Vec::new());
    }

    #[test]
    fn saying_it_again_changes_nothing(said in prop::collection::vec(said(), 1..8)) {
        let folder = tempfile::tempdir().unwrap();
        let store = shop(folder.path());
        import(&store, &said);
        let before = tables(folder.path());
        // Files of one import speak as one: the last word of each record is known now.
        import(&store, &said);
        prop_assert_eq!(tables(folder.path()), before);
    }
}

#[test]
fn a_file_with_less_to_say_leaves_what_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let store = shop(folder.path());
    let whole = CatalogueContent {
        external_id: "linen-throw".into(),
        title: Some("Linen Throw".into()),
        is_whole: true,
        variants: ["Sand", "Clay"]
            .map(|title| VariantContent {
                key: title.into(),
                title: title.into(),
                price: Some(7_900),
                compare_at: Some(9_900),
                stock: Some(4),
                ..VariantContent::default()
            })
            .to_vec(),
        ..CatalogueContent::default()
    };
    import(&store, &[Said::Product(whole.clone())]);
    let stock = CatalogueContent {
        external_id: "linen-throw".into(),
        variants: vec![VariantContent {
            key: "Clay".into(),
            stock: Some(0),
            ..VariantContent::default()
        }],
        ..CatalogueContent::default()
    };
    let verdict = |said: &CatalogueContent| {
        store
            .read(|tx| tx.kept_verdict(tx.source("shopify", "")?, None, said))
            .unwrap()
    };
    assert_eq!(verdict(&whole), Sighting::Unchanged);
    assert_eq!(verdict(&stock), Sighting::Updated);
    import(&store, &[Said::Product(stock.clone())]);
    let mut now = stock.over(&whole);
    now.is_whole = true;
    assert_eq!(verdict(&now), Sighting::Unchanged);
    assert_eq!(
        (
            now.variants[1].price,
            now.variants[1].compare_at,
            now.variants[1].stock
        ),
        (Some(7_900), Some(9_900), Some(0))
    );
}
