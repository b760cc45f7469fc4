//! Customers of customers files: new, updated, unchanged, or said before in the same drop.

use pannier_core::{Cancel, CustomerId, Phase, Reporter};
use pannier_store::KnownCustomer;

use super::{Drop, StageError, person};
use crate::{
    FileReport,
    customers::{CustomerRow, read},
    file::RowShape,
    nobody::ERASED,
    orders::{
        build::Who,
        survey::{BATCH, name_of},
    },
    plan::{Decision, StagedCustomers},
    records::Row,
};

/// What to say of people who said yes by an address that a marketplace made up.
pub(super) fn relayed(people: u64) -> String {
    let who = match people {
        1 => "1 address is".to_owned(),
        people => format!("{people} addresses are"),
    };
    format!(
        "{who} a marketplace’s own, made up to pass messages about an order on: no yes is taken from there, and nobody is sent marketing by it"
    )
}

impl Drop<'_> {
    /// Stages a customers file.
    pub(crate) fn customers(
        &mut self,
        staged: &mut StagedCustomers,
        report: &mut FileReport,
        reporter: &Reporter,
        cancel: &Cancel,
    ) -> Result<(), StageError> {
        let header = &staged.file.table.header;
        let mut examples = vec![String::new(); header.len()];
        let mut decisions = Vec::new();
        let mut relays = 0_u64;
        let mut odd: Vec<(String, u64)> = Vec::new();
        let mut records = staged.file.rows().map_err(StageError::Unreadable)?;
        let mut row = Row::default();
        while records.read(&mut row).map_err(StageError::Unreadable)? {
            if report.rows.is_multiple_of(BATCH) {
                cancel.check()?;
                reporter.report(Phase::Matching, report.rows, None);
            }
            report.rows += 1;
            if let RowShape::Ignored(reason) =
                staged.file.shape(&row, staged.reading.columns.first())
            {
                report.ignore(reason, 1);
                continue;
            }
            for (position, example) in examples.iter_mut().enumerate() {
                if example.is_empty() && report.rows <= 200 {
                    example.extend(row.cell(position).trim().chars().take(80));
                }
            }
            match read(&row, &staged.reading) {
                Ok(customer) if staged.reading.nobodies.has(&customer) => report.ignore(ERASED, 1),
                Ok(customer) => {
                    relays += u64::from(customer.is_relay_yes);
                    if let Some(word) = &customer.odd_consent {
                        match odd.iter().position(|(known, _)| known == word) {
                            Some(position) => odd[position].1 += 1,
                            None if odd.len() < 10 => odd.push((word.clone(), 1)),
                            None => {}
                        }
                    }
                    decisions.push(self.customer(&customer, report)?);
                }
                Err(rejection) => report.reject(rejection),
            }
        }
        report.columns = staged.reading.columns.listed(header, &examples);
        for (word, rows) in odd {
            report.notes.push(format!(
                "“{word}” is no word for yes or no that Pannier knows ({rows} {}). It counts as no",
                if rows == 1 { "row" } else { "rows" }
            ));
        }
        if relays > 0 {
            report.notes.push(relayed(relays));
        }
        if report.rows == 0 {
            let profile = &staged.file.table.found.profile;
            report.refused = Some(crate::Refusal::new(
                format!(
                    "{} without any customers: it has only its header",
                    profile.what
                ),
                profile.need.clone(),
            ));
        }
        staged.decisions = decisions;
        Ok(())
    }

    fn customer(
        &mut self,
        customer: &CustomerRow,
        report: &mut FileReport,
    ) -> Result<Decision<CustomerId>, StageError> {
        let known = self.known_customer(customer)?;
        if self.is_customer_said_before(customer, known) {
            report.row_verdicts.merged += 1;
            return Ok(Decision::Skip);
        }
        let decision = match known {
            None => Decision::Insert,
            Some(known) => {
                let stored = self.tx.stored_customer(known.id)?;
                let content = customer.profile.over(&stored);
                if content.email != stored.email {
                    // Another row of this drop can bring someone else with that address.
                    self.left_emails.extend(stored.email);
                }
                let mut is_same = known.fingerprint == Some(content.fingerprint());
                for said in &customer.consents {
                    let news = self.tx.consent_news(known.id, *said, self.shop.now)?;
                    is_same &= news.is_none();
                }
                if is_same {
                    Decision::Keep(known.id)
                } else {
                    Decision::Update(known.id)
                }
            }
        };
        let (rows, things) = (&mut report.row_verdicts, &mut report.customers);
        let (row_count, thing_count) = match decision {
            Decision::Insert => (&mut rows.new, &mut things.new),
            Decision::Update(_) => (&mut rows.updated, &mut things.updated),
            Decision::Keep(_) | Decision::Join | Decision::Skip => {
                (&mut rows.unchanged, &mut things.unchanged)
            }
        };
        *row_count += 1;
        *thing_count += 1;
        Ok(decision)
    }

    fn known_customer(&self, customer: &CustomerRow) -> Result<Option<KnownCustomer>, StageError> {
        if let Some(key) = &customer.key
            && let Some(source) = self.source()
            && let Some(known) = self.tx.customer_by_key(source, key)?
        {
            return Ok(Some(known));
        }
        let content = &customer.profile.content;
        Ok(match (&content.email, &content.phone) {
            (Some(email), _) if self.left_emails.contains(email) => None,
            (Some(email), _) => self.tx.customer_by_email(email)?,
            (None, Some(phone)) => self.tx.customer_by_phone(phone)?,
            (None, None) => None,
        })
    }

    /// Whether an earlier row of the drop is the same customer. Remembers this one.
    fn is_customer_said_before(
        &mut self,
        customer: &CustomerRow,
        known: Option<KnownCustomer>,
    ) -> bool {
        let content = &customer.profile.content;
        let who = match (&content.email, &content.phone) {
            (Some(email), _) => Some(Who::Email(email.clone())),
            (None, Some(phone)) => Some(Who::Phone(phone.clone())),
            (None, None) => None,
        };
        let platform = &self.platform;
        let key = customer.key.as_ref();
        let key = key.map(|key| format!("key:{platform}:{key}"));
        let mut words: Vec<String> = who.iter().map(|who| person(who, platform)).collect();
        words.extend(known.iter().map(|known| format!("row:{}", known.id.0)));
        words.extend(key.clone());
        let is_said = words.iter().any(|word| self.said_customers.contains(word));
        if let Some(who) = who {
            self.people.insert(name_of(&person(&who, &self.platform)));
        }
        if is_said {
            // Of a row that says someone again, only the id is theirs as well.
            self.said_customers.extend(key);
        } else {
            self.said_customers.extend(words);
        }
        is_said
    }
}
