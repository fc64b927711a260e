//! What a person types, and who must come first.

use super::{find, ids, people};
use crate::domain::id::CustomerId;
use crate::search::{Row, Tier};

/// The query, and the first rows in their order. `…` at the end lets others follow.
const TABLE: &[(&str, &str)] = &[
    // Names: whole, prefix, initials, word prefix; ties by recency.
    ("anna meyer", "1 2 …"),
    ("meyer anna", "1 2 …"),
    ("ANNA MEYER", "1 2 …"),
    ("ann", "3 1 6 2 …"),
    ("anna", "3 1 2 …"),
    ("annabel", "3"),
    ("meyer", "3 1 2"),
    ("meyer hamburg", "3 2"),
    ("meyer siemens", "1"),
    ("meyer 0123", "2"),
    ("bauer", "49 50"),
    ("michel", "50 49 …"),
    ("mb", "49 50 …"),
    ("am", "3 1 6 2 …"),
    ("brown", "44 45 41 43"),
    ("brown smith", "44"),
    ("smith brown", "44"),
    ("jean-luc", "14"),
    ("luc", "14 …"),
    ("jl", "14 …"),
    ("max", "53 54"),
    ("schmidt", "36 38 …"),
    ("schmitt", "37 …"),
    ("von der heide", "52"),
    ("uvdh", "52"),
    ("o'connor", "46"),
    ("oconnor", "46"),
    ("darcy", "13"),
    ("cathy", "57 …"),
    ("sklodowska", "40"),
    // Accents, umlauts, ligatures.
    ("muller", "4 5 6 …"),
    ("müller", "4 5 6 …"),
    ("mueller", "4 5 …"),
    ("juergen", "4"),
    ("jurgen", "4"),
    ("gross", "7"),
    ("groß", "7"),
    ("strassburger", "8"),
    ("lefevre", "11"),
    ("francois", "11"),
    ("helene", "12"),
    ("elodie", "13"),
    ("soren", "47"),
    ("lukasz zak", "48"),
    ("duesseldorf", "7"),
    ("muenchen", "9 4"),
    ("koln", "5"),
    ("koeln", "5"),
    ("malmo", "10432"),
    ("hotel", "15"),
    ("soehne", "10"),
    // Companies, cities, tags, addresses.
    ("siemens", "9 1"),
    ("sie", "9 10 1 …"),
    ("bosch", "36 38"),
    ("acme", "41 43"),
    ("curie", "40"),
    ("berlin", "56 1"),
    ("paris", "13 40 15 …"),
    ("vip", "16 1 12 40 57"),
    ("bank", "33 57 …"),
    ("key account", "9"),
    ("anna.meyer@siemens.de", "1"),
    ("nancy@", "42"),
    ("@qq.com", "22"),
    ("bigbank.co", "57"),
    ("boulangerie", "11"),
    // Chinese: characters, pinyin, initials, mixtures, family names, places.
    ("张伟", "16 17 18 19"),
    ("章伟", "16 19 17 18"),
    ("王晓明", "20"),
    ("山雄", "24"),
    ("娜娜", "32"),
    ("\"章伟\"", ""),
    ("张", "18 16 17"),
    ("伟", "18 16 17"),
    ("小明", "20"),
    ("zhangwei", "16 19 17 18"),
    ("zhang wei", "35 …"),
    ("zw", "18 16 19 17 …"),
    ("zwm", "18"),
    ("zhangw", "16 19 17 18 …"),
    ("zhwm", "18"),
    ("wangxiaoming", "20"),
    ("xiaoming", "20"),
    ("wxm", "20"),
    ("lina", "22 …"),
    ("zeng", "23 …"),
    ("zgq", "23"),
    ("shan", "33 24 …"),
    ("qiuying", "25"),
    ("xiexd", "26"),
    ("zhaliang", "27"),
    ("louis", "27"),
    ("ouchu", "28"),
    ("yuchi", "29"),
    ("ycg", "29"),
    ("zhangsun", "30"),
    ("zswj", "30"),
    ("lvli", "31"),
    ("luli", "31"),
    ("ouyangnn", "32"),
    ("nana", "32 …"),
    ("alibb", "34"),
    ("alibaba", "34"),
    ("shyh", "33"),
    ("shanghai", "33 17 18"),
    ("上海", "33 18 17"),
    ("上海 张", "18 17"),
    ("chongqing", "21"),
    ("changsha", "23"),
    ("huawei", "20"),
    ("hwjs", "20"),
    ("changan", "21"),
    ("ren", "59 …"),
    ("qinhaiyang", "60"),
    ("wang cq", "21"),
    // Phones in any format.
    ("030 0074321", "1"),
    ("030 007 4321", "1"),
    ("+49 30 0074321", "1"),
    ("0049 30 0074321", "1"),
    ("+49 (0)30 0074321", "1"),
    ("(030)007-4321", "1"),
    ("０３０ ００７４３２１", "1"),
    ("4321", "1 22 60"),
    ("0074321", "1"),
    ("13800138000", "16"),
    ("138 0013 800", "18 16 35"),
    ("206 555 9857", "41 42"),
    ("(206) 555-98", "41 42"),
    ("98575467", "41"),
    ("1 617 555 0102", "45"),
    ("0018", "6 58"),
    ("020 7946", "6 57 58"),
    ("30190", "49 50"),
    ("1234", "24 46 59 4 39"),
    ("hamburg 30190", "49 50"),
    ("ask bob", "52"),
    // Ids, and numbers that are names.
    ("10432", "10432 55"),
    ("7", "7 …"),
    ("123", "55 …"),
    // Nearly.
    ("schmdt", "36 38"),
    ("ameyer", "1 2 3 …"),
    ("lefevra", "11"),
    ("kierkegard", "47"),
    ("zimemrmann", "53"),
    ("davollio", "42"),
    ("garica", "39"),
    // These very words, and not those.
    ("\"anna meyer\"", "1 2"),
    ("\"meyer anna\"", ""),
    ("\"zw\"", "18"),
    ("meyer -siemens", "3 2"),
    ("meyer -siemens -otto", "2"),
    ("bosch -schmidtke", "36"),
    ("nobody-of-this-name", ""),
];

#[test]
fn the_customer_meant_comes_first() {
    let index = people::index();
    let mut wrong = Vec::new();
    for (query, expected) in TABLE {
        let found = find(&index, query);
        let shown = ids(&found);
        let first: Vec<u64> = expected.split(' ').filter_map(|id| id.parse().ok()).collect();
        let right = if expected.ends_with('…') { shown.starts_with(&first) } else { shown == first };
        if !right {
            let tiers: Vec<(u64, Tier, i64)> = found.rows.iter().map(|hit| (hit.id.0, hit.tier, hit.score)).collect();
            wrong.push(format!("{query}: wanted {expected}, found {tiers:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), TABLE.len(), wrong.join("\n"));
}

#[test]
fn without_words_the_customers_last_in_contact_come_first() {
    let index = people::index();
    let found = find(&index, "  ");
    assert_eq!(found.matched, index.len());
    assert_eq!(ids(&found)[..4], [18, 9, 3, 7]);
}

#[test]
fn a_contact_moves_a_customer_up_among_equals() {
    let mut index = people::index();
    assert_eq!(ids(&find(&index, "anna meyer"))[..2], [1, 2]);
    let anna = people::rows().into_iter().find(|row| row.id == CustomerId(2)).unwrap();
    index.put(Row { last_contact: Some(people::NOW), ..anna });
    assert_eq!(ids(&find(&index, "anna meyer"))[..2], [2, 1]);
}
