//! What other programs export comes in by its headers, in English and Chinese, and nobody has to say what a column is.

use super::house::House;
use serde_json::Value;

/// Where something is in a customer, and what it is.
type Landed = (&'static str, &'static str);

/// People: the mapping, the export, whom to show, and what is then where.
const PEOPLE: [(&str, &str, &str, [Landed; 4]); 10] = [
    (
        "google-contacts",
        "First Name,Last Name,File As,Organization Name,Organization Title,Labels,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n\
         Anna,Meyer,,Firma,CTO,* myContacts ::: Fair,a1@x.de,* Work,+49 30 1234501\n",
        "a1@x.de",
        [("/name", "Anna Meyer"), ("/company", "Firma"), ("/phones/0/label", "Work"), ("/tags/1", "Fair")],
    ),
    (
        "google-contacts-2023",
        "Name,Given Name,Family Name,Birthday,Group Membership,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - City\n\
         王芳,芳,王,1980-02-29,* myContacts,a2@x.cn,Mobile,13800138002,杭州\n",
        "a2@x.cn",
        [("/name", "王芳"), ("/city", "杭州"), ("/phones/0/label", "Mobile"), ("/tags/0", "myContacts")],
    ),
    (
        "outlook",
        "Title,First Name,Last Name,Company,Job Title,Business Street,Business City,Business Phone,Birthday,E-mail Address,Gender\n\
         Dr.,Ben,Groß,Groß GmbH,Einkäufer,Am Markt 1,Bonn,+49 228 123403,0/0/00,a3@x.de,Unspecified\n",
        "a3@x.de",
        [("/name", "Ben Groß"), ("/street", "Am Markt 1"), ("/phones/0/label", "work"), ("/salutation", "Dr.")],
    ),
    (
        "outlook-zh",
        "称谓,名,姓,公司,职务,商务地址 街道,商务地址 市/县,商务电话,电子邮件地址,性别,附注\n\
         先生,伟,张,上海贸易,经理,南京东路100号,上海,021-62511204,a4@x.cn,男,老客户\n",
        "a4@x.cn",
        [("/name", "张伟"), ("/gender", "male"), ("/phones/0/label", "work"), ("/remarks", "老客户")],
    ),
    (
        "hubspot-contacts",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Company Name,Job Title,City,Lead Status\n\
         551,Cleo,Novák,a5@x.cz,+420 377 123 405,zoe,Novák s.r.o.,Obchod,Plzeň,Open\n",
        "a5@x.cz",
        [
            ("/name", "Cleo Novák"),
            ("/city", "Plzeň"),
            ("/external_ids/0/id", "551"),
            ("/custom/0/name", "Contact owner"),
        ],
    ),
    (
        "hubspot-contacts-zh",
        "记录 ID,名字,姓氏,电子邮件,电话号码,联系人所有者,公司名称,职务,城市\n\
         552,娜,李,a6@x.cn,010-62511206,王芳,北京科技,采购,北京\n",
        "a6@x.cn",
        [("/name", "李娜"), ("/company", "北京科技"), ("/external_ids/0/id", "552"), ("/city", "北京")],
    ),
    (
        "salesforce-contacts",
        "Salutation,First Name,Last Name,Title,Account Name,Mailing Street,Mailing City,Phone,Mobile,Email,Contact Owner\n\
         Ms.,Dana,Smith,Partner,Smith & Jones,12 High St.,Leeds,+44 113 496 0107,+44 7700 900107,a7@x.uk,zoe\n",
        "a7@x.uk",
        [("/name", "Dana Smith"), ("/occupation", "Partner"), ("/phones/1/label", "mobile"), ("/city", "Leeds")],
    ),
    (
        "salesforce-contacts-zh",
        "称谓,名字,姓氏,职位,客户名,邮寄街道,邮寄城市,电话,手机,电子邮件\n\
         女士,丽,孙,市场,青岛啤酒,登州路56号,青岛,0532-83840108,13800138008,a8@x.cn\n",
        "a8@x.cn",
        [("/name", "孙丽"), ("/company", "青岛啤酒"), ("/phones/1/label", "mobile"), ("/street", "登州路56号")],
    ),
    (
        "zoho-contacts",
        "Record Id,First Name,Last Name,Account Name,Title,Email,Phone,Mailing City,Lead Source,Tag\n\
         zcrm_1,Eva,Hansen,Hansen A/S,Sælger,a9@x.dk,+45 86 12 34 09,Århus,Fair,vip\n",
        "a9@x.dk",
        [("/name", "Eva Hansen"), ("/city", "Århus"), ("/source", "Fair"), ("/tags/0", "vip")],
    ),
    (
        "zoho-contacts-zh",
        "记录编号,名,姓,客户名,职位,电子邮件,电话,邮寄城市,标签\n\
         zcrm_2,杰,周,西安机械,厂长,a10@x.cn,029-87654310,西安,重要\n",
        "a10@x.cn",
        [("/name", "周杰"), ("/city", "西安"), ("/occupation", "厂长"), ("/tags/0", "重要")],
    ),
];

/// Organisations, told by their names.
const ORGANISATIONS: [(&str, &str, &str, Landed); 6] = [
    (
        "hubspot-companies",
        "Record ID,Company name,Company owner,Phone Number,City,Industry\n9,Berg BV,zoe,+31 30 123 4501,Utrecht,Trade\n",
        "Berg BV",
        ("/city", "Utrecht"),
    ),
    (
        "salesforce-accounts",
        "Account ID,Account Name,Billing Street,Billing City,Phone,Type\n001x,Rossi S.p.A.,Via Roma 3,Forlì,+39 0543 123402,Customer\n",
        "Rossi S.p.A.",
        ("/city", "Forlì"),
    ),
    (
        "hubspot-companies-zh",
        "记录 ID,公司名称,公司所有者,电话号码,城市,行业\n10,杭州丝绸厂,王芳,0571-87654301,杭州,纺织\n",
        "杭州丝绸厂",
        ("/custom/1/value", "纺织"),
    ),
    (
        "salesforce-accounts-zh",
        "客户 ID,客户名,开单街道,开单城市,电话,类型\n002x,武汉钢材公司,中山大道1号,武汉,027-87654302,客户\n",
        "武汉钢材公司",
        ("/street", "中山大道1号"),
    ),
    (
        "zoho-accounts",
        "Record Id,Account Name,Account Owner,Phone,Billing Street,Billing City,Billing Code\nzcrm_9,Dubois SA,zoe,+33 4 78 12 34 05,5 rue de Lyon,Lyon,69001\n",
        "Dubois SA",
        ("/postal_code", "69001"),
    ),
    (
        "fxiaoke-customers",
        "客户名称,客户编号,客户级别,电话,省,市,详细地址\n上海贸易有限公司,KH-01,重要,021-62511203,上海,上海,南京东路100号\n",
        "上海贸易有限公司",
        ("/external_ids/0/id", "KH-01"),
    ),
];

/// Sales, each of a customer above, by its title and the stage it comes to.
const DEALS: [(&str, &str, &str, &str); 7] = [
    (
        "hubspot-deals",
        "Record ID,Deal Name,Deal Stage,Close Date,Amount,Associated Company\n1,One,Contract Sent,2099-01-31,1200,Berg BV\n",
        "One",
        "negotiation",
    ),
    (
        "hubspot-deals-zh",
        "记录 ID,交易名称,交易阶段,关闭日期,金额,关联的公司\n2,七,Presentation Scheduled,2099-01-31,1200,上海贸易有限公司\n",
        "七",
        "proposal",
    ),
    (
        "salesforce-opportunities",
        "Opportunity Name,Account Name,Stage,Close Date,Amount\nTwo,Berg BV,Prospecting,2099-01-31,1200\n",
        "Two",
        "new",
    ),
    (
        "salesforce-opportunities-zh",
        "业务机会名,客户名,阶段,结束日期,金额\n三,上海贸易有限公司,提案/报价,2099-01-31,1200\n",
        "三",
        "proposal",
    ),
    (
        "zoho-deals",
        "Record Id,Deal Name,Account Name,Closing Date,Stage,Amount\n1,Four,Berg BV,2099-01-31,Needs Analysis,1200\n",
        "Four",
        "qualified",
    ),
    (
        "zoho-deals-zh",
        "记录编号,商机名称,客户名称,预计成交日期,阶段,金额\n1,六,上海贸易有限公司,2099-01-31,谈判/审查,1200\n",
        "六",
        "negotiation",
    ),
    (
        "fxiaoke-opportunities",
        "商机名称,客户名称,商机金额,预计成交日期,商机阶段\n五,上海贸易有限公司,1200,2099-01-31,谈判审核\n",
        "五",
        "negotiation",
    ),
];

fn brought_in(house: &House, mapping: &str, text: &str) -> Value {
    let report = house.json(&["import", &house.file(&format!("{mapping}.csv"), text)]);
    assert_eq!((&report["mapping"], &report["created"]), (&Value::from(mapping), &Value::from(1)), "{report}");
    report
}

#[test]
fn what_each_program_exports_is_known_by_its_headers_and_lands_where_it_belongs() {
    let house = House::new();
    for (mapping, text, who, wanted) in PEOPLE {
        brought_in(&house, mapping, text);
        let customer = house.json(&["show", who])["customer"].take();
        for (place, value) in wanted {
            assert_eq!(customer.pointer(place), Some(&Value::from(value)), "{mapping}: {customer}");
        }
    }
    for (mapping, text, name, (place, value)) in ORGANISATIONS {
        brought_in(&house, mapping, text);
        let customer = house.json(&["show", name])["customer"].take();
        assert_eq!(customer["kind"], "organisation", "{mapping}");
        assert_eq!(customer.pointer(place), Some(&Value::from(value)), "{mapping}: {customer}");
    }
    let fxiaoke = "姓名,客户名称,职务,电话1,手机1,性别\n赵敏,成都旅游,导游,028-86543211,13800138011,女\n";
    brought_in(&house, "fxiaoke-contacts", fxiaoke);
    assert_eq!(house.json(&["show", "赵敏"])["customer"]["gender"], "female");
    for (mapping, text, title, stage) in DEALS {
        let report = brought_in(&house, mapping, text);
        assert_eq!(report["as"], "deals", "{mapping}");
        let board = house.json(&["board"]);
        let deals = |stage: &Value| stage["deals"].as_array().unwrap().iter().any(|deal| deal["title"] == title);
        let at = board["stages"].as_array().unwrap().iter().find(|stage| deals(stage));
        assert_eq!(at.map(|stage| &stage["name"]), Some(&Value::from(stage)), "{mapping}: {board}");
    }
}
