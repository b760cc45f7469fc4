//! Writes a report with all that a report can hold into a folder, to be looked at:
//! `cargo run -p pannier-report --example sample -- FOLDER`.
#![expect(clippy::unwrap_used, reason = "a sample is there to be looked at")]

#[path = "../tests/it/sample.rs"]
mod sample;

use std::{fs, path::PathBuf, time::Instant};

use pannier_report::{chart_to_png, chart_to_svg, table_to_csv, tables_to_xlsx, to_html, to_pdf};

fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap());
    fs::create_dir_all(&folder).unwrap();
    let report = sample::report();
    let write = |name: &str, make: &dyn Fn() -> Vec<u8>| {
        let start = Instant::now();
        let bytes = make();
        fs::write(folder.join(name), &bytes).unwrap();
        #[expect(clippy::print_stdout, reason = "says what it wrote")]
        {
            println!("{name}: {} bytes in {:?}", bytes.len(), start.elapsed());
        }
    };
    write("report.html", &|| to_html(&report).unwrap().into_bytes());
    write("report.pdf", &|| to_pdf(&report).unwrap());
    let edges = sample::edges();
    write("edges.html", &|| to_html(&edges).unwrap().into_bytes());
    write("edges.pdf", &|| to_pdf(&edges).unwrap());
    write("report.xlsx", &|| tables_to_xlsx(&report).unwrap());
    for (index, chart) in report.charts().enumerate() {
        write(&format!("chart-{index}.svg"), &|| {
            chart_to_svg(&report.about, chart).unwrap().into_bytes()
        });
        write(&format!("chart-{index}.png"), &|| {
            chart_to_png(&report.about, chart).unwrap()
        });
    }
    for (index, table) in report.tables().enumerate() {
        write(&format!("table-{index}.csv"), &|| {
            table_to_csv(&report.about, table).unwrap().into_bytes()
        });
    }
}
