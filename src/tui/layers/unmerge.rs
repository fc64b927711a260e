//! Those merged into a customer, of whom the chosen one becomes a customer of its own again.

use crate::domain::id::CustomerId;
use crate::door::customers::{Card, Request, Response};
use crate::door::{Refusal, Response as Answer};
use crate::tui::keymap;
use crate::tui::pane::{Context, Effect, Input, Pane, Tag, Tone};
use crate::tui::widgets::hints::Hint;
use crate::tui::widgets::pick::{Item, Pick, Picked};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const CARD: Tag = 1;
const UNMERGE: Tag = 2;

/// The layer.
pub struct UnmergeLayer {
    keep: CustomerId,
    /// Its members, once they are known.
    pick: Option<Pick<CustomerId>>,
}

impl UnmergeLayer {
    /// About a customer, or one that is merged into it.
    pub fn of(keep: CustomerId) -> Self {
        Self { keep, pick: None }
    }

    fn known(&mut self, card: Card, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        if card.members.is_empty() {
            return vec![Effect::Pop(None), Effect::Toast(Tone::Warning, words.t("unmerge-none").to_owned())];
        }
        let label = |id: CustomerId, name: &str| format!("{id}  {name}");
        let items = card.members.into_iter().map(|one| Item::new(one.id, label(one.id, &one.name)).aside(one.hint));
        self.keep = card.customer.id;
        let title = words.tf("unmerge-title", &[("name", card.customer.name.into())]);
        self.pick = Some(Pick::new(title, items.collect()).asking());
        Vec::new()
    }

    fn answered(&mut self, answer: Result<Answer, Refusal>, context: &Context) -> Vec<Effect> {
        let words = &context.look.words;
        match answer {
            Ok(Answer::Customers(Response::Card(card))) => self.known(*card, context),
            Ok(_) => {
                let said = Effect::Toast(Tone::Good, words.t("unmerge-done").to_owned());
                vec![Effect::Pop(None), Effect::Refresh, said]
            }
            Err(refusal) => vec![Effect::Pop(None), Effect::Toast(Tone::Danger, words.refusal(&refusal))],
        }
    }
}

impl Pane for UnmergeLayer {
    fn on(&mut self, input: Input, context: &Context) -> Vec<Effect> {
        match (input, &mut self.pick) {
            (Input::Refresh, None) => vec![Effect::AskFirst(CARD, Request::Card(self.keep).into())],
            (Input::Answer(_, answer), _) => self.answered(*answer, context),
            (Input::Key(key, _), Some(pick)) => match pick.on(key, context.hasty) {
                Picked::Chosen(other) => {
                    vec![Effect::Ask(UNMERGE, Request::Unmerge { keep: self.keep, other }.into())]
                }
                Picked::Left => vec![Effect::Pop(None)],
                Picked::Open => Vec::new(),
            },
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
        self.pick.as_ref().map_or_else(Vec::new, Pick::hints)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::door::refusal::Candidate;
    use crate::door::{Request as Question, Saved};
    use crate::i18n::Lang;
    use crate::tui::fixtures::{answer, asked, card, context, press, screen};
    use crossterm::event::KeyCode;

    fn merged() -> Card {
        let named = |id, name: &str| Candidate { id: CustomerId(id), name: name.into(), hint: "Bonn".into() };
        Card { members: vec![named(7, "A. Meyer"), named(8, "Anna Maier")], ..card() }
    }

    #[test]
    fn the_chosen_one_is_a_customer_of_its_own_again() {
        for lang in Lang::ALL {
            let context = context(lang);
            let mut layer = UnmergeLayer::of(CustomerId(10_432));
            layer.on(Input::Refresh, &context);
            answer(&mut layer, CARD, Response::Card(Box::new(merged())), &context);
            let shown = screen(&layer, 80, 24, &context);
            assert!(
                ["Anna Meyer", "7  A. Meyer", "8  Anna Maier", "Bonn"].iter().all(|t| shown.contains(t)),
                "{shown}"
            );
            press(&mut layer, KeyCode::Down, &context);
            let effects = press(&mut layer, KeyCode::Enter, &context);
            let expected = Request::Unmerge { keep: CustomerId(10_432), other: CustomerId(8) };
            assert_eq!(asked(&effects), Some((UNMERGE, &Question::from(expected))));
            let saved = Response::Saved(Saved { id: CustomerId(10_432), revision: 9 });
            let effects = answer(&mut layer, UNMERGE, saved, &context);
            assert!(matches!(&effects[..], [Effect::Pop(None), Effect::Refresh, Effect::Toast(Tone::Good, _)]));
        }
    }

    #[test]
    fn where_nobody_is_merged_that_is_said() {
        let context = context(Lang::En);
        let mut layer = UnmergeLayer::of(CustomerId(10_432));
        let effects = answer(&mut layer, CARD, Response::Card(Box::new(card())), &context);
        assert!(matches!(&effects[..], [Effect::Pop(None), Effect::Toast(Tone::Warning, _)]));
    }
}
