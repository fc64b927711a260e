//! How the review of duplicates is drawn.

use super::sides::Sides;
use super::{DuplicatesLayer, Stage};
use crate::domain::duplicate::{Evidence, Pair};
use crate::domain::merge::Both;
use crate::tui::forms::Colleagues;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::{empty, overlay};
use crate::tui::widgets::hints;
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::wrap;
use crate::tui::widgets::{Look, bar, row};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What the field is called, the one that stays, the other one.
const ROW: [Column; 3] = [Column::fixed(16), Column::flex(12), Column::flex(12)];
/// Rows of the evidence, at most.
const EVIDENCE: usize = 3;

/// Draws the layer over all there is.
pub fn draw(layer: &DuplicatesLayer, area: Rect, buf: &mut Buffer, context: &Context) {
    let look = &context.look;
    let inner = overlay(look.words.t("duplicates-title"), (area.width, area.height), area, buf, look);
    let keys = hints::rows(&layer.table(), inner.width, &look.words);
    let room = inner.height.saturating_sub(keys.len() as u16);
    for (y, line) in (room..inner.height).zip(&keys) {
        Line::of(line, look.style(Role::Dim)).draw(row(inner, y), buf);
    }
    let body = Rect { height: room, ..inner };
    match (layer.stage, &layer.sides) {
        (Stage::Working(what, percent), _) => working(what, percent, body, buf, look),
        (Stage::Ready, Some(sides)) => pair(layer, sides, body, buf, context),
        (Stage::Ready, None) if layer.rows.is_empty() => empty(look.words.t("duplicates-empty"), body, buf, look),
        (Stage::Asking | Stage::Ready, _) => {}
    }
}

fn working(what: &str, percent: u8, area: Rect, buf: &mut Buffer, look: &Look) {
    let lines = [
        Line::of(look.words.t(what), look.style(Role::Text)),
        Line::of(&bar(usize::from(area.width), percent), look.style(Role::Accent)),
    ];
    for (place, line) in area.rows().zip(lines) {
        line.draw(place, buf);
    }
}

fn pair(layer: &DuplicatesLayer, sides: &Sides, area: Rect, buf: &mut Buffer, context: &Context) {
    let look = &context.look;
    let mut lines = vec![head(layer, sides, context)];
    let why = wrap(&why(&sides.pair, look), usize::from(area.width));
    lines.extend(why.iter().take(EVIDENCE).map(|line| Line::of(line, look.style(Role::Text))));
    let used = lines.len() as u16;
    for (place, line) in area.rows().zip(lines) {
        line.draw(place, buf);
    }
    let heads = [
        Line::new(),
        Line::of(&format!("  {}", stays("duplicates-stays", sides.keep.id.0, look)), look.style(Role::Title)),
        Line::of(&format!("  {}", stays("duplicates-joins", sides.other.id.0, look)), look.style(Role::Title)),
    ];
    if used < area.height {
        columns::draw(&ROW, &heads, row(area, used), buf);
    }
    let room = usize::from(area.height.saturating_sub(used + 1));
    let first = (sides.at + 1).saturating_sub(room);
    for (y, (index, both)) in (used + 1..area.height).zip(sides.fields.iter().enumerate().skip(first)) {
        columns::draw(&ROW, &field(sides, index, both, &layer.colleagues, look), row(area, y), buf);
    }
}

fn stays(key: &str, id: u64, look: &Look) -> String {
    look.words.tf(key, &[("id", id.to_string().into())])
}

/// Which pair of how many, how likely, and when that was found.
fn head(layer: &DuplicatesLayer, sides: &Sides, context: &Context) -> Line {
    let look = &context.look;
    let score = look.words.tf("duplicates-score", &[("score", i64::from(sides.pair.score).into())]);
    let line = match layer.found {
        Some(at) if layer.only.is_none() => {
            let at = words::stamp(at, context.now, context.settings.calendar.zone);
            let args = [("at", (layer.at + 1).into()), ("open", layer.open.into()), ("found", at.into())];
            Line::of(&look.words.tf("duplicates-place", &args), look.style(Role::Dim))
        }
        _ => Line::new(),
    };
    line.add(&score, look.style(Role::Accent))
}

/// `same phone +45 · other city -7`.
pub fn why(pair: &Pair, look: &Look) -> String {
    let said = |evidence: &Evidence| {
        format!("{} {:+}", words::label(&look.words, "sign", evidence.sign.slug()), evidence.points)
    };
    pair.evidence.iter().map(said).collect::<Vec<_>>().join(" · ")
}

/// A field: where they differ, what is taken is marked by a sign, of a list that is added to both.
fn field(sides: &Sides, index: usize, both: &Both, colleagues: &Colleagues, look: &Look) -> [Line; 3] {
    let (differs, takes) = (both.differs(), sides.takes(&both.field));
    let here = differs && index == sides.at;
    let role = if differs { Role::Text } else { Role::Dim };
    let sign = if here { "> " } else { "  " };
    let label = Line::of(sign, look.style(Role::Accent)).add(&look.words.field(&both.field), look.style(role));
    let side = |value, chosen: bool| {
        let style = look.style(if differs && chosen { Role::Marked } else { role });
        let sign = if differs && chosen { "* " } else { "  " };
        Line::of(sign, style).add(&sides.shown(&both.field, value, colleagues, &look.words), style)
    };
    [label, side(&both.kept, !takes || both.kept.is_array()), side(&both.other, takes)]
}
