//! How the columns and their cards are drawn.

use super::{Board, key_at};
use crate::domain::id::DealId;
use crate::door::deals::Column;
use crate::door::follow_ups::DealRow;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::frame::{PaneFrame, empty};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::list::List;
use crate::tui::widgets::{Look, row};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::ops::Range;

/// The least cells of a column, with the one that parts it from the next.
const NARROW: u16 = 15;
/// Rows of a column's head: its name and its sums.
const HEAD: u16 = 2;
/// Rows of a card: title, customer, what it is worth.
const CARD: u16 = 3;

pub(super) fn draw(pane: &Board, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) {
    let look: &Look = &context.look;
    let all: usize = pane.columns.iter().map(|column| column.count).sum();
    let seen = seen(pane, area.width.saturating_sub(2));
    let count = count(pane, all, &seen);
    let inner = PaneFrame { title: look.words.t("pane-pipeline"), count: &count, focused }.draw(area, buf, look);
    if pane.known && all == 0 && inner.height > HEAD {
        let middle = Rect { y: inner.y + HEAD, height: inner.height - HEAD, ..inner };
        empty(look.words.t("board-empty"), middle, buf, look);
    }
    let shown = seen.len() as u16;
    if shown == 0 {
        return;
    }
    let width = inner.width / shown;
    for (place, at) in seen.enumerate() {
        let x = inner.x + width * place as u16;
        let last = place as u16 + 1 == shown;
        let width = if last { inner.right() - x } else { width.saturating_sub(1) };
        if let Some((column, list)) = pane.columns.get(at).zip(pane.lists.get(at)) {
            draw_column(column, list, at == pane.at, Rect { x, width, ..inner }, buf, context, focused);
        }
    }
}

/// The columns that fit, the one with the cursor among them.
fn seen(pane: &Board, width: u16) -> Range<usize> {
    let room = usize::from(width / NARROW).max(1).min(pane.columns.len());
    let earliest = (pane.at + 1).saturating_sub(room);
    let first = pane.first.get().clamp(earliest, pane.at.max(earliest)).min(pane.columns.len() - room);
    pane.first.set(first);
    first..first + room
}

/// How many deals; and which of the columns are seen, where not all are.
fn count(pane: &Board, deals: usize, seen: &Range<usize>) -> String {
    let all = pane.columns.len();
    match () {
        () if !pane.known => String::new(),
        () if seen.len() == all => deals.to_string(),
        () => format!("{deals} < {}-{}/{all} >", seen.start + 1, seen.end),
    }
}

fn draw_column(
    column: &Column,
    list: &List<DealId>,
    here: bool,
    area: Rect,
    buf: &mut Buffer,
    context: &Context,
    focused: bool,
) {
    let look: &Look = &context.look;
    let name = words::label_or(&look.words, &column.label, "stage", &column.stage);
    let style = look.style(if here { Role::Accent } else { Role::Title });
    let head = Line::of(&name, style).add(&format!(" {}", column.count), look.style(Role::Dim));
    head.draw(row(area, 0), buf);
    let sums: Vec<_> = column.values.iter().map(|sum| look.words.money_short(*sum)).collect();
    Line::of(&sums.join(" "), look.style(Role::Dim)).draw(row(area, 1), buf);

    let cards = Rect { y: row(area, HEAD).y, height: area.height.saturating_sub(HEAD), ..area };
    let key_at = key_at(column);
    for (place, index) in list.window(usize::from(cards.height / CARD)).enumerate() {
        let Some(deal) = column.deals.get(index) else { continue };
        let card = Rect { height: CARD, ..row(cards, place as u16 * CARD) };
        let selected = here && key_at(index) == list.selected();
        draw_card(deal, selected, card, buf, context);
        if selected && focused {
            buf.set_style(card.intersection(cards), look.style(Role::Selected));
        }
    }
}

fn draw_card(deal: &DealRow, selected: bool, area: Rect, buf: &mut Buffer, context: &Context) {
    let look: &Look = &context.look;
    let sign = if selected { "> " } else { "  " };
    let title = Line::of(sign, look.style(Role::Accent)).add(&deal.deal.title, look.style(Role::Text));
    title.draw(row(area, 0), buf);
    Line::of("  ", look.style(Role::Dim)).add(&deal.customer_name, look.style(Role::Dim)).draw(row(area, 1), buf);

    let words = &look.words;
    let days = words.tf("days-short", &[("days", deal.deal.days_in_stage(context.now).into())]);
    let worth = format!("{} {days}", words.money_short(deal.deal.value));
    let (text, warning) = (look.style(Role::Text), look.style(Role::Warning));
    // The sign stands in front, where no thin column cuts it off.
    let worth = match deal.next_step {
        Some(_) => Line::of("  ", text).add(&worth, text),
        None => Line::of("! ", warning).add(&worth, text).add(" ", text).add(words.t("no-next-step"), warning),
    };
    worth.draw(row(area, 2), buf);
}
