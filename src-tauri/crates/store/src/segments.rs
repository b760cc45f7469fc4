//! Saved segments: their rules in sentences, lists that were frozen, and what they came to.

use pannier_core::{
    Currency, CustomerId, Day, Timestamp,
    segment::{READY_MADE, RULES_VERSION},
};
use rusqlite::{OptionalExtension, Row, named_params};

use crate::{Error, ReadTx, Result, Topic, WriteTx, shop::parsed};

/// A saved segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentRecord {
    /// Its row.
    pub id: i64,
    /// The merchant's name for it.
    pub name: String,
    /// Its rules as a sentence.
    pub rules: String,
    /// Of the words of the rules.
    pub version: u32,
    /// Its rank among personas, the first is 1; nothing where it is none.
    pub priority: Option<u32>,
    /// What it is known by where it comes with the program.
    pub ready_made: Option<String>,
    /// When it was made (UTC).
    pub created_at: Timestamp,
    /// When it was changed last (UTC).
    pub changed_at: Timestamp,
    /// When it was deleted (UTC), where it was.
    pub deleted_at: Option<Timestamp>,
}

/// A segment to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentSaved<'s> {
    /// The row that it replaces; a new one where nothing.
    pub id: Option<i64>,
    /// See [`SegmentRecord::name`]; no other segment may have it, in any case.
    pub name: &'s str,
    /// See [`SegmentRecord::rules`].
    pub rules: &'s str,
    /// See [`SegmentRecord::priority`]; a persona that has it already goes behind.
    pub priority: Option<u32>,
}

/// A list that was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRecord {
    /// Its row.
    pub id: i64,
    /// The name of the segment then.
    pub name: String,
    /// Its rules then.
    pub rules: String,
    /// When (UTC).
    pub taken_at: Timestamp,
    /// How many people were in it.
    pub people: u32,
    /// How many of them are still in the shop file.
    pub still: u32,
}

/// What a segment was before it was saved over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentVersion {
    /// Its row.
    pub id: i64,
    /// Its name then.
    pub name: String,
    /// Its rules then.
    pub rules: String,
    /// Since when it was so (UTC).
    pub saved_at: Timestamp,
    /// Until when (UTC).
    pub replaced_at: Timestamp,
}

/// What a segment came to on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentDay {
    /// The shop's day.
    pub day: Day,
    /// People in it.
    pub people: u32,
    /// Their counted orders, ever.
    pub orders: u32,
    /// What those came to, in minor units.
    pub revenue: i64,
    /// Of this currency.
    pub currency: Currency,
}

const SEGMENTS: &str =
    "SELECT id, name, rules, version, priority, ready_made, created_at, changed_at,
  deleted_at FROM segment ";

fn record(row: &Row) -> rusqlite::Result<SegmentRecord> {
    Ok(SegmentRecord {
        id: row.get("id")?,
        name: row.get("name")?,
        rules: row.get("rules")?,
        version: row.get("version")?,
        priority: row.get("priority")?,
        ready_made: row.get("ready_made")?,
        created_at: Timestamp(row.get("created_at")?),
        changed_at: Timestamp(row.get("changed_at")?),
        deleted_at: row.get::<_, Option<i64>>("deleted_at")?.map(Timestamp),
    })
}

impl ReadTx<'_> {
    /// All segments, those that were deleted among them, in the order they were made.
    pub fn segments(&self) -> Result<Vec<SegmentRecord>> {
        let sql = [SEGMENTS, "ORDER BY id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let records = statement.query_map([], record)?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    /// One segment, also one that was deleted.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none with that number.
    pub fn segment(&self, id: i64) -> Result<SegmentRecord> {
        let sql = [SEGMENTS, "WHERE id = :id"].concat();
        let mut statement = self.connection().prepare_cached(&sql)?;
        let found = statement
            .query_row(named_params! { ":id": id }, record)
            .optional()?;
        found.ok_or_else(|| Error::Missing(format!("There is no segment number {id}")))
    }

    /// The frozen lists of a segment, the newest first.
    pub fn segment_snapshots(&self, segment: i64) -> Result<Vec<SnapshotRecord>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT s.id, s.name, s.rules, s.taken_at, s.people,
                    (SELECT count(*) FROM segment_snapshot_person p WHERE p.snapshot_id = s.id) AS still
               FROM segment_snapshot s WHERE s.segment_id = :segment ORDER BY s.id DESC",
        )?;
        let records = statement.query_map(named_params! { ":segment": segment }, |row| {
            Ok(SnapshotRecord {
                id: row.get("id")?,
                name: row.get("name")?,
                rules: row.get("rules")?,
                taken_at: Timestamp(row.get("taken_at")?),
                people: row.get("people")?,
                still: row.get("still")?,
            })
        })?;
        Ok(records.collect::<rusqlite::Result<_>>()?)
    }

    /// What a segment was before it was saved over, the newest first.
    pub fn segment_versions(&self, segment: i64) -> Result<Vec<SegmentVersion>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT id, name, rules, saved_at, replaced_at FROM segment_version
              WHERE segment_id = :segment ORDER BY id DESC",
        )?;
        let versions = statement.query_map(named_params! { ":segment": segment }, |row| {
            Ok(SegmentVersion {
                id: row.get("id")?,
                name: row.get("name")?,
                rules: row.get("rules")?,
                saved_at: Timestamp(row.get("saved_at")?),
                replaced_at: Timestamp(row.get("replaced_at")?),
            })
        })?;
        Ok(versions.collect::<rusqlite::Result<_>>()?)
    }

    /// Who is in a frozen list, by row; those who are no longer in the shop file left out.
    pub fn segment_snapshot_people(&self, snapshot: i64) -> Result<Vec<CustomerId>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT customer_id FROM segment_snapshot_person
              WHERE snapshot_id = :snapshot ORDER BY customer_id",
        )?;
        let params = named_params! { ":snapshot": snapshot };
        let people = statement.query_map(params, |row| row.get("customer_id").map(CustomerId))?;
        Ok(people.collect::<rusqlite::Result<_>>()?)
    }

    /// What a segment came to, the oldest day first.
    pub fn segment_days(&self, segment: i64) -> Result<Vec<SegmentDay>> {
        let mut statement = self.connection().prepare_cached(
            "SELECT day, people, orders, revenue, currency FROM segment_day
              WHERE segment_id = :segment ORDER BY day",
        )?;
        let mut rows = statement.query(named_params! { ":segment": segment })?;
        let mut days = Vec::new();
        while let Some(row) = rows.next()? {
            days.push(SegmentDay {
                day: parsed(&row.get::<_, String>("day")?)?,
                people: row.get("people")?,
                orders: row.get("orders")?,
                revenue: row.get("revenue")?,
                currency: parsed(&row.get::<_, String>("currency")?)?,
            });
        }
        Ok(days)
    }
}

impl WriteTx<'_> {
    pub(crate) fn insert_ready_made_segments(&self, now: Timestamp) -> Result<()> {
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO segment (name, rules, version, ready_made, created_at, changed_at)
             VALUES (:name, :rules, :version, :key, :now, :now)",
        )?;
        for ready in READY_MADE {
            statement.execute(named_params! {
                ":name": ready.name, ":rules": ready.rules, ":version": RULES_VERSION,
                ":key": ready.key, ":now": now.0,
            })?;
        }
        Ok(())
    }

    /// Saves a segment; gives its row.
    ///
    /// # Errors
    /// [`Error::Conflict`] where another one has that name, [`Error::Missing`] where the one to be
    /// replaced is gone or was deleted.
    pub fn save_segment(&self, saved: &SegmentSaved, now: Timestamp) -> Result<i64> {
        self.check_name(saved.id, saved.name)?;
        if let Some(priority) = saved.priority {
            self.make_room(saved.id, priority)?;
        }
        let id = match saved.id {
            None => self
                .connection()
                .prepare_cached(
                    "INSERT INTO segment (name, rules, version, priority, created_at, changed_at)
                     VALUES (:name, :rules, :version, :priority, :now, :now) RETURNING id",
                )?
                .query_row(
                    named_params! {
                        ":name": saved.name, ":rules": saved.rules, ":version": RULES_VERSION,
                        ":priority": saved.priority, ":now": now.0,
                    },
                    |row| row.get("id"),
                )?,
            Some(id) => {
                self.keep_version(id, saved, now)?;
                let changed = self
                    .connection()
                    .prepare_cached(
                        "UPDATE segment SET name = :name, rules = :rules, version = :version,
                           priority = :priority, changed_at = :now
                          WHERE id = :id AND deleted_at IS NULL",
                    )?
                    .execute(named_params! {
                        ":name": saved.name, ":rules": saved.rules, ":version": RULES_VERSION,
                        ":priority": saved.priority, ":now": now.0, ":id": id,
                    })?;
                if changed == 0 {
                    return Err(gone(id));
                }
                id
            }
        };
        self.touch(Topic::Segments);
        Ok(id)
    }

    /// Keeps what a segment was, where other rules or another name take its place.
    fn keep_version(&self, id: i64, saved: &SegmentSaved, now: Timestamp) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT INTO segment_version (segment_id, name, rules, saved_at, replaced_at)
                 SELECT id, name, rules, changed_at, :now FROM segment
                  WHERE id = :id AND deleted_at IS NULL AND (name <> :name OR rules <> :rules)",
            )?
            .execute(named_params! {
                ":id": id, ":name": saved.name, ":rules": saved.rules, ":now": now.0,
            })?;
        Ok(())
    }

    /// Deletes a segment, or restores it. Its lists and history stay.
    ///
    /// # Errors
    /// [`Error::Missing`] where there is none, [`Error::Conflict`] where one that came meanwhile
    /// has the name of the one to be restored.
    pub fn delete_segment(&self, id: i64, deleted: bool, now: Timestamp) -> Result<()> {
        if !deleted {
            let record = self.segment(id)?;
            self.check_name(Some(id), &record.name)?;
        }
        let changed = self
            .connection()
            .prepare_cached("UPDATE segment SET deleted_at = :at WHERE id = :id")?
            .execute(named_params! { ":at": deleted.then_some(now.0), ":id": id })?;
        if changed == 0 {
            return Err(gone(id));
        }
        self.touch(Topic::Segments);
        Ok(())
    }

    /// Freezes who is in a segment; gives the row of the list.
    ///
    /// # Errors
    /// [`Error::Missing`] where the segment is gone.
    pub fn snapshot_segment(&self, id: i64, people: &[CustomerId], now: Timestamp) -> Result<i64> {
        let segment = self.segment(id)?;
        let count = i64::try_from(people.len()).unwrap_or(i64::MAX);
        let snapshot: i64 = self
            .connection()
            .prepare_cached(
                "INSERT INTO segment_snapshot (segment_id, name, rules, taken_at, people)
                 VALUES (:segment, :name, :rules, :now, :people) RETURNING id",
            )?
            .query_row(
                named_params! {
                    ":segment": id, ":name": segment.name, ":rules": segment.rules, ":now": now.0,
                    ":people": count,
                },
                |row| row.get("id"),
            )?;
        let mut statement = self.connection().prepare_cached(
            "INSERT INTO segment_snapshot_person (snapshot_id, customer_id)
             VALUES (:snapshot, :customer)",
        )?;
        for person in people {
            statement.execute(named_params! { ":snapshot": snapshot, ":customer": person.0 })?;
        }
        self.touch(Topic::Segments);
        Ok(snapshot)
    }

    /// Keeps what a segment came to on a day; what was kept of that day before gives way.
    pub fn keep_segment_day(&self, id: i64, day: &SegmentDay) -> Result<()> {
        self.connection()
            .prepare_cached(
                "INSERT OR REPLACE INTO segment_day (segment_id, day, people, orders, revenue, currency)
                 VALUES (:id, :day, :people, :orders, :revenue, :currency)",
            )?
            .execute(named_params! {
                ":id": id, ":day": day.day.to_string(), ":people": day.people,
                ":orders": day.orders, ":revenue": day.revenue, ":currency": day.currency.code(),
            })?;
        Ok(())
    }

    fn check_name(&self, own: Option<i64>, name: &str) -> Result<()> {
        let wanted = name.trim().to_lowercase();
        let taken = self.segments()?.into_iter().any(|other| {
            other.deleted_at.is_none()
                && Some(other.id) != own
                && other.name.to_lowercase() == wanted
        });
        if taken {
            return Err(Error::Conflict(format!(
                "There is a segment called “{name}” already. Choose another name. Nothing was changed"
            )));
        }
        Ok(())
    }

    /// Personas from a rank on go one back, where that rank is taken.
    fn make_room(&self, own: Option<i64>, priority: u32) -> Result<()> {
        let mut statement = self.connection().prepare_cached(
            "SELECT 1 FROM segment WHERE priority = :priority AND id IS NOT :own",
        )?;
        if statement.exists(named_params! { ":priority": priority, ":own": own })? {
            self.connection().execute(
                "UPDATE segment SET priority = priority + 1
                  WHERE priority >= :priority AND id IS NOT :own",
                named_params! { ":priority": priority, ":own": own },
            )?;
        }
        Ok(())
    }
}

fn gone(id: i64) -> Error {
    Error::Missing(format!(
        "There is no segment number {id} any more. Nothing was changed"
    ))
}
