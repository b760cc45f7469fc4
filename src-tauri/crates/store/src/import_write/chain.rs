//! The sightings of one order or customer, import by import.

/// One link of a chain of sightings.
pub(super) struct Link {
    pub(super) subject: i64,
    pub(super) verdict: String,
    pub(super) former: Option<String>,
}

/// Which chain: of an order or of a customer.
#[derive(Clone, Copy)]
pub(super) enum Chain {
    Order,
    Customer,
}

impl Chain {
    pub(super) fn of_import(self) -> &'static str {
        match self {
            Self::Order => {
                "SELECT order_id AS subject, verdict, former FROM import_order
                  WHERE import_id = :import AND order_id > :after ORDER BY order_id LIMIT 500"
            }
            Self::Customer => {
                "SELECT customer_id AS subject, verdict, former FROM import_customer
                  WHERE import_id = :import AND customer_id > :after ORDER BY customer_id LIMIT 500"
            }
        }
    }

    pub(super) fn next(self) -> &'static str {
        match self {
            Self::Order => {
                "SELECT import_id, verdict FROM import_order
                  WHERE order_id = :subject AND import_id > :import ORDER BY import_id LIMIT 1"
            }
            Self::Customer => {
                "SELECT import_id, verdict FROM import_customer
                  WHERE customer_id = :subject AND import_id > :import ORDER BY import_id LIMIT 1"
            }
        }
    }

    pub(super) fn relink(self) -> &'static str {
        match self {
            Self::Order => {
                "UPDATE import_order SET verdict = :verdict, former = :former
                  WHERE import_id = :import AND order_id = :subject"
            }
            Self::Customer => {
                "UPDATE import_customer SET verdict = :verdict, former = :former
                  WHERE import_id = :import AND customer_id = :subject"
            }
        }
    }

    pub(super) fn remove(self) -> &'static str {
        match self {
            Self::Order => {
                "DELETE FROM import_order WHERE import_id = :import AND order_id = :subject"
            }
            Self::Customer => {
                "DELETE FROM import_customer WHERE import_id = :import AND customer_id = :subject"
            }
        }
    }
}
