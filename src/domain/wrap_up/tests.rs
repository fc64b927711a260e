use super::*;
use chrono_tz::Tz;
use proptest::prelude::*;

const CODES: [&str; 11] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "42", "no-answer"];

/// Wednesday, 18 November 2026, five past two in the afternoon in Berlin.
fn now() -> Timestamp {
    "2026-11-18T14:05:00+01:00".parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().into()
}

fn read(line: &str) -> Result<WrapUp, WrapUpError> {
    parse(line, now(), &Calendar { zone: Tz::Europe__Berlin, ..Calendar::default() }, &CODES)
}

/// `code|note|when next step|deal stage`.
fn shown(line: &str) -> String {
    let wrap_up = match read(line) {
        Ok(wrap_up) => wrap_up,
        Err(error) => return error.to_string(),
    };
    let step = wrap_up.next_step.map(|step| {
        let time = step.when.at.local(Tz::Europe__Berlin).format("%d.%m. %H:%M");
        let by = if step.when.deadline { "by " } else { "" };
        format!("{by}{time} {}", step.text)
    });
    let deal = wrap_up.deal.map(|moved| format!("{} {}", moved.deal, moved.stage));
    [wrap_up.code.unwrap_or_default(), wrap_up.note, step.unwrap_or_default(), deal.unwrap_or_default()].join("|")
}

#[test]
fn a_call_is_closed_in_one_line() {
    for (line, read) in [
        (
            "1 wants the quote > tomorrow 15:00 call with quote > D88 proposal",
            "1|wants the quote|19.11. 15:00 call with quote|D88 proposal",
        ),
        (
            "1 wants the quote > D88 Proposal > tomorrow 15:00 call with quote",
            "1|wants the quote|19.11. 15:00 call with quote|D88 proposal",
        ),
        ("1 wants the quote", "1|wants the quote||"),
        ("1", "1|||"),
        ("42 asked for the manager", "42|asked for the manager||"),
        ("no-answer > +2h try again", "no-answer||18.11. 16:05 try again|"),
        ("No-Answer", "no-answer|||"),
        ("call me tomorrow 15:00 she said", "|call me tomorrow 15:00 she said||"),
        ("2026 will be a good year", "|2026 will be a good year||"),
        ("1st time caller", "|1st time caller||"),
        ("1 a->b and 5>3 and >2 and 7> x", "1|a->b and 5>3 and >2 and 7> x||"),
        ("> tomorrow", "||19.11. 09:00 |"),
        ("1 > D88 won", "1|||D88 won"),
        ("1 note > by friday send contract", "1|note|by 20.11. 18:00 send contract|"),
        ("1 note > fri > d88 negotiation phase two", "1|note|20.11. 09:00 |D88 negotiation phase two"),
        ("1 note\t>\t3pm call", "1|note|18.11. 15:00 call|"),
        ("  1   note  >  3pm   call  ", "1|note|18.11. 15:00 call|"),
        ("1 要报价单 > 明天下午三点 带报价回电 > D88 方案报价", "1|要报价单|19.11. 15:00 带报价回电|D88 方案报价"),
        (
            "１　要报价单　＞　明天下午三点带报价回电　＞　Ｄ８８　方案报价",
            "1|要报价单|19.11. 15:00 带报价回电|D88 方案报价",
        ),
        ("1 要报价单》明天下午三点带报价回电》D88 方案报价", "1|要报价单|19.11. 15:00 带报价回电|D88 方案报价"),
        ("1 要报价单＞D88 方案报价＞周五前发报价", "1|要报价单|by 20.11. 18:00 发报价|D88 方案报价"),
        ("1 已看《合同》＞半小时后发《合同》", "1|已看《合同》|18.11. 14:35 发《合同》|"),
        ("3 3号再联系 > 3号 联系", "3|3号再联系|03.12. 09:00 联系|"),
        ("3号再联系", "|3号再联系||"),
        ("１ 全角代码", "1|全角代码||"),
    ] {
        assert_eq!(shown(line), read, "{line}");
    }
}

#[test]
fn the_words_stay_as_they_were_typed() {
    let wrap_up = read("1 Möchte DAS Angebot！ > tomorrow Frau Groß ANRUFEN").unwrap();
    assert_eq!(wrap_up.note, "Möchte DAS Angebot！");
    assert_eq!(wrap_up.next_step.unwrap().text, "Frau Groß ANRUFEN");
}

#[test]
fn an_error_points_at_the_word() {
    use when::Reason as Date;
    for (line, word, why) in [
        ("", "", Reason::Empty),
        (" 　", "", Reason::Empty),
        ("77 note", "77", Reason::UnknownCode),
        ("0", "0", Reason::UnknownCode),
        ("１２３ note", "１２３", Reason::UnknownCode),
        ("1 note >", ">", Reason::NothingFollows),
        ("1 note > > D88 won", ">", Reason::NothingFollows),
        ("1 note》", "》", Reason::NothingFollows),
        ("1 note > tomorow call", "tomorow", Reason::When(Date::Unreadable)),
        ("1 note > by firday send", "firday", Reason::When(Date::Unreadable)),
        ("1 note > 31.02. call", "31.02.", Reason::When(Date::NoSuchDate)),
        ("1 要报价＞２月３１日 回电", "２月３１日", Reason::When(Date::NoSuchDate)),
        ("1 note > tomorrow 25:00 call", "25:00", Reason::When(Date::NoSuchTime)),
        ("1 note > tomorrow call > friday mail", "friday", Reason::SecondNextStep),
        ("1 > tomorrow send 3 > 2 proof", "2", Reason::SecondNextStep),
        ("1 note > D88", "D88", Reason::StageMissing),
        ("1 note > D88 > tomorrow", "D88", Reason::StageMissing),
        ("1 note > D88 won > D89 won", "D89", Reason::SecondDeal),
        ("1 note > D99999999999999999999 won", "D99999999999999999999", Reason::NoDeal),
        ("1 note > D88x won", "D88x", Reason::When(Date::Unreadable)),
        ("1 note > F88 won", "F88", Reason::When(Date::Unreadable)),
    ] {
        let error = match read(line) {
            Err(error) => error,
            Ok(wrap_up) => panic!("{line} reads as {wrap_up:?}"),
        };
        assert_eq!((line.get(error.span()).unwrap(), error.why), (word, why), "{line}");
    }
    assert_eq!(read("77 note").unwrap_err().to_string(), "`77`: no such disposition code");
}

proptest! {
    #[test]
    fn no_line_breaks_the_reader(line in any::<String>()) {
        if let Err(error) = read(&line) {
            prop_assert!(line.get(error.span()).is_some());
        }
    }

    #[test]
    fn no_heap_of_its_words_breaks_the_reader(line in "( |>|＞|》|《|D88|Ｄ|1|42|tomorrow|明天|三点|won|ß|　|\\PC){0,12}") {
        if let Err(error) = read(&line) {
            prop_assert!(line.get(error.span()).is_some());
        }
    }

    #[test]
    fn a_note_without_a_separator_is_kept_whole(note in "[a-z][a-z ,.:5-]{0,40}[a-z]") {
        prop_assert_eq!(read(&format!("1 {note}")).unwrap().note, note);
    }
}

#[test]
fn how_long_one_talked_can_be_said_before_the_note() {
    for (line, talk_s, note) in [
        ("1 =4:12 wants the quote", Some(252), "wants the quote"),
        ("1 =12m", Some(720), ""),
        ("1 =12 wants", Some(720), "wants"),
        ("=1h5m30s wants", Some(3_930), "wants"),
        ("1 ＝１２分钟 要报价", Some(720), "要报价"),
        ("1 = equals", None, "= equals"),
        ("1 wants =12m of cable", None, "wants =12m of cable"),
    ] {
        let read = parse(line, now(), &Calendar::default(), &["1"]).unwrap();
        assert_eq!((read.talk_s, read.note.as_str()), (talk_s, note), "{line}");
    }
    for line in ["1 =soon", "1 =4:77", "1 =99999999h", "1 =5m3", "1 =25h"] {
        let error = parse(line, now(), &Calendar::default(), &["1"]).unwrap_err();
        assert_eq!((error.why, &line[error.span()]), (Reason::NoDuration, &line[2..]), "{line}");
    }
}
