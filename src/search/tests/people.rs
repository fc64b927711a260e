//! The customers of the tables.

use crate::domain::id::CustomerId;
use crate::domain::phone::Phone;
use crate::domain::time::Timestamp;
use crate::search::{Index, Row};

/// One customer a line: id, name (`#` an organisation), company, city, phones, e-mails, tags,
/// aliases, days since the last contact. Lists are separated by `;`.
const PEOPLE: &str = "
1  | Anna Meyer | Siemens AG | Berlin | +49 30 0074321 | anna.meyer@siemens.de | vip | | 5
2  | Anna Meyer | | Hamburg | +49 40 5550123 | anna@meyer-privat.de | | | 40
3  | Annabel Meyer | Otto Versand | Hamburg | +49 40 5550199 | a.meyer@otto.de | | | 2
4  | Jürgen Müller | Müller Bau GmbH | München | +49 89 1234567 | juergen@mueller-bau.de | | | 9
5  | Karin Mueller | Bäckerei Schön | Köln | +49 221 998877 | karin@schoen.de | cold | | 12
6  | Ann Muller | Contoso Ltd | London | +44 20 7946 0018 | ann.muller@contoso.com | | | 30
7  | Hans Groß | Stadtwerke Düsseldorf | Düsseldorf | +49 211 8210 | gross@swd.de | | | 3
8  | Straßburger Peter | | Mainz | +49 6131 555000 | | | | 80
9  | #Siemens AG | | München | +49 89 636 00 | info@siemens.de | key account | | 1
10 | #Siebert & Söhne | | Siegen | +49 271 40400 | kontakt@siebert.de | | | 60
11 | François Lefèvre | Boulangerie du Port | Marseille | +33 4 91 55 66 77 | f.lefevre@duport.fr | | | 7
12 | Hélène Dupont | Crédit Lyonnais | Lyon | +33 4 72 00 11 22 | helene.dupont@lcl.fr | vip | | 15
13 | Élodie d'Arcy | | Paris | +33 1 42 68 53 00 | elodie@darcy.fr | | | 21
14 | Jean-Luc Moreau | Moreau et Fils | Lille | +33 3 20 11 22 33 | jl.moreau@moreau.fr | | | 33
15 | #Hôtel Ritz | | Paris | +33 1 43 16 30 30 | reservations@ritz.fr | | | 50
16 | 张伟 | 北京华夏科技有限公司 | 北京 | +86 138 0013 8000 | zhangwei@huaxia.cn | vip | | 4
17 | 张伟 | | 上海 | +86 139 1111 2222 | | | | 44
18 | 张伟民 | 上海宏图贸易 | 上海 | +86 138 0013 8001 | zwm@hongtu.cn | | | 1
19 | 章薇 | | 杭州 | +86 571 8888 6666 | zhangw@163.com | | | 6
20 | 王小明 | 华为技术 | 深圳 | +86 755 2878 0808 | wangxm@huawei.com | | | 8
21 | 王芳 | 重庆长安汽车 | 重庆 | +86 23 6759 1111 | | cold | | 14
22 | 李娜 | | 武汉 | +86 27 8765 4321 | lina@qq.com | | Lina Li | 11
23 | 曾国强 | | 长沙 | +86 731 8222 3333 | | | | 17
24 | 单雄 | | 西安 | +86 29 8765 1234 | | | | 18
25 | 仇英 | | 苏州 | +86 512 6666 7777 | | | | 19
26 | 解晓东 | | 太原 | +86 351 4444 5555 | | | | 22
27 | 查良 | | 香港 | +852 2345 6789 | | | Louis Cha | 25
28 | 区楚 | | 广州 | +86 20 8333 4444 | | | | 26
29 | 尉迟恭 | | 大同 | +86 352 7777 8888 | | | | 27
30 | 长孙无忌 | | 洛阳 | +86 379 6333 2222 | | | | 28
31 | 吕丽 | | 南京 | +86 25 8666 5555 | | | | 29
32 | 欧阳娜娜 | | 台北 | +886 2 2345 6789 | | | Nana Ouyang | 31
33 | #上海银行 | | 上海 | +86 21 6847 5888 | service@bosc.cn | bank | | 13
34 | #阿里巴巴集团 | | 杭州 | +86 571 8502 2088 | | | Alibaba Group | 16
35 | Wei Zhang | Huaxia Tech | Beijing | +86 138 0013 8009 | wei.zhang@huaxia.cn | | | 20
36 | Thomas Schmidt | Bosch | Stuttgart | +49 711 4000990 | t.schmidt@bosch.com | | | 10
37 | Tomas Schmitt | | Trier | +49 651 97080 | tomas@schmitt.de | | | 36
38 | Petra Schmidtke | Bosch | Stuttgart | +49 711 4000991 | p.schmidtke@bosch.com | | | 37
39 | Maria Garcia | | Madrid | +34 91 123 45 67 | maria.garcia@correo.es | | | 38
40 | Marie Curie | Institut Curie | Paris | +33 1 56 24 55 00 | marie@curie.fr | vip | Maria Sklodowska | 39
41 | Robert Brown | Acme Inc | Seattle | (206) 555-9857 ext. 5467 | rbrown@acme.com | | | 41
42 | Nancy Davolio | Northwind Traders | Seattle | (206) 555-9857 | nancy@northwind.com | | | 42
43 | Bob Browning | Acme Inc | Tacoma | (206) 555-9482 | bob@acme.com | | | 43
44 | Brown Smith | | Boston | (617) 555-0101 | brown.smith@mail.com | | | 45
45 | #Brown & Co | | Boston | (617) 555-0102 | office@brown.co | | | 46
46 | Sinéad O'Connor | | Dublin | +353 1 234 5678 | sinead@oconnor.ie | | | 47
47 | Søren Kierkegaard | Gyldendal | København | +45 33 75 55 55 | soren@gyldendal.dk | | | 48
48 | Łukasz Żak | | Łódź | +48 42 631 20 00 | lukasz@zak.pl | | | 49
49 | Michael Bauer | Bauer Media | Hamburg | +49 40 30190 | m.bauer@bauer.de | | | 51
50 | Michelle Bauer | | Hamburg | +49 40 30190 | michelle@bauer.de | | | 52
51 | Joel Samuels | | New York | (212) 555-0100 | joel@samuels.com | | | 53
52 | Ursula von der Heide | | Bonn | ask for Bob | uvh@heide.de | | | 54
53 | Max Zimmermann | Zeiss | Jena | +49 3641 640 | max.zimmermann@zeiss.de | | | 55
54 | Zoe Maxwell | | Leeds | +44 113 496 0000 | zoe@maxwell.uk | | | 56
55 | #123 Reifen GmbH | | Bremen | +49 421 10432 | info@123reifen.de | | | 57
56 | Oskar Berlin | | Kiel | +49 431 9876543 | oskar@berlin.de | | | 58
57 | Catherine Jones | Big Bank plc | London | +44 20 7946 0999 | cj@bigbank.co.uk | bank;vip | Cathy Jones | 59
58 | Chris Jordan | | London | +44 20 7946 0018 | chris@jordan.uk | | | 61
59 | 任我行 | 日月神教 | 保定 | +86 312 5555 1234 | | | | 62
60 | 覃海洋 | | 南宁 | +86 771 5555 4321 | | | | 63
10432 | Greta Lindgren | Ikea | Malmö | +46 40 665 10 00 | greta@ikea.se | | | 70
";

pub(super) const NOW: Timestamp = Timestamp(1_795_302_000_000);

pub(super) fn rows() -> Vec<Row> {
    PEOPLE.lines().filter(|line| !line.is_empty()).map(row).collect()
}

pub(super) fn index() -> Index {
    let mut index = Index::new();
    for row in rows() {
        index.put(row);
    }
    index
}

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [id, name, company, city, phones, emails, tags, aliases, days] = cells.try_into().unwrap();
    let list =
        |cell: &str| -> Vec<String> { cell.split(';').filter(|text| !text.is_empty()).map(str::to_owned).collect() };
    let days: i64 = days.parse().unwrap();
    Row {
        id: CustomerId(id.parse().unwrap()),
        name: name.trim_start_matches('#').to_owned(),
        organisation: name.starts_with('#'),
        company: company.to_owned(),
        aliases: list(aliases),
        emails: list(emails),
        phones: list(phones).iter().map(|typed| Phone::read(typed, "US")).collect(),
        city: city.to_owned(),
        tags: list(tags),
        last_contact: Some(NOW.plus(-days * Timestamp::DAY)),
        ..Row::default()
    }
}
