//! What people and shops are called, and what documents hold, that would be markup or a program
//! anywhere else.

use pannier_compose::{
    CampaignKind, CodeStyle, Content, Finding, FindingCode, Language, Level, Offer, PersonValues,
    Product, ProductSource, RenderError, Target, Terms, Unsubscribe, compile, kind_document,
};
use pannier_core::{Currency, Money};
use proptest::prelude::*;

use crate::people::{ENDS_AT, brand, person, with_gift_card};

const NAMES: [&str; 12] = [
    "{{ 7 * 7777 }}",
    "{% for i in range(10000000000) %}x{% endfor %}",
    "{# remark #}",
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "<!--[if mso]><b>x</b><![endif]-->",
    "</title></head><body>",
    "&lt;b&gt; &amp; {{first_name}}",
    "نور\u{202e}evil",
    "👩‍🌾🇩🇪 e\u{301}\u{327}",
    "a\r\nBcc: everyone@example.com\r\n\r\nbody",
];

/// Someone who is called so, in a shop whose products, rewards and messages are called so too.
fn called(name: &str) -> PersonValues {
    let mut person = person(Language::En);
    name.clone_into(&mut person.first_name);
    name.clone_into(&mut person.last_name);
    name.clone_into(&mut person.name);
    for products in person.products.values_mut() {
        for product in products {
            name.clone_into(&mut product.title);
            name.clone_into(&mut product.reason);
            name.clone_into(&mut product.key);
        }
    }
    let points = person.points.as_mut().unwrap();
    points.next_reward = Some((5, name.to_owned()));
    name.clone_into(&mut points.tier);
    person.offer = Some(Offer {
        terms: Terms::Gift(name.to_owned()),
        minimum: None,
        code: Some(format!("{name}-1")),
        ends_at: Some(ENDS_AT),
    });
    person
}

/// The tags of HTML in their order, without what stands in them.
fn tags(html: &str) -> Vec<String> {
    let names = |part: &str| -> String {
        let end = |c: char| !(c.is_ascii_alphanumeric() || c == '/' || c == '!');
        part.split(end).next().unwrap_or_default().to_owned()
    };
    html.split('<').skip(1).map(names).collect()
}

#[test]
fn names_are_never_markup_or_a_program() {
    for kind in CampaignKind::ALL {
        let compiled = compile(&kind_document(kind, Language::En), &brand()).unwrap();
        let plain = compiled.render(&called("Ann")).unwrap();
        for name in NAMES {
            let mail = compiled.render(&called(name)).unwrap();
            assert_eq!(tags(&mail.html), tags(&plain.html), "{kind:?}, {name}");
            for part in [&mail.html, &mail.text, &mail.subject] {
                assert!(!part.contains("54439"), "{kind:?}, {name}: {part}");
                assert!(!part.contains('\u{202e}'), "{kind:?}, {name}");
            }
            assert!(!mail.subject.contains(['\r', '\n']), "{name}");
            assert!(!mail.preview.contains(['\r', '\n']), "{name}");
        }
    }
}

#[test]
fn a_shop_that_is_called_so_is_written_so() {
    for name in NAMES {
        let mut brand = brand();
        name.clone_into(&mut brand.name);
        brand.postal_address = format!("{name}\nMill Street {name}");
        for kind in CampaignKind::ALL {
            let compiled = compile(&kind_document(kind, Language::En), &brand).unwrap();
            let person = with_gift_card(person(Language::En));
            let mail = match compiled.render(&person) {
                Ok(mail) => mail,
                // A gift card has no end.
                Err(RenderError::NoDeadline) => continue,
                Err(error) => panic!("{name}: {error}"),
            };
            assert!(!mail.html.contains("<script>"), "{name}");
            assert!(!mail.html.contains("<img src=x"), "{name}");
            assert!(!mail.html.contains("54439"), "{name}");
        }
    }
}

#[test]
fn long_names_are_cut_and_every_line_stays_short() {
    let compiled = compile(&kind_document(CampaignKind::Reward, Language::En), &brand()).unwrap();
    for name in [
        "x".repeat(10_000),
        "é ".repeat(10_000),
        "<&\"'".repeat(2_500),
        "👩‍🌾".repeat(3_000),
    ] {
        let mail = compiled.render(&called(&name)).unwrap();
        assert!(mail.html.len() < 100_000, "{}", mail.html.len());
        assert!(mail.subject.chars().count() <= 401);
        for part in [&mail.html, &mail.text] {
            assert!(
                part.lines().all(|line| line.len() <= 998 * 2),
                "{}",
                &name[..4]
            );
        }
        assert!(mail.text.lines().all(|line| line.len() <= 998));
    }
}

#[test]
fn programs_in_texts_are_refused_before_anything_is_sent() {
    let refused = |words: &str| -> Vec<Finding> {
        let mut document = kind_document(CampaignKind::ThankYou, Language::En);
        for block in &mut document.blocks {
            if let Content::Text(text) = &mut block.content
                && block.id == "body"
            {
                words.clone_into(&mut text.words);
            }
        }
        compile(&document, &brand()).map(|_| ()).unwrap_err()
    };
    for program in [
        "{% for i in range(10000000000) %}x{% endfor %}",
        "{{ range(10000000000)|join }}",
        "{{ first_name.__class__ }}",
        "{{ first_name",
        "{# {{ first_name }} #}",
    ] {
        let found = refused(program);
        assert_eq!(found.len(), 1, "{program}");
        assert_eq!(found[0].level, Level::Stop);
        assert_eq!(found[0].block.as_deref(), Some("body"));
        assert!(
            matches!(
                found[0].code,
                FindingCode::Unreadable | FindingCode::UnknownVariable
            ),
            "{found:?}"
        );
    }
    let found = refused("Hello {{ frist_name or \"you\" }}");
    assert_eq!(found[0].code, FindingCode::UnknownVariable);
    assert!(
        found[0].sentence.contains("“frist_name”"),
        "{}",
        found[0].sentence
    );
    assert_eq!(
        refused("[x](javascript:alert)")[0].code,
        FindingCode::BadLink
    );
}

#[test]
fn what_merchants_write_is_words_too() {
    let mut document = kind_document(CampaignKind::ThankYou, Language::En);
    for block in &mut document.blocks {
        match &mut block.content {
            Content::Text(text) => {
                "<b>a</b> & {curly} </mj-text><mj-raw>x</mj-raw> ]]> <!-- --> \u{0}"
                    .clone_into(&mut text.words);
            }
            Content::Button(button) => {
                "\"/><script>x</script> {b}".clone_into(&mut button.text);
            }
            Content::Code(code) => "<i>{x}</i>".clone_into(&mut code.text),
            _ => {}
        }
    }
    document.subject = "{a} <b> & {{first_name or \"<i>'x'</i>\"}}".to_owned();
    let compiled = compile(&document, &brand()).unwrap();
    let mut person = person(Language::En);
    person.first_name = String::new();
    let mail = compiled.render(&person).unwrap();
    assert_eq!(mail.subject, "{a} <b> & <i>'x'</i>");
    assert!(!mail.html.contains("<b>a</b>"));
    assert!(!mail.html.contains("<script>"));
    assert!(!mail.html.contains("<mj-"));
    assert!(
        mail.text.contains("<b>a</b> & {curly} </mj-text>"),
        "{}",
        mail.text
    );
    assert!(mail.html.contains("&#123;curly&#125;"));
}

#[test]
fn links_lead_to_https_alone() {
    for url in [
        "javascript:alert(1)",
        "http://a.example",
        "//a.example",
        "",
        "https://a.example/\"x",
    ] {
        let mut document = kind_document(CampaignKind::ThankYou, Language::En);
        for block in &mut document.blocks {
            if let Content::Button(button) = &mut block.content {
                button.target = Target::Page {
                    url: url.to_owned(),
                };
            }
        }
        let found = compile(&document, &brand()).map(|_| ()).unwrap_err();
        assert_eq!(found[0].code, FindingCode::BadLink, "{url}");
    }
    let mut reader = person(Language::En);
    reader.unsubscribe = Unsubscribe::Mail {
        address: "news\"><x@shop.example".to_owned(),
        subject: "a&b\"c".to_owned(),
    };
    let compiled = compile(
        &kind_document(CampaignKind::ThankYou, Language::En),
        &brand(),
    )
    .unwrap();
    let mail = compiled.render(&reader).unwrap();
    let address = "mailto:news%22%3E%3Cx@shop.example?subject=a%26b%22c";
    assert!(mail.html.contains(&format!("href=\"{address}\"")));
    assert!(mail.text.contains(address));
}

#[test]
fn a_gift_card_message_keeps_its_lines_and_nothing_else() {
    let mut document = kind_document(CampaignKind::GiftCard, Language::En);
    for block in &mut document.blocks {
        if let Content::Code(code) = &mut block.content {
            code.style = CodeStyle::GiftCard;
        }
    }
    let compiled = compile(&document, &brand()).unwrap();
    let mut reader = person(Language::En);
    reader.offer = Some(Offer {
        terms: Terms::GiftCard {
            amount: Money::new(5_000, Currency::EUR),
            message: format!("Dear {{{{ name }}}}\n<b>you</b>\n{}", "z".repeat(9_000)),
        },
        minimum: None,
        code: Some("GIFT".to_owned()),
        ends_at: None,
    });
    let mail = compiled.render(&reader).unwrap();
    assert!(mail.html.contains("Dear {{ name }}<br"));
    assert!(mail.html.contains("&lt;b&gt;you&lt;/b&gt;<br"));
    assert!(mail.html.len() < 40_000);
    assert!(mail.html.contains("€50<") && mail.text.contains("A gift card of €50"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever someone and their product are called, the mail has the same tags.
    #[test]
    fn any_name_leaves_the_mail_as_it_is(name in "\\PC{1,60}", title in "[ -~]{1,60}") {
        let document = kind_document(CampaignKind::CartLeft, Language::En);
        let compiled = compile(&document, &brand()).unwrap();
        let shape = |first: &str, title: &str| {
            let mut person = person(Language::En);
            first.clone_into(&mut person.first_name);
            let product = Product { title: title.to_owned(), ..person.products[&ProductSource::Cart][0].clone() };
            person.products.insert(ProductSource::Cart, vec![product]);
            tags(&compiled.render(&person).unwrap().html)
        };
        prop_assert_eq!(shape(&name, &title), shape("Ann", "Soap"));
    }

    /// Whatever is written in a text is refused, or is words.
    #[test]
    fn any_text_is_words_or_refused(words in "[ -~\\n]{1,80}") {
        let mut document = kind_document(CampaignKind::ThankYou, Language::En);
        for block in &mut document.blocks {
            if let Content::Text(text) = &mut block.content {
                words.clone_into(&mut text.words);
            }
        }
        if let Ok(compiled) = compile(&document, &brand()) {
            let mail = compiled.render(&person(Language::En));
            prop_assert!(
                matches!(mail, Ok(_) | Err(RenderError::Missing { .. })),
                "{mail:?}"
            );
        }
    }
}
