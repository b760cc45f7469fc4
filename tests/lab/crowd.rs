//! People of a shop who differ in everything that a campaign's mail shows, and what each of their mails
//! has to say by that: worked out here from the files alone, not by the app.

use std::fmt::Write as _;

use pannier_core::Day;

/// First names as they are in the world, and as they are where somebody means harm. One is empty.
const NAMES: [&str; 15] = [
    "Zoë",
    "O'Brien",
    "Łukasz",
    "小さな店",
    "נועה",
    "\u{1F9F6} Wolle",
    "<b>Bo</b>",
    "{{ 7*7 }}",
    "Ann \"Annie\"",
    "Ñandú & Söhne",
    "{% raw %}",
    "Émile",
    "",
    "محمد",
    "Ann",
];
/// Names of products.
const THINGS: [&str; 8] = [
    "Linen throw",
    "Vase & bowl",
    "Tray <oak>",
    "Schüssel Grün",
    "Lamp \"Moon\"",
    "Throw – wool",
    "Seife 石鹸",
    "Mug",
];
const WARES: usize = 40;
/// The block of products shows so many.
pub(crate) const SHOWN: usize = 4;

/// A product.
#[derive(Debug)]
pub(crate) struct Ware {
    pub(crate) name: String,
    /// Minor units.
    pub(crate) price: u32,
    pub(crate) page: String,
    pub(crate) is_shown: bool,
}

/// What someone did with a product, so many days ago.
type Did = (usize, i64);

#[derive(Debug)]
pub(crate) struct Someone {
    pub(crate) first: String,
    pub(crate) address: String,
    pub(crate) agreed: bool,
    /// On the list of those never written to.
    pub(crate) is_listed: bool,
    wished: Vec<Did>,
    viewed: Vec<Did>,
    bought: Vec<Did>,
    /// Points that they were given; 0: none.
    pub(crate) points: u32,
}

pub(crate) struct Crowd {
    today: Day,
    pub(crate) wares: Vec<Ware>,
    pub(crate) people: Vec<Someone>,
}

impl Crowd {
    /// So many people with mailboxes at that domain.
    pub(crate) fn of(count: usize, domain: &str, today: Day) -> Self {
        let ware = |number: usize| Ware {
            name: format!("{} {number}", THINGS[number % THINGS.len()]),
            price: match number {
                39 => 123_456,
                other => 1_250 + 137 * u32::try_from(other).unwrap(),
            },
            page: format!("https://wren.example/p/ware-{number}"),
            is_shown: number % 13 != 5,
        };
        Self {
            today,
            wares: (0..WARES).map(ware).collect(),
            people: (0..count).map(|number| someone(number, domain)).collect(),
        }
    }

    /// As an import of customers takes them.
    pub(crate) fn lines(&self) -> Vec<String> {
        let line = |(number, one): (usize, &Someone)| {
            let first = one.first.replace('"', "\"\"");
            let agreed = if one.agreed { "yes" } else { "no" };
            format!("{number},\"{first}\",Moss,{},{agreed}", one.address)
        };
        self.people.iter().enumerate().map(line).collect()
    }

    /// The products as Squarespace exports them.
    pub(crate) fn products(&self) -> String {
        let mut table = String::from(
            "Product ID [Non Editable],Variant ID [Non Editable],Product URL,Title,SKU,Price,Visible\n",
        );
        for (number, ware) in self.wares.iter().enumerate() {
            let name = ware.name.replace('"', "\"\"");
            let seen = if ware.is_shown { "Yes" } else { "No" };
            let price = units(ware.price);
            let _ = writeln!(
                table,
                "p{number},v{number},{},\"{name}\",{},{price},{seen}",
                ware.page,
                sku(number)
            );
        }
        table
    }

    /// What people looked at and noted.
    pub(crate) fn behaviour(&self) -> String {
        let mut table = String::from("customer e-mail,product,kind,time\n");
        for one in &self.people {
            for (kind, deeds) in [("wishlist", &one.wished), ("view", &one.viewed)] {
                for (ware, ago) in deeds {
                    let day = self.today.plus_days(-ago);
                    let (address, sku) = (&one.address, sku(*ware));
                    let _ = writeln!(table, "{address},{sku},{kind},{day} 12:00:00 +0200");
                }
            }
        }
        table
    }

    /// What people bought, as Squarespace exports it: only orders of where products are from are known
    /// to be theirs.
    pub(crate) fn orders(&self) -> String {
        let mut table = String::from(
            "Order ID,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,\
             Subtotal,Shipping,Taxes,Amount Refunded,Total,Discount Code,Discount Amount,\
             Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,\
             Lineitem variant,Billing Name\n",
        );
        for (number, (address, day, wares)) in self.sales().enumerate() {
            let total = units(wares.iter().map(|ware| self.wares[*ware].price).sum());
            let placed = format!("{day} 12:00:00 +0200");
            let head = format!(
                "{address},PAID,{placed},fulfilled,{placed},EUR,{total},0.00,0.00,0.00,{total},,0.00,\
                 Post,{placed}"
            );
            for (place, ware) in wares.into_iter().enumerate() {
                let rest = ",".repeat(14);
                let head = if place == 0 { &head } else { &rest };
                let price = units(self.wares[ware].price);
                let (number, sku) = (10_000 + number, sku(ware));
                let _ = writeln!(table, "{number},{head},1,Ware {ware},{price},{sku},,");
            }
        }
        table
    }

    /// Each order: whose, on which day, what.
    fn sales(&self) -> impl Iterator<Item = (&str, Day, Vec<usize>)> {
        self.people.iter().flat_map(|one| {
            let mut days: Vec<i64> = one.bought.iter().map(|(_, ago)| *ago).collect();
            days.dedup();
            days.into_iter().map(|day| {
                let of_day = one.bought.iter().filter(move |(_, ago)| *ago == day);
                let wares = of_day.map(|(ware, _)| *ware).collect();
                (one.address.as_str(), self.today.plus_days(-day), wares)
            })
        })
    }

    /// What the mail has to show someone: what they noted last and can still buy; else what they
    /// looked at.
    pub(crate) fn own(&self, one: &Someone) -> Vec<&Ware> {
        let wished = self.still_wanted(one, &one.wished);
        if wished.is_empty() {
            self.still_wanted(one, &one.viewed)
        } else {
            wished
        }
    }

    fn still_wanted(&self, one: &Someone, deeds: &[Did]) -> Vec<&Ware> {
        let mut deeds: Vec<&Did> = deeds.iter().collect();
        deeds.sort_by_key(|(_, ago)| *ago);
        let since = |ware: usize, ago: i64| {
            let mut bought = one.bought.iter();
            bought.any(|(own, day)| *own == ware && *day <= ago)
        };
        let wanted = deeds
            .into_iter()
            .filter(|(ware, ago)| self.wares[*ware].is_shown && !since(*ware, *ago));
        wanted
            .map(|(ware, _)| &self.wares[*ware])
            .take(SHOWN)
            .collect()
    }
}

fn sku(number: usize) -> String {
    format!("SKU-Ware-{number}")
}

fn units(cents: u32) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn someone(number: usize, domain: &str) -> Someone {
    let name = NAMES[number % NAMES.len()];
    let ago = |step: usize| i64::try_from(step).unwrap();
    // Steps of three through forty products meet none twice, and no day has two.
    let wished = (0..=number % 6).map(|step| {
        (
            (number * 11 + step * 3) % WARES,
            ago(1 + step * 3 + number % 3),
        )
    });
    let mut wished: Vec<Did> = wished.collect();
    let mut viewed = Vec::new();
    if number % 10 == 9 {
        wished.clear();
        if number % 20 == 9 {
            viewed = vec![((number * 5) % WARES, 3), ((number * 5 + 1) % WARES, 8)];
        }
    }
    let orders = (0..number % 4).flat_map(|order| {
        let first = (number * 7 + order * 5) % WARES;
        let day = ago(30 + order * 60 + number % 25);
        [(first, day), ((first + 1) % WARES, day)]
    });
    let mut bought: Vec<Did> = Vec::new();
    if number.is_multiple_of(5)
        && let Some((ware, ago)) = wished.first()
    {
        // Noted, and bought since.
        bought.push((*ware, *ago));
    }
    bought.extend(orders);
    Someone {
        first: if name.is_empty() {
            String::new()
        } else {
            format!("{name} {number}")
        },
        address: format!("c{number}@{domain}"),
        agreed: number % 20 != 7,
        is_listed: number % 20 == 13,
        wished,
        viewed,
        bought,
        points: match number % 3 {
            0 => 0,
            _ => 5 + u32::try_from(number).unwrap() * 37 % 1_900,
        },
    }
}
