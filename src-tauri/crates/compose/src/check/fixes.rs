//! What the program can put right by itself.

use std::fmt::Write as _;

use crate::{Block, ColourRole, Content, Document, Fix, Footer, Ground};

/// The document with something put right; nothing where the merchant has to.
pub fn fix(document: &Document, fix: &Fix) -> Option<Document> {
    let mut mended = document.clone();
    match fix {
        Fix::AddFallback {
            place,
            name,
            fallback,
        } => {
            mended.change_texts(place, |text| with_fallback(text, name, fallback));
        }
        Fix::FooterLast => {
            let is_footer = |block: &Block| matches!(block.content, Content::Footer(_));
            let footer = match mended.blocks.iter().rposition(is_footer) {
                Some(at) => mended.blocks.remove(at),
                None => Block {
                    id: free_id(&mended),
                    ground: Ground::Page,
                    content: Content::Footer(Footer { why: String::new() }),
                },
            };
            mended.blocks.push(footer);
        }
        Fix::SetColour { role, colour } => {
            let look = &mut mended.look;
            let part = match role {
                ColourRole::Accent => &mut look.accent,
                ColourRole::Ink => &mut look.ink,
                ColourRole::Card => &mut look.card,
                ColourRole::Page => &mut look.page,
                ColourRole::Panel => &mut look.panel,
            };
            *part = *colour;
        }
        Fix::Write { .. } | Fix::OpenBlock { .. } | Fix::OpenShopSettings | Fix::OpenOffer => {
            return None;
        }
    }
    (mended != *document).then_some(mended)
}

fn free_id(document: &Document) -> String {
    let taken = |id: &str| document.block(id).is_some();
    let mut id = "footer".to_owned();
    let mut number = 1;
    while taken(&id) {
        number += 1;
        id = format!("footer-{number}");
    }
    id
}

/// The text with a fallback wherever a name stands without one.
fn with_fallback(text: &str, name: &str, fallback: &str) -> String {
    let mut mended = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find("{{") {
        let (before, after) = rest.split_at(at);
        mended.push_str(before);
        let Some(end) = after.find("}}") else {
            rest = after;
            break;
        };
        if after[2..end].trim() == name {
            let _ = write!(mended, "{{{{{name} or \"{fallback}\"}}}}");
        } else {
            mended.push_str(&after[..end + 2]);
        }
        rest = &after[end + 2..];
    }
    mended.push_str(rest);
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fallbacks_are_added_where_they_lack() {
        assert_eq!(
            with_fallback(
                "{{ first_name }} {{first_name or \"x\"}} {{ name }} {{first_name}} {{",
                "first_name",
                "friend"
            ),
            "{{first_name or \"friend\"}} {{first_name or \"x\"}} {{ name }} \
             {{first_name or \"friend\"}} {{"
        );
    }
}
