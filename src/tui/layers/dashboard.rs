//! The dashboard: the last days in small pictures.

use super::hints_of;
use crate::domain::dashboard::{DAYS, Dashboard, SPANS};
use crate::door::reports::{Request, Response as Answered};
use crate::door::{Refusal, Response};
use crate::tui::keymap::{self, Command, Resolved};
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::term::Borders;
use crate::tui::theme::Role;
use crate::tui::widgets::chart::{bar, sparkline};
use crate::tui::widgets::columns::{self, Column};
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::text::whole_ones;
use crate::tui::widgets::{Look, row};
use crate::tui::words;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::cmp::Reverse;

const REPORT: Tag = 1;
/// Cells and rows it takes where there is room.
const SIZE: (u16, u16) = (116, 26);
/// Cells the longest label of the line of calls takes, with what parts it from the line.
const LABEL: usize = 26;
/// Name, bar, figures.
const ROW: [Column; 3] = [Column::fixed(12), Column::flex(6), Column::fixed(16).right()];

/// What the keys do.
const KEYS: [Hint<&[Command]>; 2] =
    [(&[Command::Left, Command::Right], "does-change-days"), (&[Command::Back], "does-close")];

/// The layer.
pub struct DashboardLayer {
    /// Days it looks back on.
    days: u16,
    report: Option<Box<Dashboard>>,
}

/// Bars under a heading.
struct Chart {
    title: String,
    bars: Vec<Bar>,
}

/// One bar: what it is of, how long, and the figures behind it.
struct Bar {
    name: String,
    part: u64,
    whole: u64,
    figures: Vec<String>,
}

impl Default for DashboardLayer {
    /// An empty layer; [`Input::Refresh`] fills it.
    fn default() -> Self {
        Self { days: DAYS, report: None }
    }
}

impl DashboardLayer {
    fn ask(&self) -> Vec<Effect> {
        vec![Effect::Ask(REPORT, Request::Dashboard { days: self.days }.into())]
    }

    /// Looks back over so many spans more or fewer.
    fn widen(&mut self, by: isize) -> Vec<Effect> {
        let at = SPANS.iter().position(|days| *days == self.days).unwrap_or_default();
        self.days = at.checked_add_signed(by).and_then(|at| SPANS.get(at)).copied().unwrap_or(self.days);
        self.ask()
    }

    fn answer(&mut self, answer: Result<Response, Refusal>, context: &Context) -> Vec<Effect> {
        match answer {
            Ok(Response::Reports(Answered::Dashboard(report))) => {
                self.report = Some(report);
                Vec::new()
            }
            Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
            Err(refusal) => vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
        }
    }
}

impl Pane for DashboardLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh | Input::Changed(_) => self.ask(),
            Input::Key(_, Resolved::Command(Command::Left)) => self.widen(-1),
            Input::Key(_, Resolved::Command(Command::Right)) => self.widen(1),
            Input::Answer(REPORT, answer) => self.answer(*answer, context),
            Input::Key(_, Resolved::Command(Command::Back | Command::Quit | Command::Open)) => vec![Effect::Pop(None)],
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look: &Look = &context.look;
        let words = &look.words;
        let whose = self
            .report
            .as_ref()
            .map_or("", |report| words.t(if report.everybody { "dashboard-everybody" } else { "dashboard-mine" }));
        // What is shown is older than what was asked for last until the answer is there.
        let days = self.report.as_ref().map_or(usize::from(self.days), |report| report.calls.len());
        let title = words.tf("dashboard-title", &[("days", days.into()), ("whose", whose.into())]);
        let inner = overlay(&title, SIZE, area, buf, look);
        let keys = row(inner, inner.height.saturating_sub(1));
        let said = hints::line(&self.hints(context), inner.width, words);
        Line::of(&said, look.style(Role::Dim)).draw(keys, buf);
        let inner = Rect { height: inner.height.saturating_sub(1), ..inner };
        if let Some(report) = &self.report {
            draw_calls(report, inner, buf, look);
            let below = Rect { y: row(inner, 3).y, height: inner.height.saturating_sub(3), ..inner };
            let contacts = [outcomes(report, context), channels(report, look)];
            let work = [pipeline(report, context), kept(report, look)];
            if look.theme.borders() == Borders::Linear {
                // What stands beside each other would be read as one.
                let all: Vec<Chart> = contacts.into_iter().chain(work).collect();
                draw_charts(&all, below, buf, look);
            } else {
                let half = Rect { width: below.width.saturating_sub(2) / 2, ..below };
                let rest = (below.right() - half.right()).saturating_sub(2);
                draw_charts(&contacts, half, buf, look);
                draw_charts(&work, Rect { x: half.right() + 2, width: rest, ..below }, buf, look);
            }
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Command(keymap::Pane::List)
    }

    fn hints(&self, context: &Context) -> Vec<Hint> {
        hints_of(&KEYS, &context.keymap)
    }
}

/// A line of calls over the days, as many days a cell as fit them all in, and their sums.
fn draw_calls(report: &Dashboard, area: Rect, buf: &mut Buffer, look: &Look) {
    let words = &look.words;
    let room = usize::from(area.width).saturating_sub(LABEL).max(1);
    let each = report.calls.len().div_ceil(room).max(1);
    // The last cell is a whole one, whatever is left for the first.
    let spans = report.calls.rchunks(each).rev();
    let calls: Vec<u64> = spans.map(|days| days.iter().map(|day| day.offered + day.dialled).sum()).collect();
    let label = words.tf("dashboard-calls", &[("days", each.into())]);
    let head = Line::of(&label, look.style(Role::Title)).add("  ", look.style(Role::Text));
    head.add(&sparkline(look.theme.borders(), &calls), look.style(Role::Accent)).draw(row(area, 0), buf);
    Line::of(&words.calls(&report.all_calls()), look.style(Role::Text)).draw(row(area, 1), buf);
}

fn outcomes(report: &Dashboard, context: &Context) -> Chart {
    let words = &context.look.words;
    let most = report.dispositions.values().copied().max().unwrap_or(0);
    let mut bars: Vec<Bar> = report
        .dispositions
        .iter()
        .map(|(slug, count)| {
            let name = words::disposition(words, &context.settings, slug);
            Bar { name, part: *count, whole: most, figures: vec![count.to_string()] }
        })
        .collect();
    bars.sort_by_key(|bar| Reverse(bar.part));
    Chart { title: words.t("dashboard-outcomes").to_owned(), bars }
}

fn channels(report: &Dashboard, look: &Look) -> Chart {
    let words = &look.words;
    let most = report.channels.values().map(|channel| channel.received + channel.sent).max().unwrap_or(0);
    let bars = report.channels.iter().map(|(slug, channel)| {
        let answered = channel.response_s.map_or_else(|| "-".to_owned(), |seconds| words.span(seconds));
        let figures = vec![format!("{}/{} {answered}", channel.received, channel.sent)];
        Bar { name: words::label(words, "channel", slug), part: channel.received + channel.sent, whole: most, figures }
    });
    Chart { title: words.t("dashboard-channels").to_owned(), bars: bars.collect() }
}

fn pipeline(report: &Dashboard, context: &Context) -> Chart {
    let words = &context.look.words;
    let most = report.pipeline.iter().map(|stage| stage.count).max().unwrap_or(0);
    let bars = report.pipeline.iter().map(|stage| {
        let sums = stage.values.iter().map(|sum| words.money_short(*sum));
        let figures = std::iter::once(stage.count.to_string()).chain(sums).collect();
        let name = words::stage(words, &context.settings, &stage.pipeline, &stage.stage);
        Bar { name, part: stage.count, whole: most, figures }
    });
    Chart { title: words.t("dashboard-pipeline").to_owned(), bars: bars.collect() }
}

fn kept(report: &Dashboard, look: &Look) -> Chart {
    let words = &look.words;
    let bars = report.kept.iter().map(|kept| {
        let name = words::label(words, "follow-up", kept.kind.slug());
        let figures = vec![format!("{}/{}", kept.count.kept, kept.count.due)];
        Bar { name, part: kept.count.kept, whole: kept.count.due, figures }
    });
    Chart { title: words.t("dashboard-kept").to_owned(), bars: bars.collect() }
}

/// One chart below the other, a free row between them; each has its share of the rows.
fn draw_charts(charts: &[Chart], area: Rect, buf: &mut Buffer, look: &Look) {
    let share = usize::from(area.height) / charts.len().max(1);
    let mut y = 0;
    for chart in charts {
        Line::of(&chart.title, look.style(Role::Title)).draw(row(area, y), buf);
        y += 1;
        for bar in chart.bars.iter().take(share.saturating_sub(2)) {
            draw_bar(bar, row(area, y), buf, look);
            y += 1;
        }
        if chart.bars.is_empty() {
            Line::of(look.words.t("dashboard-none"), look.style(Role::Dim)).draw(row(area, y), buf);
            y += 1;
        }
        y += 1;
    }
}

fn draw_bar(of: &Bar, area: Rect, buf: &mut Buffer, look: &Look) {
    let text = look.style(Role::Text);
    let layout = columns::layout(&ROW, area.width);
    let room = |at: usize| layout.get(at).map_or(0, |cells| usize::from(cells.end - cells.start));
    let cells = [
        Line::of(&of.name, text),
        Line::of(&bar(look.theme.borders(), room(1), of.part, of.whole), look.style(Role::Accent)),
        Line::of(&whole_ones(&of.figures, room(2)), text),
    ];
    columns::draw(&ROW, &cells, area, buf);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dashboard::{ChannelCount, Kept, StageValue};
    use crate::domain::follow_up::FollowUpKind;
    use crate::domain::report::{CallCount, CallbackCount};
    use crate::i18n::Lang;
    use crate::tui::fixtures::{answer, asked, context, draw_at, english, euros, press, screen};
    use chrono::NaiveDate;
    use crossterm::event::KeyCode;
    use proptest::prelude::*;

    fn report() -> Dashboard {
        let day = |n: u64| CallCount { offered: n, answered: n, dialled: 2 * n, reached: n, ..CallCount::default() };
        let mail = ChannelCount { received: 9, sent: 7, response_s: Some(7_300) };
        let phone = ChannelCount { received: 30, sent: 60, response_s: None };
        let stage =
            |stage: &str, count, values| StageValue { pipeline: "sales".into(), stage: stage.into(), count, values };
        let kept = |kind, due, kept| Kept { kind, count: CallbackCount { due, kept, ..CallbackCount::default() } };
        Dashboard {
            from: NaiveDate::from_ymd_opt(2026, 11, 5).unwrap(),
            everybody: true,
            calls: (0..14).map(|n| day(n % 7)).collect(),
            dispositions: [("reached".to_owned(), 40), ("no-answer".to_owned(), 12), ("busy".to_owned(), 3)].into(),
            channels: [("phone".to_owned(), phone), ("email".to_owned(), mail)].into(),
            pipeline: vec![stage("new", 12, vec![euros("13250"), euros("¥80000")]), stage("proposal", 4, Vec::new())],
            kept: vec![kept(FollowUpKind::Callback, 10, 8), kept(FollowUpKind::Promise, 4, 1)],
        }
    }

    fn filled(report: Dashboard, context: &Context) -> DashboardLayer {
        let mut layer = DashboardLayer::default();
        assert!(asked(&layer.on(Input::Refresh, context)).is_some());
        answer(&mut layer, REPORT, Answered::Dashboard(Box::new(report)), context);
        layer
    }

    #[test]
    fn the_dashboard_in_both_languages_narrow_and_wide() {
        for lang in Lang::ALL {
            let context = context(lang);
            let layer = filled(report(), &context);
            insta::assert_snapshot!(format!("dashboard_{lang}_80"), screen(&layer, 80, 22, &context));
            insta::assert_snapshot!(format!("dashboard_{lang}_120"), screen(&layer, 120, 28, &context));
        }
    }

    #[test]
    fn arrows_choose_how_far_it_looks_back() {
        let context = english();
        let mut layer = DashboardLayer::default();
        let mut days = |code| match asked(&press(&mut layer, code, &context)) {
            Some((_, crate::door::Request::Reports(Request::Dashboard { days }))) => *days,
            other => panic!("{other:?}"),
        };
        let pressed =
            [KeyCode::Left, KeyCode::Left, KeyCode::Right, KeyCode::Char('l'), KeyCode::Right, KeyCode::Right];
        assert_eq!(pressed.map(&mut days), [7, 7, 14, 30, 90, 90]);
    }

    #[test]
    fn ninety_days_fit_80_columns() {
        let context = english();
        let quarter = Dashboard { calls: vec![CallCount { offered: 1, ..CallCount::default() }; 90], ..report() };
        let shown = screen(&filled(quarter, &context), 80, 22, &context);
        assert!(
            shown.contains("last 90 days") && shown.contains(&format!("Calls, 2 days a bar  {} ", "█".repeat(45))),
            "{shown}"
        );
    }

    #[test]
    fn esc_leaves_it() {
        let context = english();
        let mut layer = filled(report(), &context);
        assert!(matches!(press(&mut layer, KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
    }

    proptest! {
        #[test]
        fn no_size_and_no_figure_breaks_it(width in 0_u16..160, height in 0_u16..60, figure: u64, name: String) {
            let context = english();
            let mut any = report();
            any.calls[0].offered = figure / 2;
            any.dispositions.insert(name.clone(), figure);
            any.channels.insert(name, ChannelCount { received: figure / 2, sent: 1, response_s: Some(i64::MAX) });
            any.kept[0].count.kept = figure;
            draw_at(&filled(any, &context), width, height, &context);
        }
    }
}
