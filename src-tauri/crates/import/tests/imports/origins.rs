//! Where an order came from: the place it was sold at, the device, the campaign.

use crate::support::{Shop, shop};

/// Number, place, device and campaign of each order.
fn origins(shop: &Shop) -> Vec<[String; 4]> {
    let stored = shop.store.read(|tx| {
        let ids = tx.facts()?.order;
        let stored = ids.into_iter().map(|id| Ok(tx.stored_order(id)?.content));
        stored.collect::<Result<Vec<_>, pannier_store::Error>>()
    });
    let mut found: Vec<[String; 4]> = stored
        .unwrap()
        .into_iter()
        .map(|order| [order.number, order.channel, order.device, order.campaign])
        .collect();
    found.sort();
    found
}

fn words(rows: &[[&str; 4]]) -> Vec<[String; 4]> {
    rows.iter().map(|row| row.map(str::to_owned)).collect()
}

const ATTRIBUTED: &str = "\
order_number,order_date,status,order_total,billing_email,product_name,quantity,item_total,meta:_wc_order_attribution_utm_source,meta:_wc_order_attribution_device_type,meta:_wc_order_attribution_utm_campaign
7001,2026-03-05 18:20:11,completed,36.00,rosa.gruen@example.com,Soap,2,36.00,newsletter,Mobile,spring-sale
7002,2026-03-06 08:05:00,completed,10.00,tom.ivers@example.com,Dish,1,10.00,(direct),Desktop,(none)
";

#[test]
fn an_attributed_order_keeps_its_device_and_campaign() {
    let shop = shop("EUR", "AT", "Europe/Vienna");
    shop.import_trusting(&[shop.file("flat.csv", ATTRIBUTED)]);
    let expected = words(&[
        ["7001", "newsletter", "Mobile", "spring-sale"],
        ["7002", "(direct)", "Desktop", ""],
    ]);
    assert_eq!(origins(&shop), expected);

    let later = "\
order_number,order_date,status,order_total,billing_email,product_name,quantity,item_total
7001,2026-03-05 18:20:11,refunded,36.00,rosa.gruen@example.com,Soap,2,36.00
";
    let import = shop
        .import_trusting(&[shop.file("later.csv", later)])
        .import
        .unwrap();
    assert_eq!(origins(&shop), expected, "a file without them says nothing");
    shop.undo(import).unwrap();
    assert_eq!(origins(&shop), expected);
}

#[test]
fn a_change_of_campaign_is_an_update_that_an_undo_takes_back() {
    let shop = shop("EUR", "AT", "Europe/Vienna");
    shop.import_trusting(&[shop.file("flat.csv", ATTRIBUTED)]);
    let before = origins(&shop);
    let other = ATTRIBUTED
        .replace("spring-sale", "easter")
        .replace("Mobile", "Tablet");
    let imported = shop.import_trusting(&[shop.file("other.csv", other)]);
    assert_eq!(
        (
            imported.files[0].orders.updated,
            imported.files[0].orders.unchanged
        ),
        (1, 1)
    );
    assert_eq!(
        origins(&shop)[0],
        ["7001", "newsletter", "Tablet", "easter"]
    );
    shop.undo(imported.import.unwrap()).unwrap();
    assert_eq!(origins(&shop), before);
    shop.assert_healthy();
}

#[test]
fn columns_of_a_plugin_and_of_a_table_of_ones_own_are_known() {
    let shop = shop("EUR", "AT", "Europe/Vienna");
    let advanced = "\
Order Number,Order Status,Order Date,Email (Billing),Order Total Amount,Item Name,Quantity,Item Cost,Origin,Device type,_wc_order_attribution_utm_campaign
7003,Completed,2026-03-07 10:00,ida.moos@example.com,18.00,Soap,1,18.00,Organic: Google,Tablet,autumn
";
    shop.import_trusting(&[shop.file("advanced.csv", advanced)]);
    assert_eq!(
        origins(&shop),
        words(&[["7003", "Organic: Google", "Tablet", "autumn"]])
    );

    let own = "\
Bon;Verkauft am;Summe;Kanal;Gerätetyp;Kampagne
B-1;05.03.2026;12,50;Laden;Kasse;Ostern
";
    let plan = shop.preview(&[shop.file("own.csv", own)]);
    let draft = plan.files()[0].mapping.clone().unwrap();
    let fields: Vec<_> = draft.columns.iter().map(|column| column.field).collect();
    assert_eq!(
        fields[3..],
        [Some("channel"), Some("device"), Some("campaign")]
    );
}
