//! A message to one person: what it says, how they say no, and where the shop is.

use std::{collections::BTreeMap, fmt::Write as _};

use pannier_core::{
    CustomerId, Email, ExtraHeader, FeedbackId, HeaderText, HttpsUrl, Identifier, InlinePicture,
    ListId, Mailbox, Message, MessageId, ShopKey, Unsubscribe, UnsubscribeToken,
};
use pannier_store::{MailAccountRecord, ReadTx, SenderIdentity, SendingRecord, SendingSettings};

use crate::{Error, Result, Template, error::Lack, render::Rendered};

/// The list that people leave: there is one, of all that the shop sends.
pub const UNSUBSCRIBE_LIST: &str = "news";

/// What names stand for with someone.
pub type VariablesOf<'v> =
    dyn Fn(&ReadTx, CustomerId) -> pannier_store::Result<BTreeMap<String, String>> + Sync + 'v;

/// The letter of a campaign to someone, made elsewhere.
pub type LetterTo<'v> = dyn Fn(&ReadTx, Reader, Standing) -> Result<Letter> + Sync + 'v;

/// What a letter says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// One line.
    pub subject: String,
    /// The whole page.
    pub html: String,
    /// The same in plain words.
    pub text: String,
    /// Pictures that the page shows.
    pub pictures: Vec<InlinePicture>,
}

/// What has to stand under every letter.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'s> {
    /// How its reader says no.
    pub unsubscribe: &'s str,
    /// The shop's name.
    pub shop: &'s str,
    /// Where the shop can be written to by post.
    pub postal_address: &'s str,
}

/// What stands under a plain message, in the language of its readers. Plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footer {
    /// The language (ISO 639-1), for those who have a mail read to them.
    pub language: &'static str,
    /// Why they get it, with `{shop}` for the shop's name.
    pub why: &'static str,
    /// What the link to get no more is called.
    pub unsubscribe: &'static str,
}

/// What names stand for that another crate knows of, such as points. They are asked for only where a
/// message uses one.
pub struct Variables<'v> {
    /// The names.
    pub names: Vec<&'static str>,
    /// What they stand for with someone; empty where there is nothing.
    pub of: &'v VariablesOf<'v>,
    /// Of a campaign: its letters, in the place of subject and text.
    pub letters: Option<&'v LetterTo<'v>>,
    /// What stands under a plain message.
    pub footer: Footer,
}

impl std::fmt::Debug for Variables<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Variables")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

/// Makes the messages of one sending.
#[derive(Debug)]
pub struct Composer<'v> {
    /// Of a plain message; the letters of a campaign come with the variables.
    template: Option<Template>,
    variables: &'v Variables<'v>,
    key: ShopKey,
    shop: String,
    postal_address: String,
    from: Mailbox,
    reply_to: Option<Mailbox>,
    address: Email,
    plus_addressing: bool,
    one_click: Option<String>,
    list_id: Option<ListId>,
    feedback_id: Option<FeedbackId>,
    headers: Vec<ExtraHeader>,
}

/// Who gets it.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'r> {
    /// Whose address it is.
    pub customer: CustomerId,
    /// Normalised.
    pub address: &'r str,
    /// As they are called; may be empty.
    pub name: &'r str,
    /// The opaque part of the Message-ID.
    pub word: &'r str,
}

fn template(said: &SendingSettings, names: &[&str]) -> Result<Template> {
    for (text, lack) in [(&said.subject, Lack::Subject), (&said.text, Lack::Text)] {
        if text.trim().is_empty() {
            return Err(Error::Lacks(lack));
        }
    }
    Ok(Template::new(&said.subject, &said.text, names)?)
}

fn conflict(error: impl std::fmt::Display) -> Error {
    Error::Conflict(error.to_string())
}

impl<'v> Composer<'v> {
    /// Reads what a message says and whom it is from. `headers` are those that the provider wants.
    ///
    /// # Errors
    /// What lacks, or cannot be used.
    pub fn new(
        tx: &ReadTx,
        sending: &SendingRecord,
        account: &MailAccountRecord,
        variables: &'v Variables<'v>,
        headers: &[ExtraHeader],
    ) -> Result<Self> {
        let said = &sending.settings;
        let identity: SenderIdentity = tx.sender_identity()?.ok_or(Error::Lacks(Lack::Identity))?;
        let template = match variables.letters {
            Some(_) => None,
            None => Some(template(said, &variables.names)?),
        };
        let own = &account.settings;
        let address = Email::parse(&own.address).map_err(conflict)?;
        let name = if own.name.is_empty() {
            &identity.name
        } else {
            &own.name
        };
        let reply_to = match own.reply_to.as_str() {
            "" => None,
            reply_to => Some(Mailbox::new(
                None,
                Email::parse(reply_to).map_err(conflict)?,
            )),
        };
        let key = ShopKey::new(tx.shop_key()?);
        let letters = |bytes: &[u8]| {
            bytes.iter().fold(String::new(), |mut text, byte| {
                // Writing into a string cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
        };
        let identifier = |text: &str| Identifier::parse(text).ok();
        let domain = address.domain().to_owned();
        let feedback_id = identifier(&letters(&sending.word[..6]))
            .zip(identifier("newsletter"))
            .zip(identifier(&letters(
                &key.for_purpose("feedback").hash(&[])[..5],
            )))
            .map(|((campaign, kind), sender)| FeedbackId {
                campaign,
                kind,
                sender,
            });
        Ok(Self {
            template,
            variables,
            key,
            shop: identity.name.clone(),
            postal_address: identity.postal_address,
            from: Mailbox::new(Some(HeaderText::folded(name)), address.clone()),
            reply_to,
            list_id: identifier(&format!("{UNSUBSCRIBE_LIST}.{domain}")).map(|id| ListId {
                name: Some(HeaderText::folded(&identity.name)),
                id,
            }),
            address,
            plus_addressing: own.plus_addressing,
            one_click: (!own.one_click_url.is_empty()).then(|| own.one_click_url.clone()),
            feedback_id,
            headers: headers.to_vec(),
        })
    }

    /// What names stand for with someone.
    pub(crate) fn words(&self, tx: &ReadTx, reader: Reader) -> Result<BTreeMap<String, String>> {
        let known = tx.customer_cards(&[reader.customer])?;
        let mut words = BTreeMap::from([("shop".to_owned(), self.shop.clone())]);
        if let Some(card) = known.first() {
            words.insert("first_name".to_owned(), folded(&card.first_name));
            words.insert("last_name".to_owned(), folded(&card.last_name));
            words.insert("name".to_owned(), folded(reader.name));
        }
        let beginnings = self.variables.names.iter();
        let template = self.template.as_ref();
        if beginnings
            .clone()
            .any(|name| template.is_some_and(|template| template.asks_for(name)))
        {
            for name in beginnings {
                words.insert((*name).to_owned(), String::new());
            }
            words.extend((self.variables.of)(tx, reader.customer)?);
        }
        Ok(words)
    }

    /// What a message says to someone.
    ///
    /// # Errors
    /// [`crate::TemplateError`], where they lack what a name stands for.
    pub(crate) fn render(&self, tx: &ReadTx, reader: Reader) -> Result<Rendered> {
        match &self.template {
            Some(template) => Ok(template.render(&self.words(tx, reader)?)?),
            None => Err(Error::Lacks(Lack::Text)),
        }
    }

    /// The whole message to someone.
    ///
    /// # Errors
    /// [`Error::Conflict`] where their address is none; [`crate::TemplateError`], where they lack what a
    /// name stands for.
    pub fn compose(&self, tx: &ReadTx, reader: Reader) -> Result<Message> {
        let to = Email::parse(reader.address).map_err(conflict)?;
        let unsubscribe = self.unsubscribe(&to)?;
        let token = UnsubscribeToken::issue(&self.key, UNSUBSCRIBE_LIST, &to);
        let link = match &unsubscribe.one_click {
            Some(url) => url.as_str().to_owned(),
            None => format!(
                "mailto:{}?subject=unsubscribe-{}",
                unsubscribe.mail_to.as_str(),
                token.as_str()
            ),
        };
        let letter = if let Some(letters) = self.variables.letters {
            let standing = Standing {
                unsubscribe: &link,
                shop: &self.shop,
                postal_address: self.postal_address.trim(),
            };
            letters(tx, reader, standing)?
        } else {
            let said = self.render(tx, reader)?;
            Letter {
                html: self.html(&said, &link),
                text: self.text(&said, &link),
                subject: said.subject,
                pictures: Vec::new(),
            }
        };
        Ok(Message {
            from: self.from.clone(),
            reply_to: self.reply_to.clone(),
            to: Mailbox::new(Some(HeaderText::folded(reader.name)), to),
            subject: HeaderText::folded(&letter.subject),
            html: Some(letter.html),
            text: letter.text,
            pictures: letter.pictures,
            headers: self.headers.clone(),
            id: MessageId::new(
                Identifier::parse(reader.word).map_err(conflict)?,
                &self.address,
            ),
            unsubscribe: Some(unsubscribe),
            list_id: self.list_id.clone(),
            feedback_id: self.feedback_id.clone(),
        })
    }

    fn unsubscribe(&self, to: &Email) -> Result<Unsubscribe> {
        let token = UnsubscribeToken::issue(&self.key, UNSUBSCRIBE_LIST, to);
        let token = token.as_str();
        let plus = self.address.as_str().rsplit_once('@');
        let mail_to = match plus.filter(|_| self.plus_addressing) {
            Some((local, domain)) => {
                // An address that is too long with the token goes without: the subject has it too.
                Email::parse(&format!("{local}+{token}@{domain}"))
                    .unwrap_or_else(|_| self.address.clone())
            }
            None => self.address.clone(),
        };
        let one_click = match &self.one_click {
            Some(page) => Some(HttpsUrl::parse(&format!("{page}?u={token}")).map_err(conflict)?),
            None => None,
        };
        Ok(Unsubscribe {
            mail_to,
            subject: Identifier::parse(&format!("unsubscribe-{token}")).map_err(conflict)?,
            one_click,
        })
    }

    fn text(&self, said: &Rendered, link: &str) -> String {
        let Footer {
            why, unsubscribe, ..
        } = &self.variables.footer;
        let why = why.replace("{shop}", &self.shop);
        format!(
            "{}\n\n-- \n{}\n{}\n\n{why}\n{unsubscribe}: {link}\n",
            said.text.trim_end(),
            self.shop,
            self.postal_address.trim()
        )
    }

    fn html(&self, said: &Rendered, link: &str) -> String {
        let footer = &self.variables.footer;
        let mut html = format!("<!doctype html>\n<html lang=\"{}\">", footer.language);
        html.push_str(
            "<head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"></head>\n\
             <body style=\"font:16px/1.5 sans-serif;max-width:600px;margin:0 auto;padding:16px\">\n",
        );
        for paragraph in paragraphs(&said.text) {
            let _ = writeln!(html, "<p>{}</p>", linked(paragraph).replace('\n', "<br>\n"));
        }
        let _ = write!(
            html,
            "<hr>\n<p style=\"font-size:14px\">{}<br>\n{}</p>\n\
             <p style=\"font-size:14px\">{} <a href=\"{}\">{}</a></p>\n</body></html>\n",
            escaped(&self.shop),
            escaped(self.postal_address.trim()).replace('\n', "<br>\n"),
            escaped(&footer.why.replace("{shop}", &self.shop)),
            escaped(link),
            escaped(footer.unsubscribe)
        );
        html
    }
}

/// Names come from files: they hold what they hold.
fn folded(text: &str) -> String {
    HeaderText::folded(text).as_str().to_owned()
}

fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("\n\n").map(str::trim);
    parts.filter(|part| !part.is_empty())
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\r' => {}
            other => safe.push(other),
        }
    }
    safe
}

/// The text with its addresses of the web as links.
fn linked(text: &str) -> String {
    let mut html = String::new();
    for (position, word) in text.split(' ').enumerate() {
        if position > 0 {
            html.push(' ');
        }
        for (line, part) in word.split('\n').enumerate() {
            if line > 0 {
                html.push('\n');
            }
            let address = part.trim_end_matches(['.', ',', ')', '!', '?', ';', ':']);
            if address.starts_with("https://") || address.starts_with("http://") {
                let rest = &part[address.len()..];
                let address = escaped(address);
                let _ = write!(html, "<a href=\"{address}\">{address}</a>{}", escaped(rest));
            } else {
                html.push_str(&escaped(part));
            }
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_never_becomes_markup() {
        assert_eq!(
            linked("a <b> & \"c\"\nhttps://shop.example/?a=1&b=2."),
            "a &lt;b&gt; &amp; &quot;c&quot;\n<a href=\"https://shop.example/?a=1&amp;b=2\">\
             https://shop.example/?a=1&amp;b=2</a>."
        );
        assert_eq!(linked("javascript:alert(1)"), "javascript:alert(1)");
        assert_eq!(
            paragraphs("a\n\n\n\nb\nc\n\n").collect::<Vec<_>>(),
            ["a", "b\nc"]
        );
    }
}
