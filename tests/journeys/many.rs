//! A shop of more orders than are read in a moment: Home's figures come from the stored sums of days
//! until the columns are there.

use std::{path::Path, sync::Arc, thread, time::Duration};

use pannier_api::{
    App, AppConfig, apply_import, home, preview_import,
    views::{Figures, Formula, Home, HomeInput},
};
use pannier_core::{Cancel, Reporter};

use crate::{
    shop::{NOW, input, settings},
    shopify::{Order, export, order},
};

/// From so many orders on, figures come from the sums first.
const MANY: u32 = 50_000;

/// Three months of orders; a few in another currency, cancelled or refunded.
fn orders() -> Vec<Order> {
    (0..MANY + 500)
        .map(|i| {
            let (month, day) = (4 + i % 3, 1 + i / 3 % 28);
            let created = format!("2026-{month:02}-{day:02} {:02}:15:00 +0200", i % 24);
            let email = format!("buyer{}@example.com", i % 9_000);
            let price = format!("{}.{:02}", 12 + i % 71, i % 100);
            let mut made = order(100_000 + i, &created, &email, &price);
            if i % 97 == 0 {
                made.currency = "CHF".into();
            }
            if i % 89 == 0 {
                made.cancelled = "2026-06-29 12:00:00 +0200".into();
            }
            if i % 83 == 0 {
                made.refunded = "5.00".into();
            }
            made
        })
        .collect()
}

fn start(folder: &Path) -> App {
    App::start(AppConfig {
        data_dir: folder.join("data"),
        config_dir: folder.join("config"),
        clock: Arc::new(NOW),
        first_shop: settings("EUR"),
        keychain: false,
    })
}

fn of(formula: Formula) -> HomeInput {
    HomeInput {
        formula,
        ..HomeInput::default()
    }
}

/// What the sums of days can say.
fn summed(home: Home) -> Home {
    let bare = |figures: Figures| Figures {
        median: None,
        interval: None,
        ..figures
    };
    Home {
        current: bare(home.current),
        before: home.before.map(bare),
        change: None,
        chart: home
            .chart
            .into_iter()
            .map(|mut month| {
                month.figures = bare(month.figures);
                month
            })
            .collect(),
        other_currencies: home.other_currencies.into_iter().map(bare).collect(),
        ..home
    }
}

#[test]
fn the_figures_from_the_stored_sums_are_those_of_the_orders() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("orders_export.csv");
    std::fs::write(&file, export(&orders())).unwrap();
    let app = start(folder.path());
    let shop = app.shop().unwrap();
    let (reporter, cancel) = (Reporter::default(), Cancel::default());
    let preview = preview_import(&shop, &input(&[&file]), &reporter, &cancel).unwrap();
    apply_import(&shop, preview.id, false, &reporter, &cancel).unwrap();
    drop((shop, app));

    for formula in [
        Formula::Goods,
        Formula::Shopify,
        Formula::Net,
        Formula::Collected,
    ] {
        // The columns are there within a second: now and then they come before the question.
        let early = (0..10).find_map(|_| {
            let app = start(folder.path());
            let shop = app.shop().unwrap();
            let early = home(&shop, &of(formula)).unwrap();
            early.current.median.is_none().then_some((early, app))
        });
        let (early, app) = early.unwrap();
        assert!(early.current.orders > 10_000 && early.current.aov.is_some());
        let shop = app.shop().unwrap();
        let whole = (0..600).find_map(|_| {
            thread::sleep(Duration::from_millis(50));
            let home = home(&shop, &of(formula)).unwrap();
            home.current.median.is_some().then_some(home)
        });
        assert_eq!(early, summed(whole.unwrap()), "{formula:?}");
    }
}
