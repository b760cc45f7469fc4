//! A shop in a temporary file, and imports into it.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use pannier_core::{Cancel, FixedClock, ImportId, Reporter, Timestamp};
use pannier_import::{Error, FileReport, Kind, MappingSaid, Options, Plan, RowShape, ShopContext};
use pannier_store::{NewShop, OpenOptions, ReadFacts, Role, Store};

/// What an import did.
pub(crate) struct Imported {
    pub(crate) import: Option<ImportId>,
    pub(crate) files: Vec<FileReport>,
}

pub(crate) struct Shop {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) context: ShopContext,
    /// The columns as they were read last.
    pub(crate) read: RefCell<Option<ReadFacts>>,
}

pub(crate) fn shop(currency: &str, country: &str, zone: &str) -> Shop {
    let now: Timestamp = "2026-06-30T12:00:00Z".parse().unwrap();
    let context = ShopContext {
        currency: currency.parse().unwrap(),
        country: country.to_owned(),
        zone: zone.parse().unwrap(),
        now,
    };
    let new = NewShop {
        name: "Test".to_owned(),
        currency: context.currency,
        country: context.country.clone(),
        zone: context.zone,
        is_sample: false,
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.pannier");
    let store =
        Store::create(&path, &new, OpenOptions::new(Role::Owner), &FixedClock(now)).unwrap();
    Shop {
        folder,
        store,
        context,
        read: RefCell::default(),
    }
}

impl Shop {
    pub(crate) fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn preview(&self, files: &[PathBuf]) -> Plan {
        self.preview_with(files, &Options::default())
    }

    pub(crate) fn preview_with(&self, files: &[PathBuf], options: &Options) -> Plan {
        self.store
            .read(|tx| {
                pannier_import::preview(
                    files,
                    options,
                    &self.context,
                    tx,
                    &Reporter::default(),
                    &Cancel::default(),
                )
            })
            .unwrap()
    }

    pub(crate) fn apply(&self, plan: &Plan) -> Result<Option<ImportId>, Error> {
        self.store
            .write(|tx| pannier_import::apply(plan, tx, &Reporter::default(), &Cancel::default()))
            .map(|outcome| outcome.import_id)
    }

    pub(crate) fn import(&self, files: &[PathBuf]) -> Imported {
        self.import_with(files, &Options::default())
    }

    /// Takes the columns of kinds that nobody has checked against a real file as they are.
    pub(crate) fn import_trusting(&self, files: &[PathBuf]) -> Imported {
        let options = Options {
            trust_columns: true,
            ..Options::default()
        };
        self.import_with(files, &options)
    }

    pub(crate) fn import_with(&self, files: &[PathBuf], options: &Options) -> Imported {
        let plan = self.preview_with(files, options);
        for file in plan.files() {
            assert_eq!(
                file.row_verdicts.sum(),
                file.rows,
                "the verdicts of {} add up",
                file.name
            );
        }
        let import = self.apply(&plan).unwrap();
        self.assert_columns_follow();
        Imported {
            import,
            files: plan.files().to_vec(),
        }
    }

    pub(crate) fn undo(&self, import: ImportId) -> Result<(), Error> {
        self.store.write(|tx| {
            pannier_import::undo(
                import,
                tx,
                self.context.now,
                &Reporter::default(),
                &Cancel::default(),
            )
        })
    }

    /// What one file would do.
    pub(crate) fn look(&self, name: &str, bytes: impl AsRef<[u8]>) -> FileReport {
        let path = self.file(name, bytes);
        let plan = self.preview(&[path]);
        assert_eq!(plan.questions(), [], "{name} leaves nothing open");
        let report = plan.files()[0].clone();
        assert_eq!(
            report.row_verdicts.sum(),
            report.rows,
            "the verdicts of {name} add up"
        );
        report
    }

    /// Columns that are read only where something changed are those that are read as a whole.
    pub(crate) fn assert_columns_follow(&self) {
        let mut read = self.read.borrow_mut();
        let changed = self.store.take_changed();
        let now = match &*read {
            Some(before) => self.store.facts_after(before, &changed),
            None => self.store.facts(),
        };
        let now = now.unwrap();
        let whole = self.store.read(|tx| tx.facts()).unwrap();
        assert_eq!(*now.facts, whole, "after a change of {changed:?}");
        *read = Some(now);
    }

    /// The file is whole and its sums agree.
    pub(crate) fn assert_healthy(&self) {
        self.assert_columns_follow();
        let health = self.store.read(|tx| tx.health()).unwrap();
        assert_eq!(health.findings, [], "the shop file is healthy");
    }
}

/// A fixture of the project.
pub(crate) fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../tests/fixtures")
        .join(path)
}

/// What the merchant says of a file: the meanings of its first columns, in their order.
pub(crate) fn said(file: &str, kind: Kind, rows: RowShape, keys: &[&str]) -> MappingSaid {
    MappingSaid {
        file: file.to_owned(),
        kind,
        rows,
        columns: keys
            .iter()
            .map(|key| (*key).to_owned())
            .enumerate()
            .collect(),
        currency: None,
        time_zone: None,
        tax_included: None,
        refund_rows: false,
        date_order: None,
        decimal_sign: None,
        save_as: None,
    }
}
