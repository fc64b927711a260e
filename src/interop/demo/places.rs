//! Where the demo's customers live: how numbers, addresses and firms look there.

/// A country.
pub struct Place {
    /// ISO 3166.
    pub country: &'static str,
    /// BCP 47.
    pub language: &'static str,
    /// Of a hundred customers.
    pub share: u64,
    /// ISO 4217.
    pub currency: &'static str,
    /// `+49`.
    pub calling: &'static str,
    /// What is dialled in front of a number within the country.
    pub trunk: &'static str,
    /// Beginnings of mobile numbers; none where they look like all others.
    pub mobiles: &'static [&'static str],
    /// Digits of a mobile number without the trunk prefix.
    pub mobile_digits: usize,
    /// Towns.
    pub cities: &'static [City],
    /// Streets; `#` is the house number.
    pub streets: &'static [&'static str],
    /// How firms are called; `@` is a surname or an invented word, `~` the town.
    pub firms: &'static [&'static str],
}

/// A town.
pub struct City {
    /// Its name.
    pub name: &'static str,
    /// State or province, or empty.
    pub region: &'static str,
    /// Its area code.
    pub area: &'static str,
    /// Digits of a number here, with the area code.
    pub digits: usize,
    /// Postal codes here; `#` is any digit.
    pub postal: &'static str,
}

const fn city(
    name: &'static str,
    region: &'static str,
    area: &'static str,
    digits: usize,
    postal: &'static str,
) -> City {
    City { name, region, area, digits, postal }
}

/// Every place. The shares sum to 100, 30 of them Chinese.
pub const PLACES: &[Place] = &[
    Place {
        country: "CN",
        language: "zh-CN",
        share: 30,
        currency: "CNY",
        calling: "+86",
        trunk: "0",
        mobiles: &[
            "130", "133", "135", "136", "137", "138", "139", "150", "151", "158", "159", "176", "186", "188", "189",
        ],
        mobile_digits: 11,
        cities: &[
            city("上海", "上海", "21", 10, "2000##"),
            city("北京", "北京", "10", 10, "1000##"),
            city("深圳", "广东", "755", 11, "5180##"),
            city("广州", "广东", "20", 10, "5100##"),
            city("杭州", "浙江", "571", 11, "3100##"),
            city("成都", "四川", "28", 10, "6100##"),
            city("武汉", "湖北", "27", 10, "4300##"),
            city("南京", "江苏", "25", 10, "2100##"),
            city("西安", "陕西", "29", 10, "7100##"),
            city("重庆", "重庆", "23", 10, "4000##"),
            city("苏州", "江苏", "512", 11, "2150##"),
            city("厦门", "福建", "592", 10, "3610##"),
        ],
        streets: &[
            "人民路#号",
            "中山路#号",
            "解放路#号",
            "建设大道#号",
            "和平街#号",
            "长江路#号",
            "新华路#号",
            "南京西路#号",
        ],
        firms: &[
            "~@科技有限公司",
            "~@贸易有限公司",
            "~@机械制造有限公司",
            "~@信息技术有限公司",
            "@餐饮管理有限公司",
            "@集团股份有限公司",
        ],
    },
    Place {
        country: "US",
        language: "en",
        share: 18,
        currency: "USD",
        calling: "+1",
        trunk: "",
        mobiles: &[],
        mobile_digits: 10,
        cities: &[
            city("New York", "NY", "212", 10, "100##"),
            city("San Francisco", "CA", "415", 10, "941##"),
            city("Seattle", "WA", "206", 10, "981##"),
            city("Chicago", "IL", "312", 10, "606##"),
            city("Boston", "MA", "617", 10, "021##"),
            city("Austin", "TX", "512", 10, "787##"),
            city("Denver", "CO", "303", 10, "802##"),
            city("Portland", "OR", "503", 10, "972##"),
        ],
        streets: &["# Main St.", "# Oak Ave.", "# Maple Dr.", "# 2nd St.", "# Washington Blvd.", "# Lakeview Rd."],
        firms: &["@ Inc.", "@ & Sons", "~ @ Supply Co.", "@ Logistics LLC", "@ Foods Inc.", "@ Consulting"],
    },
    Place {
        country: "DE",
        language: "de",
        share: 16,
        currency: "EUR",
        calling: "+49",
        trunk: "0",
        mobiles: &["160", "170", "171", "172", "173", "174", "175"],
        mobile_digits: 10,
        cities: &[
            city("Berlin", "", "30", 10, "10###"),
            city("Hamburg", "", "40", 10, "20###"),
            city("München", "", "89", 10, "80###"),
            city("Köln", "", "221", 10, "50###"),
            city("Frankfurt am Main", "", "69", 10, "60###"),
            city("Stuttgart", "", "711", 10, "70###"),
            city("Düsseldorf", "", "211", 10, "40###"),
            city("Dresden", "", "351", 10, "01###"),
        ],
        streets: &["Hauptstraße #", "Bahnhofstr. #", "Goethestr. #", "Lindenallee #", "Am Markt #", "Schloßweg #"],
        firms: &["@ GmbH", "@ & Söhne KG", "@ Maschinenbau GmbH", "Autohaus @", "@ Spedition GmbH", "Bäckerei @"],
    },
    Place {
        country: "GB",
        language: "en",
        share: 10,
        currency: "GBP",
        calling: "+44",
        trunk: "0",
        mobiles: &["7711", "7712", "7801", "7802", "7900", "7901"],
        mobile_digits: 10,
        cities: &[
            city("London", "", "207", 10, "EC1A #BB"),
            city("Manchester", "", "161", 10, "M1 #AE"),
            city("Birmingham", "", "1212", 10, "B3 #QT"),
            city("Edinburgh", "", "1312", 10, "EH1 #RE"),
            city("Bristol", "", "1179", 10, "BS1 #HT"),
        ],
        streets: &["# High Street", "# Church Lane", "# Station Road", "# Victoria Road", "# King's Crescent"],
        firms: &["@ Ltd", "@ & Co.", "~ @ Holdings plc", "@ Brothers Ltd", "@ Catering Ltd"],
    },
    Place {
        country: "FR",
        language: "fr",
        share: 9,
        currency: "EUR",
        calling: "+33",
        trunk: "0",
        mobiles: &["61", "62", "66", "67", "68"],
        mobile_digits: 9,
        cities: &[
            city("Paris", "", "14", 9, "750##"),
            city("Lyon", "", "472", 9, "690##"),
            city("Marseille", "", "491", 9, "130##"),
            city("Bordeaux", "", "556", 9, "330##"),
            city("Strasbourg", "", "388", 9, "670##"),
        ],
        streets: &["# rue de la République", "# avenue Victor-Hugo", "# rue des Écoles", "# boulevard Pasteur"],
        firms: &["@ SARL", "@ & Fils", "Établissements @", "Boulangerie @", "@ Transports SA"],
    },
    Place {
        country: "ES",
        language: "es",
        share: 6,
        currency: "EUR",
        calling: "+34",
        trunk: "",
        mobiles: &["60", "61", "65", "66", "67"],
        mobile_digits: 9,
        cities: &[
            city("Madrid", "", "91", 9, "280##"),
            city("Barcelona", "", "93", 9, "080##"),
            city("Valencia", "", "963", 9, "460##"),
            city("Sevilla", "", "954", 9, "410##"),
        ],
        streets: &["Calle Mayor #", "Avda. de la Constitución #", "Plaza de España #", "Calle del Sol #"],
        firms: &["@ S.L.", "@ e Hijos S.A.", "Talleres @", "Panadería @"],
    },
    Place {
        country: "IT",
        language: "it",
        share: 5,
        currency: "EUR",
        calling: "+39",
        trunk: "",
        mobiles: &["328", "333", "338", "347", "349"],
        mobile_digits: 10,
        cities: &[
            city("Milano", "", "02", 10, "201##"),
            city("Roma", "", "06", 10, "001##"),
            city("Torino", "", "011", 10, "101##"),
        ],
        streets: &["Via Roma #", "Corso Italia #", "Via Garibaldi #"],
        firms: &["@ S.r.l.", "Fratelli @", "@ Costruzioni S.p.A."],
    },
    Place {
        country: "NL",
        language: "nl",
        share: 3,
        currency: "EUR",
        calling: "+31",
        trunk: "0",
        mobiles: &["61", "62", "64", "65"],
        mobile_digits: 9,
        cities: &[
            city("Amsterdam", "", "20", 9, "10## AB"),
            city("Rotterdam", "", "10", 9, "30## CD"),
            city("Utrecht", "", "30", 9, "35## EF"),
        ],
        streets: &["Kerkstraat #", "Dorpsstraat #", "Molenweg #"],
        firms: &["@ B.V.", "Gebroeders @", "@ Transport B.V."],
    },
    Place {
        country: "AT",
        language: "de",
        share: 2,
        currency: "EUR",
        calling: "+43",
        trunk: "0",
        mobiles: &["664", "676"],
        mobile_digits: 10,
        cities: &[city("Wien", "", "15", 8, "10##"), city("Graz", "", "316", 9, "80##")],
        streets: &["Ringstraße #", "Kirchengasse #", "Geidorfgürtel #"],
        firms: &["@ GmbH", "Gasthof @", "@ & Co KG"],
    },
    Place {
        country: "CH",
        language: "de",
        share: 1,
        currency: "CHF",
        calling: "+41",
        trunk: "0",
        mobiles: &["76", "78", "79"],
        mobile_digits: 9,
        cities: &[city("Zürich", "ZH", "44", 9, "80##"), city("Bern", "BE", "31", 9, "30##")],
        streets: &["Bahnhofstrasse #", "Seestrasse #"],
        firms: &["@ AG", "@ Treuhand AG"],
    },
];
