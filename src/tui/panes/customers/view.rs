//! How the search box and its rows are drawn.

use super::{Customers, FOUND, Key};
use crate::domain::phone::digits;
use crate::domain::typed::Span;
use crate::door::search::CustomerRow;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::{PaneFrame, empty};
use crate::tui::widgets::hints;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::width;
use crate::tui::widgets::{Look, row};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// A number in international form, with a cell to spare.
const PHONE: Column = Column::fixed(17);
const NARROW: [Column; 3] = [Column::flex(10).share(2), PHONE, Column::flex(8)];
const WIDE: [Column; 7] = [
    Column::fixed(8).right(),
    Column::flex(14).share(3),
    Column::flex(12).share(2),
    PHONE,
    Column::flex(8),
    Column::fixed(11),
    Column::flex(8),
];
/// Rows with what was said, and when.
const NOTED: [Column; 3] = [Column::flex(10).share(2), Column::flex(16).share(3), Column::fixed(11)];
/// Cells of the sign in front of the box.
const SIGN: usize = 2;
/// Rows shown while one types, on a screen that has not twice as many.
const BEST: u16 = 9;
/// From this many cells on there is room for every column.
const WIDE_FROM: u16 = 96;

pub(super) fn draw(
    pane: &Customers,
    area: Rect,
    buf: &mut Buffer,
    context: &Context,
    focused: bool,
) -> Option<Position> {
    let look: &Look = &context.look;
    let count = match &pane.found {
        found if !found.known => String::new(),
        found if found.counting => look.words.tf("customers-counting", &[("count", found.matched.into())]),
        found => found.matched.to_string(),
    };
    let count = match pane.marked.len() {
        0 => count,
        marked => format!("{count} · {}", look.words.tf("bulk-marked", &[("count", marked.into())])),
    };
    let inner = PaneFrame { title: look.words.t("pane-customers"), count: &count, focused }.draw(area, buf, look);
    let cursor = draw_box(pane, row(inner, 0), buf, look);
    let rows = Rect { y: row(inner, 1).y, height: inner.height.saturating_sub(1), ..inner };
    let rows = if pane.typing { best(rows) } else { rows };
    if pane.found.known && !pane.found.counting && pane.list.is_empty() {
        let why = match pane.search.is_empty() {
            _ if pane.typing => "customers-none",
            true => "customers-nobody",
            false => "customers-empty",
        };
        empty(look.words.t(why), rows, buf, look);
    }
    let key_at = |index| pane.found.key_at(index);
    let draw_any = |index: usize, place: Rect, buf: &mut Buffer| {
        if key_at(index) == Some(Key::New) {
            new_row(pane.search.text().trim(), look).draw(place, buf);
        } else if let Some(found) = pane.found.row(index) {
            draw_row(found, place, buf, context);
        }
    };
    pane.list.draw(rows, buf, look, focused && !pane.typing, key_at, draw_any);
    // Over the first row, so that none moves while one types; it is of another query anyhow.
    if let Some((span, why)) = pane.error.as_ref().filter(|_| pane.completing.is_idle()) {
        let first = row(rows, 0);
        Line::of(&" ".repeat(first.width.into()), look.style(Role::Text)).draw(first, buf);
        draw_error(pane.search.text(), span, why, first, buf, look);
    }
    cursor.filter(|_| focused && pane.typing)
}

/// While one types, the best rows are enough: every letter sends them all anew.
fn best(rows: Rect) -> Rect {
    Rect { height: rows.height.min((rows.height / 2).max(BEST)), ..rows }
}

fn draw_box(pane: &Customers, area: Rect, buf: &mut Buffer, look: &Look) -> Option<Position> {
    let sign = Line::of("/ ", look.style(if pane.typing { Role::Accent } else { Role::Dim }));
    let used = sign.draw(area, buf);
    let rest = Rect { x: area.x + used, width: area.width - used, ..area };
    if pane.search.is_empty() && !pane.typing {
        Line::of(look.words.t("search-hint"), look.style(Role::Dim)).draw(rest, buf);
        return None;
    }
    let cursor = pane.search.draw(rest, buf, look.style(Role::Text));
    let typed = width(pane.search.text()) as u16;
    let offers = Rect { x: rest.x + typed.min(rest.width), width: rest.width.saturating_sub(typed), ..rest };
    if pane.typing {
        draw_offers(pane, offers, buf, look);
    } else {
        let how = format!("  {}", hints::line(FOUND, offers.width.saturating_sub(2), &look.words));
        Line::of(&how, look.style(Role::Dim)).draw(offers, buf);
    }
    cursor
}

/// What the query may go on with, behind it: nothing moves when it comes or goes.
fn draw_offers(pane: &Customers, area: Rect, buf: &mut Buffer, look: &Look) {
    let mut line = Line::new();
    for offer in pane.completing.shown() {
        let next = if line.width() == 0 { look.style(Role::Accent) } else { look.style(Role::Dim) };
        line = line.add("  ", next).add(offer.with.trim_end(), next);
        if let Some(count) = offer.count {
            line = line.add(&format!(" {count}"), look.style(Role::Dim));
        }
    }
    line.draw(area, buf);
}

/// Points at the word from below, as far as the box shows it, and says what is wrong.
fn draw_error(query: &str, span: &Span, why: &str, area: Rect, buf: &mut Buffer, look: &Look) {
    let danger = look.style(Role::Danger);
    let word = width(query.get(span.clone()).unwrap_or_default());
    let before = SIGN + width(query.get(..span.start).unwrap_or_default());
    let pointer = " ".repeat(before) + &"^".repeat(word);
    let room = usize::from(area.width);
    let said = Line::of("! ", danger).add(why, danger);
    let fits = word > 0 && width(&pointer) + 1 + said.width() <= room;
    let line = if fits { Line::of(&pointer, danger).add(" ", danger).add(why, danger) } else { said };
    line.draw(area, buf);
}

fn new_row(typed: &str, look: &Look) -> Line {
    Line::of(&look.words.tf("new-row", &[("text", typed.into())]), look.style(Role::Accent))
}

fn draw_row(found: &CustomerRow, area: Rect, buf: &mut Buffer, context: &Context) {
    let look: &Look = &context.look;
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let value = |field, value: &str, style| with_hits(found, field, 0, value, style, look);
    let (phone_index, phone) = phone(found);
    let name = value("name", &found.name, text);
    let phone = with_hits(found, "phones", phone_index, phone, text, look);
    let zone = context.settings.calendar.zone;
    if let Some(note) = &found.note {
        let hits: Vec<usize> = note.chars.iter().map(|at| *at as usize).collect();
        let said = Line::new().add_hits(&note.text, &hits, text, look.style(Role::MatchHighlight));
        let at = Line::of(&words::stamp(note.at, context.now, zone), dim);
        let columns = if area.width < WIDE_FROM { &NOTED[..2] } else { &NOTED[..] };
        return columns::draw(columns, &[name, said, at], area, buf);
    }
    if area.width < WIDE_FROM {
        let place = if found.company.is_empty() {
            value("city", &found.city, dim)
        } else {
            value("company", &found.company, dim)
        };
        columns::draw(&NARROW, &[name, phone, place], area, buf);
        return;
    }
    let last = found.last_contact.map_or_else(String::new, |at| words::stamp(at, context.now, zone));
    let tags = found.tags.join(" ");
    let cells = [
        Line::of(&found.id.to_string(), dim),
        name,
        value("company", &found.company, text),
        phone,
        value("city", &found.city, text),
        Line::of(&last, dim),
        Line::of(&tags, dim),
    ];
    columns::draw(&WIDE, &cells, area, buf);
}

/// The number that was found, else the first.
fn phone(found: &CustomerRow) -> (usize, &str) {
    let hit = found.highlights.iter().find(|highlight| highlight.field == "phones");
    let index = hit.map_or(0, |highlight| highlight.index);
    let phone = found.phones.get(index).or_else(|| found.phones.iter().find(|phone| !digits(phone).is_empty()));
    (index, phone.map_or("", String::as_str))
}

fn with_hits(
    found: &CustomerRow,
    field: &str,
    index: usize,
    text: &str,
    style: ratatui::style::Style,
    look: &Look,
) -> Line {
    let hit = found.highlights.iter().find(|highlight| highlight.field == field && highlight.index == index);
    let hits: Vec<usize> = hit.map_or_else(Vec::new, |hit| hit.chars.iter().map(|at| *at as usize).collect());
    Line::new().add_hits(text, &hits, style, look.style(Role::MatchHighlight))
}
