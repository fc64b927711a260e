use super::*;
use crate::domain::finding::{Area, Finding, Place, Severity};
use crate::domain::id::UndoId;
use crate::domain::import::Target;
use crate::domain::money::Money;
use crate::domain::noun::{Noun, RecordRef};
use crate::domain::reason::reason;
use crate::domain::role::Action;
use crate::domain::secret::KeyKind;
use crate::domain::typed::Word;
use crate::domain::upkeep::Task;
use crate::domain::wrap_up::{Reason, WrapUpError};
use crate::door::Refusal;
use chrono::{NaiveDate, Weekday};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The ids of a file, each with the variables its text uses.
fn messages(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = parser::parse(source).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut messages = BTreeMap::new();
    for entry in &resource.body {
        if let Entry::Message(message) = entry {
            let value = message.value.as_ref().unwrap_or_else(|| panic!("{} is empty", message.id.name));
            let mut variables = BTreeSet::new();
            collect(value, &mut variables);
            let twice = messages.insert(message.id.name.to_owned(), variables);
            assert!(twice.is_none(), "{} stands there twice", message.id.name);
        }
    }
    messages
}

fn collect(pattern: &Pattern<&str>, into: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => variable(inline, into),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                variable(selector, into);
                for variant in variants {
                    collect(&variant.value, into);
                }
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn variable(inline: &InlineExpression<&str>, into: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        into.insert(id.name.to_owned());
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_variables() {
    for ((room, en), (_, zh)) in Lang::En.files().iter().zip(Lang::Zh.files()) {
        let (en, zh) = (messages(en), messages(zh));
        let lacking: Vec<_> = en.keys().filter(|id| !zh.contains_key(*id)).collect();
        let surplus: Vec<_> = zh.keys().filter(|id| !en.contains_key(*id)).collect();
        assert!(lacking.is_empty() && surplus.is_empty(), "zh/{room}.ftl lacks {lacking:?}, en lacks {surplus:?}");
        for (id, variables) in &en {
            assert_eq!(zh.get(id), Some(variables), "the variables of {id} in {room}.ftl differ");
        }
    }
}

#[test]
fn no_key_stands_in_two_files() {
    let mut seen = BTreeMap::new();
    for (room, source) in Lang::En.files() {
        for id in messages(source).into_keys() {
            if let Some(other) = seen.insert(id.clone(), room) {
                panic!("{id} stands in {other}.ftl and in {room}.ftl");
            }
        }
    }
}

#[test]
fn every_message_without_variables_is_a_label_in_both_languages() {
    for lang in Lang::ALL {
        let words = I18n::new(lang);
        for (id, variables) in lang.files().iter().flat_map(|(_, source)| messages(source)) {
            assert_eq!(words.has(&id), variables.is_empty(), "{id} in {lang}");
            assert!(!words.has(&id) || !words.t(&id).trim().is_empty(), "{id} is empty in {lang}");
        }
    }
}

#[test]
fn every_key_named_in_the_source_exists() {
    let known: BTreeMap<_, _> = Lang::En.files().iter().flat_map(|(_, source)| messages(source)).collect();
    let mut missing = Vec::new();
    each_source(Path::new("src"), &mut |path, source| {
        for key in keys_named(source) {
            if !known.contains_key(key) {
                missing.push(format!("{key} in {}", path.display()));
            }
        }
    });
    assert!(missing.is_empty(), "no words for {missing:#?}");
}

#[test]
fn every_reason_has_words_and_gives_them_what_they_speak_of() {
    let known = Lang::En.files().iter().flat_map(|(_, source)| messages(source));
    let mut unused: BTreeMap<_, _> =
        known.filter_map(|(id, v)| Some((id.strip_prefix("why-")?.to_owned(), v))).collect();
    let words = unused.clone();
    each_source(Path::new("src"), &mut |path, source| {
        let source = source.split("mod tests {").next().unwrap();
        for (key, given) in reasons_made(source) {
            assert_eq!(words.get(&key), Some(&given), "why-{key} in {}", path.display());
            unused.remove(&key);
        }
    });
    assert!(unused.is_empty(), "no reason says {unused:?}");
}

/// The key of each `reason("…")`, with the names of the `.with(…, …)` that follow it.
fn reasons_made(source: &str) -> impl Iterator<Item = (String, BTreeSet<String>)> {
    let made = source.split("reason(\"").skip(1).map(|rest| rest.split_once("\")").unwrap());
    made.map(|(key, mut rest)| {
        let mut given = BTreeSet::new();
        while let Some(arguments) = rest.trim_start().strip_prefix(".with(\"") {
            let (name, value) = arguments.split_once('"').unwrap();
            given.insert(name.to_owned());
            rest = after_parenthesis(value);
        }
        if rest.trim_start().starts_with(".because(") {
            given.insert("said".to_owned());
        }
        (key.to_owned(), given)
    })
}

/// What stands behind the parenthesis that is open at the beginning.
fn after_parenthesis(source: &str) -> &str {
    let mut open = 1;
    let closing = source.char_indices().find(|(_, c)| {
        open += i32::from(*c == '(') - i32::from(*c == ')');
        open == 0
    });
    closing.map_or("", |(at, _)| &source[at + 1..])
}

#[test]
fn every_word_of_a_closed_set_has_a_word() {
    let fields = Target::ALL.iter().flat_map(|target| target.fields());
    let fields = fields.map(|field| format!("field-{}", field.name.replace('_', "-")));
    let nouns = Noun::ALL.iter().map(|noun| noun.slug().to_owned());
    let actions = Action::ALL.iter().map(|action| format!("action-{action}"));
    let words = I18n::new(Lang::En);
    let tasks = Task::ALL.iter().flat_map(|task| [format!("task-{task}"), format!("task-{task}-means")]);
    let keys = KeyKind::ALL.iter().map(|kind| format!("key-{kind}"));
    let all = fields.chain(nouns).chain(actions).chain(tasks).chain(keys);
    let missing: Vec<_> = all.filter(|key| !words.has(key)).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
}

#[test]
fn every_finding_is_said_with_what_to_do() {
    let place = || Place::Record(RecordRef { noun: Noun::Deal, id: 88 });
    let (file, record) = (|| "x".to_owned(), RecordRef { noun: Noun::Customer, id: 7 });
    let samples = [
        Finding::StoreDiffers { file: file(), written: 2, found: 1 },
        Finding::JournalDamaged { file: file(), offset: 1 },
        Finding::JournalGap { image: 1, first: 3 },
        Finding::ImageDamaged { file: file() },
        Finding::ImageNotTaken { why: reason("disk-fails").with("said", "x") },
        Finding::OpenToOthers { file: file(), mode: "644".into() },
        Finding::ForeignOwner { file: file(), owner: 0 },
        Finding::LittleSpace { free: 1, needed: 2 },
        Finding::Leftover { file: file(), bytes: 1 },
        Finding::ValueDamaged { place: place(), why: reason("value-unreadable") },
        Finding::ValueTooNew { place: Place::Audit(3), found: 2, known: 1 },
        Finding::Quarantined { count: 1 },
        Finding::IndexLacks { index: "timeline".into(), place: Place::Undo(UndoId(1)) },
        Finding::IndexStray { index: "due".into(), key: "2f".into() },
        Finding::SequenceBehind { of: "deal".into(), next: 1, highest: 2 },
        Finding::AuditBroken { at: 1, why: reason("entry-missing") },
        Finding::StepsLacking { undo: UndoId(1) },
        Finding::StepsStray { undo: UndoId(1) },
        Finding::Dangling { record, to: record },
        Finding::More { like: "dangling".into(), severity: Severity::Note, count: 9 },
    ];
    for words in Lang::ALL.map(I18n::new) {
        for finding in &samples {
            let said = [words.finding(finding), words.finding_hint(finding).to_owned()];
            assert!(said.iter().all(|text| !text.is_empty() && !text.contains("finding-")), "{finding:?}: {said:?}");
        }
        for area in Area::ALL {
            let looked = words.finding(&Finding::Looked { area: *area, count: 3 });
            assert!(looked.contains('3') && words.has(&format!("area-{area}")), "{area}");
        }
        assert!(Severity::ALL.iter().all(|severity| words.has(&format!("severity-{severity}"))));
    }
    let said = messages(Lang::En.files().iter().find(|(room, _)| *room == "findings").unwrap().1);
    let said = said.into_keys().filter_map(|id| id.strip_prefix("finding-").map(str::to_owned));
    let said: BTreeSet<_> = said.filter(|code| !code.ends_with("-hint")).collect();
    assert_eq!(said, samples.iter().map(|finding| finding.code().to_owned()).collect());
    assert_eq!(I18n::new(Lang::En).finding(&samples[9]), "deal D88 cannot be read: its checksum or its shape is wrong");
}

#[test]
fn a_refused_value_is_said_with_its_field_and_the_word_to_blame() {
    let refusal =
        Refusal::invalid("expected_close", WrapUpError { word: Word::new("32.1.", 0..5), why: Reason::NoDeal });
    let said = |lang| I18n::new(lang).refusal(&refusal);
    assert_eq!(said(Lang::En), "Closes: `32.1.`: not a deal like D88");
    assert_eq!(said(Lang::Zh), "预计成交：“32.1.”：不是 D88 这样的商机");
}

#[test]
fn fields_a_row_lacks_are_called_as_on_the_screen() {
    let why = reason("row-lacks").with("fields", "customer / number");
    assert_eq!(I18n::new(Lang::Zh).reason(&why), "该行缺少 客户 / 号码");
    assert_eq!(I18n::new(Lang::En).reason(&why), "the row has no Customer / Number");
}

#[test]
fn fields_a_mapping_is_to_name_are_called_as_on_the_screen_and_as_the_mapping_has_them() {
    let why =
        reason("columns-missing").with("target", "deals").with("named", "customer, first_name / at").with("found", "x");
    let said = |lang| I18n::new(lang).reason(&why);
    assert_eq!(said(Lang::Zh), "文件缺少“商机”的列 客户 (customer), 名 (first_name) / 时间 (at)；现有各列为 x");
    assert_eq!(
        said(Lang::En),
        "the file has no column for customer, first_name / When (at) of deals; its columns are x"
    );
}

#[test]
fn what_lies_behind_a_reason_is_said_in_the_same_language() {
    let why = reason("image-damaged").with("path", "/b").because(reason("image-footer"));
    let said = |lang| I18n::new(lang).reason(&why);
    assert!(said(Lang::En).contains("/b is damaged (its end contradicts itself)"), "{}", said(Lang::En));
    assert!(said(Lang::Zh).contains("/b 已损坏（结尾自相矛盾）"), "{}", said(Lang::Zh));
}

#[test]
fn a_store_in_use_names_its_holder_when_it_is_known() {
    let said = |lang, by| I18n::new(lang).refusal(&Refusal::InUse { by, path: "/data".into() });
    assert_eq!(said(Lang::En, Some(42)), "The store at /data is in use by process 42");
    assert_eq!(said(Lang::En, None), "The store at /data is in use by another program");
    assert_eq!(said(Lang::Zh, Some(42)), "进程 42 正在使用 /data 的数据库");
}

/// The literal after each `.t(` and `.tf(`, wherever the formatter put it.
fn keys_named(source: &str) -> impl Iterator<Item = &str> {
    let calls = [".t(", ".tf("].into_iter().flat_map(|call| source.split(call).skip(1));
    calls.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
}

fn each_source(folder: &Path, visit: &mut impl FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let tests = path.file_stem().is_some_and(|stem| stem == "tests");
        if path.is_dir() {
            each_source(&path, visit);
        } else if path.extension().is_some_and(|e| e == "rs") && !tests {
            visit(&path, &std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// Chinese characters, not their punctuation.
fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

#[test]
fn a_figure_in_a_chinese_text_stands_apart_from_its_measure_word() {
    const FIGURES: [&str; 14] = [
        "count", "days", "hours", "minutes", "months", "years", "weeks", "attempts", "rows", "refused", "marked",
        "matched", "changed", "total",
    ];
    let mut touching = Vec::new();
    for line in Lang::Zh.files().iter().flat_map(|(_, source)| source.lines()) {
        for figure in FIGURES.map(|name| format!("{{ ${name} }}")) {
            let beside = line.match_indices(&figure).any(|(at, _)| {
                let after = line[at + figure.len()..].chars().next();
                line[..at].chars().next_back().is_some_and(is_han) || after.is_some_and(is_han)
            });
            if beside {
                touching.push(line);
            }
        }
    }
    assert!(touching.is_empty(), "{touching:#?}");
}

#[test]
fn a_chinese_text_has_chinese_punctuation() {
    let mut half_width = Vec::new();
    for line in Lang::Zh.files().iter().flat_map(|(_, source)| source.lines()) {
        let text: Vec<char> = line.split_once(" = ").map_or("", |(_, text)| text).chars().collect();
        // A colon within a word is of a query, and what a person types has a comma or a semicolon.
        let is_wrong = |at: usize| {
            let before = at.checked_sub(1).is_some_and(|before| is_han(text[before]) || text[before] == '}');
            let after = text.get(at + 1).is_none_or(|after| *after == ' ');
            before && after && ",:?!".contains(text[at])
        };
        if (0..text.len()).any(is_wrong) {
            half_width.push(line);
        }
    }
    assert!(half_width.is_empty(), "{half_width:#?}");
}

#[test]
fn every_change_has_words_for_the_audit_log() {
    let words = I18n::new(Lang::En);
    let mut missing = Vec::new();
    each_source(Path::new("src/door"), &mut |_, source| {
        let changes = source.split("About::change(").skip(1).filter_map(|rest| rest.split('"').nth(1));
        missing.extend(changes.map(|name| format!("audited-{name}")).filter(|key| !words.has(key)));
    });
    assert!(missing.is_empty(), "no words for {missing:?}");
}

#[test]
fn a_missing_key_is_seen() {
    let words = I18n::new(Lang::En);
    assert_eq!(words.t("no-such-key"), "no-such-key");
    assert_eq!(words.tf("no-such-key", &[]), "no-such-key");
    assert_eq!(words.t("in-days"), "in-days");
}

#[test]
fn a_locale_chooses_the_language() {
    for (locale, lang) in [
        ("zh_CN.UTF-8", Lang::Zh),
        ("zh", Lang::Zh),
        ("zh-Hans-CN", Lang::Zh),
        ("en_GB.UTF-8", Lang::En),
        ("de_DE.UTF-8", Lang::En),
        ("C", Lang::En),
        ("C.UTF-8", Lang::En),
        ("POSIX", Lang::En),
        ("", Lang::En),
    ] {
        assert_eq!(Lang::of_locale(locale), lang, "{locale}");
    }
    assert_eq!("fr".parse::<Lang>(), Err(BadLang("fr".into())));
}

#[test]
fn dates_are_said_as_each_language_says_them() {
    let (en, zh) = (I18n::new(Lang::En), I18n::new(Lang::Zh));
    let date = NaiveDate::from_ymd_opt(2025, 11, 24).unwrap();
    let time = date.and_hms_opt(15, 0, 0).unwrap();
    assert_eq!(en.date_time(time), "Mon 24 Nov 15:00");
    assert_eq!(zh.date_time(time), "11月24日 周一 15:00");
    assert_eq!(en.date_full(date), "Mon 24 Nov 2025");
    assert_eq!(zh.date_full(date), "2025年11月24日 周一");
    assert_eq!((en.weekday(Weekday::Sun), zh.weekday(Weekday::Sun)), ("Sun", "周日"));
}

#[test]
fn clocks_that_differ_are_said_from_the_earliest_to_the_latest() {
    let en = I18n::new(Lang::En);
    let at = |day, hour| NaiveDate::from_ymd_opt(2025, 11, day).unwrap().and_hms_opt(hour, 12, 0).unwrap();
    assert_eq!(en.between(at(24, 5), at(24, 5)), "Mon 05:12");
    assert_eq!(en.between(at(24, 5), at(24, 8)), "Mon 05:12-08:12");
    assert_eq!(en.between(at(23, 23), at(24, 2)), "Sun 23:12-Mon 02:12");
}

#[test]
fn days_and_spans_are_said_in_words() {
    let (en, zh) = (I18n::new(Lang::En), I18n::new(Lang::Zh));
    let days = |words: &I18n| [0, 1, 3, -1, -2].map(|days| words.relative_days(days));
    assert_eq!(days(&en), ["today", "tomorrow", "in 3 days", "yesterday", "2 days ago"]);
    assert_eq!(days(&zh), ["今天", "明天", "3 天后", "昨天", "2 天前"]);
    let spans = |words: &I18n| [-5, 59, 300, 7_200, 86_400, 86_400 * 90, 86_400 * 800].map(|s| words.ago(s));
    assert_eq!(
        spans(&en),
        ["just now", "just now", "5 min ago", "2 h ago", "1 day ago", "3 months ago", "2 years ago"]
    );
    assert_eq!(spans(&zh), ["刚刚", "刚刚", "5 分钟前", "2 小时前", "1 天前", "3 个月前", "2 年前"]);
    assert_eq!([timer(252), timer(3_852), timer(-1)], ["04:12", "1:04:12", "00:00"]);
}

#[test]
fn money_is_short_where_columns_are_thin() {
    let (en, zh) = (I18n::new(Lang::En), I18n::new(Lang::Zh));
    let money = |text| Money::read(text, "EUR".parse().unwrap()).unwrap();
    assert_eq!(en.money(money("12000")), "€12,000.00");
    assert_eq!(en.money(money("12000 CHF")), "12,000.00 CHF");
    let short = |words: &I18n| ["950", "7200", "12500", "1234567", "¥30000"].map(|text| words.money_short(money(text)));
    assert_eq!(short(&en), ["€950", "€7.2k", "€12.5k", "€1.2m", "¥30k"]);
    assert_eq!(short(&zh), ["€950", "€7,200", "€1.2万", "€123.5万", "¥3万"]);
}
