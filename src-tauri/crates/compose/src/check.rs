//! The checks that a document alone, its shop and a few copies of it decide.

mod copies;
mod fixes;
mod shape;

use std::collections::BTreeSet;

pub use fixes::fix;
pub(crate) use shape::shape;

use crate::{
    Block, Brand, ColourRole, Content, Document, Finding, FindingCode, Fix, Ground, Level,
    PersonValues, Target, Variable,
    compile::{compile, names_of, target},
    mjml::postal_lines,
    palette::{READABLE, contrast, readable},
    text::{self, LinkTo, Part},
};

/// Everything that checks find, what stops the mail first. `samples` are people whose copies are
/// made and looked at; without any, somebody made up is taken.
pub fn findings(document: &Document, brand: &Brand, samples: &[PersonValues]) -> Vec<Finding> {
    let mut found = Vec::new();
    heads(document, &mut found);
    shop(document, brand, &mut found);
    for block in document.all_blocks() {
        look_at(block, brand, &mut found);
    }
    colours(document, &mut found);
    fallbacks(document, &mut found);
    translations(document, &mut found);
    match compile(document, brand) {
        Ok(compiled) => copies::look_at(document, &compiled, samples, &mut found),
        Err(refused) => found.extend(refused),
    }
    found.sort_by_key(|finding| finding.level);
    found
}

/// A finding about the whole document.
fn about(
    code: FindingCode,
    level: Level,
    sentence: impl Into<String>,
    fix: Option<Fix>,
) -> Finding {
    Finding {
        code,
        level,
        sentence: sentence.into(),
        block: None,
        place: None,
        fix,
    }
}

/// A finding about a block, which its settings put right.
fn of_block(
    code: FindingCode,
    level: Level,
    sentence: impl Into<String>,
    block: &Block,
) -> Finding {
    Finding {
        block: Some(block.id.clone()),
        ..about(
            code,
            level,
            sentence,
            Some(Fix::OpenBlock {
                block: block.id.clone(),
            }),
        )
    }
}

/// A finding about a text of a block.
fn of_text(code: FindingCode, level: Level, sentence: &str, block: &Block, field: &str) -> Finding {
    let place = format!("{}.{field}", block.id);
    Finding {
        fix: Some(Fix::Write {
            place: place.clone(),
        }),
        place: Some(place),
        ..of_block(code, level, sentence, block)
    }
}

fn heads(document: &Document, found: &mut Vec<Finding>) {
    let write = |place: &str| {
        Some(Fix::Write {
            place: place.to_owned(),
        })
    };
    if document.subject.trim().is_empty() {
        found.push(Finding {
            place: Some("subject".to_owned()),
            ..about(
                FindingCode::NoSubject,
                Level::Stop,
                "The mail has no subject",
                write("subject"),
            )
        });
    }
    if document.preview.trim().is_empty() {
        found.push(Finding {
            place: Some("preview".to_owned()),
            ..about(
                FindingCode::NoPreview,
                Level::Warn,
                "There is no preview text. Mail programs will show the first words of the mail",
                write("preview"),
            )
        });
    }
    let says = |block: &Block| {
        !matches!(
            block.content,
            Content::Logo(_) | Content::Divider(_) | Content::Footer(_) | Content::Columns(_)
        )
    };
    if !document.all_blocks().any(says) {
        found.push(about(
            FindingCode::Empty,
            Level::Stop,
            "The mail says nothing yet. Add a block",
            None,
        ));
    }
}

fn shop(document: &Document, brand: &Brand, found: &mut Vec<Finding>) {
    let footers = |block: &&Block| matches!(block.content, Content::Footer(_));
    let footer = document.blocks.iter().rposition(|block| footers(&block));
    match footer {
        None => found.push(about(
            FindingCode::NoUnsubscribe,
            Level::Stop,
            "There is no footer, and so no link to unsubscribe in the mail",
            Some(Fix::FooterLast),
        )),
        Some(at) if at + 1 < document.blocks.len() => found.push(Finding {
            block: document.blocks.get(at).map(|block| block.id.clone()),
            ..about(
                FindingCode::FooterNotLast,
                Level::Warn,
                "Something stands below the footer, where few will look",
                Some(Fix::FooterLast),
            )
        }),
        Some(_) => {}
    }
    if brand.name.trim().is_empty() {
        found.push(about(
            FindingCode::NoShopName,
            Level::Stop,
            "The shop has no name. A mail has to say whom it is from",
            Some(Fix::OpenShopSettings),
        ));
    }
    if postal_lines(brand).next().is_none() {
        found.push(about(
            FindingCode::NoPostalAddress,
            Level::Stop,
            "The shop’s postal address is missing. The law asks for it in every such mail",
            Some(Fix::OpenShopSettings),
        ));
    }
}

fn look_at(block: &Block, brand: &Brand, found: &mut Vec<Finding>) {
    match &block.content {
        Content::Picture(picture) => {
            if picture.file.is_none() {
                found.push(of_block(
                    FindingCode::NoPicture,
                    Level::Stop,
                    "A picture has not been chosen yet",
                    block,
                ));
            } else if !picture.decorative && picture.alt.trim().is_empty() {
                found.push(of_text(
                    FindingCode::NoAlt,
                    Level::Stop,
                    "A picture has no description. People who cannot see it hear nothing",
                    block,
                    "alt",
                ));
            }
        }
        Content::Button(button) if button.text.trim().is_empty() => found.push(of_text(
            FindingCode::NoWords,
            Level::Stop,
            "A button has no words",
            block,
            "text",
        )),
        Content::Text(words) if words.words.trim().is_empty() => found.push(of_text(
            FindingCode::NoWords,
            Level::Warn,
            "A text is empty",
            block,
            "words",
        )),
        Content::PayLater(pay) if pay.provider.trim().is_empty() => found.push(of_block(
            FindingCode::NoWords,
            Level::Stop,
            "The line about paying later does not say with whom",
            block,
        )),
        _ => {}
    }
    let leads_to_shop = target(block).is_some_and(|target| !matches!(target, Target::Page { .. }))
        || matches!(&block.content, Content::Products(_))
        || matches!(&block.content, Content::Text(words) if links_to_shop(&words.words));
    if brand.url.is_none() && leads_to_shop {
        found.push(Finding {
            fix: Some(Fix::OpenShopSettings),
            ..of_block(
                FindingCode::NoShopPage,
                Level::Stop,
                "A link leads to the shop, and its address on the web is not known",
                block,
            )
        });
    }
}

fn links_to_shop(words: &str) -> bool {
    fn any(parts: &[Part]) -> bool {
        parts.iter().any(|part| match part {
            Part::Link { to, .. } => *to == LinkTo::Shop,
            Part::Bold(inner) | Part::Italic(inner) => any(inner),
            Part::Words(_) | Part::Name(_) | Part::Break => false,
        })
    }
    let paragraphs = text::paragraphs(words).unwrap_or_default();
    paragraphs.iter().any(|parts| any(parts))
}

/// Letters are chosen by the merchant; what stands on the accent, links and quieter letters follow
/// from the rest and can always be read.
fn colours(document: &Document, found: &mut Vec<Finding>) {
    let look = &document.look;
    let grounds: BTreeSet<u8> = document
        .blocks
        .iter()
        .map(|block| match block.ground {
            Ground::Card => 0,
            Ground::Panel => 1,
            Ground::Page => 2,
            Ground::Accent => 3,
        })
        .collect();
    // Panels stand on the card too, as those of codes do.
    let mut behind = vec![look.card, look.panel];
    if grounds.contains(&2) {
        behind.push(look.page);
    }
    let unread = behind
        .iter()
        .find(|ground| contrast(look.ink, **ground) < READABLE);
    let Some(unread) = unread else {
        return;
    };
    let ink = readable(look.ink, &behind);
    let all = behind
        .iter()
        .all(|ground| contrast(ink, *ground) >= READABLE);
    let fix = if all {
        Fix::SetColour {
            role: ColourRole::Ink,
            colour: ink,
        }
    } else {
        // No letters are read on a dark and a bright surface: the one that differs follows the card.
        let role = if contrast(look.ink, look.panel) < READABLE {
            ColourRole::Panel
        } else {
            ColourRole::Page
        };
        Fix::SetColour {
            role,
            colour: look.card,
        }
    };
    found.push(about(
        FindingCode::Contrast,
        Level::Stop,
        format!(
            "The letters ({}) are hard to read on {unread}: {:.1} to 1 where 4.5 is needed",
            look.ink,
            contrast(look.ink, *unread)
        ),
        Some(fix),
    ));
}

fn fallbacks(document: &Document, found: &mut Vec<Finding>) {
    let mut said = BTreeSet::new();
    for language in document.languages() {
        let own = document.in_language(language);
        for (place, name, fallback) in names_of(&own) {
            let Some(known) = Variable::of(name) else {
                continue;
            };
            let Some(other) = known.fallback_in(language) else {
                continue;
            };
            if fallback.is_some() || !said.insert((place.clone(), name)) {
                continue;
            }
            let block = place.rsplit_once('.').map(|(block, _)| block.to_owned());
            found.push(Finding {
                block,
                place: Some(place.clone()),
                ..about(
                    FindingCode::NoFallback,
                    Level::Stop,
                    format!("Not everyone has {name}. Say what stands there otherwise"),
                    Some(Fix::AddFallback {
                        place,
                        name: name.to_owned(),
                        fallback: other.to_owned(),
                    }),
                )
            });
        }
    }
}

fn translations(document: &Document, found: &mut Vec<Finding>) {
    let texts = document.texts();
    for language in document.languages().into_iter().skip(1) {
        let Some(translation) = document.translations.get(&language) else {
            continue;
        };
        let missing = texts.iter().find(|(place, text)| {
            let other = translation.texts.get(*place);
            !text.trim().is_empty() && other.is_none_or(|other| other.trim().is_empty())
        });
        if let Some((place, _)) = missing {
            found.push(Finding {
                block: place.rsplit_once('.').map(|(block, _)| block.to_owned()),
                place: Some(place.clone()),
                ..about(
                    FindingCode::NotTranslated,
                    Level::Warn,
                    format!(
                        "Not all of the mail is written in {}. The rest stands in {}",
                        language.name(),
                        document.own_language().name()
                    ),
                    Some(Fix::Write {
                        place: place.clone(),
                    }),
                )
            });
        }
    }
}
