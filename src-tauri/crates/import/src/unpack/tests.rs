//! Every way in which a table may come wrapped, and every way in which that may be hostile.

mod books;

use std::io::Cursor;

use ::zip::{ZipWriter, write::SimpleFileOptions};
use flate2::{Compression, write::GzEncoder};

use super::*;

const ORDERS: &str = "Name,Total\n#1,31.00\n";

/// What became of a file: its tables with their names and texts, or what was said of it.
fn unpacked(name: &str, bytes: impl AsRef<[u8]>) -> Result<Vec<(String, String)>, String> {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join(name);
    fs::write(&given, bytes).unwrap();
    let mut spool = Spool::default();
    let outcome = match unpack(&given, &mut spool, &Cancel::default()) {
        Ok(parts) => Ok(parts
            .into_iter()
            .map(|part| {
                assert_eq!(part.given, given);
                (part.name, fs::read_to_string(part.path).unwrap())
            })
            .collect()),
        Err(Stop::Refused(refusal)) => {
            assert!(!refusal.need.is_empty());
            Err(refusal.what)
        }
        Err(Stop::Cancelled(_)) => panic!("nobody asked for that"),
    };
    let beside = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(beside, 1, "nothing is written beside the merchant’s file");
    outcome
}

fn refused(name: &str, bytes: impl AsRef<[u8]>) -> String {
    let outcome = unpacked(name, bytes);
    outcome.map_or_else(|what| what, |tables| panic!("{name} is read: {tables:?}"))
}

fn gz(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn zip_of<N: AsRef<str>, B: AsRef<[u8]>>(files: impl IntoIterator<Item = (N, B)>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(name.as_ref(), SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Replaces bytes by as many others, wherever they stand.
fn altered(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> = (0..=bytes.len() - from.len())
        .filter(|at| bytes[*at..].starts_with(from))
        .collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + from.len()].copy_from_slice(to);
    }
    bytes
}

#[test]
fn a_plain_file_is_itself() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("orders\u{7}\u{202e}.csv");
    fs::write(&given, ORDERS).unwrap();
    let mut spool = Spool::default();
    let parts = unpack(&given, &mut spool, &Cancel::default());
    let [part] = &parts.ok().unwrap()[..] else {
        panic!("one part");
    };
    assert_eq!((&part.path, part.name.as_str()), (&given, "orders  .csv"));
    assert!(part.container.is_none() && spool.folder.is_none());
}

#[test]
fn what_is_no_file_is_left_to_who_looks_at_it() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_owned(), folder.path().join("gone.csv")] {
        let parts = unpack(&path, &mut Spool::default(), &Cancel::default());
        assert_eq!(parts.ok().unwrap()[0].path, path);
    }
}

#[test]
fn a_compressed_table_is_read() {
    let whole = gz(ORDERS);
    let expected = Ok(vec![("orders.csv.gz".to_owned(), ORDERS.to_owned())]);
    assert_eq!(unpacked("orders.csv.gz", &whole), expected);
    let two = [gz("Name,Total\n"), gz("#1,31.00\n")].concat();
    assert_eq!(unpacked("orders.csv.gz", two), expected, "joined by cat");
    for cut in [12, whole.len() / 2, whole.len() - 1] {
        let said = refused("orders.csv.gz", &whole[..cut]);
        assert!(said.contains("cut off"), "{cut}: {said}");
    }
    let mut wrong = whole;
    let sum = wrong.len() - 8;
    wrong[sum] ^= 1;
    assert!(refused("orders.csv.gz", wrong).contains("damaged"));
}

#[test]
fn a_compressed_file_without_a_table_is_refused() {
    let mut tar = vec![0; 1024];
    tar[257..262].copy_from_slice(b"ustar");
    for (inner, words) in [
        (gz(ORDERS), "another compressed file"),
        (zip_of([("a.csv", ORDERS)]), "workbook or another"),
        (tar, "(tar)"),
    ] {
        let said = refused("x.gz", gz(inner));
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn the_exports_in_a_zip_come_by_name() {
    let zip = zip_of([
        ("export/orders.csv", ORDERS),
        ("__MACOSX/export/._orders.csv", "\0\u{5}\u{16}"),
        ("export/.DS_Store", "x"),
        ("export/picture.png", "x"),
        ("export/readme.pdf", "x"),
        ("customers.CSV", "Email\na@example.com\n"),
        ("export\\Kürbis.tsv", "a\tb\n"),
    ]);
    let names: Vec<String> = unpacked("shop.zip", zip)
        .unwrap()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(
        names,
        [
            "shop.zip: customers.CSV",
            "shop.zip: export/Kürbis.tsv",
            "shop.zip: export/orders.csv"
        ]
    );
}

#[test]
fn names_in_a_zip_are_read_as_they_were_meant_and_lead_nowhere() {
    for (bytes, name) in [
        (&b"caf\xE9.csv"[..], "s.zip: café.csv"),
        (b"\xC3\xA9t\xC3\xA9.csv", "s.zip: été.csv"),
        (b"../up/../u.csv", "s.zip: ../up/../u.csv"),
    ] {
        let stand_in = "n".repeat(bytes.len() - 4) + ".csv";
        let zip = altered(zip_of([(&stand_in, ORDERS)]), stand_in.as_bytes(), bytes);
        let expected = vec![(name.to_owned(), ORDERS.to_owned())];
        assert_eq!(unpacked("s.zip", zip), Ok(expected));
    }
}

#[test]
fn zips_without_plain_tables_are_refused() {
    let many = (0..=MOST_TABLES).map(|n| (format!("{n}.csv"), ORDERS));
    let locked = {
        let zip = zip_of([("orders.csv", ORDERS)]);
        // The first bit of the flags says that a file is encrypted, here and in the index.
        let here = altered(zip, b"PK\x03\x04\x14\0\0\0", b"PK\x03\x04\x14\0\x01\0");
        let index = here.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        let mut zip = here;
        zip[index + 8] |= 1;
        zip
    };
    let cut = {
        let zip = zip_of([("orders.csv", ORDERS)]);
        zip[..zip.len() - 10].to_vec()
    };
    let whole = zip_of([("orders.csv", ORDERS.repeat(50))]);
    let begin = whole.windows(10).position(|w| w == b"orders.csv").unwrap();
    let mut wrong = whole;
    wrong[begin + 12] ^= 0xFF;
    for (zip, words) in [
        (zip_of::<&str, &str>([]), "is empty"),
        (zip_of([("a.png", "x")]), "no table"),
        (zip_of([("a.csv", ORDERS), ("b.zip", "x")]), "“b.zip”"),
        (
            zip_of([("a.csv", zip_of([("b.csv", ORDERS)]))]),
            "another compressed file",
        ),
        (zip_of([("a.csv", gz(ORDERS))]), "another compressed file"),
        (zip_of(many), "more than 100"),
        (locked, "locked with a password"),
        (cut, "damaged"),
        (wrong, "damaged"),
        (
            zip_of([("[Content_Types].xml", "x"), ("word/document.xml", "x")]),
            "Word",
        ),
        (zip_of([("Index/Document.iwa", "x")]), "Numbers"),
        (b"PK\x03\x04 and then nothing".to_vec(), "damaged"),
    ] {
        let said = refused("shop.zip", zip);
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_file_never_becomes_more_than_the_limits_allow() {
    assert_eq!(most_of(0), ALWAYS);
    assert_eq!(most_of(1 << 20), ALWAYS + (1000 << 20));
    assert_eq!(most_of(u64::MAX), MOST);
    let folder = tempfile::tempdir().unwrap();
    let text = "a,b\n".repeat(1000);
    let files = [
        ("a.csv.gz", gz(&text)),
        ("a.zip", zip_of([("a.csv", &text)])),
        (
            "b.zip",
            zip_of([("a.csv", &text[..2400]), ("b.csv", &text[..2400])]),
        ),
    ];
    for (name, bytes) in files {
        let given = folder.path().join(name);
        fs::write(&given, bytes).unwrap();
        for (left, is_enough) in [(3999, false), (4800, true)] {
            let mut spool = Spool {
                written: MOST - left,
                ..Spool::default()
            };
            let outcome = unpack(&given, &mut spool, &Cancel::default());
            assert_eq!(outcome.is_ok(), is_enough, "{name} with {left} bytes left");
            if let Err(Stop::Refused(refusal)) = outcome {
                assert!(
                    refusal.what.contains("more than a shop’s export"),
                    "{refusal:?}"
                );
            }
        }
    }
}

#[test]
fn what_was_unpacked_is_private_and_goes_with_the_spool() {
    let folder = tempfile::tempdir().unwrap();
    let given = folder.path().join("orders.csv.gz");
    let bytes = gz(ORDERS);
    fs::write(&given, &bytes).unwrap();
    let mut spool = Spool::default();
    let parts = unpack(&given, &mut spool, &Cancel::default()).ok().unwrap();
    let container = parts[0].container.as_ref().unwrap();
    assert_eq!(container.size, bytes.len() as u64);
    assert_eq!(container.hash, *blake3::hash(&bytes).as_bytes());
    let path = parts[0].path.clone();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }
    drop(spool);
    assert!(!path.exists() && !path.parent().unwrap().exists());
}

#[test]
fn unpacking_stops_when_asked_to() {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        ("a.csv.gz", gz(ORDERS)),
        ("a.zip", zip_of([("a.csv", ORDERS)])),
        ("a.xlsx", books::xlsx(|_| {})),
        ("a.ods", books::ods("")),
        ("a.xls", books::xls(&[("Orders", books::xls_sheet(&[]))])),
    ] {
        let given = folder.path().join(name);
        fs::write(&given, bytes).unwrap();
        let cancel = Cancel::default();
        cancel.request();
        let outcome = unpack(&given, &mut Spool::default(), &cancel);
        assert!(matches!(outcome, Err(Stop::Cancelled(_))), "{name}");
        let file = Watched::open(&given, &cancel).ok().unwrap();
        let failed = io::copy(&mut { file }, &mut io::sink());
        assert!(failed.is_err(), "who reads it for us is stopped as well");
    }
}

#[test]
fn a_full_disk_is_said_in_a_sentence() {
    for (kind, words) in [
        (io::ErrorKind::StorageFull, "disk of this computer is full"),
        (
            io::ErrorKind::PermissionDenied,
            "folder for temporary files",
        ),
    ] {
        let Stop::Refused(refusal) = no_room(&kind.into()) else {
            panic!("it is refused");
        };
        assert!(refusal.what.contains(words), "{refusal:?}");
    }
}
