//! What suggestions are made of: the shop's products, orders and what people looked at, as the
//! columns that they are learnt from.

use std::collections::HashMap;

use pannier_analytics::{Explorer, Formula, Question};
use pannier_core::{CustomerId, Facts, ShopZone};
use pannier_recommend::{Behaviour, Catalogue, Deed, DeedKind, History, Product};
use pannier_store::{BehaviourKind, People, ShelfDeed};

use crate::{
    figures::main_currency,
    wares::{Ware, Wares},
};

/// Where each product of the list stands among the columns, and back. The columns begin with what
/// orders call the products ([`Facts::products`]), so that orders need no looking up.
#[derive(Debug)]
pub(crate) struct Places {
    /// By place in [`Wares::list`].
    product: Vec<u32>,
    /// By product of the columns.
    ware: Vec<u32>,
}

impl Places {
    fn of(facts: &Facts, wares: &Wares) -> Self {
        let sold = index(facts.products.len());
        let mut ware = wares.of_sold.clone();
        let mut product: Vec<u32> = vec![u32::MAX; wares.list.len()];
        for (known, place) in (0_u32..).zip(&wares.of_sold) {
            if !is_of_files(&wares.list[*place as usize]) {
                product[*place as usize] = known;
            }
        }
        for (place, own) in (0_u32..).zip(&wares.list) {
            if is_of_files(own) {
                product[place as usize] = sold + index(ware.len() - sold as usize);
                ware.push(place);
            }
        }
        Self { product, ware }
    }

    /// The product of the columns that stands for one of the list.
    pub(crate) fn product(&self, place: usize) -> u32 {
        self.product[place]
    }

    /// The place in the list of a product of the columns.
    pub(crate) fn ware(&self, product: u32) -> usize {
        self.ware[product as usize] as usize
    }
}

/// The columns, and the way between them and the list of products.
pub(crate) fn catalogue(facts: &Facts, wares: &Wares) -> (Catalogue, Places) {
    let places = Places::of(facts, wares);
    let mut catalogue = Catalogue::default();
    for product in 0..places.ware.len() {
        let place = places.ware[product] as usize;
        let own = places.product[place];
        let here = index(product);
        let ware = &wares.list[place];
        catalogue.push(&Product {
            // A variant is asked for by the product that it is of, never by itself.
            id: if own == here {
                ware.id
            } else {
                -1 - i64::from(here)
            },
            title: &ware.name,
            category: &ware.category,
            vendor: &ware.vendor,
            price: ware.price,
            cost: ware.cost,
            stock: ware.stock,
            gift_card: ware.gift_card,
            deleted: !ware.offered,
            same_as: (own != here).then_some(own),
        });
    }
    (catalogue, places)
}

/// All orders that count, in the currency of most.
pub(crate) fn history(
    explorer: &Explorer,
    base: pannier_core::Currency,
    catalogue: &Catalogue,
) -> History {
    let facts = explorer.facts();
    let currency = main_currency(facts, base);
    let positions = explorer.pick(&Question::all(Formula::Goods, currency));
    History::of(facts, &positions, catalogue)
}

/// What people did besides buying. What is not of anyone with an order, or of no product, is left
/// out.
pub(crate) fn behaviour(
    (facts, wares): (&Facts, &Wares),
    places: &Places,
    (deeds, people): (&[ShelfDeed], &People),
    zone: ShopZone,
) -> Behaviour {
    let customers: HashMap<i64, u32> = (0_u32..)
        .zip(&facts.customer_ids)
        .map(|(customer, id)| (*id, customer))
        .collect();
    let sold: HashMap<i64, u32> = (0_u32..)
        .zip(&facts.products.id)
        .map(|(product, id)| (*id, product))
        .collect();
    let of_files: HashMap<i64, u32> = (0..wares.list.len())
        .filter(|place| is_of_files(&wares.list[*place]))
        .map(|place| (wares.list[place].id / 2, places.product(place)))
        .collect();
    let deeds: Vec<Deed> = deeds
        .iter()
        .filter_map(|deed| {
            let person = people.person(CustomerId(deed.customer.0));
            let by_file = deed.catalogue.and_then(|id| of_files.get(&id));
            let by_orders = || deed.sold_as.and_then(|id| sold.get(&id));
            Some(Deed {
                customer: *customers.get(&person.0)?,
                product: *by_file.or_else(by_orders)?,
                day: zone.day_of(deed.at),
                kind: match deed.kind {
                    BehaviourKind::View => DeedKind::Viewed,
                    BehaviourKind::Wishlist => DeedKind::Wished,
                    BehaviourKind::Cart => DeedKind::Carted,
                },
            })
        })
        .collect();
    Behaviour::of(&deeds)
}

/// Whether a product file speaks of it: such products have even ids.
fn is_of_files(ware: &Ware) -> bool {
    ware.id % 2 == 0
}

fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
