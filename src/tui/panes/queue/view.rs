//! How the lanes and their rows are drawn.

use super::{Queue, Row, is_late};
use crate::domain::follow_up::Lane;
use crate::door::follow_ups::{DealRow, QueueItem};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::Look;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::{PaneFrame, empty};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::wrap;
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Due, customer, kind and text, owner: the owner gives way first.
const ROW: [Column; 4] = [Column::fixed(15), Column::flex(10), Column::flex(12).share(2), Column::fixed(8)];

/// The column of the text, and the cells under which nobody can read it: then that of the selected row stands below.
const TEXT: usize = 2;
const READABLE: u16 = 20;
/// Rows it has there.
const BELOW: u16 = 2;

pub(super) fn draw(pane: &Queue, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) {
    let look: &Look = &context.look;
    let more = if pane.answer.more { "+" } else { "" };
    let count = if pane.known { format!("{}{more}", pane.answer.items.len()) } else { String::new() };
    let inner = PaneFrame { title: look.words.t("pane-follow-ups"), count: &count, focused }.draw(area, buf, look);
    if pane.known && pane.rows.is_empty() {
        empty(look.words.t("queue-empty"), inner, buf, look);
    }
    let below = if is_readable(inner.width) { 0 } else { BELOW.min(inner.height / 4) };
    let rows = Rect { height: inner.height - below, ..inner };
    draw_selected(pane, Rect { y: rows.bottom(), height: below, ..inner }, buf, look);
    let draw_any = |index: usize, place: Rect, buf: &mut Buffer| match pane.rows.get(index) {
        Some(Row::Heading(lane)) => heading(pane, *lane, place, buf, look),
        Some(Row::FollowUp(at, _)) => {
            if let Some(item) = pane.answer.items.get(*at) {
                draw_item(item, place, buf, context);
            }
        }
        Some(Row::Deal(at, _)) => {
            if let Some(deal) = pane.answer.no_next_step.get(*at) {
                draw_deal(deal, place, buf, context);
            }
        }
        None => {}
    };
    pane.list.draw(rows, buf, look, focused, Queue::key_at(&pane.rows), draw_any);
}

/// Whether rows of this width have room for what they are about.
fn is_readable(width: u16) -> bool {
    let cells = columns::layout(&ROW, width.saturating_sub(1));
    cells.get(TEXT).is_some_and(|text| text.end - text.start >= READABLE)
}

/// What the selected row is about, in full.
fn draw_selected(pane: &Queue, area: Rect, buf: &mut Buffer, look: &Look) {
    let of_item = pane.item().map(|item| format!("{} {}", item.follow_up.id, item.follow_up.text));
    let said = of_item.or_else(|| pane.deal().map(|row| format!("{} {}", row.deal.id, row.deal.title)));
    let said = wrap(&said.unwrap_or_default(), usize::from(area.width).max(1));
    for (place, line) in area.rows().zip(&said) {
        Line::of(line, look.style(Role::Accent)).draw(place, buf);
    }
}

fn heading(pane: &Queue, lane: Option<Lane>, area: Rect, buf: &mut Buffer, look: &Look) {
    let (count, slug) = match lane {
        Some(lane) => (pane.answer.items.iter().filter(|item| item.lane == lane).count(), lane.slug()),
        None => (pane.answer.no_next_step.len(), "no-next-step"),
    };
    let role = if lane == Some(Lane::Overdue) { Role::Danger } else { Role::Title };
    let name = words::label(&look.words, "lane", slug);
    Line::of(&name, look.style(role)).add(&format!(" {count}"), look.style(Role::Dim)).draw(area, buf);
}

fn draw_item(item: &QueueItem, area: Rect, buf: &mut Buffer, context: &Context) {
    let look: &Look = &context.look;
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let follow_up = &item.follow_up;
    let late = is_late(item, context.now);
    let due = words::due(&look.words, follow_up, context.now, context.settings.calendar.zone);
    // Lateness is told by a sign too, not by colour alone.
    let (sign, due_style) = if late { ("!", look.style(Role::Danger)) } else { (" ", text) };
    // In a lane of its own a callback needs no word for it.
    let kind = match item.lane {
        Lane::Callback => String::new(),
        _ => words::label(&look.words, "follow-up", follow_up.kind.slug()) + " ",
    };
    let owner = match item.owner_name.as_str() {
        owner if owner == context.me.login => look.words.t("me"),
        "anyone" => look.words.t("anyone"),
        owner => owner,
    };
    // Whoever has shared work open stands in its owner's place.
    let taken = item.leased_to.as_ref().map(|to| format!(">{to}"));
    let owner = taken.as_deref().unwrap_or(owner);
    let cells = [
        Line::of(sign, due_style).add(&due, due_style),
        Line::of(&item.customer_name, text),
        Line::of(&kind, dim).add(&follow_up.text, text),
        Line::of(owner, dim),
    ];
    columns::draw(&ROW, &cells, area, buf);
}

fn draw_deal(deal: &DealRow, area: Rect, buf: &mut Buffer, context: &Context) {
    let look: &Look = &context.look;
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let stage = words::stage(&look.words, &context.settings, &deal.deal.pipeline, &deal.deal.stage);
    let cells = [
        Line::of(" ", text).add(&look.words.money_short(deal.deal.value), text),
        Line::of(&deal.customer_name, text),
        Line::of(&deal.deal.id.to_string(), dim).add(" ", dim).add(&deal.deal.title, text),
        Line::of(&stage, dim),
    ];
    columns::draw(&ROW, &cells, area, buf);
}
