//! What is kept in the shop file: read as it was written.

use pannier_compose::{CampaignKind, Document, Language, kind_document, kind_document_for_each};

#[test]
fn documents_are_read_as_they_were_written() {
    for kind in CampaignKind::ALL {
        for document in [
            kind_document(kind, Language::De),
            kind_document_for_each(kind, Language::Es),
        ] {
            let written = serde_json::to_string(&document).unwrap();
            let read: Document = serde_json::from_str(&written).unwrap();
            assert_eq!(read, document);
        }
    }
    let written = serde_json::to_value(kind_document(CampaignKind::Reward, Language::De)).unwrap();
    assert_eq!(written["version"], 1);
    assert_eq!(written["look"]["accent"], "#b83a26");
    assert_eq!(written["language"]["kind"], "one");
    assert_eq!(written["blocks"][3]["content"]["kind"], "code");
    assert_eq!(written["blocks"][3]["content"]["style"], "coupon");
}

#[test]
fn a_colour_that_is_none_is_refused() {
    let mut written =
        serde_json::to_value(kind_document(CampaignKind::Reward, Language::De)).unwrap();
    written["look"]["accent"] = "red;}body{display:none".into();
    let refused = serde_json::from_value::<Document>(written).unwrap_err();
    assert!(refused.to_string().contains("is not a colour"), "{refused}");
}
