//! The same questions, put to `DuckDB` about the same orders.

use std::{
    collections::HashMap,
    fmt::Write as _,
    fs,
    io::{BufWriter, Write as _},
    path::Path,
    process::Command,
};

use pannier_core::{Facts, NO_CUSTOMER, OrderFlags};

/// By view: milliseconds and counted orders.
pub(crate) type Answers = HashMap<String, (f64, u32)>;

/// Writes the columns as tables, and asks.
///
/// # Errors
/// A sentence that says why there is no answer.
pub(crate) fn ask(facts: &Facts, filter: &str) -> Result<Answers, String> {
    let python = std::env::var("PANNIER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let has = Command::new(&python).args(["-c", "import duckdb"]).output();
    if !has.is_ok_and(|output| output.status.success()) {
        return Err(format!("{python} with the package duckdb is not there."));
    }
    let folder = std::env::temp_dir().join(format!("pannier-explore-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let answers = write(facts, &folder)
        .map_err(|e| e.to_string())
        .and_then(|()| run(&python, &folder, filter));
    // Left behind, it is in the way of nobody.
    let _ = fs::remove_dir_all(&folder);
    answers
}

fn run(python: &str, folder: &Path, filter: &str) -> Result<Answers, String> {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/benches/explore/duckdb_peer.py"
    );
    let output = Command::new(python)
        .args([script.as_ref(), folder.as_os_str()])
        .arg(filter)
        .output()
        .map_err(|e| e.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let name = fields.next()?.to_owned();
            Some((
                name,
                (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?),
            ))
        })
        .collect())
}

fn write(facts: &Facts, folder: &Path) -> std::io::Result<()> {
    let mut orders = BufWriter::new(fs::File::create(folder.join("orders.tsv"))?);
    let mut lines = BufWriter::new(fs::File::create(folder.join("lines.tsv"))?);
    writeln!(
        orders,
        "id\tday\thour\tcustomer\tgoods\tdiscounts\tunits\tcounted\tsource\tchannel\tdevice\t\
         campaign\tcountry\tregion\tpayment\tcode"
    )?;
    writeln!(lines, "order_id\tproduct\tcategory\tvendor")?;
    let out = OrderFlags::TEST
        .with(OrderFlags::GIFT_CARDS_ONLY)
        .with(OrderFlags::CANCELLED);
    let mut row = String::new();
    for at in 0..facts.len() {
        row.clear();
        let customer = match facts.customer[at] {
            NO_CUSTOMER => String::new(),
            known => known.to_string(),
        };
        let counted = facts.flags[at].bits() & out.bits() == 0;
        let _ = write!(
            row,
            "{at}\t{}\t{}\t{customer}\t{}\t{}\t{}\t{counted}",
            facts.day[at], facts.hour[at], facts.goods[at], facts.discounts[at], facts.units[at]
        );
        for labels in [
            &facts.source,
            &facts.channel,
            &facts.device,
            &facts.campaign,
            &facts.country,
            &facts.region,
            &facts.payment_method,
            &facts.codes,
        ] {
            row.push('\t');
            row.push_str(labels.name(at));
        }
        writeln!(orders, "{row}")?;
        for line in facts.lines.of(at) {
            let product = facts.lines.product[line] as usize;
            let products = &facts.products;
            writeln!(
                lines,
                "{at}\t{product}\t{}\t{}",
                products.category.name(product),
                products.vendor.name(product)
            )?;
        }
    }
    orders.flush()?;
    lines.flush()
}
