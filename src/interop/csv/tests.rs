use super::*;
use crate::domain::calendar::Calendar;
use crate::domain::field::Reading;
use crate::domain::import::{Row, Target};
use crate::domain::money::Currency;
use crate::domain::time::Timestamp;
use crate::interop::beside::Beside;
use crate::interop::file::{ImportFile, Line};
use crate::interop::stopped::Stopped;
use proptest::prelude::*;
use std::fs;

/// Every row: its line with its name, or with the field and the reason.
type Rows = Vec<(u64, Result<String, (String, String)>)>;

fn lines<R: Read + Send>(file: &mut CsvFile<R>) -> Vec<Line> {
    let calendar = Calendar::default();
    let reading = Reading { region: "US", currency: Currency::USD, calendar: &calendar, now: Timestamp(0) };
    std::iter::from_fn(|| file.next_line(&reading).unwrap()).collect()
}

fn read(bytes: impl Into<Vec<u8>>) -> (CsvFile<Cursor<Vec<u8>>>, Rows) {
    let mut file = CsvFile::in_memory("x.csv", bytes, &Options::default()).unwrap();
    let rows = lines(&mut file).into_iter().map(|line| match line.row {
        Ok(row) => (row.line, Ok(row.draft.get("name").and_then(|name| name.as_str()).unwrap_or("").to_owned())),
        Err(refused) => (refused.line, Err((refused.field, refused.why.to_string()))),
    });
    let rows = rows.collect();
    (file, rows)
}

fn northwind(name: &str) -> CsvFile<File> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/northwind").join(name);
    CsvFile::open(&path, &Options::default()).unwrap()
}

fn named(line: u64, name: &str) -> (u64, Result<String, (String, String)>) {
    (line, Ok(name.to_owned()))
}

fn refused(line: u64, field: &str, why: &str) -> (u64, Result<String, (String, String)>) {
    (line, Err((field.to_owned(), why.to_owned())))
}

#[test]
fn the_delimiter_is_found_by_itself() {
    for (text, delimiter) in [
        ("name,city\nAnna,Köln\n", ','),
        ("name;city\nAnna;Köln\n", ';'),
        ("name\tcity\nAnna\tKöln\n", '\t'),
        ("name|city\nAnna|Köln\n", '|'),
        ("name^city\nAnna^Köln\n", '^'),
        ("name\u{1}city\nAnna\u{1}Köln\n", '\u{1}'),
        ("name\nAnna\n", ','),
        ("\"name\";\"city, town, village\"\nAnna;Köln\n", ';'),
        ("sep=;\nname;city\nAnna;Köln\n", ';'),
    ] {
        let (file, rows) = read(text);
        assert_eq!((file.delimiter(), rows.len()), (Some(delimiter), 1), "{text}");
        assert_eq!(rows[0].1, Ok("Anna".to_owned()), "{text}");
    }
}

#[test]
fn a_chinese_spreadsheet_file_is_read_as_it_is() {
    let (bytes, ..) = encoding_rs::GBK.encode("姓名;手机\n张伟;13800138000\n");
    let (file, rows) = read(bytes.into_owned());
    assert_eq!((file.encoding(), rows), ("GBK", vec![named(2, "张伟")]));
}

#[test]
fn a_broken_row_is_refused_with_its_line_and_reading_goes_on() {
    let (_, rows) = read("name,city\n\"An\"na,Köln\nBob,\"Bonn\nCarl,Celle,extra\nEve\nDora,Düren\n\n ,\nFritz\n");
    let cells = |count| format!("row-width, count `{count}`, width `2`");
    assert_eq!(
        rows,
        [
            refused(2, "", "text-after-quote"),
            refused(3, "", "quote-unclosed"),
            refused(4, "", &cells(3)),
            refused(5, "", &cells(1)),
            named(6, "Dora"),
            named(9, "Fritz"),
        ]
    );
}

#[test]
fn ten_megabytes_in_one_cell_cost_one_row() {
    let (_, rows) = read(format!("name,city\nAnna,\"{}\"\nBob,Bonn\n", "x".repeat(10 << 20)));
    assert_eq!(rows, [refused(2, "city", "cell-too-long"), named(3, "Bob")]);
}

#[test]
fn text_that_is_not_in_the_files_encoding_is_refused_where_it_stands() {
    let umlauts = "Jürgen,Köln\n".repeat(20);
    let (file, rows) = read([b"name,city\n", umlauts.as_bytes(), b"J\xffrgen,Bonn\n"].concat());
    assert_eq!(file.encoding(), "UTF-8");
    assert_eq!(rows.last(), Some(&refused(22, "name", "not-in-encoding, encoding `UTF-8`")));
    assert_eq!(rows.iter().filter(|(_, row)| row.is_ok()).count(), 20);
}

#[test]
fn what_is_no_csv_file_is_told_so() {
    let open = |bytes: &[u8]| CsvFile::in_memory("x.csv", bytes, &Options::default()).err().unwrap().to_string();
    assert_eq!(open(b""), "x.csv is empty; a CSV file begins with a line of column names");
    assert_eq!(open(b"\n\r\n"), "x.csv is empty; a CSV file begins with a line of column names");
    assert_eq!(open(b"PK\x03\x04\x14\x00\x06\x00"), "x.csv is not text; save it as CSV first");
    assert_eq!(open(b"\x7fELF\x02\x01\x01\0\0\0\0\0\xff\xfe"), "x.csv is not text; save it as CSV first");
    assert!(open(b"name,\"city\n").starts_with("the column names of x.csv cannot be read: the quotes are broken"));
    assert!(open("x,".repeat(100_000).as_bytes()).contains("the header has 100001 columns"));

    let folder = tempfile::tempdir().unwrap();
    let open = |path: &Path| ImportFile::open(path, &Options::default()).err().unwrap().to_string();
    assert!(open(folder.path()).ends_with("is not a file"));
    assert!(open(&folder.path().join("absent.csv")).contains("absent.csv: No such file"));
}

fn beside<R: Read + Send>(path: &Path, file: &CsvFile<R>) -> Beside {
    Beside::new(path, Box::new(Rejects(file.columns().clone())), false, Stopped::default())
}

#[test]
fn refused_rows_come_back_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rejected.csv");
    let text = "Name;E-Mail;City\nAnna;anna@;\"Köln; West\"\nBob;bob@x.de\n\"Ca\"rl;carl@x.de;Celle\n";
    let mut file = CsvFile::in_memory("x.csv", text, &Options::default()).unwrap();
    let mut beside = beside(&folder.path().join("x.csv"), &file);
    for line in lines(&mut file) {
        if let Err(refused) = &line.row {
            beside.refuse(&line.cells, refused, refused.why.key()).unwrap();
        }
    }
    assert_eq!(beside.end(true).unwrap(), Some(path.clone()));

    let written = fs::read_to_string(&path).unwrap();
    assert_eq!(
        written,
        "Name,E-Mail,City,line,column,reason\n\
         Anna,anna@,Köln; West,2,E-Mail,not-an-email\n\
         \"\"\"Ca\"\"rl\",carl@x.de,Celle,4,,text-after-quote\n"
    );
    let mended = written.replace("anna@", "anna@x.de").replace("\"\"\"Ca\"\"rl\"", "Carl");
    let (_, rows) = read(mended);
    assert_eq!(rows, [named(2, "Anna"), named(3, "Carl")]);
}

#[test]
fn without_refused_rows_there_is_no_file_of_them() {
    let (file, _) = read("name\nAnna\n");
    assert_eq!(beside(Path::new("/nonexistent/x.csv"), &file).end(true).unwrap(), None);
}

#[test]
fn every_northwind_customer_is_read_also_the_two_nearly_empty_ones() {
    let mut file = northwind("customers.csv");
    let rows: Vec<Row> = lines(&mut file).into_iter().map(|line| line.row.unwrap()).collect();
    assert_eq!((rows.len(), file.read()), (93, file.size()));
    assert!(rows.iter().all(|row| row.draft.get("contact").is_some()));
    let alfreds = &rows[0].draft;
    assert_eq!(alfreds.get("contact_title").unwrap(), "Sales Representative");
    assert_eq!(alfreds.get("phones").unwrap()[0]["e164"], "+49300074321");
    let bare: Vec<_> = rows.iter().filter(|row| row.draft.get("phones").is_none()).collect();
    assert_eq!(bare.len(), 2);
    assert!(bare.iter().all(|row| row.draft.get("name").unwrap() == "IT"));
}

#[test]
fn northwind_files_say_themselves_what_they_are() {
    for (name, target, rows) in [
        ("customers.csv", Target::Customers, 93),
        ("orders.csv", Target::Orders, 830),
        ("order_details.csv", Target::OrderLines, 2_155),
        ("products.csv", Target::Products, 77),
        ("employees.csv", Target::Users, 9),
    ] {
        let mut file = northwind(name);
        assert_eq!(file.columns().target(), target, "{name}");
        let read = lines(&mut file);
        assert_eq!(read.iter().find(|line| line.row.is_err()), None, "{name}");
        assert_eq!(read.len(), rows, "{name}");
    }
}

proptest! {
    #[test]
    fn whatever_the_bytes_the_file_is_read_or_refused(bytes in any::<Vec<u8>>(), head in any::<bool>()) {
        let head: &[u8] = if head { b"name,phone,country,birthday,tags\n" } else { b"" };
        if let Ok(mut file) = CsvFile::in_memory("x.csv", [head, &bytes].concat(), &Options::default()) {
            lines(&mut file);
        }
    }

    #[test]
    fn whatever_the_cells_they_are_read_or_refused(cells in prop::collection::vec("[\"\\PC\n]{0,12}", 0..40)) {
        let text = format!("name,phone,country,birthday,email\n{}", cells.join(","));
        if let Ok(mut file) = CsvFile::in_memory("x.csv", text, &Options::default()) {
            lines(&mut file);
        }
    }
}
