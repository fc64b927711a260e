//! Names as they are borne, in four languages.

/// SplitMix64 (Steele, Lea and Flood 2014).
pub struct Chance(pub u64);

impl Chance {
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.number()) * end as u128) >> 64) as usize
    }

    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    pub fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|place| char::from(b'0' + if place == 0 { 1 + self.below(9) } else { self.below(10) } as u8))
            .collect()
    }
}

/// A name of a list: as written, and in ASCII letters.
pub type Listed = (String, String);

pub struct Tongue {
    pub country: &'static str,
    pub calling: &'static str,
    pub given: Vec<Listed>,
    pub surnames: Vec<Listed>,
    pub cities: &'static [&'static str],
    pub streets: &'static [&'static str],
}

macro_rules! list {
    ($name:literal) => {
        read(include_str!(concat!("../../../assets/sample/names/", $name, ".txt")))
    };
}

pub fn read(list: &str) -> Vec<Listed> {
    let lines = list.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut all = Vec::new();
    for line in lines {
        let mut words = line.split(' ');
        let text = words.next().unwrap().to_owned();
        let latin = words.clone().find(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_lowercase()));
        let weight = words.find_map(|word| word.parse::<usize>().ok()).unwrap_or(10) / 10;
        let latin = latin.map_or_else(|| ascii(&text), str::to_owned);
        all.extend(std::iter::repeat_n((text, latin), weight.max(1)));
    }
    all
}

pub fn ascii(text: &str) -> String {
    callsheet::domain::text::fold(text).chars().filter(char::is_ascii_lowercase).collect()
}

/// Surnames beyond the lists, as in any country most are rare.
pub fn rare_surnames() -> Vec<Listed> {
    let heads = [
        "Ber", "Wal", "Kor", "Stein", "Lan", "Mar", "Hol", "Dor", "Pel", "Van", "Ros", "Kess", "Bran", "Hart", "Win",
        "Gru",
    ];
    let middles = ["", "en", "in", "er", "ol", "a", "i", "um", "ant"];
    let tails = [
        "mann", "berg", "son", "field", "ski", "dal", "ini", "ard", "well", "stedt", "quist", "ez", "aud", "ton",
        "hoff", "eau",
    ];
    let mut names = Vec::new();
    for head in heads {
        for middle in middles {
            names.extend(tails.map(|tail| format!("{head}{middle}{tail}")).map(|name| (name.clone(), ascii(&name))));
        }
    }
    names
}

pub fn tongues() -> Vec<Tongue> {
    let with_rare = |mut surnames: Vec<Listed>| {
        surnames.extend(rare_surnames());
        surnames
    };
    vec![
        Tongue {
            country: "CN",
            calling: "+86",
            given: list!("zh-given"),
            surnames: list!("zh-surnames"),
            cities: &["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "南京", "西安", "重庆", "苏州", "厦门"],
            streets: &["人民路", "中山路", "解放路", "建设大道", "和平街", "长江路", "新华路", "南京西路"],
        },
        Tongue {
            country: "DE",
            calling: "+49",
            given: list!("de-given"),
            surnames: with_rare(list!("de-surnames")),
            cities: &["Berlin", "Hamburg", "München", "Köln", "Stuttgart", "Dresden", "Leipzig", "Bonn", "Kassel"],
            streets: &[
                "Hauptstraße",
                "Bahnhofstr.",
                "Goethestraße",
                "Lindenallee",
                "Am Markt",
                "Schloßweg",
                "Mühlgasse",
                "Gartenstraße",
            ],
        },
        Tongue {
            country: "GB",
            calling: "+44",
            given: list!("en-given"),
            surnames: with_rare(list!("en-surnames")),
            cities: &["London", "Manchester", "Birmingham", "Leeds", "Bristol", "York", "Cardiff", "Glasgow"],
            streets: &[
                "Main Street",
                "Oak Avenue",
                "Maple Drive",
                "High Street",
                "Church Lane",
                "Station Road",
                "Victoria Road",
                "Park Street",
            ],
        },
        Tongue {
            country: "FR",
            calling: "+33",
            given: list!("fr-given"),
            surnames: with_rare(list!("fr-surnames")),
            cities: &["Paris", "Lyon", "Marseille", "Bordeaux", "Strasbourg", "Lille", "Nantes"],
            streets: &[
                "rue de la République",
                "avenue Victor-Hugo",
                "rue des Écoles",
                "boulevard Pasteur",
                "rue Nationale",
            ],
        },
    ]
}
