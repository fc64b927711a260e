//! What is amiss with what is known of customers: each line with its count, which Enter opens as a query to work
//! through by keys. Counted once, as the layer opens.

use crate::domain::quality::Flaw;
use crate::door::quality::{Line, Request, Response};
use crate::door::{Part, Refusal, Response as Answer};
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Reply, Tag, Tone};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::pick::{Item, Pick, Picked};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const REPORT: Tag = 1;

/// The flaws to choose from; leaves the query of the chosen one.
pub struct QualityLayer {
    pick: Pick<Flaw>,
}

impl QualityLayer {
    /// A report that is still to be counted.
    pub fn new(context: &Context) -> Self {
        let words = &context.look.words;
        let item = |flaw: &Flaw| {
            let label = format!("{}  {}", words.t(&format!("flaw-{flaw}")), flaw.query(Flaw::STALE_MONTHS));
            Item::new(*flaw, label).aside(words.t("counting"))
        };
        Self { pick: Pick::new(words.t("quality-title"), Flaw::ALL.iter().map(item).collect()).numbered() }
    }

    fn show(&mut self, line: &Line) {
        self.pick.set_aside(&line.flaw, line.customers.to_string());
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        match answer {
            Ok(Answer::Quality(Response::Report { lines, .. })) => {
                for line in &lines {
                    self.show(line);
                }
                Vec::new()
            }
            Ok(_) | Err(Refusal::Cancelled) => Vec::new(),
            Err(refusal) => vec![Effect::Toast(Tone::Danger, context.look.words.refusal(&refusal))],
        }
    }
}

impl Pane for QualityLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match input {
            Input::Refresh => {
                vec![Effect::Ask(REPORT, Request::Report { stale_months: Flaw::STALE_MONTHS }.into())]
            }
            Input::Part(REPORT, Part::Flawed(line)) => {
                self.show(&line);
                Vec::new()
            }
            Input::Answer(REPORT, answer) => self.answered(*answer, context),
            Input::Key(key, _) => match self.pick.on(key, context.hasty) {
                Picked::Chosen(flaw) => vec![Effect::Pop(Some(Reply::Chosen(flaw.query(Flaw::STALE_MONTHS))))],
                Picked::Left => vec![Effect::Pop(None)],
                Picked::Open => Vec::new(),
            },
            Input::Paste(text) => {
                self.pick.paste(&text);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn draw(&self, area: Rect, buf: &mut Buffer, context: &Context, focused: bool) -> Option<Position> {
        self.pick.draw(area, buf, &context.look).filter(|_| focused)
    }

    fn keys(&self) -> keymap::Context {
        keymap::Context::Text
    }

    fn hints(&self, _context: &Context) -> Vec<Hint> {
        self.pick.hints()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;
    use crate::tui::fixtures::{answer, asked, context, press, screen};
    use crossterm::event::KeyCode;

    fn line(flaw: Flaw, customers: usize) -> Line {
        Line { flaw, customers, query: flaw.query(Flaw::STALE_MONTHS) }
    }

    #[test]
    fn every_flaw_is_there_at_once_and_its_count_follows() {
        for lang in Lang::ALL {
            let context = context(lang);
            let mut layer = QualityLayer::new(&context);
            assert!(matches!(asked(&layer.on(Input::Refresh, &context)), Some((REPORT, _))));
            let counting = |layer: &QualityLayer| {
                screen(layer, 80, 12, &context).matches(context.look.words.t("counting")).count()
            };
            assert_eq!(counting(&layer), Flaw::ALL.len());
            layer.on(Input::Part(REPORT, Part::Flawed(line(Flaw::BadPhone, 4_711))), &context);
            assert!(screen(&layer, 80, 12, &context).contains("4711"));
            let lines = Flaw::ALL.iter().map(|flaw| line(*flaw, 8)).collect();
            answer(&mut layer, REPORT, Response::Report { customers: 99, lines }, &context);
            assert_eq!(counting(&layer), 0);
        }
    }

    #[test]
    fn enter_opens_whom_it_is_about() {
        let context = context(Lang::En);
        let mut layer = QualityLayer::new(&context);
        let effects = press(&mut layer, KeyCode::Char('2'), &context);
        assert!(matches!(&effects[..], [Effect::Pop(Some(Reply::Chosen(query)))] if query == "phone:bad"));
        assert!(matches!(press(&mut layer, KeyCode::Esc, &context)[..], [Effect::Pop(None)]));
    }
}
