//! Rules as straight SQL over the tables, written apart from the engine.

use pannier_core::{
    Channel, Day, ShopZone,
    segment::{
        Condition, Contact, Deed, Measure, PlacePart, Rule, Said, Scope, Span, When, Which, With,
    },
};
use rusqlite::Connection;

pub(crate) struct Asked<'r> {
    pub(crate) raw: &'r Connection,
    pub(crate) today: Day,
    pub(crate) zone: ShopZone,
}

const COUNTED: &str =
    "o.customer_id = c.id AND o.is_test = 0 AND o.cancelled_at IS NULL AND o.gift_cards_only = 0";

/// Where someone lives: as their file says, else as the newest order that says it.
fn place(column: &str) -> String {
    format!(
        "CASE WHEN c.city <> '' OR c.country <> '' THEN c.{column} ELSE coalesce((
           SELECT o.{column} FROM orders o WHERE o.customer_id = c.id AND (o.city <> '' OR o.country <> '')
            ORDER BY o.placed_at DESC LIMIT 1), '') END"
    )
}

fn texts(values: &[String]) -> String {
    let quoted: Vec<String> = values
        .iter()
        .map(|value| format!("'{}'", value.trim().to_lowercase().replace('\'', "''")))
        .collect();
    format!("({})", quoted.join(", "))
}

fn code(country: &str) -> String {
    format!(
        "CASE lower({country}) WHEN 'germany' THEN 'de' WHEN 'austria' THEN 'at' ELSE lower({country}) END"
    )
}

impl Asked<'_> {
    pub(crate) fn people(&self, rule: &Rule) -> Vec<i64> {
        let sql = format!(
            "SELECT c.id FROM customer c WHERE {} ORDER BY c.id",
            self.rule(rule)
        );
        let mut statement = self
            .raw
            .prepare(&sql)
            .unwrap_or_else(|e| panic!("{e}: {sql}"));
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }

    fn rule(&self, rule: &Rule) -> String {
        let joined = |rules: &[Rule], word: &str| {
            let parts: Vec<String> = rules.iter().map(|rule| self.rule(rule)).collect();
            format!("({})", parts.join(word))
        };
        match rule {
            Rule::All(rules) => joined(rules, " AND "),
            Rule::Any(rules) => joined(rules, " OR "),
            Rule::Not(rule) => format!("NOT {}", self.rule(rule)),
            // What is not known is not so.
            Rule::Is(condition) => format!("coalesce({}, 0)", self.condition(condition)),
        }
    }

    fn days(&self, when: Option<When>, column: &str) -> String {
        let (from, until) = when.map_or((None, None), |when| when.days(self.today));
        let from = from.map(|day| format!(" AND {column} >= '{day}'"));
        let until = until.map(|day| format!(" AND {column} < '{day}'"));
        format!("{}{}", from.unwrap_or_default(), until.unwrap_or_default())
    }

    fn times(&self, when: Option<When>, column: &str) -> String {
        let (from, until) = when.map_or((None, None), |when| when.days(self.today));
        let start = |day: Day| self.zone.start_of(day).0;
        let from = from.map(|day| format!(" AND {column} >= {}", start(day)));
        let until = until.map(|day| format!(" AND {column} < {}", start(day)));
        format!("{}{}", from.unwrap_or_default(), until.unwrap_or_default())
    }

    fn condition(&self, condition: &Condition) -> String {
        match condition {
            Condition::Everyone => "1".to_owned(),
            Condition::Orders {
                measure,
                is,
                of,
                when,
            } => self.orders(*measure, *is, of, *when),
            Condition::Ordered { which, when } => {
                let which = match which {
                    Which::First => "min",
                    Which::Last => "max",
                };
                let days = self.days(Some(*when), "day");
                format!(
                    "(SELECT day IS NOT NULL{days} FROM
                       (SELECT {which}(o.placed_day) AS day FROM orders o WHERE {COUNTED}))"
                )
            }
            Condition::Place { part, values } => match part {
                PlacePart::Country => {
                    let values: Vec<String> = values
                        .iter()
                        .map(|value| code(&format!("'{value}'")))
                        .collect();
                    format!(
                        "{} IN ({})",
                        code(&format!("({})", place("country"))),
                        values.join(", ")
                    )
                }
                PlacePart::Region => format!("lower({}) IN {}", place("region"), texts(values)),
                PlacePart::City => format!("lower({}) IN {}", place("city"), texts(values)),
            },
            Condition::Consent { channel, said } => consent(*channel, *said),
            Condition::Has(Contact::Email) => "c.email IS NOT NULL".to_owned(),
            Condition::Has(Contact::Phone) => "c.phone IS NOT NULL".to_owned(),
            Condition::Tagged(tags) => {
                let each: Vec<String> = tags
                    .iter()
                    .map(|tag| {
                        format!(
                            "',' || replace(lower(c.tags), ', ', ',') || ',' LIKE '%,{},%'",
                            tag.to_lowercase()
                        )
                    })
                    .collect();
                format!("({})", each.join(" OR "))
            }
            Condition::Did {
                deed,
                with,
                when,
                not_bought_since,
            } => self.did(*deed, with, *when, *not_bought_since),
            Condition::LeftCart {
                worth,
                when,
                not_bought_since,
            } => {
                let worth = worth.map_or(String::new(), |is| {
                    let all = "SELECT total FROM checkout WHERE customer_id IS NOT NULL AND currency = 'EUR'";
                    format!(" AND k.currency = 'EUR' AND {}", self.spans("k.total", is, 1, all))
                });
                let since = if *not_bought_since {
                    format!(
                        " AND NOT EXISTS (SELECT 1 FROM orders o WHERE {COUNTED} AND o.placed_at >= k.left_at)"
                    )
                } else {
                    String::new()
                };
                let times = self.times(*when, "k.left_at");
                format!(
                    "EXISTS (SELECT 1 FROM checkout k WHERE k.customer_id = c.id{times}{worth}{since})"
                )
            }
            Condition::Group(_)
            | Condition::HighValue
            | Condition::Predicted(_)
            | Condition::Points(_)
            | Condition::Tier(_)
            | Condition::CloseToReward
            | Condition::HasReward
            | Condition::InSegment { .. } => {
                unreachable!("not asked of SQL")
            }
        }
    }

    /// A number within a span. `all` selects the numbers of everyone who has one.
    fn spans(&self, value: &str, is: Span, scale: i64, all: &str) -> String {
        match is {
            Span::AtLeast(least) => format!("({value}) >= {}", least * scale),
            Span::AtMost(most) => format!("({value}) <= {}", most * scale),
            Span::Exactly(one) => format!("({value}) = {}", one * scale),
            Span::Between(least, most) => {
                format!("({value}) BETWEEN {} AND {}", least * scale, most * scale)
            }
            Span::Top(percent) => {
                let mut statement = self
                    .raw
                    .prepare(all)
                    .unwrap_or_else(|e| panic!("{e}: {all}"));
                let rows = statement
                    .query_map([], |row| row.get::<_, Option<i64>>(0))
                    .unwrap();
                let mut values: Vec<i64> = rows.filter_map(Result::unwrap).collect();
                values.sort_unstable();
                let Some(last) = values.len().checked_sub(1) else {
                    return "0".to_owned();
                };
                // The cut of type 7, in hundredths.
                let part = last * usize::from(100 - percent);
                let (at, over) = (part / 100, i64::try_from(part % 100).unwrap());
                let step = values[last.min(at + 1)] - values[at];
                format!("({value}) * 100 > {}", values[at] * 100 + over * step)
            }
        }
    }

    fn orders(&self, measure: Measure, is: Span, of: &[Scope], when: Option<When>) -> String {
        let mut lines = Vec::new();
        let mut scopes = vec![String::new()];
        for scope in of {
            match scope {
                Scope::Product(values) => {
                    let values = texts(values);
                    lines.push(format!("(lower(p.name) IN {values} OR lower(p.sku) IN {values})"));
                }
                Scope::Category(values) => lines.push(format!("lower(coalesce(cp.category, '')) IN {}", texts(values))),
                Scope::Vendor(values) => lines.push(format!(
                    "lower(CASE p.vendor WHEN '' THEN coalesce(cp.vendor, '') ELSE p.vendor END) IN {}",
                    texts(values)
                )),
                Scope::Code(values) => {
                    let each: Vec<String> = values
                        .iter()
                        .map(|code| format!("',' || replace(lower(o.discount_codes), ', ', ',') || ',' LIKE '%,{},%'", code.to_lowercase()))
                        .collect();
                    scopes.push(format!("({})", each.join(" OR ")));
                }
                Scope::Channel(values) => {
                    scopes.push(format!("lower(o.channel) IN {}", texts(values)));
                }
                Scope::WithDiscount => scopes.push("o.discounts > 0".to_owned()),
                Scope::WithoutDiscount => scopes.push("o.discounts <= 0".to_owned()),
                Scope::WithRefund => scopes.push("o.refunded > 0".to_owned()),
            }
        }
        let line = |what: &str| {
            format!(
                "(SELECT {what} FROM order_line l JOIN product p ON p.id = l.product_id
                   LEFT JOIN catalogue_variant v ON v.sold_as = p.id
                   LEFT JOIN catalogue_product cp ON cp.id = v.product_id
                  WHERE l.order_id = o.id AND {})",
                lines.join(" AND ")
            )
        };
        if !lines.is_empty() {
            scopes.push(format!("EXISTS {}", line("1")));
        }
        let goods = if lines.is_empty() {
            "o.goods".to_owned()
        } else {
            line("sum(l.amount - l.discount)")
        };
        let units = if lines.is_empty() {
            "o.units".to_owned()
        } else {
            line("sum(l.quantity)")
        };
        let days = self.days(when, "o.placed_day");
        let scopes = scopes.join(" AND ");
        let from = format!("FROM orders o WHERE {COUNTED}{days}{scopes}");
        let euro = |what: &str| format!("CASE o.currency WHEN 'EUR' THEN {what} END");
        // Rounded half to even.
        let ratio = |sum: &str, count: &str| {
            format!(
                "(SELECT CASE WHEN n > 0 THEN s / n + (2 * (s % n) > n OR (2 * (s % n) = n AND (s / n) % 2 = 1)) END
                    FROM (SELECT coalesce(sum({sum}), 0) AS s, count({count}) AS n {from}))"
            )
        };
        let sum = |what: &str| format!("(SELECT coalesce(sum({what}), 0) {from})");
        let value = match measure {
            Measure::Orders => format!("(SELECT count(*) {from})"),
            Measure::Spent => sum(&euro(&goods)),
            Measure::SpentAfterRefunds => sum(&euro("o.goods - o.goods_refunded")),
            Measure::Refunded => sum(&euro("o.goods_refunded")),
            Measure::Items => sum(&units),
            Measure::AverageOrder => ratio(&euro("o.goods"), &euro("1")),
            Measure::LargestOrder => format!("(SELECT max({}) {from})", euro("o.goods")),
            Measure::ItemsPerOrder => ratio("100 * o.units", "*"),
        };
        let all = format!("SELECT {value} FROM customer c WHERE EXISTS (SELECT 1 {from})");
        let scale = if measure == Measure::ItemsPerOrder {
            100
        } else {
            1
        };
        self.spans(&value, is, scale, &all)
    }

    fn did(&self, deed: Deed, with: &With, when: Option<When>, not_bought_since: bool) -> String {
        let kind = match deed {
            Deed::Viewed => "view",
            Deed::Wishlisted => "wishlist",
            Deed::Carted => "cart",
        };
        // What the thing is sold as: itself, and all variants of what it is in the products file.
        let sold = "SELECT t.sold_as UNION SELECT v.sold_as FROM catalogue_variant v
                     WHERE v.product_id = t.catalogue_id";
        let with = match with {
            With::Anything => String::new(),
            With::Products(values) => {
                let values = texts(values);
                format!(
                    " AND (lower(t.text) IN {values}
                        OR EXISTS (SELECT 1 FROM catalogue_product cp WHERE cp.id = t.catalogue_id AND lower(cp.title) IN {values})
                        OR EXISTS (SELECT 1 FROM product p WHERE p.id IN ({sold}) AND (lower(p.name) IN {values} OR lower(p.sku) IN {values})))"
                )
            }
            With::Categories(values) => {
                let values = texts(values);
                format!(
                    " AND EXISTS (SELECT 1 FROM catalogue_product cp LEFT JOIN catalogue_variant v ON v.product_id = cp.id
                                   WHERE (cp.id = t.catalogue_id OR v.sold_as = t.sold_as) AND lower(cp.category) IN {values})"
                )
            }
        };
        let since = if not_bought_since {
            format!(
                " AND NOT EXISTS (SELECT 1 FROM orders o JOIN order_line l ON l.order_id = o.id
                                   WHERE {COUNTED} AND o.placed_at >= b.at AND l.product_id IN ({sold}))"
            )
        } else {
            String::new()
        };
        let times = self.times(when, "b.at");
        format!(
            "EXISTS (SELECT 1 FROM behaviour b JOIN behaviour_person bp ON bp.id = b.person_id
                       JOIN behaviour_product t ON t.id = b.product_id
                      WHERE bp.customer_id = c.id AND b.kind = '{kind}'{times}{with}{since})"
        )
    }
}

fn consent(channel: Channel, said: Said) -> String {
    let (word, contact) = match channel {
        Channel::Email => ("email", "c.email"),
        Channel::Sms => ("sms", "c.phone"),
        Channel::WhatsApp => ("whats_app", "c.phone"),
    };
    let rows = format!(
        "FROM consent k WHERE k.customer_id = c.id AND k.channel = '{word}' AND k.voided_at IS NULL"
    );
    let no = format!(
        "(SELECT max(coalesce(k.dated_at, k.recorded_at)) {rows} AND k.state = 'unsubscribed')"
    );
    let lifted =
        format!("EXISTS (SELECT 1 {rows} AND k.state = 'subscribed' AND k.dated_at > {no})");
    let strong = format!(
        "(SELECT k.state {rows} ORDER BY k.recorded_at DESC, k.import_id DESC, k.id DESC LIMIT 1)"
    );
    let tick = if channel == Channel::Email {
        "(SELECT iif(o.accepts_marketing, 'subscribed', 'not_subscribed') FROM orders o
           WHERE o.customer_id = c.id AND o.accepts_marketing IS NOT NULL
           ORDER BY o.placed_at DESC, o.id DESC LIMIT 1)"
    } else {
        "NULL"
    };
    let state = format!(
        "(CASE WHEN {no} IS NULL THEN coalesce({strong}, {tick}, 'not_subscribed')
               WHEN {lifted} THEN 'subscribed' ELSE 'unsubscribed' END)"
    );
    match said {
        Said::Reachable => format!("({state} = 'subscribed' AND {contact} IS NOT NULL)"),
        Said::Yes => format!("{state} = 'subscribed'"),
        Said::No => format!("{state} = 'unsubscribed'"),
        Said::Nothing => format!("{state} = 'not_subscribed'"),
    }
}
