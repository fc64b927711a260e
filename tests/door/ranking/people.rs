//! The customers of the ranking table.

use crate::support::{NOW, Store, store};
use callsheet::domain::id::CustomerId;
use callsheet::domain::phone::Phone;
use callsheet::domain::time::Timestamp;
use callsheet::door::search::CustomerRow;
use serde_json::json;

/// One customer a line, ids from 1 on: what the table calls it, the name (`#` an organisation), company, city, phones,
/// e-mail, tag, days since the last contact.
const PEOPLE: &str = "
anna        | Anna Meyer          | Siemens AG           | Berlin     | +49 30 4401871    | anna.meyer@siemens.de   | vip   | 5
anna2       | Anna Meyer          |                      | Hamburg    | +49 40 5550123    | anna@meyer-privat.de    |       | 40
annabel     | Annabel Meyer       | Otto Versand         | Hamburg    | +49 40 5550199    | a.meyer@otto.de         |       | 12
juergen     | Jürgen Müller       | Müller Bau GmbH      | München    | +49 89 1234567    | juergen@mueller-bau.de  |       | 9
karin       | Karin Mueller       | Bäckerei Schön       | Köln       | +49 221 998877    | karin@schoen.de         | cold  | 12
muller      | Ann Muller          | Contoso Ltd          | London     | +44 20 7946 0018  | ann.muller@contoso.com  |       | 30
gross       | Hans Groß           | Stadtwerke Düsseldorf | Düsseldorf | +49 211 8210333  | gross@swd.de            |       | 3
strass      | Peter Straßburger   |                      | Mainz      | +49 6131 555000   |                         |       | 80
siemens     | #Siemens AG         |                      | München    | +49 89 63600100   | info@siemens.de         | key   | 1
siebert     | #Siebert & Söhne    |                      | Siegen     | +49 271 40400     | kontakt@siebert.de      |       | 60
lefevre     | François Lefèvre    | Boulangerie du Port  | Marseille  | +33 4 91 55 66 77 | f.lefevre@duport.fr     |       | 7
dupont      | Hélène Dupont       | Crédit Lyonnais      | Lyon       | +33 4 72 00 11 22 | helene.dupont@lcl.fr    | vip   | 15
darcy       | Élodie d'Arcy       |                      | Paris      | +33 1 42 68 53 00 | elodie@darcy.fr         |       | 21
jeanluc     | Jean-Luc Moreau     | Moreau et Fils       | Lille      | +33 3 20 11 22 33 |                         |       | 33
oconnor     | Sinéad O'Connor     |                      | Dublin     | +353 1 234 5678   | sinead@oconnor.ie       |       | 47
soren       | Søren Kierkegaard   | Gyldendal            | København  | +45 33 75 55 55   | soren@gyldendal.dk      |       | 48
lukasz      | Łukasz Żak          |                      | Łódź       | +48 42 631 20 00  |                         |       | 49
nunez       | José Núñez          | Ferrovial            | Sevilla    | +34 95 412 33 44  |                         |       | 51
ibrahim     | İbrahim Çelik       |                      | İzmir      | +90 232 441 12 13 |                         |       | 52
berg        | Willem van der Berg | Philips              | Eindhoven  | +31 40 279 11 11  |                         |       | 53
rose        | Rose                |                      | Leeds      | +44 113 496 0000  |                         |       | 300
rosetyler   | Rose Tyler          |                      | Cardiff    | +44 29 2018 0101  |                         |       | 10
rosemary    | Rosemary Clark      |                      | York       | +44 1904 555 011  |                         |       | 20
tylerrose   | Tyler Rose          |                      | Bath       | +44 1225 555 012  |                         |       | 2
rosewood    | Ida Quist           | Rosewood Ltd         | Bristol    | +44 117 555 0134  |                         |       | 1
ambrose     | Ambrose Hill        |                      | Hull       | +44 1482 555 014  |                         |       | 1
leechan     | Lee Chan            |                      |            | +852 2345 6701    |                         |       | 31
leechan2    | Lee Chan            |                      |            | +852 2345 6702    |                         |       | 31
leechandler | Lee Chandler        |                      |            | +852 2345 6703    |                         |       | 31
robert      | Robert Brown        | Acme Inc             | Seattle    | +1 206 555 9857 ext. 5467 | rbrown@acme.com |       | 41
nancy       | Nancy Davolio       | Northwind Traders    | Seattle    | +1 206 555 9857   | nancy@northwind.com     |       | 42
bob         | Bob Browning        | Acme Inc             | Tacoma     | +1 206 555 9482   | bob@acme.com            |       | 43
brownsmith  | Brown Smith         |                      | Boston     | +1 617 555 0101   |                         |       | 45
brownco     | #Brown & Co         |                      | Boston     | +1 617 555 0102   | office@brown.co         |       | 46
william     | William Quayle      |                      | Oxford     | +44 1865 555 021  |                         |       | 55
elizabeth   | Elizabeth Warren    |                      | Exeter     | +44 1392 555 022  |                         |       | 56
michael     | Michael Bauer       | Bauer Media          | Hamburg    | +49 40 3019000    | m.bauer@bauer.de        |       | 57
michelle    | Michelle Bauer      |                      | Hamburg    | +49 40 3019000    |                         |       | 58
catherine   | Catherine Jones     | Big Bank plc         | London     | +44 20 7946 0999  | cj@bigbank.co.uk        | bank  | 59
james       | James Okafor        |                      | Lagos      | +234 1 271 8888   |                         |       | 61
ulrich      | Ulrich Petersen     |                      | Kiel       | +49 431 9876543   |                         |       | 62
pfersen     | Olaf Pfersen        |                      | Husum      | +49 4841 55501    |                         |       | 63
schmidt     | Thomas Schmidt      | Bosch                | Stuttgart  | +49 711 4000990   | t.schmidt@bosch.com     |       | 10
schmitt     | Tomas Schmitt       |                      | Trier      | +49 651 9708012   |                         |       | 36
zimmermann  | Max Zimmermann      | Zeiss                | Jena       | +49 3641 640111   |                         |       | 64
reifen      | #123 Reifen GmbH    |                      | Bremen     | +49 421 1043200   |                         |       | 65
zhangwei    | 张伟                | 北京华夏科技有限公司 | 北京       | +86 138 0013 8000 | zw@huaxia.cn            | vip   | 4
zhangwei2   | 张伟                |                      | 上海       | +86 139 1111 2222 |                         |       | 44
zhangweimin | 张伟民              | 上海宏图贸易         | 上海       | +86 138 0013 8001 | zwm@hongtu.cn           |       | 2
zhangwei3   | 張偉                |                      | 台北       | +886 2 2345 6789  |                         |       | 70
zhangwei4   | 章薇                |                      | 杭州       | +86 571 8888 6666 |                         |       | 6
weizhang    | Wei Zhang           | Huaxia Tech          | Singapore  | +65 6222 3344     |                         |       | 20
xiaoming    | 王小明              | 华为技术             | 深圳       | +86 755 2878 0808 | wangxm@huawei.com       |       | 8
wangfang    | 王芳                | 重庆长安汽车         | 重庆       | +86 23 6759 1111  |                         | cold  | 14
lina        | 李娜                |                      | 武汉       | +86 27 8765 4321  | lina@qq.com             |       | 11
zeng        | 曾国强              |                      | 长沙       | +86 731 8222 3333 |                         |       | 17
shan        | 单雄                |                      | 西安       | +86 29 8765 1234  |                         |       | 18
qiu         | 仇英                |                      | 苏州       | +86 512 6666 7777 |                         |       | 19
xie         | 解晓东              |                      | 太原       | +86 351 4444 5555 |                         |       | 22
zha         | 查良                |                      | 香港       | +852 2345 6789    |                         |       | 25
ou          | 区楚                |                      | 广州       | +86 20 8333 4444  |                         |       | 26
qin         | 覃海洋              |                      | 南宁       | +86 771 5555 4321 |                         |       | 63
miao        | 缪骞                |                      | 无锡       | +86 510 8111 2233 |                         |       | 66
zhai        | 翟天                |                      | 青岛       | +86 532 8222 1133 |                         |       | 67
piao        | 朴信惠              |                      | 延吉       | +86 433 2111 3344 |                         |       | 68
yuchi       | 尉迟恭              |                      | 大同       | +86 352 7777 8888 |                         |       | 27
zhangsun    | 长孙无忌            |                      | 洛阳       | +86 379 6333 2222 |                         |       | 28
lvli        | 吕丽                |                      | 南京       | +86 25 8666 5555  |                         |       | 29
luwei       | 卢薇                |                      | 合肥       | +86 551 6233 4455 |                         |       | 69
ouyang      | 欧阳娜娜            |                      | 台中       | +886 4 2345 6700  |                         |       | 31
zheng       | 鄭成功              |                      | 台南       | +886 6 222 3300   |                         |       | 71
bank        | #上海银行           |                      | 上海       | +86 21 6847 5888  | service@bosc.cn         | bank  | 13
alibaba     | #阿里巴巴集团       |                      | 杭州       | +86 571 8502 2088 |                         |       | 16
";

/// A store with them.
pub struct People {
    pub store: Store,
    /// What the tables call each.
    known: Vec<(&'static str, CustomerId)>,
}

pub fn people() -> People {
    let store = store();
    let lines = PEOPLE.lines().filter(|line| !line.is_empty());
    let known = lines.map(|line| entered(&store, line)).collect();
    People { store, known }
}

impl People {
    pub fn id(&self, called: &str) -> CustomerId {
        self.known.iter().find(|(known, _)| *known == called).unwrap().1
    }

    /// The customers of rows as the tables call them.
    pub fn called(&self, rows: &[CustomerRow]) -> Vec<&'static str> {
        rows.iter().map(|row| self.known.iter().find(|(_, id)| *id == row.id).unwrap().0).collect()
    }
}

fn entered(store: &Store, line: &'static str) -> (&'static str, CustomerId) {
    let cells: Vec<&str> = line.split('|').map(str::trim).collect();
    let [called, name, company, city, phone, email, tag, days] = cells.try_into().unwrap();
    let list = |cell: &str| json!(cell.split_whitespace().collect::<Vec<_>>());
    let id = store.add(&[
        ("name", json!(name.trim_start_matches('#'))),
        ("kind", json!(if name.starts_with('#') { "organisation" } else { "person" })),
        ("company", json!(company)),
        ("city", json!(city)),
        ("phones", json!([Phone::read(phone, "DE")])),
        ("emails", list(email)),
        ("tags", list(tag)),
    ]);
    let days: i64 = days.parse().unwrap();
    store.log(id, &[("at", json!(NOW.plus(-days * Timestamp::DAY)))]);
    (called, id)
}
