//! The customers export and the products export, as Shopify writes them.

use std::collections::HashMap;

use super::calendar::{DAYS, EXPORTED};
use super::catalogue::places;
use super::csv::{Table, money};
use super::order_files::guarded;
use super::orders::Order;
use super::people::Person;
use super::random::Random;

const CUSTOMERS: &str = "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags";

const PRODUCTS: &str = "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Option1 Linked To,Option2 Name,Option2 Value,Option2 Linked To,Option3 Name,Option3 Value,Option3 Linked To,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Fulfillment Service,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,Variant Image,Variant Weight Unit,Variant Tax Code,Cost per item,Status";

/// `customers_export.csv`. What they spent is the sum of their orders' totals less refunds, with
/// cancelled orders among them, as Shopify counts it.
pub(super) fn customers(people: &[Person], orders: &[Order<'_>]) -> String {
    let mut known: HashMap<i64, (i64, i64)> = HashMap::new();
    for order in orders {
        let (spent, count) = known.entry(order.who.id).or_default();
        *spent += order.total() - order.refunded;
        *count += 1;
    }
    let mut random = Random::named("customers file");
    let mut table = Table::new(CUSTOMERS);
    for person in people {
        let (spent, count) = known.get(&person.id).copied().unwrap_or_default();
        let yes_no = if person.consent.at(EXPORTED) {
            "yes"
        } else {
            "no"
        };
        let by_phone = !person.phone.is_empty() && random.chance(90);
        let tags = match (person.habit, count) {
            (None, _) => "newsletter",
            (Some(_), 8..) => "regular, newsletter",
            _ if random.chance(20) => "market stall",
            _ => "",
        };
        let id = format!("'{}", person.id);
        let (spent, count) = (money(spent), count.to_string());
        let zip = guarded(&person.home.zip);
        let mut cells = vec![
            ("Customer ID", id.as_str()),
            ("First Name", person.first_name),
            ("Last Name", person.last_name),
            ("Email", &person.email),
            ("Accepts Email Marketing", yes_no),
            ("Phone", &person.phone),
            ("Accepts SMS Marketing", if by_phone { "yes" } else { "no" }),
            ("Total Spent", &spent),
            ("Total Orders", &count),
            ("Tax Exempt", "no"),
            (
                "Tags",
                if yes_no == "no" && tags == "regular, newsletter" {
                    "regular"
                } else {
                    tags
                },
            ),
        ];
        if person.habit.is_some() {
            cells.extend([
                ("Default Address Address1", person.home.street.as_str()),
                ("Default Address City", person.home.town),
                ("Default Address Country Code", person.home.country),
                ("Default Address Zip", &zip),
                ("Default Address Phone", &person.phone),
            ]);
        }
        table.row(&cells);
    }
    table.finish()
}

/// `products_export.csv`: a row a variant, the product's own cells on its first row alone.
pub(super) fn products() -> String {
    let mut random = Random::named("shelves");
    let mut table = Table::new(PRODUCTS);
    for place in places() {
        let (product, category) = (place.product(), place.category());
        let picture = format!("pictures/{}.png", product.handle);
        let body = format!("<p>{} from {}.</p>", product.title, category.vendor);
        let real = (!product.is_gift_card()).to_string();
        let gift_card = product.is_gift_card().to_string();
        let grams = product.grams.to_string();
        let cost = if product.is_gift_card() {
            String::new()
        } else {
            money(product.cost)
        };
        for variant in 0..product.variants.len().max(1) {
            let sku = place.sku(variant);
            let price = money(product.price_on(DAYS - 1, variant));
            let stock = random.between(0, 140).to_string();
            let mut cells = vec![
                ("Handle", product.handle),
                (
                    "Option1 Value",
                    product
                        .variants
                        .get(variant)
                        .copied()
                        .unwrap_or("Default Title"),
                ),
                ("Variant SKU", &sku),
                ("Variant Grams", &grams),
                ("Variant Inventory Tracker", "shopify"),
                ("Variant Inventory Qty", &stock),
                ("Variant Inventory Policy", "deny"),
                ("Variant Fulfillment Service", "manual"),
                ("Variant Price", &price),
                ("Variant Requires Shipping", &real),
                ("Variant Taxable", &real),
                ("Variant Weight Unit", "g"),
                ("Cost per item", &cost),
            ];
            if variant == 0 {
                let option = match product.variants.first() {
                    None => "Title",
                    Some(first) if first.starts_with('€') => "Amount",
                    Some(&"Fig") => "Scent",
                    Some(_) => "Colour",
                };
                cells.extend([
                    ("Title", product.title),
                    ("Body (HTML)", &body),
                    ("Vendor", category.vendor),
                    ("Product Category", category.taxonomy),
                    ("Type", category.name),
                    ("Published", "true"),
                    ("Option1 Name", option),
                    ("Image Src", &picture),
                    ("Image Position", "1"),
                    ("Image Alt Text", product.title),
                    ("Gift Card", &gift_card),
                    ("Status", "active"),
                ]);
            }
            table.row(&cells);
        }
    }
    table.finish()
}
