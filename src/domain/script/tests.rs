use super::*;

const FAIR: &str = "\
# Spring fair
Good morning {customer}, this is {agent}.

May I tell you about the fair?

1 Yes -> offer
2) Not now -> Bye

[offer]
You will find us in hall 4.
1 Will come → bye
９：还想想 -> bye

[bye] = 7
Thank you, and good-bye.
";

fn wrong(text: &str) -> String {
    text.parse::<Script>().unwrap_err().to_string()
}

#[test]
fn a_script_is_read_step_by_step_by_its_keys_and_back() {
    let mut reading = Reading::begin(FAIR).unwrap();
    let first = reading.step().unwrap();
    assert_eq!(first.lines, ["Good morning {customer}, this is {agent}.", "", "May I tell you about the fair?"]);
    let answers: Vec<_> = first.branches.iter().map(|branch| (branch.key, branch.label.as_str())).collect();
    assert_eq!(answers, [('1', "Yes"), ('2', "Not now")]);
    assert!(!reading.go('3') && !reading.back());
    assert!(reading.go('１'), "a full-width key is its ASCII twin");
    assert_eq!((reading.step().unwrap().name.as_str(), reading.outcome().as_str()), ("offer", ""));
    assert!(reading.go('9'));
    assert_eq!(reading.outcome(), "7");
    assert!(reading.back() && reading.back() && !reading.back());
    assert_eq!(reading.step().unwrap(), first);
}

#[test]
fn a_text_without_steps_is_one_step_and_nothing_is_none() {
    let reading = Reading::begin("Hello\n7 reasons to come").unwrap();
    assert_eq!(reading.step().unwrap().lines, ["Hello", "7 reasons to come"]);
    assert_eq!(Reading::begin(" \n# only a comment\n"), None);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    for (text, line, key) in [
        ("a\n1 Yes -> nowhere", 2, "script-no-step"),
        ("a\n[b]\nb\n[B]\nc", 4, "script-twice"),
        ("a\n[b", 2, "script-heading"),
        ("[b] 7\nb", 1, "script-heading"),
        ("[ ]\nb", 1, "script-heading"),
        ("1 Yes -> b\n1 No -> b\n[b]\nb", 2, "script-key-twice"),
    ] {
        let said = wrong(text);
        assert!(said.starts_with(key) && said.contains(&format!("line `{line}`")), "{text}: {said}");
    }
    let script: Script = FAIR.parse().unwrap();
    assert!(script.comes_to(&["7", "not-interested"]).is_ok());
    assert!(script.comes_to(&["1"]).unwrap_err().to_string().contains("line `14`"));
}

proptest::proptest! {
    #[test]
    fn no_text_and_no_keys_make_it_fall_over(text in "[\\[\\]=a-c1-3> \n-]{0,80}", keys in "[1-9]{0,9}") {
        if let Some(mut reading) = Reading::begin(&text) {
            for key in keys.chars() {
                reading.go(key);
                proptest::prop_assert!(reading.step().is_some());
            }
        }
    }
}
