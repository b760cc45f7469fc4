//! What people looked at, wished for or put into a cart. Files of it are long: a row is written
//! as it is read, and nothing is kept of it beside the row itself.

use std::collections::HashMap;

use pannier_core::{SourceId, Timestamp};
use rusqlite::{OptionalExtension, named_params};

use super::{KeptKind, KeptPlace};
use crate::{ReadTx, Result, Topic, WriteTx};

/// Someone did something with a product at a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BehaviourContent {
    /// Normalised where it is an address.
    pub email: String,
    /// A SKU, a handle, a title or the address of its page, as in the file.
    pub product: String,
    /// What they did.
    pub kind: BehaviourKind,
    /// When.
    pub at: Timestamp,
}

/// What someone did with a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BehaviourKind {
    /// Looked at it.
    View,
    /// Put it on a list of wishes.
    Wishlist,
    /// Put it into a cart.
    Cart,
}

impl BehaviourKind {
    /// The stored word.
    pub fn word(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Wishlist => "wishlist",
            Self::Cart => "cart",
        }
    }

    /// What a stored word means.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        [Self::View, Self::Wishlist, Self::Cart]
            .into_iter()
            .find(|kind| kind.word() == word)
    }
}

impl ReadTx<'_> {
    /// Whether the shop file has that already.
    pub fn knows_behaviour(
        &self,
        source: Option<SourceId>,
        said: &BehaviourContent,
    ) -> Result<bool> {
        let Some(source) = source else {
            return Ok(false);
        };
        let mut statement = self.connection().prepare_cached(
            // By its key: the planner left to itself goes through all that was done with a product.
            "SELECT 1 FROM behaviour
              WHERE person_id = (SELECT id FROM behaviour_person WHERE email = :email)
                AND product_id = (SELECT id FROM behaviour_product WHERE text = :product)
                AND kind = :kind AND at = :at AND source_id = :source",
        )?;
        let params = named_params! {
            ":email": said.email, ":product": said.product, ":kind": said.kind.word(),
            ":at": said.at.0, ":source": source.0,
        };
        Ok(statement.exists(params)?)
    }
}

/// Writes behaviour, row by row.
#[derive(Debug)]
pub struct BehaviourWriter<'t> {
    tx: &'t WriteTx<'t>,
    people: HashMap<String, i64>,
    products: HashMap<String, i64>,
}

impl<'t> BehaviourWriter<'t> {
    /// A writer.
    pub fn new(tx: &'t WriteTx<'t>) -> Self {
        Self {
            tx,
            people: HashMap::new(),
            products: HashMap::new(),
        }
    }

    /// Takes in a row.
    pub fn say(&mut self, place: &KeptPlace, said: &BehaviourContent) -> Result<()> {
        let connection = self.tx.connection();
        let person = named(
            self.tx,
            &mut self.people,
            &said.email,
            "SELECT id FROM behaviour_person WHERE email = :word",
            "INSERT INTO behaviour_person (email) VALUES (:word)",
        )?;
        let product = named(
            self.tx,
            &mut self.products,
            &said.product,
            "SELECT id FROM behaviour_product WHERE text = :word",
            "INSERT INTO behaviour_product (text) VALUES (:word)",
        )?;
        let params = named_params! {
            ":source": place.source.0, ":person": person, ":product": product,
            ":kind": said.kind.word(), ":at": said.at.0,
        };
        let written = connection
            .prepare_cached(
                "INSERT OR IGNORE INTO behaviour (source_id, person_id, product_id, kind, at)
                 VALUES (:source, :person, :product, :kind, :at)",
            )?
            .execute(params)?;
        let id = if written == 1 {
            self.tx.touch(Topic::Orders);
            connection.last_insert_rowid()
        } else {
            connection
                .prepare_cached(
                    "SELECT id FROM behaviour WHERE person_id = :person AND product_id = :product
                        AND kind = :kind AND at = :at AND source_id = :source",
                )?
                .query_row(params, |row| row.get(0))?
        };
        connection
            .prepare_cached(
                "INSERT OR IGNORE INTO import_sighting (import_id, kind, record_id, import_file_id)
                 VALUES (:import, :kind, :id, :file)",
            )?
            .execute(named_params! {
                ":import": place.import.0, ":kind": KeptKind::Behaviour.word(), ":id": id,
                ":file": place.file,
            })?;
        Ok(())
    }
}

/// Names that are remembered at a time.
const REMEMBERED: usize = 50_000;

/// The row of a name, made where it is new.
fn named(
    tx: &WriteTx,
    known: &mut HashMap<String, i64>,
    word: &str,
    find: &str,
    insert: &str,
) -> Result<i64> {
    if let Some(id) = known.get(word) {
        return Ok(*id);
    }
    let connection = tx.connection();
    let params = named_params! { ":word": word };
    let found: Option<i64> = connection
        .prepare_cached(find)?
        .query_row(params, |row| row.get(0))
        .optional()?;
    let id = if let Some(id) = found {
        id
    } else {
        connection.prepare_cached(insert)?.execute(params)?;
        connection.last_insert_rowid()
    };
    if known.len() == REMEMBERED {
        known.clear();
    }
    known.insert(word.to_owned(), id);
    Ok(id)
}
