//! How the card and the entries below it are drawn.

use super::entry::{Entry, What};
use super::{Timeline, card};
use crate::domain::deal::DealState;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::{PaneFrame, empty};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::wrap;
use crate::tui::widgets::{Look, row};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows the selected entry takes at most until it is opened.
const PREVIEW: usize = 3;
/// Cells of the sign at the left.
const INDENT: u16 = 2;
/// Sign and time, what, and the rest.
const NARROW: [Column; 3] = [Column::fixed(13), Column::fixed(10), Column::flex(10)];
/// Sign and time, what, what came of it, who, and the text.
const WIDE: [Column; 5] =
    [Column::fixed(13), Column::fixed(16), Column::fixed(18), Column::fixed(12), Column::flex(10)];
/// From this many cells on there is room for every column.
const WIDE_FROM: u16 = 90;

pub(super) fn draw(pane: &Timeline, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) {
    let look: &Look = &context.look;
    let more = if pane.more { "+" } else { "" };
    let count = pane.card.as_ref().map_or_else(String::new, |_| format!("{}{more}", pane.entries.len()));
    let inner = PaneFrame { title: look.words.t("pane-timeline"), count: &count, focused }.draw(area, buf, look);
    if !pane.error.is_empty() {
        return empty(&pane.error, inner, buf, look);
    }
    let Some(shown) = &pane.card else {
        if pane.customer.is_none() {
            empty(look.words.t("timeline-nobody"), inner, buf, look);
        }
        return;
    };
    let lines = card::lines(pane, shown, context, usize::from(inner.width));
    // At least a third is left for what happened.
    let height = (lines.len() as u16).min(inner.height - inner.height / 3);
    for (y, line) in (0..height).zip(&lines) {
        line.draw(row(inner, y), buf);
    }
    let parting = Rect { height: 1, ..row(inner, height) }.intersection(inner);
    Line::of(&"-".repeat(usize::from(parting.width)), look.style(Role::Border)).draw(parting, buf);
    let rest = inner.height.saturating_sub(height + 1);
    let below = Rect { y: inner.bottom() - rest, height: rest, ..inner };
    if pane.entries.is_empty() {
        empty(look.words.t("timeline-empty"), below, buf, look);
    }
    draw_entries(pane, below, buf, context, focused);
}

/// One row an entry; the selected one shows its text below.
fn draw_entries(pane: &Timeline, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) {
    let look: &Look = &context.look;
    let texts = selected_text(pane, area, focused);
    let taken = texts.len().min(usize::from(area.height.saturating_sub(1)));
    let mut y = 0;
    for index in pane.list.window_in(area, 1, taken as u16) {
        let Some(entry) = pane.entries.get(index) else { continue };
        let selected = index == pane.list.index();
        let below = if selected { taken } else { 0 };
        draw_head(pane, entry, selected, below == 0, row(area, y), buf, context);
        if selected && focused {
            buf.set_style(row(area, y).intersection(buf.area), look.style(Role::Selected));
        }
        y += 1;
        for text in texts.iter().take(below) {
            let line = row(area, y);
            let inset = Rect { x: line.x + INDENT.min(line.width), width: line.width.saturating_sub(INDENT), ..line };
            Line::of(text, look.style(Role::Text)).draw(inset, buf);
            y += 1;
        }
    }
}

/// The rows of the selected entry's text: none where nobody looks.
fn selected_text(pane: &Timeline, area: Rect, focused: bool) -> Vec<String> {
    let Some(entry) = pane.entries.get(pane.list.index()).filter(|_| focused || pane.open) else { return Vec::new() };
    if entry.text.is_empty() {
        return Vec::new();
    }
    let mut rows = wrap(&entry.text, usize::from(area.width.saturating_sub(INDENT)).max(1));
    if !pane.open && rows.len() > PREVIEW {
        rows.truncate(PREVIEW);
        if let Some(last) = rows.last_mut() {
            last.push('…');
        }
    }
    rows
}

/// Time and kind, what came of it, who it was, and the first line of its text where `with_text`.
fn draw_head(
    pane: &Timeline,
    entry: &Entry,
    selected: bool,
    with_text: bool,
    area: Rect,
    buf: &mut Buffer,
    context: &Context,
) {
    let look: &Look = &context.look;
    let (text, dim) = (look.style(Role::Text), look.style(Role::Dim));
    let (what, role, aside) = said(entry, context);
    let stamp = words::stamp(entry.at, context.now, context.settings.calendar.zone);
    let time = Line::of(if selected { "> " } else { "  " }, look.style(Role::Accent)).add(&stamp, dim);
    let what = Line::of(&what, look.style(role));
    let who = entry.by.map_or_else(String::new, |id| pane.user_name(id, context));
    let first = entry.text.lines().next().filter(|_| with_text).unwrap_or_default();
    if area.width >= WIDE_FROM {
        let cells = [time, what, Line::of(&aside, look.style(role)), Line::of(&who, dim), Line::of(first, text)];
        return columns::draw(&WIDE, &cells, area, buf);
    }
    let gap = if aside.is_empty() { "" } else { " " };
    let line = Line::of(&aside, look.style(role)).add(gap, text);
    // Who it was gives way to what was said.
    let line = if first.is_empty() { line.add(&who, dim) } else { line.add(first, text) };
    columns::draw(&NARROW, &[time, what, line], area, buf);
}

/// What happened, how that looks, and what came of it.
fn said(entry: &Entry, context: &Context) -> (String, Role, String) {
    let words = &context.look.words;
    match &entry.what {
        What::Contact { channel, incoming, disposition } => {
            let sign = if *incoming { "<" } else { ">" };
            let channel = format!("{sign} {}", words::label(words, "channel", channel));
            let outcome = words::disposition(words, &context.settings, disposition);
            (channel, Role::Text, if disposition.is_empty() { String::new() } else { outcome })
        }
        What::FollowUp { kind, state } => {
            (words::label(words, "follow-up", kind), Role::Dim, words::label(words, "follow-up-state", state))
        }
        What::Deal(state) => {
            let role = if *state == DealState::Won { Role::Good } else { Role::Warning };
            (format!("{} {}", words.t("deal"), entry.record), role, words::label(words, "deal-state", state.slug()))
        }
        What::Order(total) => (format!("{} {}", words.t("order"), entry.record), Role::Good, words.money(*total)),
        What::Ticket { kind, state } => {
            let role = if *kind == "complaint" && *state == "open" { Role::Danger } else { Role::Warning };
            let kind = format!("{} {}", words::label(words, "ticket", kind), entry.record);
            (kind, role, words::label(words, "ticket-state", state))
        }
    }
}
