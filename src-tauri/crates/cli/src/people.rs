//! One customer: notes and tags, their data handed out, erased, their consent proved.

use std::fmt::Write as _;

use pannier_api::{
    Shop, add_tag, customer_detail, customer_named, erase_customer, preview_erase, remove_tag,
    views::{CustomerTag, EraseCustomer, ErasePreview, ErasedCustomer, WriteNote},
    write_consent_proof, write_customer_data, write_note,
};
use serde_json::json as value;

use crate::{
    args::{CustomerCommand, Named},
    insights::json,
    run::Answer,
};

pub(crate) fn customer(shop: &Shop, command: &CustomerCommand) -> anyhow::Result<Answer> {
    let id = |named: &Named| customer_named(shop, &named.customer);
    match command {
        CustomerCommand::Note { customer, text } => {
            let input = WriteNote {
                customer: id(customer)?,
                text: text.clone(),
            };
            let note = write_note(shop, &input)?;
            let text = format!("{}: {}\n", note.written_on, note.text);
            Ok(Answer::new(json(&note)?, text))
        }
        CustomerCommand::Notes { customer } => {
            let detail = customer_detail(shop, id(customer)?)?;
            let notes = detail.notes.iter();
            let text = notes.map(|note| format!("{}: {}\n", note.written_on, note.text));
            Ok(Answer::new(json(&detail.notes)?, text.collect()))
        }
        CustomerCommand::Tag {
            customer,
            tag,
            remove,
        } => {
            let input = CustomerTag {
                customer: id(customer)?,
                tag: tag.clone(),
            };
            let tags = if *remove {
                remove_tag(shop, &input)?
            } else {
                add_tag(shop, &input)?
            };
            let text = if tags.is_empty() {
                "No tags of your own\n".to_owned()
            } else {
                format!("{}\n", tags.join(", "))
            };
            Ok(Answer::new(value!({ "own_tags": tags }), text))
        }
        CustomerCommand::Export { customer, out } => {
            let files = write_customer_data(shop, id(customer)?, out)?;
            let text = format!("{}\n", files.join("\n"));
            Ok(Answer::new(value!({ "files": files }), text))
        }
        CustomerCommand::Erase { customer, yes } => {
            let customer = id(customer)?;
            let preview = preview_erase(shop, customer)?;
            if !yes {
                return Ok(Answer::new(json(&preview)?, would(&preview)));
            }
            let input = EraseCustomer {
                customer,
                confirm: preview.confirm,
            };
            let erased = erase_customer(shop, &input)?;
            Ok(Answer::new(json(&erased)?, done(&erased)))
        }
        CustomerCommand::Consent { customer, out } => {
            write_consent_proof(shop, id(customer)?, out)?;
            let path = out.to_string_lossy();
            Ok(Answer::new(value!({ "path": path }), format!("{path}\n")))
        }
    }
}

// Writing to a string cannot fail.
fn would(preview: &ErasePreview) -> String {
    let mut text = format!(
        "{} would be erased for good. {} orders stay, with their sums, as orders of nobody; {} notes go\n",
        preview.confirm, preview.orders, preview.notes
    );
    for backup in &preview.backups {
        let _ = writeln!(text, "The backup {} holds them still", backup.name);
    }
    text.push_str("To do it: --yes\n");
    text
}

fn done(erased: &ErasedCustomer) -> String {
    let mut text = format!(
        "Erased. {} orders stay as orders of nobody\n",
        erased.orders
    );
    for backup in &erased.backups {
        let _ = writeln!(text, "The backup {} holds them still", backup.name);
    }
    for sentence in &erased.advice {
        let _ = writeln!(text, "{sentence}");
    }
    text
}
