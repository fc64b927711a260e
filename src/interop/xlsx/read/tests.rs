use super::*;
use proptest::prelude::*;
use std::io::Write;
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const STYLES: &str = r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;

/// A workbook with these cells of its one sheet.
fn book(cells: &str) -> (TempDir, std::path::PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("x.xlsx");
    let mut zip = ZipWriter::new(File::create(&path).unwrap());
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>"#
    );
    for (name, text) in [
        ("_rels/.rels", ROOT),
        ("xl/_rels/workbook.xml.rels", RELS),
        ("xl/workbook.xml", BOOK),
        ("xl/styles.xml", STYLES),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
    (dir, path)
}

fn text(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

fn all(path: &Path) -> Vec<Record> {
    let mut file = SheetFile::open(path, &Options::default()).unwrap();
    std::iter::from_fn(|| file.next_record().unwrap()).collect()
}

#[test]
fn cells_are_read_as_a_person_would_type_them() {
    let header =
        format!("<row r=\"1\">{}{}{}</row>", text("A1", "Name"), text("B1", "Birthday"), text("C1", "Postcode"));
    let row = format!(
        "<row r=\"3\">{}<c r=\"B3\" s=\"1\"><v>29280</v></c><c r=\"C3\"><f>1+1</f><v>50667</v></c></row>",
        text("A3", "张伟")
    );
    let broken = format!("<row r=\"4\">{}<c r=\"C4\" t=\"e\"><v>#REF!</v></c></row>", text("A4", "Ben"));
    let (_dir, path) = book(&format!("{header}{row}{broken}"));
    let rows = all(&path);
    assert_eq!((rows[0].line, &rows[0].cells[..]), (3, &["张伟", "1980-02-29", "50667"].map(str::to_owned)[..]));
    assert_eq!((rows[1].line, rows[1].fault.as_ref().unwrap().1.key()), (4, "cell-error"));
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked_into_memory() {
    let (_dir, path) = book(&text("A1", &"x".repeat(40 << 20)));
    let error = SheetFile::open(&path, &Options::default()).err().unwrap();
    assert!(matches!(error, FileError::Workbook { why, .. } if why.key() == "workbook-too-big"));
}

#[test]
fn far_columns_refuse_their_row_and_what_is_no_workbook_says_so() {
    let (_dir, path) = book(&format!(
        "<row r=\"1\">{}</row><row r=\"2\">{}{}</row>",
        text("A1", "Name"),
        text("A2", "Anna"),
        text("XFD2", "far")
    ));
    assert_eq!(all(&path)[0].fault.as_ref().unwrap().1.key(), "columns-too-many");
    std::fs::write(&path, b"PK\x03\x04 and no more").unwrap();
    assert!(matches!(SheetFile::open(&path, &Options::default()), Err(FileError::Workbook { .. })));
    let (_dir, path) = book("");
    assert!(SheetFile::open(&path, &Options::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn a_workbook_changed_or_cut_anywhere_is_read_or_refused(place in 0.0..1.0_f64, byte in any::<u8>(), cut in any::<bool>()) {
        let (_dir, path) = book(&format!("<row r=\"1\">{}</row><row r=\"2\">{}</row>", text("A1", "Name"), text("A2", "Anna")));
        let mut bytes = std::fs::read(&path).unwrap();
        let at = (bytes.len() as f64 * place) as usize;
        if cut {
            bytes.truncate(at);
        } else if let Some(old) = bytes.get_mut(at) {
            *old = byte;
        }
        std::fs::write(&path, &bytes).unwrap();
        if let Ok(mut file) = SheetFile::open(&path, &Options::default()) {
            while let Ok(Some(_)) = file.next_record() {}
        }
    }
}
