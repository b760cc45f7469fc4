//! Reports of servers: delivery status (RFC 3464), feedback (RFC 5965), and the free words of those
//! that know neither.

use mail_parser::{HeaderName, Message as Mail, MessagePart, MimeHeaders, PartType};
use pannier_core::{Email, EnhancedCode, Identifier};

use super::{Action, Bounce, Complaint, Original};

/// A complaint, if the mail is one. Feedback that a message was no junk is none.
pub(super) fn complaint(mail: &Mail<'_>) -> Option<Complaint> {
    let part = part_of_type(mail, "message", "feedback-report")?;
    let fields = fields(&text_of(part));
    let field = |name: &str| value(&fields, name);
    if field("feedback-type").is_some_and(|kind| kind.eq_ignore_ascii_case("not-spam")) {
        return None;
    }
    let (original, to) = original(mail);
    let recipient = field("original-rcpt-to")
        .or_else(|| field("removal-recipient"))
        .and_then(|text| address(&text))
        .or(to);
    Some(Complaint {
        recipient,
        original,
    })
}

/// What the mail says of messages that came back; empty where it is no such mail.
pub(super) fn bounces(mail: &Mail<'_>) -> Vec<Bounce> {
    let (original, to) = original(mail);
    if let Some(part) = part_of_type(mail, "message", "delivery-status")
        .or_else(|| part_of_type(mail, "message", "global-delivery-status"))
    {
        let found = statuses(&text_of(part), &original);
        if !found.is_empty() {
            return found;
        }
    }
    let failed = mail.header_raw("X-Failed-Recipients").unwrap_or_default();
    let failed: Vec<Email> = failed.split(',').filter_map(address).collect();
    let sender_is_nobody = is_from_nobody(mail);
    if failed.is_empty() && !(sender_is_nobody && is_ours(&original)) {
        return Vec::new();
    }
    // No report that machines read. What there is are the words, and perhaps our message below.
    let words = mail.body_text(0).unwrap_or_default();
    let (status, diagnostic) = spoken(&words);
    let late = words.to_lowercase();
    let action = if late.contains("will be retried") || late.contains("still trying") {
        Action::Delayed
    } else {
        Action::Failed
    };
    let recipients: Vec<Option<Email>> = if failed.is_empty() {
        vec![to]
    } else {
        failed.into_iter().map(Some).collect()
    };
    recipients
        .into_iter()
        .map(|recipient| Bounce {
            recipient,
            action,
            status,
            diagnostic: diagnostic.clone(),
            original: original.clone(),
        })
        .collect()
}

fn is_ours(original: &Original) -> bool {
    original.app_id.is_some()
}

/// Mail that must not be answered has no sender (RFC 5321, 4.5.5), or the name that servers use.
fn is_from_nobody(mail: &Mail<'_>) -> bool {
    let return_path = mail.header_raw(HeaderName::ReturnPath).map(str::trim);
    let from = mail
        .from()
        .and_then(|from| from.first())
        .and_then(|from| from.address.as_deref())
        .unwrap_or_default()
        .to_lowercase();
    return_path == Some("<>")
        || ["mailer-daemon@", "postmaster@", "mail-daemon@"]
            .iter()
            .any(|name| from.starts_with(name))
}

/// The part of that type, wherever it is.
fn part_of_type<'a, 'x>(
    mail: &'a Mail<'x>,
    kind: &str,
    subtype: &str,
) -> Option<&'a MessagePart<'x>> {
    mail.parts
        .iter()
        .find(|part| part.is_content_type(kind, subtype))
}

fn text_of(part: &MessagePart<'_>) -> String {
    String::from_utf8_lossy(part.contents()).into_owned()
}

/// Blocks of fields between empty lines: the first is of the message, each other of one recipient.
/// Some servers leave the first one out.
fn statuses(text: &str, original: &Original) -> Vec<Bounce> {
    let text = text.replace("\r\n", "\n");
    text.split("\n\n")
        .map(fields)
        .filter_map(|fields| {
            let field = |name: &str| value(&fields, name);
            let action = match field("action")?.to_ascii_lowercase().as_str() {
                "failed" => Action::Failed,
                "delayed" => Action::Delayed,
                "delivered" | "relayed" | "expanded" => Action::Delivered,
                _ => return None,
            };
            // Whom we wrote to comes before whom the mail was passed on to.
            let recipient = [
                "original-recipient",
                "final-recipient",
                "x-actual-recipient",
            ]
            .iter()
            .filter_map(|name| field(name))
            .find_map(|text| address(&text));
            let diagnostic = field("diagnostic-code").map(|text| after_type(&text).to_owned());
            let status = field("status")
                .and_then(|text| EnhancedCode::at_start(&text))
                // “5.0.0” says no more than that it failed: the words often do.
                .filter(|code| (code.subject, code.detail) != (0, 0))
                .or_else(|| diagnostic.as_deref().and_then(|text| spoken(text).0));
            Some(Bounce {
                recipient,
                action,
                status,
                diagnostic: diagnostic.unwrap_or_default(),
                original: original.clone(),
            })
        })
        .collect()
}

/// `name: value`, continued where a line begins with space; names in small letters.
fn fields(block: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

fn value(fields: &[(String, String)], name: &str) -> Option<String> {
    let found = fields.iter().find(|(known, _)| known == name);
    found.map(|(_, value)| value.clone())
}

/// `rfc822; anna@example.com` without its type.
fn after_type(text: &str) -> &str {
    text.split_once(';').map_or(text, |(_, rest)| rest).trim()
}

fn address(text: &str) -> Option<Email> {
    let text = after_type(text).trim_matches(['<', '>', '"', ' ']);
    Email::parse(text).ok()
}

/// Our message inside a report, and whom it was to: whole, or its header alone.
fn original(mail: &Mail<'_>) -> (Original, Option<Email>) {
    for part in &mail.parts {
        if let PartType::Message(inner) = &part.body {
            let app_id = inner
                .header_raw("X-App-Id")
                .and_then(|text| Identifier::parse(text.trim()).ok());
            let to = inner
                .to()
                .and_then(|to| to.first())
                .and_then(|to| to.address.as_deref())
                .and_then(address);
            let original = Original {
                app_id,
                message_id: inner.message_id().map(str::to_owned),
            };
            return (original, to);
        }
    }
    let headers = part_of_type(mail, "text", "rfc822-headers")
        .map(text_of)
        // Old servers quote the message in the text itself.
        .or_else(|| mail.body_text(0).map(|text| text.into_owned()))
        .unwrap_or_default();
    let fields = fields(&headers);
    let original = Original {
        app_id: value(&fields, "x-app-id").and_then(|text| Identifier::parse(&text).ok()),
        message_id: value(&fields, "message-id")
            .map(|text| text.trim_matches(['<', '>']).to_owned()),
    };
    let to = value(&fields, "to").and_then(|text| {
        let inner = text
            .rsplit_once('<')
            .map_or(text.as_str(), |(_, rest)| rest);
        address(inner)
    });
    (original, to)
}

/// The first enhanced code in free words that says never or not now, and the line it stands in.
fn spoken(words: &str) -> (Option<EnhancedCode>, String) {
    for line in words.lines() {
        let code = line
            .split([' ', '\t', '#', '(', '-'])
            .filter_map(EnhancedCode::at_start)
            .find(|code| code.class != 2);
        if code.is_some() {
            return (code, line.trim().to_owned());
        }
    }
    // Without one, the line with a code of SMTP.
    let line = words.lines().map(str::trim).find(|line| {
        line.split([' ', ':', '-'])
            .any(|word| word.len() == 3 && word.starts_with('5') && word.parse::<u16>().is_ok())
    });
    (None, line.unwrap_or_default().to_owned())
}
