use super::*;

#[test]
fn the_palette_finds_a_command_in_either_language_runs_it_and_teaches_its_key() {
    for text in ["timeline", "时间线"] {
        let mut bench = Bench::new();
        bench.type_text(":");
        bench.type_text(text);
        bench.press(KeyCode::Enter);
        assert!(bench.status().contains("Go to the timeline: g t"), "{text}");
        bench.type_text("j");
        assert_eq!(bench.heard(Slot::Timeline), ["Down j"], "{text}");
    }
}

#[test]
fn the_palette_runs_a_panes_command_in_the_focused_pane() {
    let mut bench = Bench::new();
    bench.type_text("gp:Win the");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.heard(Slot::Pipeline), ["Win Null"]);
}

#[test]
fn a_layer_has_the_keys_until_it_goes() {
    let mut bench = Bench::new();
    bench.type_text("?");
    bench.forget();
    bench.type_text("jG");
    bench.press(KeyCode::Tab);
    assert!(bench.heard(Slot::Customers).is_empty());
    bench.press(KeyCode::Esc);
    bench.type_text("j");
    assert_eq!(bench.heard(Slot::Customers), ["Down j"]);
}

#[test]
fn help_names_only_what_works_in_the_pane() {
    let mut bench = Bench::new();
    let has_done = |bench: &mut Bench| bench.screen(120, 50).join("\n").contains("Done");
    bench.type_text("?");
    assert!(!has_done(&mut bench));
    bench.press(KeyCode::Esc);
    bench.type_text("gf?");
    assert!(has_done(&mut bench));
}

#[test]
fn help_names_only_what_works_now() {
    let mut bench = Bench::new();
    let has = |bench: &mut Bench, text: &str| bench.screen(120, 50).join("\n").contains(text);
    bench.type_text("?");
    assert!(!has(&mut bench, "End and wrap up") && !has(&mut bench, "Audit log") && has(&mut bench, "Quit"));
    bench.press(KeyCode::Esc);
    bench.take_annas_call();
    bench.press(KeyCode::Esc);
    bench.type_text("?");
    assert!(has(&mut bench, "End and wrap up") && !has(&mut bench, "Quit"));
}

#[test]
fn help_shows_the_keys_of_a_layer_and_of_a_text() {
    let mut bench = Bench::new();
    let shows = |bench: &mut Bench, text: &str| bench.screen(80, 24).join("\n").contains(text);
    // Letters are no text on the dashboard, and filter the palette.
    bench.type_text("gd？");
    assert!(shows(&mut bench, "Fewer or more days") && !shows(&mut bench, "Quit"));
    bench.type_text("?");
    bench.press(KeyCode::Esc);
    bench.type_text(":?");
    assert!(shows(&mut bench, "F1 Help") && !shows(&mut bench, "Cut the word before"));
    bench.press(KeyCode::F(1));
    assert!(shows(&mut bench, "Cut the word before") && shows(&mut bench, "Clears it") && !shows(&mut bench, "Quit"));
    bench.key(control('7'));
    assert!(shows(&mut bench, "Nothing matches"), "the filter is what it was");
    bench.press(KeyCode::Esc);
    bench.take_annas_call();
    bench.type_text("?");
    bench.press(KeyCode::F(1));
    assert!(shows(&mut bench, "End and wrap up") && shows(&mut bench, "Cut the word before"));
    bench.press(KeyCode::Esc);
    assert!(shows(&mut bench, "> Note"), "the keys go into the note again");
}

#[test]
fn another_language_is_refused_where_it_could_not_be_read() {
    let mut bench = Bench::in_ascii();
    bench.type_text("gz");
    assert!(bench.status().contains("ASCII only"));
    assert_eq!(bench.orders, []);
    bench.type_text(":dashboard");
    assert!(!bench.screen(80, 24).join("\n").contains("数据概览"), "a name that could not be read");
}

#[test]
fn every_key_a_file_takes_from_another_command_is_told_at_the_start() {
    let (_, conflicts) = Keymap::with_overrides("[keys]\nsearch = 'g'\nnew = 'q'").unwrap();
    let mut bench = Bench::new();
    bench.cockpit.tell_of_conflicts(&conflicts);
    // Lines are broken where there is room, also between `g` and `c`.
    let rows = bench.screen(80, 24);
    let said: String = rows.iter().filter_map(|row| row.split('│').nth(1)).collect::<String>().replace(' ', "");
    for lost in ["`gc`", "`gg`", "`gz`", "`q`"] {
        assert!(said.contains(lost), "{lost}: {said}");
    }
    bench.press(KeyCode::Esc);
    bench.cockpit.tell_of_conflicts(&[]);
    assert!(!bench.screen(80, 24).join("\n").contains("`g c`"));
}

#[test]
fn an_empty_store_offers_how_to_begin_once() {
    let mut bench = Bench::fresh(Lang::En);
    bench.answer("system-status", status(0));
    assert!(bench.screen(80, 24).join("\n").contains("1 Explore with sample data"));
    bench.type_text("2");
    assert!(bench.screen(80, 24).join("\n").contains("> Import a file"));
    bench.press(KeyCode::Esc);
    bench.deliver(Delivery::Missed);
    bench.answer("system-status", status(0));
    assert!(!bench.screen(80, 24).join("\n").contains("sample data"));
}

#[test]
fn the_sample_is_loaded_by_the_layer_handed_in() {
    let mut bench = Bench::fresh(Lang::En);
    bench.answer("system-status", status(0));
    bench.type_text("1");
    assert!(bench.screen(80, 24).join("\n").contains("loading the sample"));
}

#[test]
fn a_store_with_customers_offers_nothing() {
    assert!(!Bench::new().screen(80, 24).join("\n").contains("sample data"));
}

#[test]
fn the_language_is_another_one_at_a_key_and_everything_is_said_in_it() {
    let mut bench = Bench::with_real_panes();
    assert!(bench.screen(80, 24).join("\n").contains("Customers"));
    bench.type_text("gz");
    let chinese = bench.screen(80, 24).join("\n");
    assert_eq!(bench.orders, [Order::KeepLang(Lang::Zh)], "the next start speaks it too");
    assert!(chinese.contains("客户") && chinese.contains("已切换为中文") && !chinese.contains("Customers"));
    bench.type_text("?");
    assert!(bench.screen(80, 24).join("\n").contains("按键"));
    bench.press(KeyCode::Esc);
    bench.type_text("ｇｚ");
    assert!(bench.screen(80, 24).join("\n").contains("English from here on"));
}
