//! Customers files and newsletter lists of each platform: who is in them, and what they said.

use pannier_core::{Channel, ConsentState};
use pannier_import::Kind;
use pannier_store::CustomerContent;

use crate::{
    platforms::{import, trusting},
    support::{Shop, fixture, shop},
};
use ConsentState::{NotSubscribed, Subscribed, Unsubscribed};

/// Address, first and last name, what holds for e-mail.
type Person = (&'static str, &'static str, &'static str, ConsentState);

const FILES: &[(&str, Option<&str>, &[Person])] = &[
    (
        "wix/contacts.csv",
        Some("wix"),
        &[
            ("mara.linde@example.com", "Mara", "Linde", Subscribed),
            ("otto.feld@example.com", "Otto", "Feld", Unsubscribed),
            ("ida.brandt@example.com", "Ida", "Brandt", NotSubscribed),
        ],
    ),
    (
        "squarespace/contacts.csv",
        Some("squarespace"),
        &[
            ("nora.pell@example.com", "Nora", "Pell", Subscribed),
            ("ben.ash@example.com", "Ben", "Ash", NotSubscribed),
        ],
    ),
    (
        "prestashop/customers.csv",
        Some("prestashop"),
        &[
            ("lotte.berg@example.com", "Lotte", "Berg", Subscribed),
            // Offers of partners are no leave for the shop's own.
            ("finn.holm@example.com", "Finn", "Holm", NotSubscribed),
        ],
    ),
    (
        "prestashop/customer_list_fr.csv",
        Some("prestashop"),
        &[
            ("claire.dubois@example.com", "Claire", "Dubois", Subscribed),
            ("hugo.petit@example.com", "Hugo", "Petit", NotSubscribed),
        ],
    ),
    (
        "magento/customers.csv",
        Some("magento"),
        &[("ann.lowe@example.com", "Ann", "Lowe", NotSubscribed)],
    ),
    (
        "magento/customer_list.csv",
        Some("magento"),
        &[("ann.lowe@example.com", "Ann", "Lowe", NotSubscribed)],
    ),
    (
        "magento/subscribers.csv",
        Some("magento"),
        &[
            ("ann.lowe@example.com", "Ann", "Lowe", Subscribed),
            ("gus.fern@example.com", "", "", Unsubscribed),
            ("ida.moss@example.com", "", "", NotSubscribed),
        ],
    ),
    (
        "shopware/customers.csv",
        Some("shopware"),
        &[
            ("edda.kern@example.com", "Edda", "Kern", NotSubscribed),
            ("jan.tiede@example.com", "Jan", "Tiede", NotSubscribed),
        ],
    ),
    (
        "shopware/newsletter_recipients.csv",
        Some("shopware"),
        &[
            ("edda.kern@example.com", "Edda", "Kern", Subscribed),
            ("jan.tiede@example.com", "Jan", "Tiede", Unsubscribed),
            ("uli.baum@example.com", "Uli", "Baum", NotSubscribed),
        ],
    ),
    (
        "woocommerce/customers.csv",
        Some("woocommerce"),
        &[
            ("rosa.gruen@example.com", "Rosa", "Grün", NotSubscribed),
            ("tom.ivers@example.com", "Tom", "Ivers", NotSubscribed),
        ],
    ),
    (
        "mailchimp/subscribed.csv",
        Some("mailchimp"),
        &[
            ("mara.linde@example.com", "Mara", "Linde", Subscribed),
            ("otto.feld@example.com", "Otto", "Feld", Subscribed),
            ("nils.vogt@example.com", "Nils", "Vogt", Subscribed),
        ],
    ),
    (
        "mailchimp/unsubscribed.csv",
        Some("mailchimp"),
        &[("ida.brandt@example.com", "Ida", "Brandt", Unsubscribed)],
    ),
    (
        "mailchimp/cleaned.csv",
        Some("mailchimp"),
        &[("gone.guest@example.com", "Gone", "Guest", Unsubscribed)],
    ),
    (
        "klaviyo/profiles.csv",
        Some("klaviyo"),
        &[
            ("mara.linde@example.com", "Mara", "Linde", Subscribed),
            ("otto.feld@example.com", "Otto", "Feld", Unsubscribed),
            ("ida.brandt@example.com", "Ida", "Brandt", NotSubscribed),
            // Who must not be written to, whatever they said.
            ("nils.vogt@example.com", "Nils", "Vogt", Unsubscribed),
        ],
    ),
    (
        "newsletter/list.csv",
        Some("own"),
        &[
            ("mara.linde@example.com", "Mara", "Linde", Subscribed),
            ("otto.feld@example.com", "Otto", "Feld", Unsubscribed),
            ("k7w2@marketplace.amazon.de", "Ada", "Finch", NotSubscribed),
        ],
    ),
    (
        "newsletter/liste_de.csv",
        Some("own"),
        &[
            ("mara.linde@example.com", "Mara", "Linde", Subscribed),
            ("otto.feld@example.com", "Otto", "Feld", Unsubscribed),
        ],
    ),
    (
        "contacts/contacts.csv",
        Some("own"),
        &[
            ("mara.linde@example.com", "Mara", "Linde", NotSubscribed),
            ("otto.feld@example.com", "Otto", "Feld", NotSubscribed),
        ],
    ),
];

fn german() -> Shop {
    shop("EUR", "DE", "Europe/Berlin")
}

fn person(shop: &Shop, email: &str) -> Option<(CustomerContent, ConsentState)> {
    let read = shop.store.read(|tx| -> pannier_store::Result<_> {
        let Some(known) = tx.customer_by_email(email)? else {
            return Ok(None);
        };
        let content = tx.stored_customer(known.id)?;
        Ok(Some((content, tx.consent(known.id, Channel::Email)?)))
    });
    read.unwrap()
}

fn consent(shop: &Shop, email: &str) -> ConsentState {
    person(shop, email).unwrap().1
}

#[test]
fn people_of_every_platforms_lists_are_taken_in_with_what_they_said() {
    for (name, platform, people) in FILES {
        let shop = german();
        let file = import(&shop, &[fixture(name)]).remove(0);
        assert_eq!(file.refused, None, "{name}");
        assert_eq!(
            (file.platform.as_deref(), file.kind),
            (*platform, Some(Kind::Customers)),
            "{name}"
        );
        assert_eq!(
            (file.rows, file.customers.new, file.row_verdicts.rejected),
            (people.len() as u64, people.len() as u64, 0),
            "{name}: {:?}",
            file.rejected
        );
        for (email, first, last, said) in *people {
            let (is, consent) = person(&shop, email).unwrap();
            assert_eq!(
                (is.first_name.as_str(), is.last_name.as_str()),
                (*first, *last),
                "{name}"
            );
            assert_eq!(consent, *said, "{name}: {email}");
        }
        shop.assert_healthy();
        let again = import(&shop, &[fixture(name)]).remove(0);
        assert_eq!(
            (again.customers.new, again.customers.updated),
            (0, 0),
            "{name}"
        );
    }
}

#[test]
fn a_no_is_lifted_only_by_an_opt_in_that_is_dated_after_it() {
    let shop = german();
    let list = |rows: &str| shop.file("list.csv", format!("Email,Status,Subscribed at\n{rows}"));
    import(&shop, &[list("ida@example.com,unsubscribed,\n")]);
    assert_eq!(consent(&shop, "ida@example.com"), Unsubscribed);
    for row in [
        // Without a date, dated before the no, and dated in the future.
        "ida@example.com,subscribed,\n",
        "ida@example.com,subscribed,2026-06-29\n",
        "ida@example.com,subscribed,2031-01-01\n",
    ] {
        import(&shop, &[list(row)]);
        assert_eq!(consent(&shop, "ida@example.com"), Unsubscribed, "{row}");
    }
    shop.assert_healthy();
}

#[test]
fn who_came_back_after_unsubscribing_is_subscribed_whichever_file_is_read_first() {
    // Unsubscribed on 3 February 2025; confirmed anew on 4 March 2025.
    let back = "Email Address,OPTIN_TIME,CONFIRM_TIME,MEMBER_RATING,LEID,EUID\nida.brandt@example.com,,2025-03-04 10:00:00,2,1,a\n";
    let before = back.replace("2025-03-04", "2025-01-04");
    for is_no_first in [true, false] {
        for (text, said) in [(back, Subscribed), (&before, Unsubscribed)] {
            let shop = german();
            let no = fixture("mailchimp/unsubscribed.csv");
            let yes = shop.file("subscribed_again.csv", text);
            for file in if is_no_first { [no, yes] } else { [yes, no] } {
                import(&shop, &[file]);
            }
            assert_eq!(
                consent(&shop, "ida.brandt@example.com"),
                said,
                "no first: {is_no_first}"
            );
            shop.assert_healthy();
        }
    }
}

#[test]
fn the_name_of_an_audience_file_tells_who_never_subscribed() {
    let text = "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME,LEID,EUID\nida@example.com,Ida,2,,2025-03-04 10:00:00,1,a\n";
    for (name, said) in [
        ("subscribed_members_export_1.csv", Subscribed),
        ("nonsubscribed_members_export_1.csv", NotSubscribed),
        ("unsubscribed_members_export_1.csv", Unsubscribed),
        ("cleaned_members_export_1.csv", Unsubscribed),
    ] {
        let shop = german();
        import(&shop, &[shop.file(name, text)]);
        assert_eq!(consent(&shop, "ida@example.com"), said, "{name}");
    }
}

#[test]
fn undoing_the_opt_in_brings_the_no_back_and_undoing_the_no_lifts_nothing() {
    let shop = german();
    let no = shop.preview_with(&[fixture("mailchimp/unsubscribed.csv")], &trusting());
    let no = shop.apply(&no).unwrap().unwrap();
    let text = "Email Address,OPTIN_TIME,CONFIRM_TIME,MEMBER_RATING,LEID,EUID\nida.brandt@example.com,,2025-03-04 10:00:00,2,1,a\n";
    let yes = shop.preview_with(&[shop.file("back.csv", text)], &trusting());
    let yes = shop.apply(&yes).unwrap().unwrap();
    assert_eq!(consent(&shop, "ida.brandt@example.com"), Subscribed);
    shop.undo(yes).unwrap();
    assert_eq!(consent(&shop, "ida.brandt@example.com"), Unsubscribed);
    shop.assert_healthy();
    shop.undo(no).unwrap();
    import(&shop, &[fixture("newsletter/list.csv")]);
    let list = shop.file(
        "list.csv",
        "Email,Newsletter\nida.brandt@example.com,subscribed\n",
    );
    import(&shop, &[list]);
    assert_eq!(
        consent(&shop, "ida.brandt@example.com"),
        Unsubscribed,
        "the no outlives its import"
    );
    shop.assert_healthy();
}

#[test]
fn an_unsubscribed_list_is_a_no_for_those_of_the_shops_own_customers_file() {
    let shop = german();
    let own = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Total Spent,Total Orders,Tax Exempt,Tags\n'77,Ida,Brandt,ida.brandt@example.com,yes,10.00,1,no,\n";
    let own = shop.file("customers_export.csv", own);
    import(&shop, &[own.clone(), fixture("mailchimp/unsubscribed.csv")]);
    assert_eq!(consent(&shop, "ida.brandt@example.com"), Unsubscribed);
    import(&shop, &[own]);
    assert_eq!(consent(&shop, "ida.brandt@example.com"), Unsubscribed);
    shop.assert_healthy();
}

#[test]
fn addresses_of_marketplaces_are_never_taken_for_a_yes_and_the_file_says_so() {
    let shop = german();
    let file = import(&shop, &[fixture("newsletter/list.csv")]).remove(0);
    assert!(
        file.notes
            .iter()
            .any(|note| note.starts_with("1 address is a marketplace’s own")),
        "{:?}",
        file.notes
    );
    let orders = import(&shop, &[fixture("ebay/de.csv")]).remove(0);
    assert_eq!(orders.customers.new, 2);
    assert_eq!(consent(&shop, "y8@members.ebay.de"), NotSubscribed);
    let ticked = "Name,Email,Financial Status,Created at,Total,Subtotal,Currency,Lineitem name,Lineitem quantity,Lineitem price,Accepts Marketing\n#1,b@members.ebay.com,paid,2026-01-02 10:00:00 +0100,5.00,5.00,EUR,Cup,1,5.00,yes\n#2,b@example.com,paid,2026-01-02 10:00:00 +0100,5.00,5.00,EUR,Cup,1,5.00,yes\n";
    import(&shop, &[shop.file("orders.csv", ticked)]);
    assert_eq!(consent(&shop, "b@members.ebay.com"), NotSubscribed);
    assert_eq!(consent(&shop, "b@example.com"), Subscribed);
}

#[test]
fn do_not_contact_of_a_sale_is_a_no() {
    let shop = shop("USD", "US", "America/New_York");
    import(&shop, &[fixture("gumroad/sales.csv")]);
    assert_eq!(consent(&shop, "zoe.ray@example.com"), Subscribed);
    assert_eq!(consent(&shop, "abe.low@example.com"), Unsubscribed);
}
