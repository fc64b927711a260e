//! Not a promise: prints what a key costs. `cargo test --release --lib search::tests::speed -- --ignored --nocapture`

use super::words;
use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use crate::search::{Ask, Index, Row};
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

const CUSTOMERS: u64 = 100_000;

#[test]
#[ignore = "prints times; run in release"]
fn what_a_key_costs() {
    let rows: Vec<Row> = (1..=CUSTOMERS).map(row).collect();
    let mut index = Index::new();
    let start = Instant::now();
    for row in rows {
        index.put(row);
    }
    println!("indexed {CUSTOMERS} in {:?}, {} bytes each", start.elapsed(), index.bytes() / index.len());
    let typed = [
        "zhangwei",
        "zw",
        "anna meyer",
        "mueller",
        "+4930123",
        "4321",
        "siemens",
        "schmdit",
        "xiaoming",
        "berlin vip",
        "",
    ];
    for full in typed {
        for end in (0..=full.len()).filter(|end| *end > 0 || full.is_empty()) {
            print_key(&index, &full[..end]);
        }
    }
    let start = Instant::now();
    let callers = (0..1000).map(|n| index.by_phone(&format!("+4930{:07}", n * 7919), "DE").len()).sum::<usize>();
    println!("by_phone {:?} each, {callers} callers", start.elapsed() / 1000);
    let start = Instant::now();
    (1..=1000).for_each(|id| index.put(row(id * 97)));
    println!("an edit {:?}", start.elapsed() / 1000);
}

fn print_key(index: &Index, query: &str) {
    let words = words(query);
    let ask = Ask { words: &words, keep: &|row| !row.archived(), limit: 50, offset: 0 };
    let mut first = Duration::ZERO;
    let start = Instant::now();
    let found = index.find(&ask, &AtomicBool::new(false), &mut |_| first = start.elapsed()).unwrap();
    println!(
        "{query:>12}  first {first:>12?}  full {:>12?}  matched {:>6}  touched {:>6}",
        start.elapsed(),
        found.matched,
        found.touched
    );
}

fn row(n: u64) -> Row {
    let pick = |list: &'static [&'static str], salt: u64| {
        let mixed = (n * 8 + salt).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        list[mixed as usize % list.len()]
    };
    let chinese = n % 10 < 3;
    let (family, given) = if chinese { (FAMILIES_ZH, GIVEN_ZH) } else { (FAMILIES, GIVEN) };
    let name = if chinese {
        format!("{}{}", pick(family, 1), pick(given, 2))
    } else {
        format!("{} {}", pick(given, 2), pick(family, 1))
    };
    let company =
        if chinese { pick(COMPANIES_ZH, 3).to_owned() } else { format!("{} {}", pick(COMPANIES, 3), n % 977) };
    let number = if chinese {
        format!("+86138{:08}", n * 7919 % 100_000_000)
    } else {
        format!("+4930{:07}", n * 7919 % 10_000_000)
    };
    Row {
        id: CustomerId(n),
        name,
        company,
        emails: vec![format!("{}.{}{n}@example.com", pick(GIVEN, 2), pick(FAMILIES, 1)).to_lowercase()],
        phones: vec![Phone { typed: number.clone(), e164: number, ..Phone::default() }],
        city: pick(if chinese { CITIES_ZH } else { CITIES }, 4).to_owned(),
        country: if chinese { "CN" } else { "DE" }.to_owned(),
        tags: vec![pick(&["vip", "cold", "newsletter", "partner"], 5).to_owned()],
        source: "import".to_owned(),
        last_contact: Some(Timestamp((n * 7_919_777 % 1_000_000_007) as i64)),
        ..Row::default()
    }
}

const FAMILIES: &[&str] = &[
    "Meyer",
    "Müller",
    "Schmidt",
    "Zimmermann",
    "Brown",
    "Garcia",
    "Lefèvre",
    "Hoffmann",
    "Johnson",
    "Kowalski",
    "Andersen",
    "Novak",
    "Bauer",
    "Rossi",
    "Weiss",
    "Zhang",
    "Clark",
    "Dupont",
    "Evans",
    "Ivanov",
];
const GIVEN: &[&str] = &[
    "Anna", "Thomas", "Maria", "Peter", "Julia", "Jürgen", "Hélène", "Robert", "Nancy", "Michael", "Wei", "Sofia",
    "Oskar", "Ursula", "Xavier", "Zoe", "Karl", "Emma", "Lukas", "Ingrid",
];
const FAMILIES_ZH: &[&str] =
    &["张", "王", "李", "赵", "陈", "刘", "曾", "单", "吕", "欧阳", "尉迟", "周", "吴", "徐", "孙", "马"];
const GIVEN_ZH: &[&str] =
    &["伟", "芳", "娜", "小明", "国强", "晓东", "丽", "建华", "海洋", "雪", "志强", "文静", "伟民", "英", "敏", "秀英"];
const COMPANIES: &[&str] = &[
    "Siemens",
    "Bosch",
    "Contoso",
    "Northwind",
    "Acme",
    "Stadtwerke",
    "Otto Versand",
    "Bauer Media",
    "Zeiss",
    "Gyldendal",
];
const COMPANIES_ZH: &[&str] =
    &["北京华夏科技有限公司", "上海宏图贸易", "华为技术", "重庆长安汽车", "阿里巴巴集团", "深圳市腾达电子有限公司"];
const CITIES: &[&str] = &["Berlin", "Hamburg", "München", "Köln", "Paris", "London", "Seattle", "Wien"];
const CITIES_ZH: &[&str] = &["北京", "上海", "深圳", "重庆", "杭州", "广州"];
