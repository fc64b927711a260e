//! The question a call begins with: which number to dial, or who is calling us. A digit only goes to its row and Enter
//! acts, so that the number of a caller can be typed while the telephone rings.

use crate::domain::phone::{Phone, digits};
use crate::domain::text::half_width;
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply};
use crate::tui::term::Borders;
use crate::tui::theme::Role;
use crate::tui::widgets::field::Field;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::{List, Step};
use crate::tui::widgets::pick::Item;
use crate::tui::widgets::row;
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of the question on a screen that has them.
const WIDTH: u16 = 60;
/// Digits from which on what is typed is a number: one alone is the key of a row.
const SHORTEST: usize = 2;
/// What the keys do, and what they do once something was typed that is neither a row's digit nor a number.
const KEYS: &[Hint<&str>] = &[
    ("", "does-type-caller"),
    ("Enter", "does-choose"),
    ("Esc", "does-back"),
    ("↑ ↓", "does-move"),
    ("0-9", "does-go-to-row"),
];
const NOT_UNDERSTOOD: &[Hint<&str>] = &[("", "no-number-typed"), ("Ctrl-u", "does-clear"), ("Esc", "does-back")];
/// What they do once an Enter that would dial came too soon to be an answer.
const AGAIN: &[Hint<&str>] = &[("", "enter-again"), ("Esc", "does-back")];

/// What the person wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// Dial this number.
    Dial(String),
    /// Whoever the question is about is on the line already.
    TakeCall,
    /// Somebody else is, and nobody knows who.
    TakeUnknown,
    /// Whoever has this number is.
    TakeFrom(String),
}

/// The wishes that are no number to dial, as a layer leaves them.
const INCOMING: &str = "incoming";
const UNKNOWN: &str = "unknown";
const FROM: &str = "from ";

impl Wish {
    /// The wish behind what the layer left.
    pub fn of(chosen: &str) -> Self {
        match chosen {
            INCOMING => Self::TakeCall,
            UNKNOWN => Self::TakeUnknown,
            _ => match chosen.strip_prefix(FROM) {
                Some(number) => Self::TakeFrom(number.to_owned()),
                None => Self::Dial(chosen.to_owned()),
            },
        }
    }

    fn as_chosen(&self) -> String {
        match self {
            Self::Dial(number) => number.clone(),
            Self::TakeCall => INCOMING.to_owned(),
            Self::TakeUnknown => UNKNOWN.to_owned(),
            Self::TakeFrom(number) => format!("{FROM}{number}"),
        }
    }
}

/// The question as a layer; leaves [`Reply::Chosen`], a [`Wish`], or nothing.
pub struct CallMenu {
    title: String,
    rows: Vec<Item<Wish>>,
    /// The rows as they are shown: of a number that is typed the one that takes its call.
    shown: Vec<Item<Wish>>,
    list: List<usize>,
    typed: Field,
    /// Nothing is typed, or the digit of a row, or a number. All else answers nothing: it is a line of prose.
    understood: bool,
    /// The last key was an Enter right behind another, where it would have dialled.
    too_soon: bool,
}

impl CallMenu {
    /// The question with its rows; Enter takes the first.
    pub fn new(title: String, rows: Vec<Item<Wish>>) -> Self {
        let (shown, list, typed) = (rows.clone(), List::default(), Field::default());
        let mut menu = Self { title, rows, shown, list, typed, understood: true, too_soon: false };
        menu.go_to(0);
        menu
    }

    fn go_to(&mut self, index: usize) {
        let len = self.shown.len();
        self.list.refresh(len, Some);
        self.list.select(index, Some);
    }

    fn retyped(&mut self, context: &Context) {
        let typed = half_width(self.typed.text().trim());
        let of_digit = self.rows.iter().position(|row| row.digit.is_some_and(|digit| typed == digit.to_string()));
        let number = of_digit.is_none() && is_number(&typed);
        self.shown = if number { vec![taken_from(&typed, context)] } else { self.rows.clone() };
        self.understood = number || of_digit.is_some() || typed.is_empty();
        self.go_to(of_digit.unwrap_or(0));
    }

    fn key(&mut self, key: KeyEvent, context: &Context) -> Vec<Effect> {
        self.too_soon = false;
        let step = match key.code {
            KeyCode::Esc => return vec![Effect::Pop(None)],
            KeyCode::Enter => return self.choose(context),
            KeyCode::Up | KeyCode::BackTab => Step::Up,
            KeyCode::Down | KeyCode::Tab => Step::Down,
            _ => {
                self.typed.on(key);
                self.retyped(context);
                return Vec::new();
            }
        };
        let len = self.shown.len();
        self.list.go(step, |index| (index < len).then_some(index));
        Vec::new()
    }

    /// A call that comes in is taken at once; nobody is dialled by the end of a line typed blindly.
    fn choose(&mut self, context: &Context) -> Vec<Effect> {
        let chosen = self.list.selected().and_then(|index| self.shown.get(index)).filter(|_| self.understood);
        let Some(row) = chosen else { return Vec::new() };
        self.too_soon = context.hasty && matches!(row.value, Wish::Dial(_));
        if self.too_soon { Vec::new() } else { vec![Effect::Pop(Some(Reply::Chosen(row.value.as_chosen())))] }
    }

    fn keys_now(&self) -> &'static [Hint<&'static str>] {
        match (self.understood, self.too_soon) {
            (false, _) => NOT_UNDERSTOOD,
            (true, true) => AGAIN,
            (true, false) => KEYS,
        }
    }

    fn draw_row(&self, index: usize, area: Rect, buf: &mut Buffer, context: &Context) {
        let (Some(shown), look) = (self.shown.get(index), &context.look) else { return };
        let digit = shown.digit.map_or_else(String::new, |digit| format!("{digit} "));
        Line::of(&digit, look.style(Role::Accent)).add(&shown.label, look.style(Role::Text)).draw(area, buf);
    }
}

impl Pane for CallMenu {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => return self.key(key, context),
            Input::Paste(text) => {
                self.typed.paste(&text);
                self.retyped(context);
            }
            _ => {}
        }
        Vec::new()
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        let look = &context.look;
        let height = (self.rows.len() as u16).saturating_add(2);
        let inner = overlay(&self.title, (WIDTH, height), area, buf, look);
        let rows = Rect { y: row(inner, 1).y, height: inner.height.saturating_sub(2), ..inner };
        self.list.draw(rows, buf, look, true, Some, |index, place, buf| self.draw_row(index, place, buf, context));
        if inner.height > 1 {
            let keys = hints::line(self.keys_now(), inner.width, &look.words);
            Line::of(&keys, look.style(Role::Dim)).draw(row(inner, inner.height - 1), buf);
        }
        let typed = self.typed.draw(row(inner, 0), buf, look.style(Role::Text));
        let chosen = self.list.place_of_selected().filter(|_| look.theme.borders() == Borders::Linear);
        chosen.or(typed).filter(|_| focused)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(self.keys_now())
    }
}

/// Digits and what stands between them, and more than one.
fn is_number(typed: &str) -> bool {
    typed.chars().all(|c| c.is_ascii_digit() || " +-()/.".contains(c)) && digits(typed).len() >= SHORTEST
}

fn taken_from(typed: &str, context: &Context) -> Item<Wish> {
    let shown = Phone::read(typed, &context.settings.region).to_string();
    let label = context.look.words.tf("dial-incoming-from", &[("number", shown.into())]);
    Item::new(Wish::TakeFrom(typed.to_owned()), label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixtures::{english, press, press_key, type_text};
    use crate::tui::widgets::testing::ctrl;

    fn menu() -> CallMenu {
        let rows = vec![
            Item::new(Wish::TakeCall, "Anna is calling us").digit('0'),
            Item::new(Wish::TakeUnknown, "Somebody else").digit('9'),
            Item::new(Wish::Dial("+49301234567".to_owned()), "Dial").digit('1'),
        ];
        CallMenu::new("Call Anna".to_owned(), rows)
    }

    /// What Enter leaves behind what was typed.
    fn chosen(typed: &str) -> Option<Wish> {
        let (mut menu, context) = (menu(), english());
        type_text(&mut menu, typed, &context);
        match press(&mut menu, KeyCode::Enter, &context).as_slice() {
            [Effect::Pop(Some(Reply::Chosen(chosen)))] => Some(Wish::of(chosen)),
            _ => None,
        }
    }

    #[test]
    fn a_digit_goes_to_its_row_and_a_number_is_its_callers() {
        assert_eq!(chosen(""), Some(Wish::TakeCall));
        assert_eq!(chosen("1"), Some(Wish::Dial("+49301234567".to_owned())));
        assert_eq!(chosen("９"), Some(Wish::TakeUnknown));
        assert_eq!(chosen("138 1234 5678"), Some(Wish::TakeFrom("138 1234 5678".to_owned())));
        assert_eq!(chosen("030 99"), Some(Wish::TakeFrom("030 99".to_owned())));
        assert_eq!(chosen("+49 (30) 12-34/5"), Some(Wish::TakeFrom("+49 (30) 12-34/5".to_owned())));
    }

    #[test]
    fn what_is_neither_a_number_nor_a_row_answers_nothing_until_it_is_cut() {
        for typed in ["7", "Anna", "12 boxes", "call 030 1234567"] {
            assert_eq!(chosen(typed), None, "{typed}");
        }
        let (mut menu, context) = (menu(), english());
        type_text(&mut menu, "Anna", &context);
        assert!(menu.hints(&context).contains(&("Ctrl-u".to_owned(), "does-clear")));
        press_key(&mut menu, ctrl('u'), &context);
        assert!(matches!(press(&mut menu, KeyCode::Enter, &context)[..], [Effect::Pop(Some(_))]));
    }

    #[test]
    fn an_enter_right_behind_another_key_takes_a_call_and_dials_nobody() {
        let hasty = Context { hasty: true, ..english() };
        assert!(matches!(press(&mut menu(), KeyCode::Enter, &hasty)[..], [Effect::Pop(Some(_))]));
        let mut menu = menu();
        type_text(&mut menu, "1", &hasty);
        assert!(press(&mut menu, KeyCode::Enter, &hasty).is_empty());
        assert!(menu.hints(&hasty).contains(&(String::new(), "enter-again")));
        assert!(matches!(press(&mut menu, KeyCode::Enter, &english())[..], [Effect::Pop(Some(_))]));
    }

    #[test]
    fn every_wish_is_told_from_what_the_layer_leaves() {
        let all =
            [Wish::Dial("+49 30".to_owned()), Wish::TakeCall, Wish::TakeUnknown, Wish::TakeFrom("+49 30".to_owned())];
        for wish in all {
            assert_eq!(Wish::of(&wish.as_chosen()), wish);
        }
    }
}
