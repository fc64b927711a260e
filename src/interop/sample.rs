//! The sample data, within the program: Northwind, and what was made up around it.

use crate::domain::import::Target;
use crate::domain::time::Timestamp;
use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

/// A file of the sample; it is imported like any other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleFile {
    /// Its name.
    pub name: &'static str,
    /// What its rows are.
    pub target: Target,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

macro_rules! file {
    ($target:ident, $name:literal) => {
        (Target::$target, $name, include_str!(concat!("../../assets/sample/northwind/", $name)))
    };
}

/// In an order in which everything named is already there.
const FILES: [(Target, &str, &str); 11] = [
    file!(Users, "employees.csv"),
    file!(Products, "products.csv"),
    file!(Customers, "customers.csv"),
    file!(Customers, "made-up/chinese-customers.csv"),
    file!(Customers, "made-up/tags.csv"),
    file!(Orders, "orders.csv"),
    file!(OrderLines, "order_details.csv"),
    file!(Deals, "made-up/deals.csv"),
    file!(Interactions, "made-up/interactions.csv"),
    file!(FollowUps, "made-up/follow-ups.csv"),
    file!(Tickets, "made-up/tickets.csv"),
];

/// The files in the order to load them, their relative moments counted from `now` on a clock in `zone`.
pub fn files(now: Timestamp, zone: Tz) -> Vec<SampleFile> {
    let today = now.local(zone).date_naive();
    let file = |(target, name, text): (Target, &'static str, &str)| SampleFile {
        name,
        target,
        bytes: if name.starts_with("made-up/") { dated(text, today) } else { text.to_owned() }.into_bytes(),
    };
    FILES.map(file).into()
}

/// The text with every cell like `-3d 10:15` or `+9d` made a date. Cells with relative moments hold no
/// commas and no quotes, so nothing more of CSV need be known.
fn dated(text: &str, today: NaiveDate) -> String {
    let line = |line: &str| line.split(',').map(|cell| moment(cell, today)).collect::<Vec<_>>().join(",");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn moment(cell: &str, today: NaiveDate) -> String {
    date(cell, today).unwrap_or_else(|| cell.to_owned())
}

fn date(cell: &str, today: NaiveDate) -> Option<String> {
    let (days, hour) = cell.split_once('d')?;
    let count = Days::new(days.get(1..)?.parse().ok()?);
    let date = match days.get(..1)? {
        "+" => today.checked_add_days(count),
        "-" => today.checked_sub_days(count),
        _ => None,
    }?;
    Some(format!("{date}{hour}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Calendar;
    use crate::domain::field::Reading;
    use crate::domain::import::Row;
    use crate::domain::money::Currency;
    use crate::interop::csv::CsvFile;
    use crate::interop::file::{Options, Table};
    use std::collections::HashSet;

    const NOW: Timestamp = Timestamp(1_795_302_000_000);

    fn rows(file: SampleFile) -> Vec<Row> {
        let options = Options { target: Some(file.target), ..Options::default() };
        let mut read = CsvFile::in_memory(file.name, file.bytes, &options).unwrap();
        let calendar = Calendar::default();
        let reading = Reading { region: "US", currency: Currency::USD, calendar: &calendar, now: NOW };
        let next = || read.next_line(&reading).unwrap();
        std::iter::from_fn(next).map(|line| line.row.unwrap_or_else(|row| panic!("{}: {row:?}", file.name))).collect()
    }

    fn texts<'a>(rows: &'a [Row], field: &'a str) -> impl Iterator<Item = &'a str> {
        rows.iter().filter_map(move |row| row.draft.get(field)?.as_str())
    }

    #[test]
    fn every_row_of_the_sample_can_be_taken_and_names_only_what_is_there() {
        let mut known = HashSet::new();
        let mut people = HashSet::new();
        for file in files(NOW, Tz::UTC) {
            let (name, target) = (file.name, file.target);
            let rows = rows(file);
            assert!(rows.len() >= 5, "{name}");
            known.extend(texts(&rows, "external_id").map(str::to_owned));
            for field in ["customer", "order", "product"] {
                assert!(texts(&rows, field).all(|id| known.contains(id)), "{name}: {field}");
            }
            if target == Target::Users {
                people.extend(texts(&rows, "name").map(str::to_owned));
            } else {
                assert!(texts(&rows, "owner").all(|owner| people.contains(owner)), "{name}");
            }
        }
    }

    #[test]
    fn what_is_made_up_says_so() {
        for file in files(NOW, Tz::UTC).into_iter().filter(|file| file.name.starts_with("made-up/")) {
            if file.name != "made-up/tags.csv" {
                let text = String::from_utf8(file.bytes).unwrap();
                let says_so = |line: &str| line.to_lowercase().contains("made up") || line.contains("示例");
                assert!(text.lines().skip(1).all(says_so), "{}", file.name);
            }
        }
    }

    #[test]
    fn moments_lie_around_the_day_the_sample_is_loaded() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();
        let text = "x,-3d 10:15,good\ny,+9d,+49 30 d\nz,Monday,1d";
        assert_eq!(dated(text, today), "x,2026-11-27 10:15,good\ny,2026-12-09,+49 30 d\nz,Monday,1d");
    }
}
