//! Each finding is found, says where, and goes once it is put right.

use pannier_compose::{
    Block, CampaignKind, Colour, Column, Columns, Content, Document, Finding, FindingCode, Fix,
    Ground, Language, Level, Picture, ProductSource, Products, Target, Text, TextStyle, findings,
    fix, kind_document, kind_document_for_each,
};

use crate::people::{brand, person};

fn document() -> Document {
    kind_document(CampaignKind::Reward, Language::En)
}

fn found(document: &Document) -> Vec<Finding> {
    findings(document, &brand(), &[person(Language::En)])
}

fn codes(document: &Document) -> Vec<FindingCode> {
    found(document)
        .into_iter()
        .map(|finding| finding.code)
        .collect()
}

fn changed(change: impl FnOnce(&mut Document)) -> Document {
    let mut document = document();
    change(&mut document);
    document
}

fn text(document: &mut Document) -> &mut Text {
    let texts = document
        .blocks
        .iter_mut()
        .filter_map(|block| match &mut block.content {
            Content::Text(text) if text.style == TextStyle::Body => Some(text),
            _ => None,
        });
    texts.last().unwrap()
}

fn products(document: &mut Document) -> &mut Products {
    let products = document
        .blocks
        .iter_mut()
        .filter_map(|block| match &mut block.content {
            Content::Products(products) => Some(products),
            _ => None,
        });
    products.last().unwrap()
}

fn picture(alt: &str, file: Option<&str>) -> Block {
    Block {
        id: "picture".to_owned(),
        ground: Ground::Card,
        content: Content::Picture(Picture {
            file: file.map(ToOwned::to_owned),
            alt: alt.to_owned(),
            decorative: false,
            wide: false,
            target: None,
        }),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one row a fault")]
fn each_fault_is_found_once_and_says_where() {
    use FindingCode as Is;
    let cases: Vec<(FindingCode, Level, Document)> = vec![
        (
            Is::NewerDocument,
            Level::Stop,
            changed(|one| one.version = 2),
        ),
        (
            Is::NoSubject,
            Level::Stop,
            changed(|one| one.subject = " ".to_owned()),
        ),
        (
            Is::LongSubject,
            Level::Warn,
            changed(|one| one.subject = "long ".repeat(20)),
        ),
        (
            Is::NoPreview,
            Level::Warn,
            changed(|one| one.preview.clear()),
        ),
        (
            Is::PreviewLength,
            Level::Warn,
            changed(|one| one.preview = "Short".to_owned()),
        ),
        (
            Is::Unreadable,
            Level::Stop,
            changed(|one| text(one).words = "{{".to_owned() + "{{ x"),
        ),
        (
            Is::UnknownVariable,
            Level::Stop,
            changed(|one| {
                one.preview = "{{age or \"x\"}} and a preview that is long enough".to_owned();
            }),
        ),
        (
            Is::NoFallback,
            Level::Stop,
            changed(|one| text(one).words = "{{first_name}}".to_owned()),
        ),
        (
            Is::TwoBlocksOneId,
            Level::Stop,
            changed(|one| one.blocks[0].id = "title".to_owned()),
        ),
        (
            Is::TooMuch,
            Level::Stop,
            changed(|one| text(one).words = "x".repeat(50_000)),
        ),
        (
            Is::NoProducts,
            Level::Stop,
            changed(|one| {
                products(one).source = ProductSource::Chosen {
                    products: Vec::new(),
                }
            }),
        ),
        (
            Is::OutOfRange,
            Level::Stop,
            changed(|one| products(one).count = 13),
        ),
        (
            Is::NoPicture,
            Level::Stop,
            changed(|one| one.blocks.insert(0, picture("x", None))),
        ),
        (
            Is::NoAlt,
            Level::Stop,
            changed(|one| one.blocks.insert(0, picture(" ", Some("a")))),
        ),
        (
            Is::NoWords,
            Level::Warn,
            changed(|one| text(one).words.clear()),
        ),
        (
            Is::Contrast,
            Level::Stop,
            changed(|one| one.look.ink = Colour::hex(0x00aa_aaaa)),
        ),
        (
            Is::NoUnsubscribe,
            Level::Stop,
            changed(|one| {
                one.blocks.pop();
            }),
        ),
        (
            Is::FooterNotLast,
            Level::Warn,
            changed(|one| {
                let footer = one.blocks.pop().unwrap();
                one.blocks.insert(2, footer);
            }),
        ),
    ];
    for (code, level, document) in cases {
        let found = found(&document);
        let own: Vec<_> = found
            .iter()
            .filter(|finding| finding.code == code)
            .collect();
        assert_eq!(own.len(), 1, "{code:?}: {found:#?}");
        assert_eq!(own[0].level, level, "{code:?}");
        assert!(
            own[0].sentence.ends_with(|c: char| c != '.' && c != '!'),
            "{}",
            own[0].sentence
        );
    }
    assert!(codes(&document()).is_empty());
}

#[test]
fn a_mail_that_gmail_would_cut_is_stopped() {
    let document = changed(|one| {
        text(one).words = "**a** ".repeat(5_000);
    });
    assert!(
        codes(&document).contains(&FindingCode::TooLarge),
        "{:?}",
        codes(&document)
    );
    let document = changed(|one| {
        text(one).words = "**a** ".repeat(2_500);
    });
    assert!(
        codes(&document).contains(&FindingCode::Large),
        "{:?}",
        codes(&document)
    );
}

#[test]
fn the_shop_has_to_say_who_and_where_it_is() {
    let mut nobody = brand();
    nobody.name.clear();
    nobody.postal_address = " \n ".to_owned();
    nobody.url = None;
    let found = findings(&document(), &nobody, &[person(Language::En)]);
    let shop: Vec<_> = found
        .iter()
        .filter(|finding| finding.fix == Some(Fix::OpenShopSettings))
        .map(|finding| (finding.code, finding.block.clone()))
        .collect();
    assert_eq!(
        shop,
        [
            (FindingCode::NoShopName, None),
            (FindingCode::NoPostalAddress, None),
            (FindingCode::NoShopPage, Some("button".to_owned())),
            (FindingCode::NoShopPage, Some("products".to_owned())),
        ]
    );
}

#[test]
fn columns_hold_four_kinds_of_blocks() {
    let inner = kind_document(CampaignKind::Reward, Language::En);
    let inner = |id: &str| Block {
        id: format!("inner-{id}"),
        ..inner.block(id).unwrap().clone()
    };
    let with = |blocks: Vec<Block>| {
        changed(|one| {
            one.blocks.insert(
                0,
                Block {
                    id: "columns".to_owned(),
                    ground: Ground::Card,
                    content: Content::Columns(Columns {
                        columns: vec![Column { blocks }, Column { blocks: Vec::new() }],
                        panel: false,
                    }),
                },
            );
        })
    };
    assert_eq!(codes(&with(vec![inner("body"), inner("button")])), []);
    assert_eq!(
        codes(&with(vec![inner("products")])),
        [FindingCode::NotInColumns]
    );
}

#[test]
fn what_samples_lack_is_found_before_sending() {
    let mut poor = person(Language::En);
    poor.offer = None;
    let found = findings(
        &document(),
        &brand(),
        &[person(Language::En), poor.clone(), poor],
    );
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        (found[0].code, found[0].level),
        (FindingCode::NoCode, Level::Stop)
    );
    assert_eq!(found[0].fix, Some(Fix::OpenOffer));
}

#[test]
fn fixes_put_right_what_they_are_for() {
    let mut document = changed(|one| {
        one.look.ink = Colour::hex(0x00aa_aaaa);
        one.blocks.pop();
        text(one).words = "Hello {{ first_name }}, {{ name }}".to_owned();
    });
    let mut rounds = 0;
    loop {
        let fixes = found(&document);
        let next = fixes
            .iter()
            .find_map(|finding| finding.fix.as_ref().and_then(|own| fix(&document, own)));
        let Some(next) = next else { break };
        document = next;
        rounds += 1;
        assert!(rounds < 10, "{fixes:#?}");
    }
    assert_eq!(rounds, 4);
    assert_eq!(codes(&document), []);
    assert!(
        text(&mut document)
            .words
            .contains("{{first_name or \"friend\"}}")
    );
}

#[test]
fn a_missing_translation_is_named() {
    let mut document = kind_document_for_each(CampaignKind::Reward, Language::En);
    document
        .translations
        .get_mut(&Language::Fr)
        .unwrap()
        .texts
        .remove("title.words");
    let found = found(&document);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].code, FindingCode::NotTranslated);
    assert_eq!(found[0].place.as_deref(), Some("title.words"));
    assert!(found[0].sentence.contains("French"));
}

#[test]
fn a_button_that_leads_nowhere_is_found() {
    let document = changed(|one| {
        for block in &mut one.blocks {
            if let Content::Button(button) = &mut block.content {
                button.target = Target::Page { url: String::new() };
                button.text.clear();
            }
        }
    });
    assert_eq!(
        codes(&document),
        [FindingCode::NoWords, FindingCode::BadLink]
    );
}
