//! Building everything and asking: a wholesaler's 14,000 orders and a grocer's 150,000 as they were
//! published, where they are there, and a made-up shop of a million orders.
//!
//! A step here takes seconds, so each is done a few times and the best is told. Beside the wholesaler
//! stand like models of `implicit` and `lenskit`: `PANNIER_PEERS_PYTHON` names a Python that has them.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench that cannot be set up has failed, and its figures are its purpose"
)]

#[path = "../tests/it/made_up.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod made_up;
#[path = "../tests/it/published.rs"]
#[expect(dead_code, reason = "tests use more of it")]
mod published;
#[path = "../../../../tests/support/shared_data.rs"]
mod shared_data;

use std::{
    collections::BTreeSet,
    fs,
    hint::black_box,
    process::Command,
    time::{Duration, Instant},
};

use made_up::{Random, catalogue, first_day, line};
use pannier_recommend::{
    Ask, Behaviour, Catalogue, History, HistoryBuilder, Model, Recommender, Rules, Work, choose,
};

/// The best of a few times, and the processor's time of all threads in it: on a machine with other
/// work the first says little.
fn best<T>(times: u32, work: impl Fn() -> T) -> (Duration, Duration) {
    let once = |_| {
        let (start, used) = (Instant::now(), used());
        black_box(work());
        (start.elapsed(), self::used().saturating_sub(used))
    };
    (0..times).map(once).min().unwrap_or_default()
}

/// The processor's time that this process has used, as Linux keeps it, in hundredths of a second.
fn used() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
    let ticks = fields
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<u64>().ok());
    Duration::from_millis(10 * ticks.sum::<u64>())
}

/// A line of a file that Linux keeps about the process or the machine.
fn of_system(file: &str, line: &str) -> String {
    let text = fs::read_to_string(file).unwrap_or_default();
    let found = text.lines().find_map(|it| it.strip_prefix(line));
    found.unwrap_or("?").trim().to_owned()
}

fn measure(name: &str, times: u32, catalogue: &Catalogue, history: &History) {
    let work = Work::default;
    let all = history.all();
    let memory = || of_system("/proc/self/status", "VmHWM:");
    let load = of_system("/proc/loadavg", "");
    println!(
        "{name}: {} baskets, load {load}, {} to begin with",
        history.len(),
        memory()
    );
    let choice = choose(all, catalogue, &work()).unwrap();
    let tell = |what: &str, (took, used): (Duration, Duration)| {
        println!(
            "  {what}: {took:.3?}, {used:.2?} of the processor; {}",
            memory()
        );
    };
    tell("choose", best(times, || choose(all, catalogue, &work())));
    let settings = &choice.settings;
    tell(
        "learn",
        best(times, || Model::learn(all, catalogue, settings, &work())),
    );
    let build = || {
        let nobody = Behaviour::default();
        Recommender::build(catalogue.clone(), history, nobody, work()).unwrap()
    };
    tell("choose, prove and learn", best(times, build));
    let shop = build();
    let last = (0..history.len())
        .filter_map(|basket| history.customer(basket))
        .max();
    let customers = last.map_or(1, |last| last + 1);
    let people: Vec<u32> = (0..10_000).map(|one| one % customers).collect();
    let rules = Rules::usual();
    let model = Model::learn(all, catalogue, settings, &work()).unwrap();
    let asks: Vec<Ask> = people.iter().map(|one| Ask::New(*one)).collect();
    tell(
        "10 new things for 10,000 customers",
        best(times, || model.foretell_all(&asks, 10)),
    );
    let lists = || shop.recommend_for(&people, 10, &rules);
    tell("the same by the rules, with reasons", best(times, lists));
    tell(
        "what goes with every product",
        best(times, || shop.goes_with_all(10, &rules)),
    );
    tell("bundles", best(times, || shop.bundles(50)));
    println!("  {} products", model.products());
}

/// The like models of others on the same purchases, in the same run, where Python has them. The like
/// of what goes with a product are nearest items, and of what is learnt for people, EASE.
fn peers(history: &History) {
    let mut pairs = BTreeSet::new();
    for basket in 0..history.len() {
        if let Some(customer) = history.customer(basket) {
            pairs.extend(history.products(basket).iter().map(|it| (customer, *it)));
        }
    }
    let lines = pairs
        .iter()
        .map(|(customer, product)| format!("{customer},{product}"));
    let text = lines.collect::<Vec<_>>().join("\n");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pairs.csv");
    fs::write(&file, text).unwrap();
    let python = std::env::var("PANNIER_PEERS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/recommend/peers.py");
    let ran = Command::new(python).arg(script).arg(&file).status();
    if !ran.is_ok_and(|status| status.success()) {
        println!("  nothing to compare with: Python did not run");
    }
}

/// A million orders of three lines, 20,000 products, 300,000 customers.
fn million() -> (Catalogue, History) {
    let catalogue = catalogue(20_000);
    let mut random = Random(1);
    let mut builder = HistoryBuilder::default();
    for order in 0..1_000_000_i64 {
        let day = first_day().plus_days(order * 730 / 1_000_000);
        let customer = random.below(300_000);
        // Customers and baskets keep to a corner of the shop, and some things are bought by many.
        let corner = (customer % 200) * 100;
        let mut lines = Vec::with_capacity(3);
        for _ in 0..3 {
            let far = random.below(100) * random.below(200) % 100;
            let product = if random.below(5) == 0 {
                random.below(20_000)
            } else {
                corner + far
            };
            lines.push(line(product));
        }
        builder.push(day, Some(customer), lines);
    }
    let history = builder.finish(&catalogue);
    (catalogue, history)
}

fn main() {
    let only = std::env::args().nth(1).unwrap_or_default();
    let asked = |name: &str| only.is_empty() || only.starts_with("--") || name.starts_with(&only);
    let published = |name: &str, file: &str| {
        asked(name)
            .then(|| shared_data::shared(name, file))
            .flatten()
    };
    if let Some(path) = published("wholesaler", "data/online_retail.csv.gz") {
        let shop = published::online_retail(&path);
        measure("wholesaler", 3, &shop.catalogue, &shop.history);
        peers(&shop.history);
    }
    if let Some(path) = published("grocer", "data/complete_journey_transactions.csv.gz") {
        let shop = published::complete_journey(&path);
        measure("grocer", 1, &shop.catalogue, &shop.history);
    }
    if asked("million") {
        let (catalogue, history) = million();
        measure("million", 1, &catalogue, &history);
    }
}
