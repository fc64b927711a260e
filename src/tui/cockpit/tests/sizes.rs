//! The screen at the sizes terminals have, in both languages, in Unicode and in ASCII, with how every cell looks; and
//! that no size breaks a pane or a layer.

use super::*;
use crate::door::{deals, follow_ups, search};
use crate::tui::fixtures;
use crate::tui::term::Charset;
use crate::tui::widgets::text::width;
use proptest::prelude::*;
use ratatui::buffer::Cell as Painted;
use ratatui::style::{Color, Modifier};
use std::fmt::Write;

const BORDERS: [(Borders, &str); 2] = [(Borders::Unicode, "unicode"), (Borders::Ascii, "ascii")];

/// The last one is too small: one line says so.
const SIZES: [(u16, u16); 4] = [(80, 24), (120, 40), (200, 60), (79, 23)];

/// What brings each layer onto the screen, from the customers.
const LAYERS: [&str; 20] =
    ["?", ":", "gd", "gs", "ga", "gl", "vv", "V", "n", "gte", "f", "d", "t", "o", "E", "M", "gtd", "gpd", "gfs", "gfx"];

/// All panes filled, everything about Anna.
fn furnished(lang: Lang, borders: Borders) -> Bench {
    in_theme("dark", lang, borders)
}

fn in_theme(name: &str, lang: Lang, borders: Borders) -> Bench {
    let theme = Theme::named(name, Depth::Indexed, borders);
    let mut bench = Bench::with_real_panes_in(Look { theme, words: I18n::new(lang) });
    bench.now = fixtures::now();
    let me = User { role: crate::domain::role::Role::Admin, ..fixtures::english().me };
    let data = "/data".to_owned();
    bench.answer("system-status", system::Response::Status(Box::new(Status { me, revision: 1, customers: 3, data })));
    let settings = fixtures::english().settings;
    bench.answer("system-settings", system::Response::Settings(Box::new((*settings).clone())));
    bench.answer("search-find", search::Response::Found(fixtures::found(3, fixtures::rows())));
    bench.answer("deals-board", deals::Response::Board(fixtures::board()));
    bench.answer("follow-ups-queue", follow_ups::Response::Queue(fixtures::queue()));
    bench.type_text("gg");
    bench.later(1);
    bench.answer("customers-card", customers::Response::Card(Box::new(fixtures::card())));
    bench
}

/// The screen as it is read, and below it how its cells look.
fn picture(bench: &mut Bench, charset: Charset, (width, height): (u16, u16)) -> String {
    let mut buf = buffer(width, height);
    bench.cockpit.draw(buf.area, &mut buf);
    charset.limit(&mut buf);
    rows_of(&buf).join("\n") + "\n" + &looks(&buf)
}

/// Rows with their stretches of cells that look like something, each by a letter that is explained below.
fn looks(buf: &Buffer) -> String {
    let mut known: Vec<(Color, Color, Modifier)> = Vec::new();
    let mut text = String::new();
    for y in buf.area.top()..buf.area.bottom() {
        let look = |x: u16| buf.cell((x, y)).map_or_else(Default::default, of_cell);
        let mut stretches = String::new();
        let mut x = 0;
        while x < buf.area.right() {
            let here = look(x);
            let mut end = x;
            while end < buf.area.right() && look(end) == here {
                end += columns(buf, end, y);
            }
            if here != of_cell(&Painted::EMPTY) {
                let at = known.iter().position(|one| *one == here).unwrap_or_else(|| {
                    known.push(here);
                    known.len() - 1
                });
                write!(stretches, " {}{x}-{}", char::from(b'a' + at as u8), end - 1).unwrap();
            }
            x = end;
        }
        if !stretches.is_empty() {
            writeln!(text, "{y}:{stretches}").unwrap();
        }
    }
    for (letter, (ink, paper, attributes)) in ('a'..).zip(&known) {
        writeln!(text, "{letter} = {ink} on {paper}, {attributes:?}").unwrap();
    }
    text
}

/// Columns of the symbol at a cell: the second one of a wide symbol looks like the first.
fn columns(buf: &Buffer, x: u16, y: u16) -> u16 {
    width(buf[(x, y)].symbol()).max(1) as u16
}

fn of_cell(cell: &Painted) -> (Color, Color, Modifier) {
    (cell.fg, cell.bg, cell.modifier)
}

#[test]
fn every_pane_at_every_size_in_both_languages_in_unicode_and_in_ascii() {
    for lang in Lang::ALL {
        for (borders, name) in BORDERS {
            // Where a terminal shows nothing else, it is spoken to in English.
            let charset = if (lang, borders) == (Lang::En, Borders::Ascii) { Charset::Ascii } else { Charset::Unicode };
            for (width, height) in SIZES {
                let mut bench = furnished(lang, borders);
                // Where four panes do not fit, each has its turn beside the customers.
                let turns: &[&str] = if height == 24 { &["gt", "gp", "gf"] } else { &["gt"] };
                let seen = turns.iter().map(|keys| {
                    bench.type_text(keys);
                    picture(&mut bench, charset, (width, height))
                });
                let seen = seen.collect::<Vec<_>>().join("\n");
                assert!(charset == Charset::Unicode || seen.is_ascii());
                insta::assert_snapshot!(format!("{width}x{height}-{lang}-{name}"), seen);
            }
        }
    }
}

#[test]
fn the_last_row_names_what_is_done_most_in_each_pane_and_help() {
    for (lang, keys, foremost) in [
        (Lang::En, "gc", "Enter open · n new · e edit · Space mark"),
        (Lang::En, "gc ", "t tags · E change all · o hand over · Esc unmark"),
        (Lang::En, "gt", "i log · f follow-up · x done · e edit"),
        (Lang::En, "gp", "< > stage · W win · L lose · e edit"),
        (Lang::En, "gf", "x done · s snooze · e edit · F2 call · / search · Tab panes"),
        (Lang::En, "gfG", "f follow-up · e edit · Enter open"),
        (Lang::Zh, "gc", "Enter 打开 · n 新建 · e 编辑 · Space 标记"),
        (Lang::Zh, "gt", "i 记录 · f 跟进 · x 完成 · e 编辑"),
        (Lang::Zh, "gp", "< > 换阶段 · W 赢单 · L 输单 · e 编辑"),
        (Lang::Zh, "gf", "x 完成 · s 推迟 · e 编辑 · F2 接打电话"),
    ] {
        let mut bench = furnished(lang, Borders::Unicode);
        bench.type_text(keys);
        let last = bench.screen(80, 24)[23].clone();
        let (mode, said) = last.trim_start().split_once("  ").unwrap();
        assert!(said.starts_with(foremost), "{keys}: {mode} {said}");
        assert!(said.ends_with("? Help") || said.ends_with("? 帮助"), "{keys}: {said}");
        assert!(width(&last) <= 80 && !last.contains('…'), "{last}");
    }
}

#[test]
fn high_contrast_leaves_nothing_of_the_terminals_own_colours() {
    let mut bench = in_theme("high-contrast", Lang::En, Borders::Unicode);
    for keys in ["gt", "gp", "gf", "?"] {
        bench.type_text(keys);
        let mut buf = buffer(80, 24);
        bench.cockpit.draw(buf.area, &mut buf);
        assert!(buf.content.iter().all(|cell| cell.bg != Color::Reset), "{keys}");
    }
}

#[test]
fn for_a_screen_reader_a_layer_stands_alone_and_the_cursor_is_on_it() {
    let mut bench = furnished(Lang::En, Borders::Linear);
    for keys in ["gp", "gd"] {
        bench.type_text(keys);
        let mut buf = buffer(80, 24);
        let cursor = bench.cockpit.draw(buf.area, &mut buf);
        let said = rows_of(&buf).join("\n");
        assert!(cursor.is_some() && !said.contains(['#', '|', '│', '█']), "{cursor:?}\n{said}");
        assert!(
            said.contains("Website relaunch") != said.contains("Fleet") || keys == "gd",
            "one column at a time\n{said}"
        );
        assert!(keys == "gp" || !said.contains("Pipeline"), "{said}");
    }
}

/// The screen with nothing over its panes, and with each layer over them.
fn screens() -> Vec<(&'static str, RefCell<Bench>)> {
    let screen = |(borders, keys)| {
        let mut bench = furnished(Lang::Zh, borders);
        bench.type_text(keys);
        (keys, RefCell::new(bench))
    };
    let all = [Borders::Unicode, Borders::Linear]
        .into_iter()
        .flat_map(|borders| [""].into_iter().chain(LAYERS).map(move |keys| (borders, keys)));
    all.map(screen).collect()
}

#[test]
fn no_size_breaks_a_pane_or_a_layer() {
    let screens = screens();
    let bare = screens.iter().filter(|(_, bench)| bench.borrow().cockpit.layers.is_empty());
    assert_eq!(bare.map(|(keys, _)| *keys).collect::<Vec<_>>(), ["", ""], "all others open a layer");
    let draw = |pane: &dyn Pane, area: Rect, context: &Context| {
        let mut buf = buffer(area.width, area.height);
        if let Some(cursor) = pane.draw(pane.place(area), &mut buf, context, true) {
            assert!(area.contains(cursor), "{cursor:?} outside {area:?}");
        }
    };
    proptest!(ProptestConfig::with_cases(40), |(width in 0_u16..=300, height in 0_u16..=100)| {
        let area = Rect::new(0, 0, width, height);
        for (_, bench) in &screens {
            let mut bench = bench.borrow_mut();
            bench.screen(width, height);
            let cockpit = &bench.cockpit;
            match cockpit.layers.last() {
                Some(layer) => draw(&*layer.pane, area, &cockpit.context),
                None => SLOTS.iter().for_each(|slot| draw(cockpit.floor.slots.get(*slot), area, &cockpit.context)),
            }
        }
    });
}
