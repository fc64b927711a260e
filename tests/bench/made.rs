//! Customers made in memory, and what people type to find them: the same for every bench of search.

use callsheet::domain::customer::Customer;
use callsheet::domain::id::CustomerId;
use callsheet::domain::text::fold;
use callsheet::domain::time::Timestamp;
use callsheet::interop::demo::Demo;
use callsheet::search::{Ask, Found, Index, Part, Row, Word};
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// What people type, key by key, by the kind of thing they look for.
pub const SESSIONS: &[(&str, &str)] = &[
    ("name", "anna meyer"),
    ("name", "schmidt"),
    ("name", "john smith"),
    ("name", "garcia"),
    ("name", "müller"),
    ("name", "mueller"),
    ("name in another order", "smith mary"),
    ("nickname", "bob"),
    ("initials", "jbk"),
    ("part of a name", "ichael"),
    ("characters", "张伟"),
    ("characters", "王小"),
    ("pinyin", "zhangwei"),
    ("pinyin, mixed", "zhangw"),
    ("pinyin, initials", "lxm"),
    ("pinyin, ü", "lvli"),
    ("company", "logistics"),
    ("company", "maschinenbau"),
    ("company in pinyin", "shanghaihuaxing"),
    ("city", "berlin"),
    ("city and name", "wang beijing"),
    ("label", "newsletter"),
    ("e-mail", "anna.meyer7@mail"),
    ("number", "+49 30 1234"),
    ("number", "0301234"),
    ("last digits", "4321"),
    ("misspelt", "schmdit"),
    ("misspelt", "johnsom"),
    ("nothing", "xqzvbn"),
    ("name without company", "meyer -gmbh"),
];

/// Tells how much time has gone.
pub type Clock = fn() -> Duration;

/// How many customers to measure with.
pub fn customers() -> u64 {
    std::env::var("CALLSHEET_BENCH_CUSTOMERS").ok().and_then(|n| n.parse().ok()).unwrap_or(1_000_000)
}

/// So many customers of the demo.
pub fn demo(customers: u64) -> Demo {
    Demo::new(1, customers, Timestamp(1_795_000_000_000))
}

/// The same as search is told them.
pub fn rows(customers: u64) -> Vec<Row> {
    let bundles = demo(customers).zip(1..);
    bundles
        .map(|(bundle, id)| {
            let contact = bundle.interactions.iter().map(|interaction| interaction.at).max();
            row(CustomerId(id), bundle.customer, contact)
        })
        .collect()
}

fn row(id: CustomerId, customer: Customer, last_contact: Option<Timestamp>) -> Row {
    Row {
        id,
        organisation: customer.is_organisation(),
        owner: customer.owned_by(),
        name: customer.name,
        company: customer.company,
        emails: customer.emails,
        phones: customer.phones,
        city: customer.city,
        country: customer.country,
        tags: customer.tags,
        source: customer.source,
        created: customer.created,
        last_contact,
        ..Row::default()
    }
}

/// Packs rows as a store that is opened does, and merges them.
pub fn index(rows: Vec<Row>) -> Index {
    let mut index = Index::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        index.append(Part::new(rows.by_ref().take(16_384).collect()));
    }
    if let Some(merge) = index.merge(true) {
        index.adopt(merge.run());
    }
    index
}

/// Words as the query language reads them, without filters.
fn words(typed: &str) -> Vec<Word> {
    let word = |text: &str| match text.strip_prefix('-') {
        Some(unwanted) => Word { text: fold(unwanted), exact: false, negated: true },
        None => Word { text: fold(text), exact: false, negated: false },
    };
    typed.split_whitespace().map(word).collect()
}

/// A search, with the time to its first rows and to all.
pub fn find(index: &Index, typed: &str, clock: Clock) -> (Found, Duration, Duration) {
    let words = words(typed);
    let ask = Ask { words: &words, keep: &|row| !row.archived(), limit: 50, offset: 0 };
    let begun = clock();
    let mut painted = None;
    let paint = &mut |_: Found| {
        painted.get_or_insert_with(|| clock().saturating_sub(begun));
    };
    let found = index.find(&ask, &AtomicBool::new(false), paint).unwrap();
    let whole = clock().saturating_sub(begun);
    (found, painted.unwrap_or(whole), whole)
}
