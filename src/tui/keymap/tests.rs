use super::*;
use crossterm::event::{KeyCode, KeyModifiers};
use proptest::prelude::*;

const BOARD: Context = Context::Command(Pane::Board);
const QUEUE: Context = Context::Command(Pane::Queue);

fn press(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE)
}

/// What each key of `typed` comes to, one after the other.
fn type_keys(typed: &str, context: Context) -> Vec<Resolved> {
    let (keymap, mut pending) = (Keymap::default(), Pending::default());
    typed.chars().map(|c| keymap.resolve(&mut pending, press(c), context)).collect()
}

fn last(typed: &str, context: Context) -> Resolved {
    type_keys(typed, context).pop().unwrap()
}

#[test]
fn the_default_keys_are_all_readable_and_free_of_conflicts() {
    let written: usize = TABLE.iter().map(|row| row.keys.split(" | ").filter(|keys| !keys.is_empty()).count()).sum();
    assert_eq!(Keymap::default().bindings.len(), written);
    let mut bindings = Vec::new();
    let mut conflicts = Vec::new();
    for (keys, row) in Keymap::default().bindings {
        keep(&mut bindings, keys, row, &mut conflicts);
    }
    assert_eq!(conflicts, []);
}

fn shown_on_a_function_key(row: &Row) -> bool {
    row.keys.strip_prefix('f').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[test]
fn every_function_key_has_a_ctrl_twin() {
    let on_function_keys: Vec<_> = TABLE.iter().filter(|row| shown_on_a_function_key(row)).collect();
    assert!(on_function_keys.len() >= 10);
    for row in on_function_keys {
        assert!(row.keys.split(" | ").any(|keys| keys.starts_with("ctrl-")), "{}: {}", row.slug, row.keys);
    }
}

#[test]
fn every_command_has_a_name_of_its_own_and_words_in_both_languages() {
    for lang in crate::i18n::Lang::ALL {
        let words = I18n::new(lang);
        for row in TABLE {
            assert!(words.has(row.label), "{}", row.label);
            assert_eq!(row.label, format!("command-{}", row.slug));
            assert_eq!(Command::of_slug(row.slug), Some(row.command));
            assert_eq!(row.command.row(), row);
        }
    }
}

#[test]
fn the_keymap_file_in_assets_is_the_defaults() {
    let (keymap, conflicts) = Keymap::with_overrides(include_str!("../../../assets/keymaps/default.toml")).unwrap();
    assert_eq!(conflicts, []);
    let file: toml::Table = include_str!("../../../assets/keymaps/default.toml").parse().unwrap();
    for row in TABLE {
        assert_eq!(file["keys"].get(row.slug).is_some(), !row.keys.is_empty(), "{}", row.slug);
        assert_eq!(keymap.keys_for(row.command), Keymap::default().keys_for(row.command), "{}", row.slug);
        assert_eq!(keymap.keys_for(row.command).join(" | "), row.keys);
    }
}

#[test]
fn sequences_wait_for_their_second_key() {
    assert_eq!(last("g", BOARD), Resolved::Pending("g".into()));
    assert_eq!(last("gc", BOARD), Resolved::Command(Command::GoCustomers));
    assert_eq!(last("gg", BOARD), Resolved::Command(Command::Top));
    assert_eq!(last("v3", BOARD), Resolved::Command(Command::SavedView(3)));
    assert_eq!(last("G", BOARD), Resolved::Command(Command::Bottom));
}

#[test]
fn half_a_sequence_does_nothing() {
    assert_eq!(type_keys("gqj", BOARD)[1..], [Resolved::None, Resolved::Command(Command::Down)]);
}

#[test]
fn keys_of_a_pane_act_only_there() {
    assert_eq!(last("x", QUEUE), Resolved::Command(Command::Done));
    assert_eq!(last("x", BOARD), Resolved::Text('x'));
}

#[test]
fn a_digit_no_command_claims_is_text_so_that_it_can_open_the_search() {
    assert_eq!(last("7", BOARD), Resolved::Text('7'));
}

#[test]
fn full_width_keys_act_as_their_ascii_twins_in_command_mode() {
    for (typed, command) in [
        ("：", Command::Palette),
        ("？", Command::Help),
        ("／", Command::Search),
        ("、", Command::Search),
        ("《", Command::StageBack),
        ("》", Command::StageForward),
        ("ｑ", Command::Quit),
        ("ｖ９", Command::SavedView(9)),
    ] {
        assert_eq!(last(typed, BOARD), Resolved::Command(command), "{typed}");
    }
    assert_eq!(last("　", QUEUE), Resolved::Command(Command::Mark));
    assert_eq!(last("０", BOARD), Resolved::Text('0'));
    assert_eq!(last("＋", BOARD), Resolved::Text('+'));
    assert_eq!(last("？", Context::Text), Resolved::Text('？'));
    assert_eq!(last("张", BOARD), Resolved::Text('张'));
}

#[test]
fn call_keys_work_inside_a_text_by_both_twins() {
    let (keymap, mut pending) = (Keymap::default(), Pending::default());
    let mut resolve = |code, modifiers| keymap.resolve(&mut pending, KeyEvent::new(code, modifiers), Context::Text);
    assert_eq!(resolve(KeyCode::F(4), KeyModifiers::NONE), Resolved::Command(Command::WrapUp));
    assert_eq!(resolve(KeyCode::Char('x'), KeyModifiers::CONTROL), Resolved::Command(Command::WrapUp));
    assert_eq!(resolve(KeyCode::Backspace, KeyModifiers::NONE), Resolved::None);
    assert_eq!(resolve(KeyCode::Char('G'), KeyModifiers::SHIFT), Resolved::Text('G'));
}

#[test]
fn a_letter_among_the_keys_of_a_call_acts_where_letters_are_no_text() {
    let (keymap, _) = Keymap::with_overrides("[keys]\ncall-answer = ['a', 'f2']").unwrap();
    let of = |context| keymap.resolve(&mut Pending::default(), press('a'), context);
    assert_eq!(of(Context::Text), Resolved::Text('a'));
    assert_eq!([of(Context::Own), of(BOARD)], [(); 2].map(|()| Resolved::Command(Command::CallAnswer)));
    assert_eq!(keymap.keys_in(Command::CallAnswer, Context::Text), ["f2"]);
}

#[test]
fn a_layer_with_keys_of_its_own_leaves_only_those_that_act_everywhere() {
    for (typed, resolved) in [
        ("?", Resolved::Command(Command::Help)),
        ("？", Resolved::Command(Command::Help)),
        ("x", Resolved::Text('x')),
        ("ｘ", Resolved::Text('x')),
        ("q", Resolved::Text('q')),
        ("g", Resolved::Text('g')),
    ] {
        assert_eq!(last(typed, Context::Own), resolved, "{typed}");
    }
}

#[test]
fn a_keymap_file_overrides_only_what_it_names() {
    let (keymap, conflicts) = Keymap::with_overrides("[keys]\nquit = 'alt-q'\nnew = ['shift-n', 'insert']").unwrap();
    assert_eq!(conflicts, []);
    assert_eq!(keymap.keys_for(Command::Quit), ["alt-q"]);
    assert_eq!(keymap.keys_for(Command::New), ["shift-n", "insert"]);
    assert_eq!(keymap.keys_for(Command::Edit), ["e"]);
}

#[test]
fn a_conflict_is_reported_and_the_persons_own_key_wins() {
    let (keymap, conflicts) = Keymap::with_overrides("[keys]\nsearch = 'g'").unwrap();
    let lost: Vec<_> = conflicts.iter().map(|conflict| conflict.lost).collect();
    assert!(conflicts.iter().all(|conflict| conflict.kept == Command::Search));
    let with_g = [
        Command::GoCustomers,
        Command::GoTimeline,
        Command::GoPipeline,
        Command::GoFollowUps,
        Command::GoOverdue,
        Command::GoDashboard,
        Command::GoFloor,
        Command::GoAudit,
        Command::GoLists,
        Command::GoDuplicates,
        Command::GoQuality,
        Command::Export,
        Command::Top,
        Command::Unmerge,
        Command::Language,
    ];
    assert_eq!(lost, with_g);
    assert_eq!(keymap.keys_for(Command::Top), ["home"]);
    let words = I18n::new(crate::i18n::Lang::En);
    assert_eq!(
        Conflict::say(&conflicts[..2], &words),
        ["Your keymap file gives \"Search\" what these had: `g c` Go to customers · `g t` Go to the timeline"]
    );
}

#[test]
fn a_keymap_file_that_cannot_be_meant_is_refused_with_a_reason() {
    let why = |file| Keymap::with_overrides(file).unwrap_err().to_string();
    assert!(why("[keys]\nfly = 'f'").contains("`fly`"));
    assert!(why("[keys]\nquit = 'hyper-q'").contains("`hyper-q`"));
    assert!(why("[keys]\nquit = ''").contains("quit"));
    assert!(why("[keys]\ncall-answer = 'a'").contains("while typing"));
    assert!(Keymap::with_overrides("[keys]\nhelp = 'shift-h'").is_ok());
    assert!(why("keys = 3").contains("cannot be read"));
    assert!(why("[kees]\n").contains("cannot be read"));
}

#[test]
fn shift_is_said_alike_however_a_terminal_reports_it() {
    let upper = Chord::of(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
    assert_eq!(upper, Chord::of(press('G')));
    assert_eq!(upper, "shift-g".parse().unwrap());
    assert_eq!(upper, "G".parse().unwrap());
    assert_eq!("shift-tab".parse::<Chord>(), Ok(Chord::of(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT))));
    assert_eq!("-".parse::<Chord>().unwrap().to_string(), "minus");
    assert_eq!("ctrl--".parse::<Chord>().unwrap().to_string(), "ctrl-minus");
}

proptest! {
    #[test]
    fn a_chord_reads_back_as_it_is_written(c in any::<char>(), bits in 0_u8..8, number in 1_u8..=24, pick in 0_usize..6) {
        let named = [KeyCode::F(number), KeyCode::Tab, KeyCode::Enter, KeyCode::PageUp, KeyCode::Char(' ')];
        let code = named.get(pick).copied().unwrap_or(KeyCode::Char(c));
        prop_assume!(!c.is_control() && !c.is_whitespace() && (c.is_ascii() || !c.is_lowercase() && !c.is_uppercase()));
        let chord = Chord::of(KeyEvent::new(code, KeyModifiers::from_bits_truncate(bits)));
        prop_assert_eq!(chord.to_string().parse(), Ok(chord));
    }

    #[test]
    fn no_typing_in_a_text_ever_means_a_command(typed in "\\PC{0,40}") {
        for resolved in type_keys(&typed, Context::Text) {
            prop_assert!(matches!(resolved, Resolved::Text(_)));
        }
    }
}
