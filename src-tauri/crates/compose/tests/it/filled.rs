//! What a copy is filled with: products and what stands for them, codes, ends, points, pictures.

use pannier_compose::{
    Align, Block, Button, ButtonStyle, CampaignKind, Column, Columns, Compiled, Content, Deadline,
    Divider, Document, FreeShippingProgress, Ground, Language, Mail, Otherwise, PayLater, Picture,
    PictureSource, ProductSource, RenderError, Scheme, Target, Text, TextStyle, Unsubscribe,
    compile, kind_document,
};
use pannier_core::{Currency, Money};

use crate::people::{brand, person};

fn of(kind: CampaignKind) -> Compiled {
    compile(&kind_document(kind, Language::En), &brand()).unwrap()
}

fn block(id: &str, content: Content) -> Block {
    Block {
        id: id.to_owned(),
        ground: Ground::Card,
        content,
    }
}

/// A mail that holds one thing, and the footer.
fn with(content: Content) -> Document {
    let mut document = kind_document(CampaignKind::ThankYou, Language::En);
    document.blocks.retain(|block| block.id == "footer");
    document.blocks.insert(0, block("one", content));
    document
}

fn shown(document: &Document) -> Mail {
    let compiled = compile(document, &brand()).unwrap();
    compiled.render(&person(Language::En)).unwrap()
}

#[test]
fn a_copy_is_that_persons_own() {
    let compiled = of(CampaignKind::Reward);
    let mut one = person(Language::En);
    let mut other = person(Language::En);
    one.offer.as_mut().unwrap().code = Some("ONE-1111".to_owned());
    other.offer.as_mut().unwrap().code = Some("OTHER-22".to_owned());
    other.first_name = "Noor".to_owned();
    let (one, other) = (
        compiled.render(&one).unwrap(),
        compiled.render(&other).unwrap(),
    );
    for (mail, own, not_own) in [
        (&one, "ONE-1111", "OTHER-22"),
        (&other, "OTHER-22", "ONE-1111"),
    ] {
        for part in [&mail.html, &mail.text] {
            // Lines of HTML are broken between words.
            let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(part.contains(own) && !part.contains(not_own));
            assert!(part.contains("15% off on orders from €75"));
            assert!(part.contains("Ends on Sunday 12 July at 23:59"));
        }
    }
    assert!(other.html.contains("Hello Noor,") && other.text.contains("Hello Noor,"));
}

#[test]
fn someone_without_a_code_or_an_end_gets_no_copy() {
    let compiled = of(CampaignKind::Reward);
    assert!(compiled.needs().code && compiled.needs().deadline);
    let mut reader = person(Language::En);
    reader.offer.as_mut().unwrap().code = Some("  ".to_owned());
    assert_eq!(compiled.render(&reader), Err(RenderError::NoCode));
    reader.offer.as_mut().unwrap().code = Some("A".to_owned());
    reader.offer.as_mut().unwrap().ends_at = None;
    assert_eq!(compiled.render(&reader), Err(RenderError::NoDeadline));
    reader.offer = None;
    assert_eq!(compiled.render(&reader), Err(RenderError::NoCode));
}

#[test]
fn a_code_in_the_subject_is_needed_unless_something_else_stands_there() {
    let mut document = kind_document(CampaignKind::CartLeft, Language::En);
    document.subject = "Your code: {{offer.code}}".to_owned();
    let compiled = compile(&document, &brand()).unwrap();
    assert!(compiled.needs().code);
    let mut reader = person(Language::En);
    assert_eq!(
        compiled.render(&reader).unwrap().subject,
        "Your code: K7PM-4QXD"
    );
    reader.offer = None;
    assert_eq!(compiled.render(&reader), Err(RenderError::NoCode));
    document.subject = "Your code: {{offer.code or \"none\"}}".to_owned();
    let compiled = compile(&document, &brand()).unwrap();
    assert!(compiled.needs().offer && !compiled.needs().code);
    assert_eq!(compiled.render(&reader).unwrap().subject, "Your code: none");
}

#[test]
fn fallbacks_stand_for_what_someone_lacks() {
    let mut document = kind_document(CampaignKind::CartLeft, Language::En);
    document.subject = "{{first_name or \"You\"}}: {{product or \"nothing\"}}".to_owned();
    let mut reader = person(Language::En);
    reader.first_name = " \u{202e}".to_owned();
    reader.products.clear();
    let compiled = compile(&document, &brand()).unwrap();
    assert_eq!(compiled.render(&reader).unwrap().subject, "You: nothing");
    document.subject = "Hello {{first_name}}".to_owned();
    let compiled = compile(&document, &brand()).unwrap();
    let name = "first_name".to_owned();
    assert_eq!(compiled.render(&reader), Err(RenderError::Missing { name }));
    document.subject = "{{first_name or \"\"}}".to_owned();
    let compiled = compile(&document, &brand()).unwrap();
    assert_eq!(compiled.render(&reader), Err(RenderError::EmptySubject));
}

#[test]
fn products_give_way_to_others_or_go() {
    let compiled = of(CampaignKind::FlashOffer);
    let needs = &compiled.needs().products;
    assert_eq!(needs.get(&ProductSource::Wishlist), Some(&4));
    assert_eq!(needs.get(&ProductSource::Recommended), Some(&4));
    assert_eq!(needs.get(&ProductSource::Cart), None);
    let mut reader = person(Language::En);
    let wished = compiled.render(&reader).unwrap();
    assert!(!wished.html.contains("Goes with your throw"));
    assert_eq!(wished.pictures.len(), 4);
    reader.products.insert(ProductSource::Wishlist, Vec::new());
    let recommended = compiled.render(&reader).unwrap();
    assert!(recommended.html.contains("Goes with your throw"));
    reader.products.clear();
    let none = compiled.render(&reader).unwrap();
    assert!(none.pictures.is_empty());
    for part in [&none.html, &none.text] {
        assert!(
            !part.contains("From your wishlist"),
            "the heading goes with its products"
        );
    }
    assert!(none.html.len() < recommended.html.len());
}

#[test]
fn any_number_of_products_fills_its_rows() {
    let mut document = kind_document(CampaignKind::NewLikeBought, Language::En);
    for block in &mut document.blocks {
        if let Content::Products(products) = &mut block.content {
            products.count = 12;
            products.otherwise = Otherwise::Hide;
        }
    }
    let compiled = compile(&document, &brand()).unwrap();
    let mut reader = person(Language::En);
    let one = reader.products[&ProductSource::NewLikeBought][0].clone();
    for count in 0..=13 {
        let mut products = vec![one.clone(); count];
        for (place, product) in products.iter_mut().enumerate() {
            product.key = place.to_string();
            product.title = format!("Thing {place}.");
        }
        reader
            .products
            .insert(ProductSource::NewLikeBought, products);
        let mail = compiled.render(&reader).unwrap();
        let shown = count.min(12);
        assert_eq!(mail.html.matches(">Thing ").count(), shown);
        assert_eq!(mail.text.matches("Thing ").count(), shown);
        assert_eq!(mail.pictures.len(), shown);
        assert!(mail.pictures.iter().all(|picture| picture.square));
    }
}

#[test]
fn a_product_without_picture_shows_its_letter() {
    let compiled = of(CampaignKind::CartLeft);
    let mut reader = person(Language::En);
    for product in reader.products.get_mut(&ProductSource::Cart).unwrap() {
        product.has_picture = false;
        product.url = None;
    }
    let mail = compiled.render(&reader).unwrap();
    assert!(mail.pictures.is_empty() && !mail.html.contains("<img"));
    assert!(mail.html.contains(">L</div>"));
    // Without a page of its own, it leads to the shop.
    assert!(
        mail.html
            .contains("<a href=\"https://lavender-lane.example\"")
    );
}

#[test]
fn free_shipping_says_how_far_someone_is() {
    let compiled = of(CampaignKind::FreeShipping);
    let mut reader = person(Language::En);
    let mut said = |cart: Option<i64>, currency| {
        reader.free_shipping = Some(FreeShippingProgress {
            from: Money::new(5_000, Currency::EUR),
            cart: cart.map(|minor| Money::new(minor, currency)),
        });
        compiled.render(&reader).unwrap()
    };
    let mail = said(Some(3_650), Currency::EUR);
    assert!(
        mail.html
            .contains("€13.50 more in your cart and shipping is free")
    );
    assert!(mail.html.contains("width=\"73%\""));
    let mail = said(Some(4_999), Currency::EUR);
    assert!(mail.html.contains("width=\"99%\"") && mail.text.contains("€0.01 more"));
    let mail = said(Some(5_000), Currency::EUR);
    assert!(mail.html.contains("width=\"100%\"") && mail.text.contains("Shipping is free"));
    for mail in [said(None, Currency::EUR), said(Some(9_000), Currency::USD)] {
        assert!(
            mail.html
                .contains("<strong>Free shipping from €50</strong>")
        );
        assert!(!mail.html.contains("class=\"gd\""), "no bar without a cart");
    }
}

#[test]
fn points_go_for_someone_without_an_account() {
    let compiled = of(CampaignKind::PointsStatement);
    assert!(compiled.needs().points);
    let mut reader = person(Language::En);
    let mail = compiled.render(&reader).unwrap();
    for part in [&mail.html, &mail.text] {
        assert!(part.contains("1,280 points"));
        assert!(part.contains("220 points more for your next reward: 20% off"));
        assert!(part.contains("300 points expire on Wednesday 30 September"));
    }
    reader.points.as_mut().unwrap().balance = 1;
    reader.points.as_mut().unwrap().expiring = None;
    let mail = compiled.render(&reader).unwrap();
    assert!(mail.html.contains(">1 point<") && !mail.html.contains("expire"));
    reader.points.as_mut().unwrap().next_reward = Some((0, "20% off".to_owned()));
    let mail = compiled.render(&reader).unwrap();
    for part in [&mail.html, &mail.text] {
        assert!(!part.contains("next reward"), "nothing is missing");
    }
    reader.points = None;
    let mail = compiled.render(&reader).unwrap();
    assert!(!mail.html.contains("Your points<"));
    assert_eq!(mail.subject, "You have 0 points");
}

#[test]
fn pictures_are_shown_and_lead_somewhere() {
    let picture = Picture {
        file: Some("shelf".to_owned()),
        alt: "A shelf with {{shop}}’s soaps".to_owned(),
        decorative: false,
        wide: true,
        target: Some(Target::Page {
            url: "https://lavender-lane.example/soaps?a=1&b=2".to_owned(),
        }),
    };
    let mail = shown(&with(Content::Picture(picture)));
    assert_eq!(mail.pictures.len(), 1);
    assert_eq!(
        mail.pictures[0].source,
        PictureSource::Local("shelf".to_owned())
    );
    assert_eq!(
        (mail.pictures[0].width, mail.pictures[0].square),
        (600, false)
    );
    assert!(
        mail.html
            .contains("alt=\"A shelf with Lavender Lane’s soaps\"")
    );
    assert!(
        mail.html
            .contains("href=\"https://lavender-lane.example/soaps?a=1&amp;b=2\"")
    );
    assert!(mail.text.contains(
        "[A shelf with Lavender Lane’s soaps]\nhttps://lavender-lane.example/soaps?a=1&b=2"
    ));
    let seen = mail.html_for_preview(Scheme::Dark, Some("one"), |picture| {
        format!("picture://localhost/{}?a&b", picture.id)
    });
    assert!(seen.contains("\"picture://localhost/picture0?a&amp;b\""));
    assert!(seen.contains("@media all") && !seen.contains("prefers-color-scheme"));
    assert!(seen.contains(".b-one::after{"));
}

#[test]
fn columns_dividers_and_paying_later_are_shown() {
    let picture = Picture {
        file: Some("shelf".to_owned()),
        alt: "A shelf".to_owned(),
        decorative: false,
        wide: false,
        target: None,
    };
    let text = |id: &str, words: &str| {
        block(
            id,
            Content::Text(Text {
                words: words.to_owned(),
                style: TextStyle::Body,
                align: Align::Start,
            }),
        )
    };
    let button = Button {
        text: "Go".to_owned(),
        target: Target::Shop,
        style: ButtonStyle::Outlined,
        wide: false,
        align: Align::Start,
    };
    let column = |id: &str| Column {
        blocks: vec![
            block(&format!("{id}-picture"), Content::Picture(picture.clone())),
            text(&format!("{id}-text"), "**Bold** [here](shop)"),
            block(&format!("{id}-button"), Content::Button(button.clone())),
        ],
    };
    let columns = Columns {
        columns: vec![column("a"), column("b"), Column { blocks: Vec::new() }],
        panel: true,
    };
    let mail = shown(&with(Content::Columns(columns)));
    assert_eq!(mail.html.matches("<strong>Bold</strong>").count(), 2);
    assert_eq!(
        mail.text
            .matches("Bold here (https://lavender-lane.example)")
            .count(),
        2
    );
    assert_eq!(mail.pictures.len(), 1, "one picture, shown twice");
    assert!(
        mail.html.contains("class=\"pn b-one\""),
        "they stand on a panel"
    );

    let pay = PayLater {
        provider: "Klarna".to_owned(),
        parts: 3,
    };
    assert!(
        shown(&with(Content::PayLater(pay)))
            .text
            .contains("Pay in 3 parts with Klarna")
    );
    let line = Divider {
        line: true,
        room: 9_000,
    };
    assert!(shown(&with(Content::Divider(line))).text.contains("* * *"));
    let deadline = Deadline {
        text: "Only to {day}, {time} {{first_name or \"x\"}}".to_owned(),
    };
    let mail = shown(&with(Content::Deadline(deadline)));
    assert!(
        mail.text
            .contains("Only to Sunday 12 July, 23:59 Ellen (Berlin time)"),
        "{}",
        mail.text
    );
}

#[test]
fn a_preview_leads_nowhere_and_still_shows_how_to_unsubscribe() {
    let mut reader = person(Language::En);
    reader.unsubscribe = Unsubscribe::Preview;
    let mail = of(CampaignKind::ThankYou).render(&reader).unwrap();
    assert!(mail.html.contains("href=\"#\""));
    assert!(mail.html.contains(">Unsubscribe</a>"));
}
