//! From a document to templates, once; from templates to a person's copy, for each.

use std::{collections::BTreeMap, sync::Arc};

use minijinja::Value;

use crate::{
    Block, Brand, Content, Document, Finding, FindingCode, Fix, Language, LanguageChoice, Level,
    Mail, Needs, PersonValues, PictureRef, PictureSource, ProductSource, RenderError, Target,
    Variable,
    check::shape,
    code::plain as plain_code,
    html::{finished, short_lines},
    mjml::{Local, Refused, Writer, deadline_sentence},
    plain,
    template::{Filled, Templates},
    text::{self, Part, TextFault},
    values::{ProductsSlot, clean, lacks, values},
    words::Words,
};

/// A document that is ready to be filled for anyone.
#[derive(Debug)]
pub struct Compiled {
    brand: Brand,
    choice: LanguageChoice,
    needs: Needs,
    versions: BTreeMap<Language, Version>,
}

/// A document in one language.
#[derive(Debug)]
struct Version {
    words: &'static Words,
    templates: Templates,
    /// Names without a fallback, with what is filled in for them.
    required: Vec<&'static str>,
    slots: Vec<ProductsSlot>,
    locals: Vec<Local>,
    mjml: String,
    html: String,
}

/// Compiles a document for a shop.
///
/// # Errors
/// Everything in it that cannot be used, each with [`Level::Stop`].
pub fn compile(document: &Document, brand: &Brand) -> Result<Compiled, Vec<Finding>> {
    let mut refused = shape(document);
    if !refused.is_empty() {
        return Err(refused);
    }
    let mut versions = BTreeMap::new();
    let mut needs = Needs::default();
    for language in document.languages() {
        let own = document.in_language(language);
        match Version::new(&own, brand, language) {
            Ok(version) => {
                needs_of(&own, &version.slots, &mut needs);
                versions.insert(language, version);
            }
            Err(findings) => refused.extend(findings),
        }
    }
    if refused.is_empty() {
        return Ok(Compiled {
            brand: brand.clone(),
            choice: document.language,
            needs,
            versions,
        });
    }
    refused.dedup();
    Err(refused)
}

impl Version {
    fn new(document: &Document, brand: &Brand, language: Language) -> Result<Self, Vec<Finding>> {
        let words = Words::of(language);
        let written = Writer::new(&document.look, brand, words).write(document);
        let mut refused = written.refused;
        let mut line = |place: &str, text: &str| {
            text::line(text).unwrap_or_else(|fault| {
                refused.push(Refused {
                    block: None,
                    place: place.to_owned(),
                    fault,
                });
                Vec::new()
            })
        };
        let subject = plain_code(&line("subject", &document.subject));
        let preview = plain_code(&line("preview", &document.preview));
        if !refused.is_empty() {
            return Err(refused.into_iter().map(unusable).collect());
        }
        let fault = |sentence: String| {
            vec![Finding {
                code: FindingCode::Unreadable,
                level: Level::Stop,
                sentence,
                block: None,
                place: None,
                fix: None,
            }]
        };
        let html = html(&written.mjml)
            .map_err(|error| fault(format!("The mail cannot be laid out: {error}")))?;
        let text = plain::template(document, brand, words);
        let templates = Templates::new(subject, preview, html.clone(), text)
            .map_err(|error| fault(error.to_string()))?;
        let mut required = Vec::new();
        for (_, name, fallback) in names_of(document) {
            let known = Variable::of(name);
            let everyone = known.is_some_and(|known| known.fallback.is_none());
            if fallback.is_none() && !everyone && !required.contains(&name) {
                required.push(name);
            }
        }
        Ok(Self {
            words,
            templates,
            required,
            slots: written.slots,
            locals: written.locals,
            mjml: written.mjml,
            html,
        })
    }
}

fn html(mjml: &str) -> Result<String, String> {
    let parsed = mrml::parse(mjml).map_err(|error| error.to_string())?;
    // Letters are those that mail programs have: none is fetched.
    let options = mrml::prelude::render::RenderOptions {
        fonts: std::collections::HashMap::new(),
        ..Default::default()
    };
    let html = parsed.element.render(&options);
    Ok(finished(&html.map_err(|error| error.to_string())?))
}

impl Compiled {
    /// One person's copy.
    ///
    /// # Errors
    /// [`RenderError`] says what they lack.
    pub fn render(&self, person: &PersonValues) -> Result<Mail, RenderError> {
        let version = self.version(person.language)?;
        lacks(person, self.needs.code, self.needs.deadline)?;
        let mut pictures: Vec<PictureRef> = version
            .locals
            .iter()
            .map(|local| PictureRef {
                id: local.id.clone(),
                source: PictureSource::Local(local.key.clone()),
                width: local.width,
                square: false,
            })
            .collect();
        let values = values(
            person,
            &self.brand,
            version.words,
            &version.slots,
            &self.needs,
            &mut pictures,
        );
        let values = Arc::new(values);
        let heads = values.clone();
        let values = Value::from_dyn_object(values);
        for name in &version.required {
            let had = values.get_attr(&crate::code::variable(name));
            if !had.is_ok_and(|had| had.is_true()) {
                return Err(RenderError::Missing {
                    name: (*name).to_owned(),
                });
            }
        }
        let line = |part| -> Result<String, RenderError> {
            Ok(clean(&version.templates.fill(part, &values)?, 400))
        };
        let subject = line(Filled::Subject)?;
        if subject.is_empty() {
            return Err(RenderError::EmptySubject);
        }
        let preview = line(Filled::Preview)?;
        let heads = Value::from_object(heads.with_heads(&subject, &preview));
        let html = version.templates.fill(Filled::Html, &heads)?;
        let text = version.templates.fill(Filled::Text, &values)?;
        let text = short_lines(text.trim_end().to_owned() + "\n");
        Ok(Mail {
            subject,
            preview,
            html,
            text,
            pictures,
        })
    }

    /// What has to be brought for each person.
    pub fn needs(&self) -> &Needs {
        &self.needs
    }

    /// The languages that people get it in.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.versions.keys().copied()
    }

    /// The language that someone gets it in.
    pub fn language_for(&self, person: Option<Language>) -> Language {
        match self.choice {
            LanguageChoice::One { language } => language,
            LanguageChoice::EachPerson { otherwise } => person
                .filter(|language| self.versions.contains_key(language))
                .unwrap_or(otherwise),
        }
    }

    /// The mail as MJML, with templates in its texts: for another program that makes HTML of it.
    pub fn mjml(&self, language: Language) -> Option<&str> {
        let version = self.versions.get(&language)?;
        Some(version.mjml.as_str())
    }

    /// The HTML that is made of it, with templates in its texts.
    pub fn html(&self, language: Language) -> Option<&str> {
        let version = self.versions.get(&language)?;
        Some(version.html.as_str())
    }

    fn version(&self, person: Option<Language>) -> Result<&Version, RenderError> {
        let language = self.language_for(person);
        let version = self.versions.get(&language);
        version.ok_or_else(|| RenderError::Fault(format!("nothing is written in {language}")))
    }
}

/// All names in a document with the places of their texts, and their fallbacks.
pub(crate) fn names_of(document: &Document) -> Vec<(String, &'static str, Option<String>)> {
    let mut found = Vec::new();
    for (place, text) in document.texts() {
        let mut take = |parts: &[Part]| {
            text::each_name(parts, &mut |name| {
                found.push((place.clone(), name.name, name.fallback.clone()));
            });
        };
        let field = place.rsplit('.').next().unwrap_or_default();
        let block = place
            .rsplit_once('.')
            .and_then(|(block, _)| document.block(block));
        match block.map(|block| &block.content) {
            Some(Content::Text(_)) if field == "words" => {
                for parts in text::paragraphs(&text).unwrap_or_default() {
                    take(&parts);
                }
            }
            // Its day and time are there, or its copy is not made.
            Some(Content::Deadline(_)) => {}
            _ => take(&text::line(&text).unwrap_or_default()),
        }
    }
    found
}

/// What the blocks and names of a document need.
fn needs_of(document: &Document, slots: &[ProductsSlot], needs: &mut Needs) {
    for block in document.all_blocks() {
        match &block.content {
            Content::Code(_) => {
                needs.offer = true;
                needs.code = true;
            }
            Content::Deadline(deadline) => {
                needs.offer = true;
                needs.deadline = true;
                let parts = deadline_sentence(deadline, "").unwrap_or_default();
                text::each_name(&parts, &mut |name| {
                    needs_name(name.name, name.fallback.is_none(), needs);
                });
            }
            Content::Points(_) => needs.points = true,
            Content::FreeShipping(_) => needs.free_shipping = true,
            _ => {}
        }
        if target(block).is_some_and(|target| *target == Target::Cart) {
            needs.cart = true;
        }
    }
    for slot in slots {
        for source in slot.sources() {
            need_products(needs, source.clone(), slot.block.count);
        }
    }
    for (_, name, fallback) in names_of(document) {
        needs_name(name, fallback.is_none(), needs);
    }
}

/// What a name needs; `alone` says that nothing stands there otherwise.
fn needs_name(name: &str, alone: bool, needs: &mut Needs) {
    match name.split('.').next().unwrap_or_default() {
        "offer" => {
            needs.offer = true;
            needs.code |= alone && name == "offer.code";
        }
        "points" => needs.points = true,
        "shipping" => needs.free_shipping = true,
        "last_bought" => need_products(needs, ProductSource::LastBought, 1),
        _ => {}
    }
}

fn need_products(needs: &mut Needs, source: ProductSource, count: u8) {
    let known = needs.products.entry(source).or_default();
    *known = (*known).max(count);
}

/// Where a block leads.
pub(crate) fn target(block: &Block) -> Option<&Target> {
    match &block.content {
        Content::Button(button) => Some(&button.target),
        Content::Picture(picture) => picture.target.as_ref(),
        _ => None,
    }
}

/// A text that cannot be used, in words.
fn unusable(refused: Refused) -> Finding {
    let (code, sentence) = match &refused.fault {
        TextFault::Unreadable(text) => (
            FindingCode::Unreadable,
            format!(
                "“{text}” cannot be read. Names stand alone in double braces: \
                 {{{{first_name or \"friend\"}}}}"
            ),
        ),
        TextFault::Unknown(name) => (
            FindingCode::UnknownVariable,
            format!("“{name}” stands for nothing. Choose a name from the menu"),
        ),
        TextFault::BadLink(address) => (
            FindingCode::BadLink,
            format!("“{address}” is no address that a mail can lead to. Begin it with https://"),
        ),
    };
    Finding {
        code,
        level: Level::Stop,
        sentence,
        block: refused.block,
        fix: Some(Fix::Write {
            place: refused.place.clone(),
        }),
        place: Some(refused.place),
    }
}
