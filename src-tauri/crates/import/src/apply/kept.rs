//! Writing products, payments and behaviour, carts and refunds.

use pannier_core::{Phase, SourceId};
use pannier_store::{BehaviourWriter, CatalogueWriter, KeptKind, KeptPlace};

use super::{Writing, gone};
use crate::{
    Error, FileReport, Kind, Result,
    kept::{Said, Step, Walk, WalkError},
    orders::survey::{BATCH, Halt},
    plan::StagedKept,
};

impl Writing<'_> {
    /// Writes a file of products, payments or behaviour.
    pub(super) fn kept(&self, staged: &StagedKept, source: SourceId, file: i64) -> Result<()> {
        let changed = || Error::FileChanged(staged.file.part.given.clone());
        let place = self.kept_place(source, file);
        let mut products = CatalogueWriter::new(self.tx, place)?;
        if !staged.same.is_empty() && staged.same.iter().all(Option::is_some) {
            // All of it is known, as long as the bytes are those of the preview.
            self.nothing_new(staged, &mut products)?;
            return Ok(products.finish()?);
        }
        let mut behaviour = BehaviourWriter::new(self.tx);
        let mut same = staged.same.iter().copied();
        let walk = Walk {
            file: &staged.file,
            reading: &staged.reading,
            phase: Phase::Saving,
            total_rows: self.total,
            reporter: self.reporter,
            cancel: self.cancel,
        };
        let mut records = 0;
        let outcome = walk.run(|step| -> Result<()> {
            let Step::Said(said, _) = step else {
                return Ok(());
            };
            records += 1;
            // More than the preview saw: the file is another one by now.
            if records > staged.records {
                return Err(changed());
            }
            match said {
                Said::Behaviour(said) => Ok(behaviour.say(&place, &said)?),
                Said::Product(said) => match same.next().flatten() {
                    Some(product) => Ok(products.say_again(product)?),
                    None => Ok(products.say(*said)?),
                },
                said => self.kept_record(&place, said),
            }
        });
        let hash = outcome.map_err(|error| match error {
            WalkError::Halt(Halt::Io(error)) => gone(&staged.file, &error),
            WalkError::Halt(Halt::Cancelled(cancelled)) => cancelled.into(),
            WalkError::Visitor(error) => error,
        })?;
        products.finish()?;
        if hash == staged.file.looked.hash && records == staged.records {
            Ok(())
        } else {
            Err(changed())
        }
    }

    /// Takes in a file of which the preview knew every product.
    fn nothing_new(&self, staged: &StagedKept, products: &mut CatalogueWriter) -> Result<()> {
        let hash = staged.file.hash(self.cancel).map_err(|halt| match halt {
            Halt::Io(error) => gone(&staged.file, &error),
            Halt::Cancelled(cancelled) => cancelled.into(),
        })?;
        if hash != staged.file.looked.hash {
            return Err(Error::FileChanged(staged.file.part.given.clone()));
        }
        for (product, done) in staged.same.iter().flatten().zip(0_u64..) {
            if done.is_multiple_of(BATCH) {
                self.cancel.check()?;
                self.reporter.report(Phase::Saving, done, Some(self.total));
            }
            products.say_again(*product)?;
        }
        Ok(())
    }

    pub(super) fn kept_place(&self, source: SourceId, file: i64) -> KeptPlace {
        KeptPlace {
            source,
            import: self.import,
            file,
        }
    }

    /// Writes one record.
    pub(super) fn kept_record(&self, place: &KeptPlace, said: Said) -> Result<()> {
        match said {
            Said::Product(said) => self.tx.say_kept(place, *said)?,
            Said::Payment(said) => self.tx.say_kept(place, *said)?,
            Said::Checkout(said) => self.tx.say_kept(place, *said)?,
            Said::Refund(said) => self.tx.say_kept(place, said)?,
            Said::Balance(said) => self.tx.say_kept(place, *said)?,
            Said::Behaviour(said) => BehaviourWriter::new(self.tx).say(place, &said)?,
        }
        Ok(())
    }

    /// Keeps how many things besides orders and customers a file brought.
    pub(super) fn counts(&self, file: i64, report: &FileReport) -> Result<()> {
        for kind in KeptKind::ALL {
            let mut report = report.clone();
            // Of an orders file, these are what its lines sold.
            if kind == KeptKind::Products && report.kind != Some(Kind::Products) {
                continue;
            }
            let counts = *report.counts_of(kind);
            let counts = [counts.new, counts.updated, counts.unchanged];
            if counts.iter().any(|count| *count > 0) {
                self.tx.insert_import_count(file, kind, counts)?;
            }
        }
        Ok(())
    }
}
