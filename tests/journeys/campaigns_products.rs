//! Products in campaigns: why each is shown, what it cost before, and in which language it is said.

use std::collections::BTreeMap;

use pannier_api::{
    campaign_products, create_campaign, create_sample_shop, get_campaign, preview_campaign,
    preview_page, save_campaign, send_campaign_now,
    views::{
        CampaignLanguage, CampaignPreview, CreateCampaign, ListCampaignProducts, PreviewCampaign,
        SaveCampaign,
    },
};
use pannier_compose::{CampaignKind, Content, ProductSource, kind_document_for_each};
use pannier_core::{Cancel, Reporter};

use crate::{
    campaigns::{draft, look, plan, shop_of, start, tested, with_account},
    shop::NOW,
};

/// How a reason begins in English and in German.
const WORDS: [(&str, &str); 4] = [
    ("Goes with your ", "Passt zu: "),
    ("Like your ", "Ähnlich wie: "),
    ("You bought it before", "Schon einmal gekauft"),
    ("Often chosen these days", "Derzeit oft gewählt"),
];

fn in_language(
    shop: &pannier_api::Shop,
    id: u32,
    position: u32,
    language: CampaignLanguage,
) -> CampaignPreview {
    let input = PreviewCampaign {
        position,
        language: Some(language),
        ..look(id)
    };
    preview_campaign(shop, &input).unwrap()
}

#[test]
fn a_suggestion_says_why_in_the_language_of_its_reader_and_the_mail_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let shop = create_sample_shop(
        &folder.path().join("sample.pannier"),
        pannier_api::Role::Owner,
        std::sync::Arc::new(NOW),
        &Reporter::default(),
        &Cancel::default(),
    )
    .unwrap();
    let server = with_account(&shop);
    let input = CreateCampaign {
        kind: Some(CampaignKind::NewLikeBought),
        language: Some(CampaignLanguage::En),
        ..CreateCampaign::default()
    };
    let id = create_campaign(&shop, &input).unwrap();
    let mut content = get_campaign(&shop, id).unwrap().content;
    content.audience.rules = "orders at least 3".into();
    content.audience.segments.clear();
    content.holdout_percent = 0;
    content.quiet_from = None;
    content.quiet_until = None;
    content.document = kind_document_for_each(CampaignKind::NewLikeBought, CampaignLanguage::En);
    for block in &mut content.document.blocks {
        if let Content::Products(products) = &mut block.content {
            products.source = ProductSource::Recommended;
        }
    }
    let input = SaveCampaign {
        id: Some(id),
        content,
    };
    save_campaign(&shop, &input).unwrap();
    let total = preview_campaign(&shop, &look(id)).unwrap().total;
    let mut told: BTreeMap<String, (String, String)> = BTreeMap::new();
    for position in 0..total.min(12) {
        let shown = in_language(&shop, id, position, CampaignLanguage::En);
        let german = in_language(&shop, id, position, CampaignLanguage::De);
        assert_ne!(
            shown.subject, german.subject,
            "the same person in another language"
        );
        assert_eq!(shown.customer, german.customer);
        let page = preview_page(&shop, &german.page).unwrap();
        assert!(page.html.contains("lang=\"de\""), "{}", german.page);
        for line in shown.text.lines() {
            for (ours, theirs) in WORDS {
                if let Some(title) = line.strip_prefix(ours) {
                    let german_line = format!("{theirs}{title}");
                    assert!(german.text.contains(&german_line), "{}", german.text);
                    told.insert(shown.address.clone(), (line.to_owned(), german_line));
                }
            }
        }
    }
    assert!(!told.is_empty(), "nobody of {total} is told why");
    tested(&shop, id);
    plan(&shop, id).unwrap();
    send_campaign_now(&shop, start(id), &Cancel::default()).unwrap();
    for (address, (english, german)) in told {
        let mail = server.to(&address).unwrap();
        let said = mail.text.contains(&english) || mail.text.contains(&german);
        let other = !mail.text.contains("Unsubscribe:") && !mail.text.contains("Abmelden:");
        assert!(said || other, "{english} for {address}: {}", mail.text);
    }
}

#[test]
fn what_a_product_cost_before_stands_beside_its_price() {
    let (test, server) = shop_of(&["Mara"]);
    let shop = &test.shop;
    let products = "Title,URL handle,Description,Vendor,Product category,Type,Tags,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Cost per item,Inventory quantity,Gift card\n\
                    Linen throw,linen-throw,,Wren,,Throws,home,Active,SKU-1,Title,Default Title,80.00,95.00,,4,FALSE\n\
                    Oak tray,oak-tray,,Wren,,Trays,home,Active,SKU-2,Title,Default Title,40.00,40.00,,4,FALSE\n";
    let file = test.file("products.csv", products);
    test.import(&[&file]).unwrap();
    let all = ListCampaignProducts {
        limit: 10,
        ..ListCampaignProducts::default()
    };
    let keys: Vec<String> = campaign_products(shop, &all)
        .unwrap()
        .into_iter()
        .map(|one| one.key)
        .collect();
    assert_eq!(keys.len(), 2);
    let id = draft(shop, |content| {
        content.document =
            pannier_compose::kind_document(CampaignKind::NewLikeBought, CampaignLanguage::En);
        content.document.subject = "Hello".into();
        for block in &mut content.document.blocks {
            if let Content::Products(products) = &mut block.content {
                products.source = ProductSource::Chosen {
                    products: keys.clone(),
                };
                products.prices = true;
            }
        }
    });
    tested(shop, id);
    plan(shop, id).unwrap();
    send_campaign_now(shop, start(id), &Cancel::default()).unwrap();
    let mail = server.to("mara@example.com").unwrap();
    assert!(
        mail.text
            .contains("Linen throw, €80.00 (instead of €95.00)"),
        "{}",
        mail.text
    );
    assert!(mail.text.contains("Oak tray, €40.00\n"), "{}", mail.text);
    let html = mail.html.unwrap();
    assert!(html.contains("<s>€95.00</s>"), "it is struck through");
}
