//! The saved views with how many customers each finds, counted while one looks and again after every change.

use crate::domain::id::ViewId;
use crate::domain::view::View;
use crate::door::views::{Count, Request, Response};
use crate::door::{Part, Refusal, Response as Answer};
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag, Tone};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::pick::{Item, Pick, Picked};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const LIST: Tag = 1;
const COUNT: Tag = 2;

/// The views to choose from; leaves the query of the chosen one.
#[derive(Default)]
pub struct ViewsLayer {
    /// Nothing until the views are there.
    pick: Option<Pick<ViewId>>,
    views: Vec<View>,
    counting: bool,
    /// Something changed since the counting began.
    outdated: bool,
}

impl ViewsLayer {
    fn take(&mut self, views: Vec<View>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        if views.is_empty() {
            return vec![Effect::Toast(Tone::Warning, words.t("views-none").to_owned()), Effect::Pop(None)];
        }
        let item =
            |view: &View| Item::new(view.id, format!("{}  {}", view.name, view.query)).aside(words.t("counting"));
        let pick = Pick::new(words.t("views-title"), views.iter().map(item).collect()).numbered();
        (self.pick, self.views) = (Some(pick), views);
        self.count()
    }

    /// Counts, and once more if anything changes meanwhile.
    fn count(&mut self) -> Vec<Effect> {
        self.outdated = self.counting;
        if std::mem::replace(&mut self.counting, true) {
            return Vec::new();
        }
        vec![Effect::Ask(COUNT, Request::Count.into())]
    }

    fn counted(&mut self) -> Vec<Effect> {
        self.counting = false;
        if self.outdated { self.count() } else { Vec::new() }
    }

    fn show(&mut self, count: Count) {
        if let Some(pick) = &mut self.pick {
            pick.set_aside(&count.view, count.customers.map_or_else(|| "?".to_owned(), |count| count.to_string()));
        }
    }

    fn picked(&mut self, picked: Picked<ViewId>) -> Vec<Effect> {
        match picked {
            Picked::Chosen(id) => {
                let chosen = self.views.iter().find(|view| view.id == id);
                vec![Effect::Pop(chosen.map(|view| Reply::Chosen(view.query.clone())))]
            }
            Picked::Left => vec![Effect::Pop(None)],
            Picked::Open => Vec::new(),
        }
    }

    fn answered(&mut self, tag: Tag, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        match (tag, answer) {
            (LIST, Ok(Answer::Views(Response::List(views)))) => self.take(views, context),
            (COUNT, Ok(_) | Err(Refusal::Cancelled)) => self.counted(),
            (_, Err(refusal)) => vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
            _ => Vec::new(),
        }
    }
}

impl Pane for ViewsLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match (input, &mut self.pick) {
            (Input::Refresh, _) => vec![Effect::Ask(LIST, Request::List.into())],
            (Input::Answer(tag, answer), _) => self.answered(tag, *answer, context),
            (Input::Part(COUNT, Part::Counted(count)), _) => {
                self.show(count);
                Vec::new()
            }
            (Input::Changed(_), Some(_)) => self.count(),
            (Input::Key(key, _), Some(pick)) => {
                let picked = pick.on(key, context.hasty);
                self.picked(picked)
            }
            (Input::Key(..), None) => vec![Effect::Pop(None)],
            (Input::Paste(text), Some(pick)) => {
                pick.paste(&text);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        self.pick.as_ref()?.draw(area, buf, &context.look).filter(|_| focused)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        self.pick.as_ref().map(Pick::hints).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::tui::fixtures::{answer, asked, context, press, screen};
    use crossterm::event::KeyCode;

    fn view(id: u64, name: &str, query: &str) -> View {
        View { id: ViewId(id), name: name.into(), query: query.into(), owner: None }
    }

    fn opened(context: &Context) -> ViewsLayer {
        let mut layer = ViewsLayer::default();
        assert!(matches!(asked(&layer.on(Input::Refresh, context)), Some((LIST, _))));
        let views = vec![view(1, "VIPs", "tag:vip"), view(2, "逾期", "due:overdue")];
        assert!(matches!(asked(&answer(&mut layer, LIST, Response::List(views), context)), Some((COUNT, _))));
        layer
    }

    #[test]
    fn views_are_there_at_once_and_their_counts_follow() {
        for lang in Lang::ALL {
            let context = context(lang);
            let mut layer = opened(&context);
            let counting = context.look.words.t("counting");
            assert_eq!(screen(&layer, 80, 10, &context).matches(counting).count(), 2);
            let count = Count { view: ViewId(1), customers: Some(4_711) };
            layer.on(Input::Part(COUNT, Part::Counted(count)), &context);
            let shown = screen(&layer, 80, 10, &context);
            assert!(shown.contains("4711") && shown.matches(counting).count() == 1, "{shown}");
        }
    }

    #[test]
    fn where_no_view_is_saved_one_is_told_how_to_save_one() {
        let context = context(Lang::En);
        let effects = answer(&mut ViewsLayer::default(), LIST, Response::List(Vec::new()), &context);
        let [Effect::Toast(_, told), Effect::Pop(None)] = &effects[..] else { panic!("{}", effects.len()) };
        assert!(told.contains("V saves"), "{told}");
    }

    #[test]
    fn a_change_while_counting_counts_once_more_and_no_oftener() {
        let context = context(Lang::En);
        let mut layer = opened(&context);
        for _ in 0..3 {
            assert!(asked(&layer.on(Input::Changed(Vec::new()), &context)).is_none());
        }
        assert!(asked(&answer(&mut layer, COUNT, Response::Counted(Vec::new()), &context)).is_some());
        assert!(asked(&answer(&mut layer, COUNT, Response::Counted(Vec::new()), &context)).is_none());
    }

    #[test]
    fn a_digit_chooses_a_view_and_esc_none() {
        let context = context(Lang::En);
        let chosen = press(&mut opened(&context), KeyCode::Char('2'), &context);
        let [Effect::Pop(Some(Reply::Chosen(query)))] = &chosen[..] else { panic!("nothing was chosen") };
        assert_eq!(query, "due:overdue");
        assert!(matches!(press(&mut opened(&context), KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
    }
}
