//! Is the file whole, and do its sums agree? Each check names the first bad row.

use std::path::Path;

use rusqlite::OptionalExtension;

use crate::{
    ReadTx, Result,
    connection::{self, Mode},
};

/// What the checks found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// Names of the checks that were made.
    pub checks: Vec<&'static str>,
    /// What is wrong; empty in a healthy file.
    pub findings: Vec<Finding>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The check that found it.
    pub check: &'static str,
    /// A sentence.
    pub message: String,
}

/// A check that selects the first bad row as one text.
struct Check {
    name: &'static str,
    sql: &'static str,
}

const CHECKS: &[Check] = &[
    Check {
        name: "lines add up to their order",
        sql: include_str!("sql/doctor/line_sums.sql"),
    },
    Check {
        name: "refunds add up to their order",
        sql: include_str!("sql/doctor/refund_sums.sql"),
    },
    Check {
        name: "the sums of days are those of their orders",
        sql: include_str!("sql/doctor/day_sums.sql"),
    },
    Check {
        name: "orders can be found by search",
        sql: "SELECT 'order ' || o.number FROM orders o
               WHERE NOT EXISTS (SELECT 1 FROM order_search_docsize d WHERE d.id = o.id) LIMIT 1",
    },
    Check {
        name: "search finds only orders",
        sql: "SELECT 'row ' || d.id FROM order_search_docsize d
               WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.id = d.id) LIMIT 1",
    },
    Check {
        name: "products can be found by search",
        sql: "SELECT 'product ' || p.name FROM product p
               WHERE NOT EXISTS (SELECT 1 FROM product_search_docsize d WHERE d.id = p.id) LIMIT 1",
    },
    Check {
        name: "search finds only products",
        sql: "SELECT 'row ' || d.id FROM product_search_docsize d
               WHERE NOT EXISTS (SELECT 1 FROM product p WHERE p.id = d.id) LIMIT 1",
    },
    Check {
        name: "customers can be found by search",
        sql: "SELECT 'customer ' || c.id FROM customer c
               WHERE NOT EXISTS (SELECT 1 FROM customer_search_docsize d WHERE d.id = c.id) LIMIT 1",
    },
    Check {
        name: "search finds only customers",
        sql: "SELECT 'row ' || d.id FROM customer_search_docsize d
               WHERE NOT EXISTS (SELECT 1 FROM customer c WHERE c.id = d.id) LIMIT 1",
    },
    Check {
        name: "imports that were undone own nothing",
        sql: "SELECT 'order ' || o.number FROM orders o
                JOIN import i ON i.id = o.import_id WHERE i.state = 'reverted' LIMIT 1",
    },
    Check {
        name: "customers belong to imports that stand",
        sql: "SELECT 'customer ' || c.id FROM customer c
                JOIN import i ON i.id = c.import_id WHERE i.state = 'reverted' LIMIT 1",
    },
    Check {
        name: "something speaks of every customer",
        sql: "SELECT 'customer ' || c.id FROM customer c
               WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
                 AND NOT EXISTS (SELECT 1 FROM import_customer s WHERE s.customer_id = c.id) LIMIT 1",
    },
    Check {
        name: "ids of customers come from their files",
        sql: "SELECT 'id ' || k.external_id FROM customer_key k
               WHERE NOT EXISTS (SELECT 1 FROM import_customer s
                                  WHERE s.source_id = k.source_id AND s.external_id = k.external_id
                                    AND s.customer_id = k.customer_id)
                 AND NOT EXISTS (SELECT 1 FROM orders o
                                  WHERE o.customer_id = k.customer_id AND o.source_id = k.source_id
                                    AND o.customer_key = k.external_id) LIMIT 1",
    },
    Check {
        name: "every order was seen by its import",
        sql: "SELECT 'order ' || o.number FROM orders o
               WHERE NOT EXISTS (SELECT 1 FROM import_order s
                                  WHERE s.import_id = o.import_id AND s.order_id = o.id) LIMIT 1",
    },
    Check {
        name: "an import that stands speaks of every product, cart, payment and view",
        sql: include_str!("sql/doctor/kept_unseen.sql"),
    },
    Check {
        name: "what imports spoke of is there",
        sql: include_str!("sql/doctor/kept_missing.sql"),
    },
    Check {
        name: "payments, refunds and carts lead to what they belong to",
        sql: include_str!("sql/doctor/kept_links.sql"),
    },
    Check {
        name: "what was said of two customers names both",
        sql: "SELECT 'pair ' || p.id FROM customer_pair p
               WHERE (SELECT count(DISTINCT w.side) FROM customer_pair_word w WHERE w.pair_id = p.id) < 2
               LIMIT 1",
    },
    Check {
        name: "points of people are the sums of their lines",
        sql: include_str!("sql/doctor/ledger_sums.sql"),
    },
    Check {
        name: "what is left of grants adds up to the points of people",
        sql: include_str!("sql/doctor/ledger_lots.sql"),
    },
    Check {
        name: "no more points are taken back, or left, than were given",
        sql: include_str!("sql/doctor/ledger_reversals.sql"),
    },
    Check {
        name: "points for an order are given again only after all were taken back",
        sql: include_str!("sql/doctor/ledger_sequences.sql"),
    },
    Check {
        name: "what takes points back is of the same account",
        sql: include_str!("sql/doctor/ledger_links.sql"),
    },
    Check {
        name: "nobody waits for a message that has ended",
        sql: include_str!("sql/doctor/sending_waits.sql"),
    },
    Check {
        name: "messages are on their way only while someone sends",
        sql: "SELECT 'row ' || id FROM outbox
               WHERE state IN ('claimed', 'body') AND NOT EXISTS (SELECT 1 FROM sender_lease) LIMIT 1",
    },
    Check {
        name: "rewards cost what their line says",
        sql: include_str!("sql/doctor/ledger_rewards.sql"),
    },
];

impl ReadTx<'_> {
    /// Checks the file: its pages, its references, its sums.
    pub fn health(&self) -> Result<Health> {
        let connection = self.connection();
        let mut health = Health {
            checks: vec!["the file is whole", "references lead somewhere"],
            findings: vec![],
        };
        // A connection of its own: one that remembers the index for search from before another
        // connection wrote takes what it remembers for damage (SQLite 3.51, FTS5).
        let fresh = connection::open(
            Path::new(connection.path().unwrap_or_default()),
            Mode::Read,
            None,
        )?;
        let first: String = fresh.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        if first != "ok" {
            health.findings.push(Finding {
                check: health.checks[0],
                message: first,
            });
        }
        let broken = connection
            .query_row(
                "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check LIMIT 1",
                [],
                |row| row.get::<_, Option<String>>(0),
            )
            .optional()?;
        if let Some(row) = broken {
            let message = format!(
                "{} points to nothing",
                row.unwrap_or_else(|| "a row".to_owned())
            );
            health.findings.push(Finding {
                check: health.checks[1],
                message,
            });
        }
        for check in CHECKS {
            health.checks.push(check.name);
            let bad = connection
                .query_row(check.sql, [], |row| row.get::<_, String>(0))
                .optional()?;
            if let Some(message) = bad {
                health.findings.push(Finding {
                    check: check.name,
                    message,
                });
            }
        }
        let check = "nobody who was erased is known again";
        health.checks.push(check);
        let revived = self.revived()?;
        health.findings.extend(revived.map(|customer| Finding {
            check,
            message: format!("customer {customer}"),
        }));
        let check = "a no holds for everyone who was joined";
        health.checks.push(check);
        health.findings.extend(self.joined_finding(check)?);
        Ok(health)
    }
}
