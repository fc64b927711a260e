//! Cells to drafts.

use super::columns::{Column, Columns, Constant, Part, is_list};
use crate::domain::country;
use crate::domain::field::{self, Field, Kind, Reading};
use crate::domain::import::{RefusedRow, Row, Target};
use crate::domain::money::Currency;
use crate::domain::phone;
use crate::domain::reason::{Reason, reason};
use crate::domain::text::is_han;
use serde_json::{Map, Value, json};

/// Reads the cells of one row.
///
/// A cell without text says nothing. Phone numbers without a country code are read as dialled in the
/// row's own country. A line break within a one-line field becomes a comma; any other control
/// character is refused, as nothing good comes of taking it or of taking it away unsaid.
pub fn read(columns: &Columns, line: u64, cells: &[String], reading: &Reading) -> Result<Row, RefusedRow> {
    let refused = |field: &str, why: Reason| RefusedRow { line, field: field.to_owned(), why };
    let region = region(columns, cells).unwrap_or(reading.region);
    let currency = currency(columns, cells).unwrap_or(reading.currency);
    let reading = Reading { region, currency, ..*reading };
    let mut fields = Map::new();
    for Constant { field, text } in columns.constants() {
        let value = field::read(field, text, &reading).map_err(|bad| refused(field.name, bad.why))?;
        gather(&mut fields, field, value);
    }
    for Told { field, part, cell } in told(columns, cells) {
        let mut text = clean(field, cell).map_err(|why| refused(field.name, why))?;
        if let Part::Custom(name) = part {
            gather(&mut fields, field, json!([{ "name": name, "value": text }]));
            continue;
        }
        if let Some(label) = label(part, cells) {
            text = labelled(&text, label);
        }
        let value = field::read(field, &text, &reading).map_err(|bad| refused(field.name, bad.why))?;
        gather(&mut fields, field, value);
    }
    if let Some(group) =
        columns.target().mandatory().iter().find(|group| !group.iter().any(|f| fields.contains_key(*f)))
    {
        return Err(refused(group.first().unwrap_or(&""), reason("row-lacks").with("fields", group.join(" / "))));
    }
    join_names(columns.target(), &mut fields);
    Ok(Row::new(line, fields.into_iter().collect()))
}

/// A cell that brings something.
struct Told<'a> {
    field: &'static Field,
    part: &'a Part,
    cell: &'a str,
}

/// The cells that bring something, as their words are meant.
fn told<'a>(columns: &'a Columns, cells: &'a [String]) -> impl Iterator<Item = Told<'a>> {
    let brings = move |(column, cell): (&'a Column, &'a String)| {
        let (field, cell) = (column.field?, cell.trim());
        let cell = columns.mapping().meant(field.name, cell).unwrap_or(cell);
        let told = !cell.is_empty() && column.part != Part::Label && !is_no_day(field.kind, cell);
        told.then_some(Told { field, part: &column.part, cell })
    };
    columns.all().iter().zip(cells).filter_map(brings)
}

/// How Outlook writes that there is no birthday.
fn is_no_day(kind: Kind, cell: &str) -> bool {
    matches!(kind, Kind::Birthday | Kind::Date) && cell == "0/0/00"
}

/// The region of the row's own country, if phones know it.
fn region(columns: &Columns, cells: &[String]) -> Option<&'static str> {
    let told = told(columns, cells).find(|told| told.field.kind == Kind::Country)?;
    country::code(told.cell).filter(|code| phone::is_region(code))
}

/// The currency of the row's amounts, if the row or the mapping says it.
fn currency(columns: &Columns, cells: &[String]) -> Option<Currency> {
    let constant = || columns.constants().iter().find(|constant| constant.field.kind == Kind::Currency);
    let told = told(columns, cells).find(|told| told.field.kind == Kind::Currency);
    told.map(|told| told.cell).or_else(|| constant().map(|constant| constant.text.as_str()))?.parse().ok()
}

/// The text of a cell; ` ::: ` stands between the entries of a list where Google writes one, and a `*` before its own.
fn clean(field: &Field, cell: &str) -> Result<String, Reason> {
    let lines = cell.lines().map(str::trim).filter(|line| field.kind == Kind::Lines || !line.is_empty());
    let mut text =
        lines.collect::<Vec<_>>().join(if field.kind == Kind::Lines { "\n" } else { ", " }).replace('\t', " ");
    if is_list(field.kind) && (text.contains(" ::: ") || text.starts_with("* ")) {
        text = text.split(" ::: ").map(|entry| entry.trim_start_matches("* ")).collect::<Vec<_>>().join("; ");
    }
    match text.chars().find(|c| c.is_control() && *c != '\n') {
        Some(c) => Err(reason("control-character").with("code", format!("U+{:04X}", u32::from(c)))),
        None => Ok(text),
    }
}

/// The label of a column's numbers, where it has one.
fn label<'a>(part: &'a Part, cells: &'a [String]) -> Option<&'a str> {
    let label = match part {
        Part::Labelled(label) => label.as_str(),
        Part::LabelledBy(column) => cells.get(*column)?.trim().trim_start_matches("* "),
        Part::Whole | Part::Label | Part::Custom(_) => return None,
    };
    // A mark would make it part of the number.
    (!label.is_empty() && !label.contains([':', '：', ';', ','])).then_some(label)
}

/// Numbers with a label before each.
fn labelled(numbers: &str, label: &str) -> String {
    let numbers = numbers.split([';', ',', '；', '，']).map(str::trim).filter(|number| !number.is_empty());
    numbers.map(|number| format!("{label}: {number}")).collect::<Vec<_>>().join("; ")
}

/// Sets a field, or adds to a list what another column brought.
fn gather(fields: &mut Map<String, Value>, field: &Field, value: Value) {
    let name = if matches!(field.kind, Kind::PhonesLabelled(_)) { "phones" } else { field.name };
    match (fields.get_mut(name), value) {
        (Some(Value::Array(there)), Value::Array(more)) if is_list(field.kind) => {
            for value in more {
                if !there.contains(&value) {
                    there.push(value);
                }
            }
        }
        (_, value) => {
            fields.insert(name.to_owned(), value);
        }
    }
}

/// Makes one name of the first and the last. Beside a company's name it is the contact's; a customer
/// without a name of its own is the company.
fn join_names(target: Target, fields: &mut Map<String, Value>) {
    let mut take = |field: &str| fields.remove(field).and_then(|value| value.as_str().map(str::to_owned));
    let person = full_name(&take("first_name").unwrap_or_default(), &take("last_name").unwrap_or_default());
    let named = fields.contains_key("name");
    if !person.is_empty() {
        let field = if named { "contact" } else { "name" };
        if target == Target::Customers || !named {
            fields.entry(field).or_insert(person.into());
        }
    } else if !named
        && target == Target::Customers
        && let Some(company) = fields.remove("company")
    {
        fields.insert("name".to_owned(), company);
        fields.entry("kind").or_insert("organisation".into());
    }
    // A title without somebody who holds it is the person's own.
    if target == Target::Customers
        && !fields.contains_key("contact")
        && let Some(title) = fields.remove("contact_title")
    {
        fields.entry("occupation").or_insert(title);
    }
}

/// `Anna Meyer`, but `张伟`: family name first and nothing between, where both are Chinese.
fn full_name(first: &str, last: &str) -> String {
    if !first.is_empty() && !last.is_empty() && first.chars().chain(last.chars()).all(is_han) {
        return format!("{last}{first}");
    }
    format!("{first} {last}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::time::Timestamp;
    use crate::interop::mapping::Mapping;

    fn read_row(headers: &str, cells: &[&str]) -> Result<Value, (String, String)> {
        let strings = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let headers: Vec<&str> = headers.split(',').collect();
        let mapping = Mapping::default().for_headers(&strings(&headers), &[]);
        let columns = Columns::recognise(&strings(&headers), None, &mapping).unwrap();
        let calendar = Calendar::default();
        let reading = Reading { region: "US", currency: Currency::EUR, calendar: &calendar, now: Timestamp(0) };
        let row = read(&columns, 7, &strings(cells), &reading).map_err(|r| (r.field, r.why.to_string()))?;
        Ok(row.draft.fields().map(|(name, value)| (name.to_owned(), value.clone())).collect::<Map<_, _>>().into())
    }

    #[test]
    fn numbers_are_read_as_dialled_in_the_country_of_the_row() {
        for (country, phone, e164) in [
            ("Germany", "030-0074321", "+49300074321"),
            ("中国", "138 0013 8000", "+8613800138000"),
            ("", "(206) 555-9857", "+12065559857"),
        ] {
            let row = read_row("Name,Phone,Country", &["x", phone, country]).unwrap();
            assert_eq!(row["phones"][0]["e164"], e164, "{country}");
        }
    }

    #[test]
    fn several_columns_of_numbers_make_one_list_with_labels() {
        let row = read_row("Name,Phone,Mobile,Fax", &["x", "206 555 9857", "206 555 9858", "206 555 9857"]).unwrap();
        let labels: Vec<_> = row["phones"].as_array().unwrap().iter().map(|phone| phone["label"].clone()).collect();
        assert_eq!(labels, ["", "mobile", "fax"]);
    }

    #[test]
    fn first_and_last_name_make_a_name() {
        for (first, last, name) in
            [("Anna", "Meyer", "Anna Meyer"), ("伟", "张", "张伟"), ("Wei", "张", "Wei 张"), ("", "Meyer", "Meyer")]
        {
            let row = read_row("First name,Last name", &[first, last]).unwrap();
            assert_eq!(row, json!({ "name": name }));
        }
    }

    #[test]
    fn a_person_beside_a_company_name_is_its_contact() {
        let row =
            read_row("First Name,Last Name,Company Name,Title", &["Maria", "Anders", "Alfreds", "Owner"]).unwrap();
        assert_eq!(row, json!({ "name": "Alfreds", "contact": "Maria Anders", "contact_title": "Owner" }));
    }

    #[test]
    fn a_row_with_only_a_company_is_that_organisation() {
        let row = read_row("First Name,Last Name,Company", &["", "", "Alfreds"]).unwrap();
        assert_eq!(row, json!({ "name": "Alfreds", "kind": "organisation" }));
        let row = read_row("First Name,Last Name,Company", &["Maria", "", "Alfreds"]).unwrap();
        assert_eq!(row, json!({ "name": "Maria", "company": "Alfreds" }));
    }

    #[test]
    fn a_bad_cell_is_named_with_its_reason() {
        for (headers, cells, field, why) in [
            ("Name,Email", ["x", "anna@"], "emails", "not-an-email, given `anna@`"),
            ("Name,Phone", ["x", "call Bob"], "phones", "no-digits, given `call Bob`"),
            ("Name,City", ["x", "Ber\0lin"], "city", "control-character, code `U+0000`"),
            ("Name,City", ["x\x1b[2J", "y"], "name", "control-character, code `U+001B`"),
            ("Name,Type", ["x", "alien"], "kind", "not-a-choice, given `alien`, allowed `person, organisation`"),
            ("Name,City", ["", "Berlin"], "name", "row-lacks, fields `name / first_name / last_name / company`"),
        ] {
            assert_eq!(read_row(headers, &cells), Err((field.to_owned(), why.to_owned())), "{cells:?}");
        }
    }

    #[test]
    fn line_breaks_stay_only_where_lines_belong() {
        let row = read_row("Name,Address,Notes", &["x", "Obere Str. 57\r\nHinterhaus", "one\r\ntwo\tthree"]).unwrap();
        assert_eq!(row["street"], "Obere Str. 57, Hinterhaus");
        assert_eq!(row["remarks"], "one\ntwo three");
    }

    #[test]
    fn what_other_programs_write_into_their_columns_is_read() {
        let google = "First Name,Last Name,File As,Organization Name,Organization Title,Labels,E-mail 1 - Value,\
            Phone 1 - Label,Phone 1 - Value,Birthday,Nickname";
        let cells = [
            "Anna",
            "Meyer",
            "",
            "Firma",
            "CTO",
            "* myContacts ::: Fair",
            "a@x.de ::: b@x.de",
            "* Work",
            "+49 30 1234567 ::: +49 30 7654321",
            "0/0/00",
            "Änni",
        ];
        let row = read_row(google, &cells).unwrap();
        assert_eq!(
            (&row["name"], &row["company"], &row["occupation"]),
            (&json!("Anna Meyer"), &json!("Firma"), &json!("CTO"))
        );
        assert_eq!((&row["tags"], &row["emails"]), (&json!(["myContacts", "Fair"]), &json!(["a@x.de", "b@x.de"])));
        let labels: Vec<_> = row["phones"].as_array().unwrap().iter().map(|phone| phone["label"].clone()).collect();
        assert_eq!(labels, ["Work", "Work"]);
        assert_eq!(row["custom"], json!([{ "name": "Nickname", "value": "Änni" }]));
        assert!(row.get("birthday").is_none() && row.get("contact_title").is_none());
    }

    #[test]
    fn an_amount_is_of_the_currency_the_mapping_sets() {
        let row =
            read_row("customer_id,date,number_of_cds,dollar_value", &["00001", "19970101", "1", "11.77"]).unwrap();
        assert_eq!(row["amount"], json!({ "amount": "11.77", "currency": "USD" }));
    }

    #[test]
    fn an_empty_cell_says_nothing() {
        assert_eq!(read_row("Name,City,Tags", &["x", " ", ""]).unwrap(), json!({ "name": "x" }));
    }
}
