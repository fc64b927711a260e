use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<Query, QueryError> {
    parse(text, Currency::EUR)
}

/// The canonical text, or the error.
fn shown(text: &str) -> String {
    read(text).map_or_else(|error| error.to_string(), |query| query.to_string())
}

#[test]
fn what_is_typed_is_understood_in_both_languages() {
    for (text, canonical) in [
        ("", ""),
        ("  anna   meyer ", "anna meyer"),
        ("Müller 1234", "muller 1234"),
        ("张伟　１３８", "张伟 138"),
        ("\"exact words\" rest", "\"exact words\" rest"),
        ("\"never closed", "\"never closed\""),
        ("“全角 引号”", "\"全角 引号\""),
        ("-lost -\"no good\" a-b -", "-lost -\"no good\" a-b -"),
        ("tag:vip", "tag:vip"),
        ("TAG:VIP", "tag:vip"),
        ("tags=vip", "tag:vip"),
        ("-tag:lost", "-tag:lost"),
        ("tag:vip,gold", "tag:vip,gold"),
        ("tag:vip,,gold,", "tag:vip,gold"),
        ("tag:\"top 10\",vip", "tag:\"top 10\",vip"),
        ("city:\"New York\" anna", "anna city:\"new york\""),
        ("city:上海", "city:上海"),
        ("城市:上海", "city:上海"),
        ("城市：上海，北京", "city:上海,北京"),
        ("－标签：流失", "-tag:流失"),
        ("国家:德国 公司:西门子", "country:德国 company:西门子"),
        ("phone:+49301234 tel:123", "phone:+49301234 phone:123"),
        ("e-mail:anna@x.de", "email:anna@x.de"),
        ("kind:person", "kind:person"),
        ("类型:企业,个人", "kind:organisation,person"),
        ("owner:me", "owner:me"),
        ("负责人:我", "owner:me"),
        ("owner:anna,me", "owner:anna,me"),
        ("source:fair stage:negotiation pipeline:sales", "source:fair stage:negotiation pipeline:sales"),
        ("阶段:方案报价", "stage:方案报价"),
        ("deal:D88", "deal:d88"),
        ("value>10k", "value>10000.00EUR"),
        ("value:>10k", "value>10000.00EUR"),
        ("value>=1.5m", "value>=1500000.00EUR"),
        ("value<500", "value<500.00EUR"),
        ("value<=$500", "value<=500.00USD"),
        ("value:12,000.50", "value=12000.50EUR"),
        ("value:5k..10k", "value:5000.00EUR..10000.00EUR"),
        ("value:10k..5k", "value:5000.00EUR..10000.00EUR"),
        ("value:5k..", "value>=5000.00EUR"),
        ("value:..5k", "value<=5000.00EUR"),
        ("value>500jpy", "value>500JPY"),
        ("金额》１０万", "value>100000.00EUR"),
        ("last<30d", "last<30d"),
        ("last>90d", "last>90d"),
        ("last:30d", "last<30d"),
        ("last<4w", "last<28d"),
        ("联系>3个月", "last>90d"),
        ("created<7d", "created<7d"),
        ("创建:今天", "created:today"),
        ("due:today", "due:today"),
        ("due:overdue", "due:overdue"),
        ("到期:明天", "due:tomorrow"),
        ("due<7d", "due<7d"),
        ("-due<7天", "-due<7d"),
        ("ticket:open", "ticket:open"),
        ("工单:投诉", "ticket:complaint"),
        ("ticket:none", "ticket:none"),
        ("dnc:yes", "dnc:yes"),
        ("免打扰:否", "dnc:no"),
        ("phone:none 电话:无效", "phone:none phone:bad"),
        ("邮箱:无 email:bad", "email:none email:bad"),
        ("负责人:无 owner:none", "owner:anyone owner:anyone"),
        ("consent:marketing 同意:无", "consent:marketing consent:none"),
        ("note:报价 备注:quote", "note:报价 note:quote"),
        ("http://callsheet.example/a:b", "http://callsheet.example/a:b"),
        ("12:30 at:12:30 1:0", "12:30 at:12:30 1:0"),
        ("re: offer", "re: offer"),
        ("a>b 5>3 x=y", "a>b 5>3 x=y"),
        ("anna@x.de #5 c++", "anna@x.de #5 c++"),
    ] {
        assert_eq!(shown(text), canonical, "{text}");
        assert_eq!(shown(canonical), canonical, "{text}");
    }
}

#[test]
fn a_term_knows_whether_it_is_exact_or_unwanted() {
    let query = read("anna -\"old firm\"").unwrap();
    let anna = Term { text: "anna".to_owned(), exact: false, negated: false };
    let old_firm = Term { text: "old firm".to_owned(), exact: true, negated: true };
    assert_eq!(query, Query { terms: vec![anna, old_firm], filters: Vec::new(), cut: false });
}

#[test]
fn an_error_points_at_the_word() {
    for (text, word, why) in [
        ("foo:bar", "foo", Reason::UnknownField(None)),
        ("anna tga:vip", "tga", Reason::UnknownField(Some(Field::Tag))),
        ("-stgae:won", "stgae", Reason::UnknownField(Some(Field::Stage))),
        ("valeu>10k", "valeu", Reason::UnknownField(Some(Field::Value))),
        ("Ｆｏｏ：bar", "Ｆｏｏ", Reason::UnknownField(None)),
        ("负责认:我", "负责认", Reason::UnknownField(Some(Field::Owner))),
        ("value\u{1100}\u{1161}>:", "value\u{1100}\u{1161}", Reason::UnknownField(Some(Field::Value))),
        ("anna tag:", "tag:", Reason::MissingValue(Field::Tag)),
        ("tag:,, x", "tag:", Reason::MissingValue(Field::Tag)),
        ("城市： x", "城市：", Reason::MissingValue(Field::City)),
        ("value>", "value>", Reason::MissingValue(Field::Value)),
        ("tag:\"\"", "tag:", Reason::MissingValue(Field::Tag)),
        ("kind:person,dog", "dog", Reason::NoSuchValue(Field::Kind)),
        ("ticket:late", "late", Reason::NoSuchValue(Field::Ticket)),
        ("dnc:maybe", "maybe", Reason::NoSuchValue(Field::DoNotContact)),
        ("value>much", "much", Reason::NoSuchValue(Field::Value)),
        ("value>-5", "-5", Reason::NoSuchValue(Field::Value)),
        ("value:5usd..10eur", "5usd..10eur", Reason::NoSuchValue(Field::Value)),
        ("last<soon", "soon", Reason::NoSuchValue(Field::Last)),
        ("last:tomorrow", "tomorrow", Reason::NoSuchValue(Field::Last)),
        ("due:someday", "someday", Reason::NoSuchValue(Field::Due)),
        ("due<99999999999d", "99999999999d", Reason::NoSuchValue(Field::Due)),
        ("tag>vip", "tag>", Reason::NoComparison(Field::Tag)),
        ("dnc<yes", "dnc<", Reason::NoComparison(Field::DoNotContact)),
    ] {
        let error = match read(text) {
            Err(error) => error,
            Ok(query) => panic!("{text} reads as {query:?}"),
        };
        assert_eq!((text.get(error.span()).unwrap(), error.why), (word, why), "{text}");
    }
    assert_eq!(shown("tga:vip"), "`tga`: no such field, did you mean tag; quote it to find it as text");
    assert_eq!(shown("kind:dog"), "`dog`: not a value of kind; try kind:person / :organisation");
    assert_eq!(shown("value:"), "`value:`: a value is missing, like value>10k / :5k..10k");
}

#[test]
fn what_is_too_much_is_cut_and_says_so() {
    let many = read("a b c d e f g h i").unwrap();
    assert_eq!((many.terms.len(), many.cut), (MAX_TERMS, true));
    let long = read(&"x".repeat(65)).unwrap();
    assert_eq!((long.terms[0].text.len(), long.cut), (MAX_WORD, true));
    let filters = read(&"tag:a ".repeat(17)).unwrap();
    assert_eq!((filters.filters.len(), filters.cut), (MAX_FILTERS, true));
    assert!(!read("a b c d e f g h").unwrap().cut);
    for hostile in ["\"", "-", "tag:\"", "a:", "中", "ß ", "tag:a,", "\u{202e}"] {
        let _ = read(&hostile.repeat(65_536 / hostile.len())).map(|query| assert!(query.cut, "{hostile}"));
    }
}

#[test]
fn every_field_says_who_can_answer_it() {
    let row =
        ["name", "tag", "city", "country", "company", "phone", "email", "kind", "owner", "source", "last", "created"];
    let other = ["stage", "pipeline", "deal", "value", "due", "ticket", "dnc", "note"];
    assert!(row.iter().all(|name| Field::named(name).unwrap().is_row()));
    assert!(other.iter().all(|name| !Field::named(name).unwrap().is_row()));
}

const PIECES: &str = "(tag:|标签：|value|last|due|kind:|name=|-|\"|,| |　|:|：|>|<|>=|\\.\\.|[0-9]{1,3}|k|eur|d|天|today|me|ᄀ|ᅡ|ß|ﬁ|｡|\\PC){0,14}";

proptest! {
    #[test]
    fn no_text_breaks_the_reader(text in any::<String>()) {
        if let Err(error) = read(&text) {
            prop_assert!(text.get(error.span()).is_some());
        }
    }

    #[test]
    fn a_query_reads_back_from_its_canonical_text(text in PIECES) {
        match read(&text) {
            Ok(query) => prop_assert_eq!(read(&query.to_string()), Ok(Query { cut: false, ..query })),
            Err(error) => prop_assert!(text.get(error.span()).is_some()),
        }
    }
}
