//! Every screen and state, one after the other, for whoever wants to look at them.

use anyhow::Result;
use serde_json::Value;

use crate::{
    desk,
    driver::{CONTROL, ENTER, ESCAPE, Session, until},
    pannier::{PANNIER, Pannier},
    shopify::{Order, export, order},
    sink, stall,
};

/// Goes through all screens of an app that was just started for the first time, calling `look`
/// with the name of each once it is complete.
pub(crate) fn all(
    pannier: &Pannier,
    theme: &str,
    look: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let mut tour = Tour {
        pannier,
        page: &pannier.page,
        look,
        number: 0,
    };
    tour.put_on(theme)?;
    tour.beginning()?;
    tour.importing()?;
    tour.columns()?;
    tour.shops()?;
    tour.home()?;
    tour.orders()?;
    tour.customers()?;
    tour.insights()?;
    tour.loyalty()?;
    tour.campaigns()?;
    tour.sending()?;
    tour.duplicates()?;
    tour.settings()?;
    tour.everywhere()
}

struct Tour<'a, Look> {
    pannier: &'a Pannier,
    page: &'a Session,
    look: Look,
    number: u32,
}

impl<Look: FnMut(&str) -> Result<()>> Tour<'_, Look> {
    fn stop(&mut self, name: &str) -> Result<()> {
        self.page.settle()?;
        self.number += 1;
        (self.look)(&format!("{:02}-{name}", self.number))
    }

    /// Closes what is on top, which reads `words`.
    fn close(&self, words: &str) -> Result<()> {
        self.page.press(None, ESCAPE)?;
        self.page.no_longer_reads(words)
    }

    fn put_on(&self, theme: &str) -> Result<()> {
        self.page.reads("Drop your order exports here")?;
        self.page.press_on("link", "Settings")?;
        self.page
            .press_on("any", if theme == "dark" { "Dark" } else { "Light" })?;
        let script = "return document.documentElement.dataset.theme ?? ''";
        until("the theme", || {
            let now: String = self.page.execute(script, &Value::Null)?;
            Ok((now == theme).then_some(()))
        })
    }

    fn beginning(&mut self) -> Result<()> {
        self.page.press_on("link", "Home")?;
        self.page.reads("Drop your order exports here")?;
        self.stop("first-start")?;
        self.page.press_on("button", "Show me")?;
        self.page.reads("Your orders from Shopify")?;
        self.stop("where-is-the-file")?;
        self.close("Your orders from Shopify")
    }

    fn importing(&mut self) -> Result<()> {
        self.page.press_on("link", "Import")?;
        self.page.reads("Drop order exports here")?;
        self.stop("import")?;
        let payouts = "Payout date,Status,Amount\n2026-06-01,paid,10.00\n";
        let orders = self
            .pannier
            .folder
            .file("orders_export.csv", export(&mixed()))?;
        let payouts = self.pannier.folder.file("payouts.csv", payouts)?;
        desk::drag(&[&orders, &payouts], PANNIER, || {
            self.page.reads("Drop to read these files")?;
            self.stop("import-hover")
        })?;
        self.page.reads("2 rows rejected")?;
        self.stop("import-preview")?;
        self.page.press_on("button", "Import 24 orders")?;
        self.page.reads("2 rows were not understood")?;
        self.stop("import-doubt")?;
        self.page.press_on("button", "Import the rest")?;
        self.page.reads("24 new orders")?;
        self.stop("import-done")?;
        self.page.press_on("link", "Home")?;
        self.page.reads("Too few orders to tell")?;
        self.stop("home-few-orders")?;
        self.page.press_on("link", "Import")?;
        self.page.press_on("button", "Undo the import of")?;
        self.page.reads("Keep the import")?;
        self.stop("import-undo")?;
        self.page.press_on("button", "Keep the import")
    }

    fn columns(&mut self) -> Result<()> {
        let till = self.pannier.folder.file("till.csv", stall::slips(1, 40))?;
        desk::drag(&[&till], PANNIER, || Ok(()))?;
        self.page.reads("till.csv is not used.")?;
        self.stop("import-unknown")?;
        self.page.press_on("button", "Say what its columns mean")?;
        self.page.reads("Say which column is the order number")?;
        self.stop("columns")?;
        self.page.press_on("button", "What “Slip” means")?;
        self.page.reads("The platform’s own order id")?;
        self.stop("columns-meanings")?;
        self.page.press_on("option", "Order number")?;
        self.page.reads("40 orders come out")?;
        self.stop("columns-preview")?;
        self.page.press_on("button", "Use these columns")?;
        self.page.reads("Your columns")?;
        self.stop("columns-used")?;
        self.page.press_on("button", "Cancel")?;
        self.page.reads("Drop order exports here")
    }

    fn shops(&mut self) -> Result<()> {
        self.page.press_on("button", "Shop: ")?;
        self.page.reads("New shop…")?;
        self.stop("shops")?;
        self.page.press_on("any", "New shop")?;
        self.page.reads("A shop is one file on this computer")?;
        self.stop("shop-new")?;
        self.close("A shop is one file on this computer")?;
        self.page.press_on("link", "Settings")?;
        self.page.press_on("button", "Open the sample shop")?;
        self.page.reads("Sample shop, made-up orders")
    }

    fn home(&mut self) -> Result<()> {
        self.page.press_on("link", "Home")?;
        self.page.reads("÷")?;
        self.page.reads("June 2026, counted four ways")?;
        self.page.reads("How we estimate")?;
        self.stop("home")?;
        self.page.press_on("any", "How we estimate")?;
        self.page.reads("Every estimate is worked out")?;
        self.stop("home-estimates")?;
        self.close("Every estimate is worked out")?;
        self.page.press_on("any", "How is this calculated?")?;
        self.page.reads("How this number is calculated")?;
        self.page.reads("add up to the cent")?;
        self.stop("home-formula")?;
        self.close("How this number is calculated")
    }

    fn orders(&mut self) -> Result<()> {
        self.page.press_on("link", "Orders")?;
        self.page.reads("#")?;
        self.stop("orders")?;
        self.page.press_on("row", "#")?;
        self.page.reads("Items before discounts")?;
        self.stop("orders-order")?;
        self.close("Items before discounts")?;
        self.page.write("Search orders", "xyzzy")?;
        self.page.reads("No order matches “xyzzy”")?;
        self.stop("orders-nothing-found")
    }

    /// What is bought together, who comes back, and what a threshold may change.
    fn customers(&mut self) -> Result<()> {
        self.page.press_on("link", "Customers")?;
        self.page.reads("12 months")?;
        self.page.press_on("button", "Good, gone quiet")?;
        self.page.reads("Show all customers")?;
        self.stop("customers")?;
        let open = "document.querySelector('[role=row][aria-rowindex=\"2\"]').click()";
        self.page.execute::<Value>(open, &Value::Null)?;
        self.page.reads("Timeline")?;
        self.page.reads("What to offer next")?;
        self.stop("customers-person")?;
        self.close("Timeline")?;
        self.page.press_on("tab", "Groups by score")?;
        self.page.reads("Cannot lose them")?;
        self.stop("customers-scores")?;
        self.page.press_on("tab", "Spend and last order")?;
        self.page.press_on("button", "Move the steps of the map")?;
        self.page.reads("Days since the last order")?;
        self.stop("customers-steps")?;
        self.close("Move the steps")?;
        self.segments()
    }

    /// A segment, everything that is shown of it, and how it leaves the house.
    fn segments(&mut self) -> Result<()> {
        self.page.press_on("link", "Segments")?;
        self.page.reads("Everyone, until you add a rule")?;
        self.stop("segments-new")?;
        self.page.press_on("button", "Slipping away")?;
        self.page.reads("Six of them")?;
        self.page.press_on("button", "Add an “or” group")?;
        self.page.reads("Changed")?;
        self.stop("segments")?;
        self.page.press_on("tab", "Over time")?;
        self.page.reads("Average order by month")?;
        self.stop("segments-over-time")?;
        self.page.press_on("tab", "Overlap")?;
        self.page.reads("In both")?;
        self.stop("segments-overlap")?;
        self.page.press_on("tab", "Frozen lists")?;
        self.page.press_on("button", "Freeze today’s list")?;
        self.page.reads("Still in")?;
        self.stop("segments-frozen")?;
        self.page.press_on("button", "Hand over")?;
        self.page.press_on("menuitem", "Klaviyo")?;
        self.page.reads("will be in the file")?;
        self.stop("segments-hand-over")?;
        self.close("will be in the file")
    }

    fn insights(&mut self) -> Result<()> {
        self.page.press_on("link", "Products")?;
        self.page.reads("Average of those")?;
        self.stop("products")?;
        let open = "document.querySelector('[role=row][aria-rowindex=\"2\"]').click()";
        self.page.execute::<Value>(open, &Value::Null)?;
        self.page.reads("Pieces over time")?;
        self.stop("products-product")?;
        self.close("Pieces over time")?;
        self.page.press_on("tab", "Sold together")?;
        self.page.reads("times what chance would give")?;
        self.stop("products-together")?;
        self.page.press_on("tab", "Suggestions")?;
        self.page.reads("Your last four weeks, foretold")?;
        self.stop("products-suggestions")?;
        self.page.press_on("button", "Hand over to your shop")?;
        self.page.reads("How to load it")?;
        self.stop("products-hand-over")?;
        self.close("How to load it")?;
        self.page.press_on("link", "Returning")?;
        self.page.reads("Does the next order grow?")?;
        self.stop("returning")?;
        self.page.press_on("link", "What if")?;
        self.page.reads("If these hold")?;
        self.stop("what-if")?;
        self.page.press_on("radio", "Points")?;
        self.page.reads("Points for orders from")?;
        self.stop("what-if-points")
    }

    fn loyalty(&mut self) -> Result<()> {
        self.page.press_on("link", "Loyalty")?;
        self.page.reads("As it stands")?;
        self.stop("loyalty-begin")?;
        self.page.choose("Orders count", "of the last 12 months")?;
        self.page.press_on("button", "Switch it on")?;
        self.page.reads("One order away")?;
        self.page.reads("Taken back for order #")?;
        self.stop("loyalty")?;
        self.page.press_on("button", "Earlier and later rules")?;
        self.page.reads("A change never rewrites")?;
        self.stop("loyalty-versions")?;
        self.close("A change never rewrites")?;
        self.page.press_on("radio", "Members")?;
        self.page.reads("To the next reward")?;
        self.page.settle()?;
        self.page.press(None, "j")?;
        self.page.press(None, ENTER)?;
        self.page.reads("Points to use")?;
        self.stop("loyalty-member")?;
        self.page.press_on("radio", "Codes")?;
        self.page.reads("No rewards yet")?;
        self.stop("loyalty-codes")?;
        self.page.press_on("radio", "Effect")?;
        self.page.reads("Members beside others like them")?;
        self.stop("loyalty-effect")
    }

    /// From no account at all to the last question before a message leaves.
    fn sending(&mut self) -> Result<()> {
        self.page.press_on("link", "Campaigns")?;
        self.page.press_on("radio", "Messages")?;
        self.page
            .reads("First say which mail address messages go out from")?;
        self.stop("campaigns-begin")?;
        self.page.press_on("radio", "Never written to")?;
        self.page.reads("Nobody is on the list")?;
        self.stop("campaigns-never")?;
        sink::account(self.page, sink::open()?)?;
        self.stop("settings-mail-account")?;
        self.page.press_on("button", "Done")?;
        self.page.press_on("link", "Campaigns")?;
        self.page.press_on("radio", "Messages")?;
        self.page.press_on("button", "New message")?;
        self.page.write("Subject", "Three things for you")?;
        self.page.write("Text", "We picked them by hand.")?;
        self.page.reads("Abmelden: ")?;
        self.stop("campaigns-message")?;
        self.page.press_on("button", "Send to ")?;
        self.page.reads("Not yet")?;
        self.stop("campaigns-send")?;
        self.page.press_on("button", "Not yet")
    }

    /// A campaign in its steps, as it begins.
    fn campaigns(&mut self) -> Result<()> {
        self.page.press_on("link", "Campaigns")?;
        self.page.reads("No campaigns yet")?;
        self.stop("campaigns-none")?;
        self.page.press_on("button", "New campaign")?;
        self.page.reads("people would get it now")?;
        self.stop("campaigns-kinds")?;
        self.page
            .press_on("button", "Thank you to the best customers")?;
        self.page.reads("Not too often")?;
        self.stop("campaigns-audience")?;
        for (step, reads) in [
            ("Offer", "It is taken with"),
            ("Message", "Add a block"),
            ("Check", "What will happen"),
            ("Send", "Compare two mails"),
        ] {
            let step = step.to_lowercase();
            let open =
                "document.querySelector(`[data-testid=campaign-step-${arguments[0]}]`).click()";
            self.page
                .execute::<Value>(open, &Value::from(step.as_str()))?;
            self.page.reads(reads)?;
            self.stop(&format!("campaigns-{step}"))?;
        }
        Ok(())
    }

    fn duplicates(&mut self) -> Result<()> {
        self.page.press_on("link", "Likely duplicates")?;
        self.page.reads("They are two people")?;
        self.stop("duplicates")?;
        self.page.press_on("button", "Join ")?;
        self.page.reads("is one person now")?;
        self.page.press_on("any", "Joined 1")?;
        self.page.reads("Joined on")?;
        self.stop("duplicates-joined")?;
        self.page.press_on("button", "Choose two to join…")?;
        self.page.reads("Name each by e-mail")?;
        self.stop("duplicates-others")?;
        self.close("Name each by e-mail")
    }

    fn settings(&mut self) -> Result<()> {
        self.page.press_on("link", "Settings")?;
        self.page.press_on("button", "Back up now")?;
        self.page.reads("You asked for it")?;
        self.stop("settings")?;
        let restore = self.page.row_with("You asked for it", "Restore")?;
        self.page.click(&restore)?;
        self.page.reads("Keep the present file")?;
        self.stop("settings-restore")?;
        self.page.press_on("button", "Keep the present file")
    }

    fn everywhere(&mut self) -> Result<()> {
        self.page.press(Some(CONTROL), "k")?;
        self.page.reads("Go to")?;
        self.stop("search")?;
        self.page.press(None, ESCAPE)?;
        self.page.press(None, "?")?;
        self.page.reads("Next part of the window")?;
        self.stop("keyboard")
    }
}

/// A small export: some good orders, two that nobody can read.
fn mixed() -> Vec<Order> {
    (1..=26)
        .map(|n| {
            let price = if n % 13 == 0 {
                "n/a".to_owned()
            } else {
                format!("{}.90", 18 + n * 3)
            };
            let placed = format!("2026-0{}-{n:02} 1{}:20:00 +0200", 5 + n % 2, n % 10);
            order(
                1000 + n,
                &placed,
                &format!("buyer{}@example.com", n % 9),
                &price,
            )
        })
        .collect()
}
