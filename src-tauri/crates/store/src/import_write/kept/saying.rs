//! What imports say of a record, one after the other: kept once while it stays the same.

use pannier_core::ImportId;
use rusqlite::named_params;

use super::{Kept, KeptKind, KeptPlace, from_json};
use crate::{
    Error, ReadTx, Result, Topic, WriteTx,
    import_write::{Fingerprint, content::Digest},
};

/// That an import spoke of a record.
pub(super) struct Seen {
    import: ImportId,
    /// The row of what it said.
    said: i64,
    hash: Fingerprint,
}

/// Whether that is what all of them said. What is said over itself stays as it is: then neither
/// one more of them nor one less changes the record.
pub(super) fn all_said(seen: &[Seen], hash: &Fingerprint) -> bool {
    !seen.is_empty() && seen.iter().all(|seen| seen.hash == *hash)
}

/// Whether several imports said the same of a record.
pub(super) fn is_said_alike(seen: &[Seen]) -> bool {
    seen.len() > 1 && all_said(seen, &seen[0].hash)
}

pub(super) fn to_json<K: Kept>(said: &K) -> Result<String> {
    serde_json::to_string(said)
        .map_err(|e| Error::Damaged(format!("a record cannot be kept for undo: {e}")))
}

pub(crate) fn fingerprint(json: &str) -> Fingerprint {
    let mut digest = Digest::new();
    digest.bytes(json.as_bytes());
    digest.finish()
}

impl ReadTx<'_> {
    /// Which imports that stand spoke of a record.
    pub(super) fn kept_seen(&self, kind: KeptKind, id: i64) -> Result<Vec<Seen>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT import_id, said_id, said_hash FROM import_sighting
              WHERE kind = ? AND record_id = ? AND said_id IS NOT NULL",
        )?;
        let seen = statement.query_map((kind.word(), id), |row| {
            Ok(Seen {
                import: ImportId(row.get(0)?),
                said: row.get(1)?,
                hash: row.get(2)?,
            })
        })?;
        Ok(seen.collect::<rusqlite::Result<_>>()?)
    }

    fn said(&self, id: i64) -> Result<String> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT said FROM said_record WHERE id = ?")?;
        Ok(statement.query_row([id], |row| row.get(0))?)
    }
}

impl WriteTx<'_> {
    /// Takes in what a file says of a record.
    pub fn say_kept<K: Kept>(&self, place: &KeptPlace, said: K) -> Result<()> {
        self.touch(Topic::Orders);
        let json = to_json(&said)?;
        let hash = fingerprint(&json);
        let Some(id) = self.kept_id(place.source, &said)? else {
            let id = said.insert(self, place)?;
            let said = self.keep_said(&json)?;
            return self.see_kept(place, K::KIND, id, said, &hash);
        };
        let seen = self.kept_seen(K::KIND, id)?;
        if let (true, Some(first)) = (all_said(&seen, &hash), seen.first()) {
            return self.see_kept(place, K::KIND, id, first.said, &hash);
        }
        // Files of one drop speak as one.
        let earlier = seen.iter().find(|seen| seen.import == place.import);
        let (json, hash) = match earlier {
            Some(earlier) => {
                let json = to_json(&said.over(&from_json(&self.said(earlier.said)?)?))?;
                let hash = fingerprint(&json);
                (json, hash)
            }
            None => (json, hash),
        };
        let kept = match seen.iter().find(|seen| seen.hash == hash) {
            Some(same) => same.said,
            None => self.keep_said(&json)?,
        };
        self.see_kept(place, K::KIND, id, kept, &hash)?;
        if let Some(content) = self.kept_content::<K>(id)? {
            content.rewrite(self, id)?;
        }
        Ok(())
    }

    fn keep_said(&self, json: &str) -> Result<i64> {
        self.connection()
            .prepare_cached("INSERT INTO said_record (said) VALUES (?)")?
            .execute([json])?;
        Ok(self.connection().last_insert_rowid())
    }

    fn see_kept(
        &self,
        place: &KeptPlace,
        kind: KeptKind,
        id: i64,
        said: i64,
        hash: &Fingerprint,
    ) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT OR REPLACE INTO import_sighting
                   (import_id, kind, record_id, import_file_id, said_id, said_hash)
                 VALUES (:import, :kind, :id, :file, :said, :hash)",
            )?
            .execute(named_params! {
                ":import": place.import.0, ":kind": kind.word(), ":id": id, ":file": place.file,
                ":said": said, ":hash": hash,
            })?;
        Ok(())
    }
}
