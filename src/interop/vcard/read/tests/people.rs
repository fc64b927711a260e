//! People, and how ten programs write their cards. Also the tests of the command line read them, so nothing of the crate
//! is known here.

use encoding_rs::{GBK, WINDOWS_1252};
use serde_json::{Value, json};
use std::fmt::Write;

/// One of the table.
pub struct Person {
    family: &'static str,
    given: &'static str,
    company: &'static str,
    title: &'static str,
    street: &'static str,
    city: &'static str,
    code: &'static str,
    country: &'static str,
    birthday: &'static str,
    note: &'static str,
}

const PEOPLE: [[&str; 8]; 26] = [
    ["Meyer", "Anna", "Meyer & Söhne", "Geschäftsführerin", "Hauptstraße 5", "Köln", "50667", "DE"],
    ["Groß", "Jürgen", "Groß GmbH", "Einkäufer", "Am Markt 1, Hof", "Bonn", "53111", "DE"],
    ["Müller", "Zoë", "Fön; Föhn & Co", "Leiterin", "Goethestr. 12", "München", "80331", "DE"],
    ["Ångström", "Åke", "Ångström AB", "VD", "Storgatan 4", "Malmö", "21134", "SE"],
    ["Dupont", "François", "Éditions Dupont", "Rédacteur", "1, rue de l'Église", "Besançon", "25000", "FR"],
    ["García", "José", "Peña, Hijos", "Dueño", "Calle Mayor 7", "Cádiz", "11001", "ES"],
    ["Smith", "Mary-Jane", "Smith, Jones; Partners", "Partner", "12 High St.", "Leeds", "LS1 4AP", "GB"],
    ["O'Brien", "Seán", "O'Brien Ltd", "Clerk", "4 Quay", "Cork", "T12", "IE"],
    ["van der Berg", "Jan", "Berg BV", "Inkoper", "Kade 9", "Utrecht", "3511", "NL"],
    ["Rossi", "Niccolò", "Rossi S.p.A.", "Direttore", "Via Roma 3", "Forlì", "47121", "IT"],
    ["Novák", "Jiří", "Novák s.r.o.", "Obchod", "Dlouhá 8", "Plzeň", "30100", "CZ"],
    ["张", "伟", "上海贸易有限公司", "经理", "南京东路100号", "上海", "200001", "CN"],
    ["李", "娜", "北京科技", "采购", "中关村大街1号", "北京", "100080", "CN"],
    ["欧阳", "修", "欧阳文化", "作家", "醉翁亭路2号", "滁州", "239000", "CN"],
    ["王", "芳", "杭州丝绸厂", "销售", "西湖大道8号", "杭州", "310000", "CN"],
    ["陈", "静怡", "广州食品", "会计", "天河路3号", "广州", "510000", "CN"],
    ["刘", "洋", "深圳电子", "工程师", "深南大道5号", "深圳", "518000", "CN"],
    ["赵", "敏", "成都旅游", "导游", "春熙路6号", "成都", "610000", "CN"],
    ["周", "杰", "西安机械", "厂长", "长安路7号", "西安", "710000", "CN"],
    ["吴", "倩", "苏州园林", "设计师", "平江路9号", "苏州", "215000", "CN"],
    ["Lee", "Ann", "ACME", "CEO", "5 Main St", "Springfield", "62701", "US"],
    ["Schmidt", "Karl-Heinz", "Schmidt KG", "Prokurist", "Ringstr. 77", "Graz", "8010", "AT"],
    ["Hansen", "Bjørn", "Hansen A/S", "Sælger", "Ågade 3", "Århus", "8000", "DK"],
    ["司马", "光", "洛阳书局", "编辑", "天津桥3号", "洛阳", "471000", "CN"],
    ["孙", "丽", "青岛啤酒", "市场", "登州路56号", "青岛", "266000", "CN"],
    ["Silva", "João", "Silva & Filhos", "Gerente", "Rua Nova 2", "São Paulo", "01000", "BR"],
];

/// Everybody of the table.
pub fn people() -> impl Iterator<Item = (usize, Person)> {
    PEOPLE.into_iter().enumerate().map(|(at, [family, given, company, title, street, city, code, country])| {
        let person = Person {
            family,
            given,
            company,
            title,
            street,
            city,
            code,
            country,
            birthday: ["1980-02-29", "1948-12-08", "2001-10-01"][at % 3],
            note: ["wants the quote, soon; by Friday", "two\nlines", "讲普通话"][at % 3],
        };
        (at, person)
    })
}

impl Person {
    fn is_chinese(&self) -> bool {
        self.country == "CN"
    }

    pub fn name(&self) -> String {
        if self.is_chinese() {
            format!("{}{}", self.family, self.given)
        } else {
            format!("{} {}", self.given, self.family)
        }
    }

    /// What of it Callsheet has fields for.
    pub fn wanted(&self, at: usize) -> Value {
        json!({
            "name": self.name(), "company": self.company, "occupation": self.title,
            "phones": [["mobile", mobile(at)], ["work", work(at)]],
            "emails": emails(at), "street": self.street, "city": self.city, "postal_code": self.code,
            "country": self.country, "birthday": self.birthday, "remarks": self.note,
        })
    }
}

/// What of a customer is compared: numbers as label and E.164, the birthday as it is written.
pub fn shown(customer: &Value) -> Value {
    let phones = customer["phones"].as_array().into_iter().flatten();
    let phones: Vec<Value> = phones.map(|phone| json!([phone["label"], phone["e164"]])).collect();
    let day = |part: &str| customer["birthday"][part].as_i64().unwrap();
    let birthday = format!("{:04}-{:02}-{:02}", day("year"), day("month"), day("day"));
    let mut shown = json!({ "phones": phones, "birthday": birthday });
    for field in ["name", "company", "occupation", "emails", "street", "city", "postal_code", "country", "remarks"] {
        shown[field] = customer[field].clone();
    }
    shown
}

fn mobile(at: usize) -> String {
    format!("+86138001380{at:02}")
}

fn work(at: usize) -> String {
    format!("+4930123456{at:02}")
}

fn emails(at: usize) -> [String; 2] {
    [format!("person{at}@example.com"), format!("p{at}@work.example.cn")]
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace(',', "\\,").replace(';', "\\;").replace('\n', "\\n")
}

/// A person as versions 3.0 and 4.0 write one.
struct Written {
    full_name: String,
    name: String,
    company: String,
    title: String,
    address: String,
    /// With nothing between year, month and day.
    day: String,
    note: String,
}

impl Written {
    fn of(p: &Person) -> Self {
        Self {
            full_name: escaped(&p.name()),
            name: format!("{};{};;;", escaped(p.family), escaped(p.given)),
            company: escaped(p.company),
            title: escaped(p.title),
            address: format!(";;{};{};;{};{}", escaped(p.street), escaped(p.city), p.code, p.country),
            day: p.birthday.replace('-', ""),
            note: escaped(p.note),
        }
    }
}

/// As 2.1 escapes: semicolons only.
fn escaped_old(text: &str) -> String {
    text.replace(';', "\\;")
}

fn printable(bytes: &[u8]) -> String {
    let mut line = String::new();
    let mut width = 0;
    for byte in bytes {
        if width > 66 {
            line.push_str("=\r\n");
            width = 0;
        }
        let _ = write!(line, "={byte:02X}");
        width += 3;
    }
    line
}

/// Folded at 75 octets, within a character where it comes to that.
fn folded(card: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in card.split("\r\n") {
        for (number, piece) in line.as_bytes().chunks(74).enumerate() {
            bytes.extend(if number > 0 { &b"\r\n "[..] } else { b"" });
            bytes.extend(piece);
        }
        bytes.extend(b"\r\n");
    }
    bytes
}

/// A program, and how it writes a card; nothing where it could not.
pub type Dialect = (&'static str, fn(usize, &Person) -> Option<Vec<u8>>);

/// The programs.
pub const DIALECTS: [Dialect; 10] = [
    ("Android 2.1", |at, p| Some(android(at, p))),
    ("phones of the 2000s, 2.1 in GBK", |at, p| p.is_chinese().then(|| old_phone(at, p, true))),
    ("the same in eight bits", |at, p| p.is_chinese().then(|| old_phone(at, p, false))),
    ("Outlook 2.1", |at, p| (!p.is_chinese()).then(|| outlook(at, p))),
    ("Google 3.0", |at, p| Some(google(at, p))),
    ("Apple 3.0", |at, p| Some(apple(at, p))),
    ("Nextcloud 3.0", |at, p| Some(nextcloud(at, p))),
    ("Nextcloud 4.0", |at, p| Some(version_four(at, p, false))),
    ("4.0, folded within characters", |at, p| Some(version_four(at, p, true))),
    ("Exchange 3.0", |at, p| Some(exchange(at, p))),
];

fn android(at: usize, p: &Person) -> Vec<u8> {
    let qp = |head: &str, text: &str| {
        format!("{head};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{}\r\n", printable(text.as_bytes()))
    };
    let [first, second] = emails(at);
    let mut card = "BEGIN:VCARD\r\nVERSION:2.1\r\n".to_owned();
    let structured = |parts: &[&str]| parts.iter().map(|part| escaped_old(part)).collect::<Vec<_>>().join(";");
    card += &qp("N", &structured(&[p.family, p.given, "", "", ""]));
    card += &qp("FN", &p.name());
    let _ = write!(
        card,
        "TEL;CELL;PREF:{}\r\nTEL;WORK:{}\r\nEMAIL;HOME:{first}\r\nEMAIL;WORK:{second}\r\n",
        mobile(at),
        work(at)
    );
    card += &qp("ADR;HOME", &structured(&["", "", p.street, p.city, "", p.code, p.country]));
    card += &qp("ORG", &escaped_old(p.company));
    card += &qp("TITLE", p.title);
    card += &qp("NOTE", &p.note.replace('\n', "\r\n"));
    let _ =
        write!(card, "BDAY:{}\r\nPHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRgABAQ\r\n\r\nEND:VCARD\r\n", p.birthday);
    card.into_bytes()
}

/// In GBK, quoted-printable or eight bits wide.
fn old_phone(at: usize, p: &Person, quoted: bool) -> Vec<u8> {
    let mut card = b"BEGIN:VCARD\r\nVERSION:2.1\r\n".to_vec();
    let mut text = |head: &str, text: &str| {
        let gbk = GBK.encode(text).0.into_owned();
        let encoding = if quoted { ";ENCODING=QUOTED-PRINTABLE" } else { "" };
        card.extend(format!("{head};CHARSET=GBK{encoding}:").bytes());
        card.extend(if quoted { printable(&gbk).into_bytes() } else { gbk });
        card.extend(b"\r\n");
    };
    text("N", &format!("{};{};;;", p.family, p.given));
    text("ORG", p.company);
    text("TITLE", p.title);
    text("ADR;WORK", &format!(";;{};{};;{};{}", p.street, p.city, p.code, p.country));
    // Lines have no form in eight bits.
    text("NOTE", &if quoted { p.note.to_owned() } else { p.note.replace('\n', "\\n") });
    let [first, second] = emails(at);
    let rest = format!(
        "TEL;CELL;VOICE:{}\r\nTEL;WORK;VOICE:{}\r\nEMAIL;INTERNET:{first}\r\nEMAIL;INTERNET:{second}\r\nBDAY:{}\r\nEND:VCARD\r\n",
        mobile(at),
        work(at),
        p.birthday.replace('-', "")
    );
    card.extend(rest.bytes());
    card
}

fn outlook(at: usize, p: &Person) -> Vec<u8> {
    let [first, second] = emails(at);
    let latin = |head: &str, text: &str| {
        let bytes = WINDOWS_1252.encode(text);
        if bytes.2 || text.contains('\n') {
            format!(
                "{head};CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:{}\r\n",
                printable(text.replace('\n', "\r\n").as_bytes())
            )
        } else {
            format!("{head};CHARSET=Windows-1252;ENCODING=QUOTED-PRINTABLE:{}\r\n", printable(&bytes.0))
        }
    };
    let mut card = "BEGIN:VCARD\r\nVERSION:2.1\r\n".to_owned();
    card += &latin("N", &format!("{};{}", p.family, p.given));
    card += &latin("FN", &p.name());
    card += &latin("ORG", &escaped_old(p.company));
    card += &latin("TITLE", p.title);
    card += &latin("NOTE", p.note);
    card += &latin("ADR;WORK;PREF", &format!(";;{};{};;{};{}", p.street, p.city, p.code, p.country));
    let _ = write!(
        card,
        "TEL;CELL;VOICE:{}\r\nTEL;WORK;VOICE:{}\r\nX-MS-OL-DEFAULT-POSTAL-ADDRESS:2\r\nBDAY:{}\r\n\
         EMAIL;PREF;INTERNET:{first}\r\nEMAIL;INTERNET:{second}\r\nREV:20260101T000000Z\r\nEND:VCARD\r\n",
        mobile(at),
        work(at),
        p.birthday.replace('-', "")
    );
    card.into_bytes()
}

fn google(at: usize, p: &Person) -> Vec<u8> {
    let ([first, second], mobile, work) = (emails(at), mobile(at), work(at));
    let Written { full_name, name, company, title, address, day, note } = Written::of(p);
    folded(&format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{full_name}\r\nN:{name}\r\nEMAIL;TYPE=INTERNET;TYPE=HOME:{first}\r\n\
         item1.EMAIL;TYPE=INTERNET:{second}\r\nitem1.X-ABLabel:Office\r\nitem2.TEL:{mobile}\r\nitem2.X-ABLabel:Mobile\r\n\
         TEL;TYPE=WORK:{work}\r\nADR;TYPE=HOME:{address}\r\nitem3.ORG:{company}\r\nTITLE:{title}\r\nBDAY:{day}\r\nNOTE:{note}\r\n\
         PHOTO:https://lh3.example.com/x\r\nCATEGORIES:myContacts\r\nEND:VCARD"
    ))
}

fn apple(at: usize, p: &Person) -> Vec<u8> {
    let ([first, second], mobile, work, birthday) = (emails(at), mobile(at), work(at), p.birthday);
    let Written { full_name, name, company, title, address, note, .. } = Written::of(p);
    folded(&format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Apple Inc.//macOS 15.0//EN\r\nN:{name}\r\nFN:{full_name}\r\nORG:{company};\r\n\
         TITLE:{title}\r\nEMAIL;type=INTERNET;type=HOME;type=pref:{first}\r\nEMAIL;type=INTERNET;type=WORK:{second}\r\n\
         TEL;type=CELL;type=VOICE;type=pref:{mobile}\r\nitem1.TEL;type=VOICE:{work}\r\nitem1.X-ABLabel:_$!<Work>!$_\r\n\
         item2.ADR;type=HOME;type=pref:{address}\r\nitem2.X-ABADR:de\r\nBDAY;value=date:{birthday}\r\nNOTE:{note}\r\n\
         UID:{at}-apple\r\nEND:VCARD"
    ))
}

fn nextcloud(at: usize, p: &Person) -> Vec<u8> {
    let ([first, second], mobile, work, birthday) = (emails(at), mobile(at), work(at), p.birthday);
    let Written { full_name, name, company, title, address, note, .. } = Written::of(p);
    let photo = "iVBORw0KGgo".repeat(40);
    folded(&format!(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nPRODID:-//Sabre//Sabre VObject 4.5//EN\r\nUID:{at}-nextcloud\r\nFN:{full_name}\r\nN:{name}\r\n\
         PHOTO;ENCODING=b;TYPE=image/png:{photo}\r\nADR;TYPE=HOME:{address}\r\nEMAIL;TYPE=HOME:{first}\r\nEMAIL;TYPE=WORK:{second}\r\n\
         TEL;TYPE=\"CELL,VOICE\":{mobile}\r\nTEL;TYPE=WORK,VOICE:{work}\r\nTITLE:{title}\r\nORG:{company}\r\n\
         BDAY;VALUE=DATE:{birthday}\r\nNOTE:{note}\r\nREV:2026-01-01\r\nEND:VCARD"
    ))
}

fn version_four(at: usize, p: &Person, fold: bool) -> Vec<u8> {
    let ([first, second], mobile, work, city) = (emails(at), mobile(at), work(at), p.city);
    let Written { full_name, name, company, title, address, day, note } = Written::of(p);
    let card = format!(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nUID:urn:uuid:{at}\r\nFN:{full_name}\r\nN:{name}\r\n\
         TEL;VALUE=uri;PREF=2;TYPE=\"voice,work\":tel:{work}\r\nTEL;VALUE=uri;PREF=1;TYPE=\"voice,cell\":tel:{mobile}\r\n\
         EMAIL;PREF=2:{second}\r\nEMAIL;PREF=1:{first}\r\nADR;LABEL=\"{city}: here\":{address}\r\nORG;SORT-AS=x:{company}\r\n\
         TITLE:{title}\r\nBDAY:{day}\r\nNOTE:{note}\r\nEND:VCARD"
    );
    if fold { folded(&card) } else { (card + "\n").replace("\r\n", "\n").into_bytes() }
}

fn exchange(at: usize, p: &Person) -> Vec<u8> {
    let ([first, second], mobile, work, birthday) = (emails(at), mobile(at), work(at), p.birthday);
    let Written { full_name, name, company, title, address, note, .. } = Written::of(p);
    folded(&format!(
        "BEGIN:VCARD\r\nPROFILE:VCARD\r\nVERSION:3.0\r\nMAILER:Microsoft Exchange\r\nFN;CHARSET=UTF-8:{full_name}\r\n\
         N;CHARSET=UTF-8:{name}\r\nORG;CHARSET=UTF-8:{company};\r\nTITLE:{title}\r\nEMAIL;TYPE=INTERNET:{first}\r\n\
         EMAIL;TYPE=INTERNET:{second}\r\nTEL;TYPE=CELL:{mobile}\r\nTEL;TYPE=WORK:{work}\r\nADR;TYPE=WORK:{address}\r\n\
         BDAY;VALUE=DATE:{birthday}\r\nNOTE:{note}\r\nCLASS:PUBLIC\r\nEND:VCARD"
    ))
}
