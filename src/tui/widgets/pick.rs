//! A list to pick from: filtered while typing, or chosen by digit.

use super::columns::{self, Column};
use super::field::Field;
use super::frame::{empty, overlay};
use super::hints::{self, Hint};
use super::line::Line;
use super::list::{List, Step};
use super::typed_into::TypedInto;
use super::{Edited, Look, row};
use crate::domain::text::{fold, half_width_char};
use crate::tui::term::Borders;
use crate::tui::theme::Role;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Cells of a pick list on a screen that has them.
const WIDTH: u16 = 60;
/// What the keys of a list do, and of one whose items have digits.
const KEYS: [Hint<&str>; 5] = [
    ("", "does-filter"),
    ("Enter", "does-choose"),
    ("Esc", "does-back"),
    ("↑ ↓", "does-move"),
    ("PgUp PgDn", "does-page"),
];
/// What they do where nothing matches what is typed.
const NO_MATCH: &[Hint<&str>] = &[("", "pick-empty"), ("Ctrl-u", "does-clear"), ("Esc", "does-back")];
const KEYS_AND_DIGITS: [Hint<&str>; 6] = {
    let [filter, choose, back, step, page] = KEYS;
    [filter, choose, back, step, page, ("0-9", "does-by-digit")]
};
/// Characters and words of a filter that count; fuzzy matching grows with them.
const MAX_FILTER: usize = 64;
const MAX_WORDS: usize = 8;

/// One thing to pick.
#[derive(Debug, Clone)]
pub struct Item<V> {
    /// What picking it means.
    pub value: V,
    /// What is shown and searched.
    pub label: String,
    /// Searched too, and shown behind the label where it is what matched.
    pub also: String,
    /// Shown at the right: its keys, its count.
    pub aside: String,
    /// The key that picks it at once while nothing is typed.
    pub digit: Option<char>,
}

impl<V> Item<V> {
    /// A thing to pick.
    pub fn new(value: V, label: impl Into<String>) -> Self {
        Self { value, label: label.into(), also: String::new(), aside: String::new(), digit: None }
    }

    /// Found by another name as well.
    pub fn also(self, also: impl Into<String>) -> Self {
        Self { also: also.into(), ..self }
    }

    /// The label, and the other name behind it.
    fn names(&self) -> String {
        if self.also.is_empty() { self.label.clone() } else { format!("{} · {}", self.label, self.also) }
    }

    /// With something at its right.
    pub fn aside(self, aside: impl Into<String>) -> Self {
        Self { aside: aside.into(), ..self }
    }

    /// With the digit that picks it.
    pub fn digit(self, digit: char) -> Self {
        Self { digit: Some(digit), ..self }
    }
}

/// What a key came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picked<V> {
    /// This one.
    Chosen(V),
    /// None; the list is to be closed.
    Left,
    /// Not yet.
    Open,
}

/// A pick list over the panes.
#[derive(Debug, Clone)]
pub struct Pick<V> {
    title: String,
    items: Vec<Item<V>>,
    filter: Field,
    /// The items that match, best first, with the characters that did.
    matches: Vec<(usize, Vec<usize>)>,
    list: List<usize>,
    /// Something is done with what is chosen: an Enter right behind a text chooses nothing, for a line of prose typed
    /// blindly ends so too.
    asks: bool,
    typed_into: TypedInto,
}

impl<V: Clone> Pick<V> {
    /// A list of these items, all shown in this order until something is typed.
    pub fn new(title: impl Into<String>, items: Vec<Item<V>>) -> Self {
        let (filter, list) = (Field::default(), List::default());
        let (title, typed_into) = (title.into(), TypedInto::default());
        let mut pick = Self { title, items, filter, matches: Vec::new(), list, asks: false, typed_into };
        pick.apply_filter();
        pick
    }

    /// One of which something is done with the chosen one at once.
    pub fn asking(self) -> Self {
        Self { asks: true, ..self }
    }

    /// With the digits 1 to 9 for the first items.
    pub fn numbered(mut self) -> Self {
        for (item, digit) in self.items.iter_mut().zip('1'..='9') {
            item.digit = Some(digit);
        }
        self
    }

    /// Shows something else at the right of an item.
    pub fn set_aside(&mut self, value: &V, aside: impl Into<String>)
    where
        V: PartialEq,
    {
        if let Some(item) = self.items.iter_mut().find(|item| item.value == *value) {
            item.aside = aside.into();
        }
    }

    /// What is typed.
    pub fn filter(&self) -> &str {
        self.filter.text()
    }

    /// The item Enter would choose.
    pub fn selected(&self) -> Option<&Item<V>> {
        self.list.selected().and_then(|index| self.items.get(index))
    }

    /// What its keys do.
    pub fn hints(&self) -> Vec<Hint> {
        if self.matches.is_empty() && !self.filter.is_empty() {
            return hints::of(NO_MATCH);
        }
        let has_digits = self.items.iter().any(|item| item.digit.is_some());
        let keys: &[_] = if has_digits { &KEYS_AND_DIGITS } else { &KEYS };
        let is_said = self.asks || self.typed_into.is_hasty();
        hints::of(if is_said { self.typed_into.hints(keys) } else { keys })
    }

    /// Takes a key. An Enter right behind another chooses nothing, unless that other was typed to find something.
    pub fn on(&mut self, key: KeyEvent, hasty: bool) -> Picked<V> {
        let hasty = hasty && (self.asks || self.filter.is_empty());
        let is_answer = self.typed_into.answers(key.code, "", hasty);
        if let Some(item) = self.item_of_digit(key) {
            return Picked::Chosen(item.value.clone());
        }
        let step = match key.code {
            KeyCode::Esc => return Picked::Left,
            KeyCode::Enter if hasty || self.asks && !is_answer => return Picked::Open,
            KeyCode::Enter => return self.selected().map_or(Picked::Open, |item| Picked::Chosen(item.value.clone())),
            KeyCode::Up | KeyCode::BackTab => Step::Up,
            KeyCode::Down | KeyCode::Tab => Step::Down,
            KeyCode::PageUp => Step::PageUp,
            KeyCode::PageDown => Step::PageDown,
            _ => return self.type_key(key),
        };
        self.list.go(step, |index| item_at(&self.matches, index));
        Picked::Open
    }

    /// Takes a pasted text into the filter.
    pub fn paste(&mut self, text: &str) {
        self.filter.paste(text);
        self.apply_filter();
    }

    fn type_key(&mut self, key: KeyEvent) -> Picked<V> {
        if self.filter.on(key) == Edited::Text {
            self.apply_filter();
        }
        Picked::Open
    }

    fn item_of_digit(&self, key: KeyEvent) -> Option<&Item<V>> {
        let KeyCode::Char(c) = key.code else { return None };
        let alone = self.filter.is_empty() && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        self.items.iter().find(|item| alone && item.digit == Some(half_width_char(c)))
    }

    fn apply_filter(&mut self) {
        let folded: String = fold(self.filter.text()).chars().take(MAX_FILTER).collect();
        let words: Vec<&str> = folded.split_whitespace().take(MAX_WORDS).collect();
        let matcher = SkimMatcherV2::default().ignore_case();
        let mut found: Vec<(i64, usize, Vec<usize>)> = Vec::new();
        for (index, item) in self.items.iter().enumerate() {
            if let Some((score, hits)) = score(&matcher, &item.names(), &words) {
                found.push((score, index, hits));
            }
        }
        // A stable sort: alike matches keep the order of the items.
        found.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        self.matches = found.into_iter().map(|(_, index, hits)| (index, hits)).collect();
        self.list.refresh(self.matches.len(), |index| item_at(&self.matches, index));
        self.list.select(0, |index| item_at(&self.matches, index));
    }

    /// Draws the list over the middle of an area. Returns where the hardware cursor belongs: where the person types, or
    /// on what Enter would choose where a screen reader reads it out.
    pub fn draw(&self, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
        let height = (self.items.len() as u16).saturating_add(2);
        let inner = overlay(&self.title, (WIDTH, height), area, buf, look);
        let rows = Rect { y: row(inner, 1).y, height: inner.height.saturating_sub(2), ..inner };
        if self.matches.is_empty() {
            empty(look.words.t("pick-empty"), rows, buf, look);
        }
        let key_at = |index| item_at(&self.matches, index);
        self.list.draw(rows, buf, look, true, key_at, |index, place, buf| self.draw_row(index, place, buf, look));
        if inner.height > 1 {
            let keys = Line::of(&hints::line(&self.hints(), inner.width, &look.words), look.style(Role::Dim));
            keys.draw(row(inner, inner.height - 1), buf);
        }
        let typed = self.filter.draw(row(inner, 0), buf, look.style(Role::Text));
        let chosen = self.list.place_of_selected().filter(|_| look.theme.borders() == Borders::Linear);
        chosen.or(typed)
    }

    fn draw_row(&self, index: usize, area: Rect, buf: &mut Buffer, look: &Look) {
        let Some((item, hits)) = self.matches.get(index).and_then(|(at, hits)| Some((self.items.get(*at)?, hits)))
        else {
            return;
        };
        let digit = item.digit.map_or_else(String::new, |digit| format!("{digit} "));
        let (text, hit, dim) = (look.style(Role::Text), look.style(Role::MatchHighlight), look.style(Role::Dim));
        let by_label_alone = hits.last().is_none_or(|last| *last < item.label.chars().count());
        let shown = if by_label_alone { item.label.clone() } else { item.names() };
        let label = Line::of(&digit, look.style(Role::Accent)).add_hits(&shown, hits, text, hit);
        let aside = Line::of(&item.aside, dim);
        let columns = [Column::flex(10), Column::fixed(aside.width() as u16).right()];
        columns::draw(&columns, &[label, aside], area, buf);
    }
}

/// The item shown in a row.
fn item_at(matches: &[(usize, Vec<usize>)], row: usize) -> Option<usize> {
    matches.get(row).map(|(item, _)| *item)
}

/// The sum of the words' scores and the characters of the label that matched; nothing unless every word does.
fn score(matcher: &SkimMatcherV2, label: &str, words: &[&str]) -> Option<(i64, Vec<usize>)> {
    // Folding can turn one character into two: each folded one remembers where it came from.
    let (mut folded, mut origins) = (String::new(), Vec::new());
    for (origin, c) in label.chars().enumerate() {
        let twins = fold(c.encode_utf8(&mut [0; 4]));
        origins.extend(std::iter::repeat_n(origin, twins.chars().count()));
        folded.push_str(&twins);
    }
    let (mut total, mut hits) = (0, Vec::new());
    for word in words {
        let (score, indices) = matcher.fuzzy_indices(&folded, word)?;
        total += score;
        hits.extend(indices.into_iter().filter_map(|index| origins.get(index).copied()));
    }
    hits.sort_unstable();
    Some((total, hits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::widgets::testing::{any_key, buffer, ctrl, key, look, rows_of, tiny_area, typed};
    use proptest::prelude::*;

    fn stages() -> Pick<u8> {
        let labels = ["New 初步接触", "Qualified 需求确认", "Proposal 方案报价", "Negotiation 商务谈判"];
        let items = labels.iter().zip(0..).map(|(label, value)| Item::new(value, *label)).collect();
        Pick::new("Stage", items).numbered()
    }

    #[test]
    fn a_digit_picks_at_once_also_a_full_width_one() {
        assert_eq!(stages().on(key(KeyCode::Char('3')), false), Picked::Chosen(2));
        assert_eq!(stages().on(key(KeyCode::Char('３')), false), Picked::Chosen(2));
        assert_eq!(stages().on(key(KeyCode::Char('7')), false), Picked::Open);
        let mut withheld = Pick::new("Who", vec![Item::new("none", "none of these").digit('0')]);
        assert_eq!(withheld.on(key(KeyCode::Char('0')), false), Picked::Chosen("none"));
    }

    #[test]
    fn typing_filters_in_any_language() {
        for (text, value) in [("prop", 2), ("报价", 2), ("ngtn", 3), ("QUAL", 1), ("确认 qu", 1)] {
            let mut pick = stages();
            assert!(typed(text).all(|key| pick.on(key, false) == Picked::Open));
            assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Chosen(value), "{text}");
        }
    }

    #[test]
    fn another_name_is_shown_only_where_it_is_what_was_typed() {
        let mut pick = Pick::new("Go", vec![Item::new(1, "搜索").also("Search")]);
        let drawn = |pick: &Pick<u8>| {
            let mut buf = buffer(30, 6);
            pick.draw(buf.area, &mut buf, look());
            rows_of(&buf).join("\n")
        };
        assert!(drawn(&pick).contains("搜索") && !drawn(&pick).contains("Search"));
        typed("sear").for_each(|key| {
            pick.on(key, false);
        });
        assert!(drawn(&pick).contains("搜索 · Search"));
    }

    #[test]
    fn what_matches_nothing_chooses_nothing() {
        let mut pick = stages();
        typed("xyz").for_each(|key| {
            pick.on(key, false);
        });
        assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Open);
        assert!(pick.hints().contains(&("Ctrl-u".to_owned(), "does-clear")));
        pick.on(ctrl('u'), false);
        assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Chosen(0));
        assert_eq!(pick.on(key(KeyCode::Esc), false), Picked::Left);
    }

    #[test]
    fn a_line_of_prose_answers_no_question() {
        let mut pick = stages().asking();
        assert!(typed("prop").all(|key| pick.on(key, false) == Picked::Open));
        assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Open);
        assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Open, "nor does the empty line behind it");
        pick.on(key(KeyCode::Tab), false);
        assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Chosen(2));
        assert_eq!(stages().asking().on(key(KeyCode::Enter), false), Picked::Chosen(0));
    }

    #[test]
    fn an_enter_right_behind_the_key_that_opened_it_chooses_nothing() {
        for mut pick in [stages(), stages().asking()] {
            assert_eq!(pick.on(key(KeyCode::Enter), true), Picked::Open);
            assert_eq!(pick.hints().len(), 2, "it says that another one is wanted");
            assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Chosen(0));
        }
        let mut found = stages();
        assert!(typed("prop").all(|key| found.on(key, true) == Picked::Open));
        assert_eq!(found.on(key(KeyCode::Enter), true), Picked::Chosen(2), "it ends what was typed to find it");
    }

    #[test]
    fn arrows_move_and_the_rows_show_digits_and_asides() {
        let mut pick = Pick::new("Go", vec![Item::new(1, "Customers").aside("g c"), Item::new(2, "张伟")]).numbered();
        pick.on(key(KeyCode::Down), false);
        let mut buf = buffer(30, 6);
        let cursor = pick.draw(buf.area, &mut buf, look());
        insta::assert_snapshot!(rows_of(&buf).join("\n"), @r"
        ┌> Go ───────────────────────┐
        │                            │
        │  1 Customers           g c │
        │ >2 张伟                    │
        │ type to filter             │
        └────────────────────────────┘
        ");
        assert_eq!(cursor, Some(Position { x: 2, y: 1 }));
        assert_eq!(pick.on(key(KeyCode::Enter), false), Picked::Chosen(2));
    }

    proptest! {
        #[test]
        fn no_key_and_no_area_breaks_a_pick_list(keys in proptest::collection::vec(any_key(), 0..12), area in tiny_area(), label in any::<String>()) {
            let mut pick = Pick::new("t", vec![Item::new(0, label.clone()).aside(label), Item::new(1, "ﬀ ß İ")]);
            for key in keys {
                pick.on(key, false);
                pick.draw(area, &mut buffer(12, 6), look());
            }
        }
    }
}
