//! What the merchant said of suggestions, and what the shop's own orders chose for them.

use rusqlite::{OptionalExtension, named_params};

use crate::{ReadTx, Result, Topic, WriteTx};

/// How suggestions are made, as the shop's last weeks chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenModel {
    /// The state of the orders that it was chosen by.
    pub chosen_by: String,
    /// JSON of what was chosen.
    pub choice: String,
}

impl ReadTx<'_> {
    /// JSON of the merchant's rules for suggestions; nothing before they said any.
    ///
    /// # Errors
    /// What the file says.
    pub fn suggestion_rules(&self) -> Result<Option<String>> {
        let sql = "SELECT rules FROM suggestion_rules";
        let row = self.connection().query_row(sql, [], |row| row.get("rules"));
        Ok(row.optional()?)
    }

    /// What was chosen last.
    ///
    /// # Errors
    /// What the file says.
    pub fn chosen_model(&self) -> Result<Option<ChosenModel>> {
        let sql = "SELECT chosen_by, choice FROM suggestion_model";
        let row = self.connection().query_row(sql, [], |row| {
            Ok(ChosenModel {
                chosen_by: row.get("chosen_by")?,
                choice: row.get("choice")?,
            })
        });
        Ok(row.optional()?)
    }
}

impl WriteTx<'_> {
    /// Keeps the merchant's rules, as JSON.
    ///
    /// # Errors
    /// What the file says.
    pub fn set_suggestion_rules(&self, rules: &str) -> Result<()> {
        self.connection().execute(
            "INSERT OR REPLACE INTO suggestion_rules (id, rules) VALUES (1, :rules)",
            named_params! { ":rules": rules },
        )?;
        self.touch(Topic::Suggestions);
        Ok(())
    }

    /// Keeps what was chosen. Nobody is told: it follows from the orders.
    ///
    /// # Errors
    /// What the file says.
    pub fn set_chosen_model(&self, chosen: &ChosenModel) -> Result<()> {
        self.connection().execute(
            "INSERT OR REPLACE INTO suggestion_model (id, chosen_by, choice)
             VALUES (1, :chosen_by, :choice)",
            named_params! { ":chosen_by": chosen.chosen_by, ":choice": chosen.choice },
        )?;
        Ok(())
    }
}
