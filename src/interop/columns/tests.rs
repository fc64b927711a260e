use super::*;

fn headers(text: &str) -> Vec<String> {
    text.split(',').map(str::to_owned).collect()
}

fn recognised(text: &str) -> Columns {
    Columns::recognise(&headers(text), None, &Mapping::default()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn fields(columns: &Columns) -> String {
    let names = columns.all().iter().map(|column| column.field.map_or("-", |field| field.name));
    names.collect::<Vec<_>>().join(",")
}

#[test]
fn headers_in_both_languages_are_recognised_and_say_what_the_file_is_about() {
    for (text, target, expected) in [
        ("Name,Phone,E-Mail,Company", Target::Customers, "name,phones,emails,company"),
        ("First Name,Last Name,Mobile Phone,Fax,Tags", Target::Customers, "first_name,last_name,mobile,fax,tags"),
        ("姓名,手机,邮箱,公司,城市,标签", Target::Customers, "name,mobile,emails,company,city,tags"),
        ("客户名称,联系人,职务,联系电话,地址", Target::Customers, "name,contact,contact_title,phones,street"),
        (
            "CustomerID,CompanyName,ContactName,ContactTitle,Address,City,Region,PostalCode,Country,Phone,Fax",
            Target::Customers,
            "external_id,name,contact,contact_title,street,city,region,postal_code,country,phones,fax",
        ),
        (
            "EmployeeID,LastName,FirstName,Title,TitleOfCourtesy,BirthDate,City,Country,Extension",
            Target::Users,
            "external_id,last_name,first_name,-,-,-,-,-,extension",
        ),
        ("OrderID,CustomerID,EmployeeID,OrderDate,Freight", Target::Orders, "external_id,customer,-,at,charges"),
        ("订单号,客户,订单日期,运费", Target::Orders, "external_id,customer,at,charges"),
        (
            "OrderID,ProductID,UnitPrice,Quantity,Discount",
            Target::OrderLines,
            "order,product,unit_price,quantity,discount",
        ),
        ("订单号,产品,数量,单价", Target::OrderLines, "order,product,quantity,unit_price"),
        (
            "ProductID,ProductName,CategoryID,QuantityPerUnit,UnitPrice,UnitsInStock,Discontinued",
            Target::Products,
            "external_id,name,category,unit,price,-,discontinued",
        ),
        ("Customer,Date,Channel,Direction,Note", Target::Interactions, "customer,at,channel,direction,text"),
        ("客户,时间,渠道,内容,通话结果", Target::Interactions, "customer,at,channel,text,disposition"),
        ("Customer,Title,Value,Stage,Close Date", Target::Deals, "customer,title,value,stage,expected_close"),
        ("客户,商机名称,预计金额,阶段", Target::Deals, "customer,title,value,stage"),
        ("Customer,Due Date,Text,Kind", Target::FollowUps, "customer,due,text,kind"),
        ("Customer,Text,Kind,Priority", Target::Tickets, "customer,text,kind,urgency"),
        ("Contact ID,Full Name,Account,Title", Target::Contacts, "external_id,name,organisation,contact_title"),
    ] {
        let columns = recognised(text);
        assert_eq!((columns.target(), fields(&columns).as_str()), (target, expected), "{text}");
    }
}

#[test]
fn of_two_columns_for_one_field_the_better_claim_wins_and_the_other_is_not_lost_unsaid() {
    assert_eq!(fields(&recognised("Company Name,Name,Phone")), "company,name,phones");
    assert_eq!(fields(&recognised("Name,City,Town")), "name,city,-");
    assert_eq!(fields(&recognised("Name,Phone,Telephone,Tel")), "name,phones,phones,phones");
}

#[test]
fn a_mapping_names_and_ignores_columns() {
    let mapping = Mapping::parse("# ours\nKunde = name\n a=b = city\nRufnummer=phones\nPhone =\n").unwrap();
    let columns = Columns::recognise(&headers("Kunde,a=b,Rufnummer,Phone"), None, &mapping).unwrap();
    assert_eq!((columns.target(), fields(&columns).as_str()), (Target::Customers, "name,city,phones,-"));
    assert_eq!(columns.header_of("phones"), Some("Rufnummer"));
}

#[test]
fn a_wrong_mapping_says_what_there_is() {
    let error = |map: &str, target| {
        Mapping::parse(map)
            .and_then(|map| Columns::recognise(&headers("Name,Ort"), target, &map))
            .unwrap_err()
            .to_string()
    };
    assert_eq!(error("no equals sign", None), "line 1 of the mapping is not of the form HEADER = FIELD");
    assert_eq!(error("Stadt = city", None), "the mapping names a column `Stadt`; the columns are Name, Ort");
    let unknown = error("Ort = ctiy", Some(Target::Products));
    assert!(unknown.starts_with("the mapping names a field `ctiy`; the fields of products are external_id, name"));
    assert!(error("Ort = ctiy", None).contains("fields of customers"));
}

#[test]
fn missing_columns_are_named_with_what_was_found() {
    let error =
        |text: &str, target| Columns::recognise(&headers(text), target, &Mapping::default()).unwrap_err().to_string();
    assert_eq!(
        error("City,Phone", Some(Target::Customers)),
        "the file has no column for name / first_name / last_name / company of customers; its columns are City, Phone"
    );
    assert!(error("OrderID,Freight", Some(Target::Orders)).contains("for customer, at of orders"));
    assert!(error("foo,bar", None).starts_with("none of the columns is known: foo, bar;"));
    assert!(error(&vec!["x"; 100_000].join(","), None).starts_with("the header has 100000 columns"));
}

#[test]
fn the_columns_added_to_refused_rows_are_passed_over() {
    let columns = recognised("Customer,Date,Note,Line,line,column,reason");
    assert_eq!(fields(&columns), "customer,at,text,line,-,-,-");
    assert_eq!(columns.original_width(), 4);
}
