//! What a terminal shows, read back by a parser, is what ratatui drew.

use super::Tracking;
use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Modifier, Style};
use std::cell::RefCell;
use std::io;
use std::num::NonZero;
use std::rc::Rc;
use unicode_width::UnicodeWidthStr;

/// Where the bytes go: to a terminal's parser, a flush at a time.
#[derive(Clone)]
struct Line(Rc<RefCell<State>>);

struct State {
    parser: vt100::Parser,
    writes: usize,
    bytes: usize,
}

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.0.borrow_mut();
        state.parser.process(bytes);
        state.writes += 1;
        state.bytes += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A terminal and what looks at it from the other end.
struct Desk {
    terminal: Tracking<Line>,
    line: Line,
}

impl Desk {
    fn new(width: u16, height: u16) -> Self {
        let parser = vt100::Parser::new(NonZero::new(height).unwrap(), NonZero::new(width).unwrap(), 0);
        let line = Line(Rc::new(RefCell::new(State { parser, writes: 0, bytes: 0 })));
        Self { terminal: Tracking::new(line.clone(), Size { width, height }), line }
    }

    /// Draws a frame; tells what was drawn, and how many bytes and writes it took.
    fn draw(&mut self, frame: &Frame) -> (Buffer, usize, usize) {
        let before = (self.line.0.borrow().bytes, self.line.0.borrow().writes);
        let mut buffer = Buffer::empty(Rect::from((Position::ORIGIN, self.terminal.size())));
        frame.draw(&mut buffer);
        let Rect { width, height, .. } = buffer.area;
        let cursor = frame.cursor.map(|(x, y)| Position::new(x % width, y % height));
        self.terminal.show(&buffer, cursor).unwrap();
        let state = self.line.0.borrow();
        (buffer, state.bytes - before.0, state.writes - before.1)
    }

    fn resize(&mut self, width: u16, height: u16) {
        let (rows, columns) = (NonZero::new(height).unwrap(), NonZero::new(width).unwrap());
        self.line.0.borrow_mut().parser.screen_mut().set_size(rows, columns);
        self.terminal.set_size(Size { width, height });
    }

    /// Says where the terminal shows something else than ratatui drew.
    fn differs(&self, buffer: &Buffer, frame: &Frame) -> Option<String> {
        let state = self.line.0.borrow();
        let screen = state.parser.screen();
        for y in 0..buffer.area.height {
            let mut x = 0;
            while x < buffer.area.width {
                let drawn = &buffer[(x, y)];
                let width = drawn.symbol().width().max(1) as u16;
                let shown = screen.cell(y, x).unwrap();
                let symbol = if shown.has_contents() { shown.contents() } else { " " };
                let visible = drawn.symbol() != " " || !(drawn.modifier - super::pen::UNSEEN_ON_BLANK).is_empty();
                let same = symbol == drawn.symbol()
                    && colour(shown.bgcolor()) == drawn.bg
                    && (!visible || colour(shown.fgcolor()) == drawn.fg)
                    && (drawn.symbol() == " " || shown.bold() == drawn.modifier.contains(Modifier::BOLD))
                    && shown.underline() == drawn.modifier.contains(Modifier::UNDERLINED)
                    && shown.inverse() == drawn.modifier.contains(Modifier::REVERSED);
                if !same {
                    return Some(format!("at {x},{y}: drawn {drawn:?}, shown {shown:?}"));
                }
                x += width;
            }
        }
        let cursor = frame.cursor.map(|(x, y)| (y % buffer.area.height, x % buffer.area.width));
        if screen.hide_cursor() != cursor.is_none() || cursor.is_some_and(|cursor| cursor != screen.cursor_position()) {
            return Some(format!("the cursor is at {:?}, not {cursor:?}", screen.cursor_position()));
        }
        None
    }
}

fn colour(shown: vt100::Color) -> Color {
    match shown {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(n) => Color::Indexed(n),
        vt100::Color::Rgb(r, g, b) => Color::Rgb(r, g, b),
    }
}

/// Texts put somewhere.
#[derive(Debug, Clone)]
struct Frame {
    texts: Vec<(u16, u16, String, Style)>,
    cursor: Option<(u16, u16)>,
}

impl Frame {
    fn scrolled(&self, rows: i16) -> Self {
        let moved = |(x, y, text, style): &(u16, u16, String, Style)| {
            Some((*x, y.checked_add_signed(rows)?, text.clone(), *style))
        };
        Self { texts: self.texts.iter().filter_map(moved).collect(), cursor: self.cursor }
    }

    fn draw(&self, buffer: &mut Buffer) {
        let Rect { width, height, .. } = buffer.area;
        for (x, y, text, style) in &self.texts {
            buffer.set_string(x % width, y % height, text, *style);
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-zA-Z0-9 .]{1,12}",
        2 => "[ ]{1,30}",
        2 => "[张伟王李上海，。か한]{1,5}",
        2 => "[─│┌┐█é£ßЯω]{1,12}",
        1 => "[😀🎉🚀]{1,3}",
        1 => prop_oneof![Just("e\u{301}"), Just("n\u{303}"), Just("ｆ")].prop_map(str::to_owned),
    ];
    vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

fn style() -> impl Strategy<Value = Style> {
    let colour = || {
        prop_oneof![
            4 => Just(Color::Reset),
            2 => (0_u8..=255).prop_map(Color::Indexed),
            1 => (0_u8..=255, 0_u8..=255).prop_map(|(r, g)| Color::Rgb(r, g, 9)),
        ]
    };
    let attributes = prop_oneof![
        4 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::REVERSED),
        1 => Just(Modifier::UNDERLINED | Modifier::DIM),
        1 => Just(Modifier::BOLD | Modifier::ITALIC),
        1 => Just(Modifier::DIM),
    ];
    (colour(), colour(), attributes)
        .prop_map(|(fg, bg, set)| Style::new().fg(fg).bg(bg).add_modifier(set).remove_modifier(!set))
}

fn frame() -> impl Strategy<Value = Frame> {
    let texts = vec((0_u16..200, 0_u16..60, text(), style()), 0..12);
    (texts, prop::option::of((0_u16..200, 0_u16..60))).prop_map(|(texts, cursor)| Frame { texts, cursor })
}

/// What happens to a screen.
#[derive(Debug, Clone)]
enum Step {
    Draw(Frame),
    /// What was drawn last stands so many rows further down, or up.
    Scroll(i16),
    Resize(u16, u16),
    /// Something else writes on it; then it is drawn whole.
    Spoil,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => frame().prop_map(Step::Draw),
        2 => (-12_i16..=12).prop_map(Step::Scroll),
        1 => (2_u16..60, 1_u16..20).prop_map(|(width, height)| Step::Resize(width, height)),
        1 => Just(Step::Spoil),
    ]
}

proptest! {
    #[test]
    fn a_terminal_shows_what_was_drawn(steps in vec(step(), 1..12), last in frame()) {
        let mut desk = Desk::new(40, 12);
        let mut shown = Frame { texts: Vec::new(), cursor: None };
        for step in steps.into_iter().chain([Step::Draw(last)]) {
            shown = match step {
                Step::Draw(frame) => frame,
                Step::Scroll(rows) => shown.scrolled(rows),
                Step::Resize(width, height) => {
                    desk.resize(width, height);
                    continue;
                }
                Step::Spoil => {
                    desk.line.0.borrow_mut().parser.process(b"\x1b[5;3Hspoilt \x1b[41;1m wide\x1b[?25h");
                    desk.terminal.spoil();
                    continue;
                }
            };
            let (buffer, bytes, writes) = desk.draw(&shown);
            prop_assert_eq!(desk.differs(&buffer, &shown), None);
            prop_assert!(writes <= 1, "{} writes", writes);
            let (_, again, _) = desk.draw(&shown);
            prop_assert_eq!(again, 0, "the same frame again after {}", bytes);
        }
    }
}

fn shows(texts: &[(u16, u16, &str)], cursor: Option<(u16, u16)>) -> Frame {
    let texts = texts.iter().map(|(x, y, text)| (*x, *y, (*text).to_owned(), Style::new())).collect();
    Frame { texts, cursor }
}

#[test]
fn a_typed_letter_costs_one_byte_and_a_chinese_one_three() {
    let mut desk = Desk::new(80, 24);
    desk.draw(&shows(&[(2, 2, "Ann")], Some((5, 2))));
    assert_eq!(desk.draw(&shows(&[(2, 2, "Anna")], Some((6, 2)))).1, 1);
    assert_eq!(desk.draw(&shows(&[(2, 2, "Anna张")], Some((8, 2)))).1, 3);
    assert_eq!(desk.draw(&shows(&[(2, 2, "Anna张")], Some((8, 2)))).1, 0);
}

#[test]
fn a_letter_deleted_and_one_changed_before_the_cursor_cost_a_few() {
    let mut desk = Desk::new(80, 24);
    desk.draw(&shows(&[(2, 2, "Anna")], Some((6, 2))));
    assert!(desk.draw(&shows(&[(2, 2, "Ann")], Some((5, 2)))).1 <= 4);
}

#[test]
fn a_short_gap_is_written_again_instead_of_skipped() {
    let mut desk = Desk::new(80, 24);
    desk.draw(&shows(&[(0, 0, "10:41 x")], None));
    assert_eq!(desk.draw(&shows(&[(0, 0, "11:42 x")], None)).1, "\r\x1b[C1:42".len());
}

#[test]
fn a_line_around_a_pane_is_written_without_moving_in_it() {
    let mut desk = Desk::new(80, 24);
    let line = "─".repeat(80);
    let (_, bytes, _) = desk.draw(&shows(&[(0, 3, &line)], None));
    assert!(bytes <= line.len() + "\x1b[m\x1b[H\x1b[J\n\n\n\x1b[?25l".len(), "{bytes}");
}

#[test]
fn behind_an_emoji_the_cursor_is_placed_anew() {
    let mut desk = Desk::new(80, 24);
    let frame = shows(&[(0, 0, "😀ok")], None);
    let (_, bytes, _) = desk.draw(&frame);
    assert_eq!(bytes, "\x1b[m\x1b[H\x1b[J😀\r\x1b[2Cok\x1b[?25l".len());
    assert_eq!(desk.line.0.borrow().parser.screen().cell(0, 2).unwrap().contents(), "o");
}

#[test]
fn a_clock_ticks_in_eight_bytes_while_somebody_types() {
    let mut desk = Desk::new(80, 24);
    let strip = Style::new().bg(Color::Indexed(110));
    let frame = |clock: &str| Frame {
        texts: vec![(0, 0, format!(" IN {clock} Anna Meyer"), strip), (2, 20, "asks for".to_owned(), Style::new())],
        cursor: Some((10, 20)),
    };
    desk.draw(&frame("00:01"));
    desk.draw(&frame("00:02"));
    assert_eq!(desk.draw(&frame("00:03")).1, 8);
    assert_eq!(desk.draw(&frame("00:04")).1, 8);
    let (buffer, ..) = desk.draw(&frame("00:05"));
    assert_eq!(desk.differs(&buffer, &frame("00:05")), None);
}
