//! How the columns and their cards, or the rows of the list, are drawn.

use super::columns::{Columns, key_at};
use super::{Board, rows};
use crate::domain::deal::{Age, Deal};
use crate::domain::id::DealId;
use crate::door::deals::Column;
use crate::door::follow_ups::DealRow;
use crate::tui::pane::Context;
use crate::tui::term::Borders;
use crate::tui::theme::Role;
use crate::tui::widgets::chart::bar;
use crate::tui::widgets::columns::{self, Column as Cells};
use crate::tui::widgets::frame::{PaneFrame, empty};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::List;
use crate::tui::widgets::text::{whole_ones, width};
use crate::tui::widgets::{Look, row};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::ops::Range;

/// The least cells of a column, with the one that parts it from the next.
const NARROW: u16 = 15;
/// Rows of a column's head: its name, its sums, its share of all deals.
const HEAD: u16 = 3;
/// Rows of a card: title, customer, what it is worth.
const CARD: u16 = 3;
/// Id, title, value, stage or how it ended, days in the stage, customer: the last ones give way first.
const ROW: [Cells; 6] = [
    Cells::fixed(5),
    Cells::flex(10).share(2),
    Cells::fixed(10).right(),
    Cells::flex(10),
    Cells::fixed(6).right(),
    Cells::flex(10).share(2),
];

pub(super) fn draw(pane: &Board, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
    let look: &Look = &context.look;
    let seen = seen(&pane.columns, columns_in(area.width.saturating_sub(2), look));
    let title = title(pane, context);
    let count = count(pane, &seen);
    let inner = PaneFrame { title: &title, count: &count, focused }.draw(area, buf, look);
    let line = Rect { height: inner.height.min(pane.filter.is_shown().into()), ..inner };
    let cursor = pane.filter.draw(line, buf, look);
    let inner = Rect { y: line.bottom(), height: inner.height - line.height, ..inner };
    pane.columns.lists.iter().for_each(List::hide);
    if pane.listed {
        draw_rows(pane, inner, buf, context, focused);
    } else {
        draw_columns(pane, seen, inner, buf, context, focused);
    }
    if let Some((_, question)) = pane.moving.as_ref().filter(|_| focused) {
        question.draw(inner, buf, look);
    }
    cursor
}

/// Which pipeline, where there are several.
fn title(pane: &Board, context: &Context) -> String {
    let words = &context.look.words;
    let pipelines = &context.settings.pipelines;
    let shown = context.settings.pipeline(&pane.pipeline).filter(|_| pipelines.len() > 1);
    let name = shown.map(|pipeline| words::label_or(words, &pipeline.label, "pipeline", &pipeline.slug));
    name.map_or_else(
        || words.t("pane-pipeline").to_owned(),
        |name| words::about(words, words.t("pane-pipeline"), &name),
    )
}

/// How many deals; and which of the columns are seen, where not all are.
fn count(pane: &Board, seen: &Range<usize>) -> String {
    let (deals, all) = (pane.columns.count(), pane.columns.stages.len());
    match () {
        () if !pane.known => String::new(),
        () if pane.listed => pane.rows.answer.count.to_string(),
        () if seen.len() == all => deals.to_string(),
        () => format!("{deals} < {}-{}/{all} >", seen.start + 1, seen.end),
    }
}

/// How many columns fit; a screen reader reads one after the other.
fn columns_in(width: u16, look: &Look) -> usize {
    if look.theme.borders() == Borders::Linear { 1 } else { usize::from(width / NARROW).max(1) }
}

/// The columns there is room for, the one with the cursor among them.
fn seen(columns: &Columns, room: usize) -> Range<usize> {
    let all = columns.stages.len();
    let room = room.min(all);
    let earliest = (columns.at + 1).saturating_sub(room);
    let first = columns.first.get().clamp(earliest, columns.at.max(earliest)).min(all - room);
    columns.first.set(first);
    first..first + room
}

fn draw_columns(pane: &Board, seen: Range<usize>, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) {
    let look: &Look = &context.look;
    let columns = &pane.columns;
    if pane.known && columns.count() == 0 && area.height > HEAD {
        let middle = Rect { y: area.y + HEAD, height: area.height - HEAD, ..area };
        let why = if pane.filter.query().trim().is_empty() { "board-empty" } else { "board-none-found" };
        empty(look.words.t(why), middle, buf, look);
    }
    let shown = seen.len() as u16;
    if shown == 0 {
        return;
    }
    let most = columns.stages.iter().map(|column| column.count).max().unwrap_or(0);
    let width = area.width / shown;
    for (place, at) in seen.enumerate() {
        let x = area.x + width * place as u16;
        let last = place as u16 + 1 == shown;
        let width = if last { area.right() - x } else { width.saturating_sub(1) };
        if let Some((column, list)) = columns.stages.get(at).zip(columns.lists.get(at)) {
            let here = at == columns.at;
            let place = Rect { x, width, ..area };
            draw_head(column, here, most, place, buf, look);
            draw_cards(column, list, here, place, buf, context, focused);
        }
    }
}

fn draw_head(column: &Column, here: bool, most: usize, area: Rect, buf: &mut Buffer, look: &Look) {
    let name = words::label_or(&look.words, &column.label, "stage", &column.stage);
    let style = look.style(if here { Role::Accent } else { Role::Title });
    let head = Line::of(&name, style).add(&format!(" {}", column.count), look.style(Role::Dim));
    head.draw(row(area, 0), buf);
    let sums: Vec<_> = column.values.iter().map(|sum| look.words.money_short(*sum)).collect();
    Line::of(&whole_ones(&sums, area.width.into()), look.style(Role::Dim)).draw(row(area, 1), buf);
    let share = bar(look.theme.borders(), area.width.into(), column.count as u64, most as u64);
    Line::of(&share, look.style(Role::Border)).draw(row(area, 2), buf);
}

fn draw_cards(
    column: &Column,
    list: &List<DealId>,
    here: bool,
    area: Rect,
    buf: &mut Buffer,
    context: &Context,
    focused: bool,
) {
    let room = area.height.saturating_sub(HEAD);
    let fit = usize::from(room / CARD);
    let more = u16::from(column.count > fit);
    let cards = Rect { y: row(area, HEAD).y, height: room - more.min(room), ..area };
    let key_at = key_at(column);
    let mut below = column.count;
    for (place, index) in list.window_in(cards, CARD, 0).enumerate() {
        let Some(deal) = column.deals.get(index) else { continue };
        below = column.count.saturating_sub(index + 1);
        let card = Rect { height: CARD, ..row(cards, place as u16 * CARD) };
        let selected = here && key_at(index) == list.selected();
        draw_card(deal, selected, card, buf, context);
        if selected && focused {
            buf.set_style(card.intersection(cards), context.look.style(Role::Selected));
        }
    }
    if below > 0 && more > 0 {
        let said = context.look.words.tf("more-below", &[("count", below.into())]);
        Line::of(&said, context.look.style(Role::Dim)).draw(row(area, area.height.saturating_sub(1)), buf);
    }
}

fn draw_card(deal: &DealRow, selected: bool, area: Rect, buf: &mut Buffer, context: &Context) {
    let look: &Look = &context.look;
    let (text, dim, warning) = (look.style(Role::Text), look.style(Role::Dim), look.style(Role::Warning));
    let sign = if selected { "> " } else { "  " };
    Line::of(sign, look.style(Role::Accent)).add(&deal.deal.title, text).draw(row(area, 0), buf);
    Line::of("  ", dim).add(&deal.customer_name, dim).draw(row(area, 1), buf);

    let words = &look.words;
    let worth = words.money_short(deal.deal.value);
    let (days, age) = days(&deal.deal, context);
    // The sign stands in front, where no thin column cuts it off.
    let line = match deal.next_step {
        Some(_) => Line::of("  ", text),
        None => Line::of("! ", warning),
    };
    let line = line.add(&worth, text).add(" ", text).add(&days, look.style(age));
    let missing = words.t("no-next-step");
    let has_room = line.width() + 1 + width(missing) <= usize::from(area.width);
    let line = if deal.next_step.is_none() && has_room { line.add(" ", text).add(missing, warning) } else { line };
    line.draw(row(area, 2), buf);
}

/// The days in the stage with a star for each step of ageing, and how that looks.
fn days(deal: &Deal, context: &Context) -> (String, Role) {
    let days = context.look.words.tf("days-short", &[("days", deal.days_in_stage(context.now).into())]);
    match words::age(&context.settings, deal, context.now) {
        Age::Fresh => (days, Role::Text),
        Age::Ageing => (format!("{days}*"), Role::Warning),
        Age::Stale => (format!("{days}**"), Role::Danger),
    }
}

fn draw_rows(pane: &Board, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) {
    let look: &Look = &context.look;
    let deals = &pane.rows.answer.rows;
    if pane.known && deals.is_empty() {
        empty(look.words.t("board-none-found"), area, buf, look);
    }
    let draw_row = |index: usize, place: Rect, buf: &mut Buffer| {
        if let Some(deal) = deals.get(index) {
            draw_deal(deal, place, buf, context);
        }
    };
    pane.rows.list.draw(area, buf, look, focused, rows::key_at(deals), draw_row);
}

fn draw_deal(row: &DealRow, area: Rect, buf: &mut Buffer, context: &Context) {
    let look: &Look = &context.look;
    let (words, deal) = (&look.words, &row.deal);
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let (stands, (days, age)) = if deal.is_open() {
        let stage = words::stage(words, &context.settings, &deal.pipeline, &deal.stage);
        (Line::of(&stage, text), days(deal, context))
    } else {
        (ended(deal, look), (String::new(), Role::Dim))
    };
    let cells = [
        Line::of(&deal.id.to_string(), dim),
        Line::of(&deal.title, text),
        Line::of(&words.money_short(deal.value), text),
        stands,
        Line::of(&days, look.style(age)),
        Line::of(&row.customer_name, dim),
    ];
    columns::draw(&ROW, &cells, area, buf);
}

/// How a deal ended: `lost price, Initech`.
fn ended(deal: &Deal, look: &Look) -> Line {
    let words = &look.words;
    let reason = words::label(words, "lost-reason", &deal.reason);
    let why = [reason].into_iter().chain(deal.competitors.iter().cloned()).filter(|part| !part.is_empty());
    let why = words::listed(words, why);
    let state = words::label(words, "deal-state", deal.state.slug());
    Line::of(&state, look.style(Role::Title)).add(" ", look.style(Role::Dim)).add(&why, look.style(Role::Dim))
}
