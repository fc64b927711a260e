//! Countries as people write them, in English and Chinese, and their ISO 3166 codes.
//!
//! Not every country: those Callsheet's own data and users name. An unknown one is kept as written.

use super::text::fold;

/// Code, then the names folded.
const NAMES: &[(&str, &[&str])] = &[
    ("AE", &["united arab emirates", "uae", "阿联酋"]),
    ("AR", &["argentina", "阿根廷"]),
    ("AT", &["austria", "osterreich", "奥地利"]),
    ("AU", &["australia", "澳大利亚"]),
    ("BE", &["belgium", "belgie", "belgique", "比利时"]),
    ("BR", &["brazil", "brasil", "巴西"]),
    ("CA", &["canada", "加拿大"]),
    ("CH", &["switzerland", "schweiz", "suisse", "瑞士"]),
    ("CL", &["chile", "智利"]),
    ("CN", &["china", "prc", "中国", "中国大陆"]),
    ("CO", &["colombia", "哥伦比亚"]),
    ("CZ", &["czech republic", "czechia", "捷克"]),
    ("DE", &["germany", "deutschland", "德国"]),
    ("DK", &["denmark", "danmark", "丹麦"]),
    ("EG", &["egypt", "埃及"]),
    ("ES", &["spain", "espana", "西班牙"]),
    ("FI", &["finland", "suomi", "芬兰"]),
    ("FR", &["france", "法国"]),
    ("GB", &["united kingdom", "uk", "great britain", "england", "英国"]),
    ("GR", &["greece", "希腊"]),
    ("HK", &["hong kong", "香港", "中国香港"]),
    ("HU", &["hungary", "匈牙利"]),
    ("ID", &["indonesia", "印度尼西亚", "印尼"]),
    ("IE", &["ireland", "爱尔兰"]),
    ("IL", &["israel", "以色列"]),
    ("IN", &["india", "印度"]),
    ("IT", &["italy", "italia", "意大利"]),
    ("JP", &["japan", "日本"]),
    ("KR", &["south korea", "korea", "韩国"]),
    ("LU", &["luxembourg", "卢森堡"]),
    ("MO", &["macau", "macao", "澳门", "中国澳门"]),
    ("MX", &["mexico", "墨西哥"]),
    ("MY", &["malaysia", "马来西亚"]),
    ("NL", &["netherlands", "the netherlands", "holland", "荷兰"]),
    ("NO", &["norway", "norge", "挪威"]),
    ("NZ", &["new zealand", "新西兰"]),
    ("PH", &["philippines", "菲律宾"]),
    ("PL", &["poland", "polska", "波兰"]),
    ("PT", &["portugal", "葡萄牙"]),
    ("RO", &["romania", "罗马尼亚"]),
    ("RU", &["russia", "俄罗斯"]),
    ("SA", &["saudi arabia", "沙特阿拉伯"]),
    ("SE", &["sweden", "sverige", "瑞典"]),
    ("SG", &["singapore", "新加坡"]),
    ("SK", &["slovakia", "斯洛伐克"]),
    ("TH", &["thailand", "泰国"]),
    ("TR", &["turkey", "turkiye", "土耳其"]),
    ("TW", &["taiwan", "台湾", "中国台湾"]),
    ("UA", &["ukraine", "乌克兰"]),
    ("US", &["united states", "usa", "u.s.a.", "united states of america", "美国"]),
    ("VE", &["venezuela", "委内瑞拉"]),
    ("VN", &["vietnam", "越南"]),
    ("ZA", &["south africa", "南非"]),
];

/// The ISO 3166 code of a country as written, if it is known.
pub fn code(written: &str) -> Option<&'static str> {
    let wanted = fold(written.trim());
    let named = |(code, names): &&(&'static str, &[&str])| fold(code) == wanted || names.contains(&wanted.as_str());
    NAMES.iter().find(named).map(|(code, _)| *code)
}

/// The code where the country is known, else what was written.
pub fn normalised(written: &str) -> String {
    code(written).unwrap_or_else(|| written.trim()).to_owned()
}

#[cfg(test)]
mod tests {
    #[test]
    fn countries_are_known_by_code_and_by_name_in_both_languages() {
        for written in ["Germany", "DE", "de", "德国", " Deutschland "] {
            assert_eq!(super::code(written), Some("DE"), "{written}");
        }
        assert_eq!(super::normalised("Elbonia"), "Elbonia");
    }
}
