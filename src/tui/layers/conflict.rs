//! What two people changed: both values side by side, and a key chooses, for one or for all.

use crate::domain::edit::Side;
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply};
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::wrap;
use crate::tui::widgets::typed_into::TypedInto;
use crate::tui::widgets::{Look, row};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of the layer on a screen that has them.
const WIDTH: u16 = 72;
/// Rows of one value, at most.
const ROWS: usize = 6;
/// The letters that mean something here.
const LETTERS: &str = "mtMTjk12?";
/// Yours and theirs.
const SIDES: [Column; 2] = [Column::flex(8), Column::flex(8)];

/// A field with both values, as the person reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// What the field is called.
    pub label: String,
    /// What one wrote.
    pub mine: String,
    /// What somebody else wrote meanwhile.
    pub theirs: String,
    /// Why it can only stay theirs; nothing where one may choose.
    pub barred: Option<String>,
}

/// What is said above and below the values, by locale keys.
struct Wording {
    title: &'static str,
    /// Mine and theirs.
    heads: [&'static str; 2],
    keys: &'static [Hint<&'static str>],
}

const EDIT: Wording = Wording {
    title: "conflict-title",
    heads: ["conflict-mine", "conflict-theirs"],
    keys: &[
        ("m", "does-take-mine"),
        ("t", "does-take-theirs"),
        ("Enter", "does-save"),
        ("Esc", "does-edit-further"),
        ("j k", "does-move"),
    ],
};
const UNDO: Wording = Wording {
    title: "undo-conflict-title",
    heads: ["undo-conflict-mine", "undo-conflict-theirs"],
    keys: &[
        ("m", "does-change-it"),
        ("t", "does-leave-it"),
        ("M T", "does-settle-rest"),
        ("Enter", "does-go-on"),
        ("Esc", "does-give-up"),
        ("j k", "does-move"),
    ],
};

/// The choice; leaves [`Reply::Settled`] with a side for each field, or nothing to go on writing.
pub struct ConflictLayer {
    wording: &'static Wording,
    fields: Vec<Both>,
    sides: Vec<Option<Side>>,
    /// How many there are that are not shown here.
    others: u64,
    /// The side of those.
    rest: Option<Side>,
    at: usize,
    typed_into: TypedInto,
}

impl ConflictLayer {
    /// A choice for each of these fields of an edit; none is made yet.
    pub fn of_edit(fields: Vec<Both>) -> Self {
        Self::new(&EDIT, fields, 0)
    }

    /// A choice for each of these between what it was before the change that is taken back, and what it is; so many
    /// `others` are not among them.
    pub fn of_undo(fields: Vec<Both>, others: u64) -> Self {
        Self::new(&UNDO, fields, others)
    }

    fn new(wording: &'static Wording, fields: Vec<Both>, others: u64) -> Self {
        Self {
            wording,
            sides: vec![None; fields.len()],
            fields,
            others,
            rest: None,
            at: 0,
            typed_into: TypedInto::default(),
        }
    }

    fn key(&mut self, key: KeyEvent, hasty: bool) -> Vec<Effect> {
        let is_answer = self.typed_into.answers(key.code, LETTERS, hasty);
        match key.code {
            KeyCode::Char('m' | '1') | KeyCode::Left => self.choose(Side::Mine),
            KeyCode::Char('t' | '2') | KeyCode::Right => self.choose(Side::Theirs),
            KeyCode::Char('M') => self.choose_for_all(Side::Mine),
            KeyCode::Char('T') => self.choose_for_all(Side::Theirs),
            KeyCode::Char('k') | KeyCode::Up | KeyCode::BackTab => self.at = self.at.saturating_sub(1),
            KeyCode::Char('j') | KeyCode::Down | KeyCode::Tab => self.go(self.at + 1),
            KeyCode::Esc => return vec![Effect::Pop(None)],
            KeyCode::Enter if is_answer => return self.settle(),
            _ => {}
        }
        Vec::new()
    }

    /// Chooses for the field the cursor is on, and goes on to the next that has no side yet.
    fn choose(&mut self, side: Side) {
        if self.may_be(self.at, side)
            && let Some(chosen) = self.sides.get_mut(self.at)
        {
            *chosen = Some(side);
            self.go_to_undecided();
        }
    }

    /// Chooses for all that have no side yet, also for those that are not shown.
    fn choose_for_all(&mut self, side: Side) {
        for at in 0..self.sides.len() {
            if self.may_be(at, side)
                && let Some(chosen) = self.sides.get_mut(at)
            {
                chosen.get_or_insert(side);
            }
        }
        self.rest = Some(side);
        self.go_to_undecided();
    }

    fn may_be(&self, at: usize, side: Side) -> bool {
        side == Side::Theirs || self.fields.get(at).is_some_and(|both| both.barred.is_none())
    }

    fn go(&mut self, at: usize) {
        self.at = at.min(self.fields.len().saturating_sub(1));
    }

    fn go_to_undecided(&mut self) {
        if let Some(at) = self.sides.iter().position(Option::is_none) {
            self.at = at;
        }
    }

    /// Done once every field has a side; until then Enter shows the first that has none.
    fn settle(&mut self) -> Vec<Effect> {
        let Some(sides) = self.sides.iter().copied().collect() else {
            self.go_to_undecided();
            return Vec::new();
        };
        vec![Effect::Pop(Some(Reply::Settled(sides, self.rest)))]
    }

    /// What the keys do now.
    fn table(&self) -> &'static [Hint<&'static str>] {
        self.typed_into.hints(self.wording.keys)
    }

    /// How many there are, shown or not.
    fn count(&self) -> u64 {
        self.fields.len() as u64 + self.others
    }

    /// The rows of a field: its label, then both values wrapped beside each other.
    fn block(&self, index: usize, width: u16, look: &Look) -> Vec<[Line; 2]> {
        let Some(both) = self.fields.get(index) else { return Vec::new() };
        let here = index == self.at;
        let sign = if here { "> " } else { "  " };
        let label = Line::of(sign, look.style(Role::Accent)).add(&both.label, look.style(Role::Title));
        let chosen = self.sides.get(index).copied().flatten();
        let side = |side, text: &str| -> Vec<Line> {
            let is_chosen = chosen == Some(side);
            let style = look.style(if is_chosen { Role::Marked } else { Role::Text });
            let text = if text.is_empty() { look.words.t("value-none") } else { text };
            let rows = wrap(text, usize::from(width.saturating_sub(5)));
            let sign = |first: bool| if is_chosen && first { "  * " } else { "    " };
            let line = |(at, row): (usize, &String)| Line::of(sign(at == 0), style).add(row, style);
            rows.iter().take(ROWS).enumerate().map(line).collect()
        };
        let mine = both.barred.as_deref().unwrap_or(&both.mine);
        let (mine, theirs) = (side(Side::Mine, mine), side(Side::Theirs, &both.theirs));
        let cell = |lines: &[Line], at: usize| lines.get(at).cloned().unwrap_or_default();
        let pairs = (0..mine.len().max(theirs.len())).map(|at| [cell(&mine, at), cell(&theirs, at)]);
        [[label, Line::new()]].into_iter().chain(pairs).collect()
    }
}

impl Pane for ConflictLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Key(key, _) => self.key(key, context.hasty),
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look = &context.look;
        let half = WIDTH.min(area.width.saturating_sub(4)) / 2;
        let blocks: Vec<_> = (0..self.fields.len()).map(|index| self.block(index, half, look)).collect();
        let height = blocks.iter().map(Vec::len).sum::<usize>() as u16 + 2;
        let title = look.words.tf(self.wording.title, &[("count", self.count().into())]);
        let inner = overlay(&title, (WIDTH, height), area, buf, look);
        let heads = self
            .wording
            .heads
            .map(|key| Line::of("    ", look.style(Role::Dim)).add(look.words.t(key), look.style(Role::Dim)));
        columns::draw(&SIDES, &heads, row(inner, 0), buf);
        // Where not all fit, the field the cursor is on stands first.
        let first = if height > inner.height { self.at } else { 0 };
        let room = inner.height.saturating_sub(2);
        for (y, cells) in (1..=room).zip(blocks.iter().skip(first).flatten()) {
            columns::draw(&SIDES, cells, row(inner, y), buf);
        }
        if inner.height > 1 {
            let keys = hints::line(self.table(), inner.width, &look.words);
            Line::of(&keys, look.style(Role::Dim)).draw(row(inner, inner.height - 1), buf);
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Own
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(self.table())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::tui::fixtures::{HOSTILE, context, draw_at, english, press, screen};
    use proptest::prelude::*;

    fn layer() -> ConflictLayer {
        let both = |label: &str, mine: &str, theirs: &str| Both {
            label: label.into(),
            mine: mine.into(),
            theirs: theirs.into(),
            barred: None,
        };
        ConflictLayer::of_edit(vec![
            both("City", "Berlin-Mitte", "Köln"),
            both("Remarks", "wants the quote before the fair, and a call on Friday", ""),
        ])
    }

    /// Three customers of an import that is taken back, one of whom got a deal, and 34 more.
    fn of_many() -> ConflictLayer {
        let both = |label: &str, barred: Option<&str>| Both {
            label: label.into(),
            mine: String::new(),
            theirs: format!("Name {label}; City Köln"),
            barred: barred.map(str::to_owned),
        };
        let deal = "no: D88 belongs to it";
        ConflictLayer::of_undo(vec![both("7 Ann", None), both("8 Ben", Some(deal)), both("9 Cem", None)], 34)
    }

    fn settled(layer: &mut ConflictLayer, keys: &str) -> Option<(Vec<Side>, Option<Side>)> {
        let context = english();
        keys.chars().for_each(|key| drop(press(layer, KeyCode::Char(key), &context)));
        match press(layer, KeyCode::Enter, &context).pop() {
            Some(Effect::Pop(Some(Reply::Settled(sides, rest)))) => Some((sides, rest)),
            _ => None,
        }
    }

    #[test]
    fn one_answer_does_for_all_the_rest_and_nothing_becomes_what_it_cannot_be() {
        use Side::{Mine, Theirs};
        assert_eq!(settled(&mut of_many(), "T"), Some((vec![Theirs; 3], Some(Theirs))));
        assert_eq!(settled(&mut of_many(), "mT"), Some((vec![Mine, Theirs, Theirs], Some(Theirs))));
        assert_eq!(settled(&mut of_many(), "ttm"), Some((vec![Theirs, Theirs, Mine], None)));
        assert_eq!(settled(&mut of_many(), "M"), None, "one has a deal, and cannot go");
        assert_eq!(settled(&mut of_many(), "Mm"), None);
        assert_eq!(settled(&mut of_many(), "Mt"), Some((vec![Mine, Theirs, Mine], Some(Mine))));
    }

    #[test]
    fn conflicts_of_many_records_are_counted_in_both_languages() {
        for lang in Lang::ALL {
            let context = context(lang);
            insta::assert_snapshot!(format!("conflict_of_many_{lang}"), screen(&of_many(), 80, 24, &context));
        }
    }

    #[test]
    fn a_key_chooses_a_side_and_enter_settles_once_all_are_chosen() {
        let context = english();
        let mut layer = layer();
        press(&mut layer, KeyCode::Char('t'), &context);
        assert!(press(&mut layer, KeyCode::Enter, &context).is_empty(), "the second has no side yet");
        press(&mut layer, KeyCode::Char('1'), &context);
        let effects = press(&mut layer, KeyCode::Enter, &context);
        let [Effect::Pop(Some(Reply::Settled(sides, None)))] = &effects[..] else { panic!() };
        assert_eq!(sides, &[Side::Theirs, Side::Mine]);
    }

    #[test]
    fn esc_goes_on_writing() {
        assert!(matches!(press(&mut layer(), KeyCode::Esc, &english())[..], [Effect::Pop(None)]));
    }

    #[test]
    fn a_text_typed_blindly_settles_nothing() {
        let context = english();
        let mut layer = layer();
        assert_eq!(settled(&mut layer, "meet tom at ten"), None);
        assert!(screen(&layer, 80, 24, &context).contains(context.look.words.t("typed-into")));
        press(&mut layer, KeyCode::Tab, &context);
        assert!(settled(&mut layer, "").is_some(), "whoever reads that goes on");
    }

    #[test]
    fn both_values_stand_side_by_side_in_both_languages() {
        for lang in Lang::ALL {
            let context = context(lang);
            let mut layer = layer();
            press(&mut layer, KeyCode::Char('t'), &context);
            insta::assert_snapshot!(format!("conflict_{lang}"), screen(&layer, 80, 24, &context));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_size_and_no_data_breaks_the_choice(width in 0_u16..120, height in 0_u16..40, hostile in 0..HOSTILE.len(), any in any::<String>()) {
            let hostile = HOSTILE[hostile].to_owned();
            let both = Both { label: hostile.clone(), mine: any.clone(), theirs: hostile.clone(), barred: Some(hostile) };
            let layer = ConflictLayer::of_edit(vec![both.clone(), both.clone(), both]);
            draw_at(&layer, width, height, &english());
        }
    }
}
