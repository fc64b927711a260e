//! The table of fields.

use super::{Field, Kind};
use crate::domain::customer::{CustomerKind, Gender};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::interaction::Direction;
use crate::domain::role::Role;
use crate::domain::ticket::{TicketKind, Urgency};

const fn field(name: &'static str, kind: Kind, headers: &'static [&'static str]) -> Field {
    Field { name, kind, headers }
}

/// Of a customer. The last four are for files only: a row with a contact becomes an organisation
/// and its contact.
pub const CUSTOMER: &[Field] = &[
    field(
        "name",
        Kind::Text,
        &[
            "full name",
            "display name",
            "company name",
            "companyname",
            "customer",
            "customer name",
            "organisation name",
            "account name",
            "姓名",
            "名称",
            "客户",
            "客户名称",
            "公司名称",
            "企业名称",
        ],
    ),
    field("kind", Kind::Choice(CustomerKind::SLUGS), &["type", "customer type", "类型", "客户类型"]),
    field("salutation", Kind::Text, &["title of courtesy", "honorific", "prefix", "称呼", "尊称"]),
    field("gender", Kind::MaybeChoice(Gender::SLUGS), &["sex", "性别"]),
    field("occupation", Kind::Text, &["profession", "职业"]),
    field("company", Kind::Text, &["employer", "organization", "organisation", "firm", "公司", "单位", "工作单位"]),
    field(
        "phones",
        Kind::Phones,
        &["phone", "telephone", "phone number", "tel", "business phone", "电话", "联系电话", "电话号码", "手机号码"],
    ),
    field(
        "emails",
        Kind::Emails,
        &["email", "e-mail", "mail", "email address", "邮箱", "邮件", "电子邮件", "电子邮箱"],
    ),
    field("street", Kind::Text, &["address", "street address", "address line 1", "地址", "街道", "详细地址"]),
    field("city", Kind::Text, &["town", "城市", "市"]),
    field("region", Kind::Text, &["state", "province", "county", "省", "省份", "地区"]),
    field("postal_code", Kind::Text, &["postalcode", "zip", "zip code", "postcode", "邮编", "邮政编码"]),
    field("country", Kind::Country, &["country/region", "国家", "国家/地区"]),
    field("preferred_channel", Kind::Text, &["channel", "偏好渠道"]),
    field("preferred_hours", Kind::Text, &["best time", "方便时间", "联系时间"]),
    field("time_zone", Kind::Text, &["timezone", "时区"]),
    field("language", Kind::Text, &["lang", "语言"]),
    field("birthday", Kind::Birthday, &["birth date", "birthdate", "date of birth", "dob", "生日", "出生日期"]),
    field("source", Kind::Text, &["lead source", "origin", "来源", "客户来源"]),
    field("owner", Kind::User, &["account owner", "responsible", "负责人", "所有人"]),
    field("team", Kind::Team, &["account team", "团队", "负责团队"]),
    field("service_agent", Kind::User, &["service owner", "客服"]),
    field("tags", Kind::Words, &["tag", "labels", "categories", "groups", "标签"]),
    field("external_ids", Kind::ExternalIds, &[]),
    field("custom", Kind::Custom, &[]),
    field("consents", Kind::Consents, &[]),
    field("remarks", Kind::Lines, &["remark", "notes", "note", "comment", "comments", "description", "备注", "说明"]),
    field(
        "external_id",
        Kind::Text,
        &["id", "customerid", "customer id", "external id", "account number", "客户编号", "编号"],
    ),
    field("mobile", Kind::PhonesLabelled("mobile"), &["mobile phone", "cell", "cell phone", "手机"]),
    field("fax", Kind::PhonesLabelled("fax"), &["fax number", "传真"]),
    field("contact", Kind::Text, &["contactname", "contact name", "contact person", "联系人", "联系人姓名"]),
    field("contact_title", Kind::Text, &["contacttitle", "contact title", "job title", "title", "职务", "职位"]),
    field("first_name", Kind::Text, &["firstname", "given name", "名"]),
    field("last_name", Kind::Text, &["lastname", "surname", "family name", "姓"]),
];

/// Of a person at an organisation: those of a customer, and where the person works.
pub const CONTACT: &[Field] = &[
    field("name", Kind::Text, &["full name", "contact name", "contactname", "contact", "姓名", "联系人", "联系人姓名"]),
    field(
        "organisation",
        Kind::Reference,
        &["organization", "company", "account", "account name", "customer", "customerid", "公司", "客户", "企业"],
    ),
    field("contact_title", Kind::Text, &["title", "job title", "contacttitle", "职务", "职位"]),
    field("salutation", Kind::Text, &["title of courtesy", "称呼"]),
    field("phones", Kind::Phones, &["phone", "telephone", "phone number", "tel", "电话", "联系电话"]),
    field("mobile", Kind::PhonesLabelled("mobile"), &["mobile phone", "cell", "手机", "手机号码"]),
    field("emails", Kind::Emails, &["email", "e-mail", "mail", "邮箱", "电子邮件"]),
    field("country", Kind::Country, &["国家"]),
    field("tags", Kind::Words, &["tag", "labels", "标签"]),
    field("remarks", Kind::Lines, &["notes", "note", "备注"]),
    field("external_id", Kind::Text, &["id", "contactid", "contact id", "编号"]),
    field("first_name", Kind::Text, &["firstname", "given name", "名"]),
    field("last_name", Kind::Text, &["lastname", "surname", "family name", "姓"]),
];

/// Of an interaction.
pub const INTERACTION: &[Field] = &[
    field("customer", Kind::Reference, &["customer id", "customerid", "name", "客户", "客户名称", "客户编号"]),
    field("number", Kind::Text, &["phone", "phone number", "号码", "电话"]),
    field("channel", Kind::Text, &["type", "渠道", "类型"]),
    field("direction", Kind::Choice(Direction::SLUGS), &["方向"]),
    field("at", Kind::Moment, &["date", "time", "when", "datetime", "timestamp", "日期", "时间"]),
    field("text", Kind::Lines, &["note", "notes", "summary", "description", "内容", "备注", "记录"]),
    field("disposition", Kind::Text, &["outcome", "result", "status", "结果", "通话结果"]),
    field("reason", Kind::Text, &["来电原因", "原因"]),
    field("talk_s", Kind::Seconds, &["duration", "seconds", "talk time", "通话时长", "时长"]),
    field("line", Kind::Text, &["queue", "线路"]),
    field("verified", Kind::Text, &["verification", "核验"]),
    field("recording", Kind::Text, &["录音"]),
];

/// Of a follow-up.
pub const FOLLOW_UP: &[Field] = &[
    field("customer", Kind::Reference, &["customer id", "customerid", "name", "客户", "客户名称"]),
    field("due", Kind::Moment, &["date", "when", "due date", "到期", "时间", "日期"]),
    field("text", Kind::Lines, &["task", "subject", "note", "内容", "事项"]),
    field("kind", Kind::Choice(FollowUpKind::SLUGS), &["type", "类型"]),
    field("method", Kind::Text, &["channel", "方式"]),
    field("goal", Kind::Text, &["目的", "目标"]),
    field("recurrence", Kind::Recurrence, &["repeat", "重复"]),
    field("owner", Kind::Owner, &["assigned to", "负责人"]),
];

/// Of a deal.
pub const DEAL: &[Field] = &[
    field("customer", Kind::Reference, &["customer id", "customerid", "account", "account name", "客户", "客户名称"]),
    field("title", Kind::Text, &["name", "deal", "deal name", "opportunity", "opportunity name", "商机", "商机名称"]),
    field("value", Kind::Money, &["amount", "金额", "预计金额"]),
    field("stage", Kind::Text, &["阶段", "销售阶段"]),
    field("pipeline", Kind::Text, &["销售管道"]),
    field("probability", Kind::Percent, &["概率", "赢率"]),
    field("expected_close", Kind::Date, &["close date", "expected close", "closing date", "预计成交", "预计成交日期"]),
    field("competitors", Kind::Words, &["competitor", "竞争对手"]),
    field("owner", Kind::Owner, &["deal owner", "负责人"]),
    field("remarks", Kind::Lines, &["notes", "note", "description", "备注"]),
];

/// Of a ticket.
pub const TICKET: &[Field] = &[
    field("customer", Kind::Reference, &["客户"]),
    field("text", Kind::Lines, &["subject", "description", "内容", "问题"]),
    field("kind", Kind::Choice(TicketKind::SLUGS), &["type", "类型"]),
    field("urgency", Kind::Choice(Urgency::SLUGS), &["priority", "紧急程度", "优先级"]),
    field("owner", Kind::Owner, &["负责人"]),
    field("due", Kind::Moment, &["due date", "到期"]),
];

/// Of an order. The last three are for files only: a row that says itself what was bought.
pub const ORDER: &[Field] = &[
    field("external_id", Kind::Text, &["orderid", "order id", "order number", "id", "number", "订单号", "订单编号"]),
    field("customer", Kind::Reference, &["customerid", "customer id", "customer name", "客户", "客户编号"]),
    field("at", Kind::Moment, &["orderdate", "order date", "date", "订单日期", "日期"]),
    field("channel", Kind::Text, &["sales channel", "渠道"]),
    field("currency", Kind::Currency, &["币种"]),
    field("charges", Kind::Money, &["freight", "shipping", "运费"]),
    field("remarks", Kind::Lines, &["notes", "note", "备注"]),
    field("product", Kind::Reference, &["product name", "item", "产品", "产品名称", "商品"]),
    field("quantity", Kind::Number, &["qty", "number of items", "number of cds", "数量", "件数"]),
    field("amount", Kind::Money, &["total", "order total", "dollar value", "金额", "总金额", "订单金额"]),
];

/// Of a line of an order.
pub const ORDER_LINE: &[Field] = &[
    field("order", Kind::Reference, &["orderid", "order id", "order number", "订单号", "订单编号"]),
    field("product", Kind::Reference, &["productid", "product id", "product name", "产品", "产品编号"]),
    field("unit_price", Kind::Money, &["unitprice", "unit price", "price", "单价"]),
    field("quantity", Kind::Number, &["qty", "数量"]),
    field("discount", Kind::Number, &["折扣"]),
];

/// Of a product.
pub const PRODUCT: &[Field] = &[
    field("external_id", Kind::Text, &["productid", "product id", "id", "sku", "产品编号"]),
    field("name", Kind::Text, &["productname", "product name", "product", "产品", "产品名称"]),
    field("category", Kind::Text, &["categoryid", "category id", "类别"]),
    field("unit", Kind::Text, &["quantityperunit", "quantity per unit", "packaging", "包装", "单位"]),
    field("price", Kind::Money, &["unitprice", "unit price", "list price", "单价", "价格"]),
    field("discontinued", Kind::Flag, &["停产"]),
];

/// Of a user.
pub const USER: &[Field] = &[
    field("name", Kind::Text, &["full name", "姓名"]),
    field("login", Kind::Text, &["username", "user name", "登录名"]),
    field("os_user", Kind::Text, &["os user", "系统用户"]),
    field("role", Kind::Choice(Role::SLUGS), &["角色"]),
    field("team", Kind::Team, &["group", "团队"]),
    field("extension", Kind::Text, &["分机"]),
    field("email", Kind::Text, &["e-mail", "mail", "邮箱"]),
    field("external_id", Kind::Text, &["employeeid", "employee id", "id", "工号"]),
    field("active", Kind::Flag, &["enabled", "启用"]),
    field("first_name", Kind::Text, &["firstname", "given name", "名"]),
    field("last_name", Kind::Text, &["lastname", "surname", "family name", "姓"]),
];
