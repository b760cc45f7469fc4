//! The document of a campaign's mail, as it is kept in the shop file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::{Block, Language, Look};

/// The version of [`Document`] that this program writes.
pub const VERSION: u32 = 1;

/// What a mail says and how it looks. Texts may hold variables: `{{first_name or "friend"}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Document {
    /// [`VERSION`] of the program that wrote it.
    pub version: u32,
    /// The language of its fixed words, and of `subject`, `preview` and the texts of its blocks.
    pub language: LanguageChoice,
    /// The subject, with variables.
    pub subject: String,
    /// What stands beside the subject in a list of mails, with variables.
    pub preview: String,
    /// Its colours and letters.
    pub look: Look,
    /// What stands in it, from top to bottom.
    pub blocks: Vec<Block>,
    /// Its words in other languages.
    pub translations: BTreeMap<Language, Translation>,
}

/// Which language someone gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum LanguageChoice {
    /// Everyone the same.
    One {
        /// That one.
        language: Language,
    },
    /// Each person theirs, where the document has a translation into it.
    EachPerson {
        /// The language of the document itself, for everyone else.
        otherwise: Language,
    },
}

/// The words of a document in another language. What is missing stands in the document's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Translation {
    /// The texts by their place: `subject`, `preview`, or the id of a block, a dot, and the name
    /// of its field, as [`Document::texts`] has them.
    pub texts: BTreeMap<String, String>,
}

impl Document {
    /// The language that the document itself is written in.
    pub fn own_language(&self) -> Language {
        match self.language {
            LanguageChoice::One { language } => language,
            LanguageChoice::EachPerson { otherwise } => otherwise,
        }
    }

    /// The languages that people can get it in; its own first.
    pub fn languages(&self) -> Vec<Language> {
        let own = self.own_language();
        let mut all = vec![own];
        if matches!(self.language, LanguageChoice::EachPerson { .. }) {
            all.extend(self.translations.keys().filter(|other| **other != own));
        }
        all
    }

    /// All its texts that can be translated, by their place.
    pub fn texts(&self) -> BTreeMap<String, String> {
        let mut copy = self.clone();
        let mut texts = BTreeMap::new();
        copy.each_text(&mut |place, text| {
            texts.insert(place, text.clone());
        });
        texts
    }

    /// The document with its words in a language, as far as it has them.
    #[must_use]
    pub fn in_language(&self, language: Language) -> Self {
        let mut copy = self.clone();
        copy.language = LanguageChoice::One { language };
        copy.translations.clear();
        if let Some(translation) = self.translations.get(&language)
            && language != self.own_language()
        {
            copy.each_text(&mut |place, text| {
                if let Some(other) = translation.texts.get(&place)
                    && !other.trim().is_empty()
                {
                    text.clone_from(other);
                }
            });
        }
        copy
    }

    /// A block by its id, also within columns.
    pub fn block(&self, id: &str) -> Option<&Block> {
        self.all_blocks().find(|block| block.id == id)
    }

    /// All blocks, those within columns after the columns themselves.
    pub fn all_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks
            .iter()
            .flat_map(|block| std::iter::once(block).chain(block.inner()))
    }

    /// Changes a text, in the document and in all its translations.
    pub(crate) fn change_texts(&mut self, place: &str, change: impl Fn(&str) -> String) {
        self.each_text(&mut |own, text| {
            if own == place {
                *text = change(text);
            }
        });
        for translation in self.translations.values_mut() {
            if let Some(text) = translation.texts.get_mut(place) {
                *text = change(text);
            }
        }
    }

    fn each_text(&mut self, of: &mut dyn FnMut(String, &mut String)) {
        of("subject".to_owned(), &mut self.subject);
        of("preview".to_owned(), &mut self.preview);
        for block in &mut self.blocks {
            block.each_text(of);
        }
    }
}
