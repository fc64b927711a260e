//! A bulk edit: what it would change is shown first; it is made when the person says so, with a bar, and can be stopped.

use crate::domain::edit::Change;
use crate::domain::field;
use crate::door::bulk::{BulkEdit, Outcome, Request, Response, Row};
use crate::door::jobs::Progress;
use crate::door::{Part, Refusal, Response as Answer, users};
use crate::i18n::I18n;
use crate::tui::forms::Colleagues;
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::theme::Role;
use crate::tui::widgets::dialog;
use crate::tui::widgets::frame::overlay;
use crate::tui::widgets::hints::{self, Hint};
use crate::tui::widgets::line::Line;
use crate::tui::widgets::typed_into::TypedInto;
use crate::tui::widgets::{Look, bar};
use crate::tui::words;
use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use serde_json::Value;

const PREVIEW: Tag = 1;
const MAKE: Tag = 2;
const COLLEAGUES: Tag = 3;

/// What the keys do while it is under way.
const UNDER_WAY: &[Hint<&str>] = &[("Esc", "does-stop")];
/// Cells and rows of the layer on a screen that has them.
const SIZE: (u16, u16) = (72, 16);

/// A bulk edit on its way.
pub struct BulkLayer {
    edit: BulkEdit,
    stage: Stage,
    colleagues: Colleagues,
    typed_into: TypedInto,
}

enum Stage {
    /// What it would change is being looked at, so far.
    Looking(Percent),
    /// What it would change.
    Seen(Box<Outcome>),
    /// It is being made, so far.
    Making(Percent),
}

type Percent = u8;

impl BulkLayer {
    /// A bulk edit that is not looked at yet.
    pub fn new(edit: BulkEdit) -> Self {
        Self { edit, stage: Stage::Looking(0), colleagues: Colleagues::default(), typed_into: TypedInto::default() }
    }

    /// Takes an Enter, which is an answer if whoever presses it looks.
    fn enter(&mut self, is_answer: bool) -> Vec<Effect> {
        match &self.stage {
            Stage::Seen(outcome) if outcome.changed > 0 && !is_answer => Vec::new(),
            Stage::Seen(outcome) if outcome.changed > 0 => {
                self.stage = Stage::Making(0);
                vec![Effect::Ask(MAKE, Request::Make(self.edit.clone()).into())]
            }
            Stage::Seen(_) => vec![Effect::Pop(None)],
            _ => Vec::new(),
        }
    }

    /// Leaves; what is being made ends with the customers at hand.
    fn leave(&self, words: &I18n) -> Vec<Effect> {
        let mut effects = vec![Effect::Pop(None)];
        if matches!(self.stage, Stage::Making(_)) {
            effects.push(Effect::Toast(Tone::Warning, words.t("bulk-stopped").to_owned()));
        }
        effects
    }

    fn answered(&mut self, tag: Tag, answer: Result<Answer, Refusal>, words: &I18n) -> Vec<Effect> {
        match (tag, answer) {
            (PREVIEW, Ok(Answer::Bulk(Response::Outcome(outcome)))) => {
                self.stage = Stage::Seen(outcome);
                Vec::new()
            }
            (MAKE, Ok(Answer::Bulk(Response::Outcome(outcome)))) => {
                let toast = match &outcome.ended {
                    Some(refusal) => Effect::Toast(Tone::Danger, words.refusal(refusal)),
                    None => Effect::Toast(Tone::Good, words.tf("bulk-done", &[("count", outcome.changed.into())])),
                };
                vec![Effect::Pop(None), Effect::Refresh, toast]
            }
            (_, Err(refusal)) => {
                vec![Effect::Pop(None), Effect::Toast(Tone::Danger, words.refusal(&refusal))]
            }
            _ => Vec::new(),
        }
    }

    /// What the keys do now.
    fn table(&self) -> &'static [Hint<&'static str>] {
        match &self.stage {
            Stage::Looking(_) | Stage::Making(_) => UNDER_WAY,
            Stage::Seen(outcome) if outcome.changed > 0 => dialog::question(self.typed_into),
            Stage::Seen(_) => dialog::MESSAGE,
        }
    }

    fn tell(&mut self, progress: Progress) {
        if let Stage::Looking(percent) | Stage::Making(percent) = &mut self.stage {
            let total = progress.total.unwrap_or_default().max(1);
            *percent = (progress.done.min(total) * 100 / total) as u8;
        }
    }

    fn lines(&self, width: usize, look: &Look) -> Vec<Line> {
        let words = &look.words;
        let keys = || Line::of(&hints::line(self.table(), width as u16, words), look.style(Role::Dim));
        let under_way = |key: &str, percent: Percent| {
            let bar = Line::of(&bar(width, percent), look.style(Role::Accent));
            vec![Line::of(words.t(key), look.style(Role::Text)), bar, keys()]
        };
        match &self.stage {
            Stage::Looking(percent) => under_way("bulk-looking", *percent),
            Stage::Making(percent) => under_way("bulk-making", *percent),
            Stage::Seen(outcome) => {
                let head = [keys(), Line::of(&counted(outcome, words), look.style(Role::Text))];
                let why = outcome.why.as_ref().map(|why| Line::of(&words.refusal(why), look.style(Role::Danger)));
                head.into_iter()
                    .chain(why)
                    .chain(outcome.rows.iter().map(|row| shown(row, &self.colleagues, look)))
                    .collect()
            }
        }
    }
}

fn counted(outcome: &Outcome, words: &I18n) -> String {
    let counts = [
        ("changed", outcome.changed.into()),
        ("matched", outcome.matched.into()),
        ("unchanged", outcome.unchanged.into()),
        ("refused", outcome.refused.into()),
    ];
    words.tf("cli-bulk-preview", &counts)
}

fn shown(row: &Row, colleagues: &Colleagues, look: &Look) -> Line {
    let (text, dim, new) = (look.style(Role::Text), look.style(Role::Dim), look.style(Role::Accent));
    let said = |name: &str, value: &Value| match field::shown(name, value) {
        text if text.is_empty() => "-".to_owned(),
        text if holds_colleague(name) => colleagues.typed(&text).to_owned(),
        text => text,
    };
    row.changes.iter().fold(Line::of(&row.name, text), |line, Change { field, from, to }| {
        let before = words::about(&look.words, &look.words.field(field), &said(field, from));
        line.add(&format!("  {before} → "), dim).add(&said(field, to), new)
    })
}

fn holds_colleague(name: &str) -> bool {
    field::find(field::CUSTOMER, name).is_some_and(|field| field.kind.is_colleague())
}

impl Pane for BulkLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match input {
            Input::Refresh if matches!(self.stage, Stage::Looking(_)) => {
                let preview = Effect::Ask(PREVIEW, Request::Preview(self.edit.clone()).into());
                let names_one = self.edit.set.fields().any(|(name, _)| holds_colleague(name));
                let colleagues = names_one.then(|| Effect::Ask(COLLEAGUES, users::Request::List.into()));
                [preview].into_iter().chain(colleagues).collect()
            }
            Input::Part(_, Part::Progress(progress)) => {
                self.tell(progress);
                Vec::new()
            }
            Input::Answer(COLLEAGUES, answer) => {
                if let Ok(Answer::Users(answer)) = *answer {
                    self.colleagues = Colleagues::of(answer);
                }
                Vec::new()
            }
            Input::Answer(tag, answer) => self.answered(tag, *answer, words),
            Input::Key(key, _) => {
                let is_answer = self.typed_into.answers(key.code, "", context.hasty);
                match key.code {
                    KeyCode::Enter => self.enter(is_answer),
                    KeyCode::Esc => self.leave(words),
                    _ => Vec::new(),
                }
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, _focused: bool) -> Option<Position> {
        let look = &context.look;
        let inner = overlay(look.words.t("bulk-title"), SIZE, area, buf, look);
        for (row, line) in inner.rows().zip(self.lines(usize::from(inner.width), look)) {
            line.draw(row, buf);
        }
        None
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        hints::of(self.table())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::edit::Draft;
    use crate::domain::id::{CustomerId, UserId};
    use crate::domain::tags::Retag;
    use crate::domain::user::User;
    use crate::door::Request as Question;
    use crate::door::bulk::Whom;
    use crate::i18n::Lang;
    use crate::tui::fixtures::{answer, asked, context, press, screen};
    use serde_json::json;

    fn layer() -> BulkLayer {
        let tags = Retag { added: vec!["vip".into()], ..Retag::default() };
        BulkLayer::new(BulkEdit { tags, ..BulkEdit::of(Whom::Query("city:bonn".into())) })
    }

    fn outcome(changed: usize) -> Response {
        let change = Change { field: "tags".into(), from: json!(["cold"]), to: json!(["cold", "vip"]) };
        let row = Row { id: CustomerId(1), name: "Anna Meyer".into(), changes: vec![change] };
        let rows = vec![row; changed.min(1)];
        Response::Outcome(Box::new(Outcome { matched: 812, changed, rows, ..Outcome::default() }))
    }

    #[test]
    fn a_new_owner_is_shown_by_the_login() {
        let context = context(Lang::En);
        let mut set = Draft::default();
        set.set("owner", "lena");
        let mut layer = BulkLayer::new(BulkEdit { set, ..BulkEdit::of(Whom::Query(String::new())) });
        let effects = layer.on(Input::Refresh, &context);
        assert!(matches!(&effects[..], [Effect::Ask(PREVIEW, _), Effect::Ask(COLLEAGUES, Question::Users(_))]));
        let change = Change { field: "owner".into(), from: json!("U3"), to: json!("U2") };
        let row = Row { id: CustomerId(1), name: "Anna Meyer".into(), changes: vec![change] };
        let outcome = Outcome { matched: 1, changed: 1, rows: vec![row], ..Outcome::default() };
        answer(&mut layer, PREVIEW, Response::Outcome(Box::new(outcome)), &context);
        let user = |id, login: &str| User { id: UserId(id), login: login.into(), ..User::default() };
        let users = vec![user(2, "lena"), user(3, "otto")];
        answer(&mut layer, COLLEAGUES, users::Response::List { users, teams: Vec::new() }, &context);
        assert!(screen(&layer, 80, 24, &context).contains("otto → lena"));
    }

    #[test]
    fn what_would_change_is_seen_before_enter_changes_it() {
        for lang in Lang::ALL {
            let context = context(lang);
            let mut layer = layer();
            assert!(matches!(asked(&layer.on(Input::Refresh, &context)), Some((PREVIEW, _))));
            assert!(asked(&press(&mut layer, KeyCode::Enter, &context)).is_none(), "nothing is seen yet");
            answer(&mut layer, PREVIEW, outcome(123), &context);
            let shown = screen(&layer, 80, 24, &context);
            assert!(
                ["812", "123", "Anna Meyer", "cold → cold, vip"].iter().all(|text| shown.contains(text)),
                "{shown}"
            );
            let effects = press(&mut layer, KeyCode::Enter, &context);
            assert!(matches!(asked(&effects), Some((MAKE, Question::Bulk(Request::Make(_))))));
            layer.on(Input::Part(MAKE, Part::Progress(Progress { done: 50, total: Some(100) })), &context);
            assert!(screen(&layer, 80, 24, &context).contains(&"#".repeat(36)));
            let effects = answer(&mut layer, MAKE, outcome(123), &context);
            assert!(
                matches!(&effects[..], [Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Good, said)] if said.contains("123"))
            );
        }
    }

    #[test]
    fn where_nothing_would_change_enter_only_closes() {
        let context = context(Lang::En);
        let mut layer = layer();
        answer(&mut layer, PREVIEW, outcome(0), &context);
        assert!(matches!(press(&mut layer, KeyCode::Enter, &context)[..], [Effect::Pop(None)]));
    }

    #[test]
    fn esc_leaves_at_once_and_says_what_stays_once_it_had_begun() {
        let context = context(Lang::En);
        let mut layer = layer();
        assert!(matches!(press(&mut layer, KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
        answer(&mut layer, PREVIEW, outcome(5), &context);
        press(&mut layer, KeyCode::Enter, &context);
        let effects = press(&mut layer, KeyCode::Esc, &context);
        assert!(matches!(&effects[..], [Effect::Pop(None), Effect::Toast(Tone::Warning, _)]));
    }
}
